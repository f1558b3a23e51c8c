use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Failure, Money, OpeningItemId, Outcome, Period, Refused, Timestamp, VoucherId};
use crate::ledger::{self, BankEntry};
use crate::village::{self, BankAccount};

use crate::reconcile::error::{OpeningItemRefusal, ReconcileRefusal};
use crate::reconcile::opening_item::{ItemSide, NewOpeningItem, OpeningItem, OpeningProof};
use crate::reconcile::store;

use super::reconciling::locked_until;

/// 期初未达账项 of a bank account, and whether they explain how book and bank stood when the book was enabled.
///
/// Refuses: `village.no_such_bank_account`.
pub async fn opening_items(
    tx: &mut ReadTx,
    book: BookId,
    account_code: &str,
) -> Outcome<(Vec<OpeningItem>, OpeningProof)> {
    let account = village::bank_account(tx, book, account_code).await?;
    let items = store::opening_items(tx, book, account.id).await?;
    let proof = proof(tx, book, &account, &items).await?;
    Ok((items, proof))
}

async fn proof(tx: &mut ReadTx, book: BookId, account: &BankAccount, items: &[OpeningItem]) -> Outcome<OpeningProof> {
    let enabled = village::book(tx, book).await?.enabled_from;
    let chart = ledger::chart(tx, book).await?;
    let on_account =
        |r: &&ledger::BalanceRow| chart.by_id(r.key.account).is_some_and(|a| a.code.as_str() == account.account_code);
    let rows = ledger::balances(tx, book, enabled, enabled).await?;
    let balance_book: Money = rows.iter().filter(on_account).map(|r| r.opening).sum();
    let lines = store::lines(tx, book, account.id).await?;
    let first = lines.iter().find(|l| !l.opening).filter(|l| Period::of(l.row.date) == enabled);
    let balance_bank = first.map(|l| l.row.balance - l.row.net());
    Ok(OpeningProof::of(enabled.previous().last_day(), balance_book, balance_bank, items))
}

/// 录期初未达账项 — one item from before the book was enabled; it counts once another accountant has reviewed it.
///
/// Refuses, all at once: `village.no_such_bank_account`, `reconcile.opening_date_late`,
/// `reconcile.opening_amount_missing`, `reconcile.opening_text_missing`, `reconcile.locked`.
pub async fn enter_opening_item(
    tx: &mut WriteTx,
    by: &Accountant,
    account_code: &str,
    new: &NewOpeningItem,
    now: Timestamp,
) -> Outcome<OpeningItemId> {
    let account = village::bank_account(tx, by.book(), account_code).await?;
    let enabled = village::book(tx, by.book()).await?.enabled_from.first_day();
    let mut refused: Vec<Refused> = new.faults(enabled).into_iter().map(Refused::from).collect();
    if let Some(until) = locked_until(tx, by.book(), account.id).await? {
        refused.push(ReconcileRefusal::Locked { until }.into());
    }
    Failure::unless_none(refused)?;
    let id = OpeningItemId::new();
    store::insert_opening_item(tx, by, account.id, (id, new), now).await?;
    let detail = format!("{} {} {} {} 元", new.side.in_chinese(), new.date, new.text.trim(), new.net);
    let act = Act::on_book(by.book(), "opening_item.enter", account.masked()).id(id).detail(detail);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(id)
}

/// 划去 — takes an item back that nobody has reviewed yet; the row stays.
///
/// Refuses: `reconcile.no_such_opening_item`.
pub async fn strike_opening_item(tx: &mut WriteTx, by: &Accountant, id: OpeningItemId, now: Timestamp) -> Outcome<()> {
    let there = store::account_of_waiting_item(tx, by.book(), id).await?;
    if there.is_none() {
        return Err(OpeningItemRefusal::NoSuchItem.into());
    }
    store::end_opening_items(tx, by, &[id], "strike", now).await?;
    let act = Act::on_book(by.book(), "opening_item.strike", "期初未达账项").id(id);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// 复核期初未达账项 — a second accountant stands for every item that waits; from now on they count and can be paired.
///
/// Refuses: `village.no_such_bank_account`, `reconcile.opening_nothing_to_review`, `reconcile.opening_same_person`,
/// `reconcile.opening_unequal`, `reconcile.locked`.
pub async fn review_opening_items(
    tx: &mut WriteTx,
    by: &Accountant,
    account_code: &str,
    now: Timestamp,
) -> Outcome<usize> {
    let account = village::bank_account(tx, by.book(), account_code).await?;
    let items = store::opening_items(tx, by.book(), account.id).await?;
    let waiting: Vec<&OpeningItem> = items.iter().filter(|i| i.reviewed.is_none()).collect();
    if waiting.is_empty() {
        return Err(OpeningItemRefusal::NothingToReview.into());
    }
    if let Some(own) = waiting.iter().find(|i| i.entered_by == by.id()) {
        return Err(OpeningItemRefusal::SamePerson { name: own.entered_name.clone() }.into());
    }
    if let Some(until) = locked_until(tx, by.book(), account.id).await? {
        return Err(ReconcileRefusal::Locked { until }.into());
    }
    proof(tx, by.book(), &account, &items).await?.require_equal()?;
    let ids: Vec<OpeningItemId> = waiting.iter().map(|i| i.id).collect();
    let of_the_bank: Vec<&OpeningItem> = waiting.iter().copied().filter(|i| i.item.side == ItemSide::Bank).collect();
    store::end_opening_items(tx, by, &ids, "review", now).await?;
    store::insert_opening_lines(tx, by, account.id, &of_the_bank, now).await?;
    let act = Act::on_book(by.book(), "opening_item.review", account.masked()).detail(format!("{} 笔", ids.len()));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(ids.len())
}

/// What the books knew before the enabling day, as entries that can be paired: line 0 of the item itself.
pub(super) async fn opening_entries(tx: &mut ReadTx, book: BookId, account: &BankAccount) -> Outcome<Vec<BankEntry>> {
    let items = store::opening_items(tx, book, account.id).await?;
    let standing = items.into_iter().filter(|i| i.reviewed.is_some() && i.item.side == ItemSide::Book);
    standing.map(entry_of).collect()
}

fn entry_of(item: OpeningItem) -> Outcome<BankEntry> {
    let id = item.id.text().parse::<VoucherId>();
    let NewOpeningItem { date, net, text, reference, .. } = item.item;
    Ok(BankEntry {
        voucher: id.map_err(crate::kernel::Fault::while_("naming an opening outstanding item"))?,
        label: "期初未达".to_owned(),
        period: Period::of(date),
        import_key: String::new(),
        line: 0,
        date,
        summary: format!("{text} {reference}").trim_end().to_owned(),
        money_in: net.positive_part(),
        money_out: (-net).positive_part(),
        party: String::new(),
    })
}
