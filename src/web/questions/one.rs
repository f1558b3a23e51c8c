//! One question: what was asked, what it is about, what was done, and what this person may do with it now.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Accountant, Role, Standing};
use crate::db::ReadTx;
use crate::kernel::{Outcome, QuestionId, Refused};
use crate::ledger;
use crate::questions::{self, Act, Contact, Due, Question, QuestionAct, QuestionKind, State as Stands};
use crate::village::{self, Book};
use crate::web::error::status_of_all;
use crate::web::extract::Path;
use crate::web::frame::Frame;
use crate::web::light::Light;
use crate::web::page::{Answer, show_as};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

use super::{At, light_of};

/// Everything that may be typed on the page; each act takes its own.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct ActForm {
    pub(super) seen: String,
    pub(super) kind: String,
    pub(super) public_words: String,
    pub(super) reason: String,
    pub(super) into: String,
    pub(super) to: String,
    pub(super) assign_words: String,
    pub(super) explanation: String,
    pub(super) answer: String,
    /// Answered at once, or put before the director.
    pub(super) way: String,
    pub(super) urge_words: String,
    pub(super) call_words: String,
}

/// What this person may do with it now.
struct May {
    accept: bool,
    handle: bool,
    explain: bool,
    review: bool,
    /// True where answers go through the director.
    reviewed: bool,
    urge: bool,
    call: bool,
    redo: bool,
    archive: bool,
    contact: bool,
}

impl May {
    fn of(standing: &Standing, question: &Question, reviewed: bool) -> May {
        let book = question.book;
        let accountant = standing.accountant(book).is_ok();
        let director = standing.sees(book) && standing.director().is_ok();
        let can = |act: Act| question.state.next(act).is_ok();
        let holds = question.holder.as_ref().is_some_and(|p| p.id == Some(standing.id()));
        let handler = question.responsible.as_ref().is_none_or(|p| p.id == Some(standing.id()));
        May {
            accept: accountant && can(Act::Accept),
            handle: accountant && can(Act::Answer),
            explain: holds && can(Act::Explain),
            review: director && can(Act::Approve),
            reviewed,
            urge: standing.question_watcher(book).is_ok() && can(Act::Urge),
            call: accountant && can(Act::Call),
            redo: director && can(Act::Redo),
            archive: accountant && can(Act::Archive) && question.state != Stands::Merged,
            contact: accountant && handler && question.state != Stands::Archived,
        }
    }
}

/// What both the desk's and the phone's page show.
struct One {
    book: Book,
    question: Question,
    due: Due,
    light: Light,
    may: May,
    form: ActForm,
    kinds: Vec<(&'static str, &'static str)>,
    people: Vec<(String, String)>,
    /// The voucher of the line, for those who may see it.
    voucher: String,
    /// The earlier question it went with: its number and address.
    main: Option<(String, String)>,
    /// How to reach the asker, when it was asked for just now.
    contact: Option<Contact>,
    /// As it was asked: for the centre; the village reads the public wording.
    shows_original: bool,
}

impl One {
    fn to(&self, act: &str) -> String {
        format!("/books/{}/questions/{}/{act}", self.book.code, self.question.id)
    }

    fn seen(&self) -> usize {
        self.question.acts.len()
    }

    /// The thread, the latest first.
    fn thread(&self) -> Vec<&QuestionAct> {
        self.question.acts.iter().rev().collect()
    }

    fn is_no(&self, act: &QuestionAct) -> bool {
        matches!(act.act, Act::Reject | Act::HandBack | Act::Redo)
    }

    /// 交办 镇某某, 分类 支出, 评价 满意.
    fn what(&self, act: &QuestionAct) -> String {
        let more = [
            act.to.as_ref().map(|p| p.name.clone()),
            act.kind.map(|k| k.in_chinese().to_owned()),
            act.score.map(|s| s.in_chinese().to_owned()),
        ];
        let more: Vec<String> = more.into_iter().flatten().collect();
        format!("{} {}", act.act.in_chinese(), more.join(" ")).trim().to_owned()
    }

    /// What stands in the answer's field: what was typed, else what was put before the director.
    fn answer_typed(&self) -> &str {
        if self.form.answer.is_empty() { self.question.proposal.as_deref().unwrap_or("") } else { &self.form.answer }
    }

    fn wording_typed(&self) -> &str {
        if self.form.public_words.is_empty() { &self.question.words } else { &self.form.public_words }
    }

