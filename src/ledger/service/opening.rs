use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Digest, Failure, Money, Outcome, Period, Refused, Timestamp};
use crate::village::{self, Dimensions};

use crate::ledger::account::Class;
use crate::ledger::balance::{BalanceKey, fold_balances};
use crate::ledger::chart::Chart;
use crate::ledger::entry::{DraftLine, Entry, sound_entry};
use crate::ledger::error::LedgerRefusal;
use crate::ledger::store;
use crate::ledger::voucher::VoucherKind;
use crate::ledger::year_seal::opening_digest;

use super::charting::chart;

/// One opening balance: the account, its dimension, the side and the amount.
pub type OpeningLine = DraftLine;

/// 建账 — confirms the opening balances of the permit's book. They must balance; afterwards they are
/// never changed.
///
/// Refuses: `ledger.opening_confirmed`, the line refusals, `ledger.opening_on_profit_and_loss`,
/// `ledger.opening_unbalanced`. All at once. Source: 会计基础工作规范 art. 56.
pub async fn confirm_opening(tx: &mut WriteTx, by: &Accountant, lines: &[OpeningLine], now: Timestamp) -> Outcome<()> {
    let numbered: Vec<(usize, OpeningLine)> = (1..).zip(lines.iter().cloned()).collect();
    confirm_lines(tx, by, &numbered, now).await
}

/// The same with the number each line goes by in what is refused.
pub(super) async fn confirm_lines(
    tx: &mut WriteTx,
    by: &Accountant,
    lines: &[(usize, OpeningLine)],
    now: Timestamp,
) -> Outcome<()> {
    if opening_confirmed(tx, by.book()).await? {
        return Err(LedgerRefusal::OpeningConfirmed.into());
    }
    let book = village::book(tx, by.book()).await?;
    let chart = chart(tx, by.book()).await?;
    let dimensions = village::dimensions(tx, by.book()).await?;
    let (entries, mut faults) = sound_opening(lines, book.enabled_from, &chart, &dimensions);
    let debit: Money = lines.iter().map(|(_, l)| l.debit).sum();
    let credit: Money = lines.iter().map(|(_, l)| l.credit).sum();
    faults.extend(unbalanced(debit, credit));
    Failure::unless_none(faults)?;
    store::insert_opening(tx, by.book(), book.enabled_from.year(), &entries).await?;
    let digest = opening_digest(fold_balances(&entries).into_iter().map(|(key, (d, c))| (key, d - c)));
    store::confirm_opening(tx, by.book(), book.enabled_from, debit, digest, (by.id(), &by.actor().name), now).await?;
    let act = Act::on_book(by.book(), "book.opening", format!("期初 借贷各{debit}元")).detail(digest.hex());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// The sound entries of an opening, and everything wrong with the others.
pub(super) fn sound_opening(
    lines: &[(usize, OpeningLine)],
    from: Period,
    chart: &Chart,
    dimensions: &Dimensions,
) -> (Vec<Entry>, Vec<Refused>) {
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    for (number, line) in lines {
        match sound_entry(*number, line, VoucherKind::Reversal, chart, dimensions) {
            Ok(entry) => {
                let account = chart.by_id(entry.account).filter(|a| a.class == Class::ProfitAndLoss);
                if let Some(account) = account.filter(|_| from.month() == 1) {
                    let refusal = LedgerRefusal::OpeningOnProfitAndLoss { line: *number, account: account.label() };
                    faults.push(Refused::from(refusal).at_row(*number));
                }
                entries.push(entry);
            }
            Err(list) => faults.extend(list),
        }
    }
    (entries, faults)
}

/// The refusal of an opening whose sides differ.
pub(super) fn unbalanced(debit: Money, credit: Money) -> Option<Refused> {
    let refusal = LedgerRefusal::OpeningUnbalanced { debit, credit, difference: (debit - credit).abs() };
    (debit != credit).then(|| refusal.into())
}

/// True once the opening balances of a book stand.
pub async fn opening_confirmed(tx: &mut ReadTx, book: BookId) -> Outcome<bool> {
    Ok(store::opening_confirmed(tx, book).await?)
}

/// The opening balances of a book as they stand, and the digest they were confirmed under.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Total of either side when it was confirmed.
    pub total: Money,
    /// Digest when it was confirmed.
    pub digest: Digest,
    /// Balances of the enabling year, debit positive, in key order.
    pub balances: Vec<(BalanceKey, Money)>,
}

impl Opening {
    /// The digest these balances should have.
    pub fn digest_of_content(&self) -> Digest {
        opening_digest(self.balances.iter().copied())
    }
}

/// The opening balances of a book; `None` before they are confirmed.
pub async fn opening(tx: &mut ReadTx, book: BookId) -> Outcome<Option<Opening>> {
    Ok(store::opening(tx, book).await?)
}
