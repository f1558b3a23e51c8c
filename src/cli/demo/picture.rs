use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

use crate::kernel::{Date, Fault, Money};
use crate::pdf::Fonts;

const WIDTH: u32 = 860;
const HEIGHT: u32 = 560;
const INK: [u8; 3] = [40, 38, 36];
const SEAL: [u8; 3] = [190, 52, 44];

/// What stands on a demo receipt.
pub(super) struct Receipt<'a> {
    /// 收款收据, 增值税普通发票.
    pub(super) title: &'a str,
    /// Its number.
    pub(super) number: &'a str,
    /// Day.
    pub(super) date: Date,
    /// Who paid.
    pub(super) payer: &'a str,
    /// Who received.
    pub(super) payee: &'a str,
    /// What for.
    pub(super) what: &'a str,
    /// How much.
    pub(super) amount: Money,
}

/// Draws the receipt as a photograph of paper would show it, and answers the JPEG.
pub(super) fn photographed(receipt: &Receipt<'_>) -> Result<Vec<u8>, Fault> {
    let font = FontRef::try_from_slice(Fonts::embedded().regular_bytes()).map_err(Fault::while_("reading the font"))?;
    let mut paper = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let shade = 250 - u8::try_from((x * 7 + y * 13) % 5).unwrap_or(0) - u8::try_from(y / 90).unwrap_or(0);
        Rgb([shade, shade, shade.saturating_sub(8)])
    });
    let mut say =
        |text: &str, x: f32, y: f32, size: f32, ink: [u8; 3]| write(&mut paper, &font, text, (x, y), size, ink);
    say(receipt.title, 300.0, 78.0, 44.0, INK);
    say(&format!("№ {}", receipt.number), 600.0, 120.0, 24.0, SEAL);
    say(&format!("开票日期:{}", receipt.date.format("%Y年%m月%d日")), 60.0, 120.0, 24.0, INK);
    say(&format!("付款单位:{}", receipt.payer), 60.0, 190.0, 26.0, INK);
    say(&format!("收款单位:{}", receipt.payee), 60.0, 250.0, 26.0, INK);
    say(&format!("事由:{}", receipt.what), 60.0, 310.0, 26.0, INK);
    say(&format!("金额(大写):{}", receipt.amount.in_words()), 60.0, 370.0, 26.0, INK);
    say(&format!("¥{}", receipt.amount), 60.0, 430.0, 34.0, INK);
    say("收款人(章)", 600.0, 500.0, 24.0, INK);
    for y in [140, 210, 270, 330, 390, 450] {
        rule(&mut paper, y);
    }
    seal(&mut paper);
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 72);
    paper.write_with_encoder(encoder).map_err(Fault::while_("drawing a receipt"))?;
    Ok(bytes)
}

fn write(paper: &mut RgbImage, font: &FontRef<'_>, text: &str, at: (f32, f32), size: f32, ink: [u8; 3]) {
    let scaled = font.as_scaled(PxScale::from(size));
    let mut x = at.0;
    for c in text.chars() {
        let id = scaled.glyph_id(c);
        let glyph = id.with_scale_and_position(PxScale::from(size), point(x, at.1));
        x += scaled.h_advance(id);
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let bounds = outline.px_bounds();
        outline.draw(|gx, gy, cover| {
            blend(paper, bounds.min.x as i64 + i64::from(gx), bounds.min.y as i64 + i64::from(gy), ink, cover)
        });
    }
}

fn blend(paper: &mut RgbImage, x: i64, y: i64, ink: [u8; 3], cover: f32) {
    let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
    if x >= WIDTH || y >= HEIGHT {
        return;
    }
    let cover = (cover.clamp(0.0, 1.0) * 255.0) as u32;
    let pixel = paper.get_pixel_mut(x, y);
    for (channel, ink) in pixel.0.iter_mut().zip(ink) {
        let mixed = (u32::from(*channel) * (255 - cover) + u32::from(ink) * cover) / 255;
        *channel = u8::try_from(mixed).unwrap_or(u8::MAX);
    }
}

fn rule(paper: &mut RgbImage, y: u32) {
    for x in 50..WIDTH - 50 {
        blend(paper, i64::from(x), i64::from(y), [150, 145, 138], 0.7);
    }
}

/// A round red seal, as faint as seals are.
fn seal(paper: &mut RgbImage) {
    let (cx, cy) = (690_i64, 420_i64);
    for y in cy - 80..=cy + 80 {
        for x in cx - 80..=cx + 80 {
            let distance = (x - cx) * (x - cx) + (y - cy) * (y - cy);
            if (72 * 72..=78 * 78).contains(&distance) || distance <= 14 * 14 {
                blend(paper, x, y, SEAL, 0.75);
            }
        }
    }
}
