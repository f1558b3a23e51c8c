use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::kernel::{BookId, Failure, Fault, Outcome, Refused};
use crate::ledger::{
    self, AccountMap, ConversionSheet, FILE_IN_BULK, Imported, IntakeRefusal, MissingDetails, OldChart, OpeningRow,
    VoucherFile, VoucherRows,
};
use crate::village::{self, BookKind, NewBook};

use super::answer::Answer;
use super::args::{Import, IntoBook, Vouchers};
use super::book_named;
use super::operator::{operator, second_person};

pub(super) async fn run(app: &App, what: Import) -> Outcome<Answer> {
    match what {
        Import::Book { file } => books(app, &file).await,
        Import::Opening(into) => opening(app, &into).await,
        Import::Vouchers(vouchers) => import_vouchers(app, &vouchers).await,
        Import::Conversion(into) => conversion(app, &into).await,
        Import::Package { from } => super::export::take_back(app, from).await,
    }
}

async fn read(file: &Path) -> Result<Vec<u8>, Fault> {
    tokio::fs::read(file).await.map_err(|e| Fault::new("reading the file", format!("{}: {e}", file.display())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BookLine {
    code: String,
    name: String,
    village: String,
    #[serde(default)]
    kind: String,
    enabled_from: String,
    #[serde(default)]
    legal_name: String,
}

impl BookLine {
    fn into_new(self) -> Result<NewBook, Refused> {
        let bad = |why: String| Refused::from(IntakeRefusal::Unreadable { why });
        let kind = if self.kind.is_empty() { Ok(BookKind::Collective) } else { self.kind.parse() };
        Ok(NewBook {
            kind: kind.map_err(bad)?,
            enabled_from: self.enabled_from.parse().map_err(bad)?,
            code: self.code,
            name: self.name,
            village: self.village,
            legal_name: self.legal_name,
        })
    }
}

async fn books(app: &App, file: &Path) -> Outcome<Answer> {
    let bytes = read(file).await?;
    let text = ledger::utf8_text(&bytes)?;
    let lines: Vec<BookLine> =
        serde_json::from_str(text).map_err(|e| Failure::from(IntakeRefusal::Unreadable { why: e.to_string() }))?;
    let mut faults = Vec::new();
    let mut new = Vec::new();
    for (i, line) in lines.into_iter().enumerate() {
        match line.into_new() {
            Ok(book) => new.push(book),
            Err(refused) => faults.push(refused.at_row(i + 1)),
        }
    }
    Failure::unless_none(faults)?;
    let (chief, now) = (operator(app).await?.chief()?, app.now());
    let codes: Vec<String> = new.iter().map(|b| b.code.clone()).collect();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let mut faults = Vec::new();
                for (i, book) in new.into_iter().enumerate() {
                    match village::add_book(tx, &chief, book, now).await {
                        Ok(_) => {}
                        Err(Failure::Refused(list)) => faults.extend(list.into_iter().map(|r| r.at_row(i + 1))),
                        Err(fault) => return Err(fault),
                    }
                }
                Failure::unless_none(faults)
            })
        })
        .await?;
    let text = format!("已建账套 {} 个:{}", codes.len(), codes.join("、"));
    Ok(Answer::said(text, json!({ "imported": codes.len(), "books": codes })))
}

const fn missing(create: bool) -> MissingDetails {
    if create { MissingDetails::Create } else { MissingDetails::Refuse }
}

/// Rows by book: all into the named one, or each where its `book` column says. Every unknown code is told at once.
async fn by_book<R>(app: &App, named: Option<&str>, rows: Vec<(String, usize, R)>) -> Outcome<Vec<(BookId, Vec<R>)>> {
    let mut sorted: Vec<(String, BookId, Vec<R>)> = Vec::new();
    let mut faults: Vec<Refused> = Vec::new();
    for (code, row, what) in rows {
        let code = match named {
            Some(named) => named.to_owned(),
            None => code,
        };
        if let Some(place) = sorted.iter_mut().find(|(c, _, _)| *c == code) {
            place.2.push(what);
            continue;
        }
        match book_named(app, &code).await {
            Ok(book) => sorted.push((code, book.id, vec![what])),
            Err(Failure::Refused(_)) => {
                faults.push(Refused::from(IntakeRefusal::UnknownBook { book: code }).at_row(row));
            }
            Err(fault) => return Err(fault),
        }
    }
    Failure::unless_none(faults)?;
    Ok(sorted.into_iter().map(|(_, id, rows)| (id, rows)).collect())
}

