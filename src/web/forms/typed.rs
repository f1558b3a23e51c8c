use serde::Deserialize;

use crate::ledger::Side;
use crate::statements::{FormFault, FormText, Half, RowText};

/// A form in the fields of the page: everything as it was typed. The row fields repeat, one of each a row.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct FormTyped {
    pub(super) act: String,
    pub(super) form_code: String,
    pub(super) source: String,
    pub(super) column_first: String,
    pub(super) column_second: String,
    pub(super) valid_from: String,
    pub(super) note: String,
    /// The book whose figures are shown.
    pub(super) book: String,
    pub(super) half: Vec<String>,
    pub(super) kind: Vec<String>,
    pub(super) no: Vec<String>,
    pub(super) name: Vec<String>,
    pub(super) label: Vec<String>,
    pub(super) side: Vec<String>,
    pub(super) formula: Vec<String>,
}

/// One row in the fields of the page.
#[derive(Clone, Default)]
pub(super) struct RowTyped {
    pub(super) half: String,
    pub(super) kind: String,
    pub(super) no: String,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) side: String,
    pub(super) formula: String,
}

impl FormTyped {
    /// The fields of a form that stands.
    pub(super) fn of(text: &FormText) -> FormTyped {
        let mut typed = FormTyped {
            form_code: text.form_code.clone(),
            source: text.source.clone(),
            column_first: text.columns[0].clone(),
            column_second: text.columns[1].clone(),
            ..FormTyped::default()
        };
        typed.set_rows(text.rows.iter().map(RowTyped::of).collect());
        typed
    }

    pub(super) fn rows(&self) -> Vec<RowTyped> {
        let cell = |column: &[String], at: usize| column.get(at).cloned().unwrap_or_default();
        let row = |at: usize| RowTyped {
            half: cell(&self.half, at),
            kind: cell(&self.kind, at),
            no: cell(&self.no, at),
            name: cell(&self.name, at),
            label: cell(&self.label, at),
            side: cell(&self.side, at),
            formula: cell(&self.formula, at),
        };
        (0..self.kind.len()).map(row).collect()
    }

    fn set_rows(&mut self, rows: Vec<RowTyped>) {
        self.half = rows.iter().map(|r| r.half.clone()).collect();
        self.kind = rows.iter().map(|r| r.kind.clone()).collect();
        self.no = rows.iter().map(|r| r.no.clone()).collect();
        self.name = rows.iter().map(|r| r.name.clone()).collect();
        self.label = rows.iter().map(|r| r.label.clone()).collect();
        self.side = rows.iter().map(|r| r.side.clone()).collect();
        self.formula = rows.into_iter().map(|r| r.formula).collect();
    }

    /// `insert-5` puts an empty row below the fifth, `delete-5` takes it out; any other act leaves the rows.
    pub(super) fn with_rows_changed(mut self) -> FormTyped {
        let Some((act, row)) = self.act.split_once('-').and_then(|(act, n)| Some((act, n.parse::<usize>().ok()?)))
        else {
            return self;
        };
        let mut rows = self.rows();
        match act {
            "insert" if row <= rows.len() => {
                let above = rows.get(row.saturating_sub(1)).cloned().unwrap_or_default();
                rows.insert(
                    row,
                    RowTyped { half: above.half, side: above.side, kind: "line".to_owned(), ..RowTyped::default() },
                );
            }
            "delete" if (1..=rows.len()).contains(&row) => drop(rows.remove(row - 1)),
            _ => {}
        }
        self.set_rows(rows);
        self
    }

    /// The form as it would be kept; what cannot be read is told with its row.
    pub(super) fn text(&self, title: &str) -> Result<FormText, Vec<FormFault>> {
        let mut faults = Vec::new();
        let mut rows = Vec::new();
        for (at, row) in self.rows().into_iter().enumerate() {
            match row.text() {
                Ok(row) => rows.push(row),
                Err(what) => faults.push(FormFault { row: Some(at + 1), column: "行次", what }),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(FormText {
            name: title.to_owned(),
            form_code: self.form_code.trim().to_owned(),
            source: self.source.trim().to_owned(),
            columns: [self.column_first.trim().to_owned(), self.column_second.trim().to_owned()],
            rows,
        })
    }
}

impl RowTyped {
    fn of(row: &RowText) -> RowTyped {
        let kind = match (row.no, row.within, row.total) {
            (None, ..) => "heading",
            (Some(_), true, _) => "within",
            (Some(_), false, true) => "total",
            (Some(_), false, false) => "line",
        };
        RowTyped {
            half: if row.half == Half::Right { "right" } else { "left" }.to_owned(),
            kind: kind.to_owned(),
            no: row.no.map(|no| no.to_string()).unwrap_or_default(),
            name: row.name.clone(),
            label: row.label.clone(),
            side: if row.side == Some(Side::Credit) { "credit" } else { "debit" }.to_owned(),
            formula: row.formula.clone().unwrap_or_default(),
        }
    }

    fn text(&self) -> Result<RowText, String> {
        let half = if self.half == "right" { Half::Right } else { Half::Left };
        let (name, label) = (self.name.trim().to_owned(), self.label.trim().to_owned());
        if self.kind == "heading" {
            let label = if label.is_empty() { name } else { label };
            return Ok(RowText { half, label, ..RowText::default() });
        }
        let no = self.no.trim();
        Ok(RowText {
            half,
            no: Some(no.parse().map_err(|_| format!("「{no}」不是行次，请填数字"))?),
            label: if label == name { String::new() } else { label },
            name,
            side: Some(if self.side == "credit" { Side::Credit } else { Side::Debit }),
            formula: Some(self.formula.trim().to_owned()),
            total: self.kind == "total",
            within: self.kind == "within",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::FormName;
    use crate::statements::delivered_form;

    #[test]
    fn a_form_shown_for_editing_comes_back_as_it_was() {
        for name in FormName::ALL {
            let text = FormText::from_json(delivered_form(name)).unwrap();
            let back = FormTyped::of(&text).text(&text.name).unwrap();
            assert_eq!(back, text);
        }
    }

    #[test]
    fn a_row_is_put_in_and_taken_out() {
        let typed = FormTyped::of(&FormText::from_json(delivered_form(FormName::BalanceSheet)).unwrap());
        let many = typed.rows().len();
        let more = FormTyped { act: "insert-3".to_owned(), ..typed.clone() }.with_rows_changed();
        assert_eq!(
            (more.rows().len(), more.rows()[3].kind.as_str(), more.rows()[3].name.as_str()),
            (many + 1, "line", "")
        );
        assert_eq!(more.text("资产负债表").unwrap_err()[0].to_string(), "第4排行次：「」不是行次，请填数字");
        let less = FormTyped { act: "delete-4".to_owned(), ..more }.with_rows_changed();
        assert_eq!(less.text("资产负债表").unwrap(), typed.text("资产负债表").unwrap());
    }
}
