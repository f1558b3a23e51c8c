use super::font::Weight;

/// A place on a page, in millimetres from the upper left corner.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spot {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

/// A rectangle on a page, in millimetres.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// To the right.
    pub width: f32,
    /// Downwards.
    pub height: f32,
}

impl Area {
    /// An area of its left edge, upper edge, width and height.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Area {
        Area { x, y, width, height }
    }

    /// Right edge.
    pub fn right(self) -> f32 {
        self.x + self.width
    }

    /// Lower edge.
    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    /// The middle.
    pub fn centre(self) -> Spot {
        Spot { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }

    /// The same area with its left edge moved in by `mm`.
    pub fn set_in(self, mm: f32) -> Area {
        Area { x: self.x + mm, width: self.width - mm, ..self }
    }

    /// The part of this area from one share of its width to another, 0 to 1.
    pub fn part(self, from: f32, to: f32) -> Area {
        Area { x: self.x + self.width * from, width: self.width * (to - from), ..self }
    }

    /// The same area, narrower by `mm` on the left and on the right.
    pub fn narrowed(self, mm: f32) -> Area {
        Area { x: self.x + mm, width: self.width - mm * 2.0, ..self }
    }
}

/// A paper size with its direction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paper {
    /// A3 portrait, 297 × 420: the village board.
    A3,
    /// A3 landscape.
    A3Landscape,
    /// A4 portrait, 210 × 297: statements and file copies.
    A4,
    /// A4 landscape: ledgers.
    A4Landscape,
    /// 240 × 140 landscape: the voucher form in trade. Source: FIELD §3.8.
    Voucher,
    /// The voucher form standing upright.
    VoucherPortrait,
}

impl Paper {
    /// Width in millimetres.
    pub const fn width(self) -> f32 {
        match self {
            Paper::A3 => 297.0,
            Paper::A3Landscape => 420.0,
            Paper::A4 => 210.0,
            Paper::A4Landscape => 297.0,
            Paper::Voucher => 240.0,
            Paper::VoucherPortrait => 140.0,
        }
    }

    /// Height in millimetres.
    pub const fn height(self) -> f32 {
        match self {
            Paper::A3 => 420.0,
            Paper::A3Landscape => 297.0,
            Paper::A4 => 297.0,
            Paper::A4Landscape => 210.0,
            Paper::Voucher => 140.0,
            Paper::VoucherPortrait => 240.0,
        }
    }
}

/// The white edge of a page, in millimetres.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Margins {
    /// Above.
    pub top: f32,
    /// On the right.
    pub right: f32,
    /// Below.
    pub bottom: f32,
    /// On the left, the binding edge.
    pub left: f32,
}

impl Margins {
    /// The same on all four sides.
    pub const fn all(mm: f32) -> Margins {
        Margins { top: mm, right: mm, bottom: mm, left: mm }
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stroke {
    /// Thickness in points.
    pub points: f32,
    /// Solid, dotted or dashed.
    pub mark: Mark,
}

/// The look of a line; what colour says on the screen, this says on paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Unbroken.
    Solid,
    /// A row of dots: a place for a seal.
    Dotted,
    /// A row of dashes: cut here.
    Dashed,
}

impl Stroke {
    /// An unbroken line.
    pub const fn solid(points: f32) -> Stroke {
        Stroke { points, mark: Mark::Solid }
    }

    /// A row of dots.
    pub const fn dotted(points: f32) -> Stroke {
        Stroke { points, mark: Mark::Dotted }
    }

    /// A row of dashes.
    pub const fn dashed(points: f32) -> Stroke {
        Stroke { points, mark: Mark::Dashed }
    }
}

/// One line of text.
#[derive(Clone, PartialEq, Debug)]
pub struct Run {
    /// Left end of the baseline.
    pub at: Spot,
    /// What it says.
    pub text: String,
    /// Type size in points.
    pub size: f32,
    /// Regular or bold.
    pub weight: Weight,
    /// Extra space after each character, in millimetres.
    pub spacing: f32,
}

/// One thing on a page.
#[derive(Clone, PartialEq, Debug)]
pub enum Op {
    /// A line of text.
    Text(Run),
    /// A straight line.
    Line {
        /// One end.
        from: Spot,
        /// The other end.
        to: Spot,
        /// Its look.
        stroke: Stroke,
    },
    /// A filled rectangle; 0 is white, 100 is black.
    Fill {
        /// Where.
        area: Area,
        /// How dark, in per cent.
        grey: u8,
    },
    /// A circle, not filled.
    Circle {
        /// Its middle.
        centre: Spot,
        /// In millimetres.
        radius: f32,
        /// Its look.
        stroke: Stroke,
    },
    /// A QR code, as black rectangles.
    Code {
        /// The outer edge of its modules.
        area: Area,
        /// What a scanner reads.
        says: String,
        /// The black parts.
        cells: Vec<Area>,
    },
}

/// One page.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    /// Its size.
    pub paper: Paper,
    /// What stands on it, in reading order.
    pub ops: Vec<Op>,
}
