use super::caption;
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::table::{Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::kernel::{Money, Timestamp};
use crate::reconcile::{PartyAccountLines, PartyStatement};

const LOOK: Look = Look { size: 9.5, row: 6.6, pad: 1.0 };
/// White edge for the binding, and the height of the slip, in millimetres.
const BINDING: f32 = 20.0;
const SLIP: f32 = 62.0;

/// 往来对账单 — a new page a party: every line, what stands, and the slip to be signed and returned.
pub fn lay_out(book_name: &str, statements: &[PartyStatement], printed_at: Timestamp, fonts: &Fonts) -> Document {
    let mut flow = caption::upright(fonts, BINDING);
    for (at, statement) in statements.iter().enumerate() {
        if at > 0 {
            flow.turn();
            flow.over_the_running_head();
        }
        page(&mut flow, book_name, statement, printed_at);
    }
    let title = format!("{book_name} 往来对账单");
    flow.finish(title.clone(), printed_at, |pen, edges, no| caption::edges(pen, edges, no, &title, printed_at))
}

fn page(flow: &mut Flow<'_>, book_name: &str, statement: &PartyStatement, printed_at: Timestamp) {
    let span = format!("{}至{}", statement.first.in_chinese(), statement.last.in_chinese());
    caption::head(flow, "往来对账单", book_name, &[span, format!("{} {}", statement.code, statement.name)]);
    let until = statement.last.last_day().format("%Y年%-m月%-d日").to_string();
    says(flow, Style::regular(11.0), &format!("{}：截至{until}，村集体账上{}。", statement.name, statement.sentence()));
    flow.skip(1.5);
    let mut rows = Vec::new();
    for account in &statement.accounts {
        rows.extend(lines(account));
    }
    let (debit, credit) = statement.moved();
    let closing = vec![
        "合计".to_owned(),
        debit.to_string(),
        credit.to_string(),
        side(statement.closing()).to_owned(),
        statement.closing().abs().to_string(),
    ];
    rows.push(Row::total(3, closing));
    let columns = vec![
        Column::fixed("日期", 21.0, Align::Left),
        Column::fixed("凭证", 19.0, Align::Left).on_one_line(),
        Column::share("摘要", 1.0, Align::Left),
        Column::fixed("贵方应付增加", 27.0, Align::Decimal),
        Column::fixed("贵方应付减少", 27.0, Align::Decimal),
        Column::fixed("方向", 12.0, Align::Centre),
        Column::fixed("余额", 27.0, Align::Decimal),
    ];
    Table { columns, rows, look: LOOK, when_empty: String::new(), title: String::new(), tail: SLIP }.lay(flow);
    slip(flow, book_name, statement, &until, printed_at);
}

fn lines(account: &PartyAccountLines) -> Vec<Row> {
    let balance = |m: Money| [side(m).to_owned(), m.abs().to_string()];
    let blank = String::new;
    let mut rows = vec![Row::heading(format!("{} {}", account.code, account.path))];
    let [which, stands] = balance(account.opening);
    rows.push(Row::plain(vec![blank(), blank(), "期初余额".to_owned(), blank(), blank(), which, stands]));
    rows.extend(account.lines.iter().map(|line| {
        let amount = |m: Money| if m.is_zero() { String::new() } else { m.to_string() };
        let [which, stands] = balance(line.balance);
        Row::plain(vec![
            line.date.to_string(),
            line.voucher.clone(),
            line.summary.clone(),
            amount(line.debit),
            amount(line.credit),
            which,
            stands,
        ])
    }));
    rows
}

/// Who owes.
fn side(balance: Money) -> &'static str {
    if balance.is_zero() {
        "平"
    } else if balance.is_positive() {
        "欠村"
    } else {
        "村欠"
    }
}

/// 回执: what the other side signs and gives back.
fn slip(flow: &mut Flow<'_>, book_name: &str, statement: &PartyStatement, until: &str, printed_at: Timestamp) {
    flow.need(SLIP);
    flow.skip(4.0);
    says(flow, Style::regular(9.0), &"－ ".repeat(44));
    let style = Style::bold(12.0);
    let strip = flow.strip(8.0);
    flow.pen.write_in(strip, Align::Centre, style, "回　执");
    let style = Style::regular(11.0);
    says(flow, style, &format!("{book_name}："));
    says(flow, style, &format!("截至{until}，对账单写明{}。经核对：", statement.sentence()));
    flow.skip(1.5);
    says(flow, style, "□ 相符。");
    flow.skip(1.5);
    says(flow, style, "□ 不符，应为　　　　　　　　元，差在：");
    flow.skip(6.0);
    let strip = flow.strip(8.0);
    flow.pen.write_in(strip.part(0.0, 0.55), Align::Left, style, &format!("{}　签字（盖章）：", statement.name));
    flow.pen.write_in(strip.part(0.6, 1.0), Align::Left, style, "　　　年　　月　　日");
    says(flow, Style::regular(9.0), &format!("请签好交回报账员或会计中心。制单日期：{}", printed_at.date()));
}

fn says(flow: &mut Flow<'_>, style: Style, words: &str) {
    let wrapped = style.wrap(flow.pen.fonts, words, flow.width());
    let strip = flow.strip(style.leading() * wrapped.len() as f32);
    flow.pen.lines_in(strip, Align::Left, style, &wrapped);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Period;
    use crate::pdf::proof::{day, printed_at, reads_back, yuan};
    use crate::reconcile::{PartyKind, PartyLine};

    fn statement(name: &str, lines: i64) -> PartyStatement {
        let line = |n: i64| PartyLine {
            date: day("2025-08-12"),
            voucher: format!("记-{n:04}"),
            summary: "收承包费，欠款以后月份分期归还".into(),
            debit: Money::ZERO,
            credit: yuan("10.00"),
            balance: yuan("1000.00") - Money::from_yuan(10 * n),
        };
        PartyStatement {
            kind: PartyKind::Household,
            party: "x".into(),
            code: "0007".into(),
            name: name.into(),
            first: Period::of(day("2025-01-01")),
            last: Period::of(day("2025-09-30")),
            accounts: vec![PartyAccountLines {
                code: "113".into(),
                path: "内部往来".into(),
                opening: yuan("1000.00"),
                lines: (1..=lines).map(line).collect(),
            }],
        }
    }

    #[test]
    fn 每户一页_写明谁欠谁_带一张回执() {
        let document = lay_out(
            "李家村股份经济合作社",
            &[statement("村民甲", 3), statement("村民乙", 0)],
            printed_at(),
            Fonts::embedded(),
        );
        let said = document.describe();
        assert_eq!(document.pages.len(), 2);
        assert!(said.contains("贵方欠村集体 970.00 元") && said.contains("□ 不符"), "{said}");
        reads_back("party-statements", &document);
    }

    #[test]
    fn 行多就翻页_回执和最后一行在一起() {
        let document = lay_out("李家村股份经济合作社", &[statement("村民甲", 60)], printed_at(), Fonts::embedded());
        assert!(document.pages.len() > 1);
        reads_back("party-statement-long", &document);
    }
}
