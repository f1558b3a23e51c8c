//! 稽核: the books proved again, on request: every check with its clause, one alone or all, passed or with what is
//! wrong and where to look; and the dated certificate of it.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::AuthRefusal;
use crate::checks::{self, CHECKS, Check, Finding, Problem, Severity};
use crate::kernel::Outcome as Done;
use crate::pdf::certificate;
use crate::village;
use crate::web::download;
use crate::web::error::WebError;
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::Office;

use super::Overseer;

/// The most problems of one check that are listed; the number beside it counts all.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "oversight/checks.html")]
struct ChecksPage {
    frame: Frame,
    books: Vec<(String, String)>,
    /// What was asked for: a book's code, `all`, or nothing yet.
    asked: String,
    /// The one check that was asked for; empty for all.
    check: String,
    results: Vec<Outcome>,
}

impl ChecksPage {
    fn failed(&self) -> usize {
        self.results.iter().filter(|r| r.tone == "red").count()
    }

    fn ran(&self) -> usize {
        self.results.iter().filter(|r| r.tone != "grey").count()
    }
}

/// One check over all the books that were asked for.
struct Outcome {
    id: &'static str,
    name: &'static str,
    clause: &'static str,
    tone: &'static str,
    word: String,
    problems: Vec<Shown>,
    count: usize,
}

/// One thing that is wrong: the book, where, what, and the page to look at.
struct Shown {
    book: String,
    problem: Problem,
    href: String,
}

impl Outcome {
    fn of(check: &'static Check, findings: &[Finding]) -> Outcome {
        let own: Vec<&Finding> = findings.iter().filter(|f| f.id == check.id).collect();
        let count = own.iter().map(|f| f.problems.len()).sum();
        let (tone, word) = match (own.is_empty(), count, check.severity) {
            (true, ..) => ("grey", "还没有运行".to_owned()),
            (false, 0, _) => ("green", "通过".to_owned()),
            (false, n, Severity::Note) => ("amber", format!("提醒 {n} 处")),
            (false, n, Severity::Error) => ("red", format!("不通过，{n} 处")),
        };
        let all = own.iter().flat_map(|f| f.problems.iter().map(|p| (f.book.clone(), p.clone())));
        let shown = |(book, problem): (String, Problem)| Shown { href: problem.href(&book), book, problem };
        let Check { id, name, clause, .. } = *check;
        Outcome { id, name, clause, tone, word, problems: all.take(SHOWN).map(shown).collect(), count }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    book: String,
    check: String,
}

impl Wish {
    /// The checks that are wanted; all when none is named.
    fn checks(&self) -> Result<Vec<&'static Check>, WebError> {
        let named: Vec<String> = if self.check.is_empty() { Vec::new() } else { vec![self.check.clone()] };
        Ok(checks::named(&named)?)
    }
}

pub(super) async fn checks(State(app): State<App>, office: Office<Overseer>, Query(wish): Query<Wish>) -> Answer {
    let wanted = wish.checks()?;
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    drop(tx);
    let findings = match wish.book.as_str() {
        "" => Vec::new(),
        _ => proved(&app, &wish, &wanted).await?.findings,
    };
    let results = CHECKS.iter().map(|check| Outcome::of(check, &findings)).collect();
    let mut choices = vec![("all".to_owned(), "全部账套".to_owned())];
    choices.extend(books.iter().map(|b| (b.code.clone(), format!("{} {}", b.code, b.name))));
    let frame = Frame::of(&office.who).under("监督").crumb("稽核", "");
    show(&ChecksPage { frame, books: choices, asked: wish.book, check: wish.check, results })
}

async fn proved(app: &App, wish: &Wish, wanted: &[&'static Check]) -> Done<checks::Proved> {
    let mut tx = app.db.read().await?;
    let only = match wish.book.as_str() {
        "all" => None,
        code => Some(village::book_by_code(&mut tx, code).await?.ok_or(AuthRefusal::NoSuchBook)?),
    };
    checks::prove(&mut tx, Some(&app.files), only.as_ref(), wanted).await
}

/// 稽核证明 on paper: every check is made anew; that it was made is in the log.
pub(super) async fn certificate(State(app): State<App>, office: Office<Overseer>, Query(wish): Query<Wish>) -> Answer {
    let wish = Wish { book: if wish.book.is_empty() { "all".to_owned() } else { wish.book }, check: String::new() };
    let proved = proved(&app, &wish, &wish.checks()?).await?;
    let (by, now) = (office.by.0.actor().clone(), app.now());
    let made = checks::certificate(&mut app.db.read().await?, &proved, &by, now).await?;
    let kept = made.clone();
    let recording =
        app.db.write(move |tx| Box::pin(async move { checks::record_certificate(tx, &by, &kept, now).await }));
    recording.await?;
    let name = format!("稽核证明 {} {}", made.covers(), made.made_at.date());
    download::pdf(&name, move |fonts| certificate::lay_out(&made, fonts)).await
}
