use std::collections::BTreeMap;

use super::matching::{Desk, Taken, nearness};
use super::sum_search::{Part, Sum, parts_of};
use crate::kernel::{Date, Money};

/// How far apart the parts of one event stand from its whole.
const DAYS: i64 = 15;
/// A group must reach this to be proposed, and this while single pairs may still want its lines.
const LIKELY: i32 = 62;
const STRONG: i32 = 75;
/// Two groups that want the same line must differ by this, else neither is proposed.
const LEAD: i32 = 5;

/// One line on one side, several on the other.
pub(super) struct GroupPair {
    pub bank: Vec<usize>,
    pub book: Vec<usize>,
    pub score: i32,
    pub reasons: Vec<String>,
}

/// Which side holds the whole amount; the other side holds its parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    /// One bank line, several entries: 代发, a merged payment.
    Bank,
    /// One entry, several bank lines: a split payment.
    Book,
}

/// Groups among free lines, best first, no line in two of them; rivals for one line cancel each other.
pub(super) fn groups(desk: &Desk<'_>, taken: &Taken, crowded: &Taken, strong_only: bool) -> Vec<GroupPair> {
    let floor = if strong_only { STRONG } else { LIKELY };
    let mut found: Vec<GroupPair> = Vec::new();
    for whole in [Whole::Bank, Whole::Book] {
        let search = GroupSearch { desk, taken, crowded, whole };
        found.extend(search.all().into_iter().filter(|g| g.score >= floor));
    }
    found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| (&a.bank, &a.book).cmp(&(&b.bank, &b.book))));
    let share = |a: &GroupPair, b: &GroupPair| {
        a.bank.iter().any(|i| b.bank.contains(i)) || a.book.iter().any(|j| b.book.contains(j))
    };
    let mut kept: Vec<GroupPair> = Vec::new();
    let rivals: Vec<bool> = (0..found.len())
        .map(|at| {
            found
                .iter()
                .enumerate()
                .any(|(other, g)| other != at && share(g, &found[at]) && (g.score - found[at].score).abs() < LEAD)
        })
        .collect();
    for (group, has_rival) in found.into_iter().zip(rivals) {
        if !has_rival && !kept.iter().any(|k| share(k, &group)) {
            kept.push(group);
        }
    }
    kept
}

struct GroupSearch<'a> {
    desk: &'a Desk<'a>,
    taken: &'a Taken,
    crowded: &'a Taken,
    whole: Whole,
}

