//! What anybody may ask for: published sheets only.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, QueryBuilder};

use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Fault, PublicationId};

use super::{head_of, publication_of};
use crate::disclosure::publication::{Publication, PublicationHead};
use crate::disclosure::span::SheetSpan;

/// The latest span published by every book that has published.
pub(in crate::disclosure) async fn latest_published(tx: &mut ReadTx) -> Result<BTreeMap<BookId, SheetSpan>, Fault> {
    let rows = sqlx::query("select distinct book_id, quarter from publication where state in ('published', 'posted')")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("listing who has published"))?;
    let mut latest: BTreeMap<BookId, SheetSpan> = BTreeMap::new();
    for row in &rows {
        // Compared as spans: as text a month stands before every quarter of its year.
        let span: SheetSpan = row.parsed("quarter")?;
        latest.entry(row.parsed("book_id")?).and_modify(|kept| *kept = span.max(*kept)).or_insert(span);
    }
    Ok(latest)
}

/// Every published sheet of some books, the latest span and version first.
pub(in crate::disclosure) async fn published_of(
    tx: &mut ReadTx,
    books: &[BookId],
) -> Result<Vec<PublicationHead>, Fault> {
    if books.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Any>::new(
        "select id, book_id, quarter, version, number, state, digest, code, token, composed_at,
                checked_by, checked_name, checked_at, signed_by, signed_name, signed_at,
                published_by, published_name, published_at, posted_photo, posted_at, row_version
         from publication where state in ('published', 'posted') and book_id in (",
    );
    sql.push(places(books.len())).push(")");
    let listing = bound(&mut sql, books).fetch_all(tx.conn()).await;
    let rows = listing.map_err(Fault::while_("listing published sheets"))?;
    let mut heads = rows.iter().map(head_of).collect::<Result<Vec<_>, Fault>>()?;
    heads.sort_by_key(|h| Reverse((h.span, h.version)));
    Ok(heads)
}

/// Some published sheets with their content.
pub(in crate::disclosure) async fn contents(
    tx: &mut ReadTx,
    sheets: &[PublicationId],
) -> Result<Vec<Publication>, Fault> {
    if sheets.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql =
        QueryBuilder::<Any>::new("select * from publication where state in ('published', 'posted') and id in (");
    sql.push(places(sheets.len())).push(")");
    let query = sheets.iter().fold(sql.build(), |query, sheet| query.bind(sheet.text()));
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading the latest sheets"))?;
    rows.iter().map(publication_of).collect()
}

fn bound<'q>(sql: &'q mut QueryBuilder<Any>, books: &[BookId]) -> Query<'q, Any, AnyArguments> {
    books.iter().fold(sql.build(), |query, book| query.bind(book.text()))
}

/// `$1, $2, $3`.
fn places(count: usize) -> String {
    (1..=count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
