use crate::kernel::{Date, Money, Refused, Timestamp, stored_words};

use super::error::ProjectRefusal;

stored_words! {
    /// Which meeting resolved it.
    Meeting "这种会议" {
        /// 村民会议: every adult is an elector.
        Assembly "assembly" "村民会议（十八周岁以上村民）",
        /// 户代表: every household has one.
        Households "households" "户代表会议",
    }
}

impl Meeting {
    /// The policy that says how many have to be there.
    pub const fn quorum_policy(self) -> &'static str {
        match self {
            Meeting::Assembly => "assembly_quorum",
            Meeting::Households => "households_quorum",
        }
    }
}
/// The share of electors that has to be there, as the policy says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quorum(String);

impl Quorum {
    /// `二分之一`, `三分之二`, `四分之三`, as in the list of the policies.
    pub fn of(share: &str) -> Quorum {
        Quorum(share.to_owned())
    }

    /// As people say it.
    pub fn in_chinese(&self) -> &str {
        &self.0
    }

    /// True when so many of the electors are enough: at least the share, exactly.
    pub fn is_met(&self, attended: i64, electors: i64) -> bool {
        let (part, whole) = match self.0.as_str() {
            "四分之三" => (3, 4),
            "三分之二" => (2, 3),
            _ => (1, 2),
        };
        electors > 0 && attended * whole >= electors * part
    }
}

/// 一事一议决议.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resolution {
    /// The day of the meeting.
    pub met_on: Date,
    /// Which meeting.
    pub meeting: Meeting,
    /// How many might have come.
    pub electors: i64,
    /// How many came.
    pub attended: i64,
    /// How many of them agreed.
    pub agreed: i64,
    /// The share that had to be there.
    pub quorum: Quorum,
    /// Number of the minutes.
    pub document: String,
    /// 每人筹资.
    pub per_head: Money,
    /// How many heads there are, exempt ones counted.
    pub heads: i64,
    /// 每个劳动力筹劳 in days.
    pub days_each: i64,
    /// How many labourers.
    pub labourers: i64,
    /// Who wrote it down.
    pub recorded_name: String,
    /// When.
    pub recorded_at: Timestamp,
}

impl Resolution {
    /// True when enough came and more than half of them agreed.
    pub fn passes(&self) -> bool {
        self.quorum.is_met(self.attended, self.electors) && self.agreed * 2 > self.attended
    }

    /// 核定筹资总额: per head × (heads − exempt).
    pub fn approved(&self, exempt: i64) -> Money {
        Money::from_fen(self.per_head.fen() * (self.heads - exempt).max(0))
    }

    /// 核定筹劳总工日.
    pub const fn labour_days(&self) -> i64 {
        self.days_each * self.labourers
    }

    /// `应到120人，实到80人，同意70人，通过`.
    pub fn sentence(&self) -> String {
        let end = match (self.quorum.is_met(self.attended, self.electors), self.passes()) {
            (false, _) => format!("不足{}，没有通过", self.quorum.in_chinese()),
            (true, false) => "同意的不过半数，没有通过".to_owned(),
            (true, true) => "通过".to_owned(),
        };
        format!("应到{}人，实到{}人，同意{}人，{end}", self.electors, self.attended, self.agreed)
    }
}

/// A resolution to be written down, as typed; a figure that could not be read is `None`.
#[derive(Clone, Debug, Default)]
pub struct NewResolution {
    /// The day of the meeting.
    pub met_on: Option<Date>,
    /// Which meeting.
    pub meeting: Option<Meeting>,
    /// How many might have come.
    pub electors: Option<i64>,
    /// How many came.
    pub attended: Option<i64>,
    /// How many agreed.
    pub agreed: Option<i64>,
    /// Number of the minutes.
    pub document: String,
    /// 每人筹资.
    pub per_head: Option<Money>,
    /// Heads.
    pub heads: Option<i64>,
    /// Days of labour each.
    pub days_each: Option<i64>,
    /// Labourers.
    pub labourers: Option<i64>,
}

/// Most of anything that is counted by head.
const COUNT_LIMIT: i64 = 1_000_000;

