//! What the form of a card offers to choose from, and what it hints at.

use crate::workflow::{BusinessItem, Card, Habits, business_items};

/// The items of a card under their headings, the book's own most frequent first.
pub(super) fn groups(card: Card, habits: &Habits) -> Vec<(String, Vec<&'static BusinessItem>)> {
    let items: Vec<&BusinessItem> = business_items().iter().filter(|i| i.card == card).collect();
    let usual: Vec<&BusinessItem> =
        habits.items.iter().filter_map(|code| items.iter().find(|i| i.code == *code).copied()).collect();
    let mut groups: Vec<(String, Vec<&BusinessItem>)> = Vec::new();
    if !usual.is_empty() {
        groups.push(("本村常用".to_owned(), usual.clone()));
    }
    for item in items.into_iter().filter(|i| !usual.iter().any(|u| u.code == i.code)) {
        match groups.iter_mut().find(|(name, _)| *name == item.group) {
            Some((_, group)) => group.push(item),
            None => groups.push((item.group.clone(), vec![item])),
        }
    }
    groups
}

/// The number whose turn it is, where the village has a receipt book in hand.
pub(super) fn receipt_hint(next: &[String]) -> String {
    match next {
        [] => "开给对方的统一收据上的号码；没有开就不填".to_owned(),
        next => format!("开给对方的收据上的号码，下一个是 {}；没有开就不填", next.join("、")),
    }
}
