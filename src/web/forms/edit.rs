use askama::Template;
use axum::extract::{Multipart, State};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::kernel::{Failure, Money, Period, Refused};
use crate::ledger::FormName;
use crate::statements::{self, Form as Sheet, FormFault, FormText, NewFormText, Proved, Statement, StatementRefusal};
use crate::village;

use crate::web::error::{WebError, refused};
use crate::web::extract::{Form, Path, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Office;
use crate::web::reports::month;

use super::typed::FormTyped;
use super::{Of, version_of};

#[derive(Template)]
#[template(path = "forms/edit.html")]
struct EditPage {
    frame: Frame,
    name: FormName,
    form: FormTyped,
    /// The present month, and the books to look at a form with.
    last: Period,
    books: Vec<(String, String)>,
    /// What was found when it was looked over; `None` before.
    proved: Option<Proved>,
    /// The form in force beside the new one.
    beside: Vec<Beside>,
    refused: Vec<Refused>,
}

impl EditPage {
    /// What is wrong with one row, in words.
    fn said_of(&self, row: &usize) -> String {
        let faults = self.proved.iter().flat_map(|p| &p.faults).filter(|f| f.row == Some(*row));
        faults.map(|f| format!("{}：{}", f.column, f.what)).collect::<Vec<_>>().join("；")
    }
}

/// One line in both forms; a missing one is `None`.
struct Beside {
    label: String,
    in_force: Option<Money>,
    new: Option<Money>,
    total: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct From {
    from: String,
}

/// The editor, filled with a version that stands; without a wish the newest.
pub(super) async fn begin(
    State(app): State<App>,
    office: Office<Chief>,
    Path(of): Path<Of>,
    Query(from): Query<From>,
) -> Answer {
    let name = of.name()?;
    let version = match from.from.parse() {
        Ok(version) => version_of(&app, name, version).await?,
        Err(_) => {
            let mut versions = statements::forms(&mut app.db.read().await?).await?;
            versions.retain(|v| v.name == name);
            versions.swap_remove(0)
        }
    };
    let mut form = FormTyped::of(&version.text);
    form.valid_from = Period::of(app.now().date()).to_string();
    show(&page(&app, &office, name, form).await?)
}

async fn page(app: &App, office: &Office<Chief>, name: FormName, form: FormTyped) -> Result<EditPage, WebError> {
    let books = village::books(&mut app.db.read().await?).await?;
    let frame = Frame::of(&office.who)
        .under("设置")
        .crumb("报表样式", "/settings/forms")
        .crumb(format!("改{}", name.in_chinese()), "");
    Ok(EditPage {
        frame,
        name,
        form,
        last: Period::of(app.now().date()),
        books: books.into_iter().map(|b| (b.code.clone(), format!("{} {}", b.code, b.name))).collect(),
        proved: None,
        beside: Vec::new(),
        refused: Vec::new(),
    })
}

/// What was typed: rows put in or taken out, looked over, or kept.
pub(super) async fn typed(
    State(app): State<App>,
    office: Office<Chief>,
    Path(of): Path<Of>,
    Form(typed): Form<FormTyped>,
) -> Answer {
    let name = of.name()?;
    let act = typed.act.clone();
    match act.as_str() {
        "keep" => keep(&app, &office, name, typed).await,
        "prove" => looked_over(&app, &office, name, typed).await,
        _ => show(&page(&app, &office, name, typed.with_rows_changed()).await?),
    }
}

async fn looked_over(app: &App, office: &Office<Chief>, name: FormName, typed: FormTyped) -> Answer {
    let text = typed.text(name.in_chinese());
    let mut page = page(app, office, name, typed).await?;
    let mut tx = app.db.read().await?;
    let proved = match &text {
        Ok(text) => statements::prove_form(&mut tx, name, text, page.last).await?,
        Err(faults) => Proved { faults: faults.clone(), books: 0 },
    };
    if let (true, Ok(text)) = (proved.faults.is_empty(), &text)
        && let Some(book) = village::book_by_code(&mut tx, &page.form.book).await?
        && let Ok(form) = Sheet::of(text)
    {
        page.beside = beside(statements::preview(&mut tx, name, &form, book.id, page.last).await?);
    }
    page.proved = Some(proved);
    show(&page)
}

/// Line by line by name: those of the new form in its order, then those only the old one has.
fn beside([in_force, new]: [Statement; 2]) -> Vec<Beside> {
    let amount = |statement: &Statement, name: &str| statement.line(name).filter(|l| l.no.is_some()).map(|l| l.first);
    let numbered = |s: &Statement| s.lines.iter().filter(|l| l.no.is_some()).cloned().collect::<Vec<_>>();
    let mut lines: Vec<Beside> = numbered(&new)
        .into_iter()
        .map(|l| Beside { in_force: amount(&in_force, &l.name), new: Some(l.first), total: l.total, label: l.label })
        .collect();
    let gone = numbered(&in_force).into_iter().filter(|l| new.line(&l.name).is_none());
    lines.extend(gone.map(|l| Beside { label: l.label, in_force: Some(l.first), new: None, total: l.total }));
    lines
}

async fn keep(app: &App, office: &Office<Chief>, name: FormName, typed: FormTyped) -> Answer {
    let (by, now) = (office.by.clone(), app.now());
    let valid_from = month(&typed.valid_from)?.unwrap_or(Period::of(now.date()));
    let kept = match typed.text(name.in_chinese()) {
        Ok(text) => {
            let new = NewFormText { name, text, valid_from, note: typed.note.clone() };
            app.db.write(move |tx| Box::pin(async move { statements::adopt_form(tx, &by, new, now).await })).await
        }
        Err(faults) => Err(unreadable(&faults)),
    };
    match kept {
        Ok(version) => Ok(see_other(format!("/settings/forms/{}/{version}", name.in_address()))),
        Err(failure) => {
            let refused = refused(failure)?;
            let mut page = page(app, office, name, typed).await?;
            page.refused.clone_from(&refused);
            show_refused(&page, &refused)
        }
    }
}

fn unreadable(faults: &[FormFault]) -> Failure {
    let refused = |fault: &FormFault| {
        let row = fault.row.unwrap_or(0);
        Refused::from(StatementRefusal::FormUnsound { what: fault.to_string() }).at_field(format!("row-{row}"))
    };
    Failure::Refused(faults.iter().map(refused).collect())
}

/// A file of a form, taken into the editor; nothing is kept yet.
pub(super) async fn import(
    State(app): State<App>,
    office: Office<Chief>,
    Path(of): Path<Of>,
    mut upload: Multipart,
) -> Answer {
    let name = of.name()?;
    let mut file = String::new();
    while let Some(part) = upload.next_field().await.map_err(|e| WebError::of_upload(&e))? {
        if part.name() == Some("file") {
            let bytes = part.bytes().await.map_err(|e| WebError::of_upload(&e))?;
            file = String::from_utf8_lossy(&bytes).into_owned();
        }
    }
    let text = FormText::from_json(file.trim_start_matches('\u{feff}'))?;
    let mut form = FormTyped::of(&text);
    form.valid_from = Period::of(app.now().date()).to_string();
    form.note = "从文件导入".to_owned();
    show(&page(&app, &office, name, form).await?)
}
