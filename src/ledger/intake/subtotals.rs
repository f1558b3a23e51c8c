//! Rows of a 科目余额表 that only add up other rows: proved, set aside, and said.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::{Money, Refused};

use super::error::IntakeRefusal;
use super::opening_file::OpeningRow;

/// How many rows a notice names.
const NAMED: usize = 12;
const TOTALS: [&str; 3] = ["合计", "总计", "总合计"];

/// The balances that stand, and what was set aside.
pub(super) struct Settled {
    pub(super) rows: Vec<OpeningRow>,
    pub(super) notices: Vec<String>,
}

/// Sets aside blank rows, 合计, 小计 and accounts whose details stand in the file too.
///
/// Refuses, with its row: `intake.subtotal_differs`.
pub(super) fn settle(rows: Vec<OpeningRow>, faults: &mut Vec<Refused>) -> Settled {
    let mut notices = Vec::new();
    let word = |row: &OpeningRow| row.account.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (totals, rows): (Vec<OpeningRow>, Vec<OpeningRow>) =
        rows.into_iter().partition(|r| TOTALS.contains(&word(r).as_str()) || word(r).ends_with("小计"));
    let rows = with_chains(rows);
    let (blank, rows): (Vec<OpeningRow>, Vec<OpeningRow>) =
        rows.into_iter().partition(|r| r.amount.is_zero() && r.both.is_none());
    notices.extend(said("没有余额，不入账", &blank));
    let above = subtotals(&rows, faults);
    let (summed, rows): (Vec<OpeningRow>, Vec<OpeningRow>) = rows.into_iter().partition(|r| above.contains(&r.row));
    notices.extend(said("是下面明细的合计，不重复入账", &summed));
    notices.extend(said("是合计行，不入账", &totals));
    for (row, (debit, credit)) in rows.iter().filter_map(|r| r.both.map(|both| (r, both))) {
        faults.push(Refused::from(IntakeRefusal::BothSides { debit, credit }).at_row(row.row));
    }
    Settled { rows, notices }
}

fn said(why: &str, rows: &[OpeningRow]) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let mut named: Vec<String> =
        rows.iter().take(NAMED).map(|r| format!("第{}行 {}", r.row, label(r)).trim_end().to_owned()).collect();
    if rows.len() > NAMED {
        named.push(format!("等{}行", rows.len()));
    }
    Some(format!("{}：{why}", named.join("、")))
}

