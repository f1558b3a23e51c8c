mod notices;
mod proofs;
mod public;
mod releases;

pub(super) use notices::{
    insert_declined, insert_meeting, insert_notice, insert_notice_opinion, insert_vouchers, meetings, notice,
    notice_by_token, notice_on, notice_opinions, notices_numbered, notices_of, notices_under_way,
    published_corrections, said_of_notices, save_notice, told_vouchers,
};
pub(super) use proofs::{keep_tree, published_tokens, trees_of};
pub(super) use public::{contents, latest_published, published_of};

pub(super) use releases::{insert_release, insert_withdrawal, release, releases_of};

use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx, WriteTx, is_unique_violation};
use crate::kernel::{BookId, Digest, Fault, FileId, FiscalYear, PublicationId, Quarter, UserId};

use crate::disclosure::publication::{Hand, Opinion, Publication, PublicationHead};
use crate::disclosure::span::SheetSpan;

const HEADS_OF_BOOK: &str = "select id, book_id, quarter, version, number, state, digest, code, token, composed_at,
        checked_by, checked_name, checked_at, signed_by, signed_name, signed_at,
        published_by, published_name, published_at, posted_photo, posted_at, row_version
    from publication where book_id = $1 order by quarter desc, version desc";
const HEADS_OF_QUARTER: &str = "select id, book_id, quarter, version, number, state, digest, code, token, composed_at,
        checked_by, checked_name, checked_at, signed_by, signed_name, signed_at,
        published_by, published_name, published_at, posted_photo, posted_at, row_version
    from publication where quarter in ($1, $2, $3, $4) order by book_id, version desc";
const HEADS_UNDER_WAY: &str = "select id, book_id, quarter, version, number, state, digest, code, token, composed_at,
        checked_by, checked_name, checked_at, signed_by, signed_name, signed_at,
        published_by, published_name, published_at, posted_photo, posted_at, row_version
    from publication where state <> 'posted' order by quarter, book_id";
const PUBLICATION_BY_SPAN: &str = "select * from publication
    where book_id = $1 and quarter = $2 order by version desc limit 1";
const PUBLICATION_BY_TOKEN: &str = "select * from publication
    where token = $1 and state in ('published', 'posted')";

fn hand(row: &AnyRow, by: &'static str, name: &'static str, at: &'static str) -> Result<Option<Hand>, Fault> {
    let Some(by) = row.parsed_or_none::<UserId>(by)? else { return Ok(None) };
    Ok(Some(Hand { by, name: row.text(name)?, at: row.instant(at)? }))
}

fn head_of(row: &AnyRow) -> Result<PublicationHead, Fault> {
    let photo: Option<FileId> = row.parsed_or_none("posted_photo")?;
    let posted_at = row.instant_or_none("posted_at")?;
    Ok(PublicationHead {
        id: row.parsed("id")?,
        book: row.parsed("book_id")?,
        span: row.parsed("quarter")?,
        version: row.whole("version")?,
        number: row.text("number")?,
        state: row.parsed("state")?,
        digest: row.digest("digest")?,
        code: row.text("code")?,
        token: row.text("token")?,
        composed_at: row.instant("composed_at")?,
        checked: hand(row, "checked_by", "checked_name", "checked_at")?,
        signed: hand(row, "signed_by", "signed_name", "signed_at")?,
        published: hand(row, "published_by", "published_name", "published_at")?,
        posted: photo.zip(posted_at),
        row_version: row.whole("row_version")?,
    })
}

fn publication_of(row: &AnyRow) -> Result<Publication, Fault> {
    Ok(Publication { head: head_of(row)?, content: row.text("content")? })
}

/// Every sheet of a book, the latest quarter first.
pub(super) async fn heads_of_book(tx: &mut ReadTx, book: BookId) -> Result<Vec<PublicationHead>, Fault> {
    let rows = sqlx::query(HEADS_OF_BOOK)
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("listing disclosure sheets"))?;
    rows.iter().map(head_of).collect()
}

/// The sheets of every book for one quarter, or for its months.
pub(super) async fn heads_of_quarter(tx: &mut ReadTx, quarter: Quarter) -> Result<Vec<PublicationHead>, Fault> {
    let [first, second, third] = [0, 1, 2].map(|n| (0..n).fold(quarter.first_period(), |month, _| month.next()));
    let rows = sqlx::query(HEADS_OF_QUARTER)
        .bind(quarter.to_string())
        .bind(first.to_string())
        .bind(second.to_string())
        .bind(third.to_string())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("listing the sheets of a quarter"))?;
    rows.iter().map(head_of).collect()
}

