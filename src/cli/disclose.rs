use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::app::App;
use crate::disclosure::{self, Printed, SheetSpan};
use crate::kernel::{Failure, Fault, Outcome, Refused, Timestamp};
use crate::pdf::disclosure::DisclosurePaper;
use crate::pdf::{Document, Fonts, MissingGlyph, PrintFile, print_file, render};
use crate::village;

use super::answer::Answer;
use super::book_named;

/// `mingzhang disclose`.
#[derive(Args)]
pub(super) struct Disclose {
    /// 账套编号,ALL 为全部账套
    #[arg(long)]
    pub(super) book: String,
    /// 季度,例如 2024Q4;按月公开的账套写月份,例如 2024-10
    #[arg(long)]
    pub(super) quarter: SheetSpan,
    /// 纸张
    #[arg(long, value_enum, default_value = "a3")]
    pub(super) paper: SheetPaper,
    /// 合成一个打印文件
    #[arg(long)]
    pub(super) merged: bool,
    /// 写到这个目录
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
}

/// Which paper of a disclosure.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SheetPaper {
    /// 公开榜 A3
    A3,
    /// 公开榜 A4
    A4,
    /// 存档件 A4,带凭证号、意见和签字
    File,
    /// 明白纸
    Summary,
}

/// What came of one run.
#[derive(Default)]
struct Told {
    written: Vec<Value>,
    refused: Vec<(String, Vec<Refused>)>,
    /// Characters no font can draw, by book.
    missing: Vec<(String, Vec<MissingGlyph>)>,
}

/// Writes the sheets of a quarter, one file a book, or one for all with `--merged`: the published sheet where
/// there is one, otherwise a preview that says so on every page. A book that cannot give one is listed with its
/// reasons; a character no font can draw is listed with its place.
pub(super) async fn run(app: &App, wanted: Disclose) -> Outcome<Answer> {
    let books = if wanted.book.eq_ignore_ascii_case("ALL") {
        village::books(&mut app.db.read().await?).await?
    } else {
        vec![book_named(app, &wanted.book).await?]
    };
    tokio::fs::create_dir_all(&wanted.out)
        .await
        .map_err(|e| Fault::new("making the directory", format!("{}: {e}", wanted.out.display())))?;
    let mut told = Told::default();
    let mut together = Vec::new();
    for book in books {
        let printed = disclosure::sheet_for_print(&mut app.db.read().await?, book.id, wanted.quarter).await;
        match printed {
            Ok(printed) if wanted.merged => together.push(printed),
            Ok(printed) => {
                let name = format!("{} {} {}.pdf", book.code, wanted.quarter, word(wanted.paper));
                let published = printed.is_published();
                let missing = write(app, printed, wanted.paper, &wanted.out.join(&name)).await?;
                told.written.push(json!({ "book": book.code, "file": name, "published": published }));
                told.missing.extend((!missing.is_empty()).then_some((book.code, missing)));
            }
            Err(Failure::Refused(list)) => told.refused.push((book.code, list)),
            Err(fault) => return Err(fault),
        }
    }
    if wanted.merged {
        merge(app, together, &wanted, &mut told).await?;
    }
    if told.written.is_empty() && told.missing.is_empty() && !told.refused.is_empty() {
        return Err(Failure::Refused(told.refused.into_iter().flat_map(|(_, list)| list).collect()));
    }
    Ok(told.answer(&wanted.out))
}

impl Told {
    fn answer(self, out: &Path) -> Answer {
        let mut text = format!("已写出 {} 份到 {}", self.written.len(), out.display());
        for (code, list) in &self.refused {
            for reason in list {
                text.push_str(&format!("\n  {code} 没有出:{}", reason.message));
            }
        }
        for (code, list) in &self.missing {
            for one in list {
                text.push_str(&format!("\n  {code} 缺字形:{}", one.in_chinese()));
            }
        }
        let refused: Vec<_> =
            self.refused.into_iter().map(|(code, list)| json!({ "book": code, "reasons": list })).collect();
        let glyph = |m: MissingGlyph| json!({ "character": m.character, "code": m.code(), "places": m.places });
        let missing: Vec<_> = self
            .missing
            .into_iter()
            .map(|(code, list)| json!({ "book": code, "glyphs": list.into_iter().map(glyph).collect::<Vec<_>>() }))
            .collect();
        Answer::said(text, json!({ "files": self.written, "refused": refused, "missing": missing }))
    }
}

/// One file of all sheets, in order of the books' codes.
async fn merge(app: &App, sheets: Vec<Printed>, wanted: &Disclose, told: &mut Told) -> Outcome<()> {
    let name = format!("ALL {} {}.pdf", wanted.quarter, word(wanted.paper));
    let (base, now, paper) = (app.config.public_base(), app.now(), paper(wanted.paper));
    let title = format!("{} {}", wanted.quarter.in_chinese(), paper.in_chinese());
    let file: PrintFile = tokio::task::spawn_blocking(move || {
        let fonts = Fonts::embedded();
        let each = sheets.iter().map(|p| (p.sheet.heading.book_code.clone(), paper.lay_out(p, &base, now, fonts)));
        print_file(&title, now, each, fonts)
    })
    .await
    .map_err(Fault::while_("putting sheets together"))?;
    if let Some(bytes) = file.bytes {
        save(&wanted.out.join(&name), bytes).await?;
        told.written.push(json!({ "file": name, "papers": file.papers, "pages": file.pages }));
    }
    told.missing.extend(file.left_out);
    Ok(())
}

async fn write(app: &App, printed: Printed, sort: SheetPaper, file: &Path) -> Outcome<Vec<MissingGlyph>> {
    let (base, now): (String, Timestamp) = (app.config.public_base(), app.now());
    let (bytes, missing) = tokio::task::spawn_blocking(move || {
        let fonts = Fonts::embedded();
        let document: Document = paper(sort).lay_out(&printed, &base, now, fonts);
        (render(&document, fonts), document.missing_glyphs(fonts))
    })
    .await
    .map_err(Fault::while_("laying out a sheet"))?;
    save(file, bytes).await?;
    Ok(missing)
}

async fn save(file: &Path, bytes: Vec<u8>) -> Outcome<()> {
    let written = tokio::fs::write(file, bytes).await;
    Ok(written.map_err(|e| Fault::new("writing the sheet", format!("{}: {e}", file.display())))?)
}

const fn paper(sort: SheetPaper) -> DisclosurePaper {
    match sort {
        SheetPaper::A3 => DisclosurePaper::BoardA3,
        SheetPaper::A4 => DisclosurePaper::BoardA4,
        SheetPaper::File => DisclosurePaper::FileCopy,
        SheetPaper::Summary => DisclosurePaper::Summary,
    }
}

const fn word(paper: SheetPaper) -> &'static str {
    match paper {
        SheetPaper::A3 => "a3",
        SheetPaper::A4 => "a4",
        SheetPaper::File => "file",
        SheetPaper::Summary => "summary",
    }
}
