use crate::kernel::{BookId, Date, Period, Quarter, QuestionId, Timestamp, UserId};

use super::kind::{QuestionKind, Satisfaction};
use super::state::{Act, State};

/// One line of a sheet, as plain words: the month and number of its voucher and what it was for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedLine {
    /// The month of the voucher.
    pub month: Period,
    /// `记-0012`.
    pub number: String,
    /// Which of its voucher's lines on the sheet, 1..n.
    pub place: i64,
    /// What for, as the sheet says it.
    pub what: String,
}

/// What a question is about: a published sheet, or one line of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// What the sheet's QR leads to.
    pub token: String,
    /// 公开编号.
    pub number: String,
    /// What the sheet covers, as it is written: `2025Q3`, `2025-09`.
    pub span: String,
    /// The line; `None` for the whole sheet.
    pub line: Option<AskedLine>,
}

impl Subject {
    /// 2025年第三季度公开表 记-0012 购办公用品.
    pub fn words(&self) -> String {
        match &self.line {
            Some(line) => format!("{} {} {}", line.month.in_chinese(), line.number, line.what),
            None => format!("{}公开表", self.span_in_chinese()),
        }
    }

    /// 2025年第三季度, 2025年9月.
    pub fn span_in_chinese(&self) -> String {
        let quarter = self.span.parse().map(|q: Quarter| q.in_chinese()).ok();
        quarter.or_else(|| self.span.parse().map(|p: Period| p.in_chinese()).ok()).unwrap_or_else(|| self.span.clone())
    }
}

/// Somebody who had a hand in it; no id for the asker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The person; `None` for the asker.
    pub id: Option<UserId>,
    /// By name; 提问人 for the asker.
    pub name: String,
}

/// How to reach the asker: private.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// What the asker wants to be called; may be empty.
    pub name: String,
    /// A number; may be empty.
    pub phone: String,
}

/// One act on a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuestionAct {
    /// 1..n.
    pub seq: i64,
    /// What was done.
    pub act: Act,
    /// What was said.
    pub words: String,
    /// 分类.
    pub kind: Option<QuestionKind>,
    /// Whom it was given to.
    pub to: Option<Person>,
    /// Which earlier question it went with.
    pub into: Option<QuestionId>,
    /// The asker's word on the answer.
    pub score: Option<Satisfaction>,
    /// Who.
    pub by: Person,
    /// When.
    pub at: Timestamp,
}

/// What the village was told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The answer.
    pub words: String,
    /// Who answered.
    pub by: Person,
    /// When.
    pub at: Timestamp,
}

/// What the asker said of the answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rating {
    /// 满意, 基本满意, 不满意.
    pub score: Satisfaction,
    /// In their words; may be empty.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// A question and everything that was done with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Id.
    pub id: QuestionId,
    /// Whose.
    pub book: BookId,
    /// 第n号 of the book.
    pub serial: i64,
    /// What it is about.
    pub about: Subject,
    /// As it was asked.
    pub words: String,
    /// When.
    pub asked_at: Timestamp,
    /// What was done with it, in order.
    pub acts: Vec<QuestionAct>,
    /// Where it stands.
    pub state: State,
    /// 分类.
    pub kind: Option<QuestionKind>,
    /// The wording everybody may read; `None` before it was accepted.
    pub public_words: Option<String>,
    /// 首问负责: who took it, and answers for it.
    pub responsible: Option<Person>,
    /// Who is to explain.
    pub holder: Option<Person>,
    /// The answer that waits for the director.
    pub proposal: Option<String>,
    /// The answer that holds.
    pub answer: Option<Answer>,
    /// The earlier question it went with.
    pub merged_into: Option<QuestionId>,
    /// The asker's word on the answer.
    pub rating: Option<Rating>,
    /// The day the clock runs from: the asking, or the day it was ordered to be done again.
    pub runs_from: Date,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
}

impl Question {
    /// As it was asked, nothing done yet.
    pub fn asked(id: QuestionId, book: BookId, serial: i64, about: Subject, words: String, at: Timestamp) -> Question {
        Question {
            id,
            book,
            serial,
            about,
            words,
            asked_at: at,
            acts: Vec::new(),
            state: State::Received,
            kind: None,
            public_words: None,
            responsible: None,
            holder: None,
            proposal: None,
            answer: None,
            merged_into: None,
            rating: None,
            runs_from: at.date(),
            archived_at: None,
        }
    }

    /// `第3号质询`.
    pub fn label(&self) -> String {
        format!("第{}号质询", self.serial)
    }

