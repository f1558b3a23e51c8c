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
        ("债权债务", claims(&sheet.claims, sizes)),
        ("资产", assets(&sheet.assets, sizes)),
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
    let accounts = &sheet.funds.accounts;
    // 提现 and 存现 are no receipts; where they happened the accounts need a column of their own to foot.
    let moved = accounts.iter().any(|a| !a.moved.is_zero());
    let mut columns = vec![
        Column::share("账户", 1.0, Align::Left),
        amount("上期结余", sizes),
        amount("本期收入", sizes),
        amount("本期支出", sizes),
    ];
    if moved {
        columns.push(amount("内部划转", sizes));
    }
    columns.push(amount("本期结余", sizes));
    let row = |name: &str, [opening, received, spent, between, closing]: [Money; 5]| {
        let mut cells = vec![name.to_owned(), opening.to_string(), received.to_string(), spent.to_string()];
        if moved {
            cells.push(between.blank_if_zero());
        }
        cells.push(closing.to_string());
        cells
    };
    let mut rows: Vec<Row> = accounts
        .iter()
        .map(|a| Row::plain(row(&a.name, [a.opening, a.received, a.spent, a.moved, a.closing])))
        .collect();
    let all = &sheet.funds;
    rows.push(Row::total(1, row("合计", [all.opening, all.received, all.spent, Money::ZERO, all.closing])));
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
    table(columns, rows, sizes, "没有债权债务")
}

fn assets(changes: &[AssetChange], sizes: Sizes) -> Table {
    let mut columns = vec![
        Column::share("名称", 1.6, Align::Left),
        amount("期初", sizes),
        amount("增加", sizes),
        amount("减少", sizes),
        amount("期末", sizes),
    ];
    let noted = changes.iter().any(|c| !c.note.is_empty());
    if noted {
        columns.push(Column::share("备注", 1.0, Align::Left));
    }
    let rows = changes
        .iter()
        .map(|c| {
            let mut cells = vec![
                c.name.clone(),
                c.opening.to_string(),
                c.increase.blank_if_zero(),
                c.decrease.blank_if_zero(),
                c.closing.to_string(),
            ];
            if noted {
                cells.push(c.note.clone());
            }
            Row::plain(cells)
        })
        .collect();
    table(columns, rows, sizes, "没有货币以外的资产")
}

fn others(items: &[OtherItem], sizes: Sizes) -> Table {
    let columns = vec![
        Column::fixed("类别", sizes.em() * 6.0, Align::Left),
        Column::share("事项", 1.0, Align::Left),
        amount("上期结余", sizes),
        amount("收入", sizes),
        amount("支出", sizes),
        amount("结余", sizes),
    ];
    let rows = items
        .iter()
        .map(|i| {
            let opening = i.opening.blank_if_zero();
            let cells = [opening, i.received.blank_if_zero(), i.spent.blank_if_zero(), i.left.to_string()];
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
