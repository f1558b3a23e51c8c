//! All SQL of the room: rows are inserted and read, nothing else.

mod rows;
mod writing;

pub(super) use rows::{papers, readings};
pub(super) use writing::{
    insert_exemption, insert_grant, insert_memo, insert_purpose, insert_readings, insert_resolution, insert_step,
};
