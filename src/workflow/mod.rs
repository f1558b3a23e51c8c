//! 报账 → 理财 → 审核 → 记账: one economic event on its way from a receipt to the books.
//!
//! A [`Submission`] is said in plain words on one of four cards and carries its source documents.
//! It climbs the ladder its book resolved — the finance group before the village head — and every
//! mark is on a digest of what was seen: change a word and the marks are void, visibly. The centre
//! takes it in as a proposed voucher from the business-item table, or gives it back with every
//! reason at once. Its whole life is one function, [`State::next`].
//!
//! Invariants: nothing reaches the books without every step of its ladder · nobody signs his own
//! claim · a step that is a meeting has its resolution attached · a double click is one submission ·
//! every waiting item names the one it waits for, and since when · one invoice, one file, is handed in once in the
//! whole township · what an item of its kind brings at its amount is there before it goes.
//!
//! Nobody agrees to papers that were not opened, approves a near relative's claim, or signs with another's PIN. What is
//! signed on paper is bound to the list it was printed from, recorded by one and confirmed by another.
//!
//! Never: a debit or a credit before acceptance; a mark or an event changed; an item of another book.
//! Serves 农经发〔2011〕13号, 村民委员会组织法 art. 32, 会计基础工作规范 art. 48.

mod error;
mod card;
mod state;
mod business_item;
mod receipt_item;
mod return_reason;
mod ladder;
mod paper_error;
mod papers_needed;
mod invoices;
mod submission;
mod own_papers;
mod progress;
mod meeting;
mod propose;
mod thread;
mod warning;
mod station;
mod deadline;
mod wait;
mod reporting_day;
mod history;
mod service;
mod store;

pub use business_item::{BusinessItem, Need, Place, business_item, business_items};
pub use card::{Approver, Card, PaidBy, Verdict, WaitsFor, Way};
pub use deadline::{Candidate, Deadline, DeadlineRules, Urgency, responsible};
pub use error::{TimingRefusal, WorkflowRefusal};
pub use history::{Event, History};
pub use ladder::{Ladder, LadderRow, Step};
pub use meeting::{
    Binding, BindingAnswer, BindingState, BindingWaiting, Hindrance, ItemResult, Meeting, MeetingRefusal, MeetingSheet,
    NewBinding, NewMeeting, Said, Seat, SheetItem,
};
pub use paper_error::PaperRefusal;
pub use papers_needed::{PaperNeed, PaperNeeded, PaperRule, PaperSetting, PaperState, papers_needed};
pub use progress::{Group, GroupRule, Mark, Progress, Tally, progress, tally};
pub use propose::{BookFacts, propose};
pub use receipt_item::ReceiptItem;
pub use reporting_day::{ReportingKind, ReportingRule, ReportingRules};
pub use return_reason::{ListedReason, REASON_FIELDS, ReturnReason, TOLD_LATE};
pub use service::{
    Entering, NewPaperAmount, NewReason, Opinion, Signed, accept, add_reason, bindings_waiting, can_meet,
    close_meeting, come_to_meeting, confirm_binding, counts, create_draft, deadline_rules, decline_binding,
    delete_draft, explain_acceptance, found_at_acceptance, found_at_review, group_on, habits, hand_in, hindrances_of,
    histories, histories_of, kept_as, ladder_days, ladder_for, ladder_in_force, ladders, listed_reasons, mark_as_head,
    mark_as_member, mark_as_township, meeting_of_binding, meeting_sheet, meetings, of_book, of_clerk, open_at_meeting,
    open_meeting, open_papers, other_parties, paper_rules, paper_settings, post, proposal, receipt_items,
    record_binding, remind, reporting_rules, retire_reason, return_reasons, return_to_clerk, review, save_draft,
    set_ladder, set_paper_rules, set_reporting_days, sign_by_pin, stand_in_line, submission_behind, submit, thread,
    to_sign, untold_reasons, waiting_for, waiting_in, waits, waits_in, waits_in_book, warnings_of, with_papers,
    withdraw,
};
pub use state::{Action, State};
pub use station::Station;
pub use submission::{
    DOCUMENT_LIMIT, EXPLANATION_LIMIT, HANDLER_LIMIT, PARTY_LIMIT, REASON_LIMIT, RECEIPT_NO_LIMIT, Submission,
    SubmissionContent,
};
pub use thread::{Count, Habits, Rung, ShownMark, Thread, ThreadEntry};
pub use wait::{Wait, Waits};
pub use warning::{Warning, explanations};
