use std::collections::{BTreeMap, BTreeSet};

use super::line::{BankLine, BookLine};
use super::matching::ProposedPair;
use crate::kernel::{Money, Period};

/// Words of a bank line that takes an earlier one back.
const TAKEN_BACK: [&str; 6] = ["冲正", "退汇", "退票", "撤销", "冲回", "退回"];
/// How long after a payment the bank takes it back.
const DAYS: i64 = 31;

/// Red-letter entries with the entry they undo, where the bank knows of neither.
///
/// A red voucher names the one it corrects (`冲销2025年9月记-0012号凭证`); its entry undoes that one's, or, where
/// that one is paired already, the blue voucher's that names the same.
pub(super) fn in_the_books(book: &[BookLine], bank: &[BankLine]) -> Vec<ProposedPair> {
    let at_the_bank: BTreeSet<Money> = bank.iter().map(|l| l.net).collect();
    let mut by_amount: BTreeMap<Money, Vec<usize>> = BTreeMap::new();
    for (at, line) in book.iter().enumerate() {
        by_amount.entry(line.net).or_default().push(at);
    }
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut found = Vec::new();
    for (red, line) in book.iter().enumerate().filter(|(_, l)| l.summary.starts_with("冲销")) {
        if line.net.is_zero() || at_the_bank.contains(&line.net) || used.contains(&red) {
            continue;
        }
        let opposite = by_amount.get(&-line.net).map(Vec::as_slice).unwrap_or_default();
        let free = opposite.iter().copied().filter(|at| !used.contains(at));
        let Some(undone) = free.clone().find(|at| names(&line.summary, &book[*at])).or_else(|| {
            let mut blue = free;
            blue.find(|at| corrects_the_same(&line.summary, &book[*at].summary))
        }) else {
            continue;
        };
        used.extend([red, undone]);
        let reasons =
            vec!["红字冲销，账上一正一负相抵".to_owned(), format!("{} 与 {}", line.voucher, book[undone].voucher)];
        found.push(ProposedPair { bank: Vec::new(), book: vec![undone, red], certain: false, score: 95, reasons });
    }
    found
}

/// `冲销2025年9月记-0012号凭证…` names the voucher `2025-09 记-0012`.
fn names(red: &str, original: &BookLine) -> bool {
    let Some((period, number)) = original.voucher.split_once(' ') else { return false };
    let Ok(period) = period.parse::<Period>() else { return false };
    red.contains(&format!("{}{number}号", period.in_chinese()))
}

fn corrects_the_same(red: &str, blue: &str) -> bool {
    let named = |said: &str, word: &str| said.strip_prefix(word).and_then(|s| s.split('号').next()).map(str::to_owned);
    named(red, "冲销").is_some_and(|original| named(blue, "订正") == Some(original))
}

/// Bank lines taken back by the bank, both of them in no pair: the later one says so, and only one earlier line fits.
pub(super) fn at_the_bank(bank: &[BankLine], free: impl Fn(usize) -> bool) -> Vec<ProposedPair> {
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut found = Vec::new();
    for (back, line) in bank.iter().enumerate().filter(|(at, _)| free(*at)) {
        let text = line.text();
        let Some(word) = TAKEN_BACK.iter().find(|w| text.contains(**w)) else { continue };
        let fits = |at: &usize| {
            let days = (line.date - bank[*at].date).num_days();
            let names_agree = line.counterparty.is_empty()
                || bank[*at].counterparty.is_empty()
                || line.counterparty == bank[*at].counterparty;
            *at != back && free(*at) && !used.contains(at) && names_agree && (0..=DAYS).contains(&days)
        };
        let opposite: Vec<usize> = (0..bank.len()).filter(|at| bank[*at].net == -line.net).filter(fits).collect();
        if let ([paid], false) = (&opposite[..], line.net.is_zero()) {
            used.extend([*paid, back]);
            let reasons = vec![format!("银行{word}，一正一负相抵")];
            found.push(ProposedPair { bank: vec![*paid, back], book: Vec::new(), certain: false, score: 90, reasons });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(voucher: &str, summary: &str, fen: i64) -> BookLine {
        BookLine {
            date: "2025-09-12".parse().unwrap(),
            net: Money::from_fen(fen),
            counterparty: String::new(),
            summary: summary.to_owned(),
            voucher: voucher.to_owned(),
            line: 1,
        }
    }

    #[test]
    fn a_red_entry_cancels_the_one_it_names_else_the_blue_one() {
        let original = entry("2025-09 记-0012", "购办公用品", -500);
        let red = entry("2025-10 记-0001", "冲销2025年9月记-0012号凭证:购办公用品(科目用错)", 500);
        let blue = entry("2025-10 记-0002", "订正2025年9月记-0012号凭证:购办公用品", -500);
        let other = entry("2025-09 记-0013", "购办公用品", -500);
        let cancelled = |book: &[BookLine]| in_the_books(book, &[]).into_iter().map(|p| p.book).collect::<Vec<_>>();
        assert_eq!(cancelled(&[other.clone(), original.clone(), red.clone(), blue.clone()]), [[1, 2]]);
        assert_eq!(cancelled(&[other.clone(), red.clone(), blue]), [[2, 1]]);
        assert!(cancelled(&[other, red]).is_empty());
    }

    #[test]
    fn a_payment_taken_back_cancels_when_only_one_fits() {
        let line = |summary: &str, fen: i64| BankLine {
            date: "2025-09-12".parse().unwrap(),
            net: Money::from_fen(fen),
            counterparty: "某建材店".to_owned(),
            summary: summary.to_owned(),
            purpose: String::new(),
            reference: String::new(),
        };
        let cancelled = |bank: &[BankLine]| at_the_bank(bank, |_| true).into_iter().map(|p| p.bank).collect::<Vec<_>>();
        assert_eq!(cancelled(&[line("维修", -1_250), line("冲正", 1_250)]), [[0, 1]]);
        assert!(cancelled(&[line("维修", -1_250), line("维修", -1_250), line("冲正", 1_250)]).is_empty());
    }
}
