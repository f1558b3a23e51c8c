use askama::Template as Page;
use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::ReadTx;
use crate::kernel::{Date, Money, Outcome, Period, Refused, TemplateId, VoucherId};
use crate::ledger::{self, Amounts, Chart, DraftLine, NewDraft, NewTemplate, Shelf, Template};
use crate::village::{self, Book, Dimensions};
use crate::web::drafts::{VoucherForm, show_typed};
use crate::web::error::refused;
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

use super::recurring::{RecurringForm, RecurringRow, rows};

#[derive(Page)]
#[template(path = "repeats/shelf.html")]
struct ShelfPage {
    frame: Frame,
    code: String,
    templates: Vec<TemplateRow>,
    recurring: Vec<RecurringRow>,
    due: usize,
    may_make: bool,
    form: RecurringForm,
    months: Vec<(String, String)>,
    refused: Vec<Refused>,
}

/// One template on the shelf.
struct TemplateRow {
    id: TemplateId,
    word: String,
    whose: &'static str,
    made_name: String,
    /// `借 51301 干部报酬；贷 101 库存现金`.
    accounts: String,
    total: Money,
    /// This person may rename it and take it away.
    may_change: bool,
}

impl TemplateRow {
    fn of(template: &Template, chart: &Chart, who: &LoggedIn, book: &Book) -> TemplateRow {
        let account = |line: &DraftLine| {
            let side = if line.credit.is_zero() { "借" } else { "贷" };
            let side = if line.debit.is_zero() && line.credit.is_zero() { "" } else { side };
            let label = line.account.and_then(|id| chart.by_id(id)).map(|a| format!("{} {}", a.code, a.name));
            format!("{side} {}", label.unwrap_or_default()).trim().to_owned()
        };
        TemplateRow {
            id: template.id,
            word: template.word.clone(),
            whose: if template.book.is_some() { "本账套" } else { "全镇" },
            made_name: template.made_name.clone(),
            accounts: template.lines.iter().map(account).collect::<Vec<_>>().join("；"),
            total: template.total(),
            may_change: match template.book {
                Some(_) => who.standing.accountant(book.id).is_ok(),
                None => who.standing.chief().is_ok(),
            },
        }
    }
}

pub(super) async fn shelf(State(app): State<App>, here: BookPath) -> Answer {
    let mut tx = app.db.read().await?;
    show(&page(&mut tx, &here.who, &here.book, app.now().date(), (RecurringForm::default(), Vec::new())).await?)
}

/// The shelf, with whatever was typed and refused.
async fn page(
    tx: &mut ReadTx,
    who: &LoggedIn,
    book: &Book,
    today: Date,
    (form, refused): (RecurringForm, Vec<Refused>),
) -> Outcome<ShelfPage> {
    let chart = ledger::chart(tx, book.id).await?;
    let templates = ledger::templates(tx, book.id).await?;
    let open = ledger::first_open(tx, book.id).await?;
    let recurring = rows(&ledger::recurring_vouchers(tx, book.id).await?, open, today);
    let frame = Frame::in_book(who, book)
        .under("凭证")
        .crumb("未记账凭证", format!("/books/{}/drafts", book.code))
        .crumb("常用凭证", "");
    let start = open.min(Period::of(today));
    let end = Period::of(today).year().next().last_period();
    Ok(ShelfPage {
        frame,
        code: book.code.clone(),
        templates: templates.iter().map(|t| TemplateRow::of(t, &chart, who, book)).collect(),
        due: recurring.iter().map(|r| r.due).sum(),
        recurring,
        may_make: who.standing.accountant(book.id).is_ok(),
        months: start.through(end).map(|p| (p.to_string(), p.in_chinese())).collect(),
        form: form.offering(open.max(Period::of(today)), end),
        refused,
    })
}

/// The page again, after a recurring voucher was refused.
pub(super) async fn refused_shelf(
    app: &App,
    permit: &Permit<Accountant>,
    form: RecurringForm,
    refused: Vec<Refused>,
) -> Answer {
    let mut tx = app.db.read().await?;
    let page = page(&mut tx, &permit.who, &permit.book, app.now().date(), (form, refused.clone())).await?;
    show_refused(&page, &refused)
}

/// What F4 offers: `[{word, lines}]`, lines as the grid writes them.
pub(super) async fn list(State(app): State<App>, here: BookPath) -> Answer {
    let mut tx = app.db.read().await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    let dimensions = village::dimensions(&mut tx, here.book.id).await?;
    let templates = ledger::templates(&mut tx, here.book.id).await?;
    drop(tx);
    let shown = templates.iter().map(|t| {
        let lines: Vec<_> = t.lines.iter().filter_map(|l| line(l, &chart, &dimensions)).collect();
        json!({"id": t.id, "word": t.word, "lines": lines})
    });
    Ok(Json(shown.collect::<Vec<_>>()).into_response())
}

