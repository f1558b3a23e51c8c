use std::collections::BTreeMap;

use sqlx::any::AnyRow;

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BankAccountId, BookId, Fault, PairingId, Timestamp};

use crate::reconcile::hand::BankHand;
use crate::reconcile::pairing::{EntryKey, Pairing};

/// The pairings of an account that hold.
pub(in crate::reconcile) async fn pairings(
    tx: &mut ReadTx,
    book: BookId,
    account: BankAccountId,
) -> Result<Vec<Pairing>, Fault> {
    let heads = sqlx::query(
        "select * from pairing where bank_account_id = $1 and book_id = $2 and undone_at is null order by paired_at, id",
    )
    .bind(account.text())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading pairings"))?;
    let lines = sqlx::query(
        "select m.pairing_id, m.statement_line_id from pairing p join pairing_line m on m.pairing_id = p.id
         where p.bank_account_id = $1 and p.book_id = $2 and p.undone_at is null
         order by m.statement_line_id",
    )
    .bind(account.text())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading paired bank lines"))?;
    let entries = sqlx::query(
        "select m.pairing_id, m.voucher_id, m.line from pairing p join pairing_entry m on m.pairing_id = p.id
         where p.bank_account_id = $1 and p.book_id = $2 and p.undone_at is null
         order by m.voucher_id, m.line",
    )
    .bind(account.text())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading paired entries"))?;
    together(&heads, &lines, &entries)
}

/// One pairing of a book that holds, and its account.
pub(in crate::reconcile) async fn pairing(
    tx: &mut ReadTx,
    book: BookId,
    id: PairingId,
) -> Result<Option<(BankAccountId, Pairing)>, Fault> {
    let row = sqlx::query("select bank_account_id from pairing where id = $1 and book_id = $2 and undone_at is null")
        .bind(id.text())
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a pairing"))?;
    let Some(row) = row else { return Ok(None) };
    let account: BankAccountId = row.parsed("bank_account_id")?;
    let found = pairings(tx, book, account).await?.into_iter().find(|p| p.id == id);
    Ok(found.map(|p| (account, p)))
}

/// Keeps pairings with their scores. The tables refuse a line or an entry that stands in another one.
pub(in crate::reconcile) async fn insert_pairings(
    tx: &mut WriteTx,
    by: &BankHand,
    account: BankAccountId,
    made: &[(Pairing, u8)],
) -> Result<(), Fault> {
    let mut heads = RowsInto::new(
        "insert into pairing (id, book_id, bank_account_id, certain, score, reasons, paired_by, paired_name, paired_at) values",
        9,
        "",
    );
    let mut lines = RowsInto::new("insert into pairing_line (pairing_id, statement_line_id) values", 2, "");
    let mut entries = RowsInto::new("insert into pairing_entry (pairing_id, voucher_id, line) values", 3, "");
    for (pairing, score) in made {
        heads.row([
            Cell::from(pairing.id.text()),
            by.book().text().into(),
            account.text().into(),
            i64::from(pairing.certain).into(),
            i64::from(*score).into(),
            serde_json::to_string(&pairing.reasons).map_err(Fault::while_("writing reasons"))?.into(),
            by.id().text().into(),
            pairing.paired_name.as_str().into(),
            pairing.paired_at.stored().into(),
        ])?;
        for line in &pairing.lines {
            lines.row([Cell::from(pairing.id.text()), line.text().into()])?;
        }
        for entry in &pairing.entries {
            entries.row([Cell::from(pairing.id.text()), entry.voucher.text().into(), entry.line.into()])?;
        }
    }
    heads.run(tx, "pairing").await?;
    lines.run(tx, "pairing bank lines").await?;
    entries.run(tx, "pairing entries").await
}

/// Undoes a pairing; false when somebody else did already.
pub(in crate::reconcile) async fn undo_pairing(
    tx: &mut WriteTx,
    by: &BankHand,
    id: PairingId,
    reason: &str,
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "update pairing set undone_by = $1, undone_name = $2, undone_at = $3, undone_reason = $4
         where id = $5 and book_id = $6 and undone_at is null",
    )
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .bind(reason)
    .bind(id.text())
    .bind(by.book().text())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("undoing a pairing"))?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("update pairing_line set undone = pairing_id where pairing_id = $1")
        .bind(id.text())
        .execute(tx.conn())
        .await
        .map_err(Fault::while_("freeing bank lines"))?;
    sqlx::query("update pairing_entry set undone = pairing_id where pairing_id = $1")
        .bind(id.text())
        .execute(tx.conn())
        .await
        .map_err(Fault::while_("freeing entries"))?;
    Ok(true)
}

fn together(heads: &[AnyRow], lines: &[AnyRow], entries: &[AnyRow]) -> Result<Vec<Pairing>, Fault> {
    let mut pairings: BTreeMap<PairingId, Pairing> = BTreeMap::new();
    for row in heads {
        let id = row.parsed("id")?;
        let reasons = serde_json::from_str(&row.text("reasons")?).map_err(Fault::while_("reading reasons"))?;
        pairings.insert(
            id,
            Pairing {
                id,
                lines: Vec::new(),
                entries: Vec::new(),
                certain: row.whole("certain")? == 1,
                reasons,
                paired_name: row.text("paired_name")?,
                paired_at: row.instant("paired_at")?,
            },
        );
    }
    for row in lines {
        if let Some(pairing) = pairings.get_mut(&row.parsed("pairing_id")?) {
            pairing.lines.push(row.parsed("statement_line_id")?);
        }
    }
    for row in entries {
        if let Some(pairing) = pairings.get_mut(&row.parsed("pairing_id")?) {
            pairing.entries.push(EntryKey { voucher: row.parsed("voucher_id")?, line: row.whole("line")? });
        }
    }
    Ok(pairings.into_values().collect())
}
