//! 项目和预算: not more collected than was resolved, money on what it is for, not more than there is or was planned.

use crate::kernel::Money;

use super::control::{Control, Family};
use super::facts::{Facts, Origin};
use super::setting::{Setting, Severity};
use super::whole_book::{Spot, WholeBook};

/// 少批多收.
pub(super) const OVER_COLLECTED: Control = Control {
    name: "project.over_collected",
    title: "少批多收",
    says: "一事一议收的筹资款，不超过决议核定的每人数额乘以应筹人数。",
    source: "国办发〔2007〕4号；村民一事一议筹资筹劳管理办法",
    family: Family::Spending,
    severity: Severity::Block,
    parameters: &[],
    field: "project",
    at_act: Some(over_collected),
    standing: Some(standing_over_collected),
};

/// 专款专用.
pub(super) const OFF_PURPOSE: Control = Control {
    name: "project.off_purpose",
    title: "专款专用",
    says: "专项和项目的钱，只用在登记的用途上。",
    source: "财农〔2021〕121号；专项资金管理办法",
    family: Family::Spending,
    severity: Severity::Warn,
    parameters: &[],
    field: "project",
    at_act: Some(off_purpose),
    standing: Some(standing_off_purpose),
};

/// 项目超支.
pub(super) const OVER_SPENT: Control = Control {
    name: "project.over_spent",
    title: "项目超支",
    says: "专项和项目的支出，不超过到账的钱。",
    source: "财农〔2021〕121号；专项资金管理办法",
    family: Family::Spending,
    severity: Severity::Warn,
    parameters: &[],
    field: "project",
    at_act: Some(over_spent),
    standing: Some(standing_over_spent),
};

/// 超预算.
pub(super) const OVER_BUDGET: Control = Control {
    name: "spending.over_budget",
    title: "超预算",
    says: "开支连同已经交单的，不超过当年通过的预算；超了先办预算调整。",
    source: "农村集体经济组织财务制度；各村预算",
    family: Family::Spending,
    severity: Severity::Warn,
    parameters: &[],
    field: "amount",
    at_act: Some(over_budget),
    standing: Some(standing_over_budget),
};

fn over_collected(facts: &Facts, _: &Setting) -> Option<String> {
    let (event, project) = (&facts.event, facts.project.as_ref()?);
    if !event.earns || event.grant || event.origin != Origin::Submission {
        return None;
    }
    let over = project.over_collected(event.amount)?;
    Some(format!(
        "「{}」核定筹资 {} 元，已收 {} 元，再收 {} 元就多收 {over} 元",
        project.project.name, project.approved, project.collected, event.amount
    ))
}

fn standing_over_collected(book: &WholeBook, _: &Setting) -> Vec<Spot> {
    let over = book.projects.iter().filter_map(|p| Some((p, p.over_collected(Money::ZERO)?)));
    over.map(|(p, over)| Spot {
        at: p.project.name.clone(),
        words: format!("核定筹资 {} 元，已收 {} 元，多收 {over} 元", p.approved, p.collected),
        href: format!("projects/{}", p.project.id),
    })
    .collect()
}

fn off_purpose(facts: &Facts, _: &Setting) -> Option<String> {
    let (event, project) = (&facts.event, facts.project.as_ref()?);
    let allowed = event.accounts.iter().any(|account| project.allows(account, &event.kind));
    let asked = event.spends && event.origin == Origin::Submission && !event.accounts.is_empty();
    (asked && !allowed).then(|| {
        let name = if event.kind_name.is_empty() { "这一笔" } else { &event.kind_name };
        format!("「{}」的钱没有登记用于「{name}」，核对用途", project.project.name)
    })
}

fn standing_off_purpose(book: &WholeBook, _: &Setting) -> Vec<Spot> {
    let off = book.projects.iter().flat_map(|p| p.off_purpose().into_iter().map(move |off| (p, off)));
    off.map(|(p, off)| Spot {
        at: format!("{} {}", p.project.name, off.label),
        words: format!("{} 元记在 {}，不在登记的用途里", off.amount, off.accounts.join("、")),
        href: format!("vouchers/{}", off.voucher),
    })
    .collect()
}

fn over_spent(facts: &Facts, _: &Setting) -> Option<String> {
    let (event, project) = (&facts.event, facts.project.as_ref()?);
    if !event.spends || event.origin != Origin::Submission {
        return None;
    }
    let over = project.over_spent(event.amount)?;
    Some(format!("「{}」还有 {} 元，这一笔 {} 元，超出 {over} 元", project.project.name, project.left, event.amount))
}

fn standing_over_spent(book: &WholeBook, _: &Setting) -> Vec<Spot> {
    let over = book.projects.iter().filter_map(|p| Some((p, p.over_spent(Money::ZERO)?)));
    over.map(|(p, over)| Spot {
        at: p.project.name.clone(),
        words: format!("到账的钱用完还超出 {over} 元"),
        href: format!("projects/{}", p.project.id),
    })
    .collect()
}

