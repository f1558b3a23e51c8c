use std::collections::{BTreeMap, BTreeSet};

use chrono::{FixedOffset, Offset as _};
use lopdf::{Dictionary, Object, StringFormat};
use printpdf::{
    Color, Greyscale, Line, LineDashPattern, LinePoint, Mm, Op as Draw, PaintMode, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, TextItem, TextMatrix, TextRenderingMode,
    WindingOrder,
};
use subsetter::GlyphRemapper;

use super::document::Document;
use super::font::{Drawn, FaceName, Fonts, MM_PER_POINT, Weight};
use super::page::{Area, Mark, Op, Page, Run, Spot, Stroke};
use crate::kernel::{Digest, Timestamp};

/// Control points of a quarter circle, as a share of its radius.
const QUARTER: f32 = 0.552_284_8;

/// Turns a laid-out document into a PDF file.
///
/// Fonts are cut down to the characters used; text can be copied and searched. The same document
/// gives the same bytes: ids and dates come from its content and `printed_at`, never from a clock.
pub fn render(document: &Document, fonts: &Fonts) -> Vec<u8> {
    let mut pdf = PdfDocument::new(&document.title);
    for (name, used) in used_glyphs(document, fonts) {
        pdf.resources.fonts.map.insert(font_id(name), subset(fonts, name, &used));
    }
    pdf.pages = document.pages.iter().map(|page| draw_page(page, fonts)).collect();
    let options = PdfSaveOptions { subset_fonts: false, image_optimization: None, ..PdfSaveOptions::default() };
    let mut file = pdf.to_lopdf_document(&options, &mut Vec::new());
    describe_file(&mut file, document);
    file.prune_objects();
    file.compress();
    name_file(&mut file, document);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap_or_else(|error| unreachable!("writing to memory does not fail: {error}"));
    bytes
}

fn font_id(name: FaceName) -> printpdf::FontId {
    printpdf::FontId(font_name(name).to_owned())
}

const fn font_name(name: FaceName) -> &'static str {
    match name {
        FaceName::Regular => "NotoSansSC-Regular",
        FaceName::Bold => "NotoSansSC-Bold",
        FaceName::Rare => "MingzhangRareHan-Regular",
    }
}

/// The characters of each font that stand on the paper, in order of first use; a font of which nothing stands
/// there is not in the file.
fn used_glyphs(document: &Document, fonts: &Fonts) -> Vec<(FaceName, Vec<Drawn>)> {
    let mut used = FaceName::ALL.map(|name| (name, Vec::new()));
    let mut seen = BTreeSet::new();
    for run in document.runs() {
        for drawn in fonts.drawn(run.weight, &run.text) {
            if seen.insert((drawn.face, drawn.c))
                && let Some((_, list)) = used.iter_mut().find(|(name, _)| *name == drawn.face)
            {
                list.push(drawn);
            }
        }
    }
    used.into_iter().filter(|(_, list)| !list.is_empty()).collect()
}

/// The part of a font this document uses, with new glyph ids in order of first use.
fn subset(fonts: &Fonts, name: FaceName, used: &[Drawn]) -> PdfFont {
    let face = fonts.face(name);
    let mut remapper = GlyphRemapper::new();
    let mut glyph_of = BTreeMap::new();
    let mut widths = BTreeMap::from([(0, 0)]);
    for drawn in used {
        let id = remapper.remap(drawn.glyph.id);
        glyph_of.insert(drawn.c as u32, id);
        widths.insert(id, drawn.glyph.advance);
    }
    let cut = subsetter::subset(face.bytes(), 0, &remapper)
        .unwrap_or_else(|error| unreachable!("our own font can be cut: {error}"));
    let metrics = face.metrics();
    let tag = subset_tag(&cut);
    let measures = printpdf::FontMetrics { ascent: metrics.ascent, descent: metrics.descent };
    let full = format!("{tag}+{}", font_name(name));
    let mut font = ParsedFont::with_glyph_data(cut, 0, Some(full), glyph_of, widths, metrics.units_per_em, measures);
    font.pdf_font_metrics.x_min = metrics.x_min;
    font.pdf_font_metrics.y_min = metrics.y_min;
    font.pdf_font_metrics.x_max = metrics.x_max;
    font.pdf_font_metrics.y_max = metrics.y_max;
    font.pdf_font_metrics.us_weight_class = match name {
        FaceName::Regular | FaceName::Rare => 400,
        FaceName::Bold => 700,
    };
    PdfFont::new(font)
}

