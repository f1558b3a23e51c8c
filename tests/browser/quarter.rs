//! 一个季度: the story of `tests/stories/quarter.rs`, clicked and typed.

use crate::support::bank_acts::statement;
use crate::support::chromium::Chromium;
use crate::support::story::{CASHIER, DIRECTOR};
use crate::support::village_acts::photo;

pub async fn a_quarter(b: &Chromium) {
    the_accountant_books_the_rent(b).await;
    the_village_pays_for_stones(b).await;
    the_bank_agrees(b).await;
    the_quarter_is_published(b).await;
    let code = b.code().await;
    b.follows("看公开页").await;
    for words in ["修桥石料", "1,200.00", "两个码一样", &code] {
        b.sees(words).await;
    }
}

/// 制单 in the grid, with its keys and its lists.
async fn the_accountant_books_the_rent(b: &Chromium) {
    b.logs_in("accountant-lj").await;
    b.goes("/books/LJ/bank-accounts").await;
    b.chooses("account_code", "10201 基本存款账户").await;
    for (field, words) in [("bank", "农商银行"), ("holder", "李家村股份经济合作社"), ("number", "6200000000003444")]
    {
        b.types(field, words).await;
    }
    b.types("opened_on", "2025-07-01").await;
    b.presses("登记").await;
    b.sees("农商银行").await;
    b.goes("/books/LJ/drafts/new").await;
    b.types("date", "2025-07-03").await;
    for (field, words) in [
        ("lines[0][summary]", "老村部房租"),
        ("lines[0][account]", "10201"),
        ("lines[0][debit]", "10000"),
        ("lines[1][summary]", "老村部房租"),
        ("lines[1][account]", "50103"),
        ("lines[1][credit]", "10000"),
    ] {
        b.types(field, words).await;
    }
    b.presses("保存").await;
    b.sees("待复核 1 张").await;
    b.logs_out().await;
}

/// From the photograph of the receipt to the number of the voucher.
async fn the_village_pays_for_stones(b: &Chromium) {
    b.logs_in("clerk-lj").await;
    b.goes("/books/LJ/submissions/new?card=expense").await;
    b.attaches("票据.jpg", &photo(7)).await;
    for (field, words) in [("amount", "1200"), ("other_party", "县石料厂"), ("reason", "修桥石料")] {
        b.types(field, words).await;
    }
    b.chooses("item", "办公用品").await;
    b.types("date", "2025-07-05").await;
    b.ticks("paid_by", "bank").await;
    b.presses("交单").await;
    b.sees("报账不及时").await;
    b.types("explanation", "石料分批到，到齐才结账").await;
    b.presses("交单").await;
    b.sees("审批中").await;
    b.logs_out().await;
    for who in ["group1-lj", "group2-lj", "group3-lj", "head-lj"] {
        b.logs_in(who).await;
        b.goes("/books/LJ/approvals").await;
        b.follows("看票据").await;
        b.presses("同意").await;
        b.sees("您已签同意").await;
        b.logs_out().await;
    }
    b.logs_in("accountant-lj").await;
    b.goes("/books/LJ/intake").await;
    b.presses("受理").await;
    b.sees("没有等受理的报账单").await;
    b.logs_out().await;
    b.logs_in("colleague-lj").await;
    b.goes("/books/LJ/review").await;
    b.presses("复核").await;
    b.sees("1 张等复核").await;
    b.presses("复核").await;
    b.sees("没有等复核的凭证").await;
    b.goes("/books/LJ/posting").await;
    b.presses("记账 2 张").await;
    b.sees("记-0002").await;
    b.logs_out().await;
}

/// The bank's file, the pairs, and for each month the sheet of two people and the closing.
async fn the_bank_agrees(b: &Chromium) {
    b.logs_in(CASHIER).await;
    b.goes("/books/LJ/bank/10201/import").await;
    let lines = [
        ["2025-07-03", "10000.00", "", "10000.00", "某农机合作社", "房租"],
        ["2025-07-05", "", "1200.00", "8800.00", "县石料厂", "石料款"],
    ];
    b.attaches("流水.csv", &statement(&lines)).await;
    b.presses("看一看").await;
    b.presses("导入").await;
    b.sees("新导入 2 行流水").await;
    b.logs_out().await;
    b.logs_in("accountant-lj").await;
    b.goes("/books/LJ/bank/10201?period=2025-07").await;
    b.presses("全部对上 2 对").await;
    b.sees("已经对上 2 对").await;
    for month in MONTHS {
        b.goes(&format!("/books/LJ/bank/10201?period={month}")).await;
        b.presses("编制余额调节表").await;
        b.sees("待复核").await;
    }
    b.logs_out().await;
    b.logs_in("colleague-lj").await;
    for month in MONTHS {
        b.goes(&format!("/books/LJ/bank/10201?period={month}")).await;
        b.presses("复核").await;
        b.sees("已复核").await;
        b.goes(&format!("/books/LJ/closing?period={month}")).await;
        b.presses("的账").await;
        b.sees("封存码").await;
    }
    b.logs_out().await;
}

/// Checked, agreed to, signed, published.
async fn the_quarter_is_published(b: &Chromium) {
    for (who, button, then) in [
        ("colleague-lj", "核对无误", "等理财小组签意见"),
        ("group1-lj", "同意公开", "1/3 同意"),
        ("group2-lj", "同意公开", "2/3 同意"),
        ("group3-lj", "同意公开", "3/3 同意"),
        (DIRECTOR, "签发", "等公布"),
    ] {
        b.logs_in(who).await;
        b.goes(SHEET).await;
        b.presses(button).await;
        b.sees(then).await;
        b.logs_out().await;
    }
    b.logs_in("accountant-lj").await;
    b.goes(&format!("{SHEET}/publish")).await;
    b.presses("公布").await;
    b.sees("看公开页").await;
}

const MONTHS: [&str; 3] = ["2025-07", "2025-08", "2025-09"];
const SHEET: &str = "/books/LJ/disclosures/2025Q3";
