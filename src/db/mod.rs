//! The only room that knows which engine runs: SQLite in one file, or PostgreSQL.
//!
//! Two doors. [`Db::read`] gives a consistent view; [`Db::write`] runs one use-case and answers
//! when its commit is durable. On SQLite every write goes through one queue that commits what is
//! waiting together (group commit), each use-case in its own savepoint, so a refused one leaves
//! nothing behind. On PostgreSQL a write is a plain transaction.
//!
//! Never: a transaction held across password hashing, PDF work or a request body; an engine name
//! asked for anywhere else; SQL built from text at run time.

mod connect;
mod tx;
mod writer;
mod migrate;
mod codec;
mod rows;
mod sheaf;

pub use codec::{Columns, is_unique_violation, trigger_refusal};
pub use connect::{Db, Durability};
pub use migrate::tables_version;
pub use rows::{Cell, RowsInto};
pub use sheaf::Sheaf;
pub use tx::{ReadTx, WriteTx};
