use std::collections::BTreeMap;

use crate::budget::{self, Budget, Direction, PlanLine};
use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Outcome};
use crate::ledger::{self, Chart};
use crate::projects;
use crate::questions;

use crate::disclosure::assembly::Aside;
use crate::disclosure::catalogue::{self, CatalogueRow, ItemSource};
use crate::disclosure::sheet::LateQuestion;
use crate::disclosure::span::SheetSpan;

use super::correcting::corrected_within;

/// 财务收支计划 — the whole plan of the year.
const WHOLE_PLAN: i64 = 1;
/// 公益事业建设及“一事一议”筹资筹劳计划.
const PROJECTS: i64 = 4;

/// What stands on a sheet besides the ledger's figures: plans as they were on the last day of the span, questions that
/// are late on the day it is made.
pub(super) async fn aside(tx: &mut ReadTx, book: BookId, span: SheetSpan, made_on: Date) -> Outcome<Aside> {
    let on = span.days().to;
    let mut plans = BTreeMap::new();
    if let Some(budget) = budget::adopted_on(tx, book, span.year(), on).await? {
        let chart = ledger::chart(tx, book).await?;
        for row in catalogue::table()?.iter().filter(|r| r.source == ItemSource::Plan) {
            plans.insert(row.item, planned(row, &budget, &chart));
        }
    }
    plans.entry(PROJECTS).or_insert_with(Vec::new).extend(resolved(tx, book, span, on).await?);
    plans.retain(|_, words| !words.is_empty());
    let corrections = corrected_within(tx, book, span.days()).await?;
    let late = questions::overdue_on(tx, book, made_on).await?.into_iter().map(|late| LateQuestion {
        asked_on: late.asked_on,
        due: late.due,
        about: late.about.words(),
        text: format!("第{}号质询，还没有答复", late.serial),
    });
    Ok(Aside { plans, questions: late.collect(), corrections })
}

/// What a plan says under one item, one sentence a line of the plan.
fn planned(row: &CatalogueRow, budget: &Budget, chart: &Chart) -> Vec<String> {
    if row.item == WHOLE_PLAN {
        let by = budget.adoption.as_ref().map(|a| format!("，{}{}", a.meeting, a.resolution)).unwrap_or_default();
        let (income, spending) = (budget.total(Direction::In), budget.total(Direction::Out));
        return vec![format!("{}：收入{income}元，支出{spending}元{by}", budget.title())];
    }
    let own = |l: &&PlanLine| row.accounts.iter().any(|a| l.account.starts_with(a.as_str()));
    let said = |l: &PlanLine| {
        let name = chart.by_code(&l.account).map_or_else(|| l.account.clone(), |a| a.name.clone());
        let note = if l.note.is_empty() { String::new() } else { format!("（{}）", l.note) };
        format!("{name}{}{}元{note}", l.direction.in_chinese(), l.amount)
    };
    budget.lines.iter().filter(own).map(said).collect()
}

/// 一事一议 resolutions of the year that passed by the day.
async fn resolved(tx: &mut ReadTx, book: BookId, span: SheetSpan, on: Date) -> Outcome<Vec<String>> {
    let january = span.year().first_period().first_day();
    let said = projects::papers_of_book(tx, book).await?.into_iter().filter_map(|(project, papers)| {
        let resolution = papers.resolution().filter(|r| r.passes() && (january..=on).contains(&r.met_on))?;
        let approved = resolution.approved(papers.exempt_heads());
        let (each, document) = (resolution.per_head, &resolution.document);
        Some(format!("{}：每人{each}元，核定筹资{approved}元（{document}）", project.name))
    });
    Ok(said.collect())
}
