use crate::db::ReadTx;
use crate::evidence::FileStore;
use crate::kernel::{Date, Outcome, Period};
use crate::reconcile;
use crate::village::{self, Book};

use crate::checks::evidence_kept;
use crate::checks::three_way::{Beside, ThreeWay};

use super::proving::facts_of;

/// 账证、账账、账实 of one month. Files are looked at when their store is given.
pub async fn three_way(
    tx: &mut ReadTx,
    files: Option<&FileStore>,
    book: Book,
    period: Period,
    today: Date,
) -> Outcome<ThreeWay> {
    let id = book.id;
    let facts = facts_of(tx, book).await?;
    let mut sent = reconcile::sent_statements(tx, id).await?;
    sent.retain(|s| s.last == period);
    let beside = Beside {
        evidence: evidence_kept::run(tx, files, &facts).await?,
        accounts: village::bank_accounts(tx, id).await?,
        unreconciled: reconcile::accounts_unreconciled(tx, id, period).await?,
        imprest: reconcile::imprest_holders(tx, id, today).await?,
        sent,
    };
    Ok(ThreeWay::of(period, &facts, &beside))
}
