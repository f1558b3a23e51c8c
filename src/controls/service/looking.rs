use crate::budget::{self, Direction};
use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Money, Outcome, Period};
use crate::ledger::{self, BalanceRow, CashKind, Chart};
use crate::projects;
use crate::village::{self, Book, Dimensions};

use crate::controls::balance::stands_wrong;
use crate::controls::cash_box::CashBox;
use crate::controls::facts::Planned;
use crate::controls::setting::Severity;
use crate::controls::whole_book::{Claim, Standing, WholeBook};

use super::setting::settings;

/// The account cash is kept on.
const CASH: &str = "101";
/// Claims on outsiders, and 内部往来.
const CLAIMS: [&str; 2] = ["112", "113"];

/// The cash of a book by day, from the first day of the month of `from`; `None` while its opening does not stand.
pub async fn cash_box(tx: &mut ReadTx, book: BookId, from: Date, last: Period) -> Outcome<Option<CashBox>> {
    if !ledger::opening_confirmed(tx, book).await? {
        return Ok(None);
    }
    let (first, chart) = (Period::of(from), ledger::chart(tx, book).await?);
    let last = last.max(first);
    let before = ledger::balances(tx, book, first, first).await?;
    let is = |id, kind| chart.by_id(id).is_some_and(|a| a.cash_kind == Some(kind));
    let before: Money = before.iter().filter(|r| is(r.key.account, CashKind::Cash)).map(|r| r.opening).sum();
    let mut cash = CashBox::beginning(before);
    let sides = ledger::other_sides(tx, book, CASH, first, last).await?;
    for line in ledger::account_entries(tx, book, CASH, first, last).await? {
        let others = sides.get(&(line.voucher, line.line));
        let with_bank = others.is_some_and(|ids| ids.iter().any(|id| is(*id, CashKind::Bank)));
        let day = cash.day_mut(line.date);
        if with_bank {
            day.fetched += line.debit;
            day.banked += line.credit;
        } else {
            day.earned += line.debit;
            day.paid += line.credit;
        }
    }
    Ok(Some(cash))
}

/// Where a book does not keep the rules that can be told from its books, the hardest first.
pub async fn standing(tx: &mut ReadTx, book: &Book, on: Date) -> Outcome<Vec<Standing>> {
    let settings = settings(tx, Some(book.id), on).await?;
    let whole = whole_book(tx, book, on).await?;
    let looked = settings.all().iter().filter(|s| s.severity != Severity::Off);
    let mut found: Vec<Standing> = looked
        .filter_map(|setting| Some((setting, setting.control.standing?(&whole, setting))))
        .flat_map(|(setting, spots)| spots.into_iter().map(|spot| Standing { setting: setting.clone(), spot }))
        .collect();
    found.sort_by_key(|s| s.setting.severity);
    Ok(found)
}

async fn whole_book(tx: &mut ReadTx, book: &Book, on: Date) -> Outcome<WholeBook> {
    let month = Period::of(on);
    let year = month.year().first_period().max(book.enabled_from);
    let chart = ledger::chart(tx, book.id).await?;
    let balances = ledger::balances(tx, book.id, month.max(book.enabled_from), month.max(book.enabled_from)).await?;
    let accounts = village::bank_accounts(tx, book.id).await?;
    Ok(WholeBook {
        on,
        projects: projects::standings(tx, book.id, on).await?,
        plans: plans(tx, book.id, on).await?,
        legal_name: book.legal_name.clone(),
        cash: cash_box(tx, book.id, year.first_day(), month).await?,
        wrong_sides: wrong_sides(&chart, &balances),
        claims: claims(tx, book.id, &chart, &balances, month).await?,
        bank_accounts: accounts.into_iter().map(|a| (a.account_code.clone(), a.holder.clone(), a.masked())).collect(),
    })
}

/// Spending the year's adopted plan has a line for; nothing without a plan.
async fn plans(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<Vec<Planned>> {
    let year = Period::of(on).year();
    let Some(adopted) = budget::adopted_on(tx, book, year, on).await? else { return Ok(Vec::new()) };
    let done = budget::execution(tx, book, &adopted.lines, (year.first_period(), Period::of(on))).await?;
    let out = done.rows().filter(|r| r.direction == Direction::Out);
    let planned =
        out.filter_map(|r| Some(Planned { account: r.account.clone(), planned: r.planned?, spent: r.actual() }));
    Ok(planned.collect())
}

fn wrong_sides(chart: &Chart, balances: &[BalanceRow]) -> Vec<(String, String, &'static str, Money)> {
    let first_level = chart.accounts().iter().filter(|a| a.code.level() == 1);
    let wrong = first_level.filter_map(|account| {
        let below = balances
            .iter()
            .filter(|row| chart.by_id(row.key.account).is_some_and(|a| a.code.first_level() == account.code.as_str()));
        let balance = stands_wrong(account, below.map(BalanceRow::closing).sum())?;
        Some((account.code.to_string(), account.label(), account.normal_side.in_chinese(), balance))
    });
    wrong.collect()
}

async fn claims(
    tx: &mut ReadTx,
    book: BookId,
    chart: &Chart,
    balances: &[BalanceRow],
    month: Period,
) -> Outcome<Vec<Claim>> {
    let recent = ledger::recent_movements(tx, book, month).await?;
    let dimensions = village::dimensions(tx, book).await?;
    let owed = balances.iter().filter_map(|row| {
        let account = chart.by_id(row.key.account).filter(|a| CLAIMS.contains(&a.code.first_level()))?;
        let owed = row.closing();
        if !owed.is_positive() {
            return None;
        }
        let moved = recent.iter().find(|m| m.key == row.key).map_or([Money::ZERO; 3], |m| m.debit);
        let added = [moved[0], moved[0] + moved[1], moved[0] + moved[1] + moved[2]];
        Some(Claim { code: account.code.to_string(), party: party_of(row, &dimensions), owed, added })
    });
    Ok(owed.collect())
}

fn party_of(row: &BalanceRow, dimensions: &Dimensions) -> String {
    let household = row.key.household.map(|id| dimensions.household_name(id));
    let counterparty = row.key.counterparty.map(|id| dimensions.counterparty_name(id));
    household.or(counterparty).unwrap_or_default().to_owned()
}
