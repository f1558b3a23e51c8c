use crate::kernel::{Date, Refused, Timestamp, stored_words};
use crate::village::ProjectKind;

use super::error::ProjectRefusal;

stored_words! {
    /// 办理进度 — a step of a project's life.
    Step "这一步" {
        /// 提出.
        Proposed "proposed" "提出",
        /// 决议通过.
        Resolved "resolved" "决议通过",
        /// 乡镇审核.
        Reviewed "reviewed" "乡镇审核",
        /// 县级备案.
        Filed "filed" "县级备案",
        /// 公示.
        Noticed "noticed" "公示",
        /// 筹资筹劳.
        Collecting "collecting" "筹资筹劳",
        /// 施工.
        Building "building" "施工",
        /// 验收.
        Accepted "accepted" "验收",
        /// 决算.
        Settled "settled" "决算",
    }
}

impl Step {
    /// The steps a project of this kind goes through.
    pub fn of_kind(kind: ProjectKind) -> impl Iterator<Item = Step> {
        Step::ALL.into_iter().filter(move |step| match (kind, step) {
            (ProjectKind::OneProject, _) => true,
            (ProjectKind::Special | ProjectKind::Construction, step) => {
                matches!(step, Step::Proposed | Step::Building | Step::Accepted | Step::Settled)
            }
        })
    }

    /// What may come next: the step after `taken`, and past 筹资筹劳 where nothing is to be collected.
    pub fn next(kind: ProjectKind, taken: Option<Step>) -> Vec<Step> {
        let mut left = Step::of_kind(kind).filter(|s| taken.is_none_or(|t| *s > t));
        let Some(next) = left.next() else { return Vec::new() };
        match next {
            Step::Collecting => std::iter::once(next).chain(left.next()).collect(),
            next => vec![next],
        }
    }

    /// True when the step is proved by a paper of another office.
    pub const fn needs_document(self) -> bool {
        matches!(self, Step::Reviewed | Step::Filed | Step::Accepted)
    }
}
/// A step that was taken: when, by which paper, written down by whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StepTaken {
    /// Which.
    pub step: Step,
    /// The day.
    pub day: Date,
    /// The last day of a notice.
    pub until: Option<Date>,
    /// Number of the paper.
    pub document: String,
    /// Words.
    pub words: String,
    /// Who wrote it down.
    pub recorded_name: String,
    /// When.
    pub recorded_at: Timestamp,
}

/// A step to be written down, as typed.
#[derive(Clone, Debug)]
pub struct NewStep {
    /// Which; `None` when it was not chosen.
    pub step: Option<Step>,
    /// The day.
    pub day: Option<Date>,
    /// The last day of a notice.
    pub until: Option<Date>,
    /// Number of the paper.
    pub document: String,
    /// Words.
    pub words: String,
}

impl NewStep {
    /// Everything wrong with a step on a project of this kind that has taken these.
    pub(super) fn faults(
        &self,
        kind: ProjectKind,
        taken: &[StepTaken],
        passed: Option<bool>,
        today: Date,
    ) -> Vec<Refused> {
        let mut faults: Vec<ProjectRefusal> = Vec::new();
        let last = taken.iter().max_by_key(|t| t.step);
        let next = Step::next(kind, last.map(|t| t.step));
        match self.step {
            Some(step) if next.contains(&step) => {}
            _ => {
                let words: Vec<&str> = next.iter().map(|s| s.in_chinese()).collect();
                faults.push(ProjectRefusal::StepOutOfOrder {
                    next: if words.is_empty() { "已办完".to_owned() } else { words.join("或") },
                });
            }
        }
        if self.step == Some(Step::Resolved) && passed != Some(true) {
            faults.push(ProjectRefusal::NotPassed);
        }
        if self.step.is_some_and(Step::needs_document) && self.document.trim().is_empty() {
            faults.push(ProjectRefusal::Missing { what: "文号", field: "document" });
        }
        match self.day {
            None => faults.push(ProjectRefusal::Missing { what: "日期", field: "day" }),
            Some(day) if day > today => {
                faults.push(ProjectRefusal::DayAhead { day: day.to_string(), today: today.to_string() });
            }
            Some(day) => {
                if let Some(before) = last.filter(|t| day < t.day) {
                    faults.push(ProjectRefusal::StepEarlier {
                        day: day.to_string(),
                        before: format!("{}（{}）", before.day, before.step.in_chinese()),
                    });
                }
                if self.step == Some(Step::Noticed) && self.until.is_none_or(|until| until < day) {
                    faults.push(ProjectRefusal::NoticeUntil { day: day.to_string() });
                }
            }
        }
        faults.into_iter().map(Refused::from).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_in_order_and_only_the_collecting_may_be_passed_over() {
        let one = ProjectKind::OneProject;
        assert_eq!(Step::next(one, None), [Step::Proposed]);
        assert_eq!(Step::next(one, Some(Step::Filed)), [Step::Noticed]);
        assert_eq!(Step::next(one, Some(Step::Noticed)), [Step::Collecting, Step::Building]);
        assert_eq!(Step::next(one, Some(Step::Settled)), []);
        assert_eq!(Step::next(ProjectKind::Special, Some(Step::Proposed)), [Step::Building]);
        for step in Step::ALL {
            assert_eq!(step.to_string().parse(), Ok(step));
        }
    }
}
