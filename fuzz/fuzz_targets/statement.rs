//! A bank file of any bytes is read or refused, never worse: CSV, XLS and XLSX, in every encoding, with and without a
//! profile told by hand. What is read has proved itself.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use mingzhang::reconcile::{BankStatement, RawFile, Role, read_profile, read_statement};
use zip::write::SimpleFileOptions;

fuzz_target!(|data: &[u8]| {
    let Some((way, bytes)) = data.split_first() else { return };
    match way % 8 {
        0 => plainly(bytes),
        1 => plainly(&as_text(bytes, encoding_rs::GB18030)),
        2 => plainly(&as_text(bytes, encoding_rs::GBK)),
        3 => plainly(&[&[0xef, 0xbb, 0xbf], bytes].concat()),
        4 => told(bytes),
        5 => mapped(bytes),
        6 => plainly(&workbook("xl/worksheets/sheet1.xml", bytes)),
        _ => plainly(&workbook("xl/sharedStrings.xml", bytes)),
    }
});

fn plainly(bytes: &[u8]) {
    if let Ok(statement) = read_statement(bytes, None) {
        is_proved(&statement);
    }
}

/// A profile and a file, parted by the first NUL.
fn told(bytes: &[u8]) {
    let at = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    let (profile, file) = bytes.split_at(at);
    let Ok(profile) = read_profile(profile) else { return };
    assert_eq!(read_profile(profile.text().as_bytes()).ok(), Some(profile.clone()), "a profile is read back as written");
    if let Ok(statement) = read_statement(file.get(1..).unwrap_or_default(), Some(&profile)) {
        is_proved(&statement);
    }
}

/// A file opened without understanding it, its columns told by its first bytes.
fn mapped(bytes: &[u8]) {
    let Ok(raw) = RawFile::open(bytes) else { return };
    let role = |at: usize| Role::ALL.get(usize::from(bytes.get(at).copied().unwrap_or(0) % 24)).copied();
    let roles: Vec<Option<Role>> = (0..raw.width).map(role).collect();
    for header in [Some(raw.header), None] {
        let (place, columns) = raw.columns(header, &roles);
        let profile = mingzhang::reconcile::BankProfile { header: place, columns, ..Default::default() };
        let _ = raw.told_by(&profile, raw.header);
        if profile.faults().is_empty()
            && let Ok(statement) = read_statement(bytes, Some(&profile))
        {
            is_proved(&statement);
        }
    }
}

fn is_proved(statement: &BankStatement) {
    assert!(!statement.rows().is_empty());
    let rows = statement.chronological();
    for pair in rows.windows(2) {
        assert_eq!(pair[0].balance + pair[1].net(), pair[1].balance, "the running balance runs");
    }
    assert_eq!(rows[rows.len() - 1].balance, statement.balance_closing());
    let mut identities = statement.identities();
    identities.sort();
    identities.dedup();
    assert_eq!(identities.len(), rows.len(), "every line is itself");
}

fn as_text(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
    encoding.encode(&String::from_utf8_lossy(bytes)).0.into_owned()
}

/// A workbook of today in which one part is the fuzzer's: it gets past the archive's checksums.
fn workbook(hostile: &str, bytes: &[u8]) -> Vec<u8> {
    const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    const SHEET: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row></sheetData></worksheet>"#;
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", SHEET.as_bytes()),
    ];
    for (name, content) in parts.into_iter().filter(|(name, _)| *name != hostile).chain([(hostile, bytes)]) {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(content).expect("its content");
    }
    archive.finish().expect("a workbook").into_inner()
}
