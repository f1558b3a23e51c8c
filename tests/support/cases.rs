//! The case files of `tests/cases/ledger`: exercises and whole sets, told as the two CSV files `mingzhang import` takes.

use std::collections::BTreeMap;

use mingzhang::kernel::{Money, Period};
use serde::Deserialize;
use serde_json::Value;

/// One file.
#[derive(Deserialize)]
pub struct Case {
    /// `LS-12-SET-liuxi-fullyear`.
    pub id: String,
    /// `entries`, `set`, `trap` and the like.
    pub kind: String,
    /// What stood before.
    pub opening: Vec<Standing>,
    /// What happened.
    pub transactions: Vec<Transaction>,
    /// What must come out.
    pub expected: Value,
}

/// One opening balance.
#[derive(Deserialize)]
pub struct Standing {
    account: String,
    #[serde(default)]
    account_2023: Option<String>,
    #[serde(default)]
    detail: Vec<String>,
    side: String,
    amount: Money,
}

/// One transaction.
#[derive(Deserialize)]
pub struct Transaction {
    /// Its number in the source.
    pub no: u32,
    date: Option<String>,
    summary: String,
    /// Its entries.
    pub entries: Vec<CaseEntry>,
    #[serde(default)]
    note: String,
}

/// One entry.
#[derive(Deserialize)]
pub struct CaseEntry {
    account: String,
    #[serde(default)]
    account_2023: Option<String>,
    #[serde(default)]
    detail: Vec<String>,
    /// 借方.
    pub debit: Money,
    /// 贷方.
    pub credit: Money,
}

/// 2004 names without a one-to-one 2023 name, and where the cases go in: welfare owed is owed to staff,
/// roadside poplars stand for the public good.
const CHOSEN: [(&str, &str); 2] = [("应付福利费", "应付工资"), ("林木资产", "公益性生物资产")];

/// The first-level name an amount goes under in the 2023 chart.
fn name_of(account: &str, account_2023: Option<&String>) -> String {
    let chosen = || CHOSEN.iter().find(|(old, _)| *old == account).map_or(account, |(_, new)| *new).to_owned();
    account_2023.cloned().unwrap_or_else(chosen)
}

impl Transaction {
    /// True for a year-end entry.
    pub fn is_closing(&self) -> bool {
        self.note == "closing"
    }
}

impl CaseEntry {
    /// The first-level name it goes under.
    pub fn account(&self) -> String {
        name_of(&self.account, self.account_2023.as_ref())
    }
}

impl Transaction {
    /// A whole date: the source may give only a month, a year or nothing.
    fn date(&self) -> String {
        match self.date.as_deref() {
            None => "2024-01-15".to_owned(),
            Some(year) if year.len() == 4 => format!("{year}-12-31"),
            Some(month) if month.len() == 7 => format!("{month}-01"),
            Some(day) => day.to_owned(),
        }
    }
}

impl Case {
    /// A balance sheet that is printed somewhere, as opening balances: what it says it has, what it says it owes.
    pub fn of_totals(id: &str, assets: Money, liabilities_and_equity: Money) -> Case {
        let standing = |account: &str, side: &str, amount| Standing {
            account: account.into(),
            account_2023: None,
            detail: Vec::new(),
            side: side.into(),
            amount,
        };
        let opening = vec![standing("银行存款", "debit", assets), standing("资本", "credit", liabilities_and_equity)];
        Case { id: id.into(), kind: "trap".into(), opening, transactions: Vec::new(), expected: Value::Null }
    }

    /// A year told only by its sums: opening 未分配收益 and what was earned and spent, all through the bank.
    pub fn of_sums(id: &str, undistributed: Money, sums: &[(&str, Money)]) -> Case {
        let mut case = Case::of_totals(id, undistributed, undistributed);
        case.opening[1].account = "收益分配".into();
        case.opening[1].detail = vec!["未分配收益".into()];
        let line = |account: &str, debit, credit| CaseEntry {
            account: account.into(),
            account_2023: None,
            detail: Vec::new(),
            debit,
            credit,
        };
        let spent = |account: &str| account.contains("支出") || account.contains("费用");
        for (no, (account, amount)) in (1..).zip(sums) {
            let (own, bank) = if spent(account) {
                (line(account, *amount, Money::ZERO), line("银行存款", Money::ZERO, *amount))
            } else {
                (line(account, Money::ZERO, *amount), line("银行存款", *amount, Money::ZERO))
            };
            let summary = format!("全年{account}");
            case.transactions.push(Transaction {
                no,
                date: None,
                summary,
                entries: vec![own, bank],
                note: String::new(),
            });
        }
        case
    }

    /// Every case, by name.
    pub fn all() -> Vec<Case> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/ledger");
        let mut files: Vec<_> =
            std::fs::read_dir(folder).expect("the cases").map(|e| e.expect("a case").path()).collect();
        files.sort();
        files.iter().map(|f| Case::read(&std::fs::read_to_string(f).expect("readable"))).collect()
    }

    /// The case whose id begins so.
    pub fn named(id: &str) -> Case {
        Case::all().into_iter().find(|c| c.id.starts_with(id)).unwrap_or_else(|| panic!("no case {id}"))
    }

    fn read(json: &str) -> Case {
        serde_json::from_str(json).expect("a case")
    }

    /// The first and the last month anything happens in.
    pub fn span(&self) -> (Period, Period) {
        let months = || self.transactions.iter().map(|t| t.date()[..7].parse::<Period>().expect("a month"));
        let january: Period = "2024-01".parse().expect("a month");
        (months().min().unwrap_or(january), months().max().unwrap_or(january))
    }

    /// `account,detail,side,amount`.
    pub fn opening_csv(&self) -> Vec<u8> {
        let rows = self.opening.iter().map(|o| {
            let account = name_of(&o.account, o.account_2023.as_ref());
            vec![account, o.detail.join("/"), o.side.clone(), o.amount.plain()]
        });
        csv(&["account", "detail", "side", "amount"], rows)
    }

    /// `voucher,date,summary,account,detail,debit,credit,kind`.
    pub fn vouchers_csv(&self) -> Vec<u8> {
        let rows = self.transactions.iter().flat_map(|t| {
            let kind = if t.note == "closing" { "closing" } else { "" };
            t.entries.iter().map(move |e| {
                let amount = |m: Money| if m.is_zero() { String::new() } else { m.plain() };
                let head = [t.no.to_string(), t.date(), t.summary.clone(), e.account(), e.detail.join("/")];
                head.into_iter().chain([amount(e.debit), amount(e.credit), kind.to_owned()]).collect()
            })
        });
        csv(&["voucher", "date", "summary", "account", "detail", "debit", "credit", "kind"], rows)
    }

    /// What moved on each first-level account, debit and credit, summed from the case itself.
    pub fn moved(&self) -> BTreeMap<String, (Money, Money)> {
        let mut moved: BTreeMap<String, (Money, Money)> = BTreeMap::new();
        for entry in self.transactions.iter().flat_map(|t| &t.entries) {
            let sums = moved.entry(entry.account()).or_default();
            sums.0 += entry.debit;
            sums.1 += entry.credit;
        }
        moved
    }
}

fn csv(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("written");
    for row in rows {
        writer.write_record(row).expect("written");
    }
    writer.into_inner().expect("written")
}
