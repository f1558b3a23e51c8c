//! 导入凭证: vouchers of other programs and of spreadsheets, mapped once, looked over, reviewed by a second person.

use mingzhang::export::{Cell, Column, Row, Table, xlsx};
use mingzhang::kernel::Money;
use mingzhang::ledger::{self, DraftState, FILE_AT_DESK};
use serde_json::{Value, json};

use super::opening::{uploads, with_a_book};
use crate::support::each_engine;
use crate::support::program::Program;

const MAP: &str = "old,account,detail\n101,101,\n102,10201,\n113,113,村民甲\n511,501,发包收入\n";

fn legacy(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/cases/legacy/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a case file")
}

#[test]
fn 用友凭证文本读成同样的凭证() {
    let bytes = legacy("yonyou_u8_vouchers.txt");
    let expected: Value = serde_json::from_slice(&legacy("yonyou_u8_vouchers.expected.json")).expect("expected");
    assert!(ledger::is_u8_file(&bytes, &FILE_AT_DESK));
    let vouchers = ledger::read_u8_file(&bytes, &FILE_AT_DESK).expect("readable").vouchers;
    let rows = || vouchers.iter().flat_map(|v| &v.rows);
    assert_eq!(json!(vouchers.len()), expected["vouchers"]);
    assert_eq!(json!(rows().count()), expected["lines"]);
    assert_eq!(json!(rows().map(|r| r.debit).sum::<Money>()), expected["debit"]);
    assert_eq!(json!(rows().map(|r| r.credit).sum::<Money>()), expected["credit"]);
    assert_eq!(vouchers[1].rows[0].summary, "收机动地承包费,分三年");
    assert_eq!((vouchers[0].document_count, vouchers[2].document_count), (2, 0));
}

#[test]
fn 没加引号的逗号也分得清_分不清就指出行() {
    let read = |rows: &str| {
        let text = format!("填制凭证,V800\n{rows}\n");
        let read = ledger::read_u8_file(text.as_bytes(), &FILE_AT_DESK);
        read.map(|f| f.vouchers[0].rows[0].summary.clone())
            .map_err(|list| list.iter().map(|r| (r.row.unwrap_or(0), r.code)).collect::<Vec<_>>())
    };
    assert_eq!(read("2023-12-05,记,2,1,收承包费,分三年,102,7200.00,0.00"), Ok("收承包费,分三年".to_owned()));
    assert_eq!(read("2023-12-05,记,2,1,收承包费,102,7200.00,0.00,,,,"), Ok("收承包费".to_owned()));
    assert_eq!(read("2023-12-05,记,2,1,收承包费"), Err(vec![(2, "intake.row_width")]));
    assert_eq!(read("2023-12-05,记,2,1,收承包费,102,7200.005,"), Err(vec![(2, "intake.bad_amount")]));
    assert_eq!(read("2023-13-05,记,2,x,收承包费,102,72,"), Err(vec![(2, "intake.bad_date"), (2, "intake.bad_count")]));
}

#[tokio::test]
async fn 命令行导入用友文本_科目对应一次就记住() {
    Program::on_each_engine(async |program| {
        program.has_township_and_book("LX", "2023-12");
        let opening = "account,detail,side,amount\n10201,,debit,9000\n301,村组资本,credit,9000\n";
        let opening = program.file("opening.csv", opening);
        program.runs(&["import", "opening", "--book", "LX", "--create-details", &opening]).done();
        let file = program.file("u8.txt", legacy("yonyou_u8_vouchers.txt"));
        let told = program.runs(&["import", "vouchers", "--book", "LX", &file, "--format", "json"]).refused();
        let rows: Vec<&Value> = told["details"].as_array().expect("details").iter().map(|d| &d["row"]).collect();
        assert_eq!((&told["code"], rows.len()), (&json!("intake.unmapped"), 6), "{told}");
        let map = program.file("map.csv", MAP);
        let command = ["import", "vouchers", "--book", "LX", "--create-details", "--map", &map, &file];
        assert!(program.runs(&command).done().words().contains('3'));
        let span = ["--from", "2023-12", "--to", "2023-12", "--format", "json"];
        let trial = program.runs(&[&["report", "trial-balance", "--book", "LX"], &span[..]].concat()).done().json();
        let income = trial["rows"].as_array().expect("rows").iter().find(|r| r["code"] == json!("501")).expect("501");
        assert_eq!(income["closing_credit"], json!("2400.00"));
        let again = program.runs(&["import", "vouchers", "--book", "LX", &file, "--format", "json"]).refused();
        assert_eq!(again["code"], json!("intake.imported_before"), "{again}");
        assert_eq!(program.runs(&["check"]).status, 0);
    })
    .await;
}

