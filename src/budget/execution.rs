use std::collections::BTreeMap;

use crate::kernel::{Money, Period, ProjectId};
use crate::ledger::{Chart, Class, Turnover};

use super::plan::{Direction, PlanLine};

/// What moved on one account and project in one month, by the account's code.
#[derive(Clone, Debug)]
pub struct Actual {
    /// The month.
    pub period: Period,
    /// Code of the leaf.
    pub account: String,
    /// The project.
    pub project: Option<ProjectId>,
    /// 借方发生额.
    pub debit: Money,
    /// 贷方发生额.
    pub credit: Money,
}

impl Actual {
    /// The ledger's turnover under the names of a chart; accounts of no chart are passed over.
    pub fn of(turnover: &Turnover, chart: &Chart) -> Option<Actual> {
        let Turnover { period, project, debit, credit, .. } = *turnover;
        Some(Actual { period, account: chart.by_id(turnover.account)?.code.to_string(), project, debit, credit })
    }
}

/// One line of plan against actual.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExecutionRow {
    /// Code of the account.
    pub account: String,
    /// In or out.
    pub direction: Direction,
    /// For one project.
    pub project: Option<ProjectId>,
    /// What was planned; `None` where something moved without a plan.
    pub planned: Option<Money>,
    /// 说明 of the plan.
    pub note: String,
    /// What came in or went out, month by month of the year.
    pub months: [Money; 12],
}

impl ExecutionRow {
    fn empty(account: String, direction: Direction, project: Option<ProjectId>) -> ExecutionRow {
        ExecutionRow { account, direction, project, planned: None, note: String::new(), months: [Money::ZERO; 12] }
    }

    /// What came in or went out in the year.
    pub fn actual(&self) -> Money {
        self.months.iter().sum()
    }

    /// One quarter, 1 to 4.
    pub fn quarter(&self, number: usize) -> Money {
        self.months.iter().skip(number.saturating_sub(1) * 3).take(3).sum()
    }

    /// Planned less actual; below nothing when over.
    pub fn left(&self) -> Money {
        self.planned.unwrap_or_default() - self.actual()
    }

    /// Actual in tenths of a percent of the plan, rounded down; `None` without a plan.
    pub fn permille(&self) -> Option<i64> {
        let planned = self.planned.filter(|p| p.is_positive())?;
        Some((i128::from(self.actual().fen()) * 1000 / i128::from(planned.fen())).try_into().unwrap_or(i64::MAX))
    }

    /// `83.5%`; empty without a plan.
    pub fn percent(&self) -> String {
        self.permille()
            .map(|p| format!("{}{}.{}%", if p < 0 { "-" } else { "" }, p.abs() / 10, p.abs() % 10))
            .unwrap_or_default()
    }
}

/// 预算执行 — every planned line with what came of it, and what moved without a plan.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Execution {
    /// Planned lines, income first, by code.
    pub planned: Vec<ExecutionRow>,
    /// Income and expense accounts that moved without a plan, by first-level account.
    pub unplanned: Vec<ExecutionRow>,
}

impl Execution {
    /// Every row.
    pub fn rows(&self) -> impl Iterator<Item = &ExecutionRow> {
        self.planned.iter().chain(&self.unplanned)
    }

    /// Planned, and actual, in one direction.
    pub fn total(&self, direction: Direction) -> (Money, Money) {
        let of = |row: &&ExecutionRow| row.direction == direction;
        (
            self.rows().filter(of).map(|r| r.planned.unwrap_or_default()).sum(),
            self.rows().filter(of).map(ExecutionRow::actual).sum(),
        )
    }
}

/// Sets what moved against what was planned: each account counts in the nearest planned account above it, a line for
/// its project before one for all.
///
/// Where an account is planned both ways, its debits are what went out and its credits what came in; otherwise the
/// two are set off. Accounts of income and expense that no line covers are told by their first-level account.
pub fn execute(lines: &[PlanLine], actuals: &[Actual], chart: &Chart) -> Execution {
    let mut planned: BTreeMap<Key, ExecutionRow> = BTreeMap::new();
    for line in lines {
        let mut row = ExecutionRow::empty(line.account.clone(), line.direction, line.project);
        row.planned = Some(line.amount);
        row.note.clone_from(&line.note);
        planned.insert((line.direction, line.account.clone(), line.project), row);
    }
    let mut unplanned: BTreeMap<Key, ExecutionRow> = BTreeMap::new();
    for actual in actuals {
        let month = usize::try_from(actual.period.month()).unwrap_or(1) - 1;
        match nearest(&planned, actual) {
            Some((account, project)) => {
                for (direction, amount) in shares(&planned, &account, project, actual) {
                    if let Some(row) = planned.get_mut(&(direction, account.clone(), project)) {
                        row.months[month] += amount;
                    }
                }
            }
            None => {
                let Some(first) = chart.by_code(&actual.account[..3.min(actual.account.len())]) else { continue };
                if first.class != Class::ProfitAndLoss {
                    continue;
                }
                let direction = Direction::of_side(first.normal_side);
                let code = first.code.to_string();
                let row = unplanned
                    .entry((direction, code.clone(), None))
                    .or_insert_with(|| ExecutionRow::empty(code, direction, None));
                row.months[month] += net(direction, actual);
            }
        }
    }
    unplanned.retain(|_, row| row.months.iter().any(|m| !m.is_zero()));
    Execution { planned: planned.into_values().collect(), unplanned: unplanned.into_values().collect() }
}

type Key = (Direction, String, Option<ProjectId>);

