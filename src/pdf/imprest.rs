use super::caption;
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::table::{Cell, Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::kernel::Timestamp;
use crate::reconcile::{CheckSide, ImprestCheck};

const LOOK: Look = Look { size: 10.0, row: 7.2, pad: 1.0 };
const BINDING: f32 = 20.0;
const FOOT: f32 = 34.0;

/// 备用金核对表 — book, list and notes of one holder on one day, and both signatures.
pub fn lay_out(book_name: &str, holder: &str, check: &ImprestCheck, printed_at: Timestamp, fonts: &Fonts) -> Document {
    let mut flow = caption::upright(fonts, BINDING);
    let captions = [format!("持有人：{holder}"), check.date.to_string()];
    caption::head(&mut flow, "备用金核对表", book_name, &captions);
    table(check).lay(&mut flow);
    flow.skip(2.0);
    let says = if check.figures.agree() { "账面、清单、实点三方相符。" } else { "三个数不一样。" };
    line(&mut flow, Style::bold(11.0), says);
    if !check.reason.is_empty() {
        line(&mut flow, Style::regular(10.5), &format!("原因：{}", check.reason));
    }
    flow.skip(4.0);
    signatures(&mut flow, check);
    let title = format!("{book_name} 备用金核对表 {holder} {}", check.date);
    flow.finish(title.clone(), printed_at, |pen, edges, no| caption::edges(pen, edges, no, &title, printed_at))
}

fn table(check: &ImprestCheck) -> Table {
    let figures = &check.figures;
    let bold = |what: &str, amount: String| Row::mixed(vec![Cell::bold(what.to_owned()).over(2), Cell::bold(amount)]);
    let mut rows = vec![bold("账面余额", figures.book.to_string())];
    rows.push(bold("减：已付、票据还没入账", figures.unbooked_total().to_string()));
    let unbooked = figures.unbooked.iter().map(|l| vec![l.date.to_string(), l.text.clone(), l.amount.to_string()]);
    rows.extend(unbooked.map(Row::plain));
    rows.push(bold("应有现金", figures.expected().to_string()));
    rows.push(bold("清单结存", figures.list.to_string()));
    rows.push(bold("实点现金", figures.cash.total().to_string()));
    let notes = figures.cash.pieces.iter();
    rows.extend(
        notes.map(|(note, n)| Row::plain(vec![String::new(), format!("{}　{n} 张", note.in_chinese()), String::new()])),
    );
    rows.push(bold("实点减清单", (figures.cash.total() - figures.list).to_string()).ruled_off());
    let columns = vec![
        Column::fixed("日期", 26.0, Align::Left),
        Column::share("项目", 1.0, Align::Left),
        Column::fixed("金额", 40.0, Align::Decimal),
    ];
    Table { columns, rows, look: LOOK, when_empty: String::new(), title: String::new(), tail: FOOT }
}

fn signatures(flow: &mut Flow<'_>, check: &ImprestCheck) {
    let made = format!("{}　{}", check.made_name, check.made_at.date());
    let signed = check.signed.as_ref().map_or(String::new(), |(name, at)| format!("{name}　{}", at.date()));
    let (village, centre) = match check.made_side {
        CheckSide::Village => (made, signed),
        CheckSide::Centre => (signed, made),
    };
    let strip = flow.strip(9.0);
    let style = Style::regular(10.5);
    flow.pen.write_in(strip.part(0.0, 0.5), Align::Left, style, &format!("村里：{village}"));
    flow.pen.write_in(strip.part(0.52, 1.0), Align::Left, style, &format!("中心：{centre}"));
    let strip = flow.strip(9.0);
    flow.pen.write_in(strip.part(0.0, 0.5), Align::Left, style, "签字：");
    flow.pen.write_in(strip.part(0.52, 1.0), Align::Left, style, "签字：");
}

fn line(flow: &mut Flow<'_>, style: Style, words: &str) {
    let wrapped = style.wrap(flow.pen.fonts, words, flow.width());
    let strip = flow.strip(style.leading() * wrapped.len() as f32);
    flow.pen.lines_in(strip, Align::Left, style, &wrapped);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{HouseholdId, ImprestCheckId};
    use crate::pdf::proof::{day, printed_at, reads_back, yuan};
    use crate::reconcile::{CashCount, Denomination, ImprestFigures, UnbookedLine};

    #[test]
    fn 核对表_三个数一一列出_双方签字() {
        let unbooked = UnbookedLine { date: day("2025-09-12"), text: "打印纸两箱".into(), amount: yuan("200.00") };
        let cash = CashCount::new(&[(Denomination::Yuan100, 8)], yuan("800.00")).unwrap();
        let check = ImprestCheck {
            id: ImprestCheckId::new(),
            holder: HouseholdId::new(),
            date: day("2025-09-30"),
            figures: ImprestFigures { book: yuan("1000.00"), unbooked: vec![unbooked], list: yuan("800.00"), cash },
            reason: String::new(),
            made_side: CheckSide::Village,
            made_name: "报账员".into(),
            made_at: printed_at(),
            signed: None,
        };
        let document = lay_out("李家村股份经济合作社", "报账员备用金", &check, printed_at(), Fonts::embedded());
        let said = document.describe();
        assert!(said.contains("三方相符") && said.contains("打印纸两箱"), "{said}");
        reads_back("imprest", &document);
    }
}
