//! People, their roles, their sessions — and permits: proof, held as a value, that someone may act.
//!
//! A use-case takes a permit (`Clerk`, `Accountant`, …), never a user id; a permit is made only by
//! [`Standing`], from the grants that hold right now. A book outside a person's grants does not
//! exist for them: the refusal is 404, not 403.
//! Serves 会计法 art. 27, 会计基础工作规范 (separation of duties).
//!
//! A role outside its term, or a seat a substitute has taken, gives no permit: every question that leads to one is
//! asked through `in_force`. Nobody who leads a village or handles its money, nor a recorded near relative, sits in
//! its finance group. A PIN signs for its own member only.
//!
//! Never: a PIN shown or logged; a default password; a role asked for by name in a page; a session token stored in the
//! clear; a transaction held while a password is hashed; a session written on every request.

mod error;
mod role;
mod permit;
mod term;
mod kinship;
mod person;
mod password;
mod pin;
mod session;
mod service;
mod store;

pub use error::AuthRefusal;
pub use kinship::{Cadre, ClerkRule, Kin, Kinship, Office, Relation, office_name, offices, relation_name, relations};
pub use password::{Hashing, Password, SealedPassword};
pub use permit::{
    Accountant, Administrator, Auditor, Cashier, Chief, Clerk, Convener, Director, Grant, GroupMember, LogReader,
    QuestionWatcher, Reader, ReceiptKeeper, Sealer, Standing, Supervisor, VillageHead,
};
pub use person::{Holding, NewPerson, Person, Staff, may_hold};
pub use pin::{Pin, PinCode, SealedCode};
pub use role::Role;
pub use service::{
    Attempt, FirstPin, NewGrant, OwnPasswords, OwnPin, anybody, change_own_password, create_person,
    create_person_with_own_password, disable, enable, end_office, first_administrator, give_pin_code, grant, grant_for,
    grants_of, holders, holdings, kin_by_book, kinship, log_in, log_out, member_by_pin, pass_on, people_in_use, person,
    person_by_login, record_cadre, record_kin, revoke, revoke_sessions, sessions, set_first_pin, set_own_pin,
    set_password, set_term, staff, standing, standing_of, take_back_kin, terms_ending, touch, with_pin,
};
pub use session::{Session, Token, form_token};
pub use term::{HeldGrant, Term, TermShown};
