use std::collections::{BTreeMap, HashMap};

use sqlx::any::AnyRow;
use sqlx::{Any, QueryBuilder};

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, Date, DateRange, Digest, DocumentId, Fault, Money, Period, SubmissionId, VoucherId};

use crate::ledger::account::Side;
use crate::ledger::entry::Entry;
use crate::ledger::service::{BankEntry, LedgerLine};
use crate::ledger::voucher::{PostedVoucher, VoucherNo, documents_digest};

use super::balances::moved_balances;

/// Entries go in before their vouchers; a voucher's insertion proves that they balance and that no number is skipped.
/// The kept balances move with them, and the `event` that tells of it goes in the same trip.
pub(in crate::ledger) async fn insert_vouchers(
    tx: &mut WriteTx,
    book: BookId,
    vouchers: &[PostedVoucher],
    event: Option<RowsInto>,
) -> Result<(), Fault> {
    let mut entries = RowsInto::new(
        "insert into entry (voucher_id, line, book_id, period, account_id, household_id, counterparty_id, project_id, summary, fen_debit, fen_credit) values",
        11,
        "",
    );
    let mut heads = RowsInto::new(
        "insert into voucher (id, book_id, period, word, no, date, kind, document_count, entry_count, fen_total, submission_id, corrects_id, import_key,
             prepared_by, prepared_name, reviewed_by, reviewed_name, posted_by, posted_name, posted_at, documents_digest, previous, digest) values",
        23,
        "",
    );
    let mut documents =
        RowsInto::new("insert into voucher_document (voucher_id, position, document_id, digest) values", 4, "");
    for voucher in vouchers {
        for (line, entry) in (1_i64..).zip(&voucher.entries) {
            entries.row(entry_cells(book, voucher, line, entry))?;
        }
        heads.row(head_cells(book, voucher))?;
        for (position, (document, digest)) in (1_i64..).zip(&voucher.documents) {
            documents.row([
                Cell::from(voucher.id.text()),
                position.into(),
                document.text().into(),
                digest.hex().into(),
            ])?;
        }
    }
    let balances = moved_balances(book, vouchers)?;
    let all = [entries, heads, documents, balances].into_iter().chain(event);
    RowsInto::run_together(all, tx, "keeping posted vouchers").await
}

fn entry_cells(book: BookId, voucher: &PostedVoucher, line: i64, entry: &Entry) -> [Cell; 11] {
    [
        voucher.id.text().into(),
        line.into(),
        book.text().into(),
        voucher.period.to_string().into(),
        entry.account.text().into(),
        entry.household.map(|h| h.text()).unwrap_or_default().into(),
        entry.counterparty.map(|c| c.text()).unwrap_or_default().into(),
        entry.project.map(|p| p.text()).unwrap_or_default().into(),
        entry.summary.as_str().into(),
        entry.debit().fen().into(),
        entry.credit().fen().into(),
    ]
}

fn head_cells(book: BookId, v: &PostedVoucher) -> [Cell; 23] {
    [
        v.id.text().into(),
        book.text().into(),
        v.period.to_string().into(),
        v.number.word.as_str().into(),
        v.number.no.into(),
        v.date.to_string().into(),
        v.kind.to_string().into(),
        v.document_count.into(),
        i64::try_from(v.entries.len()).unwrap_or(i64::MAX).into(),
        v.total().fen().into(),
        v.submission.map(SubmissionId::text).unwrap_or_default().into(),
        v.corrects.map(VoucherId::text).unwrap_or_default().into(),
        v.import_key.as_str().into(),
        v.prepared_by.text().into(),
        v.prepared_name.as_str().into(),
        v.reviewed_by.text().into(),
        v.reviewed_name.as_str().into(),
        v.posted_by.text().into(),
        v.posted_name.as_str().into(),
        v.posted_at.stored().into(),
        documents_digest(&v.documents).into(),
        v.previous.hex().into(),
        v.digest.hex().into(),
    ]
}

/// Import keys used before in a book, by key and month, and the number each stands under.
pub(in crate::ledger) async fn imported_keys(
    tx: &mut ReadTx,
    book: BookId,
) -> Result<BTreeMap<(String, Period), String>, Fault> {
    let rows = sqlx::query("select import_key, period, word, no from voucher where book_id = $1 and import_key <> ''")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading import keys"))?;
    rows.iter().map(|r| Ok(((r.text("import_key")?, r.parsed("period")?), number(r)?.to_string()))).collect()
}

