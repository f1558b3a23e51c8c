//! What was typed into a settings form, read field by field so that every fault is told at once.

use crate::kernel::{Date, Failure, Outcome, Period, Refused};

use crate::web::error::WebRefusal;
use crate::web::reports::month;

/// The faults met so far.
#[derive(Default)]
pub(super) struct Faults(Vec<Refused>);

impl Faults {
    /// A day; the first of all days when it is none, with the fault kept.
    pub(super) fn day(&mut self, field: &'static str, typed: &str) -> Date {
        typed.trim().parse().unwrap_or_else(|_| {
            self.add(field, WebRefusal::NoSuchDate { typed: typed.trim().to_owned() });
            Date::default()
        })
    }

    /// A month.
    pub(super) fn month(&mut self, field: &'static str, typed: &str) -> Option<Period> {
        let read = month(typed).unwrap_or_default();
        if read.is_none() {
            self.add(field, WebRefusal::NotAMonth { typed: typed.trim().to_owned() });
        }
        read
    }

    /// One of a list of choices.
    pub(super) fn choice<T: std::str::FromStr>(&mut self, field: &'static str, typed: &str) -> Option<T> {
        let read = typed.parse().ok();
        if read.is_none() {
            self.add(field, WebRefusal::NothingChosen);
        }
        read
    }

    fn add(&mut self, field: &'static str, refusal: WebRefusal) {
        self.0.push(Refused::from(refusal).at_field(field));
    }

    /// What was read, unless something could not be.
    pub(super) fn unless_any<T>(self, read: Option<T>) -> Outcome<T> {
        match read {
            Some(read) if self.0.is_empty() => Ok(read),
            _ => Err(Failure::Refused(self.0)),
        }
    }
}
