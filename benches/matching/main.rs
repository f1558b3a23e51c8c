//! How well, and how fast, a village's year at the bank is matched with its books.
//!
//! `cargo bench --bench matching`. The weights were tuned on seeds 0–99 of the home dialect; what was still wrong was looked
//! for on seeds 200–699 of all three. What is printed is seeds 100–139, of the home dialect, of the away dialect and of a
//! third (`dialect.rs` says what differs).
//!
//! A link is a bank line and an entry; certain pairs are held against the true one-to-one pairs, everything proposed
//! together with the first suggestion of every choice against all true links. Two tickets of one shop, one day, one amount
//! and one wording are twins: the bank's two lines say the same in everything, and so do the entries. Which belongs to
//! which is known to the generator alone and makes no difference to any book, sheet or balance; they count as right
//! either way round, and how many stand the other way round than the generator had them is printed beside it.

mod dialect;
mod tally;
mod year;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use dialect::{AWAY, Dialect, HOME, THIRD};
use mingzhang::reconcile::{Proposal, Tolerance, propose};
use tally::Tally;
use year::Year;

fn main() {
    let seeds = std::env::var("MINGZHANG_BENCH_SEEDS").unwrap_or_else(|_| "100..140".to_owned());
    let (from, to) = seeds.split_once("..").expect("as 100..140");
    let seeds = from.parse::<u64>().expect("a number")..to.parse().expect("a number");
    for words in [&HOME, &AWAY, &THIRD] {
        report(words, seeds.clone());
    }
}

fn report(words: &Dialect, seeds: std::ops::Range<u64>) {
    let (mut certain, mut first, mut pairs) = (Tally::default(), Tally::default(), Tally::default());
    let (mut times, mut lines, mut swapped, mut mute) = (Vec::new(), 0, 0, 0);
    let mut causes = BTreeMap::new();
    for seed in seeds.clone() {
        let year = Year::of(seed, words);
        let began = Instant::now();
        let found = propose(&year.bank, &year.book, Tolerance::default());
        times.push(began.elapsed());
        lines += year.bank.len();
        let sure = found.pairs.iter().filter(|p| p.certain).map(|p| (&p.bank[..], &p.book[..]));
        swapped += year.swapped(sure.clone());
        let links: BTreeSet<(usize, usize)> = sure.clone().map(|(bank, book)| (bank[0], book[0])).collect();
        year.missed(&links, &mut causes);
        mute += year.mute();
        certain = certain.and(year.weighs(sure, year.one_to_one()));
        let every = found.pairs.iter().map(|p| (&p.bank[..], &p.book[..]));
        pairs = pairs.and(year.weighs(every, year.links()));
        let chosen = first_choices(&found);
        let every = found.pairs.iter().map(|p| (&p.bank[..], &p.book[..]));
        let every = every.chain(chosen.iter().map(|(i, j)| (std::slice::from_ref(i), std::slice::from_ref(j))));
        first = first.and(year.weighs(every, year.links()));
    }
    times.sort_unstable();
    let years = times.len();
    println!("{}: {years} years, {} bank lines each on average", words.name, lines / years);
    told("certain, of true one-to-one pairs", certain);
    println!("    of them {swapped} between twins, the other way round than they were made");
    println!(
        "    {mute} true pairs share no number, name or word and are of whole yuan: no hand could be certain of them"
    );
    for (cause, many) in causes {
        println!("    {many} true pairs not certain: {cause}");
    }
    told("pairs proposed, of all links", pairs);
    told("with the first suggestion of each choice", first);
    let [median, most] = [times[years / 2], times[years - 1]].map(|t: Duration| t.as_secs_f64() * 1e3);
    println!("  a year matched in {median:.1} ms median, {most:.1} ms at most\n");
}

/// The first suggestion of every choice.
fn first_choices(found: &Proposal) -> Vec<(usize, usize)> {
    found.choices.iter().filter_map(|c| Some((c.bank, *c.candidates.first()?.book.first()?))).collect()
}

fn told(what: &str, tally: Tally) {
    let wrong = tally.proposed - tally.right;
    let [precision, recall] = [tally.precision(), tally.recall()].map(|n| n as f64 / 10_000.0);
    println!(
        "  {what}: precision {precision:.4} ({wrong} wrong of {}), recall {recall:.4} of {}",
        tally.proposed, tally.all
    );
}
