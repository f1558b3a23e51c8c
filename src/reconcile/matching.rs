use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::assignment::best_pairs;
use super::group::{self, GroupPair};
use super::likeness::{BankDoing, Vocabulary};
use super::line::{BankLine, BookLine};
use crate::kernel::Money;

/// How far apart the days of one event may stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tolerance {
    /// A certain pair is at most this many days apart.
    pub certain_days: i64,
    /// The bank may be this many days after the books: a late cheque.
    pub bank_after: i64,
    /// The bank may be this many days before the books: a paper handed in late.
    pub bank_before: i64,
}

impl Default for Tolerance {
    fn default() -> Tolerance {
        Tolerance { certain_days: 5, bank_after: 60, bank_before: 31 }
    }
}

/// Bank lines and entries that belong together, by their places in the lists that were given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProposedPair {
    /// Bank lines.
    pub bank: Vec<usize>,
    /// Entries.
    pub book: Vec<usize>,
    /// Unique and exact: one to one, no other candidate on either side, within the days.
    pub certain: bool,
    /// 0–100, for ranking.
    pub score: u8,
    /// Why, for the accountant: 金额相同；日差1天；户名含「…」.
    pub reasons: Vec<String>,
}

/// A bank line whose candidates are too alike to choose between; the accountant chooses.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Choice {
    /// The bank line.
    pub bank: usize,
    /// Its candidates, the likeliest first.
    pub candidates: Vec<ProposedPair>,
}

/// A bank line that no voucher answers because the bank did it of itself: 补记.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MissingVoucher {
    /// The bank line.
    pub bank: usize,
    /// Fee or interest.
    pub doing: BankDoing,
}

/// What matching found. Nothing in it is done: every pair waits for the accountant.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proposal {
    /// The best pairs, no line in two of them; certain ones first, then by score.
    pub pairs: Vec<ProposedPair>,
    /// Bank lines with several candidates nobody can tell apart.
    pub choices: Vec<Choice>,
    /// Fees and interest without a voucher.
    pub missing: Vec<MissingVoucher>,
}

/// A one-to-one pair must reach this to be proposed at all, and this before groups may use its lines.
const LIKELY: i32 = 55;
const STRONG: i32 = 75;
/// A pair must lead its best alternative by this, else it is a tie.
const LEAD: i32 = 4;
/// Larger crowds of equal amounts are paired greedily.
const CROWD: usize = 24;
const CANDIDATES_SHOWN: usize = 5;

/// Proposes pairs between the unpaired lines of a bank account and the unpaired entries of its ledger account.
///
/// Certain only if unique and exact; the rest ranked with reasons; ties are left to the accountant. Deterministic.
pub fn propose(bank: &[BankLine], book: &[BookLine], tolerance: Tolerance) -> Proposal {
    let desk = Desk::new(bank, book, tolerance);
    let mut taken = Taken { bank: vec![false; bank.len()], book: vec![false; book.len()] };
    let mut pairs = Vec::new();
    for floor in [STRONG, LIKELY] {
        for pair in desk.singles(floor, &taken) {
            taken.take(&pair);
            pairs.push(pair);
        }
        let strong_only = floor == STRONG;
        let crowded = desk.contested(&taken);
        for GroupPair { bank, book, score, reasons } in group::groups(&desk, &taken, &crowded, strong_only) {
            let pair = ProposedPair { bank, book, certain: false, score: shown(score), reasons };
            taken.take(&pair);
            pairs.push(pair);
        }
    }
    pairs.sort_by(|a, b| (b.certain, b.score, &a.bank).cmp(&(a.certain, a.score, &b.bank)));
    let choices = desk.choices(&taken);
    let missing = bank
        .iter()
        .enumerate()
        .filter(|(i, _)| !taken.bank[*i] && choices.iter().all(|c| c.bank != *i))
        .filter_map(|(i, line)| BankDoing::of(&line.text()).map(|doing| MissingVoucher { bank: i, doing }))
        .collect();
    Proposal { pairs, choices, missing }
}

/// Which lines already stand in a proposed pair.
pub(super) struct Taken {
    pub bank: Vec<bool>,
    pub book: Vec<bool>,
}

impl Taken {
    fn take(&mut self, pair: &ProposedPair) {
        for i in &pair.bank {
            self.bank[*i] = true;
        }
        for j in &pair.book {
            self.book[*j] = true;
        }
    }
}

