//! 账簿: every bound book of a full year foots against the 科目余额表, and opens from one place in every form.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use mingzhang::db::Db;
use mingzhang::kernel::Money;
use serde_json::Value;

use super::reports::{YEAR, json, keeps_the_year, with_a_year, word, yuan};
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
        for book in [
            "ledger",
            "ledgers/general",
            "ledgers/cash-journal",
            "ledgers/bank-journal",
            "ledgers/voucher-summary",
            "ledgers/multi-column",
            "journal",
        ] {
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
        for book in
            ["general", "details", "cash-journal", "bank-journal", "multi-column", "voucher-summary", "party-balances"]
        {
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
        let loose = chief.get(&format!("/books/LX/ledgers/general.pdf?{YEAR}")).await.is(200).bytes;
        let bound = chief.get(&format!("/books/LX/ledgers/general.pdf?{YEAR}&bound=yes")).await.is(200).bytes;
        assert!(bound.len() > loose.len(), "启用表 and 目录 stand before the pages");
        chief.get("/books/LX/ledgers/nothing.pdf").await.is(404);
        chief.get("/books/LX/ledgers/general.docx").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn 多栏账_各栏之和就是本行_末行每栏等于明细科目余额() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        for months in [YEAR, "from=2024-05&to=2024-10"] {
            let trial = trial_balance(&mut chief, months).await;
            for code in ["501", "513", "102"] {
                let address = format!("/books/LX/ledgers/multi-column.json?{months}&account={code}");
                let book = json(&chief.get(&address).await.is(200));
                let debit_side = book["side"] == "debit";
                let heads = book["columns"].as_array().expect("columns");
                assert!(!heads.is_empty(), "{code}");
                let mut standing = vec![Money::ZERO; heads.len()];
                for row in rows(&book) {
                    let cells: Vec<Money> = row["columns"]
                        .as_array()
                        .expect("cells")
                        .iter()
                        .map(|c| yuan(c.as_str().expect("text")))
                        .collect();
                    let sum: Money = cells.iter().copied().sum();
                    let moved = yuan(word(row, "debit")) - yuan(word(row, "credit"));
                    let own = match word(row, "kind") {
                        "opening" => balance(row),
                        _ => moved,
                    };
                    assert_eq!(sum, if debit_side { own } else { -own }, "{code} {row}");
                    if ["opening", "entry"].contains(&word(row, "kind")) {
                        standing.iter_mut().zip(&cells).for_each(|(sum, cell)| *sum += *cell);
                    }
                }
                for (head, sum) in heads.iter().zip(standing) {
                    let own = trial.get(word(head, "code")).map_or(Money::ZERO, closing);
                    assert_eq!(sum, if debit_side { own } else { -own }, "{code} {}", word(head, "name"));
                }
            }
        }
        let by = json(&chief.get(&format!("/books/LX/ledgers/multi-column.json?{YEAR}&account=113")).await.is(200));
        assert_eq!(by["by"], "household", "an account kept by household has its households in columns");
        chief.get(&format!("/books/LX/ledgers/multi-column?{YEAR}&account=999")).await.is(404).says("没有科目「999」");
    })
    .await;
}

