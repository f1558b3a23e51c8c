use crate::kernel::{Digest, DigestInput, FiscalYear, Money, Timestamp, YearSealId};

use super::balance::BalanceKey;

/// 年度封存 — the year stands for ever: its months' roots, the seal before it, and the opening of the next year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearSeal {
    /// Id.
    pub id: YearSealId,
    /// The year.
    pub year: FiscalYear,
    /// Either side of the next year's opening.
    pub total: Money,
    /// Digest of the next year's opening.
    pub opening_digest: Digest,
    /// Seal of the year before.
    pub previous_root: Digest,
    /// The seal.
    pub root: Digest,
    /// Who sealed it.
    pub sealed_name: String,
    /// When.
    pub sealed_at: Timestamp,
}

/// The seal of a year: the seal before it, the roots of its months in order, and the digest of the next opening.
pub fn year_root(book: &str, year: FiscalYear, previous: Digest, months: &[Digest], opening: Digest) -> Digest {
    let mut input = DigestInput::new("year/1");
    input.field("previous", previous).field("book", book).field("year", year.number()).field("months", months.len());
    for root in months {
        input.field("month", *root);
    }
    input.field("opening", opening).digest()
}

/// Digest of opening balances, debit positive, in key order.
pub fn opening_digest(balances: impl Iterator<Item = (BalanceKey, Money)>) -> Digest {
    let mut input = DigestInput::new("opening/1");
    for (key, fen) in balances {
        input
            .field("account", key.account)
            .field("household", key.household.map(|h| h.text()).unwrap_or_default())
            .field("counterparty", key.counterparty.map(|c| c.text()).unwrap_or_default())
            .field("project", key.project.map(|p| p.text()).unwrap_or_default())
            .field("fen", fen.fen());
    }
    input.digest()
}
