use super::column::Role;
use super::layout::{self, Header};
use super::profile::{BankProfile, DateShape};
use super::statement_cells::{day_and_time, text};
use crate::evidence::TableRow;

/// What stands before the account number, and before its holder, above the header.
pub(super) const ACCOUNT_LABELS: [&str; 8] =
    ["账号", "账户号", "卡号", "查询账号", "本方账号", "账户账号", "银行账号", "客户账号"];
pub(super) const NAME_LABELS: [&str; 7] =
    ["户名", "账户名称", "账户名", "单位名称", "客户名称", "客户姓名", "本方户名"];

/// Which way the money went.
#[derive(Clone, Copy)]
pub(super) enum Flow {
    /// Into the account.
    In,
    /// Out of it.
    Out,
}

/// The bank's word for the direction; 借 is the bank's debit and so the village's payment. A profile's words come first.
pub(super) fn direction(flag: &str, profile: Option<&BankProfile>) -> Option<Flow> {
    if let Some(money_in) = profile.and_then(|p| p.direction(flag)) {
        return Some(if money_in { Flow::In } else { Flow::Out });
    }
    let plain = text(flag).to_lowercase();
    let first = plain.chars().next()?;
    match first {
        '借' | '支' | '付' | '出' => Some(Flow::Out),
        '贷' | '收' | '存' | '入' => Some(Flow::In),
        '转' if plain.contains('出') => Some(Flow::Out),
        '转' if plain.contains('入') => Some(Flow::In),
        'd' => Some(Flow::Out),
        'c' => Some(Flow::In),
        _ => None,
    }
}

/// Which column is the day and which the time apart: told by the words, and where one word serves both, by the cells.
pub(super) fn day_columns(header: &Header, below: &[TableRow], shape: DateShape) -> (usize, Option<usize>) {
    let carries_day = |column: usize| below.iter().any(|r| day_and_time(r.cell(column), shape).is_some());
    let (date, time) = (header.column(Role::Date), header.column(Role::Time));
    let booked = header.column(Role::BookedDate);
    match (date, time, booked) {
        (Some(day), time, _) => (day, time),
        (None, Some(moment), _) if carries_day(moment) => (moment, None),
        (None, time, Some(day)) => (day, time),
        (None, moment, None) => (moment.unwrap_or(0), None),
    }
}

/// The value beside or behind one of these labels in the rows above the header.
pub(super) fn labelled(preamble: &[TableRow], labels: &[&str]) -> Option<String> {
    let is_label = |t: &str| labels.contains(&layout::word(t).as_str());
    for row in preamble {
        for (column, cell) in row.cells.iter().enumerate() {
            for line in cell.lines() {
                let (label, value) = line.split_once(['：', ':']).unwrap_or((line, ""));
                if !is_label(label) {
                    continue;
                }
                let beside = row.cells[column + 1..].iter().find(|c| !c.is_empty());
                let value = if text(value).is_empty() { beside.map(String::as_str).unwrap_or("") } else { value };
                if !text(value).is_empty() {
                    return Some(text(value));
                }
            }
        }
    }
    None
}
