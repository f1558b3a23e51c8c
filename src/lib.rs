//! 明账 Mingzhang — books that stand in the light.
//!
//! The rooms stand in dependency order: a room may use only rooms listed above it.
//! `tests/tidy.rs` reads the order from this file and holds it.

/// Values every room speaks; no I/O.
pub mod kernel;