#[tokio::test]
async fn 凭证汇总表_等于余额表发生额_张数等于序时账() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        for months in [YEAR, "from=2024-06&to=2024-06"] {
            let trial = json(&chief.get(&format!("/books/LX/ledger.json?{months}")).await.is(200));
            let summary =
                json(&chief.get(&format!("/books/LX/ledgers/voucher-summary.json?{months}&level=4")).await.is(200));
            assert_eq!(summary["totals"]["debit"], trial["totals"]["debit"]);
            assert_eq!(summary["totals"]["credit"], trial["totals"]["credit"]);
            let moved = |row: &&Value| row["debit"] != "0.00" || row["credit"] != "0.00";
            let own: Vec<&Value> = rows(&trial).iter().filter(moved).collect();
            assert_eq!(rows(&summary).len(), own.len());
            for (one, other) in rows(&summary).iter().zip(own) {
                for key in ["code", "debit", "credit"] {
                    assert_eq!(one[key], other[key]);
                }
            }
            let journal = json(&chief.get(&format!("/books/LX/journal.json?{months}")).await.is(200));
            let vouchers = journal["vouchers"].as_array().expect("vouchers");
            assert_eq!(summary["vouchers"], vouchers.len());
            assert_eq!(journal["totals"]["debit"], summary["totals"]["debit"], "every entry once");
            for span in summary["numbers"].as_array().expect("numbers") {
                let of_month = vouchers.iter().filter(|v| v["period"] == span["period"]).count();
                assert_eq!(span["first"], 1);
                assert_eq!(span["last"], of_month, "no number is missing");
                assert_eq!(span["vouchers"], of_month);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn 往来余额表_跨科目不抵销_点得到明细账_账龄加起来就是余额() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        let own = json(&chief.get(&format!("/books/LX/ledger/113.json?by=household&{YEAR}")).await.is(200));
        let address = format!("/books/LX/ledgers/party-balances.json?by=household&ages=yes&{YEAR}");
        let overview = json(&chief.get(&address).await.is(200));
        let parties = overview["parties"].as_array().expect("parties");
        let mut sums = (Money::ZERO, Money::ZERO);
        for party in parties {
            for account in party["accounts"].as_array().expect("accounts") {
                let ages = account["ages"].as_array().expect("ages").iter();
                let aged: Money = ages.map(|a| yuan(a.as_str().expect("text"))).sum();
                assert_eq!(aged, closing(account).abs(), "{party}");
                if word(account, "code").starts_with("113") {
                    sums.0 += yuan(word(account, "closing_debit"));
                    sums.1 += yuan(word(account, "closing_credit"));
                }
            }
        }
        assert_eq!(sums.0, yuan(word(&own["totals"], "closing_debit")));
        assert_eq!(sums.1, yuan(word(&own["totals"], "closing_credit")));
        assert!(sums.0 > Money::ZERO && sums.1 > Money::ZERO, "both sides stand");
        let first = &parties[0];
        let (id, code) = (word(first, "id"), word(&first["accounts"][0], "code"));
        let page = chief.get(&format!("/books/LX/ledgers/party-balances?by=household&{YEAR}")).await.is(200);
        let link = format!("/books/LX/ledger/{code}?{YEAR}&household={id}&via=party-household&line={id}");
        page.says(&link.replace('&', "&#38;")).says(&format!("id=\"p-{id}\""));
        let ledger = chief.get(&link).await.is(200).says(word(first, "name"));
        ledger.says(&format!("party-balances?{YEAR}&by=household#p-{id}").replace('&', "&#38;"));
    })
    .await;
}

#[tokio::test]
async fn 科目余额表_另列本年累计_合计仍然平衡() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        let said = json(&chief.get("/books/LX/ledger.json?from=2024-07&to=2024-09&year=yes").await.is(200));
        let year = json(&chief.get("/books/LX/ledger.json?from=2024-01&to=2024-09").await.is(200));
        assert_eq!(said["totals"]["year_debit"], year["totals"]["debit"]);
        assert_eq!(said["totals"]["year_debit"], said["totals"]["year_credit"]);
        for row in rows(&year).iter().filter(|row| row["debit"] != "0.00" || row["credit"] != "0.00") {
            let own = rows(&said).iter().find(|r| r["code"] == row["code"]).unwrap_or_else(|| panic!("no row {row}"));
            assert_eq!([&own["year_debit"], &own["year_credit"]], [&row["debit"], &row["credit"]], "{row}");
        }
        let page = chief.get("/books/LX/ledger?from=2024-07&to=2024-09&year=yes").await.is(200);
        page.says("本年累计发生额").says("level=4&#38;year=yes");
        let paper = chief.get("/books/LX/ledger.pdf?from=2024-07&to=2024-09&year=yes").await.is(200);
        assert!(paper.bytes.starts_with(b"%PDF-"));
    })
    .await;
}

