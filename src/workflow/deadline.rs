use crate::kernel::{BookId, Date, Timestamp, UserId};
use crate::village::{Policies, WorkingDays};

use super::station::Station;

/// The three lights of a deadline.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Urgency {
    /// Green.
    InTime,
    /// Amber: the last day is near.
    Near,
    /// Red: the last day is over.
    Late,
}

/// 限时办结: what stands at a station has so many working days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deadline {
    /// Where it stands.
    pub station: Station,
    /// The day it came there.
    pub since: Date,
    /// The last day.
    pub due: Date,
    /// Working days until the last day.
    pub left: i64,
    /// Working days past the last day.
    pub late: i64,
    /// The light.
    pub urgency: Urgency,
}

/// What deadlines are counted by: the township's dated limits, and which days are worked.
#[derive(Clone, Debug, Default)]
pub struct DeadlineRules {
    /// The limits.
    pub policies: Policies,
    /// The calendar.
    pub calendar: WorkingDays,
}

impl DeadlineRules {
    /// How something stands today that came to a station at an instant. The limit is the one of that day.
    pub fn deadline(&self, book: BookId, station: Station, since: Timestamp, today: Date) -> Deadline {
        let since = since.date();
        let due = self.due(book, station, since);
        let (left, late) = (self.calendar.between(today, due), self.calendar.between(due, today));
        let urgency = match (late, left) {
            (1.., _) => Urgency::Late,
            (_, left) if left <= self.policies.days("limit_near", book, today) => Urgency::Near,
            _ => Urgency::InTime,
        };
        Deadline { station, since, due, left, late, urgency }
    }

    /// The last day for what came to a station on a day.
    pub fn due(&self, book: BookId, station: Station, since: Date) -> Date {
        self.calendar.after(since, self.policies.days(station.limit(), book, since))
    }

    /// 督办: true for what is late by as many working days as the township says.
    pub fn is_escalated(&self, book: BookId, deadline: &Deadline, today: Date) -> bool {
        deadline.late > 0 && deadline.late >= self.policies.days("escalate_days", book, today)
    }
}

impl Deadline {
    /// 还剩2个工作日, 今天到期, 逾期3个工作日.
    pub fn words(&self) -> String {
        match (self.late, self.left) {
            (late @ 1.., _) => format!("逾期{late}个工作日"),
            (_, 0) => "今天到期".to_owned(),
            (_, left) => format!("还剩{left}个工作日"),
        }
    }
}

/// Somebody who may take a step, and since when they hold the role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Since when they hold the role.
    pub since: Timestamp,
}

/// 首问负责: of those who may take the step, the one person it waits for.
///
/// Whoever of them had the item in hand first stays responsible for it; when nobody had, the one who holds the role
/// longest. `hands` are those who had it in hand, the first first.
pub fn responsible<'a>(candidates: &'a [Candidate], hands: &[UserId]) -> Option<&'a Candidate> {
    let first_in_hand = hands.iter().find_map(|hand| candidates.iter().find(|c| c.id == *hand));
    first_in_hand.or_else(|| candidates.iter().min_by_key(|c| (c.since, c.id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::village::{DayKind, SpecialDay};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(&format!("{text}T04:00:00Z")).unwrap()
    }

    /// A Saturday worked in exchange, and the Monday after it off.
    fn rules() -> DeadlineRules {
        let told = [("2025-10-11", DayKind::Work), ("2025-10-13", DayKind::Rest)];
        let told = told.map(|(date, kind)| SpecialDay { date: day(date), kind, name: String::new() });
        DeadlineRules { calendar: WorkingDays::new(&told), ..DeadlineRules::default() }
    }

    #[test]
    fn lights_change_on_the_exact_working_day() {
        let rules = rules();
        // 受理: three working days after Thursday the 9th are Friday, the Saturday worked, and Tuesday the 14th.
        let lights = [
            ("2025-10-09", Urgency::InTime, "还剩3个工作日"),
            ("2025-10-10", Urgency::InTime, "还剩2个工作日"),
            ("2025-10-11", Urgency::Near, "还剩1个工作日"),
            ("2025-10-12", Urgency::Near, "还剩1个工作日"),
            ("2025-10-13", Urgency::Near, "还剩1个工作日"),
            ("2025-10-14", Urgency::Near, "今天到期"),
            ("2025-10-15", Urgency::Late, "逾期1个工作日"),
            ("2025-10-18", Urgency::Late, "逾期3个工作日"),
            ("2025-10-20", Urgency::Late, "逾期4个工作日"),
        ];
        for (today, urgency, words) in lights {
            let deadline = rules.deadline(BookId::new(), Station::Intake, at("2025-10-09"), day(today));
            assert_eq!(deadline.due, day("2025-10-14"));
            assert_eq!((deadline.urgency, deadline.words().as_str()), (urgency, words), "{today}");
        }
    }

    #[test]
    fn what_is_late_long_enough_is_listed() {
        let (rules, book) = (rules(), BookId::new());
        let listed = |today: &str| {
            let deadline = rules.deadline(book, Station::Intake, at("2025-10-09"), day(today));
            rules.is_escalated(book, &deadline, day(today))
        };
        assert!(!listed("2025-10-14") && !listed("2025-10-16") && listed("2025-10-17"));
    }

    #[test]
    fn the_first_who_had_it_in_hand_answers_for_it() {
        let one = |name: &str, since: &str| Candidate { id: UserId::new(), name: name.into(), since: at(since) };
        let all = [one("成员甲", "2025-03-01"), one("成员乙", "2025-01-01"), one("成员丙", "2025-02-01")];
        let name = |hands: &[UserId]| responsible(&all, hands).map(|c| c.name.clone());
        assert_eq!(name(&[]).as_deref(), Some("成员乙"), "who holds the role longest");
        assert_eq!(name(&[all[2].id, all[0].id]).as_deref(), Some("成员丙"), "who had it first");
        assert_eq!(name(&[UserId::new(), all[0].id]).as_deref(), Some("成员甲"), "others do not count");
        assert_eq!(responsible(&[], &[all[0].id]), None);
    }
}
