use serde_json::{Value, json};

use super::table::{Cell, Column, Row, RowWeight, Table};
use crate::kernel::{Date, Money};
use crate::reconcile::{OutstandingItem, ReconciliationSheet, total_of};

/// The stable JSON: what the sheet keeps, each outstanding line with the days it has waited, and both adjusted balances.
pub fn json(sheet: &ReconciliationSheet) -> Value {
    let items = |items: &[OutstandingItem]| -> Vec<Value> {
        let told = |i: &OutstandingItem| {
            let (date, text, reference, amount) = (i.date, &i.text, &i.reference, i.amount);
            json!({ "date": date, "text": text, "reference": reference, "amount": amount, "days": i.days(sheet.until) })
        };
        items.iter().map(told).collect()
    };
    json!({
        "until": sheet.until,
        "balance_book": sheet.balance_book,
        "balance_bank": sheet.balance_bank,
        "bank_received": items(&sheet.bank_received),
        "bank_paid": items(&sheet.bank_paid),
        "book_received": items(&sheet.book_received),
        "book_paid": items(&sheet.book_paid),
        "correction_book": sheet.correction_book,
        "correction_bank": sheet.correction_bank,
        "adjusted_book": sheet.adjusted_book(),
        "adjusted_bank": sheet.adjusted_bank(),
        "difference": sheet.difference(),
    })
}

/// One table: a side below the other, for CSV and XLSX.
pub fn table(book_name: &str, account: &str, sheet: &ReconciliationSheet) -> Table {
    let mut rows = vec![figure("账面存款余额", sheet.balance_book)];
    rows.extend(list("加：银行已收、村未收", &sheet.bank_received, sheet.until));
    rows.extend(list("减：银行已付、村未付", &sheet.bank_paid, sheet.until));
    rows.push(total("调节后账面余额", sheet.adjusted_book()));
    rows.push(figure("银行对账单余额", sheet.balance_bank));
    rows.extend(list("加：村已收、银行未收", &sheet.book_received, sheet.until));
    rows.extend(list("减：村已付、银行未付", &sheet.book_paid, sheet.until));
    rows.push(total("调节后银行余额", sheet.adjusted_bank()));
    Table {
        title: "银行存款余额调节表".to_owned(),
        captions: vec![
            book_name.to_owned(),
            format!("{account}　{}", sheet.until.format("截至%Y年%-m月%-d日")),
            "单位：元".to_owned(),
        ],
        columns: vec![
            Column::new("项目", 30),
            Column::new("日期", 12),
            Column::new("凭证号或流水号", 24),
            Column::new("摘要", 40),
            Column::money("金额"),
            Column::new("未达天数", 10),
        ],
        rows,
    }
}

fn amount_of(name: &str, amount: Money) -> Vec<Cell> {
    vec![Cell::text(name), Cell::Blank, Cell::Blank, Cell::Blank, Cell::Money(amount)]
}

fn figure(name: &str, amount: Money) -> Row {
    Row { cells: amount_of(name, amount), weight: RowWeight::Heading }
}

fn total(name: &str, amount: Money) -> Row {
    Row::total(amount_of(name, amount))
}

fn list(name: &str, items: &[OutstandingItem], until: Date) -> Vec<Row> {
    let line = |i: &OutstandingItem| {
        Row::plain(vec![
            Cell::Blank,
            Cell::Day(i.date),
            Cell::text(i.reference.as_str()),
            Cell::text(i.text.as_str()),
            Cell::Money(i.amount),
            Cell::Number(i.days(until)),
        ])
    };
    std::iter::once(figure(name, total_of(items))).chain(items.iter().map(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::BookLine;

    #[test]
    fn an_outstanding_cheque_carries_its_days_into_every_form() {
        let until: Date = "2025-09-30".parse().unwrap();
        let cheque = BookLine {
            date: "2025-08-26".parse().unwrap(),
            net: Money::from_yuan(-155),
            counterparty: String::new(),
            summary: "代发误工费".into(),
            voucher: "2025-08 记-0007".into(),
            line: 1,
        };
        let (book, bank) = (Money::from_yuan(845), Money::from_yuan(1_000));
        let sheet = ReconciliationSheet::of(until, book, bank, &[], &[cheque]);
        let told = json(&sheet);
        assert_eq!(told["book_paid"][0]["days"], 35);
        assert_eq!((told["adjusted_bank"].as_str(), told["difference"].as_str()), (Some("845.00"), Some("0.00")));
        let table = table("李家村", "农商银行(尾号3444)", &sheet);
        let line = table.rows.iter().find(|r| r.cells.len() == 6).expect("the cheque");
        assert_eq!(line.cells[5], Cell::Number(35));
        assert_eq!(sheet.oldest(), Some(35));
    }
}
