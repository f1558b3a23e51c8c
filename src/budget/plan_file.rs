use crate::evidence::{Table, TableFault, TableFile, TableLimits, cut, open_table, separators};

use super::error::BudgetRefusal;
use super::plan::NewPlanLine;

/// The columns of a plan as a file, as it is exported and read again.
pub const PLAN_COLUMNS: [&str; 6] = ["科目", "科目名称", "方向", "项目", "预算金额", "说明"];
/// What one plan may be as a file.
const LIMITS: TableLimits = TableLimits { bytes: 2 * 1024 * 1024, unpacked: 16 * 1024 * 1024, rows: 2_000 };

/// Reads a plan out of a workbook or a text file: a heading row with 科目 and 预算金额, then one line a row.
/// A row that says 合计 is no line.
///
/// Refuses: `budget.unreadable_file`, `budget.no_heading`.
pub fn read_plan(bytes: &[u8]) -> Result<Vec<NewPlanLine>, BudgetRefusal> {
    let file = open_table(bytes, &LIMITS).map_err(|fault| BudgetRefusal::UnreadableFile { why: why(&fault) })?;
    let mut first_row = String::new();
    for table in tables(file)? {
        match lines_of(&table) {
            Some(lines) => return Ok(lines),
            None if first_row.is_empty() => {
                first_row = table.rows.first().map(|r| r.text().chars().take(60).collect()).unwrap_or_default();
            }
            None => {}
        }
    }
    Err(BudgetRefusal::NoHeading { read: first_row })
}

fn tables(file: TableFile) -> Result<Vec<Table>, BudgetRefusal> {
    match file {
        TableFile::Sheets(_, sheets) => Ok(sheets),
        TableFile::Text(_, text) => separators(&text)
            .map(|s| cut(&text, s, &LIMITS).map_err(|fault| BudgetRefusal::UnreadableFile { why: why(&fault) }))
            .collect(),
    }
}

fn lines_of(table: &Table) -> Option<Vec<NewPlanLine>> {
    let names = |n: usize| -> &[&str] {
        match n {
            0 => &["科目", "科目编码", "account"],
            1 => &["方向", "收支", "direction"],
            2 => &["项目", "project"],
            3 => &["预算金额", "预算", "金额", "amount"],
            _ => &["说明", "备注", "note"],
        }
    };
    let below = table.rows.iter().position(|r| {
        let has = |n| r.cells.iter().any(|c| names(n).contains(&c.as_str()));
        has(0) && has(3)
    })?;
    let heading = &table.rows[below];
    let column = |n: usize| names(n).iter().find_map(|name| heading.cells.iter().position(|c| c == name));
    let columns = [0, 1, 2, 3, 4].map(column);
    let cell =
        |row: &crate::evidence::TableRow, n: usize| columns[n].map(|c| row.cell(c).to_owned()).unwrap_or_default();
    let lines = table.rows[below + 1..].iter().filter(|r| !r.is_blank()).map(|row| NewPlanLine {
        account: cell(row, 0),
        direction: cell(row, 1),
        project: cell(row, 2),
        amount: cell(row, 3),
        note: cell(row, 4),
    });
    Some(lines.filter(|l| !l.account.contains("合计")).collect())
}

fn why(fault: &TableFault) -> String {
    match fault {
        TableFault::Empty => "文件是空的".to_owned(),
        TableFault::TooLarge { megabytes } => format!("文件有{megabytes}MB，最多2MB"),
        TableFault::TooManyRows { rows } => format!("有{rows}行，最多{}行", LIMITS.rows),
        TableFault::Disguised { what } => format!("这其实是{what}"),
        TableFault::Unreadable => "表格打不开，可能加了密码或没有下载完整".to_owned(),
        TableFault::Undecodable { row } => format!("第{row}行不是中文文字"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_by_its_headings_and_totals_are_passed_over() {
        let text = "李家村 2026年预算\n科目,科目名称,方向,项目,预算金额,说明\n513,管理费用,支出,,\"12,000.00\",办公\n501,经营收入,收入,,30000,\n合计,,,,42000,\n";
        let lines = read_plan(text.as_bytes()).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].account.as_str(), lines[0].amount.as_str()), ("513", "12,000.00"));
        assert_eq!((lines[1].direction.as_str(), lines[1].note.as_str()), ("收入", ""));
        assert!(matches!(read_plan("a,b\n1,2\n".as_bytes()), Err(BudgetRefusal::NoHeading { .. })));
        assert!(matches!(read_plan(b""), Err(BudgetRefusal::UnreadableFile { .. })));
    }
}
