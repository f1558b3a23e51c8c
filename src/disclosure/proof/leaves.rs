use crate::disclosure::items::Direction;
use crate::disclosure::line_key::{KeyedLine, LineKey};
use crate::disclosure::sheet::{DisclosureSheet, MonthRoot};
use crate::kernel::{Digest, DigestInput, Period};

use super::merkle;

/// A voucher as a sheet's tree knows it: month and number, and its digest.
pub(in crate::disclosure) type VoucherLeaf = ((Period, String), Digest);

/// What a published sheet's code is the root of: the content as a whole, the roots of its months, every line, and every
/// voucher of the quarter, whether it moved money or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaves {
    /// Digest of the canonical content.
    pub content: Digest,
    /// The roots of the months, as the sheet says them.
    pub months: Vec<(Period, String)>,
    /// Every line, receipts first, with the hash that stands for it.
    pub lines: Vec<(LineKey, Digest)>,
    /// Every voucher, by month and number.
    pub vouchers: Vec<VoucherLeaf>,
}

impl Leaves {
    /// The leaves of a sheet over these vouchers.
    pub fn of(content: Digest, sheet: &DisclosureSheet, vouchers: Vec<VoucherLeaf>) -> Leaves {
        let months = sheet.months.iter().map(|m: &MonthRoot| (m.period, m.root.clone())).collect();
        let mut leaves = Leaves { content, months, lines: Vec::new(), vouchers };
        leaves.lines = sheet.keyed_lines().iter().map(|l| (l.key.clone(), leaves.line_hash(l))).collect();
        leaves
    }

    /// The hash that stands for a line, with the voucher these leaves know for it.
    pub fn line_hash(&self, line: &KeyedLine<'_>) -> Digest {
        line_hash(line, self.voucher(&line.key).unwrap_or(Digest::GENESIS))
    }

    /// The digest of the voucher behind a line.
    pub fn voucher(&self, key: &LineKey) -> Option<Digest> {
        let found = self.vouchers.iter().find(|((month, number), _)| *month == key.month && *number == key.number);
        found.map(|(_, digest)| *digest)
    }

    /// The root of the tree: what the printed code is made from.
    pub fn root(&self) -> Digest {
        merkle::root(&self.hashes())
    }

    /// Where a line stands in the tree, how many leaves there are, and the way to the root.
    pub(super) fn way(&self, key: &LineKey) -> Option<(usize, usize, Vec<Digest>)> {
        let hashes = self.hashes();
        let at = 1 + self.months.len() + self.lines.iter().position(|(k, _)| k == key)?;
        Some((at, hashes.len(), merkle::path(&hashes, at)))
    }

    /// Content, months, lines, vouchers, in this order.
    fn hashes(&self) -> Vec<Digest> {
        let content = merkle::leaf(DigestInput::new("sheet-content/1").field("content", self.content).text());
        let month = |(period, root): &(Period, String)| {
            merkle::leaf(DigestInput::new("sheet-month/1").field("period", period).field("root", root).text())
        };
        let voucher = |((period, number), digest): &VoucherLeaf| {
            let mut input = DigestInput::new("sheet-voucher/1");
            input.field("period", period).field("number", number).field("digest", digest);
            merkle::leaf(input.text())
        };
        let mut hashes = vec![content];
        hashes.extend(self.months.iter().map(month));
        hashes.extend(self.lines.iter().map(|(_, hash)| *hash));
        hashes.extend(self.vouchers.iter().map(voucher));
        hashes
    }

    /// As it is kept: one leaf a line of text.
    pub(in crate::disclosure) fn text(&self) -> String {
        let mut text = format!("content {}\n", self.content);
        for (period, root) in &self.months {
            text.push_str(&format!("month {period} {root}\n"));
        }
        for (key, hash) in &self.lines {
            text.push_str(&format!("line {key} {hash}\n"));
        }
        for ((period, number), digest) in &self.vouchers {
            text.push_str(&format!("voucher {period} {number} {digest}\n"));
        }
        text
    }

    /// Reads what was kept; `None` when it is not what [`Leaves::text`] writes.
    pub(in crate::disclosure) fn read(text: &str) -> Option<Leaves> {
        let mut leaves =
            Leaves { content: Digest::GENESIS, months: Vec::new(), lines: Vec::new(), vouchers: Vec::new() };
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["content", digest] => leaves.content = digest.parse().ok()?,
                ["month", period, root] => leaves.months.push((period.parse().ok()?, root.to_owned())),
                ["line", key, hash] => leaves.lines.push((key.parse().ok()?, hash.parse().ok()?)),
                ["voucher", period, number, digest] => {
                    leaves.vouchers.push(((period.parse().ok()?, number.to_owned()), digest.parse().ok()?));
                }
                _ => return None,
            }
        }
        Some(leaves)
    }
}

/// The hash of a line: everything it says, and the digest of its voucher.
pub(super) fn line_hash(line: &KeyedLine<'_>, voucher: Digest) -> Digest {
    let mut input = DigestInput::new("sheet-line/1");
    let side = match line.direction {
        Direction::In => "in",
        Direction::Out => "out",
    };
    input
        .field("month", line.key.month)
        .field("number", &line.key.number)
        .field("place", line.key.place)
        .field("direction", side)
        .field("date", line.line.date)
        .field("what", &line.line.what)
        .field("party", &line.line.party)
        .field("account", &line.line.account)
        .field("item", line.line.item)
        .field("item_name", &line.line.item_name)
        .field("fen", line.line.amount.fen())
        .field("voucher", voucher);
    merkle::leaf(input.text())
}
