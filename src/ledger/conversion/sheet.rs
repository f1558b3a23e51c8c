//! The sheet an accountant fills in: old balances, where each part of them goes, and adjustments.

use serde::{Deserialize, Serialize};

use crate::kernel::{Money, Refused};
use crate::ledger::account::Side;
use crate::ledger::intake::{ConversionFile, ConversionRow, IntakeRefusal};

use super::error::ConversionRefusal;
use super::old_chart::{Basis, OldAccount, OldChart, Target};

/// The whole sheet, as typed: what cannot be read stays as it was typed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ConversionSheet {
    /// The file the old balances came from.
    pub source: String,
    /// Old balances.
    pub lines: Vec<SheetLine>,
    /// 调整事项.
    pub adjustments: Vec<SheetAdjustment>,
}

/// One old balance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SheetLine {
    /// Line in the file.
    pub row: usize,
    /// Old code.
    pub code: String,
    /// Old name.
    pub name: String,
    /// Names below the first level.
    pub detail: Vec<String>,
    /// Side.
    pub side: Side,
    /// Balance.
    pub amount: Money,
    /// Where it goes.
    pub parts: Vec<SheetPart>,
}

/// A part of an old balance and where it goes.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SheetPart {
    /// New code.
    pub account: String,
    /// Path below it.
    pub detail: String,
    /// As typed; empty for nothing.
    pub amount: String,
    /// 事由.
    pub reason: String,
    /// Which part of the old account this is meant for.
    pub part: String,
}

/// One side of an adjustment.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SheetAdjustment {
    /// Line in the file; nothing when it was typed.
    pub row: usize,
    /// `debit` or `credit`.
    pub side: String,
    /// New code.
    pub account: String,
    /// Path below it.
    pub detail: String,
    /// As typed.
    pub amount: String,
    /// 事由.
    pub reason: String,
}

impl SheetAdjustment {
    fn is_blank(&self) -> bool {
        self.account.trim().is_empty() && self.amount.trim().is_empty()
    }
}

/// A part decided, or one side of an adjustment: an amount on its way to a new account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The old balance it comes from; `None` for an adjustment.
    pub line: Option<usize>,
    /// Line in the file, for refusals.
    pub row: usize,
    /// New code.
    pub account: String,
    /// Names below it.
    pub detail: Vec<String>,
    /// Side.
    pub side: Side,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
}

impl ConversionSheet {
    /// A sheet of a file: what is certain is filled in, what a person must decide is left open.
    pub fn of(file: ConversionFile, source: &str, chart: &OldChart) -> ConversionSheet {
        let mut sheet = ConversionSheet { source: source.to_owned(), ..ConversionSheet::default() };
        for row in file.rows {
            if row.balance.account.is_empty() {
                sheet.adjustments.push(adjustment_of(&row));
                continue;
            }
            let detail = row.balance.detail_below(3);
            let code = code_of(&row, chart);
            let same = |line: &SheetLine| line.code == code && line.detail == detail && line.side == row.balance.side;
            match sheet.lines.iter_mut().find(|line| !row.account.is_empty() && same(line)) {
                Some(line) => {
                    line.amount += row.balance.amount;
                    line.parts.push(part_of(&row));
                }
                None => sheet.lines.push(line_of(&row, detail, chart)),
            }
        }
        sheet
    }

    /// Both sums of the old balances.
    pub fn totals_old(&self) -> (Money, Money) {
        let of = |side: Side| self.lines.iter().filter(|l| l.side == side).map(|l| l.amount).sum();
        (of(Side::Debit), of(Side::Credit))
    }

