use sqlx::any::AnyRow;
use sqlx::{Any, QueryBuilder};
use uuid::Uuid;

use crate::audit::Actor;
use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, Fault, SubmissionId, Timestamp};

use crate::controls::finding::{Filter, Given, KeptFinding, Subject};
use crate::controls::setting::Severity;

use super::places;

/// Most ids one question names.
const AT_MOST: usize = 100;

pub(in crate::controls) async fn insert_findings(
    tx: &mut WriteTx,
    by: &Actor,
    given: &Given<'_>,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into control_finding
         (id, book_id, subject, subject_id, label, act, control, severity, words, reason, found_by, found_name, found_at)
         values",
        13,
        "",
    );
    let (subject, id) = given.subject.stored();
    for finding in given.found {
        let reason = if finding.severity == Severity::Warn { given.reason.trim() } else { "" };
        rows.row([
            Cell::from(Uuid::now_v7().simple().to_string()),
            Cell::from(given.book.text()),
            Cell::from(subject),
            Cell::from(id.clone()),
            Cell::from(given.label.clone()),
            Cell::from(given.stage.word()),
            Cell::from(finding.control.name),
            Cell::from(finding.severity.word()),
            Cell::from(finding.words.clone()),
            Cell::from(reason),
            Cell::from(by.stored_id()),
            Cell::from(by.name.clone()),
            Cell::from(now.stored()),
        ])?;
    }
    rows.run(tx, "writing what controls found").await
}

pub(in crate::controls) async fn findings_of(
    tx: &mut ReadTx,
    books: &[BookId],
    submissions: &[SubmissionId],
) -> Result<Vec<KeptFinding>, Fault> {
    let mut found = Vec::new();
    for ids in submissions.chunks(AT_MOST) {
        let mut sql =
            QueryBuilder::<Any>::new("select * from control_finding where subject = 'submission' and subject_id in (");
        sql.push(places(1, ids.len())).push(") and book_id in (");
        sql.push(places(1 + ids.len(), books.len())).push(") order by found_at, id");
        let query = ids.iter().fold(sql.build(), |q, id| q.bind(id.text()));
        let query = books.iter().fold(query, |q, book| q.bind(book.text()));
        let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading what controls found"))?;
        for row in &rows {
            found.push(kept(row)?);
        }
    }
    Ok(found)
}

pub(in crate::controls) async fn findings(tx: &mut ReadTx, filter: &Filter) -> Result<Vec<KeptFinding>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select * from control_finding
         where ($1 = '' or control = $1) and ($2 = 0 or severity = 'warn')
           and ($3 = '' or found_at >= $3) and ($4 = '' or found_at < $4)",
    );
    let books: &[BookId] = filter.books.as_deref().unwrap_or_default();
    if filter.books.is_some() {
        sql.push(" and book_id in (").push(places(6, books.len())).push(")");
    }
    sql.push(" order by found_at desc, id desc limit $5");
    let mut query = sql
        .build()
        .bind(&filter.control)
        .bind(i64::from(filter.overrides))
        .bind(&filter.from)
        .bind(&filter.to)
        .bind(filter.limit);
    if filter.books.is_some() {
        query = if books.is_empty() { query.bind("") } else { books.iter().fold(query, |q, b| q.bind(b.text())) };
    }
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("listing what controls found"))?;
    rows.iter().map(kept).collect()
}

fn kept(row: &AnyRow) -> Result<KeptFinding, Fault> {
    let subject = Subject::read(&row.text("subject")?, &row.text("subject_id")?)
        .map_err(|why| Fault::new("reading what a control found", why))?;
    Ok(KeptFinding {
        book: row.parsed("book_id")?,
        subject,
        label: row.text("label")?,
        stage: row.parsed("act")?,
        control: row.text("control")?,
        severity: row.parsed("severity")?,
        words: row.text("words")?,
        reason: row.text("reason")?,
        by: row.text("found_name")?,
        at: row.instant("found_at")?,
    })
}
