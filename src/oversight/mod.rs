//! 监督: how long things take, village by village and month by month, summed from what happened and nothing else.
//!
//! A [`Stay`] is the time one item spent at one step; it is read off the item's thread and its marks. A [`Bulletin`]
//! (通报) counts what was handed in, accepted, given back and why, and how long each step took, against the limits of
//! the day. A [`Trend`] is a village's money and work by month, for the charts.
//! Serves PRODUCT promise 11 (首问负责, 限时办结), domain/workflow.md §4.
//!
//! Invariants: every figure is a count or a sum of events, marks or kept balances; nothing is estimated.
//!
//! Never: a table of its own, a figure typed by hand, a float.

mod step;
mod stay;
mod reporting;
mod bulletin;
mod trend;
mod service;
#[cfg(test)]
mod tests;

pub use bulletin::{Bulletin, MonthFigures, StepFigures, figures};
pub use reporting::{DayKept, days_kept};
pub use service::{bulletin_of, bulletins, days_of_book, days_of_books, trend};
pub use stay::{Stay, stays};
pub use step::Step;
pub use trend::{Trend, TrendMonth};
