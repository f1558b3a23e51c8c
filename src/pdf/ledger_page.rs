use super::caption::{self, Signers};
use super::document::Document;
use super::font::Fonts;
use super::table::{CARRY_LABEL, Column, Row, Table};
use super::text::Align;
use crate::kernel::{Date, Money, Timestamp};

/// A page of a three-column ledger: 总账, 明细账 or 日记账.
#[derive(Clone, Debug)]
pub struct LedgerPage {
    /// `明细账`.
    pub title: String,
    /// Legal name of the collective.
    pub book_name: String,
    /// `112 应收款项／县供销社`.
    pub account: String,
    /// `2026年1月至9月`.
    pub period: String,
    /// What stands in the ledger, opening line first.
    pub rows: Vec<LedgerRow>,
    /// Who keeps and who checks it.
    pub signers: Signers,
    /// White edge for the binding, in millimetres; norms differ from 20 to 60. Source: FIELD §3.8.
    pub binding: f32,
    /// When this paper was made.
    pub printed_at: Timestamp,
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
    /// 借方; zero prints blank.
    pub debit: Money,
    /// 贷方; zero prints blank.
    pub credit: Money,
    /// Which side the balance stands on.
    pub side: BalanceSide,
    /// Without sign; zero prints blank beside 平.
    pub balance: Money,
    /// Debits of the period up to and with this line: what 过次页 carries.
    pub debit_so_far: Money,
    /// Credits of the period up to and with this line.
    pub credit_so_far: Money,
}

/// What a line of a ledger is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LedgerRowKind {
    /// An entry or the opening line.
    Entry,
    /// 本月合计, 本年累计.
    Total,
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

/// Sets a ledger on A4 landscape, with 过次页 and 承前页 where it turns.
pub fn lay_out(page: &LedgerPage, fonts: &Fonts) -> Document {
    let mut flow = caption::landscape(fonts, page.binding);
    let captions = [format!("科目：{}", page.account), page.period.clone()];
    caption::head(&mut flow, &page.title, &page.book_name, &captions);
    ledger_table(page).lay(&mut flow);
    caption::signatures(&mut flow, &page.signers);
    let title = format!("{} {} {} {}", page.book_name, page.title, page.account, page.period);
    let running = format!("{} {} {}", page.book_name, page.title, page.account);
    flow.finish(title, page.printed_at, |pen, edges, no| caption::edges(pen, edges, no, &running, page.printed_at))
}

fn ledger_table(page: &LedgerPage) -> Table {
    let columns = vec![
        Column::fixed("日期", 21.0, Align::Centre),
        Column::fixed("凭证号", 19.0, Align::Centre),
        Column::share("摘要", 1.0, Align::Left),
        Column::fixed("借方", 34.0, Align::Decimal),
        Column::fixed("贷方", 34.0, Align::Decimal),
        Column::fixed("借或贷", 13.0, Align::Centre),
        Column::fixed("余额", 36.0, Align::Decimal),
    ];
    let rows = page.rows.iter().map(ledger_row).collect();
    Table {
        columns,
        rows,
        look: caption::LOOK,
        when_empty: "本期没有发生".to_owned(),
        title: String::new(),
        tail: caption::SIGNATURES,
    }
}

fn ledger_row(row: &LedgerRow) -> Row {
    let standing = [row.side.word().to_owned(), row.balance.blank_if_zero()];
    let date = row.date.map(|d| d.to_string()).unwrap_or_default();
    let amounts = [row.debit.blank_if_zero(), row.credit.blank_if_zero()];
    let carried_amounts = [row.debit_so_far.to_string(), row.credit_so_far.to_string()];
    let carried = [String::new(), String::new(), CARRY_LABEL.to_owned()];
    let carried = carried.into_iter().chain(carried_amounts).chain(standing.clone()).collect();
    let cells = [date, row.voucher_no.clone(), row.summary.clone()];
    let cells = cells.into_iter().chain(amounts).chain(standing).collect();
    match row.kind {
        LedgerRowKind::Entry => Row::plain(cells).carrying(carried),
        LedgerRowKind::Total => Row::subtotal(1, cells).carrying(carried),
    }
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
            balance: if n % 7 == 0 { Money::ZERO } else { Money::from_fen(n * 654_321) },
            debit_so_far: Money::from_fen(n * 77_777),
            credit_so_far: Money::from_fen(n * 7_777),
        }
    }

    fn ledger(rows: Vec<LedgerRow>) -> LedgerPage {
        LedgerPage {
            title: "明细账".into(),
            book_name: "李家村股份经济合作社".into(),
            account: "102 银行存款／农村商业银行（尾号0023）".into(),
            period: "2026年1月至9月".into(),
            rows,
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
    fn 空账页_也说没有发生() {
        let document = lay_out(&ledger(vec![]), Fonts::embedded());
        assert!(document.describe().contains("本期没有发生"));
    }
}
