use super::book::{cut, read_number};
use super::error::ReceiptsRefusal as R;
use super::issue::{Issue, Standing};
use super::leaf::Leaves;

/// A receipt book in a village's hands, with the numbers that have a life.
#[derive(Clone, Debug)]
pub struct HeldBook {
    /// The issue.
    pub issue: Issue,
    /// Its numbers.
    pub leaves: Leaves,
}

impl HeldBook {
    /// The number whose turn it is, as printed; none when the book is full or not in use.
    pub fn next(&self) -> Option<String> {
        let held = self.issue.standing() == Standing::Held;
        let next = self.leaves.next(&self.issue.receipts).filter(|_| held);
        next.map(|number| self.issue.receipts.number(number))
    }

    /// How many numbers have no life yet.
    pub fn unused(&self) -> i64 {
        self.issue.receipts.leaves() - self.leaves.each().count() as i64
    }
}

/// Which of the issues in use a written number belongs to.
///
/// Refuses: `receipts.number_unreadable`, `receipts.none_held`, `receipts.not_yours`, `receipts.ambiguous`.
pub(super) fn named<'a>(issues: &'a [Issue], typed: &str) -> Result<(&'a Issue, i64), R> {
    let (series, number) = read_number(typed).ok_or_else(|| R::NumberUnreadable { typed: cut(typed.trim()) })?;
    if issues.is_empty() {
        return Err(R::NoneHeld);
    }
    let fits = |i: &&Issue| i.receipts.holds(number) && (series.is_empty() || series == i.receipts.series);
    let mut found = issues.iter().filter(fits);
    let held = || issues.iter().map(|i| i.receipts.span()).collect::<Vec<_>>().join("、");
    match (found.next(), found.next()) {
        (Some(issue), None) => Ok((issue, number)),
        (Some(_), Some(_)) => Err(R::Ambiguous { number: cut(typed.trim()), held: held() }),
        (None, _) => Err(R::NotYours { number: cut(typed.trim()), held: held() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipts::leaf::tests::issue;

    #[test]
    fn a_written_number_finds_its_book() {
        let issues = [issue(1, 50), issue(101, 150)];
        assert_eq!(named(&issues, "0102").map(|(i, n)| (i.id, n)), Ok((issues[1].id, 102)));
        assert!(matches!(named(&issues, "60"), Err(R::NotYours { .. })));
        assert!(matches!(named(&issues, "一号"), Err(R::NumberUnreadable { .. })));
        assert!(matches!(named(&[], "1"), Err(R::NoneHeld)));
        let twins = [issue(1, 50), issue(1, 50)];
        assert!(matches!(named(&twins, "1"), Err(R::Ambiguous { .. })));
    }
}
