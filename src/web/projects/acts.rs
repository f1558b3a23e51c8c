use askama::Template;
use axum::extract::State;
use futures_util::future::BoxFuture;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::WriteTx;
use crate::kernel::{HouseholdId, Outcome, ProjectId, RecordId, Refused, Timestamp, VoucherId};
use crate::projects::{
    self, Burden, GrantStage, Meeting, MemoKind, Papers, ProjectStanding, Reading, Step, exemption_reasons,
};
use crate::village::{self, Dimensions};
use crate::workflow::business_items;

use crate::web::error::refused;
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};

use super::typed::ProjectForm;
use super::{At, of_permit, show as whole};

/// The forms about a project, each on a page of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Resolution,
    Exemption,
    Grant,
    Purpose,
    Step,
    Memo,
}

impl About {
    const fn in_chinese(self) -> &'static str {
        match self {
            About::Resolution => "决议",
            About::Exemption => "减免",
            About::Grant => "批文",
            About::Purpose => "用途",
            About::Step => "办理进度",
            About::Memo => "筹资筹劳备查簿",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            About::Resolution => "resolutions",
            About::Exemption => "exemptions",
            About::Grant => "grants",
            About::Purpose => "purposes",
            About::Step => "steps",
            About::Memo => "memo",
        }
    }
}

#[derive(Template)]
#[template(path = "projects/record.html")]
struct RecordPage {
    frame: Frame,
    code: String,
    about: About,
    standing: ProjectStanding,
    papers: Papers,
    burden: Burden,
    dimensions: Dimensions,
    form: ProjectForm,
    refused: Vec<Refused>,
}

impl RecordPage {
    fn is(&self, about: &str) -> bool {
        self.about.path() == about
    }

    fn household(&self, id: &HouseholdId) -> &str {
        self.dimensions.household_name(*id)
    }

    fn households(&self) -> Vec<(String, String)> {
        let all = self.dimensions.households.iter().map(|h| (h.id.text(), format!("{} {}", h.code, h.name)));
        std::iter::once((String::new(), "（不在名单里，写姓名）".to_owned())).chain(all).collect()
    }

    fn meetings(&self) -> Vec<(String, &'static str)> {
        Meeting::ALL.iter().rev().map(|m| (m.to_string(), m.in_chinese())).collect()
    }

    fn reasons(&self) -> Vec<(String, String)> {
        exemption_reasons().iter().map(|r| (r.code.clone(), format!("{}（{}）", r.name, r.what))).collect()
    }

    fn stages(&self) -> Vec<(String, &'static str)> {
        GrantStage::ALL.iter().rev().map(|s| (s.to_string(), s.in_chinese())).collect()
    }

    fn kinds(&self) -> Vec<(String, &'static str)> {
        MemoKind::ALL.iter().map(|k| (k.to_string(), k.in_chinese())).collect()
    }

    fn next_steps(&self) -> Vec<(String, &'static str)> {
        let next = Step::next(self.standing.project.kind, self.standing.step);
        next.into_iter().map(|s| (s.to_string(), s.in_chinese())).collect()
    }

    /// Business items that spend on a project: what a purpose may name.
    fn items(&self) -> Vec<(&'static str, &'static str)> {
        let of_project = |i: &&crate::workflow::BusinessItem| i.needs.contains(&crate::workflow::Need::Project);
        business_items().iter().filter(of_project).map(|i| (i.code.as_str(), i.name.as_str())).collect()
    }

    fn corrected(&self, id: &RecordId) -> bool {
        self.papers.corrected_memos().contains_key(id)
    }
}

async fn record(
    app: &App,
    permit: &Permit<Accountant>,
    at: &At,
    about: About,
    form: ProjectForm,
    refused: Vec<Refused>,
) -> Result<RecordPage, crate::kernel::Failure> {
    let (today, book) = (app.now().date(), permit.book.id);
    let mut tx = app.db.read().await?;
    let standing =
        projects::standing(&mut tx, book, at.id, today).await?.ok_or(projects::ProjectRefusal::NoSuchProject)?;
    let papers = projects::papers(&mut tx, book, at.id).await?;
    let burden = projects::burden(&mut tx, book, today).await?;
    let dimensions = village::dimensions(&mut tx, book).await?;
    drop(tx);
    let code = permit.book.code.clone();
    let frame = of_permit(permit)
        .crumb(standing.project.name.clone(), format!("/books/{code}/projects/{}", at.id))
        .crumb(about.in_chinese(), "");
    Ok(RecordPage { frame, code, about, standing, papers, burden, dimensions, form, refused })
}

