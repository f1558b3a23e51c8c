use quick_xml::Reader;
use quick_xml::events::Event;

use super::error::EInvoiceRefusal;

/// Elements within elements.
const DEPTH_LIMIT: usize = 32;
/// Elements in all.
const ELEMENTS_LIMIT: usize = 50_000;

/// One element with what is below it; attributes say nothing of an invoice.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) text: String,
    below: Vec<Element>,
}

impl Element {
    /// The elements at a path below this one, in order.
    pub(super) fn all<'e>(&'e self, path: &[&str]) -> Box<dyn Iterator<Item = &'e Element> + 'e> {
        let Some((name, rest)) = path.split_first() else { return Box::new(std::iter::once(self)) };
        let mut found = Vec::new();
        for element in self.below.iter().filter(|e| e.name == *name) {
            found.extend(element.all(rest));
        }
        Box::new(found.into_iter())
    }

    /// The text of the first element at a path; empty when there is none.
    pub(super) fn text_at(&self, path: &[&str]) -> &str {
        self.all(path).next().map_or("", |e| e.text.as_str())
    }

    /// The first element of that name anywhere below.
    pub(super) fn first(&self, name: &str) -> Option<&Element> {
        self.below.iter().find_map(|e| if e.name == name { Some(e) } else { e.first(name) })
    }
}

/// The tree of a document without definitions, no deeper and no larger than an invoice can be.
///
/// Refuses: `e_invoice.definition`, `e_invoice.too_deep`, `e_invoice.too_large`, `e_invoice.broken`.
pub(super) fn read(text: &str) -> Result<Element, EInvoiceRefusal> {
    let broken = |_| EInvoiceRefusal::Broken;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut elements = 0_usize;
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(start) => {
                counted(&mut elements, open.len())?;
                open.push(Element { name: start.name().0.to_owned(), ..Element::default() });
            }
            Event::Empty(start) => {
                counted(&mut elements, open.len())?;
                let element = Element { name: start.name().0.to_owned(), ..Element::default() };
                closed(element, &mut open, &mut root)?;
            }
            Event::End(_) => {
                let element = open.pop().ok_or(EInvoiceRefusal::Broken)?;
                closed(element, &mut open, &mut root)?;
            }
            Event::Text(text) => said(&mut open, &text.xml10_content()),
            Event::CData(text) => said(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let known = match reference.resolve_char_ref().map_err(broken)? {
                    Some(character) => character,
                    None => named(&reference.xml10_content()).ok_or(EInvoiceRefusal::Definition)?,
                };
                said(&mut open, known.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(EInvoiceRefusal::Definition),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    root.filter(|_| open.is_empty()).ok_or(EInvoiceRefusal::Broken)
}

fn counted(elements: &mut usize, depth: usize) -> Result<(), EInvoiceRefusal> {
    *elements += 1;
    if *elements > ELEMENTS_LIMIT {
        return Err(EInvoiceRefusal::TooLarge { limit: format!("{ELEMENTS_LIMIT} 项") });
    }
    if depth >= DEPTH_LIMIT {
        return Err(EInvoiceRefusal::TooDeep { limit: DEPTH_LIMIT });
    }
    Ok(())
}

/// A finished element goes below the one that is open, or is the root; a second root is none.
fn closed(mut element: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), EInvoiceRefusal> {
    element.text = element.text.trim().to_owned();
    match open.last_mut() {
        Some(above) => above.below.push(element),
        None if root.is_none() => *root = Some(element),
        None => return Err(EInvoiceRefusal::Broken),
    }
    Ok(())
}

fn said(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// The five entities every document may use.
fn named(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
