//! 附件: the files of source documents — taken as they arrive, shown again only within their book.
//!
//! Never: a file under a name of its own choice, a page of ours run by a file, a file of another book.

mod sent;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::audit::Actor;
use crate::auth::{Accountant, AuthRefusal, Cashier, Clerk, Role, Standing};
use crate::evidence::{self, BringsPapers, EvidenceRefusal, KeptInvoice, Media, ReceivedFile, StoredFile};
use crate::kernel::{BookId, Failure, FileId, Outcome, UserId};

use super::extract::Path;
use super::page::{Answer, in_query, see_other};
use super::permit::{BookPath, OfBook, Permit};

pub(super) use sent::{SENT_LIMIT, Sent};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/files", post(bring).layer(DefaultBodyLimit::max(SENT_LIMIT)))
        .route("/books/{code}/files/{id}", get(show))
        .route("/books/{code}/files/{id}/thumbnail", get(thumbnail))
}

/// Whoever may bring papers to a book.
#[derive(Clone, Debug)]
pub(super) enum Bringer {
    Clerk(Clerk),
    Accountant(Accountant),
    Cashier(Cashier),
}

impl OfBook for Bringer {
    const ROLES: &'static [Role] = &[Role::Clerk, Role::Accountant, Role::Chief, Role::Cashier];

    fn of(standing: &Standing, book: BookId) -> Result<Bringer, AuthRefusal> {
        let clerk = standing.clerk(book).map(Bringer::Clerk);
        clerk
            .or_else(|_| standing.accountant(book).map(Bringer::Accountant))
            .or_else(|refusal| standing.cashier(book).map(Bringer::Cashier).map_err(|_| refusal))
    }
}

impl BringsPapers for Bringer {
    fn actor(&self) -> &Actor {
        match self {
            Bringer::Clerk(by) => by.actor(),
            Bringer::Accountant(by) => by.actor(),
            Bringer::Cashier(by) => by.actor(),
        }
    }
    fn id(&self) -> UserId {
        match self {
            Bringer::Clerk(by) => by.id(),
            Bringer::Accountant(by) => by.id(),
            Bringer::Cashier(by) => by.id(),
        }
    }
    fn book(&self) -> BookId {
        match self {
            Bringer::Clerk(by) => by.book(),
            Bringer::Accountant(by) => by.book(),
            Bringer::Cashier(by) => by.book(),
        }
    }
}

/// Writes down files that lie in the store already; their ids, in the order they came.
pub(super) async fn written_down<B>(app: &App, by: &B, arrived: Vec<ReceivedFile>) -> Outcome<Vec<FileId>>
where
    B: BringsPapers + Clone + Send + Sync + 'static,
{
    if arrived.is_empty() {
        return Ok(Vec::new());
    }
    let (by, now) = (by.clone(), app.now());
    let writing = app.db.write(move |tx| {
        Box::pin(async move {
            let mut ids = Vec::with_capacity(arrived.len());
            for file in arrived {
                ids.push(evidence::store_file(tx, &by, file, now).await?);
            }
            Ok(ids)
        })
    });
    writing.await
}

/// Takes one file. Answers `{id, pages, href, invoice, unread}`, or leads to the file when a plain form sent it.
async fn bring(State(app): State<App>, permit: Permit<Bringer>, headers: HeaderMap, sent: Sent) -> Answer {
    Failure::unless_none(sent.refused)?;
    let ids = written_down(&app, &permit.by, sent.files).await?;
    let stored = evidence::files(&mut app.db.read().await?, permit.book.id, &ids).await?;
    let file = stored.first().ok_or(EvidenceRefusal::NoFiles)?;
    let href = href_of(&permit.book.code, file.id);
    let wanted = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("");
    if wanted.contains("text/html") {
        return Ok(see_other(href));
    }
    let mut tx = app.db.read().await?;
    let invoice = evidence::invoices(&mut tx, permit.book.id, &[file.id]).await?.pop().map(|i| read_out(&i));
    let unread = evidence::unread(&mut tx, permit.book.id, &[file.id]).await?.pop().map(|(_, why)| why);
    let told = json!({
        "id": file.id.text(), "pages": file.pages, "href": href, "name": file.name, "invoice": invoice, "unread": unread,
    });
    Ok(Json(told).into_response())
}

