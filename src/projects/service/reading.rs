use std::collections::HashMap;

use crate::db::ReadTx;
use crate::kernel::{BookId, Date, FiscalYear, Money, Outcome, Period, ProjectId, VoucherId};
use crate::ledger::{self, Chart, PostedVoucher};
use crate::village::{self, Project, ProjectKind};

use crate::projects::error::ProjectRefusal;
use crate::projects::papers::{Papers, ReadingOfLine};
use crate::projects::standing::ProjectStanding;
use crate::projects::store;
use crate::projects::works::{OpeningOfProject, Readings, works_of};

/// A project of the book.
///
/// Refuses: `projects.no_such_project`.
pub async fn project(tx: &mut ReadTx, book: BookId, id: ProjectId) -> Outcome<Project> {
    let found = village::projects(tx, book).await?.into_iter().find(|p| p.id == id);
    found.ok_or_else(|| ProjectRefusal::NoSuchProject.into())
}

/// Everything written down about one project.
pub async fn papers(tx: &mut ReadTx, book: BookId, id: ProjectId) -> Outcome<Papers> {
    Ok(store::papers(tx, book, Some(id)).await?.remove(&id).unwrap_or_default())
}

/// Everything written down about every project of a book, by code of the project.
pub async fn papers_of_book(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<(Project, Papers)>> {
    let projects = village::projects(tx, book).await?;
    let mut papers = store::papers(tx, book, None).await?;
    Ok(projects.into_iter().map(|p| (papers.remove(&p.id).unwrap_or_default(), p)).map(|(own, p)| (p, own)).collect())
}

/// Where a project stands on a day: approved, collected, granted, spent, left. `None` where the book has no such project.
pub async fn standing(tx: &mut ReadTx, book: BookId, project: ProjectId, on: Date) -> Outcome<Option<ProjectStanding>> {
    let Some(found) = village::projects(tx, book).await?.into_iter().find(|p| p.id == project) else { return Ok(None) };
    Ok(told(tx, book, vec![found], Some(project), on).await?.pop())
}

/// Where every project of a book stands on a day, by code.
pub async fn standings(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<Vec<ProjectStanding>> {
    let projects = village::projects(tx, book).await?;
    told(tx, book, projects, None, on).await
}

async fn told(
    tx: &mut ReadTx,
    book: BookId,
    projects: Vec<Project>,
    one: Option<ProjectId>,
    on: Date,
) -> Outcome<Vec<ProjectStanding>> {
    let mut papers = store::papers(tx, book, one).await?;
    let rows = store::readings(tx, book, one).await?;
    let chart = ledger::chart(tx, book).await?;
    let vouchers = vouchers(tx, book, one, &rows, on).await?;
    let openings = openings(tx, book, &chart).await?;
    let readings = Readings::of(&rows);
    let stands = |project: Project| {
        let opening = openings.get(&project.id).copied().unwrap_or_default();
        let works = works_of(project.id, &vouchers, &readings, &chart, opening);
        let own = papers.remove(&project.id).unwrap_or_default();
        ProjectStanding::of(project, &own, works)
    };
    Ok(projects.into_iter().map(stands).collect())
}

async fn vouchers(
    tx: &mut ReadTx,
    book: BookId,
    one: Option<ProjectId>,
    rows: &[ReadingOfLine],
    on: Date,
) -> Outcome<Vec<PostedVoucher>> {
    let mut read: Vec<VoucherId> = rows.iter().map(|r| r.voucher).collect();
    read.sort_unstable();
    read.dedup();
    let mut vouchers = ledger::project_vouchers(tx, book, one, &read, Period::of(on)).await?;
    vouchers.retain(|v| v.date <= on);
    Ok(vouchers)
}

async fn openings(tx: &mut ReadTx, book: BookId, chart: &Chart) -> Outcome<HashMap<ProjectId, OpeningOfProject>> {
    let enabled = village::book(tx, book).await?.enabled_from;
    let mut openings: HashMap<ProjectId, OpeningOfProject> = HashMap::new();
    for row in ledger::balances(tx, book, enabled, enabled).await? {
        let (Some(project), Some(account)) = (row.key.project, chart.by_id(row.key.account)) else { continue };
        let opening = openings.entry(project).or_default();
        match account.code.first_level() {
            "231" | "241" => opening.funds += row.opening,
            "153" => opening.cost += row.opening,
            _ => {}
        }
    }
    Ok(openings)
}

/// What a township allows per head and per labourer in a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ceiling {
    /// Money per head.
    pub per_head: Money,
    /// Days of labour per labourer.
    pub days: i64,
}

/// What the 一事一议 resolutions of a year lay on one head and one labourer, beside the ceiling.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Burden {
    /// The year.
    pub year: FiscalYear,
    /// Money per head, all projects of the year.
    pub per_head: Money,
    /// Days per labourer, all projects of the year.
    pub days: i64,
    /// What is allowed.
    pub ceiling: Ceiling,
}

impl Burden {
    /// What lies above the ceiling, in words with the figures; empty when nothing does.
    pub fn warnings(&self) -> Vec<String> {
        let mut told = Vec::new();
        let year = self.year.number();
        if self.per_head > self.ceiling.per_head {
            told.push(format!("{year}年每人筹资{}元，超过上限{}元", self.per_head, self.ceiling.per_head));
        }
        if self.days > self.ceiling.days {
            told.push(format!("{year}年每个劳动力筹劳{}个工日，超过上限{}个", self.days, self.ceiling.days));
        }
        told
    }
}

/// What the resolutions of the year of `on` lay on one head, beside the ceilings of that day.
pub async fn burden(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<Burden> {
    let year = Period::of(on).year();
    let projects = village::projects(tx, book).await?;
    let papers = store::papers(tx, book, None).await?;
    let resolved = projects
        .iter()
        .filter(|p| p.kind == ProjectKind::OneProject)
        .filter_map(|p| papers.get(&p.id)?.resolution())
        .filter(|r| r.passes() && Period::of(r.met_on).year() == year);
    let (per_head, days) = resolved.fold((Money::ZERO, 0), |(money, days), r| (money + r.per_head, days + r.days_each));
    let yuan = village::policy(tx, book, "one_project_ceiling", on).await?;
    let allowed = village::policy(tx, book, "one_project_days_ceiling", on).await?;
    let ceiling = Ceiling {
        per_head: Money::from_yuan(yuan.parse().unwrap_or_default()),
        days: allowed.parse().unwrap_or_default(),
    };
    Ok(Burden { year, per_head, days, ceiling })
}
