use std::collections::BTreeMap;

use crate::ledger::{Account, Chart, Class, FormName, Side};

use super::form::{Form, FormFault, FormRow};
use super::formula::{Part, Term};

/// The lines a statement cannot do without: other sheets and checks find them by these names.
const LINES_NEEDED: [(FormName, &[&str]); 2] = [
    (FormName::BalanceSheet, &["资产总计", "未分配收益", "负债和所有者权益总计"]),
    (FormName::SurplusStatement, &["净收益", "年初未分配收益", "年末未分配收益"]),
];

/// How often a line takes each account, debit positive: totals spread out to accounts.
type Weights = BTreeMap<(String, Part), i64>;

/// What keeps a form from being used with a chart, all of it at once.
///
/// Every leaf account feeds exactly one line, and the totals take each line once: the two sides of the balance
/// sheet then balance whatever the figures are, and 净收益 is all income less all expense.
pub fn prove(name: FormName, form: &Form, chart: &Chart) -> Vec<FormFault> {
    let mut faults = unknown_accounts(name, form, chart);
    let (_, needed) = LINES_NEEDED[usize::from(name == FormName::SurplusStatement)];
    for line in needed.iter().filter(|line| form.row_named(line).is_none()) {
        faults.push(FormFault::of_form(format!("缺少「{line}」这一行")));
    }
    let placed = faults.is_empty();
    let weights = spread(form);
    for leaf in units(form, chart).into_iter().filter(|a| belongs(name, a)) {
        match not_once(form, leaf) {
            Some(what) => faults.push(FormFault::of_form(what)),
            None if placed => faults.extend(not_in_totals(name, form, &weights, leaf).map(FormFault::of_form)),
            None => {}
        }
    }
    faults
}

/// The accounts a form deals with: a first-level account with everything below it, unless the form goes deeper.
fn units<'c>(form: &Form, chart: &'c Chart) -> Vec<&'c Account> {
    let terms =
        || form.rows.iter().filter(|row| !row.within).flat_map(|row| row.formula.iter().flat_map(|f| f.terms()));
    let below =
        |t: &Term, above: &str| matches!(t, Term::Account(c, _) if c.len() > above.len() && c.starts_with(above));
    let deeper = |code: &str| terms().any(|(_, term)| below(term, code));
    let is_unit = |account: &&Account| {
        let code = account.code.as_str();
        let whole = account.leaf || !deeper(code);
        whole && account.code.parent().is_none_or(|parent| deeper(parent.as_str()))
    };
    chart.accounts().iter().filter(is_unit).collect()
}

fn belongs(name: FormName, account: &Account) -> bool {
    name == FormName::BalanceSheet || account.class == Class::ProfitAndLoss
}

fn unknown_accounts(name: FormName, form: &Form, chart: &Chart) -> Vec<FormFault> {
    let mut faults = Vec::new();
    for (at, row) in form.rows.iter().enumerate() {
        for (_, term) in row.formula.iter().flat_map(|f| f.terms()) {
            let Term::Account(code, _) = term else { continue };
            match chart.by_code(code) {
                None => faults.push(FormFault::at(at, "公式", format!("统一科目表里没有科目{code}"))),
                Some(account) if !belongs(name, account) => {
                    faults.push(FormFault::at(at, "公式", format!("「{}」不是损益科目", account.label())));
                }
                Some(_) => {}
            }
        }
    }
    faults
}

/// Why an account does not feed exactly one line; debit and credit details apart where a form takes them apart.
fn not_once(form: &Form, leaf: &Account) -> Option<String> {
    let lines = |wanted: [Part; 2]| -> Vec<String> {
        let takes = |row: &&FormRow| {
            let mut terms = row.formula.iter().flat_map(|f| f.terms());
            !row.within && terms.any(|(_, t)| covers(t, leaf.code.as_str()).is_some_and(|part| wanted.contains(&part)))
        };
        let said = |row: &FormRow| format!("第{}行{}", row.no.unwrap_or(0), row.name);
        form.rows.iter().filter(takes).map(said).collect()
    };
    let debit = lines([Part::Whole, Part::DebitDetails]);
    let credit = lines([Part::Whole, Part::CreditDetails]);
    let label = leaf.label();
    match (debit.len(), credit.len()) {
        (1, 1) => None,
        (0, 0) => Some(format!("「{label}」没有归到任何一行")),
        (0, _) => Some(format!("「{label}」的借方余额没有归到任何一行")),
        (_, 0) => Some(format!("「{label}」的贷方余额没有归到任何一行")),
        (n, _) if n > 1 => Some(format!("「{label}」归到了{n}行：{}", debit.join("、"))),
        (_, n) => Some(format!("「{label}」归到了{n}行：{}", credit.join("、"))),
    }
}

/// The part of a leaf that a term takes; `None` when it is another account's.
fn covers(term: &Term, leaf: &str) -> Option<Part> {
    match term {
        Term::Account(code, part) => leaf.starts_with(code.as_str()).then_some(*part),
        Term::Line(_) | Term::Special(_) => None,
    }
}

