use std::collections::BTreeMap;
use std::iter::repeat;

use crate::evidence::DocumentKind;
use crate::kernel::{Date, DocumentId, Failure, FileId, Money, Outcome, Refused};
use crate::ledger::{Account, Chart, Dimension, Draft, DraftLine, DraftVoucher, LedgerRefusal, NewDraft, Sheet};
use crate::village::Dimensions;
use crate::web::error::WebRefusal;

/// One line of the grid as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TypedLine {
    /// Its place in the form; blank lines are not sent, so places may be missing.
    pub(super) n: usize,
    pub(super) summary: String,
    pub(super) account: String,
    pub(super) debit: String,
    pub(super) credit: String,
    pub(super) household: String,
    pub(super) counterparty: String,
    pub(super) project: String,
}

/// A voucher as it was typed: everything is text, and a refused form shows it again as it was.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct VoucherForm {
    pub(in crate::web) id: String,
    pub(in crate::web) version: String,
    pub(super) date: String,
    pub(super) document_count: String,
    /// What is to follow: `new`, `park`, or nothing.
    pub(super) then: String,
    /// The page shows what lies behind the voucher, and may change it.
    pub(super) shows_papers: bool,
    /// Documents the page shows.
    pub(super) documents: Vec<DocumentId>,
    /// Files brought on this page, with what each is.
    pub(super) files: Vec<(FileId, DocumentKind)>,
    pub(super) lines: Vec<TypedLine>,
}

/// Places a form may name; more lines than one voucher may have are refused by the ledger.
const PLACES: usize = 1000;

impl VoucherForm {
    /// Reads `lines[n][cell]` and the head.
    pub(in crate::web) fn of(pairs: Vec<(String, String)>) -> VoucherForm {
        let mut form = VoucherForm::default();
        let mut lines: BTreeMap<usize, TypedLine> = BTreeMap::new();
        let (mut files, mut kinds) = (Vec::new(), Vec::new());
        for (name, value) in pairs {
            if let Some((n, cell)) = place(&name) {
                let line = lines.entry(n).or_insert_with(|| TypedLine { n, ..TypedLine::default() });
                if let Some(kept) = line.cell(cell) {
                    *kept = value;
                }
                continue;
            }
            match name.as_str() {
                "id" => form.id = value,
                "version" => form.version = value,
                "date" => form.date = value,
                "source_document_count" => form.document_count = value,
                "then" => form.then = value,
                "shows_papers" => form.shows_papers = true,
                "documents" => form.documents.extend(value.parse::<DocumentId>()),
                "files" => files.extend(value.parse::<FileId>()),
                "kinds" => kinds.push(value.parse::<DocumentKind>().unwrap_or(DocumentKind::Other)),
                _ => {}
            }
        }
        form.files = files.into_iter().zip(kinds.into_iter().chain(repeat(DocumentKind::Other))).collect();
        form.lines = lines.into_values().filter(|l| !l.is_blank()).collect();
        form
    }

    /// An empty voucher of a day.
    pub(super) fn blank(sheet: Sheet, date: Date) -> VoucherForm {
        VoucherForm {
            id: sheet.id.text(),
            version: sheet.version.to_string(),
            date: date.to_string(),
            document_count: "0".to_owned(),
            ..VoucherForm::default()
        }
    }

    /// What is kept, as it would be typed.
    pub(super) fn of_draft(draft: &Draft, chart: &Chart) -> VoucherForm {
        VoucherForm::of_lines(Sheet { id: draft.id, version: draft.version }, &draft.to_new(), chart)
    }

    /// A voucher as it would be typed on this sheet.
    pub(super) fn of_lines(sheet: Sheet, draft: &NewDraft, chart: &Chart) -> VoucherForm {
        let text = |id: Option<String>| id.unwrap_or_default();
        let amount = |money: Money| if money.is_zero() { String::new() } else { money.plain() };
        let line = |(n, line): (usize, &DraftLine)| TypedLine {
            n,
            summary: line.summary.clone(),
            account: line.account.and_then(|id| chart.by_id(id)).map(|a| a.code.to_string()).unwrap_or_default(),
            debit: amount(line.debit),
            credit: amount(line.credit),
            household: text(line.household.map(|id| id.text())),
            counterparty: text(line.counterparty.map(|id| id.text())),
            project: text(line.project.map(|id| id.text())),
        };
        VoucherForm {
            id: sheet.id.text(),
            version: sheet.version.to_string(),
            date: draft.date.to_string(),
            document_count: draft.document_count.to_string(),
            ..VoucherForm::default()
        }
        .with(draft.lines.iter().enumerate().map(line).collect())
    }

