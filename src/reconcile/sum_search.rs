/// How many parts a merged or split amount may have when only the sum speaks for it.
const PARTS_LIMIT: usize = 6;
/// How many candidates a sum is sought among, and how many sums are tried.
const CANDIDATES_LIMIT: usize = 24;
const TRIES_LIMIT: usize = 200_000;

/// A possible part of a sum: its amount without sign, in fen, and its place in the caller's list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub index: usize,
    pub fen: i64,
}

/// What a search for the parts of one amount found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Sum {
    /// No parts make the amount.
    None,
    /// Exactly one choice of parts does; `chance` is how many such choices luck alone would give, in thousandths.
    One {
        /// The caller's places, ascending.
        parts: Vec<usize>,
        /// Expected lucky hits × 1000.
        chance: i64,
    },
    /// Several choices do, or there were too many to try: nobody can tell.
    Several,
}

/// Seeks the one choice of 2–6 parts that sums to `target` exactly.
pub(super) fn parts_of(target: i64, candidates: &[Part]) -> Sum {
    let mut parts: Vec<Part> = candidates.iter().copied().filter(|p| p.fen > 0 && p.fen < target).collect();
    if parts.len() < 2 {
        return Sum::None;
    }
    parts.truncate(CANDIDATES_LIMIT);
    parts.sort_by_key(|p| std::cmp::Reverse(p.fen));
    let mut search =
        Search { left: suffix_sums(&parts), parts: &parts, chosen: Vec::new(), found: Vec::new(), tries: 0 };
    search.descend(0, target);
    if search.tries >= TRIES_LIMIT || search.found.len() > 1 {
        return Sum::Several;
    }
    match search.found.pop() {
        Some(chosen) => {
            let chance = lucky(target, &chosen, &parts);
            let mut places: Vec<usize> = chosen.iter().map(|p| p.index).collect();
            places.sort_unstable();
            Sum::One { parts: places, chance }
        }
        None => Sum::None,
    }
}

struct Search<'a> {
    parts: &'a [Part],
    left: Vec<i64>,
    chosen: Vec<Part>,
    found: Vec<Vec<Part>>,
    tries: usize,
}

impl Search<'_> {
    fn descend(&mut self, from: usize, missing: i64) {
        if missing == 0 {
            if self.chosen.len() >= 2 {
                self.found.push(self.chosen.clone());
            }
            return;
        }
        if self.chosen.len() == PARTS_LIMIT || self.found.len() > 1 {
            return;
        }
        for i in from..self.parts.len() {
            self.tries += 1;
            if self.left[i] < missing || self.tries >= TRIES_LIMIT || self.found.len() > 1 {
                return;
            }
            if self.parts[i].fen <= missing {
                self.chosen.push(self.parts[i]);
                self.descend(i + 1, missing - self.parts[i].fen);
                self.chosen.pop();
            }
        }
    }
}

fn suffix_sums(parts: &[Part]) -> Vec<i64> {
    let mut sums: Vec<i64> = parts
        .iter()
        .rev()
        .scan(0, |sum, p| {
            *sum += p.fen;
            Some(*sum)
        })
        .collect();
    sums.reverse();
    sums
}

/// Choices of as many parts on the same grid (whole yuan, whole hundreds …) over the sums they could make.
fn lucky(target: i64, chosen: &[Part], all: &[Part]) -> i64 {
    let grid = [1_000_000, 500_000, 100_000, 50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10, 1]
        .into_iter()
        .find(|g| target % g == 0 && chosen.iter().all(|p| p.fen % g == 0))
        .unwrap_or(1);
    let on_grid = all.iter().filter(|p| p.fen % grid == 0).count() as i64;
    let choices = (0..chosen.len() as i64).fold(1_i64, |c, k| c.saturating_mul(on_grid - k) / (k + 1));
    choices.saturating_mul(1000) / (target / grid).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(fen: &[i64]) -> Vec<Part> {
        fen.iter().enumerate().map(|(index, fen)| Part { index, fen: *fen }).collect()
    }

    #[test]
    fn one_choice_several_or_none() {
        match parts_of(123_456, &parts(&[100_000, 20_000, 3_456, 777, 65_000])) {
            Sum::One { parts, chance } => assert_eq!((parts, chance), (vec![0, 1, 2], 0)),
            other => panic!("{other:?}"),
        }
        assert_eq!(parts_of(3_000, &parts(&[1_000, 2_000, 1_500, 1_500])), Sum::Several);
        assert_eq!(parts_of(3_001, &parts(&[1_000, 2_000])), Sum::None);
        assert_eq!(parts_of(3_000, &parts(&[3_000])), Sum::None);
    }

    #[test]
    fn round_sums_are_lucky_more_often() {
        let chance = |target, fen: &[i64]| match parts_of(target, &parts(fen)) {
            Sum::One { chance, .. } => chance,
            other => panic!("{other:?}"),
        };
        assert!(
            chance(300_000, &[100_000, 200_000, 700_000, 900_000]) > chance(300_017, &[100_003, 200_014, 7_000, 9_000])
        );
    }
}
