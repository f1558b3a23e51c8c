use std::collections::BTreeMap;

use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{
    BookId, Date, Digest, DocumentId, DraftId, Failure, Money, Outcome, Period, Refused, SubmissionId, Timestamp,
    UserId, VoucherId,
};

use crate::ledger::account::Side;
use crate::ledger::draft::{Draft, DraftVoucher};
use crate::ledger::entry::{DraftLine, Entry};
use crate::ledger::error::LedgerRefusal;
use crate::ledger::intake::VoucherRows;
use crate::ledger::store;
use crate::ledger::voucher::{PostedVoucher, VoucherKind, VoucherNo};

use super::closing::{first_open, months_open};

/// 凭证字 every voucher carries.
const WORD: &str = "记";

/// 记账 — gives a reviewed voucher its number, chains it, moves the balances. It cannot be undone.
///
/// The number is drawn from one counter row per (book, period, word) inside this transaction, so
/// numbers are 1..n without holes under any concurrency; a closed period has closed its counter.
/// Refuses: `ledger.no_such_voucher`, `ledger.wrong_state`, `ledger.period_closed`, `ledger.reopening_expired`.
pub async fn post(tx: &mut WriteTx, by: &Accountant, id: DraftId, now: Timestamp) -> Outcome<PostedVoucher> {
    let Some(draft) = store::take_reviewed(tx, by.book(), id).await? else {
        let there = store::draft(tx, by.book(), id).await?.ok_or(LedgerRefusal::NoSuchVoucher)?;
        return Err(LedgerRefusal::WrongState { state: there.state.in_chinese(), act: "记账" }.into());
    };
    let Some(reviewer) = draft.reviewed_by else { unreachable!("a reviewed draft names its reviewer") };
    let mut posted = number(tx, by, draft.period, vec![Ready::reviewed(draft, reviewer)], now).await?;
    let Some(voucher) = posted.first() else { unreachable!("one voucher goes in, one comes out") };
    let act = Act::on_book(by.book(), "voucher.post", voucher.label()).id(voucher.id);
    let event = audit::record_with(tx, by.actor(), act.detail(voucher.digest.hex()), now).await?;
    store::insert_vouchers(tx, by.book(), &posted, Some(event)).await?;
    Ok(posted.remove(0))
}

