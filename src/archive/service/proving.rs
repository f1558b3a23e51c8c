use std::path::PathBuf;

use tokio::task::spawn_blocking;

use crate::archive::error::ArchiveRefusal;
use crate::archive::manifest::Manifest;
use crate::archive::opened::Opened;
use crate::archive::scratch::Scratch;
use crate::db::{Db, Durability, tables_version};
use crate::disclosure::{self, Broken, LineKey, Proof, Verification};
use crate::kernel::{Fault, Outcome, Refused};

/// What a package says of its published sheets.
#[derive(Clone, Debug)]
pub struct SheetsProved {
    /// What it lists.
    pub manifest: Manifest,
    /// Files that are not what the list says.
    pub faults: Vec<Refused>,
    /// Every published sheet in it, proved from its rows and its files.
    pub sheets: Vec<Verification>,
}

/// Proves every published sheet from a package alone: a copy of its rows is opened, and nothing else is asked.
///
/// A package that was changed is not turned away: what no longer holds in it is what somebody wants to know.
/// Refuses: `archive.not_a_package`, `archive.newer_program`, `archive.file_missing`.
pub async fn prove_sheets(package: PathBuf, scratch: &Scratch) -> Outcome<SheetsProved> {
    let reading = spawn_blocking(move || {
        let (mut opened, faults) = Opened::with_faults(&package)?;
        let rows = opened.as_it_lies("book.sqlite")?;
        let wrong = opened.false_documents()?;
        Ok((opened.manifest().clone(), faults, rows, wrong))
    });
    let read: Outcome<_> = reading.await.map_err(Fault::while_("reading a package"))?;
    let (manifest, faults, rows, wrong) = read?;
    if manifest.tables > tables_version() {
        return Err(ArchiveRefusal::NewerProgram { program: manifest.program }.into());
    }
    let rows = rows.ok_or_else(|| ArchiveRefusal::FileMissing { name: "book.sqlite".to_owned() })?;
    let copy = scratch.file("book.sqlite");
    tokio::fs::write(&copy, rows).await.map_err(Fault::while_("unpacking a package's database"))?;
    let db = Db::sqlite(&copy, Durability::Fleeting).await?;
    let proved = async { disclosure::verify_all(&mut db.read().await?).await }.await;
    db.close().await;
    let mut sheets = proved?;
    for sheet in &mut sheets {
        names_false_papers(sheet, |hex| wrong.contains(hex));
    }
    Ok(SheetsProved { manifest, faults, sheets })
}

/// A file that is not what its name stands for breaks every line of the voucher it belongs to.
fn names_false_papers(sheet: &mut Verification, is_false: impl Fn(&str) -> bool) {
    let mut broken = Vec::new();
    for ((month, number), papers) in &sheet.papers {
        if papers.iter().flat_map(|p| &p.files).any(|f| is_false(&f.digest.hex())) {
            let keys = sheet.sheet.keyed_lines().into_iter().map(|l| l.key);
            let lines: Vec<LineKey> = keys.filter(|k| k.month == *month && k.number == *number).collect();
            let at = format!("{month} {number}");
            broken.push(Broken { at, what: "所附原始凭证的文件被改动".to_owned(), lines });
        }
    }
    if !broken.is_empty() {
        sheet.broken.append(&mut broken);
        if sheet.proof == Proof::Holds {
            sheet.proof = Proof::LedgerDiffers;
        }
    }
}
