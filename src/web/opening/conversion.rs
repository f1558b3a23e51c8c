use std::collections::BTreeMap;

use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::kernel::{Failure, Outcome, Refused};
use crate::ledger::{
    self, Becomes, ConversionDraft, ConversionPreview, ConversionRefusal, ConversionSheet, FILE_AT_DESK,
    MissingDetails, OldChart, SheetAdjustment, Side,
};
use crate::village::Book;

use crate::web::books_settings::below;
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};

use super::Sent;

/// Lines for adjustments that are offered blank.
const BLANK: usize = 4;

#[derive(Template)]
#[template(path = "opening/conversion.html")]
struct ConversionPage {
    frame: Frame,
    book: Book,
    may_open: bool,
    draft: Option<ConversionDraft>,
    found: Option<ConversionPreview>,
    /// Adjustments typed so far, and blank lines for more.
    adjustments: Vec<SheetAdjustment>,
    notices: Vec<String>,
    /// Names of the new accounts by code.
    names: BTreeMap<String, String>,
    form: Sent,
    refused: Vec<Refused>,
}

impl ConversionPage {
    /// Nothing is wrong or undecided.
    fn is_ready(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.opening.refused.is_empty())
    }

    /// How many details will be made with it.
    fn missing(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.opening.missing.len())
    }

    /// `101 库存现金`: a code with its name, so that nobody has to know it by heart.
    fn labelled(&self, code: &str) -> String {
        match self.names.get(code) {
            Some(name) => format!("{code} {name}"),
            None => code.to_owned(),
        }
    }

    /// What the table says of an old account, where it is not sure.
    fn doubt(&self, code: &str) -> &'static str {
        let chart = OldChart::of_2004().ok();
        let basis = chart.as_ref().and_then(|chart| chart.account(code)).map(|account| account.basis);
        match basis {
            Some(ledger::Basis::Unverified) => "衔接规定未见明文，由会计判断",
            _ => "",
        }
    }
}

pub(super) fn frame(here: &BookPath) -> Frame {
    let code = &here.book.code;
    below(here)
        .crumb("期初余额", format!("/books/{code}/opening"))
        .crumb("新旧衔接", format!("/books/{code}/opening/conversion"))
}

async fn page_of(app: &App, here: &BookPath, form: Sent, refused: Vec<Refused>) -> Outcome<ConversionPage> {
    let mut tx = app.db.read().await?;
    let draft = ledger::conversion_draft(&mut tx, here.book.id).await?;
    let found = match &draft {
        Some(draft) => Some(ledger::preview_conversion(&mut tx, here.book.id, &draft.sheet).await?),
        None => None,
    };
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    drop(tx);
    let mut adjustments = draft.as_ref().map(|d| d.sheet.adjustments.clone()).unwrap_or_default();
    adjustments.extend(std::iter::repeat_n(SheetAdjustment::default(), BLANK));
    Ok(ConversionPage {
        frame: frame(here),
        book: here.book.clone(),
        may_open: here.who.standing.accountant(here.book.id).is_ok(),
        draft,
        found,
        adjustments,
        notices: Vec::new(),
        names: chart.accounts().iter().map(|a| (a.code.to_string(), a.name.clone())).collect(),
        form,
        refused,
    })
}

/// The sheet as it stands, or the form for the old balances; the working paper once it is confirmed.
pub(super) async fn page(State(app): State<App>, here: BookPath) -> Answer {
    if ledger::opening_confirmed(&mut app.db.read().await?, here.book.id).await? {
        return Ok(see_other(format!("/books/{}/opening/working-paper", here.book.code)));
    }
    show(&page_of(&app, &here, Sent::default(), Vec::new()).await?)
}

/// 录入旧账余额: the file becomes a sheet in which what is certain is filled in.
pub(super) async fn receive(
    State(app): State<App>,
    here: BookPath,
    permit: Permit<Accountant>,
    parts: Result<Multipart, MultipartRejection>,
) -> Answer {
    let (form, bytes) = Sent::receive(&app, permit.by.id(), parts).await?;
    match begin(&app, permit.by, &form.name, &bytes).await {
        Ok(notices) => {
            let page = ConversionPage { notices, ..page_of(&app, &here, Sent::default(), Vec::new()).await? };
            show(&page)
        }
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page_of(&app, &here, form, refused.clone()).await?, &refused)
        }
    }
}

