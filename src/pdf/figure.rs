use qrcode::{Color, EcLevel, QrCode};

use super::page::{Area, Op, Spot, Stroke};
use super::pen::Pen;

/// White modules around a QR code, which the reader's camera needs.
const QUIET: f32 = 4.0;

/// A QR code with its quiet zone inside `area`; `None` when the text is too long for one.
///
/// Dark modules side by side are drawn as one rectangle, so no hairline shows between them.
pub(super) fn qr(area: Area, says: &str) -> Option<Op> {
    let code = QrCode::with_error_correction_level(says, EcLevel::M).ok()?;
    let modules = code.width();
    let size = area.width.min(area.height) / (modules as f32 + QUIET * 2.0);
    let origin = Spot { x: area.x + size * QUIET, y: area.y + size * QUIET };
    let mut cells = Vec::new();
    for (row, line) in code.to_colors().chunks(modules).enumerate() {
        let mut column = 0;
        for run in line.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let (x, y) = (origin.x + column as f32 * size, origin.y + row as f32 * size);
                cells.push(Area::new(x, y, run.len() as f32 * size, size));
            }
            column += run.len();
        }
    }
    Some(Op::Code { area, says: says.to_owned(), cells })
}

/// A dotted circle where a seal goes.
pub(super) fn seal(pen: &mut Pen<'_>, centre: Spot, diameter: f32) {
    pen.ops.push(Op::Circle { centre, radius: diameter / 2.0, stroke: Stroke::dotted(0.8) });
}

/// The fill of a bar, told apart without colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pattern {
    Black,
    RisingLines,
    Grey,
    UprightLines,
    FallingLines,
    White,
}

impl Pattern {
    /// Six patterns, the darkest first.
    pub(super) const ALL: [Pattern; 6] = [
        Pattern::Black,
        Pattern::RisingLines,
        Pattern::Grey,
        Pattern::UprightLines,
        Pattern::FallingLines,
        Pattern::White,
    ];
}

/// A bar filled with a pattern and framed.
pub(super) fn bar(pen: &mut Pen<'_>, area: Area, pattern: Pattern) {
    match pattern {
        Pattern::Black => pen.fill(area, 85),
        Pattern::Grey => pen.fill(area, 35),
        Pattern::White => {}
        Pattern::UprightLines => {
            let mut x = area.x + 1.0;
            while x < area.right() {
                pen.down(x, area.y, area.bottom(), 0.5);
                x += 1.0;
            }
        }
        Pattern::RisingLines => hatch(pen, area, 1.6),
        Pattern::FallingLines => hatch(pen, area, -1.6),
    }
    pen.frame(area, 0.6);
}

/// Slanting lines inside an area, rising to the right when `step` is positive.
fn hatch(pen: &mut Pen<'_>, area: Area, step: f32) {
    let mut offset = step.abs();
    while offset < area.width + area.height {
        // The line x + y = offset, cut to the area; mirrored for falling lines.
        let low_x = (offset - area.height).max(0.0);
        let high_x = offset.min(area.width);
        let at = |x: f32| Spot { x: if step > 0.0 { area.x + x } else { area.right() - x }, y: area.y + (offset - x) };
        pen.line(at(low_x), at(high_x), Stroke::solid(0.5));
        offset += step.abs();
    }
}
