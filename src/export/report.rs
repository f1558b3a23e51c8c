use std::fmt;
use std::str::FromStr;

use crate::kernel::Fault;
use crate::pdf::ledger_page::BookFront;
use crate::pdf::{self, Document, Fonts, books, reports, wide_books};
use crate::statements::{
    AccountComparison, AccountLedger, Consolidation, Journal, LedgerBook, MultiColumn, PartyBalances, PartyOverview,
    ReceiptsAndPayments, RowsWanted, Statement, TrialBalance, VoucherSummary,
};

use super::plain::PlainReport;
use super::table::Table;
use super::{csv, json, ledger_tables, statement_tables, wide_tables, xlsx};

/// In which form a report is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// The stable JSON.
    Json,
    /// Comma-separated text.
    Csv,
    /// A workbook.
    Xlsx,
    /// Paper.
    Pdf,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 4] = [Format::Pdf, Format::Xlsx, Format::Csv, Format::Json];

    /// `csv`: the ending of a file, and the word in an address.
    pub const fn ending(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Pdf => "pdf",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Pdf => "application/pdf",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ending())
    }
}

impl FromStr for Format {
    type Err = String;
    fn from_str(word: &str) -> Result<Format, String> {
        let known = Format::ALL.into_iter().find(|f| f.ending() == word);
        known.ok_or_else(|| format!("没有「{word}」这种格式，可用 json、csv、xlsx、pdf"))
    }
}

/// What a report says.
#[derive(Clone, Debug)]
pub enum Body {
    /// 科目余额表, with the rows that are wanted.
    TrialBalance(TrialBalance, RowsWanted),
    /// 明细账.
    AccountLedger(AccountLedger),
    /// 总账, 现金日记账, 银行存款日记账; on paper bound or loose.
    LedgerBook(LedgerBook, BookFront),
    /// 多栏账.
    MultiColumn(MultiColumn),
    /// 凭证汇总表.
    VoucherSummary(VoucherSummary),
    /// 往来余额表.
    PartyOverview(PartyOverview),
    /// 各村比较 of one account.
    AccountComparison(AccountComparison),
    /// 往来明细表.
    PartyBalances(PartyBalances),
    /// 序时账.
    Journal(Journal),
    /// 资产负债表.
    BalanceSheet(Statement),
    /// 收益及收益分配表.
    SurplusStatement(Statement),
    /// 资产负债表 of several books, sums, eliminations, consolidation.
    ConsolidatedBalanceSheet(Consolidation),
    /// 收益及收益分配表 of several books, sums, eliminations, consolidation.
    ConsolidatedSurplus(Consolidation),
    /// 收支明细表.
    ReceiptsAndPayments(ReceiptsAndPayments),
    /// 预算执行情况表, 项目台账, 备查簿: a table said as it is.
    Plain(Box<PlainReport>),
}

/// A report with what stands over it.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whose, which months, by whom and when.
    pub caption: reports::ReportCaption,
    /// The figures.
    pub body: Body,
}

impl Report {
    /// `科目余额表`.
    pub fn title(&self) -> String {
        match &self.body {
            Body::TrialBalance(..) => "科目余额表".to_owned(),
            Body::AccountLedger(ledger) => format!("明细账 {} {}", ledger.code, ledger.path.replace('/', "／")),
            Body::LedgerBook(book, _) => book.kind.in_chinese().to_owned(),
            Body::MultiColumn(book) => wide_tables::title_of("多栏账", &book.code, &book.path),
            Body::VoucherSummary(_) => "凭证汇总表".to_owned(),
            Body::PartyOverview(overview) => overview.title(),
            Body::AccountComparison(comparison) => comparison.title(),
            Body::PartyBalances(parties) => {
                format!("往来明细表 {} {}", parties.account_code, parties.account_path.replace('/', "／"))
            }
            Body::Journal(_) => "序时账".to_owned(),
            Body::BalanceSheet(statement) | Body::SurplusStatement(statement) => statement.name.clone(),
            Body::ConsolidatedBalanceSheet(by) | Body::ConsolidatedSurplus(by) => format!("{}合并", by.total.name),
            Body::ReceiptsAndPayments(_) => "收支明细表".to_owned(),
            Body::Plain(plain) => plain.table.title.clone(),
        }
    }

