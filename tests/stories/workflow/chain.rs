//! The chain from the receipt to the books, and back a step.

use futures_util::FutureExt;
use mingzhang::kernel::Money;
use mingzhang::ledger;
use mingzhang::workflow::{self, State, SubmissionContent, WaitsFor};

use super::{Village, done, noon};
use crate::support::each_engine;

#[tokio::test]
async fn 一张电费单_从报账到记账() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let content = v.electricity().await;
        let id = v.hands_in("甲", content.clone()).await.expect("handed in");
        assert_eq!(id, v.hands_in("甲", content).await.expect("the second click"), "a double click is one submission");
        assert_eq!(v.thread(id).await.submission.waits_for, WaitsFor::FinanceGroup);
        assert!(v.head(id).await.unwrap_err().is("workflow.not_your_turn"), "the group comes before the head");
        v.approves(id).await;

        let draft = v.accepts(id).await.expect("accepted");
        assert_eq!(draft, v.accepts(id).await.expect("the second click"));
        let posted = v.reviews_and_posts(vec![draft]).await.expect("posted");
        let thread = v.thread(id).await;
        assert_eq!(thread.submission.state, State::Booked);
        assert_eq!(thread.submission.waits_for, WaitsFor::Nobody);
        assert_eq!(posted[0].submission, Some(id));
        assert_eq!(posted[0].document_count, 1);
        assert_eq!(posted[0].documents[0].1, thread.documents[0].digest, "the voucher carries its paper's digest");
        assert!(posted[0].entries[0].summary.contains("村部8月电费"));
        let acts: Vec<State> = thread.entries.iter().map(|e| e.to).collect();
        assert_eq!(acts[0], State::Submitted);
        assert_eq!(acts[acts.len() - 1], State::Booked);
        assert_eq!((thread.rungs[0].tally.agreed, thread.rungs[0].seats), (3, 5));
    })
    .await;
}

#[tokio::test]
async fn 退回补正后_原来的签署作废_仍看得见() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let content = v.electricity().await;
        let id = v.hands_in("甲", content.clone()).await.expect("handed in");
        v.approves(id).await;
        assert!(v.returns(id, &["no-such"]).await.unwrap_err().is("workflow.unknown_reason"));
        assert!(v.returns(id, &[]).await.unwrap_err().is("workflow.words_missing"));
        v.returns(id, &["seal", "amount"]).await.expect("returned");
        let thread = v.thread(id).await;
        assert_eq!(thread.to_mend().expect("reasons").reasons.len(), 2);

        let (by, version) = (v.book().clerk(), thread.submission.version);
        let mended = SubmissionContent { amount: Money::from_yuan(365), ..content };
        let stale = version - 1;
        let (other, same) = (by.clone(), mended.clone());
        let refused = done!(v, |tx| workflow::save_draft(tx, &other, id, stale, same, noon()).await);
        assert!(refused.unwrap_err().is("workflow.stale"));
        done!(v, |tx| {
            workflow::save_draft(tx, &by, id, version, mended, noon()).await?;
            workflow::submit(tx, &by, id, version + 1, noon()).await
        })
        .expect("handed in again");
        let thread = v.thread(id).await;
        assert_eq!(thread.submission.state, State::Submitted);
        assert!(thread.marks.len() == 4 && thread.marks.iter().all(|m| m.void), "four marks, all void");
        assert_eq!(thread.rungs[0].tally.agreed, 0);
        assert!(thread.entries.len() >= 7, "the thread is kept");
        v.approves(id).await;
    })
    .await;
}

#[tokio::test]
async fn 删掉凭证草稿_单子回到待受理() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let id = v.hands_in("甲", v.electricity().await).await.expect("handed in");
        v.approves(id).await;
        let draft = v.accepts(id).await.expect("accepted");
        let by = v.book().accountant();
        done!(v, |tx| {
            let version = ledger::draft(tx, by.book(), draft).await?.version;
            workflow::delete_draft(tx, &by, draft, version, noon()).await
        })
        .expect("deleted");
        let thread = v.thread(id).await;
        assert_eq!((thread.submission.state, thread.submission.draft), (State::Approved, None));
        assert_ne!(v.accepts(id).await.expect("accepted again"), draft);
    })
    .await;
}

#[tokio::test]
async fn 记账要么全成_要么全不成() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let mut drafts = Vec::new();
        for (key, yuan) in [("甲", 356), ("乙", 357)] {
            let content = SubmissionContent { amount: Money::from_yuan(yuan), ..v.electricity().await };
            let id = v.hands_in(key, content).await.expect("handed in");
            v.approves(id).await;
            drafts.push(v.accepts(id).await.expect("accepted"));
        }
        let (by, first) = (v.town.reviewer(v.book()), drafts[0]);
        done!(v, |tx| {
            let version = ledger::draft(tx, by.book(), first).await?.version;
            ledger::review(tx, &by, first, version, noon()).await
        })
        .expect("reviewed");
        let (by, both) = (v.town.reviewer(v.book()), drafts.clone());
        let refused = done!(v, |tx| workflow::post(tx, &by, &both, noon()).await);
        assert!(refused.unwrap_err().is("ledger.wrong_state"), "the second is not reviewed");
        let mut tx = v.db.read().await.expect("reading");
        let counts = workflow::counts(&mut tx, v.town.chief_standing()).await.expect("counted");
        assert_eq!(counts.len(), 1, "{counts:?}");
        assert_eq!((counts[0].state, counts[0].many), (State::Accepted, 2));
        let waiting = workflow::waiting_for(&mut tx, v.town.chief_standing(), WaitsFor::Centre).await.expect("listed");
        assert_eq!(waiting.len(), 2);
        drop(tx);
        let by = v.town.reviewer(v.book());
        let posted = done!(v, |tx| {
            let version = ledger::draft(tx, by.book(), drafts[1]).await?.version;
            ledger::review(tx, &by, drafts[1], version, noon()).await?;
            workflow::post(tx, &by, &drafts, noon()).await
        });
        let numbers: Vec<i64> = posted.expect("posted").iter().map(|p| p.number.no).collect();
        assert_eq!(numbers, [1, 2]);
    })
    .await;
}
