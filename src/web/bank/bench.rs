//! 对账: bank lines and entries side by side, what could be paired and why, and the sheet that follows.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::db::ReadTx;
use crate::kernel::{Failure, Money, Outcome, Period, Refused};
use crate::reconcile::{
    self, BankHand, ImportedStatement, Reconciliation, ReconciliationSheet, WithdrawnSheet, Workbench,
};
use crate::village::{self, BankAccount, Book};
use crate::web::error::{WebError, refused};
use crate::web::extract::{Path, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, show, show_refused};
use crate::web::permit::BookPath;
use crate::web::visit::LoggedIn;

use super::At;
use super::sheet::{self, SheetRow};
use super::shown::{ChoiceShown, EntryShown, LineShown, MadeShown, PairShown};

#[derive(Template)]
#[template(path = "bank/bench.html")]
struct BenchPage {
    frame: Frame,
    code: String,
    account: BankAccount,
    period: Period,
    months: Vec<(String, String)>,
    certain: Vec<PairShown>,
    likely: Vec<PairShown>,
    choices: Vec<ChoiceShown>,
    lines: Vec<LineShown>,
    entries: Vec<EntryShown>,
    made_pairs: Vec<MadeShown>,
    sheet: ReconciliationSheet,
    rows: Vec<SheetRow>,
    made: Option<Reconciliation>,
    /// Sheets of this month that were taken back.
    withdrawn: Vec<WithdrawnSheet>,
    /// A sheet of this or of a later month stands: nothing here may be changed.
    locked: bool,
    /// May pair and make the sheet.
    works: bool,
    /// May book, review and withdraw.
    books: bool,
    /// Made by the person who looks.
    own: bool,
    /// Every line of the panes, those with a proposal too.
    all: bool,
    refused: Vec<Refused>,
}

impl BenchPage {
    /// Book less bank, before the outstanding lines.
    fn gap(&self) -> Money {
        self.sheet.balance_book - self.sheet.balance_bank
    }

    /// The light at the end of the sentence of truth.
    fn truth(&self) -> (&'static str, String) {
        match (self.sheet.is_equal(), self.sheet.outstanding()) {
            (true, _) if self.proposed() > 0 && !self.locked => {
                ("amber", format!("还有 {} 对可以对上", self.proposed()))
            }
            (false, _) => ("red", format!("调节后仍差 {} 元", self.sheet.difference())),
            (true, 0) => ("green", "两边一致".to_owned()),
            (true, n) => ("amber", format!("{n} 笔未达账项已说明全部差额")),
        }
    }

    /// Pairs proposed and not made.
    fn proposed(&self) -> usize {
        self.certain.len() + self.likely.len() + self.choices.len()
    }

    /// True when the sheet that was made no longer says what the books say.
    fn changed(&self) -> bool {
        self.made.as_ref().is_some_and(|made| made.sheet != self.sheet)
    }

    /// True when pairs may be made and undone.
    fn open(&self) -> bool {
        self.works && !self.locked
    }
}

