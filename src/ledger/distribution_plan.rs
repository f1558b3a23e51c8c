use crate::kernel::{AccountId, CounterpartyId, HouseholdId, Money, Refused};

use super::account::Side;
use super::entry::{DraftLine, LINE_LIMIT};
use super::error::PeriodRefusal;
use super::year_end::{Proposed, YearAccounts};

/// 收益分配方案 — how what is distributable is used, in the order of the rules: losses covered, 公积公益金, members,
/// others. Source: 财农〔2021〕121号 art. 28; accounting_rules entries 75, 76, 79.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DistributionPlan {
    /// 弥补亏损: from 公积公益金.
    pub loss_cover: Money,
    /// 提取公积公益金.
    pub to_reserve: Money,
    /// 向成员分配, household by household.
    pub members: Vec<(HouseholdId, Money)>,
    /// 外来投资分利及其他, outsider by outsider.
    pub others: Vec<(CounterpartyId, Money)>,
}

/// What a plan is held against, credit positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What 收益分配 stands at; a loss is negative.
    pub distributable: Money,
    /// What 计提公积公益金 stands at.
    pub reserve: Money,
}

/// The accounts a plan is paid through besides those of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payees {
    /// 113 内部往来.
    pub members: AccountId,
    /// 211 应付款.
    pub others: AccountId,
}

impl DistributionPlan {
    /// Total for the members.
    pub fn to_members(&self) -> Money {
        self.members.iter().map(|(_, amount)| *amount).sum()
    }

    /// Total for others.
    pub fn to_others(&self) -> Money {
        self.others.iter().map(|(_, amount)| *amount).sum()
    }

    /// All that is distributed: 公积公益金, members, others.
    pub fn distributed(&self) -> Money {
        self.to_reserve + self.to_members() + self.to_others()
    }

    /// What is left undistributed afterwards.
    pub fn left(&self, standing: Standing) -> Money {
        standing.distributable + self.loss_cover - self.distributed()
    }

    /// Everything wrong with it at once.
    pub fn faults(&self, standing: Standing) -> Vec<Refused> {
        let mut faults: Vec<Refused> = Vec::new();
        let amounts = [("loss_cover", self.loss_cover), ("to_reserve", self.to_reserve)];
        let negative = amounts.into_iter().filter(|(_, amount)| amount.is_negative());
        faults.extend(
            negative.map(|(field, amount)| Refused::from(PeriodRefusal::NegativeShare { amount }).at_field(field)),
        );
        let shares = self.members.iter().map(|(_, m)| m).chain(self.others.iter().map(|(_, m)| m));
        let negative = shares.filter(|amount| amount.is_negative());
        faults.extend(negative.map(|amount| PeriodRefusal::NegativeShare { amount: *amount }.into()));
        let loss = (-standing.distributable).positive_part();
        if self.loss_cover > loss {
            faults.push(PeriodRefusal::CoverOverLoss { cover: self.loss_cover, loss }.into());
        }
        if self.loss_cover > standing.reserve.positive_part() {
            faults.push(PeriodRefusal::CoverOverFund { cover: self.loss_cover, fund: standing.reserve }.into());
        }
        let (planned, available) = (self.distributed(), (standing.distributable + self.loss_cover).positive_part());
        if planned > available {
            faults.push(PeriodRefusal::OverDistributed { available, planned, over: planned - available }.into());
        }
        if planned.is_zero() && self.loss_cover.is_zero() && faults.is_empty() {
            faults.push(PeriodRefusal::NothingDistributed.into());
        }
        faults
    }

    /// The vouchers it comes to, one a purpose, more where the payees need more lines.
    pub fn proposed(&self, accounts: &YearAccounts, payees: Payees) -> Vec<Proposed> {
        let mut proposed = Vec::new();
        let pair = |title: &str, debit, credit, amount| Proposed {
            title: title.to_owned(),
            lines: vec![
                DraftLine::plain(title, debit, Side::Debit, amount),
                DraftLine::plain(title, credit, Side::Credit, amount),
            ],
        };
        if self.loss_cover.is_positive() {
            let title = "用公积公益金弥补亏损";
            proposed.push(pair(title, accounts.reserve, accounts.undistributed, self.loss_cover));
        }
        if self.to_reserve.is_positive() {
            proposed.push(pair("提取公积公益金", accounts.distributions, accounts.reserve, self.to_reserve));
        }
        let members = self.members.iter().filter(|(_, m)| m.is_positive()).map(|(household, amount)| DraftLine {
            household: Some(*household),
            ..DraftLine::plain("向成员分配", payees.members, Side::Credit, *amount)
        });
        proposed.extend(shared_out("向成员分配", accounts.distributions, members.collect()));
        let others = self.others.iter().filter(|(_, m)| m.is_positive()).map(|(counterparty, amount)| DraftLine {
            counterparty: Some(*counterparty),
            ..DraftLine::plain("外来投资分利", payees.others, Side::Credit, *amount)
        });
        proposed.extend(shared_out("外来投资分利", accounts.distributions, others.collect()));
        proposed
    }
}

