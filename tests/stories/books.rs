//! 账簿: every bound book of a full year foots against the 科目余额表, and opens from one place in every form.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use mingzhang::db::Db;
use mingzhang::kernel::Money;
use serde_json::Value;

use super::reports::{YEAR, json, with_a_year, word, yuan};
use crate::support::browser::Browser;
use crate::support::each_engine;

/// The rows of a 科目余额表 by code.
async fn trial_balance(chief: &mut Browser, months: &str) -> BTreeMap<String, Value> {
    let said = json(&chief.get(&format!("/books/LX/ledger.json?{months}")).await.is(200));
    let rows = said["rows"].as_array().expect("rows").clone();
    rows.into_iter().map(|row| (word(&row, "code").to_owned(), row)).collect()
}

fn rows(value: &Value) -> &[Value] {
    value["rows"].as_array().expect("rows")
}

fn of_kind<'a>(ledger: &'a Value, kind: &str) -> Vec<&'a Value> {
    rows(ledger).iter().filter(|row| row["kind"] == kind).collect()
}

/// A balance with its side, debit positive.
fn balance(row: &Value) -> Money {
    let amount = yuan(word(row, "balance"));
    if row["side"] == "credit" { -amount } else { amount }
}

fn closing(row: &Value) -> Money {
    yuan(word(row, "closing_debit")) - yuan(word(row, "closing_credit"))
}

#[tokio::test]
async fn 总账_每月合计等于明细账_末行等于科目余额表() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        for months in [YEAR, "from=2024-04&to=2024-09"] {
            let trial = trial_balance(&mut chief, months).await;
            let book = json(&chief.get(&format!("/books/LX/ledgers/general.json?{months}")).await.is(200));
            assert_eq!(book["book"], "general");
            let accounts = book["accounts"].as_array().expect("accounts");
            let moved = trial.iter().filter(|(code, row)| code.len() == 3 && **row != Value::Null);
            assert_eq!(accounts.len(), moved.count(), "every first-level account that has any");
            for account in accounts {
                let code = word(account, "code");
                let last = rows(account).last().expect("a last row");
                assert_eq!(balance(last), closing(&trial[code]), "{code} {months}");
                let debit: Money = of_kind(account, "month_total").iter().map(|r| yuan(word(r, "debit"))).sum();
                assert_eq!(debit, yuan(word(&trial[code], "debit")), "{code} {months}");
                let own = json(&chief.get(&format!("/books/LX/ledger/{code}.json?{months}")).await.is(200));
                for kind in ["opening", "month_total", "year_to_date"] {
                    let figures = |ledger: &Value| -> Vec<[Value; 5]> {
                        let of = |r: &&Value| ["date", "debit", "credit", "side", "balance"].map(|key| r[key].clone());
                        of_kind(ledger, kind).iter().map(of).collect()
                    };
                    assert_eq!(figures(account), figures(&own), "{code} {kind}");
                }
            }
        }
        let one = json(&chief.get(&format!("/books/LX/ledgers/general.json?{YEAR}&account=513")).await.is(200));
        assert_eq!(one["accounts"].as_array().expect("accounts").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn 日记账_逐笔结余_日清月结_与余额表相等() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        let trial = trial_balance(&mut chief, YEAR).await;
        for (book, top) in [("cash-journal", "101"), ("bank-journal", "102")] {
            let said = json(&chief.get(&format!("/books/LX/ledgers/{book}.json?{YEAR}")).await.is(200));
            let accounts = said["accounts"].as_array().expect("accounts");
            let mut total = Money::ZERO;
            for account in accounts {
                let (mut running, mut day, mut days) = (balance(&rows(account)[0]), Money::ZERO, String::new());
                for row in &rows(account)[1..] {
                    let moved = yuan(word(row, "debit")) - yuan(word(row, "credit"));
                    match word(row, "kind") {
                        "entry" => {
                            assert!(days.as_str() <= word(row, "date"), "in the order of days");
                            days = word(row, "date").to_owned();
                            running += moved;
                            day += moved;
                            assert!(!word(row, "other_side").is_empty(), "{row}");
                        }
                        "day_total" => {
                            assert_eq!(moved, day, "{row}");
                            assert_eq!(word(row, "date"), days);
                            day = Money::ZERO;
                        }
                        _ => assert_eq!(day, Money::ZERO, "a day is closed before its month: {row}"),
                    }
                    assert_eq!(balance(row), running, "{row}");
                }
                total += running;
            }
            assert_eq!(total, closing(&trial[top]), "{book}");
        }
        chief.get(&format!("/books/LX/ledgers/cash-journal?{YEAR}&account=513")).await.is(422).says("没有现金日记账");
    })
    .await;
}

#[tokio::test]
async fn 账簿目录_一步到每本账_记得看过的月份() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        chief.get("/books/LX/ledgers?from=2024-02&to=2024-05").await.is(200);
        let mut index = chief.get("/books/LX/ledgers").await.is(200);
        for book in ["ledger", "ledgers/general", "ledgers/cash-journal", "ledgers/bank-journal", "journal"] {
            index = index.says(&format!("/books/LX/{book}?from=2024-02&#38;to=2024-05"));
            index = index.says(&format!("/books/LX/{book}.pdf?from=2024-02&#38;to=2024-05"));
        }
        let open = chief.get("/books/LX/ledgers/account?account=513&from=2024-02&to=2024-05").await.is(303);
        assert_eq!(open.location, "/books/LX/ledger/513?from=2024-02&to=2024-05");
        let general = chief.get("/books/LX/ledgers/general?from=2024-03&to=2024-04").await.is(200);
        general.says("/books/LX/ledger/513?from=2024-03&#38;to=2024-03&#38;via=general").says("id=\"a-513\"");
        chief.get("/books/LX/ledgers").await.is(200).says("/books/LX/journal?from=2024-03&#38;to=2024-04");
        let ledger = chief.get("/books/LX/ledger/513?from=2024-03&to=2024-03&via=general").await.is(200);
        ledger.says("/books/LX/ledgers/general?from=2024-03&#38;to=2024-03#a-513").says("/books/LX/vouchers/");
    })
    .await;
}

#[tokio::test]
async fn 每本账_五种样子() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        for book in ["general", "cash-journal", "bank-journal"] {
            let address = format!("/books/LX/ledgers/{book}");
            let on_screen = chief.get(&format!("{address}?{YEAR}")).await.is(200);
            on_screen.says(&format!("{address}.pdf?")).says("打印").says("导出表格");
            json(&chief.get(&format!("{address}.json?{YEAR}")).await.is(200));
            let text = chief.get(&format!("{address}.csv?{YEAR}")).await.is(200).body;
            assert!(text.starts_with('\u{feff}') && text.lines().count() > 3, "{book}");
            assert!(chief.get(&format!("{address}.pdf?{YEAR}")).await.is(200).bytes.starts_with(b"%PDF-"), "{book}");
            let sheet = chief.get(&format!("{address}.xlsx?{YEAR}")).await.is(200).bytes;
            let mut sheets: Xlsx<_> = Xlsx::new(Cursor::new(sheet)).expect("a workbook");
            let name = sheets.sheet_names()[0].clone();
            let cells = sheets.worksheet_range(&name).expect("a sheet");
            assert!(cells.rows().flatten().any(|c| matches!(c, Data::Float(_))), "{book}: amounts are numbers");
        }
        chief.get("/books/LX/ledgers/nothing.pdf").await.is(404);
        chief.get("/books/LX/ledgers/general.docx").await.is(404);
    })
    .await;
}
