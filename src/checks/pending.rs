use super::facts::BookFacts;
use super::finding::Problem;

/// C-15: 待处理财产损溢 is nothing when a year's last month is closed.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let decembers = facts.closures.iter().map(|c| c.period).filter(|p| p.month() == 12);
    let left = decembers.map(|p| (p, facts.balance_of("181", p))).filter(|(_, balance)| !balance.is_zero());
    let said = |(period, balance)| {
        Problem::new(format!("{period}"), format!("待处理财产损溢还有{balance}元"))
            .on(&format!("ledger/181?to={period}"))
    };
    left.map(said).collect()
}