#[tokio::test]
async fn 各村比较_每行等于那个账套自己的余额表_合计等于相加() {
    each_engine(async |db: Db| {
        let (app, mut chief) = with_a_year(&db).await;
        keeps_the_year(&db, &app, "WJ", "王家村").await;
        for (code, months) in [("513", YEAR), ("113", "from=2024-03&to=2024-08"), ("501", "from=2024-02&to=2024-12")] {
            let trial = trial_balance(&mut chief, months).await;
            let said = json(&chief.get(&format!("/ledger/{code}.json?{months}&months=yes")).await.is(200));
            let two = rows(&said);
            assert_eq!(two.iter().map(|r| word(r, "code")).collect::<Vec<_>>(), ["LX", "WJ"]);
            for key in ["opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit"] {
                assert_eq!(two[0][key], trial[code][key], "{code} {key}");
                let sum: Money = two.iter().map(|r| yuan(word(r, key))).sum();
                assert_eq!(yuan(word(&said["totals"], key)), sum, "{code} {key}");
            }
            let receipts =
                json(&chief.get(&format!("/books/LX/statements/receipts-payments.json?{months}")).await.is(200));
            let lines = ["income", "expense"].map(|block| receipts[block].as_array().expect("lines").clone()).concat();
            let own = lines.iter().find(|line| line["code"] == code);
            let net: Money =
                two[0]["months"].as_array().expect("months").iter().map(|m| yuan(m.as_str().expect("text"))).sum();
            assert!(own.is_none_or(|line| yuan(word(line, "current")) == net), "turnover without carry-forward {code}");
        }
        let page = chief.get(&format!("/ledger/513?{YEAR}")).await.is(200).says("王家村股份经济合作社");
        page.says(&format!("/books/WJ/ledger/513?{YEAR}&via=comparison&line=WJ").replace('&', "&#38;"));
        let back = chief.get(&format!("/books/WJ/ledger/513?{YEAR}&via=comparison&line=WJ")).await.is(200);
        back.says(&format!("/ledger/513?{YEAR}#b-WJ").replace('&', "&#38;")).says("各村比较");
        for ending in ["pdf", "xlsx", "csv"] {
            chief.get(&format!("/ledger/513.{ending}?{YEAR}&months=yes")).await.is(200);
        }
        let both = json(&chief.get(&format!("/statements/receipts-payments.json?{YEAR}")).await.is(200));
        let own = json(&chief.get(&format!("/books/LX/statements/receipts-payments.json?{YEAR}")).await.is(200));
        let year = |report: &Value| yuan(word(&report["difference"], "year_to_date"));
        assert_eq!(year(&both), year(&own) + year(&own), "two villages of one year");
        chief.get("/statements").await.is(200).says("各村比较");
        let open = chief.get("/ledger?account=513&from=2024-01&to=2024-12&months=yes").await.is(303);
        assert_eq!(open.location, "/ledger/513?from=2024-01&to=2024-12&months=yes");
        chief.get("/ledger/999").await.is(404).says("没有科目「999」");
    })
    .await;
}

#[tokio::test]
async fn 全部明细账_每个末级科目的末行等于余额表_凭证一笔不少() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        let trial = trial_balance(&mut chief, YEAR).await;
        let book = json(&chief.get(&format!("/books/LX/ledgers/details.json?{YEAR}")).await.is(200));
        let accounts = book["accounts"].as_array().expect("accounts");
        let mut lines = 0;
        for account in accounts {
            let code = word(account, "code");
            assert_eq!(balance(rows(account).last().expect("a last row")), closing(&trial[code]), "{code}");
            assert!(of_kind(account, "day_total").is_empty(), "only a journal closes its days");
            lines += of_kind(account, "entry").len();
        }
        let journal = json(&chief.get(&format!("/books/LX/journal.json?{YEAR}")).await.is(200));
        let vouchers = journal["vouchers"].as_array().expect("vouchers");
        let entries: usize = vouchers.iter().map(|v| v["entries"].as_array().expect("entries").len()).sum();
        assert_eq!(lines, entries, "every entry stands on one leaf");
    })
    .await;
}
