//! From what `statements` says to what a sheet of paper shows: one function a report, no sums but running ones.

use super::caption::Signers;
use super::document::Document;
use super::font::Fonts;
use super::statement::{self, OneColumn, RowLevel, StatementHead, StatementRow, TwoSided};
use super::trial_balance::{self, TrialBalanceFigures, TrialBalanceRow};
use crate::kernel::{Money, Period, Timestamp};
use crate::statements::{
    CashPosition, Consolidation, Elimination, Half, PartyBalances, ReceiptsAndPayments, ReceiptsRow, RowsWanted,
    Statement, StatementLine, TrialBalance,
};

/// White edge for the binding of ledgers, in millimetres.
pub(super) const BINDING: f32 = 25.0;

/// What stands over a report: whose it is, over which months, who made it and when.
#[derive(Clone, Debug)]
pub struct ReportCaption {
    /// 编制单位: legal name of the collective, or of the township for a consolidation.
    pub book_name: String,
    /// First month.
    pub first: Period,
    /// Last month.
    pub last: Period,
    /// 制表; empty leaves the place blank for the pen.
    pub prepared_by: String,
    /// When it was made.
    pub printed_at: Timestamp,
}

impl ReportCaption {
    /// `2024年9月`, `2024年1月至9月`, `2023年11月至2024年2月`.
    pub fn span(&self) -> String {
        let (first, last) = (self.first, self.last);
        match (first == last, first.year() == last.year()) {
            (true, _) => first.in_chinese(),
            (false, true) => format!("{}至{}月", first.in_chinese(), last.month()),
            (false, false) => format!("{}至{}", first.in_chinese(), last.in_chinese()),
        }
    }

    /// `2024年9月30日`: the day a statement of balances holds for.
    pub fn day(&self) -> String {
        self.last.last_day().format("%Y年%-m月%-d日").to_string()
    }

    fn signers(&self) -> Signers {
        let signer = |role: &str, name: &str| (role.to_owned(), name.to_owned());
        vec![signer("单位负责人", ""), signer("会计主管", ""), signer("制表", &self.prepared_by)]
    }

    fn head(&self, title: &str, form_no: &str, date: String, notes: Vec<String>) -> StatementHead {
        StatementHead {
            title: title.to_owned(),
            form_no: form_no.to_owned(),
            book_name: self.book_name.clone(),
            date,
            signers: self.signers(),
            notes,
            printed_at: self.printed_at,
        }
    }
}

/// 科目余额表 on paper.
pub fn trial_balance(caption: &ReportCaption, balance: &TrialBalance, wanted: RowsWanted, fonts: &Fonts) -> Document {
    let rows = balance.wanted(wanted).map(|row| TrialBalanceRow {
        code: row.code.to_string(),
        name: row.name.clone(),
        level: u8::try_from(row.level).unwrap_or(1),
        figures: figures(row.columns()),
        year: Some(row.year),
    });
    let sheet = trial_balance::TrialBalance {
        title: "科目余额表".to_owned(),
        book_name: caption.book_name.clone(),
        period: caption.span(),
        rows: rows.collect(),
        total: figures(balance.totals()),
        year_total: wanted.with_year.then(|| balance.year_totals()),
        signers: caption.signers(),
        binding: BINDING,
        printed_at: caption.printed_at,
    };
    trial_balance::lay_out(&sheet, fonts)
}

/// 往来明细表 on paper: debit and credit balances apart.
pub fn party_balances(caption: &ReportCaption, balances: &PartyBalances, fonts: &Fonts) -> Document {
    let rows = balances.rows.iter().map(|row| TrialBalanceRow {
        code: row.code.clone(),
        name: row.name.clone(),
        level: 1,
        figures: figures(row.columns()),
        year: None,
    });
    let sheet = trial_balance::TrialBalance {
        title: format!("{}明细表", balances.account_path.rsplit('/').next().unwrap_or_default()),
        book_name: caption.book_name.clone(),
        period: caption.span(),
        rows: rows.collect(),
        total: figures(balances.totals()),
        year_total: None,
        signers: caption.signers(),
        binding: BINDING,
        printed_at: caption.printed_at,
    };
    trial_balance::lay_out(&sheet, fonts)
}

fn figures(
    [opening_debit, opening_credit, debit, credit, closing_debit, closing_credit]: [Money; 6],
) -> TrialBalanceFigures {
    TrialBalanceFigures { opening_debit, opening_credit, debit, credit, closing_debit, closing_credit }
}

/// What the first line of a ledger is called.
pub fn opening_words(first: Period) -> &'static str {
    if first.month() == 1 { "上年结转" } else { "期初余额" }
}

/// `3月合计`; with its year where the months run over several.
pub fn month_words(caption: &ReportCaption, period: Period) -> String {
    if caption.first.year() == caption.last.year() {
        format!("{}月合计", period.month())
    } else {
        format!("{}合计", period.in_chinese())
    }
}

/// 资产负债表 on paper: two halves side by side.
pub fn balance_sheet(caption: &ReportCaption, statement: &Statement, fonts: &Fonts) -> Document {
    let half = |half: Half| statement.half(half).map(statement_row).collect();
    let sheet = TwoSided {
        head: caption.head(&statement.name, &statement.form_code, caption.day(), Vec::new()),
        left_title: "资产".to_owned(),
        right_title: "负债和所有者权益".to_owned(),
        value_titles: statement.columns.to_vec(),
        left: half(Half::Left),
        right: half(Half::Right),
    };
    statement::lay_out_two_sided(&sheet, fonts)
}

