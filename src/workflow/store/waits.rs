use std::collections::{BTreeSet, HashMap};

use sqlx::{Any, QueryBuilder};

use crate::db::{Columns, ReadTx};
use crate::kernel::{Fault, SubmissionId, UserId};
use crate::workflow::submission::Submission;

use super::submissions::{Books, read};

/// Who had an item in hand, the first first, and how often it was urged since it came to where it stands.
#[derive(Clone, Debug, Default)]
pub(in crate::workflow) struct Hands {
    pub(in crate::workflow) who: Vec<UserId>,
    pub(in crate::workflow) reminded: i64,
    pub(in crate::workflow) entries: usize,
}

const ON_THE_WAY: &str = "state in ('submitted', 'approved', 'accepted', 'returned')";

/// Every item on its way, without its papers.
pub(in crate::workflow) async fn on_the_way(tx: &mut ReadTx, books: &Books) -> Result<Vec<Submission>, Fault> {
    let mut sql = QueryBuilder::<Any>::new("select * from submission where ");
    sql.push(ON_THE_WAY).push(" and ").push(books.condition(1)).push(" order by waiting_since, book_id, serial");
    let query = books.listed().iter().fold(sql.build(), |q, b| q.bind(b.text()));
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading what is on its way"))?;
    rows.iter().map(read).collect()
}

/// Who had each item on its way in hand.
pub(in crate::workflow) async fn hands(tx: &mut ReadTx, books: &Books) -> Result<HashMap<SubmissionId, Hands>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select e.submission_id, e.actor_id, e.act, e.at, s.waiting_since
         from submission_event e join submission s on s.id = e.submission_id where s.",
    );
    sql.push(ON_THE_WAY).push(" and ").push(books.condition(1)).push(" order by e.submission_id, e.seq");
    let query = books.listed().iter().fold(sql.build(), |q, b| q.bind(b.text()));
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading who had what in hand"))?;
    let mut all: HashMap<SubmissionId, Hands> = HashMap::new();
    for row in &rows {
        let hands = all.entry(row.parsed("submission_id")?).or_default();
        hands.entries += 1;
        // The program itself has no id.
        if row.text("act")? == "submission.remind" {
            hands.reminded += i64::from(row.text("at")? >= row.text("waiting_since")?);
        } else if let Ok(Some(who)) = row.parsed_or_none("actor_id") {
            hands.who.push(who);
        }
    }
    Ok(all)
}

/// Who has signed the content of an item on its way as it stands.
pub(in crate::workflow) async fn signers(
    tx: &mut ReadTx,
    books: &Books,
) -> Result<BTreeSet<(SubmissionId, UserId)>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select m.submission_id, m.marked_by from approval_mark m
         join submission s on s.id = m.submission_id and s.digest = m.digest where s.state = 'submitted' and ",
    );
    sql.push(books.condition(1));
    let query = books.listed().iter().fold(sql.build(), |q, b| q.bind(b.text()));
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading who has signed"))?;
    rows.iter().map(|r| Ok((r.parsed("submission_id")?, r.parsed("marked_by")?))).collect()
}
