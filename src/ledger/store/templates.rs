use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx, WriteTx, is_unique_violation};
use crate::kernel::{BookId, DraftId, Failure, Fault, Outcome, Period, RecurringId, TemplateId, Timestamp, UserId};

use crate::ledger::entry::DraftLine;
use crate::ledger::template::{MadeMonth, NewRecurring, Recurring, Template, TemplateRefusal};

fn written(lines: &[DraftLine]) -> Result<String, Fault> {
    serde_json::to_string(lines).map_err(Fault::while_("writing the lines of a template"))
}

fn read(row: &AnyRow) -> Result<Vec<DraftLine>, Fault> {
    serde_json::from_str(&row.text("lines")?).map_err(Fault::while_("reading the lines of a template"))
}

/// '' stands for every book.
fn shelf(book: Option<BookId>) -> String {
    book.map(BookId::text).unwrap_or_default()
}

/// The templates a book can use: its own and the township's, by word.
pub(in crate::ledger) async fn templates(tx: &mut ReadTx, book: BookId) -> Result<Vec<Template>, Fault> {
    let rows = sqlx::query("select * from voucher_template where book_id in ($1, '') order by word, book_id desc")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading templates"))?;
    let of = |row: &AnyRow| {
        Ok(Template {
            id: row.parsed("id")?,
            book: row.parsed_or_none("book_id")?,
            word: row.text("word")?,
            lines: read(row)?,
            made_name: row.text("made_name")?,
        })
    };
    rows.iter().map(of).collect()
}

/// Refuses: `ledger.template_word_taken`.
pub(in crate::ledger) async fn insert_template(
    tx: &mut WriteTx,
    id: TemplateId,
    book: Option<BookId>,
    (word, lines): (&str, &[DraftLine]),
    by: (UserId, &str),
    now: Timestamp,
) -> Outcome<()> {
    let inserted = sqlx::query(
        "insert into voucher_template (id, book_id, word, lines, made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.text())
    .bind(shelf(book))
    .bind(word)
    .bind(written(lines)?)
    .bind(by.0.text())
    .bind(by.1)
    .bind(now.stored())
    .execute(tx.conn())
    .await;
    unless_taken(inserted.map(drop), word, "keeping a template")
}

/// False when it is not on this shelf. Refuses: `ledger.template_word_taken`.
pub(in crate::ledger) async fn rename_template(
    tx: &mut WriteTx,
    id: TemplateId,
    book: Option<BookId>,
    word: &str,
) -> Outcome<bool> {
    let mut touched = 0;
    let renamed = sqlx::query("update voucher_template set word = $3 where id = $1 and book_id = $2")
        .bind(id.text())
        .bind(shelf(book))
        .bind(word)
        .execute(tx.conn())
        .await
        .map(|done| touched = done.rows_affected());
    unless_taken(renamed, word, "renaming a template")?;
    Ok(touched == 1)
}

fn unless_taken(done: Result<(), sqlx::Error>, word: &str, doing: &'static str) -> Outcome<()> {
    match done {
        Ok(()) => Ok(()),
        Err(e) if is_unique_violation(&e) => Err(TemplateRefusal::WordTaken { word: word.to_owned() }.into()),
        Err(e) => Err(Failure::from(Fault::while_(doing)(e))),
    }
}

/// The word it had; `None` when it is not on this shelf.
pub(in crate::ledger) async fn delete_template(
    tx: &mut WriteTx,
    id: TemplateId,
    book: Option<BookId>,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query("delete from voucher_template where id = $1 and book_id = $2 returning word")
        .bind(id.text())
        .bind(shelf(book))
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("deleting a template"))?;
    row.map(|r| r.text("word")).transpose()
}

