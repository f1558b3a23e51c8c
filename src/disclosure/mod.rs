//! 财务公开 — the sheet of a quarter, or of a month: composed from the closed ledger, checked, opined on, signed, published, posted.
//!
//! A [`DisclosureSheet`] says every receipt and payment item by item (逐项逐笔), what the village owns,
//! owes and is owed, and carries the roots of its closed months. Its canonical content has one digest;
//! the digest's short code is printed on the board and shown on the public page, where [`verify`] makes
//! the figures once more from the posted vouchers and compares both.
//!
//! Invariants: every figure is a sum of posted vouchers of closed months · opening + received − paid =
//! closing = the ledger's money · the lines add up to the totals · an opinion is given on a digest, and
//! falls when the content changes · what is published never changes again.
//! Serves 农经发〔2011〕13号, 农村集体经济组织法 art. 45, domain/disclosure.md D1–D10.
//!
//! Never: a figure typed by hand; a personal name in full unless the policy says so; a published sheet
//! updated — a mistake gets a 更正公告.

mod error;
mod masking;
mod items;
mod span;
mod sheet;
mod line_key;
mod catalogue;
mod funds;
mod holdings;
mod assembly;
mod refiguring;
mod life;
mod turn;
mod due;
mod publication;
mod topic;
mod notice;
mod notice_content;
mod correction;
mod address;
mod layout;
mod proof;
mod papers;
mod service;
mod store;

pub use address::{village_path, village_token};
pub use assembly::{Aside, LedgerFigure, Parts, assemble};
pub use catalogue::{CatalogueRow, ItemSource};
pub use correction::{CorrectionNotice, DueCorrection};
pub use due::due_day;
pub use error::DisclosureRefusal;
pub use funds::{FundLine, Funds};
pub use holdings::{AssetLine, Claim, ClaimLine, OtherLine};
pub use items::{Direction, ItemClass, class_of};
#[cfg(test)]
pub(crate) use layout::specimen;
pub use layout::{Holds, RowWeight, Section, SectionColumn, SectionRow, SheetLayout, Width, layout_named, layouts};
pub use life::{SheetAct, SheetState};
pub use line_key::{KeyedLine, LineKey};
pub use masking::Masking;
pub use notice::{AnnualMeeting, Notice, NoticeHead, NoticeKind, NoticeRoad, Posting, PrintedNotice};
pub use notice_content::{
    AccountRow, AnnualPackage, Fact, Move, NoticeBody, NoticeHeading, PlanRow, SpecialSheet, VoucherProof,
};
pub use papers::{DeskPaper, PaperShown, PublicPaper, Release};
pub use proof::{Broken, Leaves, LineProof, ProofOfLine};
pub use publication::{Hand, Opinion, Printed, Proof, Publication, PublicationHead, Verdict, Verification};
pub use service::{
    Batch, DueNotices, PublicVillage, PublishedBook, annual_due, annual_meetings, check, check_notice, compose,
    compose_all, compose_annual, compose_correction, compose_special, corrections_of_sheet, decline_correction,
    decline_special, desk_papers, due_notices, due_on, enter_meeting, head, heads_of_book, heads_of_quarter,
    notice_for_print, notice_posted, notices, notices_waiting, opinions, past_sheets, photo_posted, public_notice,
    public_papers, public_village, public_villages, publish, publish_notice, published, published_notices,
    published_since, quorum, release, say, say_of_notice, sheet_for_print, sign, sign_notice, spans_of, verify,
    verify_all, waiting_for, withdraw,
};
pub use sheet::{
    Block, ClassTotal, DisclosureSheet, Heading, LateQuestion, LineCorrection, MonthRoot, PreviousSpan, SheetLine,
    Surplus,
};
pub use span::SheetSpan;
pub use topic::{Event, Proposal, Topic};
pub use turn::Turn;
