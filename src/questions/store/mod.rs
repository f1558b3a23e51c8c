//! All SQL of the questions.

mod acts;
mod asking;
mod contacts;
mod reading;

pub(super) use acts::insert_act;
pub(super) use asking::{asked_since, form_key, insert_question, next_serial, put_form_key};
pub(super) use contacts::{contact, contacts_left, remove_contacts};
pub(super) use reading::{by_once, by_serial, by_ticket, merged_with, of_book, of_span, one, standing_open};
