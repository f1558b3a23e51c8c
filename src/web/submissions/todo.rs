//! 待办: the first page of the village — what waits for this person, the longest waiting first.

use askama::Template;

use crate::app::App;
use crate::auth::{Role, Standing};
use crate::db::ReadTx;
use crate::disclosure::{self, NoticeHead, PublicationHead, Turn};
use crate::kernel::{Outcome, Timestamp};
use crate::questions;
use crate::village::Book;
use crate::web::books::books_of;
use crate::web::clock::reporting::Next;
use crate::web::frame::Frame;
use crate::web::light::Light;
use crate::web::page::{Answer, show};
use crate::web::questions::light_of;
use crate::web::visit::LoggedIn;
use crate::workflow::{self, State as Stands, Submission, Wait, Waits, WaitsFor};

use super::view::Row;

/// One thing to do: where, and what.
struct Task {
    row: Row,
    book: String,
    href: String,
}

/// Things of one kind.
struct Pile {
    name: &'static str,
    tasks: Vec<Task>,
}

/// A book and what may be done in it.
struct Place {
    book: Book,
    clerk: bool,
}

/// A quarter's sheet that waits for this person.
struct Sheet {
    what: String,
    book: String,
    href: String,
}

/// A villager's question that this person is to explain.
struct Asked {
    what: String,
    book: String,
    href: String,
    light: Light,
}

#[derive(Template)]
#[template(path = "submissions/todo.html")]
struct TodoPage {
    frame: Frame,
    piles: Vec<Pile>,
    /// 报账日 that is near, in the villages this person reports for.
    near: Vec<Near>,
    /// 督办: late in the village this person heads.
    urged: Vec<Task>,
    sheets: Vec<Sheet>,
    asked: Vec<Asked>,
    places: Vec<Place>,
    elsewhere: usize,
}

/// The village's first page.
pub(in crate::web) async fn todo(app: &App, who: &LoggedIn) -> Answer {
    let books = books_of(app, who).await?;
    let standing = &who.standing;
    let mut tx = app.db.read().await?;
    let asked_of = |role| match role {
        Role::GroupMember => Some((WaitsFor::FinanceGroup, "等我看票据签意见")),
        Role::VillageHead => Some((WaitsFor::VillageHead, "等我审批")),
        _ => None,
    };
    let waits = workflow::waits(&mut tx, standing, app.now()).await?;
    let around = Around { books: &books, waits: &waits, now: app.now() };
    let mut piles = Vec::new();
    for (whom, name) in
        [Role::GroupMember, Role::VillageHead].into_iter().filter(|r| standing.holds_anywhere(*r)).filter_map(asked_of)
    {
        let waiting = workflow::to_sign(&mut tx, standing, whom).await?;
        piles.push(pile(name, waiting, &around, "approvals"));
    }
    let mut elsewhere = 0;
    if standing.holds_anywhere(Role::Clerk) {
        let mine = workflow::waiting_for(&mut tx, standing, WaitsFor::Clerk).await?;
        let (returned, drafts) = mine.into_iter().partition::<Vec<_>, _>(|s| s.state == Stands::Returned);
        piles.push(pile("退回来要补正的", returned, &around, "submissions"));
        piles.push(pile("没填完的草稿", drafts, &around, "submissions"));
        let counts = workflow::counts(&mut tx, standing).await?;
        let moving = counts.iter().filter(|c| !matches!(c.waits_for, WaitsFor::Clerk | WaitsFor::Nobody));
        elsewhere = usize::try_from(moving.map(|c| c.many).sum::<i64>()).unwrap_or(0);
    }
    let near = near_days(&mut tx, standing, &books, app.now()).await?;
    let urged = around.to_urge(standing);
    let sheets = sheets(&mut tx, standing, &books).await?;
    let asked = asked(&mut tx, standing, &books, app.now()).await?;
    drop(tx);
    piles.retain(|p| !p.tasks.is_empty());
    let waiting = piles.iter().map(|p| p.tasks.len()).sum::<usize>() + sheets.len() + asked.len();
    let place = |book: Book| Place { clerk: standing.holds(Role::Clerk, book.id), book };
    let places: Vec<Place> = books.into_iter().map(place).collect();
    let mut frame = Frame::of(who).under("待办").waiting(waiting);
    if let Some(place) = places.iter().find(|p| p.clerk) {
        frame = frame.main_act("报账", format!("/books/{}/submissions/new", place.book.code));
    }
    show(&TodoPage { frame, piles, near, urged, sheets, asked, places, elsewhere })
}

