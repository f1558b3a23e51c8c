use std::collections::BTreeMap;

use crate::disclosure::Verification;
use crate::kernel::{AccountId, CounterpartyId, FiscalYear, HouseholdId, Money, Period};
use crate::ledger::{BalanceKey, Chart, Closure, Entry, Opening, PostedVoucher, VoucherKind, YearSeal};
use crate::receipts::HeldBook;
use crate::reconcile::{CountedCash, Reconciliation};
use crate::statements::{Statement, TrialBalance};
use crate::village::Book;
use crate::workflow::ReceiptItem;

/// Everything a book's checks look at, loaded once.
pub struct BookFacts {
    /// The book.
    pub book: Book,
    /// Its chart.
    pub chart: Chart,
    /// Its posted vouchers, by month and number.
    pub vouchers: Vec<PostedVoucher>,
    /// Its kept balances.
    pub kept: BTreeMap<(Period, BalanceKey), [Money; 4]>,
    /// Its opening, once confirmed.
    pub opening: Option<Opening>,
    /// Its closed months, in order.
    pub closures: Vec<Closure>,
    /// Closings a reopening took back, by month: they prove the vouchers that stood at the time.
    pub taken_back: Vec<Closure>,
    /// Its sealed years, in order, each with the opening written for the next one.
    pub seals: Vec<(YearSeal, Vec<(BalanceKey, Money)>)>,
    /// What its reports say, year by year.
    pub years: Vec<YearFacts>,
    /// Its published disclosure sheets, each proved anew.
    pub sheets: Vec<Verification>,
    /// Counts of its cash box.
    pub counts: Vec<CountedCash>,
    /// Its 余额调节表 that stand: code of the account, the sheet.
    pub reconciliations: Vec<(String, Reconciliation)>,
    /// The receipt books it ever had, number by number.
    pub receipts: Vec<HeldBook>,
    /// Its items that name a receipt.
    pub receipt_items: Vec<ReceiptItem>,
}

/// What the reports of one year say, as they are printed: from the kept balances.
#[derive(Clone, Debug)]
pub struct YearFacts {
    /// The year.
    pub year: FiscalYear,
    /// Its last month with anything in it.
    pub last: Period,
    /// 科目余额表 of the year so far.
    pub trial: TrialBalance,
    /// 资产负债表.
    pub sheet: Statement,
    /// 收益及收益分配表.
    pub surplus: Statement,
}

impl YearFacts {
    /// `2025年`, for the place of a problem.
    pub fn at(&self) -> String {
        format!("{}年", self.year.number())
    }
}

/// A line's two amounts; `None` where the form has no such line.
pub(super) fn line(statement: &Statement, name: &str) -> Option<[Money; 2]> {
    statement.line(name).map(|line| [line.first, line.second])
}

impl BookFacts {
    /// Balances at the end of a month, debit positive, from the opening and the vouchers themselves.
    pub fn proved_balances(&self, last: Period) -> BTreeMap<BalanceKey, Money> {
        let mut balances: BTreeMap<BalanceKey, Money> = BTreeMap::new();
        for (key, fen) in self.opening.iter().flat_map(|o| &o.balances) {
            *balances.entry(*key).or_default() += *fen;
        }
        for voucher in self.vouchers.iter().filter(|v| v.period <= last) {
            for entry in &voucher.entries {
                *balances.entry(BalanceKey::of(entry)).or_default() += entry.debit() - entry.credit();
            }
        }
        balances
    }

    /// What stands on an account and everything below it at the end of a month, debit positive, from the vouchers.
    pub fn balance_of(&self, code: &str, last: Period) -> Money {
        let opening = self.opening.iter().flat_map(|o| &o.balances).filter(|(key, _)| self.is_below(key.account, code));
        let opening: Money = opening.map(|(_, fen)| *fen).sum();
        let moved = self.vouchers.iter().filter(|v| v.period <= last).flat_map(|v| &v.entries);
        opening + moved.filter(|e| self.is_below(e.account, code)).map(|e| e.debit() - e.credit()).sum::<Money>()
    }

    /// What each party stands at on an account, debit positive: the sums of those in debit and of those in credit.
    pub fn parties_of(&self, code: &str, last: Period) -> [Money; 2] {
        let mut parties: BTreeMap<(String, Option<HouseholdId>, Option<CounterpartyId>), Money> = BTreeMap::new();
        for (key, balance) in self.proved_balances(last) {
            if let Some(account) = self.chart.by_id(key.account).filter(|a| a.code.as_str().starts_with(code)) {
                let party = key.household.map_or(key.counterparty, |_| None);
                *parties.entry((account.code.to_string(), key.household, party)).or_default() += balance;
            }
        }
        let debit = parties.values().filter(|m| m.is_positive()).copied().sum();
        let credit = parties.values().filter(|m| m.is_negative()).copied().sum();
        [debit, credit]
    }

    /// Income less expense of a span from the vouchers, carry-forward ones left out.
    pub fn earned(&self, first: Period, last: Period) -> Money {
        let within = self.vouchers.iter().filter(|v| v.period >= first && v.period <= last);
        let entries = within.filter(|v| v.kind != VoucherKind::Closing).flat_map(|v| &v.entries);
        entries.filter(|e| self.is_below(e.account, "5")).map(|e| e.credit() - e.debit()).sum()
    }

    /// True when an entry or key stands on the account or below it.
    pub fn is_below(&self, account: AccountId, code: &str) -> bool {
        self.chart.by_id(account).is_some_and(|a| a.code.as_str().starts_with(code))
    }

    /// True when an entry stands on the account or below it.
    pub fn is_on(&self, entry: &Entry, code: &str) -> bool {
        self.is_below(entry.account, code)
    }

    /// A key in words: `113 内部往来`.
    pub fn label(&self, key: &BalanceKey) -> String {
        self.chart.by_id(key.account).map_or_else(|| key.account.text(), |a| a.label())
    }

    /// The last month with a voucher or a closing.
    pub fn last_period(&self) -> Option<Period> {
        let vouchers = self.vouchers.iter().map(|v| v.period).max();
        vouchers.max(self.closures.iter().map(|c| c.period).max())
    }

    /// True when the month's closing stands.
    pub fn is_closed(&self, period: Period) -> bool {
        self.closures.iter().any(|c| c.period == period)
    }
}
