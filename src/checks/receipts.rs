use crate::kernel::Money;
use crate::receipts::{Fate, HeldBook};
use crate::workflow::{ReceiptItem, State};

use super::facts::BookFacts;
use super::finding::Problem;

/// Receipt numbers are used in order and once, each for the item that names it and its amount.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for held in &facts.receipts {
        problems.extend(of_book(held, &facts.receipt_items));
    }
    let kept_here = |item: &&ReceiptItem| numbers(facts).any(|(printed, _)| printed == item.receipt_no);
    for item in facts.receipt_items.iter().filter(kept_here).filter(|i| is_handed_in(i.state)) {
        let held = numbers(facts).find(|(printed, _)| *printed == item.receipt_no);
        if held.is_some_and(|(_, used)| used != Some(item.id)) {
            let what = format!("收据号{}不是这一笔用的", item.receipt_no);
            problems.push(Problem::new(format!("报账单 第{}号", item.serial), what).on("receipts"));
        }
    }
    problems
}

const fn is_handed_in(state: State) -> bool {
    match state {
        State::Submitted | State::Approved | State::Accepted | State::Booked => true,
        State::Draft | State::Returned | State::Refused | State::Withdrawn => false,
    }
}

/// Every number that has a life, as printed, with the item it stands for.
fn numbers(facts: &BookFacts) -> impl Iterator<Item = (String, Option<crate::kernel::SubmissionId>)> + '_ {
    facts.receipts.iter().flat_map(|held| {
        held.leaves.each().map(|e| {
            let used = if e.fate == Fate::Used { e.submission } else { None };
            (held.issue.receipts.number(e.number), used)
        })
    })
}

fn of_book(held: &HeldBook, items: &[ReceiptItem]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let book = &held.issue.receipts;
    let at = |number: i64| format!("收据 {}", book.number(number));
    for (expected, event) in (book.first..).zip(held.leaves.each()) {
        if event.number != expected || !book.holds(event.number) {
            problems
                .push(Problem::new(at(event.number), format!("跳号，应是{}", book.number(expected))).on("receipts"));
            break;
        }
    }
    let mut before: Option<(i64, Fate)> = None;
    for event in held.leaves.events() {
        let previous = before.filter(|(number, _)| *number == event.number).map(|(_, fate)| fate);
        if !event.fate.may_follow(previous) {
            let what = format!("{}以后又{}", previous.map_or("没有用", Fate::in_chinese), event.fate.in_chinese());
            problems.push(Problem::new(at(event.number), what).on("receipts"));
        }
        before = Some((event.number, event.fate));
    }
    for event in held.leaves.each().filter(|e| e.fate == Fate::Used) {
        let Some(item) = items.iter().find(|i| Some(i.id) == event.submission) else { continue };
        if item.amount != event.amount && is_handed_in(item.state) {
            let apart: Money = item.amount - event.amount;
            let what = format!("收据{}元，报账单第{}号{}元，相差{apart}元", event.amount, item.serial, item.amount);
            problems.push(Problem::new(at(event.number), what).on("receipts"));
        }
        if matches!(item.state, State::Refused | State::Withdrawn) {
            let what = format!("报账单第{}号{}，收据没有作废", item.serial, item.state.in_chinese());
            problems.push(Problem::new(at(event.number), what).on("receipts"));
        }
    }
    problems
}
