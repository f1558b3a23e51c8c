//! All SQL of the receipt books.

mod books;
mod leaves;

pub(super) use books::{
    NewAct, books, insert_act, insert_books, insert_issue, issue, issues, issues_of_book, overlapping,
};
pub(super) use leaves::{counts, events_of_book, events_of_issue, insert_event, used_by};
