//! The acts of the two panes: 对上, 取消, 补记, 编表, 复核, 撤回.

use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::kernel::{Failure, Outcome, PairingId, Period, ReconciliationId, StatementLineId};
use crate::reconcile::{self, BankHand, NewPairing, ReconcileRefusal, Workbench};
use crate::web::error::WebRefusal;
use crate::web::extract::{Form, Path};
use crate::web::page::{Answer, see_other};
use crate::web::permit::Permit;

use super::At;
use super::bench::{self, Ticked};
use super::shown;

/// What any of these forms may send.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Sent {
    period: String,
    /// Proposals accepted, as the page wrote them.
    pair: Vec<String>,
    /// Bank lines ticked by hand.
    line: Vec<String>,
    /// Entries ticked by hand.
    entry: Vec<String>,
    /// A bank line to be booked.
    source: String,
    pairing: String,
    sheet: String,
    reason: String,
}

impl Sent {
    fn period(&self) -> Result<Period, WebRefusal> {
        self.period.parse().map_err(|_| WebRefusal::UnreadableForm)
    }

    fn sheet(&self) -> Result<ReconciliationId, WebRefusal> {
        self.sheet.parse().map_err(|_| WebRefusal::UnreadableForm)
    }

    /// The pairs accepted; without one, what was ticked by hand.
    fn pairs(&self) -> Option<Vec<NewPairing>> {
        if !self.pair.is_empty() {
            return self.pair.iter().map(|p| shown::read(p)).collect();
        }
        let lines: Option<Vec<StatementLineId>> = self.line.iter().map(|l| l.parse().ok()).collect();
        let entries: Option<Vec<_>> = self.entry.iter().map(|e| shown::read_key(e)).collect();
        Some(vec![NewPairing::by_hand(lines?, entries?)])
    }
}

/// A pair as it was proposed, with its reasons, when it is one of the proposals.
fn as_proposed(bench: &Workbench, pair: NewPairing) -> NewPairing {
    let candidates = bench.proposal.choices.iter().flat_map(|c| &c.candidates);
    let mut proposed = bench.proposal.pairs.iter().chain(candidates).map(|p| bench.accept(p));
    proposed.find(|p| p.lines == pair.lines && p.entries == pair.entries).unwrap_or(pair)
}

fn back<T>(permit: &Permit<T>, at: &At, period: Period) -> Answer {
    Ok(see_other(format!("/books/{}/bank/{}?period={period}", permit.book.code, at.account)))
}

async fn again<T>(app: &App, permit: &Permit<T>, at: &At, period: Period, ticked: Ticked, failure: Failure) -> Answer {
    bench::again(app, (&permit.who, &permit.book), (&at.account, period), ticked, failure).await
}

pub(super) async fn pair(
    State(app): State<App>,
    permit: Permit<BankHand>,
    Path(at): Path<At>,
    Form(sent): Form<Sent>,
) -> Answer {
    let period = sent.period()?;
    let pairs = sent.pairs().ok_or(WebRefusal::UnreadableForm)?;
    let mut tx = app.db.read().await?;
    let bench = reconcile::workbench(&mut tx, permit.book.id, &at.account, period).await?;
    drop(tx);
    let pairs: Vec<NewPairing> = pairs.into_iter().map(|p| as_proposed(&bench, p)).collect();
    let (by, account, now) = (permit.by.clone(), at.account.clone(), app.now());
    let pairing =
        app.db.write(move |tx| Box::pin(async move { reconcile::pair(tx, &by, &account, &pairs, now).await }));
    match pairing.await {
        Ok(_) => back(&permit, &at, period),
        Err(failure) => {
            let ticked = Ticked { lines: sent.line, entries: sent.entry };
            again(&app, &permit, &at, period, ticked, failure).await
        }
    }
}

pub(super) async fn unpair(
    State(app): State<App>,
    permit: Permit<BankHand>,
    Path(at): Path<At>,
    Form(sent): Form<Sent>,
) -> Answer {
    let period = sent.period()?;
    let id: PairingId = sent.pairing.parse().map_err(|_| WebRefusal::UnreadableForm)?;
    let (by, reason, now) = (permit.by.clone(), sent.reason, app.now());
    let undoing = app.db.write(move |tx| Box::pin(async move { reconcile::unpair(tx, &by, id, &reason, now).await }));
    finished(&app, &permit, &at, period, undoing.await).await
}

async fn finished<T, D>(app: &App, permit: &Permit<T>, at: &At, period: Period, done: Outcome<D>) -> Answer {
    match done {
        Ok(_) => back(permit, at, period),
        Err(failure) => again(app, permit, at, period, Ticked::default(), failure).await,
    }
}

/// 补记: a draft from a bank line, put aside for the accountant to complete.
pub(super) async fn draft(State(app): State<App>, permit: Permit<Accountant>, Form(sent): Form<Sent>) -> Answer {
    let line: StatementLineId = sent.source.parse().map_err(|_| ReconcileRefusal::NoSuchLine)?;
    let (by, now) = (permit.by.clone(), app.now());
    let drafting = app.db.write(move |tx| Box::pin(async move { reconcile::draft_for_line(tx, &by, line, now).await }));
    Ok(see_other(format!("/books/{}/drafts/{}", permit.book.code, drafting.await?)))
}

/// 编制余额调节表.
pub(super) async fn make(
    State(app): State<App>,
    permit: Permit<BankHand>,
    Path(at): Path<At>,
    Form(sent): Form<Sent>,
) -> Answer {
    let period = sent.period()?;
    let (by, account, now) = (permit.by.clone(), at.account.clone(), app.now());
    let making = app
        .db
        .write(move |tx| Box::pin(async move { reconcile::make_reconciliation(tx, &by, &account, period, now).await }));
    finished(&app, &permit, &at, period, making.await).await
}

/// 复核余额调节表.
pub(super) async fn review(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(sent): Form<Sent>,
) -> Answer {
    let (period, id) = (sent.period()?, sent.sheet()?);
    let (by, now) = (permit.by.clone(), app.now());
    let reviewing =
        app.db.write(move |tx| Box::pin(async move { reconcile::review_reconciliation(tx, &by, id, now).await }));
    finished(&app, &permit, &at, period, reviewing.await).await
}

/// 撤回余额调节表.
pub(super) async fn withdraw(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(sent): Form<Sent>,
) -> Answer {
    let (period, id) = (sent.period()?, sent.sheet()?);
    let (by, reason, now) = (permit.by.clone(), sent.reason, app.now());
    let taking_back = app
        .db
        .write(move |tx| Box::pin(async move { reconcile::withdraw_reconciliation(tx, &by, id, &reason, now).await }));
    finished(&app, &permit, &at, period, taking_back.await).await
}
