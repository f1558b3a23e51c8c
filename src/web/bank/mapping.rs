//! 对应各列: the rows of a file nobody knows, as they stand; what each column is told to be; what it then reads as.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{Digest, Failure, Outcome, Refused};
use crate::reconcile::{
    self, BankHand, BankProfile, DateShape, HeaderPlace, RawFile, Role, StatementFile, StatementRow, words_listed,
};
use crate::village::{self, BankAccount};
use crate::web::error::{WebError, WebRefusal, refused};
use crate::web::extract::{Form, Fragment, Path, Query};
use crate::web::frame::Frame;
use crate::web::incoming;
use crate::web::page::{Answer, show, show_refused};
use crate::web::permit::Permit;

use super::At;
use super::import;

/// The columns a person can tell apart, those that must be there first.
const ROLES: [Role; 14] = [
    Role::Date,
    Role::Time,
    Role::In,
    Role::Out,
    Role::Amount,
    Role::Direction,
    Role::Balance,
    Role::Counterparty,
    Role::Summary,
    Role::Purpose,
    Role::Reference,
    Role::OwnAccount,
    Role::PayerAccount,
    Role::PayeeAccount,
];
/// What cannot be read without being told: these refusals lead here.
const UNTOLD: [&str; 5] = [
    "reconcile.header_unknown",
    "reconcile.header_incomplete",
    "reconcile.header_ambiguous",
    "reconcile.date_unreadable",
    "reconcile.direction_unreadable",
];
/// Raw rows shown, and rows of the reading.
const RAW_SHOWN: usize = 16;
const READ_SHOWN: usize = 6;

/// True when telling the columns by hand may help.
pub(super) fn may_help(failure: &Failure) -> bool {
    UNTOLD.iter().any(|code| failure.is(code))
}

#[derive(Template)]
#[template(path = "bank/mapping.html", blocks = ["reading"])]
struct MappingPage {
    frame: Frame,
    code: String,
    account: BankAccount,
    raw: RawFile,
    form: MappingForm,
    reading: Reading,
    refused: Vec<Refused>,
}

/// What the file reads as with what is told so far.
enum Reading {
    /// It proves itself.
    Proved { line: String, count: usize, rows: Vec<StatementRow>, skipped: usize },
    /// It does not yet, and why.
    NotYet(Vec<String>),
}

impl MappingPage {
    /// The rows as they stand, each cut to the columns of the page; the header told among them.
    fn rows(&self) -> Vec<(usize, bool, Vec<&str>)> {
        let shown = self.raw.rows.iter().take(RAW_SHOWN.max(self.raw.header + 4));
        shown
            .map(|(line, cells)| {
                let row = (0..self.raw.width).map(|at| cells.get(at).map_or("", String::as_str)).collect();
                (*line, self.form.header == line.to_string(), row)
            })
            .collect()
    }

    /// One choice per column of the file.
    fn heads(&self) -> Vec<&str> {
        (0..self.raw.width).map(|at| self.form.role.get(at).map_or("", String::as_str)).collect()
    }

    fn roles(&self) -> Vec<&'static str> {
        ROLES.iter().map(|role| role.in_chinese()).collect()
    }

    fn headers(&self) -> Vec<(String, String)> {
        let rows = self.raw.rows.iter().map(|(line, _)| (line.to_string(), format!("第 {line} 行")));
        std::iter::once((String::new(), "没有表头".to_owned())).chain(rows).collect()
    }

    fn shapes(&self) -> Vec<(String, String)> {
        let example = |shape| match shape {
            DateShape::YearFirst => "年月日　2024-07-02",
            DateShape::DayFirst => "日月年　02/07/2024",
            DateShape::MonthFirst => "月日年　07/02/2024",
        };
        DateShape::ALL.into_iter().map(|s| (s.in_chinese().to_owned(), example(s).to_owned())).collect()
    }
}

/// The file, and what is told of it.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct MappingForm {
    pub(super) digest: String,
    pub(super) name: String,
    /// What the layout is called.
    layout: String,
    /// Line of the header; empty for none.
    header: String,
    dates: String,
    words_in: String,
    words_out: String,
    /// What each column is, from left to right; empty for nothing.
    role: Vec<String>,
    /// `keep` remembers and goes on; anything else only reads.
    act: String,
}

impl MappingForm {
    /// What the program takes the columns for, where a profile was told before by that.
    fn suggested(raw: &RawFile, kept: Option<&BankProfile>, digest: String, name: String) -> MappingForm {
        let header = match kept.map(|p| p.header) {
            Some(HeaderPlace::Row(row)) => row,
            Some(HeaderPlace::Sought | HeaderPlace::Absent) | None => raw.header,
        };
        let told = kept.map_or_else(|| raw.suggested(header), |profile| raw.told_by(profile, header));
        let word = |role: Option<Role>| role.map_or("", Role::in_chinese).to_owned();
        let absent = kept.is_some_and(|p| p.header == HeaderPlace::Absent);
        let kept = kept.cloned().unwrap_or_default();
        MappingForm {
            digest,
            name,
            layout: kept.name,
            header: if absent { String::new() } else { header.to_string() },
            dates: kept.date_shape.in_chinese().to_owned(),
            words_in: kept.words_in.join("、"),
            words_out: kept.words_out.join("、"),
            role: told.into_iter().map(word).collect(),
            act: String::new(),
        }
    }

