use super::caption;
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::table::{Cell, Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::kernel::{Money, Timestamp};
use crate::reconcile::{CashFinding, CountedCash, Denomination};

const LOOK: Look = Look { size: 10.0, row: 7.2, pad: 1.0 };
const BINDING: f32 = 20.0;
const FOOT: f32 = 44.0;

/// 现金盘点表 — every note and coin there is, what was counted of it, the book, and who stood there.
pub fn lay_out(book_name: &str, counted: &CountedCash, printed_at: Timestamp, fonts: &Fonts) -> Document {
    let mut flow = caption::upright(fonts, BINDING);
    let captions = [
        counted.occasion.in_chinese().to_owned(),
        format!("盘点时间：{}", counted.counted_at.minute()),
        counted.date.to_string(),
    ];
    caption::head(&mut flow, "现金盘点表", book_name, &captions);
    table(counted).lay(&mut flow);
    flow.skip(2.0);
    let count = &counted.count;
    let amount = count.difference().abs();
    let says = match count.finding() {
        CashFinding::Agrees => "账实相符。".to_owned(),
        CashFinding::Over(_) => format!("长款 {amount} 元，先列待处理财产损溢，查明后处理。"),
        CashFinding::Short(_) => format!("短款 {amount} 元，先列待处理财产损溢，查明后处理。"),
    };
    line(&mut flow, Style::bold(11.0), &says);
    if !counted.reason.is_empty() {
        line(&mut flow, Style::regular(10.5), &format!("原因：{}", counted.reason));
    }
    flow.skip(4.0);
    signatures(&mut flow, counted);
    let title = format!("{book_name} 现金盘点表 {}", counted.date);
    flow.finish(title.clone(), printed_at, |pen, edges, no| caption::edges(pen, edges, no, &title, printed_at))
}

/// Every denomination stands on the paper, counted or not: nobody wonders whether a line was left out.
fn table(counted: &CountedCash) -> Table {
    let count = &counted.count;
    let note = |denomination: &Denomination| {
        let pieces = count.pieces.iter().find(|(d, _)| d == denomination).map_or(0, |(_, n)| *n);
        let amount = Money::from_fen(denomination.worth().fen() * pieces);
        let told = if pieces == 0 { (String::new(), String::new()) } else { (pieces.to_string(), amount.to_string()) };
        Row::plain(vec![denomination.in_chinese().to_owned(), told.0, told.1])
    };
    let sum = |what: &str, amount: Money| {
        Row::mixed(vec![Cell::bold(what.to_owned()).over(2), Cell::bold(amount.to_string())])
    };
    let mut rows: Vec<Row> = Denomination::ALL.iter().map(note).collect();
    rows.push(sum("实点现金", count.total()));
    rows.push(sum("现金日记账余额", count.balance_book));
    rows.push(sum("实点减账面", count.difference()).ruled_off());
    let columns = vec![
        Column::share("票面", 1.0, Align::Left),
        Column::fixed("张（枚）", 40.0, Align::Right),
        Column::fixed("金额", 44.0, Align::Decimal),
    ];
    Table { columns, rows, look: LOOK, when_empty: String::new(), title: String::new(), tail: FOOT }
}

fn signatures(flow: &mut Flow<'_>, counted: &CountedCash) {
    let style = Style::regular(10.5);
    let pair = |flow: &mut Flow<'_>, left: &str, right: &str| {
        let strip = flow.strip(9.0);
        flow.pen.write_in(strip.part(0.0, 0.5), Align::Left, style, left);
        flow.pen.write_in(strip.part(0.52, 1.0), Align::Left, style, right);
    };
    pair(flow, &format!("盘点人：{}", counted.counted_name), &format!("监盘人：{}", counted.witnessed_name));
    pair(flow, "签字：", "签字：");
    pair(flow, "管钱的人签字：", "会计主管签字：");
}

fn line(flow: &mut Flow<'_>, style: Style, words: &str) {
    let wrapped = style.wrap(flow.pen.fonts, words, flow.width());
    let strip = flow.strip(style.leading() * wrapped.len() as f32);
    flow.pen.lines_in(strip, Align::Left, style, &wrapped);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::CashCountId;
    use crate::pdf::proof::{day, printed_at, reads_back, yuan};
    use crate::reconcile::{CashCount, Occasion};

    #[test]
    fn 盘点表_逐个票面_短款写明_留签字() {
        let count = CashCount::new(&[(Denomination::Yuan100, 4), (Denomination::Jiao5, 3)], yuan("501.50")).unwrap();
        let counted = CountedCash {
            id: CashCountId::new(),
            date: day("2025-09-30"),
            occasion: Occasion::Surprise,
            count,
            reason: "借条一张没有入账".into(),
            counted_name: "专管员".into(),
            witnessed_name: "村报账员".into(),
            counted_at: printed_at(),
        };
        let document = lay_out("李家村股份经济合作社", &counted, printed_at(), Fonts::embedded());
        let said = document.describe();
        for words in ["突击盘点", "401.50", "-100.00", "短款 100.00 元", "借条一张", "1分"] {
            assert!(said.contains(words), "{words}: {said}");
        }
        reads_back("cash-count", &document);
    }
}
