//! 填制凭证: the grid by keys alone, each key as the legend under it says.

use crate::support::chromium::Chromium;
use crate::support::chromium::keys::{
    ALT_C, ALT_D, ALT_I, ALT_L, ALT_RIGHT, ALT_T, CTRL_S, DOWN, END, ENTER, ESC, F4, F7, F12, LEFT, RIGHT, SHIFT_ENTER,
    UP,
};
use crate::support::village_acts::photo;

const NEW: &str = "/books/LJ/drafts/new";

/// A voucher of five lines from the first key to the saved draft; only the words of the summary are not counted.
pub async fn five_lines_within_forty_five_keys(b: &Chromium) {
    b.logs_in("accountant-lj").await;
    b.goes(NEW).await;
    b.stands_at("lines[0][summary]").await;
    b.strikes(&["付九月村务开支"]).await;
    let mut struck = b.strikes(&[ENTER]).await;
    for (n, (account, amount)) in [("bgf", "1200"), ("clf", "350"), ("sdf", "480"), ("hyf", "96")].iter().enumerate() {
        struck += b.strikes(&[account]).await;
        b.offers("5130").await;
        struck += b.strikes(&[ENTER]).await;
        b.stands_at(&format!("lines[{n}][debit]")).await;
        struck += b.strikes(&[amount, ENTER]).await;
        b.holds(&format!("lines[{}][summary]", n + 1), "付九月村务开支").await;
        struck += b.strikes(&[ENTER]).await;
    }
    struck += b.strikes(&["101"]).await;
    b.offers("101").await;
    struck += b.strikes(&[ENTER]).await;
    b.holds("lines[4][credit]", "2126.00").await;
    b.sees("借贷平衡").await;
    b.sees("贰仟壹佰贰拾陆元整").await;
    struck += b.strikes(&[CTRL_S]).await;
    b.sees("待复核 1 张").await;
    assert!(struck <= 45, "五行凭证用了 {struck} 键");
    println!("五行凭证 {struck} 键");
}

/// The table of keys, one after another.
pub async fn every_key_does_what_the_legend_says(b: &Chromium) {
    b.logs_in("accountant-lj").await;
    days_and_lists(b).await;
    amounts(b).await;
    lines(b).await;
    walking(b).await;
    saving(b).await;
    templates(b).await;
    papers(b).await;
}

async fn empty_voucher(b: &Chromium) {
    b.leaves_nothing_on_this_machine().await;
    b.goes(NEW).await;
    b.stands_at("lines[0][summary]").await;
}

/// A bare day, the day after; lists with either key; a household that was not in the list; the details of an
/// upper account.
async fn days_and_lists(b: &Chromium) {
    empty_voucher(b).await;
    b.puts_cursor("date").await;
    b.strikes(&["15", ENTER]).await;
    b.holds("date", "2025-10-15").await;
    b.puts_cursor("date").await;
    b.strikes(&["+", ENTER]).await;
    b.holds("date", "2025-10-16").await;
    b.puts_cursor("date").await;
    b.strikes(&["-2", ENTER]).await;
    b.holds("date", "2025-10-14").await;
    b.strikes(&["借给农户", ENTER]).await;
    for list in [F7, ALT_L] {
        b.strikes(&[list]).await;
        b.offers("101").await;
        b.strikes(&[ESC]).await;
        b.comes_true("名单收起", async || b.counts(".combo__list:not([hidden])").await == 0).await;
    }
    b.strikes(&["513"]).await;
    b.offers("管理费用").await;
    b.strikes(&[ENTER]).await;
    b.offers("51301").await;
    b.puts_cursor("lines[0][account]").await;
    b.strikes(&["113"]).await;
    b.offers("内部往来").await;
    b.strikes(&[ENTER]).await;
    b.comes_true("问农户", async || b.counts(".voucher__dimension[data-dimension=household]").await == 1).await;
    b.strikes(&["村民甲"]).await;
    b.offers("新增「村民甲」").await;
    b.strikes(&[ENTER]).await;
    b.stands_at("lines[0][debit]").await;
    b.strikes(&["500", ENTER, ENTER, "库存"]).await;
    b.offers("101").await;
    b.strikes(&[ENTER]).await;
    b.holds("lines[1][credit]", "500.00").await;
    b.comes_true("余额随填随变", async || {
        b.reads(".voucher__line:nth-child(2) .voucher__path").await.contains("记后 贷 500.00")
    })
    .await;
    b.comes_true("草稿随行存下", async || b.reads("[data-saved]").await.contains("草稿已存")).await;
}

