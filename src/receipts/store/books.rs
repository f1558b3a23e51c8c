use std::collections::HashMap;

use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use crate::audit::Actor;
use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx, is_unique_violation};
use crate::kernel::{BookId, Fault, FileId, ReceiptIssueId, Timestamp};

use crate::receipts::book::{ReceiptBook, ReceiptKind};
use crate::receipts::issue::{DoneAct, Issue, IssueAct};

/// Writes down the receipt books of one purchase.
pub(in crate::receipts) async fn insert_books(
    tx: &mut WriteTx,
    by: &Actor,
    books: &[ReceiptBook],
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into receipt_book (id, kind, series, digits, number_first, number_last, bought_on, bought_by,
             bought_name, bought_at) values",
        10,
        "",
    );
    for book in books {
        rows.row([
            Cell::from(book.id.text()),
            book.kind.word().into(),
            book.series.as_str().into(),
            (book.digits as i64).into(),
            book.first.into(),
            book.last.into(),
            book.bought_on.to_string().into(),
            by.stored_id().into(),
            book.bought_name.as_str().into(),
            book.bought_at.stored().into(),
        ])?;
    }
    rows.run(tx, "writing down receipt books").await
}

/// A receipt book of the same kind and series some of these numbers stand in already.
pub(in crate::receipts) async fn overlapping(
    tx: &mut ReadTx,
    kind: ReceiptKind,
    series: &str,
    (first, last): (i64, i64),
) -> Result<Option<ReceiptBook>, Fault> {
    let row = sqlx::query(
        "select *, id as receipt_book_id from receipt_book
         where kind = $1 and series = $2 and number_first <= $4 and number_last >= $3
         order by number_first limit 1",
    )
    .bind(kind.word())
    .bind(series)
    .bind(first)
    .bind(last)
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("looking for the same receipt numbers"))?;
    row.as_ref().map(book_of).transpose()
}

/// Every receipt book, by kind, series and number.
pub(in crate::receipts) async fn books(tx: &mut ReadTx) -> Result<Vec<ReceiptBook>, Fault> {
    let rows =
        sqlx::query("select *, id as receipt_book_id from receipt_book order by kind desc, series, number_first")
            .fetch_all(tx.conn())
            .await
            .map_err(Fault::while_("loading receipt books"))?;
    rows.iter().map(book_of).collect()
}

/// Gives a receipt book out; false when somebody did at the same time.
pub(in crate::receipts) async fn insert_issue(tx: &mut WriteTx, by: &Actor, issue: &Issue) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into receipt_issue (id, receipt_book_id, book_id, turn, issued_on, issued_by, issued_name, issued_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(issue.id.text())
    .bind(issue.receipts.id.text())
    .bind(issue.book.text())
    .bind(issue.turn)
    .bind(issue.issued_on.to_string())
    .bind(by.stored_id())
    .bind(&by.name)
    .bind(issue.issued_at.stored())
    .execute(tx.conn())
    .await;
    once(done, "giving out a receipt book")
}

/// One act on an issue.
pub(in crate::receipts) struct NewAct<'a> {
    pub(in crate::receipts) issue: ReceiptIssueId,
    pub(in crate::receipts) act: IssueAct,
    pub(in crate::receipts) words: &'a str,
    pub(in crate::receipts) file: Option<FileId>,
}

/// Writes down an act on an issue; false when it was done already.
pub(in crate::receipts) async fn insert_act(
    tx: &mut WriteTx,
    by: &Actor,
    new: &NewAct<'_>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into receipt_act (issue_id, act, words, file_id, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.issue.text())
    .bind(new.act.word())
    .bind(new.words)
    .bind(new.file.map(FileId::text).unwrap_or_default())
    .bind(by.stored_id())
    .bind(&by.name)
    .bind(now.stored())
    .execute(tx.conn())
    .await;
    once(done, "writing down an act on a receipt book")
}

fn once<T>(done: Result<T, sqlx::Error>, doing: &'static str) -> Result<bool, Fault> {
    match done {
        Ok(_) => Ok(true),
        Err(twice) if is_unique_violation(&twice) => Ok(false),
        Err(failed) => Err(Fault::new(doing, failed)),
    }
}

/// Every issue, in the order they were given out.
pub(in crate::receipts) async fn issues(tx: &mut ReadTx) -> Result<Vec<Issue>, Fault> {
    asked(tx, "i.id <> $1", "").await
}

/// The issues to one village book.
pub(in crate::receipts) async fn issues_of_book(tx: &mut ReadTx, book: BookId) -> Result<Vec<Issue>, Fault> {
    asked(tx, "i.book_id = $1", &book.text()).await
}

/// One issue.
pub(in crate::receipts) async fn issue(tx: &mut ReadTx, id: ReceiptIssueId) -> Result<Option<Issue>, Fault> {
    Ok(asked(tx, "i.id = $1", &id.text()).await?.pop())
}

/// The issues of which `wanted`, a condition on `i`, is true, with their receipt books and acts.
async fn asked(tx: &mut ReadTx, wanted: &'static str, of: &str) -> Result<Vec<Issue>, Fault> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select i.id as issue_id, i.book_id, i.turn, i.issued_on, i.issued_name, i.issued_at, b.id as receipt_book_id,
                b.kind, b.series, b.digits, b.number_first, b.number_last, b.bought_on, b.bought_name, b.bought_at
         from receipt_issue i join receipt_book b on b.id = i.receipt_book_id
         where {wanted} order by i.issued_at, i.id"
    )))
    .bind(of)
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading issues of receipt books"))?;
    let mut issues = rows.iter().map(issue_of).collect::<Result<Vec<Issue>, Fault>>()?;
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select a.issue_id, a.act, a.words, a.by_name, a.at
         from receipt_act a join receipt_issue i on i.id = a.issue_id
         where {wanted} order by a.at, a.act"
    )))
    .bind(of)
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading acts on receipt books"))?;
    let mut places: HashMap<ReceiptIssueId, usize> = HashMap::new();
    for (at, issue) in issues.iter().enumerate() {
        places.insert(issue.id, at);
    }
    for row in &rows {
        if let Some(at) = places.get(&row.parsed("issue_id")?) {
            issues[*at].acts.push(act_of(row)?);
        }
    }
    for issue in &mut issues {
        issue.acts.sort_by_key(|done| (done.at, done.act.order()));
    }
    Ok(issues)
}

fn issue_of(row: &AnyRow) -> Result<Issue, Fault> {
    Ok(Issue {
        id: row.parsed("issue_id")?,
        receipts: book_of(row)?,
        book: row.parsed("book_id")?,
        turn: row.whole("turn")?,
        issued_on: row.date("issued_on")?,
        issued_name: row.text("issued_name")?,
        issued_at: row.instant("issued_at")?,
        acts: Vec::new(),
    })
}

fn act_of(row: &AnyRow) -> Result<DoneAct, Fault> {
    Ok(DoneAct {
        act: row.parsed("act")?,
        words: row.text("words")?,
        by_name: row.text("by_name")?,
        at: row.instant("at")?,
    })
}

fn book_of(row: &AnyRow) -> Result<ReceiptBook, Fault> {
    Ok(ReceiptBook {
        id: row.parsed("receipt_book_id")?,
        kind: row.parsed("kind")?,
        series: row.text("series")?,
        digits: usize::try_from(row.whole("digits")?).unwrap_or(1),
        first: row.whole("number_first")?,
        last: row.whole("number_last")?,
        bought_on: row.date("bought_on")?,
        bought_name: row.text("bought_name")?,
        bought_at: row.instant("bought_at")?,
    })
}
