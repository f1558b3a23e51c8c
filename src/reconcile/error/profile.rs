use crate::kernel::{Class, Refusal};

/// Why a 流水格式 is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileRefusal {
    /// Some other file.
    #[error("这不是银行流水格式文件，第一行应是「# 明账银行流水格式 1」，请在已对应好的账户下载一份")]
    NoProfile,
    /// A line that says nothing.
    #[error("第 {row} 行「{line}」看不懂，请写成「余额：表头上的字」")]
    LineUnreadable {
        /// Line of the file.
        row: usize,
        /// What stands there.
        line: String,
    },
    /// A thing nobody asks for.
    #[error("第 {row} 行没有「{key}」这一项，请改成说明里列出的项目")]
    KeyUnknown {
        /// Line of the file.
        row: usize,
        /// What it calls itself.
        key: String,
    },
    /// The same thing said twice.
    #[error("第 {row} 行「{key}」前面已经写过，请只留一行")]
    KeyTwice {
        /// Line of the file.
        row: usize,
        /// Which.
        key: String,
    },
    /// A value that is none.
    #[error("第 {row} 行{key}「{value}」看不懂，请写{takes}")]
    ValueUnreadable {
        /// Line of the file.
        row: usize,
        /// Of what.
        key: String,
        /// What stands there.
        value: String,
        /// What could stand there.
        takes: &'static str,
    },
    /// Two columns for what stands once in a row.
    #[error("「{first}」和「{second}」都对应成{role}，请只留一列")]
    ColumnTwice {
        /// What both claim to be.
        role: &'static str,
        /// One column.
        first: String,
        /// The other.
        second: String,
    },
    /// Every column by its place, and nobody knows where the rows begin.
    #[error("各列都按位置对应，请写明表头在第几行，或没有表头")]
    HeaderPlaceMissing,
    /// Header words where there is no header.
    #[error("没有表头的文件只能按位置对应，请把各列写成第几列")]
    WordsWithoutHeader,
}

impl Refusal for ProfileRefusal {
    fn code(&self) -> &'static str {
        match self {
            ProfileRefusal::NoProfile => "reconcile.profile_unknown",
            ProfileRefusal::LineUnreadable { .. } => "reconcile.profile_line",
            ProfileRefusal::KeyUnknown { .. } => "reconcile.profile_key_unknown",
            ProfileRefusal::KeyTwice { .. } => "reconcile.profile_key_twice",
            ProfileRefusal::ValueUnreadable { .. } => "reconcile.profile_value",
            ProfileRefusal::ColumnTwice { .. } => "reconcile.profile_column_twice",
            ProfileRefusal::HeaderPlaceMissing => "reconcile.profile_header_place",
            ProfileRefusal::WordsWithoutHeader => "reconcile.profile_words_without_header",
        }
    }

    fn class(&self) -> Class {
        Class::Invalid
    }
}
