use std::fmt;

use crate::ledger::{FormName, Side};

use super::error::StatementRefusal;
use super::form_text::{FormText, Half, RowText};
use super::formula::{Formula, Term};

/// One row of a form: a heading, or a line with a number and a formula.
#[derive(Clone, Debug)]
pub struct FormRow {
    /// Where it stands.
    pub half: Half,
    /// 行次; `None` for a heading.
    pub no: Option<u32>,
    /// Official line name; empty for a heading.
    pub name: String,
    /// What is printed.
    pub label: String,
    /// The side on which its accounts count as positive.
    pub side: Side,
    /// How it is computed; `None` for a heading.
    pub formula: Option<Formula>,
    /// Printed with a rule above.
    pub total: bool,
    /// 其中: shown beside the lines, in no total, and not where its accounts belong.
    pub within: bool,
}

/// A statement form: data, read once and proved.
#[derive(Clone, Debug)]
pub struct Form {
    /// 资产负债表.
    pub name: String,
    /// 会村01表.
    pub form_code: String,
    /// Headings of its two money columns.
    pub columns: [String; 2],
    /// Rows in printing order.
    pub rows: Vec<FormRow>,
}

/// One thing that is wrong with a form: where it stands and what it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormFault {
    /// Which row, counted from 1; `None` for the form as a whole.
    pub row: Option<usize>,
    /// Which column of the row.
    pub column: &'static str,
    /// What.
    pub what: String,
}

impl FormFault {
    pub(super) fn at(row: usize, column: &'static str, what: impl Into<String>) -> FormFault {
        FormFault { row: Some(row + 1), column, what: what.into() }
    }

    pub(super) fn of_form(what: impl Into<String>) -> FormFault {
        FormFault { row: None, column: "", what: what.into() }
    }
}

impl fmt::Display for FormFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "第{row}排{}：{}", self.column, self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl Form {
    /// Reads a form from its text: formulas parse, numbers are unique, a total only takes lines above it.
    ///
    /// Gives every fault at once.
    pub fn of(text: &FormText) -> Result<Form, Vec<FormFault>> {
        let mut faults = Vec::new();
        if text.rows.is_empty() {
            faults.push(FormFault::of_form("一行也没有"));
        }
        let mut rows: Vec<FormRow> = Vec::with_capacity(text.rows.len());
        for (at, row) in text.rows.iter().enumerate() {
            match read_row(at, row) {
                Ok(row) => {
                    faults.extend(against_rows_above(at, &row, &rows));
                    rows.push(row);
                }
                Err(found) => faults.extend(found),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let FormText { name, form_code, columns, .. } = text.clone();
        Ok(Form { name, form_code, columns, rows })
    }

    /// Reads a form from JSON.
    ///
    /// Refuses: `statements.bad_form`.
    pub fn read(json: &str) -> Result<Form, StatementRefusal> {
        let text = FormText::from_json(json)?;
        let said = |faults: Vec<FormFault>| faults.iter().map(FormFault::to_string).collect::<Vec<_>>().join("；");
        Form::of(&text).map_err(|faults| StatementRefusal::BadForm { form: text.name.clone(), what: said(faults) })
    }

    /// The row with an official name.
    pub fn row_named(&self, name: &str) -> Option<&FormRow> {
        self.rows.iter().find(|row| row.name == name && row.no.is_some())
    }
}

fn read_row(at: usize, row: &RowText) -> Result<FormRow, Vec<FormFault>> {
    let mut faults = Vec::new();
    let label = if row.label.is_empty() { row.name.clone() } else { row.label.clone() };
    if label.is_empty() {
        faults.push(FormFault::at(at, "项目", "没有写名称"));
    }
    let formula = match row.formula.as_deref().map(str::parse::<Formula>) {
        Some(Err(what)) => {
            faults.push(FormFault::at(at, "公式", what));
            None
        }
        Some(Ok(formula)) => Some(formula),
        None => None,
    };
    if row.formula.is_some() != row.no.is_some() {
        faults.push(FormFault::at(at, "行次", "有行次就要有公式，有公式就要有行次"));
    }
    if row.no.is_some() && row.name.is_empty() {
        faults.push(FormFault::at(at, "项目", "有行次的行要写项目名称"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(FormRow {
        half: row.half,
        no: row.no,
        name: row.name.clone(),
        label,
        side: row.side.unwrap_or(Side::Debit),
        formula,
        total: row.total,
        within: row.within,
    })
}

/// Its number is new, and what it sums stands above it and is itself in the sum of the form.
fn against_rows_above(at: usize, row: &FormRow, above: &[FormRow]) -> Vec<FormFault> {
    let mut faults = Vec::new();
    if let Some(no) = row.no
        && above.iter().any(|earlier| earlier.no == Some(no))
    {
        faults.push(FormFault::at(at, "行次", format!("行次{no}前面已经用过")));
    }
    for (_, term) in row.formula.iter().flat_map(|f| f.terms()) {
        let Term::Line(no) = term else { continue };
        match above.iter().find(|earlier| earlier.no == Some(*no)) {
            None => faults.push(FormFault::at(at, "公式", format!("「{}」用到的第{no}行不在它上面", row.name))),
            Some(taken) if taken.within => {
                let what = format!("「{}」把「{}」也加了进去，「其中」行不进合计", row.name, taken.name);
                faults.push(FormFault::at(at, "公式", what));
            }
            Some(_) => {}
        }
    }
    faults
}

/// The text of the form delivered with the program: version 1.
pub fn delivered_form(name: FormName) -> &'static str {
    match name {
        FormName::BalanceSheet => include_str!("../../assets/data/forms/balance_sheet_2023.json"),
        FormName::SurplusStatement => include_str!("../../assets/data/forms/surplus_statement_2023.json"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_form_is_named_with_its_row() {
        let json = r##"{"name":"x","form_code":"","columns":["",""],"rows":[
            {"no":1,"name":"a","formula":"#2"},
            {"no":2,"name":"b","formula":"101"},
            {"no":2,"name":"c","formula":"102+"},
            {"no":2,"name":"d","formula":"102"},
            {"no":3,"name":""},
            {"no":4,"name":"其中","formula":"101","within":true},
            {"no":5,"name":"e","formula":"#2+#4"}]}"##;
        let faults = Form::of(&FormText::from_json(json).unwrap()).unwrap_err();
        let said: Vec<String> = faults.iter().map(FormFault::to_string).collect();
        assert_eq!(
            said,
            [
                "第1排公式：「a」用到的第2行不在它上面",
                "第3排公式：公式第5个字处少了科目或行次",
                "第4排行次：行次2前面已经用过",
                "第5排项目：没有写名称",
                "第5排行次：有行次就要有公式，有公式就要有行次",
                "第5排项目：有行次的行要写项目名称",
                "第7排公式：「e」把「其中」也加了进去，「其中」行不进合计",
            ]
        );
        assert!(Form::read(json).is_err());
    }

    #[test]
    fn the_delivered_forms_read() {
        for name in FormName::ALL {
            assert_eq!(Form::read(delivered_form(name)).unwrap().name, name.in_chinese());
        }
    }
}
