use std::collections::BTreeMap;

use crate::kernel::{Date, Money, Refused};

use crate::ledger::account::Side;
use crate::ledger::voucher::VoucherKind;

use super::error::IntakeRefusal;

/// One row of an opening file, sound in itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningRow {
    /// Line in the file, header counted.
    pub row: usize,
    /// Book code, when the file has that column.
    pub book: String,
    /// Code or official name.
    pub account: String,
    /// Names below it.
    pub detail: Vec<String>,
    /// Side.
    pub side: Side,
    /// Amount.
    pub amount: Money,
}

/// One row of a voucher file, sound in itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherRow {
    /// Line in the file, header counted.
    pub row: usize,
    /// 摘要.
    pub summary: String,
    /// Code or official name.
    pub account: String,
    /// Names below it.
    pub detail: Vec<String>,
    /// 借方.
    pub debit: Money,
    /// 贷方.
    pub credit: Money,
}

/// The rows of one voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherRows {
    /// Book code, when the file has that column.
    pub book: String,
    /// What the file calls it.
    pub key: String,
    /// Date.
    pub date: Date,
    /// Kind.
    pub kind: VoucherKind,
    /// Its rows.
    pub rows: Vec<VoucherRow>,
}

/// The text of a file that promised UTF-8.
///
/// Refuses: `intake.empty`, `intake.not_utf8`.
pub fn utf8_text(bytes: &[u8]) -> Result<&str, Refused> {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(IntakeRefusal::Empty.into());
    }
    std::str::from_utf8(bytes).map_err(|e| {
        let row = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        let (_, _, lossy) = encoding_rs::GB18030.decode(bytes);
        let looks_like = if lossy { "未知编码" } else { "GBK" };
        Refused::from(IntakeRefusal::NotUtf8 { row, looks_like }).at_row(row)
    })
}

/// Cells of one row by column name, with the faults met while reading them.
struct Cells<'a> {
    row: usize,
    names: &'a BTreeMap<String, usize>,
    record: csv::StringRecord,
    faults: &'a mut Vec<Refused>,
}

impl Cells<'_> {
    fn text(&mut self, name: &'static str) -> String {
        let text = self.names.get(name).and_then(|&i| self.record.get(i)).unwrap_or("").trim().to_owned();
        if text.starts_with(['=', '@']) {
            self.fault(IntakeRefusal::FormulaCell { column: name, text: text.clone() });
        }
        text
    }

    fn money(&mut self, name: &'static str) -> Money {
        let text = self.text(name);
        if text.is_empty() {
            return Money::ZERO;
        }
        text.parse().unwrap_or_else(|e: crate::kernel::MoneyError| {
            self.fault(IntakeRefusal::BadAmount { column: name, why: e.to_string() });
            Money::ZERO
        })
    }

    fn fault(&mut self, refusal: IntakeRefusal) {
        self.faults.push(Refused::from(refusal).at_row(self.row));
    }

    fn detail(&mut self) -> Vec<String> {
        let path = self.text("detail");
        path.split('/').map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
    }
}

/// Calls `read` for every row of the file; refuses a header without the wanted columns, and rows of another width.
fn each_row(text: &str, wanted: &[&'static str], faults: &mut Vec<Refused>, mut read: impl FnMut(&mut Cells<'_>)) {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(true).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let names: BTreeMap<String, usize> = match reader.headers() {
        Ok(header) => header.iter().enumerate().map(|(i, n)| (n.trim().to_lowercase(), i)).collect(),
        Err(e) => {
            faults.push(IntakeRefusal::Unreadable { why: e.to_string() }.into());
            return;
        }
    };
    let missing: Vec<&str> = wanted.iter().copied().filter(|w| !names.contains_key(*w)).collect();
    if !missing.is_empty() {
        let refusal = IntakeRefusal::BadHeader { missing: missing.join("、"), wanted: wanted.join(",") };
        faults.push(Refused::from(refusal).at_row(1));
        return;
    }
    let width = names.len();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                faults.push(IntakeRefusal::Unreadable { why: e.to_string() }.into());
                return;
            }
        };
        let row = record.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
        if record.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        if record.len() != width {
            let refusal = IntakeRefusal::RowWidth { cells: record.len(), wanted: width };
            faults.push(Refused::from(refusal).at_row(row));
            continue;
        }
        read(&mut Cells { row, names: &names, record, faults });
    }
}

