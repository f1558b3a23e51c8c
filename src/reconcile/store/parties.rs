use sqlx::any::AnyRow;

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, Fault, Money, PartyStatementId, Timestamp};

use crate::reconcile::hand::BankHand;
use crate::reconcile::party_statement::{NewAnswer, PartyAnswer, PartyKind, PartyStatement, SentStatement};

/// Every statement of a book that was sent, the latest first.
pub(in crate::reconcile) async fn sent_statements(tx: &mut ReadTx, book: BookId) -> Result<Vec<SentStatement>, Fault> {
    let rows = sqlx::query(
        "select s.*, coalesce(a.answer, '') as answer, coalesce(a.fen_theirs, 0) as fen_theirs,
                coalesce(a.words, '') as words, coalesce(a.signed_name, '') as signed_name,
                coalesce(a.answered_on, '') as answered_on, coalesce(a.recorded_name, '') as recorded_name
         from party_statement s
         left join party_answer a on a.statement_id = s.id
         where s.book_id = $1
         order by s.made_at desc, s.id desc",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading statements of account"))?;
    rows.iter().map(sent_of).collect()
}

/// Keeps what was sent; the same again is not sent twice. Answers how many stand.
pub(in crate::reconcile) async fn insert_statements(
    tx: &mut WriteTx,
    by: &BankHand,
    statements: &[PartyStatement],
    now: Timestamp,
) -> Result<usize, Fault> {
    let mut rows = RowsInto::new(
        "insert into party_statement (id, book_id, kind, party_id, party_name, period_first, period_last, fen_closing,
             digest, made_by, made_name, made_at) values",
        12,
        "on conflict (book_id, kind, party_id, digest) do nothing",
    );
    for statement in statements {
        rows.row([
            Cell::from(PartyStatementId::new().text()),
            by.book().text().into(),
            statement.kind.word().into(),
            statement.party.as_str().into(),
            statement.name.as_str().into(),
            statement.first.to_string().into(),
            statement.last.to_string().into(),
            statement.closing().fen().into(),
            statement.digest()?.hex().into(),
            by.id().text().into(),
            by.actor().name.as_str().into(),
            now.stored().into(),
        ])?;
    }
    rows.run(tx, "keeping statements of account").await?;
    Ok(statements.len())
}

/// Keeps an answer.
pub(in crate::reconcile) async fn insert_answer(
    tx: &mut WriteTx,
    by: &BankHand,
    sent: &SentStatement,
    answer: &NewAnswer,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into party_answer (statement_id, answer, fen_theirs, words, signed_name, answered_on, recorded_by,
             recorded_name, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(sent.id.text())
    .bind(if answer.theirs.is_none() { "agreed" } else { "disputed" })
    .bind(answer.theirs.unwrap_or(sent.closing).fen())
    .bind(answer.words.trim())
    .bind(answer.signed_name.trim())
    .bind(answer.answered_on.to_string())
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping the answer to a statement of account"))
}

fn sent_of(row: &AnyRow) -> Result<SentStatement, Fault> {
    let answer = row.text("answer")?;
    let answered = match answer.as_str() {
        "" => None,
        said => Some(PartyAnswer {
            theirs: row.money("fen_theirs")?,
            agreed: said == "agreed",
            words: row.text("words")?,
            signed_name: row.text("signed_name")?,
            answered_on: row.date("answered_on")?,
            recorded_name: row.text("recorded_name")?,
        }),
    };
    let kind = PartyKind::of(&row.text("kind")?);
    Ok(SentStatement {
        id: row.parsed("id")?,
        kind: kind.ok_or_else(|| Fault::new("reading a statement of account", "unknown kind of party"))?,
        party: row.text("party_id")?,
        name: row.text("party_name")?,
        first: row.parsed("period_first")?,
        last: row.parsed("period_last")?,
        closing: Money::from_fen(row.whole("fen_closing")?),
        digest: row.digest("digest")?,
        made_name: row.text("made_name")?,
        made_at: row.instant("made_at")?,
        answer: answered,
    })
}
