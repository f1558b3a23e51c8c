//! The books as tables: 科目余额表, 明细账, 往来明细表, 序时账.

use crate::kernel::Money;
use crate::pdf::reports::{ReportCaption, month_words, opening_words};
use crate::statements::{
    AccountLedger, Journal, JournalLine, LedgerBook, LedgerBookKind, LedgerRow, LedgerRowKind, PartyBalances,
    RowsWanted, TrialBalance,
};

use super::table::{Cell, Column, Row, Table};

/// 编制单位, time and unit, as they stand under every title.
pub(super) fn captions(caption: &ReportCaption, time: String) -> Vec<String> {
    vec![format!("编制单位：{}", caption.book_name), time, "单位：元".to_owned()]
}

pub(super) fn six_columns() -> impl Iterator<Item = Column> {
    groups(&["期初余额", "本期发生额", "期末余额"])
}

/// 借方 and 贷方 under each heading.
fn groups(groups: &[&'static str]) -> impl Iterator<Item = Column> {
    groups.iter().flat_map(|group| ["借方", "贷方"].map(|side| Column::money(side).under(group)))
}

pub(super) fn six_cells(columns: [Money; 6]) -> impl Iterator<Item = Cell> {
    columns.into_iter().map(Cell::Money)
}

pub(super) fn trial_balance(caption: &ReportCaption, balance: &TrialBalance, wanted: RowsWanted) -> Table {
    let mut columns = vec![Column::new("科目编码", 12), Column::new("科目名称", 28)];
    if wanted.with_year {
        columns.extend(groups(&["期初余额", "本期发生额", "本年累计发生额", "期末余额"]));
    } else {
        columns.extend(six_columns());
    }
    let figures = |six: [Money; 6], year: (Money, Money)| -> Vec<Cell> {
        let year = if wanted.with_year { vec![year.0, year.1] } else { Vec::new() };
        six[..4].iter().copied().chain(year).chain(six[4..].iter().copied()).map(Cell::Money).collect()
    };
    let mut rows: Vec<Row> = balance
        .wanted(wanted)
        .map(|row| {
            let level = u8::try_from(row.level.saturating_sub(1)).unwrap_or_default();
            let named = [Cell::text(row.code.as_str()), Cell::Inset(row.name.clone(), level)];
            Row::plain(named.into_iter().chain(figures(row.columns(), row.year)).collect())
        })
        .collect();
    rows.push(total(2, figures(balance.totals(), balance.year_totals()).into_iter()));
    Table { title: "科目余额表".to_owned(), captions: captions(caption, caption.span()), columns, rows }
}

pub(super) fn party_balances(caption: &ReportCaption, parties: &PartyBalances) -> Table {
    let mut columns = vec![Column::new("编码", 12), Column::new(parties.by.in_chinese(), 28)];
    columns.extend(six_columns());
    let mut rows: Vec<Row> = parties
        .rows
        .iter()
        .map(|row| {
            let named = [Cell::text(&row.code), Cell::text(&row.name)];
            Row::plain(named.into_iter().chain(six_cells(row.columns())).collect())
        })
        .collect();
    rows.push(total(2, six_cells(parties.totals())));
    let title = format!("往来明细表 {} {}", parties.account_code, parties.account_path);
    Table { title, captions: captions(caption, caption.span()), columns, rows }
}

pub(super) fn account_ledger(caption: &ReportCaption, ledger: &AccountLedger) -> Table {
    let columns = vec![
        Column::new("日期", 12),
        Column::new("凭证号", 11),
        Column::new("摘要", 40),
        Column::money("借方"),
        Column::money("贷方"),
        Column::new("借或贷", 7),
        Column::money("余额"),
    ];
    let rows = ledger.rows.iter().map(|row| ledger_row(caption, row)).collect();
    let title = format!("明细账 {} {}", ledger.code, ledger.path.replace('/', "／"));
    Table { title, captions: captions(caption, caption.span()), columns, rows }
}

/// 总账 and 日记账: the account stands in every row, so that the file can be sorted and filtered.
pub(super) fn ledger_book(caption: &ReportCaption, book: &LedgerBook) -> Table {
    let journal = match book.kind {
        LedgerBookKind::General => false,
        LedgerBookKind::Detail | LedgerBookKind::Cash | LedgerBookKind::Bank => true,
    };
    let mut columns = vec![
        Column::new("科目编码", 12),
        Column::new("科目名称", 28),
        Column::new(if journal { "日期" } else { "月份" }, 12),
    ];
    if journal {
        columns.extend([Column::new("凭证号", 11), Column::new("摘要", 40), Column::new("对方科目", 28)]);
    } else {
        columns.push(Column::new("摘要", 14));
    }
    columns.extend([Column::money("借方"), Column::money("贷方"), Column::new("借或贷", 7), Column::money("余额")]);
    let account = |ledger: &AccountLedger| -> Vec<Row> {
        let named = [Cell::text(&ledger.code), Cell::text(&ledger.path)];
        let row = |row: &LedgerRow| {
            let set = ledger_row(caption, row);
            let mut own = set.cells.into_iter();
            let (date, number, summary) = (own.next(), own.next(), own.next());
            let date = match &row.kind {
                LedgerRowKind::MonthTotal(month) | LedgerRowKind::YearToDate(month) => {
                    Some(Cell::text(month.to_string()))
                }
                LedgerRowKind::DayTotal(day) => Some(Cell::Day(*day)),
                LedgerRowKind::Opening | LedgerRowKind::Entry(_) => date,
            };
            let other_side = match &row.kind {
                LedgerRowKind::Entry(line) => Cell::text(book.other_side(line)),
                _ => Cell::Blank,
            };
            let said = if journal { vec![date, number, summary, Some(other_side)] } else { vec![date, summary] };
            let cells = named.iter().cloned().chain(said.into_iter().flatten()).chain(own).collect();
            Row { cells, weight: set.weight }
        };
        ledger.rows.iter().map(row).collect()
    };
    let rows = book.ledgers.iter().flat_map(account).collect();
    Table { title: book.kind.in_chinese().to_owned(), captions: captions(caption, caption.span()), columns, rows }
}

pub(super) fn ledger_row(caption: &ReportCaption, row: &LedgerRow) -> Row {
    let unless_zero = |amount: Money| if amount.is_zero() { Cell::Blank } else { Cell::Money(amount) };
    let balance = [Cell::text(row.side), Cell::Money(row.balance)];
    let labelled = |words: String, amounts: [Cell; 2]| -> Vec<Cell> {
        [Cell::Blank, Cell::Blank, Cell::Text(words)].into_iter().chain(amounts).chain(balance.clone()).collect()
    };
    let moved = [Cell::Money(row.debit), Cell::Money(row.credit)];
    match &row.kind {
        LedgerRowKind::Opening => {
            Row::plain(labelled(opening_words(caption.first).to_owned(), [Cell::Blank, Cell::Blank]))
        }
        LedgerRowKind::DayTotal(_) => Row::total(labelled("本日合计".to_owned(), moved)),
        LedgerRowKind::MonthTotal(period) => Row::total(labelled(month_words(caption, *period), moved)),
        LedgerRowKind::YearToDate(_) => Row::total(labelled("本年累计".to_owned(), moved)),
        LedgerRowKind::Entry(line) => {
            let named = [Cell::Day(line.date), Cell::text(line.number.to_string()), Cell::text(&line.summary)];
            let amounts = [unless_zero(row.debit), unless_zero(row.credit)];
            Row::plain(named.into_iter().chain(amounts).chain(balance).collect())
        }
    }
}

pub(super) fn journal(caption: &ReportCaption, journal: &Journal) -> Table {
    let columns = vec![
        Column::new("日期", 12),
        Column::new("凭证号", 11),
        Column::new("附单据", 8),
        Column::new("摘要", 40),
        Column::new("科目编码", 12),
        Column::new("科目名称", 28),
        Column::new("往来或项目", 20),
        Column::money("借方"),
        Column::money("贷方"),
    ];
    let mut rows: Vec<Row> = journal.lines.iter().map(journal_row).collect();
    let (debit, credit) = journal.totals();
    rows.push(total(7, [Cell::Money(debit), Cell::Money(credit)].into_iter()));
    Table { title: "序时账".to_owned(), captions: captions(caption, caption.span()), columns, rows }
}

fn journal_row(line: &JournalLine) -> Row {
    let unless_zero = |amount: Money| if amount.is_zero() { Cell::Blank } else { Cell::Money(amount) };
    Row::plain(vec![
        Cell::Day(line.date),
        Cell::text(line.number.to_string()),
        Cell::Number(line.document_count),
        Cell::text(&line.summary),
        Cell::text(&line.code),
        Cell::text(&line.path),
        Cell::text(&line.party),
        unless_zero(line.debit),
        unless_zero(line.credit),
    ])
}

/// 合计 in the first of `named` columns, then the amounts.
pub(super) fn total(named: usize, amounts: impl Iterator<Item = Cell>) -> Row {
    let names = std::iter::once(Cell::text("合计")).chain(std::iter::repeat_n(Cell::Blank, named - 1));
    Row::total(names.chain(amounts).collect())
}
