//! The use-cases of disclosure: compose, lay hands on, publish, read, prove.

mod aside;
mod gathering;
mod composing;
mod road;
mod reading;
mod proving;
mod special;
mod correcting;
mod annual;
mod notices;
mod notice_road;
mod public;
mod releasing;

pub use annual::{annual_due, annual_meetings, compose_annual, enter_meeting};
pub use composing::{Batch, compose, compose_all, spans_of};
pub use correcting::{compose_correction, corrections_of_sheet, decline_correction};
pub use notice_road::{check_notice, notice_posted, publish_notice, say_of_notice, sign_notice};
pub use notices::{notice_for_print, notices, notices_waiting, public_notice, published_notices};
pub use proving::{verify, verify_all};
pub use public::{PublicVillage, PublishedBook, public_village, public_villages};
pub use reading::{
    due_on, head, heads_of_book, heads_of_quarter, opinions, past_sheets, published, published_since, quorum,
    sheet_for_print, waiting_for,
};
pub use releasing::{desk_papers, public_papers, release, withdraw};
pub use road::{check, photo_posted, publish, say, sign};
pub use special::{DueNotices, compose_special, decline_special, due_notices};
