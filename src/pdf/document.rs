use std::fmt::Write as _;

use super::page::{Op, Page, Run};
use crate::kernel::Timestamp;

/// A laid-out document: pages, and what its file says about itself.
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
    /// The title the reader's window shows.
    pub title: String,
    /// When it was printed; the file's own date, so equal input gives equal bytes.
    pub printed_at: Timestamp,
    /// At least one page.
    pub pages: Vec<Page>,
}

impl Document {
    /// The text of the document, line by line from the top, for snapshots in tests.
    ///
    /// Texts on one line stand in order from the left, with ` | ` between them; figures are named in brackets.
    pub fn describe(&self) -> String {
        let mut said = format!("《{}》 {} 页\n", self.title, self.pages.len());
        for (i, page) in self.pages.iter().enumerate() {
            let _ = writeln!(said, "— {}/{} {:?} —", i + 1, self.pages.len(), page.paper);
            said.push_str(&page.describe());
        }
        said
    }

    /// Every text of the document, in drawing order.
    pub fn runs(&self) -> impl Iterator<Item = &Run> {
        self.runs_by_page().map(|(_, run)| run)
    }

    /// The same with the number of the page it stands on.
    pub(super) fn runs_by_page(&self) -> impl Iterator<Item = (usize, &Run)> {
        let ops = self.pages.iter().enumerate().flat_map(|(i, page)| page.ops.iter().map(move |op| (i + 1, op)));
        ops.filter_map(|(page, op)| match op {
            Op::Text(run) => Some((page, run)),
            Op::Line { .. } | Op::Fill { .. } | Op::Circle { .. } | Op::Code { .. } => None,
        })
    }

    /// Puts the pages of another document behind these: the merged file of a batch.
    pub fn append(&mut self, other: Document) {
        self.pages.extend(other.pages);
    }
}

impl Page {
    fn describe(&self) -> String {
        let mut placed: Vec<(i32, f32, String)> = Vec::new();
        for op in &self.ops {
            match op {
                Op::Text(run) => placed.push((half_mm(run.at.y), run.at.x, run.text.clone())),
                Op::Circle { centre, radius, .. } => {
                    placed.push((half_mm(centre.y), centre.x, format!("[圆 {:.0}毫米]", radius * 2.0)));
                }
                Op::Code { area, says, .. } => {
                    placed.push((half_mm(area.centre().y), area.x, format!("[二维码 {:.0}毫米 {says}]", area.width)));
                }
                Op::Line { .. } | Op::Fill { .. } => {}
            }
        }
        placed.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut said = String::new();
        let mut line: Option<i32> = None;
        for (y, _, text) in placed {
            match line {
                Some(current) if current == y => said.push_str(" | "),
                Some(_) => said.push('\n'),
                None => {}
            }
            line = Some(y);
            said.push_str(&text);
        }
        said.push('\n');
        said
    }
}

fn half_mm(y: f32) -> i32 {
    (y * 2.0).round() as i32
}
