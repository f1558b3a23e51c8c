use crate::kernel::{Class, Money, Refusal};

/// Why a file or a source document is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceRefusal {
    /// Nothing arrived.
    #[error("「{name}」是空文件（0 字节），请重新拍照或重新选择")]
    Empty {
        /// The file's own name.
        name: String,
    },
    /// More bytes than the limit.
    #[error("「{name}」超过单个文件上限 {limit}，请压缩或分开上传")]
    TooLarge {
        /// The file's own name.
        name: String,
        /// The limit, in words.
        limit: String,
    },
    /// A kind of file we do not keep.
    #[error("「{name}」是{found}，只收 JPG、PNG、WEBP 照片和 PDF、OFD、XML 票据，请换一种格式")]
    NotAllowed {
        /// The file's own name.
        name: String,
        /// What it is.
        found: &'static str,
    },
    /// The name says one thing, the content another.
    #[error("「{name}」名称写的是{said}，内容却是{found}，请换原来的文件")]
    Disguised {
        /// The file's own name.
        name: String,
        /// What the name claims.
        said: &'static str,
        /// What the content is.
        found: &'static str,
    },
    /// The end is missing.
    #[error("「{name}」不完整（收到 {bytes}，{missing}），可能没有传完，请重新上传")]
    Truncated {
        /// The file's own name.
        name: String,
        /// How much arrived.
        bytes: String,
        /// What is missing.
        missing: &'static str,
    },
    /// A picture that unpacks into more than any photograph of a receipt.
    #[error("「{name}」有 {width}×{height} 像素，超过上限 {limit} 万像素，请缩小后再传")]
    TooManyPixels {
        /// The file's own name.
        name: String,
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The limit, in ten thousands.
        limit: u64,
    },
    /// A package that unpacks into far more than it weighs.
    #[error("「{name}」解开后有 {unpacked}，超过上限 {limit}，不能收")]
    Swells {
        /// The file's own name.
        name: String,
        /// What it unpacks into, at least.
        unpacked: String,
        /// The limit.
        limit: String,
    },
    /// Locked with a password.
    #[error("「{name}」加了密码，无法长期保存，请去掉密码后再传")]
    Encrypted {
        /// The file's own name.
        name: String,
    },
    /// A document without a page.
    #[error("「{name}」一页内容也没有（0 页），请重新导出")]
    NoPages {
        /// The file's own name.
        name: String,
    },
    /// The head is right, the rest cannot be read.
    #[error("「{name}」打不开：{what}，请重新导出或改为拍照")]
    Unreadable {
        /// The file's own name.
        name: String,
        /// What is wrong with it.
        what: String,
    },
    /// The file is not of this book, or not there.
    #[error("没有这个附件，或不在您的管理范围内")]
    NoSuchFile,
    /// The document is not of this book, or not there.
    #[error("没有这张原始凭证，或不在您的管理范围内")]
    NoSuchDocument,
    /// A document needs at least one file.
    #[error("原始凭证还没有照片或文件，请先拍照")]
    NoFiles,
    /// One file twice in one bundle.
    #[error("「{name}」在这一单里用了 {times} 次，同一张票据只能用一次，请删去重复的")]
    SameFileTwice {
        /// The file's own name.
        name: String,
        /// How often.
        times: usize,
    },
    /// One invoice on two papers of one bundle.
    #[error("发票 {number} 在这一单里有 {times} 张，同一张发票的 PDF 和 XML 请选“上一张的续页”")]
    SameInvoiceTwice {
        /// Its number.
        number: String,
        /// How often.
        times: usize,
    },
    /// The pages of one paper show two invoices.
    #[error("一张票据里有两张电子发票 {first} 和 {second}，请分成两张")]
    TwoInvoices {
        /// The first.
        first: String,
        /// The other.
        second: String,
    },
    /// What was typed is not what the file says.
    #[error("填的发票号码是 {typed}，电子发票上是 {read}，请删去或改成一致")]
    OtherNumber {
        /// As typed.
        typed: String,
        /// As read.
        read: String,
    },
    /// Below nothing.
    #[error("票面金额 {amount} 元小于零，请核对")]
    AmountNegative {
        /// As given.
        amount: Money,
    },
    /// Beyond what an entry holds.
    #[error("票面金额 {amount} 元超过单笔上限 {limit} 元，请核对")]
    AmountTooLarge {
        /// As given.
        amount: Money,
        /// The limit.
        limit: Money,
    },
    /// A date that has not come.
    #[error("票据日期 {date} 晚于今天 {today}，请核对")]
    DateInFuture {
        /// As given.
        date: String,
        /// Today.
        today: String,
    },
    /// Not what an invoice number looks like.
    #[error("发票号码「{number}」不对，应为 8 至 20 位数字或字母")]
    InvoiceNumber {
        /// As given.
        number: String,
    },
    /// Too many characters.
    #[error("{what}有 {length} 个字，最多 {limit} 个字，请缩短")]
    TooLong {
        /// Which.
        what: &'static str,
        /// How many.
        length: usize,
        /// How many at most.
        limit: usize,
        /// The form field.
        field: &'static str,
    },
    /// The document it replaces has a successor already.
    #[error("这张原始凭证已被更换过一次，请在新的一张上更换")]
    ReplacedAlready,
}

