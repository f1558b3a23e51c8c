use crate::kernel::{Class, Money, Refusal};

/// Why a bank file is not taken. In order of precedence: the file, its header, its rows, its proof.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementRefusal {
    /// Nothing in the file.
    #[error("文件是空的，请从网银重新导出对账单")]
    FileEmpty,
    /// More than a statement ever needs.
    #[error("文件有 {megabytes} MB，超过 5 MB 的上限，请按月或按季分段导出")]
    FileTooLarge {
        /// Size, rounded up.
        megabytes: usize,
    },
    /// More rows than one import takes.
    #[error("文件有 {rows} 行，超过 20,000 行的上限，请按月或按季分段导出")]
    TooManyRows {
        /// Rows found.
        rows: usize,
    },
    /// Something else under a statement's name.
    #[error(
        "这个文件其实是{what}，不是表格。请在网银选“导出 Excel”或“导出 CSV”；若只能得到网页，用 WPS 打开后另存为 xlsx 再导入"
    )]
    FileDisguised {
        /// What it really is.
        what: &'static str,
    },
    /// A workbook that does not open.
    #[error("表格打不开，可能加了密码或没有下载完整，请用 WPS 打开确认后另存为 xlsx 再导入")]
    FileUnreadable,
    /// Bytes that are no Chinese text.
    #[error("第 {row} 行有认不出的字，文件可能损坏，请从网银重新导出，不要用其他软件改过再存")]
    Undecodable {
        /// Line of the file.
        row: usize,
    },
    /// No row looks like a header.
    #[error("没有找到表头：需要日期、收入和支出(或金额)、余额三类列。文件开头是「{seen}」，请手工对应一次各列")]
    HeaderUnknown {
        /// The first words of the file.
        seen: String,
    },
    /// A header without a column that cannot be missed.
    #[error("第 {row} 行像是表头，但缺少{missing}列，请在网银导出时选上，或手工对应一次各列")]
    HeaderIncomplete {
        /// Line of the file.
        row: usize,
        /// The missing columns, in words.
        missing: String,
    },
    /// Two columns claim one meaning.
    #[error("第 {row} 行表头里「{first}」和「{second}」都像{role}列，请手工对应一次各列")]
    HeaderAmbiguous {
        /// Line of the file.
        row: usize,
        /// One column.
        first: String,
        /// The other.
        second: String,
        /// What both claim to be.
        role: &'static str,
    },
    /// More than one sheet of the workbook holds a statement.
    #[error("表格里有 {count} 张工作表都是对账单（{names}），请一次导入一张")]
    SheetsSeveral {
        /// How many.
        count: usize,
        /// Their names.
        names: String,
    },
    /// A header and nothing below it.
    #[error("第 {row} 行表头下面没有一笔流水，请检查导出的起止日期")]
    NoRows {
        /// Line of the header.
        row: usize,
    },
    /// A quote that swallowed the following rows.
    #[error("第 {row} 行有一个引号没有收尾，后面的行会被吞掉，请从网银重新导出")]
    QuoteOpen {
        /// Line of the file.
        row: usize,
    },
    /// A row with money and no day.
    #[error("第 {row} 行的日期「{value}」认不出，请写成 2024-07-02")]
    DateUnreadable {
        /// Line of the file.
        row: usize,
        /// What stands there.
        value: String,
    },
    /// An amount cell that is no amount.
    #[error("第 {row} 行{column}：{why}")]
    AmountUnreadable {
        /// Line of the file.
        row: usize,
        /// Which column.
        column: &'static str,
        /// The money room's sentence.
        why: String,
    },
    /// A row without its balance.
    #[error("第 {row} 行没有余额，无法证明没有漏行，请从网银重新导出")]
    BalanceMissing {
        /// Line of the file.
        row: usize,
    },
    /// A direction word nobody knows.
    #[error("第 {row} 行的借贷标志「{value}」认不出，应为借或贷（借是付出，贷是收入）")]
    DirectionUnreadable {
        /// Line of the file.
        row: usize,
        /// What stands there.
        value: String,
    },
    /// Not yuan.
    #[error("第 {row} 行的币种是「{currency}」，账套只记人民币")]
    ForeignCurrency {
        /// Line of the file.
        row: usize,
        /// The currency named.
        currency: String,
    },
    /// Two accounts in one file.
    #[error("第 {row} 行是尾号 {second} 的账户，前面是尾号 {first} 的账户，请一次导入一个账户")]
    AccountsSeveral {
        /// Line of the file.
        row: usize,
        /// Tail of the first account.
        first: String,
        /// Tail of the other.
        second: String,
    },
    /// The running balance does not run.
    #[error(
        "第 {row} 行余额接不上：上一笔余额 {before} 元，本行收入 {money_in} 元、支出 {money_out} 元，余额应为 {expected} 元，文件里是 {found} 元，相差 {difference} 元。文件可能缺行或改动过，请从网银重新导出"
    )]
    ChainBroken {
        /// Line of the file.
        row: usize,
        /// Balance before this row.
        before: Money,
        /// What came in.
        money_in: Money,
        /// What went out.
        money_out: Money,
        /// What the balance should be.
        expected: Money,
        /// What the file says.
        found: Money,
        /// Found less expected.
        difference: Money,
    },
    /// The file belongs to another account.
    #[error("文件是尾号 {found} 的账户，这里是尾号 {expected} 的账户，请换账户或换文件")]
    WrongAccount {
        /// Tail in the file.
        found: String,
        /// Tail of the account here.
        expected: String,
    },
}

impl Refusal for StatementRefusal {
    fn code(&self) -> &'static str {
        match self {
            StatementRefusal::FileEmpty => "reconcile.file_empty",
            StatementRefusal::FileTooLarge { .. } => "reconcile.file_too_large",
            StatementRefusal::TooManyRows { .. } => "reconcile.too_many_rows",
            StatementRefusal::FileDisguised { .. } => "reconcile.file_disguised",
            StatementRefusal::FileUnreadable => "reconcile.file_unreadable",
            StatementRefusal::Undecodable { .. } => "reconcile.undecodable",
            StatementRefusal::HeaderUnknown { .. } => "reconcile.header_unknown",
            StatementRefusal::HeaderIncomplete { .. } => "reconcile.header_incomplete",
            StatementRefusal::HeaderAmbiguous { .. } => "reconcile.header_ambiguous",
            StatementRefusal::SheetsSeveral { .. } => "reconcile.sheets_several",
            StatementRefusal::NoRows { .. } => "reconcile.no_rows",
            StatementRefusal::QuoteOpen { .. } => "reconcile.quote_open",
            StatementRefusal::DateUnreadable { .. } => "reconcile.date_unreadable",
            StatementRefusal::AmountUnreadable { .. } => "reconcile.amount_unreadable",
            StatementRefusal::BalanceMissing { .. } => "reconcile.balance_missing",
            StatementRefusal::DirectionUnreadable { .. } => "reconcile.direction_unreadable",
            StatementRefusal::ForeignCurrency { .. } => "reconcile.foreign_currency",
            StatementRefusal::AccountsSeveral { .. } => "reconcile.accounts_several",
            StatementRefusal::ChainBroken { .. } => "reconcile.chain_broken",
            StatementRefusal::WrongAccount { .. } => "reconcile.wrong_account",
        }
    }

    fn class(&self) -> Class {
        Class::Invalid
    }
}
