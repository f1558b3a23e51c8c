use std::collections::HashMap;

use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Fault, Period, ProjectId, VoucherId};

use crate::ledger::entry::Entry;
use crate::ledger::voucher::PostedVoucher;

use super::vouchers::{entry, voucher_of};

/// Which vouchers concern a project: those with an entry on it (`$2`, or on any), those named, those that correct one
/// named. `$3` holds ids written one behind the other.
macro_rules! concerning {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " where v.book_id = $1 and v.period <= $4
                and (v.id in (select p.voucher_id from entry p
                              where p.book_id = $1 and p.project_id <> '' and ($2 = '' or p.project_id = $2))
                  or ($3 <> '' and $3 like '%' || v.id || '%')
                  or ($3 <> '' and v.corrects_id <> '' and $3 like '%' || v.corrects_id || '%'))",
            $tail
        )
    };
}

pub(in crate::ledger) async fn project_vouchers(
    tx: &mut ReadTx,
    book: BookId,
    project: Option<ProjectId>,
    also: &[VoucherId],
    last: Period,
) -> Result<Vec<PostedVoucher>, Fault> {
    let project = project.map(ProjectId::text).unwrap_or_default();
    let named: Vec<String> = also.iter().map(|v| v.text()).collect();
    let named = named.join(" ");
    let heads = sqlx::query(concerning!("select v.* from voucher v", " order by v.date, v.period, v.word, v.no"))
        .bind(book.text())
        .bind(&project)
        .bind(&named)
        .bind(last.to_string())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the vouchers of a project"))?;
    let rows = sqlx::query(concerning!(
        "select e.* from voucher v join entry e on e.voucher_id = v.id",
        " order by e.voucher_id, e.line"
    ))
    .bind(book.text())
    .bind(&project)
    .bind(&named)
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the entries of a project"))?;
    let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
    for row in &rows {
        entries.entry(row.text("voucher_id")?).or_default().push(entry(row)?);
    }
    heads
        .iter()
        .map(|head| voucher_of(head, entries.remove(&head.text("id")?).unwrap_or_default(), Vec::new()))
        .collect()
}
