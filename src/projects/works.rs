use std::collections::{BTreeMap, HashMap};

use crate::kernel::{Date, HouseholdId, Money, Period, ProjectId, VoucherId};
use crate::ledger::{Chart, Entry, PostedVoucher, VoucherKind};

use super::papers::{Reading, ReadingOfLine};

/// 内部往来.
const MUTUAL: &str = "113";
/// 在建工程.
const UNDER_CONSTRUCTION: &str = "153";
/// 一事一议资金 and 专项应付款.
const FUNDS: [&str; 2] = ["231", "241"];
/// 公积公益金.
const RESERVE: &str = "311";

/// What the ledger says of a project, in sums.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sums {
    /// What was left of its money when the books were opened here.
    pub opening: Money,
    /// 应收筹资: claims booked on households.
    pub claimed: Money,
    /// 已收筹资.
    pub collected: Money,
    /// 财政奖补、专项拨款 received.
    pub granted: Money,
    /// Given back.
    pub refunded: Money,
    /// Spent, labour and goods given in kind left out.
    pub spent: Money,
    /// 投劳投物 taken into the cost.
    pub in_kind: Money,
}

impl Sums {
    /// What is left of the money.
    pub fn left(&self) -> Money {
        self.opening + self.collected + self.granted - self.refunded - self.spent
    }

    /// What may be spent in all.
    pub fn funds(&self) -> Money {
        self.opening + self.collected + self.granted - self.refunded
    }
}

/// What one voucher spent of a project's money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spending {
    /// The voucher.
    pub voucher: VoucherId,
    /// `2026-03 记-0012`.
    pub label: String,
    /// Its month.
    pub period: Period,
    /// Its day.
    pub date: Date,
    /// Its first summary on the project.
    pub summary: String,
    /// How much; negative where it was taken back.
    pub amount: Money,
    /// Codes of the accounts it was spent on.
    pub accounts: Vec<String>,
    /// The business item it was booked from; may be empty.
    pub item: String,
}

/// What one line brought in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Collected {
    /// The voucher.
    pub voucher: VoucherId,
    /// `2026-03 记-0012`.
    pub label: String,
    /// Its month.
    pub period: Period,
    /// Its day.
    pub date: Date,
    /// 摘要.
    pub summary: String,
    /// The line, from 1.
    pub line: i64,
    /// The household, where the line names one.
    pub household: Option<HouseholdId>,
    /// Collected, or a grant.
    pub reading: Reading,
    /// How much; negative where it was taken back.
    pub amount: Money,
}

/// What the ledger says of a project, voucher by voucher.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Works {
    /// The sums.
    pub sums: Sums,
    /// What was spent, in order.
    pub spendings: Vec<Spending>,
    /// What came in, in order.
    pub incomings: Vec<Collected>,
    /// The day of the first claim on a household.
    pub claimed_from: Option<Date>,
    /// What each household was to pay, and paid.
    pub households: BTreeMap<HouseholdId, (Money, Money)>,
}

/// What stood on a project's accounts when the books were opened here, debit positive.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpeningOfProject {
    /// On 231 and 241.
    pub(super) funds: Money,
    /// On 153.
    pub(super) cost: Money,
}

/// The readings that hold, by voucher and line: the newest of each.
pub(super) struct Readings<'r> {
    by_line: HashMap<(VoucherId, i64), &'r ReadingOfLine>,
}

impl<'r> Readings<'r> {
    /// Of rows oldest first.
    pub(super) fn of(rows: &'r [ReadingOfLine]) -> Readings<'r> {
        Readings { by_line: rows.iter().map(|r| ((r.voucher, r.line), r)).collect() }
    }

    /// How a line is read for a project. A red or blue voucher is read as the line it corrects.
    pub(super) fn on(&self, project: ProjectId, voucher: &PostedVoucher, line: i64) -> Option<&'r ReadingOfLine> {
        let own = self.by_line.get(&(voucher.id, line));
        let inherited = || voucher.corrects.and_then(|origin| self.by_line.get(&(origin, line)));
        own.or_else(inherited).copied().filter(|r| r.project == project)
    }
}

