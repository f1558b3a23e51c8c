//! What the electronic invoices of a bundle say against what the clerk says.

use crate::evidence::{Document, DocumentKind, KeptInvoice};
use crate::kernel::{Money, Refused};

use super::card::Card;
use super::paper_error::PaperRefusal as P;

/// A bundle with what was read out of its files.
pub(super) struct Bundle<'a> {
    /// The card it stands on.
    pub(super) card: Card,
    /// What the clerk typed.
    pub(super) amount: Money,
    /// Its documents.
    pub(super) documents: &'a [Document],
    /// Its invoices; one may stand in several files.
    pub(super) invoices: &'a [KeptInvoice],
    /// What an invoice must call the book.
    pub(super) legal_name: &'a str,
}

impl Bundle<'_> {
    /// Everything in the invoices that keeps the bundle from being handed in.
    pub(super) fn faults(&self) -> Vec<Refused> {
        let mut faults: Vec<P> = Vec::new();
        for invoice in self.once_each() {
            faults.extend(self.fault_of_parties(invoice));
            faults.extend(self.fault_of_red(invoice));
        }
        faults.extend(self.fault_of_amount());
        faults.into_iter().map(Refused::from).collect()
    }

    fn once_each(&self) -> Vec<&KeptInvoice> {
        let mut once: Vec<&KeptInvoice> = Vec::new();
        for invoice in self.invoices {
            if !once.iter().any(|i| i.number == invoice.number) {
                once.push(invoice);
            }
        }
        once
    }

    /// 抬头: what the book buys names it as the buyer, what it sells as the seller. Committee and collective are two.
    fn fault_of_parties(&self, invoice: &KeptInvoice) -> Option<P> {
        let (bought, sold) = (invoice.is_bought_by(self.legal_name), invoice.is_sold_by(self.legal_name));
        let fits = match self.card {
            Card::Expense => bought,
            Card::Income => sold || (invoice.is_red() && bought),
            Card::Transfer | Card::Debt => bought || sold,
        };
        let (number, legal_name) = (invoice.number.clone(), self.legal_name.to_owned());
        match (fits, self.card) {
            (true, _) => None,
            (false, Card::Income) => Some(P::InvoiceSeller { number, seller: invoice.seller.name.clone(), legal_name }),
            (false, Card::Expense | Card::Transfer | Card::Debt) => {
                Some(P::InvoiceBuyer { number, buyer: invoice.buyer.name.clone(), legal_name })
            }
        }
    }

    /// 红字: money that came back goes on the income card, with its reason; anywhere else a red invoice only
    /// goes together with the blue one it takes back, so that what is paid is what is left of the two.
    fn fault_of_red(&self, invoice: &KeptInvoice) -> Option<P> {
        if !invoice.is_red() || self.card == Card::Income {
            return None;
        }
        let original = invoice.refers_to.as_deref();
        let beside = self.invoices.iter().any(|i| Some(i.number.as_str()) == original && !i.is_red());
        let owed = self.total().is_negative() || self.total().is_zero();
        (!beside || owed).then(|| P::RedInvoiceAlone { number: invoice.number.clone(), amount: invoice.gross })
    }

    fn total(&self) -> Money {
        self.once_each().into_iter().map(|i| i.gross).sum()
    }

    /// What is paid is what the invoices say. Less only by contract (instalments, retention); more only with
    /// another paper that says so.
    fn fault_of_amount(&self) -> Option<P> {
        if self.invoices.is_empty() || self.amount.is_zero() {
            return None;
        }
        let invoices = self.total().abs();
        let shows = |d: &Document| d.files.iter().any(|f| self.invoices.iter().any(|i| i.file == f.id));
        let says_more = |d: &Document| {
            matches!(d.kind, DocumentKind::Invoice | DocumentKind::Receipt | DocumentKind::PayList) && !shows(d)
        };
        let more = self.documents.iter().any(says_more);
        let contract = self.documents.iter().any(|d| d.kind == DocumentKind::Contract);
        let fits = self.amount == invoices || (self.amount > invoices && more) || (self.amount < invoices && contract);
        let count = self.once_each().len();
        (!fits).then_some(P::InvoiceAmount { typed: self.amount, count, invoices })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::InvoiceParty;
    use crate::kernel::FileId;

    const OURS: &str = "柳溪村股份经济合作社";

    fn invoice(number: &str, buyer: &str, yuan: i64) -> KeptInvoice {
        KeptInvoice {
            file: FileId::new(),
            number: number.into(),
            issued: "2025-09-01".parse().unwrap(),
            kind: "普票".into(),
            buyer: InvoiceParty { name: buyer.into(), tax_id: String::new() },
            seller: InvoiceParty { name: "建材部".into(), tax_id: String::new() },
            net: Money::from_yuan(yuan),
            tax: Money::ZERO,
            gross: Money::from_yuan(yuan),
            refers_to: (yuan < 0).then(|| "1".to_owned()),
            lines: String::new(),
            remark: String::new(),
        }
    }

    fn codes(card: Card, yuan: i64, invoices: &[KeptInvoice]) -> String {
        let amount = Money::from_yuan(yuan);
        let bundle = Bundle { card, amount, documents: &[], invoices, legal_name: OURS };
        let faults = bundle.faults();
        faults.iter().map(|r| r.code.trim_start_matches("workflow.")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_buyer_is_this_book_and_the_amount_is_the_invoice() {
        let good = invoice("1", "柳溪村 股份经济合作社", 500);
        let foreign = invoice("2", "柳溪村村民委员会", 500);
        let cases = [
            (Card::Expense, 500, vec![good.clone()], ""),
            (Card::Expense, 500, vec![good.clone(), good.clone()], ""),
            (Card::Expense, 501, vec![good.clone()], "invoice_amount"),
            (Card::Expense, 499, vec![good.clone()], "invoice_amount"),
            (Card::Expense, 1_000, vec![good.clone(), foreign.clone()], "invoice_buyer"),
            (Card::Income, 500, vec![good], "invoice_seller"),
            (Card::Debt, 500, vec![foreign], "invoice_buyer"),
        ];
        for (card, yuan, invoices, told) in cases {
            assert_eq!(codes(card, yuan, &invoices), told, "{card} {yuan}");
        }
    }

    #[test]
    fn a_red_one_goes_with_its_blue_one_or_on_the_income_card() {
        let (blue, red) = (invoice("1", OURS, 500), invoice("9", OURS, -200));
        let cases = [
            (Card::Expense, 300, vec![blue.clone(), red.clone()], ""),
            (Card::Expense, 200, vec![red.clone()], "red_invoice_alone"),
            (Card::Income, 200, vec![red.clone()], ""),
            (Card::Income, 100, vec![red.clone()], "invoice_amount"),
            (Card::Expense, 300, vec![invoice("3", OURS, 500), red], "red_invoice_alone"),
        ];
        for (card, yuan, invoices, told) in cases {
            assert_eq!(codes(card, yuan, &invoices), told, "{card} {yuan}");
        }
    }
}
