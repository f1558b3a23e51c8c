use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::WriteTx;
use crate::kernel::{Digest, DraftId, Money, Outcome, Timestamp, UserId, VoucherId};

use crate::ledger::account::Side;
use crate::ledger::draft::{Draft, DraftState};
use crate::ledger::entry::{DraftLine, Entry};
use crate::ledger::error::LedgerRefusal;
use crate::ledger::store;
use crate::ledger::voucher::{PostedVoucher, VoucherDigestInput, VoucherNo, chain_digest, documents_digest};

use super::closing::first_open;

/// 凭证字 every voucher carries.
const WORD: &str = "记";

/// 记账 — gives a reviewed voucher its number, chains it, moves the balances. It cannot be undone.
///
/// The number is drawn from one counter row per (book, period, word) inside this transaction, so
/// numbers are 1..n without holes under any concurrency; a closed period has closed its counter.
/// Refuses: `ledger.no_such_voucher`, `ledger.wrong_state`, `ledger.period_closed`, `ledger.stale`.
pub async fn post(tx: &mut WriteTx, by: &Accountant, id: DraftId, now: Timestamp) -> Outcome<PostedVoucher> {
    let draft = store::draft(tx, by.book(), id).await?.ok_or(LedgerRefusal::NoSuchVoucher)?;
    let (DraftState::Reviewed, Some(reviewer)) = (draft.state, draft.reviewed_by) else {
        return Err(LedgerRefusal::WrongState { state: draft.state.in_chinese(), act: "记账" }.into());
    };
    assert_ne!(reviewer, draft.prepared_by, "a voucher is never reviewed by its preparer");
    let entries: Vec<Entry> = draft.lines.iter().map(reviewed_entry).collect();
    let version = draft.version;
    let Some((no, previous)) = store::draw_number(tx, by.book(), draft.period, WORD).await? else {
        let open = first_open(tx, by.book()).await?;
        let refusal = LedgerRefusal::PeriodClosed { period: draft.period.in_chinese(), open: open.in_chinese() };
        return Err(refusal.into());
    };
    let number = VoucherNo { word: WORD.to_owned(), no };
    let posted = posted_voucher(by, draft, entries, reviewer, number, previous, now);
    assert_eq!(posted.total(), posted.entries.iter().map(Entry::credit).sum::<Money>(), "a reviewed voucher balances");
    if !store::drop_posted_draft(tx, id, version).await? {
        return Err(LedgerRefusal::Stale { who: posted.prepared_name }.into());
    }
    store::insert_entries(tx, by.book(), &posted).await?;
    store::insert_voucher(tx, by.book(), &posted).await?;
    store::move_balances(tx, by.book(), &posted).await?;
    let act = Act::on_book(by.book(), "voucher.post", posted.label()).id(posted.id);
    audit::record(tx, by.actor(), act.detail(posted.digest.hex()), now).await?;
    Ok(posted)
}

/// A line of a reviewed draft: review proved it sound, so it is read without asking again.
fn reviewed_entry(line: &DraftLine) -> Entry {
    let Some(account) = line.account else { unreachable!("a reviewed line has its account") };
    let (side, amount) = if line.credit.is_zero() { (Side::Debit, line.debit) } else { (Side::Credit, line.credit) };
    Entry {
        summary: line.summary.trim().to_owned(),
        account,
        household: line.household,
        counterparty: line.counterparty,
        project: line.project,
        side,
        amount,
    }
}

fn posted_voucher(
    by: &Accountant,
    draft: Draft,
    entries: Vec<Entry>,
    reviewed_by: UserId,
    number: VoucherNo,
    previous: Digest,
    now: Timestamp,
) -> PostedVoucher {
    let id = VoucherId::new();
    let (book, prepared, reviewed, poster) =
        (by.book().text(), draft.prepared_by.text(), reviewed_by.text(), by.id().text());
    let input = VoucherDigestInput {
        id,
        book: &book,
        period: draft.period,
        number: &number,
        date: draft.date,
        kind: draft.kind,
        document_count: draft.document_count,
        submission: &draft.submission.map(|s| s.text()).unwrap_or_default(),
        corrects: &draft.corrects.map(|c| c.text()).unwrap_or_default(),
        import_key: &draft.import_key,
        people: [(&prepared, &draft.prepared_name), (&reviewed, &draft.reviewed_name), (&poster, &by.actor().name)],
        posted_at: &now.stored(),
        documents: &documents_digest(&draft.documents),
        previous,
    };
    let digest = chain_digest(&input, &entries);
    PostedVoucher {
        id,
        period: draft.period,
        number,
        date: draft.date,
        kind: draft.kind,
        document_count: draft.document_count,
        entries,
        submission: draft.submission,
        corrects: draft.corrects,
        import_key: draft.import_key,
        prepared_by: draft.prepared_by,
        prepared_name: draft.prepared_name,
        reviewed_by,
        reviewed_name: draft.reviewed_name,
        posted_by: by.id(),
        posted_name: by.actor().name.clone(),
        posted_at: now,
        documents: draft.documents,
        previous,
        digest,
    }
}
