//! 新旧衔接工作底稿: every old balance, every adjustment and every new balance, beside each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kernel::{Date, Digest, DigestInput, Money, Timestamp};
use crate::ledger::account::Side;
use crate::ledger::intake::OpeningRow;

use super::sheet::{ConversionSheet, Piece};

/// One row of the working paper: an old balance or a part of it, or an adjustment, and where it went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaperRow {
    /// Old code; empty for an adjustment.
    pub old_code: String,
    /// Old name.
    pub old_name: String,
    /// Old details.
    pub old_detail: String,
    /// Old balance, debit and credit.
    pub old: [Money; 2],
    /// Adjustment, debit and credit.
    pub adjusted: [Money; 2],
    /// New code.
    pub new_code: String,
    /// New name.
    pub new_name: String,
    /// Household, counterparty or project below it.
    pub new_detail: String,
    /// What goes to the new account, debit and credit.
    pub new: [Money; 2],
    /// 事由.
    pub reason: String,
}

/// A new balance and what it is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewBalance {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Household, counterparty or project below it.
    pub detail: String,
    /// Carried over, debit and credit.
    pub carried: [Money; 2],
    /// Adjustments, debit and credit.
    pub adjusted: [Money; 2],
}

impl NewBalance {
    /// What stands: debit positive.
    fn signed(&self) -> Money {
        self.carried[0] - self.carried[1] + self.adjusted[0] - self.adjusted[1]
    }

    /// What stands, on its side.
    pub fn balance(&self) -> [Money; 2] {
        two_sided(self.signed())
    }
}

/// The working paper as it was kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkingPaper {
    /// The last day of the old books.
    pub as_of: Date,
    /// The file the old balances came from.
    pub source: String,
    /// Its rows, in the order of the old balances, adjustments last.
    pub rows: Vec<PaperRow>,
    /// Who made it.
    pub made_name: String,
    /// When.
    pub made_at: Timestamp,
    /// Digest it was kept under.
    pub digest: Digest,
}

impl WorkingPaper {
    /// The new balances in code order, each with what it is made of.
    pub fn balances(&self) -> Vec<NewBalance> {
        let mut found: BTreeMap<(String, String), NewBalance> = BTreeMap::new();
        for row in &self.rows {
            let key = (row.new_code.clone(), row.new_detail.clone());
            let balance = found.entry(key).or_insert_with(|| NewBalance {
                code: row.new_code.clone(),
                name: row.new_name.clone(),
                detail: row.new_detail.clone(),
                carried: [Money::ZERO; 2],
                adjusted: [Money::ZERO; 2],
            });
            let into = if row.old_code.is_empty() { &mut balance.adjusted } else { &mut balance.carried };
            into[0] += row.new[0];
            into[1] += row.new[1];
        }
        found.into_values().filter(|b| !b.carried.iter().chain(&b.adjusted).all(|m| m.is_zero())).collect()
    }

    /// Sums of the new balances: carried over, adjusted, standing; debit and credit each.
    pub fn totals_new(&self) -> [[Money; 2]; 3] {
        let all = self.balances();
        let sum = |of: fn(&NewBalance) -> [Money; 2]| [0, 1].map(|side| all.iter().map(|b| of(b)[side]).sum());
        [sum(|b| b.carried), sum(|b| b.adjusted), sum(NewBalance::balance)]
    }

    /// Sums of the old balances, of the adjustments, and of the amounts that went over, debit and credit each.
    pub fn totals(&self) -> [[Money; 2]; 3] {
        totals_of(&self.rows)
    }

    /// The digest these rows should have.
    pub fn digest_of_content(&self) -> Digest {
        digest_of(self.as_of, &self.source, &self.rows)
    }
}

pub(in crate::ledger) fn totals_of(rows: &[PaperRow]) -> [[Money; 2]; 3] {
    let sum = |of: fn(&PaperRow) -> [Money; 2], i: usize| rows.iter().map(|r| of(r)[i]).sum();
    [
        [sum(|r| r.old, 0), sum(|r| r.old, 1)],
        [sum(|r| r.adjusted, 0), sum(|r| r.adjusted, 1)],
        [sum(|r| r.new, 0), sum(|r| r.new, 1)],
    ]
}

pub(in crate::ledger) fn digest_of(as_of: Date, source: &str, rows: &[PaperRow]) -> Digest {
    let mut input = DigestInput::new("working-paper/1");
    input.field("as_of", as_of).field("source", source);
    for row in rows {
        input.field("old", format!("{}|{}|{}", row.old_code, row.old_name, row.old_detail));
        input.field("new", format!("{}|{}|{}", row.new_code, row.new_name, row.new_detail));
        for amount in row.old.iter().chain(&row.adjusted).chain(&row.new) {
            input.field("fen", amount.fen());
        }
        input.field("reason", &row.reason);
    }
    input.digest()
}

/// A debit-positive amount on its side.
fn two_sided(signed: Money) -> [Money; 2] {
    if signed.is_negative() { [Money::ZERO, -signed] } else { [signed, Money::ZERO] }
}

fn on_side(side: Side, amount: Money) -> [Money; 2] {
    match side {
        Side::Debit => [amount, Money::ZERO],
        Side::Credit => [Money::ZERO, amount],
    }
}

/// The opening balances the pieces add up to, one row a new account and detail, in the order they first appear.
pub(in crate::ledger) fn opening_rows(pieces: &[Piece]) -> Vec<OpeningRow> {
    let mut rows: Vec<OpeningRow> = Vec::new();
    let mut places: BTreeMap<(&str, &[String]), usize> = BTreeMap::new();
    let mut sums: Vec<Money> = Vec::new();
    for piece in pieces {
        let [debit, credit] = on_side(piece.side, piece.amount);
        let key = (piece.account.as_str(), piece.detail.as_slice());
        let place = *places.entry(key).or_insert_with(|| {
            rows.push(OpeningRow::plain(piece.row, piece.account.clone(), piece.detail.clone()));
            sums.push(Money::ZERO);
            rows.len() - 1
        });
        sums[place] += debit - credit;
    }
    for (row, sum) in rows.iter_mut().zip(sums) {
        row.side = if sum.is_negative() { Side::Credit } else { Side::Debit };
        row.amount = sum.abs();
    }
    rows.retain(|row| !row.amount.is_zero());
    rows
}

/// The rows of the working paper; `names` gives code, name and party of the new place of a piece.
pub(in crate::ledger) fn paper_rows(
    sheet: &ConversionSheet,
    pieces: &[Piece],
    names: impl Fn(&Piece) -> [String; 3],
) -> Vec<PaperRow> {
    let row = |piece: &Piece| {
        let [new_code, new_name, new_detail] = names(piece);
        let amounts = on_side(piece.side, piece.amount);
        let line = piece.line.and_then(|i| sheet.lines.get(i));
        PaperRow {
            old_code: line.map(|l| l.code.clone()).unwrap_or_default(),
            old_name: line.map(|l| l.name.clone()).unwrap_or_default(),
            old_detail: line.map(|l| l.detail.join("／")).unwrap_or_default(),
            old: if line.is_some() { amounts } else { [Money::ZERO; 2] },
            adjusted: if line.is_some() { [Money::ZERO; 2] } else { amounts },
            new_code,
            new_name,
            new_detail,
            new: amounts,
            reason: piece.reason.clone(),
        }
    };
    pieces.iter().map(row).collect()
}