    /// Every amount on its way, with everything that is wrong or undecided.
    pub fn pieces(&self, chart: &OldChart) -> (Vec<Piece>, Vec<Refused>) {
        let (mut pieces, mut faults) = (Vec::new(), Vec::new());
        if self.lines.is_empty() {
            faults.push(ConversionRefusal::NoBalances.into());
        }
        for (i, line) in self.lines.iter().enumerate() {
            let mut own: Vec<Refused> = Vec::new();
            pieces.extend(line_pieces(i, line, chart, &mut own));
            faults.extend(own.into_iter().map(|r| r.at_row(line.row)));
        }
        let (debit, credit) = self.totals_old();
        if debit != credit {
            let difference = (debit - credit).abs();
            faults.push(ConversionRefusal::OldUnbalanced { debit, credit, difference }.into());
        }
        let before = pieces.len();
        for adjustment in self.adjustments.iter().filter(|a| !a.is_blank()) {
            match adjustment_piece(adjustment) {
                Ok(piece) => pieces.push(piece),
                Err(list) => faults.extend(list),
            }
        }
        let of = |side: Side| pieces[before..].iter().filter(|p| p.side == side).map(|p| p.amount).sum::<Money>();
        let (debit, credit) = (of(Side::Debit), of(Side::Credit));
        if debit != credit {
            let difference = (debit - credit).abs();
            faults.push(ConversionRefusal::AdjustmentsUnbalanced { debit, credit, difference }.into());
        }
        (pieces, faults)
    }
}

