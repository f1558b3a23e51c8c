use crate::kernel::{Class, Refusal};

/// Why a file of opening balances or vouchers was not taken. Each names its row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IntakeRefusal {
    /// Nothing in it.
    #[error("文件是空的")]
    Empty,
    /// Not UTF-8.
    #[error("第{row}行起不是 UTF-8 编码(像是{looks_like}),请另存为 UTF-8 再导入")]
    NotUtf8 {
        /// First line that is not.
        row: usize,
        /// What it looks like.
        looks_like: &'static str,
    },
    /// Not CSV at all.
    #[error("文件读不成表格:{why}")]
    Unreadable {
        /// What the reader met.
        why: String,
    },
    /// Columns missing.
    #[error("表头缺少「{missing}」,应为 {wanted}")]
    BadHeader {
        /// The missing ones.
        missing: String,
        /// All of them.
        wanted: String,
    },
    /// A row of another width.
    #[error("这一行有{cells}格,表头有{wanted}格")]
    RowWidth {
        /// Cells there are.
        cells: usize,
        /// Cells of the header.
        wanted: usize,
    },
    /// A cell that must not be empty.
    #[error("「{column}」是空的")]
    CellEmpty {
        /// The column.
        column: &'static str,
    },
    /// A spreadsheet formula where a value belongs.
    #[error("「{column}」里是公式「{text}」,请贴成数值再导入")]
    FormulaCell {
        /// The column.
        column: &'static str,
        /// The cell.
        text: String,
    },
    /// Not an amount.
    #[error("「{column}」:{why}")]
    BadAmount {
        /// The column.
        column: &'static str,
        /// The sentence of the amount's refusal.
        why: String,
    },
    /// Not a side.
    #[error("{why}")]
    BadSide {
        /// The sentence.
        why: String,
    },
    /// Not a day.
    #[error("日期「{text}」不对,请写成 2024-01-05")]
    BadDate {
        /// What was there.
        text: String,
    },
    /// Not a kind.
    #[error("{why}")]
    BadKind {
        /// The sentence.
        why: String,
    },
    /// One voucher with two dates.
    #[error("凭证「{voucher}」有两个日期:{first}和{second}")]
    TwoDates {
        /// Its key.
        voucher: String,
        /// First.
        first: String,
        /// Second.
        second: String,
    },
    /// An account the chart does not know.
    #[error("科目「{account}」不在科目表里")]
    UnknownAccount {
        /// What was there.
        account: String,
    },
    /// A detail that is not there, and nothing may be created.
    #[error("「{account}」下没有「{detail}」,先增设,或加 --create-details 自动增设")]
    UnknownDetail {
        /// The account above.
        account: String,
        /// The missing name.
        detail: String,
    },
    /// A detail that must be chosen by a person.
    #[error("「{account}」要写明明细:{choices}")]
    DetailNeeded {
        /// The account.
        account: String,
        /// What there is.
        choices: String,
    },
    /// Details deeper than the account goes.
    #[error("「{account}」的明细「{detail}」写得太深")]
    DetailTooDeep {
        /// The account.
        account: String,
        /// The path.
        detail: String,
    },
    /// A book named in the file is not the one imported into.
    #[error("账套「{book}」不存在")]
    UnknownBook {
        /// The code in the file.
        book: String,
    },
    /// A voucher of the same key was imported before.
    #[error("凭证「{key}」以前导入过({voucher}),不能重复导入")]
    ImportedBefore {
        /// Its key.
        key: String,
        /// Where it stands.
        voucher: String,
    },
}

impl Refusal for IntakeRefusal {
    fn code(&self) -> &'static str {
        match self {
            IntakeRefusal::Empty => "intake.empty",
            IntakeRefusal::NotUtf8 { .. } => "intake.not_utf8",
            IntakeRefusal::Unreadable { .. } => "intake.unreadable",
            IntakeRefusal::BadHeader { .. } => "intake.bad_header",
            IntakeRefusal::RowWidth { .. } => "intake.row_width",
            IntakeRefusal::CellEmpty { .. } => "intake.cell_empty",
            IntakeRefusal::FormulaCell { .. } => "intake.formula_cell",
            IntakeRefusal::BadAmount { .. } => "intake.bad_amount",
            IntakeRefusal::BadSide { .. } => "intake.bad_side",
            IntakeRefusal::BadDate { .. } => "intake.bad_date",
            IntakeRefusal::BadKind { .. } => "intake.bad_kind",
            IntakeRefusal::TwoDates { .. } => "intake.two_dates",
            IntakeRefusal::UnknownAccount { .. } => "intake.unknown_account",
            IntakeRefusal::UnknownDetail { .. } => "intake.unknown_detail",
            IntakeRefusal::DetailNeeded { .. } => "intake.detail_needed",
            IntakeRefusal::DetailTooDeep { .. } => "intake.detail_too_deep",
            IntakeRefusal::UnknownBook { .. } => "intake.unknown_book",
            IntakeRefusal::ImportedBefore { .. } => "intake.imported_before",
        }
    }

    fn class(&self) -> Class {
        match self {
            IntakeRefusal::ImportedBefore { .. } => Class::Conflict,
            _ => Class::Invalid,
        }
    }
}
