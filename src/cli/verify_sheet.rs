use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::archive::{self, Scratch};
use crate::disclosure::{Direction, DisclosureRefusal, LineProof, Proof, SheetSpan, Verification};
use crate::kernel::{Fault, Outcome};

use super::answer::Answer;

/// A proof of a line is a page of text at most.
const LONGEST_PROOF: u64 = 64 << 10;

/// `mingzhang verify-sheet`.
#[derive(Args)]
pub(super) struct VerifySheet {
    /// 审计包的目录或 ZIP 文件,或一笔的证明
    pub(super) file: PathBuf,
    /// 公开栏的纸上印的校验码
    #[arg(long, value_name = "CODE")]
    pub(super) code: Option<String>,
    /// 只验这一期,例如 2025Q3、2025-09
    #[arg(long)]
    pub(super) quarter: Option<SheetSpan>,
}

impl VerifySheet {
    /// What stands on the paper, however it was typed.
    fn on_paper(&self) -> Option<String> {
        let bare = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        self.code.as_deref().map(bare)
    }

    /// True when the paper says this code, or nobody said what the paper says.
    fn agrees(&self, code: &str) -> bool {
        self.on_paper().is_none_or(|paper| paper == code.replace('-', ""))
    }
}

/// Proves published sheets from a package, or one line from its proof; no books are opened.
pub(super) async fn run(wanted: VerifySheet) -> Outcome<Answer> {
    match proof_in(&wanted.file)? {
        Some(proof) => line(&wanted, &proof),
        None => sheets(&wanted).await,
    }
}

/// The proof of a line in a small file of text; a folder or anything else is a package, or nothing.
fn proof_in(file: &Path) -> Outcome<Option<LineProof>> {
    let doing = |e| Fault::new("reading the file", format!("{}: {e}", file.display()));
    let there = std::fs::metadata(file).map_err(doing)?;
    if there.is_dir() || there.len() > LONGEST_PROOF {
        return Ok(None);
    }
    let bytes = std::fs::read(file).map_err(doing)?;
    if bytes.starts_with(b"PK") {
        return Ok(None);
    }
    let text = String::from_utf8(bytes).map_err(|_| DisclosureRefusal::NotAProof)?;
    Ok(Some(LineProof::read(&text)?))
}

fn line(wanted: &VerifySheet, proof: &LineProof) -> Outcome<Answer> {
    let proved = proof.prove()?;
    let way = match proved.direction {
        Direction::In => "收",
        Direction::Out => "支",
    };
    let said = proof.line();
    let agrees = wanted.agrees(&proved.code);
    let mut text = format!(
        "{} {}\n{} {} {way} {}元 {}\n证明得出的校验码 {}",
        proof.book,
        proof.sheet,
        said.date,
        proved.key.in_chinese(),
        said.amount,
        said.what,
        proved.code
    );
    text.push_str(match (&wanted.code, agrees) {
        (None, _) => "\n请看公开栏的纸上印的是不是这个码：一样，这一笔就在那张公开表上",
        (Some(_), true) => "\n和纸上的一样：这一笔在那张公开表上",
        (Some(_), false) => "\n▲ 和纸上的不一样：这一笔不在那张公开表上",
    });
    let json = json!({
        "ok": agrees, "book": proof.book, "sheet": proof.sheet, "line": proved.key.to_string(), "date": said.date.to_string(),
        "direction": if proved.direction == Direction::In { "in" } else { "out" }, "what": said.what, "amount": said.amount,
        "code": proved.code,
    });
    let answer = Answer::said(text, json);
    Ok(if agrees { answer } else { answer.does_not_hold() })
}

async fn sheets(wanted: &VerifySheet) -> Outcome<Answer> {
    let scratch = Scratch::of_the_machine()?;
    let proved = archive::prove_sheets(wanted.file.clone(), &scratch).await?;
    let asked = |s: &&Verification| wanted.quarter.is_none_or(|span| s.head.span == span);
    let chosen: Vec<&Verification> = proved.sheets.iter().filter(asked).collect();
    // A code from the paper has to be the code of one of the sheets.
    let on_paper = wanted.code.is_none() || chosen.iter().any(|s| wanted.agrees(&s.head.code));
    let holds = on_paper && proved.faults.is_empty() && chosen.iter().all(|s| s.proof == Proof::Holds);
    let mut text = format!("{} {}年审计包", proved.manifest.book.name, proved.manifest.year);
    for fault in &proved.faults {
        text.push_str(&format!("\n▲ {}", fault.message));
    }
    for sheet in &chosen {
        text.push_str(&words(sheet));
    }
    if chosen.is_empty() {
        text.push_str("\n里面没有公布过的公开表");
    }
    if !on_paper {
        text.push_str("\n▲ 没有一张公开表是纸上的这个校验码");
    }
    let json = json!({
        "ok": holds, "book": proved.manifest.book.code, "year": proved.manifest.year, "files": proved.faults,
        "code_on_paper": on_paper, "sheets": chosen.iter().map(|s| as_json(s)).collect::<Vec<_>>(),
    });
    let answer = Answer::said(text, json);
    Ok(if holds { answer } else { answer.does_not_hold() })
}

fn words(sheet: &Verification) -> String {
    let head = &sheet.head;
    let mark = if sheet.proof == Proof::Holds { "通过" } else { "不符" };
    let lines = sheet.sheet.keyed_lines().len();
    let mut text = format!("\n{mark} {} {} 校验码 {}，{lines}笔", head.span.in_chinese(), head.number, head.code);
    if sheet.proof != Proof::Holds && sheet.code_now != head.code {
        let now = if sheet.code_now.is_empty() { "算不出" } else { &sheet.code_now };
        text.push_str(&format!("，现在算出 {now}"));
    }
    for broken in &sheet.broken {
        text.push_str(&format!("\n     {} {}", broken.at, broken.what));
        let behind = sheet.sheet.keyed_lines().into_iter().filter(|l| broken.lines.contains(&l.key));
        for line in behind {
            text.push_str(&format!("\n       {} {}元 {}", line.key, line.line.amount, line.line.what));
        }
    }
    text
}

fn as_json(sheet: &Verification) -> Value {
    let broken = sheet.broken.iter().map(
        |b| json!({ "at": b.at, "what": b.what, "lines": b.lines.iter().map(ToString::to_string).collect::<Vec<_>>() }),
    );
    json!({
        "quarter": sheet.head.span.to_string(), "number": sheet.head.number, "version": sheet.head.version,
        "ok": sheet.proof == Proof::Holds, "code": sheet.head.code, "code_now": sheet.code_now,
        "lines": sheet.sheet.keyed_lines().len(), "vouchers": sheet.sheet.vouchers(),
        "broken": broken.collect::<Vec<_>>(),
    })
}
