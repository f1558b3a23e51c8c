use super::book_front;
use super::caption::{self, Signers};
use super::document::Document;
use super::font::Fonts;
use super::table::{CARRY_LABEL, Column, Row, Table};
use super::text::Align;
use crate::kernel::{Date, Money, Timestamp};

/// One account of a ledger with three columns of amounts: 总账, 明细账 or 日记账.
#[derive(Clone, Debug)]
pub struct LedgerPage {
    /// `112 应收款项／县供销社`.
    pub account: String,
    /// What stands in the ledger, opening line first.
    pub rows: Vec<LedgerRow>,
}

/// A book of ledgers, each account on pages of its own, the pages numbered through.
#[derive(Clone, Debug)]
pub struct LedgerPages {
    /// `明细账`.
    pub title: String,
    /// Legal name of the collective.
    pub book_name: String,
    /// `2026年1月至9月`.
    pub period: String,
    /// Account after account.
    pub accounts: Vec<LedgerPage>,
    /// With 对方科目 or without.
    pub columns: LedgerColumns,
    /// With 启用表 and 目录 before the pages, or without.
    pub front: BookFront,
    /// Who keeps and who checks it.
    pub signers: Signers,
    /// White edge for the binding, in millimetres; norms differ from 20 to 60. Source: FIELD §3.8.
    pub binding: f32,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

/// Which columns a ledger has besides date, number, summary and amounts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LedgerColumns {
    /// None: 三栏.
    Three,
    /// 对方科目: a journal of money.
    OtherSide,
}

/// What stands before the pages of a book that is bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum BookFront {
    /// 账簿启用表 and 账户目录.
    Bound,
    /// Nothing: loose pages.
    #[default]
    Loose,
}

/// One line of a ledger.
#[derive(Clone, Debug)]
pub struct LedgerRow {
    /// An entry, or a total the ledger is ruled off with.
    pub kind: LedgerRowKind,
    /// None on an opening or total line.
    pub date: Option<Date>,
    /// `记-0012`.
    pub voucher_no: String,
    /// 摘要; `上年结转`, `本月合计`.
    pub summary: String,
    /// 对方科目 of an entry in a journal.
    pub other_side: String,
    /// 借方; zero prints blank.
    pub debit: Money,
    /// 贷方; zero prints blank.
    pub credit: Money,
    /// Which side the balance stands on.
    pub side: BalanceSide,
    /// Without sign; zero prints θ beside 平.
    pub balance: Money,
    /// Debits of the month up to and with this line: what 过次页 carries.
    pub debit_so_far: Money,
    /// Credits of the month up to and with this line.
    pub credit_so_far: Money,
}

/// What a line of a ledger is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LedgerRowKind {
    /// An entry or the opening line.
    Entry,
    /// A month of a 总账: the line itself.
    Month,
    /// 本日合计, 本月合计, 本年累计: ruled off once.
    Total,
    /// 本年累计 of December: ruled off twice.
    YearEnd,
}

/// 借或贷.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BalanceSide {
    /// 借.
    Debit,
    /// 贷.
    Credit,
    /// 平: nothing is left.
    Level,
}

impl BalanceSide {
    const fn word(self) -> &'static str {
        match self {
            BalanceSide::Debit => "借",
            BalanceSide::Credit => "贷",
            BalanceSide::Level => "平",
        }
    }
}

/// What an empty balance is written as. Source: 会计基础工作规范 art. 60(7).
const NOTHING_LEFT: &str = "θ";

