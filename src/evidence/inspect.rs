use super::error::EvidenceRefusal;
use super::media::Media;
use super::{package, paged, picture};

/// What a file turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Inspected {
    /// Its kind, by content.
    pub media: Media,
    /// 1 for a picture; the pages of a document.
    pub pages: i64,
}

/// What is wrong with a file, before it has a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    Truncated(&'static str),
    TooManyPixels(u32, u32),
    Swells { unpacked: u64, limit: u64 },
    Encrypted,
    NoPages,
    Unreadable(String),
}

/// Looks at the content of a file: what it is, whether it is whole, how many pages it has.
///
/// The name is only asked what it claims. Refuses: every `evidence.*` code about a file.
pub fn inspect(name: &str, bytes: &[u8]) -> Result<Inspected, EvidenceRefusal> {
    let name = short_name(name);
    if bytes.is_empty() {
        return Err(EvidenceRefusal::Empty { name });
    }
    let found = sniff(bytes);
    if let Some(said) = Media::claimed_by(&name) {
        let real = match &found {
            Ok(media) => media.in_chinese(),
            Err(other) => other,
        };
        if found != Ok(said) {
            return Err(EvidenceRefusal::Disguised { name, said: said.in_chinese(), found: real });
        }
    }
    let media = match found {
        Ok(media) => media,
        Err(found) => return Err(EvidenceRefusal::NotAllowed { name, found }),
    };
    let pages = match media {
        Media::Jpeg | Media::Png | Media::Webp => picture::check(media, bytes).map(|()| 1),
        Media::Pdf => paged::pdf_pages(bytes),
        Media::Ofd => package::ofd_pages(bytes),
        Media::Xml => paged::check_xml(bytes).map(|()| 1),
    };
    pages.map(|pages| Inspected { media, pages }).map_err(|flaw| named(name, bytes.len() as u64, flaw))
}

fn named(name: String, bytes: u64, flaw: Flaw) -> EvidenceRefusal {
    match flaw {
        Flaw::Truncated(missing) => EvidenceRefusal::Truncated { name, bytes: in_words(bytes), missing },
        Flaw::TooManyPixels(width, height) => {
            EvidenceRefusal::TooManyPixels { name, width, height, limit: picture::PIXELS / 10_000 }
        }
        Flaw::Swells { unpacked, limit } => {
            EvidenceRefusal::Swells { name, unpacked: in_words(unpacked), limit: in_words(limit) }
        }
        Flaw::Encrypted => EvidenceRefusal::Encrypted { name },
        Flaw::NoPages => EvidenceRefusal::NoPages { name },
        Flaw::Unreadable(what) => EvidenceRefusal::Unreadable { name, what },
    }
}

/// By content alone; `Err` names a kind we do not take.
fn sniff(bytes: &[u8]) -> Result<Media, &'static str> {
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    let at = |from: usize, mark: &[u8]| bytes.get(from..from + mark.len()) == Some(mark);
    if begins(&[0xFF, 0xD8, 0xFF]) {
        return Ok(Media::Jpeg);
    }
    if begins(b"\x89PNG\r\n\x1a\n") {
        return Ok(Media::Png);
    }
    if begins(b"RIFF") && at(8, b"WEBP") {
        return Ok(Media::Webp);
    }
    if begins(b"%PDF-") {
        return Ok(Media::Pdf);
    }
    if begins(b"PK\x03\x04") {
        return if package::names_ofd(bytes) { Ok(Media::Ofd) } else { Err("压缩包或办公文档") };
    }
    if at(4, b"ftyp") {
        return Err(if at(8, b"hei") || at(8, b"hev") || at(8, b"mif1") {
            "HEIC 照片（手机相机可改为“兼容性最佳”）"
        } else {
            "视频"
        });
    }
    let known: [(&[u8], &str); 9] = [
        (b"GIF8", "GIF 动图"),
        (b"BM", "BMP 图片"),
        (b"II*\0", "TIFF 图片"),
        (b"MM\0*", "TIFF 图片"),
        (b"\xD0\xCF\x11\xE0", "旧版办公文档"),
        (b"Rar!", "压缩包"),
        (b"7z\xBC\xAF", "压缩包"),
        (b"MZ", "程序"),
        (b"\x7FELF", "程序"),
    ];
    if let Some((_, name)) = known.iter().find(|(mark, _)| begins(mark)) {
        return Err(name);
    }
    paged::sniff_markup(bytes)
}

/// A name fit to be shown and kept: the last part of a path, no control characters, at most 80 characters.
pub(super) fn short_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: Vec<char> = last.chars().filter(|c| !c.is_control()).collect();
    let from = clean.len().saturating_sub(80);
    let short: String = clean[from..].iter().collect();
    if short.trim().is_empty() { "未命名".to_owned() } else { short.trim().to_owned() }
}

/// `3.2 MB`, `812 KB`, `17 字节`.
pub(super) fn in_words(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} 字节"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides_and_the_name_may_not_lie() {
        let refused = |name: &str, bytes: &[u8]| crate::kernel::Refused::from(inspect(name, bytes).unwrap_err()).code;
        assert_eq!(refused("票据.jpg", b""), "evidence.empty");
        assert_eq!(refused("票据.jpg", b"MZ\x90\0"), "evidence.disguised");
        assert_eq!(refused("票据.jpg", b"%PDF-1.7\n"), "evidence.disguised");
        assert_eq!(refused("报表.xlsx", b"PK\x03\x04"), "evidence.not_allowed");
        assert_eq!(refused("动画", b"GIF89a"), "evidence.not_allowed");
        assert_eq!(refused("页面.xml", b"<!doctype html><html></html>"), "evidence.disguised");
        assert_eq!(refused("页面", b"<svg xmlns='x'><script/></svg>"), "evidence.not_allowed");
        assert_eq!(refused("说明", "今天下雨".as_bytes()), "evidence.not_allowed");
        assert_eq!(refused("票据", b"\xFF\xD8\xFF\xE0"), "evidence.truncated");
        assert_eq!(refused("发票.pdf", b"%PDF-1.7\n1 0 obj"), "evidence.truncated");
    }

    #[test]
    fn names_are_cut_and_cleaned() {
        assert_eq!(short_name("C:\\照片\\票据\u{7}.jpg"), "票据.jpg");
        assert_eq!(short_name("../../etc/passwd"), "passwd");
        assert_eq!(short_name(&"长".repeat(200)).chars().count(), 80);
        assert_eq!(short_name(""), "未命名");
    }

    #[test]
    fn sizes_read_like_sizes() {
        assert_eq!(in_words(17), "17 字节");
        assert_eq!(in_words(20 * 1024 * 1024), "20.0 MB");
        assert_eq!(in_words(1025), "2 KB");
    }
}
