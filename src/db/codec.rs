use std::fmt::Display;
use std::str::FromStr;

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::kernel::{Date, Digest, Fault, Money, Timestamp};

/// Reads our column vocabulary out of a row: text and bigint, and what we keep in them.
pub trait Columns {
    /// Text.
    fn text(&self, column: &'static str) -> Result<String, Fault>;
    /// Text that may be absent.
    fn text_or_none(&self, column: &'static str) -> Result<Option<String>, Fault>;
    /// A whole number.
    fn whole(&self, column: &'static str) -> Result<i64, Fault>;
    /// Fen.
    fn money(&self, column: &'static str) -> Result<Money, Fault> {
        self.whole(column).map(Money::from_fen)
    }
    /// Anything that reads itself from text: ids, periods, our enums.
    fn parsed<T: FromStr<Err: Display>>(&self, column: &'static str) -> Result<T, Fault> {
        let text = self.text(column)?;
        text.parse().map_err(|e| Fault::new("reading a column", format!("{column} = {text:?}: {e}")))
    }
    /// A digest. A text that is none is read as its own digest, which stands for nothing else: whoever compares it finds
    /// what was changed and says where, and no page fails over it.
    fn digest(&self, column: &'static str) -> Result<Digest, Fault> {
        let text = self.text(column)?;
        Ok(text.parse().unwrap_or_else(|_| Digest::of(text.as_bytes())))
    }
    /// Like `parsed`, where the empty text means none.
    fn parsed_or_none<T: FromStr<Err: Display>>(&self, column: &'static str) -> Result<Option<T>, Fault> {
        if self.text(column)?.is_empty() { Ok(None) } else { self.parsed(column).map(Some) }
    }
    /// A day.
    fn date(&self, column: &'static str) -> Result<Date, Fault> {
        self.parsed(column)
    }
    /// An instant.
    fn instant(&self, column: &'static str) -> Result<Timestamp, Fault> {
        let text = self.text(column)?;
        Timestamp::parse(&text)
            .ok_or_else(|| Fault::new("reading a column", format!("{column} = {text:?} is no instant")))
    }
    /// An instant, where the empty text means none.
    fn instant_or_none(&self, column: &'static str) -> Result<Option<Timestamp>, Fault> {
        if self.text(column)?.is_empty() { Ok(None) } else { self.instant(column).map(Some) }
    }
}

impl Columns for AnyRow {
    fn text(&self, column: &'static str) -> Result<String, Fault> {
        self.try_get(column).map_err(Fault::while_("reading a column"))
    }
    fn text_or_none(&self, column: &'static str) -> Result<Option<String>, Fault> {
        self.try_get(column).map_err(Fault::while_("reading a column"))
    }
    fn whole(&self, column: &'static str) -> Result<i64, Fault> {
        self.try_get(column).map_err(Fault::while_("reading a column"))
    }
}

/// True when the statement met a row that is already there.
pub fn is_unique_violation(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|e| e.is_unique_violation())
}

/// The reason a trigger of ours gave, `IMMUTABLE: voucher`, on either engine.
pub fn trigger_refusal(error: &sqlx::Error) -> Option<String> {
    let message = error.as_database_error()?.message().to_owned();
    ["IMMUTABLE: ", "UNBALANCED: ", "GAP: "].iter().any(|p| message.contains(p)).then_some(message)
}
