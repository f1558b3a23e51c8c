//! 报表与账簿: a full year (LS-12 柳溪村) imported, then read on every page and in every form.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use mingzhang::app::App;
use mingzhang::audit;
use mingzhang::auth::{self, Role};
use mingzhang::db::Db;
use mingzhang::kernel::Money;
use mingzhang::ledger::{self, MissingDetails, read_opening, read_vouchers};
use mingzhang::village::{self, BookKind, NewBook};
use serde_json::Value;

use super::doors::{CHIEF, founded};
use crate::support::browser::{Browser, Seen};
use crate::support::each_engine;
use crate::support::township::someone;

pub(super) const YEAR: &str = "from=2024-01&to=2024-12";

fn case() -> Value {
    let text = include_str!("../cases/ledger/LS-12-SET-liuxi-fullyear.json");
    serde_json::from_str(text).expect("a case")
}

pub(super) fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn detail(value: &Value) -> String {
    let names = value["detail"].as_array().map(Vec::as_slice).unwrap_or_default();
    names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("/")
}

fn csv(header: &str, rows: Vec<Vec<String>>) -> String {
    let lines = rows.into_iter().map(|row| row.join(","));
    std::iter::once(header.to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
}

fn opening_file(case: &Value) -> String {
    let row = |o: &Value| vec![word(o, "account").into(), detail(o), word(o, "side").into(), word(o, "amount").into()];
    csv("account,detail,side,amount", case["opening"].as_array().expect("rows").iter().map(row).collect())
}

fn voucher_file(case: &Value) -> String {
    let mut rows = Vec::new();
    for t in case["transactions"].as_array().expect("vouchers") {
        let kind = if word(t, "note") == "closing" { "closing" } else { "regular" };
        for e in t["entries"].as_array().expect("entries") {
            let fixed = [t["no"].to_string(), word(t, "date").into(), word(t, "summary").into()];
            let entry = [word(e, "account").into(), detail(e), word(e, "debit").into(), word(e, "credit").into()];
            rows.push(fixed.into_iter().chain(entry).chain([kind.to_owned()]).collect());
        }
    }
    csv("voucher,date,summary,account,detail,debit,credit,kind", rows)
}

/// A founded township with 柳溪村's whole year in its book, and the chief accountant at their browser.
pub async fn with_a_year(db: &Db) -> (App, Browser) {
    let app = founded(db).await;
    keeps_the_year(db, &app, "LX", "柳溪村").await;
    let mut chief = Browser::on(&app);
    chief.logs_in(CHIEF.0, CHIEF.1).await;
    (app, chief)
}

/// Opens a book and imports the year of the case into it.
pub async fn keeps_the_year(db: &Db, app: &App, code: &str, village: &str) {
    let (case, now) = (case(), app.now());
    let new = NewBook {
        code: code.into(),
        name: format!("{village}股份经济合作社"),
        village: village.into(),
        legal_name: String::new(),
        kind: BookKind::Collective,
        enabled_from: "2024-01".parse().expect("a period"),
    };
    let importing = db.write(move |tx| {
        Box::pin(async move {
            let chief = auth::person_by_login(tx, CHIEF.0).await?.expect("the chief");
            let chief = auth::standing_of(tx, chief.id, "", now).await?;
            let book = village::add_book(tx, &chief.chief()?, new, now).await?;
            let (maker, reviewer) = (someone("制单会计", Role::Accountant).accountant(book)?, chief.accountant(book)?);
            let opening = read_opening(&opening_file(&case)).expect("an opening file");
            ledger::import_opening(tx, &maker, &opening, MissingDetails::Create, now).await?;
            let vouchers = read_vouchers(&voucher_file(&case)).expect("a voucher file");
            ledger::import_vouchers(tx, &maker, &reviewer, &vouchers, MissingDetails::Create, now).await
        })
    });
    importing.await.expect("a year");
}

pub(super) fn json(seen: &Seen) -> Value {
    serde_json::from_str(&seen.body).unwrap_or_else(|e| panic!("{e}: {}", seen.body))
}

pub(super) fn yuan(text: &str) -> Money {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[tokio::test]
async fn 科目余额表_与算好的答案一分不差() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        let said = json(&chief.get(&format!("/books/LX/ledger.json?{YEAR}")).await.is(200));
        let expected = case()["expected"].clone();
        let columns = ["opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit"];
        for row in expected["trial_balance"].as_array().expect("rows") {
            let rows = said["rows"].as_array().expect("rows");
            let found = rows.iter().find(|r| r["name"] == row["account"] && word(r, "code").len() == 3);
            let found = found.unwrap_or_else(|| panic!("no row {row}"));
            for column in columns {
                assert_eq!(found[column], row[column], "{} {column}", row["account"]);
            }
        }
        for column in columns {
            assert_eq!(said["totals"][column], expected["trial_balance_totals"][column], "{column}");
        }
        let keys: Vec<&String> = said["rows"][0].as_object().expect("a row").keys().collect();
        assert_eq!(
            keys,
            ["closing_credit", "closing_debit", "code", "credit", "debit", "name", "opening_credit", "opening_debit"]
        );
    })
    .await;
}

