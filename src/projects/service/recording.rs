use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::WriteTx;
use crate::kernel::{Digest, Failure, Outcome, ProjectId, RecordId, Refused, Timestamp};
use crate::ledger;
use crate::village::{self, Project, ProjectKind};

use crate::projects::error::ProjectRefusal as P;
use crate::projects::life::{NewStep, Step, StepTaken};
use crate::projects::papers::{Grant, NewGrant, Papers, Purpose};
use crate::projects::resolution::{NewResolution, Quorum};
use crate::projects::store;

use super::reading::{papers, project};

/// Longest words beside a row.
pub(super) const WORDS_LIMIT: usize = 200;

pub(super) fn fits(what: &'static str, field: &'static str, typed: &str, faults: &mut Vec<Refused>) {
    let length = typed.chars().count();
    if length > WORDS_LIMIT {
        faults.push(P::TooLong { what, length, limit: WORDS_LIMIT, field }.into());
    }
}

/// The project with its papers; whoever else writes in this book waits, so that what is decided on them stands.
pub(super) async fn one_project(tx: &mut WriteTx, by: &Accountant, id: ProjectId) -> Outcome<(Project, Papers)> {
    audit::hold(tx, by.book()).await?;
    let project = project(tx, by.book(), id).await?;
    if project.kind != ProjectKind::OneProject {
        return Err(P::NotOneProject { name: project.name }.into());
    }
    let papers = papers(tx, by.book(), id).await?;
    Ok((project, papers))
}

pub(super) fn not_filed(papers: &Papers) -> Result<(), P> {
    if papers.step() >= Some(Step::Filed) { Err(P::Filed) } else { Ok(()) }
}

/// The id of the row a form makes: the same for the same form about the same project.
pub(super) fn row_of(form: Option<RecordId>, project: ProjectId) -> RecordId {
    let of_form = |key: RecordId| Digest::of(format!("{key} {project}").as_bytes()).hex()[..32].parse().ok();
    form.and_then(of_form).unwrap_or_default()
}

/// 登记决议 — writes down what a meeting resolved, with its attendance and votes; whether it passes is worked out.
///
/// A later row takes the place of an earlier one, until the figures are filed. Refuses, all at once: what is wrong with
/// any figure; `projects.no_such_project`, `projects.not_one_project`, `projects.filed`.
pub async fn add_resolution(
    tx: &mut WriteTx,
    by: &Accountant,
    id: ProjectId,
    new: NewResolution,
    now: Timestamp,
) -> Outcome<bool> {
    let (project, papers) = one_project(tx, by, id).await?;
    not_filed(&papers)?;
    let mut faults = new.faults(now.date());
    fits("会议记录编号", "document", &new.document, &mut faults);
    let exempt = papers.exempt_heads();
    if let Some(heads) = new.heads.filter(|heads| *heads < exempt) {
        faults.push(P::MoreExemptThanHeads { exempt, heads }.into());
    }
    Failure::unless_none(faults)?;
    let policy = new.meeting.map_or("households_quorum", |m| m.quorum_policy());
    let quorum = Quorum::of(&village::policy(tx, by.book(), policy, new.met_on.unwrap_or(now.date())).await?);
    let missing = P::Missing { what: "会议形式", field: "meeting" };
    let resolution = new.sound(quorum, &by.actor().name, now).ok_or(missing)?;
    store::insert_resolution(tx, by, id, &resolution).await?;
    let act = Act::on_book(by.book(), "project.resolve", project.name).id(id).detail(resolution.sentence());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(resolution.passes())
}

/// Writes down a step. Refuses, all at once: `projects.step_out_of_order`, `projects.not_passed`, `projects.missing`,
/// `projects.day_ahead`, `projects.step_earlier`, `projects.notice_until`, `projects.too_long`.
pub async fn take_step(
    tx: &mut WriteTx,
    by: &Accountant,
    id: ProjectId,
    new: NewStep,
    now: Timestamp,
) -> Outcome<Step> {
    audit::hold(tx, by.book()).await?;
    let project = project(tx, by.book(), id).await?;
    let papers = papers(tx, by.book(), id).await?;
    let passed = papers.resolution().map(|r| r.passes());
    let mut faults = new.faults(project.kind, &papers.steps, passed, now.date());
    fits("文号", "document", &new.document, &mut faults);
    fits("说明", "words", &new.words, &mut faults);
    Failure::unless_none(faults)?;
    let (Some(step), Some(day)) = (new.step, new.day) else {
        return Err(P::Missing { what: "日期", field: "day" }.into());
    };
    let taken = StepTaken {
        step,
        day,
        until: new.until.filter(|_| step == Step::Noticed),
        document: new.document.trim().to_owned(),
        words: new.words.trim().to_owned(),
        recorded_name: by.actor().name.clone(),
        recorded_at: now,
    };
    if !store::insert_step(tx, by, id, &taken).await? {
        return Err(P::StepOutOfOrder { next: format!("{}已登记过", step.in_chinese()) }.into());
    }
    let act =
        Act::on_book(by.book(), "project.step", project.name).id(id).detail(format!("{} {day}", step.in_chinese()));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(step)
}

