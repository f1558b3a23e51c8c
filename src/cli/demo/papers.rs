//! The papers beside the ticket: what the township asks for at this amount, drawn as the clerk would photograph it.

use crate::evidence::DocumentKind;
use crate::kernel::{Date, Money};
use crate::workflow::{PaperNeed, PaperRule, business_item, papers_needed};

use super::picture::Receipt;
use super::script::Event;

/// Who bears witness in the demo, where somebody has to.
const WITNESS: &str = "村民乙";

/// What an item of the demo brings besides its own ticket.
pub(super) struct Beside {
    /// Further papers.
    pub(super) kinds: Vec<DocumentKind>,
    /// 证明人; empty where nobody is asked for.
    pub(super) witness: &'static str,
}

/// What this event has to bring at this amount.
pub(super) fn beside(event: &Event, amount: Money) -> Beside {
    let needed = business_item(event.item).map(|item| papers_needed(PaperRule::defaults(), item, amount));
    let mut beside = Beside { kinds: Vec::new(), witness: "" };
    for needed in needed.unwrap_or_default() {
        match needed.need {
            PaperNeed::Witness => beside.witness = WITNESS,
            PaperNeed::OneOf(kinds) if kinds.contains(&event.paper.word()) => {}
            PaperNeed::OneOf(kinds) => beside.kinds.extend(kinds.first().and_then(|k| k.parse::<DocumentKind>().ok())),
        }
    }
    beside
}

/// The same matter on another paper.
pub(super) fn drawn<'a>(ticket: &Receipt<'a>, kind: DocumentKind) -> Receipt<'a> {
    Receipt { title: title_of(kind), ..*ticket }
}

/// What stands on top of a paper of this kind.
pub(super) const fn title_of(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Invoice => "普 通 发 票",
        DocumentKind::Receipt | DocumentKind::Other => "收 款 收 据",
        DocumentKind::PayList => "签 领 单",
        DocumentKind::BankSlip => "银 行 回 单",
        DocumentKind::Contract => "合 同",
        DocumentKind::Resolution => "会 议 决 议",
        DocumentKind::Acceptance => "验 收 单",
    }
}

/// The number on a ticket: no two of the demo are alike.
pub(super) fn number_of(code: &str, date: Date, n: usize, village: usize) -> String {
    format!("{code}{}{n:02}{village:02}", date.format("%Y%m"))
}
