use std::collections::BTreeMap;

use crate::audit::{self, Act};
use crate::auth::{Reader, Standing};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Outcome, Period, Timestamp, UserId, VoucherId};

use crate::ledger::printing::PrintOffset;
use crate::ledger::store;

/// 打印 — notes that vouchers of a month, from one number to another, leave on paper; which print of each it is.
///
/// Vouchers name people: the print is in the log before the paper is in the hand.
pub async fn note_prints(
    tx: &mut WriteTx,
    by: &Reader,
    (period, first, last): (Period, i64, i64),
    now: Timestamp,
) -> Outcome<BTreeMap<VoucherId, i64>> {
    let prints = store::note_prints(tx, by.book(), (period, first, last), (by.id(), &by.actor().name), now).await?;
    let again = prints.values().filter(|no| **no > 1).count();
    let subject = if first == last {
        format!("{} 记-{first:04}", period.in_chinese())
    } else {
        format!("{} 记-{first:04}至{last:04}，共{}张", period.in_chinese(), prints.len())
    };
    let act = Act::on_book(by.book(), "voucher.print", subject);
    let act = if again > 0 { act.detail(format!("其中{again}张不是第一次打印")) } else { act };
    audit::record(tx, by.actor(), act, now).await?;
    Ok(prints)
}

/// How often a voucher was printed.
pub async fn prints_of(tx: &mut ReadTx, book: BookId, voucher: VoucherId) -> Outcome<i64> {
    Ok(store::prints(tx, book, voucher).await?)
}

/// How far a person's printer is off; nothing when never set.
pub async fn print_offset(tx: &mut ReadTx, user: UserId) -> Outcome<PrintOffset> {
    Ok(store::print_offset(tx, user).await?)
}

/// Sets one's own printer's offset.
pub async fn set_print_offset(tx: &mut WriteTx, by: &Standing, offset: PrintOffset, now: Timestamp) -> Outcome<()> {
    store::set_print_offset(tx, by.id(), offset, now).await?;
    let (x, y) = (PrintOffset::in_millimetres(offset.x_tenths), PrintOffset::in_millimetres(offset.y_tenths));
    audit::record(tx, by.actor(), Act::on_township("print.offset", format!("右{x}毫米 下{y}毫米")), now).await?;
    Ok(())
}
