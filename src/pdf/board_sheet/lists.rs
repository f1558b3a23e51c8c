use super::{AssetChange, BoardSheet, Claim, ClaimChange, Edition, Item, ItemList, OtherItem, Sizes};
use crate::kernel::Money;
use crate::pdf::flow::Flow;
use crate::pdf::table::{Column, Look, Row, Table};
use crate::pdf::text::Align;

/// Every list of the sheet, one below the other, numbered as the form does: 一、二、三.
pub(super) fn lay(flow: &mut Flow<'_>, sheet: &BoardSheet, edition: Edition, sizes: Sizes) {
    const NUMBERS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];
    let mut sections = vec![
        ("货币资金", funds(sheet, sizes)),
        ("收入（逐笔）", items(&sheet.income, "交款人或来源", "收入合计", sizes)),
        ("支出（逐笔）", items(&sheet.expense, "收款人", "支出合计", sizes)),
        ("债权债务变动", claims(&sheet.claims, sizes)),
        ("资产资源变动", assets(&sheet.assets, sizes)),
        ("其他事项（一事一议、专项资金、土地补偿）", others(&sheet.others, sizes)),
    ];
    if !sheet.notes.is_empty() {
        sections.push(("说明", notes(&sheet.notes, sizes)));
    }
    if edition == Edition::FileCopy {
        sections.push(("公开前审核意见", opinions(sheet, sizes)));
    }
    for ((title, mut table), number) in sections.into_iter().zip(NUMBERS) {
        table.title = format!("{number}、{title}");
        table.lay(flow);
        flow.skip(2.0);
    }
}

fn table(columns: Vec<Column>, rows: Vec<Row>, sizes: Sizes, when_empty: &str) -> Table {
    let look = Look { size: sizes.body, row: sizes.row, pad: sizes.em() * 0.28 };
    Table { columns, rows, look, when_empty: when_empty.to_owned(), title: String::new(), tail: 0.0 }
}

/// Wide enough for 9,999,999.99.
fn amount(title: &str, sizes: Sizes) -> Column {
    Column::fixed(title, sizes.em() * 7.4, Align::Decimal)
}

fn funds(sheet: &BoardSheet, sizes: Sizes) -> Table {
    let columns = vec![
        Column::share("账户", 1.0, Align::Left),
        amount("上期结余", sizes),
        amount("本期收入", sizes),
        amount("本期支出", sizes),
        amount("本期结余", sizes),
    ];
    let money = |a: Money| a.to_string();
    let mut rows: Vec<Row> = sheet
        .funds
        .accounts
        .iter()
        .map(|a| {
            Row::plain(vec![a.name.clone(), money(a.opening), money(a.received), money(a.spent), money(a.closing)])
        })
        .collect();
    let all = &sheet.funds;
    let total = vec!["合计".to_owned(), money(all.opening), money(all.received), money(all.spent), money(all.closing)];
    rows.push(Row::total(1, total));
    table(columns, rows, sizes, "")
}

/// A column of an item list: its head, its width in characters (none: what is left), what it says.
struct ItemColumn {
    title: &'static str,
    ems: Option<f32>,
    align: Align,
    says: fn(&Item) -> String,
}

/// The columns of an item list; one that says nothing in any line is left out.
fn item_columns(list: &ItemList, party: &'static str) -> Vec<ItemColumn> {
    let all = [
        ItemColumn { title: "日期", ems: Some(6.1), align: Align::Centre, says: |i| i.date.to_string() },
        ItemColumn { title: "凭证号", ems: Some(4.6), align: Align::Centre, says: |i| i.voucher_no.clone() },
        ItemColumn { title: "事由", ems: None, align: Align::Left, says: |i| i.what_for.clone() },
        ItemColumn { title: party, ems: Some(10.5), align: Align::Left, says: |i| i.party.clone() },
        ItemColumn { title: "经手人", ems: Some(4.2), align: Align::Centre, says: |i| i.handler.clone() },
        ItemColumn { title: "审批人", ems: Some(4.2), align: Align::Centre, says: |i| i.approver.clone() },
    ];
    let said = |says: fn(&Item) -> String| list.groups.iter().flat_map(|g| &g.items).any(|i| !says(i).is_empty());
    all.into_iter().filter(|column| column.ems.is_none() || said(column.says)).collect()
}

