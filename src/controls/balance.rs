//! 往来和余额: claims nobody collects, balances on the wrong side.

use crate::kernel::Money;
use crate::ledger::{Account, Class};

use super::control::{Control, Family, Parameter, Unit};
use super::setting::{Setting, Severity};
use super::whole_book::{Spot, WholeBook};

/// Accounts that may stand on either side: 内部往来, 固定资产清理, 待处理财产损溢, taxes and wages paid ahead, equity that may be a loss.
const EITHER: [&str; 9] = ["113", "153", "154", "181", "214", "231", "321", "322", "241"];

/// 长期欠款.
pub(super) const OLD_CLAIM: Control = Control {
    name: "balance.old_claim",
    title: "长期应收款",
    says: "应收款超过年限还没有收回的，要催收或按程序处理。",
    source: "各地做法，两三年以上的应收款要清理",
    family: Family::Account,
    severity: Severity::Warn,
    parameters: &[Parameter { name: "years", title: "年限", unit: Unit::Years, default: 3, least: 1, most: 3 }],
    field: "",
    at_act: None,
    standing: Some(old_claims),
};

/// 余额方向.
pub(super) const WRONG_SIDE: Control = Control {
    name: "balance.wrong_side",
    title: "余额方向反常",
    says: "科目余额要在它该在的一方；反了的查明原因。",
    source: "C-19",
    family: Family::Account,
    severity: Severity::Note,
    parameters: &[],
    field: "",
    at_act: None,
    standing: Some(wrong_sides),
};

/// By how much an account stands on the wrong side; `None` when it does not, or may stand on either.
pub fn stands_wrong(account: &Account, closing: Money) -> Option<Money> {
    if account.code.level() != 1 || EITHER.contains(&account.code.as_str()) || account.class == Class::ProfitAndLoss {
        return None;
    }
    let balance = account.normal_side.of_balance(closing);
    balance.is_negative().then_some(balance)
}

fn old_claims(book: &WholeBook, setting: &Setting) -> Vec<Spot> {
    let years = setting.value("years").clamp(1, 3);
    let newer = |added: &[Money; 3]| usize::try_from(years - 1).ok().and_then(|n| added.get(n)).copied();
    let old = book.claims.iter().filter_map(|claim| {
        // What was paid back is taken off the oldest: only what the last years cannot account for is old.
        let left = claim.owed - newer(&claim.added).unwrap_or_default();
        left.is_positive().then(|| Spot {
            at: claim.party.clone(),
            words: format!("欠 {} 元，其中 {left} 元超过 {years} 年没有收回", claim.owed),
            href: format!("ledger/{}", claim.code),
        })
    });
    old.collect()
}

fn wrong_sides(book: &WholeBook, _: &Setting) -> Vec<Spot> {
    let wrong = book.wrong_sides.iter();
    wrong
        .map(|(code, label, side, balance)| Spot {
            at: label.clone(),
            words: format!("余额应在{side}方，现在是 {balance} 元"),
            href: format!("ledger/{code}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::whole_book::Claim;
    use crate::kernel::AccountId;
    use crate::ledger::Side;

    #[test]
    fn a_fen_older_than_the_years_trips_and_none_does_not() {
        let claims = |newer: i64| WholeBook {
            claims: vec![Claim {
                code: "112".into(),
                party: "某承包户".into(),
                owed: Money::from_fen(50_000),
                added: [Money::ZERO, Money::from_fen(10_000), Money::from_fen(newer)],
            }],
            ..WholeBook::quiet()
        };
        let setting = Setting::standard(&OLD_CLAIM);
        assert!(old_claims(&claims(50_000), &setting).is_empty());
        let found = old_claims(&claims(49_999), &setting);
        assert_eq!(found[0].words, "欠 500.00 元，其中 0.01 元超过 3 年没有收回");
        let mut shorter = setting.clone();
        shorter.values.insert("years".into(), 2);
        assert_eq!(old_claims(&claims(50_000), &shorter)[0].words, "欠 500.00 元，其中 400.00 元超过 2 年没有收回");
    }

    #[test]
    fn only_an_account_that_has_one_side_stands_wrong() {
        let account = |code: &str, class, normal_side| Account {
            id: AccountId::new(),
            book: None,
            code: code.parse().unwrap(),
            name: String::new(),
            class,
            normal_side,
            cash_kind: None,
            dimension: None,
            open_to_books: false,
            mnemonic: String::new(),
            initials: String::new(),
            closed: false,
            leaf: true,
        };
        let by = |code, class, side, fen| stands_wrong(&account(code, class, side), Money::from_fen(fen));
        assert_eq!(by("101", Class::Asset, Side::Debit, -1), Some(Money::from_fen(-1)), "cash overdrawn by one fen");
        assert_eq!(by("101", Class::Asset, Side::Debit, 0), None);
        assert_eq!(by("211", Class::Liability, Side::Credit, 1), Some(Money::from_fen(-1)), "a debt on the debit side");
        assert_eq!(by("113", Class::Asset, Side::Debit, -1), None, "内部往来 has two sides");
        assert_eq!(by("501", Class::ProfitAndLoss, Side::Credit, 1), None, "a month's income is not judged");
        assert_eq!(by("10201", Class::Asset, Side::Debit, -1), None, "a detail is its first level's");
    }
}
