use chrono::Duration;

use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::budget::{self, Budget, Direction, ExecutionRow};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, FiscalYear, NoticeId, Outcome, Timestamp};
use crate::ledger::{self, Chart};
use crate::statements;
use crate::village::{self, Book};

use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::notice::{AnnualMeeting, NoticeKind};
use crate::disclosure::notice_content::{AccountRow, AnnualPackage, NoticeBody, NoticeHeading, PlanRow};
use crate::disclosure::store;

use super::notices::{Composed, heading, keep};

/// The form of the canonical content.
const FORM: &str = "annual/1";

/// The meetings entered for a book's years, the latest year first.
pub async fn annual_meetings(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<AnnualMeeting>> {
    Ok(store::meetings(tx, book).await?)
}

/// The day a year's package should be ready: so many days before the meeting, as the policy says on its day.
pub async fn annual_due(tx: &mut ReadTx, book: BookId, meets_on: Date) -> Outcome<Date> {
    let days = village::policies(tx).await?.days("annual_days", book, meets_on);
    Ok(meets_on - Duration::days(days))
}

/// Enters when the meeting that decides on a year's accounts meets; put off, it is entered again.
///
/// Refuses: `disclosure.meeting_missing`, `disclosure.meeting_too_early`.
pub async fn enter_meeting(
    tx: &mut WriteTx,
    by: &Accountant,
    year: FiscalYear,
    (meeting, meets_on): (&str, Option<Date>),
    now: Timestamp,
) -> Outcome<()> {
    let meeting = meeting.trim();
    let (Some(meets_on), false) = (meets_on, meeting.is_empty()) else {
        return Err(DisclosureRefusal::MeetingMissing.into());
    };
    if meets_on < now.date() {
        let meets_on = meets_on.to_string();
        return Err(DisclosureRefusal::MeetingPast { meets_on }.into());
    }
    let entered_name = by.actor().name.clone();
    let new = AnnualMeeting { year, meeting: meeting.to_owned(), meets_on, entered_name };
    store::insert_meeting(tx, by, &new, now).await?;
    let what = format!("{}年度 {meeting} {meets_on}", year.number());
    audit::record(tx, by.actor(), Act::on_book(by.book(), "notice.meeting", what), now).await?;
    Ok(())
}

/// 编制年度材料 — next year's budget, the year's accounts and the distribution, for the meeting that was entered.
///
/// Composing again puts in what has come meanwhile; then every hand laid on it falls.
/// Refuses: `disclosure.meeting_missing`, `disclosure.out_of_turn` once published. Source: 农村集体经济组织法 art. 46.
pub async fn compose_annual(tx: &mut WriteTx, by: &Accountant, year: FiscalYear, now: Timestamp) -> Outcome<NoticeId> {
    let meetings = store::meetings(tx, by.book()).await?;
    let meeting = meetings.into_iter().find(|m| m.year == year).ok_or(DisclosureRefusal::MeetingMissing)?;
    let due = annual_due(tx, by.book(), meeting.meets_on).await?;
    let book = village::book(tx, by.book()).await?;
    let title = ("年度预算、决算和分配方案".to_owned(), format!("{}年度", year.number()));
    let heading = heading(tx, &book, NoticeKind::Annual, title, (due, now)).await?;
    let package = package(tx, &book, &meeting, heading).await?;
    let composed = Composed { kind: NoticeKind::Annual, topic: None, subject: year.number().to_string() };
    keep(tx, by, composed, NoticeBody::Annual(Box::new(package)), now).await
}

async fn package(
    tx: &mut ReadTx,
    book: &Book,
    meeting: &AnnualMeeting,
    heading: NoticeHeading,
) -> Outcome<AnnualPackage> {
    let year = meeting.year;
    let chart = ledger::chart(tx, book.id).await?;
    let (first, last) = (year.first_period().max(book.enabled_from), year.last_period());
    let mut missing = Vec::new();
    let next = budget::versions(tx, book.id, year.next()).await?;
    let next = next.iter().find(|b| b.adoption.is_some()).or_else(|| next.first());
    if next.is_none() {
        missing.push(format!("{}年预算还没有编", year.next().number()));
    }
    let plan = budget::adopted_on(tx, book.id, year, last.last_day()).await?;
    let lines = plan.map(|b| b.lines).unwrap_or_default();
    let done = budget::execution(tx, book.id, &lines, (first, last)).await?;
    let closed = ledger::month_states(tx).await?.get(&book.id).copied();
    if closed < Some(last) {
        missing.push(format!("{}还没有结账，决算的数还会变", last.in_chinese()));
    }
    let statement = statements::surplus_statement(tx, &[book.id], first, last).await?;
    let surplus = statement.lines.iter().filter(|l| l.no.is_some()).map(|l| AccountRow {
        name: l.label.clone(),
        amount: l.first,
        total: l.total,
    });
    Ok(AnnualPackage {
        form: FORM.to_owned(),
        heading,
        year,
        meeting: meeting.meeting.clone(),
        meets_on: meeting.meets_on,
        budget_title: next.map(titled).unwrap_or_default(),
        budget: next.map(|b| planned(b, &chart)).unwrap_or_default(),
        accounts: done.rows().map(|row| came_of(row, &chart)).collect(),
        surplus: surplus.collect(),
        missing,
    })
}

fn titled(budget: &Budget) -> String {
    let draft = if budget.adoption.is_some() { "" } else { "（草案）" };
    format!("{}{draft}", budget.title())
}

fn name(chart: &Chart, code: &str) -> String {
    chart.by_code(code).map_or_else(|| code.to_owned(), |a| a.name.clone())
}

fn planned(budget: &Budget, chart: &Chart) -> Vec<PlanRow> {
    let row = |l: &budget::PlanLine| PlanRow {
        direction: l.direction.in_chinese().to_owned(),
        name: name(chart, &l.account),
        planned: Some(l.amount),
        actual: None,
        note: l.note.clone(),
    };
    budget.lines.iter().map(row).collect()
}

fn came_of(row: &ExecutionRow, chart: &Chart) -> PlanRow {
    let direction: Direction = row.direction;
    PlanRow {
        direction: direction.in_chinese().to_owned(),
        name: name(chart, &row.account),
        planned: row.planned,
        actual: Some(row.actual()),
        note: row.note.clone(),
    }
}
