//! 稽核: the books proved again, on request: each check with its clause, passed or with what is wrong.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::AuthRefusal;
use crate::checks::{self, CHECKS, Finding, Problem, Severity};
use crate::village;
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
    results: Vec<Outcome>,
}

impl ChecksPage {
    fn failed(&self) -> usize {
        self.results.iter().filter(|r| r.tone == "red").count()
    }
}

/// One check over all the books that were asked for.
struct Outcome {
    name: &'static str,
    clause: &'static str,
    tone: &'static str,
    word: String,
    /// The book and what is wrong there.
    problems: Vec<(String, Problem)>,
    count: usize,
}

impl Outcome {
    fn new(name: &'static str, clause: &'static str) -> Outcome {
        let word = "还没有运行".to_owned();
        Outcome { name, clause, tone: "grey", word, problems: Vec::new(), count: 0 }
    }

    /// The findings of one check, every book together.
    fn of(findings: &[&Finding]) -> Outcome {
        let holds = findings.iter().all(|f| f.holds());
        let count = findings.iter().map(|f| f.problems.len()).sum();
        let noted = findings.iter().any(|f| f.severity == Severity::Note);
        let (tone, word) = match (holds, count) {
            (_, 0) => ("green", "通过".to_owned()),
            (true, n) if noted => ("amber", format!("提醒 {n} 处")),
            (_, n) => ("red", format!("不通过，{n} 处")),
        };
        let listed = findings.iter().flat_map(|f| f.problems.iter().map(|p| (f.book.clone(), p.clone())));
        Outcome {
            name: findings[0].name,
            clause: findings[0].clause,
            tone,
            word,
            problems: listed.take(SHOWN).collect(),
            count,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    book: String,
}

pub(super) async fn checks(State(app): State<App>, office: Office<Overseer>, Query(wish): Query<Wish>) -> Answer {
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let only = books.iter().find(|b| b.code == wish.book);
    let results = match wish.book.as_str() {
        "" => CHECKS.iter().map(|c| Outcome::new(c.name, c.clause)).collect(),
        "all" => together(&checks::all(&mut tx, Some(&app.files), None).await?),
        _ => {
            let only = only.ok_or(AuthRefusal::NoSuchBook)?;
            together(&checks::all(&mut tx, Some(&app.files), Some(only)).await?)
        }
    };
    drop(tx);
    let mut choices = vec![("all".to_owned(), "全部账套".to_owned())];
    choices.extend(books.iter().map(|b| (b.code.clone(), format!("{} {}", b.code, b.name))));
    let frame = Frame::of(&office.who).under("监督").crumb("稽核", "");
    show(&ChecksPage { frame, books: choices, asked: wish.book, results })
}

/// Findings by check, in the order the checks are reported.
fn together(findings: &[Finding]) -> Vec<Outcome> {
    let mut ids: Vec<&str> = Vec::new();
    for finding in findings {
        if !ids.contains(&finding.id) {
            ids.push(finding.id);
        }
    }
    let of = |id: &&str| Outcome::of(&findings.iter().filter(|f| f.id == *id).collect::<Vec<_>>());
    ids.iter().map(of).collect()
}
