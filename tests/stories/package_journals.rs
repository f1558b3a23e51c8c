//! The plain-text journals, read and re-proved by the programs they are written for.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use mingzhang::export::plain_text;
use mingzhang::kernel::{Money, Period};
use mingzhang::{archive, statements, village};

use crate::support::each_engine;
use crate::support::liuxi::Liuxi;
use crate::support::package::year;

/// True where the program is; otherwise it is said loudly, or, where it is required, fails.
fn is_here(program: &str, from: &str) -> bool {
    if Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success()) {
        return true;
    }
    let required = std::env::var("MINGZHANG_REQUIRE_PLAIN_TEXT").is_ok_and(|v| v == "1");
    assert!(!required, "MINGZHANG_REQUIRE_PLAIN_TEXT=1,但没有 {program}({from})");
    // Written past the test runner, which shows only the words of tests that fail.
    let told = format!("\n*** 没有 {program}({from}),文本账没有由它核对 ***\n");
    std::io::stderr().write_all(told.as_bytes()).expect("standard error");
    false
}

/// Runs it; what it says when it agrees.
fn says(program: &str, arguments: &[&str]) -> Result<String, String> {
    let done = Command::new(program).args(arguments).env("LC_ALL", "C.UTF-8").output().expect("it starts");
    let words = String::from_utf8_lossy(&done.stdout).into_owned();
    if done.status.success() { Ok(words) } else { Err(format!("{words}{}", String::from_utf8_lossy(&done.stderr))) }
}

/// Closing balances of the year by account code, debit positive.
type Balances = BTreeMap<String, Money>;

/// Lines of `"account","amount"`: the last code in the account's name, and the amount.
fn balances(csv: &str, code_of: impl Fn(&str) -> String) -> Balances {
    let field = |text: &str| text.trim().trim_matches('"').to_owned();
    let amount = |text: &str| text.replace("CNY", "").trim().parse::<Money>().expect("an amount");
    csv.lines()
        .skip(1)
        .filter_map(|line| line.rsplit_once(','))
        .map(|(account, figure)| (field(account), field(figure)))
        .filter(|(account, figure)| {
            !account.is_empty() && !account.to_lowercase().starts_with("total") && !figure.is_empty()
        })
        .map(|(account, figure)| (code_of(&account), amount(&figure)))
        .filter(|(_, figure)| !figure.is_zero())
        .collect()
}

/// Takes a fen off the first posting of the last voucher: what the programs must notice.
fn tampered(text: &str, from: &str, to: &str) -> String {
    let at = text.rfind(from).unwrap_or_else(|| panic!("没有 {from}"));
    format!("{}{to}{}", &text[..at], &text[at + from.len()..])
}

fn hledger_agrees(folder: &Path, text: &str, ours: &Balances) {
    let file = folder.join("journal.hledger");
    std::fs::write(&file, text).expect("written");
    let path = file.to_string_lossy().into_owned();
    says("hledger", &["-f", &path, "check", "--strict"]).expect("hledger agrees");
    let csv = says("hledger", &["-f", &path, "balance", "--flat", "-N", "-O", "csv"]).expect("balances");
    let last = |account: &str| account.rsplit(':').next().and_then(|p| p.split(' ').next()).unwrap_or("").to_owned();
    assert_eq!(&balances(&csv, last), ours);
    std::fs::write(&file, tampered(text, "= CNY ", "= CNY 1")).expect("written");
    says("hledger", &["-f", &path, "check", "--strict"]).expect_err("a changed figure is noticed");
}

fn beancount_agrees(folder: &Path, text: &str, ours: &Balances) {
    let file = folder.join("journal.beancount");
    std::fs::write(&file, text).expect("written");
    let path = file.to_string_lossy().into_owned();
    says("bean-check", &[&path]).expect("beancount agrees");
    let asked = format!(
        "import sys\nfrom beancount import loader\nfrom beancount.core import realization\n\
         entries, errors, _ = loader.load_file({path:?})\nassert not errors, errors\nprint('account,amount')\n\
         for account in realization.iter_children(realization.realize(entries)):\n\
         \x20   units = account.balance.get_currency_units('CNY').number\n\
         \x20   print(account.account + ',' + format(units or 0, '.2f'))\n"
    );
    let script = folder.join("balances.py");
    std::fs::write(&script, asked).expect("written");
    let csv = says("python3", &[&script.to_string_lossy()]).expect("balances");
    let last = |account: &str| account.rsplit(':').next().unwrap_or("").trim_start_matches('A').to_owned();
    assert_eq!(&balances(&csv, last), ours);
    std::fs::write(&file, text.replacen("CNY\n    summary", "CNY\n  Assets:A101  0.01 CNY\n    summary", 1))
        .expect("written");
    says("bean-check", &[&path]).expect_err("a changed figure is noticed");
}

#[tokio::test]
async fn 文本账由别的程序重算_每个科目的余额一样_改一处就被发现() {
    each_engine(async |db| {
        let liuxi = Liuxi::entered(&db).await;
        let mut view = db.read().await.expect("a view");
        let book = village::book_by_code(&mut view, "LX").await.expect("asked").expect("a book");
        let whole = archive::year_of_books(&mut view, &book, year(2024)).await.expect("a year");
        let (first, last) = (Period::new(2024, 1).expect("a month"), Period::new(2024, 12).expect("a month"));
        let trial = statements::trial_balance(&mut view, liuxi.book, first, last).await.expect("a trial balance");
        let leaves = trial.rows.iter().filter(|r| r.leaf && !r.closing().is_zero());
        let ours: Balances = leaves.map(|r| (r.code.to_string(), r.closing())).collect();
        assert!(ours.len() > 10, "{ours:?}");
        let folder = tempfile::tempdir().expect("a temporary folder");
        if is_here("hledger", "apt-get install hledger") {
            hledger_agrees(folder.path(), &plain_text::hledger(&whole), &ours);
        }
        if is_here("bean-check", "pip install beancount") {
            beancount_agrees(folder.path(), &plain_text::beancount(&whole), &ours);
        }
    })
    .await;
}
