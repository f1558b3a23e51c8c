//! 现金: never below nothing, not more than the limit, larger payments by transfer, income to the bank in time.

use super::control::{Control, Family, days, yuan};
use super::facts::Facts;
use super::setting::{Setting, Severity};
use super::whole_book::{Spot, WholeBook};

/// Cash never negative on any date.
pub(super) const NOT_NEGATIVE: Control = Control {
    name: "cash.not_negative",
    title: "现金不为负",
    says: "库存现金任何一天都不能是负数，连同这一笔和还没有入账的现金收支一起算。",
    source: "C-19；现金管理暂行条例",
    family: Family::Cash,
    severity: Severity::Warn,
    parameters: &[],
    field: "paid_by",
    at_act: Some(not_negative),
    standing: Some(negative_days),
};

/// 库存现金限额.
pub(super) const LIMIT: Control = Control {
    name: "cash.limit",
    title: "现金不超限额",
    says: "收进或取出现金以后，当天库存现金不超过限额；超过的存银行。",
    source: "农村集体经济组织财务制度第十六条；各乡镇自定限额",
    family: Family::Cash,
    severity: Severity::Warn,
    parameters: &[yuan("limit", "限额", 5_000)],
    field: "paid_by",
    at_act: Some(over_limit),
    standing: Some(standing_over_limit),
};

/// 转账起点.
pub(super) const TRANSFER_FLOOR: Control = Control {
    name: "cash.transfer_floor",
    title: "大额付款走转账",
    says: "一笔付款到了起点，就走银行转账，不付现金。",
    source: "现金管理暂行条例；各乡镇自定起点",
    family: Family::Cash,
    severity: Severity::Warn,
    parameters: &[yuan("floor", "起点", 1_000)],
    field: "paid_by",
    at_act: Some(paid_in_cash),
    standing: None,
};

/// 坐支.
pub(super) const UNBANKED: Control = Control {
    name: "cash.unbanked",
    title: "收款及时存银行",
    says: "收到的现金在规定天数内存入银行账户，不坐支。",
    source: "现金管理暂行条例；各乡镇自定天数",
    family: Family::Cash,
    severity: Severity::Warn,
    parameters: &[days("days", "天数", 5)],
    field: "paid_by",
    at_act: Some(not_banked),
    standing: Some(standing_unbanked),
};

fn not_negative(facts: &Facts, _: &Setting) -> Option<String> {
    if !facts.event.cash_out.is_positive() {
        return None;
    }
    let (day, least) = facts.cash_after()?.least_from(facts.event.date);
    let out = facts.event.cash_out;
    let later = if day == facts.event.date { "当天".to_owned() } else { day.to_string() };
    least.is_negative().then(|| format!("用现金付 {out} 元以后，{later}库存现金为 {least} 元，先取现或改用转账"))
}

fn negative_days(book: &WholeBook, _: &Setting) -> Vec<Spot> {
    let days = book.cash.iter().flat_map(|c| c.negative_days());
    days.map(|(day, balance)| Spot {
        at: day.to_string(),
        words: format!("库存现金为 {balance} 元"),
        href: "ledger/101".into(),
    })
    .collect()
}

fn over_limit(facts: &Facts, setting: &Setting) -> Option<String> {
    if !facts.event.cash_in.is_positive() {
        return None;
    }
    let (limit, there) = (setting.money("limit"), facts.cash_after()?.at_end_of(facts.event.date));
    (there > limit)
        .then(|| format!("这一笔以后库存现金 {there} 元，限额 {limit} 元，超出 {} 元，多的存银行", there - limit))
}

fn standing_over_limit(book: &WholeBook, setting: &Setting) -> Vec<Spot> {
    let limit = setting.money("limit");
    let there = book.cash.as_ref().map(|c| c.at_end_of(book.on)).filter(|there| *there > limit);
    there
        .map(|there| Spot {
            at: book.on.to_string(),
            words: format!("库存现金 {there} 元，限额 {limit} 元，超出 {} 元", there - limit),
            href: "ledger/101".into(),
        })
        .into_iter()
        .collect()
}

fn paid_in_cash(facts: &Facts, setting: &Setting) -> Option<String> {
    let (floor, out) = (setting.money("floor"), facts.event.cash_out);
    (facts.event.spends && out >= floor && out.is_positive())
        .then(|| format!("付现金 {out} 元，{floor} 元起走转账，改用转账"))
}

fn not_banked(facts: &Facts, setting: &Setting) -> Option<String> {
    let (event, allowed) = (&facts.event, setting.value("days"));
    let passed = (facts.today - event.date).num_days();
    if !event.earns || !event.cash_in.is_positive() || passed <= allowed {
        return None;
    }
    let in_books = facts.cash.as_ref().map(|c| c.banked_between(event.date, facts.today)).unwrap_or_default();
    let underway = facts.history.iter().filter(|p| p.date >= event.date).map(|p| p.banked).sum();
    let banked = in_books + underway;
    (banked < event.cash_in).then(|| {
        format!(
            "{}收的现金 {} 元，过了 {passed} 天只存银行 {banked} 元，规定 {allowed} 天内存入",
            event.date, event.cash_in
        )
    })
}

fn standing_unbanked(book: &WholeBook, setting: &Setting) -> Vec<Spot> {
    let allowed = setting.value("days");
    let late = book.cash.iter().flat_map(|c| c.unbanked(allowed, book.on));
    late.map(|(day, left)| Spot {
        at: day.to_string(),
        words: format!("收的现金有 {left} 元没有在 {allowed} 天内存银行"),
        href: "ledger/101".into(),
    })
    .collect()
}
