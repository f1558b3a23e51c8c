//! GB/T 24589.1-2010: read back as any other program would, and added up again.

use std::collections::BTreeMap;

use encoding_rs::GB18030;
use mingzhang::archive;
use mingzhang::db::Db;
use mingzhang::export::{YearOfBooks, gbt};
use mingzhang::kernel::{Money, Period};
use mingzhang::{statements, village};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::support::each_engine;
use crate::support::liuxi::Liuxi;
use crate::support::package::year;

/// One row: the values by element name, and the code each element carries.
#[derive(Default, Debug)]
struct Row {
    table: String,
    values: BTreeMap<String, String>,
    codes: BTreeMap<String, String>,
}

impl Row {
    fn says(&self, name: &str) -> &str {
        self.values.get(name).map(String::as_str).unwrap_or_else(|| panic!("{} 没有 {name}: {self:?}", self.table))
    }

    fn money(&self, name: &str) -> Money {
        self.says(name).parse().expect("an amount")
    }
}

/// Reads a file the way another program does: the encoding it declares, then element by element.
fn read(bytes: &[u8]) -> (String, Vec<Row>) {
    assert!(bytes.starts_with(b"<?xml version=\"1.0\" encoding=\"GB18030\"?>"), "没有声明编码");
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes).expect("sound GB18030");
    let mut reader = Reader::from_str(&text);
    let (mut root, mut rows, mut depth, mut place) = (String::new(), Vec::<Row>::new(), 0, String::new());
    loop {
        let event = reader.read_event().expect("sound XML");
        match &event {
            Event::Start(e) | Event::Empty(e) => {
                let name = String::from_utf8_lossy(e.name().as_ref().as_ref()).into_owned();
                let code = e.try_get_attribute("locID").expect("readable").expect("a locID on every element");
                let code = String::from_utf8_lossy(code.value.as_ref().as_ref()).into_owned();
                match depth {
                    0 => root = name,
                    1 => rows.push(Row { table: name, ..Row::default() }),
                    _ => {
                        let row = rows.last_mut().expect("inside a row");
                        assert!(row.values.insert(name.clone(), String::new()).is_none(), "{name} 两次");
                        row.codes.insert(name.clone(), code);
                        place = name;
                    }
                }
                if matches!(event, Event::Start(_)) {
                    depth += 1;
                }
            }
            Event::Text(words) if depth == 3 => {
                let words = String::from_utf8_lossy(words.as_ref().as_ref()).into_owned();
                rows.last_mut().expect("inside a row").values.get_mut(&place).expect("a place").push_str(&words);
            }
            Event::End(_) => depth -= 1,
            Event::Eof => return (root, rows),
            _ => {}
        }
    }
}

async fn the_year(db: &Db) -> YearOfBooks {
    let mut view = db.read().await.expect("a view");
    let book = village::book_by_code(&mut view, "LX").await.expect("asked").expect("a book");
    archive::year_of_books(&mut view, &book, year(2024)).await.expect("a year")
}

fn tables_in_order(rows: &[Row]) -> Vec<&str> {
    let mut names: Vec<&str> = rows.iter().map(|r| r.table.as_str()).collect();
    names.dedup();
    names
}

