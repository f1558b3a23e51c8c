use crate::village::{CounterpartyKind, Dimensions, HouseholdKind};

/// What a person's name on a board is shown as: 遮一字, or in full, as the policy `mask_payee_names` says.
///
/// Units are never masked. Names are masked where they stand as a party and where they stand in a summary.
#[derive(Clone, Debug)]
pub struct Masking {
    /// Full name and masked name, the longest first so that 张小三 is found before 张小.
    persons: Vec<(String, String)>,
}

/// Words no person is called: what stands under such a name is a group, not somebody.
const GROUPS: [&str; 10] = ["农户", "成员", "明细", "小组", "合作社", "公司", "单位", "往来", "其他", "分红"];

/// What the written name of a unit or of several people ends with.
const UNITS: [&str; 40] = [
    "公司",
    "店",
    "部",
    "厂",
    "队",
    "站",
    "所",
    "局",
    "社",
    "银行",
    "农商行",
    "院",
    "学校",
    "中心",
    "政府",
    "委",
    "委员会",
    "协会",
    "工会",
    "理事会",
    "组",
    "户",
    "村",
    "镇",
    "乡",
    "县",
    "员",
    "办事处",
    "管理处",
    "果园",
    "公园",
    "幼儿园",
    "超市",
    "门市",
    "干部",
    "个人",
    "工人",
    "等人",
    "场",
    "馆",
];

/// A name as the clerk wrote it that reads like one person's: two to four characters, none of the words above.
///
/// A unit taken for a person loses one character on the board; a person taken for a unit would stand there in full.
fn is_personal(name: &str) -> bool {
    let length = name.chars().count();
    (2..=4).contains(&length) && !UNITS.iter().any(|u| name.ends_with(u))
}

impl Masking {
    /// Every person among the dimensions of a book and among the other parties its clerk wrote down;
    /// `policy` is the value of `mask_payee_names`.
    pub fn of(policy: &str, dimensions: &Dimensions, written: &[String]) -> Masking {
        if policy == "不遮" {
            return Masking { persons: Vec::new() };
        }
        let households = dimensions.households.iter().filter(|h| h.kind != HouseholdKind::SubUnit).map(|h| &h.name);
        let people = dimensions.counterparties.iter().filter(|c| c.kind == CounterpartyKind::Person).map(|c| &c.name);
        let units: Vec<&str> = dimensions
            .counterparties
            .iter()
            .filter(|c| c.kind == CounterpartyKind::Unit)
            .map(|c| c.name.as_str())
            .collect();
        let written = written.iter().map(|n| name_itself(n)).filter(|n| is_personal(n) && !units.contains(n));
        let mut names: Vec<&str> = households.chain(people).map(|n| name_itself(n)).chain(written).collect();
        names.retain(|n| n.chars().count() > 1 && !GROUPS.iter().any(|g| n.contains(g)));
        names.sort_by_key(|n| std::cmp::Reverse(n.chars().count()));
        names.dedup();
        Masking { persons: names.into_iter().map(|n| (n.to_owned(), masked(n))).collect() }
    }

    /// A text with every person's name in it masked.
    pub fn words(&self, text: &str) -> String {
        let mut shown = text.to_owned();
        for (full, masked) in &self.persons {
            if shown.contains(full.as_str()) {
                shown = shown.replace(full.as_str(), masked);
            }
        }
        shown
    }

    /// The dimensions with masked names: whatever is read from them cannot tell a full one.
    pub fn dimensions(&self, dimensions: &Dimensions) -> Dimensions {
        let mut shown = dimensions.clone();
        for household in shown.households.iter_mut().filter(|h| h.kind != HouseholdKind::SubUnit) {
            household.name = self.words(&household.name);
        }
        for counterparty in shown.counterparties.iter_mut().filter(|c| c.kind == CounterpartyKind::Person) {
            counterparty.name = self.words(&counterparty.name);
        }
        shown
    }
}

/// `张三（二组）` → `张三`.
fn name_itself(name: &str) -> &str {
    name.split(['(', '（', ' ', '　']).next().unwrap_or(name).trim()
}

/// 张三 → 张*, 李小明 → 李*明, 欧阳小明 → 欧阳*明.
fn masked(name: &str) -> String {
    let length = name.chars().count();
    let hidden = if length > 3 { 2 } else { 1 };
    name.chars().enumerate().map(|(i, c)| if i == hidden { '*' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{CounterpartyId, HouseholdId};
    use crate::village::{Counterparty, Household};

    fn dimensions() -> Dimensions {
        let household = |name: &str, kind| Household {
            id: HouseholdId::new(),
            code: String::new(),
            name: name.into(),
            kind,
            initials: String::new(),
        };
        let counterparty = |name: &str, kind| Counterparty {
            id: CounterpartyId::new(),
            code: String::new(),
            name: name.into(),
            kind,
            account_tail: String::new(),
            initials: String::new(),
        };
        Dimensions {
            households: vec![
                household("村民甲", HouseholdKind::Member),
                household("被征地农户", HouseholdKind::Member),
                household("第一村民小组", HouseholdKind::SubUnit),
            ],
            counterparties: vec![
                counterparty("赵乙（二组）", CounterpartyKind::Person),
                counterparty("县农资公司", CounterpartyKind::Unit),
            ],
            projects: Vec::new(),
        }
    }

    #[test]
    fn people_are_masked_units_and_groups_are_not() {
        let masking = Masking::of("遮一字", &dimensions(), &["李大有".into(), "镇建材店".into(), "保洁员(2人)".into()]);
        let shown = masking.dimensions(&dimensions());
        let names: Vec<&str> = shown.households.iter().map(|h| h.name.as_str()).collect();
        assert_eq!(names, ["村*甲", "被征地农户", "第一村民小组"]);
        let names: Vec<&str> = shown.counterparties.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["赵*（二组）", "县农资公司"]);
        assert_eq!(masking.words("收回村民甲欠承包费"), "收回村*甲欠承包费");
        assert_eq!(masking.words("付李大有误工费"), "付李*有误工费");
        assert_eq!(masking.words("付镇建材店材料款"), "付镇建材店材料款");
        assert_eq!(masking.words("付保洁员(2人)劳务费"), "付保洁员(2人)劳务费");
    }

    #[test]
    fn nothing_is_masked_when_the_policy_says_so() {
        assert_eq!(Masking::of("不遮", &dimensions(), &[]).words("村民甲"), "村民甲");
    }
}
