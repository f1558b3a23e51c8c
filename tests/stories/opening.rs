//! 建账: balances come in from whatever a village has — a workbook, a GBK text, a 科目余额表 of another program.

use axum::body::Body;
use axum::http::{Request, header};
use mingzhang::export::{Cell, Column, Row, Table, xlsx};
use mingzhang::kernel::Money;
use mingzhang::ledger::{self, FILE_AT_DESK, OpeningRow};
use serde_json::{Value, json};

use super::doors::{CHIEF, founded};
use crate::support::browser::{Browser, Seen};
use crate::support::each_engine;
use crate::support::program::Program;

fn legacy(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/cases/legacy/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a case file")
}

fn yuan(text: &str) -> Money {
    text.parse().expect("an amount")
}

/// A workbook of words, as somebody fills one in; amounts are numbers where they read as such.
pub fn workbook(columns: &[&str], rows: &[&[&str]]) -> Vec<u8> {
    let cell = |text: &&str| match text.parse::<Money>() {
        Ok(amount) if text.contains('.') => Cell::Money(amount),
        _ if text.is_empty() => Cell::Blank,
        _ => Cell::text(*text),
    };
    let table = Table {
        title: "期初余额".to_owned(),
        captions: vec!["编制单位：李家村".to_owned(), String::new(), "单位：元".to_owned()],
        columns: columns.iter().map(|c| Column::new(*c, 14)).collect(),
        rows: rows.iter().map(|r| Row::plain(r.iter().map(cell).collect())).collect(),
    };
    xlsx::write(&table).expect("a workbook")
}

