use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::kernel::{Date, HouseholdId, Money, ProjectId, RecordId, Timestamp, VoucherId, stored_words};

use super::life::{Step, StepTaken};
use super::resolution::Resolution;

/// Who may be exempt: data, so that a township can read it.
const REASONS: &str = include_str!("../../assets/data/exemption_reasons.csv");

/// 减免原因.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExemptionReason {
    /// Stable code.
    pub code: String,
    /// 五保户.
    pub name: String,
    /// What it means.
    pub what: String,
}

/// Every reason, in the order of the list.
pub fn exemption_reasons() -> &'static [ExemptionReason] {
    static LIST: LazyLock<Vec<ExemptionReason>> = LazyLock::new(|| {
        let cells = REASONS.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        cells
            .filter_map(|c| match c.as_slice() {
                [code, name, what] => {
                    Some(ExemptionReason { code: code.clone(), name: name.clone(), what: what.clone() })
                }
                _ => None,
            })
            .collect()
    });
    &LIST
}

stored_words! {
    /// How far a grant has come.
    GrantStage "这一步" {
        /// 申请.
        Applied "applied" "申请",
        /// 批复.
        Awarded "awarded" "批复",
    }
    /// What a line of the memo register is about.
    MemoKind "这种登记" {
        /// 应投工.
        LabourPromised "labour_promised" "应投工",
        /// 已投工.
        LabourGiven "labour_given" "已投工",
        /// 以资代劳.
        LabourPaid "labour_paid" "以资代劳",
        /// 以物折资.
        Goods "goods" "以物折资",
        /// 其他.
        Other "other" "其他",
    }
    /// What a posted line is to a project.
    Reading "这种归类" {
        /// As its account says.
        Booked "booked" "按科目",
        /// 筹资收款.
        Collected "collected" "筹资收款",
        /// 财政奖补、专项拨款.
        Granted "granted" "财政资金",
        /// 退回拨款.
        Refunded "refunded" "退回拨款",
        /// Not of this project after all.
        None "none" "不属于本项目",
    }
}

/// 减免 — who does not pay.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exemption {
    /// Id.
    pub id: RecordId,
    /// The household, where it is one of the book's.
    pub household: Option<HouseholdId>,
    /// Name of the person, or of the household where it is none of the book's.
    pub person: String,
    /// How many heads.
    pub heads: i64,
    /// Code of the reason.
    pub reason: String,
    /// Words.
    pub words: String,
    /// The exemption this row takes back.
    pub takes_back: Option<RecordId>,
    /// Who wrote it down.
    pub recorded_name: String,
    /// When.
    pub recorded_at: Timestamp,
}

impl Exemption {
    /// The reason in words.
    pub fn reason_in_chinese(&self) -> &str {
        exemption_reasons().iter().find(|r| r.code == self.reason).map_or(&self.reason, |r| &r.name)
    }
}

/// An exemption to be written down, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewExemption {
    /// The row the form makes, so that a double click makes one; `None` for a row of its own.
    pub row: Option<RecordId>,
    /// The household.
    pub household: Option<HouseholdId>,
    /// Name of the person.
    pub person: String,
    /// How many heads.
    pub heads: Option<i64>,
    /// Code of the reason.
    pub reason: String,
    /// Words.
    pub words: String,
    /// The exemption to take back; everything else is then taken from it.
    pub takes_back: Option<RecordId>,
}

/// A grant by document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// Id.
    pub id: RecordId,
    /// 申请 or 批复.
    pub stage: GrantStage,
    /// Number of the document.
    pub document: String,
    /// Who gave it.
    pub authority: String,
    /// Its day.
    pub dated: Date,
    /// How much.
    pub amount: Money,
    /// What for.
    pub words: String,
    /// The row this one corrects.
    pub corrects: Option<RecordId>,
    /// Who wrote it down.
    pub recorded_name: String,
}

/// A grant to be written down, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewGrant {
    /// The row the form makes, so that a double click makes one; `None` for a row of its own.
    pub row: Option<RecordId>,
    /// 申请 or 批复.
    pub stage: Option<GrantStage>,
    /// Number of the document.
    pub document: String,
    /// Who gave it.
    pub authority: String,
    /// Its day.
    pub dated: Option<Date>,
    /// How much; nothing only where a row is corrected away.
    pub amount: Option<Money>,
    /// What for.
    pub words: String,
    /// The row this one corrects.
    pub corrects: Option<RecordId>,
}

/// What the money may be used for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Purpose {
    /// Account codes and codes of business items.
    pub purposes: Vec<String>,
    /// In words.
    pub words: String,
    /// Who wrote it down.
    pub recorded_name: String,
    /// When.
    pub recorded_at: Timestamp,
}

