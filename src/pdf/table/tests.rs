use super::*;
use crate::pdf::document::Document;
use crate::pdf::font::Fonts;
use crate::pdf::page::{Margins, Paper};
use crate::pdf::proof::printed_at;

fn lay(rows: Vec<Row>, tail: f32) -> Document {
    let columns = vec![
        Column::fixed("日期", 30.0, Align::Left),
        Column::share("事由", 1.0, Align::Left),
        Column::fixed("金额", 40.0, Align::Decimal),
    ];
    let look = Look { size: 10.0, row: 7.0, pad: 1.0 };
    let table = Table { columns, rows, look, when_empty: "没有".into(), title: "一、支出".into(), tail };
    let mut flow = Flow::new(Fonts::embedded(), Paper::A4, Margins::all(20.0));
    table.lay(&mut flow);
    flow.finish("表", printed_at(), |_, _, _| {})
}

fn row(date: &str, what_for: &str, amount: &str) -> Row {
    Row::plain([date, what_for, amount].map(str::to_owned).to_vec())
}

#[test]
fn 每一页都有表头_行不断开() {
    let long = "机耕道路路基修补材料及人工费用".repeat(9);
    let document = lay((0..40).map(|_| row("2026-07-01", &long, "1.00")).collect(), 0.0);
    assert!(document.pages.len() > 2);
    for page in document.describe().split("— ").skip(1).filter(|p| p.contains("日期")) {
        let dates = page.matches("2026-07-01").count();
        assert_eq!(page.matches("1.00").count(), dates, "{page}");
    }
    let said = document.describe();
    assert_eq!(said.matches("日期 | 事由 | 金额").count(), document.pages.len());
    assert_eq!(said.matches("一、支出（续）").count(), document.pages.len() - 1);
}

#[test]
fn 合计不单独留在一页() {
    for count in 30..40 {
        let mut rows: Vec<Row> = (0..count).map(|_| row("2026-07-01", "电费", "1.00")).collect();
        rows.push(Row::total(2, vec!["合计".into(), "36.00".into()]));
        let document = lay(rows, 30.0);
        let last = document.describe().rsplit("— ").next().unwrap_or_default().to_owned();
        assert!(last.contains("电费") && last.contains("合计"), "{count} rows: {last}");
    }
}

#[test]
fn 金额的小数点_上下对齐() {
    let document = lay(vec![row("", "", "1,234.50"), row("", "", "0.05"), row("", "", "-12"), row("", "", "3.5")], 0.0);
    let ends: Vec<i32> = document
        .runs()
        .filter(|r| r.text.contains(|c: char| c.is_ascii_digit()))
        .map(|r| {
            let whole = r.text.split('.').next().unwrap_or_default();
            ((r.at.x + Style::regular(r.size).width(Fonts::embedded(), whole)) * 100.0).round() as i32
        })
        .collect();
    assert_eq!(ends.len(), 4);
    assert!(ends.iter().all(|e| (e - ends[0]).abs() <= 1), "{ends:?}");
}

#[test]
fn 空表说没有() {
    assert!(lay(vec![], 0.0).describe().contains("没有"));
}
