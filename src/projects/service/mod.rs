//! The use-cases: papers written down, lines told to a project, where a project stands.

mod recording;
mod memo;
mod reading;
mod telling;

pub use memo::{add_exemption, add_memo};
pub use reading::{Burden, Ceiling, burden, papers, papers_of_book, project, standing, standings};
pub use recording::{add_grant, add_resolution, set_purpose, take_step};
pub use telling::{Unread, booked, read_lines, unread};
