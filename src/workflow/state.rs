use std::fmt;
use std::str::FromStr;

use super::error::WorkflowRefusal;

/// Where a 报账单 stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// 草稿: only its clerk has seen it.
    Draft,
    /// 审批中: waits for the steps of its ladder.
    Submitted,
    /// 待受理: the village agreed, the centre has it.
    Approved,
    /// 已受理: a voucher is in preparation.
    Accepted,
    /// 已记账: the voucher is posted. Final.
    Booked,
    /// 退回补正: back with the clerk, reasons told.
    Returned,
    /// 不同意: the village refused it. Final.
    Refused,
    /// 已撤回: the clerk took it back. Final.
    Withdrawn,
}

/// What may be done to one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// 保存.
    Save,
    /// 交单.
    Submit,
    /// 撤回.
    Withdraw,
    /// 签署: a mark that does not decide yet.
    Mark,
    /// The mark that completes the ladder.
    Approve,
    /// The mark that ends it.
    Refuse,
    /// 退回补正.
    Return,
    /// 受理.
    Accept,
    /// The voucher made of it was deleted before posting.
    Release,
    /// 记账.
    Book,
    /// 督办: whoever oversees urges the one it waits for.
    Remind,
}

impl State {
    /// Every state, in the order of a life.
    pub const ALL: [State; 8] = [
        State::Draft,
        State::Submitted,
        State::Approved,
        State::Accepted,
        State::Booked,
        State::Returned,
        State::Refused,
        State::Withdrawn,
    ];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Approved => "approved",
            State::Accepted => "accepted",
            State::Booked => "booked",
            State::Returned => "returned",
            State::Refused => "refused",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            State::Draft => "草稿",
            State::Submitted => "审批中",
            State::Approved => "待受理",
            State::Accepted => "已受理",
            State::Booked => "已记账",
            State::Returned => "退回补正",
            State::Refused => "不同意",
            State::Withdrawn => "已撤回",
        }
    }

    /// True while no other submission may use its papers: from the first handing in until it is taken back or refused.
    pub const fn holds_its_papers(self) -> bool {
        match self {
            State::Submitted | State::Returned | State::Approved | State::Accepted | State::Booked => true,
            State::Draft | State::Refused | State::Withdrawn => false,
        }
    }

    /// True when nothing can happen to it any more.
    pub const fn is_final(self) -> bool {
        match self {
            State::Booked | State::Refused | State::Withdrawn => true,
            State::Draft | State::Submitted | State::Approved | State::Accepted | State::Returned => false,
        }
    }

    /// What becomes of it: the whole life of a submission, in one place.
    ///
    /// Refuses: `workflow.wrong_state`.
    pub fn next(self, action: Action) -> Result<State, WorkflowRefusal> {
        use State::{Accepted, Approved, Booked, Draft, Refused, Returned, Submitted, Withdrawn};
        let next = match action {
            Action::Save => match self {
                Draft | Returned => Some(self),
                Submitted | Approved | Accepted | Booked | Refused | Withdrawn => None,
            },
            Action::Submit => match self {
                Draft | Returned => Some(Submitted),
                Submitted | Approved | Accepted | Booked | Refused | Withdrawn => None,
            },
            Action::Withdraw => match self {
                Draft | Submitted | Returned => Some(Withdrawn),
                Approved | Accepted | Booked | Refused | Withdrawn => None,
            },
            Action::Mark | Action::Approve | Action::Refuse => match self {
                Submitted => Some(action.decided()),
                Draft | Approved | Accepted | Booked | Returned | Refused | Withdrawn => None,
            },
            Action::Return => match self {
                Submitted | Approved => Some(Returned),
                Draft | Accepted | Booked | Returned | Refused | Withdrawn => None,
            },
            Action::Accept => match self {
                Approved => Some(Accepted),
                Draft | Submitted | Accepted | Booked | Returned | Refused | Withdrawn => None,
            },
            Action::Release => match self {
                Accepted => Some(Approved),
                Draft | Submitted | Approved | Booked | Returned | Refused | Withdrawn => None,
            },
            Action::Book => match self {
                Accepted => Some(Booked),
                Draft | Submitted | Approved | Booked | Returned | Refused | Withdrawn => None,
            },
            Action::Remind => match self {
                Submitted | Approved | Accepted | Returned => Some(self),
                Draft | Booked | Refused | Withdrawn => None,
            },
        };
        next.ok_or(WorkflowRefusal::WrongState { state: self.in_chinese(), act: action.in_chinese() })
    }
}

