//! 现金盘点: the notes in the box by denomination, against the cash account.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::db::ReadTx;
use crate::kernel::{CashCountId, Date, Failure, Money, Outcome, Period, Refused};
use crate::pdf;
use crate::reconcile::{self, BankHand, CashCount, CountedCash, Denomination, NewCashCount, Occasion, SurpriseCounts};
use crate::village::Book;
use crate::web::download;
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Path, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

#[derive(Template)]
#[template(path = "bank/cash.html")]
struct CashPage {
    frame: Frame,
    code: String,
    period: Period,
    months: Vec<(String, String)>,
    form: CountForm,
    rows: Vec<NoteRow>,
    balance: Money,
    /// The count as typed, reckoned here; `None` when a number cannot be read.
    count: Option<CashCount>,
    counts: Vec<CountedCash>,
    surprises: SurpriseCounts,
    works: bool,
    refused: Vec<Refused>,
}

/// One line of the form.
struct NoteRow {
    word: &'static str,
    pieces: String,
    amount: Money,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct CountForm {
    date: String,
    /// `regular` or `surprise`.
    occasion: String,
    /// Pieces of each denomination, the largest first, as the form lists them.
    pieces: Vec<String>,
    witnessed: String,
    reason: String,
    /// `reckon` only adds up.
    act: String,
}

impl CountForm {
    fn date(&self) -> Result<Date, WebRefusal> {
        self.date.trim().parse().map_err(|_| WebRefusal::NoSuchDate { typed: self.date.clone() })
    }

    /// What the form leaves unsaid is the cashier's own count.
    fn occasion(&self) -> Occasion {
        self.occasion.parse().unwrap_or(Occasion::Regular)
    }

    /// Every denomination with its number; blank is none.
    fn counted(&self) -> Outcome<Vec<(Denomination, i64)>> {
        let mut counted = Vec::new();
        let mut refused: Vec<Refused> = Vec::new();
        for (denomination, typed) in Denomination::ALL.into_iter().zip(&self.pieces) {
            match typed.trim() {
                "" => {}
                typed => match typed.parse() {
                    Ok(n) => counted.push((denomination, n)),
                    Err(_) => {
                        let denomination = denomination.in_chinese();
                        refused.push(WebRefusal::NotPieces { denomination, typed: typed.to_owned() }.into());
                    }
                },
            }
        }
        Failure::unless_none(refused)?;
        Ok(counted)
    }

    fn rows(&self) -> Vec<NoteRow> {
        let row = |(at, denomination): (usize, &Denomination)| {
            let pieces = self.pieces.get(at).cloned().unwrap_or_default();
            let n: i64 = pieces.trim().parse().unwrap_or(0);
            let amount = Money::from_fen(denomination.worth().fen().saturating_mul(n));
            NoteRow { word: denomination.in_chinese(), pieces, amount }
        };
        Denomination::ALL.iter().enumerate().map(row).collect()
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    period: String,
}

pub(super) async fn counts(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let today = app.now().date();
    let period = wish.period.parse().unwrap_or_else(|_| Period::of(today));
    let form = CountForm { date: today.to_string(), ..CountForm::default() };
    let mut tx = app.db.read().await?;
    show(&page(&mut tx, (&here.who, &here.book), period, today, form).await?)
}

async fn page(
    tx: &mut ReadTx,
    (who, book): (&LoggedIn, &Book),
    period: Period,
    today: Date,
    form: CountForm,
) -> Outcome<CashPage> {
    let balance = reconcile::cash_balance(tx, book.id, form.date().unwrap_or(today)).await?;
    let counts = reconcile::cash_counts(tx, book.id, period).await?;
    let last = Period::of(today).max(period);
    let mut months: Vec<_> =
        book.enabled_from.min(period).through(last).map(|p| (p.to_string(), p.in_chinese())).collect();
    months.reverse();
    let typed = form.pieces.iter().any(|p| !p.trim().is_empty());
    let count = form.counted().ok().filter(|_| typed).and_then(|c| CashCount::new(&c, balance).ok());
    Ok(CashPage {
        frame: Frame::in_book(who, book).under("对账").crumb("现金盘点", ""),
        code: book.code.clone(),
        period,
        months,
        rows: form.rows(),
        form,
        balance,
        count,
        counts,
        surprises: reconcile::surprise_counts(tx, book.id, today).await?,
        works: BankHand::of(&who.standing, book.id).is_ok(),
        refused: Vec::new(),
    })
}

pub(super) async fn count(State(app): State<App>, permit: Permit<BankHand>, Form(form): Form<CountForm>) -> Answer {
    let now = app.now();
    let done = if form.act == "reckon" { form.counted().map(|_| None) } else { keep(&app, &permit, &form).await };
    let period = form.date().map_or(Period::of(now.date()), Period::of);
    let refused = match done {
        Ok(Some(period)) => return Ok(see_other(format!("/books/{}/bank/cash?period={period}", permit.book.code))),
        Ok(None) => Vec::new(),
        Err(failure) => refused(failure)?,
    };
    let mut tx = app.db.read().await?;
    let page = page(&mut tx, (&permit.who, &permit.book), period, now.date(), form).await?;
    if refused.is_empty() {
        return show(&page);
    }
    show_refused(&CashPage { refused: refused.clone(), ..page }, &refused)
}

/// Keeps the count; the month it stands in.
async fn keep(app: &App, permit: &Permit<BankHand>, form: &CountForm) -> Outcome<Option<Period>> {
    let (date, pieces) = match (form.date(), form.counted()) {
        (Ok(date), pieces) => (date, pieces?),
        (Err(no_date), pieces) => {
            let others = pieces.err().map_or(Vec::new(), |f| f.refusals().to_vec());
            let refused = std::iter::once(no_date.into()).chain(others).collect();
            return Err(Failure::Refused(refused));
        }
    };
    let (by, now) = (permit.by.clone(), app.now());
    let new = NewCashCount {
        date,
        occasion: form.occasion(),
        pieces,
        witnessed_name: form.witnessed.clone(),
        reason: form.reason.clone(),
    };
    let counting =
        app.db.write(move |tx| Box::pin(async move { reconcile::record_cash_count(tx, &by, new, now).await }));
    counting.await?;
    Ok(Some(Period::of(date)))
}

/// A count in the path.
#[derive(Deserialize)]
pub(super) struct AtCount {
    id: CashCountId,
}

/// 现金盘点表.
pub(super) async fn paper(State(app): State<App>, here: BookPath, Path(at): Path<AtCount>) -> Answer {
    let counted = reconcile::cash_count(&mut app.db.read().await?, here.book.id, at.id).await?;
    let (book, now) = (here.book, app.now());
    let name = format!("{} 现金盘点表 {}", book.name, counted.date);
    download::pdf(&name, move |fonts| pdf::cash_count::lay_out(book.printed_name(), &counted, now, fonts)).await
}