/// Six capitals that mark a font as cut down; from its bytes, so they do not change by themselves.
fn subset_tag(cut: &[u8]) -> String {
    Digest::of(cut).hex().bytes().take(6).map(|b| char::from(b'A' + b % 26)).collect()
}

fn draw_page(page: &Page, fonts: &Fonts) -> PdfPage {
    let mut canvas = Canvas { height: page.paper.height(), fonts, draws: Vec::new(), grey: 100, stroke: None };
    for op in &page.ops {
        canvas.draw(op);
    }
    PdfPage::new(Mm(page.paper.width()), Mm(page.paper.height()), canvas.draws)
}

/// One page in the library's terms: points, and from the lower left corner.
struct Canvas<'f> {
    height: f32,
    fonts: &'f Fonts,
    draws: Vec<Draw>,
    grey: u8,
    stroke: Option<Stroke>,
}

impl Canvas<'_> {
    fn draw(&mut self, op: &Op) {
        match op {
            Op::Text(run) => self.text(run),
            Op::Line { from, to, stroke } => {
                self.stroke(*stroke);
                let points = vec![self.corner(*from), self.corner(*to)];
                self.draws.push(Draw::DrawLine { line: Line { points, is_closed: false } });
            }
            Op::Fill { area, grey } => {
                self.grey(*grey);
                self.fill(std::slice::from_ref(area));
            }
            Op::Circle { centre, radius, stroke } => {
                self.stroke(*stroke);
                self.circle(*centre, *radius);
            }
            Op::Code { cells, .. } => {
                self.grey(100);
                self.fill(cells);
            }
        }
    }

    /// A line of text; where a character comes from another font, the type goes on from where it stands.
    fn text(&mut self, run: &Run) {
        self.grey(100);
        let at = self.point(run.at);
        let spaced = run.spacing != 0.0;
        self.draws.push(Draw::StartTextSection);
        if spaced {
            self.draws.push(Draw::SetCharacterSpacing { multiplier: points(run.spacing) });
        }
        self.draws.push(Draw::SetTextMatrix { matrix: TextMatrix::Translate(at.x, at.y) });
        let drawn: Vec<Drawn> = self.fonts.drawn(run.weight, &run.text).collect();
        for piece in drawn.chunk_by(|a, b| a.face == b.face) {
            let rare = piece[0].face == FaceName::Rare;
            let font = PdfFontHandle::External(font_id(piece[0].face));
            self.draws.push(Draw::SetFont { font, size: Pt(run.size) });
            if rare {
                self.draws_over(run);
            }
            self.draws.push(Draw::ShowText { items: vec![TextItem::Text(piece.iter().map(|d| d.c).collect())] });
            if rare {
                self.draws.push(Draw::SetTextRenderingMode { mode: TextRenderingMode::Fill });
            }
        }
        if spaced {
            self.draws.push(Draw::SetCharacterSpacing { multiplier: 0.0 });
        }
        self.draws.push(Draw::EndTextSection);
    }

    /// The fallback has hairlines a photocopier loses, and no bold: its characters are drawn with their outline.
    fn draws_over(&mut self, run: &Run) {
        let share = match run.weight {
            Weight::Regular => 0.018,
            Weight::Bold => 0.05,
        };
        self.stroke(Stroke::solid((run.size * share * 100.0).round() / 100.0));
        self.draws.push(Draw::SetTextRenderingMode { mode: TextRenderingMode::FillStroke });
    }

    fn stroke(&mut self, stroke: Stroke) {
        if self.stroke == Some(stroke) {
            return;
        }
        self.stroke = Some(stroke);
        let (dash, cap) = match stroke.mark {
            Mark::Solid => (LineDashPattern::solid(), printpdf::LineCapStyle::Butt),
            Mark::Dotted => (LineDashPattern::new(0.0, &[0.0, stroke.points * 3.0]), printpdf::LineCapStyle::Round),
            Mark::Dashed => (LineDashPattern::new(0.0, &[4.0, 3.0]), printpdf::LineCapStyle::Butt),
        };
        self.draws.push(Draw::SetOutlineThickness { pt: Pt(stroke.points) });
        self.draws.push(Draw::SetLineDashPattern { dash });
        self.draws.push(Draw::SetLineCapStyle { cap });
    }

    fn grey(&mut self, grey: u8) {
        if self.grey != grey || self.draws.is_empty() {
            let percent = 1.0 - f32::from(grey.min(100)) / 100.0;
            self.draws.push(Draw::SetFillColor { col: Color::Greyscale(Greyscale { percent, icc_profile: None }) });
            self.grey = grey;
        }
    }

    fn fill(&mut self, areas: &[Area]) {
        let corners = |a: &Area| [(a.x, a.y), (a.right(), a.y), (a.right(), a.bottom()), (a.x, a.bottom())];
        let rings = areas
            .iter()
            .map(|area| PolygonRing { points: corners(area).map(|(x, y)| self.corner(Spot { x, y })).to_vec() })
            .collect();
        let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
        self.draws.push(Draw::DrawPolygon { polygon });
    }

    fn circle(&mut self, centre: Spot, radius: f32) {
        let handle = radius * QUARTER;
        let at = |dx: f32, dy: f32, bezier: bool| LinePoint {
            p: self.point(Spot { x: centre.x + dx, y: centre.y + dy }),
            bezier,
        };
        let mut points = vec![at(radius, 0.0, false)];
        for (x, y) in [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)] {
            let (next_x, next_y) = (-y, x);
            points.push(at(x * radius + next_x * handle, y * radius + next_y * handle, true));
            points.push(at(next_x * radius + x * handle, next_y * radius + y * handle, true));
            points.push(at(next_x * radius, next_y * radius, false));
        }
        self.draws.push(Draw::DrawLine { line: Line { points, is_closed: true } });
    }

    fn corner(&self, spot: Spot) -> LinePoint {
        LinePoint { p: self.point(spot), bezier: false }
    }

    fn point(&self, spot: Spot) -> Point {
        Point { x: Pt(points(spot.x)), y: Pt(points(self.height - spot.y)) }
    }
}

