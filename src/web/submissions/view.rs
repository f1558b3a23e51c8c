//! How a submission reads: its facts, its rungs, what happened to it, how long it waits.

use crate::auth::Standing;
use crate::controls::{Finding, Severity};
use crate::db::ReadTx;
use crate::kernel::{Date, Money, Outcome, Timestamp};
use crate::village::{Book, Dimensions};
use crate::web::drafts::{Papers, papers};
use crate::web::light::Light;
use crate::workflow::{
    self, Action, Approver, Card, ShownMark, State, Submission, SubmissionContent, Thread, Waits, WaitsFor, Warning,
    business_item,
};

/// How something waits: its light, for whom, until when.
#[derive(Clone, Debug)]
pub(in crate::web) struct Waited {
    light: Light,
    whom: String,
    due: Option<Date>,
}

impl Waited {
    /// By its deadline; a draft that waits for its own clerk has none.
    fn of(submission: &Submission, waits: &Waits, now: Timestamp) -> Option<Waited> {
        if let Some(wait) = waits.get(submission.id) {
            let (light, due) = (Light::of_deadline(&wait.deadline), Some(wait.deadline.due));
            return Some(Waited { light, whom: wait.whom_in_chinese(), due });
        }
        let light = Light::waited(now.days_since(submission.waiting_since?));
        Some(Waited { light, whom: submission.waits_for.in_chinese().to_owned(), due: None })
    }

    pub(in crate::web) const fn tone(&self) -> &'static str {
        self.light.tone
    }

    /// 今天到期, 逾期2个工作日.
    pub(in crate::web) fn words(&self) -> &str {
        &self.light.word
    }

    /// 村负责人 村民甲.
    pub(in crate::web) fn whom(&self) -> &str {
        &self.whom
    }

    /// 10月14日前; nothing where there is no deadline.
    pub(in crate::web) fn until(&self) -> String {
        self.due.map(|d| format!("{}前", d.format("%-m月%-d日"))).unwrap_or_default()
    }
}

/// The colour of a state's stamp.
pub(in crate::web) const fn tone_of(state: State) -> &'static str {
    match state {
        State::Booked => "green",
        State::Submitted | State::Approved | State::Accepted => "amber",
        State::Returned | State::Refused => "red",
        State::Draft | State::Withdrawn => "grey",
    }
}

/// One submission in a list.
#[derive(Clone, Debug)]
pub(in crate::web) struct Row {
    pub(in crate::web) submission: Submission,
    pub(in crate::web) item: String,
    pub(in crate::web) waited: Option<Waited>,
}

impl Row {
    pub(in crate::web) fn of(submission: Submission, waits: &Waits, now: Timestamp) -> Row {
        let waited = Waited::of(&submission, waits, now);
        Row { item: item_name(&submission.content), waited, submission }
    }

    pub(in crate::web) const fn tone(&self) -> &'static str {
        tone_of(self.submission.state)
    }

    pub(in crate::web) fn amount(&self) -> Money {
        self.submission.content.amount
    }

    /// What it is about, in as few words as there are.
    pub(in crate::web) fn what(&self) -> String {
        let content = &self.submission.content;
        let said = [&content.reason, &self.item].into_iter().find(|w| !w.is_empty());
        said.cloned().unwrap_or_else(|| "还没有写事由".to_owned())
    }

    pub(in crate::web) fn day(&self) -> String {
        self.submission.content.date.map(|d| d.to_string()).unwrap_or_default()
    }

    /// Who has it: 等村负责人 村民甲.
    pub(in crate::web) fn hands(&self) -> String {
        self.waited.as_ref().map(|w| format!("等{}", w.whom())).unwrap_or_default()
    }
}

/// The name of the business item; empty until chosen.
pub(in crate::web) fn item_name(content: &SubmissionContent) -> String {
    business_item(&content.item).map(|i| i.name.clone()).unwrap_or_default()
}

/// What stands before the other party's name on a card.
pub(in crate::web) const fn party_word(card: Card) -> &'static str {
    match card {
        Card::Income => "从谁那里收",
        Card::Expense => "付给谁",
        Card::Transfer => "对方",
        Card::Debt => "谁欠、欠谁",
    }
}

