//! Documents made of text: PDF and XML.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions};

use super::inspect::Flaw;
use super::media::Media;

/// No single stream of a PDF may unpack beyond this: 50 MB.
const STREAM_LIMIT: usize = 50 * 1024 * 1024;

/// How many pages a PDF has, after proving that it is whole, open and not locked.
pub(super) fn pdf_pages(bytes: &[u8]) -> Result<i64, Flaw> {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if !contains(tail, b"%%EOF") {
        return Err(Flaw::Truncated("缺少结尾标记 %%EOF"));
    }
    if !contains(tail, b"startxref") {
        return Err(Flaw::Truncated("缺少交叉引用表"));
    }
    let options = LoadOptions { max_decompressed_size: Some(STREAM_LIMIT), ..LoadOptions::default() };
    let loaded = catch_unwind(AssertUnwindSafe(|| Document::load_mem_with_options(bytes, options)))
        .map_err(|_| Flaw::Unreadable("内部结构损坏".to_owned()))?;
    let document = match loaded {
        Ok(document) => document,
        Err(_) if contains(bytes, b"/Encrypt") => return Err(Flaw::Encrypted),
        Err(_) => return Err(Flaw::Unreadable("内部结构损坏".to_owned())),
    };
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Flaw::Encrypted);
    }
    match document.get_pages().len() {
        0 => Err(Flaw::NoPages),
        pages => Ok(pages as i64),
    }
}

/// What a text that begins with `<` is; pages that a browser would run are no evidence.
pub(super) fn sniff_markup(bytes: &[u8]) -> Result<Media, &'static str> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if !text.starts_with(b"<") {
        return Err("不认识的文件");
    }
    let root = root_name(text).unwrap_or_default().to_ascii_lowercase();
    match root.rsplit(':').next().unwrap_or_default() {
        "html" | "xhtml" => Err("网页"),
        "svg" => Err("矢量图"),
        "" if text.starts_with(b"<?xml") => Ok(Media::Xml),
        "" => Err("网页"),
        _ => Ok(Media::Xml),
    }
}

/// An XML that declares no entities and runs to the end of its root element.
pub(super) fn check_xml(bytes: &[u8]) -> Result<(), Flaw> {
    let upper = bytes.to_ascii_uppercase();
    if contains(&upper, b"<!DOCTYPE") || contains(&upper, b"<!ENTITY") {
        return Err(Flaw::Unreadable("含有外部定义，不是电子票据".to_owned()));
    }
    let root = root_name(bytes).ok_or(Flaw::Truncated("没有内容"))?;
    let end = bytes.trim_ascii_end();
    let closed = end.ends_with(b">")
        && end.iter().rposition(|b| *b == b'<').is_some_and(|at| {
            let last = String::from_utf8_lossy(&end[at..]);
            last.trim_start_matches("</").trim_end_matches('>').trim() == root || last.ends_with("/>")
        });
    if closed { Ok(()) } else { Err(Flaw::Truncated("缺少结尾标记")) }
}

/// The name of the first element, past the declaration and comments.
fn root_name(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.as_ref();
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = &comment[comment.find("-->")? + 3..];
        } else if rest.starts_with('?') {
            rest = &rest[rest.find("?>")? + 2..];
        } else if rest.starts_with('!') {
            rest = &rest[rest.find('>')? + 1..];
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
            return Some(rest[..end].to_owned());
        }
    }
}

fn contains(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|w| w == mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Object, dictionary};

    fn pdf(pages: usize) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        let kids: Vec<Object> = (0..pages)
            .map(|_| document.add_object(dictionary! { "Type" => "Page", "Parent" => tree }).into())
            .collect();
        let count = kids.len() as i64;
        document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn pages_are_counted_and_a_cut_is_seen() {
        let three = pdf(3);
        assert_eq!(pdf_pages(&three), Ok(3));
        assert_eq!(pdf_pages(&pdf(0)), Err(Flaw::NoPages));
        assert!(matches!(pdf_pages(&three[..three.len() / 2]), Err(Flaw::Truncated(_))));
    }

    #[test]
    fn an_invoice_is_whole_or_refused() {
        let invoice = "<?xml version=\"1.0\"?>\n<!-- x --><EInvoice a='1'><b/></EInvoice>\n";
        assert_eq!(check_xml(invoice.as_bytes()), Ok(()));
        assert!(matches!(check_xml(&invoice.as_bytes()[..40]), Err(Flaw::Truncated(_))));
        assert!(matches!(check_xml(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a></a>"), Err(Flaw::Unreadable(_))));
        assert_eq!(sniff_markup(invoice.as_bytes()), Ok(Media::Xml));
        assert_eq!(sniff_markup(b"<HTML>"), Err("网页"));
    }
}
