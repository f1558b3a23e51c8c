//! 理财会议 on paper: the list to be signed by hand, and the minutes.

use super::caption;
use super::document::Document;
use super::figure;
use super::flow::Flow;
use super::font::Fonts;
use super::page::{Area, Margins, Mark, Op, Paper, Spot, Stroke};
use super::pen::Pen;
use super::table::{Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::kernel::{Timestamp, UserId};
use crate::workflow::{ItemResult, MeetingSheet, SheetItem, Verdict};

const LOOK: Look = Look { size: 9.5, row: 8.0, pad: 1.0 };
/// The square seal of the group, in millimetres. Source: practice; the place is left, not a size prescribed.
const SEAL: f32 = 36.0;
const QR: f32 = 28.0;
/// Height of one line for a signature.
const LINE: f32 = 11.0;
const PER_LINE: usize = 3;

/// 民主理财清单 on A4: every item, the total, the code of the list, a line for each hand and the place of the seal.
pub fn batch_list(
    sheet: &MeetingSheet,
    book_name: &str,
    address: &str,
    printed_at: Timestamp,
    fonts: &Fonts,
) -> Document {
    let mut flow = a4(fonts);
    caption::title(&mut flow, "民主理财清单");
    facts(&mut flow, &said_of_meeting(sheet, book_name));
    items(sheet, hands_height(sheet)).lay(&mut flow);
    hands(&mut flow, sheet, address);
    let running = format!("{book_name} {}清单 {}", sheet.meeting.label(), sheet.meeting.code());
    flow.finish(running.clone(), printed_at, |pen, edges, no| caption::edges(pen, edges, no, &running, printed_at))
}

/// 理财会议记录 on A4: who was there, what was said of each item and in which way, the code, the signatures.
pub fn minutes(sheet: &MeetingSheet, book_name: &str, printed_at: Timestamp, fonts: &Fonts) -> Document {
    let mut flow = a4(fonts);
    caption::title(&mut flow, "理财会议记录");
    let mut said = said_of_meeting(sheet, book_name);
    let absent = names(sheet.absent().map(|s| s.name.as_str()));
    said.push(format!("缺席：{}", if absent.is_empty() { "无" } else { &absent }));
    said.push(outcome(sheet));
    facts(&mut flow, &said);
    results(sheet).lay(&mut flow);
    flow.skip(4.0);
    ways(sheet).lay(&mut flow);
    facts_below(&mut flow, sheet);
    let signers = ["召集人", "记录人", "理财小组成员"];
    caption::signatures(&mut flow, &signers.map(|role| (role.to_owned(), String::new())).to_vec());
    let running = format!("{book_name} {}记录", sheet.meeting.label());
    flow.finish(running.clone(), printed_at, |pen, edges, no| caption::edges(pen, edges, no, &running, printed_at))
}

fn a4(fonts: &Fonts) -> Flow<'_> {
    let margins = Margins { top: 16.0, right: 15.0, bottom: 16.0, left: 22.0 };
    Flow::new(fonts, Paper::A4, margins).with_running_head(6.0)
}

fn said_of_meeting(sheet: &MeetingSheet, book_name: &str) -> Vec<String> {
    let meeting = &sheet.meeting;
    vec![
        format!(
            "{book_name}　{}　{}　地点：{}",
            meeting.label(),
            meeting.held_on.format("%Y年%-m月%-d日"),
            meeting.place
        ),
        format!("召集人：{}　到会：{}", meeting.convener, names(sheet.present().map(|s| s.name.as_str()))),
    ]
}

fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join("、")
}

fn facts(flow: &mut Flow<'_>, said: &[String]) {
    let style = Style::regular(10.5);
    for words in said {
        let lines = style.wrap(flow.pen.fonts, words, flow.width());
        let strip = flow.strip(style.leading() * lines.len() as f32);
        flow.pen.lines_in(strip, Align::Left, style, &lines);
    }
    flow.skip(2.5);
}

