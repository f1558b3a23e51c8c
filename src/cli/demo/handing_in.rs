//! One electronic invoice handed in, so that a visitor sees what is read out of it.

use crate::app::App;
use crate::evidence::{self, DocumentKind, NewDocument};
use crate::kernel::{Date, Money, Outcome};
use crate::workflow::{self, Card, PaidBy, SubmissionContent};

use super::cast::{Cast, VillageCast};

const SELLER: &str = "镇文具店";
const NUMBER: &str = "26000000000000001280";
const YUAN: i64 = 1_280;

/// The first village's clerk hands in an invoice; it waits for the finance group.
pub(super) async fn hand_in_an_e_invoice(app: &App, cast: &Cast) -> Outcome<()> {
    let village = &cast.villages[0];
    let (by, now) = (village.clerk.clerk(village.book.id)?, cast.today);
    let file = app.files.keep("发票.xml", data(village, now.date()).as_bytes()).await?;
    let handing = app.db.write(move |tx| {
        Box::pin(async move {
            let files = vec![evidence::store_file(tx, &by, file, now).await?];
            let paper = NewDocument {
                kind: DocumentKind::Invoice,
                date: now.date(),
                issuer: String::new(),
                payee: String::new(),
                amount: Money::ZERO,
                invoice_no: String::new(),
                files,
                replaces: None,
            };
            let content = SubmissionContent {
                item: "bangong".to_owned(),
                date: Some(now.date()),
                amount: Money::from_yuan(YUAN),
                other_party: SELLER.to_owned(),
                reason: "村部打印机和纸".to_owned(),
                handler: by.actor().name.clone(),
                witness: "村民乙".to_owned(),
                paid_by: PaidBy::Bank,
                documents: vec![evidence::add_document(tx, &by, paper, now).await?],
                ..SubmissionContent::blank(Card::Expense)
            };
            workflow::hand_in(tx, &by, "demo-e-invoice", content, now).await
        })
    });
    handing.await.map(drop)
}

/// The data of an invoice to the village, as the tax platform would give it.
fn data(village: &VillageCast, day: Date) -> String {
    let buyer = &village.book.legal_name;
    let (net, tax) = (Money::from_yuan(YUAN) - Money::from_fen(1_267), Money::from_fen(1_267));
    let (net, tax, gross) = (net.plain(), tax.plain(), Money::from_yuan(YUAN).plain());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EInvoice><Header><EIid>{NUMBER}</EIid>\
         <InherentLabel><GeneralOrSpecialVAT><LabelCode>02</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header>\
         <EInvoiceData><SellerInformation><SellerName>{SELLER}</SellerName></SellerInformation>\
         <BuyerInformation><BuyerName>{buyer}</BuyerName></BuyerInformation>\
         <BasicInformation><TotalAmWithoutTax>{net}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>\
         <TotalTax-includedAmount>{gross}</TotalTax-includedAmount></BasicInformation>\
         <IssuItemInformation><ItemName>*计算机外部设备*打印机</ItemName><MeaUnits>台</MeaUnits><Quantity>1</Quantity>\
         <Amount>{net}</Amount><ComTaxAm>{tax}</ComTaxAm></IssuItemInformation>\
         <AdditionalInformation><Remark>村部</Remark></AdditionalInformation></EInvoiceData>\
         <TaxSupervisionInfo><InvoiceNumber>{NUMBER}</InvoiceNumber><IssueTime>{day}</IssueTime></TaxSupervisionInfo></EInvoice>"
    )
}
