use super::facts::{BookFacts, line};
use super::finding::Problem;

/// Cost, what is worn off, what is left.
const ASSETS: [[&str; 3]; 3] = [
    ["生产性生物资产原值", "生产性生物资产累计折旧", "生产性生物资产净值"],
    ["固定资产原值", "累计折旧", "固定资产净值"],
    ["无形资产原值", "累计摊销", "无形资产净值"],
];

/// C-9: net = cost − accumulated, and, where the opening is known, no more is worn off than it cost.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for year in &facts.years {
        for names in ASSETS {
            let [Some([cost, _]), Some([worn, _]), Some([net, _])] = names.map(|name| line(&year.sheet, name)) else {
                continue;
            };
            if net != cost - worn {
                let what = format!("「{}」{net}元，原值{cost}元减累计{worn}元是{}元", names[2], cost - worn);
                problems.push(Problem::new(year.at(), what).on("statements/balance-sheet"));
            }
            if facts.opening.is_some() && worn > cost && worn.is_positive() {
                let what = format!("「{}」{worn}元，大于原值{cost}元", names[1]);
                problems.push(Problem::new(year.at(), what).on("statements/balance-sheet"));
            }
        }
    }
    problems
}
