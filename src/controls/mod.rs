//! 内控规则 — what is looked at before money moves, said in one sentence with its figures at the moment of the act.
//!
//! A [`Control`] is a named rule: what it says, where it comes from, how hard it is (不得办理, 说明理由, 提示, 不查), its
//! figures with their defaults. Severity and figures are dated settings of the township, with a book's own over them.
//! Whoever acts loads the facts and asks [`judge`]; what was shown and the reason given are kept as immutable rows.
//! The same rules that can be told from the books alone are asked of a whole book by [`standing`].
//!
//! Invariants: a rule is judged from facts and a setting, nothing else · a figure is never a constant in a rule · what
//! warns goes on only with a reason, and the reason is kept · what blocks leaves no row: it was refused.
//!
//! Never: another book's history in a sentence, except where the same paper was used before; a finding changed.
//! Serves 会计基础工作规范 art. 48, 农村集体经济组织财务制度 art. 16, 现金管理暂行条例, 农经发〔2011〕13号.

mod error;
mod setting;
mod facts;
mod cash_box;
mod whole_book;
mod finding;
mod control;
mod cash;
mod paper;
mod element;
mod spending;
mod project;
mod account;
mod balance;
mod catalogue;
mod service;
mod store;

pub use account::same_name;
pub use balance::stands_wrong;
pub use cash_box::{CashBox, CashDay};
pub use catalogue::{CONTROLS, control};
pub use control::{Control, Family, Parameter, Unit};
pub use error::ControlRefusal;
pub use facts::{Event, Facts, Nature, Origin, Paper, PaperKind, Past, Planned};
pub use finding::{Filter, Finding, Given, KeptFinding, Stage, Subject, judge};
pub use service::{cash_box, explain, kept, kept_for, record, set, settings, settings_ever, standing};
pub use setting::{KeptSetting, NewSetting, Setting, Settings, Severity};
pub use whole_book::{Spot, Standing, WholeBook};
