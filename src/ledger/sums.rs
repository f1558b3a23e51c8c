use crate::kernel::{BookId, Money};

/// The sums of one account of one book over a span of months, as a statement wants them. Debit positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSum {
    /// The book.
    pub book: BookId,
    /// Code of the account.
    pub code: String,
    /// Opening: parties that stand in debit, and (negative) those in credit.
    pub opening: [Money; 2],
    /// Closing: parties that stand in debit, and (negative) those in credit.
    pub closing: [Money; 2],
    /// Movement without carry-forward vouchers.
    pub turnover: Money,
}

/// What stood opposite an account, summed over its vouchers by the other account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OppositeSum {
    /// The book.
    pub book: BookId,
    /// Code of the other account.
    pub code: String,
    /// Entries that net to credit.
    pub credited: Money,
    /// Entries that net to debit, positive.
    pub debited: Money,
}
