use std::collections::BTreeMap;

use super::desk::{Desk, Taken};
use super::matching::Tolerance;
use crate::kernel::Money;

/// What a pair must weigh, and lead by, to be certain when nothing else of its amount is near: where the same number,
/// the same party or the same doing of the bank stands on both sides; where a rare word does, close in time; where
/// nothing speaks but amount and day.
const NAMED: i32 = 8;
const WORDED: i32 = 16;
const WORDED_DAYS: i64 = 3;
const BARE: i32 = 27;
/// Where something else of this amount is near, the party must agree and more besides, on days that speak for it.
const CROWDED: i32 = 30;
const EASY: i32 = 0;
/// A party is met again and again with the same round amount: on days this account is less used to, its name is not
/// enough.
const USUAL: i32 = -4;

/// The one-to-one pairs an accountant would nod to without looking, and the others with what is left of their lead.
pub(super) struct Judged {
    pub certain: Vec<usize>,
    pub open: Vec<(usize, i32)>,
}

/// Sorts the best one-to-one pairs into certain ones and others, the lines of `groups` left alone.
///
/// What is certain is no rival of anything any more, so the rest is looked at again until nothing becomes certain.
/// A group is only a suggestion: its lines are rivals like any other.
pub(super) fn judged(desk: &Desk<'_>, floor: i32, groups: &Taken, tolerance: Tolerance) -> Judged {
    let (mut settled, mut taken) = (Taken::none(desk), groups.clone());
    let mut certain = Vec::new();
    loop {
        let found: Vec<usize> = desk
            .singles(floor, &settled)
            .into_iter()
            .filter(|(at, lead)| is_certain(desk, *at, *lead, &settled, tolerance))
            .map(|(at, _)| at)
            .filter(|at| !groups.has_any(&[desk.edge(*at).bank], &[desk.edge(*at).book]))
            .collect();
        if found.is_empty() {
            return Judged { certain: twins_in_order(desk, certain), open: desk.singles(floor, &taken) };
        }
        for at in found {
            let edge = desk.edge(at);
            settled.take(&[edge.bank], &[edge.book]);
            taken.take(&[edge.bank], &[edge.book]);
            certain.push(at);
        }
    }
}

/// Unique and exact: not contradicted, near in time, and among the candidates of a fortnight on either side the only one
/// but for twins that say the same in everything. The less the words tell, the more the amount must.
fn is_certain(desk: &Desk<'_>, at: usize, lead: i32, settled: &Taken, tolerance: Tolerance) -> bool {
    let edge = desk.edge(at);
    let (days, worth) = (edge.days.abs(), edge.evidence.min(lead));
    if edge.contradicts {
        return false;
    }
    if !desk.is_alone_within(at, tolerance.certain_days, settled) {
        return edge.same_name && edge.nearness >= EASY && worth >= CROWDED;
    }
    if days > tolerance.certain_days && !edge.same_number {
        let to_the_fen = desk.bank[edge.bank].net.fen() % 100 != 0;
        return to_the_fen && worth >= BARE && desk.is_alone_within(at, i64::MAX, settled);
    }
    let named = edge.same_name && (edge.nearness >= USUAL || !is_round(desk.bank[edge.bank].net));
    let enough = if named || edge.same_number || edge.same_doing {
        NAMED
    } else if edge.same_words && !edge.hints_at_another && days <= WORDED_DAYS {
        WORDED
    } else {
        BARE
    };
    worth >= enough
}

/// Whole hundreds of yuan.
fn is_round(net: Money) -> bool {
    net.fen() % 10_000 == 0
}

