use crate::kernel::{Class, Money, Refusal};

/// Why a file of opening balances or vouchers was not taken. Each names its row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IntakeRefusal {
    /// Nothing in it.
    #[error("文件是空的")]
    Empty,
    /// More bytes than are taken.
    #[error("文件有{megabytes}MB（展开后），超过{limit}MB 的上限，请分成几个文件")]
    TooLarge {
        /// Size.
        megabytes: u64,
        /// The most.
        limit: usize,
    },
    /// More rows than are taken.
    #[error("文件有{rows}行以上，超过{limit}行的上限，请分成几个文件，或请管理员用命令行导入")]
    TooManyRows {
        /// Rows counted.
        rows: usize,
        /// The most.
        limit: usize,
    },
    /// Something else under a table's name.
    #[error("这个文件其实是{what}，不是表格，请用 WPS 打开后另存为 xlsx 或 csv 再导入")]
    Disguised {
        /// What it is.
        what: &'static str,
    },
    /// Bytes that are no Chinese text.
    #[error("第{row}行有认不出的字，请用原来的软件另存为 UTF-8 或 GBK 再导入")]
    Undecodable {
        /// Line.
        row: usize,
    },
    /// Several sheets look like the one.
    #[error("工作簿里有{count}张表都像：{names}，请只留一张再导入")]
    SeveralSheets {
        /// How many.
        count: usize,
        /// Their names.
        names: String,
    },
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
    /// Two columns of one heading.
    #[error("表头里「{heading}」有两列，请只留一列")]
    HeadingTwice {
        /// The heading.
        heading: String,
    },
    /// An open quote swallowed the rows behind it.
    #[error("这一行的引号没有收尾，后面的行被吞进来了，请补上引号")]
    QuoteOpen,
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
    /// A name too long to be one.
    #[error("「{column}」里「{start}…」有{length}个字，最多{limit}个")]
    CellTooLong {
        /// The column.
        column: &'static str,
        /// How it begins.
        start: String,
        /// Its length.
        length: usize,
        /// The most.
        limit: usize,
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
    /// Debit and credit in one row.
    #[error("期初借方{debit}元、贷方{credit}元都有数，一行只能写一方")]
    BothSides {
        /// Debit.
        debit: Money,
        /// Credit.
        credit: Money,
    },
    /// An account that is not the sum of its details.
    #[error("「{account}」写的是{said}元，下面明细合计{sum}元（借方为正），请核对")]
    SubtotalDiffers {
        /// Code and name.
        account: String,
        /// What the row says, debit positive.
        said: Money,
        /// What its details sum to.
        sum: Money,
    },
    /// 年初 and the year's movements do not give the balance.
    #[error("年初余额{start}元加本年累计{moved}元，不等于期初余额{amount}元，请核对")]
    YearDiffers {
        /// 年初.
        start: Money,
        /// Movement on the row's side.
        moved: Money,
        /// The balance.
        amount: Money,
    },
    /// A code under another name.
    #[error("科目编码{code}在科目表里是「{ours}」，文件写的是「{theirs}」；2004年旧制度的余额表请走新旧衔接")]
    NameDiffers {
        /// The code.
        code: String,
        /// The chart's name.
        ours: String,
        /// The file's name.
        theirs: String,
    },
    /// The same account and detail in two rows.
    #[error("和第{first}行是同一个科目和明细，请合成一行")]
    SameAsRow {
        /// The first of them.
        first: usize,
    },
    /// Not a day.
    #[error("日期「{text}」不对,请写成 2024-01-05")]
    BadDate {
        /// What was there.
        text: String,
    },
    /// A day as a spreadsheet counts it.
    #[error("日期「{text}」像是表格里的日期序号（{day}），请把这一列设成日期格式再导入")]
    SerialDate {
        /// What was there.
        text: String,
        /// The day it counts.
        day: String,
    },
    /// Not a count.
    #[error("附单据数「{text}」不是张数，请写 0 到 9999 的整数")]
    BadCount {
        /// What was there.
        text: String,
    },
    /// A summary with commas in it that nobody quoted.
    #[error("这一行的摘要里有逗号又没有引号，分不清科目在哪一格，请给摘要加上引号")]
    SummarySplit,
    /// A code of another program that nobody has mapped.
    #[error("原软件的科目{code}还没有对应到本账套的科目")]
    Unmapped {
        /// The code.
        code: String,
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
    #[error("「{account}」下没有「{detail}」,请先增设，或选择一并新建")]
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
            IntakeRefusal::TooLarge { .. } => "intake.too_large",
            IntakeRefusal::TooManyRows { .. } => "intake.too_many_rows",
            IntakeRefusal::Disguised { .. } => "intake.disguised",
            IntakeRefusal::Undecodable { .. } => "intake.undecodable",
            IntakeRefusal::SeveralSheets { .. } => "intake.several_sheets",
            IntakeRefusal::HeadingTwice { .. } => "intake.heading_twice",
            IntakeRefusal::QuoteOpen => "intake.quote_open",
            IntakeRefusal::CellTooLong { .. } => "intake.cell_too_long",
            IntakeRefusal::BothSides { .. } => "intake.both_sides",
            IntakeRefusal::SubtotalDiffers { .. } => "intake.subtotal_differs",
            IntakeRefusal::YearDiffers { .. } => "intake.year_differs",
            IntakeRefusal::NameDiffers { .. } => "intake.name_differs",
            IntakeRefusal::SameAsRow { .. } => "intake.same_as_row",
            IntakeRefusal::SerialDate { .. } => "intake.serial_date",
            IntakeRefusal::SummarySplit => "intake.summary_split",
            IntakeRefusal::Unmapped { .. } => "intake.unmapped",
            IntakeRefusal::BadCount { .. } => "intake.bad_count",
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
