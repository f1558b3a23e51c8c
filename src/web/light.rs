//! The three lights: the tone and the word of everything that waits, in one place.

use crate::checks::{BankAge, Pace};
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
