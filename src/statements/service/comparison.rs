use crate::db::ReadTx;
use crate::kernel::{BookId, Outcome, Period};
use crate::ledger;
use crate::statements::account_comparison::AccountComparison;
use crate::statements::error::StatementRefusal;
use crate::village::Book;

use super::statements::forwards;

/// Whether each month has a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MonthColumns {
    /// It has.
    Wanted,
    /// Only the whole span is shown.
    Left,
}

/// 各村比较: one account of the unified chart over books, in one question whatever their number.
///
/// Refuses: `statements.backwards`, `statements.no_such_account`.
pub async fn account_comparison(
    tx: &mut ReadTx,
    books: &[Book],
    code: &str,
    (first, last): (Period, Period),
    columns: MonthColumns,
) -> Outcome<AccountComparison> {
    forwards(first, last)?;
    let chart = ledger::unified_chart(tx).await?;
    let no_such = || StatementRefusal::NoSuchAccount { code: code.to_owned() };
    let account = chart.by_code_or_name(code).ok_or_else(no_such)?;
    let ids: Vec<BookId> = books.iter().map(|b| b.id).collect();
    let moved = ledger::account_by_book(tx, &ids, account.code.as_str(), first, last).await?;
    let months = match columns {
        MonthColumns::Wanted => first.through(last).collect(),
        MonthColumns::Left => Vec::new(),
    };
    let what = (account.code.as_str(), chart.path_name(account.id), account.normal_side);
    Ok(AccountComparison::of(what, books, months, &moved))
}
