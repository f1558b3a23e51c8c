use serde_json::{Value, json};

use crate::app::App;
use crate::auth::Accountant;
use crate::checks;
use crate::db::WriteTx;
use crate::kernel::{FiscalYear, Outcome, Period, Timestamp};
use crate::ledger::{self, Closure, PostedVoucher, YearStep};
use crate::village::Book;
use crate::workflow;

use super::answer::Answer;
use super::args::Close;
use super::book_named;
use super::operator::{operator, second_person};

/// Closes one month, or the rest of a year, behind the checklist.
pub(super) async fn run(app: &App, wanted: Close) -> Outcome<Answer> {
    let book = book_named(app, &wanted.book).await?;
    let by = second_person(app, wanted.by.as_deref(), book.id).await?.accountant(book.id)?;
    match (wanted.period, wanted.year) {
        (_, Some(year)) => a_year(app, book, by, year, wanted.seal).await,
        (Some(period), None) => a_month(app, book, by, period).await,
        (None, None) => Ok(Answer::nothing()),
    }
}

async fn a_month(app: &App, book: Book, by: Accountant, period: Period) -> Outcome<Answer> {
    let now = app.now();
    let closure =
        app.db.write(move |tx| Box::pin(async move { checks::close_period(tx, &by, period, now).await })).await?;
    Ok(Answer::said(said(&book, &closure), closed(&book, &closure)))
}

fn said(book: &Book, closure: &Closure) -> String {
    format!(
        "{} {}已结账,凭证 1–{} 号连续,校验码 {}",
        book.name,
        closure.period.in_chinese(),
        closure.voucher_count,
        closure.root.short_code()
    )
}

fn closed(book: &Book, closure: &Closure) -> Value {
    json!({
        "book": book.code, "period": closure.period, "vouchers": closure.voucher_count,
        "root": closure.root.hex(), "code": closure.root.short_code(),
    })
}

/// What closing a year came to.
struct YearClosed {
    closures: Vec<Closure>,
    vouchers: Vec<PostedVoucher>,
    seal: Option<ledger::YearSeal>,
}

/// The months to November, the carry-forward, December, and the seal where it is asked for: all of it or nothing.
///
/// The operator makes the carry-forward vouchers and the named reviewer reviews and posts them, as with an import.
/// A distribution is a resolution of the members and is not made here: what was distributed before is rolled.
async fn a_year(app: &App, book: Book, by: Accountant, year: FiscalYear, seal: bool) -> Outcome<Answer> {
    let (operator, now, id) = (operator(app).await?, app.now(), book.id);
    let (maker, sealer) = (operator.accountant(id)?, operator.sealer()?);
    let act = app.db.write(move |tx| {
        Box::pin(async move {
            let (mut closures, mut vouchers) = (Vec::new(), Vec::new());
            let first = ledger::first_open(tx, id).await?;
            for period in first.through(year.last_period().previous()) {
                closures.push(checks::close_period(tx, &by, period, now).await?);
            }
            for step in [YearStep::CarryForward, YearStep::Surplus, YearStep::Roll] {
                vouchers.extend(carried(tx, &maker, &by, (year, step), now).await?);
            }
            closures.push(checks::close_period(tx, &by, year.last_period(), now).await?);
            let seal = match seal {
                true => Some(ledger::seal_year(tx, &sealer, id, year, now).await?),
                false => None,
            };
            Ok(YearClosed { closures, vouchers, seal })
        })
    });
    Ok(told(&book, year, &act.await?))
}

async fn carried(
    tx: &mut WriteTx,
    maker: &Accountant,
    reviewer: &Accountant,
    (year, step): (FiscalYear, YearStep),
    now: Timestamp,
) -> Outcome<Vec<PostedVoucher>> {
    let drafts = match ledger::propose_year_end(tx, maker, year, step, now).await {
        Ok(drafts) => drafts,
        Err(failure) if failure.is("ledger.nothing_to_carry") => return Ok(Vec::new()),
        Err(failure) => return Err(failure),
    };
    for draft in &drafts {
        ledger::review(tx, reviewer, *draft, 1, now).await?;
    }
    workflow::post(tx, reviewer, &drafts, now).await
}

fn told(book: &Book, year: FiscalYear, done: &YearClosed) -> Answer {
    let mut lines: Vec<String> = done.closures.iter().map(|c| said(book, c)).collect();
    for voucher in &done.vouchers {
        let what = voucher.entries.first().map_or("", |e| e.summary.as_str());
        lines.push(format!(
            "  {} {what} {}元,{}制单,{}复核",
            voucher.label(),
            voucher.total(),
            voucher.prepared_name,
            voucher.reviewed_name
        ));
    }
    if let Some(seal) = &done.seal {
        lines.push(format!(
            "{} {year}年已封存,下年年初借贷各{}元,校验码 {}",
            book.name,
            seal.total,
            seal.root.short_code()
        ));
    }
    let vouchers: Vec<Value> = done
        .vouchers
        .iter()
        .map(|v| json!({ "voucher": v.label(), "total": v.total().plain(), "prepared": v.prepared_name, "reviewed": v.reviewed_name }))
        .collect();
    let json = json!({
        "book": book.code, "year": year, "vouchers": vouchers,
        "closed": done.closures.iter().map(|c| closed(book, c)).collect::<Vec<_>>(),
        "seal": done.seal.as_ref().map(|s| json!({ "root": s.root.hex(), "code": s.root.short_code(), "total": s.total.plain() })),
    });
    Answer::said(lines.join("\n"), json)
}
