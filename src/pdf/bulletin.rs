use super::caption;
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::page::{Margins, Paper};
use super::table::{Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::kernel::Timestamp;
use crate::oversight::{Bulletin, MonthFigures, Step};

const LOOK: Look = Look { size: 10.5, row: 7.0, pad: 1.2 };
/// Height of the place for the seal and the signature, in millimetres.
const SEALS: f32 = 24.0;

/// What stands around the figures of one sheet.
#[derive(Clone, Debug)]
pub struct BulletinPage<'a> {
    /// The figures.
    pub bulletin: &'a Bulletin,
    /// `青溪镇会计委托代理服务中心`.
    pub centre: &'a str,
    /// When this sheet was printed.
    pub printed_at: Timestamp,
}

/// 通报 of each village on a sheet of its own, A4.
pub fn lay_out(pages: &[BulletinPage<'_>], fonts: &Fonts) -> Document {
    let margins = Margins { top: 18.0, right: 16.0, bottom: 18.0, left: 20.0 };
    let mut flow = Flow::new(fonts, Paper::A4, margins);
    for (place, page) in pages.iter().enumerate() {
        if place > 0 {
            flow.turn();
        }
        sheet(&mut flow, page);
    }
    let printed_at = pages.first().map_or_else(|| Timestamp::new(chrono::DateTime::UNIX_EPOCH), |p| p.printed_at);
    let title =
        pages.first().map_or_else(|| "报账情况通报".to_owned(), |p| format!("报账情况通报 {}", span(p.bulletin)));
    flow.finish(title.clone(), printed_at, |pen, edges, no| caption::edges(pen, edges, no, &title, printed_at))
}

/// `2025年9月` or `2025年7月至9月`.
fn span(bulletin: &Bulletin) -> String {
    match bulletin.months.as_slice() {
        [] => String::new(),
        [(only, _)] => only.in_chinese(),
        [(first, _), .., (last, _)] => format!("{}至{}", first.in_chinese(), last.in_chinese()),
    }
}

fn sheet(flow: &mut Flow<'_>, page: &BulletinPage<'_>) {
    let (bulletin, total) = (page.bulletin, page.bulletin.total());
    let style = Style::bold(20.0);
    let strip = flow.strip(style.em() * 1.8);
    flow.pen.headline(strip, style, &format!("{}报账情况通报", bulletin.book.village_name));
    let style = Style::regular(11.0);
    let strip = flow.strip(7.0);
    flow.pen.write_in(strip, Align::Left, style, &bulletin.book.name);
    flow.pen.write_in(strip, Align::Right, style, &span(bulletin));
    for words in sentences(&total) {
        let lines = style.wrap(flow.pen.fonts, &words, flow.width());
        let strip = flow.strip(style.leading() * lines.len() as f32);
        flow.pen.lines_in(strip, Align::Left, style, &lines);
    }
    flow.skip(2.0);
    steps(&total).lay(flow);
    flow.skip(3.0);
    reasons(&total).lay(flow);
    flow.skip(3.0);
    if bulletin.months.len() > 1 {
        months(bulletin).lay(flow);
        flow.skip(3.0);
    }
    seals(flow, page.centre);
}

/// What happened, in sentences.
fn sentences(total: &MonthFigures) -> Vec<String> {
    let mut said = vec![format!(
        "交单{}件，补正后再交{}件；受理{}件，退回{}件，不同意{}件，撤回{}件，记账{}件。",
        total.handed_in, total.again, total.accepted, total.returned, total.refused, total.withdrawn, total.booked
    )];
    let kept = (total.days_kept, total.days_missed);
    if kept != (0, 0) {
        let late = total.items_late;
        said.push(format!("报账日按时交单{}次，没有交单{}次；过了报账日才交的票据{late}件。", kept.0, kept.1));
    }
    said.push(match (total.late(), total.reminded) {
        (0, _) => "各环节都没有逾期。".to_owned(),
        (late, reminded) => format!("逾期{late}件次，督办{reminded}次。"),
    });
    said
}

fn steps(total: &MonthFigures) -> Table {
    let columns = vec![
        Column::share("环节", 1.0, Align::Left),
        Column::fixed("办完", 24.0, Align::Right),
        Column::fixed("平均工作日", 34.0, Align::Right),
        Column::fixed("最长工作日", 34.0, Align::Right),
        Column::fixed("逾期件次", 28.0, Align::Right),
    ];
    let row = |step: Step| {
        let own = &total.steps[step.place()];
        let longest = if own.ended == 0 { String::new() } else { own.longest.to_string() };
        Row::plain(vec![
            step.in_chinese().to_owned(),
            own.ended.to_string(),
            own.average(),
            longest,
            own.late.to_string(),
        ])
    };
    table(columns, Step::ALL.into_iter().map(row).collect(), "一、每个环节用了多久", "", 0.0)
}

fn reasons(total: &MonthFigures) -> Table {
    let columns = vec![
        Column::fixed("序", 12.0, Align::Centre),
        Column::share("退回原因", 1.0, Align::Left),
        Column::fixed("次数", 24.0, Align::Right),
    ];
    let rows = total.reasons_by_use().into_iter().take(8).enumerate();
    let mut rows: Vec<Row> = rows
        .map(|(i, (text, many))| Row::plain(vec![(i + 1).to_string(), text.to_owned(), many.to_string()]))
        .collect();
    if total.told_late > 0 {
        let says = format!("其中上次退回时就能说、没有一次说全的 {} 条", total.told_late);
        rows.push(Row::plain(vec![String::new(), says, String::new()]));
    }
    table(columns, rows, "二、为什么退回", "没有退回。", 0.0)
}

fn months(bulletin: &Bulletin) -> Table {
    let mut columns = vec![Column::share("月份", 1.4, Align::Left)];
    let titles = ["交单", "受理", "退回", "不同意", "记账", "逾期件次", "报账日缺"];
    columns.extend(titles.map(|title| Column::share(title, 1.0, Align::Right)));
    let cells = |name: String, m: &MonthFigures| -> Vec<String> {
        let all = [m.handed_in + m.again, m.accepted, m.returned, m.refused, m.booked, m.late(), m.days_missed];
        std::iter::once(name).chain(all.iter().map(i64::to_string)).collect()
    };
    let mut rows: Vec<Row> = bulletin.months.iter().map(|(p, m)| Row::plain(cells(p.in_chinese(), m))).collect();
    rows.push(Row::total(1, cells("合计".to_owned(), &bulletin.total())));
    table(columns, rows, "三、逐月", "", SEALS)
}

fn table(columns: Vec<Column>, rows: Vec<Row>, title: &str, when_empty: &str, tail: f32) -> Table {
    Table { columns, rows, look: LOOK, when_empty: when_empty.to_owned(), title: title.to_owned(), tail }
}

fn seals(flow: &mut Flow<'_>, centre: &str) {
    flow.need(SEALS);
    flow.skip(5.0);
    let style = Style::regular(11.0);
    for (left, right) in [
        (format!("{centre}（盖章）"), "村（签收）：".to_owned()),
        ("　　　　年　　月　　日".to_owned(), "　　　　年　　月　　日".to_owned()),
    ] {
        let strip = flow.strip(9.0);
        flow.pen.write_in(strip.part(0.0, 0.6), Align::Left, style, &left);
        flow.pen.write_in(strip.part(0.62, 1.0), Align::Left, style, &right);
    }
}
