//! A pay list as it was typed, with the file that came along.

use axum::extract::Multipart;
use axum::extract::multipart::{MultipartError, MultipartRejection};

use crate::evidence::{NewPayList, PayList, TypedPerson};
use crate::kernel::{Date, Refused};
use crate::web::error::{WebError, WebRefusal};

/// Most parts of one form: two thousand people with seven fields each, and the head.
const PART_LIMIT: usize = 15_000;
/// Longest file name that is kept.
const NAME_LIMIT: usize = 120;
/// Blank rows at the end of the form.
const SPARE: usize = 5;

/// Everything typed; identity and account numbers are tails already.
#[derive(Clone, Debug, Default)]
pub(super) struct PayListForm {
    pub(super) once_key: String,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) date: String,
    pub(super) source: String,
    pub(super) replaces: String,
    pub(super) people: Vec<TypedPerson>,
    /// `keep`, `read` or `more`.
    pub(super) act: String,
}

/// A file as it came; it is read and gone.
pub(super) struct CameAlong {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl PayListForm {
    /// An empty form.
    pub(super) fn blank(once_key: String, today: Date) -> PayListForm {
        PayListForm { once_key, date: today.to_string(), ..PayListForm::default() }.with_spare_rows()
    }

    /// A list that is there, to be corrected by a new one.
    pub(super) fn correcting(list: &PayList, once_key: String) -> PayListForm {
        let person = |row: &crate::evidence::PayListRow| TypedPerson {
            row: usize::try_from(row.no).unwrap_or(0),
            name: row.name.clone(),
            household: row.household.clone(),
            id_tail: row.id_tail.clone(),
            account_tail: row.account_tail.clone(),
            amount: row.amount.plain(),
            remark: row.remark.clone(),
        };
        let form = PayListForm {
            once_key,
            kind: list.kind.word().to_owned(),
            title: list.title.clone(),
            date: list.date.to_string(),
            replaces: list.id.text(),
            people: list.rows.iter().map(person).collect(),
            ..PayListForm::default()
        };
        form.with_spare_rows()
    }

    /// Reads what was sent. The file is taken into memory only: whole numbers never reach the disk.
    pub(super) async fn receive(
        parts: Result<Multipart, MultipartRejection>,
    ) -> Result<(PayListForm, Option<CameAlong>), WebError> {
        let unreadable = |e: MultipartError| WebError::of_upload(&e);
        let mut parts = parts.map_err(|_| WebRefusal::UnreadableForm)?;
        let (mut form, mut file, mut count) = (PayListForm::default(), None, 0);
        let mut cells: [Vec<String>; 7] = Default::default();
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            count += 1;
            if count > PART_LIMIT {
                return Err(WebRefusal::TooLarge.into());
            }
            let field = part.name().unwrap_or_default().to_owned();
            let name: String = part.file_name().unwrap_or_default().trim().chars().take(NAME_LIMIT).collect();
            let bytes = part.bytes().await.map_err(unreadable)?;
            if field == "file" {
                if !bytes.is_empty() {
                    file = Some(CameAlong { name, bytes: bytes.to_vec() });
                }
                continue;
            }
            let text = String::from_utf8_lossy(&bytes).trim().to_owned();
            match field.as_str() {
                "once_key" => form.once_key = text,
                "kind" => form.kind = text,
                "title" => form.title = text,
                "date" => form.date = text,
                "source" => form.source = text.chars().take(NAME_LIMIT).collect(),
                "replaces" => form.replaces = text,
                "act" => form.act = text,
                "line" => cells[0].push(text),
                "name" => cells[1].push(text),
                "household" => cells[2].push(text),
                "id_number" => cells[3].push(text),
                "account" => cells[4].push(text),
                "amount" => cells[5].push(text),
                "remark" => cells[6].push(text),
                _ => {}
            }
        }
        form.people = people(&cells);
        Ok((form, file))
    }

    /// With a few blank rows to write into.
    pub(super) fn with_spare_rows(mut self) -> PayListForm {
        let filled = self.people.iter().rposition(|p| !p.is_blank()).map_or(0, |at| at + 1);
        self.people.truncate(filled);
        let last = self.people.iter().map(|p| p.row).max().unwrap_or(0);
        self.people.extend((1..=SPARE).map(|n| TypedPerson { row: last + n, ..TypedPerson::default() }));
        self
    }

    /// What it says, and what cannot be read in its head.
    pub(super) fn read(&self) -> (NewPayList, Vec<Refused>) {
        let mut faults = Vec::new();
        let date: Option<Date> = self.date.parse().ok();
        if date.is_none() && !self.date.is_empty() {
            faults.push(Refused::from(WebRefusal::NoSuchDate { typed: self.date.clone() }).at_field("date"));
        }
        let new = NewPayList {
            kind: self.kind.parse().ok(),
            title: self.title.clone(),
            date,
            source: self.source.clone(),
            replaces: self.replaces.parse().ok(),
            people: self.people.clone(),
        };
        (new, faults)
    }
}

/// The rows as they stand in the form, each with its line.
fn people(cells: &[Vec<String>; 7]) -> Vec<TypedPerson> {
    let rows = cells[1..].iter().map(Vec::len).max().unwrap_or(0);
    let cell = |column: usize, row: usize| cells[column].get(row).map_or("", String::as_str);
    (0..rows)
        .map(|row| {
            let line = cell(0, row).parse().unwrap_or(row + 1);
            TypedPerson::of(line, [1, 2, 3, 4, 5, 6].map(|column| cell(column, row)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_always_has_rows_to_write_into() {
        let blank = PayListForm::blank("k".into(), "2025-09-12".parse().unwrap());
        assert_eq!(blank.people.len(), SPARE);
        let typed = TypedPerson::of(3, ["村民甲", "", "110101199001011234", "", "5", ""]);
        let form = PayListForm { people: vec![typed], ..blank }.with_spare_rows();
        let lines: Vec<usize> = form.people.iter().map(|p| p.row).collect();
        assert_eq!(lines, [3, 4, 5, 6, 7, 8]);
        assert_eq!(form.people[0].id_tail, "1234");
    }
}
