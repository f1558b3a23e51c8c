//! 流水格式 of an account: what was told of its bank's files, to look at, take away as a text, and bring from elsewhere.

use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};

use crate::app::App;
use crate::db::ReadTx;
use crate::kernel::{Outcome, Refused};
use crate::reconcile::{self, BankHand, BankProfile};
use crate::village::{self, BankAccount};
use crate::web::download;
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::Path;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Permit;

use super::At;
use super::import::received;

#[derive(Template)]
#[template(path = "bank/columns.html")]
struct ColumnsPage {
    frame: Frame,
    code: String,
    account: BankAccount,
    kept: Option<BankProfile>,
    refused: Vec<Refused>,
}

impl ColumnsPage {
    /// The lines of the profile as its text has them, without the mark.
    fn lines(&self) -> Vec<(String, String)> {
        let text = self.kept.as_ref().map(BankProfile::text).unwrap_or_default();
        let told = text.lines().skip(1).filter_map(|line| line.split_once('：'));
        told.filter(|(_, said)| !said.is_empty()).map(|(what, said)| (what.to_owned(), said.to_owned())).collect()
    }
}

async fn page(tx: &mut ReadTx, permit: &Permit<BankHand>, at: &At, refused: Vec<Refused>) -> Outcome<ColumnsPage> {
    let account = village::bank_account(tx, permit.book.id, &at.account).await?;
    let kept = reconcile::profile_of(tx, permit.book.id, &at.account).await?;
    let code = permit.book.code.clone();
    let frame = Frame::in_book(&permit.who, &permit.book)
        .under("对账")
        .crumb(account.masked(), format!("/books/{code}/bank/{}", at.account))
        .crumb("导入流水", format!("/books/{code}/bank/{}/import", at.account))
        .crumb("流水格式", "");
    Ok(ColumnsPage { frame, code, account, kept, refused })
}

pub(super) async fn columns(State(app): State<App>, permit: Permit<BankHand>, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    show(&page(&mut tx, &permit, &at, Vec::new()).await?)
}

/// The profile as a text file, for another account, another village, another township.
pub(super) async fn text(State(app): State<App>, permit: Permit<BankHand>, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    let kept = reconcile::profile_of(&mut tx, permit.book.id, &at.account).await?.ok_or(WebRefusal::NoSuchPage)?;
    let name = if kept.name.is_empty() { "银行流水格式" } else { kept.name.as_str() };
    Ok(download::kept(&format!("{name}.txt"), "text/plain; charset=utf-8", kept.text().into_bytes()))
}

/// A profile brought as a text file.
pub(super) async fn bring(
    State(app): State<App>,
    permit: Permit<BankHand>,
    Path(at): Path<At>,
    upload: Result<Multipart, MultipartRejection>,
) -> Answer {
    let (_, bytes) = received(upload).await?;
    let (by, account, now) = (permit.by.clone(), at.account.clone(), app.now());
    let done = match reconcile::read_profile(&bytes) {
        Ok(profile) => {
            let keeping = app.db.write(move |tx| {
                Box::pin(async move { reconcile::keep_profile(tx, &by, &account, &profile, now).await })
            });
            keeping.await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/bank/{}/columns", permit.book.code, at.account))),
        Err(failure) => {
            // The sentences name their lines themselves.
            let refused: Vec<Refused> = refused(failure)?.into_iter().map(|r| Refused { row: None, ..r }).collect();
            let mut tx = app.db.read().await?;
            show_refused(&page(&mut tx, &permit, &at, refused.clone()).await?, &refused)
        }
    }
}
