//! How this room says no: to a bank file, to what is told of its layout, and to what is done with its lines.

mod statement;
mod profile;
mod opening;
mod party;
mod imprest;
mod act;

pub use act::ReconcileRefusal;
pub use imprest::ImprestRefusal;
pub use opening::OpeningItemRefusal;
pub use party::PartyRefusal;
pub use profile::ProfileRefusal;
pub use statement::StatementRefusal;
