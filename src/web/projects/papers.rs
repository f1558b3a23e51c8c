use axum::extract::State;

use crate::app::App;
use crate::auth::Accountant;
use crate::disclosure::Masking;
use crate::export::{Body, Report, memo_register};
use crate::kernel::{Money, Period};
use crate::pdf::project_notice::{self, ProjectNotice};
use crate::projects::{self, Papers, ProjectStanding, Step};
use crate::village::{self, Dimensions};

use crate::web::download;
use crate::web::error::WebRefusal;
use crate::web::extract::Path;
use crate::web::page::Answer;
use crate::web::permit::{BookPath, Permit};
use crate::web::reports::{Asked, caption, send};

use super::At;

/// 备查簿 as a file or on paper.
pub(super) async fn memo(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    asked: Asked,
) -> Answer {
    let format = asked.format.ok_or(WebRefusal::NoSuchPage)?;
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let project = projects::project(&mut tx, permit.book.id, at.id).await?;
    let papers = projects::papers(&mut tx, permit.book.id, at.id).await?;
    let dimensions = village::dimensions(&mut tx, permit.book.id).await?;
    drop(tx);
    let reader = permit.who.standing.reader(permit.book.id)?;
    let here = BookPath { book: permit.book, reader, who: permit.who };
    let month = Period::of(today);
    let caption = caption(&app, &here, (month, month));
    let named = |id| dimensions.household_name(id).to_owned();
    let body = Body::Plain(Box::new(memo_register(&caption, (&project.name, &papers), named)));
    send(&app, here.reader, Report { caption, body }, format).await
}

/// 公示 for the board: names as the policy shows them.
pub(super) async fn notice(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    let (now, book) = (app.now(), here.book.id);
    let today = now.date();
    let mut tx = app.db.read().await?;
    let standing =
        projects::standing(&mut tx, book, at.id, today).await?.ok_or(projects::ProjectRefusal::NoSuchProject)?;
    let papers = projects::papers(&mut tx, book, at.id).await?;
    let dimensions = village::dimensions(&mut tx, book).await?;
    let policy = village::policy(&mut tx, book, "mask_payee_names", today).await?;
    let phone = village::township(&mut tx).await?.map(|t| t.phone).unwrap_or_default();
    drop(tx);
    let month = Period::of(today);
    let caption = caption(&app, &here, (month, month));
    let notice = ProjectNotice {
        book_name: caption.book_name,
        project: standing.project.name.clone(),
        purpose: standing.project.purpose.clone(),
        meeting: papers.resolution().map_or_else(
            || "还没有登记决议".to_owned(),
            |r| format!("{}，{}，{}", r.met_on.format("%Y年%-m月%-d日"), r.meeting.in_chinese(), r.sentence()),
        ),
        papers: numbers(&papers),
        figures: figures(&standing, &papers),
        exempt: exempt(&papers, &dimensions, &policy),
        money: money(&standing),
        notice: notice_days(&papers),
        phone,
        day: today.format("%Y年%-m月%-d日").to_string(),
        printed_at: now,
    };
    let name = format!("{} 一事一议公示 {}", here.book.name, standing.project.name);
    download::pdf(&name, move |fonts| project_notice::lay_out(&notice, fonts)).await
}

fn numbers(papers: &Papers) -> Vec<String> {
    let record = papers.resolution().map(|r| format!("会议记录：{}", r.document));
    let of = |step: Step| {
        let taken = papers.steps.iter().find(|t| t.step == step && !t.document.is_empty())?;
        Some(format!("{}：{}（{}）", step.in_chinese(), taken.document, taken.day))
    };
    record.into_iter().chain([Step::Reviewed, Step::Filed].into_iter().filter_map(of)).collect()
}

fn figures(standing: &ProjectStanding, papers: &Papers) -> Vec<(String, String)> {
    let Some(resolution) = papers.resolution().filter(|r| r.passes()) else { return Vec::new() };
    let mut told = vec![
        ("每人筹资".to_owned(), format!("{}元", resolution.per_head)),
        (
            "筹资人数".to_owned(),
            format!("{}人，减免{}人，应缴{}人", standing.heads, standing.exempt, standing.heads - standing.exempt),
        ),
        ("核定筹资总额".to_owned(), format!("{}元", standing.approved)),
    ];
    if resolution.labour_days() > 0 {
        let days = format!(
            "每个劳动力{}个，{}人，共{}个",
            resolution.days_each,
            resolution.labourers,
            resolution.labour_days()
        );
        told.push(("筹劳工日".to_owned(), days));
    }
    told
}

fn exempt(papers: &Papers, dimensions: &Dimensions, policy: &str) -> Vec<(String, String, i64)> {
    let held = papers.exempt();
    let written: Vec<String> = held.iter().filter(|e| e.household.is_none()).map(|e| e.person.clone()).collect();
    let masking = Masking::of(policy, dimensions, &written);
    let told = |e: &&projects::Exemption| {
        let name = e.household.map_or_else(|| e.person.clone(), |id| dimensions.household_name(id).to_owned());
        (masking.words(&name), e.reason_in_chinese().to_owned(), e.heads)
    };
    held.iter().map(told).collect()
}

fn money(standing: &ProjectStanding) -> Vec<(String, Money)> {
    let lines = [
        ("核定筹资", standing.approved),
        ("已收筹资", standing.collected),
        ("财政资金", standing.granted),
        ("已支出", standing.spent),
        ("结余", standing.left),
    ];
    lines.into_iter().map(|(what, amount)| (what.to_owned(), amount)).collect()
}

fn notice_days(papers: &Papers) -> String {
    let noticed = papers.steps.iter().find(|t| t.step == Step::Noticed);
    noticed.and_then(|t| Some(format!("公示期：{}至{}", t.day, t.until?))).unwrap_or_default()
}