/// 算式, `=`, Space, `-`, Esc, and what stands at the foot meanwhile.
async fn amounts(b: &Chromium) {
    empty_voucher(b).await;
    b.strikes(&["购办公用品", ENTER, "51302"]).await;
    b.offers("51302").await;
    b.strikes(&[ENTER]).await;
    b.stands_at("lines[0][debit]").await;
    b.strikes(&["120*3+45", ENTER]).await;
    b.holds("lines[0][debit]", "405.00").await;
    b.sees("相差 405.00（贷方少）").await;
    b.strikes(&[ENTER, "102"]).await;
    b.offers("102").await;
    b.strikes(&[ESC]).await;
    b.puts_cursor("lines[1][debit]").await;
    b.strikes(&["="]).await;
    b.holds("lines[1][credit]", "405.00").await;
    b.stands_at("lines[1][credit]").await;
    b.strikes(&[" "]).await;
    b.holds("lines[1][debit]", "405.00").await;
    b.holds("lines[1][credit]", "").await;
    b.stands_at("lines[1][debit]").await;
    b.strikes(&[" ", "-"]).await;
    b.holds("lines[1][credit]", "-405.00").await;
    b.comes_true("红字写明", async || b.reads(".voucher__line:nth-child(2)").await.contains("红字")).await;
    b.strikes(&["-"]).await;
    b.holds("lines[1][credit]", "405.00").await;
    b.strikes(&["100-5"]).await;
    b.holds("lines[1][credit]", "100-5").await;
    b.strikes(&[ESC]).await;
    b.holds("lines[1][credit]", "").await;
}

/// `..`, `//`, inserting, copying and deleting a line.
async fn lines(b: &Chromium) {
    empty_voucher(b).await;
    b.strikes(&["付电费", ENTER, "sdf"]).await;
    b.offers("51306").await;
    b.strikes(&[ENTER]).await;
    b.stands_at("lines[0][debit]").await;
    b.strikes(&["80", ENTER]).await;
    b.stands_at("lines[1][summary]").await;
    b.strikes(&["付水费", DOWN]).await;
    b.stands_at("lines[2][summary]").await;
    b.strikes(&[".."]).await;
    b.holds("lines[2][summary]", "付水费").await;
    b.strikes(&[DOWN, "//"]).await;
    b.holds("lines[3][summary]", "付电费").await;
    b.puts_cursor("lines[0][debit]").await;
    b.strikes(&[ALT_C]).await;
    b.stands_at("lines[1][debit]").await;
    b.holds("lines[1][debit]", "80.00").await;
    b.comes_true("抄来科目", async || b.value("lines[1][account]").await.starts_with("51306")).await;
    b.strikes(&[ALT_I]).await;
    b.stands_at("lines[1][summary]").await;
    b.holds("lines[1][debit]", "").await;
    b.holds("lines[2][debit]", "80.00").await;
    b.strikes(&[ALT_D]).await;
    b.holds("lines[1][debit]", "80.00").await;
    b.stands_at("lines[1][summary]").await;
}

/// F4 and Alt+T call 常用凭证, kept from the lines in the grid.
async fn templates(b: &Chromium) {
    empty_voucher(b).await;
    b.strikes(&["交电费", ENTER, "sdf"]).await;
    b.offers("51306").await;
    b.strikes(&[ENTER, "88", ENTER, ENTER, "101"]).await;
    b.offers("101").await;
    b.strikes(&[ENTER]).await;
    b.holds("lines[1][credit]", "88.00").await;
    b.types("word", "交电费").await;
    b.ticks("with_amounts", "1").await;
    b.presses("存为常用").await;
    b.sees("改凭证").await;
    for call in [F4, ALT_T] {
        empty_voucher(b).await;
        b.strikes(&[call]).await;
        b.comes_true("常用凭证列出", async || b.reads("[data-template-list]").await.contains("交电费")).await;
        b.strikes(&[ENTER]).await;
        b.holds("lines[1][credit]", "88.00").await;
        b.comes_true("科目也在", async || b.value("lines[0][account]").await.starts_with("51306")).await;
    }
}

