use crate::audit;
use crate::auth::Accountant;
use crate::db::WriteTx;
use crate::kernel::{Outcome, QuestionId, Timestamp};
use crate::village;

use crate::questions::error::QuestionRefusal as Q;
use crate::questions::question::Contact;
use crate::questions::state::{Act, State};
use crate::questions::store;

use super::step::{With, as_seen, step};

/// 归档 — with it whatever was merged into it; then contacts of this book whose time is over are taken away.
///
/// Refuses: `questions.no_such_question`, `questions.stale`, `questions.not_now`.
pub async fn archive(tx: &mut WriteTx, by: &Accountant, at: (QuestionId, i64), now: Timestamp) -> Outcome<()> {
    let question = as_seen(tx, by.book(), at).await?;
    // One that went with another is archived with it, not by itself.
    if question.state == State::Merged {
        return Err(Q::NotNow { act: Act::Archive.in_chinese(), stands: question.state.in_chinese() }.into());
    }
    step(tx, by.actor(), &question, (Act::Archive, ""), With::default(), now).await?;
    for with_it in store::merged_with(tx, &question).await?.iter().filter(|m| m.state == State::Merged) {
        step(tx, by.actor(), with_it, (Act::Archive, "随主件归档"), With::default(), now).await?;
    }
    erase(tx, by, now).await
}

/// Takes away how askers could be reached, so many days after their questions were archived; the log says that it was.
async fn erase(tx: &mut WriteTx, by: &Accountant, now: Timestamp) -> Outcome<()> {
    let policies = village::policies(tx).await?;
    let days = policies.days("question_contact_days", by.book(), now.date());
    let until = now.plus_seconds(-days * 86_400);
    let over: Vec<_> = store::contacts_left(tx, by.book()).await?;
    let over: Vec<_> = over.into_iter().filter(|left| left.archived_at <= until).collect();
    if over.is_empty() {
        return Ok(());
    }
    for left in &over {
        let subject = format!("第{}号质询", left.serial);
        let act = audit::Act::on_book(left.book, "question.erase", subject).id(left.question);
        audit::record(tx, by.actor(), act.detail("联系方式"), now).await?;
    }
    Ok(store::remove_contacts(tx, by.book(), until).await?)
}

/// Shows how to reach the asker to the one who has the question in hand; the looking is recorded.
///
/// Refuses: `questions.not_handler`, `questions.no_contact`, `questions.no_such_question`.
pub async fn see_contact(tx: &mut WriteTx, by: &Accountant, id: QuestionId, now: Timestamp) -> Outcome<Contact> {
    let question = store::one(tx, by.book(), id).await?.ok_or(Q::NoSuchQuestion)?;
    let mine = question.responsible.as_ref().is_none_or(|p| p.id == Some(by.id()));
    if !mine {
        return Err(Q::NotHandler.into());
    }
    let contact = store::contact(tx, id).await?.ok_or(Q::NoContact)?;
    let act = audit::Act::on_book(by.book(), "question.contact", question.label()).id(id);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(contact)
}
