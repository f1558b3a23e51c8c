//! Paper for the board: what one sheet of 140 lines costs, what a township's hundred villages cost, and one print
//! file for all of them.
//!
//! `cargo bench --bench sheets`. Prints page counts, bytes, medians and the process's peak memory. Times are of
//! layout and rendering together, the fonts unpacked before; unpacking is said apart.

mod village;

use std::time::{Duration, Instant};

use mingzhang::disclosure::Printed;
use mingzhang::kernel::Timestamp;
use mingzhang::pdf::disclosure::DisclosurePaper;
use mingzhang::pdf::{Fonts, print_file, render};

const BASE: &str = "https://gongkai.example.gov.cn";
const RUNS: usize = 40;
const VILLAGES: usize = 100;
/// What a village gets each quarter.
const PAPERS: [DisclosurePaper; 3] = [DisclosurePaper::BoardA3, DisclosurePaper::FileCopy, DisclosurePaper::Summary];
/// As many hands as the target names.
const HANDS: usize = 2;

fn main() {
    let began = Instant::now();
    let fonts = Fonts::embedded();
    println!("unpacking the fonts: {:.0} ms, once a process", millis(began.elapsed()));
    one_sheet(fonts);
    let sheets: Vec<Printed> = (0..VILLAGES).map(|n| village::printed(n, 70)).collect();
    township(&sheets, fonts);
    for paper in PAPERS {
        together(&sheets, paper, fonts);
    }
    rare(fonts);
}

/// One A3 sheet of 140 lines, and the other papers of the same quarter.
fn one_sheet(fonts: &Fonts) {
    let printed = village::printed(0, 140);
    let lines = printed.sheet.income.lines.len() + printed.sheet.expense.lines.len();
    for (word, paper) in DisclosurePaper::ALL {
        let mut times = Vec::new();
        let (mut pages, mut bytes) = (0, 0);
        for _ in 0..RUNS {
            let began = Instant::now();
            let document = paper.lay_out(&printed, BASE, now(), fonts);
            let file = render(&document, fonts);
            times.push(began.elapsed());
            (pages, bytes) = (document.pages.len(), file.len());
        }
        println!("one {word:<8} {lines} lines: {pages} pages, {} kB, median {:.1} ms", kilo(bytes), median(times));
    }
}

/// Every paper of every village, each a file of its own, by two hands.
fn township(sheets: &[Printed], fonts: &Fonts) {
    let began = Instant::now();
    let (pages, bytes) = std::thread::scope(|scope| {
        let hands: Vec<_> = sheets
            .chunks(sheets.len().div_ceil(HANDS))
            .map(|part| scope.spawn(move || part.iter().map(|printed| papers_of(printed, fonts)).fold((0, 0), add)))
            .collect();
        hands.into_iter().map(|hand| hand.join().expect("a hand that comes back")).fold((0, 0), add)
    });
    let (all, seconds) = (sheets.len() * PAPERS.len(), began.elapsed().as_secs_f64());
    let kilobytes = kilo(bytes);
    println!(
        "{all} papers of {VILLAGES} villages by {HANDS}: {pages} pages, {kilobytes} kB, {seconds:.2} s, peak {} MB",
        peak()
    );
}

fn papers_of(printed: &Printed, fonts: &Fonts) -> (usize, usize) {
    let each = PAPERS.map(|paper| {
        let document = paper.lay_out(printed, BASE, now(), fonts);
        (document.pages.len(), render(&document, fonts).len())
    });
    each.into_iter().fold((0, 0), add)
}

/// One print file of one paper of all villages.
fn together(sheets: &[Printed], paper: DisclosurePaper, fonts: &Fonts) {
    let began = Instant::now();
    let each = sheets.iter().map(|p| (p.sheet.heading.book_code.clone(), paper.lay_out(p, BASE, now(), fonts)));
    let file = print_file("全镇", now(), each, fonts);
    let seconds = began.elapsed().as_secs_f64();
    let bytes = kilo(file.bytes.map_or(0, |b| b.len()));
    println!(
        "together {}: {} papers, {} pages, {bytes} kB, {seconds:.2} s, peak {} MB",
        paper.in_chinese(),
        file.papers,
        file.pages,
        peak()
    );
}

/// The first rare name unpacks the fallback; the second does not.
fn rare(fonts: &Fonts) {
    let mut printed = village::printed(0, 140);
    printed.sheet.expense.lines[0].what = "村民𠮷某误工补贴".to_owned();
    for time in ["first", "second"] {
        let began = Instant::now();
        let file = render(&DisclosurePaper::BoardA3.lay_out(&printed, BASE, now(), fonts), fonts);
        let (bytes, took) = (kilo(file.len()), millis(began.elapsed()));
        println!("a rare name, the {time} time: {bytes} kB, {took:.1} ms, peak {} MB", peak());
    }
}

fn now() -> Timestamp {
    Timestamp::parse("2026-10-08T01:30:00.000000Z").expect("an instant")
}

fn add(a: (usize, usize), b: (usize, usize)) -> (usize, usize) {
    (a.0 + b.0, a.1 + b.1)
}

const fn kilo(bytes: usize) -> usize {
    bytes / 1000
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    millis(times[times.len() / 2])
}

/// The most this process ever held, in MB, as the system counts it; 0 where it does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1000
}
