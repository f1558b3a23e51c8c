use crate::audit::{self, Act};
use crate::auth::{Accountant, Reader, Standing};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{Date, Failure, Outcome, Refused, Timestamp};

use crate::workflow::error::TimingRefusal as T;
use crate::workflow::history::History;
use crate::workflow::reporting_day::{ReportingKind, ReportingRule, ReportingRules};
use crate::workflow::store::{self, Books};

use super::reading::books_of;

/// Most reporting days of one month.
const DAYS_LIMIT: usize = 6;

/// The reporting days of every book, in one question.
pub async fn reporting_rules(tx: &mut ReadTx) -> Outcome<ReportingRules> {
    Ok(ReportingRules::of(store::reporting_rules(tx).await?))
}

/// Fixes the reporting days of a book from a day on; none gives them up.
///
/// Refuses: `workflow.reporting_days`, `workflow.reporting_in_past`.
pub async fn set_reporting_days(
    tx: &mut WriteTx,
    by: &Accountant,
    kind: ReportingKind,
    mut days: Vec<i64>,
    from: Date,
    now: Timestamp,
) -> Outcome<()> {
    days.sort_unstable();
    days.dedup();
    let highest = match kind {
        ReportingKind::MonthDay => 31,
        ReportingKind::WorkingDay => 23,
    };
    let mut faults: Vec<Refused> = Vec::new();
    if days.len() > DAYS_LIMIT || days.iter().any(|d| !(1..=highest).contains(d)) {
        faults.push(T::ReportingDays { highest, limit: DAYS_LIMIT }.into());
    }
    if from < now.date() {
        faults.push(T::ReportingInPast { from: from.to_string(), today: now.date().to_string() }.into());
    }
    Failure::unless_none(faults)?;
    let rule = ReportingRule { book: by.book(), from, kind, days };
    store::put_reporting_rule(tx, &rule, by, now).await?;
    let act = Act::on_book(by.book(), "reporting_day.set", rule.in_chinese()).detail(format!("自{from}起"));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// The whole thread of everything that was touched since a day or is on its way still, in the books this person sees.
pub async fn histories(tx: &mut ReadTx, by: &Standing, since: Date) -> Outcome<Vec<History>> {
    Ok(store::histories(tx, &books_of(by), Timestamp::start_of(since)).await?)
}

/// The same for the reader's book.
pub async fn histories_of(tx: &mut ReadTx, reader: &Reader, since: Date) -> Outcome<Vec<History>> {
    Ok(store::histories(tx, &Books::These(vec![reader.book()]), Timestamp::start_of(since)).await?)
}
