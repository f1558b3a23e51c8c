use super::control::Control;
use super::{account, balance, cash, element, paper, project, spending};

/// Every rule, by family.
pub const CONTROLS: &[&Control] = &[
    &cash::NOT_NEGATIVE,
    &cash::LIMIT,
    &cash::TRANSFER_FLOOR,
    &cash::UNBANKED,
    &paper::INFORMAL,
    &paper::USED_BEFORE,
    &paper::SIMILAR,
    &paper::SPLIT,
    &paper::BUYER,
    &paper::LATE,
    &element::REASON,
    &element::HANDLER,
    &element::WITNESS,
    &element::ACCEPTANCE,
    &spending::HOSPITALITY,
    &project::OVER_BUDGET,
    &project::OVER_COLLECTED,
    &project::OFF_PURPOSE,
    &project::OVER_SPENT,
    &account::CADRE,
    &account::HOLDER,
    &balance::OLD_CLAIM,
    &balance::WRONG_SIDE,
];

/// One rule by its name.
pub fn control(name: &str) -> Option<&'static Control> {
    CONTROLS.iter().find(|c| c.name == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_own_name_and_says_what_it_wants() {
        let mut names: Vec<&str> = CONTROLS.iter().map(|c| c.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CONTROLS.len());
        for control in CONTROLS {
            assert!(control.looks_at_acts() || control.looks_at_books(), "{}", control.name);
            assert!(control.says.ends_with('。') && !control.source.is_empty(), "{}", control.name);
            for p in control.parameters {
                assert!((p.least..=p.most).contains(&p.default), "{} {}", control.name, p.name);
            }
        }
    }
}
