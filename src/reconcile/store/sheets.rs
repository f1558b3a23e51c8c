use sqlx::any::AnyRow;

use crate::auth::Accountant;
use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BankAccountId, BookId, Date, Fault, Period, ReconciliationId, Timestamp};

use crate::reconcile::hand::BankHand;
use crate::reconcile::reconciliation::{Reconciliation, WithdrawnSheet};

/// The sheets of an account that were not withdrawn, the latest period first.
pub(in crate::reconcile) async fn reconciliations(
    tx: &mut ReadTx,
    book: BookId,
    account: BankAccountId,
) -> Result<Vec<Reconciliation>, Fault> {
    let rows = sqlx::query(
        "select * from reconciliation where bank_account_id = $1 and book_id = $2 and withdrawn_at is null
         order by period desc",
    )
    .bind(account.text())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading reconciliation sheets"))?;
    rows.iter().map(reconciliation_of).collect()
}

/// One sheet of a book that was not withdrawn.
pub(in crate::reconcile) async fn reconciliation(
    tx: &mut ReadTx,
    book: BookId,
    id: ReconciliationId,
) -> Result<Option<Reconciliation>, Fault> {
    let row = sqlx::query("select * from reconciliation where id = $1 and book_id = $2 and withdrawn_at is null")
        .bind(id.text())
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a reconciliation sheet"))?;
    row.as_ref().map(reconciliation_of).transpose()
}

/// The last month each bank account of every book was reconciled for; `None` for never.
pub(in crate::reconcile) async fn reconciled_through(tx: &mut ReadTx) -> Result<Vec<(BookId, Option<Period>)>, Fault> {
    let rows = sqlx::query(
        "select b.book_id, coalesce(max(r.period), '') as period from bank_account b
         left join reconciliation r on r.bank_account_id = b.id and r.withdrawn_at is null and r.reviewed_at <> ''
         group by b.book_id, b.id",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking how far the banks are reconciled"))?;
    rows.iter().map(|r| Ok((r.parsed("book_id")?, r.parsed_or_none("period")?))).collect()
}

/// The last day of the last statement of every bank account, book by book; none where nothing was imported.
pub(in crate::reconcile) async fn proven_through(tx: &mut ReadTx) -> Result<Vec<(BookId, Option<Date>)>, Fault> {
    let rows = sqlx::query(
        "select b.book_id, coalesce(max(s.date_to), '') as date_to from bank_account b
         left join bank_statement s on s.bank_account_id = b.id and s.file_digest <> ''
         group by b.book_id, b.id",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking how far bank statements reach"))?;
    rows.iter().map(|r| Ok((r.parsed("book_id")?, r.parsed_or_none("date_to")?))).collect()
}

/// Keeps a sheet made.
pub(in crate::reconcile) async fn insert_reconciliation(
    tx: &mut WriteTx,
    by: &BankHand,
    made: &Reconciliation,
    content: &str,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into reconciliation (id, book_id, bank_account_id, period, content, digest, made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(made.id.text())
    .bind(by.book().text())
    .bind(made.account.text())
    .bind(made.period.to_string())
    .bind(content)
    .bind(made.digest.hex())
    .bind(made.made_by.text())
    .bind(&made.made_name)
    .bind(made.made_at.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a reconciliation sheet"))
}

/// A second person stands for a sheet; false when it is not there any more or reviewed already.
pub(in crate::reconcile) async fn review(
    tx: &mut WriteTx,
    by: &Accountant,
    id: ReconciliationId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "update reconciliation set reviewed_by = $1, reviewed_name = $2, reviewed_at = $3
         where id = $4 and book_id = $5 and withdrawn_at is null and reviewed_at = ''",
    )
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .bind(id.text())
    .bind(by.book().text())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("reviewing a reconciliation sheet"))?;
    Ok(done.rows_affected() == 1)
}

/// Takes a sheet back; false when somebody else did already.
pub(in crate::reconcile) async fn withdraw(
    tx: &mut WriteTx,
    by: &Accountant,
    id: ReconciliationId,
    reason: &str,
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "update reconciliation set withdrawn_at = $1, withdrawn_by = $2, withdrawn_reason = $3, withdrawn_name = $6
         where id = $4 and book_id = $5 and withdrawn_at is null",
    )
    .bind(now.stored())
    .bind(by.id().text())
    .bind(reason)
    .bind(id.text())
    .bind(by.book().text())
    .bind(&by.actor().name)
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("withdrawing a reconciliation sheet"))?;
    Ok(done.rows_affected() == 1)
}

/// The sheets of an account that were taken back, the latest first.
pub(in crate::reconcile) async fn withdrawn_sheets(
    tx: &mut ReadTx,
    book: BookId,
    account: BankAccountId,
) -> Result<Vec<WithdrawnSheet>, Fault> {
    let rows = sqlx::query(
        "select period, made_name, made_at, reviewed_name, reviewed_at, withdrawn_name, withdrawn_at, withdrawn_reason
         from reconciliation
         where bank_account_id = $1 and book_id = $2 and withdrawn_at is not null
         order by withdrawn_at desc",
    )
    .bind(account.text())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading sheets taken back"))?;
    rows.iter().map(withdrawn_of).collect()
}

fn withdrawn_of(row: &AnyRow) -> Result<WithdrawnSheet, Fault> {
    let (reviewer, reviewed) = (row.text("reviewed_name")?, row.instant_or_none("reviewed_at")?);
    Ok(WithdrawnSheet {
        period: row.parsed("period")?,
        made: (row.text("made_name")?, row.instant("made_at")?),
        reviewed: reviewed.map(|at| (reviewer, at)),
        withdrawn: (row.text("withdrawn_name")?, row.instant("withdrawn_at")?),
        reason: row.text("withdrawn_reason")?,
    })
}

fn reconciliation_of(row: &AnyRow) -> Result<Reconciliation, Fault> {
    let reviewed = row.instant_or_none("reviewed_at")?;
    let reviewer = row.text("reviewed_name")?;
    Ok(Reconciliation {
        id: row.parsed("id")?,
        account: row.parsed("bank_account_id")?,
        period: row.parsed("period")?,
        sheet: serde_json::from_str(&row.text("content")?).map_err(Fault::while_("reading a reconciliation sheet"))?,
        digest: row.digest("digest")?,
        made_by: row.parsed("made_by")?,
        made_name: row.text("made_name")?,
        made_at: row.instant("made_at")?,
        reviewed: reviewed.map(|at| (reviewer, at)),
    })
}
