use uuid::Uuid;

use crate::audit::{self, Act};
use crate::auth::Chief;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{Date, Failure, Outcome, Period, Refused, SubmissionId, Timestamp};

use crate::workflow::error::{TimingRefusal as T, WorkflowRefusal as W};
use crate::workflow::return_reason::{
    KeptReturn, ListedReason, REASON_FIELDS, ReturnReason, could_have_been_told, delivered_reasons, fields_of,
};
use crate::workflow::store;
use crate::workflow::submission::Submission;

/// Longest words of a reason: one line on a phone.
const TEXT_LIMIT: usize = 25;

/// A reason about to be put on the list.
#[derive(Clone, Debug)]
pub struct NewReason {
    /// As the clerk will read it.
    pub text: String,
    /// The field of the clerk's form it is about.
    pub field: String,
    /// The first day.
    pub from: Date,
}

/// Every reason there ever was, with its days and how often it was told this year: delivered ones first.
pub async fn listed_reasons(tx: &mut ReadTx, now: Timestamp) -> Outcome<Vec<ListedReason>> {
    let january = Period::of(now.date()).year().first_period().first_day();
    let uses = store::reason_uses(tx, Timestamp::start_of(january)).await?;
    let mut all = reasons_ever(tx).await?;
    for listed in &mut all {
        listed.used = uses.get(&listed.reason.code).copied().unwrap_or_default();
    }
    Ok(all)
}

/// The reasons that may be chosen today, in the order of the list.
pub async fn return_reasons(tx: &mut ReadTx, now: Timestamp) -> Outcome<Vec<ReturnReason>> {
    let all = reasons_ever(tx).await?;
    Ok(all.into_iter().filter(|l| l.holds_on(now.date())).map(|l| l.reason).collect())
}

/// Reasons of today's list that could have been told when the item was given back before; none the first time.
pub async fn untold_reasons(tx: &mut ReadTx, submission: &Submission, now: Timestamp) -> Outcome<Vec<ReturnReason>> {
    let earlier = store::returns(tx, submission.id).await?;
    if earlier.is_empty() {
        return Ok(Vec::new());
    }
    let mut list = reasons_ever(tx).await?;
    list.retain(|l| l.holds_on(now.date()));
    Ok(could_have_been_told(&list, &earlier, &fields_of(&submission.content)).into_iter().cloned().collect())
}

pub(super) async fn reasons_ever(tx: &mut ReadTx) -> Outcome<Vec<ListedReason>> {
    let retired = store::retired_reasons(tx).await?;
    let added = store::added_reasons(tx).await?;
    let delivered = delivered_reasons().iter().map(|r| (r.clone(), None));
    let all = delivered.chain(added.into_iter().map(|(reason, from)| (reason, Some(from))));
    let listed = |(reason, from): (ReturnReason, Option<Date>)| ListedReason {
        to: retired.get(&reason.code).copied(),
        reason,
        from,
        used: 0,
    };
    Ok(all.map(listed).collect())
}

/// Keeps what was told with a return, and says which of it could have been told before, in words.
pub(super) async fn keep_return(
    tx: &mut WriteTx,
    id: SubmissionId,
    submission: &Submission,
    told: &[ReturnReason],
    now: Timestamp,
) -> Outcome<Vec<String>> {
    let untold = untold_reasons(tx, submission, now).await?;
    let late: Vec<String> = told.iter().filter(|r| untold.contains(r)).map(|r| r.text.clone()).collect();
    let codes = told.iter().map(|r| r.code.clone()).collect();
    let kept = KeptReturn { at: now, codes, fields: fields_of(&submission.content) };
    store::insert_return(tx, id, &kept, &late).await?;
    Ok(late)
}

/// Puts a reason on the list from a day on.
///
/// Refuses: `workflow.reason_text_missing`, `workflow.too_long`, `workflow.reason_on_list`, `workflow.reason_field`,
/// `workflow.reason_in_past`.
pub async fn add_reason(tx: &mut WriteTx, by: &Chief, new: NewReason, now: Timestamp) -> Outcome<()> {
    let text = new.text.trim().to_owned();
    let there = reasons_ever(tx).await?;
    Failure::unless_none(faults(&new, &text, &there, now.date()))?;
    let reason = ReturnReason { code: Uuid::now_v7().simple().to_string(), text, field: new.field };
    store::insert_reason(tx, &reason, new.from, by, now).await?;
    let act = Act::on_township("reason.add", reason.text.clone()).detail(format!("自{}起", new.from));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

fn faults(new: &NewReason, text: &str, there: &[ListedReason], today: Date) -> Vec<Refused> {
    let mut faults: Vec<Refused> = Vec::new();
    let length = text.chars().count();
    if length == 0 {
        faults.push(T::ReasonTextMissing.into());
    }
    if length > TEXT_LIMIT {
        faults.push(W::TooLong { what: "退回原因", length, limit: TEXT_LIMIT, field: "text" }.into());
    }
    if there.iter().any(|l| l.reason.text == text && l.to.is_none_or(|to| to >= new.from)) {
        faults.push(T::ReasonOnList { text: text.to_owned() }.into());
    }
    if !REASON_FIELDS.iter().any(|(field, _)| *field == new.field) {
        faults.push(T::ReasonField.into());
    }
    if new.from < today {
        faults.push(T::ReasonInPast { day: new.from.to_string(), today: today.to_string() }.into());
    }
    faults
}

/// Takes a reason off the list after a day. What was told stays told.
///
/// Refuses: `workflow.unknown_reason`, `workflow.reason_in_past`, `workflow.reason_retired`.
pub async fn retire_reason(tx: &mut WriteTx, by: &Chief, code: &str, to: Date, now: Timestamp) -> Outcome<()> {
    let there = reasons_ever(tx).await?;
    let listed = there.into_iter().find(|l| l.reason.code == code);
    let listed = listed.ok_or_else(|| W::UnknownReason { code: code.chars().take(20).collect() })?;
    if to < now.date() {
        return Err(T::ReasonInPast { day: to.to_string(), today: now.date().to_string() }.into());
    }
    if !store::retire_reason(tx, code, to, by, now).await? {
        return Err(T::ReasonRetired { text: listed.reason.text }.into());
    }
    let act = Act::on_township("reason.retire", listed.reason.text).detail(format!("用到{to}"));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}