async fn begin(app: &App, by: Accountant, name: &str, bytes: &[u8]) -> Outcome<Vec<String>> {
    if bytes.is_empty() {
        return Err(WebRefusal::NoFile.into());
    }
    let file = ledger::read_conversion_file(bytes, &FILE_AT_DESK).map_err(Failure::Refused)?;
    let notices = file.notices.clone();
    let sheet = ConversionSheet::of(file, name, &OldChart::of_2004()?);
    let now = app.now();
    let keeping =
        app.db.write(move |tx| Box::pin(async move { ledger::keep_conversion(tx, &by, &sheet, None, now).await }));
    keeping.await?;
    Ok(notices)
}

/// What was typed into the sheet: the old balances are the server's own, the rest comes back in columns.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Typed {
    version: String,
    part_line: Vec<String>,
    part_account: Vec<String>,
    part_detail: Vec<String>,
    part_amount: Vec<String>,
    part_reason: Vec<String>,
    adjust_account: Vec<String>,
    adjust_detail: Vec<String>,
    adjust_debit: Vec<String>,
    adjust_credit: Vec<String>,
    adjust_reason: Vec<String>,
}

impl Typed {
    /// The sheet with what was typed in place of what stood there.
    fn into_sheet(self, mut sheet: ConversionSheet) -> ConversionSheet {
        let at = |list: &[String], i: usize| list.get(i).map(|t| t.trim().to_owned()).unwrap_or_default();
        let code = |list: &[String], i: usize| at(list, i).split_whitespace().next().unwrap_or_default().to_owned();
        let mut taken = vec![0; sheet.lines.len()];
        for (i, line) in self.part_line.iter().enumerate() {
            let Some(n) = line.parse::<usize>().ok().filter(|n| *n < sheet.lines.len()) else { continue };
            if let Some(part) = sheet.lines[n].parts.get_mut(taken[n]) {
                part.account = code(&self.part_account, i);
                part.detail = at(&self.part_detail, i);
                part.amount = at(&self.part_amount, i);
                part.reason = at(&self.part_reason, i);
            }
            taken[n] += 1;
        }
        let of = |i: usize, side: Side, amount: String| SheetAdjustment {
            row: 0,
            side: side.to_string(),
            account: code(&self.adjust_account, i),
            detail: at(&self.adjust_detail, i),
            amount,
            reason: at(&self.adjust_reason, i),
        };
        sheet.adjustments.clear();
        for i in 0..self.adjust_account.len() {
            let (debit, credit) = (at(&self.adjust_debit, i), at(&self.adjust_credit, i));
            let is_blank = code(&self.adjust_account, i).is_empty() && at(&self.adjust_reason, i).is_empty();
            if !debit.is_empty() || (credit.is_empty() && !is_blank) {
                sheet.adjustments.push(of(i, Side::Debit, debit));
            }
            if !credit.is_empty() {
                sheet.adjustments.push(of(i, Side::Credit, credit));
            }
        }
        sheet
    }
}

/// 保存并核对: whatever was typed is kept; what is wrong is said on the page.
pub(super) async fn save(
    State(app): State<App>,
    here: BookPath,
    permit: Permit<Accountant>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (by, now) = (permit.by, app.now());
    let saving = app.db.write(move |tx| {
        Box::pin(async move {
            let draft = ledger::conversion_draft(tx, by.book()).await?.ok_or(ConversionRefusal::NoBalances)?;
            let version = typed.version.parse().unwrap_or_default();
            let sheet = typed.into_sheet(draft.sheet);
            ledger::keep_conversion(tx, &by, &sheet, Some(version), now).await
        })
    });
    match saving.await {
        Ok(()) => Ok(see_other(format!("/books/{}/opening/conversion", here.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page_of(&app, &here, Sent::default(), refused.clone()).await?, &refused)
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Confirmed {
    version: String,
}

/// 建账: the sheet as it was shown becomes the opening, and the working paper is kept.
pub(super) async fn confirm(
    State(app): State<App>,
    here: BookPath,
    permit: Permit<Accountant>,
    Form(confirmed): Form<Confirmed>,
) -> Answer {
    let (by, now) = (permit.by, app.now());
    let converting = app.db.write(move |tx| {
        Box::pin(async move {
            let draft = ledger::conversion_draft(tx, by.book()).await?.ok_or(ConversionRefusal::NoBalances)?;
            if confirmed.version != draft.version.to_string() {
                return Err(ConversionRefusal::SheetStale { who: draft.saved_name }.into());
            }
            ledger::convert(tx, &by, &draft.sheet, MissingDetails::Create, now).await
        })
    });
    match converting.await {
        Ok(_) => Ok(see_other(format!("/books/{}/opening/working-paper", here.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page_of(&app, &here, Sent::default(), refused.clone()).await?, &refused)
        }
    }
}
