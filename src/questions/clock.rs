use chrono::Duration;

use crate::kernel::Date;
use crate::village::{Policies, WorkingDays};
use crate::workflow::Urgency;

use super::question::Question;

/// The public clock: so many days from the asking, as the policy held on that day, counted as the township counts.
#[derive(Clone, Debug, Default)]
pub struct AnswerClock {
    /// The dated figures.
    pub policies: Policies,
    /// Which days are worked.
    pub calendar: WorkingDays,
}

/// How a question stands by the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// The last day.
    pub day: Date,
    /// Days until then.
    pub left: i64,
    /// Days past it.
    pub late: i64,
    /// True where working days are counted.
    pub working: bool,
    /// The light.
    pub urgency: Urgency,
}

/// The policy's word for counting working days.
const WORKING: &str = "工作日";

impl AnswerClock {
    /// The last day for an answer.
    pub fn due_day(&self, question: &Question) -> Date {
        let (book, from) = (question.book, question.runs_from);
        let days = self.policies.days("answer_days", book, from);
        if self.counts_working_days(question) { self.calendar.after(from, days) } else { from + Duration::days(days) }
    }

    /// How it stands on a day.
    pub fn due(&self, question: &Question, today: Date) -> Due {
        let (day, working) = (self.due_day(question), self.counts_working_days(question));
        let span = |from: Date, to: Date| {
            if working { self.calendar.between(from, to) } else { (to - from).num_days().max(0) }
        };
        let (left, late) = (span(today, day), span(day, today));
        let urgency = match (late, left) {
            (1.., _) => Urgency::Late,
            (_, left) if left <= self.policies.days("answer_near", question.book, today) => Urgency::Near,
            _ => Urgency::InTime,
        };
        Due { day, left, late, working, urgency }
    }

    /// Days the answer came too late; `None` while there is none.
    pub fn answered_late(&self, question: &Question) -> Option<i64> {
        let answered = question.answer.as_ref()?.at.date();
        Some(self.due(question, answered).late)
    }

    fn counts_working_days(&self, question: &Question) -> bool {
        self.policies.value("answer_day_kind", question.book, question.runs_from) == WORKING
    }
}

impl Due {
    /// 还剩3天, 今天到期, 逾期2个工作日.
    pub fn words(&self) -> String {
        let unit = if self.working { "个工作日" } else { "天" };
        match (self.late, self.left) {
            (late @ 1.., _) => format!("逾期{late}{unit}"),
            (_, 0) => "今天到期".to_owned(),
            (_, left) => format!("还剩{left}{unit}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questions::question::tests::{act, question};
    use crate::questions::state::Act;
    use crate::village::PolicySetting;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn ten_days_run_from_the_asking_and_anew_when_it_is_to_be_done_again() {
        let clock = AnswerClock::default();
        let mut asked = question("2025-10-10");
        for (today, words, urgency) in [
            ("2025-10-10", "还剩10天", Urgency::InTime),
            ("2025-10-18", "还剩2天", Urgency::Near),
            ("2025-10-20", "今天到期", Urgency::Near),
            ("2025-10-23", "逾期3天", Urgency::Late),
        ] {
            let due = clock.due(&asked, day(today));
            assert_eq!((due.words().as_str(), due.urgency), (words, urgency), "{today}");
        }
        assert_eq!(clock.answered_late(&asked), None);
        asked.take(act(Act::Accept, "问", "2025-10-11"));
        asked.take(act(Act::Answer, "答", "2025-10-22"));
        assert_eq!(clock.answered_late(&asked), Some(2));
        asked.take(act(Act::Redo, "再答", "2025-10-25"));
        assert_eq!(clock.due_day(&asked).to_string(), "2025-11-04");
    }

    #[test]
    fn working_days_where_the_township_says_so_and_the_figure_of_the_day_of_asking() {
        let set = |name: &str, value: &str, from: &str| PolicySetting {
            book: None,
            name: name.into(),
            value: value.into(),
            from: day(from),
        };
        let decided = vec![set("answer_day_kind", "工作日", "2025-01-01"), set("answer_days", "3", "2025-11-01")];
        let clock = AnswerClock { policies: Policies::of(decided), calendar: WorkingDays::default() };
        // 2025-10-10 is a Friday: ten working days end on Friday the 24th.
        assert_eq!(clock.due_day(&question("2025-10-10")).to_string(), "2025-10-24");
        let due = clock.due(&question("2025-10-10"), day("2025-10-27"));
        assert_eq!(due.words(), "逾期1个工作日");
        assert_eq!(clock.due_day(&question("2025-11-03")).to_string(), "2025-11-06");
    }
}
