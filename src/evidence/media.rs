use std::fmt;
use std::str::FromStr;

/// What a stored file is, found out from its content and never from its name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Media {
    /// A photograph.
    Jpeg,
    /// A picture, mostly a screen shot.
    Png,
    /// A picture.
    Webp,
    /// A document in pages; most electronic invoices.
    Pdf,
    /// The national layout document (GB/T 33190); official electronic invoices.
    Ofd,
    /// The data of an electronic invoice.
    Xml,
}

impl Media {
    /// Every kind that is accepted.
    pub const ALL: [Media; 6] = [Media::Jpeg, Media::Png, Media::Webp, Media::Pdf, Media::Ofd, Media::Xml];

    /// The stored word, which is also what is told to a browser.
    pub const fn word(self) -> &'static str {
        match self {
            Media::Jpeg => "image/jpeg",
            Media::Png => "image/png",
            Media::Webp => "image/webp",
            Media::Pdf => "application/pdf",
            Media::Ofd => "application/ofd",
            Media::Xml => "application/xml",
        }
    }

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Media::Jpeg => "JPG 照片",
            Media::Png => "PNG 图片",
            Media::Webp => "WEBP 图片",
            Media::Pdf => "PDF 文件",
            Media::Ofd => "OFD 文件",
            Media::Xml => "XML 文件",
        }
    }

    /// The ending of a file name, for downloads.
    pub const fn ending(self) -> &'static str {
        match self {
            Media::Jpeg => "jpg",
            Media::Png => "png",
            Media::Webp => "webp",
            Media::Pdf => "pdf",
            Media::Ofd => "ofd",
            Media::Xml => "xml",
        }
    }

    /// True for pictures, which have a thumbnail.
    pub const fn is_picture(self) -> bool {
        match self {
            Media::Jpeg | Media::Png | Media::Webp => true,
            Media::Pdf | Media::Ofd | Media::Xml => false,
        }
    }

    /// What a file name claims; `None` when its ending claims nothing we know.
    pub fn claimed_by(name: &str) -> Option<Media> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match ending.as_str() {
            "jpg" | "jpeg" | "jpe" | "jfif" => Some(Media::Jpeg),
            "png" => Some(Media::Png),
            "webp" => Some(Media::Webp),
            "pdf" => Some(Media::Pdf),
            "ofd" => Some(Media::Ofd),
            "xml" => Some(Media::Xml),
            _ => None,
        }
    }
}

impl fmt::Display for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Media {
    type Err = String;
    fn from_str(word: &str) -> Result<Media, String> {
        Media::ALL.into_iter().find(|m| m.word() == word).ok_or_else(|| format!("「{word}」不是可存的文件类型"))
    }
}
