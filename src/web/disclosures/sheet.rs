//! One sheet on screen: what will stand on the board, how far it has come, and the one next act.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Standing;
use crate::disclosure::{
    self, Block, CatalogueRow, DisclosureSheet, ItemSource, NoticeHead, Printed, SheetSpan, Turn, Verdict,
};
use crate::kernel::{Outcome, Refused};
use crate::ledger;
use crate::pdf::disclosure::DisclosurePaper;
use crate::pdf::{Fonts, MissingGlyph};
use crate::village::{self, Book};

use super::super::error::WebRefusal;
use super::super::extract::{Path, Query};
use super::super::frame::Frame;
use super::super::page::{Answer, see_other, show, show_refused};
use super::super::permit::BookPath;
use super::super::visit::LoggedIn;
use super::light;
use super::paper::{PaperQuery, paper};
use crate::web::light::Light;

/// `/books/LJ/disclosures/2024Q4` or `…/2024-10`, or the same with `.pdf`.
#[derive(Deserialize)]
pub(super) struct At {
    pub(super) quarter: String,
}

impl At {
    pub(super) fn span(&self) -> Result<SheetSpan, WebRefusal> {
        self.quarter.parse().map_err(|_| WebRefusal::NoSuchPage)
    }
}

/// Everything both layouts show.
pub(super) struct View {
    pub(super) code: String,
    pub(super) printed: Printed,
    pub(super) light: Light,
    pub(super) act: Turn,
    /// Why there is no act, or what must come first.
    pub(super) waits: String,
    /// The published corrections of this sheet.
    pub(super) corrected: Vec<NoticeHead>,
    /// Characters no font can draw and where they stand, listed before anything is printed.
    pub(super) missing: Vec<MissingGlyph>,
    pub(super) form: OpinionForm,
    pub(super) refused: Vec<Refused>,
}

impl View {
    pub(super) const fn sheet(&self) -> &DisclosureSheet {
        &self.printed.sheet
    }

    /// 收 and 支: the title, what the other side is called, the lines.
    pub(super) const fn blocks(&self) -> [(&'static str, &'static str, &Block); 2] {
        let sheet = &self.printed.sheet;
        [("收入（逐笔）", "交款人", &sheet.income), ("支出（逐笔）", "收款人", &sheet.expense)]
    }

    /// True when any line says from or to whom: an empty column says nothing.
    pub(super) fn names_parties(&self, block: &Block) -> bool {
        block.lines.iter().any(|l| !l.party.is_empty())
    }

    /// True for the first row of a class of the 44 items.
    pub(super) fn opens_class(&self, at: &usize) -> bool {
        let rows = &self.printed.sheet.catalogue;
        *at == 0 || rows.get(at - 1).zip(rows.get(*at)).is_some_and(|(before, row)| before.category != row.category)
    }

    /// Where the figure of one of the 44 items can be looked at.
    pub(super) fn looks_at(&self, row: &CatalogueRow) -> Option<String> {
        if row.is_nothing() {
            return None;
        }
        let (span, book) = (self.printed.sheet.heading.span, format!("/books/{}", self.code));
        match row.source {
            ItemSource::Plan => Some(format!("{book}/budgets?year={}", span.year())),
            ItemSource::Cash => Some(format!("#i{}", row.item)),
            ItemSource::Money | ItemSource::Assets | ItemSource::Receivable | ItemSource::Payable => {
                Some(format!("{book}/ledger?from={}&to={}", span.first_period(), span.last_period()))
            }
            ItemSource::Surplus
            | ItemSource::Reserve
            | ItemSource::Investors
            | ItemSource::Members
            | ItemSource::Others => {
                let (from, to) = (span.year().first_period(), span.last_period());
                Some(format!("{book}/statements/surplus-statement?from={from}&to={to}"))
            }
            ItemSource::Resources | ItemSource::None | ItemSource::Notes => None,
        }
    }

    pub(super) fn at(&self) -> String {
        format!("/books/{}/disclosures/{}", self.code, self.printed.sheet.heading.span)
    }

    pub(super) fn seen(&self) -> String {
        self.printed.head.as_ref().map(|h| h.digest.hex()).unwrap_or_default()
    }

    pub(super) fn agreed(&self) -> usize {
        usize::try_from(self.printed.agreed()).unwrap_or(0)
    }

    pub(super) fn needed(&self) -> usize {
        usize::try_from(self.printed.quorum).unwrap_or(0)
    }

    pub(super) fn code_in_groups(&self) -> String {
        self.printed.head.as_ref().map(|h| h.code.clone()).unwrap_or_default()
    }

    pub(super) fn steps(&self) -> Vec<(&'static str, bool, bool)> {
        let words = ["编制", "中心核对", "理财小组意见", "主任签发", "公布", "张贴"];
        let done = self.printed.head.as_ref().map_or(0, |h| h.state as usize + 1);
        words.into_iter().enumerate().map(|(i, word)| (word, i < done, i == done)).collect()
    }
}

