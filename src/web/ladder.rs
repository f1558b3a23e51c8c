//! 审批权限: who decides what, from which day on, as each village resolved it.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::kernel::{Date, Money, MoneyError, Outcome, Refused};
use crate::village::Book;
use crate::workflow::{self, Approver, Card, Ladder, LadderRow};

use super::books::books_of;
use super::error::{WebRefusal, refused};
use super::extract::Form;
use super::frame::Frame;
use super::page::{Answer, see_other, show, show_refused};
use super::permit::{BookPath, Office};
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/settings/ladder", get(index)).route("/books/{code}/ladder", get(of_book).post(set))
}

/// Lines the form offers at least.
const LINES: usize = 6;

/// One band of amounts in words: who decides, in which order.
pub(super) struct Band {
    pub(super) card: Option<Card>,
    pub(super) from: Money,
    pub(super) to: Option<Money>,
    steps: Vec<(Approver, i64)>,
}

impl Band {
    fn what(&self) -> &'static str {
        self.card.map_or("各类", Card::in_chinese)
    }

    fn amounts(&self) -> String {
        match self.to {
            None if self.from.is_zero() => "不论多少".to_owned(),
            None => format!("{}元以上（含）", self.from),
            Some(to) if self.from.is_zero() => format!("不到{to}元"),
            Some(to) => format!("{}元起，不到{to}元", self.from),
        }
    }

    /// How many resolutions have to be attached.
    pub(super) fn resolutions(&self) -> usize {
        self.steps.iter().filter(|(approver, _)| approver.needs_resolution()).count()
    }

    /// Who decides, in order.
    pub(super) fn who(&self) -> Vec<String> {
        let word = |(approver, quorum): &(Approver, i64)| match approver {
            Approver::FinanceGroup => format!("理财小组{quorum}人同意"),
            Approver::Committee | Approver::Members => format!("附{}决议", approver.in_chinese()),
            Approver::VillageHead | Approver::Township => approver.in_chinese().to_owned(),
        };
        self.steps.iter().map(word).collect()
    }
}

/// The bands an item of this card climbs: the card's own, or those for every card.
pub(super) fn bands_of_card(ladder: &Ladder, card: Card) -> Vec<Band> {
    let own = ladder.rows.iter().any(|r| r.card == Some(card));
    let mut bands = bands(ladder);
    bands.retain(|b| b.card == own.then_some(card));
    bands
}

fn bands(ladder: &Ladder) -> Vec<Band> {
    let mut rows: Vec<&LadderRow> = ladder.rows.iter().collect();
    rows.sort_by_key(|r| (r.card, r.from, r.position));
    let mut bands: Vec<Band> = Vec::new();
    for row in rows {
        let step = (row.approver, row.quorum);
        match bands.last_mut() {
            Some(last) if (last.card, last.from, last.to) == (row.card, row.from, row.to) => last.steps.push(step),
            _ => bands.push(Band { card: row.card, from: row.from, to: row.to, steps: vec![step] }),
        }
    }
    bands
}

/// A ladder as it is shown: since when, and its bands.
struct LadderShown {
    since: String,
    in_force: bool,
    bands: Vec<Band>,
}

fn shown(ladders: Vec<Ladder>, today: Date) -> Vec<LadderShown> {
    let now = ladders.iter().position(|l| l.valid_from.is_none_or(|from| from <= today));
    let one = |(n, ladder): (usize, Ladder)| LadderShown {
        since: ladder.valid_from.map_or("乡镇统一规定".to_owned(), |from| format!("自 {from} 起")),
        in_force: Some(n) == now,
        bands: bands(&ladder),
    };
    ladders.into_iter().enumerate().map(one).collect()
}

#[derive(Template)]
#[template(path = "ladder/index.html")]
struct IndexPage {
    frame: Frame,
    rows: Vec<Resolved>,
}

/// A book, and since when its own ladder holds; nothing where the township's holds.
struct Resolved {
    book: Book,
    since: Option<Date>,
    coming: Option<Date>,
}

/// Every book, and since when what it resolved holds.
async fn index(State(app): State<App>, who: LoggedIn) -> Answer {
    let books = books_of(&app, &who).await?;
    let today = app.now().date();
    let days = workflow::ladder_days(&mut app.db.read().await?).await?;
    let resolved = |book: Book| {
        let own = || days.iter().filter(|(id, _)| *id == book.id).map(|(_, day)| *day);
        Resolved { since: own().find(|d| *d <= today), coming: own().rfind(|d| *d > today), book }
    };
    let rows = books.into_iter().map(resolved).collect();
    show(&IndexPage { frame: Frame::of(&who).under("设置").crumb("审批权限", ""), rows })
}

#[derive(Template)]
#[template(path = "ladder/show.html")]
struct ShowPage {
    frame: Frame,
    code: String,
    ladders: Vec<LadderShown>,
    sets: bool,
    form: LadderForm,
    refused: Vec<Refused>,
}

/// The rows as they were typed; an unticked box sends nothing, so boxes send the number of their row.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct LadderForm {
    valid_from: String,
    card: Vec<String>,
    from: Vec<String>,
    to: Vec<String>,
    group: Vec<String>,
    committee: Vec<String>,
    members: Vec<String>,
    head: Vec<String>,
    township: Vec<String>,
}