/// What the form fills itself with.
fn read_out(invoice: &KeptInvoice) -> serde_json::Value {
    json!({
        "number": invoice.number,
        "date": invoice.issued.to_string(),
        "seller": invoice.seller.name,
        "buyer": invoice.buyer.name,
        "amount": invoice.gross.abs().plain(),
        "red": invoice.is_red(),
    })
}

/// Where a file of a book is.
pub(super) fn href_of(code: &str, id: FileId) -> String {
    format!("/books/{code}/files/{id}")
}

#[derive(Deserialize)]
struct At {
    id: FileId,
}

async fn show(State(app): State<App>, here: BookPath, Path(at): Path<At>, headers: HeaderMap) -> Answer {
    let file = evidence::file(&mut app.db.read().await?, &here.reader, at.id).await?;
    let mark = format!("\"{}\"", file.digest.hex());
    if holds(&headers, &mark) {
        return Ok(unchanged(&mark));
    }
    let bytes = app.files.read(file.digest).await?;
    Ok(dressed(disposition(&file), file.media.word(), policy_of(file.media), &mark, bytes))
}

async fn thumbnail(State(app): State<App>, here: BookPath, Path(at): Path<At>, headers: HeaderMap) -> Answer {
    let file = evidence::file(&mut app.db.read().await?, &here.reader, at.id).await?;
    let mark = format!("\"{}-small\"", file.digest.hex());
    if holds(&headers, &mark) {
        return Ok(unchanged(&mark));
    }
    let small = app.files.thumbnail(file.digest, file.media).await?;
    let small = small.ok_or(EvidenceRefusal::NoSuchFile)?;
    Ok(dressed("inline".to_owned(), Media::Jpeg.word(), PICTURE, &mark, small))
}

/// A picture opened by itself may do nothing at all.
const PICTURE: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";
/// A paged document is drawn by the browser's own reader, which a sandbox would switch off.
const PAGED: &str = "default-src 'none'; object-src 'self'; plugin-types application/pdf; style-src 'unsafe-inline'; \
frame-ancestors 'self'";

const fn policy_of(media: Media) -> &'static str {
    match media {
        Media::Pdf => PAGED,
        Media::Jpeg | Media::Png | Media::Webp | Media::Ofd | Media::Xml => PICTURE,
    }
}

/// Pictures and PDF are looked at; what a browser would read as a page of its own is saved.
fn disposition(file: &StoredFile) -> String {
    let how = match file.media {
        Media::Jpeg | Media::Png | Media::Webp | Media::Pdf => "inline",
        Media::Ofd | Media::Xml => "attachment",
    };
    let plain = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    let name = in_query(&format!("{plain}.{}", file.media.ending())).replace('/', "%2F");
    format!("{how}; filename*=UTF-8''{name}")
}

fn holds(headers: &HeaderMap, mark: &str) -> bool {
    headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).is_some_and(|held| held.contains(mark))
}

fn unchanged(mark: &str) -> Response {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, mark.to_owned()), kept()]).into_response()
}

/// Kept on the device, and asked for again each time: after the logout it is not shown any more.
fn kept() -> (header::HeaderName, String) {
    (header::CACHE_CONTROL, "private, no-cache".to_owned())
}

fn dressed(disposition: String, media: &str, policy: &'static str, mark: &str, bytes: Vec<u8>) -> Response {
    let told = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::ETAG, mark.to_owned()),
        kept(),
    ];
    let mut response = (told, Body::from(bytes)).into_response();
    let fixed = [(header::CONTENT_SECURITY_POLICY, policy), (header::X_FRAME_OPTIONS, "SAMEORIGIN")];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
