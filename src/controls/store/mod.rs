//! All SQL of the room.

mod settings;
mod findings;

pub(super) use findings::{findings, findings_of, insert_findings};
pub(super) use settings::{put_setting, settings};

/// `$3, $4, $5`; an empty list has one place too, for a value nothing equals.
fn places(first: usize, count: usize) -> String {
    let numbers: Vec<String> = (first..first + count.max(1)).map(|n| format!("${n}")).collect();
    numbers.join(", ")
}
