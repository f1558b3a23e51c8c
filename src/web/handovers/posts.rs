//! 交接: a new list for a post that changes hands, and the handovers a person takes part in.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{self, Role, Sealer};
use crate::handover::{self, NewPostHandover, PostHandover, PostRole};
use crate::kernel::{Outcome, Refused};
use crate::village;
use crate::web::error::refused;
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Permit;
use crate::web::visit::LoggedIn;

#[derive(Template)]
#[template(path = "handovers/new.html")]
struct NewPage {
    frame: Frame,
    code: String,
    form: PostForm,
    roles: Vec<(&'static str, &'static str)>,
    leaving: Vec<(String, String)>,
    coming: Vec<(String, String)>,
    heads: Vec<(String, String)>,
    refused: Vec<Refused>,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct PostForm {
    role: String,
    out: String,
    into: String,
    supervisor: String,
    reason: String,
    things: String,
}

/// One handover with its book's name.
struct Row {
    handover: PostHandover,
    book: String,
}

#[derive(Template)]
#[template(path = "handovers/mine_phone.html")]
struct PhoneMine {
    frame: Frame,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "handovers/mine_desk.html")]
struct DeskMine {
    frame: Frame,
    rows: Vec<Row>,
}

pub(super) async fn mine(State(app): State<App>, who: LoggedIn) -> Answer {
    let mut tx = app.db.read().await?;
    let found = handover::post_handovers_of(&mut tx, &who.standing).await?;
    let books = village::books(&mut tx).await?;
    drop(tx);
    let row = |handover: PostHandover| {
        let book = books.iter().find(|b| b.id == handover.book).map(|b| b.name.clone()).unwrap_or_default();
        Row { handover, book }
    };
    let rows = found.into_iter().map(row).collect();
    if who.standing.is_of_the_village() {
        return show(&PhoneMine { frame: Frame::of(&who).under("我的").crumb("交接", ""), rows });
    }
    show(&DeskMine { frame: Frame::of(&who).under("工作台").crumb("交接", ""), rows })
}

pub(super) async fn new(State(app): State<App>, permit: Permit<Sealer>) -> Answer {
    show(&page(&app, &permit, PostForm::default()).await?)
}

async fn page(app: &App, permit: &Permit<Sealer>, form: PostForm) -> Outcome<NewPage> {
    let mut tx = app.db.read().await?;
    let holders = auth::holders(&mut tx, permit.book.id, app.now().date()).await?;
    let people = auth::people_in_use(&mut tx).await?;
    drop(tx);
    let named = |role: &Role, name: &str| format!("{name}（{}）", role.in_chinese());
    let of = |roles: &[Role]| -> Vec<(String, String)> {
        let held = holders.iter().filter(|(role, _)| roles.contains(role));
        held.map(|(role, p)| (p.id.text(), named(role, &p.name))).collect()
    };
    let mut leaving = of(&[Role::Clerk, Role::Accountant]);
    leaving.insert(0, (String::new(), "请选".to_owned()));
    let mut heads = of(Sealer::ROLES);
    heads.insert(0, (String::new(), "请选".to_owned()));
    let mut coming: Vec<_> = people.into_iter().map(|p| (p.id.text(), format!("{} {}", p.login, p.name))).collect();
    coming.insert(0, (String::new(), "请选".to_owned()));
    let frame = Frame::in_book(&permit.who, &permit.book).under("报账");
    Ok(NewPage {
        frame: frame.crumb("移交", format!("/books/{}/handovers", permit.book.code)).crumb("办理交接", ""),
        code: permit.book.code.clone(),
        form,
        roles: PostRole::ALL.iter().map(|p| (p.role().word(), p.role().in_chinese())).collect(),
        leaving,
        coming,
        heads,
        refused: Vec::new(),
    })
}

pub(super) async fn make(State(app): State<App>, permit: Permit<Sealer>, Form(form): Form<PostForm>) -> Answer {
    let new = NewPostHandover {
        role: form.role.parse().ok(),
        out: form.out.parse().ok(),
        into: form.into.parse().ok(),
        supervisor: form.supervisor.parse().ok(),
        reason: form.reason.clone(),
        things: form.things.clone(),
    };
    let (by, now, reader) = (permit.by.clone(), app.now(), permit.who.standing.reader(permit.book.id)?);
    let done = app
        .db
        .write(move |tx| Box::pin(async move { handover::make_post_handover(tx, &by, &reader, &new, now).await }));
    match done.await {
        Ok(id) => Ok(see_other(format!("/handovers/{id}"))),
        Err(failure) => {
            let refused = refused(failure)?;
            let page = page(&app, &permit, form).await?;
            show_refused(&NewPage { refused: refused.clone(), ..page }, &refused)
        }
    }
}