    fn profile(&self, raw: &RawFile) -> BankProfile {
        let roles: Vec<Option<Role>> = self.role.iter().take(raw.width).map(|word| Role::named(word)).collect();
        let (header, columns) = raw.columns(self.header.parse().ok(), &roles);
        BankProfile {
            name: self.layout.trim().chars().take(60).collect(),
            header,
            date_shape: DateShape::named(&self.dates).unwrap_or_default(),
            words_in: words_listed(&self.words_in),
            words_out: words_listed(&self.words_out),
            columns,
        }
    }
}

/// What the file reads as; what is wrong with the profile stands before what is wrong with the file.
fn read(name: &str, bytes: &[u8], profile: &BankProfile) -> Outcome<StatementFile> {
    Failure::unless_none(profile.faults())?;
    StatementFile::read(name, bytes, Some(profile))
}

impl Reading {
    fn of(read: Outcome<StatementFile>) -> Result<Reading, WebError> {
        match read {
            Ok(file) => {
                let statement = &file.statement;
                let rows = statement.chronological().into_iter().take(READ_SHOWN).cloned().collect();
                let (count, skipped) = (statement.rows().len(), statement.skipped.len());
                Ok(Reading::Proved { line: statement.proof_line(), count, rows, skipped })
            }
            Err(failure) => {
                Ok(Reading::NotYet(refused(failure)?.into_iter().take(READ_SHOWN).map(|r| r.message).collect()))
            }
        }
    }
}

async fn page(
    app: &App,
    permit: &Permit<BankHand>,
    at: &At,
    (raw, form): (RawFile, MappingForm),
    read: Outcome<StatementFile>,
    refused: Vec<Refused>,
) -> Result<MappingPage, WebError> {
    let account = village::bank_account(&mut app.db.read().await?, permit.book.id, &at.account).await?;
    let frame = import::frame(permit, &account).crumb("对应各列", "");
    let (code, reading) = (permit.book.code.clone(), Reading::of(read)?);
    Ok(MappingPage { frame, code, account, raw, form, reading, refused })
}

/// The page for a file that could not be read, kept by until it can.
pub(super) async fn unread(
    app: &App,
    permit: &Permit<BankHand>,
    at: &At,
    (name, bytes): (String, Vec<u8>),
    failure: Failure,
) -> Answer {
    let refused: Vec<Refused> = refused(failure)?.into_iter().map(|r| Refused { row: None, ..r }).collect();
    let raw = RawFile::open(&bytes)?;
    let digest = incoming::put_by(app, permit.by.id(), &bytes).await?.hex();
    let kept = reconcile::profile_of(&mut app.db.read().await?, permit.book.id, &at.account).await?;
    let form = MappingForm::suggested(&raw, kept.as_ref(), digest, name);
    let read = read(&form.name, &bytes, &form.profile(&raw));
    let page = page(app, permit, at, (raw, form), read, refused.clone()).await?;
    show_refused(&page, &refused)
}

/// The same for a file that was looked at and read wrongly.
pub(super) async fn map(
    State(app): State<App>,
    permit: Permit<BankHand>,
    Path(at): Path<At>,
    Query(asked): Query<MappingForm>,
) -> Answer {
    let bytes = looked_at(&app, &permit, &asked).await?;
    let raw = RawFile::open(&bytes)?;
    let kept = reconcile::profile_of(&mut app.db.read().await?, permit.book.id, &at.account).await?;
    let form = MappingForm::suggested(&raw, kept.as_ref(), asked.digest, asked.name);
    let read = read(&form.name, &bytes, &form.profile(&raw));
    show(&page(&app, &permit, &at, (raw, form), read, Vec::new()).await?)
}

async fn looked_at(app: &App, permit: &Permit<BankHand>, form: &MappingForm) -> Result<Vec<u8>, WebError> {
    let digest: Digest = form.digest.parse().map_err(|_| WebRefusal::UnreadableForm)?;
    Ok(incoming::find(app, permit.by.id(), digest).await?.ok_or(WebRefusal::PreviewGone)?)
}

/// Reads the file with what is told; with 记住 remembers it for the account and shows the file as it will be imported.
pub(super) async fn told(
    State(app): State<App>,
    permit: Permit<BankHand>,
    Path(at): Path<At>,
    fragment: Fragment,
    Form(form): Form<MappingForm>,
) -> Answer {
    let bytes = looked_at(&app, &permit, &form).await?;
    let raw = RawFile::open(&bytes)?;
    let profile = form.profile(&raw);
    let read = read(&form.name, &bytes, &profile);
    if form.act == "keep" && fragment.name().is_empty() {
        return keep(&app, &permit, &at, (raw, form), read, profile, bytes).await;
    }
    let page = page(&app, &permit, &at, (raw, form), read, Vec::new()).await?;
    if fragment.name() == "reading" { show(&page.as_reading()) } else { show(&page) }
}

async fn keep(
    app: &App,
    permit: &Permit<BankHand>,
    at: &At,
    shown: (RawFile, MappingForm),
    read: Outcome<StatementFile>,
    profile: BankProfile,
    bytes: Vec<u8>,
) -> Result<Response, WebError> {
    let name = shown.1.name.clone();
    if let Err(failure) = &read {
        let refused: Vec<Refused> = failure.refusals().iter().map(|r| Refused { row: None, ..r.clone() }).collect();
        let page = page(app, permit, at, shown, read, refused.clone()).await?;
        return show_refused(&page, &refused);
    }
    let (by, account, now) = (permit.by.clone(), at.account.clone(), app.now());
    let keeping = app
        .db
        .write(move |tx| Box::pin(async move { reconcile::keep_profile(tx, &by, &account, &profile, now).await }));
    keeping.await?;
    import::look_at(app, permit, at, name, bytes).await
}
