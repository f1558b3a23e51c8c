use super::caption::{self, Signers};
use super::document::Document;
use super::font::Fonts;
use super::table::{Column, Look, Row, Table};
use super::text::Align;
use crate::kernel::{Money, Timestamp};
use crate::ledger::{NewBalance, PaperRow, WorkingPaper};

/// More columns than a ledger, so smaller type.
const LOOK: Look = Look { size: 8.0, row: 5.8, pad: 0.8 };

/// 新旧衔接工作底稿 of one book.
#[derive(Clone, Debug)]
pub struct WorkingPaperPage<'a> {
    /// Legal name of the collective.
    pub book_name: String,
    /// What was kept.
    pub paper: &'a WorkingPaper,
    /// Who made it, who checks it.
    pub signers: Signers,
    /// When this sheet was printed.
    pub printed_at: Timestamp,
}

/// Sets the working paper on A4 landscape: every old balance and adjustment beside where it went, then the new balances.
pub fn lay_out(page: &WorkingPaperPage<'_>, fonts: &Fonts) -> Document {
    let paper = page.paper;
    let mut flow = caption::landscape(fonts, 15.0);
    let captions = [
        format!("{}旧账余额", paper.as_of.format("%Y年%-m月%-d日")),
        format!("底稿校验码 {}", &paper.digest.hex()[..12]),
    ];
    caption::head(&mut flow, "新旧会计制度衔接工作底稿", &page.book_name, &captions);
    transfers(paper).lay(&mut flow);
    flow.skip(4.0);
    balances(paper).lay(&mut flow);
    caption::signatures(&mut flow, &page.signers);
    let title = format!("{} 新旧衔接工作底稿", page.book_name);
    flow.finish(title.clone(), page.printed_at, |pen, edges, no| {
        caption::edges(pen, edges, no, &title, page.printed_at)
    })
}

fn amounts(title: &str) -> [Column; 2] {
    [Column::fixed("借方", 23.0, Align::Decimal).under(title), Column::fixed("贷方", 23.0, Align::Decimal).under(title)]
}

fn transfers(paper: &WorkingPaper) -> Table {
    let mut columns = vec![
        Column::fixed("编码", 14.0, Align::Left).under("2004年制度科目"),
        Column::share("名称和明细", 1.0, Align::Left).under("2004年制度科目"),
    ];
    columns.extend(amounts("旧账余额"));
    columns.extend(amounts("调整"));
    columns.push(Column::fixed("编码", 15.0, Align::Left).under("2023年制度科目").parted());
    columns.push(Column::share("名称和明细", 1.2, Align::Left).under("2023年制度科目"));
    columns.extend(amounts("转入新账"));
    columns.push(Column::share("事由", 0.9, Align::Left).parted());
    let mut rows: Vec<Row> = paper.rows.iter().map(transfer).collect();
    let [old, adjusted, new] = paper.totals().map(|sides| sides.map(|m| m.to_string()));
    let blank = String::new;
    let mut total = vec!["合计".to_owned()];
    total.extend(old);
    total.extend(adjusted);
    total.extend([blank(), blank()]);
    total.extend(new);
    total.push(blank());
    rows.push(Row::total(2, total));
    Table {
        columns,
        rows,
        look: LOOK,
        when_empty: "没有余额".to_owned(),
        title: "一、旧账余额转入和调整事项".to_owned(),
        tail: 0.0,
    }
}

fn transfer(row: &PaperRow) -> Row {
    let old = if row.old_code.is_empty() { "（调整）".to_owned() } else { named(&row.old_name, &row.old_detail) };
    let mut texts = vec![row.old_code.clone(), old];
    texts.extend(row.old.iter().chain(&row.adjusted).map(|m| m.blank_if_zero()));
    texts.extend([row.new_code.clone(), named(&row.new_name, &row.new_detail)]);
    texts.extend(row.new.iter().map(|m| m.blank_if_zero()));
    texts.push(row.reason.clone());
    Row::plain(texts)
}

fn named(name: &str, detail: &str) -> String {
    if detail.is_empty() { name.to_owned() } else { format!("{name}（{detail}）") }
}

fn balances(paper: &WorkingPaper) -> Table {
    let mut columns =
        vec![Column::fixed("科目编码", 20.0, Align::Left), Column::share("科目名称和明细", 1.0, Align::Left)];
    columns.extend(amounts("由旧账转入"));
    columns.extend(amounts("调整"));
    columns.extend(amounts("新账年初余额"));
    let mut rows: Vec<Row> = paper.balances().iter().map(balance).collect();
    let mut total = vec!["合计".to_owned()];
    total.extend(paper.totals_new().iter().flatten().map(Money::to_string));
    rows.push(Row::total(2, total));
    Table {
        columns,
        rows,
        look: LOOK,
        when_empty: "没有余额".to_owned(),
        title: "二、新账年初余额".to_owned(),
        tail: caption::SIGNATURES,
    }
}

fn balance(balance: &NewBalance) -> Row {
    let mut texts = vec![balance.code.clone(), named(&balance.name, &balance.detail)];
    let all = [balance.carried, balance.adjusted, balance.balance()];
    texts.extend(all.iter().flatten().map(|m| m.blank_if_zero()));
    Row::plain(texts)
}
