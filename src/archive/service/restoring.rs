use tokio::task::spawn_blocking;

use crate::audit::{self, Act, Actor};
use crate::db::{Db, Durability, ReadTx, WriteTx, tables_version};
use crate::evidence::FileStore;
use crate::kernel::{Fault, FiscalYear, Outcome, Period, Timestamp};

use crate::archive::error::ArchiveRefusal;
use crate::archive::opened::Opened;
use crate::archive::scratch::Scratch;
use crate::archive::store::{self, Span, Taken};

use super::gathering::files_of;

/// The rows of a proved package, its files already safe in the store.
pub struct Rows {
    taken: Vec<Taken>,
    subject: String,
    code: String,
}

/// Reads the rows out of a proved package and keeps its files, durably, before any row names them.
///
/// Refuses: `archive.newer_program`, `archive.not_a_package`, `archive.file_missing`, `archive.file_changed`.
pub async fn rows_of(mut opened: Opened, files: &FileStore, scratch: &Scratch) -> Outcome<Rows> {
    let manifest = opened.manifest().clone();
    if manifest.tables > tables_version() {
        return Err(ArchiveRefusal::NewerProgram { program: manifest.program }.into());
    }
    let (database, mut opened) = spawn_blocking(move || opened.file("book.sqlite").map(|bytes| (bytes, opened)))
        .await
        .map_err(Fault::while_("reading a package"))??;
    let copy = scratch.file("book.sqlite");
    tokio::fs::write(&copy, database).await.map_err(Fault::while_("unpacking a package's database"))?;
    // Opened by the program's own door: a package of an older program is brought up to date here, in a copy.
    let db = Db::sqlite(&copy, Durability::Fleeting).await?;
    let taken = taken(&db, manifest.year).await;
    db.close().await;
    let taken = taken?;
    for (digest, media) in files_of(&taken)? {
        let name = format!("documents/{}.{}", digest.hex(), media.ending());
        let (bytes, back) = spawn_blocking({
            let name = name.clone();
            move || opened.file(&name).map(|bytes| (bytes, opened))
        })
        .await
        .map_err(Fault::while_("reading a package"))??;
        opened = back;
        if files.keep(&name, &bytes).await?.digest() != digest {
            return Err(ArchiveRefusal::FileChanged { name }.into());
        }
    }
    let subject = format!("审计包 {} {}年", manifest.book.name, manifest.year);
    Ok(Rows { taken, subject, code: manifest.code()? })
}

async fn taken(db: &Db, year: i32) -> Outcome<Vec<Taken>> {
    let mut tx = db.read().await?;
    let not = |why: &str| ArchiveRefusal::NotAPackage { place: "book.sqlite".to_owned(), why: why.to_owned() };
    let book = store::only_book(&mut tx).await?.ok_or_else(|| not("里面不是一本账"))?;
    let year: FiscalYear = Period::new(year, 1).ok_or_else(|| not("年度不对"))?.year();
    let until = Timestamp::parse("2999-12-31T00:00:00Z").ok_or_else(|| not("年度不对"))?;
    Ok(store::take(&mut tx, &Span { book, year, until }).await?)
}

/// Puts a package's rows into an instance that [`require_empty`] found empty, in the same transaction.
pub async fn restore(tx: &mut WriteTx, by: &Actor, rows: Rows, now: Timestamp) -> Outcome<()> {
    store::put(tx, rows.taken).await?;
    let act = Act::on_township("package.import", rows.subject).detail(format!("包码 {}", rows.code));
    Ok(audit::record(tx, by, act, now).await?)
}

/// Nothing was ever kept here. Refuses: `archive.not_empty`.
pub async fn require_empty(tx: &mut ReadTx) -> Outcome<()> {
    if store::is_empty(tx).await? { Ok(()) } else { Err(ArchiveRefusal::NotEmpty.into()) }
}