fn label(row: &OpeningRow) -> String {
    [row.account.as_str(), row.name.as_str()].iter().filter(|t| !t.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn is_code(text: &str) -> bool {
    (3..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Every row learns the names the file gives to the codes above it, and its own.
fn with_chains(mut rows: Vec<OpeningRow>) -> Vec<OpeningRow> {
    let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
    for row in rows.iter().filter(|r| is_code(&r.account) && r.detail.is_empty() && !r.name.is_empty()) {
        names.entry((row.book.clone(), row.account.clone())).or_insert_with(|| row.name.clone());
    }
    if names.is_empty() {
        return rows;
    }
    for row in rows.iter_mut().filter(|r| is_code(&r.account)) {
        let named = |length: usize| {
            let code = row.account[..length].to_owned();
            names.get(&(row.book.clone(), code.clone())).map(|name| (code, name.clone()))
        };
        row.chain = (4..=row.account.len()).filter_map(named).collect();
    }
    rows
}

/// The rows that add up the rows below them.
fn subtotals(rows: &[OpeningRow], faults: &mut Vec<Refused>) -> BTreeSet<usize> {
    let mut by_code: BTreeMap<(&str, &str), Vec<&OpeningRow>> = BTreeMap::new();
    for row in rows.iter().filter(|r| is_code(&r.account)) {
        by_code.entry((&row.book, &row.account)).or_default().push(row);
    }
    let mut above: Vec<(Vec<&OpeningRow>, Vec<&OpeningRow>)> = Vec::new();
    for (&(book, code), own) in &by_code {
        let (whole, detailed): (Vec<&OpeningRow>, Vec<&OpeningRow>) = own.iter().partition(|r| r.detail.is_empty());
        if whole.is_empty() {
            continue;
        }
        let deeper = by_code.range((book, code)..).skip(1).take_while(|((b, c), _)| *b == book && c.starts_with(code));
        let below: Vec<&OpeningRow> = deeper.flat_map(|(_, rows)| rows.iter().copied()).chain(detailed).collect();
        if !below.is_empty() {
            above.push((whole, below));
        }
    }
    let sums_others: BTreeSet<usize> = above.iter().flat_map(|(whole, _)| whole.iter().map(|r| r.row)).collect();
    let mut set_aside = BTreeSet::new();
    for (whole, below) in above {
        let details = below.iter().filter(|r| !sums_others.contains(&r.row));
        let sum: Money = details.map(|r| r.signed()).sum();
        let said: Money = whole.iter().map(|r| r.signed()).sum();
        if sum == said {
            set_aside.extend(whole.iter().map(|r| r.row));
        } else if below.iter().any(|r| r.account != whole[0].account) {
            let refusal = IntakeRefusal::SubtotalDiffers { account: label(whole[0]), said, sum };
            faults.push(Refused::from(refusal).at_row(whole[0].row));
        }
    }
    set_aside
}

#[cfg(test)]
mod tests {
    use super::super::FILE_AT_DESK;
    use super::super::opening_file::read_opening_file;
    use crate::kernel::Money;

    const HEAD: &str = "科目编码,科目名称,明细,期初借方,期初贷方\n";

    /// The rows taken and what was said of the others, or the faults by row.
    type Read = Result<(Vec<usize>, Vec<String>), Vec<(usize, &'static str)>>;

    fn read(rows: &str) -> Read {
        match read_opening_file(format!("{HEAD}{rows}").as_bytes(), &FILE_AT_DESK) {
            Ok(file) => Ok((file.rows.iter().map(|r| r.row).collect(), file.notices)),
            Err(list) => Err(list.iter().map(|r| (r.row.unwrap_or(0), r.code)).collect()),
        }
    }

    #[test]
    fn 上级行等于明细之和_不重复入账_并说明() {
        let (rows, notices) = read(
            "151,固定资产,,900,\n15101,经营性,,600,\n1510101,房屋,,400,\n1510102,机器,,200,\n15102,非经营性,,300,\n合计,,,900,\n",
        )
        .unwrap();
        assert_eq!(rows, [4, 5, 6]);
        assert_eq!(notices.len(), 2, "{notices:?}");
        assert!(notices[0].starts_with("第2行 151 固定资产、第3行 15101 经营性：是下面明细的合计"), "{notices:?}");
    }

    #[test]
    fn 上级行不等于明细之和_指出差在哪一行() {
        assert_eq!(read("151,固定资产,,900,\n15101,经营性,,600,\n"), Err(vec![(2, "intake.subtotal_differs")]));
        // An account and its households: what is not said of whom stands by itself.
        assert_eq!(read("113,内部往来,,900,\n113,,村民甲,600,\n").unwrap().0, [2, 3]);
        assert_eq!(read("113,内部往来,,600,\n113,,村民甲,600,\n").unwrap().0, [3]);
    }

    #[test]
    fn 合计行两边有数不算错_别的行两边有数才算() {
        assert_eq!(
            read("113,内部往来,,800,200\n113,,村民甲,800,\n113,,村民乙,,200\n合计,,,800,200\n").unwrap().0,
            [3, 4]
        );
        assert_eq!(read("101,库存现金,,800,200\n"), Err(vec![(2, "intake.both_sides")]));
    }

    #[test]
    fn 编码在科目表里没有时_名称一路记下() {
        let file =
            read_opening_file(format!("{HEAD}15103,文化设施,,70,\n1510301,舞台,,70,\n").as_bytes(), &FILE_AT_DESK);
        let rows = file.unwrap().rows;
        let chain: Vec<&str> = rows[0].chain.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!((rows.len(), chain, rows[0].amount), (1, vec!["文化设施", "舞台"], Money::from_yuan(70)));
    }
}