fn said(what: &str, done: &Imported) -> Answer {
    let mut text = format!("已导入{what} {}", done.count);
    for notice in &done.notices {
        text.push_str("\n  ");
        text.push_str(notice);
    }
    Answer::said(text, json!({ "imported": done.count, "notices": done.notices }))
}

async fn opening(app: &App, into: &IntoBook) -> Outcome<Answer> {
    let bytes = read(&into.file).await?;
    let read = ledger::read_opening_file(&bytes, &FILE_IN_BULK).map_err(Failure::Refused)?;
    let rows: Vec<(String, usize, OpeningRow)> = read.rows.into_iter().map(|r| (r.book.clone(), r.row, r)).collect();
    let books = by_book(app, into.book.as_deref(), rows).await?;
    let (who, now, missing) = (operator(app).await?, app.now(), missing(into.create_details));
    let done = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut all = Imported { count: 0, notices: read.notices };
                for (book, rows) in books {
                    let done = ledger::import_opening(tx, &who.accountant(book)?, &rows, missing, now).await?;
                    all.count += done.count;
                    all.notices.extend(done.notices);
                }
                Ok(all)
            })
        })
        .await?;
    Ok(said("期初余额(行)", &done))
}

/// The vouchers of a file, and whether their accounts are another program's.
fn vouchers_in(bytes: &[u8]) -> Outcome<(VoucherFile, bool)> {
    let is_u8 = ledger::is_u8_file(bytes, &FILE_IN_BULK);
    let read = if is_u8 {
        ledger::read_u8_file(bytes, &FILE_IN_BULK)
    } else {
        ledger::read_voucher_file(bytes, &FILE_IN_BULK)
    };
    Ok((read.map_err(Failure::Refused)?, is_u8))
}

async fn import_vouchers(app: &App, wanted: &Vouchers) -> Outcome<Answer> {
    let (file, is_u8) = vouchers_in(&read(&wanted.into.file).await?)?;
    let map = match &wanted.map {
        Some(path) => Some(ledger::read_account_map(&read(path).await?, &FILE_IN_BULK).map_err(Failure::Refused)?),
        None => is_u8.then(AccountMap::default),
    };
    let first_row = |v: &VoucherRows| v.rows.first().map_or(0, |r| r.row);
    let rows = file.vouchers.into_iter().map(|v| (v.book.clone(), first_row(&v), v)).collect();
    let books = by_book(app, wanted.into.book.as_deref(), rows).await?;
    let Some((first_book, _)) = books.first() else {
        return Ok(said("并记账凭证(张)", &Imported::default()));
    };
    let reviewer = second_person(app, wanted.reviewer.as_deref(), *first_book).await?;
    let (who, now, missing) = (operator(app).await?, app.now(), missing(wanted.into.create_details));
    let done = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut all = Imported { count: 0, notices: file.notices };
                for (book, mut vouchers) in books {
                    let (by, second) = (who.accountant(book)?, reviewer.accountant(book)?);
                    if let Some(map) = &map {
                        if !map.is_empty() {
                            ledger::map_accounts(tx, &by, map, now).await?;
                        }
                        let remembered = ledger::account_map(tx, book).await?;
                        vouchers = remembered.apply(&vouchers).map_err(Failure::Refused)?;
                    }
                    let done = ledger::import_vouchers(tx, &by, &second, &vouchers, missing, now).await?;
                    all.count += done.count;
                    all.notices.extend(done.notices);
                }
                Ok(all)
            })
        })
        .await?;
    Ok(said("并记账凭证(张)", &done))
}

async fn conversion(app: &App, into: &IntoBook) -> Outcome<Answer> {
    let read = ledger::read_conversion_file(&read(&into.file).await?, &FILE_IN_BULK).map_err(Failure::Refused)?;
    let code = into.book.as_deref().unwrap_or_default();
    let book = book_named(app, code).await?.id;
    let source = into.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let notices = read.notices.clone();
    let sheet = ConversionSheet::of(read, &source, &OldChart::of_2004()?);
    let (by, now, missing) = (operator(app).await?.accountant(book)?, app.now(), missing(into.create_details));
    let converting =
        app.db.write(move |tx| Box::pin(async move { ledger::convert(tx, &by, &sheet, missing, now).await }));
    let mut done = converting.await?;
    done.notices.splice(0..0, notices);
    Ok(said("新旧衔接底稿(行)", &done))
}
