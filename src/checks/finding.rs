use crate::ledger::PostedVoucher;

/// How much a problem weighs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The books cannot be trusted until it is explained.
    Error,
    /// Worth a person's look; the books stand.
    Note,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `2025-09 记-0012`.
    pub at: String,
    /// What, with the figures.
    pub what: String,
    /// Where to look: below `/books/{code}/`, or from the root when it begins with `/`; may be empty.
    pub link: String,
}

impl Problem {
    /// Where and what.
    pub fn new(at: impl Into<String>, what: impl Into<String>) -> Problem {
        Problem { at: at.into(), what: what.into(), link: String::new() }
    }

    /// Of a posted voucher, which is the place to look.
    pub(super) fn of_voucher(voucher: &PostedVoucher, what: impl Into<String>) -> Problem {
        Problem::new(voucher.label(), what).on(&format!("vouchers/{}", voucher.id))
    }

    /// The page to look at.
    pub(super) fn on(mut self, link: &str) -> Problem {
        link.clone_into(&mut self.link);
        self
    }

    /// The address of the page to look at, for a book by its code; empty when there is none.
    pub fn href(&self, book: &str) -> String {
        match self.link.as_str() {
            "" => String::new(),
            link if link.starts_with('/') => link.to_owned(),
            link => format!("/books/{book}/{link}"),
        }
    }
}

/// What one check found in one book (or, for the log, in the township).
#[derive(Clone, Debug)]
pub struct Finding {
    /// Id of the check.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its clause.
    pub clause: &'static str,
    /// How much its problems weigh.
    pub severity: Severity,
    /// Code of the book; empty for the township.
    pub book: String,
    /// What is wrong; nothing when it holds.
    pub problems: Vec<Problem>,
}

impl Finding {
    /// True when it holds, or only asks for a look.
    pub fn holds(&self) -> bool {
        self.problems.is_empty() || self.severity == Severity::Note
    }
}
