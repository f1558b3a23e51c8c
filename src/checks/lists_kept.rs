use crate::db::ReadTx;
use crate::kernel::Outcome;
use crate::{evidence, handover};

use super::facts::BookFacts;
use super::finding::Problem;

/// 发放表, 移交清单 and 交接清单 are what was kept, signed and handed over.
pub(super) async fn run(tx: &mut ReadTx, facts: &BookFacts) -> Outcome<Vec<Problem>> {
    let book = facts.book.id;
    let mut altered = Vec::new();
    for list in evidence::whole_pay_lists(tx, book).await? {
        if list.digest_of_content() != list.digest {
            altered.push(format!("发放表 {}", list.title));
        }
    }
    for list in handover::whole_paper_handovers(tx, book).await? {
        if list.digest_of_content() != list.digest {
            altered.push(list.label());
        }
    }
    for list in handover::post_handovers_of_book(tx, book).await? {
        if list.digest_of_content() != list.digest {
            altered.push(list.label());
        }
    }
    Ok(altered.into_iter().map(|which| Problem::new(which, "与编制时不符，被改动过")).collect())
}
