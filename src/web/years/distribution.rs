use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::ReadTx;
use crate::kernel::{Failure, FiscalYear, HouseholdId, Money, MoneyError, Outcome, Refused};
use crate::ledger::{self, DistributionPlan, PeriodRefusal, ReserveByRate, Standing, by_shares};
use crate::village::{self, Book};
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Permit;
use crate::web::visit::LoggedIn;

use super::At;
use super::names::{Names, amount, name_and_number};
use super::voucher::Shown;

/// The plan as it is typed.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct PlanForm {
    loss_cover: String,
    to_reserve: String,
    /// `equal`, `shares` or `amounts`.
    members_how: String,
    members_total: String,
    members: String,
    others: String,
    /// `make` keeps the vouchers; anything else only works the plan out.
    act: String,
}

impl PlanForm {
    /// Everything wrong with what was typed at once, or the plan.
    fn parsed(&self, names: &Names) -> Outcome<DistributionPlan> {
        let mut faults: Vec<Refused> = Vec::new();
        let mut money = |field: &'static str, typed: &str| match typed.trim() {
            "" => Money::ZERO,
            typed => typed.parse().unwrap_or_else(|why: MoneyError| {
                let refusal = WebRefusal::UnreadableAmount { why: why.to_string() };
                faults.push(Refused::from(refusal).at_field(field));
                Money::ZERO
            }),
        };
        let loss_cover = money("loss_cover", &self.loss_cover);
        let to_reserve = money("to_reserve", &self.to_reserve);
        let total = money("members_total", &self.members_total);
        let members = self.shared(names, total, &mut faults);
        let mut others = Vec::new();
        for (line, typed) in lines(&self.others) {
            let (name, number) = name_and_number(typed);
            match (names.counterparty(line, name), amount(line, number)) {
                (Ok(id), Ok(amount)) => others.push((id, amount)),
                (id, amount) => faults.extend(
                    [id.err(), amount.err()].into_iter().flatten().map(|r| Refused::from(r).at_field("others")),
                ),
            }
        }
        Failure::unless_none(faults)?;
        Ok(DistributionPlan { loss_cover, to_reserve, members, others })
    }

    /// The members' part: to every member household alike, by shares, or amount by amount.
    fn shared(&self, names: &Names, total: Money, faults: &mut Vec<Refused>) -> Vec<(HouseholdId, Money)> {
        let mut fault = |refusal: PeriodRefusal| faults.push(Refused::from(refusal).at_field("members"));
        let (mut payees, mut shares, mut amounts) = (Vec::new(), Vec::new(), Vec::new());
        for (line, typed) in lines(&self.members) {
            let (name, number) = match self.members_how.as_str() {
                "equal" => (typed, ""),
                _ => name_and_number(typed),
            };
            match names.household(line, name) {
                Ok(id) => payees.push(id),
                Err(refusal) => fault(refusal),
            }
            match self.members_how.as_str() {
                "amounts" => match amount(line, number) {
                    Ok(amount) => amounts.push(amount),
                    Err(refusal) => fault(refusal),
                },
                "shares" => match number.parse::<u32>() {
                    Ok(share) => shares.push(share),
                    Err(_) => fault(PeriodRefusal::ShareUnreadable { line, typed: number.to_owned() }),
                },
                _ => shares.push(1),
            }
        }
        if payees.is_empty() && self.members_how == "equal" {
            payees = names.members();
            shares = vec![1; payees.len()];
        }
        let parts = if self.members_how == "amounts" { amounts } else { by_shares(total, &shares) };
        let sum: Money = parts.iter().copied().sum();
        if !total.is_zero() && sum != total && faults.is_empty() {
            faults.push(PeriodRefusal::SharesDoNotSum { total, sum }.into());
        }
        payees.into_iter().zip(parts).collect()
    }
}

/// The lines of a list that say something, numbered from 1.
fn lines(typed: &str) -> impl Iterator<Item = (usize, &str)> {
    typed.lines().enumerate().map(|(i, line)| (i + 1, line.trim())).filter(|(_, line)| !line.is_empty())
}

#[derive(Template)]
#[template(path = "years/distribution.html")]
struct PlanPage {
    frame: Frame,
    code: String,
    year: FiscalYear,
    net_surplus: Money,
    standing: Standing,
    by_rate: ReserveByRate,
    /// How many member households there are.
    members: usize,
    form: PlanForm,
    /// What was worked out; `None` before anything was.
    worked_out: Option<WorkedOut>,
    refused: Vec<Refused>,
}

/// A plan that foots, and what it would make.
struct WorkedOut {
    plan: DistributionPlan,
    left: Money,
    vouchers: Vec<Shown>,
}

async fn page(tx: &mut ReadTx, who: &LoggedIn, book: &Book, year: FiscalYear) -> Outcome<(PlanPage, Names)> {
    let end = ledger::year_end(tx, book.id, year).await?;
    let by_rate = ledger::reserve_by_rate(tx, book.id, &end).await?;
    let names = Names::of(ledger::chart(tx, book.id).await?, village::dimensions(tx, book.id).await?);
    let loss = (-end.standing.distributable).positive_part().min(end.standing.reserve.positive_part());
    let plain = |amount: Money| if amount.is_zero() { String::new() } else { amount.plain() };
    let form = PlanForm {
        loss_cover: plain(loss),
        to_reserve: plain(by_rate.amount),
        members_how: "equal".to_owned(),
        ..PlanForm::default()
    };
    let frame = Frame::in_book(who, book)
        .under("账簿")
        .crumb("年终", format!("/books/{}/year/{year}", book.code))
        .crumb("收益分配", "")
        .period(year.last_period());
    let page = PlanPage {
        frame,
        code: book.code.clone(),
        year,
        net_surplus: end.net_surplus,
        standing: end.standing,
        by_rate,
        members: names.members().len(),
        form,
        worked_out: None,
        refused: Vec::new(),
    };
    Ok((page, names))
}

pub(super) async fn plan(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    show(&page(&mut tx, &permit.who, &permit.book, at.year).await?.0)
}

pub(super) async fn make(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<PlanForm>,
) -> Answer {
    let mut tx = app.db.read().await?;
    let (empty, names) = page(&mut tx, &permit.who, &permit.book, at.year).await?;
    let worked_out = match form.parsed(&names) {
        Ok(plan) => {
            ledger::preview_distribution(&mut tx, permit.book.id, at.year, &plan).await.map(|vouchers| (plan, vouchers))
        }
        Err(failure) => Err(failure),
    };
    drop(tx);
    let done = match worked_out {
        Ok((plan, vouchers)) if form.act != "make" => {
            let left = plan.left(empty.standing);
            let vouchers = vouchers.iter().map(|v| names.shown(v)).collect();
            let worked_out = Some(WorkedOut { plan, left, vouchers });
            return show(&PlanPage { form, worked_out, ..empty });
        }
        Ok((plan, _)) => {
            let (by, now) = (permit.by.clone(), app.now());
            let act = app.db.write(move |tx| {
                Box::pin(async move { ledger::propose_distribution(tx, &by, at.year, &plan, now).await })
            });
            act.await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => Ok(see_other(format!("/books/{}/year/{}", permit.book.code, at.year))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&PlanPage { form, refused: refused.clone(), ..empty }, &refused)
        }
    }
}