#[tokio::test]
async fn 两张报表_与算好的答案一分不差() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        let expected = case()["expected"].clone();
        let sheet = json(&chief.get("/books/LX/statements/balance-sheet.json?to=2024-12").await.is(200));
        let surplus =
            json(&chief.get(&format!("/books/LX/statements/surplus-statement?{YEAR}&format=json")).await.is(200));
        let line = |report: &Value, name: &str, column: &str| {
            let lines = report["lines"].as_array().expect("lines").clone();
            let found = lines.into_iter().find(|l| l["name"] == name).unwrap_or_else(|| panic!("no line {name}"));
            yuan(word(&found, column))
        };
        for column in ["closing", "opening"] {
            for (name, amount) in expected["balance_sheet"][column].as_object().expect("lines") {
                assert_eq!(line(&sheet, name, column), yuan(amount.as_str().expect("an amount")), "{name} {column}");
            }
        }
        for (name, amount) in expected["income_and_distribution"].as_object().expect("lines") {
            assert_eq!(line(&surplus, name, "current"), yuan(amount.as_str().expect("an amount")), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn 从报表一格_走到凭证() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        let index = chief.get(&format!("/books/LX/statements?{YEAR}")).await.is(200);
        index.says("资产总计 = 负债和所有者权益总计").says_not("相差").says("/books/LX/statements/balance-sheet?");
        let sheet = chief.get("/books/LX/statements/balance-sheet?to=2024-12").await.is(200).says("1,765,921.88");
        let receivables = sheet.says("/books/LX/statements/balance-sheet/3?from=2024-01&#38;to=2024-12");
        receivables.says("id=\"l-3\"").says("2024年12月31日").says("相符");
        let line = chief.get("/books/LX/statements/balance-sheet/3?from=2024-01&to=2024-12").await.is(200);
        line.says("113 内部往来").says("只取借方余额").says("资产负债表").says("11,000.00");
        let by = "/books/LX/ledger/113?by=household&from=2024-01&to=2024-12&via=balance-sheet&line=3";
        let households = chief.get(by).await.is(200).says("应收款项").says("村民甲").says("分开合计");
        households.says("6,000.00").says("47,200.00").says("household=");
        let ledger = chief.get(&format!("/books/LX/ledger/113?{YEAR}&via=balance-sheet&line=3")).await.is(200);
        ledger
            .says("上年结转")
            .says("本年累计")
            .says("1月合计")
            .says("/books/LX/vouchers/")
            .says("记-0001")
            .says("按农户");
        chief.get(&format!("/books/LX/journal?{YEAR}")).await.is(200).says("凭证 41 张").says("记-0001");
        let receipts = chief.get(&format!("/books/LX/statements/receipts-payments?{YEAR}")).await.is(200);
        receipts.says("收入合计").says("支出合计").says("80,671.38").says("544,371.88");
    })
    .await;
}

#[tokio::test]
async fn 往来按户_借贷两边从不相抵() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        let said = json(&chief.get(&format!("/books/LX/ledger/113.json?by=household&{YEAR}")).await.is(200));
        let expected = case()["expected"]["internal_accounts_by_household"].clone();
        for column in ["opening", "closing"] {
            assert_eq!(said["totals"][format!("{column}_debit")], expected[column][0], "{column}");
            assert_eq!(said["totals"][format!("{column}_credit")], expected[column][1], "{column}");
        }
        let one =
            said["rows"].as_array().expect("rows").iter().find(|r| r["name"] == "村民甲").expect("村民甲").clone();
        let own = format!("/books/LX/ledger/113.json?{YEAR}&household={}", word(&one, "id"));
        let ledger = json(&chief.get(&own).await.is(200));
        assert_eq!(ledger["name"], "内部往来/村民甲");
        let rows = ledger["rows"].as_array().expect("rows");
        assert_eq!(rows[0]["balance"], one["opening_debit"]);
        assert_eq!(rows.last().expect("a last row")["balance"], one["closing_debit"]);
    })
    .await;
}

