//! 移交清单 on paper: the papers of a reporting day in two copies, the leaving of a post in three.

use super::caption;
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::page::{Margins, Paper};
use super::table::{Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::handover::{PaperHandover, Party, PostHandover, Way};
use crate::kernel::Timestamp;

const LOOK: Look = Look { size: 10.0, row: 7.5, pad: 1.0 };
/// Height of what stands under the last row, in millimetres.
const FOOT: f32 = 36.0;

fn sheet<'a>(fonts: &'a Fonts, title: &str, lines: &[String]) -> Flow<'a> {
    let margins = Margins { top: 16.0, right: 12.0, bottom: 16.0, left: 22.0 };
    let mut flow = Flow::new(fonts, Paper::A4, margins).with_running_head(6.0);
    caption::title(&mut flow, title);
    let style = Style::regular(10.5);
    for says in lines {
        let wrapped = style.wrap(flow.pen.fonts, says, flow.width());
        let strip = flow.strip(style.leading() * wrapped.len() as f32);
        flow.pen.lines_in(strip, Align::Left, style, &wrapped);
    }
    flow.skip(2.0);
    flow
}

fn says(flow: &mut Flow<'_>, size: f32, words: &str) {
    let style = Style::regular(size);
    let wrapped = style.wrap(flow.pen.fonts, words, flow.width());
    let height = style.leading() * wrapped.len() as f32;
    flow.need(height);
    let strip = flow.strip(height);
    flow.pen.lines_in(strip, Align::Left, style, &wrapped);
}

/// 原始凭证移交清单 with both signature lines. Source: domain/workflow.md §4.
pub fn papers(book_name: &str, list: &PaperHandover, printed_at: Timestamp, fonts: &Fonts) -> Document {
    let head = [
        format!("移交单位：{book_name}　　{}　　{}", list.label(), list.day),
        "一式两份，村和中心各存一份。".to_owned(),
    ];
    let mut flow = sheet(fonts, "原始凭证移交清单", &head);
    let columns = vec![
        Column::fixed("序", 9.0, Align::Centre),
        Column::fixed("报账单号", 18.0, Align::Centre),
        Column::fixed("日期", 23.0, Align::Centre),
        Column::share("事由", 1.0, Align::Left),
        Column::fixed("页数", 12.0, Align::Right),
        Column::fixed("金额", 30.0, Align::Decimal),
        Column::fixed("收到", 26.0, Align::Left),
    ];
    let received = list.end.as_ref().is_some_and(|e| e.received);
    let row = |i: &crate::handover::PaperItem| {
        let found = match (&i.missing, received) {
            (Some(words), _) => format!("缺：{words}"),
            (None, true) => "√".to_owned(),
            (None, false) => String::new(),
        };
        Row::plain(vec![
            i.position.to_string(),
            i.serial.to_string(),
            i.date.clone(),
            i.reason.clone(),
            i.pages.to_string(),
            i.amount.to_string(),
            found,
        ])
    };
    let mut rows: Vec<Row> = list.items.iter().map(row).collect();
    let total = vec![format!("合计 {} 笔", list.count), list.pages.to_string(), list.total.to_string(), String::new()];
    rows.push(Row::total(4, total));
    let table = Table { columns, rows, look: LOOK, when_empty: "没有".to_owned(), title: String::new(), tail: FOOT };
    table.lay(&mut flow);
    flow.need(FOOT);
    flow.skip(4.0);
    let signed = match &list.end {
        Some(end) if end.received => format!("接收人：{}　{}", end.by_name, end.at.minute()),
        _ => "接收人：　　　　　　　　日期：".to_owned(),
    };
    let strip = flow.strip(9.0);
    let style = Style::regular(10.5);
    let hand = format!("移交人：{}　{}", list.made_name, list.made_at.minute());
    flow.pen.write_in(strip.part(0.0, 0.5), Align::Left, style, &hand);
    flow.pen.write_in(strip.part(0.52, 1.0), Align::Left, style, &signed);
    let strip = flow.strip(9.0);
    flow.pen.write_in(strip.part(0.0, 0.5), Align::Left, style, "签字：");
    flow.pen.write_in(strip.part(0.52, 1.0), Align::Left, style, "签字：");
    if let Some(end) = list.end.as_ref().filter(|e| !e.words.is_empty()) {
        says(&mut flow, 9.5, &format!("说明：{}", end.words));
    }
    says(&mut flow, 9.0, &format!("核对码 {}", list.digest.short_code()));
    let title = format!("{book_name} 原始凭证{}", list.label());
    flow.finish(title.clone(), printed_at, |pen, edges, no| caption::edges(pen, edges, no, &title, printed_at))
}

/// 移交清册 of a post: the list, differences, three signatures. Source: 会计基础工作规范 art. 27, 30.
pub fn post(book_name: &str, handover: &PostHandover, printed_at: Timestamp, fonts: &Fonts) -> Document {
    let role = handover.role.role().in_chinese();
    let head = [
        format!("单位：{book_name}　　岗位：{role}　　清单日期：{}", handover.made_at.minute()),
        format!("移交人：{}　接交人：{}　监交人：{}", handover.out.1, handover.into.1, handover.supervisor.1),
        format!("交接原因：{}", handover.reason),
        "一式三份，移交人、接交人各执一份，中心存档一份。".to_owned(),
    ];
    let mut flow = sheet(fonts, "会计工作移交清册", &head);
    let columns = vec![Column::fixed("序", 10.0, Align::Centre), Column::share("内容", 1.0, Align::Left)];
    let mut rows = Vec::new();
    for section in &handover.sections {
        rows.push(Row::heading(section.title.as_str()));
        let lines = (1..).zip(&section.lines);
        rows.extend(lines.map(|(n, line): (i32, &String)| Row::plain(vec![n.to_string(), line.clone()])));
    }
    Table { columns, rows, look: LOOK, when_empty: "没有".to_owned(), title: String::new(), tail: FOOT }.lay(&mut flow);
    flow.skip(3.0);
    for party in Party::ALL {
        let name = handover.name_of(party);
        let line = match handover.mark(party) {
            Some(mark) => {
                let way = if mark.way == Way::Paper { "纸上签字，照片已存" } else { "本人登录确认" };
                let words = if mark.words.is_empty() { "无差异" } else { &mark.words };
                format!("{}：{name}　{}　{way}　差异：{words}", party.in_chinese(), mark.at.minute())
            }
            None => format!("{}：{name}　签字：　　　　　　　　日期：　　　　　差异：", party.in_chinese()),
        };
        flow.skip(2.0);
        says(&mut flow, 10.5, &line);
    }
    flow.skip(2.0);
    says(&mut flow, 9.0, &format!("核对码 {}　{}", handover.digest.short_code(), handover.stands()));
    let title = format!("{book_name} {}", handover.label());
    flow.finish(title.clone(), printed_at, |pen, edges, no| caption::edges(pen, edges, no, &title, printed_at))
}
