//! All SQL of the room.

mod submissions;
mod counts;
mod threads;
mod ladders;
mod habits;
mod parties;
mod papers;
mod history;
mod waits;
mod reasons;
mod histories;
mod reporting_days;
mod meetings;
mod bindings;

pub(super) use bindings::{binding, bindings, bindings_waiting, insert_answer, insert_binding};
pub(super) use counts::{counts, waiting_in};
pub(super) use habits::{items_by_use, parties_by_use, reasons_by_use, signed_by};
pub(super) use histories::histories;
pub(super) use history::history;
pub(super) use ladders::{ladder, ladder_days, ladders, put_ladder};
pub(super) use meetings::{
    closing, has_opened, insert_closing, insert_meeting, insert_opened, insert_present, items, marks_of_meeting,
    meeting, meeting_by_key, meetings, opened_at, seats,
};
pub(super) use papers::{Holder, holders_of, paper_settings, put_paper_settings, receipt_items};
pub(super) use parties::other_parties;
pub(super) use reasons::{
    added_reasons, insert_reason, insert_return, reason_uses, retire_reason, retired_reasons, returns,
};
pub(super) use reporting_days::{put_reporting_rule, reporting_rules};
pub(super) use submissions::{
    Books, Wanted, by_once_key, document_in_use, draw_serial, hold, insert, keep_all_still, keep_still,
    replace_documents, save, stand_in_line, submission, submissions, undraw_serial, with_papers,
};
pub(super) use threads::{add_entry, entries, insert_mark, marks};
pub(super) use waits::{Hands, hands, on_the_way, signers};

/// `$3, $4, $5`; an empty list has one place too, for a value nothing equals.
fn places(first: usize, count: usize) -> String {
    let numbers: Vec<String> = (first..first + count.max(1)).map(|n| format!("${n}")).collect();
    numbers.join(", ")
}
