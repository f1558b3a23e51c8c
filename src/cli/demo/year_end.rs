use crate::app::App;
use crate::auth::{Accountant, Sealer};
use crate::db::WriteTx;
use crate::kernel::{FiscalYear, Outcome, Timestamp};
use crate::ledger::{self, DistributionPlan, YearStep, by_shares};
use crate::village::{self, HouseholdKind};
use crate::workflow;

use super::cast::{Cast, VillageCast};

/// What the village does with its surplus.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Surplus {
    /// 三成 to 公积公益金, three tenths to the members alike.
    Distributed,
    /// Left undistributed.
    Kept,
}

/// 年终结转 of one village: every step proposed by its accountant, reviewed and posted by the chief accountant.
pub(super) async fn carry(
    app: &App,
    cast: &Cast,
    village: &VillageCast,
    (year, surplus): (FiscalYear, Surplus),
    now: Timestamp,
) -> Outcome<()> {
    let (maker, chief) = (village.accountant.accountant(village.book.id)?, cast.chief.accountant(village.book.id)?);
    let write = app.db.write(move |tx| {
        Box::pin(async move {
            for step in YearStep::ALL {
                step_taken(tx, (&maker, &chief), (year, step, surplus), now).await?;
            }
            Ok(())
        })
    });
    write.await
}

async fn step_taken(
    tx: &mut WriteTx,
    (maker, chief): (&Accountant, &Accountant),
    (year, step, surplus): (FiscalYear, YearStep, Surplus),
    now: Timestamp,
) -> Outcome<()> {
    let proposed = match (step, surplus) {
        (YearStep::Distribute, Surplus::Kept) => return Ok(()),
        (YearStep::Distribute, Surplus::Distributed) => {
            let plan = shared_out(tx, maker, year).await?;
            ledger::propose_distribution(tx, maker, year, &plan, now).await
        }
        _ => ledger::propose_year_end(tx, maker, year, step, now).await,
    };
    let drafts = match proposed {
        Err(failure) if failure.is("ledger.nothing_to_carry") || failure.is("ledger.nothing_distributed") => {
            return Ok(());
        }
        proposed => proposed?,
    };
    for draft in &drafts {
        ledger::review(tx, chief, *draft, 1, now).await?;
    }
    workflow::post(tx, chief, &drafts, now).await.map(drop)
}

async fn shared_out(tx: &mut WriteTx, by: &Accountant, year: FiscalYear) -> Outcome<DistributionPlan> {
    let available = ledger::year_end(tx, by.book(), year).await?.standing.distributable.positive_part();
    let part = by_shares(available, &[3, 3, 4]);
    let households = village::households(tx, by.book()).await?;
    let members: Vec<_> = households.into_iter().filter(|h| h.kind == HouseholdKind::Member).map(|h| h.id).collect();
    let shares = by_shares(part[1], &vec![1; members.len()]);
    let members = members.into_iter().zip(shares).collect();
    Ok(DistributionPlan { to_reserve: part[0], members, ..DistributionPlan::default() })
}

/// 封存, by the director.
pub(super) async fn seal(
    app: &App,
    cast: &Cast,
    village: &VillageCast,
    year: FiscalYear,
    now: Timestamp,
) -> Outcome<()> {
    let (by, book): (Sealer, _) = (cast.director.sealer()?, village.book.id);
    let write = app.db.write(move |tx| Box::pin(async move { ledger::seal_year(tx, &by, book, year, now).await }));
    write.await.map(drop)
}
