//! Zip packages, OFD and workbooks: read by their directory, unpacked only to be measured.

use std::io::Read;

use flate2::read::DeflateDecoder;

use super::inspect::Flaw;

/// Everything in a package together may not unpack beyond this: 50 MB.
pub(super) const UNPACKED_LIMIT: u64 = 50 * 1024 * 1024;
/// Nor beyond this many times its own size.
const RATIO_LIMIT: u64 = 100;
/// Nor may it hold more parts than this.
const PARTS_LIMIT: usize = 2000;

struct Part<'a> {
    name: &'a [u8],
    method: u16,
    locked: bool,
    packed: usize,
    unpacked: u64,
    at: usize,
}

/// True when the directory at the end of the package names `OFD.xml`, or, the end being cut off, its first part does.
pub(super) fn names_ofd(bytes: &[u8]) -> bool {
    match parts(bytes) {
        Some(parts) => parts.iter().any(|p| p.name == b"OFD.xml"),
        None => number(bytes, 26, 2).and_then(|n| bytes.get(30..30 + n as usize)) == Some(b"OFD.xml"),
    }
}

/// How many pages an OFD has, after measuring what it unpacks into.
pub(super) fn ofd_pages(bytes: &[u8]) -> Result<i64, Flaw> {
    let parts = parts(bytes).ok_or(Flaw::Truncated("缺少结尾目录"))?;
    if parts.len() > PARTS_LIMIT {
        return Err(Flaw::Unreadable(format!("含有 {} 个部件，超过上限 {PARTS_LIMIT} 个", parts.len())));
    }
    if parts.iter().any(|p| p.locked) {
        return Err(Flaw::Encrypted);
    }
    let limit = UNPACKED_LIMIT.min(bytes.len() as u64 * RATIO_LIMIT);
    let said: u64 = parts.iter().map(|p| p.unpacked).sum();
    if said > limit {
        return Err(Flaw::Swells { unpacked: said, limit });
    }
    let mut unpacked = 0;
    for part in &parts {
        unpacked += measured(bytes, part, limit - unpacked)?;
        if unpacked > limit {
            return Err(Flaw::Swells { unpacked, limit });
        }
    }
    let page = |p: &&Part| p.name.ends_with(b"/Content.xml") && p.name.windows(6).any(|w| w == b"Pages/");
    Ok((parts.iter().filter(page).count() as i64).max(1))
}

/// What a package really unpacks into, measured no further than just past the limit; `None` when it is broken.
pub(super) fn unpacked(bytes: &[u8], limit: u64) -> Option<u64> {
    let parts = parts(bytes)?;
    if parts.len() > PARTS_LIMIT || parts.iter().any(|p| p.locked) {
        return None;
    }
    let mut unpacked = 0;
    for part in &parts {
        unpacked += measured(bytes, part, limit.saturating_sub(unpacked)).ok()?;
        if unpacked > limit {
            break;
        }
    }
    Some(unpacked)
}

/// What one part really unpacks into, never reading more than one byte past what is left.
fn measured(bytes: &[u8], part: &Part, left: u64) -> Result<u64, Flaw> {
    let broken = || Flaw::Unreadable("部件损坏".to_owned());
    if bytes.get(part.at..part.at + 4) != Some(b"PK\x03\x04") {
        return Err(broken());
    }
    let names =
        number(bytes, part.at + 26, 2).ok_or_else(broken)? + number(bytes, part.at + 28, 2).ok_or_else(broken)?;
    let from = part.at + 30 + names as usize;
    let packed = bytes.get(from..from.saturating_add(part.packed)).ok_or_else(broken)?;
    match part.method {
        0 => Ok(packed.len() as u64),
        8 => {
            let mut reader = DeflateDecoder::new(packed).take(left + 1);
            std::io::copy(&mut reader, &mut std::io::sink()).map_err(|_| broken())
        }
        _ => Err(Flaw::Unreadable("压缩方式不认识".to_owned())),
    }
}

/// The directory at the end of the package; `None` when it is not there or runs out of the file.
fn parts(bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    let tail = bytes.len().saturating_sub(22 + 65_535);
    let end = bytes[tail..].windows(4).rposition(|w| w == b"PK\x05\x06")? + tail;
    let count = number(bytes, end + 10, 2)?;
    let mut at = number(bytes, end + 16, 4)? as usize;
    let mut parts = Vec::new();
    for _ in 0..count {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let name_length = number(bytes, at + 28, 2)? as usize;
        parts.push(Part {
            name: bytes.get(at + 46..at + 46 + name_length)?,
            method: number(bytes, at + 10, 2)? as u16,
            locked: number(bytes, at + 8, 2)? & 1 == 1,
            packed: number(bytes, at + 20, 4)? as usize,
            unpacked: number(bytes, at + 24, 4)?,
            at: number(bytes, at + 42, 4)? as usize,
        });
        at += 46 + name_length + number(bytes, at + 30, 2)? as usize + number(bytes, at + 32, 2)? as usize;
    }
    Some(parts)
}

/// A little-endian number of two or four bytes.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(width)?)?;
    Some(part.iter().rev().fold(0, |n, b| n << 8 | u64::from(*b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::DeflateEncoder;
    use std::io::Write;

    fn package(parts: &[(&str, &[u8])], lie: Option<u32>) -> Vec<u8> {
        let (mut file, mut directory) = (Vec::new(), Vec::new());
        for (name, content) in parts {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(content).unwrap();
            let packed = encoder.finish().unwrap();
            let at = file.len() as u32;
            let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            common.extend((packed.len() as u32).to_le_bytes());
            common.extend(lie.unwrap_or(content.len() as u32).to_le_bytes());
            common.extend((name.len() as u16).to_le_bytes());
            common.extend([0, 0]);
            file.extend(b"PK\x03\x04");
            file.extend(&common);
            file.extend(name.as_bytes());
            file.extend(&packed);
            directory.extend(b"PK\x01\x02\x14\0");
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend(at.to_le_bytes());
            directory.extend(name.as_bytes());
        }
        let (at, size, count) = (file.len() as u32, directory.len() as u32, parts.len() as u16);
        file.extend(directory);
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend(count.to_le_bytes());
        file.extend(count.to_le_bytes());
        file.extend(size.to_le_bytes());
        file.extend(at.to_le_bytes());
        file.extend([0, 0]);
        file
    }

    #[test]
    fn an_invoice_is_counted() {
        let ofd = package(
            &[
                ("OFD.xml", b"<a/>"),
                ("Doc_0/Pages/Page_0/Content.xml", b"<p/>"),
                ("Doc_0/Pages/Page_1/Content.xml", b"<p/>"),
            ],
            None,
        );
        assert!(names_ofd(&ofd));
        assert_eq!(ofd_pages(&ofd), Ok(2));
        assert!(matches!(ofd_pages(&ofd[..ofd.len() - 30]), Err(Flaw::Truncated(_))));
        assert!(names_ofd(&ofd[..60]), "its first part still tells what it was");
    }

    #[test]
    fn a_bomb_is_refused_by_what_it_says_and_by_what_it_does() {
        let zeros = vec![0u8; 3_000_000];
        assert!(matches!(ofd_pages(&package(&[("OFD.xml", &zeros)], None)), Err(Flaw::Swells { .. })));
        assert!(matches!(ofd_pages(&package(&[("OFD.xml", &zeros)], Some(10))), Err(Flaw::Swells { .. })));
    }

    #[test]
    fn another_package_is_none() {
        assert!(!names_ofd(&package(&[("word/document.xml", b"<a/>")], None)));
    }
}