/// An account without a single bank line.
#[derive(Template)]
#[template(path = "bank/no_statement.html")]
struct NoStatementPage {
    frame: Frame,
    code: String,
    account: BankAccount,
    works: bool,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Wish {
    period: String,
    imported: String,
    all: String,
}

/// What was ticked when a pair by hand was refused.
#[derive(Default)]
pub(super) struct Ticked {
    pub(super) lines: Vec<String>,
    pub(super) entries: Vec<String>,
}

pub(super) async fn panes(
    State(app): State<App>,
    here: BookPath,
    Path(at): Path<At>,
    Query(wish): Query<Wish>,
) -> Answer {
    let mut tx = app.db.read().await?;
    let statements = reconcile::statements(&mut tx, here.book.id, &at.account).await?;
    let standing = reconcile::reconciliations(&mut tx, here.book.id, &at.account).await?;
    let period = wish.period.parse().unwrap_or_else(|_| first_to_do(&statements, &standing, &app));
    let found = page(&mut tx, &here.who, &here.book, &at.account, period).await;
    let mut page = match found {
        Ok(page) => page,
        Err(failure) if failure.is("reconcile.no_statement") => return no_statement(&mut tx, &here, &at).await,
        Err(failure) => return Err(failure.into()),
    };
    drop(tx);
    page.all = wish.all == "1";
    if let Ok(new) = wish.imported.parse::<usize>() {
        page.frame = page.frame.notice(format!("新导入 {new} 行流水。"));
    }
    show(&page)
}

async fn no_statement(tx: &mut ReadTx, here: &BookPath, at: &At) -> Answer {
    let account = village::bank_account(tx, here.book.id, &at.account).await?;
    let frame = Frame::in_book(&here.who, &here.book).under("对账").crumb(account.masked(), "");
    let works = BankHand::of(&here.who.standing, here.book.id).is_ok();
    show(&NoStatementPage { frame, code: here.book.code.clone(), account, works })
}

/// The page again after an act was refused, with everything ticked still ticked.
pub(super) async fn again(
    app: &App,
    (who, book): (&LoggedIn, &Book),
    (account, period): (&str, Period),
    ticked: Ticked,
    failure: Failure,
) -> Result<axum::response::Response, WebError> {
    let refused = refused(failure)?;
    let mut tx = app.db.read().await?;
    let mut page = page(&mut tx, who, book, account, period).await?;
    drop(tx);
    for line in &mut page.lines {
        line.ticked = ticked.lines.contains(&line.id.text());
    }
    for entry in &mut page.entries {
        entry.ticked = ticked.entries.contains(&entry.key);
    }
    show_refused(&BenchPage { refused: refused.clone(), all: true, ..page }, &refused)
}

/// The first month with statements whose sheet is not reviewed; the last month of them when all are.
fn first_to_do(statements: &[ImportedStatement], standing: &[Reconciliation], app: &App) -> Period {
    let first = statements.iter().map(|s| Period::of(s.from)).min();
    let last = statements.iter().map(|s| Period::of(s.to)).max();
    let (Some(first), Some(last)) = (first, last) else { return Period::of(app.now().date()) };
    let done = |period: &Period| standing.iter().any(|r| r.period == *period && r.is_reviewed());
    let since = standing.iter().filter(|r| r.is_reviewed()).map(|r| r.period).max().unwrap_or(first);
    since.through(last).find(|p| !done(p)).unwrap_or(last)
}

async fn page(tx: &mut ReadTx, who: &LoggedIn, book: &Book, account: &str, period: Period) -> Outcome<BenchPage> {
    let bench = reconcile::workbench(tx, book.id, account, period).await?;
    let statements = reconcile::statements(tx, book.id, account).await?;
    let standing = reconcile::reconciliations(tx, book.id, account).await?;
    let mut withdrawn = reconcile::withdrawn_sheets(tx, book.id, account).await?;
    withdrawn.retain(|w| w.period == period);
    let locked = standing.iter().any(|r| r.period >= period);
    let made = standing.into_iter().find(|r| r.period == period);
    let proposed = |certain: bool| {
        bench.proposal.pairs.iter().filter(move |p| p.certain == certain).map(|p| PairShown::of(&bench, p)).collect()
    };
    let (lines, entries) = waiting(&bench);
    let name = bench.account.masked();
    Ok(BenchPage {
        frame: Frame::in_book(who, book).under("对账").crumb(name, "").period(period),
        code: book.code.clone(),
        period,
        months: months(&statements, period),
        certain: proposed(true),
        likely: proposed(false),
        choices: choices(&bench),
        lines,
        entries,
        made_pairs: bench.pairings.iter().map(|p| MadeShown::of(&bench, p)).collect(),
        rows: sheet::rows(made.as_ref().map_or(&bench.sheet, |m| &m.sheet)),
        own: made.as_ref().is_some_and(|m| m.made_by == who.standing.id()),
        made,
        withdrawn,
        locked,
        works: BankHand::of(&who.standing, book.id).is_ok(),
        books: who.standing.accountant(book.id).is_ok(),
        all: false,
        refused: Vec::new(),
        sheet: bench.sheet.clone(),
        account: bench.account.clone(),
    })
}

/// Both panes: what stands in no pair; lines the bank made of itself are marked, and so is what has a proposal.
fn waiting(bench: &Workbench) -> (Vec<LineShown>, Vec<EntryShown>) {
    let missing: BTreeSet<usize> = bench.proposal.missing.iter().map(|m| m.bank).collect();
    let mut lines: Vec<LineShown> = bench.lines.iter().map(LineShown::of).collect();
    for (at, line) in lines.iter_mut().enumerate() {
        line.drafted = bench.drafted.get(&line.id).copied();
        line.missing = line.drafted.is_none() && missing.contains(&at);
    }
    let mut entries: Vec<EntryShown> = bench.entries.iter().map(|e| EntryShown::of(e, bench.sheet.until)).collect();
    for pair in &bench.proposal.pairs {
        for at in &pair.bank {
            lines[*at].proposed = true;
        }
        for at in &pair.book {
            entries[*at].proposed = true;
        }
    }
    (lines, entries)
}

fn choices(bench: &Workbench) -> Vec<ChoiceShown> {
    let shown = |c: &reconcile::Choice| {
        let line = LineShown::of(bench.lines.get(c.bank)?);
        Some(ChoiceShown { line, candidates: c.candidates.iter().map(|p| PairShown::of(bench, p)).collect() })
    };
    bench.proposal.choices.iter().filter_map(shown).collect()
}

/// The months of the statements, the latest first, and the one in hand.
fn months(statements: &[ImportedStatement], period: Period) -> Vec<(String, String)> {
    let first = statements.iter().map(|s| Period::of(s.from)).min().unwrap_or(period).min(period);
    let last = statements.iter().map(|s| Period::of(s.to)).max().unwrap_or(period).max(period);
    let mut months: Vec<_> = first.through(last).map(|p| (p.to_string(), p.in_chinese())).collect();
    months.reverse();
    months
}
