//! Where the data of an invoice travels: as XML, attached to a PDF, or packed in an OFD.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions, Object};
use zip::ZipArchive;

use crate::evidence::package::{self, UNPACKED_LIMIT};

use super::error::EInvoiceRefusal;

/// The data of one invoice is never larger: 4 MB.
const XML_LIMIT: usize = 4 * 1024 * 1024;

/// The XML of the invoice in a file; `None` when the file holds none.
pub(super) fn xml_inside(bytes: &[u8]) -> Result<Option<String>, EInvoiceRefusal> {
    if bytes.starts_with(b"%PDF-") {
        return attached(bytes).map(decoded).transpose();
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return packed(bytes)?.map(decoded).transpose();
    }
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if start.starts_with(b"<") { decoded(bytes.to_vec()).map(Some) } else { Ok(None) }
}

/// The text, in the encoding its first line declares; UTF-8 where it declares none.
fn decoded(bytes: Vec<u8>) -> Result<String, EInvoiceRefusal> {
    if bytes.len() > XML_LIMIT {
        return Err(EInvoiceRefusal::TooLarge { limit: format!("{} MB", XML_LIMIT / 1024 / 1024) });
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).to_ascii_lowercase();
    let declared = head.split("encoding=").nth(1).unwrap_or_default();
    let encoding = if declared.trim_start_matches(['"', '\'']).starts_with("gb") {
        encoding_rs::GB18030
    } else {
        encoding_rs::UTF_8
    };
    let (text, _, lossy) = encoding.decode(&bytes);
    if lossy { Err(EInvoiceRefusal::Broken) } else { Ok(text.into_owned()) }
}

/// True for bytes that look like the data of an invoice.
fn is_invoice(bytes: &[u8]) -> bool {
    bytes.len() <= XML_LIMIT && bytes.windows(9).take(4_096).any(|w| w == b"<EInvoice")
}

/// The invoice among the files attached to a PDF.
fn attached(bytes: &[u8]) -> Option<Vec<u8>> {
    let options = LoadOptions { max_decompressed_size: Some(XML_LIMIT), ..LoadOptions::default() };
    // A broken PDF may break its reader; whether the file is sound at all was asked when it was stored.
    let document = catch_unwind(AssertUnwindSafe(|| Document::load_mem_with_options(bytes, options))).ok()?.ok()?;
    let streams = document.objects.values().filter_map(|object| match object {
        Object::Stream(stream) => Some(stream),
        _ => None,
    });
    let embedded = streams.filter(|stream| {
        let kind = stream.dict.get(b"Type").and_then(Object::as_name);
        let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name);
        kind.is_ok_and(|name| name == b"EmbeddedFile") || subtype.is_ok_and(|name| name.ends_with(b"xml"))
    });
    embedded
        .map(|stream| stream.decompressed_content().unwrap_or_else(|_| stream.content.clone()))
        .find(|content| is_invoice(content))
}

/// The invoice among the parts of an OFD.
fn packed(bytes: &[u8]) -> Result<Option<Vec<u8>>, EInvoiceRefusal> {
    match package::unpacked(bytes, UNPACKED_LIMIT) {
        Some(unpacked) if unpacked > UNPACKED_LIMIT => {
            return Err(EInvoiceRefusal::TooLarge { limit: format!("{} MB", UNPACKED_LIMIT / 1024 / 1024) });
        }
        Some(_) => {}
        None => return Err(EInvoiceRefusal::Broken),
    }
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Err(EInvoiceRefusal::Broken) };
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        if !part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with(".xml")) {
            continue;
        }
        let mut content = Vec::new();
        let read = part.take(XML_LIMIT as u64 + 1).read_to_end(&mut content);
        if read.is_ok() && is_invoice(&content) {
            return Ok(Some(content));
        }
    }
    Ok(None)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    const DATA: &[u8] = b"<?xml version=\"1.0\"?><EInvoice><a>1</a></EInvoice>";

    /// A PDF with a file attached to it.
    pub(in crate::evidence::e_invoice) fn pdf_with(attached: &[u8]) -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        let picture = Stream::new(dictionary! { "Type" => "XObject" }, b"<EInvoice not an attachment".to_vec());
        document.add_object(picture);
        let file = Stream::new(dictionary! { "Type" => "EmbeddedFile", "Subtype" => "text/xml" }, attached.to_vec());
        document.add_object(file);
        let catalog = document.add_object(dictionary! { "Type" => "Catalog" });
        document.trailer.set("Root", catalog);
        document.compress();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn the_data_is_found_inside_a_pdf() {
        assert_eq!(xml_inside(&pdf_with(DATA)).unwrap().unwrap().as_bytes(), DATA);
    }

    #[test]
    fn the_data_is_found_inside_an_ofd() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [("OFD.xml", b"<ofd/>".as_slice()), ("Doc_0/Attachs/original_invoice.xml", DATA)] {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert_eq!(xml_inside(&bytes).unwrap().unwrap().as_bytes(), DATA);
        assert_eq!(xml_inside(&bytes[..40]), Err(EInvoiceRefusal::Broken));
    }

    #[test]
    fn the_encoding_is_the_declared_one() {
        let text = "<?xml version=\"1.0\" encoding=\"GBK\"?><EInvoice><b>合作社</b></EInvoice>";
        let (gbk, _, _) = encoding_rs::GB18030.encode(text);
        assert_eq!(xml_inside(&gbk).unwrap().as_deref(), Some(text));
        let wrong = gbk.iter().copied().map(|b| if b == b'G' { b'U' } else { b }).collect::<Vec<_>>();
        assert_eq!(xml_inside(&wrong), Err(EInvoiceRefusal::Broken));
    }
}
