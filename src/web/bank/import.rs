//! 导入流水: choose the file, look at what is in it and what is new, import. All of it or nothing.

use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use serde::Deserialize;

use crate::app::App;
use crate::db::ReadTx;
use crate::kernel::{Digest, Failure, Outcome, Period, Refused};
use crate::reconcile::{self, BankHand, ImportedStatement, StatementFile, StatementImport, StatementRow};
use crate::village::{self, BankAccount};
use crate::web::error::{WebError, WebRefusal, refused};
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::incoming;
use crate::web::page::{Answer, in_query, see_other, show, show_refused};
use crate::web::permit::Permit;

use super::At;
use super::mapping;

/// The longest file name that is kept.
const NAME: usize = 120;

#[derive(Template)]
#[template(path = "bank/import.html")]
struct ChoosePage {
    frame: Frame,
    code: String,
    account: BankAccount,
    statements: Vec<ImportedStatement>,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "bank/preview.html")]
struct PreviewPage {
    frame: Frame,
    code: String,
    account: BankAccount,
    name: String,
    digest: String,
    file: StatementFile,
    found: StatementImport,
}

impl PreviewPage {
    /// The file in an address.
    fn told(&self) -> String {
        format!("digest={}&name={}", self.digest, in_query(&self.name))
    }

    /// Every row from the earliest on, each with whether it was imported before.
    fn rows(&self) -> Vec<(&StatementRow, bool)> {
        self.file.statement.chronological().into_iter().zip(self.found.overlap.known.iter().copied()).collect()
    }
}

pub(super) fn frame(permit: &Permit<BankHand>, account: &BankAccount) -> Frame {
    let code = &permit.book.code;
    Frame::in_book(&permit.who, &permit.book)
        .under("对账")
        .crumb(account.masked(), format!("/books/{code}/bank/{}", account.account_code))
        .crumb("导入流水", format!("/books/{code}/bank/{}/import", account.account_code))
}

async fn choose_page(
    tx: &mut ReadTx,
    permit: &Permit<BankHand>,
    at: &At,
    refused: Vec<Refused>,
) -> Outcome<ChoosePage> {
    let account = village::bank_account(tx, permit.book.id, &at.account).await?;
    let statements = reconcile::statements(tx, permit.book.id, &at.account).await?;
    let (frame, code) = (frame(permit, &account), permit.book.code.clone());
    Ok(ChoosePage { frame, code, account, statements, refused })
}

pub(super) async fn choose(State(app): State<App>, permit: Permit<BankHand>, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    show(&choose_page(&mut tx, &permit, &at, Vec::new()).await?)
}

/// The form again, with everything that is wrong with the file.
async fn choose_again(app: &App, permit: &Permit<BankHand>, at: &At, failure: Failure) -> Answer {
    // The sentences name their rows themselves.
    let refused: Vec<Refused> = refused(failure)?.into_iter().map(|r| Refused { row: None, ..r }).collect();
    let mut tx = app.db.read().await?;
    show_refused(&choose_page(&mut tx, permit, at, refused.clone()).await?, &refused)
}

pub(super) async fn preview(
    State(app): State<App>,
    permit: Permit<BankHand>,
    Path(at): Path<At>,
    upload: Result<Multipart, MultipartRejection>,
) -> Answer {
    let (name, bytes) = received(upload).await?;
    if name.is_empty() && bytes.is_empty() {
        return choose_again(&app, &permit, &at, WebRefusal::NoFile.into()).await;
    }
    look_at(&app, &permit, &at, name, bytes).await
}

/// What is in a file and what of it is new; a file that has to be told first leads to the mapping.
pub(super) async fn look_at(app: &App, permit: &Permit<BankHand>, at: &At, name: String, bytes: Vec<u8>) -> Answer {
    let looked_at = {
        let mut tx = app.db.read().await?;
        look(&mut tx, permit, at, &name, &bytes).await
    };
    let (account, file, found) = match looked_at {
        Ok(seen) => seen,
        Err(failure) if mapping::may_help(&failure) => {
            return mapping::unread(app, permit, at, (name, bytes), failure).await;
        }
        Err(failure) => return choose_again(app, permit, at, failure).await,
    };
    let digest = incoming::put_by(app, permit.by.id(), &bytes).await?.hex();
    let (frame, code) = (frame(permit, &account).crumb("预览", ""), permit.book.code.clone());
    show(&PreviewPage { frame, code, account, name, digest, file, found })
}

async fn look(
    tx: &mut ReadTx,
    permit: &Permit<BankHand>,
    at: &At,
    name: &str,
    bytes: &[u8],
) -> Outcome<(BankAccount, StatementFile, StatementImport)> {
    let account = village::bank_account(tx, permit.book.id, &at.account).await?;
    let profile = reconcile::profile_of(tx, permit.book.id, &at.account).await?;
    let file = StatementFile::read(name, bytes, profile.as_ref())?;
    let found = reconcile::preview_statement(tx, permit.book.id, &at.account, &file).await?;
    Ok((account, file, found))
}

/// The file of the form: its name and its bytes, both empty when none was chosen.
pub(super) async fn received(upload: Result<Multipart, MultipartRejection>) -> Result<(String, Vec<u8>), WebError> {
    let mut upload = upload.map_err(|_| WebRefusal::UnreadableForm)?;
    while let Some(part) = upload.next_field().await.map_err(|e| WebError::of_upload(&e))? {
        if part.name() == Some("file") {
            let name = part.file_name().unwrap_or("").trim().chars().take(NAME).collect();
            let bytes = part.bytes().await.map_err(|e| WebError::of_upload(&e))?;
            return Ok((name, bytes.to_vec()));
        }
    }
    Ok((String::new(), Vec::new()))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Chosen {
    digest: String,
    name: String,
}

/// 导入 what was looked at.
pub(super) async fn keep(
    State(app): State<App>,
    permit: Permit<BankHand>,
    Path(at): Path<At>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let digest: Digest = chosen.digest.parse().map_err(|_| WebRefusal::UnreadableForm)?;
    let Some(bytes) = incoming::find(&app, permit.by.id(), digest).await? else {
        return choose_again(&app, &permit, &at, WebRefusal::PreviewGone.into()).await;
    };
    match import(&app, &permit, &at, &chosen.name, &bytes).await {
        Ok((until, new)) => {
            incoming::forget(&app, permit.by.id(), digest).await?;
            let (code, account) = (&permit.book.code, &at.account);
            Ok(see_other(format!("/books/{code}/bank/{account}?period={until}&imported={new}")))
        }
        Err(failure) => choose_again(&app, &permit, &at, failure).await,
    }
}

/// The month the file ends in, and how many lines were new.
async fn import(app: &App, permit: &Permit<BankHand>, at: &At, name: &str, bytes: &[u8]) -> Outcome<(Period, usize)> {
    let mut tx = app.db.read().await?;
    let profile = reconcile::profile_of(&mut tx, permit.book.id, &at.account).await?;
    drop(tx);
    let name: String = name.chars().take(NAME).collect();
    let file = StatementFile::read(&name, bytes, profile.as_ref())?;
    let until = Period::of(file.statement.days().to);
    let (by, account, now) = (permit.by.clone(), at.account.clone(), app.now());
    let importing = app
        .db
        .write(move |tx| Box::pin(async move { reconcile::import_statement(tx, &by, &account, &file, now).await }));
    Ok((until, importing.await?.overlap.new_count()))
}
