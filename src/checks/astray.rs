use crate::db::ReadTx;
use crate::kernel::Outcome;
use crate::ledger;

use super::facts::BookFacts;
use super::finding::Problem;

/// Nothing in a book belongs to another one: accounts, households, outsiders, projects, source documents.
pub(super) async fn run(tx: &mut ReadTx, facts: &BookFacts) -> Outcome<Vec<Problem>> {
    let astray = ledger::entries_astray(tx, facts.book.id).await?;
    let mut problems = Vec::with_capacity(astray.len());
    for (voucher, what) in astray {
        let what = format!("{what}不是本账套的");
        problems.push(match voucher.and_then(|id| facts.vouchers.iter().find(|v| v.id == id)) {
            Some(voucher) => Problem::of_voucher(voucher, what),
            None => Problem::new("期初余额", what),
        });
    }
    Ok(problems)
}
