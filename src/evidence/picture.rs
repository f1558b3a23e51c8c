//! Pictures: is the whole of it here, how large does it unpack, and its small likeness.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::kernel::Fault;

use super::inspect::Flaw;
use super::media::Media;

/// More pixels than this is no photograph of a receipt: 100 million.
pub(super) const PIXELS: u64 = 100_000_000;

/// The longer side of a thumbnail.
const THUMBNAIL_SIDE: u32 = 320;
/// The longer side of a copy anybody may look at: a receipt is read on it.
const SHOWN_SIDE: u32 = 1_600;

/// Checks a picture without unpacking it: its parts run to its own end mark, and its head names a bearable size.
pub(super) fn check(media: Media, bytes: &[u8]) -> Result<(), Flaw> {
    let (whole, missing) = match media {
        Media::Jpeg => (jpeg_is_whole(bytes), "缺少结尾标记 EOI"),
        Media::Png => (png_is_whole(bytes), "缺少结尾标记 IEND"),
        Media::Webp => (webp_is_whole(bytes), "长度与文件头不符"),
        Media::Pdf | Media::Ofd | Media::Xml => (true, ""),
    };
    if !whole {
        return Err(Flaw::Truncated(missing));
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format(media));
    reader.no_limits();
    let (width, height) = reader.into_dimensions().map_err(|_| Flaw::Unreadable("图像头损坏".to_owned()))?;
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(Flaw::TooManyPixels(width, height));
    }
    if width == 0 || height == 0 {
        return Err(Flaw::Unreadable("图像大小为零".to_owned()));
    }
    Ok(())
}

/// A JPEG at most 320 pixels on its longer side, turned the way the camera was held.
pub(super) fn thumbnail(media: Media, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    likeness(media, bytes, THUMBNAIL_SIDE)
}

/// A JPEG to be read on a phone, made anew from the pixels alone: nothing a camera wrote beside them comes along.
pub(super) fn shown_copy(media: Media, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    likeness(media, bytes, SHOWN_SIDE)
}

fn likeness(media: Media, bytes: &[u8], side: u32) -> Result<Vec<u8>, Fault> {
    let doing = "making a likeness";
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format(media));
    let mut limits = Limits::default();
    limits.max_alloc = Some(PIXELS * 4);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(Fault::while_(doing))?;
    let turned = decoder.orientation().map_err(Fault::while_(doing))?;
    let whole = DynamicImage::from_decoder(decoder).map_err(Fault::while_(doing))?;
    let mut small = if whole.width().max(whole.height()) > side { whole.thumbnail(side, side) } else { whole };
    small.apply_orientation(turned);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 78).encode_image(&small.to_rgb8()).map_err(Fault::while_(doing))?;
    Ok(jpeg)
}

const fn format(media: Media) -> ImageFormat {
    match media {
        Media::Png => ImageFormat::Png,
        Media::Webp => ImageFormat::WebP,
        Media::Jpeg | Media::Pdf | Media::Ofd | Media::Xml => ImageFormat::Jpeg,
    }
}

/// Walks the segments to the scan, then through the scans to the end mark. An embedded
/// thumbnail has an end mark of its own, so looking for one anywhere would prove nothing.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    loop {
        let Some(&[0xFF, marker]) = bytes.get(at..at + 2) else { return false };
        match marker {
            0xD9 => return true,
            0xFF => at += 1,
            0x01 | 0xD0..=0xD7 => at += 2,
            _ => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4) else { return false };
                at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
                if marker == 0xDA {
                    match end_of_scan(bytes, at) {
                        Some(next) => at = next,
                        None => return false,
                    }
                }
            }
        }
    }
}

/// The next marker that is neither a stuffed byte nor a restart.
fn end_of_scan(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = bytes.get(at..)?.iter().position(|b| *b == 0xFF)? + at;
        match bytes.get(found + 1)? {
            0x00 | 0xD0..=0xD7 => at = found + 2,
            0xFF => at = found + 1,
            _ => return Some(found),
        }
    }
}

fn png_is_whole(bytes: &[u8]) -> bool {
    let mut at = 8usize;
    loop {
        let Some(&[a, b, c, d, k0, k1, k2, k3]) = bytes.get(at..at + 8) else { return false };
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let Some(next) = at.checked_add(12).and_then(|n| n.checked_add(length)) else { return false };
        if next > bytes.len() {
            return false;
        }
        if [k0, k1, k2, k3] == *b"IEND" {
            return true;
        }
        at = next;
    }
}

fn webp_is_whole(bytes: &[u8]) -> bool {
    let Some(&[a, b, c, d]) = bytes.get(4..8) else { return false };
    bytes.len() as u64 >= u64::from(u32::from_le_bytes([a, b, c, d])) + 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(640, 400).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_whole_picture_passes_and_every_cut_is_seen() {
        for (media, format) in
            [(Media::Jpeg, ImageFormat::Jpeg), (Media::Png, ImageFormat::Png), (Media::Webp, ImageFormat::WebP)]
        {
            let whole = picture(format);
            assert_eq!(check(media, &whole), Ok(()), "{media}");
            for cut in [whole.len() - 1, whole.len() / 2, 40] {
                assert!(matches!(check(media, &whole[..cut]), Err(Flaw::Truncated(_))), "{media} cut at {cut}");
            }
        }
    }

    #[test]
    fn a_picture_that_would_fill_the_memory_is_seen_by_its_head() {
        let mut bomb = picture(ImageFormat::Png);
        bomb[16..20].copy_from_slice(&50_000u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&50_000u32.to_be_bytes());
        let head = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&head.to_be_bytes());
        assert_eq!(check(Media::Png, &bomb), Err(Flaw::TooManyPixels(50_000, 50_000)));
    }

    #[test]
    fn thumbnails_are_small() {
        let small = thumbnail(Media::Png, &picture(ImageFormat::Png)).unwrap();
        let reader = ImageReader::with_format(Cursor::new(&small), ImageFormat::Jpeg);
        assert_eq!(reader.into_dimensions().unwrap(), (320, 200));
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0u32, |crc, b| {
            (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { c >> 1 ^ 0xEDB8_8320 } else { c >> 1 })
        })
    }
}