/// Recurring vouchers of one book, or of every book, with the months made of them.
pub(in crate::ledger) async fn recurring(tx: &mut ReadTx, book: Option<BookId>) -> Result<Vec<Recurring>, Fault> {
    let rows = sqlx::query(
        "select * from recurring_voucher where cast($1 as text) = '' or book_id = $1 order by book_id, day, word, id",
    )
    .bind(shelf(book))
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading recurring vouchers"))?;
    let made = sqlx::query(
        "select m.recurring_id, m.period, m.draft_id, m.made_name from recurring_made m
         join recurring_voucher r on r.id = m.recurring_id
         where cast($1 as text) = '' or r.book_id = $1 order by m.period",
    )
    .bind(shelf(book))
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the months of recurring vouchers"))?;
    let mut all = rows.iter().map(recurring_of).collect::<Result<Vec<Recurring>, Fault>>()?;
    for row in &made {
        let id: RecurringId = row.parsed("recurring_id")?;
        let month = MadeMonth {
            period: row.parsed("period")?,
            draft: row.parsed("draft_id")?,
            made_name: row.text("made_name")?,
        };
        all.iter_mut().filter(|r| r.id == id).for_each(|r| r.months.push(month.clone()));
    }
    Ok(all)
}

fn recurring_of(row: &AnyRow) -> Result<Recurring, Fault> {
    Ok(Recurring {
        id: row.parsed("id")?,
        book: row.parsed("book_id")?,
        word: row.text("word")?,
        day: row.whole("day")?,
        from: row.parsed("from_period")?,
        to: row.parsed("to_period")?,
        lines: read(row)?,
        made_name: row.text("made_name")?,
        months: Vec::new(),
    })
}

pub(in crate::ledger) async fn insert_recurring(
    tx: &mut WriteTx,
    id: RecurringId,
    book: BookId,
    new: &NewRecurring,
    by: (UserId, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into recurring_voucher (id, book_id, word, day, from_period, to_period, lines, made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id.text())
    .bind(book.text())
    .bind(new.word.trim())
    .bind(new.day)
    .bind(new.from.to_string())
    .bind(new.to.to_string())
    .bind(written(&new.lines)?)
    .bind(by.0.text())
    .bind(by.1)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a recurring voucher"))
}

/// Ends a recurring voucher with this month; false when it is not of this book.
pub(in crate::ledger) async fn end_recurring(
    tx: &mut WriteTx,
    id: RecurringId,
    book: BookId,
    last: Period,
) -> Result<bool, Fault> {
    let done = sqlx::query("update recurring_voucher set to_period = $3 where id = $1 and book_id = $2")
        .bind(id.text())
        .bind(book.text())
        .bind(last.to_string())
        .execute(tx.conn())
        .await
        .map_err(Fault::while_("ending a recurring voucher"))?;
    Ok(done.rows_affected() == 1)
}

/// Takes away a recurring voucher of which nothing was made; false when it is not of this book.
pub(in crate::ledger) async fn delete_recurring(
    tx: &mut WriteTx,
    id: RecurringId,
    book: BookId,
) -> Result<bool, Fault> {
    let done = sqlx::query("delete from recurring_voucher where id = $1 and book_id = $2")
        .bind(id.text())
        .bind(book.text())
        .execute(tx.conn())
        .await
        .map_err(Fault::while_("deleting a recurring voucher"))?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a month was made. Of two who try, one gets it. Refuses: `ledger.recurring_made_already`.
pub(in crate::ledger) async fn note_made(
    tx: &mut WriteTx,
    recurring: &Recurring,
    (period, draft): (Period, DraftId),
    by: (UserId, &str),
    now: Timestamp,
) -> Outcome<()> {
    let noted = sqlx::query(
        "insert into recurring_made (recurring_id, period, draft_id, made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(recurring.id.text())
    .bind(period.to_string())
    .bind(draft.text())
    .bind(by.0.text())
    .bind(by.1)
    .bind(now.stored())
    .execute(tx.conn())
    .await;
    match noted {
        Ok(_) => Ok(()),
        Err(e) if is_unique_violation(&e) => {
            let (word, period) = (recurring.word.clone(), period.in_chinese());
            Err(TemplateRefusal::MadeAlready { word, period }.into())
        }
        Err(e) => Err(Failure::from(Fault::while_("noting a month of a recurring voucher")(e))),
    }
}
