use crate::db::ReadTx;
use crate::kernel::{BookId, Digest, Failure, Outcome, Period};
use crate::ledger::{self, MonthState, SealInput};
use crate::village;

use crate::disclosure::assembly::Aside;
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::publication::{Proof, Publication, Verification};
use crate::disclosure::sheet::DisclosureSheet;
use crate::disclosure::store;

use super::composing::canonical;
use super::gathering::sheet_now;
use super::reading::sheet_of;

/// 核对 — the published sheet behind a token, proved against the ledger as it stands now.
///
/// The kept content must give its digest; the figures made anew from posted vouchers and the roots made
/// anew from their content must give the same content, and so the printed code.
/// Refuses: `disclosure.no_such_sheet`.
pub async fn verify(tx: &mut ReadTx, token: &str) -> Outcome<Verification> {
    let kept = store::by_token(tx, token).await?.ok_or(DisclosureRefusal::NoSuchSheet)?;
    let sheet = sheet_of(&kept)?;
    if !kept.is_whole() || kept.head.digest.short_code() != kept.head.code {
        let code_now = Digest::of(kept.content.as_bytes()).short_code();
        return Ok(Verification { sheet, head: kept.head, code_now, proof: Proof::ContentChanged });
    }
    let code_now = match made_anew(tx, &kept, &sheet).await {
        Ok(again) => Digest::of(canonical(&again)?.as_bytes()).short_code(),
        // A ledger that no longer foots gives no sheet, and so no code.
        Err(Failure::Refused(_)) => String::new(),
        Err(fault @ Failure::Fault(_)) => return Err(fault),
    };
    let proof = if code_now == kept.head.code { Proof::Holds } else { Proof::LedgerDiffers };
    Ok(Verification { sheet, head: kept.head, code_now, proof })
}

async fn made_anew(tx: &mut ReadTx, kept: &Publication, sheet: &DisclosureSheet) -> Outcome<DisclosureSheet> {
    let book = village::book(tx, kept.head.book).await?;
    let mut fresh = sheet_now(tx, &book, kept.head.span, kept.head.version, Aside::default()).await?;
    for month in &mut fresh.months {
        month.root = root_now(tx, book.id, month.period).await?.hex();
    }
    Ok(sheet.refigured(&fresh))
}

/// The root of a month made once more from what stands in the book now: every voucher's digest from its
/// content, one after the other, the closing balances, and the root sealed before it.
async fn root_now(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<Digest> {
    let mut vouchers = ledger::vouchers(tx, book, period).await?;
    vouchers.sort_by_key(|v| v.number.no);
    let mut last = Digest::GENESIS;
    for voucher in &mut vouchers {
        voucher.previous = last;
        last = voucher.digest_of_content(book);
    }
    let rows = ledger::balances(tx, book, period, period).await?;
    let previous_root = match ledger::month_state(tx, book, period.previous()).await? {
        MonthState::Closed(before) => before.root,
        MonthState::Open => Digest::GENESIS,
    };
    Ok(ledger::seal_root(&SealInput {
        book: &book.text(),
        period,
        voucher_count: i64::try_from(vouchers.len()).unwrap_or(i64::MAX),
        vouchers_digest: last,
        balances_digest: ledger::balances_digest(&rows),
        previous_root,
    }))
}
