//! Electronic invoices as a seller would send them, and the pages they travel in.

use lopdf::{Document, Object, Stream, dictionary};

use super::visitor::Attached;

/// An invoice before it is written.
#[derive(Clone)]
pub struct Invoice {
    number: String,
    buyer: String,
    yuan: i64,
    remark: String,
}

/// Twenty digits that end like this.
pub fn number(tail: u32) -> String {
    format!("24{tail:018}")
}

/// An invoice to this buyer: so many yuan, of which one in a hundred and one is tax.
pub fn invoice(tail: u32, buyer: &str, yuan: i64) -> Invoice {
    Invoice { number: number(tail), buyer: buyer.to_owned(), yuan, remark: String::new() }
}

impl Invoice {
    /// With a remark.
    pub fn remarked(mut self, remark: &str) -> Invoice {
        remark.clone_into(&mut self.remark);
        self
    }

    /// Its data.
    pub fn xml(&self) -> String {
        let Invoice { number, buyer, yuan, remark } = self;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><EInvoice><Header><EIid>{number}</EIid>\
             <InherentLabel><GeneralOrSpecialVAT><LabelCode>02</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header>\
             <EInvoiceData><SellerInformation><SellerIdNum>92000000MA0000000X</SellerIdNum><SellerName>青溪建材经营部</SellerName></SellerInformation>\
             <BuyerInformation><BuyerIdNum>N2000000MF00000000</BuyerIdNum><BuyerName>{buyer}</BuyerName></BuyerInformation>\
             <BasicInformation><TotalAmWithoutTax>{yuan}.00</TotalAmWithoutTax><TotalTaxAm>0.00</TotalTaxAm>\
             <TotalTax-includedAmount>{yuan}.00</TotalTax-includedAmount></BasicInformation>\
             <IssuItemInformation><ItemName>*水泥*水泥</ItemName><MeaUnits>包</MeaUnits><Quantity>50</Quantity>\
             <Amount>{yuan}.00</Amount><ComTaxAm>0.00</ComTaxAm></IssuItemInformation>\
             <AdditionalInformation><Remark>{remark}</Remark></AdditionalInformation></EInvoiceData>\
             <TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>2025-09-08</IssueTime></TaxSupervisionInfo></EInvoice>"
        )
    }

    /// As the file to be attached.
    pub fn file(&self) -> Attached {
        xml_file(self.xml().as_bytes())
    }
}

/// Any bytes under the name of an invoice.
pub fn xml_file(bytes: &[u8]) -> Attached {
    Attached { field: "file".into(), name: "发票.xml".into(), kind: "application/xml", bytes: bytes.to_vec() }
}

/// A page with this attached to it.
pub fn pdf_file(attached: &[u8]) -> Attached {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let page: Object = document.add_object(dictionary! { "Type" => "Page", "Parent" => tree }).into();
    let pages = dictionary! { "Type" => "Pages", "Kids" => vec![page], "Count" => 1 };
    document.objects.insert(tree, pages.into());
    let file = Stream::new(dictionary! { "Type" => "EmbeddedFile", "Subtype" => "text/xml" }, attached.to_vec());
    document.add_object(file);
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a page");
    Attached { field: "file".into(), name: "发票.pdf".into(), kind: "application/pdf", bytes }
}
