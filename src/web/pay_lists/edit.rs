//! A list being entered: rows by hand, or a file whose rows come into the form to be looked at.

use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::evidence::{self, PayListKind, read_pay_list};
use crate::kernel::{Failure, Outcome, PayListId, Refused};
use crate::village::Book;
use crate::web::error::{WebRefusal, refused, status_of_all};
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show_as};
use crate::web::papers::Bringer;
use crate::web::permit::Permit;
use crate::web::visit::LoggedIn;

use super::form::{CameAlong, PayListForm};

#[derive(Template)]
#[template(path = "pay_lists/edit_phone.html")]
struct PhonePage {
    frame: Frame,
    code: String,
    kinds: Vec<(&'static str, &'static str)>,
    form: PayListForm,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "pay_lists/edit_desk.html")]
struct DeskPage {
    frame: Frame,
    code: String,
    kinds: Vec<(&'static str, &'static str)>,
    form: PayListForm,
    refused: Vec<Refused>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    corrects: String,
}

pub(super) async fn new(State(app): State<App>, permit: Permit<Bringer>, Query(wish): Query<Wish>) -> Answer {
    let key = Uuid::new_v4().simple().to_string();
    let form = match wish.corrects.parse() {
        Ok(id) => {
            let list = evidence::pay_list(&mut app.db.read().await?, permit.book.id, id).await?;
            PayListForm::correcting(&list, key)
        }
        Err(_) => PayListForm::blank(key, app.now().date()),
    };
    page(StatusCode::OK, (&permit.who, &permit.book), form, Vec::new())
}

fn page(status: StatusCode, (who, book): (&LoggedIn, &Book), form: PayListForm, refused: Vec<Refused>) -> Answer {
    let code = book.code.clone();
    let kinds = PayListKind::ALL.iter().map(|k| (k.word(), k.in_chinese())).collect();
    let form = form.with_spare_rows();
    let word = if form.replaces.is_empty() { "新发放表" } else { "更正发放表" };
    let frame = Frame::in_book(who, book);
    let lists = format!("/books/{code}/pay-lists");
    if who.standing.is_of_the_village() {
        let frame = frame.under("待办").crumb("发放表", lists).crumb(word, "");
        return show_as(status, &PhonePage { frame, code, kinds, form, refused });
    }
    let frame = frame.under("报账").crumb("发放表", lists).crumb(word, "");
    show_as(status, &DeskPage { frame, code, kinds, form, refused })
}

pub(super) async fn keep(
    State(app): State<App>,
    permit: Permit<Bringer>,
    parts: Result<Multipart, MultipartRejection>,
) -> Answer {
    let (mut form, file) = PayListForm::receive(parts).await?;
    let here = (&permit.who, &permit.book);
    let act = form.act.clone();
    let done = match (act.as_str(), file) {
        ("more", _) => return page(StatusCode::OK, here, form, Vec::new()),
        ("read", None) => Err(Refused::from(WebRefusal::NoFile).at_field("file").into()),
        ("read", Some(file)) => match taken_in(&mut form, &file) {
            Ok(()) => return page(StatusCode::OK, here, form, Vec::new()),
            Err(failure) => Err(failure),
        },
        (_, Some(file)) if form.people.iter().all(|p| p.is_blank()) => match taken_in(&mut form, &file) {
            Ok(()) => made(&app, &permit, &form).await,
            Err(failure) => Err(failure),
        },
        _ => made(&app, &permit, &form).await,
    };
    match done {
        Ok(id) => Ok(see_other(format!("/books/{}/pay-lists/{id}", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            page(status_of_all(&refused), here, form, refused)
        }
    }
}

/// The rows of the file take the place of the rows of the form.
fn taken_in(form: &mut PayListForm, file: &CameAlong) -> Outcome<()> {
    form.people = read_pay_list(&file.bytes)?;
    form.source.clone_from(&file.name);
    Ok(())
}

async fn made(app: &App, permit: &Permit<Bringer>, form: &PayListForm) -> Outcome<PayListId> {
    let (new, mut faults) = form.read();
    let (by, now, key) = (permit.by.clone(), app.now(), form.once_key.clone());
    let write = app.db.write(move |tx| {
        Box::pin(async move {
            let done = evidence::make_pay_list(tx, &by, &key, &new, now).await;
            match done {
                Err(Failure::Refused(more)) => {
                    let told = |r: &Refused| faults.iter().any(|f| f.field.is_some() && f.field == r.field);
                    let more: Vec<Refused> = more.into_iter().filter(|r| !told(r)).collect();
                    faults.extend(more);
                    Err(Failure::Refused(faults))
                }
                Ok(_) if !faults.is_empty() => Err(Failure::Refused(faults)),
                other => other,
            }
        })
    });
    write.await
}
