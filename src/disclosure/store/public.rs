//! What anybody may ask for: published sheets only.

use std::collections::BTreeMap;

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, QueryBuilder};

use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Fault, Quarter};

use super::{head_of, publication_of};
use crate::disclosure::publication::{Publication, PublicationHead};

/// The latest published quarter of every book that has published.
pub(in crate::disclosure) async fn latest_published(tx: &mut ReadTx) -> Result<BTreeMap<BookId, Quarter>, Fault> {
    let rows = sqlx::query(
        "select book_id, max(quarter) as quarter from publication
         where state in ('published', 'posted') group by book_id",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing who has published"))?;
    rows.iter().map(|r| Ok((r.parsed("book_id")?, r.parsed("quarter")?))).collect()
}

/// Every published sheet of some books, the latest quarter and version first.
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
    sql.push(places(books.len())).push(") order by quarter desc, version desc");
    let listing = bound(&mut sql, books).fetch_all(tx.conn()).await;
    let rows = listing.map_err(Fault::while_("listing published sheets"))?;
    rows.iter().map(head_of).collect()
}

/// The latest published sheet of each of some books, with its content.
pub(in crate::disclosure) async fn latest_contents(
    tx: &mut ReadTx,
    books: &[BookId],
) -> Result<Vec<Publication>, Fault> {
    if books.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Any>::new(
        "select p.* from publication p
         where p.state in ('published', 'posted')
           and not exists (select 1 from publication l where l.book_id = p.book_id
                           and l.state in ('published', 'posted')
                           and (l.quarter > p.quarter or (l.quarter = p.quarter and l.version > p.version)))
           and p.book_id in (",
    );
    sql.push(places(books.len())).push(")");
    let loading = bound(&mut sql, books).fetch_all(tx.conn()).await;
    let rows = loading.map_err(Fault::while_("loading the latest sheets"))?;
    rows.iter().map(publication_of).collect()
}

fn bound<'q>(sql: &'q mut QueryBuilder<Any>, books: &[BookId]) -> Query<'q, Any, AnyArguments> {
    books.iter().fold(sql.build(), |query, book| query.bind(book.text()))
}

/// `$1, $2, $3`.
fn places(count: usize) -> String {
    (1..=count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