fn shared_out(title: &str, from: AccountId, shares: Vec<DraftLine>) -> Vec<Proposed> {
    let vouchers = shares.chunks(LINE_LIMIT - 1).map(|part| {
        let total = part.iter().map(|l| l.credit).sum();
        let mut lines = vec![DraftLine::plain(title, from, Side::Debit, total)];
        lines.extend_from_slice(part);
        Proposed { title: title.to_owned(), lines }
    });
    vouchers.collect()
}

/// 按份分配 — an amount by whole numbers of shares, to the fen: every part is rounded down, and the fen that are left
/// go one each to the largest remainders, the earlier first. No fen is lost; nobody with no share gets one.
pub fn by_shares(total: Money, shares: &[u32]) -> Vec<Money> {
    let all: i128 = shares.iter().map(|s| i128::from(*s)).sum();
    if all == 0 {
        return vec![Money::ZERO; shares.len()];
    }
    let exact: Vec<i128> = shares.iter().map(|s| i128::from(total.fen()) * i128::from(*s)).collect();
    let mut parts: Vec<i128> = exact.iter().map(|e| e.div_euclid(all)).collect();
    let mut left = i128::from(total.fen()) - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(exact[i].rem_euclid(all)));
    for i in order {
        if left == 0 {
            break;
        }
        parts[i] += 1;
        left -= 1;
    }
    parts.into_iter().map(|fen| Money::from_fen(i64::try_from(fen).unwrap_or(i64::MAX))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(yuan: i64) -> Money {
        Money::from_yuan(yuan)
    }

    #[test]
    fn shares_lose_no_fen_and_ties_go_to_the_earlier() {
        let cases: [(i64, &[u32], &[i64]); 6] = [
            (10_000, &[1, 1, 1], &[3334, 3333, 3333]),
            (10_000, &[3, 5, 2], &[3000, 5000, 2000]),
            (100, &[7, 0, 7, 7], &[34, 0, 33, 33]),
            (1, &[1, 2], &[0, 1]),
            (0, &[4, 4], &[0, 0]),
            (500, &[0, 0], &[0, 0]),
        ];
        for (fen, shares, parts) in cases {
            let found: Vec<i64> = by_shares(Money::from_fen(fen), shares).into_iter().map(Money::fen).collect();
            assert_eq!(found, parts, "{fen} {shares:?}");
        }
    }

    #[test]
    fn a_plan_never_gives_more_than_there_is() {
        let (household, unit) = (HouseholdId::new(), CounterpartyId::new());
        let plan = |cover: i64, reserve: i64, member: i64, other: i64| DistributionPlan {
            loss_cover: yuan(cover),
            to_reserve: yuan(reserve),
            members: vec![(household, yuan(member))],
            others: vec![(unit, yuan(other))],
        };
        let cases: [(DistributionPlan, i64, &[&str]); 8] = [
            (plan(0, 300, 500, 200), 1000, &[]),
            (plan(0, 300, 500, 201), 1000, &["ledger.over_distributed"]),
            (plan(0, 0, 0, 0), 1000, &["ledger.nothing_distributed"]),
            (plan(400, 0, 0, 0), -400, &[]),
            (plan(401, 0, 0, 0), -400, &["ledger.cover_over_loss"]),
            (plan(900, 0, 0, 0), -1000, &["ledger.cover_over_fund"]),
            (plan(0, 1, 0, 0), -400, &["ledger.over_distributed"]),
            (plan(0, -1, 0, 0), 400, &["ledger.negative_share"]),
        ];
        for (plan, distributable, codes) in cases {
            let standing = Standing { distributable: yuan(distributable), reserve: yuan(800) };
            let told: Vec<&str> = plan.faults(standing).iter().map(|r| r.code).collect();
            assert_eq!(told, codes, "{plan:?} of {distributable}");
        }
    }
}
