use crate::audit;
use crate::db::ReadTx;
use crate::kernel::Outcome;

use super::finding::Problem;

/// No act is missing from the operation log, and none was changed.
pub(super) async fn run(tx: &mut ReadTx) -> Outcome<Vec<Problem>> {
    let breaks = audit::prove(tx).await?;
    let problem =
        |b: audit::Break| Problem::new(format!("操作日志 {} 第{}条", b.scope, b.seq), b.what).on("/settings/audit");
    Ok(breaks.into_iter().map(problem).collect())
}
