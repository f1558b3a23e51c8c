use super::table::{Cell, Column, Row, Table};
use crate::kernel::Timestamp;
use crate::receipts::{IssueAct, RegisterLine};

/// 收据领用登记簿 as one table, for CSV and XLSX.
pub fn table(township: &str, lines: &[RegisterLine], made_at: Timestamp) -> Table {
    let columns = [
        ("领用日期", 12),
        ("账套", 8),
        ("领用单位", 30),
        ("种类", 18),
        ("起号", 14),
        ("止号", 14),
        ("份数", 8),
        ("发放人", 12),
        ("领用人", 12),
        ("签领日期", 12),
        ("已用", 8),
        ("作废", 8),
        ("遗失", 8),
        ("未用", 8),
        ("待处理", 8),
        ("收款合计", 17),
        ("交回日期", 12),
        ("核销日期", 12),
        ("状态", 10),
        ("备注", 24),
    ];
    let row = |line: &RegisterLine| {
        let (issue, counts) = (&line.issue, line.counts);
        Row::plain(vec![
            Cell::Day(issue.issued_on),
            Cell::text(line.book_code.as_str()),
            Cell::text(line.book_name.as_str()),
            Cell::text(issue.receipts.kind.in_chinese()),
            Cell::text(issue.receipts.number(issue.receipts.first)),
            Cell::text(issue.receipts.number(issue.receipts.last)),
            Cell::Number(issue.receipts.leaves()),
            Cell::text(issue.issued_name.as_str()),
            Cell::text(line.receiver()),
            Cell::text(line.day(IssueAct::Sign)),
            Cell::Number(counts.used),
            Cell::Number(counts.void),
            Cell::Number(counts.lost),
            Cell::Number(line.unused()),
            Cell::Number(counts.let_go),
            Cell::Money(counts.taken),
            Cell::text(line.came_back()),
            Cell::text(line.day(IssueAct::Verify)),
            Cell::text(issue.standing().in_chinese()),
            Cell::text(line.gap()),
        ])
    };
    Table {
        title: "收据领用登记簿".to_owned(),
        captions: vec![township.to_owned(), format!("截至{}", made_at.date()), "单位：元".to_owned()],
        columns: columns.into_iter().map(|(title, width)| Column::new(title, width)).collect(),
        rows: lines.iter().map(row).collect(),
    }
}
