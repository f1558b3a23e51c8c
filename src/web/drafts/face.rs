use crate::kernel::{Date, Money};
use crate::ledger::{Chart, Draft, DraftLine, Entry, NewDraft, PostedVoucher};
use crate::village::Dimensions;

/// A voucher as it is read, posted or not: the printed 记账凭证.
#[derive(Clone, Debug)]
pub(in crate::web) struct Face {
    pub(in crate::web) number: String,
    pub(in crate::web) date: Date,
    pub(in crate::web) document_count: i64,
    pub(in crate::web) lines: Vec<FaceLine>,
    pub(in crate::web) total_debit: Money,
    pub(in crate::web) total_credit: Money,
    pub(in crate::web) poster: String,
    pub(in crate::web) reviewer: String,
    pub(in crate::web) preparer: String,
}

/// One line of it.
#[derive(Clone, Debug)]
pub(in crate::web) struct FaceLine {
    pub(in crate::web) summary: String,
    pub(in crate::web) account: String,
    pub(in crate::web) debit: Money,
    pub(in crate::web) credit: Money,
}

/// Lines a printed voucher has at least.
const LINES: usize = 5;

impl Face {
    /// Of a draft.
    pub(in crate::web) fn of_draft(draft: &Draft, chart: &Chart, dimensions: &Dimensions) -> Face {
        let lines: Vec<FaceLine> = draft.lines.iter().map(|l| line_of_draft(l, chart, dimensions)).collect();
        Face {
            number: String::new(),
            date: draft.date,
            document_count: draft.document_count,
            total_debit: lines.iter().map(|l| l.debit).sum(),
            total_credit: lines.iter().map(|l| l.credit).sum(),
            lines,
            poster: String::new(),
            reviewer: draft.reviewed_name.clone(),
            preparer: draft.prepared_name.clone(),
        }
    }

    /// Of a voucher that is only proposed.
    pub(in crate::web) fn of_proposal(new: &NewDraft, chart: &Chart, dimensions: &Dimensions) -> Face {
        let lines: Vec<FaceLine> = new.lines.iter().map(|l| line_of_draft(l, chart, dimensions)).collect();
        Face {
            number: String::new(),
            date: new.date,
            document_count: new.document_count,
            total_debit: lines.iter().map(|l| l.debit).sum(),
            total_credit: lines.iter().map(|l| l.credit).sum(),
            lines,
            poster: String::new(),
            reviewer: String::new(),
            preparer: String::new(),
        }
    }

    /// Of a posted voucher.
    pub(in crate::web) fn of_posted(voucher: &PostedVoucher, chart: &Chart, dimensions: &Dimensions) -> Face {
        let lines: Vec<FaceLine> = voucher.entries.iter().map(|e| line_of_entry(e, chart, dimensions)).collect();
        Face {
            number: format!("{:04}", voucher.number.no),
            date: voucher.date,
            document_count: voucher.document_count,
            total_debit: lines.iter().map(|l| l.debit).sum(),
            total_credit: lines.iter().map(|l| l.credit).sum(),
            lines,
            poster: voucher.posted_name.clone(),
            reviewer: voucher.reviewed_name.clone(),
            preparer: voucher.prepared_name.clone(),
        }
    }

    /// Empty lines that make up the five of the form.
    pub(in crate::web) fn blanks(&self) -> usize {
        LINES.saturating_sub(self.lines.len())
    }

    /// 2025年9月12日.
    pub(in crate::web) fn day(&self) -> String {
        self.date.format("%Y年%-m月%-d日").to_string()
    }

    /// 合计大写; empty while the sides differ.
    pub(in crate::web) fn words(&self) -> String {
        if self.total_debit == self.total_credit && !self.total_debit.is_zero() {
            self.total_debit.in_words()
        } else {
            String::new()
        }
    }
}

fn line_of_draft(line: &DraftLine, chart: &Chart, dimensions: &Dimensions) -> FaceLine {
    let party = [
        line.household.map(|id| dimensions.household_name(id)),
        line.counterparty.map(|id| dimensions.counterparty_name(id)),
        line.project.map(|id| dimensions.project_name(id)),
    ];
    let account = line.account.and_then(|id| chart.by_id(id)).map_or(String::new(), |a| {
        let mut words = format!("{} {}", a.code, chart.path_name(a.id));
        for name in party.into_iter().flatten() {
            words.push('／');
            words.push_str(name);
        }
        words
    });
    FaceLine { summary: line.summary.clone(), account, debit: line.debit, credit: line.credit }
}

fn line_of_entry(entry: &Entry, chart: &Chart, dimensions: &Dimensions) -> FaceLine {
    line_of_draft(&entry.to_line(), chart, dimensions)
}
