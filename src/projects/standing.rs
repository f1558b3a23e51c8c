use crate::kernel::{HouseholdId, Money, VoucherId};
use crate::village::{Project, ProjectKind};

use super::life::Step;
use super::papers::{GrantStage, Papers};
use super::works::{Spending, Works};

/// Where a project stands on a day: what was resolved and granted on paper, and what the ledger says came of it.
#[derive(Clone, Debug)]
pub struct ProjectStanding {
    /// The project.
    pub project: Project,
    /// The last step taken; `None` before the first.
    pub step: Option<Step>,
    /// 核定筹资总额: per head × (heads − exempt); nothing without a resolution that passed.
    pub approved: Money,
    /// 每人筹资.
    pub per_head: Money,
    /// Heads of the resolution.
    pub heads: i64,
    /// Heads that do not pay.
    pub exempt: i64,
    /// Money of the documents that awarded a grant.
    pub awarded: Money,
    /// Collected from households.
    pub collected: Money,
    /// Grants received, what was given back taken off.
    pub granted: Money,
    /// Spent.
    pub spent: Money,
    /// Left of the money, what stood there at the opening counted.
    pub left: Money,
    /// What the money may be used for: account codes and codes of business items. Empty means nothing was said.
    pub purposes: Vec<String>,
    /// The ledger's side, voucher by voucher.
    pub works: Works,
}

/// A voucher that spent on something else than the purpose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OffPurpose {
    /// The voucher.
    pub voucher: VoucherId,
    /// `2026-03 记-0012`.
    pub label: String,
    /// What it was spent on: codes of accounts.
    pub accounts: Vec<String>,
    /// How much.
    pub amount: Money,
}

/// What one household was to pay, and paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HouseholdShare {
    /// The household.
    pub household: HouseholdId,
    /// Claimed.
    pub claimed: Money,
    /// Paid.
    pub collected: Money,
}

impl ProjectStanding {
    pub(super) fn of(project: Project, papers: &Papers, works: Works) -> ProjectStanding {
        let resolution = papers.resolution().filter(|r| r.passes());
        let exempt = papers.exempt_heads();
        ProjectStanding {
            project,
            step: papers.step(),
            approved: resolution.map(|r| r.approved(exempt)).unwrap_or_default(),
            per_head: resolution.map(|r| r.per_head).unwrap_or_default(),
            heads: resolution.map_or(0, |r| r.heads),
            exempt,
            awarded: papers.granted(GrantStage::Awarded),
            collected: works.sums.collected,
            granted: works.sums.granted - works.sums.refunded,
            spent: works.sums.spent,
            left: works.sums.left(),
            purposes: papers.purposes().to_vec(),
            works,
        }
    }

    /// 少批多收: by how much more was collected than approved, if `more` came in besides.
    pub fn over_collected(&self, more: Money) -> Option<Money> {
        let one_project = self.project.kind == ProjectKind::OneProject;
        Some(self.collected + more - self.approved).filter(|over| one_project && over.is_positive())
    }

    /// 超支: by how much more was spent than there was money for, if `more` went out besides. A 工程 without money of its
    /// own is paid for by the book, and is never over.
    pub fn over_spent(&self, more: Money) -> Option<Money> {
        let has_money = self.project.kind != ProjectKind::Construction || self.works.sums.funds().is_positive();
        Some(more - self.left).filter(|over| has_money && over.is_positive())
    }

    /// By how much more came in as a grant than the documents award, where there are documents.
    pub fn over_granted(&self) -> Option<Money> {
        Some(self.granted - self.awarded).filter(|over| self.awarded.is_positive() && over.is_positive())
    }

    /// True when an account or a business item is one the money may be used for; always where nothing was said.
    pub fn allows(&self, account: &str, item: &str) -> bool {
        self.purposes.is_empty()
            || self
                .purposes
                .iter()
                .any(|p| (!item.is_empty() && p == item) || (!account.is_empty() && account.starts_with(p)))
    }

    /// Vouchers that spent on something else than the purpose.
    pub fn off_purpose(&self) -> Vec<OffPurpose> {
        let off = |s: &&Spending| !s.accounts.iter().any(|a| self.allows(a, &s.item));
        let told = |s: &Spending| OffPurpose {
            voucher: s.voucher,
            label: s.label.clone(),
            accounts: s.accounts.clone(),
            amount: s.amount,
        };
        if self.purposes.is_empty() { Vec::new() } else { self.works.spendings.iter().filter(off).map(told).collect() }
    }

    /// What each household was to pay, and paid.
    pub fn households(&self) -> Vec<HouseholdShare> {
        let share = |(household, (claimed, collected)): (&HouseholdId, &(Money, Money))| HouseholdShare {
            household: *household,
            claimed: *claimed,
            collected: *collected,
        };
        self.works.households.iter().map(share).collect()
    }

    /// 少批多收, 超支, 不合用途 in words with their figures; empty when nothing is wrong.
    pub fn warnings(&self) -> Vec<String> {
        let mut told = Vec::new();
        if let Some(over) = self.over_collected(Money::ZERO) {
            told.push(format!(
                "少批多收：核定{}元（每人{}元×{}人），已收{}元，多收{over}元",
                self.approved,
                self.per_head,
                self.heads - self.exempt,
                self.collected
            ));
        }
        if let Some(over) = self.over_granted() {
            told.push(format!("到账的财政资金{}元，批复{}元，多{over}元", self.granted, self.awarded));
        }
        if let Some(over) = self.over_spent(Money::ZERO) {
            told.push(format!("超支：项目资金{}元，已支出{}元，超{over}元", self.works.sums.funds(), self.spent));
        }
        let off = |o: OffPurpose| format!("不合用途：{}支出{}元，记在科目{}", o.label, o.amount, o.accounts.join("、"));
        told.extend(self.off_purpose().into_iter().map(off));
        told
    }
}
