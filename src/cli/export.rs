use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use crate::app::{App, Inheriting};
use crate::archive::{self, ArchiveRefusal, Opened, Packed, Scratch, Shelf};
use crate::auth::{NewPerson, Password};
use crate::export::gbt;
use crate::kernel::{Failure, Fault, Outcome, Refused};
use crate::village::{self, Book};

use super::answer::Answer;
use super::args::Export;
use super::operator::operator;
use super::{book_named, prove};

/// 审计包 of one book, or one a book of the whole township; or the national data interface alone.
pub(super) async fn run(app: &App, wanted: Export) -> Outcome<Answer> {
    let all = wanted.book.eq_ignore_ascii_case("ALL");
    let books = match all {
        true => village::books(&mut app.db.read().await?).await?,
        false => vec![book_named(app, &wanted.book).await?],
    };
    if let Some(to) = &wanted.gbt {
        return interface(app, &books, all, &wanted, to).await;
    }
    let to = wanted.out.clone().unwrap_or_default();
    let (mut said, mut told, mut refused) = (Vec::new(), Vec::<Value>::new(), Vec::<Refused>::new());
    for book in &books {
        let place = if all { place_of(&to, &book.code) } else { to.clone() };
        match packed(app, book, &wanted, &place).await {
            Ok(packed) => {
                said.push(words(&place, &packed));
                told.push(json!({ "book": book.code, "to": place.display().to_string(), "files": packed.manifest.files.len() + 1,
                    "code": packed.code, "cut": packed.cut }));
            }
            // A book that has nothing in the year does not keep the others from being taken.
            Err(Failure::Refused(list)) if all => refused.extend(list),
            Err(failure) => return Err(failure),
        }
    }
    if told.is_empty() {
        return Err(Failure::Refused(refused));
    }
    said.extend(refused.iter().map(|r| format!("没有导出：{}", r.message)));
    Ok(Answer::said(said.join("\n"), json!({ "packages": told, "refused": refused })))
}

/// One of several packages: a folder of its own below, or a file of its own beside.
fn place_of(to: &Path, code: &str) -> PathBuf {
    match to.extension() {
        Some(zip) if zip.eq_ignore_ascii_case("zip") => {
            let stem = to.file_stem().unwrap_or_default().to_string_lossy();
            to.with_file_name(format!("{stem}-{code}.zip"))
        }
        _ => to.join(code),
    }
}

fn words(place: &Path, packed: &Packed) -> String {
    let cut = if packed.cut == 0 {
        String::new()
    } else {
        format!("，国标接口截短 {} 项，见截短清单", packed.cut)
    };
    let files = packed.manifest.files.len() + 1;
    format!("已导出到 {}，文件 {files} 个，包码 {}{cut}", place.display(), packed.code)
}

async fn packed(app: &App, book: &Book, wanted: &Export, place: &Path) -> Outcome<Packed> {
    let by = operator(app).await?.actor().clone();
    let gathered = archive::gather(&mut app.db.read().await?, book, wanted.year).await?;
    let (data, to) = (app.config.data.clone(), place.to_owned());
    let (scratch, shelf) = spawn_blocking(move || Ok::<_, Failure>((Scratch::below(&data)?, Shelf::at(&to)?)))
        .await
        .map_err(Fault::while_("making room for a package"))??;
    let packed = archive::pack(gathered, &app.files, &scratch, shelf).await?;
    let (book, now, said) = (book.id, app.now(), packed.clone());
    app.db.write(move |tx| Box::pin(async move { archive::record(tx, &by, book, &said, now).await })).await?;
    Ok(packed)
}

async fn interface(app: &App, books: &[Book], all: bool, wanted: &Export, to: &Path) -> Outcome<Answer> {
    let (mut said, mut told) = (Vec::new(), Vec::<Value>::new());
    let operator = operator(app).await?.actor().clone();
    for book in books {
        let year = archive::year_of_books(&mut app.db.read().await?, book, wanted.year).await;
        let year = match year {
            Err(Failure::Refused(list)) if all => {
                said.extend(list.iter().map(|r| format!("没有导出：{}", r.message)));
                continue;
            }
            other => other?,
        };
        let place = if all { to.join(&book.code) } else { to.to_owned() };
        let (files, cuts) = gbt::write(&year)?;
        tokio::fs::create_dir_all(&place).await.map_err(Fault::while_("making the directory"))?;
        for file in files {
            tokio::fs::write(place.join(file.name), file.bytes).await.map_err(Fault::while_("writing the file"))?;
        }
        let (by, named, of_year, now) = (operator.clone(), book.clone(), wanted.year, app.now());
        let recording = app
            .db
            .write(move |tx| Box::pin(async move { archive::record_interface(tx, &by, &named, of_year, now).await }));
        recording.await?;
        said.push(format!("已写出 {} 的公共档案.xml、总账.xml 到 {}", book.name, place.display()));
        said.extend(cuts.iter().map(|c| format!("  {}第{}行{}超长，已截短：{}", c.form, c.row, c.field, c.whole)));
        let cuts = cuts.iter().map(|c| json!({ "table": c.form, "row": c.row, "field": c.field, "whole": c.whole }));
        told.push(json!({ "book": book.code, "to": place.display().to_string(), "cut": cuts.collect::<Vec<_>>() }));
    }
    Ok(Answer::said(said.join("\n"), json!({ "interfaces": told })))
}

/// Puts a package into an empty instance and proves it.
pub(super) async fn take_back(app: &App, from: PathBuf) -> Outcome<Answer> {
    if !from.exists() {
        let place = from.display().to_string();
        return Err(ArchiveRefusal::NotAPackage { place, why: "找不到".to_owned() }.into());
    }
    archive::require_empty(&mut app.db.read().await?).await?;
    let package = spawn_blocking(move || Opened::at(&from)).await.map_err(Fault::while_("reading a package"))??;
    let manifest = package.manifest().clone();
    let (admin, observer) = (Password::random(), Password::random());
    let people = format!(
        "系统管理员  用户名 admin  密码 {}\n监督员  用户名 jiandu  密码 {}\n密码只显示这一次，登录后请在「我的」里改。",
        admin.reveal(),
        observer.reveal()
    );
    let logins = json!({
        "admin": { "login": "admin", "password": admin.reveal() },
        "observer": { "login": "jiandu", "password": observer.reveal() },
    });
    app.inherit(Inheriting {
        package,
        admin: (NewPerson::new("admin", "系统管理员")?, admin),
        observer: (NewPerson::new("jiandu", "监督员")?, observer),
    })
    .await?;
    let head = format!("已恢复 {} {}年审计包，包码 {}\n{people}", manifest.book.name, manifest.year, manifest.code()?);
    let proved = prove::check(app, prove::Check::default()).await?;
    Ok(proved.under(&head, json!({ "book": manifest.book.code, "year": manifest.year, "logins": logins })))
}
