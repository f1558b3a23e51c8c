//! The founding story, `migrations/`, told to the engine that runs.
//!
//! One text for both; what only one engine understands (triggers) stands below a line
//! `-- engine: sqlite` or `-- engine: postgres` until the next such line.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyPool, AssertSqlSafe, SqlSafeStr};

use crate::kernel::Fault;

/// Number, what it is about, its text. Numbers may have gaps: parts of the house are built side by side.
const STORY: &[(i64, &str, &str)] = &[
    (1, "audit and people", include_str!("../../migrations/0001_audit_and_people.sql")),
    (2, "village", include_str!("../../migrations/0002_village.sql")),
    (3, "evidence", include_str!("../../migrations/0003_evidence.sql")),
    (4, "ledger", include_str!("../../migrations/0004_ledger.sql")),
    (5, "workflow", include_str!("../../migrations/0005_workflow.sql")),
    (6, "reconcile", include_str!("../../migrations/0006_reconcile.sql")),
    (7, "disclosure", include_str!("../../migrations/0007_disclosure.sql")),
    (8, "years", include_str!("../../migrations/0008_years.sql")),
    (9, "entering", include_str!("../../migrations/0009_entering.sql")),
    (10, "forms", include_str!("../../migrations/0010_forms.sql")),
    (13, "conversion", include_str!("../../migrations/0013_conversion.sql")),
    (14, "handing in", include_str!("../../migrations/0014_handing_in.sql")),
    (15, "approving", include_str!("../../migrations/0015_approving.sql")),
    (16, "controls", include_str!("../../migrations/0016_controls.sql")),
    (17, "papers", include_str!("../../migrations/0017_papers.sql")),
    (18, "plans", include_str!("../../migrations/0018_plans.sql")),
    (19, "clock", include_str!("../../migrations/0019_clock.sql")),
    (21, "bank desk", include_str!("../../migrations/0021_bank_desk.sql")),
    (22, "notices", include_str!("../../migrations/0022_notices.sql")),
    (24, "proof", include_str!("../../migrations/0024_proof.sql")),
    (25, "questions", include_str!("../../migrations/0025_questions.sql")),
    (26, "cash", include_str!("../../migrations/0026_cash.sql")),
];

/// How many steps of the founding story this program knows: the version of its tables.
pub const fn tables_version() -> usize {
    STORY.len()
}

pub(super) async fn sqlite(pool: &AnyPool) -> Result<(), Fault> {
    run(pool, "sqlite").await
}

pub(super) async fn postgres(pool: &AnyPool) -> Result<(), Fault> {
    run(pool, "postgres").await
}

async fn run(pool: &AnyPool, engine: &str) -> Result<(), Fault> {
    let migrations = STORY.iter().map(|(version, name, text)| {
        let sql = AssertSqlSafe(told_to(engine, text)).into_sql_str();
        Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
        .run(pool)
        .await
        .map_err(Fault::while_("bringing the tables up to date"))
}

/// The lines of a migration meant for this engine.
fn told_to(engine: &str, text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut listening = true;
    for line in text.lines() {
        match line.strip_prefix("-- engine: ") {
            Some(meant) => listening = meant == engine || meant == "all",
            None if listening => {
                told.push_str(line);
                told.push('\n');
            }
            None => {}
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_hears_its_own_lines() {
        let text = "a\n-- engine: sqlite\nb\n-- engine: postgres\nc\n-- engine: all\nd\n";
        assert_eq!(told_to("sqlite", text), "a\nb\nd\n");
        assert_eq!(told_to("postgres", text), "a\nc\nd\n");
    }
}
