//! The use-cases: papers on a reporting day, posts at a change of hands.

mod papers;
mod posts;
mod listing;

pub use papers::{
    Missing, hand_over_papers, paper_handover, paper_handovers, papers_not_handed_over, receive_papers,
    whole_paper_handovers, withdraw_papers,
};
pub use posts::{
    call_off, confirm, confirm_on_paper, make_post_handover, post_handover, post_handovers_of, post_handovers_of_book,
};
