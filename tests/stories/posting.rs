//! 记账 under a crowd: numbers without holes, one chain, nothing posted twice, nothing slipped into a closed month.

use mingzhang::kernel::{Failure, Period};
use mingzhang::ledger;

use crate::support::each_engine;
use crate::support::township::Kept;

fn september() -> Period {
    Period::new(2025, 9).expect("a period")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 八个人同时记账_编号连续_链条不断_余额不差() {
    each_engine(async |db| {
        let village = Kept::in_fresh_township(&db).await;
        let mut posters = Vec::new();
        for poster in 0..8 {
            let mut drafts = Vec::new();
            for i in 0..10 {
                drafts.push(village.reviewed(village.office_paid("2025-09-12", 100 * poster + i + 1)).await);
            }
            let village = village.clone();
            posters.push(tokio::spawn(async move {
                let mut numbers = Vec::new();
                for draft in drafts {
                    numbers.push(village.posts(draft).await.expect("posted").number.no);
                }
                numbers
            }));
        }
        let mut numbers = Vec::new();
        for poster in posters {
            let own = poster.await.expect("a poster");
            assert!(own.is_sorted(), "后记的号在后");
            numbers.extend(own);
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=80).collect::<Vec<_>>());
        let posted = village.chain(september()).await;
        assert_eq!(posted.len(), 80);
        let mut view = db.read().await.expect("a view");
        let rows = ledger::balances(&mut view, village.book, september(), september()).await.expect("balances");
        let moved: i64 = rows.iter().map(|r| r.debit.fen()).sum();
        assert_eq!(moved, posted.iter().map(|v| v.total().fen()).sum::<i64>());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 同一张凭证两个人同时点记账_只记一次_另一个看到原因() {
    each_engine(async |db| {
        let village = Kept::in_fresh_township(&db).await;
        for round in 1..=5 {
            let draft = village.reviewed(village.office_paid("2025-09-12", 100)).await;
            let both = [village.clone(), village.clone()].map(|v| tokio::spawn(async move { v.posts(draft).await }));
            let mut posted = 0;
            for one in both {
                match one.await.expect("an answer, not a panic") {
                    Ok(_) => posted += 1,
                    Err(Failure::Refused(list)) => assert!(!list.is_empty()),
                    Err(Failure::Fault(fault)) => panic!("a double click is no fault: {}", fault.chain()),
                }
            }
            assert_eq!(posted, 1);
            assert_eq!(village.chain(september()).await.len(), round);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 结账与记账同时进行_结账后没有凭证溜进去() {
    each_engine(async |db| {
        let village = Kept::in_fresh_township(&db).await;
        let mut january = Period::new(2025, 1).expect("a period");
        for _ in 0..4 {
            let drafts = [village.reviewed(village.office_paid(&january.last_day().to_string(), 100)).await];
            let posting = tokio::spawn({
                let village = village.clone();
                async move { village.posts(drafts[0]).await.is_ok() }
            });
            let closing = tokio::spawn({
                let village = village.clone();
                async move { village.closes(january).await }
            });
            let (posted, closed) = (posting.await.expect("an answer"), closing.await.expect("an answer"));
            let there = village.chain(january).await.len() as i64;
            match closed {
                Ok(closure) => assert_eq!(closure.voucher_count, there, "结账时数的就是里面的"),
                Err(refused) => assert!(refused.is("ledger.drafts_waiting"), "{refused}"),
            }
            assert!(posted, "草稿在,就结不了账;结不了账,就能记");
            if village.closes(january).await.is_err() {
                assert_eq!(village.chain(january).await.len() as i64, there);
            }
            january = january.next();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 两个人同时点结账_只结一次() {
    each_engine(async |db| {
        let village = Kept::in_fresh_township(&db).await;
        let mut month = Period::new(2025, 1).expect("a period");
        for round in 1..=5 {
            let both =
                [village.clone(), village.clone()].map(|v| tokio::spawn(async move { v.closes(month).await.is_ok() }));
            let mut closed = 0;
            for one in both {
                closed += i32::from(one.await.expect("an answer, not a panic"));
            }
            assert_eq!(closed, 1);
            let closures =
                ledger::closures(&mut db.read().await.expect("a view"), village.book).await.expect("closures");
            assert_eq!(closures.len(), round);
            month = month.next();
        }
    })
    .await;
}
