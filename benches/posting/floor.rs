//! What the disk allows: one fdatasync, and raw inserts with one durable commit per voucher.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Executor};

const TABLES: [&str; 6] = [
    "create table counter (book text, period text, last_no bigint not null, primary key (book, period))",
    "create table voucher (id text primary key, book text, period text, no bigint, date text, total bigint, \
     prepared text, reviewed text, posted text, digest text, unique (book, period, no))",
    "create table entry (voucher text, line bigint, book text, period text, account text, summary text, \
     debit bigint, credit bigint, primary key (voucher, line))",
    "create index entry_by_account on entry (book, account, period)",
    "create table balance (book text, period text, account text, debit bigint, credit bigint, \
     primary key (book, period, account))",
    "create table event (scope text, seq bigint, at text, act text, detail text, digest text, primary key (scope, seq))",
];

/// The median cost of writing 4 KiB and pressing it to the disk.
pub fn one_fdatasync(folder: &Path) -> Duration {
    let mut file = File::create(folder.join("sync")).expect("a file");
    let mut costs: Vec<Duration> = (0..200)
        .map(|i| {
            let began = Instant::now();
            file.seek(SeekFrom::Start(i * 4096)).and_then(|_| file.write_all(&[7; 4096])).expect("written");
            file.sync_data().expect("synced");
            began.elapsed()
        })
        .collect();
    costs.sort_unstable();
    costs[costs.len() / 2]
}

/// Raw inserts, one transaction and one durable commit per voucher of four lines; vouchers per second.
pub async fn raw_inserts(folder: &Path, vouchers: usize) -> f64 {
    sqlx::any::install_default_drivers();
    let pool = AnyPoolOptions::new()
        .max_connections(1)
        .after_connect(|conn, _| {
            Box::pin(async move {
                conn.execute("pragma journal_mode = wal").await?;
                conn.execute("pragma synchronous = full").await?;
                Ok(())
            })
        })
        .connect(&format!("sqlite://{}?mode=rwc", folder.join("floor.db").display()))
        .await
        .expect("a fresh SQLite file");
    for table in TABLES {
        sqlx::query(table).execute(&pool).await.expect("a table");
    }
    let began = Instant::now();
    for i in 0..vouchers {
        let mut tx = pool.begin_with("begin immediate").await.expect("begin");
        one_voucher(&mut tx, i).await.expect("rows go in");
        tx.commit().await.expect("commit");
    }
    let rate = vouchers as f64 / began.elapsed().as_secs_f64();
    pool.close().await;
    rate
}

async fn one_voucher(conn: &mut AnyConnection, i: usize) -> sqlx::Result<()> {
    let (id, book, digest) = (format!("{i:032x}"), format!("book{}", i % 8), "0".repeat(64));
    sqlx::query(
        "insert into counter values ($1, '2024-01', 1) \
         on conflict (book, period) do update set last_no = counter.last_no + 1",
    )
    .bind(&book)
    .execute(&mut *conn)
    .await?;
    sqlx::query("insert into voucher values ($1, $2, '2024-01', $3, '2024-01-15', 120000, 'a', 'b', 'c', $4)")
        .bind(&id)
        .bind(&book)
        .bind(i as i64)
        .bind(&digest)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "insert into entry values ($1, 1, $2, '2024-01', '101', '支付修桥石料款', 60000, 0), \
         ($1, 2, $2, '2024-01', '102', '支付修桥石料款', 60000, 0), \
         ($1, 3, $2, '2024-01', '514', '支付修桥石料款', 0, 60000), \
         ($1, 4, $2, '2024-01', '202', '支付修桥石料款', 0, 60000)",
    )
    .bind(&id)
    .bind(&book)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "insert into balance values ($1, '2024-01', '101', 60000, 0), ($1, '2024-01', '102', 60000, 0), \
         ($1, '2024-01', '514', 0, 60000), ($1, '2024-01', '202', 0, 60000) \
         on conflict (book, period, account) do update set \
         debit = balance.debit + excluded.debit, credit = balance.credit + excluded.credit",
    )
    .bind(&book)
    .execute(&mut *conn)
    .await?;
    sqlx::query("insert into event values ($1, $2, '2024-01-15T00:00:00Z', 'post', '', $3)")
        .bind(&book)
        .bind(i as i64)
        .bind(&digest)
        .execute(&mut *conn)
        .await?;
    Ok(())
}