/// Reads an opening file: header `account,detail,side,amount`, a `book` column if it holds several books.
///
/// Refuses, all rows at once: `intake.bad_header`, `intake.row_width`, `intake.bad_amount`,
/// `intake.bad_side`, `intake.cell_empty`, `intake.formula_cell`, `intake.unreadable`.
pub fn read_opening(text: &str) -> Result<Vec<OpeningRow>, Vec<Refused>> {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    each_row(text, &["account", "detail", "side", "amount"], &mut faults, |cells| {
        let (book, account, detail) = (cells.text("book"), cells.text("account"), cells.detail());
        if account.is_empty() {
            cells.fault(IntakeRefusal::CellEmpty { column: "account" });
        }
        let side_text = cells.text("side");
        let side = side_text.parse().unwrap_or_else(|why: String| {
            cells.fault(IntakeRefusal::BadSide { why });
            Side::Debit
        });
        if cells.text("amount").is_empty() {
            cells.fault(IntakeRefusal::CellEmpty { column: "amount" });
        }
        let amount = cells.money("amount");
        rows.push(OpeningRow { row: cells.row, book, account, detail, side, amount });
    });
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// Reads a voucher file: header `voucher,date,summary,account,detail,debit,credit[,kind]`, a `book` column if it
/// holds several books. Rows with one `voucher` form one voucher, in the order of first appearance.
///
/// Refuses, all rows at once: as `read_opening`, and `intake.bad_date`, `intake.bad_kind`, `intake.two_dates`.
pub fn read_vouchers(text: &str) -> Result<Vec<VoucherRows>, Vec<Refused>> {
    let (mut vouchers, mut faults): (Vec<VoucherRows>, Vec<Refused>) = (Vec::new(), Vec::new());
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    let wanted = ["voucher", "date", "summary", "account", "detail", "debit", "credit"];
    each_row(text, &wanted, &mut faults, |cells| {
        let (book, key, account) = (cells.text("book"), cells.text("voucher"), cells.text("account"));
        for (column, cell) in [("voucher", &key), ("account", &account)] {
            if cell.is_empty() {
                cells.fault(IntakeRefusal::CellEmpty { column });
            }
        }
        let date_text = cells.text("date");
        let date = date_text.parse::<Date>().unwrap_or_else(|_| {
            cells.fault(IntakeRefusal::BadDate { text: date_text.clone() });
            Date::MIN
        });
        let kind = cells.text("kind").parse().unwrap_or_else(|why: String| {
            cells.fault(IntakeRefusal::BadKind { why });
            VoucherKind::Regular
        });
        let row = VoucherRow {
            row: cells.row,
            summary: cells.text("summary"),
            account,
            detail: cells.detail(),
            debit: cells.money("debit"),
            credit: cells.money("credit"),
        };
        let place = *places.entry((book.clone(), key.clone())).or_insert_with(|| {
            vouchers.push(VoucherRows { book, key: key.clone(), date, kind, rows: Vec::new() });
            vouchers.len() - 1
        });
        let voucher = &mut vouchers[place];
        if voucher.date != date {
            cells.fault(IntakeRefusal::TwoDates { voucher: key, first: voucher.date.to_string(), second: date_text });
        }
        voucher.rows.push(row);
    });
    if faults.is_empty() { Ok(vouchers) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_key_form_one_voucher() {
        let text = "voucher,date,summary,account,detail,debit,credit\n1,2024-01-05,购置,513,办公费,12.50,\n2,2024-01-06,x,101,,1,\n1,2024-01-05,购置,102,,,12.50\n";
        let vouchers = read_vouchers(text).unwrap();
        assert_eq!(vouchers.iter().map(|v| v.rows.len()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(vouchers[0].rows[1].row, 4);
    }

    #[test]
    fn every_bad_row_is_named_at_once() {
        let text = "account,detail,side,amount\n101,,借,1.005\n,,credit,5\n102,,left,=1+1\n102,,debit\n";
        let told: Vec<(usize, &str)> =
            read_opening(text).unwrap_err().iter().map(|r| (r.row.unwrap_or(0), r.code)).collect();
        assert_eq!(
            told,
            [
                (2, "intake.bad_amount"),
                (3, "intake.cell_empty"),
                (4, "intake.bad_side"),
                (4, "intake.formula_cell"),
                (4, "intake.formula_cell"),
                (4, "intake.bad_amount"),
                (5, "intake.row_width"),
            ]
        );
    }

    #[test]
    fn gbk_is_not_taken_for_utf8() {
        let (gbk, _, _) = encoding_rs::GB18030.encode("account,detail,side,amount\n库存现金,,借,1\n");
        let refused = utf8_text(&gbk).unwrap_err();
        assert_eq!((refused.code, refused.row), ("intake.not_utf8", Some(2)));
    }
}
