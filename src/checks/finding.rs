use super::facts::BookFacts;

/// How much a problem weighs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The books cannot be trusted until it is explained.
    Error,
    /// Worth a person's look; the books stand.
    Note,
}

/// One named check.
pub struct Check {
    /// Stable name, `voucher.chained`.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// The rule it serves.
    pub clause: &'static str,
    /// How much its problems weigh.
    pub severity: Severity,
    /// Looks at one book.
    pub(super) run: fn(&BookFacts) -> Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `2025-09 记-0012`.
    pub at: String,
    /// What, with the figures.
    pub what: String,
}

impl Problem {
    /// Where and what.
    pub fn new(at: impl Into<String>, what: impl Into<String>) -> Problem {
        Problem { at: at.into(), what: what.into() }
    }
}

/// What one check found in one book (or, for the log, in the township).
#[derive(Clone, Debug)]
pub struct Finding {
    /// Id of the check.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its clause.
    pub clause: &'static str,
    /// How much its problems weigh.
    pub severity: Severity,
    /// Code of the book; empty for the township.
    pub book: String,
    /// What is wrong; nothing when it holds.
    pub problems: Vec<Problem>,
}

impl Finding {
    /// True when it holds, or only asks for a look.
    pub fn holds(&self) -> bool {
        self.problems.is_empty() || self.severity == Severity::Note
    }
}

/// Every check of a book, in the order they are reported.
pub const CHECKS: &[Check] = &[
    Check {
        id: "voucher.balanced",
        name: "每张凭证借贷相等",
        clause: "C-1",
        severity: Severity::Error,
        run: super::balanced::run,
    },
    Check {
        id: "voucher.gapless",
        name: "凭证号连续无缺号",
        clause: "财会〔2024〕12号第二十一条",
        severity: Severity::Error,
        run: super::gapless::run,
    },
    Check {
        id: "voucher.chained",
        name: "凭证内容未被改动",
        clause: "财会〔2024〕12号第十九条",
        severity: Severity::Error,
        run: super::chained::run,
    },
    Check {
        id: "voucher.two_hands",
        name: "制单与复核不是同一人",
        clause: "会计法第二十七条",
        severity: Severity::Error,
        run: super::two_hands::run,
    },
    Check {
        id: "opening.balanced",
        name: "期初余额平衡且未被改动",
        clause: "C-2",
        severity: Severity::Error,
        run: super::opened::run,
    },
    Check {
        id: "balance.kept",
        name: "余额与凭证一致",
        clause: "C-4",
        severity: Severity::Error,
        run: super::kept::run,
    },
    Check {
        id: "period.sealed",
        name: "结账封存未被改动",
        clause: "财会〔2024〕12号第二十四条",
        severity: Severity::Error,
        run: super::sealed::run,
    },
    Check {
        id: "year.closed",
        name: "年终结转后损益和本年收益没有余额",
        clause: "C-14",
        severity: Severity::Error,
        run: super::year_closed::run,
    },
    Check {
        id: "year.sealed",
        name: "下年年初等于本年年末",
        clause: "C-4 C-7",
        severity: Severity::Error,
        run: super::year_sealed::run,
    },
    Check {
        id: "statements.tied",
        name: "科目余额表平,资产等于负债加权益",
        clause: "C-2 C-6",
        severity: Severity::Error,
        run: super::tied::run,
    },
    Check {
        id: "cash.not_negative",
        name: "库存现金任何一天不为负",
        clause: "C-19",
        severity: Severity::Note,
        run: super::cash::run,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_its_own_name() {
        let mut ids: Vec<&str> = CHECKS.iter().map(|c| c.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), CHECKS.len());
    }
}
