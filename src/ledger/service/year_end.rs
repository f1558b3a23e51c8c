use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, DraftId, Failure, FiscalYear, Money, Outcome, Period, Timestamp};
use crate::village;

use crate::ledger::balance::BalanceRow;
use crate::ledger::chart::Chart;
use crate::ledger::closing::{Closure, MonthState};
use crate::ledger::distribution_plan::{DistributionPlan, Payees, Standing};
use crate::ledger::draft::Draft;
use crate::ledger::error::{LedgerRefusal, PeriodRefusal};
use crate::ledger::voucher::{PostedVoucher, VoucherKind};
use crate::ledger::year_end::{
    Proposed, YearAccounts, YearStep, carry_forward, distributable, net_surplus, not_carried, roll, surplus,
};
use crate::ledger::year_seal::YearSeal;

use super::charting::chart;
use super::closing::{first_open, hold_months, month_state};
use super::drafting::{drafts, prepare};
use super::reading::{balances, vouchers};
use super::sealing::year_seals;

/// Where a year of a book stands on its way to its end. Everything is made from the balances as they are now.
#[derive(Clone, Debug)]
pub struct YearEnd {
    /// The year.
    pub year: FiscalYear,
    /// 净收益 of the year.
    pub net_surplus: Money,
    /// What a distribution is held against.
    pub standing: Standing,
    /// The four steps, in order.
    pub steps: Vec<StepView>,
    /// What still stands on accounts that have to be empty when the year is sealed.
    pub not_carried: Vec<(String, Money)>,
    /// The first month that takes vouchers.
    pub first_open: Period,
    /// December's closing.
    pub closure: Option<Closure>,
    /// The seal, once the year is sealed.
    pub seal: Option<YearSeal>,
}

/// One step: how it stands, what is proposed, what was made of it.
#[derive(Clone, Debug)]
pub struct StepView {
    /// Which.
    pub step: YearStep,
    /// How it stands.
    pub state: StepState,
    /// The vouchers it would make now; none where there is nothing to do.
    pub proposed: Vec<Proposed>,
    /// Its vouchers that wait for review or posting.
    pub drafts: Vec<Draft>,
    /// Its posted vouchers.
    pub posted: Vec<PostedVoucher>,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Another step comes first.
    After(YearStep),
    /// Its vouchers wait to be reviewed or posted.
    Waiting,
    /// Vouchers are proposed, or, for 收益分配, a plan may be entered.
    Ready,
    /// Posted, and nothing is left to do.
    Done,
    /// There was nothing to do.
    Nothing,
}

/// Loads where a year stands.
///
/// Refuses: `ledger.year_account_missing`.
pub async fn year_end(tx: &mut ReadTx, book: BookId, year: FiscalYear) -> Outcome<YearEnd> {
    let ground = Ground::of(tx, book, year).await?;
    let december = year.last_period();
    let waiting: Vec<Draft> =
        drafts(tx, book, Some(december)).await?.into_iter().filter(|d| d.kind == VoucherKind::Closing).collect();
    let posted: Vec<PostedVoucher> =
        vouchers(tx, book, december).await?.into_iter().filter(|v| v.kind == VoucherKind::Closing).collect();
    let closure = match month_state(tx, book, december).await? {
        MonthState::Closed(closure) => Some(closure),
        MonthState::Open => None,
    };
    let steps = YearStep::ALL.map(|step| {
        let drafts: Vec<Draft> = waiting.iter().filter(|d| step_of_draft(d, &ground.chart) == step).cloned().collect();
        let of_step = |v: &&PostedVoucher| YearStep::of(v.entries.iter().map(|e| e.account), &ground.chart) == step;
        let posted: Vec<PostedVoucher> = posted.iter().filter(of_step).cloned().collect();
        let proposed = ground.proposed(step);
        let state = match ground.before(step) {
            Some(earlier) => StepState::After(earlier),
            None if !drafts.is_empty() => StepState::Waiting,
            None if !proposed.is_empty() => StepState::Ready,
            None if !posted.is_empty() => StepState::Done,
            None if step == YearStep::Distribute => StepState::Ready,
            None => StepState::Nothing,
        };
        StepView { step, state, proposed, drafts, posted }
    });
    Ok(YearEnd {
        year,
        net_surplus: net_surplus(&ground.chart, &ground.rows),
        standing: ground.standing(),
        steps: steps.into(),
        not_carried: not_carried(&ground.chart, &ground.rows),
        first_open: first_open(tx, book).await?,
        closure,
        seal: year_seals(tx, book).await?.into_iter().find(|s| s.year == year),
    })
}

