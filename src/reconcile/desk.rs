use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use super::assignment::{Gains, best_pairs};
use super::evidence::{Coarseness, EXPLAINED, nearness_of_bank_doing, words_alone};
use super::habit::Habit;
use super::likeness::{Likeness, Vocabulary};
use super::line::{BankLine, BookLine};
use super::matching::Tolerance;
use crate::kernel::Money;

/// Larger crowds of equal amounts are paired greedily.
const CROWD: usize = 120;
/// With this much evidence, and no rival, a line is no part of somebody else's sum.
const SPOKEN_FOR: i32 = 45;

/// Both sides laid out, with every possible one-to-one pair and the evidence for it.
pub(super) struct Desk<'a> {
    pub bank: &'a [BankLine],
    pub book: &'a [BookLine],
    pub words: Vocabulary,
    pub coarseness: Coarseness,
    habit: Habit,
    tolerance: Tolerance,
    edges: Vec<Edge>,
    edges_of_bank: Vec<Vec<usize>>,
    edges_of_book: Vec<Vec<usize>>,
    /// For each line the first that says the same in everything.
    alike_bank: Vec<usize>,
    alike_book: Vec<usize>,
}

/// Two lines of equal amount within the days.
pub(super) struct Edge {
    pub bank: usize,
    pub book: usize,
    /// Bank less book.
    pub days: i64,
    /// Weight of evidence.
    pub evidence: i32,
    /// How much of it is in the days.
    pub nearness: i32,
    /// The words speak against it.
    pub contradicts: bool,
    /// The same cheque or document number stands on both.
    pub same_number: bool,
    /// Both name the same party.
    pub same_name: bool,
    /// Both are the bank's own doing of one kind.
    pub same_doing: bool,
    /// They share a word few lines have.
    pub same_words: bool,
    /// The entry may be naming somebody else than the bank does.
    pub hints_at_another: bool,
    pub reasons: Vec<String>,
}

/// Lines that may not be used any more.
#[derive(Clone)]
pub(super) struct Taken {
    pub bank: Vec<bool>,
    pub book: Vec<bool>,
}

impl Taken {
    pub fn none(desk: &Desk<'_>) -> Taken {
        Taken { bank: vec![false; desk.bank.len()], book: vec![false; desk.book.len()] }
    }

    pub fn take(&mut self, bank: &[usize], book: &[usize]) {
        for i in bank {
            self.bank[*i] = true;
        }
        for j in book {
            self.book[*j] = true;
        }
    }

    pub fn has_any(&self, bank: &[usize], book: &[usize]) -> bool {
        bank.iter().any(|i| self.bank[*i]) || book.iter().any(|j| self.book[*j])
    }
}

