use crate::audit::{self, Act};
use crate::auth::Chief;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{Outcome, Period, Timestamp};

use crate::ledger::error::LedgerRefusal;
use crate::ledger::kept_form::{FormName, KeptForm, NewForm};
use crate::ledger::store;

/// Every kept version of every form, the newest of each first.
pub async fn kept_forms(tx: &mut ReadTx) -> Outcome<Vec<KeptForm>> {
    Ok(store::kept_forms(tx).await?)
}

/// The kept version used for a month; `None` where the delivered one is.
pub async fn form_in_force(tx: &mut ReadTx, name: FormName, period: Period) -> Outcome<Option<KeptForm>> {
    Ok(store::form_in_force(tx, name, period).await?)
}

/// Keeps the next version of a form, used from a month on. The text comes proved: `statements::adopt_form` is the
/// one that calls.
///
/// Months of a year that any book has closed keep the form they were reported in.
/// Refuses: `ledger.form_earlier_than_last`, `ledger.form_year_closed`.
/// Source: 财会〔2024〕12号 art. 25.
pub async fn keep_form(tx: &mut WriteTx, by: &Chief, new: NewForm, now: Timestamp) -> Outcome<i64> {
    let last = store::kept_forms(tx).await?.into_iter().find(|kept| kept.name == new.name);
    if let Some(last) = last.as_ref().filter(|last| new.valid_from < last.valid_from) {
        let (version, from) = (last.version, last.valid_from.in_chinese());
        return Err(LedgerRefusal::FormEarlierThanLast { version, from }.into());
    }
    let december = new.valid_from.year().last_period();
    if store::any_closed_through(tx, december).await? {
        return Err(LedgerRefusal::FormYearClosed { year: december.year().number() }.into());
    }
    let version = last.map_or(1, |last| last.version) + 1;
    store::insert_form(tx, &new, version, by.actor(), now).await?;
    let subject = format!("{} 第{version}版", new.name.in_chinese());
    let act = Act::on_township("form.keep", subject).detail(format!("自{}起：{}", new.valid_from, new.note));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(version)
}