/// Millimetres as points, to a hundredth: finer is only bytes.
fn points(mm: f32) -> f32 {
    (mm / MM_PER_POINT * 100.0).round() / 100.0
}

/// Language, version and dates of the file.
fn describe_file(file: &mut lopdf::Document, document: &Document) {
    file.version = "1.7".to_owned();
    let date = Object::String(pdf_date(document.printed_at).into_bytes(), StringFormat::Literal);
    let mut about = Dictionary::new();
    about.set("Title", utf16(&document.title));
    about.set("Producer", utf16("明账"));
    about.set("CreationDate", date.clone());
    about.set("ModDate", date);
    let id = file.add_object(about);
    file.trailer.set("Info", id);
    if let Ok(catalog) = file.catalog_mut() {
        catalog.set("Lang", Object::string_literal("zh-CN"));
        let mut shown = Dictionary::new();
        shown.set("DisplayDocTitle", true);
        catalog.set("ViewerPreferences", shown);
    }
}

/// The file's id, from everything in it.
fn name_file(file: &mut lopdf::Document, document: &Document) {
    let mut content = document.title.clone().into_bytes();
    content.extend(document.printed_at.stored().into_bytes());
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            content.extend_from_slice(&stream.content);
        }
    }
    let id = Object::String(Digest::of(&content).hex().into_bytes()[..32].to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
}

fn utf16(text: &str) -> Object {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// `D:20250930090203+08'00'`, in China's one zone.
fn pdf_date(at: Timestamp) -> String {
    let china = FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| chrono::Utc.fix());
    at.instant().with_timezone(&china).format("D:%Y%m%d%H%M%S+08'00'").to_string()
}
