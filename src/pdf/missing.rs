use std::collections::BTreeMap;

use super::document::Document;
use super::font::Fonts;

/// Places named for one character; more of them say nothing new.
const PLACES: usize = 3;

/// A character no font can draw, and where it stands on the paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// `第1页「村民😀」`, the first few.
    pub places: Vec<String>,
}

impl MissingGlyph {
    /// `U+1F600`.
    pub fn code(&self) -> String {
        format!("U+{:04X}", self.character as u32)
    }

    /// `😀（U+1F600）：第1页「村民😀」`.
    pub fn in_chinese(&self) -> String {
        format!("{}（{}）：{}", self.character, self.code(), self.places.join("、"))
    }
}

impl Document {
    /// Characters on the paper for which no font has a glyph, each once, in code order, with their places.
    ///
    /// Never empty silently: whoever prints shows this list first, and the paper carries 〓.
    pub fn missing_glyphs(&self, fonts: &Fonts) -> Vec<MissingGlyph> {
        let mut missing: BTreeMap<char, Vec<String>> = BTreeMap::new();
        for (page, run) in self.runs_by_page() {
            for c in run.text.chars().filter(|c| fonts.lacks(*c)) {
                let places = missing.entry(c).or_default();
                let place = format!("第{page}页「{}」", run.text);
                if places.len() < PLACES && !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        missing.into_iter().map(|(character, places)| MissingGlyph { character, places }).collect()
    }
}
