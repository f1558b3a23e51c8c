use std::collections::BTreeSet;

use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, HouseholdId, Money, Outcome, Period, ProjectId, Timestamp, VoucherId};
use crate::ledger::{self, PostedVoucher};

use crate::projects::error::ProjectRefusal;
use crate::projects::papers::{Reading, ReadingOfLine};
use crate::projects::store;

use super::reading::{project, standing};

/// A household's payment that is told to no project yet.
#[derive(Clone, Debug)]
pub struct Unread {
    /// The voucher.
    pub voucher: VoucherId,
    /// `2026-03 记-0012`.
    pub label: String,
    /// Its day.
    pub date: Date,
    /// The line, from 1.
    pub line: i64,
    /// Who paid.
    pub household: HouseholdId,
    /// 摘要.
    pub summary: String,
    /// How much.
    pub amount: Money,
}

/// Tells the lines of a voucher that was booked from a submission to the project the submission names: payments on
/// 内部往来 as collected, or as `reading` says, and what stands on the project's own accounts with its business item.
pub async fn booked(
    tx: &mut WriteTx,
    by: &Accountant,
    voucher: &PostedVoucher,
    (id, reading, item): (ProjectId, Reading, &str),
    now: Timestamp,
) -> Outcome<()> {
    let chart = ledger::chart(tx, by.book()).await?;
    let told = (1..).zip(&voucher.entries).filter_map(|(line, entry)| {
        let account = chart.by_id(entry.account)?;
        let of_household =
            account.code.first_level() == "113" && reading == Reading::Collected && !entry.credit().is_zero();
        let reading = if of_household {
            reading
        } else if entry.project == Some(id) {
            own(reading)
        } else {
            return None;
        };
        Some(ReadingOfLine { project: id, voucher: voucher.id, line, reading, item: item.to_owned() })
    });
    let told: Vec<ReadingOfLine> = told.collect();
    Ok(store::insert_readings(tx, by, &told, now).await?)
}

/// On an account of the project itself a collection is a collection only when it is no claim; the account says so.
const fn own(reading: Reading) -> Reading {
    match reading {
        Reading::Refunded | Reading::None => reading,
        Reading::Booked | Reading::Collected | Reading::Granted => Reading::Booked,
    }
}

/// 认定 — tells posted lines to a project, or takes them off it again.
///
/// Refuses: `projects.no_such_project`, `projects.no_line_chosen`, `projects.line_unfit`, `ledger.no_such_voucher`.
pub async fn read_lines(
    tx: &mut WriteTx,
    by: &Accountant,
    id: ProjectId,
    lines: &[(VoucherId, i64)],
    reading: Reading,
    now: Timestamp,
) -> Outcome<()> {
    let project = project(tx, by.book(), id).await?;
    if lines.is_empty() {
        return Err(ProjectRefusal::NoLineChosen.into());
    }
    let wanted: BTreeSet<VoucherId> = lines.iter().map(|(v, _)| *v).collect();
    let wanted: Vec<VoucherId> = wanted.into_iter().collect();
    let vouchers = ledger::project_vouchers(tx, by.book(), Some(id), &wanted, Period::of(now.date())).await?;
    let chart = ledger::chart(tx, by.book()).await?;
    let mut told = Vec::with_capacity(lines.len());
    for (id_of_voucher, line) in lines {
        let voucher = vouchers.iter().find(|v| v.id == *id_of_voucher).ok_or(ledger::LedgerRefusal::NoSuchVoucher)?;
        let entry = usize::try_from(line - 1).ok().and_then(|n| voucher.entries.get(n));
        let fits = entry.is_some_and(|e| {
            let of_household = chart.by_id(e.account).is_some_and(|a| a.code.first_level() == "113");
            match reading {
                Reading::Collected => e.project == Some(id) || (of_household && !e.credit().is_zero()),
                Reading::None => e.project == Some(id) || of_household,
                Reading::Booked | Reading::Granted | Reading::Refunded => e.project == Some(id),
            }
        });
        if !fits {
            return Err(ProjectRefusal::LineUnfit { label: voucher.label(), line: *line }.into());
        }
        told.push(ReadingOfLine { project: id, voucher: *id_of_voucher, line: *line, reading, item: String::new() });
    }
    store::insert_readings(tx, by, &told, now).await?;
    let said = format!("{}笔：{}", told.len(), reading.in_chinese());
    let act = Act::on_book(by.book(), "project.read", project.name).id(id).detail(said);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// Payments on 内部往来 of the households that owe this project something, from its first claim on, which are told to
/// no project.
pub async fn unread(tx: &mut ReadTx, book: BookId, id: ProjectId, on: Date) -> Outcome<Vec<Unread>> {
    let Some(stands) = standing(tx, book, id, on).await? else { return Ok(Vec::new()) };
    let owing: BTreeSet<HouseholdId> = stands.households().into_iter().map(|h| h.household).collect();
    let Some(from) = stands.works.claimed_from else { return Ok(Vec::new()) };
    let known: BTreeSet<(VoucherId, i64)> = store::readings(tx, book, None)
        .await?
        .into_iter()
        .filter(|r| r.reading != Reading::None)
        .map(|r| (r.voucher, r.line))
        .collect();
    let entries = ledger::account_entries(tx, book, "113", Period::of(from), Period::of(on)).await?;
    let open = entries.into_iter().filter(|e| e.credit.is_positive() && (from..=on).contains(&e.date));
    let open = open.filter(|e| !known.contains(&(e.voucher, e.line)));
    Ok(open
        .filter_map(|e| {
            Some(Unread {
                voucher: e.voucher,
                label: format!("{} {}", e.period, e.number),
                date: e.date,
                line: e.line,
                household: e.household.filter(|h| owing.contains(h))?,
                summary: e.summary,
                amount: e.credit,
            })
        })
        .collect())
}
