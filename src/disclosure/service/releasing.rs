use std::collections::BTreeMap;

use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::disclosure::SheetSpan;
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::masking::Masking;
use crate::disclosure::papers::{DeskPaper, PaperShown, PublicPaper, Release, SHOWN};
use crate::disclosure::publication::Verification;
use crate::disclosure::store;
use crate::evidence::{self, Document, EvidenceRefusal, StoredFile};
use crate::kernel::{BookId, Date, DocumentId, FileId, Outcome, Period, ReleaseId, Timestamp};
use crate::ledger;
use crate::village;

use super::gathering::months;
use super::reading::sheet_for_print;

/// 放行 — a picture of a paper of the book may be looked at by anybody, where the policy of its kind lets pictures be
/// seen. The picture is a file of the book: a fresh copy of a page, or of what somebody covered.
///
/// Refuses: `evidence.no_such_document`, `evidence.no_such_file`, `disclosure.released_already`.
pub async fn release(
    tx: &mut WriteTx,
    by: &Accountant,
    (document, file): (DocumentId, FileId),
    covered: bool,
    now: Timestamp,
) -> Outcome<ReleaseId> {
    audit::hold(tx, by.book()).await?;
    let found = evidence::documents(tx, &[document]).await?.pop().filter(|d| d.book == by.book());
    let paper = found.ok_or(EvidenceRefusal::NoSuchDocument)?;
    let shown = evidence::files(tx, by.book(), &[file]).await?.pop().filter(|f| f.media == SHOWN);
    let shown = shown.ok_or(EvidenceRefusal::NoSuchFile)?;
    if store::releases_of(tx, &[document]).await?.iter().any(|r| r.file == shown.id) {
        return Err(DisclosureRefusal::ReleasedAlready.into());
    }
    let release = Release {
        id: ReleaseId::new(),
        document,
        file: shown.id,
        covered,
        released_name: by.actor().name.clone(),
        released_at: now,
    };
    store::insert_release(tx, by.book(), &release, by.id()).await?;
    let subject = format!("{} {}", paper.kind.in_chinese(), paper.date);
    let detail = if covered { "遮盖过的图" } else { "原件" };
    audit::record(tx, by.actor(), Act::on_book(by.book(), "paper.release", subject).id(document).detail(detail), now)
        .await?;
    Ok(release.id)
}

/// 收回 — from now on the picture is no longer shown.
///
/// Refuses: `disclosure.no_such_release`.
pub async fn withdraw(tx: &mut WriteTx, by: &Accountant, id: ReleaseId, now: Timestamp) -> Outcome<()> {
    let release = store::release(tx, by.book(), id).await?.ok_or(DisclosureRefusal::NoSuchRelease)?;
    if !store::insert_withdrawal(tx, id, (by.id(), &by.actor().name), now).await? {
        return Err(DisclosureRefusal::NoSuchRelease.into());
    }
    let act = Act::on_book(by.book(), "paper.withdraw", "放行的图").id(release.document);
    Ok(audit::record(tx, by.actor(), act, now).await?)
}

/// What anybody may see on a day of the papers behind a published sheet, by the voucher's month and number.
pub async fn public_papers(
    tx: &mut ReadTx,
    found: &Verification,
    on: Date,
) -> Outcome<BTreeMap<(Period, String), Vec<PublicPaper>>> {
    let all: Vec<&Document> = found.papers.iter().flat_map(|(_, papers)| papers).collect();
    if all.is_empty() {
        return Ok(BTreeMap::new());
    }
    let book = found.head.book;
    let policies = village::policies(tx).await?;
    let shown = |d: &Document| PaperShown::of_policy(policies.value(PaperShown::policy_of(d.kind), book, on));
    let written: Vec<String> = all.iter().map(|d| d.issuer.clone()).collect();
    let dimensions = village::dimensions(tx, book).await?;
    let masking = Masking::of(policies.value("mask_payee_names", book, on), &dimensions, &written);
    let ids: Vec<DocumentId> = all.iter().map(|d| d.id).collect();
    let releases = store::releases_of(tx, &ids).await?;
    let files = evidence::files(tx, book, &releases.iter().map(|r| r.file).collect::<Vec<_>>()).await?;
    let pictures = |d: &Document| pictures_of(d, &releases, &files);
    let of = |d: &Document| PublicPaper::of(d, &masking, shown(d), pictures(d));
    Ok(found.papers.iter().map(|(number, papers)| (number.clone(), papers.iter().map(of).collect())).collect())
}

fn pictures_of(
    document: &Document,
    releases: &[Release],
    files: &[StoredFile],
) -> Vec<(Release, crate::kernel::Digest)> {
    let own = releases.iter().filter(|r| r.document == document.id);
    own.filter_map(|r| files.iter().find(|f| f.id == r.file).map(|f| (r.clone(), f.digest))).collect()
}

/// The papers behind the lines of a span, for whoever decides what anybody may see of them.
///
/// Refuses: `disclosure.before_enabled`, `disclosure.does_not_foot`, `disclosure.content_broken`.
pub async fn desk_papers(tx: &mut ReadTx, book: BookId, span: SheetSpan, on: Date) -> Outcome<Vec<DeskPaper>> {
    let sheet = sheet_for_print(tx, book, span).await?.sheet;
    let book = village::book(tx, book).await?;
    let (first, last) = months(&book, span);
    let vouchers = ledger::vouchers_between(tx, book.id, first, last).await?;
    let ids: Vec<DocumentId> = vouchers.iter().flat_map(|v| v.documents.iter().map(|(id, _)| *id)).collect();
    let documents = evidence::documents(tx, &ids).await?;
    let releases = store::releases_of(tx, &ids).await?;
    let policies = village::policies(tx).await?;
    let mut papers = Vec::new();
    for voucher in &vouchers {
        let number = voucher.number.to_string();
        let lines = sheet.keyed_lines();
        let Some(line) = lines.iter().find(|l| l.key.month == voucher.period && l.key.number == number) else {
            continue;
        };
        for document in documents.iter().filter(|d| voucher.documents.iter().any(|(id, _)| *id == d.id)) {
            papers.push(DeskPaper {
                voucher: voucher.label(),
                what: line.line.what.clone(),
                shown: PaperShown::of_policy(policies.value(PaperShown::policy_of(document.kind), book.id, on)),
                releases: releases.iter().filter(|r| r.document == document.id).cloned().collect(),
                document: document.clone(),
            });
        }
    }
    Ok(papers)
}
