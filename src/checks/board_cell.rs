use crate::kernel::{Date, Period};

/// The act a month of a book waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// 录入: something is unfinished or was given back.
    Entering,
    /// 理财: something waits for the village.
    Consulting,
    /// 审核: something waits for the centre to take in or to review.
    Reviewing,
    /// 记账: reviewed vouchers wait for their numbers.
    Posting,
    /// 对账: a bank account is not reconciled to the end of the month.
    Reconciling,
    /// 结账: nothing waits, the month is over.
    Closing,
    /// 重开: closed once, opened again, to be closed once more.
    Reopened,
    /// 公开: the quarter is closed and its sheet is not published.
    Publishing,
    /// 完成: closed, and published where it ends a quarter.
    Done,
}

impl Stage {
    /// The word on the board: two characters.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Stage::Entering => "录入",
            Stage::Consulting => "理财",
            Stage::Reviewing => "审核",
            Stage::Posting => "记账",
            Stage::Reconciling => "对账",
            Stage::Closing => "结账",
            Stage::Reopened => "重开",
            Stage::Publishing => "公开",
            Stage::Done => "完成",
        }
    }
}

/// How a month stands against the day it should be done by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// Done.
    Done,
    /// The present month, with nothing waiting.
    Quiet,
    /// In time.
    InTime,
    /// Three days or fewer are left, or something in it is past its own day.
    Near,
    /// The day has passed.
    Late,
}

/// What waits in one month of one book.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Waiting {
    /// Submissions back with the clerk.
    pub returned: i64,
    /// Submissions on their ladder in the village.
    pub in_village: i64,
    /// Submissions approved, to be taken in.
    pub at_centre: i64,
    /// Drafts put aside.
    pub parked: i64,
    /// Drafts to be reviewed.
    pub prepared: i64,
    /// Drafts to be posted.
    pub reviewed: i64,
    /// Submissions past the day of their step, wherever they are.
    pub late: i64,
}

/// One month of one book.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The month.
    pub period: Period,
    /// What it waits for.
    pub stage: Stage,
    /// Its light.
    pub pace: Pace,
    /// What waits, kind by kind.
    pub waiting: Waiting,
    /// Days until it should be closed, or published; below zero when that day has passed.
    pub days_left: i64,
}

/// What is known of one month of one book.
#[derive(Clone, Copy)]
pub(super) struct Month {
    pub(super) period: Period,
    pub(super) closed: bool,
    /// The day it was opened again to, while it stands reopened.
    pub(super) reopened: Option<Date>,
    pub(super) published: bool,
    pub(super) reconciled: bool,
    pub(super) waiting: Waiting,
}

impl Month {
    /// Its word and its light.
    pub(super) fn cell(&self, due: Date, today: Date) -> Cell {
        let days_left = (due - today).num_days();
        let over = self.period < Period::of(today);
        let stage = self.stage(over);
        let pace = match stage {
            Stage::Done => Pace::Done,
            _ if days_left < 0 => Pace::Late,
            _ if over && days_left <= 3 => Pace::Near,
            _ if self.waiting.late > 0 => Pace::Near,
            _ if !over && self.waiting == Waiting::default() => Pace::Quiet,
            _ => Pace::InTime,
        };
        Cell { period: self.period, stage, pace, waiting: self.waiting, days_left }
    }

    /// The first act, in the order things happen, that something in this month still waits for.
    const fn stage(&self, over: bool) -> Stage {
        match &self.waiting {
            _ if self.closed && (self.published || !self.period.ends_quarter()) => Stage::Done,
            _ if self.closed => Stage::Publishing,
            _ if self.reopened.is_some() => Stage::Reopened,
            w if w.returned + w.parked > 0 => Stage::Entering,
            w if w.in_village > 0 => Stage::Consulting,
            w if w.at_centre + w.prepared > 0 => Stage::Reviewing,
            w if w.reviewed > 0 => Stage::Posting,
            _ if over && !self.reconciled => Stage::Reconciling,
            _ if over => Stage::Closing,
            _ => Stage::Entering,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_waits_for_the_first_act_that_is_missing() {
        let (none, september) = (Waiting::default(), Period::new(2025, 9).unwrap());
        let open = Month {
            period: september,
            closed: false,
            reopened: None,
            published: false,
            reconciled: true,
            waiting: none,
        };
        let with = |waiting| Month { waiting, ..open };
        let reopened = Month { reopened: Some("2025-10-10".parse().unwrap()), ..open };
        let cases: [(Month, &str, &str, Pace); 12] = [
            (reopened, "2025-10-08", "重开", Pace::Near),
            (Month { waiting: Waiting { prepared: 1, ..none }, ..reopened }, "2025-10-11", "重开", Pace::Late),
            (with(Waiting { returned: 1, reviewed: 9, ..none }), "2025-10-05", "录入", Pace::InTime),
            (with(Waiting { in_village: 1, prepared: 2, ..none }), "2025-10-07", "理财", Pace::Near),
            (with(Waiting { at_centre: 1, reviewed: 2, ..none }), "2025-10-10", "审核", Pace::Near),
            (with(Waiting { reviewed: 2, ..none }), "2025-10-11", "记账", Pace::Late),
            (Month { reconciled: false, ..open }, "2025-10-01", "对账", Pace::InTime),
            (open, "2025-10-01", "结账", Pace::InTime),
            (open, "2025-09-12", "录入", Pace::Quiet),
            (with(Waiting { prepared: 1, ..none }), "2025-09-12", "审核", Pace::InTime),
            (Month { closed: true, ..open }, "2025-10-11", "公开", Pace::Late),
            (Month { closed: true, published: true, ..open }, "2025-10-20", "完成", Pace::Done),
        ];
        for (month, today, stage, pace) in cases {
            let cell = month.cell("2025-10-10".parse().unwrap(), today.parse().unwrap());
            assert_eq!((cell.stage.in_chinese(), cell.pace), (stage, pace), "{today}");
        }
    }
}
