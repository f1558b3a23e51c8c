//! 审计包: one book's year to take away, made while it is sent.

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::routing::get;
use futures_util::stream;
use serde::Deserialize;
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::archive::{self, Gathered, Scratch, Shelf};
use crate::auth::Auditor;
use crate::kernel::{Failure, Fault, FiscalYear, Outcome, Period};

use super::download;
use super::error::WebRefusal;
use super::extract::Path;
use super::frame::Frame;
use super::page::{Answer, show};
use super::permit::Permit;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/books/{code}/package", get(years)).route("/books/{code}/package/{year}", get(take_away))
}

#[derive(Template)]
#[template(path = "package/index.html")]
struct YearsPage {
    frame: Frame,
    code: String,
    enabled: Period,
    years: Vec<i32>,
}

async fn years(State(app): State<App>, permit: Permit<Auditor>) -> Answer {
    let (first, last) = (permit.book.enabled_from, Period::of(app.now().date()));
    let years = (first.year().number()..=last.year().number()).rev().collect();
    let frame = Frame::in_book(&permit.who, &permit.book).under("监督").crumb("审计包", "");
    show(&YearsPage { frame, code: permit.book.code, enabled: first, years })
}

/// `/books/LJ/package/2025.zip`.
#[derive(Deserialize)]
struct At {
    year: String,
}

impl At {
    fn year(&self) -> Result<FiscalYear, WebRefusal> {
        let number = self.year.strip_suffix(".zip").and_then(|number| number.parse().ok());
        number.and_then(|n| Period::new(n, 1)).map(Period::year).ok_or(WebRefusal::NoSuchPage)
    }
}

async fn take_away(State(app): State<App>, permit: Permit<Auditor>, Path(at): Path<At>) -> Answer {
    let year = at.year()?;
    let gathered = archive::gather(&mut app.db.read().await?, &permit.book, year).await?;
    let name = format!("{} {}年 审计包.zip", permit.book.name, year.number());
    let begun = Sending::Gathered(Box::new((app, permit.by, gathered)));
    let pieces = stream::try_unfold(begun, |sending| async {
        // Once sending began there is no page to say it on: the log gets it, and the browser a broken download.
        sending.next_piece().await.inspect_err(|fault| tracing::error!(fault = fault.chain(), "a package was not sent"))
    });
    Ok(download::kept_while_made(&name, "application/zip", Body::from_stream(pieces)))
}

/// How far a package has come on its way to the browser.
enum Sending {
    /// Read, not yet laid down.
    Gathered(Box<(App, Auditor, Gathered)>),
    /// On the disk, being sent; the folder goes with it.
    Packed(File, Scratch),
}

const PIECE: usize = 64 << 10;

impl Sending {
    async fn next_piece(self) -> Result<Option<(Vec<u8>, Sending)>, Fault> {
        let (mut file, scratch) = match self {
            Sending::Packed(file, scratch) => (file, scratch),
            Sending::Gathered(begun) => {
                let (app, by, gathered) = *begun;
                packed(&app, &by, gathered).await.map_err(|failure| match failure {
                    Failure::Fault(fault) => fault,
                    refused @ Failure::Refused(_) => Fault::new("packing", refused.to_string()),
                })?
            }
        };
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await.map_err(Fault::while_("sending a package"))?;
        piece.truncate(read);
        Ok((read > 0).then_some((piece, Sending::Packed(file, scratch))))
    }
}

async fn packed(app: &App, by: &Auditor, gathered: Gathered) -> Outcome<(File, Scratch)> {
    let doing = "making room for a package";
    let data = app.config.data.clone();
    let (scratch, shelf) = spawn_blocking(move || {
        let scratch = Scratch::below(&data)?;
        let shelf = Shelf::at(&scratch.file("package.zip"))?;
        Ok::<_, Failure>((scratch, shelf))
    })
    .await
    .map_err(Fault::while_(doing))??;
    let packed = archive::pack(gathered, &app.files, &scratch, shelf).await?;
    let (by, now) = (by.clone(), app.now());
    app.db
        .write(move |tx| Box::pin(async move { archive::record(tx, by.actor(), by.book(), &packed, now).await }))
        .await?;
    let file = File::open(scratch.file("package.zip")).await.map_err(Fault::while_(doing))?;
    Ok((file, scratch))
}
