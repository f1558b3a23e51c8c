use chrono::Duration;

use crate::kernel::{BookId, Date};
use crate::village::Policies;

use super::span::SheetSpan;

/// By when a sheet should be on the board (财务公开日): so many days after its last day, which is that day of the month
/// after, as the policy held on its last day.
pub fn due_day(policies: &Policies, book: BookId, span: impl Into<SheetSpan>) -> Date {
    let end = span.into().days().to;
    end + Duration::days(policies.days("disclosure_days", book, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Quarter;
    use crate::village::PolicySetting;

    #[test]
    fn a_later_policy_does_not_move_an_earlier_quarter() {
        let book = BookId::new();
        let decided = PolicySetting {
            book: None,
            name: "disclosure_days".into(),
            value: "20".into(),
            from: "2025-11-01".parse().unwrap(),
        };
        let policies = Policies::of(vec![decided]);
        let due = |number| due_day(&policies, book, Quarter::new(2025, number).unwrap()).to_string();
        assert_eq!([due(3), due(4)], ["2025-10-15", "2026-01-20"]);
    }
}
