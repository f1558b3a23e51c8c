use super::document::Document;
use super::font::Fonts;
use super::missing::MissingGlyph;
use super::render::render;
use crate::kernel::Timestamp;

/// Many papers of one size in one file, fonts cut once: what goes to the printer for a whole township.
///
/// A paper with a character no font can draw is left out and named, so that nothing goes to a hundred boards
/// with a hole in it; it is printed by itself once somebody has seen the list.
#[derive(Clone, Debug)]
pub struct PrintFile {
    /// The PDF; `None` when nothing could be put into it.
    pub bytes: Option<Vec<u8>>,
    /// How many papers are in it.
    pub papers: usize,
    /// How many pages.
    pub pages: usize,
    /// What was left out: its name, and what no font can draw.
    pub left_out: Vec<(String, Vec<MissingGlyph>)>,
}

/// Puts papers together in the order they come, each under its own name; the same papers give the same bytes.
pub fn print_file(
    title: &str,
    printed_at: Timestamp,
    papers: impl IntoIterator<Item = (String, Document)>,
    fonts: &Fonts,
) -> PrintFile {
    let mut merged = Document { title: title.to_owned(), printed_at, pages: Vec::new() };
    let mut file = PrintFile { bytes: None, papers: 0, pages: 0, left_out: Vec::new() };
    for (name, document) in papers {
        let missing = document.missing_glyphs(fonts);
        if missing.is_empty() {
            merged.append(document);
            file.papers += 1;
        } else {
            file.left_out.push((name, missing));
        }
    }
    file.pages = merged.pages.len();
    file.bytes = (file.pages > 0).then(|| render(&merged, fonts));
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::specimen::printed;
    use crate::pdf::disclosure::DisclosurePaper;
    use crate::pdf::proof::printed_at;

    fn named(name: &str, what: &str) -> (String, Document) {
        let mut sheet = printed();
        sheet.sheet.heading.book = name.to_owned();
        sheet.sheet.income.lines[0].what = what.to_owned();
        (
            name.to_owned(),
            DisclosurePaper::BoardA3.lay_out(&sheet, "https://gk.example.cn", printed_at(), Fonts::embedded()),
        )
    }

    #[test]
    fn 合印_一个文件_字体只嵌一次_缺字的村另列() {
        let fonts = Fonts::embedded();
        let papers =
            || vec![named("李家村合作社", "承包款"), named("王家湾合作社", "收😀款"), named("柳溪村合作社", "租金")];
        let file = print_file("全镇 公开表A3", printed_at(), papers(), fonts);
        assert_eq!((file.papers, file.left_out.len()), (2, 1));
        let (name, missing) = &file.left_out[0];
        assert_eq!(name, "王家湾合作社");
        assert_eq!(missing[0].in_chinese(), "😀（U+1F600）：第1页「收😀款」");
        let bytes = file.bytes.clone().unwrap();
        assert_eq!(Some(&bytes), print_file("全镇 公开表A3", printed_at(), papers(), fonts).bytes.as_ref());
        let one = render(&named("李家村合作社", "承包款").1, fonts).len();
        assert!(bytes.len() < one * 2, "two papers {} and one {one}: the fonts are cut once", bytes.len());
        assert!(print_file("空", printed_at(), Vec::new(), fonts).bytes.is_none());
    }
}
