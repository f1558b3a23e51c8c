//! Every document's tests print it, read it back and leave the file for the eye.

use std::path::PathBuf;
use std::process::Command;

use super::document::Document;
use super::font::Fonts;
use super::render::render;
use crate::kernel::{Date, Money, Timestamp};

/// Renders twice, compares the bytes, keeps the file in the temporary folder, and reads the text back.
///
/// Answers the text; empty where `pdftotext` is not installed, which is said loudly.
pub(super) fn proof(name: &str, document: &Document) -> String {
    let bytes = render(document, Fonts::embedded());
    assert_eq!(bytes, render(document, Fonts::embedded()), "{name}: equal input, equal bytes");
    let file = folder().join(format!("{name}.pdf"));
    std::fs::write(&file, &bytes).unwrap();
    match Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output() {
        Ok(read) => {
            assert!(read.stderr.is_empty(), "{name}: {}", String::from_utf8_lossy(&read.stderr));
            String::from_utf8(read.stdout).unwrap()
        }
        Err(_) => {
            eprintln!("{name}: pdftotext is not installed, the text was NOT read back");
            String::new()
        }
    }
}

/// Asserts that every text of the document can be copied out of the file.
pub(super) fn reads_back(name: &str, document: &Document) {
    let read: String = proof(name, document).split_whitespace().collect();
    if read.is_empty() {
        return;
    }
    for run in document.runs() {
        let wanted: String = run.text.split_whitespace().collect();
        let wanted: String = Fonts::embedded().drawn(run.weight, &wanted).map(|d| d.c).collect();
        assert!(read.contains(&wanted), "{name}: 「{wanted}」 does not come back");
    }
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join("mingzhang-pdf");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(super) fn printed_at() -> Timestamp {
    Timestamp::parse("2026-10-08T01:30:00.000000Z").unwrap()
}

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(super) fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}