/// What it says, line by line.
pub(in crate::web) fn facts_of(content: &SubmissionContent, dimensions: &Dimensions) -> Vec<(&'static str, String)> {
    let name = |found: Option<&str>| found.unwrap_or_default().to_owned();
    let all = [
        ("事项", item_name(content)),
        (party_word(content.card), content.other_party.clone()),
        ("事由", content.reason.clone()),
        ("日期", content.date.map(|d| d.to_string()).unwrap_or_default()),
        ("收付方式", content.paid_by.in_chinese().to_owned()),
        ("农户或内设机构", name(content.household.map(|id| dimensions.household_name(id)))),
        ("往来单位", name(content.counterparty.map(|id| dimensions.counterparty_name(id)))),
        ("项目", name(content.project.map(|id| dimensions.project_name(id)))),
        ("经手人", content.handler.clone()),
        ("证明人", content.witness.clone()),
        ("收据号", content.receipt_no.clone()),
        ("破例的理由", content.explanation.clone()),
    ];
    all.into_iter().filter(|(_, said)| !said.is_empty()).collect()
}

/// One rung of the ladder as it is drawn.
#[derive(Clone, Debug)]
pub(in crate::web) struct RungShown {
    pub(in crate::web) who: &'static str,
    pub(in crate::web) agreed: usize,
    pub(in crate::web) seats: usize,
    pub(in crate::web) tone: &'static str,
    pub(in crate::web) word: String,
    pub(in crate::web) names: Vec<String>,
    pub(in crate::web) by_paper: bool,
}

fn rungs_of(thread: &Thread) -> Vec<RungShown> {
    let whole = |n: i64| usize::try_from(n).unwrap_or(0);
    let ended = thread.submission.state == State::Refused;
    (1..)
        .zip(&thread.rungs)
        .map(|(place, rung)| {
            let here = |m: &&ShownMark| m.mark.step == place && m.mark.approver == rung.approver && !m.void;
            let names = thread.marks.iter().filter(here).map(words_of_mark).collect();
            let (tone, word) = match (rung.passed, rung.tally.refused > 0 && ended, rung.current) {
                (true, _, _) => ("green", "通过".to_owned()),
                (_, true, _) => ("red", "不同意".to_owned()),
                (_, _, true) if rung.quorum > 1 => ("amber", format!("要{}人同意", rung.quorum)),
                (_, _, true) => ("amber", "等签署".to_owned()),
                _ => ("grey", "还没轮到".to_owned()),
            };
            RungShown {
                who: rung.approver.in_chinese(),
                agreed: whole(rung.tally.agreed),
                seats: whole(rung.seats),
                tone,
                word,
                names,
                by_paper: matches!(rung.approver, Approver::Committee | Approver::Members),
            }
        })
        .collect()
}

fn words_of_mark(shown: &ShownMark) -> String {
    let mark = &shown.mark;
    let given = mark.given();
    let given = if given.is_empty() { given } else { format!("（{given}）") };
    format!("{} {}{given} {} {}", mark.name, mark.verdict.in_chinese(), mark.at.minute(), mark.words).trim().to_owned()
}

/// One line of the timeline.
#[derive(Clone, Debug)]
pub(in crate::web) struct StepShown {
    pub(in crate::web) who: String,
    pub(in crate::web) what: String,
    pub(in crate::web) at: String,
    pub(in crate::web) waited: String,
    pub(in crate::web) words: String,
    pub(in crate::web) no: bool,
}

/// Newest first.
fn steps_of(thread: &Thread) -> Vec<StepShown> {
    let mut before: Option<Timestamp> = None;
    let mut steps = Vec::with_capacity(thread.entries.len());
    for entry in &thread.entries {
        let days = before.map_or(0, |b| entry.at.days_since(b));
        before = Some(entry.at);
        let told = entry.reasons.iter().map(String::as_str).chain([entry.words.as_str()]);
        steps.push(StepShown {
            who: entry.by.clone(),
            what: what_was_done(entry.action),
            at: entry.at.minute(),
            waited: if days > 0 { format!("{days}天") } else { String::new() },
            words: told.filter(|w| !w.is_empty()).collect::<Vec<_>>().join("；"),
            no: matches!(entry.action, Action::Return | Action::Refuse),
        });
    }
    steps.reverse();
    steps
}

fn what_was_done(action: Action) -> String {
    match action {
        Action::Approve => "签署意见，审批通过".to_owned(),
        Action::Refuse => "签署意见，没有通过".to_owned(),
        other => other.in_chinese().to_owned(),
    }
}

/// What a rule found, as a list shows it: the class of its line, and the sentence.
#[derive(Clone, Debug)]
pub(in crate::web) struct WarningShown {
    pub(in crate::web) class: &'static str,
    pub(in crate::web) words: String,
}