/// Sets ledgers on A4 landscape, with 过次页 and 承前页 where a page turns.
pub fn lay_out(pages: &LedgerPages, fonts: &Fonts) -> Document {
    let mut flow = caption::landscape(fonts, pages.binding);
    // The number of the first page of each account, for the running heads.
    let mut starts: Vec<(usize, &str)> = Vec::new();
    for (i, page) in pages.accounts.iter().enumerate() {
        if i > 0 {
            flow.turn();
            flow.over_the_running_head();
        }
        starts.push((flow.page_number(), page.account.as_str()));
        let captions = [format!("科目：{}", page.account), pages.period.clone()];
        caption::head(&mut flow, &pages.title, &pages.book_name, &captions);
        ledger_table(page, pages.columns).lay(&mut flow);
        caption::signatures(&mut flow, &pages.signers);
    }
    if pages.accounts.is_empty() {
        caption::head(&mut flow, &pages.title, &pages.book_name, std::slice::from_ref(&pages.period));
        ledger_table(&LedgerPage { account: String::new(), rows: Vec::new() }, pages.columns).lay(&mut flow);
    }
    let only = if let [page] = pages.accounts.as_slice() { format!(" {}", page.account) } else { String::new() };
    let title = format!("{} {}{only} {}", pages.book_name, pages.title, pages.period);
    let document = flow.finish(title, pages.printed_at, |pen, edges, no| {
        let account = starts.iter().rev().find(|(from, _)| *from <= no.number);
        let running = match account {
            Some((from, account)) if *from < no.number => format!("{} {} {account}", pages.book_name, pages.title),
            _ => String::new(),
        };
        caption::edges(pen, edges, no, &running, pages.printed_at);
    });
    match pages.front {
        BookFront::Loose => document,
        BookFront::Bound => {
            let mut bound = book_front::lay_out(pages, &starts, document.pages.len(), fonts);
            bound.append(document);
            bound
        }
    }
}

fn ledger_table(page: &LedgerPage, columns: LedgerColumns) -> Table {
    let mut heads = vec![
        Column::fixed("日期", 21.0, Align::Centre),
        Column::fixed("凭证号", 19.0, Align::Centre),
        Column::share("摘要", 1.0, Align::Left),
    ];
    match columns {
        LedgerColumns::Three => {}
        LedgerColumns::OtherSide => heads.push(Column::share("对方科目", 0.6, Align::Left)),
    }
    heads.extend([
        Column::fixed("借方", 34.0, Align::Decimal),
        Column::fixed("贷方", 34.0, Align::Decimal),
        Column::fixed("借或贷", 13.0, Align::Centre),
        Column::fixed("余额", 36.0, Align::Decimal),
    ]);
    Table {
        columns: heads,
        rows: page.rows.iter().map(|row| ledger_row(row, columns)).collect(),
        look: caption::LOOK,
        when_empty: "本期没有发生".to_owned(),
        title: String::new(),
        tail: caption::SIGNATURES,
    }
}

