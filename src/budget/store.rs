use std::collections::HashMap;

use sqlx::any::AnyRow;

use crate::auth::Accountant;
use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx, is_unique_violation};
use crate::kernel::{BookId, BudgetId, Date, Fault, FileId, FiscalYear, ProjectId, RecordId, Timestamp};

use super::plan::{Adoption, Budget, BudgetReport, PlanLine};

/// Every version of a year, the newest first.
pub(super) async fn versions(tx: &mut ReadTx, book: BookId, year: FiscalYear) -> Result<Vec<Budget>, Fault> {
    let heads = sqlx::query("select * from budget where book_id = $1 and year = $2 order by version desc")
        .bind(book.text())
        .bind(i64::from(year.number()))
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading budgets"))?;
    let lines = sqlx::query(
        "select l.* from budget b join budget_line l on l.budget_id = b.id
         where b.book_id = $1 and b.year = $2 order by l.budget_id, l.position",
    )
    .bind(book.text())
    .bind(i64::from(year.number()))
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the lines of budgets"))?;
    let mut by_budget: HashMap<String, Vec<PlanLine>> = HashMap::new();
    for row in &lines {
        by_budget.entry(row.text("budget_id")?).or_default().push(line_of(row)?);
    }
    heads.iter().map(|h| budget_of(h, by_budget.remove(&h.text("id")?).unwrap_or_default())).collect()
}

/// The newest version that was adopted by a day.
pub(super) async fn adopted_on(
    tx: &mut ReadTx,
    book: BookId,
    year: FiscalYear,
    on: Date,
) -> Result<Option<Budget>, Fault> {
    let head = sqlx::query(
        "select * from budget where book_id = $1 and year = $2 and adopted_at <> '' and resolved_on <= $3
         order by version desc limit 1",
    )
    .bind(book.text())
    .bind(i64::from(year.number()))
    .bind(on.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("loading the budget in force"))?;
    whole(tx, head).await
}

/// One version.
pub(super) async fn budget(tx: &mut ReadTx, book: BookId, id: BudgetId) -> Result<Option<Budget>, Fault> {
    let head = sqlx::query("select * from budget where book_id = $1 and id = $2")
        .bind(book.text())
        .bind(id.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a budget"))?;
    whole(tx, head).await
}

async fn whole(tx: &mut ReadTx, head: Option<AnyRow>) -> Result<Option<Budget>, Fault> {
    let Some(head) = head else { return Ok(None) };
    let lines = sqlx::query("select * from budget_line where budget_id = $1 order by position")
        .bind(head.text("id")?)
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the lines of a budget"))?;
    budget_of(&head, lines.iter().map(line_of).collect::<Result<_, _>>()?).map(Some)
}

fn line_of(row: &AnyRow) -> Result<PlanLine, Fault> {
    Ok(PlanLine {
        account: row.text("account_code")?,
        direction: row.parsed("direction")?,
        project: row.parsed_or_none("project_id")?,
        amount: row.money("fen")?,
        note: row.text("note")?,
    })
}

fn budget_of(row: &AnyRow, lines: Vec<PlanLine>) -> Result<Budget, Fault> {
    let adoption = match row.instant_or_none("adopted_at")? {
        None => None,
        Some(adopted_at) => Some(Adoption {
            meeting: row.text("meeting")?,
            resolved_on: row.date("resolved_on")?,
            resolution: row.text("resolution")?,
            scan: row.parsed_or_none("scan_file_id")?,
            adopted_name: row.text("adopted_name")?,
            adopted_at,
        }),
    };
    Ok(Budget {
        id: row.parsed("id")?,
        year: year_of(row)?,
        version: row.whole("version")?,
        reason: row.text("reason")?,
        revision: row.whole("revision")?,
        drafted_name: row.text("drafted_name")?,
        drafted_at: row.instant("drafted_at")?,
        adoption,
        lines,
    })
}

fn year_of(row: &AnyRow) -> Result<FiscalYear, Fault> {
    let number = row.whole("year")?;
    let year = i32::try_from(number).ok().and_then(FiscalYear::new);
    year.ok_or_else(|| Fault::new("reading a column", format!("year = {number}")))
}

/// Keeps a new draft; false when the year has that version already.
pub(super) async fn insert(tx: &mut WriteTx, by: &Accountant, budget: &Budget) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into budget (id, book_id, year, version, reason, revision, drafted_by, drafted_name, drafted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(budget.id.text())
    .bind(by.book().text())
    .bind(i64::from(budget.year.number()))
    .bind(budget.version)
    .bind(&budget.reason)
    .bind(budget.revision)
    .bind(by.id().text())
    .bind(&budget.drafted_name)
    .bind(budget.drafted_at.stored())
    .execute(tx.conn())
    .await;
    match done {
        Ok(_) => insert_lines(tx, budget.id, &budget.lines).await.map(|()| true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(Fault::while_("keeping a budget")(error)),
    }
}

async fn insert_lines(tx: &mut WriteTx, id: BudgetId, lines: &[PlanLine]) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into budget_line (budget_id, position, account_code, direction, project_id, fen, note) values",
        7,
        "",
    );
    for (position, line) in (1_i64..).zip(lines) {
        rows.row([
            Cell::from(id.text()),
            position.into(),
            line.account.as_str().into(),
            line.direction.to_string().into(),
            line.project.map(ProjectId::text).unwrap_or_default().into(),
            line.amount.fen().into(),
            line.note.as_str().into(),
        ])?;
    }
    rows.run(tx, "keeping the lines of a budget").await
}