/// In the order given.
pub(in crate::web) fn warnings_shown(warnings: &[Warning]) -> Vec<WarningShown> {
    let shown = |w: &Warning| WarningShown { class: class_of(w.severity), words: format!("{}：{}", w.title, w.words) };
    warnings.iter().map(shown).collect()
}

impl WarningShown {
    /// What a rule finds just now.
    pub(in crate::web) fn of(found: &Finding) -> WarningShown {
        let words = format!("{}：{}", found.control.title, found.words);
        WarningShown { class: class_of(found.severity), words }
    }
}

/// The class of a line in a list of warnings.
const fn class_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Block => "is-block",
        Severity::Warn => "",
        Severity::Note | Severity::Off => "is-note",
    }
}

/// Everything a page shows of one submission.
pub(in crate::web) struct Shown {
    pub(in crate::web) thread: Thread,
    pub(in crate::web) code: String,
    pub(in crate::web) facts: Vec<(&'static str, String)>,
    pub(in crate::web) papers: Papers,
    pub(in crate::web) rungs: Vec<RungShown>,
    pub(in crate::web) steps: Vec<StepShown>,
    pub(in crate::web) waited: Option<Waited>,
}

impl Shown {
    /// Reads what stands around a thread.
    pub(in crate::web) async fn of(tx: &mut ReadTx, book: &Book, thread: Thread, now: Timestamp) -> Outcome<Shown> {
        let dimensions = crate::village::dimensions(tx, book.id).await?;
        let waits = workflow::waits_in_book(tx, book.id, now).await?;
        Ok(Shown {
            code: book.code.clone(),
            facts: facts_of(&thread.submission.content, &dimensions),
            papers: papers(tx, book, &thread.submission.content.documents).await?,
            rungs: rungs_of(&thread),
            steps: steps_of(&thread),
            waited: Waited::of(&thread.submission, &waits, now),
            thread,
        })
    }

    pub(in crate::web) const fn submission(&self) -> &Submission {
        &self.thread.submission
    }

    pub(in crate::web) fn amount(&self) -> Money {
        self.thread.submission.content.amount
    }

    pub(in crate::web) const fn tone(&self) -> &'static str {
        tone_of(self.thread.submission.state)
    }

    /// The one it waits for by name, and who else may: 理财小组成员 成员甲（或成员乙）.
    pub(in crate::web) fn waits_for(&self) -> String {
        let whom = self.waited.as_ref().map_or_else(String::new, |w| w.whom().to_owned());
        let others = self.thread.waits_for_names.iter().filter(|n| !whom.ends_with(n.as_str()));
        let others: Vec<&str> = others.map(String::as_str).collect();
        if others.is_empty() || self.submission().state == State::Accepted {
            whom
        } else {
            format!("{whom}（或{}）", others.join("、"))
        }
    }

    /// What they are to do.
    pub(in crate::web) const fn to_do(&self) -> &'static str {
        match (self.thread.submission.state, self.thread.submission.waits_for) {
            (State::Returned, _) => "补正",
            (State::Draft, _) => "填完交单",
            (State::Approved, _) => "受理",
            (State::Accepted, _) => "复核记账",
            _ => "签署意见",
        }
    }

    /// True while it waits for somebody.
    pub(in crate::web) fn waits(&self) -> bool {
        self.thread.submission.waits_for != WaitsFor::Nobody
    }

    /// What the rules found, in sentences.
    pub(in crate::web) fn warnings(&self) -> Vec<WarningShown> {
        warnings_shown(&self.thread.warnings)
    }

    /// Why all the same, and who says so.
    pub(in crate::web) fn explanations(&self) -> Vec<String> {
        workflow::explanations(&self.thread.warnings)
    }

    /// Marks on what it said before.
    pub(in crate::web) fn void_marks(&self) -> Vec<String> {
        self.thread.marks.iter().filter(|m| m.void).map(words_of_mark).collect()
    }

    /// What the content was when it was shown, for a mark.
    pub(in crate::web) fn seen(&self) -> String {
        self.thread.submission.digest.map(|d| d.hex()).unwrap_or_default()
    }

    /// True when this person has signed it as it stands.
    pub(in crate::web) fn is_signed_by(&self, standing: &Standing) -> bool {
        self.thread.marks.iter().any(|m| !m.void && m.mark.by == standing.id())
    }
}
