//! The public page under a village's eyes: the program itself in its own process, 500 pages a second over loopback.
//!
//! `cargo bench --bench public`. The clients keep to their timetable whatever the answers do, and a page's time runs
//! from the moment it was due, so that a server that falls behind cannot hide it. Every client has a loopback address of
//! its own, as people have, and stays within the limit of one. `MINGZHANG_BENCH_SECONDS` makes a run longer.

mod clients;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/support/sheets.rs"]
mod sheets;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/support/township.rs"]
mod township;

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use mingzhang::app::{App, Founding};
use mingzhang::auth::{NewPerson, Password, Role};
use mingzhang::config::Config;
use mingzhang::disclosure::PublicationHead;
use mingzhang::kernel::{Period, Quarter};
use mingzhang::ledger::{NewDraft, Side};
use township::{Kept, day, now, someone};

/// Receipts and payments of the quarter: a busy village.
const LINES: u32 = 140;
/// Pages a second.
const RATE: u32 = 500;

/// The program, ended with the bench.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[tokio::main]
async fn main() {
    let seconds = std::env::var("MINGZHANG_BENCH_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(15);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let head = published(folder.path()).await;
    let address = free_address();
    let _served = serves(folder.path(), address).await;
    let sheet = head.public_path();
    let line = format!("{sheet}/2025-07-0001-1");
    for (what, pages) in [
        ("the sheet", vec![sheet.clone()]),
        ("sheet, line, finder in turn", vec![sheet.clone(), line, sheet, "/v".to_owned()]),
    ] {
        let took = clients::drive(address, &pages, RATE, Duration::from_secs(seconds)).await;
        println!("{what}: {took}");
    }
}

/// A township with one village whose third quarter hangs on the board.
async fn published(data: &Path) -> PublicationHead {
    let app = App::open(Config { data: data.to_owned(), ..Config::default() }).await.expect("a house");
    let person = |login: &str| {
        let person = NewPerson::new(login, login).expect("a person");
        (person, Password::new(login, "mingzhang-2025").expect("a password"))
    };
    let founding = Founding {
        township: "青溪镇".into(),
        centre: String::new(),
        admin: person("guanli"),
        chief: person("zongkuai"),
        address: String::new(),
    };
    app.found(founding).await.expect("founded");
    let chief = someone("总监督会计", Role::Chief).chief().expect("a chief");
    let first = Period::new(2025, 7).expect("a period");
    let kept = Kept::opened_from(&app.db, &chief, "LJ", "李家村", first).await;
    for number in 0..LINES {
        let fen = 10_000 + i64::from(number);
        let new = if number % 14 == 0 {
            let line = |code, side| kept.line("仓库和机动地租金", code, side, fen * 200);
            NewDraft::regular(day("2025-07-03"), vec![line("10201", Side::Debit), line("50103", Side::Credit)])
        } else {
            kept.office_paid(&format!("2025-0{}-{:02}", 7 + number % 3, 4 + number % 24), fen)
        };
        let draft = kept.reviewed(new).await;
        kept.posts(draft).await.expect("posted");
    }
    for month in 7..=9 {
        kept.closes(Period::new(2025, month).expect("a period")).await.expect("closed");
    }
    let head = sheets::publishes(&app.db, kept.book, Quarter::new(2025, 3).expect("a quarter"), now()).await;
    app.db.close().await;
    head
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address")
}

async fn serves(data: &Path, address: SocketAddr) -> Served {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingzhang"));
    command.arg("serve").arg("--data").arg(data).args(["--listen", &address.to_string(), "--log", "warn"]);
    // A setting the program does not know would keep it from starting.
    command.env_remove("MINGZHANG_BENCH_SECONDS");
    let served = Served(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts"));
    for _ in 0..200 {
        if tokio::net::TcpStream::connect(address).await.is_ok() {
            return served;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the program does not listen");
}
