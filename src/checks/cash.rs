use crate::controls::CashBox;
use crate::kernel::Money;
use crate::ledger::CashKind;

use super::facts::BookFacts;
use super::finding::Problem;

/// 库存现金 does not fall below nothing at the end of any day.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let is_cash = |id| facts.chart.by_id(id).is_some_and(|a| a.cash_kind == Some(CashKind::Cash));
    // Nobody has said yet what this book began with: what its cash was on a day is not known. A balance on the
    // wrong side is still told, by `balance.side`.
    if facts.opening.is_none() {
        return Vec::new();
    }
    let opening = facts.opening.iter().flat_map(|o| &o.balances).filter(|(key, _)| is_cash(key.account));
    let opening: Money = opening.map(|(_, fen)| *fen).sum();
    let mut cash = CashBox::beginning(opening);
    for voucher in &facts.vouchers {
        for entry in voucher.entries.iter().filter(|e| is_cash(e.account)) {
            cash.moves(voucher.date, entry.debit() - entry.credit());
        }
    }
    let negative = cash.negative_days().into_iter();
    negative.map(|(day, balance)| Problem::new(day.to_string(), format!("库存现金为{balance}元"))).collect()
}
