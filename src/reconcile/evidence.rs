use super::likeness::Likeness;
use super::line::{BankLine, BookLine};
use crate::kernel::Money;

/// Grids amounts stand on, in fen: whole ten thousands of yuan down to the single fen.
const GRIDS: [i64; 9] = [1_000_000, 100_000, 50_000, 10_000, 5_000, 1_000, 100, 10, 1];
/// A line that finds its partner explains itself: most lines have one.
pub(super) const EXPLAINED: i32 = 6;
/// Merged and split amounts are rarer than single ones.
pub(super) const GROUPED: i32 = -8;

/// How often amounts of each coarseness occur, so that a coincidence can be told from a match.
///
/// Two lines of 3,000.00 meet by accident far sooner than two of 2,680.50.
pub(super) struct Coarseness {
    /// Lines on each grid or a coarser one, both sides.
    lines: [usize; GRIDS.len()],
    /// Twice their mean amount, in steps of the grid.
    steps: [usize; GRIDS.len()],
    all: usize,
}

impl Coarseness {
    pub fn of(bank: &[BankLine], book: &[BookLine]) -> Coarseness {
        let amounts: Vec<i64> =
            bank.iter().map(|l| l.net).chain(book.iter().map(|l| l.net)).map(|m| m.abs().fen()).collect();
        let mut lines = [0; GRIDS.len()];
        let mut steps = [1; GRIDS.len()];
        for (at, grid) in GRIDS.iter().enumerate() {
            let on: Vec<i64> = amounts.iter().copied().filter(|a| *a > 0 && a % grid == 0).collect();
            lines[at] = on.len().max(1);
            let mean = on.iter().sum::<i64>() / i64::try_from(on.len().max(1)).unwrap_or(1);
            steps[at] = usize::try_from((2 * mean / grid).max(4)).unwrap_or(4);
        }
        Coarseness { lines, steps, all: amounts.len().max(1) }
    }

    /// Weight of evidence in two amounts being equal, when one side has `rivals` lines or sums it could be.
    pub fn equal(&self, amount: Money, rivals: usize) -> i32 {
        let at = grid(amount);
        let on_grid = (rivals * self.lines[at]).div_ceil(self.all).max(1);
        (weight(self.steps[at]) - weight(on_grid)).max(-10)
    }

    /// The coarsest grid among some amounts is what a sum of them can hit by accident.
    pub fn equal_sum(&self, whole: Money, parts: &[Money], choices: usize) -> i32 {
        let at = parts.iter().copied().map(grid).max().unwrap_or(GRIDS.len() - 1).max(grid(whole));
        weight(self.steps[at].max(usize::try_from(whole.abs().fen() / GRIDS[at]).unwrap_or(1))) - weight(choices.max(1))
    }
}

fn grid(amount: Money) -> usize {
    GRIDS.iter().position(|g| amount.fen() % g == 0).unwrap_or(GRIDS.len() - 1)
}

/// Weight of evidence in the days of something the bank did of itself: its papers are handed in later, seldom on the day
/// and never before.
pub(super) fn nearness_of_bank_doing(days: i64) -> i32 {
    match -days {
        ..0 => -15,
        0..=3 => 6,
        4..=15 => 1,
        _ => -4,
    }
}

/// Ten times the decimal logarithm of a whole number, near enough.
pub(super) fn weight(times: usize) -> i32 {
    let times = times.max(1);
    let power = times.ilog2();
    let rest = (3 * (times - (1 << power))) >> power;
    3 * i32::try_from(power).unwrap_or(60) + i32::try_from(rest).unwrap_or(0)
}

/// Weight of evidence in the words of two lines standing alone.
pub(super) fn words_alone(like: &Likeness) -> i32 {
    like.points - if like.doing_differs { 15 } else { 0 } - if like.names_differ { 12 } else { 0 }
}

/// The same for a part of a sum: a collective payment names nobody, so a differing name says little.
pub(super) fn words_as_part(like: &Likeness) -> i32 {
    like.points - if like.doing_differs { 10 } else { 0 } - if like.names_differ { 3 } else { 0 }
}
