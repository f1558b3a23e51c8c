//! 对账 in a story, each act through its page: the account registered, the file imported, the sheet of two people.

use super::story::{CASHIER, Story};
use super::visitor::{Attached, Page};

const ACCOUNT: &str = "10201";

/// One line of the bank's own file: day, in, out, balance, the other side, what for.
pub type BankLine = [&'static str; 6];

/// The file as the bank gives it.
pub fn statement(lines: &[BankLine]) -> Vec<u8> {
    let head = "[HISTORYDETAIL]\t\n凭证号,交易时间,对方单位,对方账号,转入金额,转出金额,余额,用途,摘要,附言\n";
    let line = |(n, [day, paid_in, paid_out, balance, party, what]): (usize, &BankLine)| {
        format!("S{n:04},{day} 09:00:00,{party},,{paid_in},{paid_out},{balance},{what},{what},\n")
    };
    let lines: String = lines.iter().enumerate().map(line).collect();
    format!("{head}{lines}").into_bytes()
}

impl Story {
    /// The accountant registers where the book's basic account is kept.
    pub async fn registers_bank_account(&mut self, code: &str) {
        let desk = self.person("accountant", code).await;
        let form = desk.goes(&format!("/books/{code}/bank-accounts")).await.ok().form("登记");
        let form = form.with("account_code", ACCOUNT).with("bank", "农商银行").with("holder", "李家村股份经济合作社");
        desk.sends(&form.with("number", "6200000000003444").with("opened_on", "2025-07-01")).await.ok();
    }

    /// The cashier brings the bank's file: looked at first, then imported.
    pub async fn cashier_imports(&mut self, code: &str, file: Vec<u8>) -> Page {
        let desk = self.seat(CASHIER).await;
        let page = desk.goes(&format!("/books/{code}/bank/{ACCOUNT}/import")).await.ok();
        let file = Attached { field: "file".into(), name: "流水.csv".into(), kind: "text/csv", bytes: file };
        let looked = desk.sends(&page.form("看一看").attaching(file)).await.ok();
        desk.sends(&looked.form("导入")).await.ok()
    }

    /// A line the bank has and the book has not: its voucher is proposed in place and saved.
    pub async fn accountant_books_from_the_bank(&mut self, code: &str, period: &str) -> Page {
        let grid = self.presses("accountant", code, &bench(code, period), "补记").await;
        self.person("accountant", code).await.sends(&grid.form("保存")).await
    }

    /// 余额调节表: what is certain is paired, the accountant makes the sheet, the colleague reviews it.
    pub async fn reconciles(&mut self, code: &str, period: &str) -> Page {
        let at = bench(code, period);
        let desk = self.person("accountant", code).await;
        let mut page = desk.goes(&at).await.ok();
        if let Some(pairs) = page.try_form("全部对上") {
            page = desk.sends(&pairs).await.ok();
        }
        let made = desk.sends(&page.form("编制余额调节表")).await.ok();
        made.shows("待复核");
        self.presses("colleague", code, &at, "复核").await.shows("已复核").clone()
    }
}

fn bench(code: &str, period: &str) -> String {
    format!("/books/{code}/bank/{ACCOUNT}?period={period}")
}
