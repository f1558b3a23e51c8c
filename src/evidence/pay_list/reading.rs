use crate::evidence::table_file::{Table, TableFault, TableFile, TableLimits, TableRow, cut, open_table, separators};
use crate::kernel::{Failure, Money, Outcome, Refused};

use super::error::PayListRefusal as P;
use super::typed::{PEOPLE_LIMIT, TypedPerson};

/// How much of a file is taken: a few rows more than a list may have, so that one too long is refused with its number.
const PAY_LIST_LIMITS: TableLimits =
    TableLimits { bytes: 5 * 1024 * 1024, unpacked: 40 * 1024 * 1024, rows: PEOPLE_LIMIT + 30 };
/// Rows that may stand above the headings: a title, whose list, the unit.
const ABOVE: usize = 10;

/// A column a list may have, with the words that name it, the preferred one first.
const WORDS: [(&str, &[&str]); 6] = [
    ("姓名", &["姓名", "户主", "户主姓名", "收款人", "领款人", "领取人", "收款人姓名", "名字"]),
    ("户", &["户", "户号", "户编号", "农户", "家庭", "组别", "小组"]),
    (
        "身份证号",
        &["身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码", "证件号", "身份证尾号", "身份证后四位"],
    ),
    (
        "账号",
        &[
            "账号",
            "银行账号",
            "卡号",
            "银行卡号",
            "一卡通账号",
            "一卡通",
            "收款账号",
            "帐号",
            "银行卡",
            "账号尾号",
            "卡号后四位",
        ],
    ),
    (
        "金额",
        &[
            "金额",
            "实发金额",
            "实发",
            "发放金额",
            "应发金额",
            "补偿金额",
            "补助金额",
            "分红金额",
            "工资",
            "实发工资",
            "金额（元）",
            "金额(元)",
        ],
    ),
    ("备注", &["备注", "说明", "摘要", "事由"]),
];
const NAME: usize = 0;
const AMOUNT: usize = 4;

/// Reads a file into people, every identity and account number cut to its tail on the way: nothing of the file is kept.
///
/// A row 合计 has to equal the sum of the rows above it. Refuses: `evidence.pay_file`, `evidence.pay_headings`,
/// `evidence.pay_subtotal`, `evidence.pay_sum_differs`, `evidence.pay_too_many`.
pub fn read_pay_list(bytes: &[u8]) -> Outcome<Vec<TypedPerson>> {
    let table = table_of(bytes).map_err(|fault| Failure::from(refusal_of(fault)))?;
    let (below, places) = headings(&table).ok_or(P::Headings)?;
    let mut people = Vec::new();
    let mut faults: Vec<Refused> = Vec::new();
    let mut sum = Money::ZERO;
    for row in table.rows[below..].iter().filter(|r| !r.is_blank()) {
        let cells = places.map(|at| at.map_or("", |at| row.cell(at)));
        let marks: String = row.cells.iter().take(3).map(|c| c.replace([' ', '　', '：', ':'], "")).collect();
        let amount = || cells[AMOUNT].trim_end_matches('元').parse::<Money>().ok();
        if marks.contains("小计") {
            faults.push(Refused::from(P::Subtotal).at_row(row.row));
        } else if marks.contains("合计") || marks.contains("总计") {
            if let Some(said) = amount().filter(|said| *said != sum) {
                faults.push(Refused::from(P::SumDiffers { said, sum, difference: said - sum }).at_row(row.row));
            }
        } else if is_signature(row, &cells) {
            continue;
        } else {
            sum += amount().unwrap_or(Money::ZERO);
            people.push(TypedPerson::of(row.row, cells));
        }
    }
    Failure::unless_none(faults)?;
    Ok(people)
}

/// The last lines of a form, 制表 审核 签字: no name, no amount, words with a colon.
fn is_signature(row: &TableRow, cells: &[&str; 6]) -> bool {
    let said = row.text();
    let signs = ["制表", "审核", "签字", "经办", "审批", "负责人", "填表"].iter().any(|w| said.contains(w));
    signs && cells[AMOUNT].is_empty() && said.contains(['：', ':'])
}

