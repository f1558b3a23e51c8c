use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Fault, VoucherId};

/// What stands in a book and belongs to another: the voucher (`None` for the opening) and what it is.
pub(in crate::ledger) async fn entries_astray(
    tx: &mut ReadTx,
    book: BookId,
) -> Result<Vec<(Option<VoucherId>, String)>, Fault> {
    let rows = sqlx::query(
        "with used as (
             select distinct voucher_id, account_id, household_id, counterparty_id, project_id from entry where book_id = $1
             union all
             select distinct '', account_id, household_id, counterparty_id, project_id from opening_balance where book_id = $1
         )
         select voucher_id, '科目' as what from used u
          where not exists (select 1 from account a where a.id = u.account_id and a.book_id in ('', $1))
         union all
         select voucher_id, '农户' from used u where u.household_id <> ''
            and not exists (select 1 from household h where h.id = u.household_id and h.book_id = $1)
         union all
         select voucher_id, '往来单位' from used u where u.counterparty_id <> ''
            and not exists (select 1 from counterparty c where c.id = u.counterparty_id and c.book_id = $1)
         union all
         select voucher_id, '项目' from used u where u.project_id <> ''
            and not exists (select 1 from project p where p.id = u.project_id and p.book_id = $1)
         union all
         select e.voucher_id, '分录' from entry e join voucher v on v.id = e.voucher_id
          where v.book_id = $1 and e.book_id <> v.book_id
         union all
         select d.voucher_id, '原始凭证' from voucher_document d
           join voucher v on v.id = d.voucher_id
           join source_document s on s.id = d.document_id
          where v.book_id = $1 and s.book_id <> v.book_id",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking for what belongs to another book"))?;
    rows.iter().map(|row: &AnyRow| Ok((row.parsed_or_none("voucher_id")?, row.text("what")?))).collect()
}
