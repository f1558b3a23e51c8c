use crate::auth::Role;
use crate::ledger::DraftState;

use super::card::WaitsFor;
use super::state::State;

/// 环节: one stop on an item's way where somebody has so many working days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Station {
    /// 补正: the clerk mends what was given back.
    Mend,
    /// 理财: the finance group signs.
    Group,
    /// 审批: the village head signs.
    Head,
    /// 备案: the township files it.
    Township,
    /// 受理: the centre takes it in.
    Intake,
    /// 制单: its voucher is made.
    Voucher,
    /// 复核: its voucher is reviewed.
    Review,
    /// 记账: its voucher is posted.
    Posting,
}

impl Station {
    /// Every one, in the order of a life.
    pub const ALL: [Station; 8] = [
        Station::Mend,
        Station::Group,
        Station::Head,
        Station::Township,
        Station::Intake,
        Station::Voucher,
        Station::Review,
        Station::Posting,
    ];

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Station::Mend => "补正",
            Station::Group => "理财",
            Station::Head => "审批",
            Station::Township => "备案",
            Station::Intake => "受理",
            Station::Voucher => "制单",
            Station::Review => "复核",
            Station::Posting => "记账",
        }
    }

    /// The policy that says how many working days there are.
    pub const fn limit(self) -> &'static str {
        match self {
            Station::Mend => "limit_mend",
            Station::Group => "limit_group",
            Station::Head => "limit_head",
            Station::Township => "limit_township",
            Station::Intake => "limit_intake",
            Station::Voucher => "limit_voucher",
            Station::Review => "limit_review",
            Station::Posting => "limit_posting",
        }
    }

    /// Who may take the step; where nobody of the book holds the first role, the second one answers.
    pub const fn roles(self) -> [Role; 2] {
        match self {
            Station::Mend => [Role::Clerk, Role::Clerk],
            Station::Group => [Role::GroupMember, Role::GroupMember],
            Station::Head => [Role::VillageHead, Role::VillageHead],
            Station::Township => [Role::Director, Role::Director],
            Station::Intake | Station::Voucher | Station::Review | Station::Posting => [Role::Accountant, Role::Chief],
        }
    }

    /// Where an item stands; `None` while it is the clerk's own draft, and once its life is over.
    pub const fn of(state: State, waits_for: WaitsFor, draft: Option<DraftState>) -> Option<Station> {
        match state {
            State::Draft | State::Booked | State::Refused | State::Withdrawn => None,
            State::Returned => Some(Station::Mend),
            State::Submitted => match waits_for {
                WaitsFor::Clerk => Some(Station::Mend),
                WaitsFor::FinanceGroup => Some(Station::Group),
                WaitsFor::VillageHead => Some(Station::Head),
                WaitsFor::Township => Some(Station::Township),
                WaitsFor::Centre => Some(Station::Intake),
                WaitsFor::Nobody => None,
            },
            State::Approved => Some(Station::Intake),
            State::Accepted => match draft {
                None | Some(DraftState::Parked) => Some(Station::Voucher),
                Some(DraftState::Prepared) => Some(Station::Review),
                Some(DraftState::Reviewed) => Some(Station::Posting),
            },
        }
    }
}
