/// What pairing a row with a column is worth, `None` where they may not be paired; and which rows, which columns are
/// alike in everything, so that it does not matter which of them is taken.
pub(super) struct Gains {
    pub worth: Vec<Vec<Option<i32>>>,
    pub alike_rows: Vec<usize>,
    pub alike_columns: Vec<usize>,
}

/// Larger crowds are not solved over again for lines that are alike.
const TWINS_LIMIT: usize = 40;

/// The best pairing of two sets, and how much worse the next best is without each of its pairs.
///
/// Leaving a line unpaired is worth nothing. Returns `(row, column, lead)`: `lead` is what would be lost if this pair
/// were forbidden, and with it every pair of two lines alike to these; a lead near zero is a tie.
pub(super) fn best_pairs(gains: &Gains) -> Vec<(usize, usize, i32)> {
    let worth = &gains.worth;
    if worth.len() == 1 && worth[0].len() == 1 {
        return worth[0][0].filter(|g| *g > 0).map(|g| (0, 0, g)).into_iter().collect();
    }
    let solved = Solved::of(worth);
    let pairs = solved.pairs();
    pairs
        .iter()
        .map(|(row, column)| {
            let lead = match gains.has_twins(*row, *column) && gains.all_twins_stand_in(&pairs, *row, *column) {
                true => gains.lead_of_twins(*row, *column, solved.total(&pairs)),
                false => solved.lead(*row, *column),
            };
            (*row, *column, lead)
        })
        .collect()
}

impl Gains {
    fn has_twins(&self, row: usize, column: usize) -> bool {
        let times = |of: &[usize], at: usize| of.iter().filter(|class| **class == of[at]).count();
        times(&self.alike_rows, row) > 1 || times(&self.alike_columns, column) > 1
    }

    /// Of lines alike none is left over; where one is, somebody must say which.
    fn all_twins_stand_in(&self, pairs: &[(usize, usize)], row: usize, column: usize) -> bool {
        let twin_rows = (0..self.alike_rows.len()).filter(|i| self.alike_rows[*i] == self.alike_rows[row]);
        let twin_columns =
            (0..self.alike_columns.len()).filter(|j| self.alike_columns[*j] == self.alike_columns[column]);
        twin_rows.into_iter().all(|i| pairs.iter().any(|(at, _)| *at == i))
            && twin_columns.into_iter().all(|j| pairs.iter().any(|(_, at)| *at == j))
    }

    fn lead_of_twins(&self, row: usize, column: usize, best: i32) -> i32 {
        if self.alike_rows.len().max(self.alike_columns.len()) > TWINS_LIMIT {
            return 0;
        }
        let mut without = self.worth.clone();
        for (i, worths) in without.iter_mut().enumerate() {
            for (j, worth) in worths.iter_mut().enumerate() {
                if self.alike_rows[i] == self.alike_rows[row] && self.alike_columns[j] == self.alike_columns[column] {
                    *worth = None;
                }
            }
        }
        let other = Solved::of(&without);
        let pairs = other.pairs();
        best - other.total(&pairs)
    }
}

/// A pairing found by the Hungarian method on a square padded so that every row and column may stay alone; O(n³).
struct Solved<'g> {
    worth: &'g [Vec<Option<i32>>],
    rows: usize,
    columns: usize,
    /// Potentials and matching, 1-based with 0 as the free node, as the method is usually written.
    of_rows: Vec<i32>,
    of_columns: Vec<i32>,
    row_of: Vec<usize>,
}