#[tokio::test]
async fn 国标接口读回来_每月每科目与科目余额表分文不差() {
    each_engine(async |db| {
        let liuxi = Liuxi::entered(&db).await;
        let (files, cuts) = gbt::write(&the_year(&db).await).expect("written");
        assert!(cuts.is_empty(), "{cuts:?}");
        let (root, archive_rows) = read(&files[0].bytes);
        assert_eq!((root.as_str(), files[0].name), ("公共档案", "公共档案.xml"));
        let wanted = [
            "电子账簿",
            "会计期间",
            "记账凭证类型",
            "汇率类型",
            "币种",
            "结算方式",
            "部门档案",
            "员工档案",
            "供应商档案",
            "客户档案",
            "自定义档案项",
            "自定义档案值",
        ];
        assert_eq!(tables_in_order(&archive_rows), wanted);
        let (root, rows) = read(&files[1].bytes);
        assert_eq!((root.as_str(), files[1].name), ("总账", "总账.xml"));
        let wanted = [
            "总账基础信息",
            "会计科目",
            "科目辅助核算",
            "现金流量项目",
            "科目余额及发生额",
            "记账凭证",
            "现金流量凭证项目数据",
            "报表集",
            "报表项数据",
        ];
        assert_eq!(tables_in_order(&rows), wanted);
        for empty in rows.iter().filter(|r| r.table.starts_with("现金流量")) {
            assert!(empty.values.is_empty(), "{empty:?}");
        }
        balances_agree(&db, &liuxi, &rows).await;
        vouchers_agree(&db, &liuxi, &archive_rows, &rows).await;
    })
    .await;
}

async fn balances_agree(db: &Db, liuxi: &Liuxi, rows: &[Row]) {
    let mut view = db.read().await.expect("a view");
    for month in 1..=12 {
        let period = Period::new(2024, month).expect("a month");
        let trial = statements::trial_balance(&mut view, liuxi.book, period, period).await.expect("a trial balance");
        let mut sums: BTreeMap<String, [Money; 4]> = BTreeMap::new();
        let own =
            rows.iter().filter(|r| r.table == "科目余额及发生额" && r.says("会计期间号") == format!("{month:02}"));
        for row in own {
            assert_eq!((row.says("会计年度"), row.codes["期初本币余额"].as_str()), ("2024", "020506"));
            let side = |name: &str, amount: Money| if row.says(name) == "贷" { -amount } else { amount };
            let figures = [
                side("期初余额方向", row.money("期初本币余额")),
                row.money("借方本币金额"),
                row.money("贷方本币金额"),
                side("期末余额方向", row.money("期末本币余额")),
            ];
            let sum = sums.entry(row.says("科目编号").to_owned()).or_default();
            for (total, figure) in sum.iter_mut().zip(figures) {
                *total += figure;
            }
        }
        let leaves: BTreeMap<String, [Money; 4]> = trial
            .rows
            .iter()
            .filter(|r| r.leaf)
            .map(|r| (r.code.to_string(), [r.opening, r.debit, r.credit, r.closing()]))
            .collect();
        sums.retain(|_, figures| figures.iter().any(|f| !f.is_zero()));
        assert_eq!(sums, leaves, "2024-{month:02}");
    }
}

async fn vouchers_agree(db: &Db, liuxi: &Liuxi, archive_rows: &[Row], rows: &[Row]) {
    let mut view = db.read().await.expect("a view");
    let (first, last) = (Period::new(2024, 1).expect("a month"), Period::new(2024, 12).expect("a month"));
    let journal = statements::journal(&mut view, liuxi.book, first, last).await.expect("a journal");
    let entries: Vec<&Row> = rows.iter().filter(|r| r.table == "记账凭证").collect();
    assert_eq!(entries.len(), journal.lines.len());
    let sum = |name: &str| entries.iter().map(|r| r.money(name)).sum::<Money>();
    assert_eq!((sum("借方本币金额"), sum("贷方本币金额")), journal.totals());
    let known: Vec<&str> =
        archive_rows.iter().filter(|r| r.table == "自定义档案值").map(|r| r.says("档案值编码")).collect();
    let mut with_party = 0;
    for entry in &entries {
        let day = entry.says("记账凭证日期");
        assert!(day.len() == 8 && day.starts_with("2024"), "{day}");
        assert_eq!((entry.says("记账标志"), entry.says("作废标志")), ("1", "0"));
        for place in ["辅助项1编号", "辅助项2编号", "辅助项3编号"] {
            assert_eq!(entry.codes[place], "020301");
            let code = entry.says(place);
            with_party += usize::from(!code.is_empty());
            assert!(code.is_empty() || known.contains(&code), "{code} 不在档案里");
        }
    }
    assert!(with_party > 0, "柳溪村有往来，却没有一笔带辅助项");
}
