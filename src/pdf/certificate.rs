use super::caption;
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::page::{Margins, Paper};
use super::table::{Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::checks::{Certificate, Covered};

const LOOK: Look = Look { size: 9.0, row: 5.6, pad: 1.0 };
/// Height of the place for the seal and the signatures, in millimetres.
const SEALS: f32 = 30.0;

/// 稽核证明 on A4 portrait: over what, every check with its result, the roots of the closed months, who and when.
pub fn lay_out(made: &Certificate, fonts: &Fonts) -> Document {
    let margins = Margins { top: 20.0, right: 18.0, bottom: 18.0, left: 22.0 };
    let mut flow = Flow::new(fonts, Paper::A4, margins).with_running_head(6.0);
    heading(&mut flow, made);
    results(made).lay(&mut flow);
    flow.skip(4.0);
    books(made).lay(&mut flow);
    seals(&mut flow, made);
    let running = format!("{} 稽核证明 {}", made.township, made.made_at.date());
    flow.finish(running.clone(), made.made_at, |pen, edges, no| caption::edges(pen, edges, no, &running, made.made_at))
}

fn heading(flow: &mut Flow<'_>, made: &Certificate) {
    let style = Style::bold(20.0);
    let strip = flow.strip(style.em() * 1.8);
    flow.pen.headline(strip, style, "稽核证明");
    let style = Style::regular(10.5);
    let span = match made.span() {
        Some((first, last)) if first == last => first.in_chinese(),
        Some((first, last)) => format!("{}至{}", first.in_chinese(), last.in_chinese()),
        None => "还没有记账凭证".to_owned(),
    };
    let (vouchers, entries) = made.counts();
    for words in [
        format!("{}　{}", made.township, made.centre),
        format!("稽核范围：{}，{span}，记账凭证{vouchers}张，分录{entries}条。", made.covers()),
        format!("稽核日期：{}　经手：{}　结果：{}。", made.made_at.date(), made.made_by, made.sentence()),
        format!("证明校验码：{}（操作日志里记着同一个码）", made.code.short_code()),
    ] {
        let lines = style.wrap(flow.pen.fonts, &words, flow.width());
        let strip = flow.strip(style.leading() * lines.len() as f32);
        flow.pen.lines_in(strip, Align::Left, style, &lines);
    }
    flow.skip(3.0);
}

fn results(made: &Certificate) -> Table {
    let columns = vec![
        Column::fixed("序", 9.0, Align::Centre),
        Column::share("稽核什么", 1.0, Align::Left),
        Column::fixed("依据", 46.0, Align::Left),
        Column::fixed("结果", 26.0, Align::Centre),
    ];
    let rows = made.lines.iter().enumerate().map(|(i, line)| {
        Row::plain(vec![(i + 1).to_string(), line.name.to_owned(), line.clause.to_owned(), line.result()])
    });
    Table {
        columns,
        rows: rows.collect(),
        look: LOOK,
        when_empty: "没有稽核".to_owned(),
        title: "一、逐项结果".to_owned(),
        tail: 0.0,
    }
}

fn books(made: &Certificate) -> Table {
    let columns = vec![
        Column::share("账套", 1.0, Align::Left),
        Column::fixed("凭证", 14.0, Align::Right),
        Column::fixed("分录", 16.0, Align::Right),
        Column::fixed("已结账月份", 32.0, Align::Centre),
        Column::fixed("校验码", 48.0, Align::Centre),
    ];
    Table {
        columns,
        rows: made.covered.iter().flat_map(|c| rows_of(c, made.covered.len() == 1)).collect(),
        look: LOOK,
        when_empty: "没有账套".to_owned(),
        title: "二、账套和封存的校验码（后一个月的码扣着前一个月）".to_owned(),
        tail: SEALS,
    }
}

/// Every closed month of one book; of many only the last, which is tied to all before it.
fn rows_of(covered: &Covered, every_month: bool) -> Vec<Row> {
    let counts = [covered.vouchers.to_string(), covered.entries.to_string()];
    let row = |book: &str, [vouchers, entries]: [String; 2], months: String, code: &str| {
        Row::plain(vec![book.to_owned(), vouchers, entries, months, code.to_owned()])
    };
    match (covered.roots.as_slice(), every_month) {
        ([], _) => vec![row(&covered.book, counts, "没有结账".to_owned(), "")],
        (roots, true) => {
            let mut rows: Vec<Row> = Vec::with_capacity(roots.len());
            for (i, (period, code)) in roots.iter().enumerate() {
                let first = i == 0;
                let book = if first { covered.book.as_str() } else { "" };
                let counts = if first { counts.clone() } else { [String::new(), String::new()] };
                rows.push(row(book, counts, period.to_string(), code));
            }
            rows
        }
        ([(first, _), .., (last, code)], false) => {
            vec![row(&covered.book, counts, format!("{first}至{last}"), code)]
        }
        ([(only, code)], false) => vec![row(&covered.book, counts, only.to_string(), code)],
    }
}

fn seals(flow: &mut Flow<'_>, made: &Certificate) {
    flow.need(SEALS);
    flow.skip(6.0);
    let style = Style::regular(10.5);
    for words in [
        format!("经手人（签字）：{}", if made.made_by.is_empty() { "" } else { &made.made_by }),
        "监督员（签字）：　　　　　　　　　　　　单位（盖章）：".to_owned(),
        "　　　　年　　月　　日".to_owned(),
    ] {
        let strip = flow.strip(8.0);
        flow.pen.write_in(strip, Align::Left, style, &words);
    }
}
