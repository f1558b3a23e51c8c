//! 审计包: out of one instance, into an empty one, and out again byte for byte.

use std::collections::BTreeSet;

use mingzhang::archive::{self, Opened};
use mingzhang::auth::Role;
use mingzhang::db::Columns;
use mingzhang::kernel::{Period, Quarter};
use mingzhang::ledger::{self, NewDraft, Side, VoucherKind};
use sqlx::any::AnyRow;

use crate::support::bank_acts::statement;
use crate::support::desk::voucher;
use crate::support::each_engine;
use crate::support::liuxi::Liuxi;
use crate::support::package::{Empty, each_empty_instance, files_of, packed};
use crate::support::story::Story;
use crate::support::township::{Kept, day, founded, now, someone};
use crate::support::village_acts::payment;

/// A quarter with a receipt, its marks, the bank, three closings and the published sheet.
pub async fn quarter(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.it_is("2025-07-08");
    t.registers_bank_account("LJ").await;
    let paper = voucher("2025-07-03").debit("村老村部房租", "10201", "10000").credit("村老村部房租", "50103", "10000");
    t.accountant_types("LJ", &paper).await.ok();
    let bridge = payment("办公用品").of("1,200.00").with("县石料厂").because("修桥石料").dated("2025-07-05");
    t.clerk_hands_in("LJ", &bridge.pictured(2)).await.ok();
    t.village_agrees("LJ").await;
    t.centre_takes_in("LJ").await;
    t.colleague_reviews("LJ").await;
    t.colleague_posts("LJ").await.shows("修桥石料");
    t.it_is("2025-08-02");
    let july = statement(&[
        ["2025-07-03", "10000.00", "", "10000.00", "某农机合作社", "房租"],
        ["2025-07-05", "", "1200.00", "8800.00", "县石料厂", "石料款"],
    ]);
    t.cashier_imports("LJ", july).await.shows("8,800.00");
    for (day, month) in [("2025-08-03", "2025-07"), ("2025-09-02", "2025-08"), ("2025-10-02", "2025-09")] {
        t.it_is(day);
        t.reconciles("LJ", month).await;
        t.closes("LJ", month).await;
    }
    t.publishes("LJ", Quarter::new(2025, 3).expect("a quarter")).await;
}

