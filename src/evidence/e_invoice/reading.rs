use crate::evidence::media::Media;
use crate::kernel::{Refusal, Refused};

use super::error::EInvoiceRefusal;
use super::{EInvoice, read_e_invoice};

/// What was found in a file when it arrived.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::evidence) enum Reading {
    /// No data of an invoice: a photograph, a scanned page.
    Ordinary,
    /// An electronic invoice that agrees with itself.
    Invoice(Box<EInvoice>),
    /// A page with the data of an invoice that cannot be believed; the page itself is an ordinary paper. Why.
    Unread(String),
}

/// Reads what a file carries.
///
/// A page whose data is broken is still a page, and says so; data by itself that is broken is nothing. What would make a
/// reader fetch or swell is refused wherever it hides. Refuses: every `e_invoice.*`.
pub(in crate::evidence) fn reading_of(media: Media, bytes: &[u8]) -> Result<Reading, Vec<Refused>> {
    if media.is_picture() {
        return Ok(Reading::Ordinary);
    }
    match read_e_invoice(bytes) {
        Ok(None) => Ok(Reading::Ordinary),
        Ok(Some(invoice)) => Ok(Reading::Invoice(Box::new(invoice))),
        Err(refused) if media == Media::Xml || refused.iter().any(is_hostile) => Err(refused),
        Err(refused) => Ok(Reading::Unread(refused.into_iter().map(|r| r.message).collect::<Vec<_>>().join("；"))),
    }
}

fn is_hostile(refused: &Refused) -> bool {
    let (limit, swelling) = (0, String::new());
    let hostile = [
        EInvoiceRefusal::Definition,
        EInvoiceRefusal::TooDeep { limit },
        EInvoiceRefusal::TooLarge { limit: swelling },
    ];
    hostile.iter().any(|h| h.code() == refused.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::e_invoice::carrier::tests::pdf_with;

    const SOUND: &str = include_str!("../../../tests/cases/einvoice/ei_normal_2lines.xml");

    fn codes(media: Media, bytes: &[u8]) -> Vec<&'static str> {
        reading_of(media, bytes).unwrap_err().iter().map(|r| r.code).collect()
    }

    #[test]
    fn a_page_with_broken_data_is_an_ordinary_page_and_says_so() {
        assert!(matches!(reading_of(Media::Pdf, &pdf_with(SOUND.as_bytes())), Ok(Reading::Invoice(_))));
        assert_eq!(reading_of(Media::Pdf, &pdf_with(b"nothing")), Ok(Reading::Ordinary));
        let broken = SOUND.replace("<TotalTaxAm>52.00", "<TotalTaxAm>53.00");
        let Ok(Reading::Unread(why)) = reading_of(Media::Pdf, &pdf_with(broken.as_bytes())) else { panic!("unread") };
        assert!(why.contains("相差1.00元"), "{why}");
        assert_eq!(codes(Media::Xml, broken.as_bytes()), ["e_invoice.does_not_add_up", "e_invoice.lines_differ"]);
    }

    #[test]
    fn what_swells_is_refused_wherever_it_hides() {
        let entity = SOUND.replace("村办公楼维修", "&lol;");
        for (media, bytes) in [(Media::Xml, entity.clone().into_bytes()), (Media::Pdf, pdf_with(entity.as_bytes()))] {
            assert_eq!(codes(media, &bytes), ["e_invoice.definition"]);
        }
        let deep = format!("<EInvoice>{}{}</EInvoice>", "<a>".repeat(100), "</a>".repeat(100));
        assert_eq!(codes(Media::Pdf, &pdf_with(deep.as_bytes())), ["e_invoice.too_deep"]);
    }
}