/// What a member says; every field as typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct OpinionForm {
    pub(super) seen: String,
    pub(super) verdict: String,
    pub(super) words: String,
}

#[derive(Template)]
#[template(path = "disclosures/desk.html")]
struct DeskPage {
    frame: Frame,
    view: View,
}

#[derive(Template)]
#[template(path = "disclosures/phone.html")]
struct PhonePage {
    frame: Frame,
    view: View,
}

pub(super) async fn sheet_or_paper(
    State(app): State<App>,
    here: BookPath,
    Path(at): Path<At>,
    Query(query): Query<PaperQuery>,
) -> Answer {
    match at.quarter.strip_suffix(".pdf") {
        Some(span) => {
            let span = span.parse().map_err(|_| WebRefusal::NoSuchPage)?;
            paper(&app, &here.book, span, &query).await
        }
        None => match kept_as(&app, &here.book, at.span()?).await? {
            Some(other) => Ok(see_other(format!("/books/{}/disclosures/{other}", here.book.code))),
            None => page(&app, &here.who, &here.book, at.span()?, OpinionForm::default(), Vec::new()).await,
        },
    }
}

/// A month of a book that is published by quarters is told by the span's sheet, and the other way round.
async fn kept_as(app: &App, book: &Book, asked: SheetSpan) -> Outcome<Option<SheetSpan>> {
    let mut tx = app.db.read().await?;
    let policies = village::policies(&mut tx).await?;
    let own = SheetSpan::of(&policies, book.id, asked.last_period());
    if own == asked || disclosure::heads_of_book(&mut tx, book.id).await?.iter().any(|h| h.span == asked) {
        return Ok(None);
    }
    Ok(Some(own))
}

/// The page as it stands, with what was typed when an act was refused.
pub(super) async fn page(
    app: &App,
    who: &LoggedIn,
    book: &Book,
    span: SheetSpan,
    form: OpinionForm,
    refused: Vec<Refused>,
) -> Answer {
    let mut view = view(app, &who.standing, book, span).await?;
    (view.form, view.refused) = (form, refused);
    let list = format!("/books/{}/disclosures", book.code);
    let frame = Frame::in_book(who, book).under("公开");
    if who.standing.is_of_the_village() {
        let frame = frame.crumb("财务公开", list).crumb(span.in_chinese(), "");
        let page = PhonePage { frame, view };
        return if page.view.refused.is_empty() { show(&page) } else { show_refused(&page, &page.view.refused) };
    }
    let page = DeskPage { frame: frame.crumb(span.in_chinese(), ""), view };
    if page.view.refused.is_empty() { show(&page) } else { show_refused(&page, &page.view.refused) }
}

pub(super) async fn view(app: &App, standing: &Standing, book: &Book, span: SheetSpan) -> Outcome<View> {
    let mut tx = app.db.read().await?;
    let printed = disclosure::sheet_for_print(&mut tx, book.id, span).await?;
    let due = disclosure::due_on(&mut tx, book.id, span).await?;
    let closed = ledger::month_states(&mut tx).await?.get(&book.id).copied();
    let corrected = disclosure::corrections_of_sheet(&mut tx, book.id, &printed.sheet.heading.number).await?;
    drop(tx);
    let open = span.first_period().max(book.enabled_from).through(span.last_period()).find(|p| closed < Some(*p));
    let published = printed.head.as_ref().and_then(|h| h.published.as_ref()).map(|h| h.at.date());
    let said = printed.opinions.iter().any(|o| o.by == standing.id());
    let state = printed.head.as_ref().map(|h| h.state);
    let act = if open.is_some() { Turn::None } else { Turn::of(standing, book.id, state, said) };
    let waits = match (&printed.head, open) {
        (None, Some(period)) => format!("这是预览。{}结账以后才能编制。", period.in_chinese()),
        (None, None) => "这是预览，各月都已结账，等会计编制。".to_owned(),
        (Some(head), _) => format!("现在{}。", head.state.waits_for()),
    };
    let (missing, waits) = (missing_glyphs(app, &printed), if act == Turn::None { waits } else { String::new() });
    Ok(View {
        code: book.code.clone(),
        light: light(published, due, app.now().date()),
        printed,
        act,
        waits,
        corrected,
        missing,
        form: OpinionForm::default(),
        refused: Vec::new(),
    })
}

fn missing_glyphs(app: &App, printed: &Printed) -> Vec<MissingGlyph> {
    let (base, fonts) = (app.config.public_base(), Fonts::embedded());
    DisclosurePaper::FileCopy.lay_out(printed, &base, app.now(), fonts).missing_glyphs(fonts)
}

impl OpinionForm {
    /// 同意 unless the other button was pressed.
    pub(super) fn verdict(&self) -> Verdict {
        self.verdict.parse().unwrap_or(Verdict::Object)
    }
}
