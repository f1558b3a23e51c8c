use crate::audit::Actor;
use crate::auth::{Accountant, Director, Reader};
use crate::db::WriteTx;
use crate::kernel::{BookId, Failure, Outcome, QuestionId, Refused, Timestamp};
use crate::village;

use crate::questions::error::QuestionRefusal as Q;
use crate::questions::form::FilledForm;
use crate::questions::kind::Satisfaction;
use crate::questions::state::{Act, State};
use crate::questions::store;
use crate::questions::ticket::Ticket;

use super::step::{WORDS_LIMIT, With, as_seen, said, short, step};

/// Longest answer.
const ANSWER_LIMIT: usize = 1000;

/// 说明 — who was asked to explains, for the centre to answer by.
///
/// Refuses: `questions.not_holder`, `questions.words_missing`, `questions.too_long`, `questions.no_such_question`,
/// `questions.stale`, `questions.not_now`.
pub async fn explain(tx: &mut WriteTx, by: &Reader, at: (QuestionId, i64), words: &str, now: Timestamp) -> Outcome<()> {
    let question = as_seen(tx, by.book(), at).await?;
    let holder = question.holder.clone().filter(|_| question.state == State::Assigned);
    if holder.as_ref().is_none_or(|h| h.id != Some(by.id())) {
        // Who does not hold it and may not see it yet learns nothing of it.
        if !question.is_public() {
            return Err(Q::NoSuchQuestion.into());
        }
        question.state.next(Act::Explain)?;
        return Err(Q::NotHolder { name: holder.map(|h| h.name).unwrap_or_default() }.into());
    }
    said("情况说明", "explanation", words, WORDS_LIMIT)?;
    step(tx, by.actor(), &question, (Act::Explain, words), With::default(), now).await
}

/// 答复 — or, with `for_review`, 报审: put before the director first, as the township may require.
///
/// Refuses: `questions.review_needed`, `questions.words_missing`, `questions.too_long`, `questions.no_such_question`,
/// `questions.stale`, `questions.not_now`.
pub async fn answer(
    tx: &mut WriteTx,
    by: &Accountant,
    at: (QuestionId, i64),
    (words, way): (&str, Act),
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, by.book(), at).await?;
    said("答复", "answer", words, ANSWER_LIMIT)?;
    let act = if way == Act::Propose { Act::Propose } else { Act::Answer };
    let reviewed = village::policy(tx, by.book(), "answer_review", now.date()).await? == "主任审定";
    if reviewed && act == Act::Answer && question.state.next(Act::Answer).is_ok() {
        return Err(Q::ReviewNeeded.into());
    }
    step(tx, by.actor(), &question, (act, words), With::default(), now).await
}

/// 审定 — the director answers, with what was put before him or as he changed it.
///
/// Refuses: `questions.words_missing`, `questions.too_long`, `questions.no_such_question`, `questions.stale`,
/// `questions.not_now`.
pub async fn approve(
    tx: &mut WriteTx,
    (by, book): (&Director, BookId),
    at: (QuestionId, i64),
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, book, at).await?;
    said("答复", "answer", words, ANSWER_LIMIT)?;
    step(tx, by.actor(), &question, (Act::Approve, words), With::default(), now).await
}

/// 退回重拟. Refuses: `questions.words_missing`, `questions.too_long`, `questions.no_such_question`,
/// `questions.stale`, `questions.not_now`.
pub async fn hand_back(
    tx: &mut WriteTx,
    (by, book): (&Director, BookId),
    at: (QuestionId, i64),
    reason: &str,
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, book, at).await?;
    said("退回的理由", "reason", reason, WORDS_LIMIT)?;
    step(tx, by.actor(), &question, (Act::HandBack, reason), With::default(), now).await
}

/// 重办 — it was no answer: the clock runs anew, and the first answer stays to be read.
///
/// Refuses: `questions.words_missing`, `questions.too_long`, `questions.no_such_question`, `questions.stale`,
/// `questions.not_now`.
pub async fn redo(
    tx: &mut WriteTx,
    (by, book): (&Director, BookId),
    at: (QuestionId, i64),
    reason: &str,
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, book, at).await?;
    said("重办的理由", "reason", reason, WORDS_LIMIT)?;
    step(tx, by.actor(), &question, (Act::Redo, reason), With::default(), now).await
}

/// 回访 — nobody rated the answer, so the centre asked, and writes down what was said.
///
/// Refuses: `questions.words_missing`, `questions.too_long`, `questions.no_such_question`, `questions.stale`,
/// `questions.not_now`.
pub async fn call(
    tx: &mut WriteTx,
    by: &Accountant,
    at: (QuestionId, i64),
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, by.book(), at).await?;
    said("回访的情况", "call_words", words, WORDS_LIMIT)?;
    step(tx, by.actor(), &question, (Act::Call, words), With::default(), now).await
}

/// 评价 — the asker says once whether that was an answer. The ticket is the permit.
///
/// Refuses, all at once: `questions.no_score`, `questions.too_long`; and `questions.no_such_ticket`,
/// `questions.rated_already`, `questions.not_now`, `questions.stale`.
pub async fn rate(
    tx: &mut WriteTx,
    (_form, ticket): (&FilledForm, &Ticket),
    (score, words): (Option<Satisfaction>, &str),
    now: Timestamp,
) -> Outcome<()> {
    let question = store::by_ticket(tx, ticket.digest()).await?.ok_or(Q::NoSuchTicket)?;
    if question.rating.is_some() {
        return Err(Q::RatedAlready.into());
    }
    let none = score.is_none().then_some(Q::NoScore);
    let long = short("words", words, WORDS_LIMIT).err();
    Failure::unless_none([none, long].into_iter().flatten().map(Refused::from).collect())?;
    if let Some(main) = question.merged_into {
        let main = store::one(tx, question.book, main).await?.ok_or(Q::NoSuchQuestion)?;
        if main.answer.is_none() {
            return Err(Q::NotNow { act: Act::Rate.in_chinese(), stands: main.state.in_chinese() }.into());
        }
    }
    let asker = Actor { id: None, name: "提问人".to_owned(), address: String::new() };
    step(tx, &asker, &question, (Act::Rate, words), With { score, ..With::default() }, now).await
}