impl LadderForm {
    fn of(ladder: Option<&LadderShown>, today: Date) -> LadderForm {
        let mut form = LadderForm { valid_from: today.to_string(), ..LadderForm::default() };
        for (n, band) in ladder.iter().flat_map(|l| &l.bands).enumerate() {
            form.card.push(band.card.map_or(String::new(), |c| c.word().to_owned()));
            form.from.push(band.from.plain());
            form.to.push(band.to.map(Money::plain).unwrap_or_default());
            let quorum = |approver| band.steps.iter().find(|s| s.0 == approver).map(|s| s.1);
            form.group.push(quorum(Approver::FinanceGroup).map(|q| q.to_string()).unwrap_or_default());
            for approver in [Approver::Committee, Approver::Members, Approver::VillageHead, Approver::Township] {
                if quorum(approver).is_some() {
                    form.boxes_mut(approver).push(n.to_string());
                }
            }
        }
        form
    }

    fn boxes_mut(&mut self, approver: Approver) -> &mut Vec<String> {
        match approver {
            Approver::Committee => &mut self.committee,
            Approver::Members => &mut self.members,
            Approver::VillageHead => &mut self.head,
            Approver::Township | Approver::FinanceGroup => &mut self.township,
        }
    }

    fn boxes(&self, approver: Approver) -> &[String] {
        match approver {
            Approver::Committee => &self.committee,
            Approver::Members => &self.members,
            Approver::VillageHead => &self.head,
            Approver::Township | Approver::FinanceGroup => &self.township,
        }
    }

    fn lines(&self) -> std::ops::Range<usize> {
        0..(self.from.len() + 2).max(LINES)
    }

    fn at<'f>(&'f self, column: &'f [String], line: &usize) -> &'f str {
        column.get(*line).map_or("", String::as_str)
    }

    fn is_ticked(&self, column: &[String], line: &usize) -> bool {
        column.contains(&line.to_string())
    }

    /// The rows it says, in the order group, meeting, head, township; and what cannot be read.
    fn rows(&self) -> (Vec<LadderRow>, Vec<Refused>) {
        let (mut rows, mut faults) = (Vec::new(), Vec::new());
        for line in 0..self.from.len() {
            let own = line.to_string();
            let meetings = [Approver::Committee, Approver::Members, Approver::VillageHead, Approver::Township];
            let mut steps: Vec<(Approver, i64)> = Vec::new();
            let group = self.at(&self.group, &line).trim();
            if !group.is_empty() && group != "0" {
                // What is no number is no quorum, and is told as one.
                steps.push((Approver::FinanceGroup, group.parse().unwrap_or(-1)));
            }
            steps.extend(meetings.iter().filter(|a| self.boxes(**a).contains(&own)).map(|a| (*a, 1)));
            let to = self.at(&self.to, &line).trim();
            if steps.is_empty() && to.is_empty() {
                continue;
            }
            let from = amount(self.at(&self.from, &line), line, &mut faults).unwrap_or(Money::ZERO);
            let to = if to.is_empty() { None } else { amount(to, line, &mut faults) };
            let card = self.at(&self.card, &line).parse().ok();
            let row = |(position, (approver, quorum)): (i64, (Approver, i64))| LadderRow {
                card,
                from,
                to,
                position,
                approver,
                quorum,
            };
            rows.extend((1..).zip(steps).map(row));
        }
        (rows, faults)
    }
}

fn amount(typed: &str, line: usize, faults: &mut Vec<Refused>) -> Option<Money> {
    let typed = typed.trim();
    match typed.parse() {
        Ok(amount) => Some(amount),
        Err(MoneyError::Empty) => None,
        Err(why) => {
            let refusal = WebRefusal::NoSuchAmount { line: line + 1, why: why.to_string() };
            faults.push(Refused::from(refusal).at_field("rows"));
            None
        }
    }
}

fn frame_of(here: &BookPath) -> Frame {
    Frame::in_book(&here.who, &here.book)
        .under("设置")
        .crumb("审批权限", "/settings/ladder")
        .crumb(here.book.name.clone(), "")
}

async fn of_book(State(app): State<App>, here: BookPath) -> Answer {
    show(&page(&app, &here, None, Vec::new()).await?)
}

async fn page(app: &App, here: &BookPath, typed: Option<LadderForm>, refused: Vec<Refused>) -> Outcome<ShowPage> {
    let today = app.now().date();
    let ladders = workflow::ladders(&mut app.db.read().await?, here.book.id, today).await?;
    let ladders = shown(ladders, today);
    let form = typed.unwrap_or_else(|| LadderForm::of(ladders.iter().find(|l| l.in_force), today));
    let (frame, code) = (frame_of(here), here.book.code.clone());
    Ok(ShowPage { frame, code, ladders, sets: here.who.standing.chief().is_ok(), form, refused })
}

/// What the village resolved, from a day on.
async fn set(State(app): State<App>, here: BookPath, office: Office<Chief>, Form(form): Form<LadderForm>) -> Answer {
    let (rows, mut faults) = form.rows();
    let from = form.valid_from.trim().parse::<Date>();
    if from.is_err() {
        let refusal = WebRefusal::NoSuchDate { typed: form.valid_from.trim().to_owned() };
        faults.push(Refused::from(refusal).at_field("valid_from"));
    }
    if let (true, Ok(from)) = (faults.is_empty(), from) {
        let (by, book, now) = (office.by, here.book.id, app.now());
        let done =
            app.db.write(move |tx| Box::pin(async move { workflow::set_ladder(tx, &by, book, from, rows, now).await }));
        match done.await {
            Ok(()) => return Ok(see_other(format!("/books/{}/ladder", here.book.code))),
            Err(failure) => faults = refused(failure)?,
        }
    }
    show_refused(&page(&app, &here, Some(form), faults.clone()).await?, &faults)
}
