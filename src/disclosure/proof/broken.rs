use std::collections::BTreeMap;

use crate::disclosure::line_key::LineKey;
use crate::disclosure::sheet::DisclosureSheet;
use crate::evidence::Document;
use crate::kernel::{BookId, Digest, Period};
use crate::ledger::PostedVoucher;

use super::leaves::Leaves;

/// Something of a published sheet that no longer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// `2025-09 记-0012`, `2025年9月`, `表头和合计`.
    pub at: String,
    /// What is wrong with it.
    pub what: String,
    /// The lines of the sheet it stands behind.
    pub lines: Vec<LineKey>,
}

impl Broken {
    pub(in crate::disclosure) fn new(at: impl Into<String>, what: impl Into<String>) -> Broken {
        Broken { at: at.into(), what: what.into(), lines: Vec::new() }
    }
}

type Number = (Period, String);

fn number_of(voucher: &PostedVoucher) -> Number {
    (voucher.period, voucher.number.to_string())
}

/// The lines of a sheet by the voucher behind them.
fn lines_of<'a>(sheet: &'a DisclosureSheet, (period, number): &'a Number) -> Vec<LineKey> {
    let all = sheet.keyed_lines().into_iter().map(|l| l.key);
    all.filter(|k| k.month == *period && k.number == *number).collect()
}

/// Every voucher of the quarter against itself, against the one before it and against what was published.
pub(in crate::disclosure) fn vouchers(
    book: BookId,
    sheet: &DisclosureSheet,
    found: &[PostedVoucher],
    kept: Option<&Leaves>,
) -> Vec<Broken> {
    let published: BTreeMap<&Number, Digest> =
        kept.into_iter().flat_map(|l| &l.vouchers).map(|(n, d)| (n, *d)).collect();
    let mut sorted: Vec<&PostedVoucher> = found.iter().collect();
    sorted.sort_by_key(|v| (v.period, v.number.clone()));
    let mut broken = Vec::new();
    let mut says = |number: &Number, what: &str| {
        let mut one = Broken::new(format!("{} {}", number.0, number.1), what);
        one.lines = lines_of(sheet, number);
        broken.push(one);
    };
    for (i, voucher) in sorted.iter().enumerate() {
        let number = number_of(voucher);
        let content = voucher.digest_of_content(book);
        let stood = published.get(&number).copied();
        if content != voucher.digest {
            says(&number, if stood == Some(content) { "凭证存的指纹被改动" } else { "凭证的内容被改动" });
        } else if kept.is_some() && stood.is_none() {
            says(&number, "公布以后添的凭证");
        } else if stood.is_some_and(|s| s != content) {
            says(&number, "凭证连同指纹被换过");
        } else {
            let before = sorted[..i].last().filter(|b| b.period == voucher.period);
            let linked = before.is_none_or(|b| {
                [Some(b.digest), Some(b.digest_of_content(book)), published.get(&number_of(b)).copied()]
                    .contains(&Some(voucher.previous))
            });
            if !linked || (before.is_none() && voucher.previous != Digest::GENESIS) {
                says(&number, "凭证与前一张不相连");
            }
        }
    }
    let there: Vec<Number> = found.iter().map(number_of).collect();
    for number in published.keys().filter(|n| !there.contains(n)) {
        says(number, "凭证不见了");
    }
    broken
}

/// The source documents of the quarter's vouchers against what was posted with them.
pub(in crate::disclosure) fn papers(
    sheet: &DisclosureSheet,
    found: &[PostedVoucher],
    documents: &[Document],
) -> Vec<Broken> {
    let by_id: BTreeMap<_, _> = documents.iter().map(|d| (d.id, d)).collect();
    let mut broken = Vec::new();
    for voucher in found {
        let whole = voucher
            .documents
            .iter()
            .all(|(id, digest)| by_id.get(id).is_some_and(|d| d.digest == *digest && d.digest_of_content() == *digest));
        if !whole {
            let number = number_of(voucher);
            let mut one = Broken::new(format!("{} {}", number.0, number.1), "所附原始凭证被改动");
            one.lines = lines_of(sheet, &number);
            broken.push(one);
        }
    }
    broken
}

/// The content as it lies there against the leaves it was published with.
pub(in crate::disclosure) fn content(sheet: &DisclosureSheet, digest: Digest, kept: &Leaves) -> Vec<Broken> {
    if digest == kept.content {
        return Vec::new();
    }
    let lines = sheet.keyed_lines();
    let published: BTreeMap<&LineKey, Digest> = kept.lines.iter().map(|(k, d)| (k, *d)).collect();
    let mut broken = Vec::new();
    let mut says = |key: &LineKey, what: &str| {
        broken.push(Broken { at: key.in_chinese(), what: what.to_owned(), lines: vec![key.clone()] });
    };
    for line in &lines {
        match published.get(&line.key) {
            None => says(&line.key, "公布时没有这一笔"),
            Some(hash) if *hash != kept.line_hash(line) => says(&line.key, "公开表上的这一笔被改动"),
            Some(_) => {}
        }
    }
    for (key, _) in kept.lines.iter().filter(|(key, _)| !lines.iter().any(|l| l.key == *key)) {
        says(key, "公布时的这一笔不见了");
    }
    for (month, root) in &kept.months {
        if !sheet.months.iter().any(|m| m.period == *month && m.root == *root) {
            broken.push(Broken::new(month.in_chinese(), "公开表上的月根被改动"));
        }
    }
    if broken.is_empty() {
        broken.push(Broken::new("表头、结余、往来或合计", "公开表的内容被改动"));
    }
    broken
}

/// Where the ledger gives another figure than the sheet, line by line.
pub(in crate::disclosure) fn figures(sheet: &DisclosureSheet, again: &DisclosureSheet) -> Vec<Broken> {
    let (own, fresh) = (sheet.keyed_lines(), again.keyed_lines());
    let differ = own.iter().zip(&fresh).filter(|(a, b)| a.key != b.key || a.line != b.line);
    let one = |a: &LineKey, b: &LineKey, amount: crate::kernel::Money| Broken {
        at: a.in_chinese(),
        what: format!("账上现在是{} {amount}元", b.number),
        lines: vec![a.clone()],
    };
    let mut broken: Vec<Broken> = differ.map(|(a, b)| one(&a.key, &b.key, b.line.amount)).collect();
    if own.len() != fresh.len() {
        broken.push(Broken::new("收支的笔数", format!("表上{}笔，账上现在{}笔", own.len(), fresh.len())));
    }
    broken
}