/// Sends a file to a page as a form with these fields.
pub async fn uploads(browser: &mut Browser, page: &str, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Seen {
    let csrf = browser.get(page).await.field("csrf").expect("a token");
    let mut body: Vec<u8> = Vec::new();
    for (field, value) in [("csrf", csrf.as_str())].iter().chain(fields) {
        let part = format!("--line\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend(part.as_bytes());
    }
    let head = format!("--line\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend(head.as_bytes());
    body.extend(bytes);
    body.extend(b"\r\n--line--\r\n");
    let request = Request::post(page)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body));
    browser.send(request.expect("a request")).await
}

/// The chief accountant at a browser, with 李家村's book opened.
pub async fn with_a_book(db: &mingzhang::db::Db, enabled_from: &str) -> (mingzhang::app::App, Browser) {
    let app = founded(db).await;
    let mut chief = Browser::on(&app);
    chief.logs_in(CHIEF.0, CHIEF.1).await;
    let new = [
        ("village", "李家村"),
        ("name", "李家村股份经济合作社"),
        ("code", "LJ"),
        ("kind", "collective"),
        ("enabled_from", enabled_from),
    ];
    chief.fill("/settings/books/new", "/settings/books", &new).await.is(303);
    (app, chief)
}

#[test]
fn 旧软件的期初余额表_三组数各自相等_空行说明白() {
    let file = ledger::read_opening_file(&legacy("opening_balance_template.csv"), &FILE_AT_DESK).expect("readable");
    let expected: Value =
        serde_json::from_slice(&legacy("opening_balance_template.expected.json")).expect("what must come out");
    let is_debit = |r: &&OpeningRow| r.amounts().1.is_zero();
    let year = |r: &OpeningRow| r.year.expect("年初和累计");
    let sum = |of: fn(&OpeningRow) -> Money| file.rows.iter().map(of).sum::<Money>();
    let start = |debit: bool| file.rows.iter().filter(|r| is_debit(r) == debit).map(|r| year(r).start).sum::<Money>();
    for (key, figure) in [
        ("opening_debit", start(true)),
        ("opening_credit", start(false)),
        ("period_debit", file.rows.iter().map(|r| year(r).debit).sum()),
        ("period_credit", file.rows.iter().map(|r| year(r).credit).sum()),
        ("end_debit", sum(|r| r.amounts().0)),
        ("end_credit", sum(|r| r.amounts().1)),
    ] {
        assert_eq!(figure, yuan(expected[key].as_str().expect("an amount")), "{key}");
    }
    assert_eq!(file.rows.len(), 8);
    assert!(
        file.notices.iter().any(|n| n.contains("第4行 112 应收款") && n.contains("没有余额")),
        "{:?}",
        file.notices
    );
}

#[test]
fn 列与列对不上_指出是哪一行() {
    let text =
        "科目编码,科目名称,方向,年初余额,累计借方,累计贷方,期初余额\n101,库存现金,借,100.00,50.00,20.00,131.00\n";
    let told = ledger::read_opening_file(text.as_bytes(), &FILE_AT_DESK).expect_err("refused");
    assert_eq!((told[0].code, told[0].row), ("intake.year_differs", Some(2)));
    let twice = "科目编码,借方,贷方,借方\n101,1,,\n";
    let told = ledger::read_opening_file(twice.as_bytes(), &FILE_AT_DESK).expect_err("refused");
    assert_eq!((told[0].code, told[0].row), ("intake.heading_twice", Some(1)));
}

#[tokio::test]
async fn 工作簿传上来_缺的一并新建_核对后建账() {
    each_engine(async |db| {
        let (_, mut chief) = with_a_book(&db, "2025-01").await;
        let page = "/books/LJ/opening";
        let columns = ["科目编码", "科目名称", "明细", "期初借方", "期初贷方"];
        let rows: [&[&str]; 10] = [
            &["102", "银行存款", "", "5000.00", ""],
            &["10201", "基本存款账户", "", "5000.00", ""],
            &["112", "应收款", "县供销社", "300.00", ""],
            &["113", "内部往来", "村民甲", "800.00", ""],
            &["113", "内部往来", "村民乙", "", "200.00"],
            &["1510199", "其他", "", "1000.10", ""],
            &["241", "专项应付款", "水渠维修", "", "900.00"],
            &["301", "资本", "村组资本", "", "6000.10"],
            &["171", "长期待摊费用", "", "", ""],
            &["合计", "", "", "7100.10", "7100.10"],
        ];
        let file = workbook(&columns, &rows);
        let looked = uploads(&mut chief, page, &[], "期初.xlsx", &file).await.is(200);
        let looked = looked.says("期初.xlsx").says("一并新建").says("村民乙").says("水渠维修").says("是下面明细的合计");
        let looked = looked.says("171 长期待摊费用").says_not("/opening/confirm");
        let (digest, missing) = (looked.field("digest").expect("put by"), looked.body.contains("还没有的 5 个"));
        assert!(missing, "{}", looked.body);
        let again = [("digest", digest.as_str()), ("name", "期初.xlsx"), ("create", "1")];
        let looked = uploads(&mut chief, page, &again, "", b"").await.is(200);
        looked.says("随建账一并新建 5 个").says("建账 7 行，借贷各 7,100.10 元");
        chief.fill(page, "/books/LJ/opening/confirm", &again).await.is(303);
        chief.get(page).await.is(200).says("已建账").says("村民乙").says("6,000.10").says("水渠维修");
        chief.get("/books/LJ/statements/balance-sheet?to=2025-01").await.is(200).says("7,100.10");
    })
    .await;
}

#[tokio::test]
async fn 错的行一一列出_行号_代码_原因_什么也不留() {
    each_engine(async |db| {
        let (_, mut chief) = with_a_book(&db, "2025-01").await;
        let page = "/books/LJ/opening";
        let text = "科目编码,科目名称,明细,方向,期初余额\n502,经营支出,,借,10\n101,库存现金,,借,5\n101,库存现金,,借,6\n\
                    999,不知道,,贷,7\n501,经营收入,发包收入,贷,9\n";
        let (gbk, _, _) = encoding_rs::GB18030.encode(text);
        let looked = uploads(&mut chief, page, &[], "余额.csv", &gbk).await.is(200);
        looked
            .says("intake.name_differs")
            .says("新旧衔接")
            .says("和第3行是同一个科目和明细")
            .says("intake.unknown_account")
            .says("ledger.opening_unbalanced")
            .says_not("/opening/confirm");
        for (name, bytes, says) in [
            ("照片.xlsx", &b"\xff\xd8\xff\xe0photo"[..], "其实是图片"),
            ("坏.xlsx", b"PK\x03\x04broken", "表格打不开"),
            ("空.csv", b" \n", "文件是空的"),
            ("三位.csv", "科目编码,方向,余额\n101,借,1.005\n".as_bytes(), "多于两位小数"),
            ("公式.csv", "科目编码,方向,余额\n=1+1,借,1\n".as_bytes(), "公式"),
            ("引号.csv", "科目编码,明细,方向,余额\n101,\"库,借,1\n102,,借,2\n301,,贷,3\n".as_bytes(), "引号没有收尾"),
        ] {
            uploads(&mut chief, page, &[], name, bytes).await.is(422).says(says);
        }
        chief.get(page).await.is(200).says_not("已建账");
    })
    .await;
}

#[tokio::test]
async fn 空表下载下来_填好就能读回() {
    each_engine(async |db| {
        let (_, mut chief) = with_a_book(&db, "2025-01").await;
        chief
            .fill("/books/LJ/parties", "/books/LJ/parties/households", &[("name", "村民甲"), ("kind", "member")])
            .await;
        let blank = chief.get("/books/LJ/opening/template").await.is(200);
        let read = ledger::read_opening_file(&blank.bytes, &FILE_AT_DESK).expect("our own form");
        assert!(read.rows.is_empty());
        let notice = read.notices.join("\n");
        assert!(notice.contains("101 库存现金") && notice.contains("没有余额"), "{notice}");
    })
    .await;
}

#[tokio::test]
async fn 命令行也收工作簿_一行错就全不收() {
    Program::on_each_engine(async |program| {
        program.has_township_and_book("LJ", "2025-01");
        let columns = ["account", "detail", "side", "amount"];
        let wrong =
            program.file("wrong.xlsx", workbook(&columns, &[&["101", "", "借", "5.00"], &["301", "", "贷", "5"]]));
        let told = program.runs(&["import", "opening", "--book", "LJ", &wrong, "--format", "json"]).refused();
        assert_eq!((&told["code"], &told["details"][0]["row"]), (&json!("intake.detail_needed"), &json!(5)));
        let rows: [&[&str]; 2] = [&["113", "村民甲", "借", "5.50"], &["资本", "村组资本", "贷", "5.50"]];
        let right = program.file("right.xlsx", workbook(&columns, &rows));
        let done = program.runs(&["import", "opening", "--book", "LJ", "--create-details", &right, "--format", "json"]);
        assert_eq!(done.done().json()["imported"], json!(2));
        assert_eq!(program.runs(&["check"]).status, 0);
    })
    .await;
}
