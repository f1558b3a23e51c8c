//! 记账, durable: vouchers per second through the use-case from 8 clients, beside the floor of the same minute.
//!
//! `cargo bench --bench posting`. The disk decides and moves tenfold between minutes, so every run measures, one
//! after the other, one fdatasync, raw inserts with one commit per voucher, and posting. Preparing and reviewing
//! the vouchers is not timed. `MINGZHANG_BENCH_FOLDER` names a folder on the disk to be measured.

mod floor;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/support/township.rs"]
mod township;

use std::path::Path;
use std::time::{Duration, Instant};

use mingzhang::db::{Db, Durability};
use mingzhang::kernel::DraftId;
use mingzhang::ledger::{self, NewDraft, Side};
use township::{Kept, day, founded, now};

const RUNS: usize = 5;
const CLIENTS: usize = 8;
/// Vouchers of the floor run, and of each client.
const FLOOR: usize = 1_000;
const EACH: usize = 250;

struct Run {
    sync: Duration,
    floor: f64,
    posting: f64,
    commits: u64,
}

#[tokio::main]
async fn main() {
    let (vouchers, entries) = (CLIENTS * EACH, 4 * CLIENTS * EACH);
    println!("posting: {CLIENTS} clients, {vouchers} vouchers, {entries} entries a run; SQLite, WAL, synchronous=FULL");
    println!("floor:   {FLOOR} vouchers of 4 entries by raw inserts, one durable commit each");
    println!(
        "{:>4} {:>12} {:>10} {:>12} {:>8} {:>14} {:>6}",
        "run", "fdatasync", "floor/s", "posting/s", "commits", "per commit", "ratio"
    );
    let mut runs = Vec::new();
    for number in 1..=RUNS {
        let run = one_run().await;
        tell(&number.to_string(), &run);
        runs.push(run);
    }
    let median = Run {
        sync: middle(runs.iter().map(|r| r.sync).collect()),
        floor: middle(runs.iter().map(|r| r.floor).collect()),
        posting: middle(runs.iter().map(|r| r.posting).collect()),
        commits: middle(runs.iter().map(|r| r.commits).collect()),
    };
    tell("med", &median);
    let slow_disk = median.sync >= Duration::from_millis(1);
    let (wanted, met) = if slow_disk {
        ("twice the floor where a durable commit costs 1 ms or more", median.posting >= 2.0 * median.floor)
    } else {
        ("2,000 vouchers/s where a durable commit costs less than 1 ms", median.posting >= 2_000.0)
    };
    println!("target: {wanted}: {}", if met { "met" } else { "NOT MET" });
}

fn tell(name: &str, run: &Run) {
    let per_commit = (CLIENTS * EACH) as f64 / run.commits.max(1) as f64;
    println!(
        "{name:>4} {:>9.3} ms {:>10.0} {:>12.0} {:>8} {per_commit:>14.1} {:>5.2}x",
        run.sync.as_secs_f64() * 1e3,
        run.floor,
        run.posting,
        run.commits,
        run.posting / run.floor
    );
}

fn middle<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_by(|a, b| a.partial_cmp(b).expect("comparable"));
    values[values.len() / 2]
}

async fn one_run() -> Run {
    let folder = match std::env::var_os("MINGZHANG_BENCH_FOLDER") {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    };
    let folder = folder.expect("a temporary folder");
    let db = Db::sqlite(&folder.path().join("book.db"), Durability::Durable).await.expect("a fresh SQLite file");
    let clients = prepared(&db).await;
    let sync = floor::one_fdatasync(folder.path());
    let floor = floor::raw_inserts(folder.path(), FLOOR).await;
    let (posting, commits) = posted(&db, clients).await;
    prove(&db, folder.path()).await;
    Run { sync, floor, posting, commits }
}

/// A book and its reviewed vouchers for every client.
async fn prepared(db: &Db) -> Vec<(Kept, Vec<DraftId>)> {
    let chief = founded(db).await;
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        let book = Kept::opened(db, &chief, &format!("B{client}"), &format!("第{client}村")).await;
        let drafts = reviewed(&book).await;
        clients.push((book, drafts));
    }
    clients
}

async fn reviewed(book: &Kept) -> Vec<DraftId> {
    let (maker, checker) = (book.maker.clone(), book.checker.clone());
    let vouchers: Vec<NewDraft> = (0..EACH as i64).map(|i| bridge_built(book, 10_000 + i)).collect();
    let preparing = book.db.write(move |tx| {
        Box::pin(async move {
            let mut drafts = Vec::new();
            for voucher in vouchers {
                let id = ledger::prepare(tx, &maker, voucher, now()).await?;
                ledger::review(tx, &checker, id, 1, now()).await?;
                drafts.push(id);
            }
            Ok(drafts)
        })
    });
    preparing.await.expect("reviewed vouchers")
}

/// Four lines, as many as a village voucher has.
fn bridge_built(book: &Kept, fen: i64) -> NewDraft {
    let lines = vec![
        book.line("支付修桥石料款", "51302", Side::Debit, fen),
        book.line("支付修桥运费", "51303", Side::Debit, fen / 2),
        book.line("支付修桥款", "10201", Side::Credit, fen),
        book.line("支付修桥款", "101", Side::Credit, fen / 2),
    ];
    NewDraft::regular(day("2025-09-12"), lines)
}

async fn posted(db: &Db, clients: Vec<(Kept, Vec<DraftId>)>) -> (f64, u64) {
    let before = db.commits().expect("SQLite counts its commits");
    let began = Instant::now();
    let posting: Vec<_> = clients.into_iter().map(|(book, drafts)| tokio::spawn(post_all(book, drafts))).collect();
    for client in posting {
        client.await.expect("a client");
    }
    let rate = (CLIENTS * EACH) as f64 / began.elapsed().as_secs_f64();
    (rate, db.commits().expect("SQLite counts its commits") - before)
}

async fn post_all(book: Kept, drafts: Vec<DraftId>) {
    for draft in drafts {
        book.posts(draft).await.expect("posted");
    }
}

/// What was measured really stands there.
async fn prove(db: &Db, folder: &Path) {
    let mut view = db.read().await.expect("a view");
    let books = mingzhang::village::books(&mut view).await.expect("books");
    for book in books {
        let period = "2025-09".parse().expect("a period");
        let there = ledger::vouchers(&mut view, book.id, period).await.expect("vouchers").len();
        assert_eq!(there, EACH, "{} in {}", book.code, folder.display());
    }
    drop(view);
    db.close().await;
}
