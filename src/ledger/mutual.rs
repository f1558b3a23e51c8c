use crate::kernel::{BookId, CounterpartyId, HouseholdId, Money, Timestamp};

/// A party of one book that is another book of the township.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkedAs {
    /// 内设机构 or other name under 内部往来.
    Household(HouseholdId),
    /// 往来单位.
    Counterparty(CounterpartyId),
}

impl MarkedAs {
    /// Word and id, as they are kept.
    pub(super) fn kept(self) -> (&'static str, String) {
        match self {
            MarkedAs::Household(id) => ("household", id.text()),
            MarkedAs::Counterparty(id) => ("counterparty", id.text()),
        }
    }
}

/// A mark that holds, or a party that bears a book's name and is not marked yet.
#[derive(Clone, Debug)]
pub struct MutualParty {
    /// The book the party is in.
    pub book: BookId,
    /// The party.
    pub party: MarkedAs,
    /// Its name there.
    pub name: String,
    /// The book it is.
    pub other: BookId,
    /// Who marked it and when; `None` for a proposal.
    pub marked: Option<(String, Timestamp)>,
}

/// What one account of a book stands at with a party that is another book. Debit positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MutualSum {
    /// The book.
    pub book: BookId,
    /// The book the party is.
    pub other: BookId,
    /// Code of the account.
    pub code: String,
    /// Opening of the span.
    pub opening: Money,
    /// Closing of the span.
    pub closing: Money,
    /// Movement without carry-forward vouchers.
    pub turnover: Money,
}