/// Writes down a grant by its document, applied for or awarded; a mistake is a new row that names the one it corrects.
///
/// Refuses, all at once: `projects.missing`, `projects.bad_amount`, `projects.day_ahead`, `projects.too_long`;
/// `projects.no_such_project`, `projects.no_such_row`.
pub async fn add_grant(tx: &mut WriteTx, by: &Accountant, id: ProjectId, new: NewGrant, now: Timestamp) -> Outcome<()> {
    audit::hold(tx, by.book()).await?;
    let project = project(tx, by.book(), id).await?;
    let papers = papers(tx, by.book(), id).await?;
    let row = row_of(new.row, id);
    if papers.grants.iter().any(|g| g.id == row) {
        return Ok(());
    }
    if let Some(old) = new.corrects {
        let there = papers.grants.iter().any(|g| g.id == old);
        let done = papers.grants.iter().any(|g| g.corrects == Some(old));
        if !there || done {
            return Err(P::NoSuchRow.into());
        }
    }
    let mut faults: Vec<Refused> = Vec::new();
    for (text, what, field) in [(&new.document, "文件号", "document"), (&new.authority, "批复单位", "authority")]
    {
        if text.trim().is_empty() {
            faults.push(P::Missing { what, field }.into());
        }
        fits(what, field, text, &mut faults);
    }
    fits("用途说明", "words", &new.words, &mut faults);
    let least_positive = new.corrects.is_none();
    if new.amount.is_none_or(|m| m.is_negative() || least_positive && m.is_zero()) {
        faults.push(P::BadAmount { what: "金额", field: "amount" }.into());
    }
    let today = now.date();
    match new.dated {
        None => faults.push(Refused::from(P::Missing { what: "文件日期", field: "dated" })),
        Some(day) if day > today => {
            let ahead = P::DayAhead { day: day.to_string(), today: today.to_string() };
            faults.push(Refused::from(ahead).at_field("dated"));
        }
        Some(_) => {}
    }
    if new.stage.is_none() {
        faults.push(P::Missing { what: "申请或批复", field: "stage" }.into());
    }
    Failure::unless_none(faults)?;
    let (Some(stage), Some(dated), Some(amount)) = (new.stage, new.dated, new.amount) else {
        return Err(P::Missing { what: "申请或批复", field: "stage" }.into());
    };
    let grant = Grant {
        id: row,
        stage,
        document: new.document.trim().to_owned(),
        authority: new.authority.trim().to_owned(),
        dated,
        amount,
        words: new.words.trim().to_owned(),
        corrects: new.corrects,
        recorded_name: by.actor().name.clone(),
    };
    store::insert_grant(tx, by, id, &grant, now).await?;
    let said = format!("{} {} {amount}元", stage.in_chinese(), grant.document);
    let act = Act::on_book(by.book(), "project.grant", project.name).id(id).detail(said);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// Says what a project's money may be used for: codes of accounts, and of business items.
///
/// Refuses: `projects.no_such_project`, `projects.unknown_purpose`, `projects.too_long`.
pub async fn set_purpose(
    tx: &mut WriteTx,
    by: &Accountant,
    id: ProjectId,
    (purposes, words): (&[String], &str),
    now: Timestamp,
) -> Outcome<()> {
    let project = project(tx, by.book(), id).await?;
    let chart = ledger::chart(tx, by.book()).await?;
    let mut faults: Vec<Refused> = Vec::new();
    fits("用途说明", "words", words, &mut faults);
    let mut sound: Vec<String> = Vec::new();
    for typed in purposes.iter().map(|p| p.trim()).filter(|p| !p.is_empty()) {
        let is_item = typed.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        match chart.by_code_or_name(typed) {
            Some(account) => sound.push(account.code.to_string()),
            None if is_item => sound.push(typed.to_owned()),
            None => faults.push(P::UnknownPurpose { typed: typed.chars().take(20).collect() }.into()),
        }
    }
    Failure::unless_none(faults)?;
    sound.sort();
    sound.dedup();
    let purpose = Purpose {
        purposes: sound,
        words: words.trim().to_owned(),
        recorded_name: by.actor().name.clone(),
        recorded_at: now,
    };
    store::insert_purpose(tx, by, id, &purpose).await?;
    let act = Act::on_book(by.book(), "project.purpose", project.name).id(id).detail(purpose.purposes.join(" "));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}
