//! The write door: one use-case stands or falls alone, whoever writes beside it.

use mingzhang::audit::{self, Act, Actor};
use mingzhang::db::Db;
use mingzhang::kernel::{Class, Failure, Outcome, Refused, Timestamp};

use crate::support::each_engine;

/// What one act in a crowd does after it has written.
#[derive(Clone, Copy, PartialEq)]
enum Ending {
    Stands,
    IsRefused,
    Breaks,
}

fn now() -> Timestamp {
    Timestamp::parse("2024-03-31T02:00:00.000000Z").expect("an instant")
}

async fn act(db: &Db, subject: String, ending: Ending) -> Outcome<()> {
    let written = db.write(move |tx| {
        Box::pin(async move {
            audit::record(tx, &Actor::program(), Act::on_township("test.write", subject), now()).await?;
            match ending {
                Ending::Stands => Ok(()),
                Ending::IsRefused => Err(refusal().into()),
                Ending::Breaks => unreachable!("an invariant of this test"),
            }
        })
    });
    written.await
}

fn refusal() -> Refused {
    Refused { code: "test.refused", class: Class::Invalid, message: "不行".into(), field: None, row: None }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 八个人同时写_被拒绝的只退回自己的() {
    each_engine(async |db: Db| {
        let writers = (0..8).map(|writer| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut kept = Vec::new();
                for i in 0..25 {
                    let ending = if (writer + i) % 5 == 0 { Ending::IsRefused } else { Ending::Stands };
                    let subject = format!("{writer}-{i}");
                    match (ending, act(&db, subject.clone(), ending).await) {
                        (Ending::Stands, Ok(())) => kept.push(subject),
                        (Ending::IsRefused, Err(failure)) => assert!(failure.is("test.refused")),
                        (_, other) => panic!("{subject}: {other:?}"),
                    }
                }
                kept
            })
        });
        let mut acknowledged = Vec::new();
        for writer in writers.collect::<Vec<_>>() {
            acknowledged.extend(writer.await.expect("a writer"));
        }
        assert_eq!(acknowledged.len(), 160);
        acknowledged.sort();
        assert_eq!(recorded(&db).await, acknowledged);
    })
    .await;
}

#[tokio::test]
async fn 自毁的操作不留痕迹_也不连累别人() {
    each_engine(async |db: Db| {
        act(&db, "前".into(), Ending::Stands).await.expect("stands");
        let broken = tokio::spawn({
            let db = db.clone();
            async move { act(&db, "坏".into(), Ending::Breaks).await }
        });
        // The queue answers with a fault; a plain transaction lets the panic through to the request. Neither keeps a row.
        assert!(matches!(broken.await, Err(_) | Ok(Err(Failure::Fault(_)))));
        act(&db, "后".into(), Ending::Stands).await.expect("stands");
        assert_eq!(recorded(&db).await, ["前", "后"].map(str::to_owned));
    })
    .await;
}

/// Every subject in the township's chain, in text order, after the chain has been proved.
async fn recorded(db: &Db) -> Vec<String> {
    let mut view = db.read().await.expect("a view");
    assert_eq!(audit::prove(&mut view).await.expect("proved"), []);
    let events = audit::events(&mut view, "township", None, 1000).await.expect("events");
    let numbers: Vec<i64> = events.iter().rev().map(|e| e.seq).collect();
    assert_eq!(numbers, (1..=events.len() as i64).collect::<Vec<_>>(), "1..n without a hole");
    let mut subjects: Vec<String> = events.into_iter().map(|e| e.subject).collect();
    subjects.sort();
    subjects
}