/// Both sides laid out, with the possible one-to-one pairs.
pub(super) struct Desk<'a> {
    pub bank: &'a [BankLine],
    pub book: &'a [BookLine],
    pub words: Vocabulary,
    tolerance: Tolerance,
    edges: Vec<Edge>,
    edges_of_bank: Vec<Vec<usize>>,
    edges_of_book: Vec<Vec<usize>>,
}

/// Two lines of equal amount within the days.
struct Edge {
    bank: usize,
    book: usize,
    days: i64,
    score: i32,
    contradicts: bool,
    reasons: Vec<String>,
}

impl<'a> Desk<'a> {
    fn new(bank: &'a [BankLine], book: &'a [BookLine], tolerance: Tolerance) -> Desk<'a> {
        let words = Vocabulary::of(bank, book);
        let mut by_amount: BTreeMap<Money, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (i, line) in bank.iter().enumerate().filter(|(_, l)| !l.net.is_zero()) {
            by_amount.entry(line.net).or_default().0.push(i);
        }
        for (j, line) in book.iter().enumerate().filter(|(_, l)| !l.net.is_zero()) {
            by_amount.entry(line.net).or_default().1.push(j);
        }
        let mut desk = Desk {
            bank,
            book,
            words,
            tolerance,
            edges: Vec::new(),
            edges_of_bank: vec![Vec::new(); bank.len()],
            edges_of_book: vec![Vec::new(); book.len()],
        };
        for (here, there) in by_amount.into_values() {
            for &i in &here {
                for &j in &there {
                    desk.join(i, j);
                }
            }
        }
        desk.reward_the_alone();
        desk
    }

    fn join(&mut self, bank: usize, book: usize) {
        let days = (self.bank[bank].date - self.book[book].date).num_days();
        if days < -self.tolerance.bank_before || days > self.tolerance.bank_after {
            return;
        }
        let like = self.words.likeness(bank, book);
        let mut reasons = vec!["金额相同".to_owned(), days_apart(days)];
        reasons.extend(like.reasons);
        let score = 50 + nearness(days) + unusual(self.bank[bank].net) + like.points;
        self.edges_of_bank[bank].push(self.edges.len());
        self.edges_of_book[book].push(self.edges.len());
        self.edges.push(Edge { bank, book, days, score, contradicts: like.contradicts, reasons });
    }

    fn reward_the_alone(&mut self) {
        for at in 0..self.edges.len() {
            if self.is_alone(at) {
                self.edges[at].score += 5;
            }
        }
    }

    /// No other candidate on either side.
    fn is_alone(&self, edge: usize) -> bool {
        let Edge { bank, book, .. } = &self.edges[edge];
        self.edges_of_bank[*bank].len() == 1 && self.edges_of_book[*book].len() == 1
    }

    /// One-to-one pairs of at least this score that no tie spoils, among lines not yet taken.
    fn singles(&self, floor: i32, taken: &Taken) -> Vec<ProposedPair> {
        let open = |e: &Edge| e.score >= floor && !taken.bank[e.bank] && !taken.book[e.book];
        let mut seen = vec![false; self.edges.len()];
        let mut pairs = Vec::new();
        for start in 0..self.edges.len() {
            if seen[start] || !open(&self.edges[start]) {
                continue;
            }
            let (rows, columns) = self.crowd(start, &mut seen, &open);
            let chosen = if rows.len().max(columns.len()) <= CROWD {
                self.assigned(&rows, &columns, &open)
            } else {
                self.mutual(&rows, &open)
            };
            pairs.extend(chosen.into_iter().map(|edge| self.proposed(edge)));
        }
        pairs
    }

    /// Every line that can be reached from one edge through open edges.
    fn crowd(&self, start: usize, seen: &mut [bool], open: &impl Fn(&Edge) -> bool) -> (Vec<usize>, Vec<usize>) {
        let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
        let mut waiting = vec![start];
        seen[start] = true;
        while let Some(at) = waiting.pop() {
            let edge = &self.edges[at];
            rows.insert(edge.bank);
            columns.insert(edge.book);
            for &next in self.edges_of_bank[edge.bank].iter().chain(&self.edges_of_book[edge.book]) {
                if !seen[next] && open(&self.edges[next]) {
                    seen[next] = true;
                    waiting.push(next);
                }
            }
        }
        (rows.into_iter().collect(), columns.into_iter().collect())
    }

    fn assigned(&self, rows: &[usize], columns: &[usize], open: &impl Fn(&Edge) -> bool) -> Vec<usize> {
        let between = |i: usize, j: usize| {
            self.edges_of_bank[i].iter().copied().find(|e| self.edges[*e].book == j && open(&self.edges[*e]))
        };
        let gain: Vec<Vec<Option<i32>>> = rows
            .iter()
            .map(|i| columns.iter().map(|j| between(*i, *j).map(|e| self.edges[e].score)).collect())
            .collect();
        best_pairs(&gain)
            .into_iter()
            .filter(|(_, _, lead)| *lead >= LEAD)
            .filter_map(|(i, j, _)| between(rows[i], columns[j]))
            .collect()
    }

    /// For large crowds: each other's clear favourite, again and again until none is left.
    fn mutual(&self, rows: &[usize], open: &impl Fn(&Edge) -> bool) -> Vec<usize> {
        let mut gone: BTreeSet<(bool, usize)> = BTreeSet::new();
        let mut chosen = Vec::new();
        loop {
            let live = |e: &Edge| open(e) && !gone.contains(&(true, e.bank)) && !gone.contains(&(false, e.book));
            let favourite = |edges: &[usize]| -> Option<usize> {
                let mut best: Vec<usize> = edges.iter().copied().filter(|e| live(&self.edges[*e])).collect();
                best.sort_by_key(|e| std::cmp::Reverse(self.edges[*e].score));
                let first = *best.first()?;
                let second = best.get(1).map_or(0, |e| self.edges[*e].score);
                (self.edges[first].score - second >= LEAD).then_some(first)
            };
            let found: Vec<usize> = rows
                .iter()
                .filter_map(|i| favourite(&self.edges_of_bank[*i]))
                .filter(|e| favourite(&self.edges_of_book[self.edges[*e].book]) == Some(*e))
                .collect();
            if found.is_empty() {
                return chosen;
            }
            for &edge in &found {
                gone.insert((true, self.edges[edge].bank));
                gone.insert((false, self.edges[edge].book));
            }
            chosen.extend(found);
        }
    }

    fn proposed(&self, at: usize) -> ProposedPair {
        let edge = &self.edges[at];
        let certain = self.is_alone(at) && edge.days.abs() <= self.tolerance.certain_days && !edge.contradicts;
        let mut reasons = edge.reasons.clone();
        if certain {
            reasons.push("两边各只有这一笔".to_owned());
        }
        ProposedPair { bank: vec![edge.bank], book: vec![edge.book], certain, score: shown(edge.score), reasons }
    }

    /// Free lines that still have a likely one-to-one candidate: groups leave them alone.
    fn contested(&self, taken: &Taken) -> Taken {
        let mut crowded = Taken { bank: vec![false; self.bank.len()], book: vec![false; self.book.len()] };
        for e in self.edges.iter().filter(|e| e.score >= STRONG && !taken.bank[e.bank] && !taken.book[e.book]) {
            crowded.bank[e.bank] = true;
            crowded.book[e.book] = true;
        }
        crowded
    }

    fn choices(&self, taken: &Taken) -> Vec<Choice> {
        let mut choices = Vec::new();
        for (bank, edges) in self.edges_of_bank.iter().enumerate().filter(|(i, _)| !taken.bank[*i]) {
            let mut open: Vec<usize> = edges.iter().copied().filter(|e| !taken.book[self.edges[*e].book]).collect();
            open.sort_by_key(|e| (std::cmp::Reverse(self.edges[*e].score), self.edges[*e].book));
            let candidates: Vec<ProposedPair> = open
                .into_iter()
                .take(CANDIDATES_SHOWN)
                .map(|e| ProposedPair { certain: false, ..self.proposed(e) })
                .collect();
            if !candidates.is_empty() {
                choices.push(Choice { bank, candidates });
            }
        }
        choices
    }
}

/// Points for nearness in time; a bank line before its voucher is a little less usual than one after it.
pub(super) fn nearness(days: i64) -> i32 {
    let apart = i32::try_from(days.abs()).unwrap_or(i32::MAX);
    let points = match apart {
        0..=5 => 25 - 2 * apart,
        6..=10 => 20 - apart,
        11..=20 => 15 - apart / 2,
        _ => (12 - apart / 3).max(-8),
    };
    if days < 0 { points - 1 } else { points }
}

/// Points for an amount that two events seldom share.
fn unusual(amount: Money) -> i32 {
    let fen = amount.fen();
    if fen % 1_000 != 0 {
        10
    } else if fen % 10_000 != 0 {
        5
    } else {
        0
    }
}

pub(super) fn days_apart(days: i64) -> String {
    if days == 0 { "同日".to_owned() } else { format!("日差{}天", days.abs()) }
}

fn shown(score: i32) -> u8 {
    u8::try_from(score.clamp(0, 100)).unwrap_or(100)
}