fn line(line: &DraftLine, chart: &Chart, dimensions: &Dimensions) -> Option<serde_json::Value> {
    let account = chart.by_id(line.account?)?;
    let dimension = match (line.household, line.counterparty, line.project) {
        (Some(id), _, _) => json!({"kind": "household", "id": id, "words": dimensions.household_name(id)}),
        (_, Some(id), _) => json!({"kind": "counterparty", "id": id, "words": dimensions.counterparty_name(id)}),
        (_, _, Some(id)) => json!({"kind": "project", "id": id, "words": dimensions.project_name(id)}),
        (None, None, None) => serde_json::Value::Null,
    };
    let amount = |money: Money| if money.is_zero() { String::new() } else { money.plain() };
    Some(json!({
        "summary": line.summary, "account": account.code.as_str(),
        "words": format!("{} {}", account.code, chart.path_name(account.id)),
        "debit": amount(line.debit), "credit": amount(line.credit), "dimension": dimension,
    }))
}

/// 存为常用凭证, from the lines in the grid or from a posted voucher.
pub(super) async fn keep(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer {
    let said = |name: &str| pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str()).to_owned();
    let (word, voucher, now) = (said("word"), said("voucher").parse::<VoucherId>().ok(), app.now());
    let amounts = if said("with_amounts").is_empty() { Amounts::LeftOut } else { Amounts::Kept };
    let shelf = shelf_of(&permit, !said("for_all").is_empty())?;
    let form = VoucherForm::of(pairs);
    let lines = lines_of(&mut app.db.read().await?, &permit, voucher, &form).await?;
    let new = NewTemplate { word, lines, amounts };
    let kept = app.db.write(move |tx| Box::pin(async move { ledger::keep_template(tx, &shelf, new, now).await })).await;
    let code = &permit.book.code;
    match kept {
        Ok(_) if voucher.is_some() || form.version == "0" => Ok(see_other(format!("/books/{code}/templates"))),
        Ok(_) => Ok(see_other(format!("/books/{code}/drafts/{}", form.id))),
        Err(failure) if voucher.is_none() => {
            let refused = refused(failure)?;
            let mut tx = app.db.read().await?;
            let there = match form.id.parse() {
                Ok(id) => ledger::draft(&mut tx, permit.book.id, id).await.ok(),
                Err(_) => None,
            };
            show_typed(&mut tx, &permit, form, (there.as_ref(), now.date()), refused).await
        }
        Err(failure) => refused_shelf(&app, &permit, RecurringForm::default(), refused(failure)?).await,
    }
}

async fn lines_of(
    tx: &mut ReadTx,
    permit: &Permit<Accountant>,
    voucher: Option<VoucherId>,
    form: &VoucherForm,
) -> Outcome<Vec<DraftLine>> {
    if let Some(id) = voucher {
        let voucher = ledger::voucher(tx, permit.book.id, id).await?;
        return Ok(voucher.entries.iter().map(ledger::Entry::to_line).collect());
    }
    let chart = ledger::chart(tx, permit.book.id).await?;
    Ok(form.read_into(NewDraft::regular(Date::default(), Vec::new()), &chart)?.lines)
}

fn shelf_of(permit: &Permit<Accountant>, for_all: bool) -> Outcome<Shelf> {
    if for_all {
        return Ok(Shelf::Township(permit.who.standing.chief()?));
    }
    Ok(Shelf::Book(permit.by.clone()))
}

#[derive(Deserialize)]
pub(super) struct At {
    id: TemplateId,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct WordForm {
    word: String,
}

/// The shelf a template of this book's list stands on.
async fn shelf_with(app: &App, permit: &Permit<Accountant>, id: TemplateId) -> Outcome<Shelf> {
    let there = ledger::template(&mut app.db.read().await?, permit.book.id, id).await?;
    shelf_of(permit, there.book.is_none())
}

pub(super) async fn rename(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<WordForm>,
) -> Answer {
    let (shelf, now) = (shelf_with(&app, &permit, at.id).await?, app.now());
    let done = app
        .db
        .write(move |tx| Box::pin(async move { ledger::rename_template(tx, &shelf, at.id, &form.word, now).await }))
        .await;
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/templates#t-{}", permit.book.code, at.id))),
        Err(failure) => refused_shelf(&app, &permit, RecurringForm::default(), refused(failure)?).await,
    }
}

pub(super) async fn delete(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    let (shelf, now) = (shelf_with(&app, &permit, at.id).await?, app.now());
    app.db.write(move |tx| Box::pin(async move { ledger::delete_template(tx, &shelf, at.id, now).await })).await?;
    Ok(see_other(format!("/books/{}/templates", permit.book.code)))
}
