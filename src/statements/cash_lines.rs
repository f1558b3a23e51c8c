use crate::kernel::{Date, Money, SubmissionId, VoucherId};
use crate::ledger::{BalanceKey, Chart, Entry, PostedVoucher, VoucherNo, fold_balances};
use crate::village::Dimensions;

/// In or out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CashDirection {
    /// 收.
    Received,
    /// 支.
    Paid,
}

/// One receipt or payment, as the board shows it: 逐项逐笔.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashLine {
    /// 收 or 支.
    pub direction: CashDirection,
    /// The voucher.
    pub voucher: VoucherId,
    /// Its number.
    pub number: VoucherNo,
    /// Its date.
    pub date: Date,
    /// What for.
    pub summary: String,
    /// From or to whom, as the entries name them; may be empty.
    pub party: String,
    /// Never negative unless the voucher is a red-letter one.
    pub amount: Money,
    /// Code of the account opposite, for the class of the item.
    pub account_code: String,
    /// `管理费用/办公费`; several joined.
    pub item: String,
    /// The submission behind it.
    pub submission: Option<SubmissionId>,
}

/// The receipts and payments among posted vouchers, in voucher order.
///
/// A voucher whose cash and bank entries cancel (提现, 存现) moves no money of the village and is left
/// out. A voucher with several purposes gives one line per purpose when its opposite entries all stand
/// on one side; otherwise one line for the whole. Source: 农经发〔2011〕13号 (逐项逐笔).
pub fn cash_lines(vouchers: &[PostedVoucher], chart: &Chart, dimensions: &Dimensions) -> Vec<CashLine> {
    vouchers.iter().flat_map(|v| lines_of(v, chart, dimensions)).collect()
}

fn is_money(entry: &Entry, chart: &Chart) -> bool {
    chart.by_id(entry.account).is_some_and(|a| a.cash_kind.is_some())
}

fn lines_of(voucher: &PostedVoucher, chart: &Chart, dimensions: &Dimensions) -> Vec<CashLine> {
    let (money, others): (Vec<&Entry>, Vec<&Entry>) = voucher.entries.iter().partition(|e| is_money(e, chart));
    let others = without_passages(others);
    let net: Money = money.iter().map(|e| e.debit() - e.credit()).sum();
    if net.is_zero() {
        return Vec::new();
    }
    // A red-letter voucher takes back: it is shown on the side of what it reverses, in red.
    let red = money.iter().all(|e| e.amount.is_negative());
    let direction = if net.is_positive() != red { CashDirection::Received } else { CashDirection::Paid };
    let signed = |e: &Entry| match direction {
        CashDirection::Received => e.credit() - e.debit(),
        CashDirection::Paid => e.debit() - e.credit(),
    };
    let one_side = others.iter().all(|e| signed(e).is_negative() == red);
    let several = one_side && others.iter().any(|e| e.summary != others[0].summary);
    let groups: Vec<Vec<&Entry>> = if several { others.iter().map(|e| vec![*e]).collect() } else { vec![others] };
    let whole = if direction == CashDirection::Received { net } else { -net };
    let single = groups.len() == 1;
    groups
        .into_iter()
        .map(|group| CashLine {
            direction,
            voucher: voucher.id,
            number: voucher.number.clone(),
            date: voucher.date,
            summary: group.first().or(money.first()).map_or(String::new(), |e| e.summary.clone()),
            party: parties(&group, dimensions),
            amount: if single { whole } else { group.iter().map(|e| signed(e)).sum() },
            account_code: largest(&group, chart),
            item: items(&group, chart),
            submission: voucher.submission,
        })
        .collect()
}

/// Leaves out accounts the voucher only passes through (应付工资 accrued and paid at once): what the money was for
/// is the account that keeps it.
fn without_passages(entries: Vec<&Entry>) -> Vec<&Entry> {
    let sums = fold_balances(entries.iter().copied());
    let stays = |e: &&&Entry| sums.get(&BalanceKey::of(e)).is_some_and(|(debit, credit)| debit != credit);
    let kept: Vec<&Entry> = entries.iter().filter(stays).copied().collect();
    if kept.is_empty() { entries } else { kept }
}

fn parties(group: &[&Entry], dimensions: &Dimensions) -> String {
    let mut names: Vec<&str> = Vec::new();
    for entry in group {
        let name = match (entry.household, entry.counterparty) {
            (Some(household), _) => dimensions.household_name(household),
            (None, Some(counterparty)) => dimensions.counterparty_name(counterparty),
            (None, None) => continue,
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("、")
}

fn items(group: &[&Entry], chart: &Chart) -> String {
    let mut names: Vec<String> = Vec::new();
    for entry in group {
        let name = chart.path_name(entry.account);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("、")
}

fn largest(group: &[&Entry], chart: &Chart) -> String {
    let entry = group.iter().max_by_key(|e| e.amount.abs());
    entry.and_then(|e| chart.by_id(e.account)).map(|a| a.code.to_string()).unwrap_or_default()
}
