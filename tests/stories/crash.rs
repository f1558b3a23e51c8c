//! 断电断网: what was acknowledged is there after `kill -9`, and the numbers have no hole.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use mingzhang::audit;
use mingzhang::db::Durability;
use mingzhang::kernel::{DraftId, Period};
use mingzhang::ledger;

use crate::support::township::Kept;
use crate::support::{Place, audited, each_place};

/// Set for the processes that post until they are killed: place, book and drafts, one a line.
const ORDERS: &str = "TEST_CRASH_ORDERS";
const CLIENTS: usize = 3;
const EACH: usize = 40;

fn september() -> Period {
    Period::new(2025, 9).expect("a period")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 几个客户端记账时被强行终止_已答复的凭证都在_编号连续() {
    each_place(async |place| {
        let db = place.open(Durability::Durable).await;
        let village = Kept::in_fresh_township(&db).await;
        let mut orders = Vec::new();
        for _ in 0..CLIENTS {
            let mut order = vec![place.line(), village.book.text()];
            for fen in 0..EACH as i64 {
                order.push(village.reviewed(village.office_paid("2025-09-12", fen + 1)).await.text());
            }
            orders.push(order.join("\n"));
        }
        db.close().await;
        let acknowledged = killed_in_the_middle(&orders);

        let db = place.open(Durability::Durable).await;
        let village = Kept::seen_again(&db, village.book).await;
        let posted = village.chain(september()).await;
        for line in &acknowledged {
            let there = posted.iter().any(|v| format!("{} {}", v.number.no, v.digest.hex()) == *line);
            assert!(there, "已答复的凭证不见了:{line}");
        }
        assert!(posted.len() < CLIENTS * EACH, "终止得太晚,什么也没有试到");
        let mut view = db.read().await.expect("a view");
        assert_eq!(audit::prove(&mut view).await.expect("proved"), []);
        let rows = ledger::balances(&mut view, village.book, september(), september()).await.expect("balances");
        let moved: i64 = rows.iter().map(|r| r.debit.fen()).sum();
        assert_eq!(moved, posted.iter().map(|v| v.total().fen()).sum::<i64>(), "余额等于凭证之和");
        drop(view);
        let next = village.posts(village.reviewed(village.office_paid("2025-09-30", 5)).await).await.expect("posted");
        assert_eq!(next.number.no, posted.len() as i64 + 1, "接着编号");
        audited(&db).await;
        db.close().await;
    })
    .await;
}

/// Lets every client post until all have been answered a few times, then ends them; the answers they got.
fn killed_in_the_middle(orders: &[String]) -> Vec<String> {
    let mut clients: Vec<Child> = orders.iter().map(|order| client(order)).collect();
    let mut answers = Vec::new();
    let mut heard: Vec<_> = clients.iter_mut().map(|c| BufReader::new(c.stdout.take().expect("a pipe"))).collect();
    for ear in &mut heard {
        answers.extend(answers_of(ear).take(8));
    }
    assert_eq!(answers.len(), CLIENTS * 8, "every client was answered before the end");
    for client in &mut clients {
        client.kill().expect("SIGKILL");
    }
    for client in &mut clients {
        client.wait().expect("ended");
    }
    // What was written to the pipe before the end was acknowledged too.
    for ear in &mut heard {
        answers.extend(answers_of(ear));
    }
    answers
}

/// Whole lines only: a line cut by the end was not an answer.
fn answers_of(ear: &mut impl BufRead) -> impl Iterator<Item = String> {
    std::iter::from_fn(move || {
        let mut line = String::new();
        ear.read_line(&mut line).ok().filter(|read| *read > 0)?;
        Some(line)
    })
    .filter(|line| line.ends_with('\n'))
    .filter_map(|line| Some(line.trim_end().split_once("记账 ")?.1.to_owned()))
}

fn client(orders: &str) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "crash::client_that_posts_until_it_is_killed", "--nocapture", "--test-threads=1"])
        .env(ORDERS, orders)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a client")
}

/// Not a test by itself: the body of the client processes of the test above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn client_that_posts_until_it_is_killed() {
    let Ok(orders) = std::env::var(ORDERS) else { return };
    let mut lines = orders.lines();
    let place = Place::of_line(lines.next().expect("a place"));
    let book = lines.next().expect("a book").parse().expect("an id");
    let db = place.open(Durability::Durable).await;
    let village = Kept::seen_again(&db, book).await;
    let drafts: Vec<DraftId> = lines.map(|l| l.parse().expect("an id")).collect();
    let hands: Vec<_> = drafts.chunks(drafts.len().div_ceil(4)).map(<[DraftId]>::to_vec).collect();
    let posting = hands.into_iter().map(|own| {
        let village = village.clone();
        tokio::spawn(async move {
            for draft in own {
                let posted = village.posts(draft).await.expect("posted");
                let answer = format!("记账 {} {}\n", posted.number.no, posted.digest.hex());
                std::io::stdout().write_all(answer.as_bytes()).expect("an answer");
            }
        })
    });
    for hand in posting.collect::<Vec<_>>() {
        hand.await.expect("a hand");
    }
}
