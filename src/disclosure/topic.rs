use crate::kernel::{Date, Fault, Money, ProjectId, VoucherId, stored_words};
use crate::ledger::{Chart, Entry, PostedVoucher, VoucherKind};

/// Which vouchers raise which special sheet: by account and by words of an entry, the first row that fits. What
/// counts as such an event is local; the table is data. Source: domain/disclosure.md §2, D6.
const TABLE: &str = include_str!("../../assets/data/special_topics.csv");

stored_words! {
    /// What a special sheet is about, in the order lists show them.
    Topic "这种专项公开" {
        /// 征地补偿.
        Compensation "compensation" "征地补偿",
        /// 承包、出租.
        Lease "lease" "承包、出租",
        /// 招投标.
        Tender "tender" "招投标",
        /// 一事一议.
        OneProject "one_project" "一事一议",
        /// 专项补助.
        Grant "grant" "专项补助",
    }
}

impl Topic {
    /// What the sheet is called.
    pub const fn title(self) -> &'static str {
        match self {
            Topic::Compensation => "征地补偿费专项公开表",
            Topic::Lease => "承包、出租事项专项公开表",
            Topic::Tender => "招投标事项专项公开表",
            Topic::OneProject => "一事一议筹资筹劳专项公开表",
            Topic::Grant => "专项补助资金专项公开表",
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TopicRule {
    topic: Topic,
    accounts: Vec<String>,
    words: Vec<String>,
}

impl TopicRule {
    fn fits(&self, entry: &Entry, chart: &Chart) -> bool {
        let code = chart.by_id(entry.account).map(|a| a.code.to_string()).unwrap_or_default();
        (self.accounts.is_empty() || self.accounts.iter().any(|a| code.starts_with(a.as_str())))
            && (self.words.is_empty() || self.words.iter().any(|w| entry.summary.contains(w.as_str())))
    }
}

/// The whole table, in order.
pub(super) fn rules() -> Result<Vec<TopicRule>, Fault> {
    let doing = "reading the topics of special sheets";
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(Fault::while_(doing))?;
        let list = |i: usize| {
            let cell = record.get(i).unwrap_or_default();
            cell.split('|').filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let topic = record.get(0).unwrap_or_default().parse().map_err(|e: String| Fault::new(doing, e))?;
        rows.push(TopicRule { topic, accounts: list(1), words: list(2) });
    }
    Ok(rows)
}

/// The topic a posted voucher raises, if any. What only closes the year raises none.
pub(super) fn topic_of(rules: &[TopicRule], chart: &Chart, voucher: &PostedVoucher) -> Option<Topic> {
    if voucher.kind == VoucherKind::Closing {
        return None;
    }
    let fitting = rules.iter().find(|rule| voucher.entries.iter().any(|entry| rule.fits(entry, chart)));
    fitting.map(|rule| rule.topic)
}

/// A posted voucher that has to be published by itself.
#[derive(Clone, Debug)]
pub struct Event {
    /// What it is about.
    pub topic: Topic,
    /// The voucher.
    pub voucher: VoucherId,
    /// `2025-09 记-0012`.
    pub label: String,
    /// Its day.
    pub date: Date,
    /// What for.
    pub summary: String,
    /// Its total.
    pub amount: Money,
    /// The project it is on.
    pub project: Option<ProjectId>,
    /// By when it should be public: so many days after it was posted, as the policy says.
    pub due: Date,
}

/// Events that make one sheet: those on one project, or those of one quarter.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// What they are about.
    pub topic: Topic,
    /// Names the group: a project's id, or a quarter.
    pub subject: String,
    /// `农田水利`, `2025年第三季度`.
    pub about: String,
    /// The earliest day one of them is due.
    pub due: Date,
    /// The events, by day and number.
    pub events: Vec<Event>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_a_topic_and_says_something() {
        let rules = rules().unwrap();
        assert!(rules.iter().all(|r| !r.accounts.is_empty() || !r.words.is_empty()));
        for topic in Topic::ALL {
            assert!(rules.iter().any(|r| r.topic == topic), "{topic}");
            assert_eq!(topic.to_string().parse(), Ok(topic));
        }
        assert!("other".parse::<Topic>().is_err());
    }
}
