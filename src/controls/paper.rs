//! 票据: formal, used once, not split, made out to the village, handed in in time.

use chrono::Months;

use crate::kernel::Money;

use super::account::same_name;
use super::control::{Control, Family, Parameter, Unit, days, yuan};
use super::facts::{Event, Facts, Nature, Origin, PaperKind, Past};
use super::setting::{Setting, Severity};

/// 白条.
pub(super) const INFORMAL: Control = Control {
    name: "paper.informal",
    title: "白条",
    says: "超过限额的开支要有发票、收据或签领单，不能只凭白条。",
    source: "农村集体经济组织财务制度第十六条；会计基础工作规范第四十八条",
    family: Family::Paper,
    severity: Severity::Warn,
    parameters: &[yuan("limit", "限额", 500)],
    field: "documents",
    at_act: Some(informal),
    standing: None,
};

/// The same file, the same invoice number, in any village.
pub(super) const USED_BEFORE: Control = Control {
    name: "paper.used_before",
    title: "票据重复",
    says: "同一个文件、同一个发票号码，在全乡镇任何一个村只能报一次；在用的一律交不上，这里提示的是撤回、没批或没交的单上出现过。",
    source: "财会〔2025〕9号；会计基础工作规范第四十八条",
    family: Family::Paper,
    severity: Severity::Note,
    parameters: &[],
    field: "documents",
    at_act: Some(used_before),
    standing: None,
};

/// The same payee, amount and day.
pub(super) const SIMILAR: Control = Control {
    name: "paper.similar",
    title: "疑似重复报账",
    says: "同一个对方、同一金额、同一天，本账套里已经交过一单的，要说明不是重复。",
    source: "会计基础工作规范第四十八条",
    family: Family::Paper,
    severity: Severity::Warn,
    parameters: &[],
    field: "other_party",
    at_act: Some(similar),
    standing: None,
};

/// 化整为零.
pub(super) const SPLIT: Control = Control {
    name: "paper.split",
    title: "化整为零",
    says: "同一个收款人、同一类事项，几天内分几单报，合起来到了审批权限的下一档，要按合计审批。",
    source: "各村审批权限",
    family: Family::Paper,
    severity: Severity::Warn,
    parameters: &[days("days", "几天内", 30)],
    field: "amount",
    at_act: Some(split),
    standing: None,
};

/// 发票抬头.
pub(super) const BUYER: Control = Control {
    name: "paper.buyer",
    title: "发票抬头",
    says: "发票上的购买方要是本账套的全称。",
    source: "会计基础工作规范第四十八条；发票管理办法",
    family: Family::Paper,
    severity: Severity::Warn,
    parameters: &[],
    field: "documents",
    at_act: Some(buyer),
    standing: None,
};

/// 报账及时.
pub(super) const LATE: Control = Control {
    name: "paper.late",
    title: "报账不及时",
    says: "票据日期以后几个月内要报账。",
    source: "各乡镇自定，见过的最长是两个月",
    family: Family::Paper,
    severity: Severity::Warn,
    parameters: &[Parameter { name: "months", title: "月数", unit: Unit::Months, default: 2, least: 0, most: 36 }],
    field: "date",
    at_act: Some(late),
    standing: None,
};

fn informal(facts: &Facts, setting: &Setting) -> Option<String> {
    let (event, limit) = (&facts.event, setting.money("limit"));
    if event.origin != Origin::Submission || !event.spends || event.amount <= limit {
        return None;
    }
    let settles = event.nature == Nature::Settlement;
    let formal = facts.papers.iter().any(|paper| match paper.kind {
        PaperKind::Invoice | PaperKind::Receipt => true,
        PaperKind::BankSlip => settles,
        PaperKind::Acceptance | PaperKind::Other => false,
    });
    (!formal).then(|| format!("开支 {} 元，没有发票、收据或签领单，超过 {limit} 元不能用白条，补上再交", event.amount))
}

fn used_before(facts: &Facts, _: &Setting) -> Option<String> {
    (!facts.used_before.is_empty()).then(|| facts.used_before.join("；"))
}

/// The others of the same payee; a transfer between one's own accounts has none.
fn of_same_party(facts: &Facts) -> impl Iterator<Item = &Past> {
    let event = &facts.event;
    facts.history.iter().filter(move |past| {
        !event.party.is_empty() && same_name(&past.party, &event.party) && past.spends == event.spends
    })
}

fn similar(facts: &Facts, _: &Setting) -> Option<String> {
    let event = &facts.event;
    let twin = of_same_party(facts).find(|p| p.date == event.date && p.amount == event.amount)?;
    Some(format!("第{}号报账单也是{}、{}、{} 元，核对是不是同一笔", twin.serial, event.date, event.party, event.amount))
}

fn split(facts: &Facts, setting: &Setting) -> Option<String> {
    let (event, within): (&Event, i64) = (&facts.event, setting.value("days"));
    if !event.spends || event.nature == Nature::Pay || event.kind.is_empty() {
        return None;
    }
    let near = |p: &&Past| p.kind == event.kind && (event.date - p.date).num_days().abs() <= within;
    let others: Vec<&Past> = of_same_party(facts).filter(near).collect();
    let sum = event.amount + others.iter().map(|p| p.amount).sum::<Money>();
    let alone = others.iter().map(|p| p.amount).fold(event.amount, Money::max);
    let step = facts.steps.iter().filter(|step| alone < **step && sum >= **step).max()?;
    let serials: Vec<String> = others.iter().map(|p| format!("第{}号", p.serial)).collect();
    Some(format!(
        "{within} 天内付{}「{}」连同{}合计 {sum} 元，到了 {step} 元这一档，按合计报批",
        event.party,
        event.kind_name,
        serials.join("、")
    ))
}

fn buyer(facts: &Facts, _: &Setting) -> Option<String> {
    let own = |name: &str| same_name(name, &facts.legal_name);
    let invoices = facts.papers.iter().filter(|p| p.kind == PaperKind::Invoice && !p.buyer.is_empty());
    let foreign = invoices.map(|p| p.buyer.as_str()).find(|b| facts.event.spends && !own(b))?;
    Some(format!("发票购买方是「{foreign}」，应为「{}」，请对方重开", facts.legal_name))
}

fn late(facts: &Facts, setting: &Setting) -> Option<String> {
    let (event, months) = (&facts.event, setting.value("months"));
    if event.origin != Origin::Submission {
        return None;
    }
    let last = event.date.checked_add_months(Months::new(u32::try_from(months).ok()?))?;
    let passed = (facts.today - event.date).num_days();
    (facts.today > last).then(|| format!("票据是{}的，到今天 {passed} 天，规定 {months} 个月内报账", event.date))
}
