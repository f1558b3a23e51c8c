use crate::audit;
use crate::db::ReadTx;
use crate::kernel::Outcome;

use super::finding::{Finding, Problem, Severity};

/// No act is missing from the operation log, and none was changed.
pub(super) async fn run(tx: &mut ReadTx) -> Outcome<Finding> {
    let breaks = audit::prove(tx).await?;
    let problem = |b: audit::Break| Problem::new(format!("操作日志 {} 第{}条", b.scope, b.seq), b.what);
    Ok(Finding {
        id: "log.chained",
        name: "操作日志完整",
        clause: "财会〔2024〕12号第三十二条",
        severity: Severity::Error,
        book: String::new(),
        problems: breaks.into_iter().map(problem).collect(),
    })
}
