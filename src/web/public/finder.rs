//! Finding one's village, and the page a village keeps for good.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;

use crate::app::App;
use crate::disclosure::{self, PublicVillage, PublicationHead, PublishedBook, village_path};
use crate::kernel::{Failure, initials, matches_typed};
use crate::village::{self, Township};

use super::super::extract::{Path, Query};
use super::super::page::Answer;
use super::answer::{Written, no_village};
use super::sheet::published_on;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    q: String,
}

#[derive(Template)]
#[template(path = "public/finder.html")]
struct FinderPage {
    township: String,
    phone: String,
    typed: String,
    /// All that have published, before looking for some.
    all: usize,
    villages: Vec<PublicVillage>,
}

impl FinderPage {
    fn path(&self, village: &PublicVillage) -> String {
        village_path(village.id)
    }
}

pub(super) async fn finder(State(app): State<App>, Query(wanted): Query<Wanted>, asked: HeaderMap) -> Answer {
    let mut tx = app.db.read().await?;
    let township = village::township(&mut tx).await?;
    let mut villages = disclosure::public_villages(&mut tx).await?;
    drop(tx);
    let all = villages.len();
    villages.retain(|v| matches_typed(&wanted.q, "", &v.name, &initials(&v.name)));
    let (name, phone) = named(township);
    let page = FinderPage { township: name, phone, typed: wanted.q.trim().to_owned(), all, villages };
    Ok(Written::of(&page)?.answer(&asked))
}

fn named(township: Option<Township>) -> (String, String) {
    township.map(|t| (t.name, t.phone)).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "public/village.html")]
struct VillagePage {
    name: String,
    township: String,
    phone: String,
    books: Vec<PublishedBook>,
}

impl VillagePage {
    fn several(&self) -> bool {
        self.books.len() > 1
    }

    fn published_on(&self, head: &PublicationHead) -> String {
        published_on(head)
    }
}

pub(super) async fn village(State(app): State<App>, Path(token): Path<String>, asked: HeaderMap) -> Answer {
    let mut tx = app.db.read().await?;
    let books = match disclosure::public_village(&mut tx, &token).await {
        Ok(books) => books,
        Err(failure @ Failure::Refused(_)) if failure.is("disclosure.no_such_village") => return no_village(),
        Err(failure) => return Err(failure.into()),
    };
    let (township, phone) = named(village::township(&mut tx).await?);
    drop(tx);
    let name = books.first().map(|b| b.book.village_name.clone()).unwrap_or_default();
    Ok(Written::of(&VillagePage { name, township, phone, books })?.answer(&asked))
}