/// Pairs of lines that say the same in everything are interchangeable: the first bank line gets the first entry.
fn twins_in_order(desk: &Desk<'_>, certain: Vec<usize>) -> Vec<usize> {
    let mut classes: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for at in certain {
        classes.entry(desk.kind_of(at)).or_default().push(at);
    }
    let mut ordered = Vec::new();
    for twins in classes.into_values() {
        let mut bank: Vec<usize> = twins.iter().map(|at| desk.edge(*at).bank).collect();
        let mut book: Vec<usize> = twins.iter().map(|at| desk.edge(*at).book).collect();
        bank.sort_unstable();
        book.sort_unstable();
        let joined = bank.into_iter().zip(book);
        ordered.extend(
            joined.filter_map(|(i, j)| desk.edges_of_bank(i).iter().copied().find(|e| desk.edge(*e).book == j)),
        );
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::super::line::{BankLine, BookLine};
    use super::super::matching::propose;
    use super::*;

    fn bank(day: &str, fen: i64, counterparty: &str, summary: &str) -> BankLine {
        BankLine {
            date: day.parse().unwrap(),
            net: Money::from_fen(fen),
            counterparty: counterparty.to_owned(),
            summary: summary.to_owned(),
            purpose: String::new(),
            reference: String::new(),
        }
    }

    fn book(day: &str, fen: i64, counterparty: &str, summary: &str, voucher: &str) -> BookLine {
        BookLine {
            date: day.parse().unwrap(),
            net: Money::from_fen(fen),
            counterparty: counterparty.to_owned(),
            summary: summary.to_owned(),
            voucher: voucher.to_owned(),
            line: 1,
        }
    }

    /// Certain pairs among these lines and thirty others of an ordinary month.
    fn certain(mut lines: Vec<BankLine>, mut entries: Vec<BookLine>) -> Vec<(usize, usize)> {
        let (ours, theirs) = (lines.len(), entries.len());
        for n in 0..30 {
            let day = format!("2025-09-{:02}", n % 28 + 1);
            lines.push(bank(&day, -(10_007 + 311 * n), "某建材店", "转账"));
            entries.push(book(&day, -(10_007 + 311 * n), "某建材店", "购水泥", "记-0900"));
        }
        let found = propose(&lines, &entries, Tolerance::default()).pairs.into_iter().filter(|p| p.certain);
        let mut found: Vec<_> =
            found.map(|p| (p.bank[0], p.book[0])).filter(|(i, j)| *i < ours || *j < theirs).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn twins_are_certain_together_and_in_order_and_never_when_one_is_missing() {
        let line = || bank("2025-09-12", -50_000, "文印店", "转账");
        let entry = |no| book("2025-09-12", -50_000, "文印店", "购办公用品", no);
        assert_eq!(certain(vec![line(), line()], vec![entry("记-0001"), entry("记-0002")]), [(0, 0), (1, 1)]);
        assert!(certain(vec![line()], vec![entry("记-0001"), entry("记-0002")]).is_empty(), "one of two is no pair");
        assert!(certain(vec![line(), line()], vec![entry("记-0001")]).is_empty());
        let serial = |no: &str| BankLine { reference: no.to_owned(), ..line() };
        let both = certain(vec![serial("8800123"), serial("8800124")], vec![entry("记-0001"), entry("记-0002")]);
        assert_eq!(both.len(), 2, "the bank's own serial numbers make no difference");
        let cheque = |no| BookLine { summary: format!("购办公用品 支票{no}"), ..entry("记-0001") };
        let crossed = certain(vec![serial("8800123"), serial("8800124")], vec![cheque("8800124"), cheque("8800123")]);
        assert_eq!(crossed, [(0, 1), (1, 0)], "numbers in the books do");
    }

    #[test]
    fn a_round_amount_needs_a_name_or_a_word_and_nothing_against_it() {
        let line = bank("2025-09-12", -200_000, "", "路灯维修");
        assert_eq!(
            certain(vec![line.clone()], vec![book("2025-09-10", -200_000, "", "付路灯款", "记-0001")]),
            [(0, 0)]
        );
        let bare = bank("2025-09-12", -200_000, "", "转账");
        assert!(certain(vec![bare], vec![book("2025-09-10", -200_000, "", "付路灯款", "记-0001")]).is_empty());
        let paid = bank("2025-09-12", -200_000, "某园林公司", "路灯维修");
        let other = book("2025-09-10", -200_000, "", "付建材店路灯款", "记-0001");
        assert!(certain(vec![paid], vec![other]).is_empty(), "the entry may name somebody else");
    }

    #[test]
    fn a_cheque_in_the_books_is_no_transfer_at_the_bank() {
        let paid = |says: &str| bank("2025-09-12", -290_000, "城乡供水有限责任公司", says);
        let entry = book("2025-09-11", -290_000, "", "付供水公司进度款 支票11772", "记-0001");
        assert!(certain(vec![paid("进度款")], vec![entry.clone()]).is_empty());
        let numbered = BankLine { reference: "11772".to_owned(), ..paid("转支 进度款") };
        assert_eq!(certain(vec![numbered], vec![entry]), [(0, 0)]);
    }

    #[test]
    fn a_late_cheque_is_certain_when_nothing_else_has_its_amount() {
        let late = bank("2025-09-28", -451_391, "", "支票");
        let entry = |day, no| book(day, -451_391, "", "付绿化款", no);
        assert_eq!(certain(vec![late.clone()], vec![entry("2025-09-02", "记-0001")]), [(0, 0)]);
        let two = vec![entry("2025-09-02", "记-0001"), entry("2025-08-20", "记-0002")];
        assert!(certain(vec![late], two).is_empty());
    }

    #[test]
    fn what_is_certain_is_no_rival_any_more() {
        let lines = vec![bank("2025-09-05", -90_000, "村民甲", "代发"), bank("2025-09-08", -90_000, "", "转账")];
        let entries = vec![
            book("2025-09-05", -90_000, "村民甲", "误工补贴 村民甲", "记-0001"),
            book("2025-09-08", -90_000, "", "付转账清运费", "记-0002"),
        ];
        assert!(certain(lines, entries).contains(&(0, 0)));
    }
}
