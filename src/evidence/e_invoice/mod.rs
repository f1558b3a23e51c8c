//! 数电票 — what a fully digital invoice says of itself, read from its XML, or from the XML inside its PDF or OFD.
//!
//! The picture of an invoice is for people; what is read here is the data file the tax office signs. A definition, an
//! entity, a tree too deep or too large is refused before anything is believed. What is read must agree with itself:
//! net and tax make gross, the lines make both, a red invoice is below nothing and names the blue one.
//! Source: 财会〔2025〕9号; domain/software_rules.md §3.1.

mod error;
mod tree;
mod carrier;
mod reading;

pub use error::EInvoiceRefusal;

use rust_decimal::Decimal;

use crate::kernel::{Date, Money, Refused};

pub(super) use reading::{Reading, reading_of};
use tree::Element;

/// Digits of an invoice number.
const NUMBER_LENGTH: usize = 20;

/// One of the two who made the deal.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InvoiceParty {
    /// Registered name.
    pub name: String,
    /// 统一社会信用代码 or 纳税人识别号.
    pub tax_id: String,
}

/// What was sold, line by line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvoiceLine {
    /// `*水泥*水泥`.
    pub item: String,
    /// 规格型号.
    pub specification: String,
    /// 单位.
    pub unit: String,
    /// 数量, as it stands there.
    pub quantity: String,
    /// 金额 without tax.
    pub net: Money,
    /// 税额.
    pub tax: Money,
}

/// An electronic invoice that agrees with itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EInvoice {
    /// Twenty digits.
    pub number: String,
    /// 开票日期.
    pub issued: Date,
    /// 专票, 普票, or what its label says.
    pub kind: String,
    /// 销售方.
    pub seller: InvoiceParty,
    /// 购买方.
    pub buyer: InvoiceParty,
    /// 合计金额 without tax.
    pub net: Money,
    /// 合计税额.
    pub tax: Money,
    /// 价税合计.
    pub gross: Money,
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// 备注.
    pub remark: String,
    /// The blue invoice a red one takes back, where the remark names it.
    pub refers_to: Option<String>,
}

impl EInvoice {
    /// 红字发票: it takes money back.
    pub const fn is_red(&self) -> bool {
        self.gross.is_negative()
    }
}

/// Reads the electronic invoice in a file; `None` when the file carries none: a photograph, a scanned page.
///
/// Refuses, everything that is wrong at once: every `e_invoice.*`.
pub fn read_e_invoice(bytes: &[u8]) -> Result<Option<EInvoice>, Vec<Refused>> {
    let one = |refusal: EInvoiceRefusal| vec![Refused::from(refusal)];
    let Some(text) = carrier::xml_inside(bytes).map_err(one)? else { return Ok(None) };
    let root = tree::read(&text).map_err(one)?;
    if root.name != "EInvoice" {
        return Ok(None);
    }
    understood(&root).map(Some)
}

/// What the tree says, or everything in it that cannot be believed.
fn understood(root: &Element) -> Result<EInvoice, Vec<Refused>> {
    let mut faults: Vec<EInvoiceRefusal> = Vec::new();
    let basic = |name: &str| root.text_at(&["EInvoiceData", "BasicInformation", name]);
    let lines: Vec<InvoiceLine> =
        root.all(&["EInvoiceData", "IssuItemInformation"]).map(|line| line_of(line, &mut faults)).collect();
    let invoice = EInvoice {
        number: number_of(root, &mut faults),
        issued: issued_of(root, &mut faults),
        kind: kind_of(root),
        seller: party(root, "SellerInformation", "Seller"),
        buyer: party(root, "BuyerInformation", "Buyer"),
        net: amount("合计金额", basic("TotalAmWithoutTax"), &mut faults),
        tax: amount_or_nothing("合计税额", basic("TotalTaxAm"), &mut faults),
        gross: amount("价税合计", basic("TotalTax-includedAmount"), &mut faults),
        lines,
        remark: root.first("Remark").map(|e| e.text.clone()).unwrap_or_default(),
        refers_to: None,
    };
    if faults.is_empty() {
        faults = disagreements(&invoice);
    }
    if !faults.is_empty() {
        return Err(faults.into_iter().map(Refused::from).collect());
    }
    let refers_to = if invoice.is_red() { named_in(&invoice.remark, &invoice.number) } else { None };
    Ok(EInvoice { refers_to, ..invoice })
}

