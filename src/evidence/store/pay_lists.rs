use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::{Any, QueryBuilder};

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, DocumentId, Fault, FileId, PayListId, UserId};

use crate::evidence::document::Document;
use crate::evidence::pay_list::{PayList, PayListRow};

use super::places;

/// Writes down a list with its rows; false when the form has made one already.
pub(in crate::evidence) async fn insert_pay_list(
    tx: &mut WriteTx,
    list: &PayList,
    once_key: &str,
    by: UserId,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into pay_list
         (id, book_id, kind, title, date, people, fen_total, source, digest, replaces, once_key, made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         on conflict (book_id, once_key) do nothing",
    )
    .bind(list.id.text())
    .bind(list.book.text())
    .bind(list.kind.word())
    .bind(&list.title)
    .bind(list.date.to_string())
    .bind(list.people)
    .bind(list.total.fen())
    .bind(&list.source)
    .bind(list.digest.hex())
    .bind(list.replaces.map(PayListId::text).unwrap_or_default())
    .bind(once_key)
    .bind(by.text())
    .bind(&list.made_name)
    .bind(list.made_at.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("writing down a pay list"))?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let mut rows = RowsInto::new(
        "insert into pay_list_row (pay_list_id, no, name, household, id_tail, account_tail, fen, remark) values",
        8,
        "",
    );
    for row in &list.rows {
        rows.row([
            Cell::from(list.id.text()),
            row.no.into(),
            row.name.as_str().into(),
            row.household.as_str().into(),
            row.id_tail.as_str().into(),
            row.account_tail.as_str().into(),
            row.amount.fen().into(),
            row.remark.as_str().into(),
        ])?;
    }
    rows.run(tx, "writing down the people of a pay list").await.map(|()| true)
}

/// The list a form has made already.
pub(in crate::evidence) async fn pay_list_by_key(
    tx: &mut ReadTx,
    book: BookId,
    once_key: &str,
) -> Result<Option<PayListId>, Fault> {
    let row = sqlx::query("select id from pay_list where book_id = $1 and once_key = $2")
        .bind(book.text())
        .bind(once_key)
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking for a pay list"))?;
    row.map(|r| r.parsed("id")).transpose()
}

/// One list with its rows.
pub(in crate::evidence) async fn pay_list(tx: &mut ReadTx, id: PayListId) -> Result<Option<PayList>, Fault> {
    let head = sqlx::query("select * from pay_list where id = $1")
        .bind(id.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a pay list"))?;
    let Some(mut list) = head.as_ref().map(head_of).transpose()? else { return Ok(None) };
    let rows = sqlx::query("select * from pay_list_row where pay_list_id = $1 order by no")
        .bind(id.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the people of a pay list"))?;
    list.rows = rows.iter().map(row_of).collect::<Result<_, Fault>>()?;
    Ok(Some(list))
}

/// Every list of a book with its rows, in the order they were made.
pub(in crate::evidence) async fn whole_pay_lists(tx: &mut ReadTx, book: BookId) -> Result<Vec<PayList>, Fault> {
    let heads = sqlx::query("select * from pay_list where book_id = $1 order by made_at, id")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the pay lists of a book"))?;
    let mut lists = heads.iter().map(head_of).collect::<Result<Vec<PayList>, Fault>>()?;
    let rows = sqlx::query(
        "select r.* from pay_list_row r join pay_list p on p.id = r.pay_list_id
         where p.book_id = $1 order by r.pay_list_id, r.no",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the people of a book's pay lists"))?;
    let mut of: HashMap<PayListId, Vec<PayListRow>> = HashMap::new();
    for row in &rows {
        of.entry(row.parsed("pay_list_id")?).or_default().push(row_of(row)?);
    }
    for list in &mut lists {
        list.rows = of.remove(&list.id).unwrap_or_default();
    }
    Ok(lists)
}

/// The lists of a book without their rows, the latest first; with each its signed paper that stands, and whether a
/// later list corrects it.
pub(in crate::evidence) async fn pay_lists(
    tx: &mut ReadTx,
    book: BookId,
) -> Result<Vec<(PayList, Option<DocumentId>, bool)>, Fault> {
    let rows = sqlx::query(
        "select p.*, coalesce(d.document_id, '') as document_id,
                cast(case when exists (select 1 from pay_list n where n.replaces = p.id) then 1 else 0 end as bigint) as replaced
         from pay_list p left join document_pay_list d on d.pay_list_id = p.id
         where p.book_id = $1
         order by p.made_at desc, p.id desc",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading pay lists"))?;
    let told = |row: &AnyRow| Ok((head_of(row)?, row.parsed_or_none("document_id")?, row.whole("replaced")? == 1));
    rows.iter().map(told).collect()
}