fn ledger_row(row: &LedgerRow, columns: LedgerColumns) -> Row {
    let balance = if row.balance.is_zero() { NOTHING_LEFT.to_owned() } else { row.balance.to_string() };
    let date = row.date.map(|d| d.to_string()).unwrap_or_default();
    let beside = |other_side: &str| match columns {
        LedgerColumns::Three => None,
        LedgerColumns::OtherSide => Some(other_side.to_owned()),
    };
    let line = |named: [String; 3], other_side: &str, debit: Money, credit: Money| -> Vec<String> {
        let amounts = [debit.blank_if_zero(), credit.blank_if_zero(), row.side.word().to_owned(), balance.clone()];
        named.into_iter().chain(beside(other_side)).chain(amounts).collect()
    };
    let named = [String::new(), String::new(), CARRY_LABEL.to_owned()];
    let carried = line(named, "", row.debit_so_far, row.credit_so_far);
    let named = [date, row.voucher_no.clone(), row.summary.clone()];
    let cells = line(named, &row.other_side, row.debit, row.credit);
    let row = match row.kind {
        LedgerRowKind::Entry | LedgerRowKind::Month => Row::plain(cells),
        LedgerRowKind::Total => Row::footing(1, cells),
        LedgerRowKind::YearEnd => Row::total(1, cells),
    };
    row.carrying(carried)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::proof::{day, printed_at, reads_back};

    fn entry(n: i64) -> LedgerRow {
        LedgerRow {
            kind: LedgerRowKind::Entry,
            date: Some(day(&format!("2026-{:02}-{:02}", 1 + n / 8, 1 + n % 28))),
            voucher_no: format!("记-{n:04}"),
            summary: if n % 9 == 0 {
                "付第七村民小组至第十一村民小组之间机耕道路路基修补材料及人工费用，经村民代表会议通过".into()
            } else {
                "收鱼塘承包费".into()
            },
            debit: if n % 3 == 0 { Money::ZERO } else { Money::from_fen(n * 12345) },
            credit: if n % 3 == 0 { Money::from_fen(n * 12345) } else { Money::ZERO },
            side: if n % 7 == 0 { BalanceSide::Level } else { BalanceSide::Debit },
            other_side: String::new(),
            balance: if n % 7 == 0 { Money::ZERO } else { Money::from_fen(n * 654_321) },
            debit_so_far: Money::from_fen(n * 77_777),
            credit_so_far: Money::from_fen(n * 7_777),
        }
    }

    fn ledger(rows: Vec<LedgerRow>) -> LedgerPages {
        LedgerPages {
            title: "明细账".into(),
            book_name: "李家村股份经济合作社".into(),
            period: "2026年1月至9月".into(),
            accounts: vec![LedgerPage {
                account: "102 银行存款／农村商业银行（尾号0023）".into(), rows
            }],
            columns: LedgerColumns::Three,
            front: BookFront::Loose,
            signers: vec![("记账".into(), "专管员".into()), ("复核".into(), "总监督会计".into())],
            binding: 25.0,
            printed_at: printed_at(),
        }
    }

    #[test]
    fn 明细账_过次页的数_就是承前页的数() {
        let mut rows: Vec<LedgerRow> = (1..=60).map(entry).collect();
        let total = LedgerRow {
            kind: LedgerRowKind::Total,
            date: None,
            voucher_no: String::new(),
            summary: "本年累计".into(),
            ..entry(60)
        };
        rows.push(total);
        let document = lay_out(&ledger(rows), Fonts::embedded());
        let said = document.describe();
        let line_with = |word: &str| -> Vec<String> {
            said.lines().filter_map(|l| l.strip_prefix(word)).map(str::to_owned).collect()
        };
        let (over, forward) = (line_with("过次页"), line_with("承前页"));
        assert_eq!(over, forward, "{said}");
        assert_eq!(over.len(), document.pages.len() - 1);
        reads_back("ledger", &document);
    }

    #[test]
    fn 几个科目订成一本_页码连着编_每个科目另起一页() {
        let one = ledger((1..=40).map(entry).collect()).accounts.remove(0);
        let other = LedgerPage { account: "101 库存现金".into(), rows: one.rows.clone() };
        let book = LedgerPages { accounts: vec![one, other], ..ledger(vec![]) };
        let bound = lay_out(&LedgerPages { front: BookFront::Bound, ..book.clone() }, Fonts::embedded());
        let document = lay_out(&book, Fonts::embedded());
        let front = bound.describe();
        assert_eq!(bound.pages.len(), document.pages.len() + 2, "the front is not counted");
        assert!(front.contains("账簿启用表") && front.contains("账户目录"), "{front}");
        assert!(front.contains(&format!("共 {} 页", document.pages.len())), "{front}");
        assert!(front.contains("102 银行存款／农村商业银行（尾号0023） | 1 | 101 库存现金 | 3"), "{front}");
        reads_back("ledger-bound", &bound);
        let said = document.describe();
        let pages: Vec<&str> = said.split("— ").filter(|page| page.contains("打印日期")).collect();
        assert_eq!(pages.len(), document.pages.len());
        for (i, page) in pages.iter().enumerate() {
            assert!(page.contains(&format!("第 {} 页 共 {} 页", i + 1, pages.len())), "{page}");
            assert!(!page.contains("银行存款") || !page.contains("库存现金"), "{page}");
        }
        assert_eq!(said.matches("科目：101 库存现金").count(), 1);
        reads_back("ledger-book", &document);
    }

    #[test]
    fn 空账页_也说没有发生() {
        let document = lay_out(&ledger(vec![]), Fonts::embedded());
        assert!(document.describe().contains("本期没有发生"));
    }
}
