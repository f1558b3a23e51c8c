use crate::kernel::stored_words;

stored_words! {
    /// The four cards a clerk starts from; no debit, no credit.
    Card "这种卡片" {
        /// 收: money came in.
        Income "income" "收",
        /// 支: money went out.
        Expense "expense" "支",
        /// 转: between cash and bank, or between accounts without money.
        Transfer "transfer" "转",
        /// 欠: somebody owes, nobody paid.
        Debt "debt" "欠",
    }
    /// How the money went.
    PaidBy "这种收付方式" {
        /// 现金.
        Cash "cash" "现金",
        /// 银行转账.
        Bank "bank" "转账",
        /// No money moved.
        Unpaid "unpaid" "未收付",
        /// Bank to cash.
        ToCash "to_cash" "提现",
        /// Cash to bank.
        ToBank "to_bank" "存现",
    }
    /// Who decides a step of the ladder.
    Approver "这种审批人" {
        /// 民主理财小组.
        FinanceGroup "finance_group" "理财小组",
        /// 村负责人.
        VillageHead "village_head" "村负责人",
        /// 村两委会议; its resolution is attached.
        Committee "committee" "村两委会议",
        /// 成员（代表）大会; its resolution is attached.
        Members "members" "成员代表大会",
        /// 乡镇备案.
        Township "township" "乡镇备案",
    }
    /// What somebody says to an item.
    Verdict "这种意见" {
        /// 同意.
        Agree "agree" "同意",
        /// 不同意.
        Refuse "refuse" "不同意",
    }
    /// How a mark was given.
    Way "这种签署方式" {
        /// At one's own login.
        Login "login" "本人登录",
        /// By one's own PIN, on one device at the meeting.
        Pin "pin" "签字密码",
        /// By hand on the printed list, photographed and bound to it.
        Paper "paper" "纸上签字",
    }
    /// The one it waits for now.
    WaitsFor "这种经办人" {
        /// Nobody: its life is over.
        Nobody "nobody" "无人",
        /// The clerk: finish it, or mend it.
        Clerk "clerk" "报账员",
        /// The finance group.
        FinanceGroup "finance_group" "理财小组",
        /// The village head.
        VillageHead "village_head" "村负责人",
        /// The township.
        Township "township" "乡镇备案",
        /// The centre's accountant.
        Centre "centre" "专管员",
    }
}

impl Approver {
    /// True for steps that are passed by an attached resolution, not by a mark.
    pub const fn needs_resolution(self) -> bool {
        match self {
            Approver::Committee | Approver::Members => true,
            Approver::FinanceGroup | Approver::VillageHead | Approver::Township => false,
        }
    }

    /// Whom an item at this step waits for.
    pub const fn waits_for(self) -> WaitsFor {
        match self {
            Approver::FinanceGroup => WaitsFor::FinanceGroup,
            Approver::VillageHead => WaitsFor::VillageHead,
            Approver::Committee | Approver::Members => WaitsFor::Clerk,
            Approver::Township => WaitsFor::Township,
        }
    }
}

impl Card {
    /// The ways money may go on this card.
    pub const fn ways(self) -> &'static [PaidBy] {
        match self {
            Card::Income | Card::Expense => &[PaidBy::Cash, PaidBy::Bank],
            Card::Transfer => &[PaidBy::ToCash, PaidBy::ToBank, PaidBy::Unpaid],
            Card::Debt => &[PaidBy::Unpaid],
        }
    }

    /// True when the card cannot go without the other party's name.
    pub const fn names_other_party(self) -> bool {
        match self {
            Card::Income | Card::Expense | Card::Debt => true,
            Card::Transfer => false,
        }
    }
}
