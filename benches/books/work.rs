//! A township's work as a file of vouchers: what is imported, and what the reports then read.

use std::fmt::Write;

/// How much of it.
#[derive(Clone, Copy)]
pub struct Size {
    /// Villages, one book each.
    pub villages: u32,
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
}

/// Vouchers of one village in one month.
pub const A_MONTH: u32 = 30;
/// Households and outsiders a village deals with.
const PARTIES: u32 = 20;

impl Size {
    /// Vouchers of one year of the whole township.
    pub const fn a_year(self) -> u32 {
        self.villages * 12 * A_MONTH
    }

    /// Years.
    pub fn years(self) -> impl Iterator<Item = i32> {
        self.from..=self.to
    }
}

/// `V007`.
pub fn code(village: u32) -> String {
    format!("V{village:03}")
}

/// One year of every village in the layout `import vouchers` takes.
pub fn year_as_csv(size: Size, year: i32) -> String {
    let mut text = String::from("book,voucher,date,summary,account,detail,debit,credit\n");
    for village in 0..size.villages {
        for month in 1..=12 {
            for voucher in 0..A_MONTH {
                append(&mut text, village, (year, month), voucher);
            }
        }
    }
    text
}

/// One voucher: a kind that goes round, an amount that differs, a party where the account asks for one.
fn append(text: &mut String, village: u32, (year, month): (i32, u32), voucher: u32) {
    let day = 1 + voucher * 27 / A_MONTH;
    let yuan = 100 + (village * 31 + month * 17 + voucher * 13) % 4_900;
    let party = (village + month + voucher) % PARTIES;
    let head = format!("{},{year}-{month:02}-{voucher:03},{year}-{month:02}-{day:02}", code(village));
    let mut line = |summary: &str, account: &str, detail: &str, debit: &str, credit: &str| {
        writeln!(text, "{head},{summary},{account},{detail},{debit},{credit}").expect("text takes a line");
    };
    let whole = format!("{yuan}.50");
    match voucher % 6 {
        0 => {
            line("收取发包收入", "102", "基本存款账户", &whole, "");
            line("收取发包收入", "501", "发包收入", "", &whole);
        }
        1 => {
            line("付村干部报酬", "513", "干部报酬", &whole, "");
            line("付村干部报酬", "102", "基本存款账户", "", &whole);
        }
        2 => {
            let (office, travel) = (format!("{yuan}.00"), "0.50");
            line("付办公和差旅", "513", "办公费", &office, "");
            line("付办公和差旅", "513", "差旅费", travel, "");
            line("付办公和差旅", "101", "", "", &whole);
        }
        3 => {
            line("村民借支", "113", &format!("户{party:02}"), &whole, "");
            line("村民借支", "102", "基本存款账户", "", &whole);
        }
        4 => {
            line("应付工程材料款", "511", "销售成本", &whole, "");
            line("应付工程材料款", "211", &format!("单位{party:02}"), "", &whole);
        }
        _ => {
            line("提取备用金", "101", "", &whole, "");
            line("提取备用金", "102", "基本存款账户", "", &whole);
        }
    }
}
