use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::kernel::{BudgetId, Date, FileId, FiscalYear, Money, ProjectId, Refused, Timestamp};
use crate::ledger::{Chart, Side};
use crate::village::Dimensions;

use super::error::BudgetRefusal;

/// Longest note beside a line.
const NOTE_LIMIT: usize = 60;
/// More lines than this no plan has.
const LINE_LIMIT: usize = 300;

/// 收 or 支.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Direction {
    /// 收入: credit less debit.
    In,
    /// 支出: debit less credit.
    Out,
}

impl Direction {
    /// 收入 / 支出.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Direction::In => "收入",
            Direction::Out => "支出",
        }
    }

    /// Where an account counts when nobody says: what stands in credit comes in.
    pub const fn of_side(side: Side) -> Direction {
        match side {
            Side::Credit => Direction::In,
            Side::Debit => Direction::Out,
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::In => "in",
            Direction::Out => "out",
        })
    }
}
impl FromStr for Direction {
    type Err = String;
    fn from_str(word: &str) -> Result<Direction, String> {
        match word.trim() {
            "in" | "收" | "收入" => Ok(Direction::In),
            "out" | "支" | "支出" => Ok(Direction::Out),
            other => Err(format!("「{other}」不认识，请写收入或支出")),
        }
    }
}

/// 预算项目 — one planned account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanLine {
    /// Code of the account, leaf or group.
    pub account: String,
    /// In or out.
    pub direction: Direction,
    /// For one project; `None` for all that has no line of its own.
    pub project: Option<ProjectId>,
    /// What is planned for the year, never negative.
    pub amount: Money,
    /// 说明.
    pub note: String,
}

/// One line as it was typed or read from a file: anything may be wrong.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewPlanLine {
    /// Code or official name of the account.
    pub account: String,
    /// 收入 or 支出; empty means as the account stands.
    pub direction: String,
    /// Code or name of a project, or empty.
    pub project: String,
    /// Amount.
    pub amount: String,
    /// 说明.
    pub note: String,
}

impl NewPlanLine {
    /// True when nothing was typed in it.
    pub fn is_blank(&self) -> bool {
        [&self.account, &self.amount, &self.project, &self.note].iter().all(|t| t.trim().is_empty())
    }

    fn read(&self, chart: &Chart, dimensions: &Dimensions) -> Result<PlanLine, Vec<Refused>> {
        let mut faults: Vec<Refused> = Vec::new();
        let account = chart.by_code_or_name(&self.account);
        if account.is_none() {
            faults.push(BudgetRefusal::UnknownAccount { typed: self.account.trim().to_owned() }.into());
        }
        let direction = match (self.direction.trim(), account) {
            ("", account) => account.map_or(Direction::Out, |a| Direction::of_side(a.normal_side)),
            (word, _) => word.parse().unwrap_or_else(|_| {
                faults.push(BudgetRefusal::UnknownDirection { typed: word.to_owned() }.into());
                Direction::Out
            }),
        };
        let project = match self.project.trim() {
            "" => None,
            typed => {
                let wanted = |p: &&crate::village::Project| p.code == typed || p.name == typed || p.id.text() == typed;
                let found = dimensions.projects.iter().find(wanted);
                if found.is_none() {
                    faults.push(BudgetRefusal::UnknownProject { typed: typed.to_owned() }.into());
                }
                found.map(|p| p.id)
            }
        };
        let amount = match self.amount.parse::<Money>() {
            Ok(amount) if !amount.is_negative() && amount <= Money::LIMIT => amount,
            Ok(_) | Err(_) => {
                faults.push(BudgetRefusal::BadAmount { typed: self.amount.trim().to_owned() }.into());
                Money::ZERO
            }
        };
        let note = self.note.trim().to_owned();
        if note.chars().count() > NOTE_LIMIT {
            faults.push(BudgetRefusal::NoteTooLong { length: note.chars().count(), limit: NOTE_LIMIT }.into());
        }
        let code = account.map(|a| a.code.to_string()).unwrap_or_default();
        if faults.is_empty() { Ok(PlanLine { account: code, direction, project, amount, note }) } else { Err(faults) }
    }
}

