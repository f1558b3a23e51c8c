use crate::db::{WriteTx, is_unique_violation};
use crate::kernel::{Fault, QuestionId, UserId};

use crate::questions::question::{Person, QuestionAct};

/// Writes an act down; false when another took its number.
pub(in crate::questions) async fn insert_act(
    tx: &mut WriteTx,
    question: QuestionId,
    act: &QuestionAct,
) -> Result<bool, Fault> {
    let id = |p: Option<&Person>| p.and_then(|p| p.id).map(UserId::text).unwrap_or_default();
    let done = sqlx::query(
        "insert into question_act
         (question_id, seq, act, words, kind, to_id, to_name, into_id, score, by_id, by_name, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(question.text())
    .bind(act.seq)
    .bind(act.act.word())
    .bind(&act.words)
    .bind(act.kind.map(|k| k.word()).unwrap_or_default())
    .bind(id(act.to.as_ref()))
    .bind(act.to.as_ref().map(|p| p.name.clone()).unwrap_or_default())
    .bind(act.into.map(QuestionId::text).unwrap_or_default())
    .bind(act.score.map(|s| s.word()).unwrap_or_default())
    .bind(id(Some(&act.by)))
    .bind(&act.by.name)
    .bind(act.at.stored())
    .execute(tx.conn())
    .await;
    match done {
        Ok(_) => Ok(true),
        Err(twice) if is_unique_violation(&twice) => Ok(false),
        Err(failed) => Err(Fault::new("writing down an act on a question", failed)),
    }
}
