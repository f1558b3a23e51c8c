use std::collections::BTreeMap;

use sqlx::{Any, QueryBuilder};

use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Fault, SubmissionId};

use super::places;

/// Most ids one question names.
const AT_MOST: usize = 100;

/// From or to whom, for these submissions of a book; those that name nobody are left out.
pub(in crate::workflow) async fn other_parties(
    tx: &mut ReadTx,
    book: BookId,
    ids: &[SubmissionId],
) -> Result<BTreeMap<SubmissionId, String>, Fault> {
    let mut found = BTreeMap::new();
    for ids in ids.chunks(AT_MOST) {
        let mut sql = QueryBuilder::<Any>::new(
            "select id, other_party from submission where book_id = $1 and other_party <> '' and id in (",
        );
        sql.push(places(2, ids.len())).push(")");
        let query = ids.iter().fold(sql.build().bind(book.text()), |q, id| q.bind(id.text()));
        let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading the other parties"))?;
        for row in rows {
            found.insert(row.parsed("id")?, row.text("other_party")?);
        }
    }
    Ok(found)
}