#[tokio::test]
async fn 网页导入用友文本_先对应科目_再核对_待复核() {
    each_engine(async |db| {
        let (_, mut chief) = with_a_book(&db, "2023-12").await;
        let page = "/books/LJ/import";
        let asked = uploads(&mut chief, page, &[], "u8.txt", &legacy("yonyou_u8_vouchers.txt")).await.is(200);
        let asked = asked.says("对应科目").says("收机动地承包费").says("按新旧对照，请核对");
        let digest = asked.field("digest").expect("put by");
        let mapping = |last: &'static str| {
            let old = ["101", "102", "113", "511"].map(|c| ("old", c));
            let account = ["101", "10201", "113", last].map(|c| ("account", c));
            let detail = ["", "", "村民甲", "发包收入"].map(|c| ("detail", c));
            [old, account, detail].concat()
        };
        let fields =
            |last: &'static str| [mapping(last), vec![("digest", digest.as_str()), ("name", "u8.txt")]].concat();
        let wrong = chief.fill(page, "/books/LJ/import/mapping", &fields("999")).await.is(422);
        wrong.says("原科目511").says("不在科目表里");
        let looked = chief.fill(page, "/books/LJ/import/mapping", &fields("501")).await.is(200);
        looked.says("3 张").says("14,600.00").says("一并新建").says("村民甲");
        let sent = [("digest", digest.as_str()), ("name", "u8.txt"), ("create", "1")];
        let looked = uploads(&mut chief, page, &sent, "", b"").await.is(200);
        looked.says("导入 3 张，待复核").says("记住的对应关系");
        chief.fill(page, "/books/LJ/import/confirm", &sent).await.is(303);
        chief.get("/books/LJ/drafts").await.is(200).says("待复核 3 张").says("收机动地承包费");
        let twice = uploads(&mut chief, page, &[], "u8.txt", &legacy("yonyou_u8_vouchers.txt")).await.is(200);
        twice.says("intake.imported_before").says_not("import/confirm");
    })
    .await;
}

/// A year of vouchers as a workbook, in Chinese headings.
fn hundreds(count: usize) -> Vec<u8> {
    let day = |n: usize| format!("2025-{:02}-{:02}", n % 9 + 1, n % 28 + 1);
    let rows = (1..=count).flat_map(|n| {
        let cells = |account: &str, detail: &str, debit: Option<i64>, credit: Option<i64>| {
            let money = |m: Option<i64>| m.map_or(Cell::Blank, |y| Cell::Money(Money::from_yuan(y)));
            Row::plain(vec![
                Cell::text(format!("记-{n}")),
                Cell::Day(day(n).parse().expect("a day")),
                Cell::text("收承包费"),
                Cell::text(account),
                Cell::text(detail),
                money(debit),
                money(credit),
            ])
        };
        [cells("10201", "", Some(100), None), cells("内部往来", "村民甲", None, Some(100))]
    });
    let titles = ["凭证号", "日期", "摘要", "科目编码", "明细", "借方", "贷方"];
    let table = Table {
        title: "凭证".to_owned(),
        captions: Vec::new(),
        columns: titles.iter().map(|t| Column::new(*t, 14)).collect(),
        rows: rows.collect(),
    };
    xlsx::write(&table).expect("a workbook")
}

#[tokio::test]
async fn 三百张凭证的工作簿_一次导入待复核() {
    each_engine(async |db| {
        let (_, mut chief) = with_a_book(&db, "2025-01").await;
        let page = "/books/LJ/import";
        let looked = uploads(&mut chief, page, &[("create", "1")], "凭证.xlsx", &hundreds(300)).await.is(200);
        let looked = looked.says("导入 300 张，待复核").says("30,000.00");
        let digest = looked.field("digest").expect("put by");
        chief.fill(page, "/books/LJ/import/confirm", &[("digest", &digest), ("create", "1")]).await.is(303);
        let mut view = db.read().await.expect("a view");
        let drafts = ledger::drafts_in_state(&mut view, DraftState::Prepared).await.expect("drafts");
        assert_eq!(drafts.len(), 300);
        assert!(drafts.iter().all(|d| d.total() == Money::from_yuan(100)));
    })
    .await;
}

#[tokio::test]
async fn 每一种坏文件都说清楚_什么也不留() {
    each_engine(async |db| {
        let (_, mut chief) = with_a_book(&db, "2025-01").await;
        let page = "/books/LJ/import";
        let head = "凭证号,日期,摘要,科目编码,明细,借方,贷方\n";
        let bad = [
            ("序号.csv", format!("{head}1,45296,买纸,51302,,5,\n1,45296,买纸,10201,,,5\n"), "2024-01-05"),
            ("三位.csv", format!("{head}1,2025-01-05,买纸,51302,,1.005,\n"), "多于两位小数"),
            ("公式.csv", format!("{head}1,2025-01-05,=cmd(),51302,,5,\n"), "公式"),
            ("缺列.csv", "凭证号,日期,摘要\n1,2025-01-05,买纸\n".to_owned(), "表头缺少"),
            ("多行.csv", format!("{head}{}", "1,2025-01-05,买纸,51302,,5,\n".repeat(20_001)), "上限"),
        ];
        for (name, text, says) in bad {
            uploads(&mut chief, page, &[], name, text.as_bytes()).await.is(422).says(says);
        }
        let rows = "1,2025-01-05,买纸,51302,,-5,\n1,2025-01-05,买纸,10201,,,-5\n2,2025-01-05,买笔,51302,,5,\n2,2025-01-05,买笔,10201,,,4\n3,2025-01-05,买墨,没有,,5,\n3,2025-01-05,买墨,10201,,,5\n";
        let looked = uploads(&mut chief, page, &[], "坏行.csv", format!("{head}{rows}").as_bytes()).await.is(200);
        looked.says("ledger.negative").says("ledger.unbalanced").says("intake.unknown_account").says_not("import/confirm");
        let mut view = db.read().await.expect("a view");
        assert!(ledger::drafts_in_state(&mut view, DraftState::Prepared).await.expect("drafts").is_empty());
    })
    .await;
}
