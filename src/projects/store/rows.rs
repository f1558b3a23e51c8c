use std::collections::HashMap;

use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Date, Fault, ProjectId};

use crate::projects::life::StepTaken;
use crate::projects::papers::{Exemption, Grant, Memo, Papers, Purpose, ReadingOfLine};
use crate::projects::resolution::{Quorum, Resolution};

/// Rows of one project, or (`$2` empty) of every project of a book, oldest first.
macro_rules! rows_of {
    ($tx:expr, $book:expr, $project:expr, $table:literal, $doing:literal) => {
        sqlx::query(concat!(
            "select * from ",
            $table,
            " where book_id = $1 and ($2 = '' or project_id = $2) order by recorded_at, id"
        ))
        .bind($book.text())
        .bind(&$project)
        .fetch_all($tx.conn())
        .await
        .map_err(Fault::while_($doing))?
    };
}

/// Everything written down about one project, or about every project of a book.
pub(in crate::projects) async fn papers(
    tx: &mut ReadTx,
    book: BookId,
    project: Option<ProjectId>,
) -> Result<HashMap<ProjectId, Papers>, Fault> {
    let wanted = project.map(ProjectId::text).unwrap_or_default();
    let mut all: HashMap<ProjectId, Papers> = HashMap::new();
    for row in rows_of!(tx, book, wanted, "project_resolution", "loading resolutions") {
        all.entry(row.parsed("project_id")?).or_default().resolutions.push(resolution(&row)?);
    }
    for row in rows_of!(tx, book, wanted, "project_exemption", "loading exemptions") {
        all.entry(row.parsed("project_id")?).or_default().exemptions.push(exemption(&row)?);
    }
    for row in rows_of!(tx, book, wanted, "project_grant", "loading grants") {
        all.entry(row.parsed("project_id")?).or_default().grants.push(grant(&row)?);
    }
    for row in rows_of!(tx, book, wanted, "project_purpose", "loading purposes") {
        all.entry(row.parsed("project_id")?).or_default().purposes.push(purpose(&row)?);
    }
    for row in rows_of!(tx, book, wanted, "project_step", "loading steps") {
        all.entry(row.parsed("project_id")?).or_default().steps.push(step(&row)?);
    }
    for row in rows_of!(tx, book, wanted, "project_memo", "loading the memo register") {
        all.entry(row.parsed("project_id")?).or_default().memos.push(memo(&row)?);
    }
    Ok(all)
}

/// How lines were read, oldest first: those of a project, whatever they were read as later, or all of a book.
pub(in crate::projects) async fn readings(
    tx: &mut ReadTx,
    book: BookId,
    project: Option<ProjectId>,
) -> Result<Vec<ReadingOfLine>, Fault> {
    let rows = sqlx::query(
        "select l.* from project_line l
         where l.book_id = $1
           and ($2 = '' or exists (select 1 from project_line o
                                   where o.book_id = $1 and o.project_id = $2
                                     and o.voucher_id = l.voucher_id and o.line = l.line))
         order by l.recorded_at, l.id",
    )
    .bind(book.text())
    .bind(project.map(ProjectId::text).unwrap_or_default())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading what lines were read as"))?;
    let reading = |row: &AnyRow| {
        Ok(ReadingOfLine {
            project: row.parsed("project_id")?,
            voucher: row.parsed("voucher_id")?,
            line: row.whole("line")?,
            reading: row.parsed("reading")?,
            item: row.text("item")?,
        })
    };
    rows.iter().map(reading).collect()
}

fn resolution(row: &AnyRow) -> Result<Resolution, Fault> {
    Ok(Resolution {
        met_on: row.date("met_on")?,
        meeting: row.parsed("meeting")?,
        electors: row.whole("electors")?,
        attended: row.whole("attended")?,
        agreed: row.whole("agreed")?,
        quorum: Quorum::of(&row.text("quorum")?),
        document: row.text("document")?,
        per_head: row.money("fen_per_head")?,
        heads: row.whole("heads")?,
        days_each: row.whole("days_each")?,
        labourers: row.whole("labourers")?,
        recorded_name: row.text("recorded_name")?,
        recorded_at: row.instant("recorded_at")?,
    })
}

fn exemption(row: &AnyRow) -> Result<Exemption, Fault> {
    Ok(Exemption {
        id: row.parsed("id")?,
        household: row.parsed_or_none("household_id")?,
        person: row.text("person")?,
        heads: row.whole("heads")?,
        reason: row.text("reason")?,
        words: row.text("words")?,
        takes_back: row.parsed_or_none("takes_back")?,
        recorded_name: row.text("recorded_name")?,
        recorded_at: row.instant("recorded_at")?,
    })
}

fn grant(row: &AnyRow) -> Result<Grant, Fault> {
    Ok(Grant {
        id: row.parsed("id")?,
        stage: row.parsed("stage")?,
        document: row.text("document")?,
        authority: row.text("authority")?,
        dated: row.date("dated")?,
        amount: row.money("fen")?,
        words: row.text("words")?,
        corrects: row.parsed_or_none("corrects")?,
        recorded_name: row.text("recorded_name")?,
    })
}

fn purpose(row: &AnyRow) -> Result<Purpose, Fault> {
    Ok(Purpose {
        purposes: row.text("purposes")?.split_whitespace().map(str::to_owned).collect(),
        words: row.text("words")?,
        recorded_name: row.text("recorded_name")?,
        recorded_at: row.instant("recorded_at")?,
    })
}

fn step(row: &AnyRow) -> Result<StepTaken, Fault> {
    Ok(StepTaken {
        step: row.parsed("step")?,
        day: row.date("day")?,
        until: row.parsed_or_none::<Date>("until")?,
        document: row.text("document")?,
        words: row.text("words")?,
        recorded_name: row.text("recorded_name")?,
        recorded_at: row.instant("recorded_at")?,
    })
}

fn memo(row: &AnyRow) -> Result<Memo, Fault> {
    Ok(Memo {
        id: row.parsed("id")?,
        day: row.date("day")?,
        kind: row.parsed("kind")?,
        household: row.parsed_or_none("household_id")?,
        party: row.text("party")?,
        tenth_days: row.whole("tenth_days")?,
        amount: row.money("fen")?,
        words: row.text("words")?,
        corrects: row.parsed_or_none("corrects")?,
        recorded_name: row.text("recorded_name")?,
        recorded_at: row.instant("recorded_at")?,
    })
}