fn items(sheet: &MeetingSheet, tail: f32) -> Table {
    let columns = vec![
        Column::fixed("序", 8.0, Align::Centre),
        Column::fixed("单号", 10.0, Align::Centre),
        Column::fixed("日期", 23.0, Align::Centre),
        Column::fixed("收支", 9.0, Align::Centre),
        Column::fixed("金额（元）", 24.0, Align::Decimal),
        Column::share("对方　事由", 1.0, Align::Left),
        Column::fixed("票据", 10.0, Align::Centre),
        Column::fixed("不同意的写原因并签名", 40.0, Align::Left),
    ];
    let row = |item: &SheetItem| {
        let content = &item.submission.content;
        Row::plain(vec![
            item.position.to_string(),
            item.submission.serial.to_string(),
            content.date.map(|d| d.to_string()).unwrap_or_default(),
            content.card.in_chinese().to_owned(),
            content.amount.to_string(),
            format!("{}　{}", content.other_party, content.reason),
            format!("{}张", content.documents.len()),
            item.hindrance().map_or("", |h| h.in_chinese()).to_owned(),
        ])
    };
    let mut rows: Vec<Row> = sheet.items.iter().map(row).collect();
    let (many, total) = (format!("合计　{}件", sheet.items.len()), sheet.total().to_string());
    rows.push(Row::total(4, vec![many, total, String::new(), String::new(), String::new()]));
    let none = "没有等理财小组的单".to_owned();
    Table { columns, rows, look: LOOK, when_empty: none, title: String::new(), tail }
}

fn hands_height(sheet: &MeetingSheet) -> f32 {
    let lines = sheet.seats.len().div_ceil(PER_LINE) as f32;
    12.0 + lines * LINE + SEAL.max(QR + 10.0) + 4.0
}

/// A line for each member of the group, the code with its picture, and the place of the square seal.
fn hands(flow: &mut Flow<'_>, sheet: &MeetingSheet, address: &str) {
    flow.need(hands_height(sheet));
    flow.skip(2.0);
    let style = Style::regular(10.5);
    let strip = flow.strip(8.0);
    let says = "以上各件票据都已打开看过。签名就是同意；不同意的，在那一件后面写原因并签名。";
    flow.pen.write_in(strip, Align::Left, style, says);
    for row in sheet.seats.chunks(PER_LINE) {
        let strip = flow.strip(LINE);
        for (i, seat) in row.iter().enumerate() {
            let each = 1.0 / PER_LINE as f32;
            let place = strip.part(each * i as f32, each * (i as f32 + 0.94));
            sign_here(&mut flow.pen, place, &format!("{}：", seat.name), style);
        }
    }
    flow.skip(3.0);
    let band = flow.strip(SEAL.max(QR + 10.0));
    code(&mut flow.pen, band.part(0.0, 0.5), sheet, address);
    let seal = Area::new(band.right() - SEAL - 6.0, band.y, SEAL, SEAL);
    square(&mut flow.pen, seal);
    flow.pen.write_in(seal, Align::Centre, Style::regular(9.0), "理财小组方章");
}

fn sign_here(pen: &mut Pen<'_>, place: Area, name: &str, style: Style) {
    pen.write_in(place, Align::Left, style, name);
    let from = place.x + style.width(pen.fonts, name) + 1.0;
    pen.across(from, place.right(), place.centre().y + 2.6, 0.5);
}

fn code(pen: &mut Pen<'_>, place: Area, sheet: &MeetingSheet, address: &str) {
    let picture = Area::new(place.x, place.y, QR, QR);
    match figure::qr(picture, address) {
        Some(op) => pen.ops.push(op),
        None => pen.fit(picture, Align::Left, Style::regular(8.0), address),
    }
    let right = Area { x: picture.right() + 3.0, width: place.right() - picture.right() - 3.0, ..picture };
    let line = |at: f32| Area { y: right.y + at, height: 7.0, ..right };
    pen.write_in(line(3.0), Align::Left, Style::regular(9.5), "清单码（登记纸质签字时要填）");
    pen.write_in(line(10.0), Align::Left, Style::bold(12.5), &sheet.meeting.code());
    pen.write_in(line(18.0), Align::Left, Style::regular(9.0), "清单上任何一件改过，这个码就对不上。");
}

/// Where a square seal goes.
fn square(pen: &mut Pen<'_>, area: Area) {
    let stroke = Stroke { points: 0.8, mark: Mark::Dotted };
    let (left, right, top, bottom) = (area.x, area.right(), area.y, area.bottom());
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    for pair in corners.windows(2) {
        let spot = |(x, y): (f32, f32)| Spot { x, y };
        pen.ops.push(Op::Line { from: spot(pair[0]), to: spot(pair[1]), stroke });
    }
}

