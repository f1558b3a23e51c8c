//! The use-cases of disclosure: compose, lay hands on, publish, read, prove.

mod aside;
mod gathering;
mod composing;
mod road;
mod reading;
mod proving;
mod public;
mod releasing;

pub use composing::{Batch, compose, compose_all, spans_of};
pub use proving::{verify, verify_all};
pub use public::{PublicVillage, PublishedBook, public_village, public_villages};
pub use reading::{
    due_on, head, heads_of_book, heads_of_quarter, opinions, past_sheets, published, published_since, quorum,
    sheet_for_print, waiting_for,
};
pub use releasing::{desk_papers, public_papers, release, withdraw};
pub use road::{check, photo_posted, publish, say, sign};
