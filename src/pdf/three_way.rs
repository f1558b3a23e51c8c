use super::caption;
use super::document::Document;
use super::font::Fonts;
use super::table::{Column, Look, Row, Table};
use super::text::Align;
use crate::checks::{Agrees, Compared, ThreeWay};
use crate::kernel::Timestamp;

const LOOK: Look = Look { size: 9.5, row: 7.2, pad: 1.0 };
const BINDING: f32 = 25.0;

/// 账证、账账、账实核对表 — one month on A4 landscape, with its signature line.
pub fn lay_out(book_name: &str, three: &ThreeWay, by: &str, printed_at: Timestamp, fonts: &Fonts) -> Document {
    let mut flow = caption::landscape(fonts, BINDING);
    let result = match (three.apart(), three.to_look()) {
        (0, 0) => "三项都相符".to_owned(),
        (apart, look) => format!("不符 {apart} 项，要看 {look} 项"),
    };
    caption::head(&mut flow, "账证、账账、账实核对表", book_name, &[three.period.in_chinese(), result]);
    let mut rows = Vec::new();
    for (name, what, lines) in three.parts() {
        rows.push(Row::heading(format!("{name}　{what}")));
        rows.extend(lines.iter().map(row));
    }
    let columns = vec![
        Column::share("核对什么", 1.0, Align::Left),
        Column::share("数", 1.5, Align::Left),
        Column::fixed("结果", 16.0, Align::Centre),
        Column::share("说明", 1.2, Align::Left),
    ];
    let tail = caption::SIGNATURES;
    Table { columns, rows, look: LOOK, when_empty: String::new(), title: String::new(), tail }.lay(&mut flow);
    let signers = vec![
        ("核对".to_owned(), by.to_owned()),
        ("复核".to_owned(), String::new()),
        ("日期".to_owned(), String::new()),
    ];
    caption::signatures(&mut flow, &signers);
    let title = format!("{book_name} 账证、账账、账实核对表 {}", three.period.in_chinese());
    flow.finish(title.clone(), printed_at, |pen, edges, no| caption::edges(pen, edges, no, &title, printed_at))
}

fn row(line: &Compared) -> Row {
    let word = match line.agrees {
        Agrees::Yes => "相符",
        Agrees::Look => "要看",
        Agrees::No => "不符",
        Agrees::None => "没有",
    };
    Row::plain(vec![line.what.clone(), line.figure.clone(), word.to_owned(), line.said.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Period;
    use crate::pdf::proof::{day, printed_at, reads_back};

    #[test]
    fn 三相符一张表_每项有数有结果() {
        let line = |agrees| Compared {
            what: "农商银行(尾号3444) 和银行对账单".into(),
            figure: "账面 6,541.96 元，银行 6,541.96 元，未达 0 笔".into(),
            agrees,
            said: String::new(),
            link: String::new(),
        };
        let three = ThreeWay {
            period: Period::of(day("2025-09-30")),
            papers: vec![line(Agrees::Yes)],
            ledgers: vec![line(Agrees::Look), line(Agrees::None)],
            things: vec![line(Agrees::No)],
        };
        let document = lay_out("李家村股份经济合作社", &three, "专管员", printed_at(), Fonts::embedded());
        let said = document.describe();
        assert!(said.contains("不符 1 项，要看 1 项") && said.contains("账实相符"), "{said}");
        reads_back("three-way", &document);
    }
}
