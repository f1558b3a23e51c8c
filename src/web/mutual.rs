//! 本镇往来: which party of a book is another book of the township; what the consolidation sets off.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::kernel::Refused;
use crate::ledger::{self, LedgerRefusal, MarkedAs, MutualParty};
use crate::village::{self, Book, Dimensions};

use super::error::{WebError, refused};
use super::extract::{Form, Query};
use super::frame::Frame;
use super::page::{Answer, see_other, show, show_refused};
use super::permit::Office;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/settings/mutual", get(index).post(mark))
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct MarkForm {
    book: String,
    /// `counterparty ID` or `household ID`.
    party: String,
    /// Code of the other book; empty takes the mark back.
    other: String,
}

#[derive(Template)]
#[template(path = "settings/mutual.html")]
struct MutualPage {
    frame: Frame,
    /// Marked first, then proposed.
    rows: Vec<Row>,
    books: Vec<(String, String)>,
    /// The parties of the book that was chosen.
    parties: Vec<(String, String)>,
    form: MarkForm,
    refused: Vec<Refused>,
}

struct Row {
    book: Book,
    other: Book,
    /// As the form sends it.
    party: String,
    name: String,
    marked: Option<String>,
}

async fn index(State(app): State<App>, office: Office<Chief>, Query(form): Query<MarkForm>) -> Answer {
    show(&page(&app, &office, form, Vec::new()).await?)
}

async fn page(
    app: &App,
    office: &Office<Chief>,
    form: MarkForm,
    refused: Vec<Refused>,
) -> Result<MutualPage, WebError> {
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let rows = ledger::mutual_parties(&mut tx).await?.into_iter().filter_map(|party| row(&books, party)).collect();
    let parties = match books.iter().find(|b| b.code == form.book) {
        Some(book) => parties_of(&village::dimensions(&mut tx, book.id).await?),
        None => Vec::new(),
    };
    drop(tx);
    let frame = Frame::of(&office.who).under("设置").crumb("本镇账套之间的往来", "");
    let books = books.into_iter().map(|b| (b.code.clone(), format!("{} {}", b.code, b.name))).collect();
    Ok(MutualPage { frame, rows, books, parties, form, refused })
}

fn row(books: &[Book], found: MutualParty) -> Option<Row> {
    let of = |id| books.iter().find(|b| b.id == id).cloned();
    Some(Row {
        book: of(found.book)?,
        other: of(found.other)?,
        party: sent(found.party),
        name: found.name,
        marked: found.marked.map(|(name, at)| format!("{name} {}", at.date())),
    })
}

fn sent(party: MarkedAs) -> String {
    match party {
        MarkedAs::Household(id) => format!("household {id}"),
        MarkedAs::Counterparty(id) => format!("counterparty {id}"),
    }
}

fn parties_of(dimensions: &Dimensions) -> Vec<(String, String)> {
    let outside = dimensions.counterparties.iter().map(|c| (sent(MarkedAs::Counterparty(c.id)), c.name.clone()));
    let inside = dimensions.households.iter().map(|h| (sent(MarkedAs::Household(h.id)), h.name.clone()));
    outside.chain(inside).collect()
}

fn party(sent: &str) -> Result<MarkedAs, LedgerRefusal> {
    let wrong = LedgerRefusal::PartyNotThere;
    match sent.split_once(' ') {
        Some(("household", id)) => id.parse().map(MarkedAs::Household).map_err(|_| wrong),
        Some(("counterparty", id)) => id.parse().map(MarkedAs::Counterparty).map_err(|_| wrong),
        _ => Err(wrong),
    }
}

async fn mark(State(app): State<App>, office: Office<Chief>, Form(form): Form<MarkForm>) -> Answer {
    let (by, now, typed) = (office.by.clone(), app.now(), form.clone());
    let marking = app.db.write(move |tx| {
        Box::pin(async move {
            let no_such = || crate::auth::AuthRefusal::NoSuchBook;
            let book = village::book_by_code(tx, &typed.book).await?.ok_or_else(no_such)?;
            let other = match typed.other.as_str() {
                "" => None,
                code => Some(village::book_by_code(tx, code).await?.ok_or_else(no_such)?.id),
            };
            ledger::mark_party(tx, &by, book.id, party(&typed.party)?, other, now).await
        })
    });
    match marking.await {
        Ok(()) => Ok(see_other("/settings/mutual")),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page(&app, &office, form, refused.clone()).await?, &refused)
        }
    }
}
