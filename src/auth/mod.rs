//! People, their roles, their sessions — and permits: proof, held as a value, that someone may act.
//!
//! A use-case takes a permit (`Clerk`, `Accountant`, …), never a user id; a permit is made only by
//! [`Standing`], from the grants that hold right now. A book outside a person's grants does not
//! exist for them: the refusal is 404, not 403.
//! Serves 会计法 art. 27, 会计基础工作规范 (separation of duties).
//!
//! Never: a default password; a role asked for by name in a page; a session token stored in the
//! clear; a transaction held while a password is hashed; a session written on every request.

mod error;
mod role;
mod permit;
mod person;
mod password;
mod session;
mod service;
mod store;

pub use error::AuthRefusal;
pub use password::{Hashing, Password, SealedPassword};
pub use permit::{
    Accountant, Administrator, Auditor, Cashier, Chief, Clerk, Director, Grant, GroupMember, LogReader, Reader,
    ReceiptKeeper, Sealer, Standing, Supervisor, VillageHead,
};
pub use person::{Holding, NewPerson, Person, Staff, may_hold};
pub use role::Role;
pub use service::{
    Attempt, OwnPasswords, anybody, change_own_password, create_person, create_person_with_own_password, disable,
    enable, first_administrator, grant, grants_of, holders, holdings, log_in, log_out, pass_on, people_in_use, person,
    person_by_login, revoke, revoke_sessions, sessions, set_password, staff, standing, standing_of, touch,
};
pub use session::{Session, Token, form_token};
