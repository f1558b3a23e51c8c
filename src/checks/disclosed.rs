use crate::disclosure::{Block, DisclosureSheet};
use crate::kernel::Money;

use super::facts::BookFacts;
use super::finding::Problem;

/// C-17: a published sheet adds up — 上期结余 + 收 − 支 = 本期结余 = 现金加存款 — and its lines are its totals.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for proved in &facts.sheets {
        let (sheet, span) = (&proved.sheet, proved.head.span);
        let at = format!("{} {}", span.in_chinese(), proved.head.number);
        let said = |what| Problem::new(at.clone(), what).on(&format!("disclosures/{span}"));
        problems.extend(does_not_add_up(sheet).map(said));
        let money: Money = ["101", "102"].map(|code| facts.balance_of(code, span.last_period())).into_iter().sum();
        if sheet.funds.closing != money {
            problems.push(said(format!("本期结余{}元，账上现金和存款{money}元", sheet.funds.closing)));
        }
        for (name, block) in [("收入", &sheet.income), ("支出", &sheet.expense)] {
            problems.extend(lines_are_not_total(name, block).map(said));
        }
    }
    problems
}

fn does_not_add_up(sheet: &DisclosureSheet) -> Option<String> {
    let funds = &sheet.funds;
    let closing = funds.opening + funds.received - funds.paid;
    (funds.closing != closing).then(|| format!("上期结余加收减支是{closing}元，表上本期结余{}元", funds.closing))
}

fn lines_are_not_total(name: &str, block: &Block) -> Option<String> {
    let lines: Money = block.lines.iter().map(|l| l.amount).sum();
    let classes: Money = block.classes.iter().map(|c| c.total).sum();
    let apart = lines != block.total || classes != block.total;
    apart.then(|| format!("{name}合计{}元，逐笔相加{lines}元，分类相加{classes}元", block.total))
}
