//! 操作日志 — who did what, when, to what, in a chain nobody can thin out.
//!
//! Each scope (the township, or one book) has its own chain: an event carries the digest of the
//! one before it. Events are only ever inserted; the database refuses anything else.
//! Serves 财会〔2024〕12号 art. 11, 32.
//!
//! Never: a password, a token or a whole document in an event.

mod event;
mod store;
mod service;

pub use event::{Act, Actor, Event, Scope, Search};
pub use service::{Break, events, hold, lengths, prove, record, record_with, search};