impl NewResolution {
    /// Everything wrong with it.
    pub(super) fn faults(&self, today: Date) -> Vec<Refused> {
        use ProjectRefusal as R;
        let mut faults: Vec<ProjectRefusal> = Vec::new();
        match self.met_on {
            None => faults.push(R::Missing { what: "会议日期", field: "met_on" }),
            Some(day) if day > today => faults.push(R::DayAhead { day: day.to_string(), today: today.to_string() }),
            Some(_) => {}
        }
        if self.meeting.is_none() {
            faults.push(R::Missing { what: "会议形式", field: "meeting" });
        }
        if self.document.trim().is_empty() {
            faults.push(R::Missing { what: "会议记录编号", field: "document" });
        }
        let counts = [
            (self.electors, 1, "应到人数", "electors"),
            (self.attended, 0, "实到人数", "attended"),
            (self.agreed, 0, "同意人数", "agreed"),
            (self.heads, 0, "筹资人数", "heads"),
            (self.days_each, 0, "每人工日", "days_each"),
            (self.labourers, 0, "劳动力人数", "labourers"),
        ];
        for (count, least, what, field) in counts {
            if !count.is_some_and(|n| (least..=COUNT_LIMIT).contains(&n)) {
                faults.push(R::BadCount { what, least, field });
            }
        }
        if !self.per_head.is_some_and(|m| !m.is_negative() && m <= Money::from_yuan(COUNT_LIMIT)) {
            faults.push(R::BadAmount { what: "每人筹资额", field: "per_head" });
        }
        if let (Some(electors), Some(attended)) = (self.electors, self.attended)
            && attended > electors
        {
            faults.push(R::MoreThan {
                what: "实到", count: attended, of: "应到", limit: electors, field: "attended"
            });
        }
        if let (Some(attended), Some(agreed)) = (self.attended, self.agreed)
            && agreed > attended
        {
            faults.push(R::MoreThan { what: "同意", count: agreed, of: "实到", limit: attended, field: "agreed" });
        }
        faults.into_iter().map(Refused::from).collect()
    }

    /// The resolution, once nothing is wrong with it.
    pub(super) fn sound(self, quorum: Quorum, by: &str, now: Timestamp) -> Option<Resolution> {
        Some(Resolution {
            met_on: self.met_on?,
            meeting: self.meeting?,
            electors: self.electors?,
            attended: self.attended?,
            agreed: self.agreed?,
            quorum,
            document: self.document.trim().to_owned(),
            per_head: self.per_head?,
            heads: self.heads?,
            days_each: self.days_each?,
            labourers: self.labourers?,
            recorded_name: by.to_owned(),
            recorded_at: now,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolution_passes_with_its_quorum_and_more_than_half_of_those_present() {
        let now = Timestamp::parse("2026-03-01T00:00:00Z").unwrap();
        let of = |share: &str, electors, attended, agreed| {
            let new = NewResolution {
                met_on: Some(now.date()),
                meeting: Some(Meeting::Households),
                electors: Some(electors),
                attended: Some(attended),
                agreed: Some(agreed),
                document: "会字1号".to_owned(),
                per_head: Some(Money::from_yuan(15)),
                heads: Some(10),
                days_each: Some(0),
                labourers: Some(0),
            };
            assert!(new.faults(now.date()).is_empty() || attended > electors || agreed > attended);
            new.sound(Quorum::of(share), "专管员", now).unwrap()
        };
        for (share, electors, attended, agreed, passes) in [
            ("三分之二", 90, 60, 31, true),
            ("三分之二", 90, 60, 30, false),
            ("三分之二", 90, 59, 59, false),
            ("三分之二", 91, 60, 60, false),
            ("二分之一", 101, 51, 26, true),
            ("二分之一", 102, 50, 50, false),
            ("四分之三", 4, 3, 2, true),
        ] {
            let resolution = of(share, electors, attended, agreed);
            assert_eq!(resolution.passes(), passes, "{share} {electors} {attended} {agreed}");
        }
        let resolution = of("三分之二", 3, 2, 2);
        assert_eq!(resolution.approved(0), Money::from_yuan(150));
        assert_eq!(resolution.approved(4), Money::from_yuan(90));
        assert_eq!(resolution.approved(11), Money::ZERO);
    }
}
