use std::collections::HashMap;

use crate::db::ReadTx;
use crate::kernel::{AccountId, BookId, Money, Outcome, Period, ProjectId, VoucherId};

use crate::ledger::balance::BalanceKey;
use crate::ledger::store;

/// What moved on one account in one month.
#[derive(Clone, Copy, Debug)]
pub struct AccountMovement {
    /// The month.
    pub period: Period,
    /// The account.
    pub account: AccountId,
    /// 借方发生额.
    pub debit: Money,
    /// 贷方发生额.
    pub credit: Money,
}

/// What moved on one account and project in one month, carry-forward vouchers left out.
#[derive(Clone, Copy, Debug)]
pub struct Turnover {
    /// The month.
    pub period: Period,
    /// The account.
    pub account: AccountId,
    /// The project, where the account is kept by project.
    pub project: Option<ProjectId>,
    /// 借方发生额.
    pub debit: Money,
    /// 贷方发生额.
    pub credit: Money,
}

/// 起讫号: the numbers of one word in one month, and how many vouchers and documents they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberSpan {
    /// The month.
    pub period: Period,
    /// 凭证字.
    pub word: String,
    /// First number.
    pub first: i64,
    /// Last number.
    pub last: i64,
    /// How many vouchers.
    pub vouchers: i64,
    /// 附单据张数, summed.
    pub documents: i64,
}

/// One account in one book: what stood before the span (no period), or what moved in one of its months.
#[derive(Clone, Copy, Debug)]
pub struct BookMovement {
    /// The book.
    pub book: BookId,
    /// The month; `None` for the opening.
    pub period: Option<Period>,
    /// 期初, debit positive.
    pub opening: Money,
    /// 借方发生额, carry-forward vouchers included.
    pub debit: Money,
    /// 贷方发生额, carry-forward vouchers included.
    pub credit: Money,
    /// The part of `debit` that came from carry-forward vouchers.
    pub debit_closing: Money,
    /// The part of `credit` that came from carry-forward vouchers.
    pub credit_closing: Money,
}

/// What moved on one account and its dimensions in each of the last three years, the latest first.
#[derive(Clone, Copy, Debug)]
pub struct RecentMovement {
    /// Account and dimensions.
    pub key: BalanceKey,
    /// 借方 of the last twelve months, of the twelve before, and of those before them.
    pub debit: [Money; 3],
    /// 贷方 likewise.
    pub credit: [Money; 3],
}

/// What moved in each of the three years that end with `last`, per account and dimensions: what ages are told by.
pub async fn recent_movements(tx: &mut ReadTx, book: BookId, last: Period) -> Outcome<Vec<RecentMovement>> {
    Ok(store::recent_movements(tx, book, last).await?)
}

/// What moved each month on each account of a book.
///
/// Reads kept balances only: the cost does not grow with vouchers, other books or closed years.
pub async fn month_movements(
    tx: &mut ReadTx,
    book: BookId,
    first: Period,
    last: Period,
) -> Outcome<Vec<AccountMovement>> {
    Ok(store::month_movements(tx, book, first, last).await?)
}

/// What moved each month on each account and project of a book, without what carry-forward vouchers moved.
///
/// Reads kept balances only, like `month_movements`.
pub async fn turnovers(tx: &mut ReadTx, book: BookId, first: Period, last: Period) -> Outcome<Vec<Turnover>> {
    Ok(store::turnovers(tx, book, first, last).await?)
}

/// 起讫号 of the vouchers of a span, by month and word.
pub async fn number_spans(tx: &mut ReadTx, book: BookId, first: Period, last: Period) -> Outcome<Vec<NumberSpan>> {
    Ok(store::number_spans(tx, book, first, last).await?)
}

/// 对方科目: the accounts on the other side of each entry of an account, by voucher and line.
pub async fn other_sides(
    tx: &mut ReadTx,
    book: BookId,
    code: &str,
    first: Period,
    last: Period,
) -> Outcome<HashMap<(VoucherId, i64), Vec<AccountId>>> {
    Ok(store::other_sides(tx, book, code, first, last).await?)
}

/// One account and everything below it in each of several books: its opening, and its movements month by month.
///
/// One question for all books; the books are those the reader may see.
pub async fn account_by_book(
    tx: &mut ReadTx,
    books: &[BookId],
    code: &str,
    first: Period,
    last: Period,
) -> Outcome<Vec<BookMovement>> {
    Ok(store::account_by_book(tx, books, code, first, last).await?)
}
