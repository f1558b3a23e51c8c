use std::collections::BTreeMap;

use crate::db::ReadTx;
use crate::kernel::{AccountId, Money, Outcome, Period};
use crate::ledger::{self, AccountMovement, Chart, Class, Draft, Side};

/// One cost or income of a voucher under review, beside what was posted on the same account before.
pub(super) struct Beside {
    pub(super) account: String,
    pub(super) here: Money,
    pub(super) this_month: Money,
    pub(super) last_month: Money,
    pub(super) last_year: Money,
    /// What catches the eye; empty when nothing does.
    pub(super) said: &'static str,
}

impl Beside {
    /// More than twice of either, or never seen before.
    fn say(here: Money, this_month: Money, last_month: Money, last_year: Money) -> &'static str {
        let usual = last_month.max(last_year);
        if usual.is_zero() && this_month.is_zero() {
            return "上月和去年同月都没有";
        }
        let now = this_month + here;
        if now > usual + usual { "比上月和去年同月多一倍以上" } else { "" }
    }
}

/// Every cost and income account of the draft; one question for thirteen months.
pub(super) async fn beside(tx: &mut ReadTx, draft: &Draft, chart: &Chart) -> Outcome<Vec<Beside>> {
    let mut here: BTreeMap<String, (AccountId, Side, Money)> = BTreeMap::new();
    for line in &draft.lines {
        let Some(account) = line.account.and_then(|id| chart.by_id(id)) else { continue };
        if !matches!(account.class, Class::Cost | Class::ProfitAndLoss) {
            continue;
        }
        let amount = side_of(account.normal_side, line.debit, line.credit);
        let label = format!("{} {}", account.code, chart.path_name(account.id));
        here.entry(label).or_insert((account.id, account.normal_side, Money::ZERO)).2 += amount;
    }
    if here.is_empty() {
        return Ok(Vec::new());
    }
    let (month, before) = (draft.period, draft.period.previous());
    let year_ago = Period::new(month.year().previous().number(), month.month()).unwrap_or(before);
    let moved = ledger::month_movements(tx, draft.book, year_ago, month).await?;
    let row = |(account, (id, side, here)): (String, (AccountId, Side, Money))| {
        let of = |period: Period| -> Money {
            let there = |m: &&AccountMovement| m.account == id && m.period == period;
            moved.iter().filter(there).map(|m| side_of(side, m.debit, m.credit)).sum()
        };
        let (this_month, last_month, last_year) = (of(month), of(before), of(year_ago));
        let said = Beside::say(here, this_month, last_month, last_year);
        Beside { account, here, this_month, last_month, last_year, said }
    };
    Ok(here.into_iter().map(row).collect())
}

/// What stands on the account's usual side: carrying forward to 本年收益 stands on the other.
const fn side_of(side: Side, debit: Money, credit: Money) -> Money {
    match side {
        Side::Debit => debit,
        Side::Credit => credit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_twice_the_usual_catches_the_eye() {
        let yuan = |n: i64| Money::from_fen(n * 100);
        let cases = [
            ((500, 0, 0, 0), "上月和去年同月都没有"),
            ((500, 0, 400, 100), ""),
            ((500, 400, 400, 0), "比上月和去年同月多一倍以上"),
            ((500, 0, 100, 300), ""),
        ];
        for ((here, this, last, year), said) in cases {
            assert_eq!(
                Beside::say(yuan(here), yuan(this), yuan(last), yuan(year)),
                said,
                "{here} {this} {last} {year}"
            );
        }
    }
}
