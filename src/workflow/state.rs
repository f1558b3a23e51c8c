use crate::kernel::stored_words;

use super::error::WorkflowRefusal;

stored_words! {
    /// Where a 报账单 stands.
    State "这个状态" {
        /// 草稿: only its clerk has seen it.
        Draft "draft" "草稿",
        /// 审批中: waits for the steps of its ladder.
        Submitted "submitted" "审批中",
        /// 待受理: the village agreed, the centre has it.
        Approved "approved" "待受理",
        /// 已受理: a voucher is in preparation.
        Accepted "accepted" "已受理",
        /// 已记账: the voucher is posted. Final.
        Booked "booked" "已记账",
        /// 退回补正: back with the clerk, reasons told.
        Returned "returned" "退回补正",
        /// 不同意: the village refused it. Final.
        Refused "refused" "不同意",
        /// 已撤回: the clerk took it back. Final.
        Withdrawn "withdrawn" "已撤回",
    }
}

stored_words! {
    /// What may be done to one.
    Action "这个动作" {
        /// 保存.
        Save "submission.save" "保存",
        /// 交单.
        Submit "submission.submit" "交单",
        /// 撤回.
        Withdraw "submission.withdraw" "撤回",
        /// 签署: a mark that does not decide yet.
        Mark "submission.mark" "签署意见",
        /// The mark that completes the ladder.
        Approve "submission.approve" "同意",
        /// The mark that ends it.
        Refuse "submission.refuse" "不同意",
        /// 退回补正.
        Return "submission.return" "退回补正",
        /// 受理.
        Accept "submission.accept" "受理",
        /// The voucher made of it was deleted before posting.
        Release "submission.release" "撤销凭证",
        /// 记账.
        Book "submission.book" "记账",
        /// 督办: whoever oversees urges the one it waits for.
        Remind "submission.remind" "督办",
    }
}

impl State {
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
