//! 账证、账账、账实: what is compared with what in a month, its figure and its light, on one page and on paper.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::checks::{self, Agrees, Compared, ThreeWay};
use crate::kernel::{Outcome, Period};
use crate::pdf;
use crate::web::download;
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::light::Light;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

#[derive(Template)]
#[template(path = "closing/three_way.html")]
struct ThreeWayPage {
    frame: Frame,
    code: String,
    months: Vec<(String, String)>,
    three: ThreeWay,
}

impl ThreeWayPage {
    fn light(&self, line: &Compared) -> Light {
        match line.agrees {
            Agrees::Yes => Light::new("green", "相符"),
            Agrees::Look => Light::new("amber", "要看"),
            Agrees::No => Light::new("red", "不符"),
            Agrees::None => Light::new("grey", "没有"),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    period: String,
}

async fn compared(app: &App, here: &BookPath, wish: &Wish) -> Outcome<ThreeWay> {
    let today = app.now().date();
    let period = wish.period.parse().unwrap_or_else(|_| Period::of(today));
    let mut tx = app.db.read().await?;
    checks::three_way(&mut tx, Some(&app.files), here.book.clone(), period, today).await
}

pub(super) async fn page(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let three = compared(&app, &here, &wish).await?;
    let last = Period::of(app.now().date()).max(three.period);
    let mut months: Vec<_> =
        here.book.enabled_from.min(three.period).through(last).map(|p| (p.to_string(), p.in_chinese())).collect();
    months.reverse();
    let frame = Frame::in_book(&here.who, &here.book).under("对账").crumb("账证、账账、账实", "").period(three.period);
    show(&ThreeWayPage { frame, code: here.book.code.clone(), months, three })
}

pub(super) async fn paper(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let three = compared(&app, &here, &wish).await?;
    let (book, now) = (here.book, app.now());
    let (by, name) = (here.reader.actor().name.clone(), format!("{} 三相符核对表 {}", book.name, three.period));
    download::pdf(&name, move |fonts| pdf::three_way::lay_out(book.printed_name(), &three, &by, now, fonts)).await
}