async fn blank(app: App, permit: Permit<Accountant>, at: At, about: About) -> Answer {
    let today = app.now().date().to_string();
    let form = ProjectForm {
        row: RecordId::new().text(),
        met_on: today.clone(),
        day: today.clone(),
        dated: today,
        ..ProjectForm::default()
    };
    show(&record(&app, &permit, &at, about, form, Vec::new()).await?)
}

type Recording =
    for<'t> fn(&'t mut WriteTx, Accountant, ProjectId, ProjectForm, Timestamp) -> BoxFuture<'t, Outcome<()>>;

async fn kept(
    app: App,
    permit: Permit<Accountant>,
    at: At,
    (about, form): (About, ProjectForm),
    keep: Recording,
) -> Answer {
    let (by, now, id, typed) = (permit.by.clone(), app.now(), at.id, form.clone());
    let done = app.db.write(move |tx| keep(tx, by, id, typed, now)).await;
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/projects/{id}/{}", permit.book.code, about.path()))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&record(&app, &permit, &at, about, form, refused.clone()).await?, &refused)
        }
    }
}

pub(super) async fn resolutions(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    blank(app, permit, at, About::Resolution).await
}

pub(super) async fn add_resolution(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ProjectForm>,
) -> Answer {
    kept(app, permit, at, (About::Resolution, form), |tx, by, id, form, now| {
        Box::pin(async move { projects::add_resolution(tx, &by, id, form.resolution(), now).await.map(drop) })
    })
    .await
}

pub(super) async fn exemptions(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    blank(app, permit, at, About::Exemption).await
}

pub(super) async fn add_exemption(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ProjectForm>,
) -> Answer {
    kept(app, permit, at, (About::Exemption, form), |tx, by, id, form, now| {
        Box::pin(async move { projects::add_exemption(tx, &by, id, form.exemption(), now).await })
    })
    .await
}

pub(super) async fn grants(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    blank(app, permit, at, About::Grant).await
}

pub(super) async fn add_grant(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ProjectForm>,
) -> Answer {
    kept(app, permit, at, (About::Grant, form), |tx, by, id, form, now| {
        Box::pin(async move { projects::add_grant(tx, &by, id, form.grant(), now).await })
    })
    .await
}

pub(super) async fn purposes(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    blank(app, permit, at, About::Purpose).await
}

pub(super) async fn set_purpose(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ProjectForm>,
) -> Answer {
    kept(app, permit, at, (About::Purpose, form), |tx, by, id, form, now| {
        Box::pin(async move { projects::set_purpose(tx, &by, id, (&form.purposes(), &form.words), now).await })
    })
    .await
}

pub(super) async fn steps(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    blank(app, permit, at, About::Step).await
}

pub(super) async fn take_step(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ProjectForm>,
) -> Answer {
    kept(app, permit, at, (About::Step, form), |tx, by, id, form, now| {
        Box::pin(async move { projects::take_step(tx, &by, id, form.step(), now).await.map(drop) })
    })
    .await
}

pub(super) async fn memos(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    blank(app, permit, at, About::Memo).await
}

pub(super) async fn add_memo(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ProjectForm>,
) -> Answer {
    kept(app, permit, at, (About::Memo, form), |tx, by, id, form, now| {
        Box::pin(async move { projects::add_memo(tx, &by, id, form.memo(), now).await })
    })
    .await
}

/// `voucher-line`, as the boxes on the page say it.
fn chosen(line: &[String]) -> Vec<(VoucherId, i64)> {
    let read = |text: &String| {
        let (voucher, line) = text.split_once('-')?;
        Some((voucher.parse().ok()?, line.parse().ok()?))
    };
    line.iter().filter_map(read).collect()
}

/// 认定: payments told to the project, or taken off it.
pub(super) async fn read_lines(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ProjectForm>,
) -> Answer {
    let (by, now, id, lines) = (permit.by.clone(), app.now(), at.id, chosen(&form.line));
    let reading: Reading = form.reading.parse().unwrap_or(Reading::Collected);
    let done =
        app.db.write(move |tx| Box::pin(async move { projects::read_lines(tx, &by, id, &lines, reading, now).await }));
    match done.await {
        Ok(()) => Ok(see_other(format!("/books/{}/projects/{id}", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            let here =
                BookPath { reader: permit.who.standing.reader(permit.book.id)?, book: permit.book, who: permit.who };
            show_refused(&whole::load(&app, &here, &at, refused.clone()).await?, &refused)
        }
    }
}
