//! From what `statements` keeps as books to bound pages: 明细账, 总账, 日记账, 序时账.

use super::caption::Signers;
use super::document::Document;
use super::font::Fonts;
use super::journal::{self, JournalPage};
use super::ledger_page::{
    self, BalanceSide, BookFront, LedgerColumns, LedgerPage, LedgerPages, LedgerRow, LedgerRowKind,
};
use super::reports::{BINDING, ReportCaption, month_words, opening_words};
use crate::kernel::Money;
use crate::statements::{self, AccountLedger, Journal, LedgerBook, LedgerBookKind, LedgerRowKind as Said};

fn signers(caption: &ReportCaption) -> Signers {
    vec![("记账".to_owned(), caption.prepared_by.clone()), ("复核".to_owned(), String::new())]
}

/// 明细账 on paper.
pub fn account_ledger(caption: &ReportCaption, ledger: &AccountLedger, fonts: &Fonts) -> Document {
    let pages = LedgerPages {
        title: "明细账".to_owned(),
        book_name: caption.book_name.clone(),
        period: caption.span(),
        accounts: vec![ledger_page(caption, ledger, None)],
        columns: LedgerColumns::Three,
        front: BookFront::Loose,
        signers: signers(caption),
        binding: BINDING,
        printed_at: caption.printed_at,
    };
    ledger_page::lay_out(&pages, fonts)
}

/// 总账 or 日记账 on paper, each account on pages of its own.
pub fn ledger_book(caption: &ReportCaption, book: &LedgerBook, front: BookFront, fonts: &Fonts) -> Document {
    let pages = LedgerPages {
        title: book.kind.in_chinese().to_owned(),
        book_name: caption.book_name.clone(),
        period: caption.span(),
        accounts: book.ledgers.iter().map(|ledger| ledger_page(caption, ledger, Some(book))).collect(),
        columns: match book.kind {
            LedgerBookKind::General => LedgerColumns::Three,
            LedgerBookKind::Detail | LedgerBookKind::Cash | LedgerBookKind::Bank => LedgerColumns::OtherSide,
        },
        front,
        signers: signers(caption),
        binding: BINDING,
        printed_at: caption.printed_at,
    };
    ledger_page::lay_out(&pages, fonts)
}

fn ledger_page(caption: &ReportCaption, ledger: &AccountLedger, book: Option<&LedgerBook>) -> LedgerPage {
    // 过次页 carries what moved since the month began. Source: 会计基础工作规范 art. 60(8).
    let (mut month, mut so_far) = (None, (Money::ZERO, Money::ZERO));
    let rows = ledger.rows.iter().map(|row| {
        let of = match &row.kind {
            Said::Entry(line) => Some(line.period),
            Said::MonthTotal(period) if book.is_some_and(|b| b.kind == LedgerBookKind::General) => Some(*period),
            Said::Opening | Said::DayTotal(_) | Said::MonthTotal(_) | Said::YearToDate(_) => None,
        };
        if let Some(of) = of {
            if month != Some(of) {
                (month, so_far) = (Some(of), (Money::ZERO, Money::ZERO));
            }
            so_far = (so_far.0 + row.debit, so_far.1 + row.credit);
        }
        ledger_row(caption, row, book, so_far)
    });
    LedgerPage { account: format!("{} {}", ledger.code, ledger.path.replace('/', "／")), rows: rows.collect() }
}

fn ledger_row(
    caption: &ReportCaption,
    row: &statements::LedgerRow,
    book: Option<&LedgerBook>,
    so_far: (Money, Money),
) -> LedgerRow {
    let general = book.is_some_and(|book| book.kind == LedgerBookKind::General);
    let (kind, summary) = match &row.kind {
        Said::Opening => (LedgerRowKind::Entry, opening_words(caption.first).to_owned()),
        Said::Entry(line) => (LedgerRowKind::Entry, line.summary.clone()),
        Said::DayTotal(_) => (LedgerRowKind::Total, "本日合计".to_owned()),
        Said::MonthTotal(period) if general => (LedgerRowKind::Month, month_words(caption, *period)),
        Said::MonthTotal(period) => (LedgerRowKind::Total, month_words(caption, *period)),
        Said::YearToDate(period) if period.month() == 12 => (LedgerRowKind::YearEnd, "本年累计".to_owned()),
        Said::YearToDate(_) => (LedgerRowKind::Total, "本年累计".to_owned()),
    };
    // A month of a 总账 stands under the month's last day, when its 凭证汇总表 is booked.
    let date = match &row.kind {
        Said::MonthTotal(period) if general => Some(period.last_day()),
        _ => row.date(),
    };
    let (voucher_no, other_side) = match &row.kind {
        Said::Entry(line) => {
            (line.number.to_string(), book.map(|book| book.other_side(line).replace('/', "／")).unwrap_or_default())
        }
        Said::Opening | Said::DayTotal(_) | Said::MonthTotal(_) | Said::YearToDate(_) => Default::default(),
    };
    LedgerRow {
        kind,
        date,
        voucher_no,
        summary,
        other_side,
        debit: row.debit,
        credit: row.credit,
        side: match row.side {
            "借" => BalanceSide::Debit,
            "贷" => BalanceSide::Credit,
            _ => BalanceSide::Level,
        },
        balance: row.balance,
        debit_so_far: so_far.0,
        credit_so_far: so_far.1,
    }
}

/// 序时账 on paper.
pub fn journal(caption: &ReportCaption, journal: &Journal, fonts: &Fonts) -> Document {
    let page = JournalPage {
        book_name: caption.book_name.clone(),
        period: caption.span(),
        journal,
        signers: signers(caption),
        binding: BINDING,
        printed_at: caption.printed_at,
    };
    journal::lay_out(&page, fonts)
}