/// Where the invoice contradicts itself.
fn disagreements(invoice: &EInvoice) -> Vec<EInvoiceRefusal> {
    let mut faults = Vec::new();
    let EInvoice { net, tax, gross, .. } = *invoice;
    if net + tax != gross {
        faults.push(EInvoiceRefusal::DoesNotAddUp { net, tax, gross, difference: (net + tax - gross).abs() });
    }
    if invoice.lines.is_empty() {
        faults.push(EInvoiceRefusal::Missing { what: "商品明细" });
    } else {
        let sums = [
            ("金额", net, invoice.lines.iter().map(|l| l.net).sum::<Money>()),
            ("税额", tax, invoice.lines.iter().map(|l| l.tax).sum::<Money>()),
        ];
        for (what, said, lines) in sums.into_iter().filter(|(_, said, lines)| said != lines) {
            faults.push(EInvoiceRefusal::LinesDiffer { what, said, lines, difference: (said - lines).abs() });
        }
    }
    if gross.is_zero() {
        faults.push(EInvoiceRefusal::Missing { what: "价税合计" });
    } else if net.is_negative() != gross.is_negative() || (!tax.is_zero() && tax.is_negative() != gross.is_negative()) {
        faults.push(EInvoiceRefusal::MixedSigns { net, tax, gross });
    }
    for (what, party) in [("销售方名称", &invoice.seller), ("购买方名称", &invoice.buyer)] {
        if party.name.is_empty() {
            faults.push(EInvoiceRefusal::Missing { what });
        }
    }
    faults
}

fn line_of(line: &Element, faults: &mut Vec<EInvoiceRefusal>) -> InvoiceLine {
    let text = |name: &str| line.text_at(&[name]).to_owned();
    InvoiceLine {
        item: text("ItemName"),
        specification: text("SpecMod"),
        unit: text("MeaUnits"),
        quantity: text("Quantity"),
        net: amount("明细金额", line.text_at(&["Amount"]), faults),
        tax: amount_or_nothing("明细税额", line.text_at(&["ComTaxAm"]), faults),
    }
}

/// The number, which stands in two places; they must be one number of twenty digits.
fn number_of(root: &Element, faults: &mut Vec<EInvoiceRefusal>) -> String {
    let head = root.text_at(&["Header", "EIid"]);
    let tail = root.text_at(&["TaxSupervisionInfo", "InvoiceNumber"]);
    let number = if head.is_empty() { tail } else { head };
    let sound = number.len() == NUMBER_LENGTH && number.bytes().all(|b| b.is_ascii_digit());
    if number.is_empty() {
        faults.push(EInvoiceRefusal::Missing { what: "发票号码" });
    } else if !sound {
        faults.push(EInvoiceRefusal::BadNumber { number: number.to_owned() });
    } else if !tail.is_empty() && tail != number {
        faults.push(EInvoiceRefusal::TwoNumbers { head: number.to_owned(), tail: tail.to_owned() });
    }
    number.to_owned()
}

/// The day, from the tax office's own time or from the request for it.
fn issued_of(root: &Element, faults: &mut Vec<EInvoiceRefusal>) -> Date {
    let issue = root.text_at(&["TaxSupervisionInfo", "IssueTime"]);
    let request = root.text_at(&["EInvoiceData", "BasicInformation", "RequestTime"]);
    let text = if issue.is_empty() { request } else { issue };
    let day: String = text.chars().take(10).collect();
    day.parse().unwrap_or_else(|_| {
        faults.push(if text.is_empty() {
            EInvoiceRefusal::Missing { what: "开票日期" }
        } else {
            EInvoiceRefusal::BadDate { text: text.to_owned() }
        });
        Date::MIN
    })
}

fn kind_of(root: &Element) -> String {
    let label = ["Header", "InherentLabel", "GeneralOrSpecialVAT"];
    let of = |name: &'static str| root.text_at(&[label[0], label[1], label[2], name]);
    match of("LabelCode") {
        "01" => "专票".to_owned(),
        "02" => "普票".to_owned(),
        _ => of("LabelName").to_owned(),
    }
}

fn party(root: &Element, block: &str, prefix: &str) -> InvoiceParty {
    let of = |name: &str| root.text_at(&["EInvoiceData", block, &format!("{prefix}{name}")]).to_owned();
    InvoiceParty { name: of("Name"), tax_id: of("IdNum") }
}

fn amount(what: &'static str, text: &str, faults: &mut Vec<EInvoiceRefusal>) -> Money {
    if text.is_empty() {
        faults.push(EInvoiceRefusal::Missing { what });
        return Money::ZERO;
    }
    let exact = text.parse::<Decimal>().ok().and_then(|d| Money::from_decimal(d.normalize()).ok());
    exact.unwrap_or_else(|| {
        faults.push(EInvoiceRefusal::BadAmount { what, text: text.to_owned() });
        Money::ZERO
    })
}

/// A tax that is not charged is left out, or printed as stars.
fn amount_or_nothing(what: &'static str, text: &str, faults: &mut Vec<EInvoiceRefusal>) -> Money {
    if text.is_empty() || text.chars().all(|c| c == '*') { Money::ZERO } else { amount(what, text, faults) }
}