fn names(path: &str) -> Vec<String> {
    path.split(['/', '／']).map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

fn adjustment_of(row: &ConversionRow) -> SheetAdjustment {
    SheetAdjustment {
        row: row.balance.row,
        side: row.balance.side.to_string(),
        account: row.account.clone(),
        detail: row.detail.join("/"),
        amount: row.balance.amount.plain(),
        reason: row.reason.clone(),
    }
}

/// The old code; of an account given by name alone, the official one.
fn code_of(row: &ConversionRow, chart: &OldChart) -> String {
    let typed = &row.balance.account;
    if typed.bytes().all(|b| b.is_ascii_digit()) {
        return typed.clone();
    }
    chart.account(typed).map_or_else(|| typed.clone(), |account| account.code.clone())
}

fn part_of(row: &ConversionRow) -> SheetPart {
    SheetPart {
        account: row.account.clone(),
        detail: row.detail.join("/"),
        amount: row.balance.amount.plain(),
        reason: row.reason.clone(),
        part: String::new(),
    }
}

fn line_of(row: &ConversionRow, detail: Vec<String>, chart: &OldChart) -> SheetLine {
    let balance = &row.balance;
    let targets = chart.account(&balance.account).map(|a| a.targets.as_slice()).unwrap_or_default();
    let whole = |on: bool| if on { balance.amount.plain() } else { String::new() };
    let parts = if row.account.is_empty() {
        let part = |target: &Target| SheetPart {
            account: target.code.clone(),
            detail: below(&detail, target, targets),
            amount: whole(targets.len() == 1 || detail.contains(&target.part)),
            reason: row.reason.clone(),
            part: target.part.clone(),
        };
        targets.iter().map(part).collect()
    } else {
        vec![part_of(row)]
    };
    // Below the first level the file's name is among the details; the account keeps its official one.
    let official = chart.account(&balance.account).map(|a| a.name.clone()).unwrap_or_default();
    let own = balance.account.len() == 3 && !balance.name.is_empty();
    let name = if own { balance.name.clone() } else { official };
    SheetLine {
        row: balance.row,
        code: code_of(row, chart),
        name,
        detail,
        side: balance.side,
        amount: balance.amount,
        parts,
    }
}

/// The old details go along below the target, but not those that only said which kind it was.
fn below(detail: &[String], target: &Target, all: &[Target]) -> String {
    let is_kind = |d: &&String| all.iter().any(|t| t.part == **d || t.detail.contains(d));
    let rest = detail.iter().filter(|d| !is_kind(d));
    target.detail.iter().chain(rest).cloned().collect::<Vec<_>>().join("/")
}

fn line_pieces(i: usize, line: &SheetLine, chart: &OldChart, faults: &mut Vec<Refused>) -> Vec<Piece> {
    let Some(old) = chart.account(&line.code) else {
        faults.push(ConversionRefusal::UnknownOldAccount { account: line.code.clone() }.into());
        return Vec::new();
    };
    let label = label_of(line, old);
    faults.extend(name_fault(line, old).map(Refused::from));
    if old.basis == Basis::Closed && line.parts.is_empty() {
        faults.push(ConversionRefusal::ClosedAccount { account: label, amount: line.amount }.into());
        return Vec::new();
    }
    let mut pieces = Vec::new();
    for part in line.parts.iter().filter(|p| !p.amount.trim().is_empty()) {
        let amount = match part.amount.trim().parse::<Money>() {
            Ok(amount) => amount,
            Err(e) => {
                faults.push(IntakeRefusal::BadAmount { column: "转入金额", why: e.to_string() }.into());
                continue;
            }
        };
        let listed = old.targets.iter().any(|t| part.account.starts_with(&t.code));
        if !listed && part.reason.trim().is_empty() {
            let (account, target) = (label.clone(), part.account.clone());
            faults.push(ConversionRefusal::ReasonNeeded { account, target }.into());
        }
        let reason = reason_of(part, old);
        let account = part.account.trim().to_owned();
        let (row, side) = (line.row, line.side);
        pieces.push(Piece { line: Some(i), row, account, detail: names(&part.detail), side, amount, reason });
    }
    let sum: Money = pieces.iter().map(|p| p.amount).sum();
    if pieces.is_empty() && faults.is_empty() {
        let choices = old.targets.iter().map(|t| format!("{}{}", t.code, in_brackets(&t.part)));
        let choices = choices.collect::<Vec<_>>().join("、");
        faults.push(ConversionRefusal::ChoiceNeeded { account: label, amount: line.amount, choices }.into());
    } else if sum != line.amount && faults.is_empty() {
        let difference = (line.amount - sum).abs();
        faults.push(ConversionRefusal::PartsDiffer { account: label, amount: line.amount, sum, difference }.into());
    }
    pieces
}

fn in_brackets(part: &str) -> String {
    if part.is_empty() { String::new() } else { format!("（{part}）") }
}

fn label_of(line: &SheetLine, old: &OldAccount) -> String {
    let detail: String = line.detail.iter().map(|d| format!("／{d}")).collect();
    format!("{}{detail}", old.label())
}

/// A first-level code under another account's name: a table of another system.
fn name_fault(line: &SheetLine, old: &OldAccount) -> Option<ConversionRefusal> {
    let plain = |text: &str| text.replace('（', "(").replace('）', ")");
    let (said, official) = (plain(&line.name), plain(&old.name));
    let differs = line.code.len() == 3 && !said.is_empty() && !said.contains(&official) && !official.contains(&said);
    differs.then(|| ConversionRefusal::OldNameDiffers {
        code: old.code.clone(),
        official: old.name.clone(),
        said: line.name.clone(),
    })
}

fn reason_of(part: &SheetPart, old: &OldAccount) -> String {
    let typed = part.reason.trim();
    if !typed.is_empty() {
        return typed.to_owned();
    }
    format!("{}{}", old.basis.in_chinese(), in_brackets(&part.part))
}

fn adjustment_piece(adjustment: &SheetAdjustment) -> Result<Piece, Vec<Refused>> {
    let mut faults: Vec<Refused> = Vec::new();
    let side = adjustment.side.parse::<Side>().unwrap_or_else(|why| {
        faults.push(IntakeRefusal::BadSide { why }.into());
        Side::Debit
    });
    let amount = adjustment.amount.trim().parse::<Money>().unwrap_or_else(|e| {
        faults.push(IntakeRefusal::BadAmount { column: "调整金额", why: e.to_string() }.into());
        Money::ZERO
    });
    if adjustment.account.trim().is_empty() {
        faults.push(IntakeRefusal::CellEmpty { column: "调整科目" }.into());
    }
    if adjustment.reason.trim().is_empty() && faults.is_empty() {
        faults.push(ConversionRefusal::AdjustmentReason { amount }.into());
    }
    if !faults.is_empty() {
        let at = |r: Refused| if adjustment.row == 0 { r } else { r.at_row(adjustment.row) };
        return Err(faults.into_iter().map(at).collect());
    }
    Ok(Piece {
        line: None,
        row: adjustment.row,
        account: adjustment.account.trim().to_owned(),
        detail: names(&adjustment.detail),
        side,
        amount,
        reason: adjustment.reason.trim().to_owned(),
    })
}