fn step_of_draft(draft: &Draft, chart: &Chart) -> YearStep {
    YearStep::of(draft.lines.iter().filter_map(|l| l.account), chart)
}

/// The balances a year end is worked out from.
struct Ground {
    chart: Chart,
    accounts: YearAccounts,
    rows: Vec<BalanceRow>,
}

impl Ground {
    async fn of(tx: &mut ReadTx, book: BookId, year: FiscalYear) -> Outcome<Ground> {
        let chart = chart(tx, book).await?;
        let accounts = YearAccounts::of(&chart)?;
        let rows = balances(tx, book, year.first_period(), year.last_period()).await?;
        Ok(Ground { chart, accounts, rows })
    }

    fn proposed(&self, step: YearStep) -> Vec<Proposed> {
        match step {
            YearStep::CarryForward => carry_forward(&self.chart, &self.rows, &self.accounts),
            YearStep::Surplus => surplus(&self.rows, &self.accounts).into_iter().collect(),
            YearStep::Distribute => Vec::new(),
            YearStep::Roll => roll(&self.rows, &self.accounts).into_iter().collect(),
        }
    }

    /// The earlier step that still has something to move.
    fn before(&self, step: YearStep) -> Option<YearStep> {
        YearStep::ALL.into_iter().take_while(|s| *s < step).find(|s| !self.proposed(*s).is_empty())
    }

    fn standing(&self) -> Standing {
        let reserve = self.rows.iter().filter(|r| r.key.account == self.accounts.reserve);
        Standing {
            distributable: distributable(&self.chart, &self.rows),
            reserve: -reserve.map(BalanceRow::closing).sum::<Money>(),
        }
    }

    fn payees(&self) -> Result<Payees, PeriodRefusal> {
        let leaf = |code: &str, name: &str| {
            let leaf = self.chart.subtree(code).find(|a| a.leaf && !a.closed);
            leaf.map(|a| a.id).ok_or_else(|| PeriodRefusal::YearAccountMissing { name: name.to_owned() })
        };
        Ok(Payees { members: leaf("113", "113 内部往来")?, others: leaf("211", "211 应付款")? })
    }
}

/// 年终结转 — makes the proposed vouchers of a step into drafts of the last day of the year, for review like any other.
///
/// Refuses: `ledger.period_closed`, `ledger.year_not_reached`, `ledger.closing_drafts_waiting`, `ledger.step_before`,
/// `ledger.nothing_to_carry`, `ledger.year_account_missing`, and whatever `prepare` refuses.
/// Source: accounting_rules entries 72–74, 78.
pub async fn propose_year_end(
    tx: &mut WriteTx,
    by: &Accountant,
    year: FiscalYear,
    step: YearStep,
    now: Timestamp,
) -> Outcome<Vec<DraftId>> {
    let ground = held(tx, by, year, step).await?;
    let proposed = ground.proposed(step);
    if proposed.is_empty() {
        return Err(PeriodRefusal::NothingToCarry { step: step.in_chinese() }.into());
    }
    prepare_all(tx, by, year, proposed, now).await
}

