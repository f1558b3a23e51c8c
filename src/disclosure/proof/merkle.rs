//! A hash tree as RFC 6962 §2.1 draws it: leaves and nodes are hashed apart, and a tree of n leaves splits at the largest
//! power of two below n. Any program that knows that page can follow our paths.

use crate::kernel::Digest;

/// The hash of a leaf: a zero byte, then its content.
pub(super) fn leaf(content: &str) -> Digest {
    let mut bytes = vec![0];
    bytes.extend_from_slice(content.as_bytes());
    Digest::of(&bytes)
}

fn node(left: Digest, right: Digest) -> Digest {
    let mut bytes = vec![1];
    bytes.extend_from_slice(left.bytes());
    bytes.extend_from_slice(right.bytes());
    Digest::of(&bytes)
}

/// The largest power of two below `count`, which is at least 2.
const fn split(count: usize) -> usize {
    count.next_power_of_two() / 2
}

/// The root over hashed leaves.
pub(super) fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(b""),
        [only] => *only,
        several => {
            let (left, right) = several.split_at(split(several.len()));
            node(root(left), root(right))
        }
    }
}

/// What stands beside the way from a leaf to the root, from the leaf up.
pub(super) fn path(leaves: &[Digest], at: usize) -> Vec<Digest> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut below, beside) =
        if at < left.len() { (path(left, at), root(right)) } else { (path(right, at - left.len()), root(left)) };
    below.push(beside);
    below
}

/// The root a leaf and its path lead to; `None` when the path has not the length its place needs.
pub(super) fn climbed(leaf: Digest, at: usize, count: usize, path: &[Digest]) -> Option<Digest> {
    if at >= count {
        return None;
    }
    if count < 2 {
        return path.is_empty().then_some(leaf);
    }
    let (beside, below) = path.split_last()?;
    let left = split(count);
    if at < left {
        Some(node(climbed(leaf, at, left, below)?, *beside))
    } else {
        Some(node(*beside, climbed(leaf, at - left, count - left, below)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(count: usize) -> Vec<Digest> {
        (0..count).map(|i| leaf(&i.to_string())).collect()
    }

    #[test]
    fn every_leaf_of_every_tree_climbs_to_its_root_and_no_other_does() {
        for count in 1..40 {
            let all = leaves(count);
            for at in 0..count {
                let way = path(&all, at);
                assert_eq!(climbed(all[at], at, count, &way), Some(root(&all)), "{at} of {count}");
                assert_ne!(climbed(leaf("another"), at, count, &way), Some(root(&all)));
                assert_ne!(climbed(all[at], (at + 1) % count, count, &way), Some(root(&all)).filter(|_| count > 1));
                assert_eq!(climbed(all[at], at, count, &[way.as_slice(), &[all[at]]].concat()), None);
            }
        }
    }

    #[test]
    fn the_hashes_are_those_of_the_published_page() {
        assert_eq!(root(&[]).hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(leaf("").hex(), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }
}
