use std::path::Path;

use tokio::task::spawn_blocking;

use crate::audit::{self, Act, Actor};
use crate::db::{Db, Durability, WriteTx, tables_version};
use crate::evidence::FileStore;
use crate::kernel::{BookId, Fault, FiscalYear, Outcome, Timestamp};
use crate::village::Book;

use crate::archive::manifest::Manifest;
use crate::archive::scratch::Scratch;
use crate::archive::shelf::Shelf;
use crate::archive::store::{self, LEFT_OUT, Taken};
use crate::archive::{contents, readme};

use super::gathering::Gathered;

/// A package that lies there.
#[derive(Clone, Debug)]
pub struct Packed {
    /// What it lists.
    pub manifest: Manifest,
    /// 包码: what both sides write down when it is handed over.
    pub code: String,
    /// Values the data interface had to cut.
    pub cut: usize,
}

/// Lays a gathered year down. Everything slow runs on a thread of its own; the database is no longer asked.
pub async fn pack(gathered: Gathered, files: &FileStore, scratch: &Scratch, mut shelf: Shelf) -> Outcome<Packed> {
    let Gathered { year, taken, files: documents } = gathered;
    let database = written(taken, scratch).await?;
    for (digest, media) in documents {
        let bytes = files.read(digest).await?;
        let name = format!("documents/{}.{}", digest.hex(), media.ending());
        shelf = put(shelf, name, bytes).await?;
    }
    let laying = spawn_blocking(move || {
        shelf.put("book.sqlite", &database)?;
        let (contents, cut) = contents::of(&year)?;
        for (name, bytes) in contents {
            shelf.put(&name, &bytes)?;
        }
        shelf.put("README.txt", readme::written(&year, cut, LEFT_OUT).as_bytes())?;
        let manifest = Manifest::of(&year, shelf.lines(), tables_version());
        shelf.finish(&manifest.written()?)?;
        Ok::<_, Fault>(Packed { code: manifest.code()?, manifest, cut })
    });
    Ok(laying.await.map_err(Fault::while_("writing a package"))??)
}

/// Records that a package left the house: in the township's log, so that the book's own log, which the package
/// carries, does not change by it.
pub async fn record(tx: &mut WriteTx, by: &Actor, book: BookId, packed: &Packed, now: Timestamp) -> Outcome<()> {
    let subject = format!("审计包 {} {}年", packed.manifest.book.name, packed.manifest.year);
    let act = Act::on_township("package.export", subject).id(book).detail(format!("包码 {}", packed.code));
    Ok(audit::record(tx, by, act, now).await?)
}

/// Records that the national interface of a book's year left the house by itself.
pub async fn record_interface(
    tx: &mut WriteTx,
    by: &Actor,
    book: &Book,
    year: FiscalYear,
    now: Timestamp,
) -> Outcome<()> {
    let subject = format!("国标接口 {} {year}年", book.name);
    Ok(audit::record(tx, by, Act::on_township("interface.export", subject).id(book.id), now).await?)
}

async fn put(mut shelf: Shelf, name: String, bytes: Vec<u8>) -> Result<Shelf, Fault> {
    let laying = spawn_blocking(move || shelf.put(&name, &bytes).map(|()| shelf));
    laying.await.map_err(Fault::while_("writing a package"))?
}

/// The rows as the bytes of one SQLite file, whatever engine they came from.
async fn written(taken: Vec<Taken>, scratch: &Scratch) -> Outcome<Vec<u8>> {
    let (work, done) = (scratch.file("work.sqlite"), scratch.file("book.sqlite"));
    let db = Db::sqlite(&work, Durability::Fleeting).await?;
    let written = fill(&db, taken, &done).await;
    db.close().await;
    written?;
    Ok(tokio::fs::read(done).await.map_err(Fault::while_("reading the package's database"))?)
}

async fn fill(db: &Db, taken: Vec<Taken>, done: &Path) -> Outcome<()> {
    db.write(move |tx| Box::pin(async move { Ok(store::put(tx, taken).await?) })).await?;
    db.copy_timeless_into(done).await
}