/// The number the next voucher of a month would be given, for the page that shows what posting will do.
pub async fn next_number(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<VoucherNo> {
    Ok(VoucherNo { word: WORD.to_owned(), no: store::next_number(tx, book, period, WORD).await? })
}

/// A voucher two people have answered for, ready for its number.
pub(super) struct Ready {
    date: Date,
    kind: VoucherKind,
    document_count: i64,
    entries: Vec<Entry>,
    documents: Vec<(DocumentId, Digest)>,
    submission: Option<SubmissionId>,
    corrects: Option<VoucherId>,
    import_key: String,
    prepared: (UserId, String),
    reviewed: (UserId, String),
}

impl Ready {
    fn reviewed(draft: Draft, reviewer: UserId) -> Ready {
        Ready {
            date: draft.date,
            kind: draft.kind,
            document_count: draft.document_count,
            entries: draft.lines.iter().map(reviewed_entry).collect(),
            documents: draft.documents,
            submission: draft.submission,
            corrects: draft.corrects,
            import_key: draft.import_key,
            prepared: (draft.prepared_by, draft.prepared_name),
            reviewed: (reviewer, draft.reviewed_name),
        }
    }

    /// A voucher of a file: the importer prepared it, the named reviewer stands for it.
    pub(super) fn imported(rows: &VoucherRows, sound: DraftVoucher, by: &Accountant, reviewer: &Accountant) -> Ready {
        Ready {
            date: rows.date,
            kind: rows.kind,
            document_count: rows.document_count,
            entries: sound.into_entries(),
            documents: Vec::new(),
            submission: None,
            corrects: None,
            import_key: rows.key.clone(),
            prepared: (by.id(), by.actor().name.clone()),
            reviewed: (reviewer.id(), reviewer.actor().name.clone()),
        }
    }

    pub(super) const fn date(&self) -> Date {
        self.date
    }
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

/// Numbers, chains and keeps vouchers, in the order given within each month: one block of numbers per month.
///
/// Refuses: `ledger.period_closed`, `ledger.reopening_expired`.
pub(super) async fn post_all(
    tx: &mut WriteTx,
    by: &Accountant,
    ready: Vec<Ready>,
    now: Timestamp,
) -> Outcome<Vec<PostedVoucher>> {
    let mut months: BTreeMap<Period, Vec<Ready>> = BTreeMap::new();
    for voucher in ready {
        months.entry(Period::of(voucher.date)).or_default().push(voucher);
    }
    let mut posted = Vec::new();
    for (period, ready) in months {
        let numbered = number(tx, by, period, ready, now).await?;
        store::insert_vouchers(tx, by.book(), &numbered, None).await?;
        posted.extend(numbered);
    }
    Ok(posted)
}

/// Draws a block of numbers of one month and chains the vouchers; they are still to be kept.
async fn number(
    tx: &mut WriteTx,
    by: &Accountant,
    period: Period,
    ready: Vec<Ready>,
    now: Timestamp,
) -> Outcome<Vec<PostedVoucher>> {
    let wanted = i64::try_from(ready.len()).unwrap_or(i64::MAX);
    let chain = format!("{} {period} {WORD}", by.book());
    let drawn = match tx.drawn(&chain) {
        Some((last, digest)) => Some((last + wanted, digest)),
        None => store::draw_numbers(tx, by.book(), period, WORD, wanted, now.date()).await?,
    };
    let Some((last_no, mut previous)) = drawn else {
        return Err(Failure::Refused(vec![why_closed(tx, by.book(), period, now).await?]));
    };
    let mut posted = Vec::with_capacity(ready.len());
    for (no, voucher) in (last_no - wanted + 1..).zip(ready) {
        let voucher = numbered(by, voucher, period, VoucherNo { word: WORD.to_owned(), no }, previous, now);
        previous = voucher.digest;
        posted.push(voucher);
    }
    tx.remember_drawn(chain, last_no, previous);
    Ok(posted)
}

/// Why the month gave no number.
async fn why_closed(tx: &mut ReadTx, book: BookId, period: Period, now: Timestamp) -> Outcome<Refused> {
    let refusal = months_open(tx, book, now).await?.refusal(period.first_day());
    let open = first_open(tx, book).await?.in_chinese();
    Ok(refusal.unwrap_or_else(|| LedgerRefusal::PeriodClosed { period: period.in_chinese(), open }.into()))
}

fn numbered(
    by: &Accountant,
    ready: Ready,
    period: Period,
    number: VoucherNo,
    previous: Digest,
    now: Timestamp,
) -> PostedVoucher {
    let debit: Money = ready.entries.iter().map(Entry::debit).sum();
    assert_eq!(debit, ready.entries.iter().map(Entry::credit).sum(), "a reviewed voucher balances");
    assert_ne!(ready.prepared.0, ready.reviewed.0, "a voucher is never reviewed by its preparer");
    let mut voucher = PostedVoucher {
        id: VoucherId::new(),
        period,
        number,
        date: ready.date,
        kind: ready.kind,
        document_count: ready.document_count,
        entries: ready.entries,
        submission: ready.submission,
        corrects: ready.corrects,
        import_key: ready.import_key,
        prepared_by: ready.prepared.0,
        prepared_name: ready.prepared.1,
        reviewed_by: ready.reviewed.0,
        reviewed_name: ready.reviewed.1,
        posted_by: by.id(),
        posted_name: by.actor().name.clone(),
        posted_at: now,
        documents: ready.documents,
        previous,
        digest: Digest::GENESIS,
    };
    voucher.digest = voucher.digest_of_content(by.book());
    voucher
}
