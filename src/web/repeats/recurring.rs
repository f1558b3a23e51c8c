use askama::Template as Page;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::ReadTx;
use crate::kernel::{Date, Failure, Outcome, Period, RecurringId, Refused, TemplateId, Timestamp};
use crate::ledger::{self, Due, NewRecurring, Recurring, TemplateRefusal};
use crate::village::Book;
use crate::web::books::books_of;
use crate::web::error::refused;
use crate::web::extract::{Form, Path, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Permit;
use crate::web::visit::LoggedIn;

use super::templates::refused_shelf;

/// One recurring voucher as it is listed.
pub(super) struct RecurringRow {
    pub(super) recurring: Recurring,
    /// Months to be made today.
    pub(super) due: usize,
    /// When it comes next; empty when nothing is left of it.
    pub(super) next: String,
    /// Its light.
    pub(super) tone: &'static str,
    /// Months made of it, the last ones.
    pub(super) made: String,
}

/// The recurring vouchers of one book.
pub(super) fn rows(recurring: &[Recurring], open: Period, today: Date) -> Vec<RecurringRow> {
    recurring.iter().map(|r| row(r, open, today)).collect()
}

fn row(recurring: &Recurring, open: Period, today: Date) -> RecurringRow {
    let due = recurring.due(open, today).len();
    let next = recurring.next(open);
    let (tone, said) = match next {
        Some(next) if next.date <= today => ("amber", format!("{} 到期", next.date)),
        Some(next) => ("grey", format!("下次 {}", next.date)),
        None => ("green", "已到止月".to_owned()),
    };
    let made: Vec<String> = recurring.months.iter().rev().take(3).map(|m| m.period.to_string()).collect();
    RecurringRow { recurring: recurring.clone(), due, next: said, tone, made: made.join("、") }
}

/// What is to be set up, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RecurringForm {
    pub(super) template: String,
    pub(super) word: String,
    pub(super) day: String,
    pub(super) from: String,
    pub(super) to: String,
}

impl RecurringForm {
    /// Months offered first, where nothing was typed.
    pub(super) fn offering(mut self, first: Period, last: Period) -> RecurringForm {
        if self.from.is_empty() {
            self.from = first.to_string();
        }
        if self.to.is_empty() {
            self.to = last.to_string();
        }
        self
    }

    async fn read(&self, tx: &mut ReadTx, book: &Book) -> Outcome<NewRecurring> {
        let id: TemplateId = self.template.parse().map_err(|_| TemplateRefusal::NoSuchTemplate)?;
        let template = ledger::template(tx, book.id, id).await?;
        let open = ledger::first_open(tx, book.id).await?;
        let word = if self.word.trim().is_empty() { template.word } else { self.word.clone() };
        Ok(NewRecurring {
            word,
            day: self.day.trim().parse().unwrap_or(0),
            from: self.from.parse().unwrap_or(open),
            to: self.to.parse().unwrap_or(open),
            lines: template.lines,
        })
    }
}

/// 设为定期, from a template with its amounts.
pub(super) async fn keep(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(form): Form<RecurringForm>,
) -> Answer {
    let (by, now) = (permit.by.clone(), app.now());
    let new = form.read(&mut app.db.read().await?, &permit.book).await;
    let kept = match new {
        Ok(new) => {
            app.db.write(move |tx| Box::pin(async move { ledger::keep_recurring(tx, &by, new, now).await })).await
        }
        Err(failure) => Err(failure),
    };
    match kept {
        Ok(_) => Ok(see_other(format!("/books/{}/templates#recurring", permit.book.code))),
        Err(failure) => refused_shelf(&app, &permit, form, refused(failure)?).await,
    }
}

#[derive(Deserialize)]
pub(super) struct At {
    id: RecurringId,
}

pub(super) async fn end(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    let (by, now) = (permit.by, app.now());
    app.db.write(move |tx| Box::pin(async move { ledger::end_recurring(tx, &by, at.id, now).await })).await?;
    Ok(see_other(format!("/books/{}/templates#recurring", permit.book.code)))
}

/// One voucher to be made, in whose book, under which word.
pub(in crate::web) struct DueNow {
    pub(in crate::web) book: Book,
    pub(in crate::web) word: String,
    pub(in crate::web) total: crate::kernel::Money,
    pub(in crate::web) due: Due,
}

