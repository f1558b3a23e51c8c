use crate::db::ReadTx;
use crate::disclosure::{self, Proof};
use crate::kernel::Outcome;

use super::facts::BookFacts;
use super::finding::{Finding, Problem, Severity};

/// Every published sheet still is what was published, and what the ledger says.
pub(super) async fn run(tx: &mut ReadTx, facts: &BookFacts) -> Outcome<Finding> {
    let mut problems = Vec::new();
    for head in disclosure::past_sheets(tx, facts.book.id).await? {
        let proved = disclosure::verify(tx, &head.token).await?;
        let what = match proved.proof {
            Proof::Holds => continue,
            Proof::ContentChanged => "公开表的内容与公布时的校验码不符,被改动过".to_owned(),
            Proof::LedgerDiffers => {
                format!("公开表校验码{},按现在的账重算是{}", head.code, or_none(&proved.code_now))
            }
        };
        problems.push(Problem::new(format!("{} {}", head.quarter.in_chinese(), head.number), what));
    }
    Ok(Finding {
        id: "disclosure.published",
        name: "已公布的公开表与账一致",
        clause: "C-17",
        severity: Severity::Error,
        book: facts.book.code.clone(),
        problems,
    })
}

fn or_none(code: &str) -> &str {
    if code.is_empty() { "算不出" } else { code }
}