impl Action {
    /// Every act, in the order of a life.
    pub const ALL: [Action; 11] = [
        Action::Save,
        Action::Submit,
        Action::Withdraw,
        Action::Mark,
        Action::Approve,
        Action::Refuse,
        Action::Return,
        Action::Accept,
        Action::Release,
        Action::Book,
        Action::Remind,
    ];

    /// The stored word, which is also the verb in the log.
    pub const fn word(self) -> &'static str {
        match self {
            Action::Save => "submission.save",
            Action::Submit => "submission.submit",
            Action::Withdraw => "submission.withdraw",
            Action::Mark => "submission.mark",
            Action::Approve => "submission.approve",
            Action::Refuse => "submission.refuse",
            Action::Return => "submission.return",
            Action::Accept => "submission.accept",
            Action::Release => "submission.release",
            Action::Book => "submission.book",
            Action::Remind => "submission.remind",
        }
    }

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Action::Save => "保存",
            Action::Submit => "交单",
            Action::Withdraw => "撤回",
            Action::Mark => "签署意见",
            Action::Approve => "同意",
            Action::Refuse => "不同意",
            Action::Return => "退回补正",
            Action::Accept => "受理",
            Action::Release => "撤销凭证",
            Action::Book => "记账",
            Action::Remind => "督办",
        }
    }

    /// Where a mark leads.
    const fn decided(self) -> State {
        match self {
            Action::Approve => State::Approved,
            Action::Refuse => State::Refused,
            Action::Save
            | Action::Submit
            | Action::Withdraw
            | Action::Mark
            | Action::Return
            | Action::Accept
            | Action::Release
            | Action::Book
            | Action::Remind => State::Submitted,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
impl FromStr for State {
    type Err = String;
    fn from_str(word: &str) -> Result<State, String> {
        State::ALL.into_iter().find(|s| s.word() == word).ok_or_else(|| format!("没有「{word}」这个状态"))
    }
}
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
impl FromStr for Action {
    type Err = String;
    fn from_str(word: &str) -> Result<Action, String> {
        Action::ALL.into_iter().find(|a| a.word() == word).ok_or_else(|| format!("没有「{word}」这个动作"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_grid() {
        let mut grid = String::new();
        for state in State::ALL {
            for action in Action::ALL {
                let next = state.next(action).map_or("·".to_owned(), |s| s.in_chinese().to_owned());
                grid.push_str(&format!("{} + {} → {next}\n", state.in_chinese(), action.in_chinese()));
            }
        }
        insta::assert_snapshot!(grid);
    }

    #[test]
    fn the_books_are_reached_by_one_road_only() {
        let before = |state: State| -> Vec<State> {
            let leads = |from: &State| {
                Action::ALL.into_iter().any(|a| from.next(a).is_ok_and(|to| to == state) && *from != state)
            };
            State::ALL.into_iter().filter(leads).collect()
        };
        assert_eq!(before(State::Booked), [State::Accepted]);
        assert_eq!(before(State::Accepted), [State::Approved]);
        assert_eq!(before(State::Approved), [State::Submitted, State::Accepted]);
    }

    #[test]
    fn what_is_final_stays() {
        for state in State::ALL.into_iter().filter(|s| s.is_final()) {
            assert!(Action::ALL.into_iter().all(|a| state.next(a).is_err()), "{state}");
        }
    }
}
