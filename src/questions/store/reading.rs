use std::collections::HashMap;

use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Digest, Fault, QuestionId};

use crate::questions::question::{AskedLine, Person, Question, QuestionAct, Subject};

/// Questions chosen by one condition, and the acts on them, as two texts the engine can plan for themselves.
macro_rules! chosen {
    ($where:literal) => {
        [
            concat!("select q.* from question q where ", $where, " order by q.asked_at, q.id"),
            concat!(
                "select a.* from question_act a join question q on q.id = a.question_id where ",
                $where,
                " order by a.question_id, a.seq"
            ),
        ]
    };
}

const OF_BOOK: [&str; 2] = chosen!("q.book_id = $1 and cast($2 as text) = $2");
const OF_SPAN: [&str; 2] = chosen!("q.book_id = $1 and q.quarter = $2");
const ONE: [&str; 2] = chosen!("q.book_id = $1 and q.id = $2");
const BY_TICKET: [&str; 2] = chosen!("q.ticket_digest = $1 and cast($2 as text) = $2");
const BY_ONCE: [&str; 2] = chosen!("q.once_key = $1 and cast($2 as text) = $2");
const MERGED_WITH: [&str; 2] = chosen!(
    "q.book_id = $1 and q.id in (select m.question_id from question_act m where m.into_id = $2 and m.act = 'merge')"
);
const OPEN: [&str; 2] = chosen!(
    "cast($1 as text) = $1 and cast($2 as text) = $2 and not exists (
         select 1 from question_act d where d.question_id = q.id and d.act in ('archive', 'merge'))"
);

/// Every question of a book, the earliest first.
pub(in crate::questions) async fn of_book(tx: &mut ReadTx, book: BookId) -> Result<Vec<Question>, Fault> {
    asked(tx, OF_BOOK, &book.text(), "").await
}

/// The questions about one span of a book's sheets, the earliest first.
pub(in crate::questions) async fn of_span(tx: &mut ReadTx, book: BookId, span: &str) -> Result<Vec<Question>, Fault> {
    asked(tx, OF_SPAN, &book.text(), span).await
}

/// One question of a book.
pub(in crate::questions) async fn one(
    tx: &mut ReadTx,
    book: BookId,
    id: QuestionId,
) -> Result<Option<Question>, Fault> {
    Ok(asked(tx, ONE, &book.text(), &id.text()).await?.pop())
}

/// The question of a number within its book.
pub(in crate::questions) async fn by_serial(
    tx: &mut ReadTx,
    book: BookId,
    serial: i64,
) -> Result<Option<Question>, Fault> {
    Ok(of_book(tx, book).await?.into_iter().find(|q| q.serial == serial))
}

/// The question a ticket leads to.
pub(in crate::questions) async fn by_ticket(tx: &mut ReadTx, ticket: Digest) -> Result<Option<Question>, Fault> {
    Ok(asked(tx, BY_TICKET, &ticket.hex(), "").await?.pop())
}

/// The question a form made.
pub(in crate::questions) async fn by_once(tx: &mut ReadTx, once: &str) -> Result<Option<Question>, Fault> {
    Ok(asked(tx, BY_ONCE, once, "").await?.pop())
}

/// The questions that went with this one.
pub(in crate::questions) async fn merged_with(tx: &mut ReadTx, main: &Question) -> Result<Vec<Question>, Fault> {
    asked(tx, MERGED_WITH, &main.book.text(), &main.id.text()).await
}

/// Every question of the township that is neither archived nor merged.
pub(in crate::questions) async fn standing_open(tx: &mut ReadTx) -> Result<Vec<Question>, Fault> {
    asked(tx, OPEN, "", "").await
}

async fn asked(tx: &mut ReadTx, [heads, acts]: [&'static str; 2], a: &str, b: &str) -> Result<Vec<Question>, Fault> {
    let rows = sqlx::query(heads).bind(a).bind(b).fetch_all(tx.conn()).await;
    let rows = rows.map_err(Fault::while_("loading questions"))?;
    let mut found = rows.iter().map(head_of).collect::<Result<Vec<Question>, Fault>>()?;
    if found.is_empty() {
        return Ok(found);
    }
    let rows = sqlx::query(acts).bind(a).bind(b).fetch_all(tx.conn()).await;
    let rows = rows.map_err(Fault::while_("loading what was done with questions"))?;
    let places: HashMap<QuestionId, usize> = found.iter().enumerate().map(|(at, q)| (q.id, at)).collect();
    for row in &rows {
        if let Some(at) = places.get(&row.parsed("question_id")?) {
            found[*at].take(act_of(row)?);
        }
    }
    Ok(found)
}

fn head_of(row: &AnyRow) -> Result<Question, Fault> {
    let line = match row.text("line_number")? {
        none if none.is_empty() => None,
        number => Some(AskedLine {
            month: row.parsed("line_month")?,
            number,
            place: row.whole("line_place")?,
            what: row.text("line_what")?,
        }),
    };
    let about = Subject {
        token: row.text("sheet_token")?,
        number: row.text("sheet_number")?,
        span: row.text("quarter")?,
        line,
    };
    let (id, book, serial) = (row.parsed("id")?, row.parsed("book_id")?, row.whole("serial")?);
    Ok(Question::asked(id, book, serial, about, row.text("words")?, row.instant("asked_at")?))
}

fn act_of(row: &AnyRow) -> Result<QuestionAct, Fault> {
    let to_name = row.text("to_name")?;
    let to = Person { id: row.parsed_or_none("to_id")?, name: to_name };
    Ok(QuestionAct {
        seq: row.whole("seq")?,
        act: row.parsed("act")?,
        words: row.text("words")?,
        kind: row.parsed_or_none("kind")?,
        to: to.id.is_some().then_some(to),
        into: row.parsed_or_none("into_id")?,
        score: row.parsed_or_none("score")?,
        by: Person { id: row.parsed_or_none("by_id")?, name: row.text("by_name")? },
        at: row.instant("at")?,
    })
}
