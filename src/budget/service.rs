use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{
    AccountId, BookId, BudgetId, Date, Failure, FileId, FiscalYear, Money, Outcome, Period, Timestamp,
};
use crate::ledger::{self, Chart, Class};
use crate::village;

use super::error::BudgetRefusal as B;
use super::execution::{Actual, Execution, execute};
use super::plan::{
    Adoption, Budget, BudgetReport, Direction, NewBudgetReport, NewPlanLine, PlanLine, PlanSource, read_lines,
};
use super::store;

/// What a control asks before money goes out: the planned account an account counts in, and what is left of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Against {
    /// Code of the planned account.
    pub account: String,
    /// Planned for the year.
    pub planned: Money,
    /// Posted so far this year.
    pub spent: Money,
    /// Planned less posted; below nothing when over.
    pub left: Money,
}

/// The plan in force on a day, and what was posted of it: for the nearest planned account at or above `account`.
/// `None` where the year has no adopted plan or no line covers the account.
pub async fn against(tx: &mut ReadTx, book: BookId, account: AccountId, on: Date) -> Outcome<Option<Against>> {
    let year = Period::of(on).year();
    let Some(budget) = store::adopted_on(tx, book, year, on).await? else { return Ok(None) };
    let chart = ledger::chart(tx, book).await?;
    let Some(asked) = chart.by_id(account).map(|a| a.code.to_string()) else { return Ok(None) };
    let covers = |l: &&PlanLine| l.direction == Direction::Out && asked.starts_with(&l.account);
    let Some(nearest) = budget.lines.iter().filter(covers).map(|l| l.account.clone()).max_by_key(String::len) else {
        return Ok(None);
    };
    let done = executed(tx, book, &chart, &budget.lines, (year.first_period(), Period::of(on))).await?;
    let rows: Vec<_> = done.planned.iter().filter(|r| r.direction == Direction::Out && r.account == nearest).collect();
    let planned = rows.iter().filter_map(|r| r.planned).sum();
    let spent: Money = rows.iter().map(|r| r.actual()).sum();
    Ok(Some(Against { account: nearest, planned, spent, left: planned - spent }))
}

/// The plan in force on a day: the newest version adopted by then.
pub async fn adopted_on(tx: &mut ReadTx, book: BookId, year: FiscalYear, on: Date) -> Outcome<Option<Budget>> {
    Ok(store::adopted_on(tx, book, year, on).await?)
}

/// Every version of a year's plan, the newest first.
pub async fn versions(tx: &mut ReadTx, book: BookId, year: FiscalYear) -> Outcome<Vec<Budget>> {
    Ok(store::versions(tx, book, year).await?)
}

/// A version that is still a draft.
///
/// Refuses: `budget.no_such_budget`, `budget.adopted`.
pub async fn draft(tx: &mut ReadTx, book: BookId, id: BudgetId) -> Outcome<Budget> {
    let budget = store::budget(tx, book, id).await?.ok_or(B::NoSuchBudget)?;
    match budget.adoption {
        Some(_) => Err(B::Adopted { title: budget.title() }.into()),
        None => Ok(budget),
    }
}

/// Plan against actual of a year up to the end of a month; without a plan every line is one that was not planned.
pub async fn execution(
    tx: &mut ReadTx,
    book: BookId,
    lines: &[PlanLine],
    (first, last): (Period, Period),
) -> Outcome<Execution> {
    let chart = ledger::chart(tx, book).await?;
    executed(tx, book, &chart, lines, (first, last)).await
}

async fn executed(
    tx: &mut ReadTx,
    book: BookId,
    chart: &Chart,
    lines: &[PlanLine],
    (first, last): (Period, Period),
) -> Outcome<Execution> {
    let turnovers = ledger::turnovers(tx, book, first, last).await?;
    let actuals: Vec<Actual> = turnovers.iter().filter_map(|t| Actual::of(t, chart)).collect();
    Ok(execute(lines, &actuals, chart))
}

