use std::collections::BTreeMap;

use crate::db::{Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, DraftId, Fault, Period, Timestamp, UserId};

use crate::ledger::conversion::{ConversionSheet, WorkingPaper};
use crate::ledger::draft::{DraftState, NewDraft};
use crate::ledger::intake::{AccountMap, MappedAccount};
use crate::ledger::service::ConversionDraft;

use super::drafts::content;

/// Drafts of a file, all of them waiting for review.
pub(in crate::ledger) async fn insert_prepared(
    tx: &mut WriteTx,
    book: BookId,
    drafts: &[(DraftId, NewDraft)],
    by: (UserId, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into voucher_draft (id, book_id, state, date, period, kind, document_count, lines, prepared_by, prepared_name, prepared_at, import_key) values",
        12,
        "",
    );
    for (id, new) in drafts {
        rows.row([
            id.text().into(),
            book.text().into(),
            DraftState::Prepared.to_string().into(),
            new.date.to_string().into(),
            Period::of(new.date).to_string().into(),
            new.kind.to_string().into(),
            new.document_count.into(),
            content(new)?.into(),
            by.0.text().into(),
            by.1.into(),
            now.stored().into(),
            new.import_key.clone().into(),
        ])?;
    }
    rows.run(tx, "keeping the drafts of a file").await
}

/// Import keys of drafts that wait, by key and month.
pub(in crate::ledger) async fn drafted_keys(
    tx: &mut ReadTx,
    book: BookId,
) -> Result<BTreeMap<(String, Period), String>, Fault> {
    let rows = sqlx::query("select import_key, period from voucher_draft where book_id = $1 and import_key <> ''")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading import keys of drafts"))?;
    rows.iter().map(|r| Ok(((r.text("import_key")?, r.parsed("period")?), "还没有记账的凭证".to_owned()))).collect()
}

pub(in crate::ledger) async fn account_map(tx: &mut ReadTx, book: BookId) -> Result<AccountMap, Fault> {
    let rows = sqlx::query("select old_code, account, detail from account_mapping where book_id = $1")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading mapped accounts"))?;
    let mut map = AccountMap::default();
    for row in &rows {
        let detail = row.text("detail")?.split('/').filter(|d| !d.is_empty()).map(str::to_owned).collect();
        map.set(&row.text("old_code")?, MappedAccount { account: row.text("account")?, detail });
    }
    Ok(map)
}

pub(in crate::ledger) async fn keep_account_map(
    tx: &mut WriteTx,
    book: BookId,
    map: &AccountMap,
    by: (UserId, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into account_mapping (book_id, old_code, account, detail, set_by, set_name, set_at) values",
        7,
        "on conflict (book_id, old_code) do update set account = excluded.account, detail = excluded.detail, set_by = excluded.set_by, set_name = excluded.set_name, set_at = excluded.set_at",
    );
    for (code, to) in map.entries() {
        rows.row([
            book.text().into(),
            code.clone().into(),
            to.account.clone().into(),
            to.detail.join("/").into(),
            by.0.text().into(),
            by.1.into(),
            now.stored().into(),
        ])?;
    }
    rows.run(tx, "keeping mapped accounts").await
}

pub(in crate::ledger) async fn conversion_sheet(
    tx: &mut ReadTx,
    book: BookId,
) -> Result<Option<ConversionDraft>, Fault> {
    let row = sqlx::query("select content, version, saved_name, saved_at from conversion_sheet where book_id = $1")
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a conversion sheet"))?;
    let Some(row) = row else { return Ok(None) };
    let sheet: ConversionSheet =
        serde_json::from_str(&row.text("content")?).map_err(Fault::while_("reading a conversion sheet"))?;
    Ok(Some(ConversionDraft {
        sheet,
        version: row.whole("version")?,
        saved_name: row.text("saved_name")?,
        saved_at: row.instant("saved_at")?,
    }))
}

pub(in crate::ledger) async fn keep_conversion_sheet(
    tx: &mut WriteTx,
    book: BookId,
    sheet: &ConversionSheet,
    version: i64,
    by: (UserId, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    let content = serde_json::to_string(sheet).map_err(Fault::while_("writing a conversion sheet"))?;
    sqlx::query(
        "insert into conversion_sheet (book_id, content, version, saved_by, saved_name, saved_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (book_id) do update set content = excluded.content, version = excluded.version, saved_by = excluded.saved_by, saved_name = excluded.saved_name, saved_at = excluded.saved_at",
    )
    .bind(book.text())
    .bind(content)
    .bind(version)
    .bind(by.0.text())
    .bind(by.1)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a conversion sheet"))
}

pub(in crate::ledger) async fn forget_conversion_sheet(tx: &mut WriteTx, book: BookId) -> Result<(), Fault> {
    sqlx::query("delete from conversion_sheet where book_id = $1")
        .bind(book.text())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("putting a conversion sheet away"))
}

pub(in crate::ledger) async fn insert_working_paper(
    tx: &mut WriteTx,
    book: BookId,
    paper: &WorkingPaper,
    by: UserId,
) -> Result<(), Fault> {
    let content = serde_json::to_string(&paper.rows).map_err(Fault::while_("writing a working paper"))?;
    let [old, adjusted, new] = paper.totals();
    sqlx::query(
        "insert into working_paper (book_id, as_of, source, fen_old, fen_adjusted, fen_new, content, digest, made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(book.text())
    .bind(paper.as_of.to_string())
    .bind(&paper.source)
    .bind(old[0].fen())
    .bind(adjusted[0].fen())
    .bind(new[0].fen())
    .bind(content)
    .bind(paper.digest.hex())
    .bind(by.text())
    .bind(&paper.made_name)
    .bind(paper.made_at.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a working paper"))
}

pub(in crate::ledger) async fn working_paper(tx: &mut ReadTx, book: BookId) -> Result<Option<WorkingPaper>, Fault> {
    let row =
        sqlx::query("select as_of, source, content, digest, made_name, made_at from working_paper where book_id = $1")
            .bind(book.text())
            .fetch_optional(tx.conn())
            .await
            .map_err(Fault::while_("loading a working paper"))?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(WorkingPaper {
        as_of: row.date("as_of")?,
        source: row.text("source")?,
        rows: serde_json::from_str(&row.text("content")?).map_err(Fault::while_("reading a working paper"))?,
        made_name: row.text("made_name")?,
        made_at: row.instant("made_at")?,
        digest: row.digest("digest")?,
    }))
}