fn table_of(bytes: &[u8]) -> Result<Table, TableFault> {
    match open_table(bytes, &PAY_LIST_LIMITS)? {
        TableFile::Sheets(_, sheets) => {
            let found = sheets.iter().position(|sheet| headings(sheet).is_some());
            let at = found.unwrap_or(0);
            sheets.into_iter().nth(at).ok_or(TableFault::Empty)
        }
        TableFile::Text(_, text) => {
            let mut first = None;
            for separator in separators(&text) {
                let table = cut(&text, separator, &PAY_LIST_LIMITS)?;
                if headings(&table).is_some() {
                    return Ok(table);
                }
                first.get_or_insert(table);
            }
            first.ok_or(TableFault::Empty)
        }
    }
}

/// The row below the headings, and where each column stands: a list needs at least 姓名 and 金额.
fn headings(table: &Table) -> Option<(usize, [Option<usize>; 6])> {
    table.rows.iter().take(ABOVE).enumerate().find_map(|(at, row)| {
        let plain: Vec<String> = row.cells.iter().map(|c| c.replace([' ', '　', '\n'], "")).collect();
        let places = WORDS.map(|(_, words)| words.iter().find_map(|word| plain.iter().position(|cell| cell == word)));
        (places[NAME].is_some() && places[AMOUNT].is_some()).then_some((at + 1, places))
    })
}

fn refusal_of(fault: TableFault) -> P {
    match fault {
        TableFault::Empty => P::File { what: "是空的".to_owned() },
        TableFault::TooLarge { megabytes } => P::File { what: format!("有 {megabytes}MB，最多 5MB") },
        TableFault::TooManyRows { rows } => P::TooManyPeople { people: rows, limit: PEOPLE_LIMIT },
        TableFault::Disguised { what } => P::File { what: format!("是{what}，不是表格") },
        TableFault::Unreadable => P::File { what: "打不开，请另存为 xlsx 再传".to_owned() },
        TableFault::Undecodable { row } => {
            P::File { what: format!("第 {row} 行有看不懂的字，请另存为 xlsx 再传") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let told = |p: &TypedPerson| format!("{}:{}/{}/{}", p.row, p.name, p.id_tail, p.amount);
        match read_pay_list(text.as_bytes()) {
            Ok(people) => Ok(people.iter().map(told).collect::<Vec<_>>().join(" ")),
            Err(failure) => Err(failure.refusals().iter().map(|r| r.code).collect::<Vec<_>>().join(" ")),
        }
    }

    #[test]
    fn a_table_is_read_whatever_its_columns_are_called() {
        let plain = "李家村8月工资表\n序号,领款人,身份证号码,卡号,实发金额,说明\n1,村民甲,110101199001011234,62170001,1200,\n\
                     2,村民乙,110101199001014321,62170002,\"1,000.50\",\n合计,,,,2200.50,\n制表：,,审核：,,,\n";
        assert_eq!(read(plain).unwrap(), "3:村民甲/1234/1200 4:村民乙/4321/1,000.50");
        assert_eq!(read("姓名\t金额\n村民甲\t5\n").unwrap(), "2:村民甲//5");
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert_eq!(read("姓名,金额\n村民甲,5\n合计,6\n").unwrap_err(), "evidence.pay_sum_differs");
        assert_eq!(read("姓名,金额\n村民甲,5\n小计,5\n").unwrap_err(), "evidence.pay_subtotal");
        assert_eq!(read("名称,数量\n钉子,5\n").unwrap_err(), "evidence.pay_headings");
        assert_eq!(read("  ").unwrap_err(), "evidence.pay_file");
        assert_eq!(read("<html>").unwrap_err(), "evidence.pay_file");
        let crowd = format!("姓名,金额\n{}", "村民甲,1\n".repeat(10_000));
        assert_eq!(read(&crowd).unwrap_err(), "evidence.pay_too_many");
    }
}
