use crate::kernel::{Class, Money, Refusal};

/// Why the papers of a 报账单 do not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperRefusal {
    /// This kind of item at this amount brings a paper that is not there.
    #[error("{rule}{limit}要附{what}，这一单 {amount} 元还没有附，请拍照附上")]
    PaperMissing {
        /// By which rule.
        rule: String,
        /// From which amount; empty from the first fen.
        limit: String,
        /// What.
        what: String,
        /// The amount of the item.
        amount: Money,
    },
    /// Somebody besides the handler bears witness.
    #[error("{rule}{limit}要写证明人，这一单 {amount} 元还没有写，请填写")]
    WitnessMissing {
        /// By which rule.
        rule: String,
        /// From which amount.
        limit: String,
        /// The amount of the item.
        amount: Money,
    },
    /// Nobody bears witness for himself.
    #[error("证明人和经手人都是{name}，请另请一人证明")]
    WitnessIsHandler {
        /// Who.
        name: String,
    },
    /// The invoice is made out to somebody else.
    #[error("发票 {number} 的抬头是“{buyer}”，本账套是“{legal_name}”，请让开票方重开")]
    InvoiceBuyer {
        /// Its number.
        number: String,
        /// Its buyer.
        buyer: String,
        /// What it should be.
        legal_name: String,
    },
    /// Money that comes in has an invoice of ours, or a red one of theirs.
    #[error("收钱附的发票 {number} 由“{seller}”开出，应由“{legal_name}”开出，请核对；付钱请用“花钱”")]
    InvoiceSeller {
        /// Its number.
        number: String,
        /// Its seller.
        seller: String,
        /// What it should be.
        legal_name: String,
    },
    /// What was typed is not what the invoices say.
    #[error("填的金额 {typed} 元，电子发票 {count} 张合计 {invoices} 元，请改成一致；分次付款或留质保金的，请附合同")]
    InvoiceAmount {
        /// As typed.
        typed: Money,
        /// How many invoices.
        count: usize,
        /// What they say together.
        invoices: Money,
    },
    /// A red invoice takes money back.
    #[error("发票 {number} 是红字 {amount} 元，不能单独付款，请和它冲的蓝字发票放在一单；退回来的钱请用“收钱”")]
    RedInvoiceAlone {
        /// Its number.
        number: String,
        /// Its amount, below nothing.
        amount: Money,
    },
    /// One paper is handed in once in the whole township.
    #[error("{what}已在{place}{holder}用过（{date}），一张票据只能报一次，请删去；旧票请把发票代码和号码连着填")]
    PaperUsed {
        /// The invoice number, or the file.
        what: String,
        /// Village and book.
        place: String,
        /// 第3号报账单, or the voucher.
        holder: String,
        /// When.
        date: String,
    },
    /// There is no such rule.
    #[error("没有“{subject}”这一条，请从列表里改")]
    UnknownPaperRule {
        /// As given.
        subject: String,
    },
    /// A rule never changes what is handed in already.
    #[error("交单材料只能从今天 {today} 或以后起改，不能从 {from} 起")]
    PaperRuleInPast {
        /// As given.
        from: String,
        /// Today.
        today: String,
    },
    /// From nothing or more.
    #[error("“{name}”的起点金额 {amount} 元小于零，请改正")]
    PaperRuleNegative {
        /// Which.
        name: String,
        /// As given.
        amount: Money,
    },
}

impl Refusal for PaperRefusal {
    fn code(&self) -> &'static str {
        use PaperRefusal as P;
        match self {
            P::PaperMissing { .. } => "workflow.paper_missing",
            P::WitnessMissing { .. } => "workflow.witness_missing",
            P::WitnessIsHandler { .. } => "workflow.witness_is_handler",
            P::InvoiceBuyer { .. } => "workflow.invoice_buyer",
            P::InvoiceSeller { .. } => "workflow.invoice_seller",
            P::InvoiceAmount { .. } => "workflow.invoice_amount",
            P::RedInvoiceAlone { .. } => "workflow.red_invoice_alone",
            P::PaperUsed { .. } => "workflow.paper_used",
            P::UnknownPaperRule { .. } => "workflow.unknown_paper_rule",
            P::PaperRuleInPast { .. } => "workflow.paper_rule_in_past",
            P::PaperRuleNegative { .. } => "workflow.paper_rule_negative",
        }
    }

    fn class(&self) -> Class {
        Class::Invalid
    }

    fn field(&self) -> Option<&'static str> {
        use PaperRefusal as P;
        match self {
            P::PaperMissing { .. }
            | P::InvoiceBuyer { .. }
            | P::InvoiceSeller { .. }
            | P::RedInvoiceAlone { .. }
            | P::PaperUsed { .. } => Some("documents"),
            P::WitnessMissing { .. } | P::WitnessIsHandler { .. } => Some("witness"),
            P::InvoiceAmount { .. } => Some("amount"),
            P::UnknownPaperRule { .. } | P::PaperRuleNegative { .. } => Some("rows"),
            P::PaperRuleInPast { .. } => Some("valid_from"),
        }
    }
}