    fn urge_typed(&self) -> String {
        if !self.form.urge_words.is_empty() {
            return self.form.urge_words.clone();
        }
        format!("请{}，{}前答复提问人", self.question.waits_for(), self.due.day.format("%-m月%-d日"))
    }

    fn public_page(&self) -> String {
        format!("/p/{}", self.question.about.token)
    }
}

#[derive(Template)]
#[template(path = "questions/one_desk.html")]
struct DeskPage {
    frame: Frame,
    one: One,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "questions/one_phone.html")]
struct PhonePage {
    frame: Frame,
    one: One,
    refused: Vec<Refused>,
}

pub(super) async fn page(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    shown(&app, (&here.who, &here.book), at.id, ActForm::default(), Vec::new()).await
}

/// How to reach the asker, once, for the one who has the question in hand.
pub(super) async fn contact(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    let (by, now, id) = (permit.by.clone(), app.now(), at.id);
    let write = app.db.write(move |tx| Box::pin(async move { questions::see_contact(tx, &by, id, now).await }));
    let found = write.await?;
    let mut one = built(&app, (&permit.who, &permit.book), at.id, ActForm::default()).await?;
    one.contact = Some(found);
    dressed(&permit.who, one, Vec::new())
}

/// The page with what was typed and what is wrong with it.
pub(super) async fn shown(
    app: &App,
    (who, book): (&LoggedIn, &Book),
    id: QuestionId,
    form: ActForm,
    refused: Vec<Refused>,
) -> Answer {
    let one = built(app, (who, book), id, form).await?;
    dressed(who, one, refused)
}

fn dressed(who: &LoggedIn, one: One, refused: Vec<Refused>) -> Answer {
    let status = if refused.is_empty() { StatusCode::OK } else { status_of_all(&refused) };
    let list = format!("/books/{}/questions", one.book.code);
    let frame = Frame::in_book(who, &one.book);
    let label = one.question.label();
    if who.standing.is_of_the_village() {
        let frame = frame.under("待办").crumb("村民质询", list).crumb(label, "");
        return show_as(status, &PhonePage { frame, one, refused });
    }
    let frame = frame.under("公开").crumb("村民质询", list).crumb(label, "");
    show_as(status, &DeskPage { frame, one, refused })
}

async fn built(app: &App, (who, book): (&LoggedIn, &Book), id: QuestionId, form: ActForm) -> Outcome<One> {
    let today = app.now().date();
    let standing = &who.standing;
    let mut tx = app.db.read().await?;
    let question = questions::one(&mut tx, standing, book.id, id).await?;
    let clock = questions::answer_clock(&mut tx).await?;
    let reviewed = village::policy(&mut tx, book.id, "answer_review", today).await? == "主任审定";
    let may = May::of(standing, &question, reviewed);
    let mut people = vec![(String::new(), "请选".to_owned())];
    if may.handle {
        let found = questions::candidates(&mut tx, book.id, today).await?;
        let named =
            |(role, p): (Role, questions::Person)| Some((p.id?.text(), format!("{}（{}）", p.name, role.in_chinese())));
        people.extend(found.into_iter().filter_map(named));
    }
    let main = match question.merged_into {
        Some(main) => Some(questions::one(&mut tx, standing, book.id, main).await?),
        None => None,
    };
    let voucher = voucher_of(&mut tx, book, &question).await?;
    drop(tx);
    let due = clock.due(&question, today);
    let kinds = std::iter::once(("", "请选")).chain(QuestionKind::ALL.iter().map(|k| (k.word(), k.in_chinese())));
    Ok(One {
        book: book.clone(),
        light: light_of(&question, &due),
        due,
        may,
        form,
        kinds: kinds.collect(),
        people,
        voucher,
        main: main.map(|m| (m.label(), format!("/books/{}/questions/{}", book.code, m.id))),
        question,
        contact: None,
        shows_original: !standing.is_of_the_village(),
    })
}

/// The voucher behind the line that is asked about.
async fn voucher_of(tx: &mut ReadTx, book: &Book, question: &Question) -> Outcome<String> {
    let Some(line) = &question.about.line else { return Ok(String::new()) };
    let vouchers = ledger::vouchers(tx, book.id, line.month).await?;
    let found = vouchers.iter().find(|v| v.number.to_string() == line.number);
    Ok(found.map(|v| format!("/books/{}/vouchers/{}", book.code, v.id)).unwrap_or_default())
}