    /// The months or the day it holds for.
    pub fn time(&self) -> String {
        match &self.body {
            Body::BalanceSheet(_) | Body::ConsolidatedBalanceSheet(_) => self.caption.day(),
            Body::Plain(plain) => plain.time.clone(),
            _ => self.caption.span(),
        }
    }

    /// `李家村股份经济合作社 科目余额表 2024年1月至9月.xlsx`.
    pub fn file_name(&self, format: Format) -> String {
        format!("{} {} {}.{format}", self.caption.book_name, self.title(), self.time())
    }

    /// The report as bytes of one form.
    pub fn write(&self, format: Format) -> Result<Vec<u8>, Fault> {
        match format {
            Format::Json => json::write(&json::report(self)),
            Format::Csv => csv::write(&self.table()),
            Format::Xlsx => xlsx::write(&self.sheet()),
            Format::Pdf => {
                let fonts = Fonts::embedded();
                Ok(pdf::render(&self.document(fonts), fonts))
            }
        }
    }

    /// The report as one plain table.
    pub fn table(&self) -> Table {
        let caption = &self.caption;
        match &self.body {
            Body::TrialBalance(balance, wanted) => ledger_tables::trial_balance(caption, balance, *wanted),
            Body::AccountLedger(ledger) => ledger_tables::account_ledger(caption, ledger),
            Body::LedgerBook(book, _) => ledger_tables::ledger_book(caption, book),
            Body::MultiColumn(book) => wide_tables::multi_column(caption, book),
            Body::VoucherSummary(summary) => wide_tables::voucher_summary(caption, summary),
            Body::PartyOverview(overview) => wide_tables::party_overview(caption, overview),
            Body::AccountComparison(comparison) => wide_tables::account_comparison(caption, comparison),
            Body::PartyBalances(parties) => ledger_tables::party_balances(caption, parties),
            Body::Journal(journal) => ledger_tables::journal(caption, journal),
            Body::BalanceSheet(statement) => statement_tables::lines(caption, statement, caption.day()),
            Body::SurplusStatement(statement) => statement_tables::lines(caption, statement, caption.span()),
            Body::ConsolidatedBalanceSheet(by) => statement_tables::consolidation(caption, by, caption.day()),
            Body::ConsolidatedSurplus(by) => statement_tables::consolidation(caption, by, caption.span()),
            Body::ReceiptsAndPayments(report) => statement_tables::receipts_and_payments(caption, report),
            Body::Plain(plain) => plain.table.clone(),
        }
    }

    /// The table as a workbook shows it: the balance sheet has its two halves side by side, as the form has.
    fn sheet(&self) -> Table {
        match &self.body {
            Body::BalanceSheet(statement) => statement_tables::side_by_side(&self.caption, statement),
            _ => self.table(),
        }
    }

    /// The report on paper.
    pub fn document(&self, fonts: &Fonts) -> Document {
        let caption = &self.caption;
        match &self.body {
            Body::TrialBalance(balance, wanted) => reports::trial_balance(caption, balance, *wanted, fonts),
            Body::AccountLedger(ledger) => books::account_ledger(caption, ledger, fonts),
            Body::LedgerBook(book, front) => books::ledger_book(caption, book, *front, fonts),
            Body::MultiColumn(book) => wide_books::multi_column(caption, book, fonts),
            Body::VoucherSummary(summary) => wide_books::voucher_summary(caption, summary, fonts),
            Body::PartyOverview(overview) => wide_books::party_overview(caption, overview, fonts),
            Body::AccountComparison(comparison) => wide_books::account_comparison(caption, comparison, fonts),
            Body::PartyBalances(parties) => reports::party_balances(caption, parties, fonts),
            Body::Journal(journal) => books::journal(caption, journal, fonts),
            Body::BalanceSheet(sheet) => reports::balance_sheet(caption, sheet, fonts),
            Body::ConsolidatedBalanceSheet(by) => reports::consolidation(caption, by, caption.day(), fonts),
            Body::ConsolidatedSurplus(by) => reports::consolidation(caption, by, caption.span(), fonts),
            Body::SurplusStatement(surplus) => reports::surplus_statement(caption, surplus, fonts),
            Body::ReceiptsAndPayments(report) => reports::receipts_and_payments(caption, report, fonts),
            Body::Plain(plain) => plain.document(caption, fonts),
        }
    }
}