impl<'g> Solved<'g> {
    fn of(worth: &'g [Vec<Option<i32>>]) -> Solved<'g> {
        let (rows, columns) = (worth.len(), worth.first().map_or(0, Vec::len));
        let nodes = rows + columns + 1;
        let mut solved = Solved {
            worth,
            rows,
            columns,
            of_rows: vec![0; nodes],
            of_columns: vec![0; nodes],
            row_of: vec![0; nodes],
        };
        for start in 1..nodes {
            solved.seat(start);
        }
        solved
    }

    fn size(&self) -> usize {
        self.rows + self.columns
    }

    /// What a row and a column cost together, less their potentials; 1-based.
    fn reduced(&self, row: usize, column: usize) -> i32 {
        let cost = match row <= self.rows && column <= self.columns {
            true => self.worth[row - 1][column - 1].map_or(0, |g| -g.max(0)),
            false => 0,
        };
        cost - self.of_rows[row] - self.of_columns[column]
    }

    /// Finds a column for one more row.
    fn seat(&mut self, start: usize) {
        let size = self.size();
        self.row_of[0] = start;
        let (mut least, mut came_from, mut done) =
            (vec![i32::MAX; size + 1], vec![0_usize; size + 1], vec![false; size + 1]);
        let mut at = 0;
        while self.row_of[at] != 0 {
            done[at] = true;
            let row = self.row_of[at];
            let (mut step, mut next) = (i32::MAX, 0);
            for column in (1..=size).filter(|c| !done[*c]) {
                let reduced = self.reduced(row, column);
                if reduced < least[column] {
                    (least[column], came_from[column]) = (reduced, at);
                }
                if least[column] < step {
                    (step, next) = (least[column], column);
                }
            }
            for column in 0..=size {
                if done[column] {
                    self.of_rows[self.row_of[column]] += step;
                    self.of_columns[column] -= step;
                } else if least[column] != i32::MAX {
                    least[column] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            let before = came_from[at];
            self.row_of[at] = self.row_of[before];
            at = before;
        }
    }

    /// Rows and columns that are worth pairing, 0-based.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let mut pairs: Vec<(usize, usize)> = (1..=self.columns)
            .filter(|j| self.row_of[*j] <= self.rows)
            .map(|j| (self.row_of[j] - 1, j - 1))
            .filter(|(i, j)| self.worth[*i][*j].is_some_and(|g| g > 0))
            .collect();
        pairs.sort_unstable();
        pairs
    }

    fn total(&self, pairs: &[(usize, usize)]) -> i32 {
        pairs.iter().filter_map(|(i, j)| self.worth[*i][*j]).sum()
    }

    /// What is lost without this pair: the cheapest way from its row to its column through the others; O(n²).
    fn lead(&self, row: usize, column: usize) -> i32 {
        let (start, goal, size) = (row + 1, column + 1, self.size());
        let (mut far, mut done) = (vec![i32::MAX; size + 1], vec![false; size + 1]);
        for next in (1..=size).filter(|c| *c != goal) {
            far[next] = self.reduced(start, next);
        }
        loop {
            let nearest = (1..=size).filter(|c| !done[*c] && far[*c] != i32::MAX).min_by_key(|c| far[*c]);
            let Some(at) = nearest else { return i32::MAX };
            if at == goal {
                return far[goal];
            }
            done[at] = true;
            for next in (1..=size).filter(|c| !done[*c]) {
                far[next] = far[next].min(far[at].saturating_add(self.reduced(self.row_of[at], next)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(worth: &[Vec<Option<i32>>]) -> Vec<(usize, usize, i32)> {
        let (rows, columns) = (worth.len(), worth[0].len());
        best_pairs(&Gains {
            worth: worth.to_vec(),
            alike_rows: (0..rows).collect(),
            alike_columns: (0..columns).collect(),
        })
    }

    #[test]
    fn the_best_pairing_leads_and_a_tie_does_not() {
        let clear = [vec![Some(9), Some(2)], vec![Some(8), Some(7)]];
        assert_eq!(pairs(&clear), [(0, 0, 6), (1, 1, 6)]);
        let tie = [vec![Some(5), Some(5)], vec![Some(5), Some(5)]];
        assert!(pairs(&tie).iter().all(|(_, _, lead)| *lead == 0));
        let forbidden = [vec![None, Some(4)], vec![None, Some(6)]];
        assert_eq!(pairs(&forbidden), [(1, 1, 2)]);
        assert!(pairs(&[vec![None]]).is_empty());
    }

    #[test]
    fn lines_that_are_alike_are_no_tie() {
        let worth = vec![vec![Some(5), Some(5), Some(1)], vec![Some(5), Some(5), Some(1)]];
        let twins = Gains { worth, alike_rows: vec![0, 0], alike_columns: vec![0, 0, 1] };
        assert!(best_pairs(&twins).iter().all(|(_, column, lead)| *column < 2 && *lead == 9));
        let left_over =
            Gains { worth: vec![vec![Some(5)], vec![Some(5)]], alike_rows: vec![0, 0], alike_columns: vec![0] };
        assert!(best_pairs(&left_over).iter().all(|(_, _, lead)| *lead == 0), "one of two is no pair by itself");
    }

    #[test]
    fn the_lead_is_what_solving_without_the_pair_would_lose() {
        let mut state = 7_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        for _ in 0..200 {
            let (rows, columns) = (next() as usize % 6 + 1, next() as usize % 6 + 2);
            let worth: Vec<Vec<Option<i32>>> = (0..rows)
                .map(|_| (0..columns).map(|_| (next() % 4 > 0).then(|| (next() % 40) as i32 + 1)).collect())
                .collect();
            let best = |worth: &[Vec<Option<i32>>]| {
                let solved = Solved::of(worth);
                solved.total(&solved.pairs())
            };
            for (i, j, lead) in pairs(&worth) {
                let mut without = worth.clone();
                without[i][j] = None;
                assert_eq!(lead, best(&worth) - best(&without), "{worth:?}");
            }
        }
    }
}
