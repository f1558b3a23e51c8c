//! 原始凭证: what is acknowledged is on disk, what was seen before is pointed out, what is foreign is not there.

use futures_util::FutureExt;
use mingzhang::auth::{Clerk, Reader};
use mingzhang::db::Db;
use mingzhang::evidence::{self, DocumentKind, FileStore, NewDocument, SameSign};
use mingzhang::kernel::{DocumentId, FileId, Money, Outcome};

use crate::support::each_engine;
use crate::township::{self, at, date};

async fn keep(db: &Db, store: &FileStore, by: &Clerk, name: &str, bytes: &[u8]) -> Outcome<FileId> {
    let file = store.keep(name, bytes).await?;
    let by = by.clone();
    db.write(move |tx| async move { evidence::store_file(tx, &by, file, at("2025-09-12T02:00:00Z")).await }.boxed())
        .await
}

fn invoice(files: &[FileId], number: &str) -> NewDocument {
    NewDocument {
        kind: DocumentKind::Invoice,
        date: date("2025-09-10"),
        issuer: "县供电所".into(),
        payee: "县供电所".into(),
        amount: Money::from_yuan(356),
        invoice_no: number.into(),
        files: files.to_vec(),
        replaces: None,
    }
}

async fn add(db: &Db, by: &Clerk, new: NewDocument, instant: &'static str) -> Outcome<DocumentId> {
    let by = by.clone();
    db.write(move |tx| async move { evidence::add_document(tx, &by, new, at(instant)).await }.boxed()).await
}

#[tokio::test]
async fn 同一张票据在别的村用过_要提示第一次的地点和日期() {
    each_engine(async |db| {
        let town = township::open(&db, &["李家村", "王家村"]).await;
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::at(folder.path(), 5_000_000);
        let photo = township::photo(1);
        let (first, second) = (town.books[0].clerk(), town.books[1].clerk());

        let ours = keep(&db, &store, &first, "电费.jpg", &photo).await.expect("kept");
        assert_eq!(ours, keep(&db, &store, &first, "又一次.jpg", &photo).await.expect("kept"), "one content, one file");
        let theirs = keep(&db, &store, &second, "电费.jpg", &photo).await.expect("kept");
        let other = keep(&db, &store, &second, "另一张.jpg", &township::photo(2)).await.expect("kept");

        let earlier =
            add(&db, &first, invoice(&[ours], "24000000000000000001"), "2025-09-12T03:00:00Z").await.expect("added");
        let same_file = add(&db, &second, invoice(&[theirs], ""), "2025-09-13T03:00:00Z").await.expect("added");
        let same_number =
            add(&db, &second, invoice(&[other], "24000000000000000001"), "2025-09-14T03:00:00Z").await.expect("added");

        let mut tx = db.read().await.expect("reading");
        assert!(
            evidence::seen_before(&mut tx, &[earlier]).await.expect("asked").is_empty(),
            "the first one is the first"
        );
        let seen = evidence::seen_before(&mut tx, &[same_file, same_number]).await.expect("asked");
        assert_eq!(seen.len(), 2, "{seen:?}");
        assert_eq!((seen[0].document, &seen[0].sign), (same_file, &SameSign::File));
        assert!(matches!(seen[1].sign, SameSign::Invoice(_)));
        assert!(seen[0].to_string().contains("李家村") && seen[0].to_string().contains("2025-09-10"), "{}", seen[0]);
    })
    .await;
}

#[tokio::test]
async fn 别村的附件看不见_用不上() {
    each_engine(async |db| {
        let town = township::open(&db, &["李家村", "王家村"]).await;
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::at(folder.path(), 5_000_000);
        let (first, second) = (town.books[0].clerk(), town.books[1].clerk());
        let ours = keep(&db, &store, &first, "电费.jpg", &township::photo(1)).await.expect("kept");
        let document = add(&db, &first, invoice(&[ours], ""), "2025-09-12T03:00:00Z").await.expect("added");

        let mut tx = db.read().await.expect("reading");
        let reader: Reader = town.books[1].reader();
        assert!(evidence::file(&mut tx, &reader, ours).await.unwrap_err().is("evidence.no_such_file"));
        assert!(evidence::document(&mut tx, &reader, document).await.unwrap_err().is("evidence.no_such_document"));
        drop(tx);
        let refused = add(&db, &second, invoice(&[ours], ""), "2025-09-12T03:00:00Z").await.unwrap_err();
        assert!(refused.is("evidence.no_such_file"), "{refused}");
        let twice = add(&db, &first, invoice(&[ours, ours], ""), "2025-09-12T03:00:00Z").await.unwrap_err();
        assert!(twice.is("evidence.same_file_twice"), "{twice}");
    })
    .await;
}

#[tokio::test]
async fn 原始凭证只能更换一次_更换后校验码相符() {
    each_engine(async |db| {
        let town = township::open(&db, &["李家村"]).await;
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::at(folder.path(), 5_000_000);
        let clerk = town.books[0].clerk();
        let file = keep(&db, &store, &clerk, "电费.jpg", &township::photo(1)).await.expect("kept");
        let old = add(&db, &clerk, invoice(&[file], ""), "2025-09-12T03:00:00Z").await.expect("added");
        let new = NewDocument { replaces: Some(old), amount: Money::from_yuan(365), ..invoice(&[file], "") };
        let id = add(&db, &clerk, new.clone(), "2025-09-13T03:00:00Z").await.expect("replaced");
        let again = add(&db, &clerk, new, "2025-09-13T04:00:00Z").await.unwrap_err();
        assert!(again.is("evidence.replaced_already"), "{again}");
        let mut tx = db.read().await.expect("reading");
        let document = evidence::document(&mut tx, &town.books[0].reader(), id).await.expect("there");
        assert_eq!(document.digest, document.digest_of_content());
        assert!(
            evidence::seen_before(&mut tx, &[id]).await.expect("asked").is_empty(),
            "its predecessor is no duplicate"
        );
    })
    .await;
}
