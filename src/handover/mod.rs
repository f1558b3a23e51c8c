//! 移交 — papers handed to the centre on a reporting day, and posts handed to a successor.
//!
//! A [`PaperHandover`] is 原始凭证移交清单: the clerk lists what lies in the envelope, the accountant ticks every item as
//! received and names what is missing. A [`PostHandover`] is the leaving of a clerk or an accountant: a list made from
//! the system at that instant, confirmed by who leaves, who comes and who supervises (监交); with the last confirmation
//! the old grant ends and the new one begins.
//!
//! Invariants: a paper stands on one open or received list, unless it was missing from it · nobody receives what he
//! handed over · three different people confirm a post · a post changes hands only with the last confirmation.
//!
//! Never: a list changed after it was made; a confirmation taken back.
//! Serves 会计基础工作规范 art. 25–35, 会计法 art. 39, domain/workflow.md §4, §11.

mod error;
mod papers;
mod post;
mod store;
mod service;

pub use error::HandoverRefusal;
pub use papers::{PaperEnd, PaperHandover, PaperItem};
pub use post::{Confirmed, HandoverSection, NewPostHandover, Party, PostHandover, PostRole, Way};
pub use service::{
    Missing, call_off, confirm, confirm_on_paper, hand_over_papers, make_post_handover, paper_handover,
    paper_handovers, papers_not_handed_over, post_handover, post_handovers_of, post_handovers_of_book, receive_papers,
    whole_paper_handovers, withdraw_papers,
};
