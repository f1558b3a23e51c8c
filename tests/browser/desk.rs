//! 复核台, 冲销, 工作台: by keys alone.

use crate::support::chromium::Chromium;
use crate::support::chromium::keys::{ALT_RIGHT, DOWN, ENTER, LEFT};
use crate::support::village_acts::photo;

/// Two vouchers wait, the first with two pages beside it: read, turned, walked, handed back, passed.
pub async fn the_review_desk(b: &Chromium) {
    b.logs_in("accountant-lj").await;
    for (summary, account, amount) in [("修路灯", "51307", "900"), ("购办公用品", "51302", "80")] {
        b.leaves_nothing_on_this_machine().await;
        b.goes("/books/LJ/drafts/new").await;
        b.stands_at("lines[0][summary]").await;
        b.strikes(&[summary, ENTER, account]).await;
        b.offers(account).await;
        b.strikes(&[ENTER, amount, ENTER, ENTER, "101"]).await;
        b.offers("101").await;
        b.strikes(&[ENTER]).await;
        b.sees("借贷平衡").await;
        if summary == "修路灯" {
            for (page, number) in [(1, 3), (2, 4)] {
                b.attaches("发票.jpg", &photo(number)).await;
                let said = format!("已附 {page} 页");
                b.comes_true("页数对上", async || b.reads("[data-papers-said]").await.contains(&said)).await;
            }
        }
        b.presses("保存").await;
        b.sees(summary).await;
    }
    b.logs_out().await;
    b.logs_in("colleague-lj").await;
    b.goes("/review").await;
    b.sees("2 张等复核，第 1 张").await;
    b.sees("上月和去年同月都没有").await;
    b.strikes(&[ALT_RIGHT]).await;
    b.comes_true("翻到第二页", async || b.reads("[data-page]").await == "2/2").await;
    b.strikes(&["j"]).await;
    b.sees("第 2 张").await;
    b.strikes(&["k"]).await;
    b.sees("第 1 张").await;
    b.strikes(&["j"]).await;
    b.sees("第 2 张").await;
    b.strikes(&["r"]).await;
    b.stands_at("reason").await;
    b.strikes(&["缺发票"]).await;
    b.presses("退回补正").await;
    b.sees("1 张等复核").await;
    b.strikes(&["a"]).await;
    b.sees("没有等复核的凭证").await;
}

/// One key on a posted voucher: the red one waits for review, the blue one lies open, both named on the page.
pub async fn red_letter_in_one_key(b: &Chromium) {
    b.goes("/books/LJ/posting").await;
    b.presses("记账 1 张").await;
    b.sees("已记账 1 张").await;
    b.follows("记-0001").await;
    b.sees("原凭证不动").await;
    b.strikes(&["x"]).await;
    b.sees("改凭证").await;
    b.holds("lines[0][debit]", "900.00").await;
    b.sees("原凭证 2025-10 记-0001").await;
    b.sees("红字冲销（草稿）").await;
    b.goes("/books/LJ/drafts").await;
    b.sees("-900.00").await;
}

/// Arrows over the matrix, Enter to what blocks the month.
pub async fn the_board(b: &Chromium) {
    b.goes("/").await;
    b.sees("等我办").await;
    b.strikes(&[DOWN]).await;
    let on_cell = async || b.counts(".board__cell:focus").await == 1;
    b.comes_true("站在一格上", on_cell).await;
    let there = b.reads(".board__cell:focus").await;
    assert!(!there.is_empty());
    b.strikes(&[LEFT]).await;
    b.comes_true("还在表上", on_cell).await;
    b.strikes(&[ENTER]).await;
    b.sees_no("等我办").await;
}
