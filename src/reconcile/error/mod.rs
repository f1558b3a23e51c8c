//! How this room says no: to a bank file, and to what is done with its lines.

mod statement;
mod act;

pub use act::ReconcileRefusal;
pub use statement::StatementRefusal;
