use std::fmt;
use std::str::FromStr;

/// What someone does, for one book or for the whole township.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// 报账员 — hands in receipts for one book.
    Clerk,
    /// 民主理财小组成员 — approves or refuses every item of one book.
    GroupMember,
    /// 村负责人 — approves in the order and up to the amount the village resolved.
    VillageHead,
    /// 专管员 — makes and reviews vouchers of the books given to them.
    Accountant,
    /// 资金会计 — pays, receives, brings bank files, counts cash.
    Cashier,
    /// 总监督会计 — reviews, keeps the unified chart, closes.
    Chief,
    /// 中心主任 — signs disclosures, approves reopenings.
    Director,
    /// 监督员 — reads everything, changes nothing.
    Observer,
    /// 系统管理员 — accounts and backups; sees no village business.
    Administrator,
}

impl Role {
    /// Every role, in the order lists show them.
    pub const ALL: [Role; 9] = [
        Role::Clerk,
        Role::GroupMember,
        Role::VillageHead,
        Role::Accountant,
        Role::Cashier,
        Role::Chief,
        Role::Director,
        Role::Observer,
        Role::Administrator,
    ];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::GroupMember => "group_member",
            Role::VillageHead => "village_head",
            Role::Accountant => "accountant",
            Role::Cashier => "cashier",
            Role::Chief => "chief",
            Role::Director => "director",
            Role::Observer => "observer",
            Role::Administrator => "administrator",
        }
    }

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Role::Clerk => "报账员",
            Role::GroupMember => "理财小组成员",
            Role::VillageHead => "村负责人",
            Role::Accountant => "专管员",
            Role::Cashier => "资金会计",
            Role::Chief => "总监督会计",
            Role::Director => "中心主任",
            Role::Observer => "监督员",
            Role::Administrator => "系统管理员",
        }
    }

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

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(word: &str) -> Result<Role, String> {
        Role::ALL
            .into_iter()
            .find(|r| r.word() == word || r.in_chinese() == word)
            .ok_or_else(|| format!("没有「{word}」这个角色"))
    }
}
