use crate::kernel::{BookId, ClosureId, Date, Period, ReopeningId, Timestamp, UserId};

/// 重开期间 — the last closed month opened once more: asked for with a reason and an end by the accountant,
/// answered by the director, ended by the month's next closing.
///
/// What was posted before stays as it was and keeps its number; the old closing and its root stay on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopening {
    /// Id of the request.
    pub id: ReopeningId,
    /// Book.
    pub book: BookId,
    /// The closing it is about.
    pub closure: ClosureId,
    /// The month.
    pub period: Period,
    /// Why.
    pub reason: String,
    /// The last day the month takes vouchers.
    pub until: Date,
    /// Who asked.
    pub asked_by: UserId,
    /// Their name.
    pub asked_name: String,
    /// When.
    pub asked_at: Timestamp,
    /// What was answered; `None` while it waits.
    pub answer: Option<Answer>,
    /// When the month was closed again.
    pub ended_at: Option<Timestamp>,
}

/// The director's answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Yes or no.
    pub verdict: Verdict,
    /// Who answered.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// Yes, or no with words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 批准.
    Approved,
    /// 不批准, and why.
    Declined(String),
}

/// How a request stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReopeningState {
    /// 待批: nothing has changed yet.
    Waiting,
    /// 未批准.
    Declined,
    /// 重开中: the month takes vouchers.
    Standing,
    /// 已到期: the month takes none, and has to be closed again.
    Expired,
    /// 已重新结账.
    Ended,
}

impl ReopeningState {
    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            ReopeningState::Waiting => "待批",
            ReopeningState::Declined => "未批准",
            ReopeningState::Standing => "重开中",
            ReopeningState::Expired => "已到期",
            ReopeningState::Ended => "已重新结账",
        }
    }
}

impl Reopening {
    /// How it stands on a day.
    pub fn state(&self, today: Date) -> ReopeningState {
        match self.answer.as_ref().map(|a| &a.verdict) {
            None => ReopeningState::Waiting,
            Some(Verdict::Declined(_)) => ReopeningState::Declined,
            Some(Verdict::Approved) if self.ended_at.is_some() => ReopeningState::Ended,
            Some(Verdict::Approved) if today <= self.until => ReopeningState::Standing,
            Some(Verdict::Approved) => ReopeningState::Expired,
        }
    }

    /// True from the director's yes until the month is closed again, expired or not.
    pub fn is_open(&self) -> bool {
        self.ended_at.is_none() && matches!(self.answer, Some(Answer { verdict: Verdict::Approved, .. }))
    }

    /// True while nobody has answered.
    pub const fn is_waiting(&self) -> bool {
        self.answer.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reopening_waits_stands_expires_and_ends() {
        let at = Timestamp::parse("2025-10-08T01:00:00Z").unwrap();
        let asked = Reopening {
            id: ReopeningId::new(),
            book: BookId::new(),
            closure: ClosureId::new(),
            period: Period::new(2025, 9).unwrap(),
            reason: "漏记水费".into(),
            until: "2025-10-10".parse().unwrap(),
            asked_by: UserId::new(),
            asked_name: "专管员".into(),
            asked_at: at,
            answer: None,
            ended_at: None,
        };
        let answered =
            |verdict| Reopening { answer: Some(Answer { verdict, name: "中心主任".into(), at }), ..asked.clone() };
        let approved = answered(Verdict::Approved);
        let cases = [
            (asked.clone(), "2025-10-20", ReopeningState::Waiting, false),
            (answered(Verdict::Declined("已公布".into())), "2025-10-09", ReopeningState::Declined, false),
            (approved.clone(), "2025-10-10", ReopeningState::Standing, true),
            (approved.clone(), "2025-10-11", ReopeningState::Expired, true),
            (Reopening { ended_at: Some(at), ..approved }, "2025-10-11", ReopeningState::Ended, false),
        ];
        for (reopening, today, state, open) in cases {
            let found = (reopening.state(today.parse().unwrap()), reopening.is_open());
            assert_eq!(found, (state, open), "{today}");
        }
    }
}
