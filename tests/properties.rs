//! What must hold for any value and any legal sequence of acts, not only for the ones somebody thought of.
//!
//! A failure prints the smallest case proptest found; put it into the table of the noun file it belongs to.

#[path = "properties/books.rs"]
mod books;
#[allow(dead_code, reason = "the stories use more of it")]
#[path = "support/township.rs"]
mod township;
#[allow(dead_code, reason = "the stories use more of it")]
#[path = "support/postgres.rs"]
mod postgres;
#[path = "properties/plans.rs"]
mod plans;
#[path = "properties/values.rs"]
mod values;
#[path = "properties/years.rs"]
mod years;

use proptest::test_runner::{Config, RngSeed};

/// As many cases as that, the same on every machine: a failure is met again by running the test again.
fn settings(cases: u32) -> Config {
    Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(20_240_101), ..Config::default() }
}
