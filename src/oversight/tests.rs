//! The sums of a bulletin are the events of the threads, for any legal history.

use proptest::prelude::*;

use super::bulletin::{MonthFigures, figures};
use super::stay::stays;
use crate::kernel::{BookId, Date, Period, SubmissionId, Timestamp};
use crate::workflow::{Action, Approver, DeadlineRules, Event, History, ReportingRules, State, WaitsFor};

/// Any legal way of one item: what was tried where it was not allowed did not happen.
fn history(book: BookId, start: i64, tried: &[(u8, i64)]) -> History {
    let mut at = Timestamp::parse("2025-01-01T01:00:00Z").unwrap().plus_seconds(start * 3600);
    let (mut state, mut waits_for) = (State::Draft, WaitsFor::Clerk);
    let (mut events, mut marks) = (Vec::new(), Vec::new());
    for (which, hours) in tried {
        let action = Action::ALL[usize::from(*which) % Action::ALL.len()];
        let Ok(next) = state.next(action) else { continue };
        at = at.plus_seconds(hours * 3600 + 1);
        if matches!(action, Action::Mark | Action::Approve | Action::Refuse) {
            let by = if waits_for == WaitsFor::VillageHead { Approver::VillageHead } else { Approver::FinanceGroup };
            marks.push((at, by));
        }
        waits_for = match (next, action) {
            (State::Submitted, Action::Submit) => WaitsFor::FinanceGroup,
            (State::Submitted, Action::Mark) => WaitsFor::VillageHead,
            (State::Submitted, _) => waits_for,
            (State::Draft | State::Returned, _) => WaitsFor::Clerk,
            (State::Approved | State::Accepted, _) => WaitsFor::Centre,
            (State::Booked | State::Refused | State::Withdrawn, _) => WaitsFor::Nobody,
        };
        let reasons = if action == Action::Return { vec!["票据有涂改".to_owned()] } else { Vec::new() };
        events.push(Event { at, action, from: state, to: next, reasons });
        state = next;
    }
    let date = Some(Timestamp::date(at));
    let submission = SubmissionId::new();
    History { submission, book, serial: 1, date, reason: String::new(), waits_for, events, marks }
}

fn months(histories: &[History], book: BookId) -> (MonthFigures, Vec<Period>) {
    let first: Period = "2025-01".parse().unwrap();
    let all: Vec<Period> = first.through("2027-12".parse().unwrap()).collect();
    let refs: Vec<&History> = histories.iter().collect();
    let (rules, reporting) = (DeadlineRules::default(), ReportingRules::default());
    let today: Date = "2028-01-31".parse().unwrap();
    let of = |period: &Period| figures(&refs, book, *period, &rules, &reporting, today);
    (all.iter().map(of).fold(MonthFigures::default(), |sum, own| sum.plus(&own)), all)
}

proptest! {
    #[test]
    fn the_sums_of_all_months_are_the_events(
        ways in prop::collection::vec((0i64..4000, prop::collection::vec((any::<u8>(), 0i64..300), 1..40)), 1..12)
    ) {
        let (book, foreign) = (BookId::new(), BookId::new());
        let histories: Vec<History> = ways
            .iter()
            .enumerate()
            .map(|(n, (start, tried))| history(if n % 3 == 2 { foreign } else { book }, *start, tried))
            .collect();
        let own = || histories.iter().filter(|h| h.book == book);
        let count = |action: Action| own().flat_map(|h| &h.events).filter(|e| e.action == action).count() as i64;
        let (sum, _) = months(&histories, book);
        prop_assert_eq!(sum.handed_in + sum.again, count(Action::Submit));
        prop_assert_eq!(sum.accepted, count(Action::Accept));
        prop_assert_eq!(sum.returned, count(Action::Return));
        prop_assert_eq!(sum.reasons.values().sum::<i64>(), count(Action::Return));
        prop_assert_eq!(sum.refused, count(Action::Refuse));
        prop_assert_eq!(sum.withdrawn, count(Action::Withdraw));
        prop_assert_eq!(sum.booked, count(Action::Book));
        prop_assert_eq!(sum.reminded, count(Action::Remind));
        let ended = own().flat_map(stays).filter(|s| s.until.is_some()).count() as i64;
        prop_assert_eq!(sum.steps.iter().map(|s| s.ended).sum::<i64>(), ended);
    }

    #[test]
    fn one_stay_begins_where_the_other_ended(start in 0i64..100, tried in prop::collection::vec((any::<u8>(), 0i64..300), 1..40)) {
        let one = history(BookId::new(), start, &tried);
        let all = stays(&one);
        for pair in all.windows(2) {
            prop_assert_eq!(pair[0].until, Some(pair[1].from));
        }
        let ended = one.events.last().is_none_or(|e| e.to.is_final() || e.to == State::Draft);
        prop_assert_eq!(all.iter().filter(|s| s.until.is_none()).count(), usize::from(!ended));
        if let (Some(first), Some(handed)) = (all.first(), one.events.iter().find(|e| e.action == Action::Submit)) {
            prop_assert_eq!(first.from, handed.at);
        }
    }
}