async fn sheets(tx: &mut ReadTx, standing: &Standing, books: &[Book]) -> Outcome<Vec<Sheet>> {
    let waiting = disclosure::waiting_for(tx, standing).await?.into_iter();
    let sheet = |(head, turn): (PublicationHead, Turn)| {
        let book = books.iter().find(|b| b.id == head.book)?;
        Some(Sheet {
            what: format!("{}公开表　{}", head.span.in_chinese(), turn.in_chinese()),
            book: book.village_name.clone(),
            href: format!("/books/{}/disclosures/{}", book.code, head.span),
        })
    };
    let mut sheets: Vec<Sheet> = waiting.filter_map(sheet).collect();
    let notice = |(head, turn): (NoticeHead, Turn)| {
        let book = books.iter().find(|b| b.id == head.book)?;
        Some(Sheet {
            what: format!("{}　{}", head.title, turn.in_chinese()),
            book: book.village_name.clone(),
            href: format!("/books/{}/notices/{}", book.code, head.id),
        })
    };
    sheets.extend(disclosure::notices_waiting(tx, standing).await?.into_iter().filter_map(notice));
    Ok(sheets)
}

async fn asked(tx: &mut ReadTx, standing: &Standing, books: &[Book], now: Timestamp) -> Outcome<Vec<Asked>> {
    let waiting = questions::waiting_for(tx, standing, now).await?.into_iter();
    let asked = |w: questions::Waiting| {
        let book = books.iter().find(|b| b.id == w.question.book)?;
        Some(Asked {
            what: format!("{}　{}", w.turn.in_chinese(), w.question.public_words.as_deref().unwrap_or("")),
            book: format!("{}　{}", book.village_name, w.question.about.words()),
            href: format!("/books/{}/questions/{}", book.code, w.question.id),
            light: light_of(&w.question, &w.due),
        })
    };
    Ok(waiting.filter_map(asked).collect())
}

/// A reporting day that is near.
struct Near {
    word: String,
    light: Light,
    book: String,
    href: String,
}

/// As many working days before as the township says.
async fn near_days(tx: &mut ReadTx, standing: &Standing, books: &[Book], now: Timestamp) -> Outcome<Vec<Near>> {
    let (rules, today) = (workflow::reporting_rules(tx).await?, now.date());
    let by = workflow::deadline_rules(tx).await?;
    let own = books.iter().filter(|b| standing.holds(Role::Clerk, b.id));
    let near = own.filter_map(|book| {
        let day = rules.next(book.id, today, &by.calendar)?;
        let next = Next { day, left: by.calendar.between(today, day) };
        let href = format!("/books/{}/reporting-days", book.code);
        (next.left <= by.policies.days("reporting_reminder", book.id, today)).then(|| Near {
            word: next.word(),
            light: next.light(),
            book: book.village_name.clone(),
            href,
        })
    });
    Ok(near.collect())
}

/// What every list of this page is put together with.
struct Around<'a> {
    books: &'a [Book],
    waits: &'a Waits,
    now: Timestamp,
}

impl Around<'_> {
    fn task(&self, submission: Submission, page: impl Fn(&Book, &Submission) -> String) -> Option<Task> {
        let book = self.books.iter().find(|b| b.id == submission.book)?;
        let href = page(book, &submission);
        Some(Task { book: book.village_name.clone(), href, row: Row::of(submission, self.waits, self.now) })
    }

    /// Late enough to be listed, in the villages this person heads, whoever it waits for.
    fn to_urge(&self, standing: &Standing) -> Vec<Task> {
        let heads = |wait: &&Wait| {
            let own = wait.whom.as_ref().is_some_and(|(id, _)| *id == standing.id());
            wait.escalated && !own && standing.holds(Role::VillageHead, wait.submission.book)
        };
        let page = |book: &Book, s: &Submission| format!("/books/{}/submissions/{}", book.code, s.id);
        self.waits.iter().filter(heads).filter_map(|w| self.task(w.submission.clone(), page)).collect()
    }
}

fn pile(name: &'static str, waiting: Vec<Submission>, around: &Around<'_>, area: &str) -> Pile {
    let end = if area == "submissions" { "/edit" } else { "" };
    let page = |book: &Book, s: &Submission| format!("/books/{}/{area}/{}{end}", book.code, s.id);
    Pile { name, tasks: waiting.into_iter().filter_map(|s| around.task(s, page)).collect() }
}
