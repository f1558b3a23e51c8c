//! 多栏账, 凭证汇总表 and 往来余额表 as tables.

use crate::kernel::Money;
use crate::pdf::reports::ReportCaption;
use crate::statements::{
    AccountComparison, ColumnsRow, ComparisonRow, LedgerRowKind, MultiColumn, PartyOverview, VoucherSummary,
};

use super::ledger_tables::{captions, ledger_row, six_columns, total};
use super::table::{Cell, Column, Row, Table};

fn unless_zero(amount: Money) -> Cell {
    if amount.is_zero() { Cell::Blank } else { Cell::Money(amount) }
}

pub(super) fn multi_column(caption: &ReportCaption, book: &MultiColumn) -> Table {
    let mut columns = vec![
        Column::new("日期", 12),
        Column::new("凭证号", 11),
        Column::new("摘要", 40),
        Column::money("借方"),
        Column::money("贷方"),
        Column::new("借或贷", 7),
        Column::money("余额"),
    ];
    columns.extend(book.heads.iter().map(|head| Column::money(&head.name)));
    let row = |columns: &ColumnsRow| {
        let own = ledger_row(caption, &columns.row);
        let in_a_total = !matches!(columns.row.kind, LedgerRowKind::Entry(_) | LedgerRowKind::Opening);
        let cell = |amount: &Money| if in_a_total { Cell::Money(*amount) } else { unless_zero(*amount) };
        Row { cells: own.cells.into_iter().chain(columns.cells.iter().map(cell)).collect(), weight: own.weight }
    };
    Table {
        title: title_of("多栏账", &book.code, &book.path),
        captions: captions(caption, caption.span()),
        columns,
        rows: book.rows.iter().map(row).collect(),
    }
}

/// `多栏账 513 管理费用`.
pub(super) fn title_of(book: &str, code: &str, path: &str) -> String {
    format!("{book} {code} {}", path.replace('/', "／"))
}

pub(super) fn voucher_summary(caption: &ReportCaption, summary: &VoucherSummary) -> Table {
    let columns =
        vec![Column::new("科目编码", 12), Column::new("科目名称", 36), Column::money("借方"), Column::money("贷方")];
    let mut rows: Vec<Row> = summary
        .rows
        .iter()
        .map(|row| {
            let level = u8::try_from(row.level.saturating_sub(1)).unwrap_or_default();
            let named = [Cell::text(row.code.as_str()), Cell::Inset(row.name.clone(), level)];
            Row::plain(named.into_iter().chain([unless_zero(row.debit), unless_zero(row.credit)]).collect())
        })
        .collect();
    let (debit, credit) = summary.totals();
    rows.push(total(2, [Cell::Money(debit), Cell::Money(credit)].into_iter()));
    let mut captions = captions(caption, caption.span());
    captions.push(format!("凭证{}张", summary.voucher_count()));
    captions.push(format!("附单据{}张", summary.document_count()));
    Table { title: "凭证汇总表".to_owned(), captions, columns, rows }
}

pub(super) fn party_overview(caption: &ReportCaption, overview: &PartyOverview) -> Table {
    let mut columns = vec![
        Column::new("编码", 12),
        Column::new(overview.by.in_chinese(), 24),
        Column::new("科目编码", 12),
        Column::new("科目", 28),
    ];
    if overview.aged {
        columns.extend(["期末借方", "期末贷方"].map(Column::money));
        columns.extend(PartyOverview::AGES.map(Column::money));
    } else {
        columns.extend(six_columns());
    }
    let mut rows = Vec::new();
    for group in &overview.groups {
        rows.extend(group.accounts.iter().map(|account| {
            let named = [&group.code, &group.name, &account.code, &account.path].map(Cell::text);
            Row::plain(named.into_iter().chain(overview.figures_of(account).into_iter().map(unless_zero)).collect())
        }));
    }
    rows.extend(overview.total_lines().into_iter().map(|(word, figures)| {
        let named = [Cell::text(word), Cell::Blank, Cell::Blank, Cell::Blank];
        Row::total(named.into_iter().chain(figures.into_iter().map(Cell::Money)).collect())
    }));
    Table { title: overview.title(), captions: captions(caption, caption.span()), columns, rows }
}

pub(super) fn account_comparison(caption: &ReportCaption, comparison: &AccountComparison) -> Table {
    let mut columns = vec![Column::new("编号", 10), Column::new("账套", 32)];
    columns.extend(six_columns());
    columns.extend(comparison.months.iter().map(|month| Column::money(month.to_string())));
    let figures = |six: [Money; 6], months: &[Money]| -> Vec<Cell> {
        six.iter().chain(months).map(|amount| Cell::Money(*amount)).collect()
    };
    let row = |row: &ComparisonRow| {
        let named = [&row.code, &row.name].map(Cell::text);
        Row::plain(named.into_iter().chain(figures(row.columns(), &row.months)).collect())
    };
    let mut rows: Vec<Row> = comparison.rows.iter().map(row).collect();
    rows.push(total(2, figures(comparison.totals(), &comparison.month_totals()).into_iter()));
    Table { title: comparison.title(), captions: captions(caption, caption.span()), columns, rows }
}