/// True when a later list corrects this one.
pub(in crate::evidence) async fn pay_list_replaced(
    tx: &mut ReadTx,
    id: PayListId,
    besides: Option<PayListId>,
) -> Result<bool, Fault> {
    let row = sqlx::query("select id from pay_list where replaces = $1 and id <> $2 limit 1")
        .bind(id.text())
        .bind(besides.map(PayListId::text).unwrap_or_default())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking for a corrected pay list"))?;
    Ok(row.is_some())
}

/// The signed paper of a list, if it has one.
pub(in crate::evidence) async fn document_of_pay_list(
    tx: &mut ReadTx,
    id: PayListId,
) -> Result<Option<DocumentId>, Fault> {
    let row = sqlx::query("select document_id from document_pay_list where pay_list_id = $1 limit 1")
        .bind(id.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking for the paper of a pay list"))?;
    row.map(|r| r.parsed("document_id")).transpose()
}

/// Binds a source document to its list.
pub(in crate::evidence) async fn bind_pay_list(
    tx: &mut WriteTx,
    document: &Document,
    list: &PayList,
) -> Result<(), Fault> {
    sqlx::query("insert into document_pay_list (document_id, pay_list_id, digest) values ($1, $2, $3)")
        .bind(document.id.text())
        .bind(list.id.text())
        .bind(list.digest.hex())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("binding a paper to its pay list"))
}

/// The signed papers of a book's lists, of which one file is among these.
pub(in crate::evidence) async fn documents_showing(
    tx: &mut ReadTx,
    book: BookId,
    files: &[FileId],
) -> Result<Vec<DocumentId>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select distinct l.document_id from document_pay_list l
         join pay_list p on p.id = l.pay_list_id
         join document_file f on f.document_id = l.document_id
         where p.book_id = $1 and f.file_id in (",
    );
    sql.push(places(2, files.len())).push(")");
    let query = sql.build().bind(book.text());
    let query = if files.is_empty() { query.bind("") } else { files.iter().fold(query, |q, id| q.bind(id.text())) };
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("looking for signed pay lists"))?;
    rows.iter().map(|r| r.parsed("document_id")).collect()
}

fn head_of(row: &AnyRow) -> Result<PayList, Fault> {
    Ok(PayList {
        id: row.parsed("id")?,
        book: row.parsed("book_id")?,
        kind: row.parsed("kind")?,
        title: row.text("title")?,
        date: row.date("date")?,
        people: row.whole("people")?,
        total: row.money("fen_total")?,
        source: row.text("source")?,
        digest: row.digest("digest")?,
        replaces: row.parsed_or_none("replaces")?,
        made_name: row.text("made_name")?,
        made_at: row.instant("made_at")?,
        rows: Vec::new(),
    })
}

fn row_of(row: &AnyRow) -> Result<PayListRow, Fault> {
    Ok(PayListRow {
        no: row.whole("no")?,
        name: row.text("name")?,
        household: row.text("household")?,
        id_tail: row.text("id_tail")?,
        account_tail: row.text("account_tail")?,
        amount: row.money("fen")?,
        remark: row.text("remark")?,
    })
}
