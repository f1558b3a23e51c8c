use super::caption::{self, Signers};
use super::document::Document;
use super::font::Fonts;
use super::table::{Cell, Column, Row, Table};
use super::text::Align;
use crate::kernel::{Money, Timestamp};

/// 科目余额表 — accounts down, opening, movement and closing across.
#[derive(Clone, Debug)]
pub struct TrialBalance {
    /// `科目余额表`, or what else is set out in its six columns.
    pub title: String,
    /// Legal name of the collective, or of the township for a consolidation.
    pub book_name: String,
    /// `2026年9月`.
    pub period: String,
    /// By code.
    pub rows: Vec<TrialBalanceRow>,
    /// 合计.
    pub total: TrialBalanceFigures,
    /// 本年累计发生额 of all accounts; none leaves the columns out.
    pub year_total: Option<(Money, Money)>,
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
    /// 本年累计发生额, debit and credit; columns of their own where the total has them.
    pub year: Option<(Money, Money)>,
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
    fn cells(self, year: Option<(Money, Money)>) -> Vec<String> {
        let before = [self.opening_debit, self.opening_credit, self.debit, self.credit];
        let year = year.map(|(debit, credit)| [debit, credit]);
        let figures = before.into_iter().chain(year.into_iter().flatten());
        figures.chain([self.closing_debit, self.closing_credit]).map(Money::blank_if_zero).collect()
    }
}

/// Sets a trial balance on A4 landscape.
pub fn lay_out(balance: &TrialBalance, fonts: &Fonts) -> Document {
    let mut flow = caption::landscape(fonts, balance.binding);
    caption::head(&mut flow, &balance.title, &balance.book_name, std::slice::from_ref(&balance.period));
    trial_balance_table(balance).lay(&mut flow);
    caption::signatures(&mut flow, &balance.signers);
    let title = format!("{} {} {}", balance.book_name, balance.title, balance.period);
    flow.finish(title.clone(), balance.printed_at, |pen, edges, no| {
        caption::edges(pen, edges, no, &title, balance.printed_at)
    })
}

fn trial_balance_table(balance: &TrialBalance) -> Table {
    let mut groups = vec!["期初余额", "本期发生额", "期末余额"];
    let mut width = 30.5;
    if balance.year_total.is_some() {
        groups.insert(2, "本年累计发生额");
        width = 25.0;
    }
    let mut columns = vec![Column::fixed("科目编码", 19.0, Align::Left), Column::share("科目名称", 1.0, Align::Left)];
    for group in groups {
        columns.extend(["借方", "贷方"].map(|side| Column::fixed(side, width, Align::Decimal).under(group)));
    }
    let mut rows: Vec<Row> =
        balance.rows.iter().map(|row| trial_balance_row(row, balance.year_total.is_some())).collect();
    if !rows.is_empty() {
        rows.push(Row::total(
            2,
            std::iter::once("合计".to_owned()).chain(balance.total.cells(balance.year_total)).collect(),
        ));
    }
    Table {
        columns,
        rows,
        look: caption::LOOK,
        when_empty: "没有余额，也没有发生".to_owned(),
        title: String::new(),
        tail: caption::SIGNATURES,
    }
}

fn trial_balance_row(row: &TrialBalanceRow, with_year: bool) -> Row {
    let year = with_year.then(|| row.year.unwrap_or_default());
    let name = Cell::regular(row.name.clone()).indented(f32::from(row.level.saturating_sub(1)));
    let figures = row.figures.cells(year).into_iter().map(Cell::regular);
    Row::mixed([Cell::regular(row.code.clone()), name].into_iter().chain(figures).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::proof::{printed_at, reads_back, yuan};

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
                year: None,
            })
            .collect();
        let balance = TrialBalance {
            title: "科目余额表".into(),
            book_name: "李家村股份经济合作社".into(),
            period: "2026年9月".into(),
            rows,
            total: TrialBalanceFigures {
                opening_debit: yuan("61728394.50"),
                opening_credit: yuan("61728394.50"),
                ..Default::default()
            },
            year_total: None,
            signers: vec![("制表".into(), "专管员".into()), ("复核".into(), "总监督会计".into())],
            binding: 25.0,
            printed_at: printed_at(),
        };
        let document = lay_out(&balance, Fonts::embedded());
        assert_eq!(document.describe().matches("期初余额").count(), document.pages.len());
        reads_back("trial-balance", &document);
    }
}