/// What came in and went out in the year before, as the lines of a plan: income and expense by the account one level
/// below the first where there is one.
pub async fn last_year(tx: &mut ReadTx, book: BookId, year: FiscalYear) -> Outcome<Vec<PlanLine>> {
    let chart = ledger::chart(tx, book).await?;
    let wanted = chart.accounts().iter().filter(|a| a.class == Class::ProfitAndLoss && a.code.level() <= 2);
    let lines: Vec<PlanLine> = wanted
        .filter(|a| a.code.level() == 2 || chart.children(a.code.as_str()).next().is_none())
        .map(|a| PlanLine {
            account: a.code.to_string(),
            direction: Direction::of_side(a.normal_side),
            project: None,
            amount: Money::ZERO,
            note: String::new(),
        })
        .collect();
    let before = year.previous();
    let done = executed(tx, book, &chart, &lines, (before.first_period(), before.last_period())).await?;
    let moved = done.planned.into_iter().filter(|r| r.actual().is_positive());
    Ok(moved
        .map(|r| PlanLine {
            amount: r.actual(),
            account: r.account,
            direction: r.direction,
            project: None,
            note: r.note,
        })
        .collect())
}

/// Begins a draft: of the year's plan, or, where one was adopted, of its adjustment with the lines in force.
///
/// Refuses: `budget.draft_there`, `budget.reason_missing`.
pub async fn start_draft(
    tx: &mut WriteTx,
    by: &Accountant,
    year: FiscalYear,
    source: PlanSource,
    reason: &str,
    now: Timestamp,
) -> Outcome<BudgetId> {
    let there = store::versions(tx, by.book(), year).await?;
    if let Some(draft) = there.iter().find(|b| b.adoption.is_none()) {
        return Err(B::DraftThere { title: draft.title() }.into());
    }
    let reason = reason.trim();
    let (version, lines) = match there.first() {
        Some(_) if reason.is_empty() => return Err(B::ReasonMissing.into()),
        Some(in_force) => (in_force.version + 1, in_force.lines.clone()),
        None => (1, lines_from(tx, by.book(), year, source).await?),
    };
    let budget = Budget {
        id: BudgetId::new(),
        year,
        version,
        reason: if version == 1 { String::new() } else { reason.to_owned() },
        revision: 1,
        drafted_name: by.actor().name.clone(),
        drafted_at: now,
        adoption: None,
        lines,
    };
    if !store::insert(tx, by, &budget).await? {
        return Err(B::DraftThere { title: budget.title() }.into());
    }
    let act = Act::on_book(by.book(), "budget.draft", budget.title()).id(budget.id).detail(budget.reason);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(budget.id)
}

async fn lines_from(tx: &mut ReadTx, book: BookId, year: FiscalYear, source: PlanSource) -> Outcome<Vec<PlanLine>> {
    match source {
        PlanSource::Empty => Ok(Vec::new()),
        PlanSource::LastYear { percent } => {
            let rate = rust_decimal::Decimal::new(100 + percent.clamp(-100, 900), 2);
            let lines = last_year(tx, book, year).await?;
            Ok(lines.into_iter().map(|l| PlanLine { amount: l.amount.times(rate), ..l }).collect())
        }
    }
}

/// Keeps the lines of a draft, all of them anew.
///
/// Refuses: `budget.no_such_budget`, `budget.adopted`, `budget.stale`, and, all at once, what is wrong with any line.
pub async fn keep_draft(
    tx: &mut WriteTx,
    by: &Accountant,
    (id, revision): (BudgetId, i64),
    typed: &[NewPlanLine],
    now: Timestamp,
) -> Outcome<usize> {
    let budget = draft(tx, by.book(), id).await?;
    let chart = ledger::chart(tx, by.book()).await?;
    let dimensions = village::dimensions(tx, by.book()).await?;
    let lines = read_lines(typed, &chart, &dimensions).map_err(Failure::Refused)?;
    if budget.revision != revision || !store::take_draft(tx, by, (id, revision), now).await? {
        return Err(B::Stale { who: budget.drafted_name }.into());
    }
    store::replace_lines(tx, id, &lines).await?;
    let act = Act::on_book(by.book(), "budget.keep", budget.title()).id(id).detail(format!("{}行", lines.len()));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(lines.len())
}

/// Deletes a draft.
///
/// Refuses: `budget.no_such_budget`, `budget.adopted`.
pub async fn delete_draft(tx: &mut WriteTx, by: &Accountant, id: BudgetId, now: Timestamp) -> Outcome<FiscalYear> {
    let budget = draft(tx, by.book(), id).await?;
    if !store::delete(tx, by.book(), (id, budget.revision)).await? {
        return Err(B::Stale { who: budget.drafted_name }.into());
    }
    audit::record(tx, by.actor(), Act::on_book(by.book(), "budget.delete", budget.title()).id(id), now).await?;
    Ok(budget.year)
}

