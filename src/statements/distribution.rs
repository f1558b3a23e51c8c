use crate::kernel::Money;
use crate::ledger::OppositeSum;

use super::formula::Special;

/// How 收益分配 was used in a span: read from the vouchers that touch 322, by what stands opposite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// 年初未分配收益.
    pub undistributed_opening: Money,
    /// 年末未分配收益 as it stands on 321 and 322: what was not yet carried forward is not in it.
    pub undistributed_closing: Money,
    /// 其他转入: 311 → 322 and corrections of earlier years.
    pub transferred_in: Money,
    /// 提取公积公益金: 322 → 311.
    pub to_reserve: Money,
    /// 向成员分配: 322 → 113.
    pub to_members: Money,
    /// 其他分配: 322 → outsiders.
    pub to_others: Money,
}

impl Distribution {
    /// Sorts what stood in one voucher with 322 by its account. 本年收益 (321) is the profit itself and
    /// is left out; rolling 各项分配 into 未分配收益 stays within 322 and moves nothing.
    ///
    /// `undistributed` is what stood on both accounts at the beginning and at the end, credit positive.
    pub fn of<'s>(undistributed: (Money, Money), opposite: impl Iterator<Item = &'s OppositeSum>) -> Distribution {
        let (undistributed_opening, undistributed_closing) = undistributed;
        let mut found = Distribution { undistributed_opening, undistributed_closing, ..Distribution::default() };
        for sum in opposite {
            match sum.code.get(..3).unwrap_or_default() {
                "322" | "321" => continue,
                "311" => found.to_reserve += sum.credited,
                "113" | "212" => found.to_members += sum.credited,
                "211" | "301" => found.to_others += sum.credited,
                _ => found.transferred_in -= sum.credited,
            }
            found.transferred_in += sum.debited;
        }
        found
    }

    /// The figure a form asks for, credit positive.
    pub const fn special(&self, special: Special) -> Money {
        match special {
            Special::UndistributedOpening => self.undistributed_opening,
            Special::UndistributedClosing => self.undistributed_closing,
            Special::TransferredIn => self.transferred_in,
            Special::ToReserve => self.to_reserve,
            Special::ToMembers => self.to_members,
            Special::ToOthers => self.to_others,
        }
    }

    /// Another book's distribution added, for a consolidation.
    pub fn add(&mut self, other: Distribution) {
        self.undistributed_opening += other.undistributed_opening;
        self.undistributed_closing += other.undistributed_closing;
        self.transferred_in += other.transferred_in;
        self.to_reserve += other.to_reserve;
        self.to_members += other.to_members;
        self.to_others += other.to_others;
    }
}
