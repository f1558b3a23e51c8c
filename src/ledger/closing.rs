use crate::kernel::{ClosureId, Digest, DigestInput, Period, Timestamp};

use super::balance::BalanceRow;

/// The state of one month of one book.
#[allow(
    clippy::large_enum_variant,
    reason = "one is asked for at a time and matched on at once; a box would only hide the closure"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MonthState {
    /// Takes vouchers.
    Open,
    /// Takes none; its root stands.
    Closed(Closure),
}

/// 结账 of one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// Id.
    pub id: ClosureId,
    /// The month.
    pub period: Period,
    /// Vouchers in it, 1..n.
    pub voucher_count: i64,
    /// Source-document pages they carry.
    pub document_count: i64,
    /// Digest of its last voucher, which chains all before it.
    pub vouchers_digest: Digest,
    /// Digest of its closing balances.
    pub balances_digest: Digest,
    /// Root of the month before.
    pub previous_root: Digest,
    /// The root.
    pub root: Digest,
    /// Who closed it.
    pub closed_name: String,
    /// When.
    pub closed_at: Timestamp,
}

/// What a month's root is taken over.
pub struct SealInput<'a> {
    /// Book, as text.
    pub book: &'a str,
    /// The month.
    pub period: Period,
    /// Vouchers.
    pub voucher_count: i64,
    /// Digest of the last voucher.
    pub vouchers_digest: Digest,
    /// Digest of the closing balances.
    pub balances_digest: Digest,
    /// Root of the month before.
    pub previous_root: Digest,
}

/// The root of a closed month: its vouchers, its closing balances, and the root before it.
pub fn seal_root(input: &SealInput<'_>) -> Digest {
    DigestInput::new("period/1")
        .field("previous", input.previous_root)
        .field("book", input.book)
        .field("period", input.period)
        .field("voucher_count", input.voucher_count)
        .field("vouchers", input.vouchers_digest)
        .field("balances", input.balances_digest)
        .digest()
}

/// Digest of closing balances; rows that stand at nothing are left out, order does not matter.
pub fn balances_digest(rows: &[BalanceRow]) -> Digest {
    let mut standing: Vec<&BalanceRow> = rows.iter().filter(|r| !r.closing().is_zero()).collect();
    standing.sort_by_key(|r| r.key);
    let mut input = DigestInput::new("balances/1");
    for row in standing {
        input
            .field("account", row.key.account)
            .field("household", row.key.household.map(|h| h.text()).unwrap_or_default())
            .field("counterparty", row.key.counterparty.map(|c| c.text()).unwrap_or_default())
            .field("project", row.key.project.map(|p| p.text()).unwrap_or_default())
            .field("fen", row.closing().fen());
    }
    input.digest()
}
