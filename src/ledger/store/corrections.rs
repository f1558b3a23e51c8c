use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Fault, VoucherId};

use crate::ledger::correction::{Correction, CorrectionStage};

use super::vouchers::number;

/// The red-letter voucher of a voucher, or its draft, in words.
pub(in crate::ledger) async fn reversal_of(
    tx: &mut ReadTx,
    book: BookId,
    id: VoucherId,
) -> Result<Option<String>, Fault> {
    let posted = sqlx::query(
        "select period, word, no from voucher where corrects_id = $1 and book_id = $2 and kind = 'reversal' limit 1",
    )
    .bind(id.text())
    .bind(book.text())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("looking for a reversal"))?;
    if let Some(row) = posted {
        return Ok(Some(format!("{} {}", row.text("period")?, number(&row)?)));
    }
    let draft = sqlx::query(
        "select date from voucher_draft where corrects_id = $1 and book_id = $2 and kind = 'reversal' limit 1",
    )
    .bind(id.text())
    .bind(book.text())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("looking for a reversal draft"))?;
    draft.map(|row| Ok(format!("{}的红字凭证草稿", row.text("date")?))).transpose()
}

/// Every voucher and draft that corrects a posted one, the posted first.
pub(in crate::ledger) async fn corrections_of(
    tx: &mut ReadTx,
    book: BookId,
    id: VoucherId,
) -> Result<Vec<Correction>, Fault> {
    let posted = sqlx::query(
        "select id, period, word, no, kind from voucher where corrects_id = $1 and book_id = $2 order by period, no",
    )
    .bind(id.text())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading corrections"))?;
    let drafts = sqlx::query(
        "select id, kind from voucher_draft where corrects_id = $1 and book_id = $2 order by prepared_at, id",
    )
    .bind(id.text())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading drafts of corrections"))?;
    let posted = posted.iter().map(|row| {
        let number = number(row)?;
        let stage = CorrectionStage::Posted { voucher: row.parsed("id")?, period: row.parsed("period")?, number };
        Ok(Correction { kind: row.parsed("kind")?, stage })
    });
    let drafts = drafts
        .iter()
        .map(|row| Ok(Correction { kind: row.parsed("kind")?, stage: CorrectionStage::Draft(row.parsed("id")?) }));
    posted.chain(drafts).collect()
}
