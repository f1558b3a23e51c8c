//! 更正公告: what was published wrong is put right in the open, and what was published stays as it was.

use mingzhang::kernel::{Period, Quarter};

use crate::notices::{LIST, accountant_sees, presses_unseen};
use crate::support::sheets::publishes;
use crate::support::story::{DIRECTOR, Story};
use crate::support::township::Kept;

/// A third quarter with one payment typed wrong, its sheet published; the payment is put right in October.
async fn a_published_payment_is_put_right(t: &mut Story) -> String {
    let book = t.village("LJ", "李家村").await;
    t.it_is("2025-10-08");
    let kept = Kept::seen_again(&t.app.db, book).await;
    let draft = kept.reviewed(kept.office_paid("2025-08-06", 12_050)).await;
    let wrong = kept.posts(draft).await.expect("posted").id;
    for month in 7..=9 {
        kept.closes_at(Period::new(2025, month).expect("a period"), t.app.now()).await.expect("closed");
    }
    let quarter = Quarter::new(2025, 3).expect("a quarter");
    let sheet = publishes(&t.app.db, book, quarter, t.app.now()).await;
    t.it_is("2025-10-20");
    let desk = t.person("accountant", "LJ").await;
    desk.goes(LIST).await.ok().hides("该出更正公告的");
    let voucher = desk.goes(&format!("/books/LJ/vouchers/{wrong}")).await.ok();
    let blue = desk.sends(&voucher.form("冲销").with("reason", "数字写颠倒")).await.ok();
    t.colleague_reviews("LJ").await;
    t.colleague_posts("LJ").await;
    let unfinished = accountant_sees(t, LIST).await;
    unfinished.shows("该出更正公告的").shows("2025-Q3-01").shows("2025-08 记-0001").shows("还剩5天");
    let desk = t.person("accountant", "LJ").await;
    let early = desk.sends(&unfinished.form("编制更正公告").with("reason", "数字写颠倒")).await;
    assert_eq!(early.status, 409);
    early.shows("2025-08 记-0001的更正还有凭证没有记账");
    let right = blue.form("保存").with("lines[0][debit]", "102.50").with("lines[1][credit]", "102.50");
    desk.sends(&right).await.ok();
    t.colleague_reviews("LJ").await;
    t.colleague_posts("LJ").await;
    sheet.public_path()
}

#[tokio::test]
async fn 公布过的表查出错_出更正公告_原数原因新数都在_原表不动() {
    Story::tell(async |t| {
        let sheet = a_published_payment_is_put_right(t).await;
        let before = t.passer_by_sees(&sheet).await.ok();
        before.shows("120.50").hides("有更正");
        accountant_sees(t, "/").await.shows("更正公告（2025-Q3-01 2025-08 记-0001）");
        let desk = t.person("accountant", "LJ").await;
        let list = desk.goes(LIST).await.ok();
        let silent = desk.sends(&list.form("编制更正公告")).await;
        assert_eq!(silent.status, 422);
        silent.shows("写明原因");
        let compose = list.form("编制更正公告").with("reason", "录入时数字写颠倒");
        let made = desk.sends(&compose).await.ok();
        made.shows("2025-更-01")
            .shows("支出 2025-08 记-0001")
            .shows("120.50元")
            .shows("102.50元")
            .shows("录入时数字写颠倒");
        let twice = desk.sends(&compose).await;
        assert_eq!(twice.status, 409);
        twice.shows("没有要更正的");
        let notice = made.path;
        t.presses("colleague", "LJ", &notice, "核对无误").await;
        for member in ["group1", "group2", "group3"] {
            t.person(member, "LJ").await.goes("/").await.ok().shows("更正公告").shows("签意见");
            t.presses(member, "LJ", &notice, "同意公开").await;
        }
        let director = t.seat(DIRECTOR).await;
        let page = director.goes(&notice).await.ok();
        director.sends(&page.form("签发")).await.ok();
        let done = t.presses("accountant", "LJ", &format!("{notice}/publish"), "公布 ").await;
        let public = t.passer_by_sees(&done.link("看公开页")).await.ok();
        public.shows("120.50元").shows("102.50元").shows("录入时数字写颠倒").shows("2025-10 记-0001");
        assert_eq!(public.link("看原来的公开表"), sheet);
        // 原表一个字没动，只在上面说一声有更正，两边互相连着。
        let after = t.passer_by_sees(&sheet).await.ok();
        after.shows("120.50").shows("两个码一样").shows("有更正");
        assert_eq!(after.link("2025-更-01"), done.link("看公开页"));
        accountant_sees(t, "/books/LJ/disclosures/2025Q3").await.shows("2025-更-01");
        says_it_once_more_on_the_next_sheet(t).await;
    })
    .await;
}

/// The sheet of the quarter in which the correction was published lists it.
async fn says_it_once_more_on_the_next_sheet(t: &mut Story) {
    t.it_is("2026-01-08");
    let next = accountant_sees(t, "/books/LJ/disclosures/2025Q4").await;
    next.shows("更正").shows("2025-Q3-01").shows("录入时数字写颠倒");
}

#[tokio::test]
async fn 看得到的没有变_或者不必公告_写明原因记下() {
    Story::tell(async |t| {
        a_published_payment_is_put_right(t).await;
        let desk = t.person("accountant", "LJ").await;
        let list = desk.goes(LIST).await.ok();
        let unsaid = desk.sends(&list.form("记下，不公告")).await;
        assert_eq!(unsaid.status, 422);
        let said = list.form("记下，不公告").with("reason", "金额差18元，已在会上说明");
        desk.sends(&said).await.ok().hides("该出更正公告的");
        let again = desk.sends(&said).await;
        assert_eq!(again.status, 409);
        desk.goes("/").await.ok().hides("更正公告（");
        for who in ["clerk", "group1", "head"] {
            let page = presses_unseen(t, who, &format!("{LIST}/corrections"), &[("voucher", "x")]).await;
            assert_eq!(page.status, 403, "{who}");
        }
    })
    .await;
}
