/// How many parts a merged or split amount may have when only the sum speaks for it.
const PARTS_LIMIT: usize = 8;
/// How many candidates a sum is sought among, first and at most; how many sums are tried, how many answers are kept.
const CANDIDATES_FIRST: usize = 12;
const CANDIDATES_LIMIT: usize = 24;
const TRIES_LIMIT: usize = 60_000;
const ANSWERS_LIMIT: usize = 200;

/// A possible part of a sum: its amount without sign, in fen, and its place in the caller's list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub index: usize,
    pub fen: i64,
}

/// Every choice of 2–8 parts that sums to `target` exactly, as the caller's places; the likeliest candidates first.
///
/// Where there are too many sums to try, only those among the likeliest dozen; too many answers even there are none.
pub(super) fn sums_to(target: i64, candidates: &[Part]) -> Vec<Vec<usize>> {
    let parts: Vec<Part> = candidates.iter().copied().filter(|p| p.fen > 0 && p.fen < target).collect();
    [CANDIDATES_LIMIT, CANDIDATES_FIRST]
        .into_iter()
        .map(|limit| parts.iter().copied().take(limit).collect())
        .find_map(|likeliest| every_sum(target, likeliest))
        .unwrap_or_default()
}

fn every_sum(target: i64, mut parts: Vec<Part>) -> Option<Vec<Vec<usize>>> {
    parts.sort_by_key(|p| std::cmp::Reverse(p.fen));
    let mut search =
        Search { left: suffix_sums(&parts), parts: &parts, chosen: Vec::new(), found: Vec::new(), tries: 0 };
    search.descend(0, target);
    (!search.is_over()).then_some(search.found)
}

/// How many ways there are to choose `size` out of `from`, capped.
pub(super) fn choices(from: usize, size: usize) -> usize {
    let from = from.min(CANDIDATES_LIMIT);
    (0..size.min(from)).fold(1_usize, |c, k| c.saturating_mul(from - k) / (k + 1)).min(1_000_000)
}

struct Search<'a> {
    parts: &'a [Part],
    left: Vec<i64>,
    chosen: Vec<usize>,
    found: Vec<Vec<usize>>,
    tries: usize,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.tries >= TRIES_LIMIT || self.found.len() >= ANSWERS_LIMIT
    }

    fn descend(&mut self, from: usize, missing: i64) {
        if missing == 0 {
            if self.chosen.len() >= 2 {
                let mut places = self.chosen.clone();
                places.sort_unstable();
                self.found.push(places);
            }
            return;
        }
        if self.chosen.len() == PARTS_LIMIT {
            return;
        }
        for i in from..self.parts.len() {
            self.tries += 1;
            if self.left[i] < missing || self.is_over() {
                return;
            }
            if self.parts[i].fen <= missing {
                self.chosen.push(self.parts[i].index);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(target: i64, fen: &[i64]) -> Vec<Vec<usize>> {
        sums_to(target, &fen.iter().enumerate().map(|(index, fen)| Part { index, fen: *fen }).collect::<Vec<_>>())
    }

    #[test]
    fn every_choice_of_parts_is_found() {
        assert_eq!(sums(123_456, &[100_000, 20_000, 3_456, 777, 65_000]), vec![vec![0, 1, 2]]);
        assert_eq!(sums(3_000, &[1_000, 2_000, 1_500, 1_500]), vec![vec![0, 1], vec![2, 3]]);
        assert_eq!(sums(3_001, &[1_000, 2_000]), Vec::<Vec<usize>>::new());
        assert_eq!(sums(3_000, &[3_000]), Vec::<Vec<usize>>::new());
        assert!(sums(500, &[100; 24]).is_empty(), "too many answers are no answer");
        assert_eq!(choices(5, 2), 10);
    }
}
