use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::WriteTx;
use crate::kernel::{Failure, HouseholdId, Money, Outcome, ProjectId, RecordId, Refused, Timestamp};
use crate::village;

use crate::projects::error::ProjectRefusal as P;
use crate::projects::papers::{
    Exemption, Memo, MemoKind, NewExemption, NewMemo, Papers, days_in_words, exemption_reasons, tenth_days,
};
use crate::projects::store;

use super::recording::{fits, not_filed, one_project, row_of};

async fn of_this_book(tx: &mut WriteTx, by: &Accountant, household: Option<HouseholdId>) -> Outcome<bool> {
    let Some(id) = household else { return Ok(true) };
    Ok(village::households(tx, by.book()).await?.iter().any(|h| h.id == id))
}

/// 登记减免 — writes down who does not pay and why, or takes such a row back.
///
/// Refuses, all at once: `projects.missing`, `projects.bad_count`, `projects.unknown_reason`, `projects.too_long`,
/// `projects.more_exempt_than_heads`; `projects.not_one_project`, `projects.filed`, `projects.no_such_row`.
pub async fn add_exemption(
    tx: &mut WriteTx,
    by: &Accountant,
    id: ProjectId,
    new: NewExemption,
    now: Timestamp,
) -> Outcome<()> {
    let (project, papers) = one_project(tx, by, id).await?;
    let row = row_of(new.row, id);
    if papers.exemptions.iter().any(|e| e.id == row) {
        return Ok(());
    }
    not_filed(&papers)?;
    let exemption = match new.takes_back {
        Some(old) => taken_back(&papers, old, by, now)?,
        None => {
            let household_known = of_this_book(tx, by, new.household).await?;
            Failure::unless_none(faults_of_exemption(&new, household_known, &papers))?;
            Exemption {
                id: row,
                household: new.household,
                person: new.person.trim().to_owned(),
                heads: new.heads.unwrap_or_default(),
                reason: new.reason,
                words: new.words.trim().to_owned(),
                takes_back: None,
                recorded_name: by.actor().name.clone(),
                recorded_at: now,
            }
        }
    };
    store::insert_exemption(tx, by, id, &exemption).await?;
    let undone = if exemption.takes_back.is_some() { "撤回 " } else { "" };
    let said = format!("{undone}{} {}人", exemption.reason_in_chinese(), exemption.heads);
    let act = Act::on_book(by.book(), "project.exempt", project.name).id(id).detail(said);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

fn taken_back(papers: &Papers, old: RecordId, by: &Accountant, now: Timestamp) -> Result<Exemption, P> {
    let held = papers.exempt().into_iter().find(|e| e.id == old).ok_or(P::NoSuchRow)?;
    Ok(Exemption {
        id: RecordId::new(),
        takes_back: Some(old),
        recorded_name: by.actor().name.clone(),
        recorded_at: now,
        ..held.clone()
    })
}

fn faults_of_exemption(new: &NewExemption, household_known: bool, papers: &Papers) -> Vec<Refused> {
    let mut faults: Vec<Refused> = Vec::new();
    if !household_known || (new.household.is_none() && new.person.trim().is_empty()) {
        faults.push(P::Missing { what: "户或姓名", field: "person" }.into());
    }
    match new.heads {
        Some(heads) if (1..=1000).contains(&heads) => {
            let exempt = papers.exempt_heads() + heads;
            if let Some(resolution) = papers.resolution().filter(|r| exempt > r.heads) {
                faults.push(P::MoreExemptThanHeads { exempt, heads: resolution.heads }.into());
            }
        }
        _ => faults.push(P::BadCount { what: "减免人数", least: 1, field: "exempt_heads" }.into()),
    }
    if !exemption_reasons().iter().any(|r| r.code == new.reason) {
        faults.push(P::UnknownReason.into());
    }
    fits("姓名", "person", &new.person, &mut faults);
    fits("说明", "words", &new.words, &mut faults);
    faults
}

/// 记备查簿 — writes a line of the memo register, or one that corrects an earlier line.
///
/// Refuses, all at once: `projects.missing`, `projects.day_ahead`, `projects.bad_days`, `projects.bad_amount`,
/// `projects.too_long`; `projects.not_one_project`, `projects.no_such_row`.
pub async fn add_memo(tx: &mut WriteTx, by: &Accountant, id: ProjectId, new: NewMemo, now: Timestamp) -> Outcome<()> {
    let (project, papers) = one_project(tx, by, id).await?;
    let row = row_of(new.row, id);
    if papers.memos.iter().any(|m| m.id == row) {
        return Ok(());
    }
    if let Some(old) = new.corrects {
        let there = papers.memos.iter().any(|m| m.id == old);
        if !there || papers.corrected_memos().contains_key(&old) {
            return Err(P::NoSuchRow.into());
        }
    }
    let household_known = of_this_book(tx, by, new.household).await?;
    let memo = sound(new, row, household_known, by, now)?;
    store::insert_memo(tx, by, id, &memo).await?;
    let said = format!("{} {}工日 {}元", memo.kind.in_chinese(), days_in_words(memo.tenth_days), memo.amount);
    let act = Act::on_book(by.book(), "project.memo", project.name).id(id).detail(said);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

fn sound(new: NewMemo, row: RecordId, household_known: bool, by: &Accountant, now: Timestamp) -> Outcome<Memo> {
    let mut faults: Vec<Refused> = Vec::new();
    let today = now.date();
    if let Some(day) = new.day.filter(|d| *d > today) {
        faults.push(P::DayAhead { day: day.to_string(), today: today.to_string() }.into());
    }
    if !household_known || (new.household.is_none() && new.party.trim().is_empty()) {
        faults.push(P::Missing { what: "户或姓名", field: "party" }.into());
    }
    let days = tenth_days(&new.days);
    let amount = match new.amount.trim() {
        "" => Some(Money::ZERO),
        typed => typed.parse::<Money>().ok().filter(|m| !m.is_negative() && *m <= Money::LIMIT),
    };
    if amount.is_none() {
        faults.push(P::BadAmount { what: "折价", field: "amount" }.into());
    }
    let wants_days = matches!(new.kind, Some(MemoKind::LabourPromised | MemoKind::LabourGiven | MemoKind::LabourPaid));
    if days.is_none() || (wants_days && new.corrects.is_none() && days == Some(0)) {
        faults.push(P::BadDays.into());
    }
    fits("姓名", "party", &new.party, &mut faults);
    fits("说明", "words", &new.words, &mut faults);
    let missing = [(new.day.is_none(), "日期", "day"), (new.kind.is_none(), "事项", "kind")];
    faults.extend(missing.into_iter().filter(|m| m.0).map(|(_, what, field)| P::Missing { what, field }.into()));
    Failure::unless_none(faults)?;
    let (Some(day), Some(kind)) = (new.day, new.kind) else {
        return Err(P::Missing { what: "日期", field: "day" }.into());
    };
    Ok(Memo {
        id: row,
        day,
        kind,
        household: new.household,
        party: new.party.trim().to_owned(),
        tenth_days: days.unwrap_or_default(),
        amount: amount.unwrap_or_default(),
        words: new.words.trim().to_owned(),
        corrects: new.corrects,
        recorded_name: by.actor().name.clone(),
        recorded_at: now,
    })
}
