//! The published reconciliations of `tests/cases/bankrec` come out, the one with lines after matching them.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use mingzhang::kernel::Money;
use mingzhang::reconcile::{BankLine, BookLine, ReconciliationSheet, Tolerance, propose, total_of};
use serde_json::Value;

use crate::support::bank_world::{bank, book, first_day};

#[test]
fn published_reconciliations_come_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/bankrec");
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("the cases are there") {
        let case: Value = serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).expect("json");
        seen += 1;
        if case.get("expect").is_some() {
            check_relation(&case);
            continue;
        }
        let (bank, book) = outstanding(&case);
        let sheet = ReconciliationSheet::of(
            day(&case, 30),
            money(&case["book_balance"]),
            money(&case["bank_balance"]),
            &bank,
            &book,
        );
        assert_eq!(sheet.adjusted_book(), money(&case["adjusted_balance"]), "{}", case["id"]);
        assert_eq!(sheet.adjusted_bank(), money(&case["adjusted_balance"]), "{}", case["id"]);
        assert!(sheet.is_equal());
        if case.get("book_lines").is_some() {
            check_lines(&case, &bank, &book);
        }
    }
    assert_eq!(seen, 5);
}

/// BR-S3: the lines must be matched first; what is left must be the four lists.
fn check_lines(case: &Value, bank_left: &[BankLine], book_left: &[BookLine]) {
    let lines = |key: &str| case[key].as_array().unwrap().clone();
    let net = |l: &Value| money_or_zero(&l["in"]) - money_or_zero(&l["out"]);
    let on = |l: &Value| day(case, l["date"].as_str().unwrap().parse().unwrap());
    let text = |l: &Value| l["ref"].as_str().unwrap_or("").to_owned();
    let bank_lines: Vec<BankLine> =
        lines("bank_lines").iter().map(|l| BankLine { reference: text(l), ..bank(on(l), net(l), "", "") }).collect();
    let book_lines: Vec<BookLine> = lines("book_lines")
        .iter()
        .enumerate()
        .map(|(n, l)| book(on(l), net(l), "", &text(l), format!("记-{n:04}"), 1))
        .collect();
    let found = propose(&bank_lines, &book_lines, Tolerance::default());
    assert_eq!(found.pairs.len(), 4);
    assert!(found.pairs.iter().all(|p| p.certain), "{:?}", found.pairs);
    let left = |taken: Vec<usize>, all: Vec<Money>| -> Vec<Money> {
        let mut left: Vec<Money> = (0..all.len()).filter(|n| !taken.contains(n)).map(|n| all[n]).collect();
        left.sort();
        left
    };
    let sorted = |mut amounts: Vec<Money>| {
        amounts.sort();
        amounts
    };
    assert_eq!(
        left(found.pairs.iter().flat_map(|p| p.bank.clone()).collect(), bank_lines.iter().map(|l| l.net).collect()),
        sorted(bank_left.iter().map(|l| l.net).collect())
    );
    assert_eq!(
        left(found.pairs.iter().flat_map(|p| p.book.clone()).collect(), book_lines.iter().map(|l| l.net).collect()),
        sorted(book_left.iter().map(|l| l.net).collect())
    );
}

/// BR-S5: only the sum of two unknowns can be told.
fn check_relation(case: &Value) {
    let line = |key: &str, sign: i64| bank(first_day(), Money::from_fen(money(&case[key]).fen() * sign), "", "");
    let bank_lines = [line("bank_received_company_not", 1), line("bank_paid_company_not", -1)];
    let paid = -money(&case["company_paid_bank_not"]);
    let book_lines = [book(first_day(), paid, "", "", "记-0001".to_owned(), 1)];
    let sheet =
        ReconciliationSheet::of(first_day(), money(&case["book_balance"]), Money::ZERO, &bank_lines, &book_lines);
    let unknowns = sheet.adjusted_book() + total_of(&sheet.book_paid);
    assert!(case["expect"].as_str().unwrap().ends_with(&unknowns.plain()), "{unknowns}");
}

fn outstanding(case: &Value) -> (Vec<BankLine>, Vec<BookLine>) {
    let items = |key: &str, sign: i64| -> Vec<(String, Money)> {
        case[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| (i["text"].as_str().unwrap().to_owned(), Money::from_fen(money(&i["amount"]).fen() * sign)))
            .collect()
    };
    let bank_side = [items("bank_received_company_not", 1), items("bank_paid_company_not", -1)].concat();
    let book_side = [items("company_received_bank_not", 1), items("company_paid_bank_not", -1)].concat();
    (
        bank_side.iter().map(|(text, net)| bank(first_day(), *net, "", text)).collect(),
        book_side.iter().map(|(text, net)| book(first_day(), *net, "", text, "记-0001".to_owned(), 1)).collect(),
    )
}

fn day(case: &Value, day: u32) -> NaiveDate {
    let date: NaiveDate = case["date"].as_str().unwrap().parse().unwrap();
    chrono::Datelike::with_day(&date, day).unwrap_or(date)
}

fn money(value: &Value) -> Money {
    value.as_str().unwrap().parse().unwrap()
}

fn money_or_zero(value: &Value) -> Money {
    value.as_str().map_or(Money::ZERO, |t| t.parse().unwrap())
}
