//! How well matching pairs lines, measured on made-up accounts whose truth is known.

use std::collections::BTreeSet;

use mingzhang::kernel::Money;
use mingzhang::reconcile::{Tolerance, propose};

use crate::support::bank_world::{CROWDED, Crowd, ORDINARY, World};

/// Enough that the figures stand still.
const WORLDS: u64 = 60;

/// Links between a bank line and an entry: how many were proposed, how many of them are true, how many there are.
#[derive(Default)]
struct Tally {
    proposed: usize,
    right: usize,
    all: usize,
}

impl Tally {
    /// Per ten thousand.
    fn precision(&self) -> usize {
        self.right * 10_000 / self.proposed.max(1)
    }

    fn recall(&self) -> usize {
        self.right * 10_000 / self.all.max(1)
    }
}

/// Ours over many worlds: everything proposed, and the certain pairs alone.
fn measured(crowd: Crowd) -> (Tally, Tally) {
    let (mut every, mut certain) = (Tally::default(), Tally::default());
    for seed in 0..WORLDS {
        let world = World::of(seed, crowd);
        let (mut lines, mut entries) = (BTreeSet::new(), BTreeSet::new());
        for pair in propose(&world.bank, &world.book, Tolerance::default()).pairs {
            let bank: Money = pair.bank.iter().map(|i| world.bank[*i].net).sum();
            let book: Money = pair.book.iter().map(|j| world.book[*j].net).sum();
            assert_eq!(bank, book, "seed {seed}: {pair:?} does not balance");
            assert!(pair.bank.iter().all(|i| lines.insert(*i)), "seed {seed}: {pair:?} takes a line twice");
            assert!(pair.book.iter().all(|j| entries.insert(*j)), "seed {seed}: {pair:?} takes an entry twice");
            assert!(!pair.reasons.is_empty(), "seed {seed}: {pair:?} gives no reason");
            for link in pair.bank.iter().flat_map(|i| pair.book.iter().map(move |j| (*i, *j))) {
                let right = usize::from(world.is_true(link));
                assert!(!pair.certain || right == 1, "seed {seed}: certain and wrong: {pair:?}");
                every.proposed += 1;
                every.right += right;
                certain.proposed += usize::from(pair.certain);
                certain.right += usize::from(pair.certain) * right;
            }
        }
        every.all += world.truth.len();
        certain.all += world.truth.len();
    }
    (every, certain)
}

/// The plain way: equal amounts at most three days apart, where there is only one candidate on each side.
fn unique_only(crowd: Crowd) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..WORLDS {
        let world = World::of(seed, crowd);
        let fits = |i: usize, j: usize| {
            world.bank[i].net == world.book[j].net && (world.bank[i].date - world.book[j].date).num_days().abs() <= 3
        };
        for i in 0..world.bank.len() {
            let candidates: Vec<usize> = (0..world.book.len()).filter(|j| fits(i, *j)).collect();
            let [only] = candidates[..] else { continue };
            if (0..world.bank.len()).filter(|k| fits(*k, only)).count() == 1 {
                tally.proposed += 1;
                tally.right += usize::from(world.truth.contains(&(i, only)));
            }
        }
        tally.all += world.truth.len();
    }
    tally
}

/// What is missed is mostly bursts of equal amounts where neither side names anybody: nobody could tell them.
#[test]
fn an_ordinary_account_is_matched_almost_whole_and_certain_pairs_are_never_wrong() {
    let (every, certain) = measured(ORDINARY);
    let plain = unique_only(ORDINARY);
    println!(
        "ordinary: P {} R {}; certain R {}; plain P {} R {}",
        every.precision(),
        every.recall(),
        certain.recall(),
        plain.precision(),
        plain.recall()
    );
    assert!(every.precision() >= 9_990, "precision {}", every.precision());
    assert!(every.recall() >= 9_400, "recall {}", every.recall());
    assert!(certain.recall() >= plain.recall() && plain.right < plain.proposed);
}

#[test]
fn a_crowded_account_of_round_amounts_is_matched_with_care() {
    let (every, certain) = measured(CROWDED);
    let plain = unique_only(CROWDED);
    println!(
        "crowded: P {} R {}; certain R {}; plain P {} R {}",
        every.precision(),
        every.recall(),
        certain.recall(),
        plain.precision(),
        plain.recall()
    );
    assert!(every.precision() >= 9_975 && every.precision() > plain.precision());
    assert!(every.recall() >= 2 * plain.recall());
}