/// 收益及收益分配表 on paper.
pub fn surplus_statement(caption: &ReportCaption, statement: &Statement, fonts: &Fonts) -> Document {
    let sheet = OneColumn {
        head: caption.head(&statement.name, &statement.form_code, caption.span(), Vec::new()),
        value_titles: statement.columns.to_vec(),
        no_title: "行次".to_owned(),
        rows: statement.lines.iter().map(surplus_row).collect(),
    };
    statement::lay_out_one_column(&sheet, fonts)
}

/// 合并报表 on paper: the sum of the books, what is set off, what is left; below, what was set off pair by pair.
pub fn consolidation(caption: &ReportCaption, by: &Consolidation, time: String, fonts: &Fonts) -> Document {
    let first = &by.total.columns[0];
    let lines = by.total.lines.iter().zip(&by.eliminated.lines).zip(&by.consolidated.lines);
    let rows = lines.map(|((sum, off), whole)| {
        let row = surplus_row(sum);
        let values = match sum.no {
            None => vec![None; 3],
            Some(_) => [sum.first, off.first, whole.first].map(|m| shown(row.level, m)).to_vec(),
        };
        StatementRow { values, ..row }
    });
    let mut notes: Vec<String> = by.eliminations.iter().map(elimination_note).collect();
    if notes.is_empty() {
        notes.push("没有登记本镇账套之间的往来，没有抵销。".to_owned());
    }
    let sheet = OneColumn {
        head: caption.head(&format!("{}（合并）", by.total.name), &by.total.form_code, time, notes),
        value_titles: vec![format!("各账套合计{first}"), "抵销".to_owned(), format!("合并{first}")],
        no_title: "行次".to_owned(),
        rows: rows.collect(),
    };
    statement::lay_out_one_column(&sheet, fonts)
}

fn elimination_note(pair: &Elimination) -> String {
    let Elimination { claimant, debtor, claim, debt, set_off, .. } = pair;
    let [claim, debt, set_off] = [claim[0], debt[0], set_off[0]];
    let difference = pair.difference();
    let apart = if difference.is_zero() { String::new() } else { format!("，相差{difference}元，待查") };
    format!("{claimant}账上应收{debtor}{claim}元，{debtor}账上应付{debt}元，抵销{set_off}元{apart}")
}

fn statement_row(line: &StatementLine) -> StatementRow {
    let set_in = ["减", "其中", "加"].iter().any(|word| line.label.starts_with(word));
    let level = match (line.no, line.total, set_in) {
        (None, ..) => RowLevel::Heading,
        (Some(_), true, _) => RowLevel::Total,
        (Some(_), false, true) => RowLevel::Detail,
        (Some(_), false, false) => RowLevel::Item,
    };
    let values = if line.no.is_some() { amounts(level, [line.first, line.second]) } else { vec![None, None] };
    let no = line.no.map(|no| no.to_string()).unwrap_or_default();
    StatementRow { no, name: line.label.clone(), values, level }
}

/// 收益表: what is added to or taken off a numbered item stands below it.
fn surplus_row(line: &StatementLine) -> StatementRow {
    let row = statement_row(line);
    let numbered = line.label.chars().nth(1) == Some('、');
    match row.level {
        RowLevel::Item if !numbered => StatementRow { level: RowLevel::Detail, ..row },
        RowLevel::Heading | RowLevel::Item | RowLevel::Detail | RowLevel::Total => row,
    }
}

/// A line without an amount stays blank, a total never does.
fn amounts(level: RowLevel, amounts: [Money; 2]) -> Vec<Option<Money>> {
    amounts.map(|amount| shown(level, amount)).to_vec()
}

fn shown(level: RowLevel, amount: Money) -> Option<Money> {
    (level == RowLevel::Total || !amount.is_zero()).then_some(amount)
}

/// 收支明细表 on paper, with the money on hand below it.
pub fn receipts_and_payments(caption: &ReportCaption, report: &ReceiptsAndPayments, fonts: &Fonts) -> Document {
    let heading = |name: &str| StatementRow {
        no: String::new(),
        name: name.to_owned(),
        values: vec![None, None],
        level: RowLevel::Heading,
    };
    let mut rows = vec![heading("一、收入")];
    rows.extend(report.income.iter().map(receipts_row));
    rows.push(heading("二、支出"));
    rows.extend(report.expense.iter().map(receipts_row));
    rows.push(StatementRow {
        no: String::new(),
        name: "三、收支差额".to_owned(),
        values: vec![Some(report.difference.0), Some(report.difference.1)],
        level: RowLevel::Total,
    });
    let notes = report.cash.iter().map(cash_note).collect();
    let sheet = OneColumn {
        head: caption.head("收支明细表", "", caption.span(), notes),
        value_titles: vec!["本期数".to_owned(), "本年累计数".to_owned()],
        no_title: "编码".to_owned(),
        rows,
    };
    statement::lay_out_one_column(&sheet, fonts)
}

fn receipts_row(row: &ReceiptsRow) -> StatementRow {
    let level = match row.level {
        0 => RowLevel::Total,
        1 => RowLevel::Item,
        _ => RowLevel::Detail,
    };
    let values = amounts(level, [row.current, row.year_to_date]);
    StatementRow { no: row.code.clone(), name: row.name.clone(), values, level }
}

fn cash_note(cash: &CashPosition) -> String {
    let CashPosition { code, name, opening, received, paid, closing } = cash;
    format!("{code} {name}：期初 {opening} 元，收 {received} 元，支 {paid} 元，期末 {closing} 元")
}