impl GroupSearch<'_> {
    fn all(&self) -> Vec<GroupPair> {
        let wholes = match self.whole {
            Whole::Bank => self.desk.bank.len(),
            Whole::Book => self.desk.book.len(),
        };
        let mut parts: Vec<(Date, usize)> = match self.whole {
            Whole::Bank => free(&self.taken.book, &self.crowded.book).map(|j| (self.desk.book[j].date, j)).collect(),
            Whole::Book => free(&self.taken.bank, &self.crowded.bank).map(|i| (self.desk.bank[i].date, i)).collect(),
        };
        parts.sort_unstable();
        (0..wholes).filter(|w| self.whole_is_free(*w)).filter_map(|w| self.best_for(w, &parts)).collect()
    }

    fn whole_is_free(&self, whole: usize) -> bool {
        match self.whole {
            Whole::Bank => !self.taken.bank[whole] && !self.crowded.bank[whole],
            Whole::Book => !self.taken.book[whole] && !self.crowded.book[whole],
        }
    }

    /// The whole's best group: lines that belong together by nature before a mere sum.
    fn best_for(&self, whole: usize, parts: &[(Date, usize)]) -> Option<GroupPair> {
        let (date, net) = self.whole_line(whole);
        let from = parts.partition_point(|(d, _)| (date - *d).num_days() > DAYS);
        let near: Vec<usize> = parts[from..]
            .iter()
            .take_while(|(d, _)| (*d - date).num_days() <= DAYS)
            .map(|(_, part)| *part)
            .filter(|part| {
                let amount = self.part_line(*part).1;
                amount.is_negative() == net.is_negative() && !amount.is_zero() && amount.abs() < net.abs()
            })
            .collect();
        if near.len() < 2 {
            return None;
        }
        let natural = self.natural(whole, &near);
        natural
            .or_else(|| self.by_sum(whole, &near))
            .map(|(chosen, points, reason)| self.weighed(whole, chosen, points, reason))
    }

    /// All near lines of one voucher, or of one day and name, that sum to the whole.
    fn natural(&self, whole: usize, near: &[usize]) -> Option<(Vec<usize>, i32, String)> {
        let net = self.whole_line(whole).1;
        let mut kinds: Vec<(i32, BTreeMap<String, Vec<usize>>)> = Vec::new();
        for kind in 0..4 {
            let mut classes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for &part in near {
                if let Some(class) = self.class(kind, part) {
                    classes.entry(class).or_default().push(part);
                }
            }
            kinds.push((30 - 5 * kind, classes));
        }
        for (points, classes) in kinds {
            let mut fitting: Vec<(String, Vec<usize>)> = classes
                .into_iter()
                .filter(|(_, members)| members.len() >= 2)
                .filter(|(_, members)| members.iter().map(|m| self.part_line(*m).1).sum::<Money>() == net)
                .collect();
            if fitting.len() == 1 {
                return fitting.pop().map(|(class, members)| (members, points, class));
            }
            if fitting.len() > 1 {
                return None;
            }
        }
        None
    }

    /// What makes lines belong together, the strongest first.
    fn class(&self, kind: i32, part: usize) -> Option<String> {
        let (date, name, summary, voucher) = match self.whole {
            Whole::Bank => {
                let l = &self.desk.book[part];
                (l.date, &l.counterparty, &l.summary, l.voucher.as_str())
            }
            Whole::Book => {
                let l = &self.desk.bank[part];
                (l.date, &l.counterparty, &l.summary, "")
            }
        };
        match kind {
            0 => (!voucher.is_empty()).then(|| format!("同一张凭证 {voucher}")),
            1 => (!name.is_empty()).then(|| format!("都是 {date} {name}")),
            2 => (!summary.is_empty()).then(|| format!("都是 {date} {summary}")),
            _ => Some(format!("都在 {date}")),
        }
    }

    fn by_sum(&self, whole: usize, near: &[usize]) -> Option<(Vec<usize>, i32, String)> {
        let (date, net) = self.whole_line(whole);
        let mut ranked: Vec<(i32, usize)> = near
            .iter()
            .map(|part| {
                let days = (self.part_line(*part).0 - date).num_days();
                (-(self.likeness(whole, *part).0 + nearness(days)), *part)
            })
            .collect();
        ranked.sort_unstable();
        let candidates: Vec<Part> =
            ranked.iter().map(|(_, part)| Part { index: *part, fen: self.part_line(*part).1.abs().fen() }).collect();
        match parts_of(net.abs().fen(), &candidates) {
            Sum::One { parts, chance } => {
                let points = match chance {
                    0..=4 => 15,
                    5..=49 => 5,
                    50..=199 => -5,
                    _ => -20,
                };
                Some((parts, points, String::new()))
            }
            Sum::None | Sum::Several => None,
        }
    }

    fn weighed(&self, whole: usize, chosen: Vec<usize>, points: i32, belonging: String) -> GroupPair {
        let (date, net) = self.whole_line(whole);
        let furthest =
            chosen.iter().map(|p| (self.part_line(*p).0 - date).num_days()).max_by_key(|d| d.abs()).unwrap_or(0);
        let like: Vec<(i32, Option<String>)> = chosen.iter().map(|p| self.likeness(whole, *p)).collect();
        let speaking = like.iter().filter(|(points, _)| *points >= 9).count();
        let against = like.iter().filter(|(points, _)| *points < 0).count();
        let words = match (speaking, against) {
            (0, 0) => 0,
            (n, 0) if n == like.len() => 25,
            (_, 0) => 12,
            (n, _) if n > 0 => 0,
            _ => -20,
        };
        let mut reasons = vec![format!("{} 笔合计 {} 元，正好相等", chosen.len(), net.abs())];
        if !belonging.is_empty() {
            reasons.push(belonging);
        }
        reasons.push(if furthest == 0 { "同日".to_owned() } else { format!("最多差{}天", furthest.abs()) });
        reasons.extend(like.into_iter().find_map(|(_, reason)| reason));
        let score = 40 + points + nearness(furthest) + words;
        match self.whole {
            Whole::Bank => GroupPair { bank: vec![whole], book: chosen, score, reasons },
            Whole::Book => GroupPair { bank: chosen, book: vec![whole], score, reasons },
        }
    }

    fn likeness(&self, whole: usize, part: usize) -> (i32, Option<String>) {
        let (bank, book) = match self.whole {
            Whole::Bank => (whole, part),
            Whole::Book => (part, whole),
        };
        let like = self.desk.words.likeness(bank, book);
        (like.points, like.reasons.into_iter().next())
    }

    fn whole_line(&self, whole: usize) -> (Date, Money) {
        match self.whole {
            Whole::Bank => (self.desk.bank[whole].date, self.desk.bank[whole].net),
            Whole::Book => (self.desk.book[whole].date, self.desk.book[whole].net),
        }
    }

    fn part_line(&self, part: usize) -> (Date, Money) {
        match self.whole {
            Whole::Bank => (self.desk.book[part].date, self.desk.book[part].net),
            Whole::Book => (self.desk.bank[part].date, self.desk.bank[part].net),
        }
    }
}

fn free<'a>(taken: &'a [bool], crowded: &'a [bool]) -> impl Iterator<Item = usize> + 'a {
    (0..taken.len()).filter(|i| !taken[*i] && !crowded[*i])
}
