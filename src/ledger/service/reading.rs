use std::collections::BTreeMap;

use crate::db::ReadTx;
use crate::kernel::{
    BookId, CounterpartyId, DateRange, HouseholdId, Money, Outcome, Period, ProjectId, SubmissionId, VoucherId,
};

use crate::kernel::{AccountId, Date, DocumentId};
use crate::ledger::balance::{BalanceKey, BalanceRow};
use crate::ledger::error::LedgerRefusal;
use crate::ledger::store;
use crate::ledger::voucher::{PostedVoucher, VoucherKind, VoucherNo};

/// One entry as a ledger page shows it.
#[derive(Clone, Debug)]
pub struct LedgerLine {
    /// The voucher.
    pub voucher: VoucherId,
    /// Its month.
    pub period: Period,
    /// Its number.
    pub number: VoucherNo,
    /// Its kind.
    pub kind: VoucherKind,
    /// Its date.
    pub date: Date,
    /// Line within it.
    pub line: i64,
    /// The leaf account.
    pub account: AccountId,
    /// 农户.
    pub household: Option<HouseholdId>,
    /// 往来单位.
    pub counterparty: Option<CounterpartyId>,
    /// 项目.
    pub project: Option<ProjectId>,
    /// 摘要.
    pub summary: String,
    /// 借方.
    pub debit: Money,
    /// 贷方.
    pub credit: Money,
}

/// One entry on a bank account, as matching wants it.
#[derive(Clone, Debug)]
pub struct BankEntry {
    /// The voucher.
    pub voucher: VoucherId,
    /// `记-0012`.
    pub label: String,
    /// Its month.
    pub period: Period,
    /// Its key in the file it was imported from; empty when entered by hand.
    pub import_key: String,
    /// Line within it.
    pub line: i64,
    /// Its date.
    pub date: Date,
    /// 摘要.
    pub summary: String,
    /// Money in: debit of the bank account.
    pub money_in: Money,
    /// Money out: credit of the bank account.
    pub money_out: Money,
    /// Names of the other side, from the voucher's other lines; may be empty.
    pub party: String,
}

/// Opening, movements and closing per account and dimensions, from the first day of `first` to the last of `last`.
///
/// Reads kept balances only: the cost does not grow with vouchers, other books or closed years.
pub async fn balances(tx: &mut ReadTx, book: BookId, first: Period, last: Period) -> Outcome<Vec<BalanceRow>> {
    Ok(store::balances(tx, book, first, last).await?)
}

/// Entries on an account and everything below it, in ledger order.
pub async fn account_entries(
    tx: &mut ReadTx,
    book: BookId,
    code: &str,
    first: Period,
    last: Period,
) -> Outcome<Vec<LedgerLine>> {
    Ok(store::account_entries(tx, book, code, first, last).await?)
}

/// Entries on a bank account whose date lies in the span.
pub async fn bank_entries(tx: &mut ReadTx, book: BookId, code: &str, days: DateRange) -> Outcome<Vec<BankEntry>> {
    Ok(store::bank_entries(tx, book, code, days).await?)
}

/// One posted voucher.
///
/// Refuses: `ledger.no_such_voucher`.
pub async fn voucher(tx: &mut ReadTx, book: BookId, id: VoucherId) -> Outcome<PostedVoucher> {
    store::voucher(tx, book, id).await?.ok_or_else(|| LedgerRefusal::NoSuchVoucher.into())
}

/// Posted vouchers of one month, by number.
pub async fn vouchers(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<Vec<PostedVoucher>> {
    Ok(store::vouchers_between(tx, book, period, period).await?)
}

/// Posted vouchers of a span of months, by month and number.
pub async fn vouchers_between(
    tx: &mut ReadTx,
    book: BookId,
    first: Period,
    last: Period,
) -> Outcome<Vec<PostedVoucher>> {
    Ok(store::vouchers_between(tx, book, first, last).await?)
}

/// Posted vouchers up to the end of `last` that have an entry on a project (on any, where none is named), or are named
/// in `also`, or correct one of those named; by day and number, without their source documents.
pub async fn project_vouchers(
    tx: &mut ReadTx,
    book: BookId,
    project: Option<ProjectId>,
    also: &[VoucherId],
    last: Period,
) -> Outcome<Vec<PostedVoucher>> {
    Ok(store::project_vouchers(tx, book, project, also, last).await?)
}

/// The summaries a book has used most since a month, the most frequent first.
pub async fn frequent_summaries(tx: &mut ReadTx, book: BookId, since: Period) -> Outcome<Vec<String>> {
    Ok(store::frequent_summaries(tx, book, since).await?)
}

/// The posted vouchers a submission became: one, and its corrections.
pub async fn vouchers_of_submission(
    tx: &mut ReadTx,
    book: BookId,
    submission: SubmissionId,
) -> Outcome<Vec<(VoucherId, Period, VoucherNo)>> {
    Ok(store::vouchers_of_submission(tx, book, submission).await?)
}

/// The posted vouchers, of any book, that carry one of these documents: the document, the voucher's label and day.
pub async fn vouchers_of_documents(
    tx: &mut ReadTx,
    documents: &[DocumentId],
) -> Outcome<Vec<(DocumentId, String, Date)>> {
    Ok(store::vouchers_of_documents(tx, documents).await?)
}

/// Every kept movement of a book: month and key → debit, credit, and the carried parts of each.
pub async fn kept_movements(tx: &mut ReadTx, book: BookId) -> Outcome<BTreeMap<(Period, BalanceKey), [Money; 4]>> {
    Ok(store::kept_movements(tx, book).await?)
}
