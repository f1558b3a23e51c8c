use crate::db::ReadTx;
use crate::evidence::{self, FileStore};
use crate::kernel::Outcome;

use super::facts::BookFacts;
use super::finding::Problem;

/// The source documents of posted vouchers are those that were posted, and their files are whole.
pub(super) async fn run(tx: &mut ReadTx, files: Option<&FileStore>, facts: &BookFacts) -> Outcome<Vec<Problem>> {
    let mut problems = Vec::new();
    let mut digests = Vec::new();
    let bound = facts.vouchers.iter().flat_map(|v| v.documents.iter().map(move |(id, digest)| (v, *id, *digest)));
    let bound: Vec<_> = bound.collect();
    for page in bound.chunks(100) {
        let ids: Vec<_> = page.iter().map(|(_, id, _)| *id).collect();
        let documents = evidence::documents(tx, &ids).await?;
        for (voucher, id, digest) in page {
            match documents.iter().find(|d| d.id == *id) {
                None => problems.push(Problem::of_voucher(voucher, "所附原始凭证不见了")),
                Some(found) if found.digest != *digest || found.digest_of_content() != *digest => {
                    problems.push(Problem::of_voucher(voucher, "所附原始凭证与记账时不符,被改动过"));
                }
                Some(found) => digests.extend(found.files.iter().map(|f| (voucher.label(), f.digest))),
            }
        }
    }
    if let Some(files) = files {
        let wanted: Vec<_> = digests.iter().map(|(_, digest)| *digest).collect();
        let broken = files.broken(&wanted).await;
        for (label, _) in digests.iter().filter(|(_, digest)| broken.contains(digest)) {
            problems.push(Problem::new(label.clone(), "所附原始凭证的文件缺失或损坏"));
        }
    }
    Ok(problems)
}
