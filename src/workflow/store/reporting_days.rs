use crate::auth::Accountant;
use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{Fault, Timestamp};
use crate::workflow::reporting_day::ReportingRule;

pub(in crate::workflow) async fn reporting_rules(tx: &mut ReadTx) -> Result<Vec<ReportingRule>, Fault> {
    let rows = sqlx::query("select book_id, valid_from, kind, days from reporting_day order by book_id, valid_from")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading reporting days"))?;
    rows.iter()
        .map(|r| {
            let days = r.text("days")?;
            Ok(ReportingRule {
                book: r.parsed("book_id")?,
                from: r.parsed("valid_from")?,
                kind: r.parsed("kind")?,
                days: days.split(',').filter_map(|d| d.parse().ok()).collect(),
            })
        })
        .collect()
}

pub(in crate::workflow) async fn put_reporting_rule(
    tx: &mut WriteTx,
    rule: &ReportingRule,
    by: &Accountant,
    now: Timestamp,
) -> Result<(), Fault> {
    let days: Vec<String> = rule.days.iter().map(i64::to_string).collect();
    sqlx::query(
        "insert into reporting_day (book_id, valid_from, kind, days, set_by, set_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (book_id, valid_from) do update
         set kind = excluded.kind, days = excluded.days, set_by = excluded.set_by, set_at = excluded.set_at",
    )
    .bind(rule.book.text())
    .bind(rule.from.to_string())
    .bind(rule.kind.word())
    .bind(days.join(","))
    .bind(by.id().text())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("fixing reporting days"))
}
