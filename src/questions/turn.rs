use crate::auth::Standing;

use super::clock::Due;
use super::kind::Satisfaction;
use super::question::{Person, Question};
use super::state::State;

/// What a question wants of one person now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// 受理.
    Accept,
    /// 答复.
    Answer,
    /// 说明.
    Explain,
    /// 审定.
    Review,
    /// 回访: nobody rated the answer.
    FollowUp,
    /// 归档.
    Archive,
    /// 督办: overdue, and this person watches over the centre.
    Urge,
    /// 重办: the asker was not content.
    Displeased,
}

impl Turn {
    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Turn::Accept => "受理",
            Turn::Answer => "答复",
            Turn::Explain => "说明",
            Turn::Review => "审定",
            Turn::FollowUp => "回访",
            Turn::Archive => "归档",
            Turn::Urge => "督办",
            Turn::Displeased => "不满意",
        }
    }

    /// What it wants of this person; `silent` says that the asker had time enough to rate the answer.
    pub fn of(standing: &Standing, question: &Question, due: &Due, silent: bool) -> Option<Turn> {
        let book = question.book;
        let is_me = |p: &Option<Person>| p.as_ref().is_some_and(|p| p.id == Some(standing.id()));
        let heads = standing.sees(book) && (standing.director().is_ok() || standing.chief().is_ok());
        let own = match question.state {
            State::Received => standing.accountant(book).is_ok().then_some(Turn::Accept),
            State::Accepted | State::Explained => is_me(&question.responsible).then_some(Turn::Answer),
            State::Assigned => is_me(&question.holder).then_some(Turn::Explain),
            State::Proposed => standing.director().is_ok().then_some(Turn::Review),
            State::Answered => (silent && is_me(&question.responsible)).then_some(Turn::FollowUp),
            State::FollowedUp => {
                let displeased = question.rating.as_ref().is_some_and(|r| r.score == Satisfaction::Not);
                match (displeased, heads) {
                    (true, true) => Some(Turn::Displeased),
                    _ => is_me(&question.responsible).then_some(Turn::Archive),
                }
            }
            State::Rejected => is_me(&question.responsible).then_some(Turn::Archive),
            State::Merged | State::Archived => None,
        };
        let overdue = question.state.is_open() && due.late > 0;
        own.or_else(|| (overdue && standing.question_watcher(book).is_ok()).then_some(Turn::Urge))
    }
}

/// A question that waits for somebody.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The question.
    pub question: Question,
    /// How it stands by the clock.
    pub due: Due,
    /// What is to be done.
    pub turn: Turn,
}
