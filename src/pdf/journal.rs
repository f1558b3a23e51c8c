use super::caption::{self, Signers};
use super::document::Document;
use super::font::Fonts;
use super::table::{Column, Row, Table};
use super::text::Align;
use crate::kernel::Timestamp;
use crate::statements::{Journal, JournalLine};

/// 序时账 — every entry in voucher order.
#[derive(Clone, Debug)]
pub struct JournalPage<'a> {
    /// Legal name of the collective.
    pub book_name: String,
    /// `2026年1月至9月`.
    pub period: String,
    /// The entries.
    pub journal: &'a Journal,
    /// Who keeps and who checks it.
    pub signers: Signers,
    /// White edge for the binding, in millimetres.
    pub binding: f32,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

/// Sets a journal on A4 landscape; date and number stand once a voucher.
pub fn lay_out(page: &JournalPage<'_>, fonts: &Fonts) -> Document {
    let mut flow = caption::landscape(fonts, page.binding);
    let captions = [page.period.clone(), format!("凭证 {} 张", page.journal.voucher_count())];
    caption::head(&mut flow, "序时账", &page.book_name, &captions);
    journal_table(page.journal).lay(&mut flow);
    caption::signatures(&mut flow, &page.signers);
    let title = format!("{} 序时账 {}", page.book_name, page.period);
    flow.finish(title.clone(), page.printed_at, |pen, edges, no| {
        caption::edges(pen, edges, no, &title, page.printed_at)
    })
}

fn journal_table(journal: &Journal) -> Table {
    let columns = vec![
        Column::fixed("日期", 21.0, Align::Centre),
        Column::fixed("凭证号", 19.0, Align::Centre),
        Column::share("摘要", 1.0, Align::Left),
        Column::fixed("科目编码", 19.0, Align::Left),
        Column::share("科目名称", 1.0, Align::Left),
        Column::fixed("借方", 32.0, Align::Decimal),
        Column::fixed("贷方", 32.0, Align::Decimal),
    ];
    let mut rows: Vec<Row> = journal.lines.iter().map(journal_row).collect();
    if !rows.is_empty() {
        let (debit, credit) = journal.totals();
        rows.push(Row::total(5, vec!["合计".to_owned(), debit.to_string(), credit.to_string()]));
    }
    Table {
        columns,
        rows,
        look: caption::LOOK,
        when_empty: "本期没有记账凭证".to_owned(),
        title: String::new(),
        tail: caption::SIGNATURES,
    }
}

fn journal_row(line: &JournalLine) -> Row {
    let (date, number) =
        if line.line == 1 { (line.date.to_string(), line.number.to_string()) } else { (String::new(), String::new()) };
    let account = if line.party.is_empty() { line.path.clone() } else { format!("{}（{}）", line.path, line.party) };
    Row::plain(vec![
        date,
        number,
        line.summary.clone(),
        line.code.clone(),
        account,
        line.debit.blank_if_zero(),
        line.credit.blank_if_zero(),
    ])
}
