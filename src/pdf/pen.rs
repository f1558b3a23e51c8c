use super::font::Fonts;
use super::page::{Area, Op, Run, Spot, Stroke};
use super::text::{Align, Style};

/// The smallest type that is still read on paper, in points.
const SMALLEST: f32 = 4.5;

/// Draws on one page: measures with the fonts, and gathers what stands where.
pub(super) struct Pen<'f> {
    pub(super) fonts: &'f Fonts,
    pub(super) ops: Vec<Op>,
}

impl<'f> Pen<'f> {
    pub(super) const fn new(fonts: &'f Fonts) -> Pen<'f> {
        Pen { fonts, ops: Vec::new() }
    }

    /// One line of text whose named edge stands at `at`, on the baseline.
    pub(super) fn write(&mut self, at: Spot, align: Align, style: Style, text: &str) {
        if text.is_empty() {
            return;
        }
        let x = match align {
            Align::Left => at.x,
            Align::Centre => at.x - style.width(self.fonts, text) / 2.0,
            Align::Right => at.x - style.width(self.fonts, text),
            Align::Decimal => at.x - self.width_to_point(style, text),
        };
        let (size, weight, spacing) = (style.size, style.weight, style.spacing);
        self.ops.push(Op::Text(Run { at: Spot { x, y: at.y }, text: text.to_owned(), size, weight, spacing }));
    }

    /// Width of a number up to the end of its fen, or up to where they would end.
    fn width_to_point(&self, style: Style, text: &str) -> f32 {
        let fen = style.width(self.fonts, ".00");
        match text.rsplit_once('.') {
            Some((whole, _)) => style.width(self.fonts, whole) + fen,
            None if text.ends_with(|c: char| c.is_ascii_digit()) => style.width(self.fonts, text) + fen,
            None => style.width(self.fonts, text),
        }
    }

    /// One line in an area, in the middle of its height, shrunk until it fits the width.
    pub(super) fn write_in(&mut self, area: Area, align: Align, style: Style, text: &str) {
        let needed = style.width(self.fonts, text);
        let style = if needed > area.width {
            Style { size: (style.size * area.width / needed).max(SMALLEST), spacing: 0.0, ..style }
        } else {
            style
        };
        let y = area.centre().y + style.drop();
        let x = edge(area, align);
        self.write(Spot { x, y }, align, style, text);
    }

    /// A title in the middle of an area, letter-spaced as far as the width allows, shrunk if it must be.
    pub(super) fn headline(&mut self, area: Area, style: Style, text: &str) {
        let gaps = text.chars().count().saturating_sub(1).max(1) as f32;
        let room = (area.width - style.width(self.fonts, text)) / gaps;
        let spacing = room.clamp(0.0, style.em() * 0.3);
        self.write_in(area, Align::Centre, style.spaced(spacing), text);
    }

    /// Lines one below the other, in the middle of the height of an area.
    pub(super) fn lines_in(&mut self, area: Area, align: Align, style: Style, lines: &[String]) {
        let block = style.leading() * lines.len().saturating_sub(1) as f32;
        let mut y = area.centre().y - block / 2.0 + style.drop();
        for line in lines {
            self.write(Spot { x: edge(area, align), y }, align, style, line);
            y += style.leading();
        }
    }

    /// Text wrapped inside an area; the type shrinks until it fits, and what still does not ends in `…`.
    pub(super) fn fit(&mut self, area: Area, align: Align, style: Style, text: &str) {
        let mut style = style;
        loop {
            let mut lines = style.wrap(self.fonts, text, area.width);
            let room = ((area.height - style.em()) / style.leading()).max(0.0) as usize + 1;
            if lines.len() <= room || style.size <= SMALLEST {
                if lines.len() > room {
                    lines.truncate(room);
                    if let Some(last) = lines.last_mut() {
                        last.pop();
                        last.push('…');
                    }
                }
                return self.lines_in(area, align, style, &lines);
            }
            style = style.sized((style.size - 0.5).max(SMALLEST));
        }
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: Spot, to: Spot, stroke: Stroke) {
        self.ops.push(Op::Line { from, to, stroke });
    }

    /// A level line from `x` to `to`.
    pub(super) fn across(&mut self, x: f32, to: f32, y: f32, points: f32) {
        self.line(Spot { x, y }, Spot { x: to, y }, Stroke::solid(points));
    }

    /// An upright line from `y` to `to`.
    pub(super) fn down(&mut self, x: f32, y: f32, to: f32, points: f32) {
        self.line(Spot { x, y }, Spot { x, y: to }, Stroke::solid(points));
    }

    /// The four edges of an area.
    pub(super) fn frame(&mut self, area: Area, points: f32) {
        let half = points * super::font::MM_PER_POINT / 2.0;
        self.across(area.x - half, area.right() + half, area.y, points);
        self.across(area.x - half, area.right() + half, area.bottom(), points);
        self.down(area.x, area.y, area.bottom(), points);
        self.down(area.right(), area.y, area.bottom(), points);
    }

    /// An area filled with grey, in per cent of black.
    pub(super) fn fill(&mut self, area: Area, grey: u8) {
        self.ops.push(Op::Fill { area, grey });
    }
}

fn edge(area: Area, align: Align) -> f32 {
    match align {
        Align::Left => area.x,
        Align::Centre => area.centre().x,
        Align::Right | Align::Decimal => area.right(),
    }
}
