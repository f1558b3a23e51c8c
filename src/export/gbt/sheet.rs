use std::borrow::Cow;

use encoding_rs::GB18030;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::kernel::{Date, Fault, Money};

use super::forms::{Field, Form, Kind};

/// A value that did not fit its place and was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// `记账凭证`.
    pub form: &'static str,
    /// 1-based row within it.
    pub row: usize,
    /// `记账凭证摘要`.
    pub field: &'static str,
    /// What was to be written.
    pub whole: String,
    /// What was written.
    pub written: String,
}

/// One file while it is written: tables in their order, rows in theirs.
pub(super) struct Sheet {
    writer: Writer<Vec<u8>>,
    root: &'static str,
    cuts: Vec<Cut>,
}

const DOING: &str = "writing the data interface";

impl Sheet {
    pub(super) fn begin(root: &'static str, code: &'static str) -> Result<Sheet, Fault> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        let head = Event::Decl(BytesDecl::new("1.0", Some("GB18030"), None));
        writer.write_event(head).map_err(Fault::while_(DOING))?;
        let mut sheet = Sheet { writer, root, cuts: Vec::new() };
        sheet.put(Event::Start(BytesStart::new(root).with_attributes([("locID", code)])))?;
        Ok(sheet)
    }

    /// All rows of one table; a table without rows still stands, empty.
    pub(super) fn table(&mut self, form: &Form, rows: impl IntoIterator<Item = Vec<String>>) -> Result<(), Fault> {
        let mut written = 0;
        for values in rows {
            written += 1;
            assert_eq!(values.len(), form.fields.len(), "a row of another width: {}", form.name);
            self.put(Event::Start(BytesStart::new(form.name).with_attributes([("locID", form.code)])))?;
            for (field, value) in form.fields.iter().zip(values) {
                self.field(form, written, field, value)?;
            }
            self.put(Event::End(BytesEnd::new(form.name)))?;
        }
        if written == 0 {
            self.put(Event::Empty(BytesStart::new(form.name).with_attributes([("locID", form.code)])))?;
        }
        Ok(())
    }

    fn field(&mut self, form: &Form, row: usize, field: &Field, value: String) -> Result<(), Fault> {
        let written = fitted(field, &value);
        let start = BytesStart::new(field.name).with_attributes([("locID", field.code)]);
        if written.is_empty() {
            self.put(Event::Empty(start))?;
        } else {
            self.put(Event::Start(start))?;
            self.put(Event::Text(BytesText::new(&written)))?;
            self.put(Event::End(BytesEnd::new(field.name)))?;
        }
        if written != value {
            let written = written.into_owned();
            self.cuts.push(Cut { form: form.name, row, field: field.name, whole: value, written });
        }
        Ok(())
    }

    fn put(&mut self, event: Event<'_>) -> Result<(), Fault> {
        self.writer.write_event(event).map_err(Fault::while_(DOING))
    }

    /// The file in GB18030, and what was cut.
    pub(super) fn end(mut self) -> Result<(Vec<u8>, Vec<Cut>), Fault> {
        self.put(Event::End(BytesEnd::new(self.root)))?;
        let text = String::from_utf8(self.writer.into_inner()).map_err(Fault::while_(DOING))?;
        let (bytes, _, unmappable) = GB18030.encode(&text);
        if unmappable {
            return Err(Fault::new(DOING, "a character that GB18030 does not have"));
        }
        Ok((bytes.into_owned(), self.cuts))
    }
}

/// The value as its place takes it: characters XML has no place for become blanks, what is too long is cut.
fn fitted<'v>(field: &Field, value: &'v str) -> Cow<'v, str> {
    let limit = match field.kind {
        Kind::UpTo(limit) | Kind::Exactly(limit) | Kind::Whole(limit) => limit,
        Kind::Decimal(digits) => digits + 2,
    };
    let strange = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    if value.chars().count() <= limit && !value.contains(strange) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(value.chars().take(limit).map(|c| if strange(c) { ' ' } else { c }).collect())
}

/// `20251231`.
pub(super) fn day(day: Date) -> String {
    day.format("%Y%m%d").to_string()
}

/// `1234.50`.
pub(super) fn amount(amount: Money) -> String {
    amount.plain()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::gbt::forms;

    #[test]
    fn what_does_not_fit_is_cut_and_listed() {
        let mut sheet = Sheet::begin("公共档案", "01").unwrap();
        let long = "记".repeat(21);
        sheet.table(&forms::VOUCHER_TYPES, [vec!["1".to_owned(), "转\u{1}账&".to_owned(), long.clone()]]).unwrap();
        let (bytes, cuts) = sheet.end().unwrap();
        let (text, _, _) = GB18030.decode(&bytes);
        assert!(text.contains("<记账凭证类型名称 locID=\"010302\">转 账&amp;</记账凭证类型名称>"), "{text}");
        let told: Vec<_> = cuts.iter().map(|c| (c.field, c.whole.as_str(), c.written.chars().count())).collect();
        assert_eq!(told, [("记账凭证类型名称", "转\u{1}账&", 4), ("记账凭证类型简称", long.as_str(), 20)]);
    }
}
