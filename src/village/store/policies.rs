use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Fault, Timestamp, UserId};
use crate::village::policy::PolicySetting;

pub(in crate::village) async fn policy(
    tx: &mut ReadTx,
    book: BookId,
    name: &str,
    on: Date,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query(
        "select value from policy where name = $1 and scope in ('', $2) and valid_from <= $3
         order by case when scope = '' then 0 else 1 end desc, valid_from desc limit 1",
    )
    .bind(name)
    .bind(book.text())
    .bind(on.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("loading a policy setting"))?;
    row.map(|r| r.text("value")).transpose()
}

pub(in crate::village) async fn policy_settings(tx: &mut ReadTx) -> Result<Vec<PolicySetting>, Fault> {
    let rows = sqlx::query("select scope, name, value, valid_from from policy order by name, valid_from, scope")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading policy settings"))?;
    let setting = |r: &AnyRow| {
        Ok(PolicySetting {
            book: r.parsed_or_none("scope")?,
            name: r.text("name")?,
            value: r.text("value")?,
            from: r.parsed("valid_from")?,
        })
    };
    rows.iter().map(setting).collect()
}

pub(in crate::village) async fn set_policy(
    tx: &mut WriteTx,
    book: Option<BookId>,
    name: &str,
    value: &str,
    from: Date,
    by: UserId,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into policy (scope, name, valid_from, value, set_by, set_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (scope, name, valid_from) do update set value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at",
    )
    .bind(book.map(BookId::text).unwrap_or_default())
    .bind(name)
    .bind(from.to_string())
    .bind(value)
    .bind(by.text())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("setting a policy"))
}