/// A resolution, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewAdoption {
    /// Which meeting.
    pub meeting: String,
    /// The day; `None` when it was not typed or is no day.
    pub resolved_on: Option<Date>,
    /// The resolution's number.
    pub resolution: String,
    /// Its scan.
    pub scan: Option<FileId>,
}

impl NewAdoption {
    fn sound(self, by: &Accountant, before: Option<Date>, now: Timestamp) -> Outcome<Adoption> {
        let missing: Vec<(&str, &'static str)> = [
            (self.resolved_on.is_none(), "决议日期", "resolved_on"),
            (self.meeting.trim().is_empty(), "会议", "meeting"),
            (self.resolution.trim().is_empty(), "决议文号", "resolution"),
        ]
        .into_iter()
        .filter(|(absent, ..)| *absent)
        .map(|(_, word, field)| (word, field))
        .collect();
        let Some(resolved_on) = self.resolved_on.filter(|_| missing.is_empty()) else {
            let words: Vec<&str> = missing.iter().map(|(word, _)| *word).collect();
            let field = missing.first().map_or("resolved_on", |(_, field)| *field);
            return Err(B::ResolutionMissing { missing: words.join("、"), field }.into());
        };
        let today = now.date();
        if resolved_on > today {
            return Err(B::ResolutionAhead { date: resolved_on.to_string(), today: today.to_string() }.into());
        }
        if let Some(before) = before.filter(|b| resolved_on < *b) {
            return Err(B::ResolutionEarlier { date: resolved_on.to_string(), before: before.to_string() }.into());
        }
        Ok(Adoption {
            meeting: self.meeting.trim().to_owned(),
            resolved_on,
            resolution: self.resolution.trim().to_owned(),
            scan: self.scan,
            adopted_name: by.actor().name.clone(),
            adopted_at: now,
        })
    }
}

/// 通过 — records the resolution that adopted a draft. From here on it stands.
///
/// Refuses: `budget.no_such_budget`, `budget.adopted`, `budget.no_lines`, `budget.resolution_missing`,
/// `budget.resolution_ahead`, `budget.resolution_earlier`, `budget.stale`.
pub async fn adopt(
    tx: &mut WriteTx,
    by: &Accountant,
    (id, revision): (BudgetId, i64),
    new: NewAdoption,
    now: Timestamp,
) -> Outcome<FiscalYear> {
    let budget = draft(tx, by.book(), id).await?;
    if budget.lines.is_empty() {
        return Err(B::NoLines.into());
    }
    let there = store::versions(tx, by.book(), budget.year).await?;
    let before = there.iter().find_map(|b| b.adoption.as_ref()).map(|a| a.resolved_on);
    let adoption = new.sound(by, before, now)?;
    if budget.revision != revision || !store::adopt(tx, by, (id, revision), &adoption).await? {
        return Err(B::Stale { who: budget.drafted_name }.into());
    }
    let said = format!("{} {} {}", adoption.resolved_on, adoption.meeting, adoption.resolution);
    let act = Act::on_book(by.book(), "budget.adopt", budget.title()).id(id).detail(said);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(budget.year)
}

/// Records that a year's execution was told to the meeting.
///
/// Refuses: `budget.report_incomplete`.
pub async fn record_report(
    tx: &mut WriteTx,
    by: &Accountant,
    year: FiscalYear,
    new: NewBudgetReport,
    now: Timestamp,
) -> Outcome<()> {
    let (Some(reported_on), false) = (new.reported_on.filter(|d| *d <= now.date()), new.meeting.trim().is_empty())
    else {
        return Err(B::ReportIncomplete.into());
    };
    let report = BudgetReport {
        year,
        reported_on,
        meeting: new.meeting.trim().to_owned(),
        words: new.words.trim().to_owned(),
        recorded_name: by.actor().name.clone(),
    };
    store::insert_report(tx, by, &report, now).await?;
    let act = Act::on_book(by.book(), "budget.report", format!("{year}年预算执行情况")).detail(reported_on.to_string());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// When a year's execution was told, the latest first.
pub async fn reports(tx: &mut ReadTx, book: BookId, year: FiscalYear) -> Outcome<Vec<BudgetReport>> {
    Ok(store::reports(tx, book, year).await?)
}
