use super::caption::{self, Signers};
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::table::{Cell, Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::kernel::{Date, Money, Timestamp};

/// 银行存款余额调节表 — book and bank brought to one balance, line by line.
///
/// It is not a booking document: the books are never adjusted from it. Source: domain/workflow.md §8.
#[derive(Clone, Debug)]
pub struct ReconciliationSheet {
    /// Legal name of the collective.
    pub book_name: String,
    /// 开户行 and the end of the account number.
    pub bank_account: String,
    /// `截至2026年9月30日`.
    pub as_of: String,
    /// The village's own books.
    pub book: ReconciliationSide,
    /// The bank's statement.
    pub bank: ReconciliationSide,
    /// Maker, reviewer and their dates.
    pub signers: Signers,
    /// White edge for the binding, in millimetres.
    pub binding: f32,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

/// One side of the sheet.
#[derive(Clone, Debug)]
pub struct ReconciliationSide {
    /// 账面存款余额, or 对账单余额.
    pub balance: Money,
    /// Received by the other side only.
    pub received: Vec<Outstanding>,
    /// Their sum.
    pub received_total: Money,
    /// Paid by the other side only.
    pub paid: Vec<Outstanding>,
    /// Their sum.
    pub paid_total: Money,
    /// 调节后余额.
    pub adjusted: Money,
}

/// 未达账项 — known to one side only.
#[derive(Clone, Debug)]
pub struct Outstanding {
    /// Day of the voucher or of the bank line.
    pub date: Date,
    /// Voucher number or bank reference.
    pub reference: String,
    /// What it is.
    pub summary: String,
    /// In yuan, without sign.
    pub amount: Money,
    /// Days it has been outstanding.
    pub days: i64,
}

/// Height of the line under the table, in millimetres.
const VERDICT: f32 = 7.5;

/// Sets the sheet on A4 landscape.
pub fn lay_out(sheet: &ReconciliationSheet, fonts: &Fonts) -> Document {
    let mut flow = caption::landscape(fonts, sheet.binding);
    let captions = [format!("账户：{}", sheet.bank_account), sheet.as_of.clone()];
    caption::head(&mut flow, "银行存款余额调节表", &sheet.book_name, &captions);
    table(sheet).lay(&mut flow);
    verdict(&mut flow, sheet);
    caption::signatures(&mut flow, &sheet.signers);
    let title = format!("{} 银行存款余额调节表 {} {}", sheet.book_name, sheet.bank_account, sheet.as_of);
    flow.finish(title.clone(), sheet.printed_at, |pen, edges, no| {
        caption::edges(pen, edges, no, &title, sheet.printed_at)
    })
}

fn table(sheet: &ReconciliationSheet) -> Table {
    let half = |group: &str| {
        [
            Column::fixed("日期", 21.0, Align::Left).under(group),
            Column::fixed("凭证号或流水号", 30.0, Align::Left).on_one_line().under(group),
            Column::share("摘要", 1.0, Align::Left).under(group),
            Column::fixed("金额", 31.0, Align::Decimal).under(group),
            Column::fixed("天数", 10.0, Align::Right).under(group),
        ]
    };
    let mut columns = half("村账一方").to_vec();
    let mut right = half("银行一方").into_iter();
    columns.extend(right.next().map(Column::parted));
    columns.extend(right);
    let (book, bank) = (&sheet.book, &sheet.bank);
    let mut rows = vec![figures("账面存款余额", book.balance, "银行对账单余额", bank.balance)];
    rows.push(figures("加：银行已收、村未收", book.received_total, "加：村已收、银行未收", bank.received_total));
    rows.extend(items(&book.received, &bank.received));
    rows.push(figures("减：银行已付、村未付", book.paid_total, "减：村已付、银行未付", bank.paid_total));
    rows.extend(items(&book.paid, &bank.paid));
    rows.push(figures("调节后余额", book.adjusted, "调节后余额", bank.adjusted).ruled_off());
    let look = Look { size: 9.5, row: 7.0, pad: 1.0 };
    let tail = VERDICT + caption::SIGNATURES;
    Table { columns, rows, look, when_empty: String::new(), title: String::new(), tail }
}

/// A line with a name and an amount on each side, in bold.
fn figures(book: &str, book_amount: Money, bank: &str, bank_amount: Money) -> Row {
    let half = |name: &str, amount: Money| {
        [Cell::bold(name.to_owned()).over(3), Cell::bold(amount.to_string()), Cell::regular(String::new())]
    };
    Row::mixed(half(book, book_amount).into_iter().chain(half(bank, bank_amount)).collect())
}

/// 未达账项 of both sides beside each other; where there are none, it says so.
fn items(book: &[Outstanding], bank: &[Outstanding]) -> Vec<Row> {
    let half = |side: &[Outstanding], i: usize| match side.get(i) {
        Some(o) => {
            [o.date.to_string(), o.reference.clone(), o.summary.clone(), o.amount.to_string(), o.days.to_string()]
        }
        None if side.is_empty() && i == 0 => ["", "", "无", "", ""].map(str::to_owned),
        None => [const { String::new() }; 5],
    };
    (0..book.len().max(bank.len()).max(1))
        .map(|i| Row::plain(half(book, i).into_iter().chain(half(bank, i)).collect()))
        .collect()
}

/// Whether the two sides meet, and what this sheet is not.
fn verdict(flow: &mut Flow<'_>, sheet: &ReconciliationSheet) {
    let (book, bank) = (sheet.book.adjusted, sheet.bank.adjusted);
    let says = if book == bank {
        format!("调节后两边余额相等，都是{book}元。")
    } else {
        format!("调节后两边余额不相等，相差{}元，应查明原因。", (book - bank).abs())
    };
    flow.skip(1.5);
    let strip = flow.strip(VERDICT - 1.5);
    flow.pen.write_in(strip.part(0.0, 0.6), Align::Left, Style::bold(10.0), &says);
    flow.pen.write_in(strip.part(0.6, 1.0), Align::Right, Style::regular(10.0), "本表不作记账依据。");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::proof::{day, printed_at, reads_back, yuan};

    fn outstanding(n: i64) -> Outstanding {
        Outstanding {
            date: day("2026-09-29"),
            reference: format!("20260929{n:08}"),
            summary: "县宏达路桥建设工程有限公司村道硬化工程进度款退回".into(),
            amount: Money::from_fen(n * 10_050),
            days: n,
        }
    }

    fn sheet() -> ReconciliationSheet {
        ReconciliationSheet {
            book_name: "李家村股份经济合作社".into(),
            bank_account: "农村商业银行城关支行（尾号0023）".into(),
            as_of: "截至2026年9月30日".into(),
            book: ReconciliationSide {
                balance: yuan("270415.78"),
                received: vec![outstanding(1), outstanding(2)],
                received_total: yuan("301.50"),
                paid: vec![],
                paid_total: Money::ZERO,
                adjusted: yuan("270717.28"),
            },
            bank: ReconciliationSide {
                balance: yuan("270817.78"),
                received: vec![],
                received_total: Money::ZERO,
                paid: vec![outstanding(1)],
                paid_total: yuan("100.50"),
                adjusted: yuan("270717.28"),
            },
            signers: vec![
                ("制表".into(), "专管员　2026-10-05".into()),
                ("复核".into(), "总监督会计　2026-10-06".into()),
            ],
            binding: 25.0,
            printed_at: printed_at(),
        }
    }

    #[test]
    fn 调节表_两边相等_并说明不作记账依据() {
        let document = lay_out(&sheet(), Fonts::embedded());
        let said = document.describe();
        assert!(said.contains("两边余额相等，都是270,717.28元") && said.contains("本表不作记账依据"), "{said}");
        reads_back("reconciliation", &document);
    }

    #[test]
    fn 调节表_不相等就写明差额_多行就翻页() {
        let mut unequal = sheet();
        unequal.bank.adjusted = yuan("270717.18");
        unequal.bank.paid = (1..40).map(outstanding).collect();
        let document = lay_out(&unequal, Fonts::embedded());
        assert!(document.pages.len() > 1);
        assert!(document.describe().contains("相差0.10元"));
        reads_back("reconciliation-long", &document);
    }
}
