use std::collections::BTreeMap;

use crate::audit::{self, Act};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{
    BookId, Date, Failure, HouseholdId, ImprestCheckId, ImprestLineId, Money, Outcome, Period, Refused, Timestamp,
};
use crate::ledger;
use crate::village::{self, HouseholdKind};

use crate::reconcile::cash_count::{CashCount, Denomination};
use crate::reconcile::error::ImprestRefusal;
use crate::reconcile::imprest::{
    ImprestCheck, ImprestFigures, ImprestHand, ImprestHolder, ImprestLine, NewImprestLine, UnbookedLine,
};
use crate::reconcile::store;

/// 备用金 — every holder of a book: what the books say he has today, his own list, the checks.
pub async fn imprest_holders(tx: &mut ReadTx, book: BookId, today: Date) -> Outcome<Vec<ImprestHolder>> {
    let month = Period::of(today);
    let mut stands: BTreeMap<HouseholdId, Money> = BTreeMap::new();
    for row in ledger::balances(tx, book, month, month).await? {
        if let Some(holder) = row.key.household {
            *stands.entry(holder).or_default() += row.closing();
        }
    }
    let (lines, checks) = (store::imprest_lines(tx, book).await?, store::imprest_checks(tx, book).await?);
    let households = village::dimensions(tx, book).await?.households;
    let holders = households.into_iter().filter(|h| h.kind == HouseholdKind::Imprest);
    let holder = |household: village::Household| ImprestHolder {
        book: stands.get(&household.id).copied().unwrap_or(Money::ZERO),
        lines: lines.iter().filter(|l| l.holder == household.id).cloned().collect(),
        checks: checks.iter().filter(|c| c.holder == household.id).cloned().collect(),
        household,
    };
    Ok(holders.map(holder).collect())
}

/// 记一笔 on the holder's list; the same form sent twice writes one line.
///
/// Refuses, all at once: `reconcile.no_such_holder`, `reconcile.imprest_amount_missing`,
/// `reconcile.imprest_text_missing`, `reconcile.imprest_date_ahead`.
pub async fn write_imprest_line(
    tx: &mut WriteTx,
    by: &ImprestHand,
    (holder, once_key): (HouseholdId, &str),
    line: &NewImprestLine,
    now: Timestamp,
) -> Outcome<()> {
    let today = now.date();
    let mut refused: Vec<Refused> = Vec::new();
    let holders = imprest_holders(tx, by.book(), today).await?;
    let found = holders.into_iter().find(|h| h.household.id == holder);
    if found.is_none() {
        refused.push(ImprestRefusal::NoSuchHolder.into());
    }
    refused.extend(line.faults(today).into_iter().map(Refused::from));
    Failure::unless_none(refused)?;
    let id = ImprestLineId::new();
    if store::insert_imprest_line(tx, by, (id, holder, once_key), line, now).await? {
        let name = found.map_or(String::new(), |h| h.household.name);
        let detail = format!("{} {} {} 元", line.date, line.text.trim(), line.net);
        let act = Act::on_book(by.book(), "imprest.write", name).id(id).detail(detail);
        audit::record(tx, by.actor(), act, now).await?;
    }
    Ok(())
}

/// 划去一行 — with its reason; the row stays.
///
/// Refuses: `reconcile.imprest_reason_missing`, `reconcile.no_such_imprest_line`.
pub async fn strike_imprest_line(
    tx: &mut WriteTx,
    by: &ImprestHand,
    id: ImprestLineId,
    reason: &str,
    now: Timestamp,
) -> Outcome<()> {
    if reason.trim().is_empty() {
        return Err(ImprestRefusal::ReasonMissing.into());
    }
    let lines = store::imprest_lines(tx, by.book()).await?;
    let line = lines.into_iter().find(|l| l.id == id && l.struck.is_none()).ok_or(ImprestRefusal::NoSuchLine)?;
    if !store::strike_imprest_line(tx, by, id, reason.trim(), now).await? {
        return Err(ImprestRefusal::NoSuchLine.into());
    }
    let detail = format!("{} {} {} 元；{}", line.line.date, line.line.text, line.line.net, reason.trim());
    let act = Act::on_book(by.book(), "imprest.strike", "备用金清单").id(id).detail(detail);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// 备用金核对 — the book, the list and the notes of today, with the payments whose papers are not booked yet.
///
/// Refuses: `reconcile.no_such_holder`, `reconcile.no_such_imprest_line`, `reconcile.count_negative`,
/// `reconcile.count_twice`, `reconcile.imprest_unexplained`.
pub async fn make_imprest_check(
    tx: &mut WriteTx,
    by: &ImprestHand,
    holder: HouseholdId,
    (pieces, unbooked): (&[(Denomination, i64)], &[ImprestLineId]),
    reason: &str,
    now: Timestamp,
) -> Outcome<ImprestCheckId> {
    let today = now.date();
    let holders = imprest_holders(tx, by.book(), today).await?;
    let found = holders.into_iter().find(|h| h.household.id == holder).ok_or(ImprestRefusal::NoSuchHolder)?;
    let paid = |id: &ImprestLineId| -> Result<UnbookedLine, ImprestRefusal> {
        let line: &ImprestLine =
            found.standing().find(|l| l.id == *id && l.line.net.is_negative()).ok_or(ImprestRefusal::NoSuchLine)?;
        Ok(UnbookedLine { date: line.line.date, text: line.line.text.clone(), amount: line.line.net.abs() })
    };
    let unbooked: Result<Vec<UnbookedLine>, ImprestRefusal> = unbooked.iter().map(paid).collect();
    let list = found.list();
    let figures = ImprestFigures { book: found.book, unbooked: unbooked?, list, cash: CashCount::new(pieces, list)? };
    figures.require_explained(reason)?;
    let check = ImprestCheck {
        id: ImprestCheckId::new(),
        holder,
        date: today,
        figures,
        reason: reason.trim().to_owned(),
        made_side: by.side(),
        made_name: by.actor().name.clone(),
        made_at: now,
        signed: None,
    };
    store::insert_imprest_check(tx, by, &check).await?;
    let act = Act::on_book(by.book(), "imprest.check", found.household.name.clone())
        .id(check.id)
        .detail(check.figures.sentence());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(check.id)
}

/// 签备用金核对 — the side that did not make it has looked at the same figures.
///
/// Refuses: `reconcile.no_such_imprest_check`, `reconcile.imprest_check_signed`, `reconcile.imprest_same_side`.
pub async fn sign_imprest_check(tx: &mut WriteTx, by: &ImprestHand, id: ImprestCheckId, now: Timestamp) -> Outcome<()> {
    let check = imprest_check(tx, by.book(), id).await?;
    if check.signed.is_some() {
        return Err(ImprestRefusal::CheckSigned.into());
    }
    if check.made_side == by.side() {
        return Err(ImprestRefusal::SameSide { name: check.made_name }.into());
    }
    if !store::sign_imprest_check(tx, by, id, now).await? {
        return Err(ImprestRefusal::CheckSigned.into());
    }
    let act = Act::on_book(by.book(), "imprest.sign", "备用金核对").id(id).detail(check.figures.sentence());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// One check of a book.
///
/// Refuses: `reconcile.no_such_imprest_check`.
pub async fn imprest_check(tx: &mut ReadTx, book: BookId, id: ImprestCheckId) -> Outcome<ImprestCheck> {
    let found = store::imprest_checks(tx, book).await?.into_iter().find(|c| c.id == id);
    found.ok_or_else(|| ImprestRefusal::NoSuchCheck.into())
}
