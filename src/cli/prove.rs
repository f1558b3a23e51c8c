use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::app::App;
use crate::audit::Actor;
use crate::checks::{self, CHECKS, Certificate, Finding, Proved, Severity};
use crate::kernel::{Fault, Outcome};
use crate::pdf::{self, Fonts};

use super::answer::Answer;
use super::book_named;

/// `mingzhang check`.
#[derive(Args, Default)]
pub(super) struct Check {
    /// 只查一个账套
    #[arg(long)]
    pub(super) book: Option<String>,
    /// 只查这几项,用逗号隔开
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// 列出全部稽核项
    #[arg(long)]
    pub(super) list: bool,
    /// 把稽核证明写入这个 PDF 文件
    #[arg(long, value_name = "FILE")]
    pub(super) certificate: Option<PathBuf>,
}

/// One line per check; exit status 1 and the row named if any fails.
pub(super) async fn check(app: &App, wanted: Check) -> Outcome<Answer> {
    if wanted.list {
        return Ok(listed());
    }
    let only = match &wanted.book {
        Some(code) => Some(book_named(app, code).await?),
        None => None,
    };
    let chosen = checks::named(&wanted.only)?;
    let mut tx = app.db.read().await?;
    let proved = checks::prove(&mut tx, Some(&app.files), only.as_ref(), &chosen).await?;
    drop(tx);
    let holds = proved.findings.iter().all(Finding::holds);
    let mut text = proved.findings.iter().map(line).collect::<Vec<_>>().join("\n");
    let mut json = json!({
        "ok": holds,
        "checks": proved.findings.iter().map(|f| json!({
            "id": f.id, "name": f.name, "clause": f.clause, "book": f.book, "ok": f.holds(),
            "problems": f.problems.iter().map(|p| json!({ "at": p.at, "what": p.what })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    if let Some(file) = &wanted.certificate {
        let made = certify(app, &proved, file).await?;
        let shown = file.display().to_string();
        text.push_str(&format!("\n稽核证明已写入 {shown}，校验码 {}", made.code.short_code()));
        json["certificate"] = json!({ "file": shown, "code": made.code.short_code() });
    }
    let answer = Answer::said(text, json);
    Ok(if holds { answer } else { answer.does_not_hold() })
}

/// Every check by id, with its name and clause.
fn listed() -> Answer {
    let text = CHECKS.iter().map(|c| format!("{:<24} {}（{}）", c.id, c.name, c.clause)).collect::<Vec<_>>().join("\n");
    let one = |c: &checks::Check| json!({ "id": c.id, "name": c.name, "clause": c.clause, "severity": if c.severity == Severity::Note { "note" } else { "error" } });
    Answer::said(text, json!({ "checks": CHECKS.iter().map(one).collect::<Vec<_>>() }))
}

/// Sets the certificate on paper, into a file, and records that it was made.
async fn certify(app: &App, proved: &Proved, file: &Path) -> Outcome<Certificate> {
    let (by, now) = (Actor::program(), app.now());
    let made = checks::certificate(&mut app.db.read().await?, proved, &by, now).await?;
    let paper = made.clone();
    let drawing = tokio::task::spawn_blocking(move || {
        let fonts = Fonts::embedded();
        pdf::render(&pdf::certificate::lay_out(&paper, fonts), fonts)
    });
    let bytes = drawing.await.map_err(Fault::while_("drawing a document"))?;
    let told = |e| Fault::new("writing the file", format!("{}: {e}", file.display()));
    tokio::fs::write(file, bytes).await.map_err(told)?;
    let kept = made.clone();
    app.db.write(move |tx| Box::pin(async move { checks::record_certificate(tx, &by, &kept, now).await })).await?;
    Ok(made)
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
