use crate::controls::{KeptFinding, control};
use crate::kernel::Timestamp;

use super::table::{Cell, Column, Row, RowWeight, Table};

/// 破例登记表: what a rule warned of, and the reason it went on all the same. `whose` names the book of each.
pub fn table(kept: &[KeptFinding], whose: impl Fn(&KeptFinding) -> String, now: Timestamp) -> Table {
    let columns = [
        ("时间", 18),
        ("账套", 24),
        ("规则", 16),
        ("对象", 30),
        ("查出什么", 50),
        ("理由", 36),
        ("谁", 14),
        ("在哪一步", 10),
    ];
    let row = |kept: &KeptFinding| Row {
        cells: vec![
            Cell::text(kept.at.minute()),
            Cell::text(whose(kept)),
            Cell::text(control(&kept.control).map_or(kept.control.as_str(), |c| c.title)),
            Cell::text(kept.label.clone()),
            Cell::text(kept.words.clone()),
            Cell::text(kept.reason.clone()),
            Cell::text(kept.by.clone()),
            Cell::text(kept.stage.in_chinese()),
        ],
        weight: RowWeight::Plain,
    };
    Table {
        title: "破例登记表".to_owned(),
        captions: vec![format!("共 {} 条", kept.len()), format!("制表 {}", now.minute())],
        columns: columns.into_iter().map(|(title, width)| Column::new(title, width)).collect(),
        rows: kept.iter().map(row).collect(),
    }
}
