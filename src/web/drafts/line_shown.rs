use crate::ledger::{Chart, Dimension};
use crate::village::Dimensions;

use super::form::{TypedLine, VoucherForm};

/// One line as the grid's macro wants it.
pub(super) struct LineShown {
    pub(super) n: usize,
    pub(super) summary: String,
    pub(super) account: String,
    pub(super) account_words: String,
    pub(super) debit: String,
    pub(super) credit: String,
    pub(super) dimension: String,
    pub(super) dimension_id: String,
    pub(super) dimension_words: String,
}

impl LineShown {
    fn of(line: &TypedLine, chart: &Chart, dimensions: &Dimensions) -> LineShown {
        let account = line.account(chart);
        let (dimension, id, words) = match account.and_then(|a| a.dimension) {
            Some(Dimension::Household) => {
                ("household", &line.household, line.household.parse().map(|id| dimensions.household_name(id)).ok())
            }
            Some(Dimension::Counterparty) => (
                "counterparty",
                &line.counterparty,
                line.counterparty.parse().map(|id| dimensions.counterparty_name(id)).ok(),
            ),
            Some(Dimension::Project) => {
                ("project", &line.project, line.project.parse().map(|id| dimensions.project_name(id)).ok())
            }
            None => ("", &line.household, None),
        };
        LineShown {
            n: line.n,
            summary: line.summary.clone(),
            account: account.map_or_else(|| line.account.trim().to_owned(), |a| a.code.to_string()),
            account_words: account.map(|a| chart.path_name(a.id)).unwrap_or_default(),
            debit: line.debit.clone(),
            credit: line.credit.clone(),
            dimension: dimension.to_owned(),
            dimension_id: id.clone(),
            dimension_words: words.unwrap_or_default().to_owned(),
        }
    }
}

/// Lines the form shows at least, also without scripts.
const LINES: usize = 5;

/// What was typed, filled up with blank lines.
pub(super) fn lines_shown(form: &VoucherForm, chart: &Chart, dimensions: &Dimensions) -> Vec<LineShown> {
    let mut typed = form.lines.clone();
    let mut next = typed.last().map_or(0, |l| l.n + 1);
    while typed.len() < LINES {
        typed.push(TypedLine { n: next, ..TypedLine::default() });
        next += 1;
    }
    typed.iter().map(|l| LineShown::of(l, chart, dimensions)).collect()
}
