//! Papers anybody may look at, and those taken back.

use sqlx::any::AnyRow;
use sqlx::{Any, QueryBuilder};

use crate::db::{Columns, ReadTx, WriteTx, is_unique_violation};
use crate::disclosure::papers::Release;
use crate::kernel::{BookId, DocumentId, Fault, ReleaseId, Timestamp, UserId};

fn release_of(row: &AnyRow) -> Result<Release, Fault> {
    Ok(Release {
        id: row.parsed("id")?,
        document: row.parsed("document_id")?,
        file: row.parsed("file_id")?,
        covered: row.whole("covered")? == 1,
        released_name: row.text("released_name")?,
        released_at: row.instant("released_at")?,
    })
}

/// The releases of these papers that still stand, the earliest first.
pub(in crate::disclosure) async fn releases_of(
    tx: &mut ReadTx,
    documents: &[DocumentId],
) -> Result<Vec<Release>, Fault> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Any>::new(
        "select r.id, r.document_id, r.file_id, r.covered, r.released_name, r.released_at from paper_release r
         where not exists (select 1 from paper_withdrawal w where w.release_id = r.id) and r.document_id in (",
    );
    let places: Vec<String> = (1..=documents.len()).map(|n| format!("${n}")).collect();
    sql.push(places.join(", ")).push(") order by r.released_at, r.id");
    let asking = documents.iter().fold(sql.build(), |query, id| query.bind(id.text()));
    let rows = asking.fetch_all(tx.conn()).await.map_err(Fault::while_("listing released papers"))?;
    rows.iter().map(release_of).collect()
}

/// One release of a book, taken back or not.
pub(in crate::disclosure) async fn release(
    tx: &mut ReadTx,
    book: BookId,
    id: ReleaseId,
) -> Result<Option<Release>, Fault> {
    let row = sqlx::query(
        "select id, document_id, file_id, covered, released_name, released_at
         from paper_release where book_id = $1 and id = $2",
    )
    .bind(book.text())
    .bind(id.text())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("loading a released paper"))?;
    row.as_ref().map(release_of).transpose()
}

/// Keeps a release.
pub(in crate::disclosure) async fn insert_release(
    tx: &mut WriteTx,
    book: BookId,
    release: &Release,
    by: UserId,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into paper_release (id, book_id, document_id, file_id, covered, released_by, released_name, released_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(release.id.text())
    .bind(book.text())
    .bind(release.document.text())
    .bind(release.file.text())
    .bind(i64::from(release.covered))
    .bind(by.text())
    .bind(&release.released_name)
    .bind(release.released_at.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("releasing a paper"))
}

/// Takes a release back; false when it was taken back before.
pub(in crate::disclosure) async fn insert_withdrawal(
    tx: &mut WriteTx,
    id: ReleaseId,
    (by, name): (UserId, &str),
    now: Timestamp,
) -> Result<bool, Fault> {
    let kept = sqlx::query(
        "insert into paper_withdrawal (release_id, withdrawn_by, withdrawn_name, withdrawn_at) values ($1, $2, $3, $4)",
    )
    .bind(id.text())
    .bind(by.text())
    .bind(name)
    .bind(now.stored())
    .execute(tx.conn())
    .await;
    match kept {
        Ok(_) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(Fault::while_("taking a released paper back")(error)),
    }
}
