//! A 科目余额表 of the 2004 chart at the end of its last year, with whatever was decided in it already.

use crate::evidence::TableLimits;
use crate::kernel::Refused;

use super::file::Rows;
use super::heading::{Column, Shape, Vocabulary};
use super::opening_file::{OpeningRow, missing_balance, row_of};
use super::subtotals;

/// The headings: balances at the end of the year come first.
const WORDS: &Vocabulary = &[
    (Column::Account, &["account", "旧科目编码", "科目编码", "科目代码", "科目编号", "编码", "科目", "会计科目"]),
    (Column::Name, &["name", "旧科目名称", "科目名称", "名称"]),
    (Column::Detail, &["detail", "明细", "明细科目", "户名", "往来单位", "辅助核算"]),
    (Column::Side, &["side", "方向", "借贷", "借或贷", "余额方向", "借贷方向"]),
    (Column::Amount, &["amount", "期末余额", "年末余额", "余额", "金额", "期初余额"]),
    (
        Column::Debit,
        &[
            "debit",
            "期末余额借方",
            "期末借方余额",
            "期末借方",
            "借方余额",
            "借方",
            "期初余额借方",
            "期初借方余额",
            "期初借方",
        ],
    ),
    (
        Column::Credit,
        &[
            "credit",
            "期末余额贷方",
            "期末贷方余额",
            "期末贷方",
            "贷方余额",
            "贷方",
            "期初余额贷方",
            "期初贷方余额",
            "期初贷方",
        ],
    ),
    (Column::NewAccount, &["new_account", "新科目编码", "新科目", "转入科目"]),
    (Column::NewDetail, &["new_detail", "新明细", "转入明细"]),
    (Column::Reason, &["reason", "事由", "说明"]),
];

const SHAPE: Shape = Shape {
    words: WORDS,
    missing: missing_balance,
    wanted: "科目编码、科目名称、明细、期末借方、期末贷方，可另加 新科目编码、新明细、事由",
};

/// One row: an old balance, or, without an old account, an adjustment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionRow {
    /// The old balance.
    pub balance: OpeningRow,
    /// Where it goes, where the file says so.
    pub account: String,
    /// Names below the new account.
    pub detail: Vec<String>,
    /// 事由.
    pub reason: String,
}

/// The file, read.
#[derive(Clone, Debug, Default)]
pub struct ConversionFile {
    /// Its rows.
    pub rows: Vec<ConversionRow>,
    /// What was left aside.
    pub notices: Vec<String>,
}

/// Reads old balances; subtotals and blank rows are set aside and said. A row without an old account and with a new
/// one is an adjustment.
///
/// Refuses, all rows at once: as `read_opening_file`.
pub fn read_conversion_file(bytes: &[u8], limits: &TableLimits) -> Result<ConversionFile, Vec<Refused>> {
    let file = Rows::of_file(bytes, &SHAPE, limits).map_err(|no| vec![no])?;
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    file.each(&mut faults, |cells| {
        let (account, detail) = (cells.text(Column::NewAccount), cells.path(Column::NewDetail));
        let reason = cells.text(Column::Reason);
        let balance = row_of(cells, file.header(), !account.is_empty());
        read.push(ConversionRow { balance, account, detail, reason });
    });
    let balances = read.iter().map(|r| r.balance.clone()).collect();
    let settled = subtotals::settle(balances, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut rows = Vec::with_capacity(settled.rows.len());
    let mut rest = read.into_iter();
    for balance in settled.rows {
        if let Some(row) = rest.by_ref().find(|r| r.balance.row == balance.row) {
            rows.push(ConversionRow { balance, ..row });
        }
    }
    Ok(ConversionFile { rows, notices: file.unread().into_iter().chain(settled.notices).collect() })
}
