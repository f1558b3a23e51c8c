use super::caption;
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::ledger_page::LedgerPages;
use super::page::Area;
use super::pen::Pen;
use super::table::{Column, Row, Table};
use super::text::{Align, Style};

/// 账簿启用表 and 账户目录: what stands before the pages of a bound book. Source: 会计基础工作规范 art. 59.
///
/// `starts` is the first page of each account, `pages` how many pages the accounts take; the front is not counted.
pub(super) fn lay_out(book: &LedgerPages, starts: &[(usize, &str)], pages: usize, fonts: &Fonts) -> Document {
    let mut flow = caption::landscape(fonts, book.binding);
    caption::title(&mut flow, "账簿启用表");
    flow.skip(4.0);
    let pages = format!("共 {pages} 页，第 1 页至第 {pages} 页");
    facts(&mut flow, [("单位名称", &book.book_name), ("账簿名称", &book.title)]);
    facts(&mut flow, [("账簿期间", &book.period), ("账簿页数", &pages)]);
    facts(&mut flow, [("启用日期", "　　　年　　月　　日"), ("单位公章", "")]);
    flow.skip(6.0);
    keepers(book).lay(&mut flow);
    flow.turn();
    flow.over_the_running_head();
    caption::title(&mut flow, "账户目录");
    flow.skip(2.0);
    directory(starts).lay(&mut flow);
    let title = format!("{} {}", book.book_name, book.title);
    flow.finish(title, book.printed_at, |_, _, _| {})
}

/// Two answers beside each other, each behind what was asked.
fn facts(flow: &mut Flow<'_>, facts: [(&str, &str); 2]) {
    let strip = flow.strip(12.0);
    let style = Style::regular(11.0);
    for (i, (asked, answer)) in facts.into_iter().enumerate() {
        let from = i as f32 / 2.0;
        let (name, place) = (strip.part(from, from + 0.12), strip.part(from + 0.12, from + 0.5));
        framed(&mut flow.pen, name, Align::Centre, style, asked);
        framed(&mut flow.pen, place, Align::Left, style, answer);
    }
}

fn framed(pen: &mut Pen<'_>, area: Area, align: Align, style: Style, says: &str) {
    pen.frame(area, 0.5);
    pen.write_in(area.narrowed(2.0), align, style, says);
}

/// Who kept the book, from when to when: filled in by hand, as books change hands.
fn keepers(book: &LedgerPages) -> Table {
    let columns = vec![
        Column::fixed("职务", 40.0, Align::Centre),
        Column::fixed("姓名", 45.0, Align::Centre),
        Column::fixed("接管日期", 50.0, Align::Centre),
        Column::fixed("移交日期", 50.0, Align::Centre),
        Column::fixed("监交人", 40.0, Align::Centre),
        Column::fixed("签章", 37.0, Align::Centre),
    ];
    let known = book.signers.iter().find(|(role, _)| role == "记账").map(|(_, name)| name.as_str()).unwrap_or_default();
    let line = |role: &str, name: &str| {
        let mut cells = vec![role.to_owned(), name.to_owned()];
        cells.resize(6, String::new());
        Row::plain(cells)
    };
    let rows = vec![
        line("单位负责人", ""),
        line("会计主管", ""),
        line("记账", known),
        line("复核", ""),
        line("", ""),
        line("", ""),
    ];
    let look = super::table::Look { size: 10.0, row: 10.0, pad: 1.0 };
    Table { columns, rows, look, when_empty: String::new(), title: String::new(), tail: 0.0 }
}

/// Account and first page, two beside each other.
fn directory(starts: &[(usize, &str)]) -> Table {
    let half = || [Column::share("科目", 1.0, Align::Left).on_one_line(), Column::fixed("页次", 22.0, Align::Centre)];
    let [account, page] = half();
    let columns = half().into_iter().chain([account.parted(), page]).collect();
    let left = starts.len().div_ceil(2);
    let cells = |at: usize| match starts.get(at) {
        Some((page, account)) => [(*account).to_owned(), page.to_string()],
        None => [String::new(), String::new()],
    };
    let row = |i: usize| Row::plain(cells(i).into_iter().chain(cells(left + i)).collect());
    Table {
        columns,
        rows: (0..left).map(row).collect(),
        look: caption::LOOK,
        when_empty: "没有账页".to_owned(),
        title: String::new(),
        tail: 0.0,
    }
}
