use serde::{Deserialize, Serialize};

use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::items::Direction;
use crate::disclosure::line_key::{KeyedLine, LineKey};
use crate::disclosure::publication::PublicationHead;
use crate::disclosure::sheet::{DisclosureSheet, SheetLine};
use crate::kernel::Digest;

use super::leaves::{Leaves, line_hash};
use super::merkle;

/// What a proof of a line calls itself.
const FORMAT: &str = "mingzhang-line/1";

/// 一笔账的证明 — what one line says, and the way from it to the code printed on the board. Whoever has it and the paper
/// needs neither the sheet nor the books to know that the line stood on the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineProof {
    format: String,
    /// Legal name of the book.
    pub book: String,
    /// 公开编号.
    pub sheet: String,
    /// The code it leads to, as printed.
    pub code: String,
    /// `in` or `out`.
    direction: String,
    /// 1 for the voucher's first line on the sheet.
    place: usize,
    line: SheetLine,
    /// Digest of the voucher, 64 hexadecimal digits.
    voucher: String,
    at: usize,
    leaves: usize,
    path: Vec<String>,
}

/// What a proof came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofOfLine {
    /// `2025-08-0001-1`.
    pub key: LineKey,
    /// 收 or 支.
    pub direction: Direction,
    /// The code the line and its path lead to; what has to stand on the paper.
    pub code: String,
}

impl LineProof {
    /// The proof of one line of a sheet; `None` where the sheet has no such line, or was published before lines were
    /// proved one by one.
    pub fn of(
        sheet: &DisclosureSheet,
        head: &PublicationHead,
        leaves: &Leaves,
        shown: &KeyedLine<'_>,
    ) -> Option<LineProof> {
        let (at, count, path) = leaves.way(&shown.key)?;
        Some(LineProof {
            format: FORMAT.to_owned(),
            book: sheet.heading.book.clone(),
            sheet: sheet.heading.number.clone(),
            code: head.code.clone(),
            direction: match shown.direction {
                Direction::In => "in".to_owned(),
                Direction::Out => "out".to_owned(),
            },
            place: shown.key.place,
            line: shown.line.clone(),
            voucher: leaves.voucher(&shown.key)?.hex(),
            at,
            leaves: count,
            path: path.into_iter().map(Digest::hex).collect(),
        })
    }

    /// The line it is about.
    pub const fn line(&self) -> &SheetLine {
        &self.line
    }

    /// As it is handed out: JSON in one line.
    pub fn written(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads what was handed out.
    ///
    /// Refuses: `disclosure.not_a_proof`.
    pub fn read(text: &str) -> Result<LineProof, DisclosureRefusal> {
        let read: Result<LineProof, _> = serde_json::from_str(text);
        read.ok().filter(|p| p.format == FORMAT).ok_or(DisclosureRefusal::NotAProof)
    }

    /// Climbs from the line to the code.
    ///
    /// Refuses: `disclosure.not_a_proof`, `disclosure.line_not_proved`, with the line and both codes.
    pub fn prove(&self) -> Result<ProofOfLine, DisclosureRefusal> {
        let digest = |text: &String| text.parse::<Digest>().map_err(|_| DisclosureRefusal::NotAProof);
        let direction = match self.direction.as_str() {
            "in" => Direction::In,
            "out" => Direction::Out,
            _ => return Err(DisclosureRefusal::NotAProof),
        };
        let key = LineKey { month: self.line.month, number: self.line.number.clone(), place: self.place };
        let shown = KeyedLine { key, direction, line: &self.line };
        let path = self.path.iter().map(digest).collect::<Result<Vec<_>, _>>()?;
        let leaf = line_hash(&shown, digest(&self.voucher)?);
        let root = merkle::climbed(leaf, self.at, self.leaves, &path);
        let code = root.map(Digest::short_code).unwrap_or_default();
        if code == self.code {
            return Ok(ProofOfLine { key: shown.key, direction, code });
        }
        let line = format!("{} {}", shown.key.in_chinese(), self.line.what);
        Err(DisclosureRefusal::LineNotProved { line, amount: self.line.amount, code: self.code.clone(), found: code })
    }
}
