//! A file of vouchers: rows with one key form one voucher.

use std::collections::BTreeMap;

use crate::evidence::TableLimits;
use crate::kernel::{Date, Money, Refused};
use crate::ledger::voucher::VoucherKind;

use super::cells::Cells;
use super::error::IntakeRefusal;
use super::file::{FILE_IN_BULK, Rows};
use super::heading::{Column, Header, Shape, Vocabulary};

/// The headings of a file of vouchers.
const WORDS: &Vocabulary = &[
    (Column::Book, &["book", "账套", "账套编码", "账套编号"]),
    (Column::Voucher, &["voucher", "凭证号", "凭证编号", "凭证字号", "凭证号数"]),
    (Column::Date, &["date", "日期", "凭证日期", "制单日期"]),
    (Column::Summary, &["summary", "摘要"]),
    (Column::Account, &["account", "科目编码", "科目代码", "科目编号", "科目", "会计科目", "科目名称"]),
    (Column::Detail, &["detail", "明细", "明细科目", "户名", "往来单位", "辅助核算"]),
    (Column::Debit, &["debit", "借方", "借方金额", "金额借方"]),
    (Column::Credit, &["credit", "贷方", "贷方金额", "金额贷方"]),
    (Column::Kind, &["kind", "类别", "凭证类别"]),
    (Column::Documents, &["documents", "附单据数", "附件数", "附单据", "附件张数"]),
];

const SHAPE: Shape = Shape {
    words: WORDS,
    missing,
    wanted: "voucher,date,summary,account,detail,debit,credit，或 凭证号、日期、摘要、科目编码、明细、借方、贷方",
};

fn missing(header: &Header) -> Vec<&'static str> {
    let needed = [Column::Voucher, Column::Date, Column::Summary, Column::Account, Column::Debit, Column::Credit];
    needed.into_iter().filter(|c| !header.has(*c)).map(Column::said).collect()
}

/// One row of a voucher file, sound in itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherRow {
    /// Line in the file.
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
    /// 附单据数.
    pub document_count: i64,
    /// Its rows.
    pub rows: Vec<VoucherRow>,
}

/// A file of vouchers, read.
#[derive(Clone, Debug, Default)]
pub struct VoucherFile {
    /// Its vouchers, in the order of first appearance.
    pub vouchers: Vec<VoucherRows>,
    /// What was left aside.
    pub notices: Vec<String>,
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

/// Reads a voucher file: header `voucher,date,summary,account,detail,debit,credit[,kind]` or the same in Chinese, a
/// `book` column if it holds several books. Rows with one `voucher` form one voucher.
///
/// Refuses, all rows at once: the file and heading refusals, `intake.row_width`, `intake.quote_open`, `intake.cell_empty`,
/// `intake.formula_cell`, `intake.bad_amount`, `intake.bad_date`, `intake.serial_date`, `intake.bad_kind`,
/// `intake.bad_count`, `intake.two_dates`.
pub fn read_voucher_file(bytes: &[u8], limits: &TableLimits) -> Result<VoucherFile, Vec<Refused>> {
    let rows = Rows::of_file(bytes, &SHAPE, limits).map_err(|no| vec![no])?;
    let notices = rows.unread().into_iter().collect();
    Ok(VoucherFile { vouchers: vouchers_of(&rows)?, notices })
}

/// The same of text already decoded.
pub fn read_vouchers(text: &str) -> Result<Vec<VoucherRows>, Vec<Refused>> {
    vouchers_of(&Rows::of_text(text, &SHAPE, &FILE_IN_BULK).map_err(|no| vec![no])?)
}

fn vouchers_of(file: &Rows) -> Result<Vec<VoucherRows>, Vec<Refused>> {
    let (mut gathered, mut faults) = (Gathered::default(), Vec::new());
    file.each(&mut faults, |cells| gathered.take(cells));
    if faults.is_empty() { Ok(gathered.vouchers) } else { Err(faults) }
}

/// Vouchers in the order of first appearance, and where each key stands.
#[derive(Default)]
pub(super) struct Gathered {
    vouchers: Vec<VoucherRows>,
    places: BTreeMap<(String, String), usize>,
}

impl Gathered {
    fn take(&mut self, cells: &mut Cells<'_>) {
        let (book, key) = (cells.text(Column::Book), cells.needed(Column::Voucher));
        let date = cells.date(Column::Date);
        let kind = cells.text(Column::Kind).parse().unwrap_or_else(|why: String| {
            cells.fault(IntakeRefusal::BadKind { why });
            VoucherKind::Regular
        });
        let head = VoucherRows { book, key, date, kind, document_count: count(cells), rows: Vec::new() };
        let account = cells.needed(Column::Account);
        let mut parts = account.split(['/', '／']).map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned);
        let account = parts.next().unwrap_or_default();
        let row = VoucherRow {
            row: cells.row(),
            summary: cells.text(Column::Summary),
            account,
            detail: parts.chain(cells.path(Column::Detail)).collect(),
            debit: cells.money(Column::Debit),
            credit: cells.money(Column::Credit),
        };
        if let Some(refusal) = self.add(head, row) {
            cells.fault(refusal);
        }
    }

    /// Puts a row to the voucher of its key; two dates in one voucher are a fault.
    pub(super) fn add(&mut self, head: VoucherRows, row: VoucherRow) -> Option<IntakeRefusal> {
        let place = *self.places.entry((head.book.clone(), head.key.clone())).or_insert_with(|| {
            self.vouchers.push(head.clone());
            self.vouchers.len() - 1
        });
        let voucher = &mut self.vouchers[place];
        voucher.rows.push(row);
        voucher.document_count = voucher.document_count.max(head.document_count);
        (voucher.date != head.date).then(|| IntakeRefusal::TwoDates {
            voucher: head.key,
            first: voucher.date.to_string(),
            second: head.date.to_string(),
        })
    }

    pub(super) fn into_vouchers(self) -> Vec<VoucherRows> {
        self.vouchers
    }
}

fn count(cells: &mut Cells<'_>) -> i64 {
    let text = cells.text(Column::Documents);
    let count = if text.is_empty() { Some(0) } else { text.parse().ok().filter(|n| (0..10_000).contains(n)) };
    count.unwrap_or_else(|| {
        cells.fault(IntakeRefusal::BadCount { text });
        0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::intake::read_opening;

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
                (4, "intake.formula_cell"),
                (4, "intake.bad_side"),
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
