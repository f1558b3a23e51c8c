use std::collections::HashMap;

use crate::audit::{self, Act, Actor};
use crate::auth::{Accountant, Chief};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{AccountId, BookId, Fault, Outcome, Timestamp, initials};

use crate::ledger::account::{Account, Class};
use crate::ledger::chart::Chart;
use crate::ledger::error::LedgerRefusal;
use crate::ledger::store;

/// The unified chart of 财会〔2023〕14号 with the details villages commonly need, as data.
const DEFAULT_CHART: &str = include_str!("../../../assets/data/chart_2023.csv");

/// Lays down the unified chart of a new township.
pub async fn lay_down_chart(tx: &mut WriteTx, by: &Actor, now: Timestamp) -> Outcome<()> {
    let accounts = default_accounts()?;
    store::insert_accounts(tx, &accounts).await?;
    let act = Act::on_township("chart.lay_down", format!("统一科目表 {}个科目", accounts.len()));
    audit::record(tx, by, act, now).await?;
    Ok(())
}

fn default_accounts() -> Result<Vec<Account>, Fault> {
    let wrong = |what: &str| Fault::new("reading the default chart", what.to_owned());
    let mut reader = csv::Reader::from_reader(DEFAULT_CHART.as_bytes());
    let mut accounts = Vec::new();
    for record in reader.records() {
        let record = record.map_err(Fault::while_("reading the default chart"))?;
        let cell = |i: usize| record.get(i).unwrap_or_default();
        let optional = |i: usize| Some(cell(i)).filter(|c| !c.is_empty());
        let class: Class = cell(2).parse().map_err(|e: String| wrong(&e))?;
        accounts.push(Account {
            id: AccountId::new(),
            book: None,
            code: cell(0).parse().map_err(|e: String| wrong(&e))?,
            name: cell(1).to_owned(),
            class,
            normal_side: cell(3).parse().map_err(|e: String| wrong(&e))?,
            cash_kind: optional(4).map(str::parse).transpose().map_err(|e: String| wrong(&e))?,
            dimension: optional(5).map(str::parse).transpose().map_err(|e: String| wrong(&e))?,
            open_to_books: cell(6) == "1",
            mnemonic: String::new(),
            initials: initials(cell(1)),
            closed: false,
            leaf: false,
        });
    }
    Ok(accounts)
}

/// The chart one book sees: the unified chart and the book's own details.
pub async fn chart(tx: &mut ReadTx, book: BookId) -> Outcome<Chart> {
    Ok(Chart::of(store::accounts(tx, Some(book)).await?))
}

/// The charts of several books, in one question.
pub async fn charts(tx: &mut ReadTx, books: &[BookId]) -> Outcome<HashMap<BookId, Chart>> {
    let accounts = store::accounts_of_books(tx, books).await?;
    let (unified, own): (Vec<Account>, Vec<Account>) = accounts.into_iter().partition(|a| a.book.is_none());
    let chart = |book: &BookId| {
        let below = own.iter().filter(|a| a.book == Some(*book));
        (*book, Chart::of(unified.iter().chain(below).cloned().collect()))
    };
    Ok(books.iter().map(chart).collect())
}

/// The unified chart alone.
pub async fn unified_chart(tx: &mut ReadTx) -> Outcome<Chart> {
    Ok(Chart::of(store::accounts(tx, None).await?))
}

/// A detail account to be added below another.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Code of the account above.
    pub parent: String,
    /// Name.
    pub name: String,
    /// 助记码, may be empty.
    pub mnemonic: String,
}

/// Who adds a detail, and so for whom.
pub enum Adding<'a> {
    /// The chief accountant, for every village.
    ForAll(&'a Chief),
    /// An accountant, for one book, below accounts open to books.
    ForBook(&'a Accountant),
    /// An import that may put the first detail below an account already used; the amounts already
    /// there stay on the account itself.
    ForImport(&'a Accountant),
}

/// Adds a detail account; the code is the next free one.
///
/// Refuses: `ledger.unknown_account`, `ledger.parent_not_open`, `ledger.account_in_use`,
/// `ledger.account_name_taken`, `ledger.no_code_left`.
pub async fn add_account(tx: &mut WriteTx, adding: Adding<'_>, new: &NewAccount, now: Timestamp) -> Outcome<AccountId> {
    let (actor, book, may_split) = match adding {
        Adding::ForAll(chief) => (chief.actor(), None, false),
        Adding::ForBook(accountant) => (accountant.actor(), Some(accountant.book()), false),
        Adding::ForImport(accountant) => (accountant.actor(), Some(accountant.book()), true),
    };
    let chart = Chart::of(store::accounts(tx, book).await?);
    let unknown = || LedgerRefusal::UnknownAccount { line: 1, typed: new.parent.clone() };
    let parent = chart.by_code(&new.parent).ok_or_else(unknown)?;
    if book.is_some() && !parent.open_to_books && !may_split {
        return Err(LedgerRefusal::ParentNotOpen { parent: parent.label() }.into());
    }
    if chart.child_named(&new.parent, &new.name).is_some() {
        return Err(LedgerRefusal::AccountNameTaken { parent: parent.label(), name: new.name.clone() }.into());
    }
    if parent.leaf && !may_split && store::account_is_used(tx, parent.id, book).await? {
        return Err(LedgerRefusal::AccountInUse { parent: parent.label() }.into());
    }
    let account = child_of(parent, &chart, book, new)?;
    store::insert_accounts(tx, std::slice::from_ref(&account)).await?;
    let subject = format!("{} {}", account.code, account.name);
    let act = match book {
        Some(book) => Act::on_book(book, "account.add", subject),
        None => Act::on_township("account.add", subject),
    };
    audit::record(tx, actor, act.id(account.id), now).await?;
    Ok(account.id)
}

fn child_of(parent: &Account, chart: &Chart, book: Option<BookId>, new: &NewAccount) -> Result<Account, LedgerRefusal> {
    let taken: Vec<&str> = chart.children(parent.code.as_str()).map(|a| a.code.as_str()).collect();
    // 99 is 其他 by custom and 98 未分明细: they stay free for those names.
    let reserved = |n: &u32| *n < 98 || new.name.contains("其他") || new.name.contains("未分");
    let code = (1..=99)
        .filter(reserved)
        .filter_map(|n| parent.code.child(n))
        .find(|code| !taken.contains(&code.as_str()))
        .ok_or_else(|| LedgerRefusal::NoCodeLeft { parent: parent.label() })?;
    Ok(Account {
        id: AccountId::new(),
        book,
        code,
        name: new.name.trim().to_owned(),
        class: parent.class,
        normal_side: parent.normal_side,
        cash_kind: parent.cash_kind,
        dimension: parent.dimension,
        open_to_books: true,
        mnemonic: new.mnemonic.trim().to_owned(),
        initials: initials(&new.name),
        closed: false,
        leaf: true,
    })
}
