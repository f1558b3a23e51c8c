use std::collections::HashMap;

use crate::kernel::{AccountId, matches_typed};

use super::account::Account;

/// 科目表 of one book: the unified chart with the book's own details, in code order.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    accounts: Vec<Account>,
    by_id: HashMap<AccountId, usize>,
}

impl Chart {
    /// Puts accounts in order and works out which are leaves.
    pub fn of(mut accounts: Vec<Account>) -> Chart {
        accounts.sort_by(|a, b| a.code.cmp(&b.code));
        let parents: std::collections::HashSet<String> =
            accounts.iter().filter_map(|a| a.code.parent()).map(|p| p.as_str().to_owned()).collect();
        for account in &mut accounts {
            account.leaf = !parents.contains(account.code.as_str());
        }
        let by_id = accounts.iter().enumerate().map(|(i, a)| (a.id, i)).collect();
        Chart { accounts, by_id }
    }

    /// Every account, by code.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// By id; `None` when it is not of this book.
    pub fn by_id(&self, id: AccountId) -> Option<&Account> {
        self.by_id.get(&id).map(|&i| &self.accounts[i])
    }

    /// By code.
    pub fn by_code(&self, code: &str) -> Option<&Account> {
        self.accounts.binary_search_by(|a| a.code.as_str().cmp(code)).ok().map(|i| &self.accounts[i])
    }

    /// A first-level account by its official name, whichever brackets were typed.
    pub fn first_level_named(&self, name: &str) -> Option<&Account> {
        let wanted = plain_name(name);
        self.accounts.iter().find(|a| a.code.level() == 1 && plain_name(&a.name) == wanted)
    }

    /// A code, or a first-level name: what a file may say.
    pub fn by_code_or_name(&self, typed: &str) -> Option<&Account> {
        self.by_code(typed.trim()).or_else(|| self.first_level_named(typed))
    }

    /// The accounts directly below a code.
    pub fn children<'a>(&'a self, code: &str) -> impl Iterator<Item = &'a Account> + use<'a> {
        let code = code.to_owned();
        let start = self.accounts.partition_point(|a| a.code.as_str() <= code.as_str());
        let depth = code.len() + 2;
        self.accounts[start..]
            .iter()
            .take_while(move |a| a.code.as_str().starts_with(&code))
            .filter(move |a| a.code.as_str().len() == depth)
    }

    /// The account itself and everything below it.
    pub fn subtree<'a>(&'a self, code: &str) -> impl Iterator<Item = &'a Account> + use<'a> {
        let code = code.to_owned();
        let start = self.accounts.partition_point(|a| a.code.as_str() < code.as_str());
        self.accounts[start..].iter().take_while(move |a| a.code.as_str().starts_with(&code))
    }

    /// A child by name.
    pub fn child_named(&self, code: &str, name: &str) -> Option<&Account> {
        let wanted = plain_name(name);
        self.children(code).find(|a| plain_name(&a.name) == wanted)
    }

    /// The account and those above it, the first level first; empty when unknown.
    pub fn lineage(&self, id: AccountId) -> Vec<&Account> {
        let mut line: Vec<&Account> = self.by_id(id).into_iter().collect();
        let mut code = line.first().and_then(|account| account.code.parent());
        while let Some(parent) = code {
            line.extend(self.by_code(parent.as_str()));
            code = parent.parent();
        }
        line.reverse();
        line
    }

    /// `管理费用/办公费`; empty when unknown.
    pub fn path_name(&self, id: AccountId) -> String {
        self.lineage(id).iter().map(|account| account.name.as_str()).collect::<Vec<_>>().join("/")
    }

    /// Leaves that answer to what was typed: code, name, mnemonic, pinyin initials.
    pub fn find<'a>(&'a self, typed: &str) -> impl Iterator<Item = &'a Account> + use<'a> {
        let typed = typed.trim().to_owned();
        self.accounts.iter().filter(move |a| {
            a.leaf
                && !a.closed
                && (matches_typed(&typed, a.code.as_str(), &a.name, &a.initials)
                    || (!a.mnemonic.is_empty() && a.mnemonic == typed))
        })
    }
}

/// A name with its brackets made half-width and its blanks removed.
fn plain_name(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            other => other,
        })
        .collect()
}
