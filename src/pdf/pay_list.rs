use super::caption;
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::page::{Margins, Paper};
use super::table::{Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::evidence::PayList;
use crate::kernel::Timestamp;

/// Room for a signature or a fingerprint.
const LOOK: Look = Look { size: 10.5, row: 11.0, pad: 1.2 };
/// Height of what stands under the last row: the total in words and the signature lines, in millimetres.
const FOOT: f32 = 40.0;

/// 签领表 — the page people sign or put their finger to, before the photograph that makes it a source document.
#[derive(Clone, Debug)]
pub struct SignaturesPage {
    /// Legal name of the collective.
    pub book_name: String,
    /// The list.
    pub list: PayList,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

/// Sets the list on A4 upright; a row never splits, the head stands on every page.
pub fn lay_out(page: &SignaturesPage, fonts: &Fonts) -> Document {
    let margins = Margins { top: 16.0, right: 12.0, bottom: 16.0, left: 20.0 };
    let mut flow = Flow::new(fonts, Paper::A4, margins).with_running_head(6.0);
    let list = &page.list;
    caption::title(&mut flow, &format!("{}发放签领表", list.kind.in_chinese()));
    let style = Style::regular(10.5);
    let strip = flow.strip(7.0);
    flow.pen.write_in(strip, Align::Left, style, &format!("发放单位：{}", page.book_name));
    let strip = flow.strip(7.0);
    flow.pen.write_in(strip.part(0.0, 0.7), Align::Left, style, &format!("事项：{}", list.title));
    flow.pen.write_in(strip.part(0.7, 1.0), Align::Right, style, &format!("{}　单位：元", list.date));
    table(list).lay(&mut flow);
    foot(&mut flow, page);
    let title = format!("{} {} 签领表", page.book_name, list.title);
    flow.finish(title.clone(), page.printed_at, |pen, edges, no| {
        caption::edges(pen, edges, no, &title, page.printed_at)
    })
}

fn table(list: &PayList) -> Table {
    let households = list.rows.iter().any(|r| !r.household.is_empty());
    let remarks = list.rows.iter().any(|r| !r.remark.is_empty());
    let mut columns = vec![Column::fixed("序", 10.0, Align::Centre), Column::fixed("姓名", 24.0, Align::Left)];
    if households {
        columns.push(Column::fixed("户", 22.0, Align::Left));
    }
    columns.push(Column::fixed("身份证尾号", 24.0, Align::Centre));
    columns.push(Column::fixed("账号尾号", 20.0, Align::Centre));
    columns.push(Column::fixed("金额", 28.0, Align::Decimal));
    columns.push(Column::share("签名或指印", 1.4, Align::Left));
    if remarks {
        columns.push(Column::share("备注", 1.0, Align::Left));
    }
    let width = columns.len();
    let before = width - 2 - usize::from(remarks);
    let rows = list.rows.iter().map(|row| {
        let mut cells = vec![row.no.to_string(), row.name.clone()];
        if households {
            cells.push(row.household.clone());
        }
        cells.extend([row.id_tail.clone(), row.account_tail.clone(), row.amount.to_string(), String::new()]);
        if remarks {
            cells.push(row.remark.clone());
        }
        Row::plain(cells)
    });
    let mut rows: Vec<Row> = rows.collect();
    let mut total = vec![format!("合计 {} 人", list.people), list.total.to_string(), String::new()];
    if remarks {
        total.push(String::new());
    }
    rows.push(Row::total(before, total));
    Table { columns, rows, look: LOOK, when_empty: "没有人".to_owned(), title: String::new(), tail: FOOT }
}

fn foot(flow: &mut Flow<'_>, page: &SignaturesPage) {
    let (list, style) = (&page.list, Style::regular(10.5));
    flow.need(FOOT);
    flow.skip(2.0);
    let strip = flow.strip(7.0);
    flow.pen.write_in(strip, Align::Left, style, &format!("合计（大写）：{}", list.total.in_words()));
    let strip = flow.strip(6.0);
    let says = "各人核对姓名、后四位和金额，本人签名或按指印；代领的写明代领人和关系。";
    flow.pen.write_in(strip, Align::Left, Style::regular(9.0), says);
    flow.skip(3.0);
    let strip = flow.strip(9.0);
    let maker = format!("制表：{}", list.made_name);
    let three = [maker.as_str(), "审核：", "审批："];
    for (i, says) in three.into_iter().enumerate() {
        let from = i as f32 / 3.0;
        flow.pen.write_in(strip.part(from, from + 0.32), Align::Left, style, says);
    }
    let strip = flow.strip(6.0);
    let code = format!("核对码 {}（表上的人和金额改一个字，码就不同）", list.digest.short_code());
    flow.pen.write_in(strip, Align::Left, Style::regular(9.0), &code);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{PayListKind, PayListRow};
    use crate::kernel::{BookId, Digest, Money, PayListId};
    use crate::pdf::proof::{day, printed_at, reads_back};

    fn page(people: i64) -> SignaturesPage {
        let row = |no: i64| PayListRow {
            no,
            name: format!("村民{no}"),
            household: String::new(),
            id_tail: format!("{:04}", 1000 + no),
            account_tail: format!("{:04}", 2000 + no),
            amount: Money::from_yuan(1_200),
            remark: if no == 3 { "代领".into() } else { String::new() },
        };
        let list = PayList {
            id: PayListId::new(),
            book: BookId::new(),
            kind: PayListKind::Wage,
            title: "2026年8月保洁员工资".into(),
            date: day("2026-08-31"),
            people,
            total: Money::from_yuan(1_200 * people),
            source: String::new(),
            digest: Digest::of(b"a list"),
            replaces: None,
            made_name: "村报账员".into(),
            made_at: printed_at(),
            rows: (1..=people).map(row).collect(),
        };
        SignaturesPage { book_name: "李家村股份经济合作社".into(), list, printed_at: printed_at() }
    }

    #[test]
    fn 签领表_每页有表头和页码_合计有大写_尾号在表上() {
        let document = lay_out(&page(60), Fonts::embedded());
        let said = document.describe();
        assert!(document.pages.len() >= 3, "{} pages", document.pages.len());
        assert_eq!(said.matches("签名或指印").count(), document.pages.len());
        assert!(said.contains("合计（大写）：柒万贰仟元整") && said.contains("合计 60 人"), "{said}");
        assert!(said.contains("1060") && said.contains("2060"), "{said}");
        reads_back("pay-list", &document);
    }

    #[test]
    fn 签领表_人少只有一页_制表审核审批都在() {
        let document = lay_out(&page(3), Fonts::embedded());
        assert_eq!(document.pages.len(), 1);
        let said = document.describe();
        assert!(said.contains("制表：村报账员") && said.contains("审核：") && said.contains("审批："), "{said}");
    }
}
