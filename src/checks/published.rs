use crate::disclosure::Proof;

use super::facts::BookFacts;
use super::finding::Problem;

/// Every published sheet still is what was published, and what the ledger says.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for proved in &facts.sheets {
        let head = &proved.head;
        let mut what = match proved.proof {
            Proof::Holds => continue,
            Proof::ContentChanged => "公开表的内容与公布时的校验码不符,被改动过".to_owned(),
            Proof::LedgerDiffers if proved.code_now == head.code => "公开表后面的账被动过".to_owned(),
            Proof::LedgerDiffers => {
                format!("公开表校验码{},按现在的账重算是{}", head.code, or_none(&proved.code_now))
            }
        };
        for broken in &proved.broken {
            what.push_str(&format!("；{}：{}", broken.at, broken.what));
        }
        let at = format!("{} {}", head.span.in_chinese(), head.number);
        problems.push(Problem::new(at, what).on(&format!("disclosures/{}", head.span)));
    }
    problems
}

fn or_none(code: &str) -> &str {
    if code.is_empty() { "算不出" } else { code }
}