/// `5件，同意4件，不同意1件`.
fn outcome(sheet: &MeetingSheet) -> String {
    let of = |result| sheet.items.iter().filter(|i| i.result() == result).count();
    let all = [ItemResult::Agreed, ItemResult::Refused, ItemResult::Open, ItemResult::Void];
    let said: Vec<String> = all
        .into_iter()
        .map(|r| (r, of(r)))
        .filter(|(_, n)| *n > 0)
        .map(|(r, n)| format!("{}{n}件", r.in_chinese()))
        .collect();
    format!("审查{}件，合计{}元：{}。", sheet.items.len(), sheet.total(), said.join("，"))
}

fn results(sheet: &MeetingSheet) -> Table {
    let columns = vec![
        Column::fixed("序", 8.0, Align::Centre),
        Column::fixed("单号", 10.0, Align::Centre),
        Column::share("收支　对方　事由", 1.0, Align::Left),
        Column::fixed("金额（元）", 24.0, Align::Decimal),
        Column::fixed("同意", 27.0, Align::Centre),
        Column::fixed("结果", 22.0, Align::Centre),
        Column::fixed("不同意的人和原因", 38.0, Align::Left),
    ];
    let row = |item: &SheetItem| {
        let content = &item.submission.content;
        let no = item.marks.iter().filter(|m| m.verdict == Verdict::Refuse);
        let no: Vec<String> = no.map(|m| format!("{}：{}", m.name, m.words)).collect();
        Row::plain(vec![
            item.position.to_string(),
            item.submission.serial.to_string(),
            format!("{}　{}　{}", content.card.in_chinese(), content.other_party, content.reason),
            content.amount.to_string(),
            tally(item),
            item.result().in_chinese().to_owned(),
            no.join("；"),
        ])
    };
    Table {
        columns,
        rows: sheet.items.iter().map(row).collect(),
        look: LOOK,
        when_empty: "没有审查".to_owned(),
        title: "一、逐件意见".to_owned(),
        tail: 0.0,
    }
}

/// `●●●○○ 3/5`.
fn tally(item: &SheetItem) -> String {
    let agreed = usize::try_from(item.tally().agreed).unwrap_or(0);
    let seats = usize::try_from(item.group.members.max(item.quorum)).unwrap_or(0);
    format!("{}{} {agreed}/{seats}", "●".repeat(agreed), "○".repeat(seats.saturating_sub(agreed)))
}

fn ways(sheet: &MeetingSheet) -> Table {
    let columns = vec![
        Column::fixed("成员", 32.0, Align::Left),
        Column::fixed("到会", 16.0, Align::Centre),
        Column::fixed("同意", 18.0, Align::Centre),
        Column::fixed("不同意", 18.0, Align::Centre),
        Column::share("签署方式和时间", 1.0, Align::Left),
    ];
    let rows = sheet.seats.iter().map(|seat| {
        let of = |verdict| {
            let said = |i: &&SheetItem| i.mark_of(seat.person).is_some_and(|m| m.verdict == verdict);
            format!("{}件", sheet.items.iter().filter(said).count())
        };
        let there = if seat.present_at.is_some() { "到会" } else { "缺席" };
        let said = [of(Verdict::Agree), of(Verdict::Refuse)];
        let [agreed, refused] = said;
        Row::plain(vec![seat.name.clone(), there.to_owned(), agreed, refused, way_of(sheet, seat.person)])
    });
    Table {
        columns,
        rows: rows.collect(),
        look: LOOK,
        when_empty: "没有成员".to_owned(),
        title: "二、各人签署".to_owned(),
        tail: 40.0,
    }
}

/// `签字密码 2025-09-20 09:30`; several ways one after another.
fn way_of(sheet: &MeetingSheet, person: UserId) -> String {
    let mut said: Vec<String> = Vec::new();
    for mark in sheet.items.iter().filter_map(|i| i.mark_of(person)) {
        let one = format!("{} {}", mark.way.in_chinese(), mark.at.minute());
        if !said.contains(&one) {
            said.push(one);
        }
    }
    if said.is_empty() { "没有签".to_owned() } else { said.join("；") }
}

fn facts_below(flow: &mut Flow<'_>, sheet: &MeetingSheet) {
    flow.need(34.0);
    flow.skip(3.0);
    let closed = match sheet.meeting.closed_at {
        Some(at) => format!("散会时间：{}", at.minute()),
        None => "会议还没有散会，本记录不是最后的。".to_owned(),
    };
    let bound = sheet
        .bindings
        .iter()
        .map(|b| format!("纸质签字{}，{}登记，{}", b.recorded_at.date(), b.recorded_name, b.state().in_chinese()));
    let said: Vec<String> = [format!("清单码：{}", sheet.meeting.code()), closed].into_iter().chain(bound).collect();
    facts(flow, &said);
}