fn over_budget(facts: &Facts, _: &Setting) -> Option<String> {
    let (event, plan) = (&facts.event, facts.plan.as_ref()?);
    if !event.spends || event.origin != Origin::Submission {
        return None;
    }
    let waiting = facts.history.iter().filter(|p| p.underway && p.spends && p.kind == event.kind);
    let waiting: Money = waiting.map(|p| p.amount).sum();
    let sum = plan.spent + waiting + event.amount;
    (sum > plan.planned).then(|| {
        format!(
            "科目 {} 全年预算 {} 元，已支 {} 元、已交单 {waiting} 元，加上这一笔 {} 元，超出 {} 元",
            plan.account,
            plan.planned,
            plan.spent,
            event.amount,
            sum - plan.planned
        )
    })
}

fn standing_over_budget(book: &WholeBook, _: &Setting) -> Vec<Spot> {
    let over = book.plans.iter().filter(|plan| plan.spent > plan.planned);
    over.map(|plan| Spot {
        at: format!("科目 {}", plan.account),
        words: format!("全年预算 {} 元，已支 {} 元，超出 {} 元", plan.planned, plan.spent, plan.spent - plan.planned),
        href: "budget".into(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ProjectId;
    use crate::projects::{ProjectStanding, Sums, Works};
    use crate::village::{Project, ProjectKind};

    use crate::controls::facts::Planned;

    fn project(kind: ProjectKind, left: i64) -> ProjectStanding {
        ProjectStanding {
            project: Project {
                id: ProjectId::new(),
                code: "01".into(),
                name: "机耕道".into(),
                kind,
                purpose: String::new(),
                initials: String::new(),
            },
            step: None,
            approved: Money::from_yuan(840),
            per_head: Money::from_yuan(15),
            heads: 60,
            exempt: 4,
            awarded: Money::ZERO,
            collected: Money::from_yuan(600),
            granted: Money::ZERO,
            spent: Money::ZERO,
            left: Money::from_yuan(left),
            purposes: vec!["514".into(), "weixiu".into()],
            works: Works { sums: Sums::default(), ..Works::default() },
        }
    }

    fn within(facts: Facts, kind: ProjectKind, left: i64) -> Facts {
        Facts { project: Some(project(kind, left)), ..facts }
    }

    fn collecting(fen: i64) -> Facts {
        let mut facts = Facts::of_payment(0);
        (facts.event.spends, facts.event.earns) = (false, true);
        facts.event.amount = Money::from_fen(fen);
        facts
    }

    #[test]
    fn a_fen_more_than_was_resolved_is_over_and_the_last_fen_is_not() {
        let setting = Setting::standard(&OVER_COLLECTED);
        let told = |fen, kind| over_collected(&within(collecting(fen), kind, 0), &setting);
        assert_eq!(told(24_000, ProjectKind::OneProject), None);
        assert!(told(24_001, ProjectKind::OneProject).is_some_and(|w| w.ends_with("就多收 0.01 元")));
        assert_eq!(told(24_001, ProjectKind::Special), None, "a grant is nobody's contribution");
        let mut grant = within(collecting(24_001), ProjectKind::OneProject, 0);
        grant.event.grant = true;
        assert_eq!(over_collected(&grant, &setting), None);
    }

    #[test]
    fn spending_on_something_else_trips_and_on_its_purpose_does_not() {
        let setting = Setting::standard(&OFF_PURPOSE);
        let mut facts = within(Facts::of_payment(100), ProjectKind::Special, 1_000);
        assert_eq!(off_purpose(&facts, &setting), None, "514 is what it is for");
        facts.event.accounts = vec!["51302".into()];
        assert_eq!(off_purpose(&facts, &setting), None, "so is 维修, wherever it is booked");
        facts.event.kind = "bangong".into();
        assert!(off_purpose(&facts, &setting).is_some_and(|w| w.contains("机耕道")));
    }

    #[test]
    fn a_fen_more_than_is_left_is_over_and_the_last_fen_is_not() {
        let setting = Setting::standard(&OVER_SPENT);
        let told = |left, kind| over_spent(&within(Facts::of_payment(100), kind, left), &setting);
        assert_eq!(told(100, ProjectKind::Special), None);
        assert!(told(99, ProjectKind::Special).is_some_and(|w| w.ends_with("超出 1.00 元")));
        assert_eq!(told(0, ProjectKind::Construction), None, "a 工程 without money of its own is paid by the book");
    }

    #[test]
    fn a_fen_beyond_the_plan_is_over_and_the_last_fen_is_not() {
        let setting = Setting::standard(&OVER_BUDGET);
        let plan = |planned| Planned {
            account: "514".into(),
            planned: Money::from_fen(planned),
            spent: Money::from_yuan(400),
        };
        let told = |planned| over_budget(&Facts { plan: Some(plan(planned)), ..Facts::of_payment(100) }, &setting);
        assert_eq!(told(50_000), None);
        assert!(told(49_999).is_some_and(|w| w.ends_with("超出 0.01 元")));
        let book = WholeBook { plans: vec![plan(40_000)], ..WholeBook::quiet() };
        assert!(standing_over_budget(&book, &setting).is_empty());
        let book = WholeBook { plans: vec![plan(39_999)], ..WholeBook::quiet() };
        assert_eq!(standing_over_budget(&book, &setting).len(), 1);
    }
}
