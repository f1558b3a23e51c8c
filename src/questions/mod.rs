//! 村民质询 — a villager asks about a published sheet or one line of it, and is answered in the open.
//!
//! A [`Question`] is what was asked, and the acts on it in their order; everything else about it (where it stands, who
//! has it, what was answered) is read off those acts. Its whole life is [`State::next`]: 受理—分类—交办—督办—答复—回访—归档.
//! Who asks needs no account: a [`FormKey`] signs the form, a [`Ticket`] of twelve digits leads back to the answer.
//!
//! Invariants: nothing asked or done is changed (triggers) · a question is public only after it was accepted, in the
//! wording it was accepted with · one person answers for it from acceptance on (首问负责) · the clock runs from the asking,
//! for so many days as the policy of that day says, and a duplicate is merged only into an earlier one, so no time is
//! won by it · only the asker holds the ticket, so only the asker rates · satisfaction is asked once.
//! Serves 农村集体经济组织法 art. 30(11), 村民委员会组织法 art. 30–31, domain/disclosure.md §4, §5, D7.
//!
//! Never: an asker's name or number in a list, an address, a log or on a public page; where somebody asked from; a
//! question answered by nobody in particular.

mod error;
mod state;
mod kind;
mod ticket;
mod form;
mod question;
mod clock;
mod turn;
mod service;
mod store;

pub use clock::{AnswerClock, Due};
pub use error::QuestionRefusal;
pub use form::{FilledForm, FormKey, Sum};
pub use kind::{QuestionKind, Satisfaction};
pub use question::{Answer, AskedLine, Contact, Person, Question, QuestionAct, Rating, Subject};
pub use service::{
    NewQuestion, Overdue, Taken, Tally, accept, answer, answer_clock, approve, archive, ask, assign, by_ticket, call,
    candidates, explain, form_key, hand_back, merge, of_book, of_span, of_standing, one, overdue_on, rate, redo,
    reject, see_contact, sort, sum_is_asked, tally, urge, waiting_for,
};
pub use state::{Act, State};
pub use ticket::{NotATicket, Ticket};
pub use turn::{Turn, Waiting};
