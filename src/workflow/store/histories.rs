use std::collections::HashMap;

use sqlx::{Any, QueryBuilder};

use crate::db::{Columns, ReadTx};
use crate::kernel::{Fault, SubmissionId, Timestamp};
use crate::workflow::history::{Event, History};

use super::places;
use super::submissions::Books;

/// What was touched since an instant or is on its way still.
fn touched(books: &Books, next: usize) -> String {
    format!(
        "{} and (s.state in ('submitted', 'approved', 'accepted', 'returned')
            or s.id in (select t.submission_id from submission_event t where t.at >= {}))",
        books.condition(1),
        places(next, 1)
    )
}

/// The whole thread of everything that was touched since an instant, or is on its way still.
pub(in crate::workflow) async fn histories(
    tx: &mut ReadTx,
    books: &Books,
    since: Timestamp,
) -> Result<Vec<History>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select s.id, s.book_id, s.serial, s.date, s.reason, s.waits_for, e.at, e.act, e.from_state, e.to_state, e.reasons
         from submission s join submission_event e on e.submission_id = s.id where ",
    );
    sql.push(touched(books, books.listed().len() + 1)).push(" order by s.book_id, s.serial, e.seq");
    let query = books.listed().iter().fold(sql.build(), |q, b| q.bind(b.text())).bind(since.stored());
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading threads"))?;
    let mut all: Vec<History> = Vec::new();
    for row in &rows {
        let submission = row.parsed("id")?;
        if all.last().is_none_or(|h| h.submission != submission) {
            all.push(History {
                submission,
                book: row.parsed("book_id")?,
                serial: row.whole("serial")?,
                date: row.parsed_or_none("date")?,
                reason: row.text("reason")?,
                waits_for: row.parsed("waits_for")?,
                events: Vec::new(),
                marks: Vec::new(),
            });
        }
        let event = Event {
            at: row.instant("at")?,
            action: row.parsed("act")?,
            from: row.parsed("from_state")?,
            to: row.parsed("to_state")?,
            reasons: serde_json::from_str(&row.text("reasons")?).map_err(Fault::while_("reading return reasons"))?,
        };
        if let Some(history) = all.last_mut() {
            history.events.push(event);
        }
    }
    add_marks(tx, books, since, &mut all).await?;
    Ok(all)
}

async fn add_marks(tx: &mut ReadTx, books: &Books, since: Timestamp, all: &mut [History]) -> Result<(), Fault> {
    let places: HashMap<SubmissionId, usize> = all.iter().enumerate().map(|(i, h)| (h.submission, i)).collect();
    let mut sql = QueryBuilder::<Any>::new(
        "select m.submission_id, m.marked_at, m.approver from approval_mark m join submission s on s.id = m.submission_id
         where ",
    );
    sql.push(touched(books, books.listed().len() + 1)).push(" order by m.marked_at, m.id");
    let query = books.listed().iter().fold(sql.build(), |q, b| q.bind(b.text())).bind(since.stored());
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading marks of threads"))?;
    for row in &rows {
        let place = places.get(&row.parsed("submission_id")?);
        if let Some(history) = place.and_then(|i| all.get_mut(*i)) {
            history.marks.push((row.instant("marked_at")?, row.parsed("approver")?));
        }
    }
    Ok(())
}
