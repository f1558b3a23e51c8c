use std::collections::BTreeMap;

use crate::kernel::{Money, Period};
use crate::ledger::{BalanceKey, BalanceRow, Chart, Dimension, PostedVoucher, movements_of, not_carried};

use super::closing::{ChecklistItem, ItemState};

/// What wears out, and where its wear is written: 固定资产 累计折旧, 生产性生物资产, 无形资产.
const WORN: [(&str, &str); 3] = [("151", "152"), ("132", "133"), ("161", "162")];

/// What stands on an account and everything below it at the end of the span, debit positive.
pub(super) fn closing_of(chart: &Chart, rows: &[BalanceRow], code: &str) -> Money {
    below(chart, rows, code).map(BalanceRow::closing).sum()
}

fn below<'a>(chart: &'a Chart, rows: &'a [BalanceRow], code: &'a str) -> impl Iterator<Item = &'a BalanceRow> {
    rows.iter().filter(move |r| chart.by_id(r.key.account).is_some_and(|a| a.code.as_str().starts_with(code)))
}

/// 折旧已计提: what stood at the beginning of the month and is not worn down to nothing was worn this month.
///
/// Land and what is carried at one yuan do not wear, so a line says it and does not stand in the way.
pub(super) fn depreciation(period: Period, chart: &Chart, rows: &[BalanceRow]) -> ChecklistItem {
    let mut missing = Vec::new();
    let mut written = Money::ZERO;
    for (asset, wear) in WORN {
        let opening: Money = below(chart, rows, asset).map(|r| r.opening).sum();
        let worn: Money = below(chart, rows, wear).map(|r| r.opening).sum();
        let this_month: Money = below(chart, rows, wear).map(|r| r.credit).sum();
        written += this_month;
        if opening.is_positive() && (opening + worn).is_positive() && this_month.is_zero() {
            let name = |code| chart.by_code(code).map_or(code, |a| a.name.as_str());
            missing.push((wear, format!("{}{opening}元，本月{}没有发生", name(asset), name(wear))));
        }
    }
    let state = if missing.is_empty() { ItemState::Done } else { ItemState::Look };
    let says = match missing.is_empty() {
        false => missing.iter().map(|(_, says)| says.as_str()).collect::<Vec<_>>().join("；"),
        true if written.is_zero() => "没有要计提折旧或摊销的资产".to_owned(),
        true => format!("本月计提 {written} 元"),
    };
    let account = missing.first().map_or(WORN[0].1, |(wear, _)| wear);
    ChecklistItem::new("depreciation", "折旧已计提", state, says, format!("ledger/{account}?from={period}&to={period}"))
}

/// 明细账与总账一致: the kept balances move as the month's entries do, key by key, and nothing stands on an account
/// of 往来 or projects without saying whose it is. Source: articulation C-16, C-3.
pub(super) fn sub_ledgers(
    period: Period,
    chart: &Chart,
    rows: &[BalanceRow],
    vouchers: &[PostedVoucher],
) -> ChecklistItem {
    let entered: BTreeMap<BalanceKey, [Money; 4]> =
        movements_of(vouchers).into_iter().map(|((_, key), sums)| (key, sums)).collect();
    let nothing = [Money::ZERO; 4];
    let mut faults = Vec::new();
    for row in rows {
        let Some(account) = chart.by_id(row.key.account) else { continue };
        let [debit, credit, ..] = entered.get(&row.key).unwrap_or(&nothing);
        if (row.debit, row.credit) != (*debit, *credit) {
            let (kept, should) = (row.debit - row.credit, *debit - *credit);
            faults.push(format!("{}余额变动{kept}元，凭证合计{should}元", account.label()));
        }
        if lacks_its_party(account.dimension, &row.key) && !row.closing().is_zero() {
            faults.push(format!("{}有{}元没有写明明细", account.label(), row.closing().abs()));
        }
    }
    let parties = rows.iter().filter(|r| !r.closing().is_zero() && has_a_party(&r.key)).count();
    let state = if faults.is_empty() { ItemState::Done } else { ItemState::Blocking };
    let says = match faults.is_empty() {
        true => format!("{}张凭证逐笔核对，往来和项目明细 {parties} 笔合计与总账相同", vouchers.len()),
        false => faults.join("；"),
    };
    ChecklistItem::new("sub_ledgers", "明细账与总账一致", state, says, format!("ledger?from={period}&to={period}"))
}

const fn has_a_party(key: &BalanceKey) -> bool {
    key.household.is_some() || key.counterparty.is_some() || key.project.is_some()
}

const fn lacks_its_party(dimension: Option<Dimension>, key: &BalanceKey) -> bool {
    match dimension {
        None => false,
        Some(Dimension::Household) => key.household.is_none(),
        Some(Dimension::Counterparty) => key.counterparty.is_none(),
        Some(Dimension::Project) => key.project.is_none(),
    }
}

/// 年终结转已办: in December nothing may be left on income and expense, 本年收益 and 各项分配; a December closed
/// without it could never be sealed. 待处理财产损溢 has its own line.
pub(super) fn carried(period: Period, chart: &Chart, rows: &[BalanceRow]) -> Option<ChecklistItem> {
    if period.month() != 12 {
        return None;
    }
    let left = not_carried(chart, rows).into_iter().filter(|(account, _)| !account.starts_with("181"));
    let left: Vec<String> = left.map(|(account, amount)| format!("{account} {amount}元")).collect();
    let (state, says) = match left.is_empty() {
        true => (ItemState::Done, "损益、本年收益、各项分配都没有余额".to_owned()),
        false => (ItemState::Blocking, format!("还没有结转：{}", left.join("；"))),
    };
    Some(ChecklistItem::new("carried", "年终结转已办", state, says, format!("year/{}", period.year())))
}

/// 待处理财产损溢已处理: worth a look during the year, in the way of December.
pub(super) fn pending_property(period: Period, chart: &Chart, rows: &[BalanceRow]) -> ChecklistItem {
    let balance = closing_of(chart, rows, "181");
    let state = match (balance.is_zero(), period.month() == 12) {
        (true, _) => ItemState::Done,
        (false, false) => ItemState::Look,
        (false, true) => ItemState::Blocking,
    };
    let says = format!("余额 {balance} 元");
    ChecklistItem::new("pending_property", "待处理财产损溢已处理", state, says, "ledger/181")
}
