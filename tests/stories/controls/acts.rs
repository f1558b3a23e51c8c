//! What a rule does at an act, by HTTP: it blocks, asks for a reason, or is only shown; and who reads it.

use crate::support::story::Story;
use crate::support::village_acts::payment;

/// Paper and ink for 1,200 in cash: over the transfer floor.
fn ink() -> crate::support::village_acts::Receipt {
    payment("办公用品").of("1200.00").with("镇文具店").because("打印纸和墨盒").dated("2025-09-10").in_cash()
}

#[tokio::test]
async fn 警告要写理由_理财小组看得到_受理不用再问() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.it_is("2025-09-12");
        let refused = t.clerk_hands_in("LJ", &ink()).await;
        assert_eq!(refused.status, 422);
        refused.shows("大额付款走转账").shows("1,000.00 元起走转账").shows("为什么还要这样办").shows("打印纸和墨盒");
        let clerk = t.person("clerk", "LJ").await;
        let again = clerk.sends(&refused.form("交单")).await;
        assert_eq!(again.status, 422, "没有理由还是交不上");
        let done = clerk.sends(&again.form("交单").with("explanation", "对方只收现金")).await.ok();
        done.shows("大额付款走转账").shows("对方只收现金");

        let group = t.person("group1", "LJ").await;
        let list = group.goes("/books/LJ/approvals").await.ok();
        list.shows("1,000.00 元起走转账").shows("李家村报账员：对方只收现金");
        group.goes(&list.link("看票据")).await.ok().shows("1,000.00 元起走转账").shows("对方只收现金");

        t.village_agrees("LJ").await;
        t.person("accountant", "LJ").await.goes("/books/LJ/intake").await.ok().shows("1,000.00 元起走转账");
        t.centre_takes_in("LJ").await;
        t.colleague_reviews("LJ").await;
    })
    .await;
}

#[tokio::test]
async fn 不写理由的单_别人代不了_说得出的理由太长不收() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.it_is("2025-09-12");
        let refused = t.clerk_hands_in("LJ", &ink()).await;
        let clerk = t.person("clerk", "LJ").await;
        let long = clerk.sends(&refused.form("交单").with("explanation", &"长".repeat(101))).await;
        assert_eq!(long.status, 422);
        long.shows("理由有 101 个字，最多 100 个字");
    })
    .await;
}
