use crate::auth::Standing;
use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Outcome, QuestionId, Timestamp};
use crate::village;

use crate::questions::clock::AnswerClock;
use crate::questions::error::QuestionRefusal as Q;
use crate::questions::question::Question;
use crate::questions::state::State;
use crate::questions::store;
use crate::questions::ticket::Ticket;
use crate::questions::turn::{Turn, Waiting};

/// The clock as the township keeps it.
pub async fn answer_clock(tx: &mut ReadTx) -> Outcome<AnswerClock> {
    Ok(AnswerClock { policies: village::policies(tx).await?, calendar: village::working_days(tx).await? })
}

/// Who works in the village sees a question once it is public; the centre and those over it see every one.
fn may_see(standing: &Standing, question: &Question) -> bool {
    standing.sees(question.book) && (question.is_public() || !standing.is_of_the_village())
}

/// The questions of a book within this person's sight, the latest first.
pub async fn of_book(tx: &mut ReadTx, standing: &Standing, book: BookId) -> Outcome<Vec<Question>> {
    let mut found = store::of_book(tx, book).await?;
    found.retain(|q| may_see(standing, q));
    found.reverse();
    Ok(found)
}

/// One question within this person's sight. Refuses: `questions.no_such_question`.
pub async fn one(tx: &mut ReadTx, standing: &Standing, book: BookId, id: QuestionId) -> Outcome<Question> {
    let found = store::one(tx, book, id).await?.filter(|q| may_see(standing, q));
    found.ok_or_else(|| Q::NoSuchQuestion.into())
}

/// The questions of every book within this person's sight that are neither archived nor merged, the earliest first.
pub async fn of_standing(tx: &mut ReadTx, standing: &Standing) -> Outcome<Vec<Question>> {
    let mut found = store::standing_open(tx).await?;
    found.retain(|q| may_see(standing, q));
    Ok(found)
}

/// The public questions about a span of a book's sheets (`2025Q3`, `2025-09`), with how many asked the same: what stands beside the sheet.
pub async fn of_span(tx: &mut ReadTx, book: BookId, span: &str) -> Outcome<Vec<(Question, usize)>> {
    let all = store::of_span(tx, book, span).await?;
    let same = |main: &Question| all.iter().filter(|q| q.merged_into == Some(main.id)).count();
    let public = all.iter().filter(|q| q.is_public() && q.merged_into.is_none());
    Ok(public.map(|q| (q.clone(), same(q))).collect())
}

/// The question of a ticket, and the earlier one it went with. Refuses: `questions.no_such_ticket`.
pub async fn by_ticket(tx: &mut ReadTx, ticket: &Ticket) -> Outcome<(Question, Option<Question>)> {
    let question = store::by_ticket(tx, ticket.digest()).await?.ok_or(Q::NoSuchTicket)?;
    let main = match question.merged_into {
        Some(main) => store::one(tx, question.book, main).await?,
        None => None,
    };
    Ok((question, main))
}

/// The questions that wait for this person, the one due first on top.
pub async fn waiting_for(tx: &mut ReadTx, standing: &Standing, now: Timestamp) -> Outcome<Vec<Waiting>> {
    let clock = answer_clock(tx).await?;
    let today = now.date();
    let all = store::standing_open(tx).await?.into_iter().filter(|q| may_see(standing, q));
    let mut waiting: Vec<Waiting> = all
        .filter_map(|question| {
            let due = clock.due(&question, today);
            let turn = Turn::of(standing, &question, &due, is_silent(&clock, &question, today))?;
            Some(Waiting { question, due, turn })
        })
        .collect();
    waiting.sort_by_key(|w| (w.due.day, w.question.serial));
    Ok(waiting)
}

/// True when the answer has stood long enough without a word of the asker.
fn is_silent(clock: &AnswerClock, question: &Question, today: Date) -> bool {
    let days = clock.policies.days("question_rating_days", question.book, today);
    let answered = question.answer.as_ref().map(|a| a.at.date());
    question.state == State::Answered && answered.is_some_and(|day| (today - day).num_days() >= days)
}
