/// The best pairing of two small sets, and how much worse the next best is without each of its pairs.
///
/// `gain[i][j]` is the worth of pairing row `i` with column `j`, `None` where they may not be paired. Leaving a line
/// unpaired is worth nothing. Returns `(row, column, lead)`: `lead` is what would be lost if this pair were forbidden;
/// a lead near zero is a tie.
pub(super) fn best_pairs(gain: &[Vec<Option<i32>>]) -> Vec<(usize, usize, i32)> {
    let columns = gain.first().map_or(0, Vec::len);
    if gain.len() == 1 && columns == 1 {
        return gain[0][0].filter(|g| *g > 0).map(|g| (0, 0, g)).into_iter().collect();
    }
    let (best, pairs) = solve(gain);
    pairs
        .into_iter()
        .map(|(row, column)| {
            let mut without: Vec<Vec<Option<i32>>> = gain.to_vec();
            without[row][column] = None;
            (row, column, best - solve(&without).0)
        })
        .collect()
}

/// The Hungarian method on a square padded so that every row and column may stay alone; O(n³).
fn solve(gain: &[Vec<Option<i32>>]) -> (i32, Vec<(usize, usize)>) {
    let (rows, columns) = (gain.len(), gain.first().map_or(0, Vec::len));
    let size = rows + columns;
    let cost =
        |i: usize, j: usize| -> i32 { if i < rows && j < columns { gain[i][j].map_or(0, |g| -g.max(0)) } else { 0 } };
    // Potentials and matching, 1-based with 0 as the free node, as the method is usually written.
    let (mut up, mut vp) = (vec![0_i32; size + 1], vec![0_i32; size + 1]);
    let mut row_of = vec![0_usize; size + 1];
    for start in 1..=size {
        row_of[0] = start;
        let (mut least, mut came_from, mut done) =
            (vec![i32::MAX; size + 1], vec![0_usize; size + 1], vec![false; size + 1]);
        let mut at = 0;
        while row_of[at] != 0 {
            done[at] = true;
            let row = row_of[at];
            let (mut step, mut next) = (i32::MAX, 0);
            for column in 1..=size {
                if done[column] {
                    continue;
                }
                let reduced = cost(row - 1, column - 1) - up[row] - vp[column];
                if reduced < least[column] {
                    (least[column], came_from[column]) = (reduced, at);
                }
                if least[column] < step {
                    (step, next) = (least[column], column);
                }
            }
            for column in 0..=size {
                if done[column] {
                    up[row_of[column]] += step;
                    vp[column] -= step;
                } else if least[column] != i32::MAX {
                    least[column] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            let before = came_from[at];
            row_of[at] = row_of[before];
            at = before;
        }
    }
    let mut pairs: Vec<(usize, usize)> = (1..=columns)
        .filter(|j| row_of[*j] >= 1 && row_of[*j] <= rows)
        .map(|j| (row_of[j] - 1, j - 1))
        .filter(|(i, j)| gain[*i][*j].is_some_and(|g| g > 0))
        .collect();
    pairs.sort_unstable();
    (pairs.iter().filter_map(|(i, j)| gain[*i][*j]).sum(), pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_pairing_leads_and_a_tie_does_not() {
        let clear = [vec![Some(9), Some(2)], vec![Some(8), Some(7)]];
        assert_eq!(best_pairs(&clear), [(0, 0, 6), (1, 1, 6)]);
        let tie = [vec![Some(5), Some(5)], vec![Some(5), Some(5)]];
        assert!(best_pairs(&tie).iter().all(|(_, _, lead)| *lead == 0));
        let forbidden = [vec![None, Some(4)], vec![None, Some(6)]];
        assert_eq!(best_pairs(&forbidden), [(1, 1, 2)]);
        assert!(best_pairs(&[vec![None]]).is_empty());
    }
}
