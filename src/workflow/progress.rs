use crate::kernel::{Digest, MeetingId, SubmissionId, Timestamp, UserId};

use super::card::{Approver, Verdict, Way};
use super::ladder::Step;

/// One mark on one content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// What was marked.
    pub submission: SubmissionId,
    /// The step, 1-based.
    pub step: i64,
    /// In which capacity.
    pub approver: Approver,
    /// What they said.
    pub verdict: Verdict,
    /// In what words; never empty for a refusal.
    pub words: String,
    /// The content they saw.
    pub digest: Digest,
    /// Who.
    pub by: UserId,
    /// Their name.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// How it was given.
    pub way: Way,
    /// At which meeting, and its number; none for a mark at one's own login.
    pub meeting: Option<(MeetingId, i64)>,
}

impl Mark {
    /// 签字密码，第3次理财会议; nothing for a mark at one's own login.
    pub fn given(&self) -> String {
        match self.meeting {
            Some((_, number)) => format!("{}，第{number}次理财会议", self.way.in_chinese()),
            None => String::new(),
        }
    }
}

/// When the finance group's refusals are final. A policy setting, `finance_group_refusal`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupRule {
    /// 达不到同意人数时: as soon as too few members are left to reach the quorum.
    WhenUnreachable,
    /// 有一人不同意时: at the first one.
    AtFirst,
}

/// The finance group as it stands behind a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Group {
    /// How many members there are.
    pub members: i64,
    /// When refusals are final.
    pub rule: GroupRule,
}

/// How far an item has climbed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// It waits at this step, 1-based.
    WaitsAt(i64),
    /// Every step is passed.
    Passed,
    /// A step refused it.
    Refused,
}

impl GroupRule {
    /// Reads the policy value.
    pub fn named(value: &str) -> GroupRule {
        if value == "有一人不同意时" { GroupRule::AtFirst } else { GroupRule::WhenUnreachable }
    }
}

/// Where an item stands on its ladder, from the marks on today's content alone.
pub fn progress(steps: &[Step], marks: &[Mark], digest: Digest, group: Group) -> Progress {
    for (place, step) in (1..).zip(steps) {
        let tally = tally(place, step, marks, digest);
        if step.approver.needs_resolution() || tally.agreed >= step.quorum {
            continue;
        }
        if is_refused(step, tally, group) {
            return Progress::Refused;
        }
        return Progress::WaitsAt(place);
    }
    Progress::Passed
}

/// Agreeing and refusing marks that count at one step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// 同意.
    pub agreed: i64,
    /// 不同意.
    pub refused: i64,
}

/// Counts the marks of one step that are on today's content.
pub fn tally(place: i64, step: &Step, marks: &[Mark], digest: Digest) -> Tally {
    let mut tally = Tally::default();
    for mark in marks.iter().filter(|m| m.step == place && m.approver == step.approver && m.digest == digest) {
        match mark.verdict {
            Verdict::Agree => tally.agreed += 1,
            Verdict::Refuse => tally.refused += 1,
        }
    }
    tally
}

fn is_refused(step: &Step, tally: Tally, group: Group) -> bool {
    if tally.refused == 0 {
        return false;
    }
    match (step.approver, group.rule) {
        (Approver::FinanceGroup, GroupRule::WhenUnreachable) => group.members - tally.refused < step.quorum,
        (Approver::FinanceGroup, GroupRule::AtFirst)
        | (Approver::VillageHead | Approver::Committee | Approver::Members | Approver::Township, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(said: &str, digest: Digest) -> Vec<Mark> {
        let mark = |step, approver, verdict| Mark {
            submission: SubmissionId::new(),
            step,
            approver,
            verdict,
            words: String::new(),
            digest,
            by: UserId::new(),
            name: String::new(),
            at: Timestamp::parse("2025-09-12T00:00:00Z").unwrap(),
            way: Way::Login,
            meeting: None,
        };
        said.chars()
            .map(|c| match c {
                '同' => mark(1, Approver::FinanceGroup, Verdict::Agree),
                '否' => mark(1, Approver::FinanceGroup, Verdict::Refuse),
                '准' => mark(3, Approver::VillageHead, Verdict::Agree),
                _ => mark(3, Approver::VillageHead, Verdict::Refuse),
            })
            .collect()
    }

    #[test]
    fn marks_add_up() {
        let step = |approver, quorum| Step { approver, quorum };
        let steps = [step(Approver::FinanceGroup, 3), step(Approver::Committee, 1), step(Approver::VillageHead, 1)];
        let today = Digest::of(b"today");
        let (patient, strict) =
            (Group { members: 5, rule: GroupRule::WhenUnreachable }, Group { members: 5, rule: GroupRule::AtFirst });
        let cases = [
            ("", patient, Progress::WaitsAt(1)),
            ("同同", patient, Progress::WaitsAt(1)),
            ("同同否", patient, Progress::WaitsAt(1)),
            ("同同否同", patient, Progress::WaitsAt(3)),
            ("否否", patient, Progress::WaitsAt(1)),
            ("同否否否", patient, Progress::Refused),
            ("同否", strict, Progress::Refused),
            ("同同同", patient, Progress::WaitsAt(3)),
            ("同同同准", patient, Progress::Passed),
            ("同同同驳", patient, Progress::Refused),
        ];
        for (said, group, stands) in cases {
            assert_eq!(progress(&steps, &marks(said, today), today, group), stands, "{said}");
        }
        let yesterday = Digest::of(b"yesterday");
        assert_eq!(progress(&steps, &marks("同同同准", yesterday), today, patient), Progress::WaitsAt(1), "void marks");
    }
}
