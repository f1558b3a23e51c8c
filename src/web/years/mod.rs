//! 年终: the year's four steps with what each would make, the distribution plan, and the seal.

mod distribution;
mod names;
mod voucher;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Accountant, Sealer};
use crate::db::ReadTx;
use crate::kernel::{Date, Failure, FiscalYear, Money, Outcome, Period, Refused};
use crate::ledger::{self, Standing, StepState, StepView, YearEnd, YearSeal, YearStep};
use crate::village::{self, Book};
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

use voucher::{Kept, Shown};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/year/{year}", get(year))
        .route("/books/{code}/year/{year}/vouchers", post(propose))
        .route("/books/{code}/year/{year}/distribution", get(distribution::plan).post(distribution::make))
        .route("/books/{code}/year/{year}/seal", post(seal))
}

#[derive(Deserialize)]
pub(super) struct At {
    year: FiscalYear,
}

/// One step as it is drawn.
struct Step {
    number: usize,
    step: YearStep,
    tone: &'static str,
    word: String,
    proposed: Vec<Shown>,
    kept: Vec<Kept>,
    /// The button stands here.
    may: bool,
}

#[derive(Template)]
#[template(path = "years/index.html")]
struct YearPage {
    frame: Frame,
    code: String,
    year: FiscalYear,
    /// The years the book has been kept in, for the chooser.
    years: Vec<FiscalYear>,
    net_surplus: Money,
    standing: Standing,
    steps: Vec<Step>,
    december: December,
    /// What still stands in the way of the seal, where no step takes it away: account, 借 or 贷, amount.
    left_over: Vec<(String, &'static str, Money)>,
    seal: Option<YearSeal>,
    may_seal: bool,
    /// Why nothing can be made here and now; empty when it can.
    hindrance: String,
    refused: Vec<Refused>,
}

/// How December stands.
struct December {
    period: Period,
    tone: &'static str,
    word: String,
}

impl YearPage {
    fn is_plan(step: &Step) -> bool {
        step.step == YearStep::Distribute
    }
}

async fn year(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    show(&page(&mut tx, &here.who, &here.book, at.year, app.now().date()).await?)
}

async fn page(tx: &mut ReadTx, who: &LoggedIn, book: &Book, year: FiscalYear, today: Date) -> Outcome<YearPage> {
    let end = ledger::year_end(tx, book.id, year).await?;
    let names = names::Names::of(ledger::chart(tx, book.id).await?, village::dimensions(tx, book.id).await?);
    let hindrance = hindrance(who, book, &end);
    let steps = end.steps.iter().enumerate().map(|(i, view)| drawn(i, view, &names, &book.code, hindrance.is_empty()));
    let last = Period::of(today).year().max(year);
    let mut years: Vec<FiscalYear> =
        (book.enabled_from.year().number()..=last.number()).filter_map(FiscalYear::new).collect();
    years.reverse();
    Ok(YearPage {
        frame: Frame::in_book(who, book).under("账簿").crumb("年终", "").period(year.last_period()),
        code: book.code.clone(),
        years,
        net_surplus: end.net_surplus,
        standing: end.standing,
        steps: steps.collect(),
        left_over: left_over(&end),
        december: december(&end),
        may_seal: end.seal.is_none()
            && end.closure.is_some()
            && end.not_carried.is_empty()
            && who.standing.sealer().is_ok(),
        seal: end.seal,
        hindrance,
        year,
        refused: Vec::new(),
    })
}

/// Balances no step proposes to carry: 待处理财产损溢, or what stands in a December closed without its year end.
fn left_over(end: &YearEnd) -> Vec<(String, &'static str, Money)> {
    if end.closure.is_none() && end.steps.iter().any(|s| !s.proposed.is_empty()) {
        return Vec::new();
    }
    let side = |amount: Money| if amount.is_negative() { "贷" } else { "借" };
    end.not_carried.iter().map(|(account, amount)| (account.clone(), side(*amount), amount.abs())).collect()
}

fn hindrance(who: &LoggedIn, book: &Book, end: &YearEnd) -> String {
    let december = end.year.last_period();
    match who.standing.accountant(book.id) {
        _ if end.closure.is_some() => format!("{}已结账。", december.in_chinese()),
        Err(refusal) => refusal.to_string(),
        Ok(_) if end.first_open < december => {
            format!("先结完{}年11月，现在该结{}。", end.year, end.first_open.in_chinese())
        }
        Ok(_) => String::new(),
    }
}

fn december(end: &YearEnd) -> December {
    let period = end.year.last_period();
    let (tone, word) = match &end.closure {
        Some(closure) => ("green", format!("{} {} 结账", closure.closed_name, closure.closed_at.minute())),
        None if end.first_open < period => ("grey", format!("现在该结{}", end.first_open.in_chinese())),
        None => ("amber", "还没有结账".to_owned()),
    };
    December { period, tone, word }
}

fn drawn(place: usize, view: &StepView, names: &names::Names, code: &str, may: bool) -> Step {
    let (tone, word) = match view.state {
        StepState::After(before) => ("grey", format!("先{}", before.in_chinese())),
        StepState::Waiting => ("amber", format!("{}张待复核记账", view.drafts.len())),
        StepState::Ready if view.step == YearStep::Distribute => {
            ("grey", "按成员大会的决议办，不分配就跳过".to_owned())
        }
        StepState::Ready => ("amber", format!("{}张凭证可以生成", view.proposed.len())),
        StepState::Done => ("green", "已记账".to_owned()),
        StepState::Nothing => ("green", "没有要结转的".to_owned()),
    };
    let open = matches!(view.state, StepState::Ready | StepState::Done);
    let drafts = view.drafts.iter().map(|d| Kept::of_draft(d, code));
    let kept = view.posted.iter().map(|v| Kept::of_posted(v, code)).chain(drafts).collect();
    Step {
        number: place + 1,
        step: view.step,
        tone,
        word,
        proposed: match view.state {
            StepState::Ready => view.proposed.iter().map(|p| names.shown(p)).collect(),
            _ => Vec::new(),
        },
        kept,
        may: may
            && match view.step {
                YearStep::Distribute => open,
                _ => view.state == StepState::Ready,
            },
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct StepForm {
    step: String,
}

async fn propose(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<StepForm>,
) -> Answer {
    let (by, now) = (permit.by.clone(), app.now());
    let step: YearStep = form.step.parse().map_err(|_| WebRefusal::UnreadableForm)?;
    let act =
        app.db.write(move |tx| Box::pin(async move { ledger::propose_year_end(tx, &by, at.year, step, now).await }));
    finished(&app, &permit.who, &permit.book, at.year, act.await.map(drop)).await
}

async fn seal(State(app): State<App>, permit: Permit<Sealer>, Path(at): Path<At>) -> Answer {
    let (by, book, now) = (permit.by.clone(), permit.book.id, app.now());
    let act = app.db.write(move |tx| Box::pin(async move { ledger::seal_year(tx, &by, book, at.year, now).await }));
    finished(&app, &permit.who, &permit.book, at.year, act.await.map(drop)).await
}

/// Back to the year, or the year again with why it was refused.
async fn finished(app: &App, who: &LoggedIn, book: &Book, year: FiscalYear, done: Result<(), Failure>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/year/{year}", book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            let mut tx = app.db.read().await?;
            let page = page(&mut tx, who, book, year, app.now().date()).await?;
            show_refused(&YearPage { refused: refused.clone(), ..page }, &refused)
        }
    }
}
