use super::document::Document;
use super::font::Fonts;
use super::page::{Area, Margins, Page, Paper};
use super::pen::Pen;
use crate::kernel::Timestamp;

/// Pages being filled from the top down.
///
/// Whatever must stay together asks for its height first with [`Flow::need`].
pub(super) struct Flow<'f> {
    pub(super) pen: Pen<'f>,
    paper: Paper,
    margins: Margins,
    /// Room kept on every page but the first for a line that says what this is.
    running_head: f32,
    pages: Vec<Page>,
    y: f32,
}

/// Which page is being footed.
#[derive(Clone, Copy)]
pub(super) struct PageNo {
    pub(super) number: usize,
    pub(super) total: usize,
}

/// Where the running head and the foot of a page may stand.
#[derive(Clone, Copy)]
pub(super) struct Edges {
    /// Under the upper margin; of no use on the first page, where the title stands.
    pub(super) head: Area,
    /// The lower margin.
    pub(super) foot: Area,
}

impl PageNo {
    /// `第 1 页 共 4 页`.
    pub(super) fn in_chinese(self) -> String {
        format!("第 {} 页 共 {} 页", self.number, self.total)
    }
}

impl<'f> Flow<'f> {
    pub(super) fn new(fonts: &'f Fonts, paper: Paper, margins: Margins) -> Flow<'f> {
        Flow { pen: Pen::new(fonts), paper, margins, running_head: 0.0, pages: Vec::new(), y: margins.top }
    }

    /// Keeps `mm` free under the upper margin of every page but the first.
    pub(super) fn with_running_head(self, mm: f32) -> Flow<'f> {
        Flow { running_head: mm, ..self }
    }

    fn top(&self) -> f32 {
        self.margins.top + if self.pages.is_empty() { 0.0 } else { self.running_head }
    }

    pub(super) const fn left(&self) -> f32 {
        self.margins.left
    }

    pub(super) fn right(&self) -> f32 {
        self.paper.width() - self.margins.right
    }

    pub(super) fn width(&self) -> f32 {
        self.right() - self.left()
    }

    pub(super) fn bottom(&self) -> f32 {
        self.paper.height() - self.margins.bottom
    }

    /// Where the next thing goes.
    pub(super) const fn y(&self) -> f32 {
        self.y
    }

    /// True when nothing stands on this page yet.
    pub(super) fn at_top(&self) -> bool {
        self.y <= self.top()
    }

    /// Leaves white space.
    pub(super) fn skip(&mut self, mm: f32) {
        self.y += mm;
    }

    /// Takes a strip over the whole width.
    pub(super) fn strip(&mut self, height: f32) -> Area {
        let area = Area::new(self.left(), self.y, self.width(), height);
        self.y += height;
        area
    }

    /// Starts a new page unless `height` millimetres are left on this one.
    pub(super) fn need(&mut self, height: f32) {
        if self.y + height > self.bottom() + 0.01 && !self.at_top() {
            self.turn();
        }
    }

    /// Millimetres left on this page.
    pub(super) fn left_over(&self) -> f32 {
        self.bottom() - self.y
    }

    /// Starts a new page.
    pub(super) fn turn(&mut self) {
        let ops = std::mem::take(&mut self.pen.ops);
        self.pages.push(Page { paper: self.paper, ops });
        self.y = self.top();
    }

    /// The number of the page being filled.
    pub(super) fn page_number(&self) -> usize {
        self.pages.len() + 1
    }

    /// Uses the strip of the running head too: a new part begins with its own title.
    pub(super) fn over_the_running_head(&mut self) {
        if self.at_top() {
            self.y = self.margins.top;
        }
    }

    /// Closes the last page, and writes the running head and the foot of each.
    pub(super) fn finish(
        mut self,
        title: impl Into<String>,
        printed_at: Timestamp,
        edge: impl Fn(&mut Pen<'f>, Edges, PageNo),
    ) -> Document {
        let edges = Edges {
            head: Area::new(self.left(), self.margins.top, self.width(), self.running_head),
            foot: Area::new(self.left(), self.bottom(), self.width(), self.margins.bottom),
        };
        self.turn();
        let total = self.pages.len();
        for (i, page) in self.pages.iter_mut().enumerate() {
            let mut pen = Pen { fonts: self.pen.fonts, ops: std::mem::take(&mut page.ops) };
            edge(&mut pen, edges, PageNo { number: i + 1, total });
            page.ops = pen.ops;
        }
        Document { title: title.into(), printed_at, pages: self.pages }
    }
}
