use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::evidence::{self, EInvoice, EInvoiceRefusal};
use crate::kernel::{Failure, Fault, Outcome};

use super::answer::Answer;

/// `mingzhang evidence …`.
#[derive(Subcommand)]
pub(super) enum Evidence {
    /// 读出一张电子发票:XML,或 PDF、OFD 里的 XML
    Read {
        /// 文件
        file: PathBuf,
    },
}

/// Reads an electronic invoice; no books are opened.
pub(super) fn run(what: Evidence) -> Outcome<Answer> {
    match what {
        Evidence::Read { file } => read(&file),
    }
}

fn read(file: &PathBuf) -> Outcome<Answer> {
    let bytes = std::fs::read(file).map_err(|e| Fault::new("reading the file", format!("{}: {e}", file.display())))?;
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // Definitions are the invoice reader's to refuse, with its own words; everything else about a file comes first.
    let found = evidence::read_e_invoice(&bytes).map_err(Failure::Refused)?;
    evidence::inspect(&name, &bytes)?;
    let invoice = found.ok_or(EInvoiceRefusal::NoneInside { name })?;
    Ok(Answer::said(in_words(&invoice), as_json(&invoice)))
}

fn in_words(invoice: &EInvoice) -> String {
    let mut text = format!(
        "{}{} {}\n开票日期 {}\n销售方 {} {}\n购买方 {} {}\n",
        if invoice.is_red() { "红字" } else { "" },
        invoice.kind,
        invoice.number,
        invoice.issued,
        invoice.seller.name,
        invoice.seller.tax_id,
        invoice.buyer.name,
        invoice.buyer.tax_id
    );
    for line in &invoice.lines {
        text.push_str(&format!(
            "  {} {} {}{} 金额 {} 税额 {}\n",
            line.item, line.specification, line.quantity, line.unit, line.net, line.tax
        ));
    }
    text.push_str(&format!("金额 {} 税额 {} 价税合计 {}", invoice.net, invoice.tax, invoice.gross));
    if let Some(blue) = &invoice.refers_to {
        text.push_str(&format!("\n冲销 {blue}"));
    }
    if !invoice.remark.is_empty() {
        text.push_str(&format!("\n备注 {}", invoice.remark));
    }
    text
}

fn as_json(invoice: &EInvoice) -> Value {
    let items = invoice.lines.iter().map(|line| {
        json!({
            "item": line.item, "specification": line.specification, "unit": line.unit, "quantity": line.quantity,
            "net": line.net, "tax": line.tax,
        })
    });
    json!({
        "invoice_no": invoice.number,
        "issue_date": invoice.issued.to_string(),
        "kind": invoice.kind,
        "seller": invoice.seller.name,
        "seller_id": invoice.seller.tax_id,
        "buyer": invoice.buyer.name,
        "buyer_id": invoice.buyer.tax_id,
        "net": invoice.net,
        "tax": invoice.tax,
        "gross": invoice.gross,
        "lines": invoice.lines.len(),
        "items": items.collect::<Vec<_>>(),
        "red": invoice.is_red(),
        "refers_to": invoice.refers_to,
        "remark": invoice.remark,
    })
}
