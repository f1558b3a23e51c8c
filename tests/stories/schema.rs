//! One migration story, two engines, the same tables.

use std::collections::BTreeSet;

use mingzhang::db::{Columns, Db};
use sqlx::any::AnyRow;

use crate::support::each_engine;

const OF_SQLITE: &str = "select m.name as table_name, c.name as column_name, lower(c.type) as kind, \
     case when c.\"notnull\" = 1 or c.pk > 0 then 'not null' else 'null' end as nullness \
     from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and m.name not like '%sqlx%'";
const OF_POSTGRES: &str = "select cast(table_name as text) as table_name, cast(column_name as text) as column_name, \
     cast(data_type as text) as kind, case is_nullable when 'NO' then 'not null' else 'null' end as nullness \
     from information_schema.columns where table_schema = 'public' and table_name not like '%sqlx%'";

#[tokio::test]
async fn both_engines_hold_the_same_tables_in_the_same_vocabulary() {
    let seen = std::sync::Mutex::new(Vec::new());
    each_engine(async |db: Db| {
        let columns = columns(&db).await;
        assert!(columns.len() > 50, "the migrations made {} columns", columns.len());
        for column in &columns {
            let plain = ["text", "bigint", "blob", "bytea"].iter().any(|k| column.contains(&format!(" {k} ")));
            assert!(plain, "{column}: only text and bigint can be read on both engines");
        }
        seen.lock().expect("one engine at a time").push(columns);
    })
    .await;
    let seen = seen.into_inner().expect("one engine at a time");
    if let [sqlite, postgres] = &seen[..] {
        let differing: Vec<&String> = sqlite.symmetric_difference(postgres).collect();
        assert!(differing.is_empty(), "only one engine has: {differing:#?}");
    }
}

async fn columns(db: &Db) -> BTreeSet<String> {
    let question = if db.engine_name() == "sqlite" { OF_SQLITE } else { OF_POSTGRES };
    let mut view = db.read().await.expect("a view");
    let rows: Vec<AnyRow> = sqlx::query(question).fetch_all(view.conn()).await.expect("the catalogue answers");
    let told = |row: &AnyRow, column| row.text(column).expect("a name");
    rows.iter()
        .map(|r| {
            format!("{}.{} {} {}", told(r, "table_name"), told(r, "column_name"), told(r, "kind"), told(r, "nullness"))
        })
        .collect()
}
