use crate::kernel::{Date, FileId, Money};

use super::document::{DocumentKind, NewDocument};
use super::e_invoice::{EInvoice, InvoiceLine, InvoiceParty};
use super::error::EvidenceRefusal;

/// An electronic invoice as it was read when its file arrived. Its file's row names it; it never changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptInvoice {
    /// The stored file it was read from.
    pub file: FileId,
    /// Twenty digits.
    pub number: String,
    /// 开票日期.
    pub issued: Date,
    /// 专票, 普票, or what its label says.
    pub kind: String,
    /// 购买方.
    pub buyer: InvoiceParty,
    /// 销售方.
    pub seller: InvoiceParty,
    /// 合计金额 without tax.
    pub net: Money,
    /// 合计税额.
    pub tax: Money,
    /// 价税合计.
    pub gross: Money,
    /// The blue invoice a red one takes back, where it names one.
    pub refers_to: Option<String>,
    /// What was sold, one a line.
    pub lines: String,
    /// 备注.
    pub remark: String,
}

impl KeptInvoice {
    pub(super) fn of(file: FileId, invoice: EInvoice) -> KeptInvoice {
        KeptInvoice {
            file,
            lines: invoice.lines.iter().map(line_in_words).collect::<Vec<_>>().join("\n"),
            number: invoice.number,
            issued: invoice.issued,
            kind: invoice.kind,
            buyer: invoice.buyer,
            seller: invoice.seller,
            net: invoice.net,
            tax: invoice.tax,
            gross: invoice.gross,
            refers_to: invoice.refers_to,
            remark: invoice.remark,
        }
    }

    /// 红字发票: it takes money back.
    pub const fn is_red(&self) -> bool {
        self.gross.is_negative()
    }

    /// True when its buyer is this name.
    pub fn is_bought_by(&self, legal_name: &str) -> bool {
        same_name(&self.buyer.name, legal_name)
    }

    /// True when its seller is this name.
    pub fn is_sold_by(&self, legal_name: &str) -> bool {
        same_name(&self.seller.name, legal_name)
    }
}

/// `*水泥*水泥 P.O42.5 100包 金额2,200.00 税额22.00`.
fn line_in_words(line: &InvoiceLine) -> String {
    let quantity = format!("{}{}", line.quantity, line.unit);
    let money = format!("金额{} 税额{}", line.net, line.tax);
    let parts = [line.item.as_str(), &line.specification, &quantity, &money];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ").replace(['\n', '\r'], " ")
}

/// Registered names are compared character by character; only blanks and the width of brackets say nothing.
fn same_name(one: &str, other: &str) -> bool {
    let bare = |name: &str| -> String {
        let narrow = |c: char| match c {
            '（' => '(',
            '）' => ')',
            c => c,
        };
        name.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
    };
    bare(one) == bare(other)
}

impl NewDocument {
    /// The same document as the invoice in its files says it: number, day, issuer, buyer and amount are the invoice's.
    ///
    /// Several files may show one invoice, its PDF and its XML. Refuses: `evidence.two_invoices`,
    /// `evidence.other_number`.
    pub fn taken_from(mut self, invoices: &[KeptInvoice]) -> Result<NewDocument, EvidenceRefusal> {
        let mut own = invoices.iter().filter(|i| self.files.contains(&i.file));
        let Some(first) = own.next() else { return Ok(self) };
        if let Some(other) = own.find(|i| i.number != first.number) {
            return Err(EvidenceRefusal::TwoInvoices { first: first.number.clone(), second: other.number.clone() });
        }
        let typed = self.invoice_no.trim();
        if !typed.is_empty() && typed != first.number {
            return Err(EvidenceRefusal::OtherNumber { typed: typed.to_owned(), read: first.number.clone() });
        }
        let short = |name: &str| name.chars().take(60).collect::<String>();
        self.kind = DocumentKind::Invoice;
        self.date = first.issued;
        self.issuer = short(&first.seller.name);
        self.payee = short(&first.buyer.name);
        self.amount = first.gross;
        self.invoice_no.clone_from(&first.number);
        Ok(self)
    }

    /// True when one of these invoices was read from one of its files.
    pub(super) fn shows_one_of(&self, invoices: &[KeptInvoice]) -> bool {
        invoices.iter().any(|i| self.files.contains(&i.file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::read_e_invoice;

    fn kept() -> KeptInvoice {
        let text = include_bytes!("../../tests/cases/einvoice/ei_normal_2lines.xml");
        KeptInvoice::of(FileId::new(), read_e_invoice(text).unwrap().unwrap())
    }

    fn paper(files: Vec<FileId>, number: &str) -> NewDocument {
        NewDocument {
            kind: DocumentKind::Other,
            date: "2024-05-01".parse().unwrap(),
            issuer: "写错了".into(),
            payee: String::new(),
            amount: Money::from_yuan(1),
            invoice_no: number.into(),
            files,
            replaces: None,
        }
    }

    #[test]
    fn the_invoice_says_what_the_document_says() {
        let invoice = kept();
        let taken = paper(vec![invoice.file], "").taken_from(std::slice::from_ref(&invoice)).unwrap();
        assert_eq!((taken.kind, taken.amount.fen()), (DocumentKind::Invoice, 525_200));
        assert_eq!((taken.date.to_string().as_str(), taken.issuer.as_str()), ("2024-04-02", "某建材经营部(合成)"));
        let untouched = paper(vec![FileId::new()], "12345678").taken_from(&[invoice]).unwrap();
        assert_eq!((untouched.kind, untouched.invoice_no.as_str()), (DocumentKind::Other, "12345678"));
    }

    #[test]
    fn another_number_and_a_second_invoice_are_refused() {
        let invoice = kept();
        let other = KeptInvoice { file: FileId::new(), number: "24000000000000000002".into(), ..invoice.clone() };
        let typed = paper(vec![invoice.file], "24000000000000000007").taken_from(std::slice::from_ref(&invoice));
        assert!(matches!(typed, Err(EvidenceRefusal::OtherNumber { .. })));
        let two = paper(vec![invoice.file, other.file], "").taken_from(&[invoice, other]);
        assert!(matches!(two, Err(EvidenceRefusal::TwoInvoices { .. })));
    }

    #[test]
    fn a_name_is_the_same_but_for_blanks_and_brackets() {
        let cases = [
            ("柳溪村股份经济合作社", true),
            ("柳溪村 股份经济合作社　", true),
            ("柳溪村经济合作社", false),
            ("柳溪村村民委员会", false),
        ];
        for (name, same) in cases {
            assert_eq!(kept().is_bought_by(name), same, "{name}");
        }
        assert!(kept().is_sold_by("某建材经营部（合成）"));
    }

    #[test]
    fn the_lines_stand_one_a_line() {
        let lines = kept().lines;
        assert_eq!(lines.lines().next(), Some("*水泥*水泥 P.O42.5 100包 金额2,200.00 税额22.00"));
        assert_eq!(lines.lines().count(), 2);
    }
}
