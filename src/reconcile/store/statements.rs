use sqlx::any::AnyRow;

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BankAccountId, BookId, DateRange, Fault, StatementId, StatementLineId, Timestamp};

use crate::reconcile::bank_statement::StatementRow;
use crate::reconcile::hand::BankHand;
use crate::reconcile::imported::{ImportedStatement, StatementFile};
use crate::reconcile::overlap::StatementLine;
use crate::reconcile::profile::BankProfile;

/// Keeps a statement and those of its lines that are new.
pub(in crate::reconcile) async fn insert_statement(
    tx: &mut WriteTx,
    by: &BankHand,
    account: BankAccountId,
    file: &StatementFile,
    lines: &[StatementLine],
    now: Timestamp,
) -> Result<StatementId, Fault> {
    let id = StatementId::new();
    let (statement, days) = (&file.statement, file.statement.days());
    sqlx::query(
        "insert into bank_statement (id, book_id, bank_account_id, file_name, file_digest, layout, date_from, date_to,
             fen_opening, fen_closing, row_count, new_count, imported_by, imported_name, imported_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(id.text())
    .bind(by.book().text())
    .bind(account.text())
    .bind(&file.name)
    .bind(file.digest.hex())
    .bind(&statement.layout)
    .bind(days.from.to_string())
    .bind(days.to.to_string())
    .bind(statement.balance_opening().fen())
    .bind(statement.balance_closing().fen())
    .bind(count(statement.rows().len()))
    .bind(count(lines.len()))
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("keeping a bank statement"))?;
    insert_lines(tx, id, by.book(), account, lines).await?;
    Ok(id)
}

async fn insert_lines(
    tx: &mut WriteTx,
    statement: StatementId,
    book: BookId,
    account: BankAccountId,
    lines: &[StatementLine],
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into statement_line (id, statement_id, book_id, bank_account_id, identity, file_row, seq, date, time,
             fen_in, fen_out, fen_balance, counterparty, summary, purpose, ref) values",
        16,
        "",
    );
    for StatementLine { id, identity, seq, row, opening: _ } in lines {
        rows.row([
            Cell::from(id.text()),
            statement.text().into(),
            book.text().into(),
            account.text().into(),
            identity.as_str().into(),
            count(row.row).into(),
            (*seq).into(),
            row.date.to_string().into(),
            row.time.as_str().into(),
            row.money_in.fen().into(),
            row.money_out.fen().into(),
            row.balance.fen().into(),
            row.counterparty.as_str().into(),
            row.summary.as_str().into(),
            row.purpose.as_str().into(),
            row.reference.as_str().into(),
        ])?;
    }
    rows.run(tx, "keeping bank lines").await
}

/// Every bank line of an account, in time.
pub(in crate::reconcile) async fn lines(
    tx: &mut ReadTx,
    book: BookId,
    account: BankAccountId,
) -> Result<Vec<StatementLine>, Fault> {
    let rows =
        sqlx::query("select * from statement_line where bank_account_id = $1 and book_id = $2 order by seq, identity")
            .bind(account.text())
            .bind(book.text())
            .fetch_all(tx.conn())
            .await
            .map_err(Fault::while_("loading bank lines"))?;
    rows.iter().map(line_of).collect()
}

