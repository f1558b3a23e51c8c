//! 制单: vouchers that are not posted yet — the list, the grid, the review desk, and posting.

mod form;
mod face;
mod paper;
mod line_shown;
mod sheet;
mod origin;
mod keeping;
mod lists;
mod beside;
mod review;
mod posting;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};

use crate::app::App;
use crate::ledger::{self, Draft, DraftState};

use super::frame::Frame;
use super::page::{Answer, show};
use super::permit::BookPath;

pub(super) use face::Face;
pub(super) use form::VoucherForm;
pub(super) use paper::{Papers, papers, papers_of_voucher};
pub(super) use sheet::show_typed;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/drafts", get(index))
        .route("/books/{code}/drafts/new", get(origin::new))
        .route("/books/{code}/drafts/save", post(keeping::save))
        .route("/books/{code}/drafts/autosave", post(keeping::autosave))
        .route("/books/{code}/drafts/{id}", get(sheet::edit))
        .route("/books/{code}/drafts/{id}/delete", post(keeping::delete))
        .route("/books/{code}/drafts/{id}/review", post(review::pass))
        .route("/books/{code}/drafts/{id}/hand-back", post(review::hand_back))
        .route("/books/{code}/chart.json", get(lists::chart))
        .route("/books/{code}/summaries.json", get(lists::summaries))
        .route("/books/{code}/dimensions.json", get(lists::dimensions))
        .route("/books/{code}/households.json", get(lists::households).post(lists::add_household))
        .route("/books/{code}/counterparties.json", get(lists::counterparties).post(lists::add_counterparty))
        .route("/books/{code}/projects.json", get(lists::projects).post(lists::add_project))
        .route("/review", get(review::everywhere))
        .route("/books/{code}/review", get(review::desk))
        .route("/books/{code}/review/list", get(review::list).post(review::pass_several))
        .route("/books/{code}/posting", get(posting::preview).post(posting::post))
        .route("/books/{code}/posting/done", get(posting::done))
}

#[derive(Template)]
#[template(path = "drafts/index.html")]
struct IndexPage {
    frame: Frame,
    code: String,
    piles: Vec<Pile>,
    makes: bool,
}

/// Drafts that stand in one state.
struct Pile {
    state: DraftState,
    drafts: Vec<Draft>,
}

impl Pile {
    fn name(&self) -> String {
        self.state.to_string()
    }

    /// What comes next for this pile: the word with the count, and where.
    fn next(&self, code: &str) -> (String, String) {
        let n = self.drafts.len();
        match self.state {
            DraftState::Parked => (String::new(), String::new()),
            DraftState::Prepared => (format!("复核 {n} 张"), format!("/books/{code}/review")),
            DraftState::Reviewed => (format!("记账 {n} 张"), format!("/books/{code}/posting")),
        }
    }

    fn empty(&self) -> &'static str {
        match self.state {
            DraftState::Parked => "没有填到一半的凭证。",
            DraftState::Prepared => "没有等复核的凭证。",
            DraftState::Reviewed => "没有等记账的凭证。",
        }
    }
}

async fn index(State(app): State<App>, here: BookPath) -> Answer {
    let mut tx = app.db.read().await?;
    let drafts = ledger::drafts(&mut tx, here.book.id, None).await?;
    drop(tx);
    let pile = |state| Pile { state, drafts: drafts.iter().filter(|d| d.state == state).cloned().collect() };
    let piles = vec![pile(DraftState::Parked), pile(DraftState::Prepared), pile(DraftState::Reviewed)];
    let code = here.book.code.clone();
    let makes = here.who.standing.accountant(here.book.id).is_ok();
    let mut frame = Frame::in_book(&here.who, &here.book).under("凭证").crumb("未记账凭证", "");
    if makes {
        frame = frame.main_act("填制凭证", format!("/books/{code}/drafts/new"));
    }
    show(&IndexPage { frame, code, piles, makes })
}
