use std::collections::{BTreeMap, BTreeSet};

use super::desk::Desk;
use super::evidence::{EXPLAINED, GROUPED, words_as_part};
use super::sum_search::{Part, choices, sums_to};
use crate::kernel::{Date, Money};

/// How far apart the parts of one event stand from its whole.
const DAYS: i64 = 15;
/// A group with less evidence is not worth considering.
const WORTH: i32 = 0;

/// One line on one side, several on the other, that sum to the same.
#[derive(Clone)]
pub(super) struct Group {
    pub bank: Vec<usize>,
    pub book: Vec<usize>,
    /// Weight of evidence.
    pub evidence: i32,
    pub reasons: Vec<String>,
}

impl Group {
    pub fn shares_a_line_with(&self, other: &Group) -> bool {
        self.bank.iter().any(|i| other.bank.contains(i)) || self.book.iter().any(|j| other.book.contains(j))
    }
}

/// Which side holds the whole amount; the other side holds its parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    /// One bank line, several entries: 代发, a merged payment.
    Bank,
    /// One entry, several bank lines: a split payment.
    Book,
}

/// Every group that the sums allow and the days and words do not refute.
pub(super) fn groups(desk: &Desk<'_>) -> Vec<Group> {
    [Whole::Bank, Whole::Book].into_iter().flat_map(|whole| GroupSearch::new(desk, whole).all()).collect()
}

struct GroupSearch<'a> {
    desk: &'a Desk<'a>,
    whole: Whole,
    /// Lines of the side that holds parts, by day.
    parts: Vec<(Date, usize)>,
}