/// A line of the memo register.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Memo {
    /// Id.
    pub id: RecordId,
    /// The day.
    pub day: Date,
    /// What about.
    pub kind: MemoKind,
    /// The household, where it is one of the book's.
    pub household: Option<HouseholdId>,
    /// Who, where it is no household of the book.
    pub party: String,
    /// Days of labour, in tenths.
    pub tenth_days: i64,
    /// Worth.
    pub amount: Money,
    /// Words.
    pub words: String,
    /// The line this one corrects.
    pub corrects: Option<RecordId>,
    /// Who wrote it down.
    pub recorded_name: String,
    /// When.
    pub recorded_at: Timestamp,
}

/// A line to be written down, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewMemo {
    /// The row the form makes, so that a double click makes one; `None` for a row of its own.
    pub row: Option<RecordId>,
    /// The day.
    pub day: Option<Date>,
    /// What about.
    pub kind: Option<MemoKind>,
    /// The household.
    pub household: Option<HouseholdId>,
    /// Who.
    pub party: String,
    /// Days, `1.5`; empty means none.
    pub days: String,
    /// Worth; empty means nothing.
    pub amount: String,
    /// Words.
    pub words: String,
    /// The line this one corrects.
    pub corrects: Option<RecordId>,
}

/// `1.5` → 15 tenths.
pub(super) fn tenth_days(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(0);
    }
    let (whole, part) = typed.split_once('.').unwrap_or((typed, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() != 1 || whole.len() > 6 {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 10 + part.parse::<i64>().ok()?)
}

/// 15 tenths → `1.5`.
pub fn days_in_words(tenths: i64) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        part => format!("{}.{}", tenths / 10, part.abs()),
    }
}

/// What a posted line was read as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadingOfLine {
    /// The project.
    pub project: ProjectId,
    /// The voucher.
    pub voucher: VoucherId,
    /// The line, from 1.
    pub line: i64,
    /// As what.
    pub reading: Reading,
    /// The business item it was booked from; empty when said by hand.
    pub item: String,
}

/// Everything written down about one project, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Papers {
    /// Resolutions.
    pub resolutions: Vec<Resolution>,
    /// Exemptions, and those that take one back.
    pub exemptions: Vec<Exemption>,
    /// Grants by document.
    pub grants: Vec<Grant>,
    /// What the money may be used for.
    pub purposes: Vec<Purpose>,
    /// Steps.
    pub steps: Vec<StepTaken>,
    /// The memo register.
    pub memos: Vec<Memo>,
}

impl Papers {
    /// The resolution that holds: the newest.
    pub fn resolution(&self) -> Option<&Resolution> {
        self.resolutions.last()
    }

    /// The last step taken.
    pub fn step(&self) -> Option<Step> {
        self.steps.iter().map(|s| s.step).max()
    }

    /// The exemptions that hold.
    pub fn exempt(&self) -> Vec<&Exemption> {
        let back: BTreeSet<RecordId> = self.exemptions.iter().filter_map(|e| e.takes_back).collect();
        self.exemptions.iter().filter(|e| e.takes_back.is_none() && !back.contains(&e.id)).collect()
    }

    /// Heads that do not pay.
    pub fn exempt_heads(&self) -> i64 {
        self.exempt().iter().map(|e| e.heads).sum()
    }

    /// The grants that hold, of one stage.
    pub fn granted(&self, stage: GrantStage) -> Money {
        let back: BTreeSet<RecordId> = self.grants.iter().filter_map(|g| g.corrects).collect();
        self.grants.iter().filter(|g| g.stage == stage && !back.contains(&g.id)).map(|g| g.amount).sum()
    }

    /// What the money may be used for; empty means nothing was said.
    pub fn purposes(&self) -> &[String] {
        self.purposes.last().map_or(&[], |p| &p.purposes)
    }

    /// The lines of the memo register that were corrected, by what corrects them.
    pub fn corrected_memos(&self) -> HashMap<RecordId, RecordId> {
        self.memos.iter().filter_map(|m| m.corrects.map(|old| (old, m.id))).collect()
    }

    /// Tenths of days of a kind, and what they are worth, over the lines that hold.
    pub fn memo_total(&self, kind: MemoKind) -> (i64, Money) {
        let corrected = self.corrected_memos();
        let held = self.memos.iter().filter(|m| m.kind == kind && !corrected.contains_key(&m.id));
        held.fold((0, Money::ZERO), |(days, worth), m| (days + m.tenth_days, worth + m.amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_to_the_tenth() {
        for (typed, tenths) in
            [("", Some(0)), ("1.5", Some(15)), ("12", Some(120)), ("1.25", None), ("-1", None), ("一", None)]
        {
            assert_eq!(tenth_days(typed), tenths, "{typed}");
        }
        assert_eq!((days_in_words(15), days_in_words(120)), ("1.5".to_owned(), "12".to_owned()));
    }

    #[test]
    fn the_list_of_reasons_is_read_whole() {
        assert_eq!(exemption_reasons().len(), REASONS.lines().count() - 1);
    }
}
