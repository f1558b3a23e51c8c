use crate::kernel::{Date, Money, Period, VoucherId};
use crate::ledger::{Chart, Entry, PostedVoucher, VoucherKind, VoucherNo};
use crate::village::Dimensions;

/// One entry of the 序时账.
#[derive(Clone, Debug)]
pub struct JournalLine {
    /// The voucher.
    pub voucher: VoucherId,
    /// Its number.
    pub number: VoucherNo,
    /// What it is for.
    pub kind: VoucherKind,
    /// Its month.
    pub period: Period,
    /// Its date.
    pub date: Date,
    /// 1 for the first line of a voucher.
    pub line: usize,
    /// 附单据张数 of the voucher.
    pub document_count: i64,
    /// 摘要.
    pub summary: String,
    /// Leaf account code.
    pub code: String,
    /// `管理费用/办公费`.
    pub path: String,
    /// 农户, 往来单位 and 项目 of the entry; may be empty.
    pub party: String,
    /// 借方.
    pub debit: Money,
    /// 贷方.
    pub credit: Money,
}

/// 序时账 — every posted entry of a span of months, in voucher order.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    /// Entry by entry.
    pub lines: Vec<JournalLine>,
}

impl Journal {
    /// Sets out vouchers that are already in order.
    pub fn of(vouchers: &[PostedVoucher], chart: &Chart, dimensions: &Dimensions) -> Journal {
        let lines_of = |voucher: &PostedVoucher| -> Vec<JournalLine> {
            let entries = voucher.entries.iter().enumerate();
            entries.map(|(i, entry)| line(voucher, i + 1, entry, chart, dimensions)).collect()
        };
        Journal { lines: vouchers.iter().flat_map(lines_of).collect() }
    }

    /// 合计: debits and credits.
    pub fn totals(&self) -> (Money, Money) {
        (self.lines.iter().map(|l| l.debit).sum(), self.lines.iter().map(|l| l.credit).sum())
    }

    /// How many vouchers it holds.
    pub fn voucher_count(&self) -> usize {
        self.lines.iter().filter(|l| l.line == 1).count()
    }
}

fn line(voucher: &PostedVoucher, line: usize, entry: &Entry, chart: &Chart, dimensions: &Dimensions) -> JournalLine {
    JournalLine {
        voucher: voucher.id,
        number: voucher.number.clone(),
        kind: voucher.kind,
        period: voucher.period,
        date: voucher.date,
        line,
        document_count: voucher.document_count,
        summary: entry.summary.clone(),
        code: chart.by_id(entry.account).map(|a| a.code.to_string()).unwrap_or_default(),
        path: chart.path_name(entry.account),
        party: party_of(entry, dimensions),
        debit: entry.debit(),
        credit: entry.credit(),
    }
}

fn party_of(entry: &Entry, dimensions: &Dimensions) -> String {
    let names = [
        entry.household.map(|id| dimensions.household_name(id)),
        entry.counterparty.map(|id| dimensions.counterparty_name(id)),
        entry.project.map(|id| dimensions.project_name(id)),
    ];
    names.into_iter().flatten().filter(|name| !name.is_empty()).collect::<Vec<_>>().join("、")
}
