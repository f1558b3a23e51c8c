//! The trees behind the codes of published sheets.

use crate::db::{Columns, ReadTx, WriteTx};
use crate::disclosure::proof::Leaves;
use crate::kernel::{Fault, PublicationId};

/// Keeps the tree of a content; the same content composed once more has the same tree.
pub(in crate::disclosure) async fn keep_tree(
    tx: &mut WriteTx,
    publication: PublicationId,
    leaves: &Leaves,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into publication_proof (publication_id, digest, root, leaves) values ($1, $2, $3, $4)
         on conflict (publication_id, digest) do nothing",
    )
    .bind(publication.text())
    .bind(leaves.content.hex())
    .bind(leaves.root().hex())
    .bind(leaves.text())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping the proof of a sheet"))
}

/// The trees of a sheet, one a content it ever had.
pub(in crate::disclosure) async fn trees_of(tx: &mut ReadTx, publication: PublicationId) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query("select leaves from publication_proof where publication_id = $1 order by digest")
        .bind(publication.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the proof of a sheet"))?;
    rows.iter().map(|r| r.text("leaves")).collect()
}

/// Every published sheet, the earliest first.
pub(in crate::disclosure) async fn published_tokens(tx: &mut ReadTx) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "select token from publication where state in ('published', 'posted') order by book_id, quarter, version",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing published sheets"))?;
    rows.iter().map(|r| r.text("token")).collect()
}