fn net(direction: Direction, actual: &Actual) -> Money {
    match direction {
        Direction::In => actual.credit - actual.debit,
        Direction::Out => actual.debit - actual.credit,
    }
}

fn shares(
    planned: &BTreeMap<Key, ExecutionRow>,
    account: &str,
    project: Option<ProjectId>,
    actual: &Actual,
) -> Vec<(Direction, Money)> {
    let has = |direction| planned.contains_key(&(direction, account.to_owned(), project));
    match (has(Direction::In), has(Direction::Out)) {
        (true, true) => vec![(Direction::In, actual.credit), (Direction::Out, actual.debit)],
        (true, false) => vec![(Direction::In, net(Direction::In, actual))],
        (false, true) => vec![(Direction::Out, net(Direction::Out, actual))],
        (false, false) => Vec::new(),
    }
}

/// The planned account and project an account counts in.
fn nearest(planned: &BTreeMap<Key, ExecutionRow>, actual: &Actual) -> Option<(String, Option<ProjectId>)> {
    let there = |account: &str, project| {
        [Direction::In, Direction::Out].iter().any(|d| planned.contains_key(&(*d, account.to_owned(), project)))
    };
    let mut code = actual.account.as_str();
    loop {
        if actual.project.is_some() && there(code, actual.project) {
            return Some((code.to_owned(), actual.project));
        }
        if there(code, None) {
            return Some((code.to_owned(), None));
        }
        if code.len() <= 3 {
            return None;
        }
        code = &code[..code.len() - 2];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::AccountId;
    use crate::ledger::{Account, Side};

    fn account(code: &str, class: Class, side: Side) -> Account {
        Account {
            id: AccountId::new(),
            book: None,
            code: code.parse().unwrap(),
            name: code.to_owned(),
            class,
            normal_side: side,
            cash_kind: None,
            dimension: None,
            open_to_books: false,
            mnemonic: String::new(),
            initials: String::new(),
            closed: false,
            leaf: true,
        }
    }

    fn chart() -> Chart {
        let pnl = Class::ProfitAndLoss;
        Chart::of(vec![
            account("241", Class::Liability, Side::Credit),
            account("501", pnl, Side::Credit),
            account("513", pnl, Side::Debit),
            account("51301", pnl, Side::Debit),
            account("51302", pnl, Side::Debit),
            account("514", pnl, Side::Debit),
        ])
    }

    fn line(account: &str, direction: Direction, project: Option<ProjectId>, yuan: i64) -> PlanLine {
        PlanLine {
            account: account.to_owned(),
            direction,
            project,
            amount: Money::from_yuan(yuan),
            note: String::new(),
        }
    }

    fn moved(account: &str, month: u32, project: Option<ProjectId>, debit: i64, credit: i64) -> Actual {
        Actual {
            period: Period::new(2026, month).unwrap(),
            account: account.to_owned(),
            project,
            debit: Money::from_yuan(debit),
            credit: Money::from_yuan(credit),
        }
    }

    #[test]
    fn each_account_counts_in_the_nearest_planned_one_above_it() {
        let lines = [line("513", Direction::Out, None, 1000), line("51301", Direction::Out, None, 300)];
        let actuals = [moved("51301", 1, None, 120, 0), moved("51302", 3, None, 80, 5), moved("514", 3, None, 9, 0)];
        let done = execute(&lines, &actuals, &chart());
        let told: Vec<_> = done.planned.iter().map(|r| (r.account.as_str(), r.actual(), r.left())).collect();
        let yuan = Money::from_yuan;
        assert_eq!(told, [("513", yuan(75), yuan(925)), ("51301", yuan(120), yuan(180))]);
        assert_eq!(done.planned[1].percent(), "40.0%");
        assert_eq!(done.planned[0].quarter(1), yuan(75));
        assert_eq!(
            done.unplanned.iter().map(|r| (r.account.as_str(), r.actual())).collect::<Vec<_>>(),
            [("514", yuan(9))]
        );
        assert_eq!(done.total(Direction::Out), (yuan(1300), yuan(204)));
    }

    #[test]
    fn a_line_for_a_project_goes_before_one_for_all_and_both_ways_are_kept_apart() {
        let road = Some(ProjectId::new());
        let lines = [
            line("241", Direction::In, None, 50),
            line("241", Direction::In, road, 70),
            line("241", Direction::Out, road, 60),
        ];
        let actuals = [moved("241", 2, road, 30, 70), moved("241", 2, None, 5, 50)];
        let done = execute(&lines, &actuals, &chart());
        let yuan = Money::from_yuan;
        let told: Vec<_> = done.planned.iter().map(|r| (r.direction, r.project, r.actual())).collect();
        assert_eq!(
            told,
            [(Direction::In, None, yuan(45)), (Direction::In, road, yuan(70)), (Direction::Out, road, yuan(30))]
        );
    }

    #[test]
    fn signed_actuals_sum_to_the_turnover_whatever_is_planned() {
        let actuals = [moved("501", 1, None, 10, 500), moved("51301", 2, None, 70, 3), moved("514", 12, None, 8, 0)];
        let turnover: Money = actuals.iter().map(|a| a.credit - a.debit).sum();
        for lines in [
            Vec::new(),
            vec![line("513", Direction::Out, None, 1)],
            vec![line("501", Direction::In, None, 1), line("501", Direction::Out, None, 1)],
            vec![line("51301", Direction::In, None, 1), line("514", Direction::Out, None, 0)],
        ] {
            let done = execute(&lines, &actuals, &chart());
            assert_eq!(done.total(Direction::In).1 - done.total(Direction::Out).1, turnover, "{lines:?}");
        }
    }
}