/// The first other invoice number in a remark: `被红冲蓝字数电票号码：24…`.
fn named_in(remark: &str, own: &str) -> Option<String> {
    let numbers = remark.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|n| n.len() == NUMBER_LENGTH && *n != own).map(str::to_owned).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "24000000000000000001";

    fn xml(number: &str, totals: [&str; 3], line: [&str; 2], remark: &str) -> String {
        format!(
            "<EInvoice><Header><EIid>{number}</EIid><InherentLabel><GeneralOrSpecialVAT><LabelCode>01</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header>\
             <EInvoiceData><SellerInformation><SellerName>甲</SellerName></SellerInformation><BuyerInformation><BuyerName>乙&amp;丙</BuyerName></BuyerInformation>\
             <BasicInformation><TotalAmWithoutTax>{}</TotalAmWithoutTax><TotalTaxAm>{}</TotalTaxAm><TotalTax-includedAmount>{}</TotalTax-includedAmount><RequestTime>2024-04-02 10:20:30</RequestTime></BasicInformation>\
             <IssuItemInformation><ItemName>*水泥*</ItemName><Amount>{}</Amount><ComTaxAm>{}</ComTaxAm></IssuItemInformation>\
             <AdditionalInformation><Remark>{remark}</Remark></AdditionalInformation></EInvoiceData></EInvoice>",
            totals[0], totals[1], totals[2], line[0], line[1]
        )
    }

    fn codes(text: &str) -> Vec<&'static str> {
        read_e_invoice(text.as_bytes()).unwrap_err().iter().map(|r| r.code).collect()
    }

    #[test]
    fn what_agrees_with_itself_is_read() {
        let text = xml(NUMBER, ["100.00", "1.0000", "101"], ["100", "1"], "");
        let invoice = read_e_invoice(text.as_bytes()).unwrap().unwrap();
        assert_eq!((invoice.kind.as_str(), invoice.buyer.name.as_str()), ("专票", "乙&丙"));
        assert_eq!((invoice.gross, invoice.is_red()), (Money::from_yuan(101), false));
        assert_eq!(invoice.issued.to_string(), "2024-04-02");
    }

    #[test]
    fn a_red_one_names_the_blue_one() {
        let remark = format!("被红冲蓝字数电票号码：24000000000000000007 红字单号{NUMBER}");
        let text = xml(NUMBER, ["-100", "-1", "-101"], ["-100", "-1"], &remark);
        let invoice = read_e_invoice(text.as_bytes()).unwrap().unwrap();
        assert_eq!((invoice.is_red(), invoice.refers_to.as_deref()), (true, Some("24000000000000000007")));
    }

    #[test]
    fn an_untaxed_one_has_stars() {
        let text = xml(NUMBER, ["100", "***", "100"], ["100", "***"], "");
        assert_eq!(read_e_invoice(text.as_bytes()).unwrap().unwrap().tax, Money::ZERO);
    }

    #[test]
    fn every_disagreement_is_told_at_once() {
        let text = xml(NUMBER, ["100", "1", "102"], ["90", "1"], "");
        assert_eq!(codes(&text), ["e_invoice.does_not_add_up", "e_invoice.lines_differ"]);
        let text = xml("123", ["x", "1", "101"], ["100", "1"], "");
        assert_eq!(codes(&text), ["e_invoice.bad_number", "e_invoice.bad_amount"]);
        let text = xml(NUMBER, ["-100", "201", "101"], ["-100", "201"], "");
        assert_eq!(codes(&text), ["e_invoice.mixed_signs"]);
    }

    #[test]
    fn definitions_entities_and_towers_are_refused() {
        let doctype = format!("<!DOCTYPE x [<!ENTITY a 'b'>]>{}", xml(NUMBER, ["1", "0", "1"], ["1", "0"], ""));
        assert_eq!(codes(&doctype), ["e_invoice.definition"]);
        assert_eq!(codes(&xml(NUMBER, ["1", "0", "1"], ["1", "0"], "&lol;")), ["e_invoice.definition"]);
        let deep = format!("<EInvoice>{}{}</EInvoice>", "<a>".repeat(100), "</a>".repeat(100));
        assert_eq!(codes(&deep), ["e_invoice.too_deep"]);
        let wide = format!("<EInvoice>{}</EInvoice>", "<a/>".repeat(50_001));
        assert_eq!(codes(&wide), ["e_invoice.too_large"]);
        assert_eq!(codes("<EInvoice><Header>"), ["e_invoice.broken"]);
    }

    #[test]
    fn another_file_carries_none() {
        assert_eq!(read_e_invoice(b"<Other/>"), Ok(None));
        assert_eq!(read_e_invoice(&[0xFF, 0xD8, 0xFF, 0xE0]), Ok(None));
    }
}
