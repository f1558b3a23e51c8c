//! A proposal held against the truth of a year, link by link.

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
    /// True when the two belong together, or are indistinguishable from two that do.
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
}