/// The bank lines of some days, in time.
pub(in crate::reconcile) async fn lines_between(
    tx: &mut ReadTx,
    book: BookId,
    account: BankAccountId,
    days: DateRange,
) -> Result<Vec<StatementLine>, Fault> {
    let rows = sqlx::query(
        "select * from statement_line
         where bank_account_id = $1 and book_id = $2 and date >= $3 and date <= $4 and opening = 0
         order by seq, identity",
    )
    .bind(account.text())
    .bind(book.text())
    .bind(days.from.to_string())
    .bind(days.to.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading bank lines of some days"))?;
    rows.iter().map(line_of).collect()
}

/// The last bank line before some days and the first one after them.
pub(in crate::reconcile) async fn neighbours(
    tx: &mut ReadTx,
    book: BookId,
    account: BankAccountId,
    days: DateRange,
) -> Result<(Option<StatementLine>, Option<StatementLine>), Fault> {
    let before = sqlx::query(
        "select * from statement_line where bank_account_id = $1 and book_id = $2 and date < $3 and opening = 0
         order by seq desc limit 1",
    )
    .bind(account.text())
    .bind(book.text())
    .bind(days.from.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("loading the bank line before"))?;
    let after = sqlx::query(
        "select * from statement_line where bank_account_id = $1 and book_id = $2 and date > $3 and opening = 0
         order by seq limit 1",
    )
    .bind(account.text())
    .bind(book.text())
    .bind(days.to.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("loading the bank line after"))?;
    Ok((before.as_ref().map(line_of).transpose()?, after.as_ref().map(line_of).transpose()?))
}

/// One bank line of a book, and its account.
pub(in crate::reconcile) async fn line(
    tx: &mut ReadTx,
    book: BookId,
    id: StatementLineId,
) -> Result<Option<(BankAccountId, StatementLine)>, Fault> {
    let row = sqlx::query("select * from statement_line where id = $1 and book_id = $2")
        .bind(id.text())
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a bank line"))?;
    row.as_ref().map(|r| Ok((r.parsed("bank_account_id")?, line_of(r)?))).transpose()
}

/// Statements imported for an account, the latest days first.
pub(in crate::reconcile) async fn statements(
    tx: &mut ReadTx,
    book: BookId,
    account: BankAccountId,
) -> Result<Vec<ImportedStatement>, Fault> {
    let rows = sqlx::query(
        "select * from bank_statement where bank_account_id = $1 and book_id = $2 and file_digest <> ''
         order by date_to desc, imported_at desc",
    )
    .bind(account.text())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading bank statements"))?;
    rows.iter().map(statement_of).collect()
}

/// What was told by hand of the files of an account's bank.
pub(in crate::reconcile) async fn profile(
    tx: &mut ReadTx,
    account: BankAccountId,
) -> Result<Option<BankProfile>, Fault> {
    let row = sqlx::query("select columns from bank_layout where bank_account_id = $1")
        .bind(account.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a bank's layout"))?;
    row.map(|r| serde_json::from_str(&r.text("columns")?).map_err(Fault::while_("reading a bank's layout"))).transpose()
}

/// Remembers what was told by hand of the files of an account's bank.
pub(in crate::reconcile) async fn save_profile(
    tx: &mut WriteTx,
    by: &BankHand,
    account: BankAccountId,
    profile: &BankProfile,
    now: Timestamp,
) -> Result<(), Fault> {
    let told = serde_json::to_string(profile).map_err(Fault::while_("writing a bank's layout"))?;
    sqlx::query(
        "insert into bank_layout (bank_account_id, columns, set_by, set_name, set_at) values ($1, $2, $3, $4, $5)
         on conflict (bank_account_id) do update
         set columns = excluded.columns, set_by = excluded.set_by, set_name = excluded.set_name, set_at = excluded.set_at",
    )
    .bind(account.text())
    .bind(told)
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("remembering a bank's layout"))
}

fn line_of(row: &AnyRow) -> Result<StatementLine, Fault> {
    Ok(StatementLine {
        id: row.parsed("id")?,
        identity: row.text("identity")?,
        seq: row.whole("seq")?,
        opening: row.whole("opening")? == 1,
        row: StatementRow {
            row: usize::try_from(row.whole("file_row")?).unwrap_or(0),
            date: row.date("date")?,
            time: row.text("time")?,
            money_in: row.money("fen_in")?,
            money_out: row.money("fen_out")?,
            balance: row.money("fen_balance")?,
            counterparty: row.text("counterparty")?,
            summary: row.text("summary")?,
            purpose: row.text("purpose")?,
            reference: row.text("ref")?,
        },
    })
}

fn statement_of(row: &AnyRow) -> Result<ImportedStatement, Fault> {
    Ok(ImportedStatement {
        id: row.parsed("id")?,
        file_name: row.text("file_name")?,
        layout: row.text("layout")?,
        from: row.date("date_from")?,
        to: row.date("date_to")?,
        balance_opening: row.money("fen_opening")?,
        balance_closing: row.money("fen_closing")?,
        row_count: row.whole("row_count")?,
        new_count: row.whole("new_count")?,
        imported_name: row.text("imported_name")?,
        imported_at: row.instant("imported_at")?,
    })
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}
