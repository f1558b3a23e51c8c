use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::kernel::{Date, Digest, Timestamp};

use super::submission::SubmissionContent;

/// Why the centre gives an item back: the list delivered with the program, which the centre goes on with.
const TABLE: &str = include_str!("../../assets/data/return_reasons.csv");

/// 退回原因 of the centre's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReturnReason {
    /// Stable code.
    pub code: String,
    /// As the clerk reads it.
    pub text: String,
    /// The field of the clerk's form it is about.
    pub field: String,
}

/// A reason with its days, and how often it was told.
#[derive(Clone, Debug)]
pub struct ListedReason {
    /// The reason.
    pub reason: ReturnReason,
    /// The first day it is on the list; `None` for one delivered with the program.
    pub from: Option<Date>,
    /// The last day it is on the list; `None` while it stays.
    pub to: Option<Date>,
    /// How often it was told since the beginning of the year.
    pub used: i64,
}

impl ListedReason {
    /// True when it may be chosen on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What a reason may be about: the field of the form, and its word.
pub const REASON_FIELDS: [(&str, &str); 8] = [
    ("documents", "票据"),
    ("amount", "金额"),
    ("date", "日期"),
    ("reason", "事由"),
    ("other_party", "对方"),
    ("handler", "经手人"),
    ("paid_by", "收付方式"),
    ("item", "事项"),
];

/// Every reason delivered with the program, in the order of its list.
pub(super) fn delivered_reasons() -> &'static [ReturnReason] {
    static REASONS: LazyLock<Vec<ReturnReason>> = LazyLock::new(|| {
        let row = |line: &str| {
            let (code, rest) = line.split_once(',')?;
            let (text, field) = rest.rsplit_once(',')?;
            Some(ReturnReason { code: code.to_owned(), text: text.to_owned(), field: field.to_owned() })
        };
        TABLE.lines().skip(1).filter_map(row).collect()
    });
    &REASONS
}

/// What stands behind a reason that could have been told the time before.
pub const TOLD_LATE: &str = "（上次退回时没有告知）";

/// How each field of an item stood: its name and the digest of what was in it.
pub(super) type Fields = BTreeMap<String, String>;

/// The fields a reason can be about, as they stand.
pub(super) fn fields_of(content: &SubmissionContent) -> Fields {
    let documents: Vec<String> = content.documents.iter().map(|d| d.text()).collect();
    let stands = [
        ("documents", documents.join(" ")),
        ("amount", content.amount.fen().to_string()),
        ("date", content.date.map(|d| d.to_string()).unwrap_or_default()),
        ("reason", content.reason.clone()),
        ("other_party", content.other_party.clone()),
        ("handler", content.handler.clone()),
        ("paid_by", content.paid_by.word().to_owned()),
        ("item", content.item.clone()),
        ("project", content.project.map(|p| p.text()).unwrap_or_default()),
    ];
    stands.into_iter().map(|(field, said)| (field.to_owned(), Digest::of(said.as_bytes()).hex())).collect()
}

/// One return as it was told.
#[derive(Clone, Debug)]
pub(super) struct KeptReturn {
    /// When.
    pub(super) at: Timestamp,
    /// Codes of the reasons told.
    pub(super) codes: BTreeSet<String>,
    /// How the fields stood.
    pub(super) fields: Fields,
}

/// 一次性告知: the reasons that could have been told before, because the field they are about has not changed since an
/// earlier return that did not tell them, and they were on the list then.
pub(super) fn could_have_been_told<'a>(
    list: &'a [ListedReason],
    earlier: &[KeptReturn],
    now: &Fields,
) -> Vec<&'a ReturnReason> {
    let untold = |listed: &&ListedReason| {
        let (code, field) = (&listed.reason.code, &listed.reason.field);
        let never_told = earlier.iter().all(|r| !r.codes.contains(code));
        let stood = |r: &KeptReturn| listed.holds_on(r.at.date()) && r.fields.get(field) == now.get(field);
        never_told && now.contains_key(field) && earlier.iter().any(stood)
    };
    list.iter().filter(untold).map(|l| &l.reason).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Money;
    use crate::workflow::card::Card;

    #[test]
    fn every_row_of_the_list_is_read() {
        let all = delivered_reasons();
        assert_eq!(all.len(), TABLE.lines().count() - 1);
        assert!(all.iter().all(|r| r.text.chars().count() <= 25 && !r.field.is_empty()));
        let fields = fields_of(&SubmissionContent::blank(Card::Expense));
        assert!(all.iter().all(|r| fields.contains_key(&r.field)), "a reason about a field nobody looks at");
        assert!(REASON_FIELDS.iter().all(|(field, _)| fields.contains_key(*field)));
    }

    #[test]
    fn what_was_there_to_see_could_have_been_told() {
        let day = |d: &str| Some(d.parse::<Date>().unwrap());
        let one = |code: &str, field: &str, from| ListedReason {
            reason: ReturnReason { code: code.into(), text: code.into(), field: field.into() },
            from,
            to: None,
            used: 0,
        };
        let list = [
            one("seal", "documents", None),
            one("title", "documents", None),
            one("amount", "amount", None),
            one("purpose", "reason", None),
            one("new", "reason", day("2025-10-01")),
        ];
        let before = SubmissionContent { reason: "电费".into(), ..SubmissionContent::blank(Card::Expense) };
        let earlier = KeptReturn {
            at: Timestamp::parse("2025-09-20T01:00:00Z").unwrap(),
            codes: ["seal".to_owned()].into(),
            fields: fields_of(&before),
        };
        let mended = SubmissionContent { amount: Money::from_yuan(1), ..before.clone() };
        let codes = |earlier: &[KeptReturn], now: &SubmissionContent| -> Vec<String> {
            could_have_been_told(&list, earlier, &fields_of(now)).iter().map(|r| r.code.clone()).collect()
        };
        assert!(codes(&[], &before).is_empty(), "the first time everything is news");
        assert_eq!(codes(std::slice::from_ref(&earlier), &before), ["title", "amount", "purpose"]);
        assert_eq!(codes(&[earlier], &mended), ["title", "purpose"], "the amount was changed since");
    }
}