fn items(list: &ItemList, party: &'static str, total: &str, sizes: Sizes) -> Table {
    let said = item_columns(list, party);
    let mut columns = vec![Column::fixed("序号", sizes.em() * 2.7, Align::Centre)];
    columns.extend(said.iter().map(|c| match c.ems {
        Some(ems) => Column::fixed(c.title, sizes.em() * ems, c.align),
        None => Column::share(c.title, 1.0, c.align),
    }));
    columns.push(amount("金额", sizes));
    let span = columns.len() - 1;
    let mut rows = Vec::new();
    let mut number = 0;
    for group in &list.groups {
        if !group.name.is_empty() {
            rows.push(Row::heading(format!("{}（{}笔）", group.name, group.items.len())));
        }
        for item in &group.items {
            number += 1;
            let mut cells = vec![number.to_string()];
            cells.extend(said.iter().map(|c| (c.says)(item)));
            cells.push(item.amount.to_string());
            rows.push(Row::plain(cells));
        }
        if !group.name.is_empty() && group.items.len() > 1 {
            rows.push(Row::subtotal(span, vec![format!("{} 小计", group.name), group.subtotal.to_string()]));
        }
    }
    if !rows.is_empty() {
        rows.push(Row::total(span, vec![format!("{total}（{number}笔）"), list.total.to_string()]));
    }
    table(columns, rows, sizes, "本期没有发生")
}

fn claims(changes: &[ClaimChange], sizes: Sizes) -> Table {
    let columns = vec![
        Column::fixed("类别", sizes.em() * 3.2, Align::Centre),
        Column::share("单位或个人", 1.3, Align::Left),
        amount("期初", sizes),
        amount("增加", sizes),
        amount("减少", sizes),
        amount("期末", sizes),
        Column::share("备注", 1.0, Align::Left),
    ];
    let rows = changes
        .iter()
        .map(|c| {
            Row::plain(vec![
                match c.claim {
                    Claim::Receivable => "应收".to_owned(),
                    Claim::Payable => "应付".to_owned(),
                },
                c.party.clone(),
                c.opening.to_string(),
                c.increase.blank_if_zero(),
                c.decrease.blank_if_zero(),
                c.closing.to_string(),
                c.note.clone(),
            ])
        })
        .collect();
    table(columns, rows, sizes, "本期没有变动")
}

fn assets(changes: &[AssetChange], sizes: Sizes) -> Table {
    let columns = vec![
        Column::share("名称", 1.5, Align::Left),
        Column::fixed("变动", sizes.em() * 3.4, Align::Centre),
        Column::fixed("数量或面积", sizes.em() * 6.0, Align::Right),
        amount("价值或合同金额", sizes),
        Column::share("承租人或对方", 1.2, Align::Left),
        Column::share("年限", 1.0, Align::Left),
    ];
    let rows = changes
        .iter()
        .map(|c| {
            Row::plain(vec![
                c.name.clone(),
                c.change.clone(),
                c.quantity.clone(),
                c.amount.map(|a| a.to_string()).unwrap_or_default(),
                c.party.clone(),
                c.term.clone(),
            ])
        })
        .collect();
    table(columns, rows, sizes, "本期没有变动")
}

fn others(items: &[OtherItem], sizes: Sizes) -> Table {
    let columns = vec![
        Column::fixed("类别", sizes.em() * 6.0, Align::Left),
        Column::share("事项", 1.0, Align::Left),
        amount("收入", sizes),
        amount("支出", sizes),
        amount("结余", sizes),
    ];
    let rows = items
        .iter()
        .map(|i| {
            let cells = [i.received.blank_if_zero(), i.spent.blank_if_zero(), i.left.to_string()];
            Row::plain([i.kind.clone(), i.what.clone()].into_iter().chain(cells).collect())
        })
        .collect();
    table(columns, rows, sizes, "本期没有此类事项")
}

fn notes(notes: &[String], sizes: Sizes) -> Table {
    let columns =
        vec![Column::fixed("序号", sizes.em() * 2.7, Align::Centre), Column::share("说明事项", 1.0, Align::Left)];
    let rows = notes.iter().enumerate().map(|(i, note)| Row::plain(vec![(i + 1).to_string(), note.clone()])).collect();
    table(columns, rows, sizes, "")
}

fn opinions(sheet: &BoardSheet, sizes: Sizes) -> Table {
    let columns = vec![
        Column::share("单位", 1.0, Align::Left),
        Column::share("意见", 1.8, Align::Left),
        Column::fixed("签字", sizes.em() * 8.0, Align::Left),
        Column::fixed("日期", sizes.em() * 6.1, Align::Centre),
    ];
    let rows = sheet
        .opinions
        .iter()
        .map(|o| {
            let on = o.on.map(|d| d.to_string()).unwrap_or_default();
            Row::plain(vec![o.body.clone(), o.said.clone(), String::new(), on])
        })
        .collect();
    let mut table = table(columns, rows, sizes, "尚无意见");
    // Room for a signature by hand.
    table.look.row = 11.0;
    table
}