#[tokio::test]
async fn 同一张表_四种样子() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        let reports = [
            "/books/LX/ledger",
            "/books/LX/ledger/10201",
            "/books/LX/journal",
            "/books/LX/statements/balance-sheet",
            "/books/LX/statements/surplus-statement",
            "/books/LX/statements/receipts-payments",
        ];
        for report in reports {
            let on_screen = chief.get(&format!("{report}?{YEAR}")).await.is(200);
            on_screen.says(&format!("{report}.pdf?")).says("打印").says("导出表格");
            json(&chief.get(&format!("{report}.json?{YEAR}")).await.is(200));
            let text = chief.get(&format!("{report}.csv?{YEAR}")).await.is(200).body;
            assert!(text.starts_with('\u{feff}'), "{report} opens in a spreadsheet as UTF-8");
            let paper = chief.get(&format!("{report}.pdf?{YEAR}")).await.is(200).bytes;
            assert!(paper.starts_with(b"%PDF-"), "{report}");
            let sheet = chief.get(&format!("{report}.xlsx?{YEAR}")).await.is(200).bytes;
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(sheet)).expect("a workbook");
            let name = book.sheet_names()[0].clone();
            let cells = book.worksheet_range(&name).expect("a sheet");
            let says = |words: &str| cells.rows().flatten().any(|c| *c == Data::String(words.into()));
            assert!(says("编制单位：柳溪村股份经济合作社"), "{report}");
            assert!(cells.rows().flatten().any(|c| matches!(c, Data::Float(_))), "{report}: amounts are numbers");
        }
        chief.get(&format!("/books/LX/ledger.docx?{YEAR}")).await.is(404);
        chief.get("/books/LX/ledger/999").await.is(404).says("没有科目「999」");
        chief.get("/books/LX/ledger?from=abc").await.is(422).says("「abc」不是月份");
        chief.get("/books/LX/statements/balance-sheet/77").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn 科目余额表_可以收起来看_合计不变() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        let first_level = chief.get(&format!("/books/LX/ledger?{YEAR}&level=1")).await.is(200);
        let total = "2,157,721.88";
        first_level.says("库存现金").says_not("发包收入").says(total);
        let no_zero = chief.get(&format!("/books/LX/ledger?{YEAR}&zero=no&idle=no")).await.is(200);
        no_zero.says_not("在建工程").says_not(">资本<").says("固定资产").says(total);
    })
    .await;
}

#[tokio::test]
async fn 全乡镇汇总_等于各账套相加() {
    each_engine(async |db: Db| {
        let (app, mut chief) = with_a_year(&db).await;
        keeps_the_year(&db, &app, "WJ", "王家村").await;
        let line = |report: &Value, name: &str, column: &str| {
            let lines = report["lines"].as_array().expect("lines").clone();
            yuan(word(lines.iter().find(|l| l["name"] == name).expect("a line"), column))
        };
        for (page, name, column) in [
            ("balance-sheet", "货币资金", "closing"),
            ("balance-sheet", "应收款项", "closing"),
            ("balance-sheet", "应付款项", "closing"),
            ("balance-sheet", "负债和所有者权益总计", "opening"),
            ("surplus-statement", "收益总额", "current"),
        ] {
            let one = json(&chief.get(&format!("/books/LX/statements/{page}.json?{YEAR}")).await.is(200));
            let both = json(&chief.get(&format!("/statements/{page}.json?{YEAR}")).await.is(200));
            let own = line(&one, name, column);
            assert_eq!(line(&both, name, column), own + own, "{name}");
        }
        chief.get("/statements").await.is(200).says("2个账套汇总").says("/books/WJ/statements");
        let beside = chief.get("/statements/balance-sheet?to=2024-12").await.is(200);
        beside
            .says("王家村股份经济合作社")
            .says("1,104,043.76")
            .says("/books/WJ/statements/balance-sheet?to=2024-12#l-1");
        chief.get(&format!("/statements/receipts-payments?{YEAR}")).await.is(200).says("161,342.76");
        for ending in ["pdf", "xlsx", "csv"] {
            for page in ["balance-sheet", "surplus-statement", "receipts-payments"] {
                chief.get(&format!("/statements/{page}.{ending}?{YEAR}")).await.is(200);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn 带人名的账簿_导出就留痕() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_year(&db).await;
        chief.get(&format!("/books/LX/ledger.csv?{YEAR}")).await.is(200);
        chief.get(&format!("/books/LX/ledger/113.xlsx?by=household&{YEAR}")).await.is(200);
        let mut view = db.read().await.expect("a view");
        let book = village::book_by_code(&mut view, "LX").await.expect("a look").expect("a book");
        let events = audit::events(&mut view, &book.id.text(), None, 1000).await.expect("events");
        let exports: Vec<_> = events.iter().filter(|e| e.act == "report.export").collect();
        assert_eq!(exports.len(), 1);
        assert!(exports[0].subject.contains("内部往来"), "{}", exports[0].subject);
    })
    .await;
}
