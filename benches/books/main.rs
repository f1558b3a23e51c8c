//! A township's books: the import of a year through all the rules, and what every report then costs, at two sizes
//! side by side.
//!
//! `cargo bench --bench books`. The small township has one year, the large one ten, nine of them sealed; both have
//! 100 villages with 30 vouchers a month. A report must cost the same in both. `MINGZHANG_BENCH_FOLDER` names a
//! folder on the disk to be measured; `MINGZHANG_BENCH_YEARS` makes the large township smaller for a quick look.

mod peer;
mod reports;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/support/township.rs"]
mod township;
mod work;

use std::path::Path;
use std::time::{Duration, Instant};

use mingzhang::auth::{Role, Sealer};
use mingzhang::db::{Db, Durability};
use mingzhang::kernel::{BookId, Period};
use mingzhang::ledger::{self, MissingDetails, VoucherRows};
use township::{Kept, founded, now, someone};
use work::Size;

/// The year every report is asked of; the only one of the small township.
const THIS_YEAR: i32 = 2024;
const VILLAGES: u32 = 100;

/// A township ready to be read.
struct Township {
    db: Db,
    books: Vec<Kept>,
}

#[tokio::main]
async fn main() {
    let years: i32 = std::env::var("MINGZHANG_BENCH_YEARS").ok().and_then(|y| y.parse().ok()).unwrap_or(10);
    let folder = match std::env::var_os("MINGZHANG_BENCH_FOLDER") {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    };
    let folder = folder.expect("a temporary folder");
    let year = Size { villages: VILLAGES, from: THIS_YEAR, to: THIS_YEAR };
    let vouchers = ledger::read_vouchers(&work::year_as_csv(year, THIS_YEAR)).expect("a sound file");
    match peer::reads_and_checks(folder.path(), &vouchers) {
        Some(time) => {
            println!("hledger reads and checks the same {} vouchers in {:.2} s", vouchers.len(), time.as_secs_f64())
        }
        None => println!("hledger is not here: nothing to compare the import with"),
    }
    drop(vouchers);
    let small = built(folder.path(), "small", year).await;
    let large =
        built(folder.path(), "large", Size { villages: VILLAGES, from: THIS_YEAR + 1 - years, to: THIS_YEAR }).await;
    reports::side_by_side(&small, &large).await;
    small.db.close().await;
    large.db.close().await;
}

/// Founds a township and imports its years, the earlier ones closed behind it.
async fn built(folder: &Path, name: &str, size: Size) -> Township {
    let db = Db::sqlite(&folder.join(format!("{name}.db")), Durability::Durable).await.expect("a fresh SQLite file");
    let chief = founded(&db).await;
    let sealer = someone("总监督会计", Role::Chief).sealer().expect("who may seal");
    let first = Period::new(size.from, 1).expect("a period");
    let mut books = Vec::new();
    for village in 0..size.villages {
        let (code, name) = (work::code(village), format!("第{village}村"));
        books.push(Kept::opened_from(&db, &chief, &code, &name, first).await);
    }
    println!("{name}: {} villages, {} to {}, {} vouchers a year", size.villages, size.from, size.to, size.a_year());
    for year in size.years() {
        let (read, posted, entries) = imported(&books, size, year).await;
        let seconds = (read + posted).as_secs_f64();
        println!(
            "  import {year}: {} vouchers, {entries} entries in {seconds:.2} s (reading {:.2} s, rules and posting {:.2} s)",
            size.a_year(),
            read.as_secs_f64(),
            posted.as_secs_f64()
        );
        if year < size.to {
            let began = Instant::now();
            for book in &books {
                closed_and_sealed(book, &sealer, year).await;
            }
            println!("  closed and sealed {year}: {:.2} s", began.elapsed().as_secs_f64());
        }
    }
    Township { db, books }
}

/// One year as one file, all or nothing: how long its reading took, how long the rest, and its entries.
async fn imported(books: &[Kept], size: Size, year: i32) -> (Duration, Duration, usize) {
    let text = work::year_as_csv(size, year);
    let began = Instant::now();
    let vouchers = ledger::read_vouchers(&text).expect("a sound file");
    let read = began.elapsed();
    let entries = vouchers.iter().map(|v| v.rows.len()).sum();
    let by_book: Vec<(Kept, Vec<VoucherRows>)> = sorted(books, vouchers);
    let began = Instant::now();
    let importing = books[0].db.write(move |tx| {
        Box::pin(async move {
            for (book, vouchers) in by_book {
                let missing = MissingDetails::Create;
                ledger::import_vouchers(tx, &book.maker, &book.checker, &vouchers, missing, now()).await?;
            }
            Ok(())
        })
    });
    importing.await.expect("imported");
    (read, began.elapsed(), entries)
}

fn sorted(books: &[Kept], vouchers: Vec<VoucherRows>) -> Vec<(Kept, Vec<VoucherRows>)> {
    let mut by_book: Vec<(Kept, Vec<VoucherRows>)> = books.iter().map(|b| (b.clone(), Vec::new())).collect();
    for voucher in vouchers {
        let village: usize = voucher.book[1..].parse().expect("a book of the township");
        by_book[village].1.push(voucher);
    }
    by_book
}

/// Every month of a year closed, and the year sealed: the next begins from its own opening.
async fn closed_and_sealed(book: &Kept, sealer: &Sealer, year: i32) {
    let (by, sealer, id) = (book.checker.clone(), sealer.clone(), book.book);
    let closing = book.db.write(move |tx| {
        Box::pin(async move {
            for month in 1..=12 {
                ledger::close(tx, &by, Period::new(year, month).expect("a period"), now()).await?;
            }
            let year = Period::new(year, 1).expect("a period").year();
            ledger::seal_year(tx, &sealer, id, year, now()).await.map(drop)
        })
    });
    closing.await.expect("closed and sealed");
}

impl Township {
    fn ids(&self) -> Vec<BookId> {
        self.books.iter().map(|b| b.book).collect()
    }
}