/// Takes a draft in hand for a change; false when it moved on.
pub(super) async fn take_draft(
    tx: &mut WriteTx,
    by: &Accountant,
    (id, revision): (BudgetId, i64),
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "update budget set revision = revision + 1, drafted_by = $4, drafted_name = $5, drafted_at = $6
         where id = $1 and book_id = $2 and revision = $3 and adopted_at = ''",
    )
    .bind(id.text())
    .bind(by.book().text())
    .bind(revision)
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("changing a budget"))?;
    Ok(done.rows_affected() == 1)
}

/// The lines of a draft, all anew.
pub(super) async fn replace_lines(tx: &mut WriteTx, id: BudgetId, lines: &[PlanLine]) -> Result<(), Fault> {
    delete_lines(tx, id).await?;
    insert_lines(tx, id, lines).await
}

async fn delete_lines(tx: &mut WriteTx, id: BudgetId) -> Result<(), Fault> {
    sqlx::query("delete from budget_line where budget_id = $1")
        .bind(id.text())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("clearing the lines of a budget"))
}

/// Deletes a draft with its lines; false when it moved on.
pub(super) async fn delete(tx: &mut WriteTx, book: BookId, (id, revision): (BudgetId, i64)) -> Result<bool, Fault> {
    let taken = sqlx::query(
        "update budget set revision = revision + 1
         where id = $1 and book_id = $2 and revision = $3 and adopted_at = ''",
    )
    .bind(id.text())
    .bind(book.text())
    .bind(revision)
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("taking a budget in hand"))?;
    if taken.rows_affected() != 1 {
        return Ok(false);
    }
    delete_lines(tx, id).await?;
    sqlx::query("delete from budget where id = $1")
        .bind(id.text())
        .execute(tx.conn())
        .await
        .map(|_| true)
        .map_err(Fault::while_("deleting a budget"))
}

/// Writes the resolution on a draft; false when it moved on.
pub(super) async fn adopt(
    tx: &mut WriteTx,
    by: &Accountant,
    (id, revision): (BudgetId, i64),
    adoption: &Adoption,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "update budget set meeting = $4, resolved_on = $5, resolution = $6, scan_file_id = $7, adopted_by = $8,
             adopted_name = $9, adopted_at = $10
         where id = $1 and book_id = $2 and revision = $3 and adopted_at = ''",
    )
    .bind(id.text())
    .bind(by.book().text())
    .bind(revision)
    .bind(&adoption.meeting)
    .bind(adoption.resolved_on.to_string())
    .bind(&adoption.resolution)
    .bind(adoption.scan.map(FileId::text).unwrap_or_default())
    .bind(by.id().text())
    .bind(&adoption.adopted_name)
    .bind(adoption.adopted_at.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("adopting a budget"))?;
    Ok(done.rows_affected() == 1)
}

/// Keeps the note that a year's execution was told.
pub(super) async fn insert_report(
    tx: &mut WriteTx,
    by: &Accountant,
    report: &BudgetReport,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into budget_report (id, book_id, year, reported_on, meeting, words, recorded_by, recorded_name, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(RecordId::new().text())
    .bind(by.book().text())
    .bind(i64::from(report.year.number()))
    .bind(report.reported_on.to_string())
    .bind(&report.meeting)
    .bind(&report.words)
    .bind(by.id().text())
    .bind(&report.recorded_name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a budget report"))
}

/// When a year's execution was told.
pub(super) async fn reports(tx: &mut ReadTx, book: BookId, year: FiscalYear) -> Result<Vec<BudgetReport>, Fault> {
    let rows =
        sqlx::query("select * from budget_report where book_id = $1 and year = $2 order by reported_on desc, id desc")
            .bind(book.text())
            .bind(i64::from(year.number()))
            .fetch_all(tx.conn())
            .await
            .map_err(Fault::while_("loading budget reports"))?;
    let report = |row: &AnyRow| {
        Ok(BudgetReport {
            year: year_of(row)?,
            reported_on: row.date("reported_on")?,
            meeting: row.text("meeting")?,
            words: row.text("words")?,
            recorded_name: row.text("recorded_name")?,
        })
    };
    rows.iter().map(report).collect()
}
