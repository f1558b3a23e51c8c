use crate::audit::{self, Actor};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Outcome, QuestionId, Timestamp};

use crate::questions::error::QuestionRefusal as Q;
use crate::questions::kind::{QuestionKind, Satisfaction};
use crate::questions::question::{Person, Question, QuestionAct};
use crate::questions::state::Act;
use crate::questions::store;

/// Longest explanation, reason, word of urging.
pub(super) const WORDS_LIMIT: usize = 300;

/// What an act carries besides its words.
#[derive(Clone, Debug, Default)]
pub(super) struct With {
    pub(super) kind: Option<QuestionKind>,
    pub(super) to: Option<Person>,
    pub(super) into: Option<QuestionId>,
    pub(super) score: Option<Satisfaction>,
}

/// A question as the page showed it: `seen` acts, no more. Refuses: `questions.no_such_question`, `questions.stale`.
pub(super) async fn as_seen(tx: &mut ReadTx, book: BookId, (id, seen): (QuestionId, i64)) -> Outcome<Question> {
    let question = store::one(tx, book, id).await?.ok_or(Q::NoSuchQuestion)?;
    if question.acts.len() as i64 != seen {
        return Err(Q::Stale.into());
    }
    Ok(question)
}

/// One step of a question's life: allowed by its state, written down, recorded. What was said stays out of the log:
/// a villager's words are in it.
///
/// Refuses: `questions.not_now`, `questions.stale`.
pub(super) async fn step(
    tx: &mut WriteTx,
    by: &Actor,
    question: &Question,
    (act, words): (Act, &str),
    with: With,
    now: Timestamp,
) -> Outcome<()> {
    question.state.next(act)?;
    let told = with.to.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let record = audit::Act::on_book(question.book, act.verb(), question.label()).id(question.id).detail(told);
    // The chain's head is held from here to the commit: two who act at once come one after the other.
    audit::record(tx, by, record, now).await?;
    let made = QuestionAct {
        seq: question.acts.len() as i64 + 1,
        act,
        words: words.trim().to_owned(),
        kind: with.kind,
        to: with.to,
        into: with.into,
        score: with.score,
        by: Person { id: by.id, name: by.name.clone() },
        at: now,
    };
    if store::insert_act(tx, question.id, &made).await? { Ok(()) } else { Err(Q::Stale.into()) }
}

/// Words that have to be there, and not too many. Refuses: `questions.words_missing`, `questions.too_long`.
pub(super) fn said(what: &'static str, field: &'static str, words: &str, limit: usize) -> Result<(), Q> {
    if words.trim().is_empty() {
        return Err(Q::WordsMissing { what, field });
    }
    short(field, words, limit)
}

/// Not too many words. Refuses: `questions.too_long`.
pub(super) fn short(field: &'static str, words: &str, limit: usize) -> Result<(), Q> {
    let length = words.trim().chars().count();
    if length > limit { Err(Q::TooLong { length, limit, field }) } else { Ok(()) }
}
