use serde_json::json;

use crate::app::App;
use crate::checks::{self, Finding, Severity};
use crate::kernel::Outcome;

use super::answer::Answer;
use super::args::Check;
use super::book_named;

/// One line per check; exit status 1 and the row named if any fails.
pub(super) async fn check(app: &App, wanted: Check) -> Outcome<Answer> {
    let only = match &wanted.book {
        Some(code) => Some(book_named(app, code).await?),
        None => None,
    };
    let mut tx = app.db.read().await?;
    let findings = checks::all(&mut tx, Some(&app.files), only.as_ref()).await?;
    let holds = findings.iter().all(Finding::holds);
    let text = findings.iter().map(line).collect::<Vec<_>>().join("\n");
    let json = json!({
        "ok": holds,
        "checks": findings.iter().map(|f| json!({
            "id": f.id, "name": f.name, "clause": f.clause, "book": f.book, "ok": f.holds(),
            "problems": f.problems.iter().map(|p| json!({ "at": p.at, "what": p.what })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    let answer = Answer::said(text, json);
    Ok(if holds { answer } else { answer.does_not_hold() })
}

fn line(finding: &Finding) -> String {
    let mark = match (finding.problems.is_empty(), finding.severity) {
        (true, _) => "通过",
        (false, Severity::Note) => "提示",
        (false, Severity::Error) => "不符",
    };
    let mut line = format!("{mark} {:<8} {:<20} {}", finding.book, finding.id, finding.name);
    for problem in &finding.problems {
        line.push_str(&format!("\n       {} {}", problem.at, problem.what));
    }
    line
}
