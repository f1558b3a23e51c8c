use crate::kernel::{SubmissionId, Timestamp};
use crate::workflow::{Event, History, State};

use super::step::Step;

/// The time one item spent at one step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stay {
    /// Which item.
    pub submission: SubmissionId,
    /// At which step.
    pub step: Step,
    /// From when.
    pub from: Timestamp,
    /// Until when; `None` while it is there.
    pub until: Option<Timestamp>,
}

/// Every stay of one item, in order: one follows the other without a gap, from the first handing in to the end.
pub fn stays(history: &History) -> Vec<Stay> {
    let moves: Vec<&Event> = history.events.iter().filter(|e| e.from != e.to).collect();
    let mut all = Vec::with_capacity(moves.len());
    for (place, entered) in moves.iter().enumerate() {
        let until = moves.get(place + 1).map(|left| left.at);
        let step = match entered.to {
            State::Returned => Step::Mend,
            State::Approved => Step::Intake,
            State::Accepted => Step::Booking,
            State::Submitted => {
                all.extend(in_village(history, entered.at, until));
                continue;
            }
            State::Draft | State::Booked | State::Refused | State::Withdrawn => continue,
        };
        all.push(Stay { submission: history.submission, step, from: entered.at, until });
    }
    all
}

/// The stays of one way through the village: each step lasts until its last mark, the last one until the way ends.
fn in_village(history: &History, from: Timestamp, until: Option<Timestamp>) -> Vec<Stay> {
    let within = |at: Timestamp| at >= from && until.is_none_or(|end| at <= end);
    let marks = history.marks.iter().filter(|(at, _)| within(*at)).map(|(at, by)| (*at, Step::of_mark(*by)));
    // The last mark of each step, in the order the steps were taken.
    let mut signed: Vec<(Step, Timestamp)> = Vec::new();
    for (at, step) in marks {
        match signed.last_mut() {
            Some((last, end)) if *last == step => *end = at,
            _ => signed.push((step, at)),
        }
    }
    let waits_at = Step::of_wait(history.waits_for);
    if until.is_none() {
        // Marks of the step it waits at have not ended it.
        signed.retain(|(step, _)| *step != waits_at);
    }
    let stay = |step, from, until| Stay { submission: history.submission, step, from, until };
    let mut all = Vec::with_capacity(signed.len() + 1);
    let mut begun = from;
    let last = signed.len();
    for (place, (step, end)) in signed.into_iter().enumerate() {
        let end = if until.is_some() && place + 1 == last { until } else { Some(end) };
        all.push(stay(step, begun, end));
        begun = end.unwrap_or(begun);
    }
    match until {
        None => all.push(stay(waits_at, begun, None)),
        // Given back or taken back before anybody signed.
        Some(_) if all.is_empty() => all.push(stay(Step::Group, from, until)),
        Some(_) => {}
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::BookId;
    use crate::workflow::{Action, Approver, WaitsFor};

    fn at(hour: i64) -> Timestamp {
        Timestamp::parse("2025-09-01T00:00:00Z").unwrap().plus_seconds(hour * 3600)
    }

    fn history(moves: &[(i64, Action, State, State)], marks: &[(i64, Approver)], waits_for: WaitsFor) -> History {
        let event = |&(hour, action, from, to): &(i64, Action, State, State)| Event {
            at: at(hour),
            action,
            from,
            to,
            reasons: Vec::new(),
        };
        History {
            submission: SubmissionId::new(),
            book: BookId::new(),
            serial: 1,
            date: None,
            reason: String::new(),
            waits_for,
            events: moves.iter().map(event).collect(),
            marks: marks.iter().map(|(hour, by)| (at(*hour), *by)).collect(),
        }
    }

    fn told(history: &History) -> String {
        let hour = |t: Timestamp| t.seconds_since(at(0)) / 3600;
        let said = |s: &Stay| {
            let until = s.until.map_or("…".to_owned(), |u| hour(u).to_string());
            format!("{}{}-{until}", s.step.in_chinese(), hour(s.from))
        };
        stays(history).iter().map(said).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn stays_are_read_off_the_thread() {
        use Action::{Accept, Approve, Book, Mark, Release, Return, Submit, Withdraw};
        use Approver::{FinanceGroup as G, VillageHead as H};
        use State::{Accepted, Approved, Booked, Draft, Returned, Submitted, Withdrawn};
        type Case = (&'static [(i64, Action, State, State)], &'static [(i64, Approver)], WaitsFor, &'static str);
        let cases: [Case; 6] = [
            (&[(1, Submit, Draft, Submitted)], &[], WaitsFor::FinanceGroup, "理财1-…"),
            (
                &[(1, Submit, Draft, Submitted), (3, Mark, Submitted, Submitted)],
                &[(3, G)],
                WaitsFor::FinanceGroup,
                "理财1-…",
            ),
            (&[(1, Submit, Draft, Submitted)], &[(3, G), (5, G)], WaitsFor::VillageHead, "理财1-5 审批5-…"),
            (
                &[
                    (1, Submit, Draft, Submitted),
                    (9, Approve, Submitted, Approved),
                    (12, Accept, Approved, Accepted),
                    (20, Book, Accepted, Booked),
                ],
                &[(3, G), (5, G), (9, H)],
                WaitsFor::Nobody,
                "理财1-5 审批5-9 受理9-12 记账12-20",
            ),
            (
                &[
                    (1, Submit, Draft, Submitted),
                    (4, Return, Submitted, Returned),
                    (8, Submit, Returned, Submitted),
                    (9, Withdraw, Submitted, Withdrawn),
                ],
                &[(2, G)],
                WaitsFor::Nobody,
                "理财1-4 补正4-8 理财8-9",
            ),
            (
                &[(1, Approve, Submitted, Approved), (2, Accept, Approved, Accepted), (3, Release, Accepted, Approved)],
                &[],
                WaitsFor::Centre,
                "受理1-2 记账2-3 受理3-…",
            ),
        ];
        for (moves, marks, waits_for, stands) in cases {
            assert_eq!(told(&history(moves, marks, waits_for)), stands);
        }
    }
}
