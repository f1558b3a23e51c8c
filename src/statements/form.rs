use std::collections::BTreeMap;

use serde::Deserialize;

use crate::ledger::Side;

use super::error::StatementRefusal;
use super::formula::{Formula, Part, Term};

/// Which half of a two-sided form a row stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Half {
    /// Left, or the only one.
    #[default]
    Left,
    /// Right.
    Right,
}

#[derive(Deserialize)]
struct RawForm {
    name: String,
    form_code: String,
    columns: [String; 2],
    rows: Vec<RawRow>,
}

#[derive(Deserialize)]
struct RawRow {
    #[serde(default)]
    half: Half,
    no: Option<u32>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    label: String,
    side: Option<Side>,
    formula: Option<String>,
    #[serde(default)]
    total: bool,
}

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

impl Form {
    /// Reads a form from its data.
    ///
    /// Refuses: `statements.bad_form`.
    pub fn read(json: &str) -> Result<Form, StatementRefusal> {
        let bad = |form: &str, what: String| StatementRefusal::BadForm { form: form.to_owned(), what };
        let raw: RawForm = serde_json::from_str(json).map_err(|e| bad("", e.to_string()))?;
        let mut rows = Vec::with_capacity(raw.rows.len());
        for row in raw.rows {
            let formula = row.formula.as_deref().map(str::parse).transpose().map_err(|e| bad(&raw.name, e))?;
            if formula.is_some() != row.no.is_some() {
                return Err(bad(&raw.name, format!("「{}」有行次就要有公式", row.name)));
            }
            rows.push(FormRow {
                half: row.half,
                no: row.no,
                label: if row.label.is_empty() { row.name.clone() } else { row.label },
                name: row.name,
                side: row.side.unwrap_or(Side::Debit),
                formula,
                total: row.total,
            });
        }
        let form = Form { name: raw.name, form_code: raw.form_code, columns: raw.columns, rows };
        form.lines_are_sound().map_err(|what| bad(&form.name, what))?;
        Ok(form)
    }

    /// Line numbers are unique, and a line only sums lines printed before it.
    fn lines_are_sound(&self) -> Result<(), String> {
        let mut seen: Vec<u32> = Vec::new();
        for row in &self.rows {
            for (_, term) in row.formula.iter().flat_map(|f| f.terms()) {
                if let Term::Line(no) = term
                    && !seen.contains(no)
                {
                    return Err(format!("「{}」用到了还没算出的第{no}行", row.name));
                }
            }
            if let Some(no) = row.no {
                if seen.contains(&no) {
                    return Err(format!("行次{no}重复"));
                }
                seen.push(no);
            }
        }
        Ok(())
    }

    /// How often each first-level account is taken, whole or by part: the proof that nothing is left out or counted twice.
    pub fn accounts_taken(&self) -> BTreeMap<(String, Half), usize> {
        let mut taken = BTreeMap::new();
        for row in &self.rows {
            for (_, term) in row.formula.iter().flat_map(|f| f.terms()) {
                if let Term::Account(code, part) = term {
                    let half = match part {
                        Part::Whole | Part::DebitDetails => Half::Left,
                        Part::CreditDetails => Half::Right,
                    };
                    *taken.entry((code.clone(), half)).or_insert(0) += 1;
                }
            }
        }
        taken
    }
}

impl PartialOrd for Half {
    fn partial_cmp(&self, other: &Half) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Half {
    fn cmp(&self, other: &Half) -> std::cmp::Ordering {
        (*self as u8).cmp(&(*other as u8))
    }
}

/// 资产负债表, the default form of the 2023 system.
pub fn balance_sheet_form() -> Result<Form, StatementRefusal> {
    Form::read(include_str!("../../assets/data/forms/balance_sheet_2023.json"))
}

/// 收益及收益分配表, the default form of the 2023 system.
pub fn surplus_form() -> Result<Form, StatementRefusal> {
    Form::read(include_str!("../../assets/data/forms/surplus_statement_2023.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_level_codes() -> Vec<String> {
        let chart = include_str!("../../assets/data/chart_2023.csv");
        let codes = chart.lines().skip(1).filter_map(|l| l.split(',').next());
        codes.filter(|c| c.len() == 3).map(str::to_owned).collect()
    }

    #[test]
    fn every_account_feeds_exactly_one_line_of_the_balance_sheet() {
        let taken = balance_sheet_form().unwrap().accounts_taken();
        for code in first_level_codes() {
            assert_eq!(taken.get(&(code.clone(), Half::Left)), Some(&1), "{code}");
        }
        // 113 is the one account that stands on both sides, household by household.
        let both: Vec<&str> = taken.keys().filter(|(_, h)| *h == Half::Right).map(|(c, _)| c.as_str()).collect();
        assert_eq!(both, ["113"]);
    }

    #[test]
    fn every_profit_and_loss_account_feeds_exactly_one_line_of_the_surplus_statement() {
        let taken = surplus_form().unwrap().accounts_taken();
        let profit_and_loss: Vec<String> = first_level_codes().into_iter().filter(|c| c.starts_with('5')).collect();
        assert_eq!(taken.into_keys().map(|(code, _)| code).collect::<Vec<_>>(), profit_and_loss);
    }

    #[test]
    fn a_form_that_sums_what_is_not_there_is_refused() {
        let json = r##"{"name":"x","form_code":"","columns":["",""],"rows":[{"no":1,"name":"a","formula":"#2"},{"no":2,"name":"b","formula":"101"}]}"##;
        assert!(Form::read(json).is_err());
    }
}
