//! The use-cases, in the order of a submission's life.

mod moving;
mod drafting;
mod papers_used;
mod required;
mod receipt_numbers;
mod submitting;
mod marking;
mod controlling;
mod meetings;
mod signing;
mod centre;
mod ladders;
mod reading;
mod parties;
mod waits;
mod reminding;
mod reasons;
mod reporting;

pub use centre::{Entering, accept, delete_draft, post, proposal, return_to_clerk};
pub use controlling::{explain_acceptance, found_at_acceptance, found_at_review, review, warnings_of};
pub use drafting::{create_draft, save_draft, withdraw};
pub use ladders::{ladder_days, ladder_for, ladder_in_force, ladders, set_ladder};
pub use marking::{Opinion, mark_as_head, mark_as_member, mark_as_township, open_papers};
pub use meetings::{
    bindings_waiting, can_meet, close_meeting, come_to_meeting, group_on, hindrances_of, meeting_sheet, meetings,
    open_at_meeting, open_meeting,
};
pub use parties::other_parties;
pub use reading::{
    counts, habits, kept_as, of_book, of_clerk, receipt_items, submission_behind, thread, to_sign, waiting_for,
    waiting_in, with_papers,
};
pub use reasons::{NewReason, add_reason, listed_reasons, retire_reason, return_reasons, untold_reasons};
pub use reminding::remind;
pub use reporting::{histories, histories_of, reporting_rules, set_reporting_days};
pub use required::{NewPaperAmount, paper_rules, paper_settings, set_paper_rules};
pub use signing::{Signed, confirm_binding, decline_binding, meeting_of_binding, record_binding, sign_by_pin};
pub use submitting::{hand_in, stand_in_line, submit};
pub use waits::{deadline_rules, waits, waits_in, waits_in_book};
