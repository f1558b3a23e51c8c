use std::fmt;

use serde::Serialize;

use super::Fault;

/// What kind of no it is; mapped to a status code once, in `web`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The input is wrong and can be mended by the person.
    Invalid,
    /// This person may not do this.
    Forbidden,
    /// There is no such thing within this person's sight.
    NotFound,
    /// The thing has moved on: look again.
    Conflict,
}

/// A room's way of saying no. Its `Display` is the Chinese sentence the user reads.
pub trait Refusal: fmt::Display {
    /// Stable name, `room.reason`, listed in docs/errors.md.
    fn code(&self) -> &'static str;
    /// What kind of no.
    fn class(&self) -> Class;
    /// The form field it belongs to, when there is one.
    fn field(&self) -> Option<&'static str> {
        None
    }
}

/// One refusal, ready to be shown: the code, the sentence, where it belongs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Refused {
    /// Stable name, `ledger.unbalanced`.
    pub code: &'static str,
    /// What kind of no.
    #[serde(skip)]
    pub class: Class,
    /// The sentence for the user.
    pub message: String,
    /// The form field it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The line of the file it belongs to, 1-based, header counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
}

impl<R: Refusal> From<R> for Refused {
    fn from(refusal: R) -> Refused {
        Refused {
            code: refusal.code(),
            class: refusal.class(),
            message: refusal.to_string(),
            field: refusal.field().map(str::to_owned),
            row: None,
        }
    }
}

impl Refused {
    /// The same refusal, pointed at a line of a file.
    pub fn at_row(mut self, row: usize) -> Refused {
        self.row = Some(row);
        self
    }

    /// The same refusal, pointed at a form field.
    pub fn at_field(mut self, field: impl Into<String>) -> Refused {
        self.field = Some(field.into());
        self
    }
}

/// Why a use-case did not happen: the rule said no (with every reason at once), or we failed.
#[derive(Debug)]
pub enum Failure {
    /// The rule says no. Never empty.
    Refused(Vec<Refused>),
    /// We failed; the user gets a calm sentence and a reference number.
    Fault(Fault),
}

/// What a use-case returns.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// Turns a list of refusals into `Ok` when it is empty.
    pub fn unless_none(refused: Vec<Refused>) -> Outcome<()> {
        if refused.is_empty() { Ok(()) } else { Err(Failure::Refused(refused)) }
    }

    /// The refusals; empty for a fault.
    pub fn refusals(&self) -> &[Refused] {
        match self {
            Failure::Refused(list) => list,
            Failure::Fault(_) => &[],
        }
    }

    /// True when any refusal carries this code.
    pub fn is(&self, code: &str) -> bool {
        self.refusals().iter().any(|r| r.code == code)
    }
}

impl<R: Refusal> From<R> for Failure {
    fn from(refusal: R) -> Failure {
        Failure::Refused(vec![refusal.into()])
    }
}
impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        Failure::Refused(vec![refused])
    }
}
impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::Fault(fault)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(list) => {
                for (i, refused) in list.iter().enumerate() {
                    if i > 0 {
                        f.write_str("\n")?;
                    }
                    f.write_str(&refused.message)?;
                }
                Ok(())
            }
            Failure::Fault(fault) => fault.fmt(f),
        }
    }
}
