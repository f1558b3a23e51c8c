use crate::auth::{Accountant, Director};
use crate::db::{ReadTx, WriteTx};
use crate::disclosure;
use crate::kernel::{BookId, Outcome, Period, ReopeningId, Timestamp};
use crate::ledger::{self, Asked, Reopening};

use crate::checks::error::ChecksRefusal;

/// 申请重开 — the ledger's own request, where no published sheet covers the month.
///
/// Refuses: `checks.published`, and whatever `ledger::ask_reopening` refuses.
pub async fn ask_reopening(tx: &mut WriteTx, by: &Accountant, asked: Asked, now: Timestamp) -> Outcome<ReopeningId> {
    require_unpublished(tx, by.book(), asked.period).await?;
    ledger::ask_reopening(tx, by, asked, now).await
}

/// 批准重开 — the ledger's own answer, where no sheet was published in the meantime.
///
/// Refuses: `checks.published`, and whatever `ledger::approve_reopening` refuses.
pub async fn approve_reopening(
    tx: &mut WriteTx,
    by: &Director,
    book: BookId,
    id: ReopeningId,
    now: Timestamp,
) -> Outcome<Reopening> {
    let approved = ledger::approve_reopening(tx, by, book, id, now).await?;
    require_unpublished(tx, book, approved.period).await?;
    Ok(approved)
}

/// What was published stands on the board: its months are never opened again.
async fn require_unpublished(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<()> {
    match disclosure::past_sheets(tx, book).await?.into_iter().find(|sheet| sheet.span.contains(period)) {
        Some(sheet) => {
            let (period, quarter) = (period.in_chinese(), sheet.span.in_chinese());
            Err(ChecksRefusal::Published { period, quarter, number: sheet.number }.into())
        }
        None => Ok(()),
    }
}
