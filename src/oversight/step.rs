use crate::kernel::{BookId, Date};
use crate::workflow::{Approver, DeadlineRules, Station, WaitsFor};

/// A step of an item's way, as it is summed up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// 补正, by the clerk.
    Mend,
    /// 理财, by the finance group.
    Group,
    /// 审批, by the village head.
    Head,
    /// 备案, by the township.
    Township,
    /// 受理, by the centre.
    Intake,
    /// 制单到记账, by the centre.
    Booking,
}

impl Step {
    /// Every step, in the order of a life.
    pub const ALL: [Step; 6] = [Step::Mend, Step::Group, Step::Head, Step::Township, Step::Intake, Step::Booking];

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Step::Mend => "补正",
            Step::Group => "理财",
            Step::Head => "审批",
            Step::Township => "备案",
            Step::Intake => "受理",
            Step::Booking => "记账",
        }
    }

    /// Where its figures stand among those of all steps.
    pub const fn place(self) -> usize {
        self as usize
    }

    /// The stations it is made of; their limits add up.
    const fn stations(self) -> &'static [Station] {
        match self {
            Step::Mend => &[Station::Mend],
            Step::Group => &[Station::Group],
            Step::Head => &[Station::Head],
            Step::Township => &[Station::Township],
            Step::Intake => &[Station::Intake],
            Step::Booking => &[Station::Voucher, Station::Review, Station::Posting],
        }
    }

    /// The last day for what came to this step on a day.
    pub fn due(self, rules: &DeadlineRules, book: BookId, since: Date) -> Date {
        let days = self.stations().iter().map(|s| rules.policies.days(s.limit(), book, since)).sum();
        rules.calendar.after(since, days)
    }

    /// The step of a mark. A meeting is a paper the clerk brings.
    pub(super) const fn of_mark(approver: Approver) -> Step {
        match approver {
            Approver::FinanceGroup => Step::Group,
            Approver::VillageHead => Step::Head,
            Approver::Township => Step::Township,
            Approver::Committee | Approver::Members => Step::Mend,
        }
    }

    /// The step of what waits for somebody in the village.
    pub(super) const fn of_wait(waits_for: WaitsFor) -> Step {
        match waits_for {
            WaitsFor::Clerk => Step::Mend,
            WaitsFor::FinanceGroup | WaitsFor::Nobody => Step::Group,
            WaitsFor::VillageHead => Step::Head,
            WaitsFor::Township => Step::Township,
            WaitsFor::Centre => Step::Intake,
        }
    }
}