    fn with(self, lines: Vec<TypedLine>) -> VoucherForm {
        VoucherForm { lines, ..self }
    }

    /// The id and version the page was given. Refuses: `web.unreadable_form`.
    pub(super) fn sheet(&self) -> Result<Sheet, WebRefusal> {
        let id = self.id.parse().map_err(|_| WebRefusal::UnreadableForm)?;
        let version = self.version.parse().map_err(|_| WebRefusal::UnreadableForm)?;
        Ok(Sheet { id, version })
    }

    /// Fills what was typed into `base`. Refuses everything that cannot be read, each at its cell.
    pub(in crate::web) fn read_into(&self, mut base: NewDraft, chart: &Chart) -> Outcome<NewDraft> {
        let mut faults = Vec::new();
        match self.date.trim().parse() {
            Ok(date) => base.date = date,
            Err(_) => faults.push(WebRefusal::NoSuchDate { typed: self.date.trim().to_owned() }.into()),
        }
        match self.document_count.trim() {
            "" => base.document_count = 0,
            typed => match typed.parse::<u16>() {
                Ok(count) => base.document_count = i64::from(count),
                Err(_) => faults.push(WebRefusal::NoSuchCount { typed: typed.to_owned() }.into()),
            },
        }
        base.lines = self.lines.iter().enumerate().map(|(i, l)| l.read(i + 1, chart, &mut faults)).collect();
        Failure::unless_none(faults)?;
        Ok(base)
    }

    /// Everything wrong with the page when some of it cannot even be read: that, and what the
    /// ledger says of the rest, each cell told once.
    pub(super) fn all_faults(
        &self,
        unreadable: Vec<Refused>,
        chart: &Chart,
        dimensions: &Dimensions,
        base: &NewDraft,
    ) -> Vec<Refused> {
        let mut skipped = Vec::new();
        let lines: Vec<DraftLine> =
            self.lines.iter().enumerate().map(|(i, l)| l.read(i + 1, chart, &mut skipped)).collect();
        let Err(Failure::Refused(told)) = DraftVoucher::compose(base.kind, &lines, chart, dimensions) else {
            return unreadable;
        };
        let known: Vec<Option<String>> = unreadable.iter().map(|r| r.field.clone()).collect();
        let amounts_unread = unreadable.iter().any(|r| r.code == "web.no_such_amount");
        let rest = self.at_cells(told).into_iter().filter(|r| {
            let row_is_told = r.field.is_some() && known.contains(&r.field);
            !(row_is_told || amounts_unread && ["ledger.unbalanced", "ledger.amount_missing"].contains(&r.code))
        });
        let rest: Vec<Refused> = rest.collect();
        unreadable.into_iter().chain(rest).collect()
    }

    /// Points the ledger's refusals of a line at the cell that was typed.
    pub(super) fn at_cells(&self, refused: Vec<Refused>) -> Vec<Refused> {
        let at = |mut r: Refused| {
            if let Some(line) = r.row.take().and_then(|row| self.lines.get(row - 1)) {
                r.field = Some(format!("lines[{}][{}]", line.n, line.cell_of(r.code)));
            }
            r
        };
        refused.into_iter().map(at).collect()
    }
}

/// `lines[3][debit]` → (3, "debit").
fn place(name: &str) -> Option<(usize, &str)> {
    let (n, cell) = name.strip_prefix("lines[")?.strip_suffix(']')?.split_once("][")?;
    let n: usize = n.parse().ok()?;
    (n < PLACES).then_some((n, cell))
}