impl<'a> Desk<'a> {
    pub fn new(bank: &'a [BankLine], book: &'a [BookLine], tolerance: Tolerance) -> Desk<'a> {
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
            words: Vocabulary::of(bank, book),
            coarseness: Coarseness::of(bank, book),
            habit: Habit::of(bank, book),
            tolerance,
            edges: Vec::new(),
            edges_of_bank: vec![Vec::new(); bank.len()],
            edges_of_book: vec![Vec::new(); book.len()],
            alike_bank: Vec::new(),
            alike_book: first_alike(book.iter().map(|l| (l.date, l.net, &l.counterparty, &l.summary))),
        };
        desk.alike_bank = first_alike(bank.iter().enumerate().map(|(i, l)| {
            (l.date, l.net, &l.counterparty, &l.summary, &l.purpose, desk.words.number_known_to_the_books(i))
        }));
        for (here, there) in by_amount.into_values() {
            for &i in &here {
                for &j in &there {
                    desk.join(i, j);
                }
            }
        }
        desk
    }

    fn join(&mut self, bank: usize, book: usize) {
        let days = (self.bank[bank].date - self.book[book].date).num_days();
        if days < -self.tolerance.bank_before || days > self.tolerance.bank_after {
            return;
        }
        let like = self.words.likeness(bank, book);
        let equal = self.coarseness.equal(self.bank[bank].net, self.book.len() / 4);
        let nearness = self.nearness(self.bank[bank].net, days, &like);
        let evidence = 2 * EXPLAINED + equal + nearness + words_alone(&like);
        let apart = if days == 0 { "同日".to_owned() } else { format!("日差{}天", days.abs()) };
        let mut reasons = vec!["金额相同".to_owned(), apart];
        let contradicts = like.doing_differs || like.names_differ || like.by_cheque_in_books_only;
        let Likeness { same_number, same_name, same_doing, same_words, hints_at_another, .. } = like;
        reasons.extend(like.reasons);
        self.edges_of_bank[bank].push(self.edges.len());
        self.edges_of_book[book].push(self.edges.len());
        self.edges.push(Edge {
            bank,
            book,
            days,
            evidence,
            nearness,
            contradicts,
            same_number,
            same_name,
            same_doing,
            same_words,
            hints_at_another,
            reasons,
        });
    }

    /// Weight of evidence in the bank being so many days after the books.
    pub fn nearness(&self, net: Money, days: i64, like: &Likeness) -> i32 {
        if like.by_bank { nearness_of_bank_doing(days) } else { self.habit.nearness(net, days) }
    }

    pub fn edge(&self, at: usize) -> &Edge {
        &self.edges[at]
    }

    /// The candidates of a bank line.
    pub fn edges_of_bank(&self, bank: usize) -> &[usize] {
        &self.edges_of_bank[bank]
    }

    /// What its two lines say, as a number: pairs of one kind are interchangeable.
    pub fn kind_of(&self, edge: usize) -> (usize, usize) {
        let Edge { bank, book, .. } = &self.edges[edge];
        (self.alike_bank[*bank], self.alike_book[*book])
    }

    /// How many bank lines say the same in everything as the one of this pair, itself among them.
    pub fn bank_twins(&self, edge: usize) -> usize {
        let (class, _) = self.kind_of(edge);
        self.alike_bank.iter().filter(|other| **other == class).count()
    }

    /// No other candidate on either side.
    pub fn is_alone(&self, edge: usize) -> bool {
        let Edge { bank, book, .. } = &self.edges[edge];
        self.edges_of_bank[*bank].len() == 1 && self.edges_of_book[*book].len() == 1
    }

    /// No other candidate on either side within some days of it: none the words do not speak against, no line that is
    /// settled elsewhere, and a twin is no other.
    pub fn is_alone_within(&self, edge: usize, days: i64, settled: &Taken) -> bool {
        let (Edge { bank, book, .. }, kind) = (&self.edges[edge], self.kind_of(edge));
        let mut others = self.edges_of_bank[*bank].iter().chain(&self.edges_of_book[*book]).map(|e| &self.edges[*e]);
        others.all(|other| {
            let is_twin = (self.alike_bank[other.bank], self.alike_book[other.book]) == kind;
            is_twin || other.contradicts || other.days.abs() > days || settled.has_any(&[other.bank], &[other.book])
        })
    }

    pub fn bank_is_spoken_for(&self, bank: usize) -> bool {
        self.is_spoken_for(&self.edges_of_bank[bank])
    }

    pub fn book_is_spoken_for(&self, book: usize) -> bool {
        self.is_spoken_for(&self.edges_of_book[book])
    }

    fn is_spoken_for(&self, edges: &[usize]) -> bool {
        edges.iter().any(|e| self.is_alone(*e) && self.edges[*e].evidence >= SPOKEN_FOR)
    }

    /// The best one-to-one pairs among free lines: the edge, and how far it leads its best alternative.
    pub fn singles(&self, floor: i32, taken: &Taken) -> Vec<(usize, i32)> {
        let open = |e: &Edge| e.evidence >= floor && !taken.bank[e.bank] && !taken.book[e.book];
        let mut seen = vec![false; self.edges.len()];
        let mut pairs = Vec::new();
        for start in 0..self.edges.len() {
            if seen[start] || !open(&self.edges[start]) {
                continue;
            }
            let (rows, columns) = self.crowd(start, &mut seen, &open);
            if rows.len().max(columns.len()) <= CROWD {
                pairs.extend(self.assigned(&rows, &columns, &open));
            } else {
                pairs.extend(self.mutual(&rows, &open));
            }
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

    fn assigned(&self, rows: &[usize], columns: &[usize], open: &impl Fn(&Edge) -> bool) -> Vec<(usize, i32)> {
        let between = |i: usize, j: usize| {
            self.edges_of_bank[i].iter().copied().find(|e| self.edges[*e].book == j && open(&self.edges[*e]))
        };
        let worth = |i: &usize| columns.iter().map(|j| between(*i, *j).map(|e| self.edges[e].evidence)).collect();
        let alike_rows = rows.iter().map(|i| self.alike_bank[*i]).collect();
        let alike_columns = columns.iter().map(|j| self.alike_book[*j]).collect();
        best_pairs(&Gains { worth: rows.iter().map(worth).collect(), alike_rows, alike_columns })
            .into_iter()
            .filter_map(|(i, j, lead)| between(rows[i], columns[j]).map(|edge| (edge, lead)))
            .collect()
    }

    /// For large crowds: each other's clear favourite, again and again until none is left.
    fn mutual(&self, rows: &[usize], open: &impl Fn(&Edge) -> bool) -> Vec<(usize, i32)> {
        let mut gone: BTreeSet<(bool, usize)> = BTreeSet::new();
        let mut chosen = Vec::new();
        loop {
            let live = |e: &Edge| open(e) && !gone.contains(&(true, e.bank)) && !gone.contains(&(false, e.book));
            let favourite = |edges: &[usize]| -> Option<(usize, i32)> {
                let mut best: Vec<usize> = edges.iter().copied().filter(|e| live(&self.edges[*e])).collect();
                best.sort_by_key(|e| std::cmp::Reverse(self.edges[*e].evidence));
                let first = *best.first()?;
                let second = best.get(1).map_or(0, |e| self.edges[*e].evidence);
                let lead = self.edges[first].evidence - second;
                (lead > 0).then_some((first, lead))
            };
            let found: Vec<(usize, i32)> = rows
                .iter()
                .filter_map(|i| favourite(&self.edges_of_bank[*i]))
                .filter_map(|(e, lead)| {
                    let (back, other) = favourite(&self.edges_of_book[self.edges[e].book])?;
                    (back == e).then_some((e, lead.min(other)))
                })
                .collect();
            if found.is_empty() {
                return chosen;
            }
            for (edge, _) in &found {
                gone.insert((true, self.edges[*edge].bank));
                gone.insert((false, self.edges[*edge].book));
            }
            chosen.extend(found);
        }
    }
}

/// For each the place of the first that is equal to it.
fn first_alike<T: Eq + Hash>(lines: impl Iterator<Item = T>) -> Vec<usize> {
    let mut first = HashMap::new();
    lines.enumerate().map(|(at, line)| *first.entry(line).or_insert(at)).collect()
}