/// Works out a project from its vouchers, in the order of their days.
///
/// Money on 231 and 241: a credit against 内部往来 is a claim, any other a grant, unless it was read otherwise; a debit
/// against 公积公益金 releases what was built, any other is spent at once, unless it was read as given back. A debit of
/// 153 is cost, and what stands against 公积公益金 without a release is labour or goods in kind. Cost and release are two
/// sides of one spending, so the greater of the two counts: a purchase that never stood on 153 is known by its release.
/// Source: domain/accounting_rules.md entries 18–22, 33–39.
pub(super) fn works_of(
    project: ProjectId,
    vouchers: &[PostedVoucher],
    readings: &Readings<'_>,
    chart: &Chart,
    opening: OpeningOfProject,
) -> Works {
    let mut works = Works::default();
    works.sums.opening = -opening.funds - opening.cost;
    let mut so_far = SoFar { cost: opening.cost, released: Money::ZERO, direct: Money::ZERO, spent: opening.cost };
    for voucher in vouchers {
        Reader { project, voucher, readings, chart }.read(&mut works, &mut so_far);
    }
    works.sums.spent = so_far.spent - opening.cost;
    works
}

struct SoFar {
    cost: Money,
    released: Money,
    direct: Money,
    spent: Money,
}

struct Reader<'v> {
    project: ProjectId,
    voucher: &'v PostedVoucher,
    readings: &'v Readings<'v>,
    chart: &'v Chart,
}

/// One line with its sign taken out: a red voucher is read as the black one it undoes.
struct Line<'v> {
    number: i64,
    entry: &'v Entry,
    code: String,
    is_cash: bool,
    debit: Money,
    credit: Money,
}

impl Line<'_> {
    fn on(&self, first_level: &str) -> bool {
        self.code.starts_with(first_level)
    }

    fn on_funds(&self) -> bool {
        FUNDS.iter().any(|f| self.on(f))
    }
}

/// Takes up to `wanted` out of what is left of a pool.
fn draw(pool: &mut Money, wanted: Money) -> Money {
    let taken = wanted.min(*pool).positive_part();
    *pool -= taken;
    taken
}

impl<'v> Reader<'v> {
    fn is_red(&self) -> bool {
        self.voucher.kind == VoucherKind::Reversal
    }

    fn signed(&self, amount: Money) -> Money {
        if self.is_red() { -amount } else { amount }
    }

