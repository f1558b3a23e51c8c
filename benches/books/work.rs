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
    /// Vouchers of one year of the whole township, without the carrying forward.
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

/// One year of every village in the layout `import vouchers` takes; a year that will be sealed is carried forward.
pub fn year_as_csv(size: Size, year: i32) -> String {
    let mut text = String::from("book,voucher,date,summary,account,detail,debit,credit,kind\n");
    for village in 0..size.villages {
        let mut earned = Earned::default();
        for month in 1..=12 {
            for voucher in 0..A_MONTH {
                append(&mut text, village, (year, month), voucher, &mut earned);
            }
        }
        if year < size.to {
            carry_forward(&mut text, village, year, &earned);
        }
    }
    text
}

/// What a village's profit-and-loss accounts hold, in fen.
#[derive(Default)]
struct Earned {
    income: i64,
    pay: i64,
    office: i64,
    travel: i64,
    sold: i64,
}

/// 结转: income and expense to 321, their difference to 322.
fn carry_forward(text: &mut String, village: u32, year: i32, earned: &Earned) {
    let mut line = |no: u32, account: &str, detail: &str, debit: i64, credit: i64| {
        let head = format!("{},{year}-结转-{no},{year}-12-31,年终结转", code(village));
        let amount = |fen: i64| if fen == 0 { String::new() } else { format!("{}.{:02}", fen / 100, fen % 100) };
        let (debit, credit) = (amount(debit), amount(credit));
        writeln!(text, "{head},{account},{detail},{debit},{credit},closing").expect("text takes a line");
    };
    let spent = earned.pay + earned.office + earned.travel + earned.sold;
    line(1, "501", "发包收入", earned.income, 0);
    line(1, "321", "", 0, earned.income);
    line(2, "321", "", spent, 0);
    for (account, detail, fen) in [
        ("513", "干部报酬", earned.pay),
        ("513", "办公费", earned.office),
        ("513", "差旅费", earned.travel),
        ("511", "销售成本", earned.sold),
    ] {
        line(2, account, detail, 0, fen);
    }
    let (left, lost) = ((earned.income - spent).max(0), (spent - earned.income).max(0));
    line(3, "321", "", left, lost);
    line(3, "322", "未分配收益", lost, left);
}

/// One voucher: a kind that goes round, an amount that differs, a party where the account asks for one.
fn append(text: &mut String, village: u32, (year, month): (i32, u32), voucher: u32, earned: &mut Earned) {
    let day = 1 + voucher * 27 / A_MONTH;
    let yuan = 100 + (village * 31 + month * 17 + voucher * 13) % 4_900;
    let party = (village + month + voucher) % PARTIES;
    let head = format!("{},{year}-{month:02}-{voucher:03},{year}-{month:02}-{day:02}", code(village));
    let mut line = |summary: &str, account: &str, detail: &str, debit: &str, credit: &str| {
        writeln!(text, "{head},{summary},{account},{detail},{debit},{credit},").expect("text takes a line");
    };
    let (whole, fen) = (format!("{yuan}.50"), i64::from(yuan) * 100 + 50);
    match voucher % 6 {
        0 => {
            earned.income += fen;
            line("收取发包收入", "102", "基本存款账户", &whole, "");
            line("收取发包收入", "501", "发包收入", "", &whole);
        }
        1 => {
            earned.pay += fen;
            line("付村干部报酬", "513", "干部报酬", &whole, "");
            line("付村干部报酬", "102", "基本存款账户", "", &whole);
        }
        2 => {
            earned.office += fen - 50;
            earned.travel += 50;
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
            earned.sold += fen;
            line("应付工程材料款", "511", "销售成本", &whole, "");
            line("应付工程材料款", "211", &format!("单位{party:02}"), "", &whole);
        }
        _ => {
            line("提取备用金", "101", "", &whole, "");
            line("提取备用金", "102", "基本存款账户", "", &whole);
        }
    }
}
