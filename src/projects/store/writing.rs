use crate::auth::Accountant;
use crate::db::{Cell, RowsInto, WriteTx, is_unique_violation};
use crate::kernel::{Date, Fault, HouseholdId, ProjectId, RecordId, Timestamp};

use crate::projects::life::StepTaken;
use crate::projects::papers::{Exemption, Grant, Memo, Purpose, ReadingOfLine};
use crate::projects::resolution::Resolution;

/// Who writes a row down, about what, and when: the last columns of every table here.
fn head(by: &Accountant, id: RecordId, project: ProjectId) -> [Cell; 3] {
    [id.text().into(), by.book().text().into(), project.text().into()]
}

fn foot(by: &Accountant, now: Timestamp) -> [Cell; 3] {
    [by.id().text().into(), by.actor().name.as_str().into(), now.stored().into()]
}

fn id_or_empty(id: Option<RecordId>) -> Cell {
    id.map(RecordId::text).unwrap_or_default().into()
}

fn household_or_empty(id: Option<HouseholdId>) -> Cell {
    id.map(HouseholdId::text).unwrap_or_default().into()
}

pub(in crate::projects) async fn insert_resolution(
    tx: &mut WriteTx,
    by: &Accountant,
    project: ProjectId,
    new: &Resolution,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into project_resolution (id, book_id, project_id, met_on, meeting, electors, attended, agreed, quorum,
             passed, document, fen_per_head, heads, days_each, labourers, recorded_by, recorded_name, recorded_at) values",
        18,
        "",
    );
    let cells: [Cell; 12] = [
        new.met_on.to_string().into(),
        new.meeting.to_string().into(),
        new.electors.into(),
        new.attended.into(),
        new.agreed.into(),
        new.quorum.in_chinese().into(),
        i64::from(new.passes()).into(),
        new.document.as_str().into(),
        new.per_head.fen().into(),
        new.heads.into(),
        new.days_each.into(),
        new.labourers.into(),
    ];
    rows.row(head(by, RecordId::new(), project).into_iter().chain(cells).chain(foot(by, new.recorded_at)))?;
    rows.run(tx, "keeping a resolution").await
}

pub(in crate::projects) async fn insert_exemption(
    tx: &mut WriteTx,
    by: &Accountant,
    project: ProjectId,
    new: &Exemption,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into project_exemption (id, book_id, project_id, household_id, person, heads, reason, words, takes_back,
             recorded_by, recorded_name, recorded_at) values",
        12,
        "",
    );
    let cells: [Cell; 6] = [
        household_or_empty(new.household),
        new.person.as_str().into(),
        new.heads.into(),
        new.reason.as_str().into(),
        new.words.as_str().into(),
        id_or_empty(new.takes_back),
    ];
    rows.row(head(by, new.id, project).into_iter().chain(cells).chain(foot(by, new.recorded_at)))?;
    rows.run(tx, "keeping an exemption").await
}

pub(in crate::projects) async fn insert_grant(
    tx: &mut WriteTx,
    by: &Accountant,
    project: ProjectId,
    new: &Grant,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into project_grant (id, book_id, project_id, stage, document, authority, dated, fen, words, corrects,
             recorded_by, recorded_name, recorded_at) values",
        13,
        "",
    );
    let cells: [Cell; 7] = [
        new.stage.to_string().into(),
        new.document.as_str().into(),
        new.authority.as_str().into(),
        new.dated.to_string().into(),
        new.amount.fen().into(),
        new.words.as_str().into(),
        id_or_empty(new.corrects),
    ];
    rows.row(head(by, new.id, project).into_iter().chain(cells).chain(foot(by, now)))?;
    rows.run(tx, "keeping a grant").await
}

pub(in crate::projects) async fn insert_purpose(
    tx: &mut WriteTx,
    by: &Accountant,
    project: ProjectId,
    new: &Purpose,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into project_purpose (id, book_id, project_id, purposes, words, recorded_by, recorded_name, recorded_at) values",
        8,
        "",
    );
    let cells: [Cell; 2] = [new.purposes.join(" ").into(), new.words.as_str().into()];
    rows.row(head(by, RecordId::new(), project).into_iter().chain(cells).chain(foot(by, new.recorded_at)))?;
    rows.run(tx, "keeping a purpose").await
}

/// Keeps a step; false when it was taken already. Two people at once meet the one key of a step.
pub(in crate::projects) async fn insert_step(
    tx: &mut WriteTx,
    by: &Accountant,
    project: ProjectId,
    new: &StepTaken,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into project_step (id, book_id, project_id, step, day, until, document, words, recorded_by,
             recorded_name, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(RecordId::new().text())
    .bind(by.book().text())
    .bind(project.text())
    .bind(new.step.to_string())
    .bind(new.day.to_string())
    .bind(new.until.map(|d: Date| d.to_string()).unwrap_or_default())
    .bind(&new.document)
    .bind(&new.words)
    .bind(by.id().text())
    .bind(&new.recorded_name)
    .bind(new.recorded_at.stored())
    .execute(tx.conn())
    .await;
    match done {
        Ok(_) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(Fault::while_("keeping a step")(error)),
    }
}

pub(in crate::projects) async fn insert_memo(
    tx: &mut WriteTx,
    by: &Accountant,
    project: ProjectId,
    new: &Memo,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into project_memo (id, book_id, project_id, day, kind, household_id, party, tenth_days, fen, words,
             corrects, recorded_by, recorded_name, recorded_at) values",
        14,
        "",
    );
    let cells: [Cell; 8] = [
        new.day.to_string().into(),
        new.kind.to_string().into(),
        household_or_empty(new.household),
        new.party.as_str().into(),
        new.tenth_days.into(),
        new.amount.fen().into(),
        new.words.as_str().into(),
        id_or_empty(new.corrects),
    ];
    rows.row(head(by, new.id, project).into_iter().chain(cells).chain(foot(by, new.recorded_at)))?;
    rows.run(tx, "keeping a line of the memo register").await
}

pub(in crate::projects) async fn insert_readings(
    tx: &mut WriteTx,
    by: &Accountant,
    readings: &[ReadingOfLine],
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into project_line (id, book_id, project_id, voucher_id, line, reading, item, recorded_by, recorded_name,
             recorded_at) values",
        10,
        "",
    );
    for r in readings {
        let cells: [Cell; 4] =
            [r.voucher.text().into(), r.line.into(), r.reading.to_string().into(), r.item.as_str().into()];
        rows.row(head(by, RecordId::new(), r.project).into_iter().chain(cells).chain(foot(by, now)))?;
    }
    rows.run(tx, "keeping what lines were read as").await
}