impl<'a> GroupSearch<'a> {
    fn new(desk: &'a Desk<'a>, whole: Whole) -> GroupSearch<'a> {
        let mut parts: Vec<(Date, usize)> = match whole {
            Whole::Bank => desk.book.iter().enumerate().map(|(j, l)| (l.date, j)).collect(),
            Whole::Book => desk.bank.iter().enumerate().map(|(i, l)| (l.date, i)).collect(),
        };
        parts.sort_unstable();
        GroupSearch { desk, whole, parts }
    }

    fn all(&self) -> Vec<Group> {
        let wholes = match self.whole {
            Whole::Bank => self.desk.bank.len(),
            Whole::Book => self.desk.book.len(),
        };
        (0..wholes).flat_map(|whole| self.groups_of(whole)).collect()
    }

    fn groups_of(&self, whole: usize) -> Vec<Group> {
        let (date, net) = self.whole_line(whole);
        let from = self.parts.partition_point(|(d, _)| (date - *d).num_days() > DAYS);
        let near: Vec<usize> = self.parts[from..]
            .iter()
            .take_while(|(d, _)| (*d - date).num_days() <= DAYS)
            .map(|(_, part)| *part)
            .filter(|part| {
                let amount = self.part_line(*part).1;
                amount.is_negative() == net.is_negative() && !amount.is_zero() && amount.abs() < net.abs()
            })
            .collect();
        let within_reach: Money = near.iter().map(|p| self.part_line(*p).1.abs()).sum();
        if near.len() < 2 || within_reach < net.abs() {
            return Vec::new();
        }
        let sums = if self.whole_is_spoken_for(whole) { Vec::new() } else { self.by_sum(whole, &near) };
        let mut seen: BTreeSet<Vec<usize>> = BTreeSet::new();
        let mut found = Vec::new();
        for (chosen, rivals, belonging) in self.natural(net, &near).into_iter().chain(sums) {
            if seen.insert(chosen.clone()) {
                found.push(self.weighed(whole, chosen, rivals, belonging));
            }
        }
        found.retain(|g| g.evidence >= WORTH);
        found
    }

    /// All near lines of one voucher, or of one day and name, summary or nothing, that sum to the whole.
    fn natural(&self, net: Money, near: &[usize]) -> Vec<(Vec<usize>, usize, String)> {
        let mut fitting = Vec::new();
        for kind in 0..4 {
            let mut classes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for &part in near {
                if let Some(class) = self.class(kind, part) {
                    classes.entry(class).or_default().push(part);
                }
            }
            let rivals = classes.values().filter(|members| members.len() >= 2).count();
            for (class, mut members) in classes {
                let sum: Money = members.iter().map(|m| self.part_line(*m).1).sum();
                if members.len() >= 2 && sum == net {
                    members.sort_unstable();
                    fitting.push((members, rivals, class));
                }
            }
        }
        fitting
    }

    /// What makes lines belong together, the strongest first.
    fn class(&self, kind: usize, part: usize) -> Option<String> {
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

    /// Sums among the likeliest lines, those that have a strong partner of their own left out.
    fn by_sum(&self, whole: usize, near: &[usize]) -> Vec<(Vec<usize>, usize, String)> {
        let net = self.whole_line(whole).1;
        let mut ranked: Vec<(i32, usize)> =
            near.iter().filter(|p| !self.is_spoken_for(**p)).map(|p| (-self.part_evidence(whole, *p), *p)).collect();
        ranked.sort_unstable();
        let candidates: Vec<Part> =
            ranked.iter().map(|(_, part)| Part { index: *part, fen: self.part_line(*part).1.abs().fen() }).collect();
        let found = sums_to(net.abs().fen(), &candidates);
        found
            .into_iter()
            .map(|chosen| (choices(candidates.len(), chosen.len()), chosen))
            .map(|(c, p)| (p, c, String::new()))
            .collect()
    }

    fn whole_is_spoken_for(&self, whole: usize) -> bool {
        match self.whole {
            Whole::Bank => self.desk.bank_is_spoken_for(whole),
            Whole::Book => self.desk.book_is_spoken_for(whole),
        }
    }

    fn is_spoken_for(&self, part: usize) -> bool {
        match self.whole {
            Whole::Bank => self.desk.book_is_spoken_for(part),
            Whole::Book => self.desk.bank_is_spoken_for(part),
        }
    }

    fn weighed(&self, whole: usize, chosen: Vec<usize>, rivals: usize, belonging: String) -> Group {
        let (date, net) = self.whole_line(whole);
        let amounts: Vec<Money> = chosen.iter().map(|p| self.part_line(*p).1).collect();
        let parts: i32 = chosen.iter().map(|p| self.part_evidence(whole, *p)).sum();
        let lines = i32::try_from(chosen.len() + 1).unwrap_or(i32::MAX);
        let evidence = GROUPED + EXPLAINED * lines + self.desk.coarseness.equal_sum(net, &amounts, rivals) + parts;
        let furthest =
            chosen.iter().map(|p| (self.part_line(*p).0 - date).num_days()).max_by_key(|d| d.abs()).unwrap_or(0);
        let mut reasons = vec![format!("{} 笔合计 {} 元，正好相等", chosen.len(), net.abs())];
        if !belonging.is_empty() {
            reasons.push(belonging);
        }
        reasons.push(if furthest == 0 { "同日".to_owned() } else { format!("最多差{}天", furthest.abs()) });
        reasons.extend(chosen.iter().find_map(|p| self.like(whole, *p).reasons.into_iter().next()));
        match self.whole {
            Whole::Bank => Group { bank: vec![whole], book: chosen, evidence, reasons },
            Whole::Book => Group { bank: chosen, book: vec![whole], evidence, reasons },
        }
    }

    /// Weight of evidence in one part's day and words.
    fn part_evidence(&self, whole: usize, part: usize) -> i32 {
        let (whole_day, part_day) = (self.whole_line(whole).0, self.part_line(part).0);
        let days = match self.whole {
            Whole::Bank => (whole_day - part_day).num_days(),
            Whole::Book => (part_day - whole_day).num_days(),
        };
        let like = self.like(whole, part);
        self.desk.nearness(self.whole_line(whole).1, days, &like) - EXPLAINED + words_as_part(&like)
    }

    fn like(&self, whole: usize, part: usize) -> super::likeness::Likeness {
        match self.whole {
            Whole::Bank => self.desk.words.likeness(whole, part),
            Whole::Book => self.desk.words.likeness(part, whole),
        }
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