/// Every book and span whose sheet has been published, from a year on.
pub(super) async fn published_since(tx: &mut ReadTx, first: FiscalYear) -> Result<Vec<(BookId, SheetSpan)>, Fault> {
    let rows = sqlx::query(
        "select distinct book_id, quarter from publication where quarter >= $1 and state in ('published', 'posted')",
    )
    .bind(first.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing what was published"))?;
    rows.iter().map(|r| Ok((r.parsed("book_id")?, r.parsed("quarter")?))).collect()
}

/// Every sheet that is not yet on the board, the oldest quarter first.
pub(super) async fn heads_under_way(tx: &mut ReadTx) -> Result<Vec<PublicationHead>, Fault> {
    let rows =
        sqlx::query(HEADS_UNDER_WAY).fetch_all(tx.conn()).await.map_err(Fault::while_("listing sheets under way"))?;
    rows.iter().map(head_of).collect()
}

/// On which sheets, and which content of them, a person has given an opinion.
pub(super) async fn said_by(tx: &mut ReadTx, person: UserId) -> Result<Vec<(PublicationId, Digest)>, Fault> {
    let rows = sqlx::query("select publication_id, digest from publication_opinion where given_by = $1")
        .bind(person.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("listing a person's opinions"))?;
    rows.iter().map(|r| Ok((r.parsed("publication_id")?, r.digest("digest")?))).collect()
}

/// The latest version of a span's sheet.
pub(super) async fn of_span(tx: &mut ReadTx, book: BookId, span: SheetSpan) -> Result<Option<Publication>, Fault> {
    let row = sqlx::query(PUBLICATION_BY_SPAN)
        .bind(book.text())
        .bind(span.to_string())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a disclosure sheet"))?;
    row.as_ref().map(publication_of).transpose()
}

/// The published sheet a QR code leads to.
pub(super) async fn by_token(tx: &mut ReadTx, token: &str) -> Result<Option<Publication>, Fault> {
    let row = sqlx::query(PUBLICATION_BY_TOKEN)
        .bind(token)
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a published sheet"))?;
    row.as_ref().map(publication_of).transpose()
}

/// Keeps a sheet just composed.
pub(super) async fn insert(tx: &mut WriteTx, new: &Publication) -> Result<(), Fault> {
    sqlx::query(
        "insert into publication (id, book_id, quarter, version, number, state, content, digest, code, token, composed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(new.head.id.text())
    .bind(new.head.book.text())
    .bind(new.head.span.to_string())
    .bind(new.head.version)
    .bind(&new.head.number)
    .bind(new.head.state.to_string())
    .bind(&new.content)
    .bind(new.head.digest.hex())
    .bind(&new.head.code)
    .bind(&new.head.token)
    .bind(new.head.composed_at.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a disclosure sheet"))
}

/// Writes state, content and hands; false when the row has moved on since it was read.
pub(super) async fn save(tx: &mut WriteTx, publication: &Publication) -> Result<bool, Fault> {
    let head = &publication.head;
    let hand = |h: &Option<Hand>| h.as_ref().map(|h| (h.by.text(), h.name.clone(), h.at.stored())).unwrap_or_default();
    let (checked, signed, published) = (hand(&head.checked), hand(&head.signed), hand(&head.published));
    let (photo, posted_at) = head.posted.map(|(file, at)| (file.text(), at.stored())).unwrap_or_default();
    let done = sqlx::query(
        "update publication
         set state = $3, content = $4, digest = $5, code = $6, composed_at = $7,
             checked_by = $8, checked_name = $9, checked_at = $10,
             signed_by = $11, signed_name = $12, signed_at = $13,
             published_by = $14, published_name = $15, published_at = $16,
             posted_photo = $17, posted_at = $18, row_version = row_version + 1
         where id = $1 and row_version = $2",
    )
    .bind(head.id.text())
    .bind(head.row_version)
    .bind(head.state.to_string())
    .bind(&publication.content)
    .bind(head.digest.hex())
    .bind(&head.code)
    .bind(head.composed_at.stored())
    .bind(checked.0)
    .bind(checked.1)
    .bind(checked.2)
    .bind(signed.0)
    .bind(signed.1)
    .bind(signed.2)
    .bind(published.0)
    .bind(published.1)
    .bind(published.2)
    .bind(photo)
    .bind(posted_at)
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("moving a disclosure sheet on"))?;
    Ok(done.rows_affected() == 1)
}

/// Opinions on a sheet, in order; those on an earlier content included.
pub(super) async fn opinions(tx: &mut ReadTx, publication: PublicationId) -> Result<Vec<Opinion>, Fault> {
    let rows = sqlx::query(
        "select id, digest, verdict, words, given_by, given_name, given_at
         from publication_opinion where publication_id = $1 order by given_at, id",
    )
    .bind(publication.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading opinions"))?;
    rows.iter().map(opinion_of).collect()
}

fn opinion_of(row: &AnyRow) -> Result<Opinion, Fault> {
    Ok(Opinion {
        id: row.parsed("id")?,
        digest: row.digest("digest")?,
        verdict: row.parsed("verdict")?,
        words: row.text("words")?,
        by: row.parsed("given_by")?,
        name: row.text("given_name")?,
        at: row.instant("given_at")?,
    })
}

/// Keeps an opinion; false when this person has given one on this content.
pub(super) async fn insert_opinion(
    tx: &mut WriteTx,
    publication: PublicationId,
    opinion: &Opinion,
) -> Result<bool, Fault> {
    let kept = sqlx::query(
        "insert into publication_opinion (id, publication_id, digest, verdict, words, given_by, given_name, given_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(opinion.id.text())
    .bind(publication.text())
    .bind(opinion.digest.hex())
    .bind(opinion.verdict.to_string())
    .bind(&opinion.words)
    .bind(opinion.by.text())
    .bind(&opinion.name)
    .bind(opinion.at.stored())
    .execute(tx.conn())
    .await;
    match kept {
        Ok(_) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(Fault::while_("keeping an opinion")(error)),
    }
}
