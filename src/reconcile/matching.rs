use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::cancelling;
use super::certainty::judged;
use super::desk::{Desk, Taken};
use super::group::{Group, groups};
use super::likeness::BankDoing;
use super::line::{BankLine, BookLine};

/// How far apart the days of one event may stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tolerance {
    /// A certain pair is at most this many days apart, unless a number ties it, and alone among candidates so near.
    pub certain_days: i64,
    /// The bank may be this many days after the books: a late cheque.
    pub bank_after: i64,
    /// The bank may be this many days before the books: a paper handed in late.
    pub bank_before: i64,
}

impl Default for Tolerance {
    fn default() -> Tolerance {
        Tolerance { certain_days: 15, bank_after: 60, bank_before: 31 }
    }
}

/// Bank lines and entries that belong together, by their places in the lists that were given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProposedPair {
    /// Bank lines.
    pub bank: Vec<usize>,
    /// Entries.
    pub book: Vec<usize>,
    /// Unique and exact: one to one, the same fen, and nothing else near that fits as well, twins but for their order.
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
    /// Lines of one side alone that cancel out: a red-letter entry and its original, a payment the bank took back.
    pub cancellations: Vec<ProposedPair>,
    /// Fees and interest without a voucher.
    pub missing: Vec<MissingVoucher>,
}

/// A one-to-one pair needs this much evidence to be proposed, a group this much.
const SINGLE: i32 = 6;
const GROUP: i32 = 25;
/// A pair must lead its best alternative by this, else it is a tie; a group must beat the single pairs it breaks.
const LEAD: i32 = 6;
const CANDIDATES_SHOWN: usize = 5;

/// Proposes pairs between the unpaired lines of a bank account and the unpaired entries of its ledger account.
///
/// Certain only if unique and exact; the rest ranked with reasons; ties are left to the accountant. Deterministic.
pub fn propose(bank: &[BankLine], book: &[BookLine], tolerance: Tolerance) -> Proposal {
    let mut cancellations = cancelling::in_the_books(book, bank);
    let undone: BTreeSet<usize> = cancellations.iter().flat_map(|c| c.book.iter().copied()).collect();
    let places: Vec<usize> = (0..book.len()).filter(|j| !undone.contains(j)).collect();
    let left: Vec<BookLine> = places.iter().map(|j| book[*j].clone()).collect();
    let (mut pairs, mut choices, taken) = paired(bank, &left, tolerance);
    for pair in pairs.iter_mut().chain(choices.iter_mut().flat_map(|c| &mut c.candidates)) {
        for j in &mut pair.book {
            *j = places[*j];
        }
    }
    cancellations.extend(cancelling::at_the_bank(bank, |i| !taken[i]));
    let settled = |i: &usize| {
        taken[*i] || choices.iter().any(|c| c.bank == *i) || cancellations.iter().any(|c| c.bank.contains(i))
    };
    let missing = (0..bank.len())
        .filter(|i| !settled(i))
        .filter_map(|i| BankDoing::of(&bank[i].text()).map(|doing| MissingVoucher { bank: i, doing }))
        .collect();
    Proposal { pairs, choices, cancellations, missing }
}

/// Pairs and choices between the two sides, and which bank lines stand in a pair.
fn paired(bank: &[BankLine], book: &[BookLine], tolerance: Tolerance) -> (Vec<ProposedPair>, Vec<Choice>, Vec<bool>) {
    let desk = Desk::new(bank, book, tolerance);
    let mut taken = Taken::none(&desk);
    let all_groups = groups(&desk);
    let rivals = weighed(&desk, &all_groups);
    let (kept, contested) = decide(&desk, &rivals);
    let mut pairs = Vec::new();
    for group in kept {
        taken.take(&group.bank, &group.book);
        pairs.push(ProposedPair {
            bank: group.bank.clone(),
            book: group.book.clone(),
            certain: false,
            score: shown(group.evidence),
            reasons: group.reasons.clone(),
        });
    }
    let judged = judged(&desk, SINGLE, &taken, tolerance);
    let sure = judged.certain.into_iter().map(|at| (at, true));
    let likely = judged.open.into_iter().filter(|(_, lead)| *lead >= LEAD).map(|(at, _)| (at, false));
    for (at, certain) in sure.chain(likely) {
        let edge = desk.edge(at);
        if certain || !contested.has_any(&[edge.bank], &[edge.book]) {
            pairs.push(single(&desk, at, certain));
        }
    }
    for pair in &pairs {
        taken.take(&pair.bank, &pair.book);
    }
    pairs.sort_by(|a, b| (b.certain, b.score, &a.bank).cmp(&(a.certain, a.score, &b.bank)));
    let choices = choices(&desk, &taken);
    (pairs, choices, taken.bank)
}

