//! The questions of a book, and of every book within sight: how old, where they stand, who has them.

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::db::ReadTx;
use crate::export::{csv, question_register};
use crate::kernel::{Date, Outcome};
use crate::questions::{self, AnswerClock, Question};
use crate::village::{self, Book};
use crate::web::books::books_of;
use crate::web::download;
use crate::web::frame::Frame;
use crate::web::light::Light;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::visit::LoggedIn;

use super::light_of;

/// One question in a list.
pub(super) struct Row {
    pub(super) question: Question,
    pub(super) book: Book,
    pub(super) light: Light,
    pub(super) late: i64,
    pub(super) due: Date,
}

impl Row {
    fn of(question: Question, book: &Book, clock: &AnswerClock, today: Date) -> Row {
        let due = clock.due(&question, today);
        Row { light: light_of(&question, &due), late: due.late, due: due.day, question, book: book.clone() }
    }

    fn href(&self) -> String {
        format!("/books/{}/questions/{}", self.book.code, self.question.id)
    }

    /// The wording everybody reads; before it is accepted, as it was asked.
    fn words(&self) -> &str {
        self.question.public_words.as_deref().unwrap_or(&self.question.words)
    }

    fn is_overdue(&self) -> bool {
        self.question.state.is_open() && self.late > 0
    }
}

#[derive(Template)]
#[template(path = "questions/index_desk.html")]
struct DeskIndex {
    frame: Frame,
    list: List,
}

#[derive(Template)]
#[template(path = "questions/index_phone.html")]
struct PhoneIndex {
    frame: Frame,
    list: List,
}

/// What both show.
struct List {
    rows: Vec<Row>,
    /// The file of the same rows.
    csv: String,
    /// True where the rows are of several books.
    several: bool,
}

impl List {
    fn open(&self) -> usize {
        self.rows.iter().filter(|r| r.question.state.is_open()).count()
    }

    fn overdue(&self) -> usize {
        self.rows.iter().filter(|r| r.is_overdue()).count()
    }
}

async fn rows_of_book(app: &App, here: &BookPath) -> Outcome<Vec<Row>> {
    let mut tx = app.db.read().await?;
    let found = questions::of_book(&mut tx, &here.who.standing, here.book.id).await?;
    let clock = questions::answer_clock(&mut tx).await?;
    let today = app.now().date();
    Ok(found.into_iter().map(|q| Row::of(q, &here.book, &clock, today)).collect())
}

pub(super) async fn of_book(State(app): State<App>, here: BookPath) -> Answer {
    let rows = rows_of_book(&app, &here).await?;
    let csv = format!("/books/{}/questions.csv", here.book.code);
    let list = List { rows, csv, several: false };
    let frame = Frame::in_book(&here.who, &here.book);
    if here.who.standing.is_of_the_village() {
        return show(&PhoneIndex { frame: frame.under("待办").crumb("村民质询", ""), list });
    }
    show(&DeskIndex { frame: frame.under("公开").crumb("村民质询", ""), list })
}

pub(super) async fn of_book_csv(State(app): State<App>, here: BookPath) -> Answer {
    let rows = rows_of_book(&app, &here).await?;
    file(&app, &rows, &here.book.name)
}

async fn rows_of_all(app: &App, who: &LoggedIn) -> Outcome<Vec<Row>> {
    let books = books_of(app, who).await?;
    let mut tx = app.db.read().await?;
    let mut rows = all_rows(&mut tx, who, &books, app.now().date()).await?;
    rows.sort_by_key(|r| (!r.question.state.is_open(), r.due, r.question.serial));
    Ok(rows)
}

async fn all_rows(tx: &mut ReadTx, who: &LoggedIn, books: &[Book], today: Date) -> Outcome<Vec<Row>> {
    let found = questions::of_standing(tx, &who.standing).await?;
    let clock = questions::answer_clock(tx).await?;
    let row = |q: Question| {
        let book = books.iter().find(|b| b.id == q.book)?;
        Some(Row::of(q, book, &clock, today))
    };
    Ok(found.into_iter().filter_map(row).collect())
}

pub(super) async fn township(State(app): State<App>, who: LoggedIn) -> Answer {
    let rows = rows_of_all(&app, &who).await?;
    let list = List { rows, csv: "/questions.csv".to_owned(), several: true };
    let frame = Frame::of(&who);
    if who.standing.is_of_the_village() {
        return show(&PhoneIndex { frame: frame.under("待办").crumb("村民质询", ""), list });
    }
    let under = if who.standing.sees_every_book() { "监督" } else { "工作台" };
    show(&DeskIndex { frame: frame.under(under).crumb("村民质询", ""), list })
}

pub(super) async fn township_csv(State(app): State<App>, who: LoggedIn) -> Answer {
    let rows = rows_of_all(&app, &who).await?;
    let name = village::township(&mut app.db.read().await?).await?.map(|t| t.name).unwrap_or_default();
    file(&app, &rows, &name)
}

/// No name and no number of an asker is in it.
fn file(app: &App, rows: &[Row], whose: &str) -> Answer {
    let told = rows.iter().map(|r| question_register::Line {
        question: &r.question,
        village: &r.book.village_name,
        due: r.due,
        late: if r.question.state.is_open() { r.late } else { 0 },
    });
    let table = question_register::table(told, app.now());
    let name = format!("{whose} 村民质询登记簿 {}.csv", app.now().date());
    Ok(download::kept(&name, "text/csv; charset=utf-8", csv::write(&table)?))
}