pub(in crate::ledger) async fn voucher(
    tx: &mut ReadTx,
    book: BookId,
    id: VoucherId,
) -> Result<Option<PostedVoucher>, Fault> {
    let head = sqlx::query("select * from voucher where id = $1 and book_id = $2")
        .bind(id.text())
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a voucher"))?;
    let Some(head) = head else { return Ok(None) };
    let entries = sqlx::query("select * from entry where voucher_id = $1 order by line")
        .bind(id.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading entries"))?;
    let documents = sqlx::query("select * from voucher_document where voucher_id = $1 order by position")
        .bind(id.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading a voucher's documents"))?;
    let entries = entries.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
    let documents = documents.iter().map(document).collect::<Result<Vec<_>, _>>()?;
    voucher_of(&head, entries, documents).map(Some)
}

pub(in crate::ledger) async fn vouchers_between(
    tx: &mut ReadTx,
    book: BookId,
    first: Period,
    last: Period,
) -> Result<Vec<PostedVoucher>, Fault> {
    let heads = sqlx::query(
        "select * from voucher where book_id = $1 and period >= $2 and period <= $3 order by period, word, no",
    )
    .bind(book.text())
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading vouchers"))?;
    whole_vouchers(tx, book, (first, last), &heads).await
}

async fn whole_vouchers(
    tx: &mut ReadTx,
    book: BookId,
    (first, last): (Period, Period),
    heads: &[AnyRow],
) -> Result<Vec<PostedVoucher>, Fault> {
    let entry_rows = sqlx::query(
        "select e.* from voucher v join entry e on e.voucher_id = v.id
         where v.book_id = $1 and v.period >= $2 and v.period <= $3 order by e.voucher_id, e.line",
    )
    .bind(book.text())
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading entries"))?;
    let document_rows = sqlx::query(
        "select d.* from voucher v join voucher_document d on d.voucher_id = v.id
         where v.book_id = $1 and v.period >= $2 and v.period <= $3 order by d.voucher_id, d.position",
    )
    .bind(book.text())
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the vouchers' documents"))?;
    let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
    for row in &entry_rows {
        entries.entry(row.text("voucher_id")?).or_default().push(entry(row)?);
    }
    let mut documents: HashMap<String, Vec<(DocumentId, Digest)>> = HashMap::new();
    for row in &document_rows {
        documents.entry(row.text("voucher_id")?).or_default().push(document(row)?);
    }
    heads
        .iter()
        .map(|head| {
            let id = head.text("id")?;
            voucher_of(head, entries.remove(&id).unwrap_or_default(), documents.remove(&id).unwrap_or_default())
        })
        .collect()
}

pub(in crate::ledger) async fn vouchers_of_submission(
    tx: &mut ReadTx,
    book: BookId,
    submission: SubmissionId,
) -> Result<Vec<(VoucherId, Period, VoucherNo)>, Fault> {
    let rows = sqlx::query(
        "select id, period, word, no from voucher where submission_id = $1 and book_id = $2 order by posted_at",
    )
    .bind(submission.text())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the vouchers of a submission"))?;
    rows.iter().map(|r| Ok((r.parsed("id")?, r.parsed("period")?, number(r)?))).collect()
}

pub(in crate::ledger) async fn vouchers_of_documents(
    tx: &mut ReadTx,
    documents: &[DocumentId],
) -> Result<Vec<(DocumentId, String, Date)>, Fault> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Any>::new(
        "select d.document_id, v.word, v.no, v.date from voucher_document d join voucher v on v.id = d.voucher_id
         where d.document_id in (",
    );
    let places: Vec<String> = (1..=documents.len()).map(|n| format!("${n}")).collect();
    sql.push(places.join(", ")).push(") order by v.date, v.no");
    let query = documents.iter().fold(sql.build(), |q, d| q.bind(d.text()));
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("looking for the vouchers of documents"))?;
    rows.iter().map(|r| Ok((r.parsed("document_id")?, number(r)?.to_string(), r.date("date")?))).collect()
}

pub(in crate::ledger) async fn account_entries(
    tx: &mut ReadTx,
    book: BookId,
    code: &str,
    first: Period,
    last: Period,
) -> Result<Vec<LedgerLine>, Fault> {
    let rows = sqlx::query(
        "select e.*, v.word, v.no, v.date, v.kind
         from account a
         join entry e on e.account_id = a.id and e.book_id = $1
         join voucher v on v.id = e.voucher_id
         where a.book_id in ('', $1) and a.code >= $2 and a.code < $3 and e.period >= $4 and e.period <= $5
         order by e.period, v.word, v.no, e.line",
    )
    .bind(book.text())
    .bind(code)
    .bind(format!("{code}~"))
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading an account ledger"))?;
    rows.iter().map(ledger_line).collect()
}

fn ledger_line(row: &AnyRow) -> Result<LedgerLine, Fault> {
    Ok(LedgerLine {
        voucher: row.parsed("voucher_id")?,
        period: row.parsed("period")?,
        number: number(row)?,
        kind: row.parsed("kind")?,
        date: row.date("date")?,
        line: row.whole("line")?,
        account: row.parsed("account_id")?,
        household: row.parsed_or_none("household_id")?,
        counterparty: row.parsed_or_none("counterparty_id")?,
        project: row.parsed_or_none("project_id")?,
        summary: row.text("summary")?,
        debit: row.money("fen_debit")?,
        credit: row.money("fen_credit")?,
    })
}

pub(in crate::ledger) async fn bank_entries(
    tx: &mut ReadTx,
    book: BookId,
    code: &str,
    days: DateRange,
) -> Result<Vec<BankEntry>, Fault> {
    let rows = sqlx::query(
        "select e.voucher_id, e.line, e.period, e.summary, e.fen_debit, e.fen_credit, v.word, v.no, v.date, v.import_key,
                (select string_agg(n.name, ' ')
                 from (select distinct coalesce(c.name, h.name) as name
                       from entry o
                       left join counterparty c on c.id = o.counterparty_id
                       left join household h on h.id = o.household_id
                       where o.voucher_id = e.voucher_id and o.line <> e.line) n) as party
         from account a
         join entry e on e.account_id = a.id and e.book_id = $1
         join voucher v on v.id = e.voucher_id
         where a.book_id in ('', $1) and a.code >= $2 and a.code < $3 and e.period >= $4 and e.period <= $5 and v.date >= $6 and v.date <= $7
         order by v.date, e.period, v.no, e.line",
    )
    .bind(book.text())
    .bind(code)
    .bind(format!("{code}~"))
    .bind(Period::of(days.from).to_string())
    .bind(Period::of(days.to).to_string())
    .bind(days.from.to_string())
    .bind(days.to.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading bank entries"))?;
    rows.iter().map(bank_entry).collect()
}

fn bank_entry(row: &AnyRow) -> Result<BankEntry, Fault> {
    let (debit, credit) = (row.money("fen_debit")?, row.money("fen_credit")?);
    Ok(BankEntry {
        voucher: row.parsed("voucher_id")?,
        label: number(row)?.to_string(),
        period: row.parsed("period")?,
        import_key: row.text("import_key")?,
        line: row.whole("line")?,
        date: row.date("date")?,
        summary: row.text("summary")?,
        money_in: debit,
        money_out: credit,
        party: row.text_or_none("party")?.unwrap_or_default(),
    })
}

pub(super) fn number(row: &AnyRow) -> Result<VoucherNo, Fault> {
    Ok(VoucherNo { word: row.text("word")?, no: row.whole("no")? })
}

fn document(row: &AnyRow) -> Result<(DocumentId, Digest), Fault> {
    Ok((row.parsed("document_id")?, row.digest("digest")?))
}

pub(super) fn entry(row: &AnyRow) -> Result<Entry, Fault> {
    let (debit, credit): (Money, Money) = (row.money("fen_debit")?, row.money("fen_credit")?);
    let (side, amount) = if credit.is_zero() { (Side::Debit, debit) } else { (Side::Credit, credit) };
    Ok(Entry {
        summary: row.text("summary")?,
        account: row.parsed("account_id")?,
        household: row.parsed_or_none("household_id")?,
        counterparty: row.parsed_or_none("counterparty_id")?,
        project: row.parsed_or_none("project_id")?,
        side,
        amount,
    })
}

pub(super) fn voucher_of(
    row: &AnyRow,
    entries: Vec<Entry>,
    documents: Vec<(DocumentId, Digest)>,
) -> Result<PostedVoucher, Fault> {
    Ok(PostedVoucher {
        id: row.parsed("id")?,
        period: row.parsed("period")?,
        number: number(row)?,
        date: row.date("date")?,
        kind: row.parsed("kind")?,
        document_count: row.whole("document_count")?,
        entries,
        submission: row.parsed_or_none("submission_id")?,
        corrects: row.parsed_or_none("corrects_id")?,
        import_key: row.text("import_key")?,
        prepared_by: row.parsed("prepared_by")?,
        prepared_name: row.text("prepared_name")?,
        reviewed_by: row.parsed("reviewed_by")?,
        reviewed_name: row.text("reviewed_name")?,
        posted_by: row.parsed("posted_by")?,
        posted_name: row.text("posted_name")?,
        posted_at: row.instant("posted_at")?,
        documents,
        previous: row.digest("previous")?,
        digest: row.digest("digest")?,
    })
}