    /// True once everybody may read it beside the sheet.
    pub const fn is_public(&self) -> bool {
        self.public_words.is_some()
    }

    /// How it stood at the end of a day; `None` when it had not been asked.
    pub fn as_of(&self, day: Date) -> Option<Question> {
        if self.asked_at.date() > day {
            return None;
        }
        let about = self.about.clone();
        let mut then = Question::asked(self.id, self.book, self.serial, about, self.words.clone(), self.asked_at);
        self.acts.iter().filter(|a| a.at.date() <= day).for_each(|a| then.take(a.clone()));
        Some(then)
    }

    /// Takes one more act into account.
    pub fn take(&mut self, act: QuestionAct) {
        if let Ok(next) = self.state.next(act.act) {
            self.state = next;
        }
        match act.act {
            Act::Accept => {
                self.kind = act.kind;
                self.public_words = Some(act.words.clone());
                self.responsible = Some(act.by.clone());
            }
            Act::Sort => self.kind = act.kind,
            Act::Reject => self.responsible = Some(act.by.clone()),
            Act::Assign => self.holder.clone_from(&act.to),
            Act::Propose => self.proposal = Some(act.words.clone()),
            Act::Answer | Act::Approve => {
                self.answer = Some(Answer { words: act.words.clone(), by: act.by.clone(), at: act.at });
                self.proposal = None;
            }
            Act::Merge => self.merged_into = act.into,
            Act::Rate => {
                let said = |score| Rating { score, words: act.words.clone(), at: act.at };
                self.rating = act.score.map(said);
            }
            Act::Redo => {
                self.holder = None;
                self.runs_from = act.at.date();
            }
            Act::Archive => self.archived_at = Some(act.at),
            Act::Urge | Act::Explain | Act::HandBack | Act::Call => {}
        }
        self.acts.push(act);
    }

    /// How often it was urged.
    pub fn urged(&self) -> usize {
        self.acts.iter().filter(|a| a.act == Act::Urge).count()
    }

    /// Whom it waits for, in words.
    pub fn waits_for(&self) -> String {
        let name = |p: &Option<Person>| p.as_ref().map(|p| p.name.clone()).unwrap_or_default();
        match self.state {
            State::Received => "专管员受理".to_owned(),
            State::Accepted | State::Explained => format!("{}答复", name(&self.responsible)),
            State::Assigned => format!("{}说明", name(&self.holder)),
            State::Proposed => "中心主任审定".to_owned(),
            State::Answered => "提问人评价".to_owned(),
            State::FollowedUp => format!("{}归档", name(&self.responsible)),
            State::Rejected | State::Merged | State::Archived => String::new(),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn question(asked: &str) -> Question {
        let about = Subject { token: "t".into(), number: "2025-Q3-01".into(), span: "2025Q3".into(), line: None };
        Question::asked(QuestionId::new(), BookId::new(), 1, about, "为什么".into(), at(asked))
    }

    pub(crate) fn at(day: &str) -> Timestamp {
        Timestamp::parse(&format!("{day}T01:00:00Z")).unwrap()
    }

    pub(crate) fn act(act: Act, words: &str, day: &str) -> QuestionAct {
        let by = Person { id: Some(UserId::new()), name: "专管员".into() };
        let words = words.to_owned();
        QuestionAct { seq: 1, act, words, kind: None, to: None, into: None, score: None, by, at: at(day) }
    }

    #[test]
    fn a_question_is_what_its_acts_made_of_it() {
        let mut asked = question("2025-10-10");
        assert!(!asked.is_public());
        asked.take(act(Act::Accept, "公开的问法", "2025-10-11"));
        asked.take(act(Act::Propose, "初稿", "2025-10-12"));
        asked.take(act(Act::HandBack, "再查", "2025-10-13"));
        asked.take(act(Act::Answer, "答复一", "2025-10-14"));
        asked.take(act(Act::Redo, "没有答清", "2025-10-20"));
        assert_eq!((asked.state, asked.runs_from.to_string().as_str()), (State::Accepted, "2025-10-20"));
        assert_eq!(asked.answer.as_ref().map(|a| a.words.as_str()), Some("答复一"), "what was told stays told");
        let day = |d: &str| d.parse::<Date>().unwrap();
        assert!(asked.as_of(day("2025-10-09")).is_none());
        let then = asked.as_of(day("2025-10-12")).unwrap();
        assert_eq!((then.state, then.proposal.as_deref()), (State::Proposed, Some("初稿")));
        assert_eq!(asked.as_of(day("2025-10-14")).unwrap().state, State::Answered);
    }
}
