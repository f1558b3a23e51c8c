use std::io::Read as _;
use std::sync::{LazyLock, OnceLock};

use flate2::read::GzDecoder;
use ttf_parser::{Face as Parsed, GlyphId};

use crate::kernel::Fault;

/// Noto Sans SC, TrueType outlines, under the Open Font Licence (`assets/fonts/OFL.txt`).
const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.ttf.gz");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Bold.ttf.gz");
/// What Noto Sans SC lacks: 61,326 rare characters of names and places, one weight. See docs/adr/0019.
const RARE: &[u8] = include_bytes!("../../assets/fonts/MingzhangRareHan-Regular.ttf.gz");

/// Planes 0–3: everything a Chinese name can be written with today.
const CODE_POINTS: usize = 0x32400;

/// Millimetres of one point.
pub(super) const MM_PER_POINT: f32 = 25.4 / 72.0;

/// What stands for a character no font can draw.
pub(super) const MISSING_MARK: char = '〓';

/// How heavy the type is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weight {
    /// 400: text.
    Regular,
    /// 700: titles, heads, totals.
    Bold,
}

/// Which font file a character is drawn from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum FaceName {
    Regular,
    Bold,
    /// The fallback, for both weights.
    Rare,
}

impl FaceName {
    pub(super) const ALL: [FaceName; 3] = [FaceName::Regular, FaceName::Bold, FaceName::Rare];

    const fn of(weight: Weight) -> FaceName {
        match weight {
            Weight::Regular => FaceName::Regular,
            Weight::Bold => FaceName::Bold,
        }
    }
}

/// The fonts of this program: the bytes, and the glyph and width of every character.
///
/// Unpacking them takes a moment and some 22 MB, so it happens once a process, when the first
/// document is laid out; starting the program does not pay for it. The fallback, another 30 MB, is
/// unpacked when the first character comes that needs it.
pub struct Fonts {
    regular: Face,
    bold: Face,
    rare: OnceLock<Face>,
}

/// One font file.
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

/// A character as it is drawn: from which font, by which glyph.
#[derive(Clone, Copy)]
pub(super) struct Drawn {
    pub(super) c: char,
    pub(super) face: FaceName,
    pub(super) glyph: Glyph,
    /// Width in characters.
    pub(super) ems: f32,
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
        static EMBEDDED: LazyLock<Fonts> =
            LazyLock::new(|| Fonts { regular: Face::own(REGULAR), bold: Face::own(BOLD), rare: OnceLock::new() });
        &EMBEDDED
    }

    /// The regular face as a TrueType file, for whoever draws letters on something other than paper.
    pub fn regular_bytes(&self) -> &[u8] {
        self.regular.bytes()
    }

    pub(super) fn face(&self, name: FaceName) -> &Face {
        match name {
            FaceName::Regular => &self.regular,
            FaceName::Bold => &self.bold,
            FaceName::Rare => self.rare.get_or_init(|| Face::own(RARE)),
        }
    }

    /// True when no font has a glyph for a character that should be seen.
    pub fn lacks(&self, c: char) -> bool {
        c != MISSING_MARK && self.shown(Weight::Regular, c).is_some_and(|drawn| drawn.c == MISSING_MARK)
    }

    /// What is drawn for a character: nothing for a mark that is not seen, a space for a blank,
    /// the fallback's glyph for a rare one, 〓 for one that no font has.
    pub(super) fn shown(&self, weight: Weight, c: char) -> Option<Drawn> {
        let own = FaceName::of(weight);
        match c {
            '\u{3000}' => Some(self.drawn_from(own, c)),
            c if c.is_whitespace() => Some(self.drawn_from(own, ' ')),
            c if is_unseen(c) => None,
            c if self.face(own).glyph(c).id != 0 => Some(self.drawn_from(own, c)),
            c if is_han(c) && self.face(FaceName::Rare).glyph(c).id != 0 => Some(self.drawn_from(FaceName::Rare, c)),
            _ => Some(self.drawn_from(own, MISSING_MARK)),
        }
    }

    fn drawn_from(&self, name: FaceName, c: char) -> Drawn {
        let face = self.face(name);
        let glyph = face.glyph(c);
        Drawn { c, face: name, glyph, ems: f32::from(glyph.advance) / f32::from(face.metrics.units_per_em) }
    }

    /// What is drawn for a text.
    pub(super) fn drawn<'a>(&'a self, weight: Weight, text: &'a str) -> impl Iterator<Item = Drawn> + 'a {
        text.chars().filter_map(move |c| self.shown(weight, c))
    }

    /// Width of a text in millimetres at a type size in points, without letter spacing.
    pub(super) fn width(&self, weight: Weight, text: &str, size: f32) -> f32 {
        self.drawn(weight, text).map(|drawn| drawn.ems).sum::<f32>() * size * MM_PER_POINT
    }
}

impl Face {
    fn own(packed: &[u8]) -> Face {
        match Face::unpack(packed) {
            Ok(face) => face,
            Err(fault) => unreachable!("the fonts in the binary are damaged: {}", fault.chain()),
        }
    }

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
}

/// Controls, joiners and variation selectors: they change how others look and have no look themselves.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Where the fallback has characters; a picture (emoji) is not worth unpacking it.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323ff}')
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
        for c in "村民㑇䶮堃珺镕喆昇垚壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整〓●◐▲○…—×·￥¥，。".chars()
        {
            for weight in [Weight::Regular, Weight::Bold] {
                assert!(fonts.shown(weight, c).unwrap().face != FaceName::Rare, "{c} {weight:?}");
            }
            assert!(!fonts.lacks(c), "{c}");
        }
        assert!(fonts.lacks('\u{10ffff}') && fonts.lacks('😀') && !fonts.lacks('\u{fe0f}'));
        let drawn: String = fonts.drawn(Weight::Bold, "一\u{10ffff}二\u{fe0f}").map(|d| d.c).collect();
        assert_eq!(drawn, "一〓二");
    }

    #[test]
    fn a_rare_name_comes_from_the_fallback_as_wide_as_its_neighbours() {
        let fonts = Fonts::embedded();
        for (c, face) in [
            ('珺', FaceName::Regular),
            ('㐂', FaceName::Regular),
            ('𬭎', FaceName::Regular),
            ('𠮷', FaceName::Rare),
            ('𪚥', FaceName::Rare),
            ('\u{2ebe0}', FaceName::Rare),
        ] {
            let drawn = fonts.shown(Weight::Regular, c).unwrap();
            assert_eq!((drawn.c, drawn.face), (c, face));
            assert!((drawn.ems - 1.0).abs() < 0.01, "{c} is {} wide", drawn.ems);
        }
    }

    #[test]
    fn figures_are_all_of_one_width() {
        for weight in [Weight::Regular, Weight::Bold] {
            let fonts = Fonts::embedded();
            let widths: Vec<u16> = ('0'..='9').map(|c| fonts.shown(weight, c).unwrap().glyph.advance).collect();
            assert!(widths.iter().all(|w| *w == widths[0]), "{widths:?}");
            assert!((fonts.width(weight, "村", 10.0) - 10.0 * MM_PER_POINT).abs() < 0.01);
        }
    }
}
