//! The use-cases: what holds, what is found, what was said.

mod setting;
mod looking;
mod keeping;

pub use keeping::{explain, kept, kept_for, record};
pub use looking::{cash_box, standing};
pub use setting::{set, settings, settings_ever};
