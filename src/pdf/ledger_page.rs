use super::flow::{Edges, Flow, PageNo};
use super::font::Fonts;
use super::page::{Area, Document, Margins, Paper};
use super::pen::Pen;
use super::table::{CARRY_LABEL, Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::kernel::{Date, Money, Timestamp};

/// Who signs what, in order: `("记账", "专管员")`.
pub type Signers = Vec<(String, String)>;

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

/// 科目余额表 — accounts down, opening, movement and closing across.
#[derive(Clone, Debug)]
pub struct TrialBalance {
    /// Legal name of the collective, or of the township for a consolidation.
    pub book_name: String,
    /// `2026年9月`.
    pub period: String,
    /// By code.
    pub rows: Vec<TrialBalanceRow>,
    /// 合计.
    pub total: TrialBalanceFigures,
    /// Who made and who checked it.
    pub signers: Signers,
    /// White edge for the binding, in millimetres.
    pub binding: f32,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

/// One account of a trial balance.
#[derive(Clone, Debug)]
pub struct TrialBalanceRow {
    /// 科目编码.
    pub code: String,
    /// 科目名称.
    pub name: String,
    /// 1 for a general account; deeper ones are set in.
    pub level: u8,
    /// Its six figures.
    pub figures: TrialBalanceFigures,
}

/// Six figures of a trial balance line, each without sign.
#[derive(Clone, Copy, Debug, Default)]
pub struct TrialBalanceFigures {
    /// 期初余额 借方.
    pub opening_debit: Money,
    /// 期初余额 贷方.
    pub opening_credit: Money,
    /// 本期发生额 借方.
    pub debit: Money,
    /// 本期发生额 贷方.
    pub credit: Money,
    /// 期末余额 借方.
    pub closing_debit: Money,
    /// 期末余额 贷方.
    pub closing_credit: Money,
}

impl TrialBalanceFigures {
    fn cells(self) -> [String; 6] {
        [self.opening_debit, self.opening_credit, self.debit, self.credit, self.closing_debit, self.closing_credit]
            .map(Money::blank_if_zero)
    }
}

/// Sets a ledger on A4 landscape, with 过次页 and 承前页 where it turns.
pub fn lay_out_ledger(page: &LedgerPage, fonts: &Fonts) -> Document {
    let mut flow = landscape(fonts, page.binding);
    let captions = [format!("科目：{}", page.account), page.period.clone()];
    head(&mut flow, &page.title, &page.book_name, &captions);
    ledger_table(page).lay(&mut flow);
    signatures(&mut flow, &page.signers);
    let title = format!("{} {} {} {}", page.book_name, page.title, page.account, page.period);
    let running = format!("{} {} {}", page.book_name, page.title, page.account);
    flow.finish(title, page.printed_at, |pen, edges, no| edges_of(pen, edges, no, &running, page.printed_at))
}

/// Sets a trial balance on A4 landscape.
pub fn lay_out_trial_balance(balance: &TrialBalance, fonts: &Fonts) -> Document {
    let mut flow = landscape(fonts, balance.binding);
    head(&mut flow, "科目余额表", &balance.book_name, &[balance.period.clone()]);
    trial_balance_table(balance).lay(&mut flow);
    signatures(&mut flow, &balance.signers);
    let title = format!("{} 科目余额表 {}", balance.book_name, balance.period);
    flow.finish(title.clone(), balance.printed_at, |pen, edges, no| {
        edges_of(pen, edges, no, &title, balance.printed_at)
    })
}

const LOOK: Look = Look { size: 9.0, row: 6.2, pad: 1.0 };
const TITLE: f32 = 18.0;

fn landscape(fonts: &Fonts, binding: f32) -> Flow<'_> {
    let margins = Margins { top: 15.0, right: 10.0, bottom: 16.0, left: binding.clamp(10.0, 80.0) };
    Flow::new(fonts, Paper::A4Landscape, margins).with_running_head(6.0)
}

/// Title, and one line with the book, what it is about and the unit.
pub(super) fn head(flow: &mut Flow<'_>, title: &str, book_name: &str, captions: &[String]) {
    let style = Style::bold(TITLE);
    let strip = flow.strip(style.em() * 1.6);
    flow.pen.write_in(strip, Align::Centre, style.spaced(style.em() * 0.3), title);
    let style = Style::regular(10.0);
    let strip = flow.strip(7.0);
    let parts = captions.len() as f32 + 2.0;
    flow.pen.write_in(strip.part(0.0, 1.3 / parts), Align::Left, style, &format!("编制单位：{book_name}"));
    let mut from = 1.35 / parts;
    let each = (1.0 - 0.4 / parts - from) / captions.len().max(1) as f32;
    for caption in captions {
        flow.pen.write_in(strip.part(from, from + each), Align::Centre, style, caption);
        from += each;
    }
    flow.pen.write_in(strip.part(1.0 - 0.4 / parts, 1.0), Align::Right, style, "单位：元");
}

/// The signature line under the last row.
pub(super) fn signatures(flow: &mut Flow<'_>, signers: &Signers) {
    let style = Style::regular(10.0);
    flow.need(9.0);
    flow.skip(1.5);
    let strip = flow.strip(7.0);
    for (i, (role, name)) in signers.iter().enumerate() {
        let each = 1.0 / signers.len() as f32;
        let place = strip.part(each * i as f32, each * (i as f32 + 0.95));
        flow.pen.write_in(place, Align::Left, style, &format!("{role}：{name}"));
    }
}

/// The running head and the foot: page x of y, and when it was printed.
pub(super) fn edges_of(pen: &mut Pen<'_>, edges: Edges, no: PageNo, running: &str, printed_at: Timestamp) {
    let style = Style::regular(8.0);
    if no.number > 1 {
        pen.write_in(Area { height: 5.0, ..edges.head }, Align::Left, style, running);
    }
    let foot = Area { y: edges.foot.y + 1.5, height: 5.0, ..edges.foot };
    pen.write_in(foot, Align::Centre, style, &no.in_chinese());
    pen.write_in(foot.part(0.7, 1.0), Align::Right, style, &format!("打印日期：{}", printed_at.date()));
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
    Table { columns, rows, look: LOOK, when_empty: "本期没有发生".to_owned() }
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

fn trial_balance_table(balance: &TrialBalance) -> Table {
    let figure = |title: &str, group: &str| Column::fixed(title, 30.5, Align::Decimal).under(group);
    let columns = vec![
        Column::fixed("科目编码", 19.0, Align::Left),
        Column::share("科目名称", 1.0, Align::Left),
        figure("借方", "期初余额"),
        figure("贷方", "期初余额"),
        figure("借方", "本期发生额"),
        figure("贷方", "本期发生额"),
        figure("借方", "期末余额"),
        figure("贷方", "期末余额"),
    ];
    let mut rows: Vec<Row> = balance.rows.iter().map(trial_balance_row).collect();
    if !rows.is_empty() {
        rows.push(Row::total(2, std::iter::once("合计".to_owned()).chain(balance.total.cells()).collect()));
    }
    Table { columns, rows, look: LOOK, when_empty: "没有余额，也没有发生".to_owned() }
}

fn trial_balance_row(row: &TrialBalanceRow) -> Row {
    use super::table::Cell;
    let name = Cell::regular(row.name.clone()).indented(f32::from(row.level.saturating_sub(1)));
    let figures = row.figures.cells().map(Cell::regular);
    Row::mixed([Cell::regular(row.code.clone()), name].into_iter().chain(figures).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::proof::{day, printed_at, reads_back, yuan};

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
        let document = lay_out_ledger(&ledger(rows), Fonts::embedded());
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
        let document = lay_out_ledger(&ledger(vec![]), Fonts::embedded());
        assert!(document.describe().contains("本期没有发生"));
    }

    #[test]
    fn 科目余额表_两层表头() {
        let rows = (1..=50)
            .map(|n| TrialBalanceRow {
                code: if n % 4 == 1 { format!("{}", 100 + n) } else { format!("{}{:02}", 100 + n - n % 4, n) },
                name: if n % 4 == 1 { "内部往来".into() } else { format!("第{n}村民小组") },
                level: if n % 4 == 1 { 1 } else { 2 },
                figures: TrialBalanceFigures {
                    opening_debit: yuan("1234567.89"),
                    debit: Money::from_yuan(n),
                    ..Default::default()
                },
            })
            .collect();
        let balance = TrialBalance {
            book_name: "李家村股份经济合作社".into(),
            period: "2026年9月".into(),
            rows,
            total: TrialBalanceFigures {
                opening_debit: yuan("61728394.50"),
                opening_credit: yuan("61728394.50"),
                ..Default::default()
            },
            signers: vec![("制表".into(), "专管员".into()), ("复核".into(), "总监督会计".into())],
            binding: 25.0,
            printed_at: printed_at(),
        };
        let document = lay_out_trial_balance(&balance, Fonts::embedded());
        assert_eq!(document.describe().matches("期初余额").count(), document.pages.len());
        reads_back("trial-balance", &document);
    }
}
