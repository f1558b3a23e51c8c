//! Paper: a report in, bytes out.
//!
//! Two stages. `lay_out` (one file per document) is pure: it says what text and which rules stand
//! where, in millimetres from the upper left corner, and makes a [`Document`]. [`render`] alone
//! knows the PDF library and turns a document into bytes; the same document gives the same bytes.
//!
//! Everything is black on white: what is red on the screen is a minus sign and a frame here, so a
//! sheet survives a laser printer and a photocopier. A character without a glyph is never blank:
//! [`Document::missing_glyphs`] lists it and the paper shows 〓 in its place.
//!
//! This room never sees the database and never sums: every figure on the paper comes in with the
//! report. Source: FIELD §3.8, domain/disclosure.md §6, domain/software_rules.md §4.

mod page;
mod document;
mod font;
mod text;
mod pen;
mod flow;
mod table;
mod figure;
mod caption;
mod book_front;
mod render;
mod missing;
mod print_file;

/// 财务公开表: the sheet on the village board.
pub mod board_sheet;
/// 记账凭证: the voucher form.
pub mod voucher;
/// 总账, 明细账, 日记账: three columns and the balance.
pub mod ledger_page;
/// Any wide table on bound pages: 多栏账, 凭证汇总表, 往来余额表.
pub mod sheet;
/// 科目余额表.
pub mod trial_balance;
/// 序时账.
pub mod journal;
/// 资产负债表, 收益及收益分配表 and other statement forms.
pub mod statement;
/// 新旧衔接工作底稿.
pub mod working_paper;
/// 银行存款余额调节表.
/// 备用金核对表.
pub mod imprest;
/// 现金盘点表.
pub mod cash_count;
/// 账证、账账、账实核对表.
pub mod three_way;
/// 往来对账单 with the slip that comes back.
pub mod party_statement;
/// 银行存款余额调节表.
pub mod reconciliation_sheet;
/// A 余额调节表 that was made, set on paper.
pub mod bank;
/// A disclosure sheet onto the board and onto the 明白纸.
pub mod disclosure;
/// 专项公开表, 年度材料, 更正公告 onto the board.
pub mod notice;
/// 一事一议筹资筹劳公示.
pub mod project_notice;
/// 理财会议: the list to be signed by hand, and the minutes.
pub mod meeting;
/// 明白纸: the quarter on one page in plain words.
pub mod plain_summary;
/// The poster with a village's permanent code.
pub mod poster;
/// 报账情况通报 of each village.
pub mod bulletin;
/// 稽核证明.
pub mod certificate;
/// What `statements` says, set on paper.
pub mod reports;
/// The bound books: 明细账, 总账, 日记账, 序时账.
pub mod books;
/// 多栏账, 凭证汇总表, 往来余额表.
pub mod wide_books;
/// 收据领用登记簿.
pub mod receipt_register;
/// 签领表: who is paid how much, to be signed.
pub mod pay_list;
/// 移交清单: papers of a reporting day, the leaving of a post.
pub mod handover;
#[cfg(test)]
mod proof;

use table::CARRY_LABEL;

pub use caption::Signers;
pub use document::Document;
pub use font::{Fonts, Weight};
pub use missing::MissingGlyph;
pub use page::{Area, Margins, Mark, Op, Page, Paper, Run, Spot, Stroke};
pub use print_file::{PrintFile, print_file};
pub use render::render;
