//! People, their roles, their sessions — and permits: proof, held as a value, that someone may act.
//!
//! A use-case takes a permit (`Clerk`, `Accountant`, …), never a user id; a permit is made only by
//! [`Standing`], from the grants that hold right now. A book outside a person's grants does not
//! exist for them: the refusal is 404, not 403.
//! Serves 会计法 art. 27, 会计基础工作规范 (separation of duties).
//!
//! Never: a default password; a role asked for by name in a page; a session token stored in the clear.

mod error;
mod role;
mod permit;

pub use error::AuthRefusal;
pub use permit::{
    Accountant, Administrator, Cashier, Chief, Clerk, Director, Grant, GroupMember, Reader, Standing, VillageHead,
};
pub use role::Role;
