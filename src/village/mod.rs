//! The township, its villages, their books (账套), and the dimensions of a book.
//!
//! A village keeps one or more books; money belongs to a book, never just to a village. A book is
//! opened under its 会计委托代理协议. Ownership, use, approval and income rights stay with the
//! village (四权不变): nothing here grants the centre any of them.
//! Open points of the regulations are named policy settings, dated, per township with a book's own
//! value over it.
//! Which days are worked is a calendar the centre fills in ([`WorkingDays`]): a day nobody has filled in is
//! what its weekday says.
//! Serves 农村集体经济组织法 art. 44, 财农〔2021〕121号 art. 33, 财会〔2024〕28号.
//!
//! Never: a deleted book, household or counterparty; a used one is closed to new entries.

mod error;
mod book;
mod dimension;
mod policy;
mod working_days;
mod service;
mod store;

pub use book::{Agreement, Book, BookKind, NewAgreement, NewBook, Township, Village};
pub use dimension::{
    BankAccount, Counterparty, CounterpartyKind, Dimensions, Household, HouseholdKind, NewBankAccount, Party, Project,
    ProjectKind,
};
pub use error::VillageRefusal;
pub use policy::{POLICIES, Policies, PolicyName, PolicySetting};
pub use service::{
    add_bank_account, add_book, add_counterparty, add_household, add_project, agreement_of, bank_account,
    bank_accounts, book, book_by_code, books, clear_day, clerk_rule, counterparties, dimensions, found, households,
    policies, policy, policy_settings, projects, record_agreement, set_days, set_phone, set_policy, special_days,
    township, villages, working_days,
};
pub use working_days::{DayKind, SpecialDay, WorkingDays};