/// Everything of these books that is due today, by book and day.
pub(in crate::web) async fn due_in(
    tx: &mut ReadTx,
    who: &LoggedIn,
    books: &[Book],
    today: Date,
) -> Outcome<Vec<DueNow>> {
    let mut all = Vec::new();
    let recurring = ledger::recurring_of_my_books(tx, &who.standing).await?;
    if recurring.is_empty() {
        return Ok(all);
    }
    let closed = ledger::month_states(tx).await?;
    for each in recurring {
        let Some(book) = books.iter().find(|b| b.id == each.book) else { continue };
        let open = closed.get(&each.book).map_or(book.enabled_from, |last| last.next());
        let one = |due| DueNow { book: book.clone(), word: each.word.clone(), total: each.total(), due };
        all.extend(each.due(open, today).into_iter().map(one));
    }
    all.sort_by(|a, b| (&a.book.code, a.due.date).cmp(&(&b.book.code, b.due.date)));
    Ok(all)
}

/// One that could not be made.
struct Left {
    words: String,
    href: String,
    reasons: Vec<Refused>,
}

#[derive(Page)]
#[template(path = "repeats/due.html")]
struct DuePage {
    frame: Frame,
    due: Vec<DueNow>,
    made: usize,
    left: Vec<Left>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Made {
    made: usize,
}

/// What is due over all books of this person.
pub(super) async fn everywhere(State(app): State<App>, who: LoggedIn, Query(made): Query<Made>) -> Answer {
    show(&due_page(&app, &who, made.made, Vec::new()).await?)
}

async fn due_page(app: &App, who: &LoggedIn, made: usize, left: Vec<Left>) -> Outcome<DuePage> {
    let books = books_of(app, who).await?;
    let due = due_in(&mut app.db.read().await?, who, &books, app.now().date()).await?;
    Ok(DuePage { frame: Frame::of(who).under("凭证").crumb("到期的定期凭证", ""), due, made, left })
}

/// 生成 of everything due in every book of this person; one that cannot be made does not hold up the others.
pub(super) async fn make_everywhere(State(app): State<App>, who: LoggedIn) -> Answer {
    let books = books_of(&app, &who).await?;
    let (made, left) = made_of(&app, &who, &books).await?;
    if left.is_empty() {
        return Ok(see_other(format!("/recurring?made={made}")));
    }
    let reasons: Vec<Refused> = left.iter().flat_map(|l| l.reasons.clone()).collect();
    show_refused(&due_page(&app, &who, made, left).await?, &reasons)
}

/// The same of one book.
pub(super) async fn make(State(app): State<App>, permit: Permit<Accountant>) -> Answer {
    let (made, left) = made_of(&app, &permit.who, std::slice::from_ref(&permit.book)).await?;
    if left.is_empty() {
        return Ok(see_other(format!("/books/{}/drafts#prepared", permit.book.code)));
    }
    let reasons: Vec<Refused> = left.iter().flat_map(|l| l.reasons.clone()).collect();
    show_refused(&due_page(&app, &permit.who, made, left).await?, &reasons)
}

async fn made_of(app: &App, who: &LoggedIn, books: &[Book]) -> Outcome<(usize, Vec<Left>)> {
    let now = app.now();
    let due = due_in(&mut app.db.read().await?, who, books, now.date()).await?;
    let (mut made, mut left) = (0, Vec::new());
    for each in due {
        match make_one(app, who, &each, now).await {
            Ok(()) => made += 1,
            Err(Failure::Refused(reasons)) => left.push(Left {
                words: format!("{} {} {}", each.book.village_name, each.due.period.in_chinese(), each.word),
                href: format!("/books/{}/templates#recurring", each.book.code),
                reasons,
            }),
            Err(fault) => return Err(fault),
        }
    }
    Ok((made, left))
}

async fn make_one(app: &App, who: &LoggedIn, each: &DueNow, now: Timestamp) -> Outcome<()> {
    let (by, due) = (who.standing.accountant(each.book.id)?, each.due);
    let making = app
        .db
        .write(move |tx| Box::pin(async move { ledger::make_due(tx, &by, due.recurring, due.period, now).await }));
    making.await.map(drop)
}