/// Reads every line, or tells everything that is wrong with any of them. Blank lines are passed over.
pub(super) fn read_lines(
    lines: &[NewPlanLine],
    chart: &Chart,
    dimensions: &Dimensions,
) -> Result<Vec<PlanLine>, Vec<Refused>> {
    let (mut sound, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (n, typed) in lines.iter().enumerate().filter(|(_, l)| !l.is_blank()) {
        let at = |r: Refused| r.at_row(n + 1).at_field(format!("lines[{n}][account]"));
        match typed.read(chart, dimensions) {
            Ok(line) if !seen.insert((line.account.clone(), line.direction, line.project)) => {
                let twice = BudgetRefusal::LineTwice { account: line.account, direction: line.direction.in_chinese() };
                faults.push(at(twice.into()));
            }
            Ok(line) => sound.push(line),
            Err(list) => faults.extend(list.into_iter().map(at)),
        }
    }
    if sound.len() > LINE_LIMIT {
        faults.push(BudgetRefusal::TooManyLines { lines: sound.len(), limit: LINE_LIMIT }.into());
    }
    sound.sort_by(|a, b| (a.direction, &a.account, a.project).cmp(&(b.direction, &b.account, b.project)));
    if faults.is_empty() { Ok(sound) } else { Err(faults) }
}

/// The resolution a plan was adopted by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Adoption {
    /// Which meeting: 成员大会, 成员代表大会.
    pub meeting: String,
    /// The day of the resolution.
    pub resolved_on: Date,
    /// Its number.
    pub resolution: String,
    /// Its scan.
    pub scan: Option<FileId>,
    /// Who recorded it.
    pub adopted_name: String,
    /// When it was recorded.
    pub adopted_at: Timestamp,
}

/// One version of a year's plan.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Id.
    pub id: BudgetId,
    /// The year.
    pub year: FiscalYear,
    /// 1 is the plan, every later one an adjustment.
    pub version: i64,
    /// Why it was adjusted; empty for the plan.
    pub reason: String,
    /// Of the draft: a save names the one it read.
    pub revision: i64,
    /// Who drafted it.
    pub drafted_name: String,
    /// When.
    pub drafted_at: Timestamp,
    /// `None` while it is a draft.
    pub adoption: Option<Adoption>,
    /// Its lines, income first, by code.
    pub lines: Vec<PlanLine>,
}

impl Budget {
    /// `2026年预算`, `2026年预算第1次调整`.
    pub fn title(&self) -> String {
        match self.version {
            1 => format!("{}年预算", self.year.number()),
            n => format!("{}年预算第{}次调整", self.year.number(), n - 1),
        }
    }

    /// What is planned in one direction.
    pub fn total(&self, direction: Direction) -> Money {
        self.lines.iter().filter(|l| l.direction == direction).map(|l| l.amount).sum()
    }
}

/// What a draft begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanSource {
    /// Nothing.
    Empty,
    /// What came in and went out last year, plus or minus so many percent.
    LastYear {
        /// Percent more (or less) than last year.
        percent: i64,
    },
}

/// 预算执行情况报告 — told to the meeting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BudgetReport {
    /// The year it was about.
    pub year: FiscalYear,
    /// The day.
    pub reported_on: Date,
    /// To which meeting.
    pub meeting: String,
    /// What was said.
    pub words: String,
    /// Who recorded it.
    pub recorded_name: String,
}

/// A report to be recorded, as typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewBudgetReport {
    /// The day.
    pub reported_on: Option<Date>,
    /// To which meeting.
    pub meeting: String,
    /// What was said.
    pub words: String,
}
