use crate::kernel::{BankAccountId, BookId, CounterpartyId, Date, HouseholdId, ProjectId, stored_words};

stored_words! {
    /// Which kind of 内部往来 a household row stands for.
    HouseholdKind "这种往来户" {
        /// 成员户.
        Member "member" "农户",
        /// 内设机构、所属单位.
        SubUnit "sub_unit" "内设机构",
        /// 备用金持有人.
        Imprest "imprest" "备用金",
    }
    /// Which kind of outsider.
    CounterpartyKind "这种往来单位" {
        /// 单位.
        Unit "unit" "单位",
        /// 个人.
        Person "person" "个人",
    }
    /// Which kind of project.
    ProjectKind "这种项目" {
        /// 一事一议.
        OneProject "one_project" "一事一议",
        /// 专项资金.
        Special "special" "专项资金",
        /// 工程.
        Construction "construction" "工程",
    }
}

/// 农户 or 内设机构: the other side of 内部往来.
#[derive(Clone, Debug)]
pub struct Household {
    /// Id.
    pub id: HouseholdId,
    /// Code within the book.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: HouseholdKind,
    /// Pinyin initials.
    pub initials: String,
}

/// 往来单位.
#[derive(Clone, Debug)]
pub struct Counterparty {
    /// Id.
    pub id: CounterpartyId,
    /// Code within the book.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: CounterpartyKind,
    /// Last digits of the account paid to.
    pub account_tail: String,
    /// Pinyin initials.
    pub initials: String,
}

/// 项目.
#[derive(Clone, Debug)]
pub struct Project {
    /// Id.
    pub id: ProjectId,
    /// Code within the book.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ProjectKind,
    /// What its money is for.
    pub purpose: String,
    /// Pinyin initials.
    pub initials: String,
}

/// 银行账户 — one leaf account below 102.
#[derive(Clone, Debug)]
pub struct BankAccount {
    /// Id.
    pub id: BankAccountId,
    /// Its book.
    pub book: BookId,
    /// The leaf account, `10201`.
    pub account_code: String,
    /// The bank.
    pub bank: String,
    /// The holder as the bank writes it.
    pub holder: String,
    /// Number.
    pub number: String,
    /// Since when.
    pub opened_on: Date,
}

impl BankAccount {
    /// Bank and the last four digits: what a sheet may show.
    pub fn masked(&self) -> String {
        let digits: Vec<char> = self.number.chars().collect();
        let tail: String = digits[digits.len().saturating_sub(4)..].iter().collect();
        format!("{}(尾号{tail})", self.bank)
    }
}

/// A bank account to be registered.
#[derive(Clone, Debug)]
pub struct NewBankAccount {
    /// The leaf account, `10201`.
    pub account_code: String,
    /// The bank.
    pub bank: String,
    /// The holder.
    pub holder: String,
    /// Number.
    pub number: String,
    /// Since when.
    pub opened_on: Date,
}

/// A household, counterparty or project to be added; the code is given when empty.
#[derive(Clone, Debug)]
pub struct Party<K> {
    /// Code within the book, may be empty.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: K,
    /// Account tail of a counterparty, purpose of a project; otherwise empty.
    pub note: String,
}

impl<K> Party<K> {
    /// Only a name.
    pub fn named(name: impl Into<String>, kind: K) -> Party<K> {
        Party { code: String::new(), name: name.into(), kind, note: String::new() }
    }
}

/// All dimensions of one book.
#[derive(Clone, Debug, Default)]
pub struct Dimensions {
    /// Households.
    pub households: Vec<Household>,
    /// Counterparties.
    pub counterparties: Vec<Counterparty>,
    /// Projects.
    pub projects: Vec<Project>,
}

impl Dimensions {
    /// Name of a household; empty when unknown.
    pub fn household_name(&self, id: HouseholdId) -> &str {
        self.households.iter().find(|h| h.id == id).map_or("", |h| &h.name)
    }
    /// Name of a counterparty; empty when unknown.
    pub fn counterparty_name(&self, id: CounterpartyId) -> &str {
        self.counterparties.iter().find(|c| c.id == id).map_or("", |c| &c.name)
    }
    /// Name of a project; empty when unknown.
    pub fn project_name(&self, id: ProjectId) -> &str {
        self.projects.iter().find(|p| p.id == id).map_or("", |p| &p.name)
    }
}
