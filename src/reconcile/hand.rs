use crate::audit::Actor;
use crate::auth::{Accountant, AuthRefusal, Cashier, Standing};
use crate::kernel::{BookId, UserId};

/// Whose hands may bring in bank files, pair lines and make a sheet: the accountant's or the cashier's.
///
/// Reviewing a sheet takes an accountant who did not make it, so the cashier never reconciles alone.
/// Source: 会计法 art. 35; 会计基础工作规范 art. 12.
#[derive(Clone, Debug)]
pub enum BankHand {
    /// 专管员.
    Accountant(Accountant),
    /// 资金会计.
    Cashier(Cashier),
}

impl BankHand {
    /// The hand a person has in a book.
    ///
    /// Refuses: `auth.no_such_book`, `auth.role_needed`.
    pub fn of(standing: &Standing, book: BookId) -> Result<BankHand, AuthRefusal> {
        match standing.cashier(book) {
            Ok(cashier) => Ok(BankHand::Cashier(cashier)),
            Err(_) => standing.accountant(book).map(BankHand::Accountant),
        }
    }

    /// Who.
    pub const fn actor(&self) -> &Actor {
        match self {
            BankHand::Accountant(by) => by.actor(),
            BankHand::Cashier(by) => by.actor(),
        }
    }

    /// The person.
    pub const fn id(&self) -> UserId {
        match self {
            BankHand::Accountant(by) => by.id(),
            BankHand::Cashier(by) => by.id(),
        }
    }

    /// The one book.
    pub const fn book(&self) -> BookId {
        match self {
            BankHand::Accountant(by) => by.book(),
            BankHand::Cashier(by) => by.book(),
        }
    }
}

impl From<Accountant> for BankHand {
    fn from(by: Accountant) -> BankHand {
        BankHand::Accountant(by)
    }
}

impl From<Cashier> for BankHand {
    fn from(by: Cashier) -> BankHand {
        BankHand::Cashier(by)
    }
}