impl TypedLine {
    fn cell(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "summary" => Some(&mut self.summary),
            "account" => Some(&mut self.account),
            "debit" => Some(&mut self.debit),
            "credit" => Some(&mut self.credit),
            "household" => Some(&mut self.household),
            "counterparty" => Some(&mut self.counterparty),
            "project" => Some(&mut self.project),
            _ => None,
        }
    }

    fn is_blank(&self) -> bool {
        [&self.summary, &self.account, &self.debit, &self.credit].iter().all(|text| text.trim().is_empty())
    }

    /// The account by code; without scripts a name or initials that only one leaf answers to will do.
    pub(super) fn account<'a>(&self, chart: &'a Chart) -> Option<&'a Account> {
        let typed = self.account.trim();
        if let Some(account) = chart.by_code_or_name(typed) {
            return Some(account);
        }
        let mut found = chart.find(typed);
        let only = found.next();
        if found.next().is_some() { None } else { only }
    }

    fn read(&self, line: usize, chart: &Chart, faults: &mut Vec<Refused>) -> DraftLine {
        let account = self.account(chart);
        if account.is_none() && !self.account.trim().is_empty() {
            let unknown = LedgerRefusal::UnknownAccount { line, typed: self.account.trim().to_owned() };
            faults.push(Refused::from(unknown).at_field(format!("lines[{}][account]", self.n)));
        }
        let mut amount = |typed: &str, side: &str| match typed.trim() {
            "" => Money::ZERO,
            text => text.parse().unwrap_or_else(|why: crate::kernel::MoneyError| {
                let wrong = Refused::from(WebRefusal::NoSuchAmount { line, why: why.to_string() });
                faults.push(wrong.at_field(format!("lines[{}][{side}]", self.n)));
                Money::ZERO
            }),
        };
        let (debit, credit) = (amount(&self.debit, "debit"), amount(&self.credit, "credit"));
        let wanted = account.and_then(|a| a.dimension);
        DraftLine {
            summary: self.summary.trim().to_owned(),
            account: account.map(|a| a.id),
            household: self.household.parse().ok().filter(|_| wanted == Some(Dimension::Household)),
            counterparty: self.counterparty.parse().ok().filter(|_| wanted == Some(Dimension::Counterparty)),
            project: self.project.parse().ok().filter(|_| wanted == Some(Dimension::Project)),
            debit,
            credit,
        }
    }

    /// The cell a refusal of this line belongs to.
    fn cell_of(&self, code: &str) -> &'static str {
        match code {
            "ledger.summary_empty" | "ledger.summary_too_long" => "summary",
            "ledger.amount_missing" | "ledger.both_sides" | "ledger.negative" | "ledger.too_large" => {
                if self.debit.trim().is_empty() && !self.credit.trim().is_empty() { "credit" } else { "debit" }
            }
            _ => "account",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_place_and_blank_ones_fall_away() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let form = VoucherForm::of(vec![
            pair("date", "2025-09-12"),
            pair("lines[0][summary]", "购办公用品"),
            pair("lines[0][debit]", "12.5"),
            pair("lines[2][account]", "101"),
            pair("lines[3][summary]", " "),
            pair("lines[x][summary]", "甲"),
            pair("lines[1000][summary]", "乙"),
        ]);
        assert_eq!(form.lines.iter().map(|l| l.n).collect::<Vec<_>>(), [0, 2]);
        assert_eq!((form.lines[0].debit.as_str(), form.lines[1].account.as_str()), ("12.5", "101"));
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_cell_with_the_rest() {
        let line = |n, summary: &str, account: &str, debit: &str| TypedLine {
            n,
            summary: summary.into(),
            account: account.into(),
            debit: debit.into(),
            ..TypedLine::default()
        };
        let form = VoucherForm {
            date: "2025-02-30".into(),
            lines: vec![line(0, "", "999", "1"), line(4, "购纸", "999", "1元2角")],
            ..VoucherForm::default()
        };
        let chart = Chart::default();
        let base = NewDraft::regular(Date::default(), Vec::new());
        let Err(Failure::Refused(unread)) = form.read_into(base.clone(), &chart) else { panic!("refused") };
        let all = form.all_faults(unread, &chart, &Dimensions::default(), &base);
        let told: Vec<(&str, &str)> = all.iter().map(|r| (r.code, r.field.as_deref().unwrap_or(""))).collect();
        assert_eq!(
            told,
            [
                ("web.no_such_date", "date"),
                ("ledger.unknown_account", "lines[0][account]"),
                ("ledger.unknown_account", "lines[4][account]"),
                ("web.no_such_amount", "lines[4][debit]"),
                ("ledger.summary_empty", "lines[0][summary]"),
            ]
        );
    }
}
