//! Many at once: clicks that come twice, members who sign in the same second, a paper used from two phones.

use futures_util::FutureExt;
use futures_util::future::join_all;
use mingzhang::kernel::{Money, Outcome, SubmissionId};
use mingzhang::workflow::{self, Entering, State, SubmissionContent, Verdict};

use super::{Village, done, noon};
use crate::support::each_engine;

#[tokio::test]
async fn 同一张表单点了八次_只有一张报账单() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let content = v.electricity().await;
        let clicks = join_all((0..8).map(|_| v.hands_in("甲", content.clone()))).await;
        let ids: Vec<SubmissionId> = clicks.into_iter().map(|c| c.expect("handed in")).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        let thread = v.thread(ids[0]).await;
        assert_eq!((thread.submission.serial, thread.entries.len()), (1, 1));
        let other = SubmissionContent { amount: Money::from_yuan(357), ..v.electricity().await };
        let second = v.hands_in("乙", other).await.expect("handed in");
        assert_eq!(v.thread(second).await.submission.serial, 2, "no number was lost");
    })
    .await;
}

#[tokio::test]
async fn 五个成员同时签_凑够三个就过_一个不多记() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let id = v.hands_in("甲", v.electricity().await).await.expect("handed in");
        let said = join_all((0..5).map(|n| v.member(n, id, Verdict::Agree, ""))).await;
        let counted = said.iter().filter(|s| s.is_ok()).count();
        assert_eq!(counted, 3, "{said:?}");
        let late = said.iter().filter_map(|s| s.as_ref().err());
        assert!(late.into_iter().all(|f| f.is("workflow.not_your_turn")), "{said:?}");
        let thread = v.thread(id).await;
        assert_eq!((thread.marks.len(), thread.submission.step), (3, 2));
    })
    .await;
}

#[tokio::test]
async fn 一张票据从两部手机交上来_只收一单() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let content = v.electricity().await;
        let both = join_all(["甲", "乙"].map(|key| v.hands_in(key, content.clone()))).await;
        let refused: Vec<&Outcome<SubmissionId>> = both.iter().filter(|o| o.is_err()).collect();
        assert_eq!(refused.len(), 1, "{both:?}");
        assert!(refused[0].as_ref().is_err_and(|f| f.is("workflow.document_used")), "{both:?}");
    })
    .await;
}

#[tokio::test]
async fn 受理点了两次_只有一张凭证草稿() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let id = v.hands_in("甲", v.electricity().await).await.expect("handed in");
        v.approves(id).await;
        let version = v.thread(id).await.submission.version;
        let click = || {
            let by = v.book().accountant();
            let db = v.db.clone();
            async move {
                db.write(move |tx| {
                    async move { workflow::accept(tx, &by, id, version, Entering::AsProposed(None), noon()).await }
                        .boxed()
                })
                .await
            }
        };
        let drafts = join_all([click(), click(), click()]).await;
        let first = drafts[0].as_ref().expect("accepted");
        assert!(drafts.iter().all(|d| d.as_ref().is_ok_and(|d| d == first)), "{drafts:?}");
        assert_eq!(v.thread(id).await.submission.state, State::Accepted);
        let by = v.book().clerk();
        let late = done!(v, |tx| workflow::withdraw(tx, &by, id, version, noon()).await);
        assert!(late.unwrap_err().is("workflow.wrong_state"));
    })
    .await;
}
