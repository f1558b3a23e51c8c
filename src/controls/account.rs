//! 账户: the village's money in the village's accounts, and to no cadre's own.

use super::control::{Control, Family, yuan};
use super::facts::{Facts, Nature};
use super::setting::{Setting, Severity};
use super::whole_book::{Spot, WholeBook};

/// 公款私存.
pub(super) const CADRE: Control = Control {
    name: "account.cadre",
    title: "付给干部个人",
    says: "集体的钱不转进干部个人的账户；发报酬、补助除外。",
    source: "农村集体经济组织法第四十四条",
    family: Family::Account,
    severity: Severity::Warn,
    parameters: &[yuan("from", "从多少元起", 0)],
    field: "other_party",
    at_act: Some(to_cadre),
    standing: None,
};

/// 账户户名.
pub(super) const HOLDER: Control = Control {
    name: "account.holder",
    title: "银行账户户名",
    says: "账套的银行账户，户名要是账套的全称，不得用个人名义开户。",
    source: "农村集体经济组织法第四十四条",
    family: Family::Account,
    severity: Severity::Warn,
    parameters: &[],
    field: "",
    at_act: None,
    standing: Some(holder),
};

/// True when two names are the same name: blanks and the width of brackets make no difference.
pub fn same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        let kept = name.chars().filter(|c| !c.is_whitespace());
        kept.map(|c| match c {
            '（' => '(',
            '）' => ')',
            other => other,
        })
        .collect()
    };
    plain(one) == plain(other)
}

fn to_cadre(facts: &Facts, setting: &Setting) -> Option<String> {
    let (event, from) = (&facts.event, setting.money("from"));
    let asked = event.spends && event.bank_out.is_positive() && event.amount >= from && event.nature != Nature::Pay;
    let cadre = facts.cadres.iter().find(|name| same_name(name, &event.party))?;
    asked.then(|| format!("{} 元转给{cadre}个人，集体的钱不进干部个人账户", event.amount))
}

fn holder(book: &WholeBook, _: &Setting) -> Vec<Spot> {
    let foreign = book.bank_accounts.iter().filter(|(_, holder, _)| !same_name(holder, &book.legal_name));
    foreign
        .map(|(code, holder, bank)| Spot {
            at: format!("{code} {bank}"),
            words: format!("户名是「{holder}」，应为「{}」", book.legal_name),
            href: "bank-accounts".into(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_whatever_its_brackets() {
        assert!(same_name("李家村（合作社） ", "李家村(合作社)"));
        assert!(!same_name("李家村", "王家村"));
    }

    #[test]
    fn money_to_a_cadre_from_the_amount_on_trips_and_a_fen_below_does_not() {
        let mut setting = Setting::standard(&CADRE);
        setting.values.insert("from".into(), 100_000);
        let paid = |yuan: i64, party: &str| {
            let mut facts = Facts::of_payment(yuan);
            facts.cadres = vec!["村委会主任乙".into()];
            facts.event.party = party.into();
            facts
        };
        assert!(to_cadre(&paid(1_000, "村委会主任 乙"), &setting).is_some_and(|w| w.starts_with("1,000.00 元转给")));
        let mut below = paid(1_000, "村委会主任乙");
        below.event.amount -= crate::kernel::Money::from_fen(1);
        let mut wages = paid(1_000, "村委会主任乙");
        wages.event.nature = Nature::Pay;
        let mut received = paid(1_000, "村委会主任乙");
        (received.event.spends, received.event.earns) = (false, true);
        for quiet in [below, wages, received, paid(1_000, "某建材店")] {
            assert_eq!(to_cadre(&quiet, &setting), None);
        }
    }

    #[test]
    fn an_account_in_another_name_is_found_and_the_book_s_own_is_not() {
        let account = |holder: &str| WholeBook {
            bank_accounts: vec![("10201".into(), holder.into(), "农商行".into())],
            ..WholeBook::quiet()
        };
        let setting = Setting::standard(&HOLDER);
        assert!(holder(&account("李家村股份经济合作社 "), &setting).is_empty());
        assert_eq!(holder(&account("村民甲"), &setting)[0].words, "户名是「村民甲」，应为「李家村股份经济合作社」");
    }
}
