use crate::kernel::stored_words;

stored_words! {
    /// What someone does, for one book or for the whole township.
    Role "这个角色" {
        /// 报账员 — hands in receipts for one book.
        Clerk "clerk" "报账员",
        /// 民主理财小组成员 — approves or refuses every item of one book.
        GroupMember "group_member" "理财小组成员",
        /// 村负责人 — approves in the order and up to the amount the village resolved.
        VillageHead "village_head" "村负责人",
        /// 专管员 — makes and reviews vouchers of the books given to them.
        Accountant "accountant" "专管员",
        /// 资金会计 — pays, receives, brings bank files, counts cash.
        Cashier "cashier" "资金会计",
        /// 总监督会计 — reviews, keeps the unified chart, closes.
        Chief "chief" "总监督会计",
        /// 中心主任 — signs disclosures, approves reopenings.
        Director "director" "中心主任",
        /// 监督员 — reads everything, urges what is late, changes no figure.
        Observer "observer" "监督员",
        /// 系统管理员 — accounts and backups; sees no village business.
        Administrator "administrator" "系统管理员",
    }
}

impl Role {
    /// True for roles that are given for one book at a time; the others are given for the township.
    pub const fn is_per_book(self) -> bool {
        match self {
            Role::Clerk | Role::GroupMember | Role::VillageHead | Role::Accountant => true,
            Role::Cashier | Role::Chief | Role::Director | Role::Observer | Role::Administrator => false,
        }
    }

    /// True for those who work in the village, with a phone.
    pub const fn is_of_the_village(self) -> bool {
        match self {
            Role::Clerk | Role::GroupMember | Role::VillageHead => true,
            Role::Accountant | Role::Cashier | Role::Chief | Role::Director | Role::Observer | Role::Administrator => {
                false
            }
        }
    }

    /// True for the centre's accounting staff, who may not sit in a finance group.
    pub const fn is_accounting_staff(self) -> bool {
        match self {
            Role::Accountant | Role::Cashier | Role::Chief | Role::Director => true,
            Role::Clerk | Role::GroupMember | Role::VillageHead | Role::Observer | Role::Administrator => false,
        }
    }
}
