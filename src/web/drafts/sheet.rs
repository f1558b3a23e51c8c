//! The grid: a voucher being filled in, kept line by line, saved, or deleted.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::ReadTx;
use crate::kernel::{Date, DraftId, Outcome, Period, Refused};
use crate::ledger::{self, CorrectionStage, Draft, VoucherKind};
use crate::village;
use crate::web::extract::{Fragment, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, show, show_refused};
use crate::web::permit::{BookPath, Permit};

use super::face::Face;
use super::form::VoucherForm;
use super::line_shown::{LineShown, lines_shown};
use super::paper::{Behind, Papers, behind, papers_of_voucher};

/// A book's draft in the path.
#[derive(Deserialize)]
pub(super) struct At {
    pub(super) id: DraftId,
}

#[derive(Template)]
#[template(path = "drafts/sheet.html", blocks = ["papers"])]
pub(super) struct SheetPage {
    frame: Frame,
    code: String,
    book_name: String,
    form: VoucherForm,
    lines: Vec<LineShown>,
    papers: Papers,
    behind: Vec<Behind>,
    refused: Vec<Refused>,
    period: String,
    first_day: Date,
    last_day: Date,
    standing: Standing,
    /// Where files brought on this page go.
    upload: String,
    /// The chief accountant may put a template on the township's shelf.
    for_all: bool,
    pub(super) just_saved: String,
    /// What it began with, in words.
    pub(super) from: String,
}

impl SheetPage {
    /// Pages of everything behind the voucher.
    fn pages(&self) -> i64 {
        self.behind.iter().map(|b| b.pages).sum()
    }
}

/// What is known of the draft beside what is typed.
#[derive(Clone, Debug, Default)]
struct Standing {
    kept: bool,
    handed_back: String,
    kind: String,
    preparer: String,
    reviewer: String,
    /// The voucher it corrects, and the red one beside it.
    links: Vec<(String, String)>,
    /// Papers that came with a submission stay behind it.
    from_submission: bool,
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
pub(super) async fn edit(State(app): State<App>, here: BookPath, fragment: Fragment, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    let draft = ledger::draft(&mut tx, here.book.id, at.id).await?;
    let maker = here.who.standing.accountant(here.book.id);
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    if let (Ok(by), false) = (&maker, draft.kind == VoucherKind::Reversal) {
        let form = VoucherForm::of_draft(&draft, &chart);
        let permit = Permit { by: by.clone(), book: here.book, who: here.who };
        let page = page(&mut tx, &permit, form, (Some(&draft), app.now().date()), Vec::new()).await?;
        return if fragment.name() == "papers" { show(&page.as_papers()) } else { show(&page) };
    }
    let dimensions = village::dimensions(&mut tx, here.book.id).await?;
    let ids: Vec<_> = draft.documents.iter().map(|d| d.0).collect();
    let papers = papers_of_voucher(&mut tx, &here.book, &ids, draft.submission).await?;
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

pub(super) async fn page(
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
    let links = match draft {
        Some(draft) => links(tx, permit, draft).await?,
        None => Vec::new(),
    };
    let period = form.date.trim().parse().map_or(open, Period::of);
    Ok(SheetPage {
        frame,
        code: book.code.clone(),
        book_name: book.printed_name().to_owned(),
        lines: lines_shown(&form, &chart, &dimensions),
        papers: papers_of_voucher(tx, book, &ids, draft.and_then(|d| d.submission)).await?,
        behind: behind(tx, book, &ids).await?,
        refused,
        period: period.to_string(),
        first_day: open.first_day(),
        last_day: Period::of(today).max(open).last_day(),
        standing: Standing { links, ..standing(permit, draft) },
        upload: format!("/books/{}/files", book.code),
        for_all: permit.who.standing.chief().is_ok(),
        just_saved: String::new(),
        from: String::new(),
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
        links: Vec::new(),
        from_submission: draft.submission.is_some(),
    }
}

/// The voucher a blue one corrects, and what else corrects it.
async fn links(tx: &mut ReadTx, permit: &Permit<Accountant>, draft: &Draft) -> Outcome<Vec<(String, String)>> {
    let Some(original) = draft.corrects else { return Ok(Vec::new()) };
    let (book, code) = (permit.book.id, &permit.book.code);
    let voucher = ledger::voucher(tx, book, original).await?;
    let mut links = vec![(format!("原凭证 {}", voucher.label()), format!("/books/{code}/vouchers/{original}"))];
    for correction in ledger::corrections_of(tx, book, original).await? {
        let kind = correction.kind.in_chinese();
        links.extend(match correction.stage {
            CorrectionStage::Draft(id) if id == draft.id => None,
            CorrectionStage::Draft(id) => Some((format!("{kind}（草稿）"), format!("/books/{code}/drafts/{id}"))),
            CorrectionStage::Posted { voucher, period, number } => {
                Some((format!("{kind} {period} {number}"), format!("/books/{code}/vouchers/{voucher}")))
            }
        });
    }
    Ok(links)
}

/// Everything typed, and everything wrong with it, of the draft as it stands.
pub(in crate::web) async fn show_typed(
    tx: &mut ReadTx,
    permit: &Permit<Accountant>,
    form: VoucherForm,
    (draft, today): (Option<&Draft>, Date),
    refused: Vec<Refused>,
) -> Answer {
    let page = page(tx, permit, form, (draft, today), refused.clone()).await?;
    show_refused(&page, &refused)
}
