use crate::kernel::{Class, Money, Refusal};

/// Why an electronic invoice is not believed. Listed in the order in which one outranks another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EInvoiceRefusal {
    /// A DOCTYPE, or an entity of its own: a way to make a reader fetch or swell.
    #[error("电子发票里带有外部定义，不能收，请向开票方要原始文件")]
    Definition,
    /// Elements within elements beyond any invoice.
    #[error("电子发票嵌套超过 {limit} 层，不能收，请向开票方要原始文件")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// More elements, or more bytes, than any invoice.
    #[error("电子发票内容太多，超过上限 {limit}，请向开票方要原始文件")]
    TooLarge {
        /// The limit, in words.
        limit: String,
    },
    /// Not well-formed.
    #[error("电子发票文件不完整，请重新下载后再传")]
    Broken,
    /// Something every invoice has.
    #[error("电子发票里没有{what}，请向开票方要原始文件")]
    Missing {
        /// What.
        what: &'static str,
    },
    /// Not twenty digits.
    #[error("发票号码「{number}」不是20位数字，请核对文件")]
    BadNumber {
        /// As it stands.
        number: String,
    },
    /// Head and tail name two numbers.
    #[error("发票号码前后不一：票面{head}，税务{tail}，请向开票方要原始文件")]
    TwoNumbers {
        /// In the head.
        head: String,
        /// In the tax office's part.
        tail: String,
    },
    /// Not a day.
    #[error("开票日期「{text}」不认识，请核对文件")]
    BadDate {
        /// As it stands.
        text: String,
    },
    /// Not an amount to the fen.
    #[error("{what}「{text}」不是到分的金额，请核对文件")]
    BadAmount {
        /// Which.
        what: &'static str,
        /// As it stands.
        text: String,
    },
    /// Net and tax are not gross.
    #[error("金额{net}元加税额{tax}元，与价税合计{gross}元相差{difference}元，请向开票方核实")]
    DoesNotAddUp {
        /// 合计金额.
        net: Money,
        /// 合计税额.
        tax: Money,
        /// 价税合计.
        gross: Money,
        /// By how much.
        difference: Money,
    },
    /// The lines are not the total.
    #[error("明细{what}合计{lines}元，票面{what}{said}元，相差{difference}元，请向开票方核实")]
    LinesDiffer {
        /// 金额 or 税额.
        what: &'static str,
        /// On the face.
        said: Money,
        /// Of the lines.
        lines: Money,
        /// By how much.
        difference: Money,
    },
    /// Some below nothing, some above.
    #[error("金额{net}元、税额{tax}元、价税合计{gross}元有正有负，请向开票方核实")]
    MixedSigns {
        /// 合计金额.
        net: Money,
        /// 合计税额.
        tax: Money,
        /// 价税合计.
        gross: Money,
    },
    /// The file is a picture or a page without data.
    #[error("「{name}」里没有电子发票数据，请上传税务平台下载的 XML、PDF 或 OFD 原件")]
    NoneInside {
        /// The file's own name.
        name: String,
    },
}

impl Refusal for EInvoiceRefusal {
    fn code(&self) -> &'static str {
        use EInvoiceRefusal as E;
        match self {
            E::Definition => "e_invoice.definition",
            E::TooDeep { .. } => "e_invoice.too_deep",
            E::TooLarge { .. } => "e_invoice.too_large",
            E::Broken => "e_invoice.broken",
            E::Missing { .. } => "e_invoice.missing",
            E::BadNumber { .. } => "e_invoice.bad_number",
            E::TwoNumbers { .. } => "e_invoice.two_numbers",
            E::BadDate { .. } => "e_invoice.bad_date",
            E::BadAmount { .. } => "e_invoice.bad_amount",
            E::DoesNotAddUp { .. } => "e_invoice.does_not_add_up",
            E::LinesDiffer { .. } => "e_invoice.lines_differ",
            E::MixedSigns { .. } => "e_invoice.mixed_signs",
            E::NoneInside { .. } => "e_invoice.none_inside",
        }
    }

    fn class(&self) -> Class {
        Class::Invalid
    }

    fn field(&self) -> Option<&'static str> {
        Some("files")
    }
}
