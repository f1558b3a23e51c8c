//! What is done with questions: asked by the village, handled by the centre, explained, answered, overseen.

mod asking;
mod handling;
mod answering;
mod reading;
mod overdue;
mod retention;
mod step;

pub use answering::{answer, approve, call, explain, hand_back, rate, redo};
pub use asking::{NewQuestion, ask, form_key, sum_is_asked};
pub use handling::{Taken, accept, assign, candidates, merge, reject, sort, urge};
pub use overdue::{Overdue, Tally, overdue_on, tally};
pub use reading::{answer_clock, by_ticket, of_book, of_span, of_standing, one, waiting_for};
pub use retention::{archive, see_contact};
