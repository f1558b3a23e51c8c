use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Failure, Fault, Outcome, Refused, Timestamp};

use crate::ledger::conversion::{OldAccount, OldChart};
use crate::ledger::intake::{AccountMap, MappedAccount, OldCode, Wanted};
use crate::ledger::store;

use super::resolving::Lists;

/// What the codes of another program mean in a book, as it was said before.
pub async fn account_map(tx: &mut ReadTx, book: BookId) -> Outcome<AccountMap> {
    Ok(store::account_map(tx, book).await?)
}

/// Remembers what codes of another program mean in the permit's book.
///
/// Refuses, all at once: `intake.unknown_account`, `intake.detail_needed`, `intake.detail_too_deep`.
pub async fn map_accounts(tx: &mut WriteTx, by: &Accountant, map: &AccountMap, now: Timestamp) -> Outcome<()> {
    let lists = Lists::of(tx, by.book()).await?;
    let mut faults: Vec<Refused> = Vec::new();
    for (code, to) in map.entries() {
        if let Err(no) = lists.find(&Wanted::plain(to.account.clone(), to.detail.clone())) {
            let refused = Refused::from(no);
            let message = format!("原科目{code}：{}", refused.message);
            faults.push(Refused { message, ..refused }.at_field(format!("account-{code}")));
        }
    }
    Failure::unless_none(faults)?;
    store::keep_account_map(tx, by.book(), map, (by.id(), &by.actor().name), now).await?;
    let said = map.entries().map(|(code, to)| format!("{code}→{}", to.account)).collect::<Vec<_>>().join("、");
    let act = Act::on_book(by.book(), "account.map", format!("对应原科目 {}个", map.entries().count())).detail(said);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// Where codes of the 2004 chart go for certain: a proposal, to be read by a person before it is kept.
pub fn suggested_map(codes: &[OldCode]) -> Result<AccountMap, Fault> {
    let chart = OldChart::of_2004()?;
    let mut map = AccountMap::default();
    for code in codes.iter().filter(|c| c.code.len() == 3) {
        if let Some(target) = chart.account(&code.code).and_then(OldAccount::only_target) {
            map.set(&code.code, MappedAccount { account: target.code.clone(), detail: target.detail.clone() });
        }
    }
    Ok(map)
}