#[tokio::test]
async fn 审计包恢复到空的地方_稽核全过_再导出逐字节相同() {
    Story::tell(async |t| {
        quarter(t).await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = folder.path().join("first");
        let handed = packed(&t.app, "LJ", 2025, &first).await.expect("a package");
        let files = files_of(&first);
        assert_eq!(files.len(), handed.manifest.files.len() + 1);
        assert!(
            files.keys().any(|name| name.starts_with("documents/") && name.ends_with(".jpg")),
            "{:?}",
            files.keys()
        );
        for name in ["README.txt", "book.sqlite", "csv/序时账.csv", "statements/资产负债表.pdf", "gbt24589/总账.xml"]
        {
            assert!(files.contains_key(name), "没有 {name}");
        }
        let codes: Vec<&str> = handed.manifest.months.iter().map(|m| m.period.as_str()).collect();
        assert_eq!(codes, ["2025-07", "2025-08", "2025-09"]);
        each_empty_instance(async |empty| {
            empty.inherits(&first).await.expect("taken over");
            empty.is_sound().await;
            let again = empty.place("again");
            let back = packed(&empty.app, "LJ", 2025, &again).await.expect("a package");
            assert_eq!(back.code, handed.code);
            let again = files_of(&again);
            for (name, bytes) in &files {
                assert!(again.get(name) == Some(bytes), "{name} 不同");
            }
            assert_eq!(again.len(), files.len());
            assert!(empty.inherits(&first).await.expect_err("it is no longer empty").is("archive.not_empty"));
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn 一个文件装得下_改一个字节就拒绝并说出文件名() {
    each_engine(async |db| {
        let liuxi = Liuxi::entered(&db).await;
        liuxi.closes_through(&db, 11).await;
        let here = Empty::over(db.clone());
        let (zip, folder) = (here.place("liuxi.zip"), here.place("liuxi"));
        let as_file = packed(&here.app, "LX", 2024, &zip).await.expect("a package");
        let as_folder = packed(&here.app, "LX", 2024, &folder).await.expect("a package");
        assert_eq!(as_file.code, as_folder.code);
        let twice = here.place("twice.zip");
        packed(&here.app, "LX", 2024, &twice).await.expect("a package");
        assert!(std::fs::read(&zip).expect("a file") == std::fs::read(&twice).expect("a file"), "同样的账，字节不同");
        assert!(packed(&here.app, "LX", 2024, &zip).await.expect_err("a place taken").is("archive.place_taken"));
        assert!(
            packed(&here.app, "LX", 2023, &here.place("none"))
                .await
                .expect_err("nothing")
                .is("archive.nothing_in_year")
        );

        each_empty_instance(async |empty| {
            empty.inherits(&zip).await.expect("taken over");
            empty.is_sound().await;
        })
        .await;

        let journal = folder.join("csv/序时账.csv");
        let sound = std::fs::read(&journal).expect("a file");
        let mut broken = sound.clone();
        broken[100] ^= 1;
        std::fs::write(&journal, broken).expect("written");
        std::fs::write(folder.join("多的.txt"), "多").expect("written");
        std::fs::remove_file(folder.join("README.txt")).expect("removed");
        let refused = Opened::at(&folder).err().expect("refused");
        for (code, name) in [
            ("archive.file_changed", "csv/序时账.csv"),
            ("archive.file_added", "多的.txt"),
            ("archive.file_missing", "README.txt"),
        ] {
            let told = refused.refusals().iter().any(|r| r.code == code && r.message.contains(name));
            assert!(told, "{code} {name}: {refused}");
        }
        let not = here.place("empty");
        std::fs::create_dir(&not).expect("a folder");
        assert!(Opened::at(&not).err().expect("refused").is("archive.not_a_package"));
    })
    .await;
}

#[tokio::test]
async fn 后一年的账不带_前一年的包不因此改变() {
    each_engine(async |db| {
        let liuxi = Liuxi::entered(&db).await;
        liuxi.closes_through(&db, 11).await;
        let here = Empty::over(db.clone());
        let before = packed(&here.app, "LX", 2024, &here.place("before")).await.expect("a package");
        liuxi.pays_in_the_next_year(&db).await;
        let after = packed(&here.app, "LX", 2024, &here.place("after")).await.expect("a package");
        assert_eq!(before.code, after.code);
        let next = packed(&here.app, "LX", 2025, &here.place("next")).await.expect("a package");
        assert_ne!(next.code, after.code);
        each_empty_instance(async |empty| {
            empty.inherits(&here.place("next")).await.expect("taken over");
            empty.is_sound().await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn 封存过的年度_连同下年年初一起带走_再导出不变() {
    each_engine(async |db| {
        let chief = founded(&db).await;
        let december = Period::new(2024, 12).expect("a period");
        let book = Kept::opened_from(&db, &chief, "XY", "小杨村", december).await;
        let moved = [("10201", "50103"), ("50103", "321"), ("321", "32202")];
        for (i, (debit, credit)) in moved.into_iter().enumerate() {
            let line = |code, side| book.line("租金和结转", code, side, 1_000_000);
            let mut new =
                NewDraft::regular(day("2024-12-31"), vec![line(debit, Side::Debit), line(credit, Side::Credit)]);
            if i > 0 {
                new.kind = VoucherKind::Closing;
            }
            book.posts(book.reviewed(new).await).await.expect("posted");
        }
        book.closes(december).await.expect("closed");
        let (by, id) = (someone("中心主任", Role::Director).sealer().expect("a sealer"), book.book);
        let sealing =
            db.write(move |tx| Box::pin(async move { ledger::seal_year(tx, &by, id, december.year(), now()).await }));
        sealing.await.expect("sealed");
        let here = Empty::over(db.clone());
        let folder = here.place("sealed");
        let handed = packed(&here.app, "XY", 2024, &folder).await.expect("a package");
        each_empty_instance(async |empty| {
            empty.inherits(&folder).await.expect("taken over");
            empty.is_sound().await;
            let again = packed(&empty.app, "XY", 2024, &empty.place("again")).await.expect("a package");
            assert_eq!(again.code, handed.code);
            let mut view = empty.app.db.read().await.expect("a view");
            assert_eq!(ledger::year_seals(&mut view, id).await.expect("seals").len(), 1);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn 每张表或者带走_或者写明为什么留下() {
    each_engine(async |db| {
        let question = match db.engine_name() {
            "sqlite" => "select name from sqlite_master where type = 'table' and name not like '%sqlx%' order by name",
            _ => {
                "select cast(table_name as text) as name from information_schema.tables
                 where table_schema = 'public' and table_name not like '%sqlx%'"
            }
        };
        let mut view = db.read().await.expect("a view");
        let rows: Vec<AnyRow> = sqlx::query(question).fetch_all(view.conn()).await.expect("the catalogue answers");
        let there: BTreeSet<String> = rows.iter().map(|r| r.text("name").expect("a name")).collect();
        let kept: BTreeSet<String> = archive::tables_kept().map(str::to_owned).collect();
        let left: BTreeSet<String> = archive::tables_left_out().iter().map(|(name, _)| (*name).to_owned()).collect();
        let both: Vec<_> = kept.intersection(&left).collect();
        assert!(both.is_empty(), "又带又留:{both:?}");
        let known: BTreeSet<String> = kept.union(&left).cloned().collect();
        let differing: Vec<_> = there.symmetric_difference(&known).collect();
        assert!(differing.is_empty(), "在 src/archive/store/tables.rs 里带上,或写明为什么留下:{differing:?}");
    })
    .await;
}