/// A receipt brought beside the grid: kept with the draft, counted, its pages turned by key.
async fn papers(b: &Chromium) {
    empty_voucher(b).await;
    b.strikes(&["修路灯", ENTER, "51307"]).await;
    b.offers("51307").await;
    b.strikes(&[ENTER, "900", ENTER]).await;
    for number in [3, 4] {
        b.attaches("发票.jpg", &photo(number)).await;
        b.comes_true("页数对上", async || {
            b.reads("[data-papers-said]").await.contains(&format!("已附 {} 页", number - 2))
        })
        .await;
    }
    b.holds("source_document_count", "2").await;
    assert_eq!(b.reads("[data-page]").await, "1/2");
    // A key struck while the paper is still being drawn is lost; a hand strikes it again, and the last page stays the last.
    let turned = async || {
        b.strikes(&[ALT_RIGHT]).await;
        b.reads("[data-page]").await == "2/2"
    };
    b.comes_true("翻到第二页", turned).await;
    b.puts_cursor("source_document_count").await;
    b.strikes(&["5", ENTER]).await;
    b.sees("附单据写的是 5 张，已附 2 页，请核对").await;
}

/// Arrows over the whole sheet, Shift+Enter back.
async fn walking(b: &Chromium) {
    b.strikes(&[UP]).await;
    b.stands_at("lines[0][summary]").await;
    b.strikes(&[END, RIGHT]).await;
    b.stands_at("lines[0][account]").await;
    b.strikes(&[ESC, END, RIGHT]).await;
    b.stands_at("lines[0][debit]").await;
    b.strikes(&[END, RIGHT]).await;
    b.stands_at("lines[0][credit]").await;
    b.strikes(&[LEFT]).await;
    b.stands_at("lines[0][debit]").await;
    b.strikes(&[SHIFT_ENTER]).await;
    b.stands_at("lines[0][account]").await;
}

/// F12 saves and opens the next one, on the same day; the legend shows both keys of every pair.
async fn saving(b: &Chromium) {
    empty_voucher(b).await;
    let legend = b.reads("[data-legend]").await;
    for pair in ["F7 / Alt+L", "F12 / Ctrl+Enter", "Alt+I", "Alt+D", "Alt+C", "Ctrl+S", "空格", "Esc", ".."] {
        assert!(legend.contains(pair), "图例没有 {pair}：{legend}");
    }
    b.strikes(&["提现", ENTER, "101"]).await;
    b.offers("101").await;
    b.strikes(&[ENTER, "300", ENTER, ENTER, "10201"]).await;
    b.offers("10201").await;
    b.strikes(&[ENTER]).await;
    b.holds("lines[1][credit]", "300.00").await;
    b.strikes(&[F12]).await;
    b.sees("已保存").await;
    b.stands_at("lines[0][summary]").await;
}

/// The session ends while a voucher is being typed: the login stands over the sheet, nothing typed is lost, and the
/// cursor is back in its cell.
pub async fn the_login_comes_back_over_the_form(b: &Chromium) {
    empty_voucher(b).await;
    b.strikes(&["修水泵", ENTER, "51307"]).await;
    b.offers("51307").await;
    b.strikes(&[ENTER, "260", ENTER]).await;
    b.comes_true("存过一次", async || b.reads("[data-saved]").await.contains("草稿已存")).await;
    b.forgets_the_login().await;
    b.strikes(&[ENTER, "101"]).await;
    b.offers("101").await;
    b.strikes(&[ENTER, ENTER]).await;
    b.sees("登录已过期，填的都在").await;
    b.types("login", "accountant-lj").await;
    b.types("password", "wrong-password").await;
    b.presses("登录").await;
    b.sees("用户名或密码不对").await;
    b.types("password", crate::support::story::PASSWORD).await;
    b.presses("登录").await;
    b.sees_no("登录已过期").await;
    b.stands_at("lines[2][summary]").await;
    b.holds("lines[0][debit]", "260.00").await;
    b.comes_true("又存下了", async || b.reads("[data-saved]").await.contains("草稿已存")).await;
    b.strikes(&[CTRL_S]).await;
    b.sees("修水泵").await;
    b.sees("待复核").await;
}
