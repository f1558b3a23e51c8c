//! 一个季度的对账: the cashier's file in, paired by keys, fee and interest booked in place, three sheets of two people.

use mingzhang::auth::{Accountant, Role};
use mingzhang::kernel::Period;
use mingzhang::ledger::{self, NewDraft, Side};
use mingzhang::village::{self, NewBankAccount};

use crate::support::chromium::Chromium;
use crate::support::chromium::keys::{CTRL_ENTER, CTRL_S, ENTER};
use crate::support::story::{CASHIER, Story};
use crate::support::township::{Kept, day, now, someone};

const MONTHS: [&str; 3] = ["2025-07", "2025-08", "2025-09"];
/// Three months of the bank's own file, newest first: a fee, an interest and a merged payment nobody has booked as such.
const QUARTER: &str = "交易日期,交易时间,收入金额,支出金额,账户余额,对方户名,摘要
2025-09-21,00:00:00,37.46,,7822.46,,存款利息
2025-09-03,10:00:00,,500.00,7785.00,县供电公司,电费
2025-08-15,10:00:00,,500.00,8285.00,批量代发,误工补贴
2025-07-31,23:00:00,,15.00,8785.00,,账户维护费
2025-07-07,09:00:00,,1200.00,8800.00,县石料厂,石料款
2025-07-03,09:00:00,10000.00,,10000.00,某农机合作社,房租
";

/// What the books say of the quarter before anybody reconciles.
pub async fn the_books_of_a_quarter(story: &Story) {
    let db = &story.app.db;
    let mut view = db.read().await.expect("a view");
    let book = village::book_by_code(&mut view, "LJ").await.expect("asked").expect("the book");
    drop(view);
    let kept = Kept::seen_again(db, book.id).await;
    let by: Accountant = someone("专管员", Role::Accountant).accountant(book.id).expect("an accountant");
    let account = NewBankAccount {
        account_code: "10201".into(),
        bank: "农商银行".into(),
        holder: "李家村股份经济合作社".into(),
        number: "6200000000003444".into(),
        opened_on: day("2025-07-01"),
    };
    let adding = db.write(move |tx| Box::pin(async move { village::add_bank_account(tx, &by, account, now()).await }));
    adding.await.expect("an account");
    for (date, summary, other, fen) in [
        ("2025-07-03", "收某农机合作社房租", "50103", 1_000_000),
        ("2025-07-05", "付县石料厂石料款", "51302", -120_000),
        ("2025-08-14", "发村民甲误工补贴", "51301", -30_000),
        ("2025-08-14", "发村民乙误工补贴", "51301", -20_000),
        ("2025-09-02", "付县供电公司电费", "51306", -50_000),
        ("2025-09-29", "付某工程队支票1027", "51302", -80_000),
    ] {
        let (own, against) = if fen > 0 { (Side::Debit, Side::Credit) } else { (Side::Credit, Side::Debit) };
        let lines =
            vec![kept.line(summary, "10201", own, i64::abs(fen)), kept.line(summary, other, against, i64::abs(fen))];
        let draft = kept.reviewed(NewDraft::regular(day(date), lines)).await;
        kept.posts(draft).await.expect("posted");
    }
    let last: Period = "2025-06".parse().expect("a month");
    assert!(ledger::vouchers(&mut db.read().await.expect("a view"), book.id, last).await.expect("asked").is_empty());
}

/// The whole quarter, at a desk of this size, from the file to the green dot.
pub async fn a_quarter_is_reconciled_by_keys(b: &Chromium, (width, height): (u32, u32)) {
    b.sits_at_a_desk(width, height).await;
    b.logs_in(CASHIER).await;
    b.goes("/books/LJ/bank/10201/import").await;
    b.attaches("流水.csv", QUARTER.as_bytes()).await;
    b.presses("看一看").await;
    b.sees("期初 0.00 + 收 10,037.46 − 支 2,215.00 = 期末 7,822.46 ✓").await;
    b.strikes(&[CTRL_ENTER]).await;
    b.sees("新导入 6 行流水").await;
    b.logs_out().await;

    b.logs_in("accountant-lj").await;
    for (month, missing) in [("2025-07", 1), ("2025-08", 0), ("2025-09", 1)] {
        b.goes(&bench(month)).await;
        pairs_everything(b).await;
        for _ in 0..missing {
            b.goes(&bench(month)).await;
            b.sees("银行自办的，账上没有").await;
            b.strikes(&["n"]).await;
            b.comes_true("凭证格醒了", async || b.counts("form[data-awake-grid]").await == 1).await;
            b.sees("借贷平衡").await;
            b.puts_cursor("lines[0][account]").await;
            b.strikes(&[CTRL_S]).await;
            b.sees("待复核").await;
        }
    }
    b.logs_out().await;
    the_colleague_posts(b, 2).await;

    b.logs_in("accountant-lj").await;
    for month in MONTHS {
        b.goes(&bench(month)).await;
        pairs_everything(b).await;
        b.sees("编制余额调节表").await;
        b.strikes(&[CTRL_ENTER]).await;
        b.sees("待复核").await;
        b.pictures(&format!("bank-{month}-{width}")).await;
    }
    b.logs_out().await;
    b.logs_in("colleague-lj").await;
    for month in MONTHS {
        b.goes(&bench(month)).await;
        b.sees("待复核").await;
        b.strikes(&[CTRL_ENTER]).await;
        b.sees("已复核").await;
    }
    b.goes(&bench("2025-09")).await;
    b.sees("支票1027").await;
    // The fee once, the interest once: 10,000.00 − 3,000.00 − 15.00 + 37.46.
    b.sees("7,022.46").await;
    b.goes("/books/LJ/bank").await;
    b.sees("已对到 2025-09-30").await;
    assert_eq!(b.counts("#a-10201 .light--green").await, 1);
    b.pictures(&format!("bank-done-{width}")).await;
    b.logs_out().await;
}

/// All that is certain at once, then every suggestion with Enter, then what is left by ticking.
async fn pairs_everything(b: &Chromium) {
    for _ in 0..4 {
        if b.counts("form#certain input[name=pair]").await > 0 {
            b.strikes(&[CTRL_ENTER]).await;
            b.comes_true("成批对上", async || b.counts("form#certain input[name=pair]").await == 0).await;
        } else if b.counts("tbody[data-list] button[name=pair]").await > 0 {
            let before = b.counts("tbody[data-list] button[name=pair]").await;
            b.strikes(&["j", ENTER]).await;
            let fewer = async || b.counts("tbody[data-list] button[name=pair]").await < before;
            b.comes_true("对上一条建议", fewer).await;
        }
    }
}

async fn the_colleague_posts(b: &Chromium, vouchers: usize) {
    b.logs_in("colleague-lj").await;
    b.goes("/books/LJ/review").await;
    for left in (0..vouchers).rev() {
        b.strikes(&["a"]).await;
        let words = if left == 0 { "没有等复核的凭证".to_owned() } else { format!("{left} 张等复核") };
        b.sees(&words).await;
    }
    b.goes("/books/LJ/posting").await;
    b.presses(&format!("记账 {vouchers} 张")).await;
    b.sees("已记账").await;
    b.logs_out().await;
}

fn bench(month: &str) -> String {
    format!("/books/LJ/bank/10201?period={month}")
}
