//! What a rule does at an act, by HTTP: it blocks, asks for a reason, or is only shown; and who reads it.

use crate::support::desk::voucher;
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

#[tokio::test]
async fn 总监督会计改数额_从那天起照新的_破例列进监督_可导出() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.it_is("2025-09-12");
        let refused = t.clerk_hands_in("LJ", &ink()).await;
        let clerk = t.person("clerk", "LJ").await;
        clerk.sends(&refused.form("交单").with("explanation", "对方只收现金")).await.ok();

        let chief = t.seat("zongkuai").await;
        chief.goes("/settings").await.ok().shows("内控规则");
        chief.goes("/settings/controls").await.ok().shows("大额付款走转账").shows("起点 1,000.00元");
        let asked = chief.goes("/settings/controls?set=cash.transfer_floor").await.ok();
        let wrong = chief.sends(&asked.form("定下").with("figure", "很多").with("valid_from", "2025-09-12")).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("起点要在").shows("很多");
        chief
            .sends(&asked.form("定下").with("figure", "2000"))
            .await
            .ok()
            .shows("起点 2,000.00元")
            .shows("全乡镇，自 2025-09-12 起");
        let book = chief.goes("/books/LJ/controls?set=cash.limit").await.ok();
        let past = chief.sends(&book.form("定下").with("valid_from", "2025-09-11")).await;
        assert_eq!(past.status, 422);
        past.shows("不能从 2025-09-11 起");
        chief.sends(&book.form("定下").with("figure", "3000")).await.ok().shows("本账套自定，自 2025-09-12 起");
        chief.goes("/settings/controls").await.ok().shows("限额 5,000.00元");

        let list = chief.goes("/oversight/controls").await.ok();
        list.shows("对方只收现金").shows("1,000.00 元起走转账").shows("交单").shows("报账单 第1号");
        let file = chief.goes("/oversight/controls/overrides.csv?book=LJ").await.ok();
        assert!(String::from_utf8_lossy(&file.bytes).contains("对方只收现金"));
        assert_eq!(chief.goes("/oversight/controls/overrides.xlsx").await.ok().bytes[..2], *b"PK");
        chief.goes("/oversight/controls?from=2025-09-13").await.ok().shows("没有破例");
        chief.goes("/oversight/controls?to=2025-09-12").await.ok().shows("对方只收现金");

        let second =
            payment("办公用品").of("1300.00").with("镇文具店").because("办公桌三张").dated("2025-09-11").in_cash();
        t.clerk_hands_in("LJ", &second.pictured(2)).await.ok();
        let clerk = t.person("clerk", "LJ").await;
        assert_eq!(clerk.goes("/oversight/controls").await.status, 403);
        assert!(clerk.goes("/books/LJ/controls?set=cash.limit").await.ok().try_form("定下").is_none());
    })
    .await;
}

#[tokio::test]
async fn 手工凭证复核时也问_写了理由才过() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.it_is("2025-09-12");
        let typed =
            voucher("2025-09-10").debit("购会议酒水", "51304", "1200.00").credit("购会议酒水", "101", "1200.00");
        t.accountant_types("LJ", &typed).await.ok();
        let colleague = t.person("colleague", "LJ").await;
        let desk = colleague.goes("/books/LJ/review").await.ok();
        desk.shows("招待烟酒").shows("大额付款走转账").shows("复核的理由");
        let refused = colleague.sends(&desk.form("复核")).await;
        assert_eq!(refused.status, 422);
        refused.shows("确实要办，请写明理由");
        colleague.sends(&refused.form("复核").with("explanation", "上级指定接待")).await.ok();
        colleague.goes("/books/LJ/drafts").await.ok().shows("待记账");
        let chief = t.seat("zongkuai").await;
        chief.goes("/oversight/controls").await.ok().shows("上级指定接待").shows("购会议酒水");
    })
    .await;
}