/// Every group with its evidence less that of the single pairs it would break.
fn weighed<'g>(desk: &Desk<'_>, all: &'g [Group]) -> Vec<(i32, &'g Group)> {
    let free = Taken::none(desk);
    let (mut of_bank, mut of_book) = (HashMap::new(), HashMap::new());
    for (edge, _) in desk.singles(SINGLE, &free) {
        of_bank.insert(desk.edge(edge).bank, edge);
        of_book.insert(desk.edge(edge).book, edge);
    }
    let breaks = |g: &Group| -> i32 {
        let of_lines = g.bank.iter().filter_map(|i| of_bank.get(i));
        let broken: BTreeSet<usize> = of_lines.chain(g.book.iter().filter_map(|j| of_book.get(j))).copied().collect();
        broken.into_iter().map(|e| desk.edge(e).evidence).sum()
    };
    all.iter().map(|g| (g.evidence - breaks(g), g)).collect()
}

/// Which groups stand, and which lines neither a group nor a single pair can claim.
///
/// A group stands when its evidence beats the single pairs it would break; where the two weigh alike, neither is
/// proposed. Two groups that want the same line and weigh alike cancel each other.
fn decide<'g>(desk: &Desk<'_>, all: &[(i32, &'g Group)]) -> (Vec<&'g Group>, Taken) {
    let mut ranked: Vec<(i32, &Group)> =
        all.iter().copied().filter(|(net, g)| *net > -LEAD && g.evidence >= GROUP).collect();
    ranked.sort_by(|(a, g), (b, h)| {
        (b, h.evidence).cmp(&(a, g.evidence)).then_with(|| (&g.bank, &g.book).cmp(&(&h.bank, &h.book)))
    });
    let (mut used, mut contested) = (Taken::none(desk), Taken::none(desk));
    let mut kept: Vec<&Group> = Vec::new();
    for (at, (net, group)) in ranked.iter().enumerate() {
        if used.has_any(&group.bank, &group.book) {
            continue;
        }
        let has_rival = ranked.iter().enumerate().any(|(other, (n, g))| {
            other > at && net - n < LEAD && g.shares_a_line_with(group) && !used.has_any(&g.bank, &g.book)
        });
        used.take(&group.bank, &group.book);
        if has_rival || *net < LEAD {
            contested.take(&group.bank, &group.book);
        } else {
            kept.push(group);
        }
    }
    (kept, contested)
}

fn single(desk: &Desk<'_>, at: usize, certain: bool) -> ProposedPair {
    let edge = desk.edge(at);
    let mut reasons = edge.reasons.clone();
    if certain {
        reasons.push(why_certain(desk, at));
    }
    let score = if certain { 100 } else { shown(edge.evidence) };
    ProposedPair { bank: vec![edge.bank], book: vec![edge.book], certain, score, reasons }
}

/// What the accountant may rely on without looking.
fn why_certain(desk: &Desk<'_>, at: usize) -> String {
    let twins = desk.bank_twins(at);
    if desk.is_alone(at) {
        "两边各只有这一笔".to_owned()
    } else if twins > 1 {
        format!("两边各有 {twins} 笔完全一样，按先后对上")
    } else if desk.is_alone_within(at, Tolerance::default().certain_days, &Taken::none(desk)) {
        "前后半月两边只有这一笔对得上".to_owned()
    } else {
        "同金额的还有，这一笔明显最合".to_owned()
    }
}

/// Free bank lines with free candidates that nobody could choose between.
fn choices(desk: &Desk<'_>, taken: &Taken) -> Vec<Choice> {
    let mut choices = Vec::new();
    for bank in (0..desk.bank.len()).filter(|i| !taken.bank[*i]) {
        let mut open: Vec<usize> =
            desk.edges_of_bank(bank).iter().copied().filter(|e| !taken.book[desk.edge(*e).book]).collect();
        open.sort_by_key(|e| (std::cmp::Reverse(desk.edge(*e).evidence), desk.edge(*e).book));
        open.truncate(CANDIDATES_SHOWN);
        if !open.is_empty() {
            choices.push(Choice { bank, candidates: open.into_iter().map(|e| single(desk, e, false)).collect() });
        }
    }
    choices
}

/// Evidence as a figure between 0 and 99; 100 is kept for certain pairs.
fn shown(evidence: i32) -> u8 {
    u8::try_from((30 + evidence).clamp(0, 99)).unwrap_or(99)
}