impl Refusal for EvidenceRefusal {
    fn code(&self) -> &'static str {
        use EvidenceRefusal as E;
        match self {
            E::Empty { .. } => "evidence.empty",
            E::TooLarge { .. } => "evidence.too_large",
            E::NotAllowed { .. } => "evidence.not_allowed",
            E::Disguised { .. } => "evidence.disguised",
            E::Truncated { .. } => "evidence.truncated",
            E::TooManyPixels { .. } => "evidence.too_many_pixels",
            E::Swells { .. } => "evidence.swells",
            E::Encrypted { .. } => "evidence.encrypted",
            E::NoPages { .. } => "evidence.no_pages",
            E::Unreadable { .. } => "evidence.unreadable",
            E::NoSuchFile => "evidence.no_such_file",
            E::NoSuchDocument => "evidence.no_such_document",
            E::NoFiles => "evidence.no_files",
            E::SameFileTwice { .. } => "evidence.same_file_twice",
            E::SameInvoiceTwice { .. } => "evidence.same_invoice_twice",
            E::TwoInvoices { .. } => "evidence.two_invoices",
            E::OtherNumber { .. } => "evidence.other_number",
            E::AmountNegative { .. } => "evidence.amount_negative",
            E::AmountTooLarge { .. } => "evidence.amount_too_large",
            E::DateInFuture { .. } => "evidence.date_in_future",
            E::InvoiceNumber { .. } => "evidence.invoice_number",
            E::TooLong { .. } => "evidence.too_long",
            E::ReplacedAlready => "evidence.replaced_already",
        }
    }

    fn class(&self) -> Class {
        use EvidenceRefusal as E;
        match self {
            E::NoSuchFile | E::NoSuchDocument => Class::NotFound,
            E::ReplacedAlready => Class::Conflict,
            E::Empty { .. }
            | E::TooLarge { .. }
            | E::NotAllowed { .. }
            | E::Disguised { .. }
            | E::Truncated { .. }
            | E::TooManyPixels { .. }
            | E::Swells { .. }
            | E::Encrypted { .. }
            | E::NoPages { .. }
            | E::Unreadable { .. }
            | E::NoFiles
            | E::SameFileTwice { .. }
            | E::SameInvoiceTwice { .. }
            | E::TwoInvoices { .. }
            | E::OtherNumber { .. }
            | E::AmountNegative { .. }
            | E::AmountTooLarge { .. }
            | E::DateInFuture { .. }
            | E::InvoiceNumber { .. }
            | E::TooLong { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use EvidenceRefusal as E;
        match self {
            E::AmountNegative { .. } | E::AmountTooLarge { .. } => Some("amount"),
            E::DateInFuture { .. } => Some("date"),
            E::InvoiceNumber { .. } => Some("invoice_no"),
            E::TooLong { field, .. } => Some(field),
            E::NoSuchDocument | E::ReplacedAlready => None,
            E::Empty { .. }
            | E::TooLarge { .. }
            | E::NotAllowed { .. }
            | E::Disguised { .. }
            | E::Truncated { .. }
            | E::TooManyPixels { .. }
            | E::Swells { .. }
            | E::Encrypted { .. }
            | E::NoPages { .. }
            | E::Unreadable { .. }
            | E::NoSuchFile
            | E::NoFiles
            | E::SameFileTwice { .. }
            | E::SameInvoiceTwice { .. }
            | E::TwoInvoices { .. }
            | E::OtherNumber { .. } => Some("files"),
        }
    }
}
