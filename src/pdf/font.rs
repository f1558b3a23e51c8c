use std::io::Read as _;
use std::sync::LazyLock;

use flate2::read::GzDecoder;
use ttf_parser::{Face as Parsed, GlyphId};

use crate::kernel::Fault;

/// Noto Sans SC, TrueType outlines, under the Open Font Licence (`assets/fonts/OFL.txt`).
const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.ttf.gz");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Bold.ttf.gz");

/// Planes 0–2: everything a Chinese name can be written with today.
const CODE_POINTS: usize = 0x30000;

/// Millimetres of one point.
pub(super) const MM_PER_POINT: f32 = 25.4 / 72.0;

/// What stands for a character the font cannot draw.
pub(super) const MISSING_MARK: char = '〓';

/// How heavy the type is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weight {
    /// 400: text.
    Regular,
    /// 700: titles, heads, totals.
    Bold,
}

/// The fonts of this program: the bytes, and the glyph and width of every character.
///
/// Unpacking them takes a moment and some 22 MB, so it happens once a process, when the first
/// document is laid out; starting the program does not pay for it.
pub struct Fonts {
    regular: Face,
    bold: Face,
}

/// One weight of the font.
pub(super) struct Face {
    bytes: Vec<u8>,
    glyphs: Vec<Glyph>,
    metrics: Metrics,
}

/// The glyph of one character; id 0 means the font has none.
#[derive(Clone, Copy, Default)]
pub(super) struct Glyph {
    pub(super) id: u16,
    /// In font units.
    pub(super) advance: u16,
}

/// What a font descriptor wants to know, in font units.
#[derive(Clone, Copy)]
pub(super) struct Metrics {
    pub(super) units_per_em: u16,
    pub(super) ascent: i16,
    pub(super) descent: i16,
    pub(super) x_min: i16,
    pub(super) y_min: i16,
    pub(super) x_max: i16,
    pub(super) y_max: i16,
}

impl Fonts {
    /// The fonts inside the binary, unpacked on first use.
    ///
    /// Panics if the binary's own fonts are damaged; a test reads them whole.
    pub fn embedded() -> &'static Fonts {
        static EMBEDDED: LazyLock<Fonts> = LazyLock::new(|| match Fonts::unpack(REGULAR, BOLD) {
            Ok(fonts) => fonts,
            Err(fault) => unreachable!("the fonts in the binary are damaged: {}", fault.chain()),
        });
        &EMBEDDED
    }

    /// The regular face as a TrueType file, for whoever draws letters on something other than paper.
    pub fn regular_bytes(&self) -> &[u8] {
        self.regular.bytes()
    }

    fn unpack(regular: &[u8], bold: &[u8]) -> Result<Fonts, Fault> {
        Ok(Fonts { regular: Face::unpack(regular)?, bold: Face::unpack(bold)? })
    }

    pub(super) const fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

impl Face {
    fn unpack(packed: &[u8]) -> Result<Face, Fault> {
        let mut bytes = Vec::with_capacity(packed.len() * 2);
        GzDecoder::new(packed).read_to_end(&mut bytes).map_err(Fault::while_("unpacking a font"))?;
        let (glyphs, metrics) = {
            let parsed = Parsed::parse(&bytes, 0).map_err(Fault::while_("reading a font"))?;
            (glyphs_of(&parsed), metrics_of(&parsed))
        };
        Ok(Face { bytes, glyphs, metrics })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) const fn metrics(&self) -> Metrics {
        self.metrics
    }

    /// The glyph of a character; id 0 when there is none.
    pub(super) fn glyph(&self, c: char) -> Glyph {
        self.glyphs.get(c as usize).copied().unwrap_or_default()
    }

    /// True when the font has no glyph for a character that should be seen.
    pub(super) fn lacks(&self, c: char) -> bool {
        self.shown(c) == Some(MISSING_MARK) && c != MISSING_MARK
    }

    /// What is drawn for a character: nothing for a mark that is not seen, a space for a blank,
    /// 〓 for one without a glyph.
    pub(super) fn shown(&self, c: char) -> Option<char> {
        match c {
            '\u{3000}' => Some(c),
            c if c.is_whitespace() => Some(' '),
            c if is_unseen(c) => None,
            c if self.glyph(c).id == 0 => Some(MISSING_MARK),
            c => Some(c),
        }
    }

    /// What is drawn for a text.
    pub(super) fn drawn<'a>(&'a self, text: &'a str) -> impl Iterator<Item = char> + 'a {
        text.chars().filter_map(|c| self.shown(c))
    }

    /// Width of a text in millimetres at a type size in points, without letter spacing.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let units: u32 = self.drawn(text).map(|c| u32::from(self.glyph(c).advance)).sum();
        units as f32 / f32::from(self.metrics.units_per_em) * size * MM_PER_POINT
    }
}

/// Controls, joiners and variation selectors: they change how others look and have no look themselves.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

fn glyphs_of(parsed: &Parsed<'_>) -> Vec<Glyph> {
    let mut glyphs = vec![Glyph::default(); CODE_POINTS];
    let Some(cmap) = parsed.tables().cmap else {
        return glyphs;
    };
    for subtable in cmap.subtables.into_iter().filter(|s| s.is_unicode()) {
        subtable.codepoints(|code| {
            let Some(slot) = glyphs.get_mut(code as usize) else {
                return;
            };
            if let Some(GlyphId(id)) = subtable.glyph_index(code).filter(|id| id.0 != 0) {
                *slot = Glyph { id, advance: parsed.glyph_hor_advance(GlyphId(id)).unwrap_or(0) };
            }
        });
    }
    glyphs
}

fn metrics_of(parsed: &Parsed<'_>) -> Metrics {
    let bounds = parsed.global_bounding_box();
    Metrics {
        units_per_em: parsed.units_per_em(),
        ascent: parsed.ascender(),
        descent: parsed.descender(),
        x_min: bounds.x_min,
        y_min: bounds.y_min,
        x_max: bounds.x_max,
        y_max: bounds.y_max,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_fonts_draw_what_villages_write() {
        let fonts = Fonts::embedded();
        for weight in [Weight::Regular, Weight::Bold] {
            let face = fonts.face(weight);
            for c in "村民㑇䶮堃镕喆昇垚壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整〓●◐▲○…—×·￥¥，。".chars()
            {
                assert!(!face.lacks(c), "{c} {weight:?}");
            }
            assert!(face.lacks('\u{2ebe0}') || face.lacks('\u{10ffff}'));
            assert_eq!(face.drawn("一\u{10ffff}二\u{fe0f}").collect::<String>(), "一〓二");
        }
    }

    #[test]
    fn figures_are_all_of_one_width() {
        for weight in [Weight::Regular, Weight::Bold] {
            let face = Fonts::embedded().face(weight);
            let widths: Vec<u16> = ('0'..='9').map(|c| face.glyph(c).advance).collect();
            assert!(widths.iter().all(|w| *w == widths[0]), "{widths:?}");
            assert!((face.width("村", 10.0) - 10.0 * MM_PER_POINT).abs() < 0.01);
        }
    }
}