    fn lines(&self) -> Vec<Line<'v>> {
        let line = |(number, entry): (i64, &'v Entry)| {
            let account = self.chart.by_id(entry.account);
            Line {
                number,
                entry,
                code: account.map(|a| a.code.to_string()).unwrap_or_default(),
                is_cash: account.is_some_and(|a| a.cash_kind.is_some()),
                debit: self.signed(entry.debit()),
                credit: self.signed(entry.credit()),
            }
        };
        (1..).zip(&self.voucher.entries).map(line).collect()
    }

    fn read(&self, works: &mut Works, so_far: &mut SoFar) {
        let lines = self.lines();
        self.read_spending(&lines, works, so_far);
        self.read_incoming(&lines, works);
    }

    fn mine(&self, line: &Line<'_>) -> bool {
        line.entry.project == Some(self.project)
    }

    fn reading(&self, line: &Line<'_>) -> Option<Reading> {
        self.readings.on(self.project, self.voucher, line.number).map(|r| r.reading)
    }

    fn read_spending(&self, lines: &[Line<'_>], works: &mut Works, so_far: &mut SoFar) {
        let mut reserve: Money = lines.iter().filter(|l| l.on(RESERVE)).map(|l| l.credit).sum();
        let mut money_in: Money = lines.iter().filter(|l| l.is_cash).map(|l| l.debit).sum();
        let mut accounts: Vec<String> = Vec::new();
        for line in lines.iter().filter(|l| l.on_funds() && !l.debit.is_zero()) {
            let released = draw(&mut reserve, line.debit);
            if !self.mine(line) {
                continue;
            }
            so_far.released += self.signed(released);
            let paid = line.debit - released;
            match self.reading(line) {
                Some(Reading::None) => {}
                Some(Reading::Refunded) => works.sums.refunded += self.signed(paid),
                Some(Reading::Booked | Reading::Collected | Reading::Granted) | None => {
                    so_far.direct += self.signed(paid);
                    if !paid.is_zero() {
                        accounts.push(line.code.clone());
                    }
                }
            }
        }
        for line in lines.iter().filter(|l| l.on(UNDER_CONSTRUCTION)) {
            let in_kind = draw(&mut reserve, line.debit);
            let returned = draw(&mut money_in, line.credit);
            if !self.mine(line) {
                continue;
            }
            works.sums.in_kind += self.signed(in_kind);
            so_far.cost += self.signed(line.debit - in_kind - returned);
            if line.debit != in_kind {
                accounts.push(line.code.clone());
            }
        }
        let spent = so_far.direct + so_far.cost.max(so_far.released);
        let amount = spent - so_far.spent;
        so_far.spent = spent;
        if amount.is_zero() {
            return;
        }
        if accounts.is_empty() {
            let bought = lines.iter().filter(|l| !l.debit.is_zero() && !l.on_funds() && !l.is_cash && !l.on(RESERVE));
            accounts.extend(bought.map(|l| l.code.clone()));
        }
        accounts.dedup();
        works.spendings.push(self.spending(lines, amount, accounts));
    }

    fn spending(&self, lines: &[Line<'_>], amount: Money, accounts: Vec<String>) -> Spending {
        let read = |l: &Line<'_>| self.readings.on(self.project, self.voucher, l.number);
        let mine = lines.iter().find(|l| self.mine(l));
        Spending {
            voucher: self.voucher.id,
            label: self.voucher.label(),
            period: self.voucher.period,
            date: self.voucher.date,
            summary: mine.map(|l| l.entry.summary.clone()).unwrap_or_default(),
            amount,
            accounts,
            item: lines.iter().filter_map(read).map(|r| r.item.clone()).find(|i| !i.is_empty()).unwrap_or_default(),
        }
    }

    fn read_incoming(&self, lines: &[Line<'_>], works: &mut Works) {
        let mut mutual: Money = lines.iter().filter(|l| l.on(MUTUAL)).map(|l| l.debit).sum();
        let mut claimed = Money::ZERO;
        for line in lines.iter().filter(|l| l.on_funds() && !l.credit.is_zero()) {
            let claim = draw(&mut mutual, line.credit);
            if !self.mine(line) {
                continue;
            }
            claimed += claim;
            works.sums.claimed += self.signed(claim);
            self.bring_in(line, self.signed(line.credit - claim), works);
        }
        if claimed.is_positive() && works.claimed_from.is_none() {
            works.claimed_from = Some(self.voucher.date);
        }
        for line in lines.iter().filter(|l| l.on(MUTUAL)) {
            if let Some(household) = line.entry.household {
                works.households.entry(household).or_default().0 += self.signed(draw(&mut claimed, line.debit));
            }
            if self.reading(line) == Some(Reading::Collected) {
                self.bring_in(line, self.signed(line.credit), works);
            }
        }
        works.households.retain(|_, (owed, paid)| !owed.is_zero() || !paid.is_zero());
    }

    fn bring_in(&self, line: &Line<'_>, amount: Money, works: &mut Works) {
        if amount.is_zero() {
            return;
        }
        let reading = match self.reading(line) {
            Some(Reading::None) => return,
            Some(Reading::Refunded) => {
                works.sums.refunded -= amount;
                return;
            }
            Some(Reading::Collected) => Reading::Collected,
            Some(Reading::Booked | Reading::Granted) | None => Reading::Granted,
        };
        match reading {
            Reading::Collected => works.sums.collected += amount,
            _ => works.sums.granted += amount,
        }
        if let (Reading::Collected, Some(household)) = (reading, line.entry.household) {
            works.households.entry(household).or_default().1 += amount;
        }
        works.incomings.push(Collected {
            voucher: self.voucher.id,
            label: self.voucher.label(),
            period: self.voucher.period,
            date: self.voucher.date,
            summary: line.entry.summary.clone(),
            line: line.number,
            household: line.entry.household,
            reading,
            amount,
        });
    }
}
