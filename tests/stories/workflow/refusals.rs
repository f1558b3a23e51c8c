//! Every no of the chain, met.

use futures_util::FutureExt;
use mingzhang::evidence::DocumentKind;
use mingzhang::kernel::{Date, Money};
use mingzhang::workflow::{self, Approver, Entering, LadderRow, PaidBy, State, SubmissionContent, Verdict, WaitsFor};

use super::{Village, done, noon};
use crate::support::each_engine;
use crate::township::date;

#[tokio::test]
async fn 理财小组达不到人数时_不同意就是最后结果() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let id = v.hands_in("甲", v.electricity().await).await.expect("handed in");
        assert!(v.member(0, id, Verdict::Refuse, " ").await.unwrap_err().is("workflow.words_missing"));
        assert_eq!(v.member(0, id, Verdict::Refuse, "电表读数不对").await.expect("marked"), State::Submitted);
        assert_eq!(v.member(0, id, Verdict::Refuse, "电表读数不对").await.expect("twice is once"), State::Submitted);
        assert!(v.member(0, id, Verdict::Agree, "").await.unwrap_err().is("workflow.marked_before"));
        let (by, version) = (v.book().clerk(), v.thread(id).await.submission.version);
        let refused = done!(v, |tx| workflow::withdraw(tx, &by, id, version, noon()).await);
        assert!(refused.unwrap_err().is("workflow.already_marked"));
        v.member(1, id, Verdict::Refuse, "同上").await.expect("marked");
        assert_eq!(v.member(2, id, Verdict::Refuse, "同上").await.expect("marked"), State::Refused);
        assert_eq!(v.thread(id).await.refusal().expect("a refusal").words, "同上");
        assert!(v.member(3, id, Verdict::Agree, "").await.unwrap_err().is("workflow.wrong_state"));
    })
    .await;
}

#[tokio::test]
async fn 看过之后内容变了_签署不算() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let content = v.electricity().await;
        let id = v.hands_in("甲", content.clone()).await.expect("handed in");
        let seen = v.says(id, Verdict::Agree, "").await;
        v.returns(id, &["amount"]).await.expect("returned");
        let (by, version) = (v.book().clerk(), v.thread(id).await.submission.version);
        let mended = SubmissionContent { reason: "村部8月电费，已核对".into(), ..content };
        done!(v, |tx| {
            workflow::save_draft(tx, &by, id, version, mended, noon()).await?;
            workflow::submit(tx, &by, id, version + 1, noon()).await
        })
        .expect("handed in again");
        let member = v.book().member(0);
        let refused = done!(v, |tx| workflow::mark_as_member(tx, &member, id, seen, noon()).await);
        assert!(refused.unwrap_err().is("workflow.content_changed"));
    })
    .await;
}

#[tokio::test]
async fn 村负责人不能批自己的单() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let own = SubmissionContent { item: "chailv".into(), handler: "村负责人".into(), ..v.electricity().await };
        let id = v.hands_in("甲", own).await.expect("handed in");
        for number in 0..3 {
            v.member(number, id, Verdict::Agree, "").await.expect("marked");
        }
        assert!(v.head(id).await.unwrap_err().is("workflow.own_claim"));
    })
    .await;
}

#[tokio::test]
async fn 大额支出没有决议交不上_有决议就过这一步() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let row = |from, to: Option<i64>, position, approver, quorum| LadderRow {
            card: None,
            from: Money::from_yuan(from),
            to: to.map(Money::from_yuan),
            position,
            approver,
            quorum,
        };
        let rows = vec![
            row(0, Some(300), 1, Approver::FinanceGroup, 1),
            row(300, None, 1, Approver::FinanceGroup, 1),
            row(300, None, 2, Approver::Committee, 1),
            row(300, None, 3, Approver::Township, 1),
        ];
        let (chief, book, early) = (v.town.chief(), v.book().id, rows.clone());
        let past: Date = date("2025-09-19");
        let refused = done!(v, |tx| workflow::set_ladder(tx, &chief, book, past, early, noon()).await);
        assert!(refused.unwrap_err().is("workflow.ladder_in_past"));
        let chief = v.town.chief();
        done!(v, |tx| workflow::set_ladder(tx, &chief, book, noon().date(), rows, noon()).await).expect("set");

        let content = v.electricity().await;
        let refused = v.hands_in("甲", content.clone()).await.unwrap_err();
        assert!(refused.is("workflow.resolution_missing"), "{refused}");
        let mut documents = content.documents.clone();
        documents.push(v.paper(DocumentKind::Resolution).await);
        let id = v.hands_in("甲", SubmissionContent { documents, ..content }).await.expect("handed in");
        assert_eq!(v.member(0, id, Verdict::Agree, "").await.expect("marked"), State::Submitted);
        assert_eq!(
            v.thread(id).await.submission.waits_for,
            WaitsFor::Township,
            "the meeting's step is passed by its paper"
        );
        let ((director, looks), opinion) = (v.town.director(book), v.says(id, Verdict::Agree, "").await);
        let (by, blind) = (director.clone(), opinion.clone());
        let refused = done!(v, |tx| workflow::mark_as_township(tx, &by, book, id, blind, noon()).await);
        assert!(refused.unwrap_err().is("workflow.not_opened"));
        let state = done!(v, |tx| {
            workflow::open_papers(tx, &looks, id, noon()).await?;
            workflow::mark_as_township(tx, &director, book, id, opinion, noon()).await
        });
        assert_eq!(state.expect("filed"), State::Approved);
    })
    .await;
}

#[tokio::test]
async fn 所有毛病一次告知_别村的单看不见() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let content = v.electricity().await;
        let bad = SubmissionContent {
            amount: Money::from_fen(-1),
            date: Some(date("2025-09-21")),
            reason: "长".repeat(61),
            other_party: String::new(),
            paid_by: PaidBy::ToCash,
            documents: vec![content.documents[0], content.documents[0]],
            ..content.clone()
        };
        let refused = v.hands_in("甲", bad).await.unwrap_err();
        for code in ["amount_negative", "too_long", "document_foreign"] {
            assert!(refused.is(&format!("workflow.{code}")), "{code} in {refused}");
        }
        let early = SubmissionContent { date: Some(date("2024-12-31")), item: String::new(), ..content.clone() };
        let refused = v.hands_in("甲", early).await.unwrap_err();
        assert!(refused.is("ledger.before_enabled") && refused.is("workflow.item_missing"), "{refused}");

        let id = v.hands_in("甲", content.clone()).await.expect("handed in");
        let refused = v.hands_in("乙", content).await.unwrap_err();
        assert!(refused.is("workflow.document_used"), "{refused}");
        let foreign = &v.town.books[1];
        let mut tx = v.db.read().await.expect("reading");
        let hidden = workflow::thread(&mut tx, &foreign.reader(), id, noon()).await.unwrap_err();
        assert!(hidden.is("workflow.no_such_submission"));
        let theirs = workflow::of_book(&mut tx, &foreign.reader(), &[]).await.expect("listed");
        assert!(theirs.is_empty());
        drop(tx);
        let (by, clerk) = (foreign.accountant(), foreign.clerk());
        let refused = done!(v, |tx| workflow::accept(tx, &by, id, 1, Entering::AsProposed(None), noon()).await);
        assert!(refused.unwrap_err().is("workflow.no_such_submission"));
        let refused = done!(v, |tx| workflow::withdraw(tx, &clerk, id, 1, noon()).await);
        assert!(refused.unwrap_err().is("workflow.no_such_submission"));
    })
    .await;
}