/// 收益分配 — makes the vouchers of a plan into drafts of the last day of the year. Nothing is given that is not there.
///
/// Refuses, all at once: `ledger.negative_share`, `ledger.cover_over_loss`, `ledger.cover_over_fund`,
/// `ledger.over_distributed`, `ledger.nothing_distributed`; and as `propose_year_end`.
/// Source: accounting_rules entries 75, 76, 79; 财农〔2021〕121号 art. 28, 29.
pub async fn propose_distribution(
    tx: &mut WriteTx,
    by: &Accountant,
    year: FiscalYear,
    plan: &DistributionPlan,
    now: Timestamp,
) -> Outcome<Vec<DraftId>> {
    let ground = held(tx, by, year, YearStep::Distribute).await?;
    Failure::unless_none(plan.faults(ground.standing()))?;
    let proposed = plan.proposed(&ground.accounts, ground.payees()?);
    prepare_all(tx, by, year, proposed, now).await
}

/// The vouchers a plan would come to, and everything wrong with it; nothing is kept.
pub async fn preview_distribution(
    tx: &mut ReadTx,
    book: BookId,
    year: FiscalYear,
    plan: &DistributionPlan,
) -> Outcome<Vec<Proposed>> {
    let ground = Ground::of(tx, book, year).await?;
    Failure::unless_none(plan.faults(ground.standing()))?;
    Ok(plan.proposed(&ground.accounts, ground.payees()?))
}

/// The ground of a step that may be taken now; the month is held, so that of two who press at once one is too late.
async fn held(tx: &mut WriteTx, by: &Accountant, year: FiscalYear, step: YearStep) -> Outcome<Ground> {
    let (december, open) = (year.last_period(), first_open(tx, by.book()).await?);
    if december < open {
        let (period, open) = (december.in_chinese(), open.in_chinese());
        return Err(LedgerRefusal::PeriodClosed { period, open }.into());
    }
    if open < december {
        return Err(PeriodRefusal::YearNotReached { year: year.to_string(), first: open.in_chinese() }.into());
    }
    hold_months(tx, by.book(), [december]).await?;
    let waiting = drafts(tx, by.book(), Some(december)).await?;
    let count = waiting.iter().filter(|d| d.kind == VoucherKind::Closing).count();
    if count > 0 {
        return Err(PeriodRefusal::ClosingDraftsWaiting { count }.into());
    }
    let ground = Ground::of(tx, by.book(), year).await?;
    match ground.before(step) {
        Some(before) => Err(PeriodRefusal::StepBefore { step: step.in_chinese(), before: before.in_chinese() }.into()),
        None => Ok(ground),
    }
}

async fn prepare_all(
    tx: &mut WriteTx,
    by: &Accountant,
    year: FiscalYear,
    proposed: Vec<Proposed>,
    now: Timestamp,
) -> Outcome<Vec<DraftId>> {
    let mut made = Vec::with_capacity(proposed.len());
    for voucher in proposed {
        made.push(prepare(tx, by, voucher.into_draft(year), now).await?);
    }
    Ok(made)
}

/// 提取公积公益金 as the book's own rate would have it: `reserve_rate` per cent of what `reserve_base` names, never
/// more than there is, to the nearest fen. Nothing where no rate was resolved. Source: F21 art. 28, Law art. 42.
pub async fn reserve_by_rate(tx: &mut ReadTx, book: BookId, end: &YearEnd) -> Outcome<ReserveByRate> {
    let day = end.year.last_period().last_day();
    let rate: i64 = village::policy(tx, book, "reserve_rate", day).await?.parse().unwrap_or(0).clamp(0, 100);
    let base_name = village::policy(tx, book, "reserve_base", day).await?;
    let available = end.standing.distributable.positive_part();
    let base = match base_name.as_str() {
        "本年收益" => end.net_surplus.positive_part().min(available),
        _ => available,
    };
    let amount = Money::from_fen((base.fen() * rate + 50) / 100);
    Ok(ReserveByRate { rate, base_name, base, amount })
}

/// What a book's own rate comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveByRate {
    /// Whole per cent; 0 where none was resolved.
    pub rate: i64,
    /// 可分配收益 or 本年收益.
    pub base_name: String,
    /// That amount.
    pub base: Money,
    /// The share.
    pub amount: Money,
}

impl ReserveByRate {
    /// `按可分配收益 106,421.88元的30%`.
    pub fn sentence(&self) -> String {
        format!("按{} {}元的{}%，可以改", self.base_name, self.base, self.rate)
    }
}