/// Every line as what it takes of each account.
fn spread(form: &Form) -> BTreeMap<u32, Weights> {
    let mut lines: BTreeMap<u32, Weights> = BTreeMap::new();
    for row in &form.rows {
        let (Some(no), Some(formula)) = (row.no, &row.formula) else { continue };
        let mut sum = Weights::new();
        for (added, term) in formula.terms() {
            let sign = if *added { 1 } else { -1 };
            match term {
                Term::Account(code, part) => {
                    let side = if row.side == Side::Debit { 1 } else { -1 };
                    *sum.entry((code.clone(), *part)).or_default() += sign * side;
                }
                Term::Line(line) => {
                    for (key, weight) in lines.get(line).into_iter().flatten() {
                        *sum.entry(key.clone()).or_default() += sign * weight;
                    }
                }
                Term::Special(_) => {}
            }
        }
        lines.insert(no, sum);
    }
    lines
}

/// Why the totals do not take an account exactly once.
fn not_in_totals(name: FormName, form: &Form, weights: &BTreeMap<u32, Weights>, leaf: &Account) -> Option<String> {
    let of = |line: &str, parts: [Part; 2]| -> i64 {
        let taken = form.row_named(line).and_then(|row| weights.get(&row.no?)).into_iter().flatten();
        let own =
            taken.filter(|((code, part), _)| leaf.code.as_str().starts_with(code.as_str()) && parts.contains(part));
        own.map(|(_, weight)| *weight).sum()
    };
    let whole = |parts| match name {
        FormName::BalanceSheet => of("资产总计", parts) - of("负债和所有者权益总计", parts),
        FormName::SurplusStatement => -of("净收益", parts),
    };
    let totals = match name {
        FormName::BalanceSheet => "资产总计或负债和所有者权益总计",
        FormName::SurplusStatement => "净收益",
    };
    let label = leaf.label();
    match [whole([Part::Whole, Part::DebitDetails]), whole([Part::Whole, Part::CreditDetails])] {
        [1, 1] => None,
        [0, _] | [_, 0] => Some(format!("「{label}」没有算进{totals}")),
        [-1, _] | [_, -1] => Some(format!("「{label}」在{totals}里加减反了")),
        [times, _] => Some(format!("「{label}」在{totals}里算了{}次", times.abs())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::AccountId;
    use crate::statements::form::delivered_form;
    use crate::statements::form_text::FormText;

    fn chart() -> Chart {
        let mut reader = csv::Reader::from_reader(include_str!("../../assets/data/chart_2023.csv").as_bytes());
        let account = |record: csv::StringRecord| Account {
            id: AccountId::new(),
            book: None,
            code: record[0].parse().unwrap(),
            name: record[1].to_owned(),
            class: record[2].parse().unwrap(),
            normal_side: record[3].parse().unwrap(),
            cash_kind: None,
            dimension: None,
            open_to_books: false,
            mnemonic: String::new(),
            initials: String::new(),
            closed: false,
            leaf: false,
        };
        Chart::of(reader.records().map(|r| account(r.unwrap())).collect())
    }

    #[test]
    fn the_delivered_forms_take_every_account_once() {
        for name in FormName::ALL {
            let form = Form::read(delivered_form(name)).unwrap();
            assert_eq!(prove(name, &form, &chart()), [], "{name}");
        }
    }

    #[test]
    fn what_is_missing_doubled_or_turned_round_is_named() {
        let delivered = FormText::from_json(delivered_form(FormName::BalanceSheet)).unwrap();
        // (row found by its name, its formula now, what is said)
        for (name, formula, said) in [
            ("短期投资", "112", "「111 短期投资」没有归到任何一行"),
            ("存货", "121+401+131", "「131 消耗性生物资产」归到了2行：第4行存货、第5行消耗性生物资产"),
            ("应收款项", "112", "的借方余额没有归到任何一行"),
            ("应付款项", "211", "的贷方余额没有归到任何一行"),
            ("固定资产净值", "第11行+第12行", "「152 累计折旧」在资产总计或负债和所有者权益总计里加减反了"),
            ("流动资产合计", "#1+#2+#3+#4", "「131 消耗性生物资产」没有算进资产总计或负债和所有者权益总计"),
            ("资产总计", "#6+#6+#23", "「111 短期投资」在资产总计或负债和所有者权益总计里算了2次"),
            ("固定资产原值", "15101", "「15102 非经营性固定资产」没有归到任何一行"),
            ("货币资金", "101+102+109", "第2排公式：统一科目表里没有科目109"),
        ] {
            let mut text = delivered.clone();
            text.rows.iter_mut().find(|row| row.name == name).unwrap().formula = Some(formula.to_owned());
            let form = Form::of(&text).unwrap();
            let faults = prove(FormName::BalanceSheet, &form, &chart());
            let all = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
            assert!(all.contains(said), "{name} = {formula}:\n{all}");
        }
    }

    #[test]
    fn a_part_shown_beside_its_line_changes_nothing() {
        let mut text = FormText::from_json(delivered_form(FormName::SurplusStatement)).unwrap();
        let at = text.rows.iter().position(|row| row.name == "管理费用").unwrap();
        let mut within = text.rows[at].clone();
        within.no = Some(21);
        within.name = "其中：干部报酬".to_owned();
        within.label.clear();
        within.within = true;
        text.rows.insert(at + 1, within);
        let form = Form::of(&text).unwrap();
        assert_eq!(prove(FormName::SurplusStatement, &form, &chart()), []);
        text.rows.iter_mut().find(|row| row.name == "净收益").unwrap().name = "净盈余".to_owned();
        let form = Form::of(&text).unwrap();
        let said = prove(FormName::SurplusStatement, &form, &chart());
        assert_eq!(said, [FormFault::of_form("缺少「净收益」这一行")]);
    }
}
