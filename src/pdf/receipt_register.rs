//! 收据领用登记簿: start and end number, quantity, receiver, dates, what came of every book.

use super::reports::BINDING;
use super::sheet::{Sheet, SheetColumn, SheetRow, SheetWeight, Upright};
use crate::kernel::Timestamp;
use crate::receipts::{IssueAct, RegisterLine};

/// The register as it stands. Source: domain/workflow.md §6.
pub fn sheet(township: &str, lines: &[RegisterLine], prepared_by: &str, printed_at: Timestamp) -> Sheet {
    let row = |(n, line): (usize, &RegisterLine)| {
        let (issue, counts) = (&line.issue, line.counts);
        let cells = vec![
            (n + 1).to_string(),
            issue.issued_on.to_string(),
            line.book_name.clone(),
            issue.receipts.kind.in_chinese().to_owned(),
            issue.receipts.number(issue.receipts.first),
            issue.receipts.number(issue.receipts.last),
            issue.receipts.leaves().to_string(),
            line.receiver(),
            counts.used.to_string(),
            (counts.void + counts.lost).to_string(),
            line.unused().to_string(),
            counts.taken.to_string(),
            line.came_back(),
            line.day(IssueAct::Verify),
            line.gap(),
        ];
        SheetRow::of(SheetWeight::Plain, cells)
    };
    let leaves: i64 = lines.iter().map(|l| l.issue.receipts.leaves()).sum();
    let late = lines.iter().filter(|l| l.days_late.is_some()).count();
    let hanging: i64 = lines.iter().map(|l| l.counts.let_go).sum();
    Sheet {
        title: "收据领用登记簿".to_owned(),
        book_name: township.to_owned(),
        captions: vec![format!("截至{}", printed_at.date())],
        upright: Upright::No,
        leading: vec![SheetColumn::marks("序", 8.0), SheetColumn::marks("领用日期", 19.0)],
        columns: vec![
            SheetColumn::words("领用单位", 31.0),
            SheetColumn::words("种类", 22.0),
            SheetColumn::marks("起号", 19.0),
            SheetColumn::marks("止号", 19.0),
            SheetColumn::marks("份数", 10.0),
            SheetColumn::marks("领用人", 17.0),
            SheetColumn::marks("已用", 10.0),
            SheetColumn::marks("作废遗失", 14.0),
            SheetColumn::marks("未用", 10.0),
            SheetColumn::amounts("收款合计", 19.0),
            SheetColumn::marks("交回日期", 19.0),
            SheetColumn::marks("核销日期", 19.0),
            SheetColumn::words("备注", 26.0),
        ],
        rows: lines.iter().enumerate().map(row).collect(),
        notes: vec![format!(
            "共领出 {} 本 {leaves} 份；逾期未交回 {late} 本；待处理号码 {hanging} 个。核销时未用的号码一并剪角作废。",
            lines.len()
        )],
        signers: vec![
            ("经管人".to_owned(), prepared_by.to_owned()),
            ("复核".to_owned(), String::new()),
            ("主任".to_owned(), String::new()),
        ],
        binding: BINDING,
        printed_at,
    }
}
