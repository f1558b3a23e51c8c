//! The grid: a voucher being filled in, kept line by line, saved, or deleted.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::ReadTx;
use crate::kernel::{Date, DraftId, Failure, Outcome, Period, Refused};
use crate::ledger::{self, Chart, Dimension, Draft, DraftState, NewDraft, Sheet, VoucherKind};
use crate::village::{self, Dimensions};
use crate::web::error::refused;
use crate::web::extract::{Form, Path, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::workflow;

use super::face::Face;
use super::form::{TypedLine, VoucherForm};
use super::paper::{Papers, papers};

/// A book's draft in the path.
#[derive(Deserialize)]
pub(super) struct At {
    pub(super) id: DraftId,
}

#[derive(Template)]
#[template(path = "drafts/sheet.html")]
struct SheetPage {
    frame: Frame,
    code: String,
    book_name: String,
    form: VoucherForm,
    lines: Vec<LineShown>,
    papers: Papers,
    refused: Vec<Refused>,
    period: String,
    first_day: Date,
    last_day: Date,
    standing: Standing,
    just_saved: String,
}

/// What is known of the draft beside what is typed.
#[derive(Clone, Debug, Default)]
struct Standing {
    kept: bool,
    handed_back: String,
    kind: String,
    preparer: String,
    reviewer: String,
}

/// One line as the grid's macro wants it.
struct LineShown {
    n: usize,
    summary: String,
    account: String,
    account_words: String,
    debit: String,
    credit: String,
    dimension: String,
    dimension_id: String,
    dimension_words: String,
}

impl LineShown {
    fn of(line: &TypedLine, chart: &Chart, dimensions: &Dimensions) -> LineShown {
        let account = line.account(chart);
        let (dimension, id, words) = match account.and_then(|a| a.dimension) {
            Some(Dimension::Household) => {
                ("household", &line.household, line.household.parse().map(|id| dimensions.household_name(id)).ok())
            }
            Some(Dimension::Counterparty) => (
                "counterparty",
                &line.counterparty,
                line.counterparty.parse().map(|id| dimensions.counterparty_name(id)).ok(),
            ),
            Some(Dimension::Project) => {
                ("project", &line.project, line.project.parse().map(|id| dimensions.project_name(id)).ok())
            }
            None => ("", &line.household, None),
        };
        LineShown {
            n: line.n,
            summary: line.summary.clone(),
            account: account.map_or_else(|| line.account.trim().to_owned(), |a| a.code.to_string()),
            account_words: account.map(|a| chart.path_name(a.id)).unwrap_or_default(),
            debit: line.debit.clone(),
            credit: line.credit.clone(),
            dimension: dimension.to_owned(),
            dimension_id: id.clone(),
            dimension_words: words.unwrap_or_default().to_owned(),
        }
    }
}

/// Lines the form shows at least, also without scripts.
const LINES: usize = 5;

fn lines_shown(form: &VoucherForm, chart: &Chart, dimensions: &Dimensions) -> Vec<LineShown> {
    let mut typed = form.lines.clone();
    let mut next = typed.last().map_or(0, |l| l.n + 1);
    while typed.len() < LINES {
        typed.push(TypedLine { n: next, ..TypedLine::default() });
        next += 1;
    }
    typed.iter().map(|l| LineShown::of(l, chart, dimensions)).collect()
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    date: String,
    saved: String,
}

/// An empty voucher. Its id is given here, so that whatever is sent from this page is one draft.
pub(super) async fn new(State(app): State<App>, permit: Permit<Accountant>, Query(wish): Query<Wish>) -> Answer {
    let mut tx = app.db.read().await?;
    let date = match wish.date.parse() {
        Ok(date) => date,
        Err(_) => usual_day(&mut tx, &permit, app.now().date()).await?,
    };
    let just_saved = match wish.saved.parse() {
        Ok(id) => ledger::draft(&mut tx, permit.book.id, id).await.map(|d| saved_words(&d)).unwrap_or_default(),
        Err(_) => String::new(),
    };
    let form = VoucherForm::blank(Sheet { id: DraftId::new(), version: 0 }, date);
    let page = page(&mut tx, &permit, form, (None, app.now().date()), Vec::new()).await?;
    show(&SheetPage { just_saved, ..page })
}

/// Today, or the first open month when that lies ahead.
async fn usual_day(tx: &mut ReadTx, permit: &Permit<Accountant>, today: Date) -> Outcome<Date> {
    Ok(today.max(ledger::first_open(tx, permit.book.id).await?.first_day()))
}

fn saved_words(draft: &Draft) -> String {
    let papers = draft.document_count;
    format!("已保存：{} {} {}元，附单据 {papers} 张，记账时编号。", draft.date, draft.summary(), draft.total())
}

#[derive(Template)]
#[template(path = "drafts/show.html")]
struct ShowPage {
    frame: Frame,
    code: String,
    book_name: String,
    draft: Draft,
    face: Face,
    papers: Papers,
    may_delete: bool,
}

/// The draft in the grid for those who make vouchers, to read for everybody else. A red-letter
/// voucher mirrors another one and is never typed over.
pub(super) async fn edit(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    let draft = ledger::draft(&mut tx, here.book.id, at.id).await?;
    let maker = here.who.standing.accountant(here.book.id);
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    if let (Ok(by), false) = (&maker, draft.kind == VoucherKind::Reversal) {
        let form = VoucherForm::of_draft(&draft, &chart);
        let permit = Permit { by: by.clone(), book: here.book, who: here.who };
        return show(&page(&mut tx, &permit, form, (Some(&draft), app.now().date()), Vec::new()).await?);
    }
    let dimensions = village::dimensions(&mut tx, here.book.id).await?;
    let ids: Vec<_> = draft.documents.iter().map(|d| d.0).collect();
    let papers = papers(&mut tx, &here.book, &ids).await?;
    let frame = Frame::in_book(&here.who, &here.book)
        .under("凭证")
        .crumb("未记账凭证", format!("/books/{}/drafts", here.book.code))
        .crumb(draft.state.in_chinese(), "");
    show(&ShowPage {
        frame,
        book_name: here.book.printed_name().to_owned(),
        code: here.book.code,
        face: Face::of_draft(&draft, &chart, &dimensions),
        draft,
        papers,
        may_delete: maker.is_ok(),
    })
}

async fn page(
    tx: &mut ReadTx,
    permit: &Permit<Accountant>,
    form: VoucherForm,
    (draft, today): (Option<&Draft>, Date),
    refused: Vec<Refused>,
) -> Outcome<SheetPage> {
    let book = &permit.book;
    let chart = ledger::chart(tx, book.id).await?;
    let dimensions = village::dimensions(tx, book.id).await?;
    let ids: Vec<_> = draft.iter().flat_map(|d| &d.documents).map(|d| d.0).collect();
    let word = if draft.is_some() { "改凭证" } else { "填制凭证" };
    let frame = Frame::in_book(&permit.who, book)
        .under("凭证")
        .crumb("未记账凭证", format!("/books/{}/drafts", book.code))
        .crumb(word, "");
    let open = ledger::first_open(tx, book.id).await?;
    let period = form.date.trim().parse().map_or(open, Period::of);
    Ok(SheetPage {
        frame,
        code: book.code.clone(),
        book_name: book.printed_name().to_owned(),
        lines: lines_shown(&form, &chart, &dimensions),
        papers: papers(tx, book, &ids).await?,
        refused,
        period: period.to_string(),
        first_day: open.first_day(),
        last_day: Period::of(today).max(open).last_day(),
        standing: standing(permit, draft),
        just_saved: String::new(),
        form,
    })
}

fn standing(permit: &Permit<Accountant>, draft: Option<&Draft>) -> Standing {
    let Some(draft) = draft else {
        return Standing { preparer: permit.by.actor().name.clone(), ..Standing::default() };
    };
    let kind = if draft.kind == VoucherKind::Regular { "" } else { draft.kind.in_chinese() };
    Standing {
        kept: true,
        handed_back: draft.handed_back.clone(),
        kind: kind.to_owned(),
        preparer: draft.prepared_name.clone(),
        reviewer: draft.reviewed_name.clone(),
    }
}

/// Finished (制单) or put aside (暂存), as the pressed button says.
pub(super) async fn save(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer {
    let form = VoucherForm::of(pairs);
    let finished = if form.then == "park" { DraftState::Parked } else { DraftState::Prepared };
    match keep(&app, &permit, &form, finished).await {
        Ok(_) => Ok(see_other(whereto(&permit.book.code, &form))),
        Err(failure) => {
            let refused = refused(failure)?;
            refused_page(&app, &permit, form, refused).await
        }
    }
}

fn whereto(code: &str, form: &VoucherForm) -> String {
    match form.then.as_str() {
        "new" => format!("/books/{code}/drafts/new?date={}&saved={}", form.date.trim(), form.id),
        _ => format!("/books/{code}/drafts#d-{}", form.id),
    }
}

/// Everything typed, and everything wrong with it. When somebody else was faster, saving once more
/// puts this page's content in the place of theirs; when the draft is gone, it becomes a new one.
async fn refused_page(app: &App, permit: &Permit<Accountant>, mut form: VoucherForm, refused: Vec<Refused>) -> Answer {
    let mut tx = app.db.read().await?;
    let there = standing_draft(&mut tx, permit, form.sheet()?).await?;
    let sheet = match &there {
        Some(draft) => Sheet { id: draft.id, version: draft.version },
        None => Sheet { id: DraftId::new(), version: 0 },
    };
    (form.id, form.version) = (sheet.id.text(), sheet.version.to_string());
    let page = page(&mut tx, permit, form, (there.as_ref(), app.now().date()), refused.clone()).await?;
    show_refused(&page, &refused)
}

async fn standing_draft(tx: &mut ReadTx, permit: &Permit<Accountant>, sheet: Sheet) -> Outcome<Option<Draft>> {
    match ledger::draft(tx, permit.book.id, sheet.id).await {
        Ok(draft) => Ok(Some(draft)),
        Err(failure) if failure.is("ledger.no_such_voucher") => Ok(None),
        Err(failure) => Err(failure),
    }
}

async fn keep(app: &App, permit: &Permit<Accountant>, form: &VoucherForm, finished: DraftState) -> Outcome<i64> {
    let (sheet, now) = (form.sheet()?, app.now());
    let (permit, typed) = (permit.clone(), form.clone());
    let kept = app.db.write(move |tx| {
        Box::pin(async move {
            let chart = ledger::chart(tx, permit.book.id).await?;
            let there = standing_draft(tx, &permit, sheet).await?;
            let base = there.map_or_else(|| NewDraft::regular(now.date(), Vec::new()), |d| d.to_new());
            match typed.read_into(base.clone(), &chart) {
                Ok(new) => ledger::keep(tx, &permit.by, sheet, new, finished, now).await,
                Err(Failure::Refused(unreadable)) => {
                    let dimensions = village::dimensions(tx, permit.book.id).await?;
                    Err(Failure::Refused(typed.all_faults(unreadable, &chart, &dimensions, &base)))
                }
                Err(fault) => Err(fault),
            }
        })
    });
    kept.await.map_err(|failure| match failure {
        Failure::Refused(list) => Failure::Refused(form.at_cells(list)),
        fault => fault,
    })
}

/// After every line: kept as it is, without a rule and without a number.
pub(super) async fn autosave(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer {
    let form = VoucherForm::of(pairs);
    let version = if form.lines.is_empty() && form.version == "0" {
        0
    } else {
        keep(&app, &permit, &form, DraftState::Parked).await?
    };
    Ok(Json(json!({"id": form.id, "version": version, "fields": {"version": version.to_string()}})).into_response())
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct VersionForm {
    version: i64,
}

/// Deletes the draft; the log remembers what it said, and the item it came from is back with the centre.
pub(super) async fn delete(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<VersionForm>,
) -> Answer {
    let (by, now) = (permit.by, app.now());
    app.db
        .write(move |tx| Box::pin(async move { workflow::delete_draft(tx, &by, at.id, form.version, now).await }))
        .await?;
    Ok(see_other(format!("/books/{}/drafts", permit.book.code)))
}
