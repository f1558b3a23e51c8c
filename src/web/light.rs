//! The three lights: the tone and the word of everything that waits, in one place.

use crate::checks::{BankAge, CashAge, Pace};
use crate::kernel::Date;
use crate::reconcile::Dot;
use crate::workflow::{Deadline, Urgency};

/// A light: its tone, and the word that says it with its days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::web) struct Light {
    pub(in crate::web) tone: &'static str,
    pub(in crate::web) word: String,
}

impl Light {
    pub(in crate::web) fn new(tone: &'static str, word: impl Into<String>) -> Light {
        Light { tone, word: word.into() }
    }

    /// Of a thing that has no deadline of its own, by the days it has waited.
    pub(in crate::web) fn waited(days: i64) -> Light {
        let word = if days <= 0 { "今天".to_owned() } else { format!("等了{days}天") };
        Light { tone: tone_of_wait(days), word }
    }

    /// Of several things, by the days the oldest has waited: 3 件，最久2天.
    pub(in crate::web) fn of_many(many: i64, measure: &str, days: i64) -> Light {
        match (many, days) {
            (0, _) => Light::new("green", "没有"),
            (_, ..=0) => Light::new(tone_of_wait(days), format!("{many} {measure}")),
            _ => Light::new(tone_of_wait(days), format!("{many} {measure}，最久{days}天")),
        }
    }

    /// Of a step that has so many working days.
    pub(in crate::web) fn of_deadline(deadline: &Deadline) -> Light {
        let tone = match deadline.urgency {
            Urgency::InTime => "green",
            Urgency::Near => "amber",
            Urgency::Late => "red",
        };
        Light::new(tone, deadline.words())
    }

    /// The dot of a bank account, with its days.
    pub(in crate::web) fn of_dot(dot: Dot, today: Date) -> Light {
        let days = |until: Date| (today - until).num_days().max(0);
        match dot {
            Dot::Green { until } => Light::new("green", format!("{}，{}天前", dot.sentence(), days(until))),
            Dot::Yellow { lines: 0 } => Light::new("amber", dot.sentence()),
            Dot::Yellow { lines } => Light::new("amber", format!("新流水 {lines} 行")),
            Dot::Red { difference } => Light::new("red", format!("差额 {difference} 元")),
            Dot::Grey { until: None } => Light::new("grey", "还没有流水"),
            Dot::Grey { until: Some(until) } => Light::new("grey", format!("无流水 {} 天", days(until))),
        }
    }

    /// Of a cash box, by its last count.
    pub(in crate::web) fn of_cash(age: CashAge) -> Light {
        match age {
            CashAge::Never => Light::new("grey", "没盘点过"),
            CashAge::Days(days, pace) => Light::new(tone_of(pace), format!("相符，{days}天前")),
            CashAge::Apart { difference, days } => Light::new("red", format!("差 {difference} 元，{days}天前")),
        }
    }

    /// The same in a narrow column.
    pub(in crate::web) fn of_cash_in_short(age: CashAge) -> Light {
        match age {
            CashAge::Never => Light::new("grey", "未盘"),
            CashAge::Days(days, pace) => Light::new(tone_of(pace), format!("{days}天")),
            CashAge::Apart { days, .. } => Light::new("red", format!("不符{days}天")),
        }
    }

    /// Of the bank lines of a book.
    pub(in crate::web) fn of_bank(age: BankAge) -> Light {
        match age {
            BankAge::NoAccount => Light::new("grey", "无账户"),
            BankAge::NoLines => Light::new("grey", "无流水"),
            BankAge::Days(days, pace) => Light::new(tone_of(pace), format!("{days}天")),
        }
    }
}

/// One day is in order, three are not.
const fn tone_of_wait(days: i64) -> &'static str {
    match days {
        ..=1 => "green",
        2..=3 => "amber",
        _ => "red",
    }
}

/// The tone of a pace.
pub(in crate::web) const fn tone_of(pace: Pace) -> &'static str {
    match pace {
        Pace::Done | Pace::InTime => "green",
        Pace::Quiet => "grey",
        Pace::Near => "amber",
        Pace::Late => "red",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_is_told_with_its_days_and_figures() {
        let day = |d: &str| -> Date { d.parse().unwrap() };
        for (dot, tone, word) in [
            (Dot::Green { until: day("2025-09-30") }, "green", "已对到 2025-09-30，14天前"),
            (Dot::Yellow { lines: 3 }, "amber", "新流水 3 行"),
            (Dot::Grey { until: Some(day("2025-09-02")) }, "grey", "无流水 42 天"),
            (Dot::Grey { until: None }, "grey", "还没有流水"),
        ] {
            assert_eq!(Light::of_dot(dot, day("2025-10-14")), Light::new(tone, word));
        }
        assert_eq!(Light::of_cash(CashAge::Days(3, Pace::InTime)), Light::new("green", "相符，3天前"));
    }

    #[test]
    fn what_waits_longest_gives_the_light() {
        for (many, days, tone, word) in [
            (0, 9, "green", "没有"),
            (2, 0, "green", "2 件"),
            (3, 3, "amber", "3 件，最久3天"),
            (1, 19, "red", "1 件，最久19天"),
        ] {
            assert_eq!(Light::of_many(many, "件", days), Light::new(tone, word));
        }
        assert_eq!(Light::waited(4), Light::new("red", "等了4天"));
    }
}
