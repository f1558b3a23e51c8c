//! All SQL of the handovers.

mod papers;
mod posts;

pub(super) use papers::{
    end_paper_handover, insert_missing, insert_paper_handover, named_missing, next_serial, on_lists, paper_handover,
    paper_handovers, whole_paper_handovers,
};
pub(super) use posts::{Whose, insert_cancelled, insert_mark, insert_post_handover, post_handover, post_handovers};
