//! 要素和手续: the reason, the hands it went through, who received the goods.

use super::control::{Control, Family, Parameter, Unit, yuan};
use super::facts::{Facts, Nature, Origin, PaperKind};
use super::setting::{Setting, Severity};

/// 事由.
pub(super) const REASON: Control = Control {
    name: "element.reason",
    title: "事由写清楚",
    says: "事由是张榜公开时村民看到的话，太短说不清楚。",
    source: "会计基础工作规范第四十八条",
    family: Family::Element,
    severity: Severity::Note,
    parameters: &[Parameter { name: "letters", title: "至少", unit: Unit::Letters, default: 4, least: 1, most: 30 }],
    field: "reason",
    at_act: Some(reason),
    standing: None,
};

/// 经手人.
pub(super) const HANDLER: Control = Control {
    name: "element.handler",
    title: "经手人",
    says: "收支要写明谁经手。",
    source: "会计基础工作规范第四十八条",
    family: Family::Element,
    severity: Severity::Warn,
    parameters: &[yuan("from", "从多少元起", 0)],
    field: "handler",
    at_act: Some(handler),
    standing: None,
};

/// 证明人.
pub(super) const WITNESS: Control = Control {
    name: "element.witness",
    title: "证明人",
    says: "开支到了数额，要有经手人以外的人证明；再大的数额没有证明人交不上，见“交单材料”。",
    source: "各乡镇的票据要素规定",
    family: Family::Element,
    severity: Severity::Note,
    parameters: &[yuan("from", "从多少元起", 1_000)],
    field: "witness",
    at_act: Some(witness),
    standing: None,
};

/// 验收.
pub(super) const ACCEPTANCE: Control = Control {
    name: "element.acceptance",
    title: "购物要验收",
    says: "买东西到了数额，要附验收单；再大的数额没有验收单交不上，见“交单材料”。",
    source: "会计基础工作规范第四十八条；各乡镇自定限额",
    family: Family::Element,
    severity: Severity::Note,
    parameters: &[yuan("from", "从多少元起", 1_000)],
    field: "documents",
    at_act: Some(acceptance),
    standing: None,
};

fn reason(facts: &Facts, setting: &Setting) -> Option<String> {
    let (length, least) = (facts.event.reason.chars().count(), setting.value("letters"));
    let short = facts.event.origin == Origin::Submission && i64::try_from(length).is_ok_and(|n| n < least);
    short.then(|| format!("事由「{}」只有 {length} 个字，至少 {least} 个字", facts.event.reason))
}

fn handler(facts: &Facts, setting: &Setting) -> Option<String> {
    let (event, from) = (&facts.event, setting.money("from"));
    let asked = event.origin == Origin::Submission && (event.spends || event.earns) && event.amount >= from;
    (asked && event.handler.is_empty()).then(|| format!("{} 元没有写经手人", event.amount))
}

fn witness(facts: &Facts, setting: &Setting) -> Option<String> {
    let (event, from) = (&facts.event, setting.money("from"));
    let asked = event.origin == Origin::Submission && event.spends && event.amount >= from;
    (asked && event.witness.is_empty()).then(|| format!("{} 元没有写证明人，{from} 元起要写", event.amount))
}

fn acceptance(facts: &Facts, setting: &Setting) -> Option<String> {
    let (event, from) = (&facts.event, setting.money("from"));
    let asked = event.origin == Origin::Submission && event.nature == Nature::Goods && event.amount >= from;
    let there = facts.papers.iter().any(|p| p.kind == PaperKind::Acceptance);
    (asked && !there).then(|| format!("「{}」{} 元没有验收单，{from} 元起要附", event.kind_name, event.amount))
}
