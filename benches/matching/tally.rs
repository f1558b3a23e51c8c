//! A proposal held against the truth of a year, link by link.

use std::collections::{BTreeMap, BTreeSet};

use mingzhang::kernel::Date;
use mingzhang::reconcile::BookLine;

use crate::year::Year;

/// What a proposal is worth, link by link.
#[derive(Clone, Copy, Default, Debug)]
pub struct Tally {
    /// Links proposed.
    pub proposed: usize,
    /// Of them, how many are true.
    pub right: usize,
    /// How many true ones there are.
    pub all: usize,
}

impl Tally {
    /// Right of proposed, in ten thousandths.
    pub fn precision(&self) -> usize {
        (self.right * 10_000).checked_div(self.proposed).unwrap_or(10_000)
    }

    /// Right of all, in ten thousandths.
    pub fn recall(&self) -> usize {
        self.right * 10_000 / self.all.max(1)
    }

    /// Both together.
    pub fn and(self, other: Tally) -> Tally {
        Tally { proposed: self.proposed + other.proposed, right: self.right + other.right, all: self.all + other.all }
    }
}

impl Year<'_> {
    /// True when the two belong together, or say in everything the same as two that do: of two tickets of one shop, one
    /// day, one amount and one wording nobody can tell which payment was for which, and the books are the same either way.
    fn is_true(&self, bank: usize, book: usize) -> bool {
        let says = |l: &BookLine| (l.date, l.net, l.counterparty.clone(), l.summary.clone());
        self.truth.contains(&(bank, book))
            || self
                .truth
                .iter()
                .any(|(i, j)| self.bank[*i] == self.bank[bank] && says(&self.book[*j]) == says(&self.book[book]))
    }

    /// True one-to-one pairs: neither line stands in another.
    pub fn one_to_one(&self) -> usize {
        let of_line = |i: usize| self.truth.iter().filter(|(a, _)| *a == i).count();
        let of_entry = |j: usize| self.truth.iter().filter(|(_, b)| *b == j).count();
        self.truth.iter().filter(|(i, j)| of_line(*i) == 1 && of_entry(*j) == 1).count()
    }

    /// How many links a perfect hand would make: of a paper booked twice, the bank's one line has one.
    pub fn links(&self) -> usize {
        let doubled = self.truth.iter().filter(|(i, j)| {
            self.bank[*i].net == self.book[*j].net && self.truth.iter().filter(|(a, _)| a == i).count() == 2
        });
        self.truth.len() - doubled.count() / 2
    }

    /// Holds proposed links against the truth.
    pub fn weighs<'p>(&self, pairs: impl Iterator<Item = (&'p [usize], &'p [usize])>, all: usize) -> Tally {
        let mut tally = Tally { all, ..Tally::default() };
        for (bank, book) in pairs {
            for (i, j) in bank.iter().flat_map(|i| book.iter().map(move |j| (*i, *j))) {
                tally.proposed += 1;
                tally.right += usize::from(self.is_true(i, j));
            }
        }
        tally
    }

    /// The same with twins told apart, as only who made the year can: how often the guess among equals was not his.
    pub fn swapped<'p>(&self, pairs: impl Iterator<Item = (&'p [usize], &'p [usize])>) -> usize {
        let links = pairs.flat_map(|(bank, book)| bank.iter().flat_map(|i| book.iter().map(move |j| (*i, *j))));
        links.filter(|(i, j)| self.is_true(*i, *j) && !self.truth.contains(&(*i, *j))).count()
    }

    /// How many true one-to-one pairs have nothing in common but a whole-yuan amount and near days: no number, no name, no
    /// two neighbouring characters. Somebody else's payment would look the same, so nobody could be certain of them.
    pub fn mute(&self) -> usize {
        let pairs = |text: &str| -> BTreeSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
        let of_line = |i: usize| self.truth.iter().filter(|(a, _)| *a == i).count();
        let of_entry = |j: usize| self.truth.iter().filter(|(_, b)| *b == j).count();
        let single = self.truth.iter().filter(|(i, j)| of_line(*i) == 1 && of_entry(*j) == 1);
        let says_nothing = single.filter(|(i, j)| {
            let (line, entry) = (&self.bank[*i], &self.book[*j]);
            let says = format!("{} {}", line.text(), line.reference);
            line.net.fen() % 100 == 0
                && pairs(&says).is_disjoint(&pairs(&entry.text()))
                && !line.counterparty.contains('*')
        });
        says_nothing.count()
    }

    /// Why each true one-to-one pair that is not certain is not, and how many of each.
    pub fn missed(&self, certain: &BTreeSet<(usize, usize)>, causes: &mut BTreeMap<&'static str, usize>) {
        let lines: BTreeSet<usize> = certain.iter().map(|(i, _)| *i).collect();
        let of_line = |i: usize| self.truth.iter().filter(|(a, _)| *a == i).count();
        let of_entry = |j: usize| self.truth.iter().filter(|(_, b)| *b == j).count();
        for (i, j) in self.truth.iter().filter(|(i, j)| of_line(*i) == 1 && of_entry(*j) == 1) {
            if !lines.contains(i) {
                *causes.entry(self.cause(*i, *j)).or_default() += 1;
            }
        }
    }

    fn cause(&self, bank: usize, book: usize) -> &'static str {
        let (line, entry) = (&self.bank[bank], &self.book[book]);
        let near = |a: Date, b: Date| (a - b).num_days().abs() <= 15;
        let lines = self.bank.iter().filter(|l| l.net == line.net && near(l.date, entry.date)).count();
        let entries = self.book.iter().filter(|e| e.net == line.net && near(e.date, line.date)).count();
        let names = |name: &str| entry.summary.contains(name) || entry.counterparty == name;
        if !near(line.date, entry.date) {
            "more than a fortnight apart"
        } else if lines > 1 || entries > 1 {
            "something else of this amount within a fortnight"
        } else if line.counterparty.is_empty() {
            "the bank names nobody"
        } else if !names(&line.counterparty) {
            "the entry does not name whom the bank names"
        } else {
            "a round amount, many days"
        }
    }
}
