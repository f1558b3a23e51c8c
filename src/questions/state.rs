use std::fmt;
use std::str::FromStr;

use super::error::QuestionRefusal;

/// Where a question stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// 待受理: asked; nobody but the centre has seen it.
    Received,
    /// 已受理: public; one person answers for it.
    Accepted,
    /// 已交办: somebody is to explain.
    Assigned,
    /// 已说明: explained; the centre answers.
    Explained,
    /// 待审定: an answer waits for the director.
    Proposed,
    /// 已答复.
    Answered,
    /// 已回访: the asker was asked whether that was an answer.
    FollowedUp,
    /// 已归档. Final.
    Archived,
    /// 不予受理, with a reason.
    Rejected,
    /// 并案: goes with an earlier one.
    Merged,
}

/// What may be done to one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    /// 受理.
    Accept,
    /// 不予受理.
    Reject,
    /// 并案.
    Merge,
    /// 分类.
    Sort,
    /// 交办.
    Assign,
    /// 督办.
    Urge,
    /// 说明.
    Explain,
    /// 报审: an answer is put before the director.
    Propose,
    /// 退回重拟.
    HandBack,
    /// 答复.
    Answer,
    /// 审定: the director answers with what was put before him.
    Approve,
    /// 评价: the asker says whether that was an answer.
    Rate,
    /// 回访: the centre asked.
    Call,
    /// 重办: it was no answer.
    Redo,
    /// 归档.
    Archive,
}

impl State {
    /// Every state, in the order of a life.
    pub const ALL: [State; 10] = [
        State::Received,
        State::Accepted,
        State::Assigned,
        State::Explained,
        State::Proposed,
        State::Answered,
        State::FollowedUp,
        State::Archived,
        State::Rejected,
        State::Merged,
    ];

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            State::Received => "待受理",
            State::Accepted => "已受理",
            State::Assigned => "已交办",
            State::Explained => "已说明",
            State::Proposed => "待审定",
            State::Answered => "已答复",
            State::FollowedUp => "已回访",
            State::Archived => "已归档",
            State::Rejected => "不予受理",
            State::Merged => "并案",
        }
    }

    /// True while somebody owes an answer.
    pub const fn is_open(self) -> bool {
        match self {
            State::Received | State::Accepted | State::Assigned | State::Explained | State::Proposed => true,
            State::Answered | State::FollowedUp | State::Archived | State::Rejected | State::Merged => false,
        }
    }

    /// Where an act leads from here. Refuses: `questions.not_now`.
    pub const fn next(self, act: Act) -> Result<State, QuestionRefusal> {
        use State as S;
        Ok(match (self, act) {
            (S::Received, Act::Accept) => S::Accepted,
            (S::Received, Act::Reject) => S::Rejected,
            (S::Received | S::Accepted | S::Assigned | S::Explained, Act::Merge) => S::Merged,
            (S::Accepted | S::Assigned | S::Explained, Act::Sort) => self,
            (S::Accepted | S::Assigned | S::Explained, Act::Assign) => S::Assigned,
            (S::Received | S::Accepted | S::Assigned | S::Explained | S::Proposed, Act::Urge) => self,
            (S::Assigned, Act::Explain) => S::Explained,
            (S::Accepted | S::Assigned | S::Explained, Act::Propose) => S::Proposed,
            (S::Proposed, Act::HandBack) => S::Accepted,
            (S::Accepted | S::Assigned | S::Explained, Act::Answer) => S::Answered,
            (S::Proposed, Act::Approve) => S::Answered,
            (S::Answered, Act::Rate | Act::Call) => S::FollowedUp,
            // Whoever asked the same rates the answer too; it does not move the question it went with.
            (S::Merged, Act::Rate) => S::Merged,
            (S::Answered | S::FollowedUp, Act::Redo) => S::Accepted,
            (S::FollowedUp | S::Rejected | S::Merged, Act::Archive) => S::Archived,
            (_, _) => return Err(QuestionRefusal::NotNow { act: act.in_chinese(), stands: self.in_chinese() }),
        })
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.in_chinese())
    }
}

impl Act {
    /// Every act, in the order of a life.
    pub const ALL: [Act; 15] = [
        Act::Accept,
        Act::Reject,
        Act::Merge,
        Act::Sort,
        Act::Assign,
        Act::Urge,
        Act::Explain,
        Act::Propose,
        Act::HandBack,
        Act::Answer,
        Act::Approve,
        Act::Rate,
        Act::Call,
        Act::Redo,
        Act::Archive,
    ];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Act::Accept => "accept",
            Act::Reject => "reject",
            Act::Merge => "merge",
            Act::Sort => "sort",
            Act::Assign => "assign",
            Act::Urge => "urge",
            Act::Explain => "explain",
            Act::Propose => "propose",
            Act::HandBack => "hand_back",
            Act::Answer => "answer",
            Act::Approve => "approve",
            Act::Rate => "rate",
            Act::Call => "call",
            Act::Redo => "redo",
            Act::Archive => "archive",
        }
    }

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Act::Accept => "受理",
            Act::Reject => "不予受理",
            Act::Merge => "并案",
            Act::Sort => "分类",
            Act::Assign => "交办",
            Act::Urge => "督办",
            Act::Explain => "说明",
            Act::Propose => "报审",
            Act::HandBack => "退回重拟",
            Act::Answer => "答复",
            Act::Approve => "审定答复",
            Act::Rate => "评价",
            Act::Call => "回访",
            Act::Redo => "重办",
            Act::Archive => "归档",
        }
    }

    /// Its name in the log of acts.
    pub const fn verb(self) -> &'static str {
        match self {
            Act::Accept => "question.accept",
            Act::Reject => "question.reject",
            Act::Merge => "question.merge",
            Act::Sort => "question.sort",
            Act::Assign => "question.assign",
            Act::Urge => "question.urge",
            Act::Explain => "question.explain",
            Act::Propose => "question.propose",
            Act::HandBack => "question.hand_back",
            Act::Answer => "question.answer",
            Act::Approve => "question.approve",
            Act::Rate => "question.rate",
            Act::Call => "question.call",
            Act::Redo => "question.redo",
            Act::Archive => "question.archive",
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Act {
    type Err = String;
    fn from_str(word: &str) -> Result<Act, String> {
        Act::ALL.into_iter().find(|a| a.word() == word).ok_or_else(|| format!("没有「{word}」这个动作"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_grid() {
        let mut grid = String::new();
        for state in State::ALL {
            for act in Act::ALL {
                let next = state.next(act).map_or("·".to_owned(), |s| s.in_chinese().to_owned());
                grid.push_str(&format!("{} + {} → {next}\n", state.in_chinese(), act.in_chinese()));
            }
        }
        insta::assert_snapshot!(grid);
    }

    #[test]
    fn nothing_is_archived_unanswered_but_what_was_not_taken_or_went_with_another() {
        let leads = |to: State| -> Vec<State> {
            let into = |from: &State| Act::ALL.into_iter().any(|a| from.next(a) == Ok(to) && *from != to);
            State::ALL.into_iter().filter(into).collect()
        };
        assert_eq!(leads(State::Archived), [State::FollowedUp, State::Rejected, State::Merged]);
        assert_eq!(leads(State::FollowedUp), [State::Answered]);
        assert_eq!(leads(State::Rejected), [State::Received]);
        assert!(Act::ALL.into_iter().all(|a| State::Archived.next(a).is_err()));
    }
}
