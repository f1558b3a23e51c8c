use axum::extract::State;

use crate::app::App;
use crate::export::{Cell, Column, Format, Row, Table, xlsx};
use crate::ledger::{self, Chart, Class, Dimension};
use crate::village::{self, Book, Dimensions};

use crate::web::download;
use crate::web::page::Answer;
use crate::web::permit::BookPath;

/// What stands on the second sheet.
const HOW: [&str; 7] = [
    "一、只填借方或贷方一栏；没有余额的行空着，不用删。",
    "二、应收款、应付款等按往来单位，内部往来按农户，在建工程、一事一议资金等按项目，写在“明细”栏，一户一行。",
    "三、名单里还没有的农户、单位、项目和明细科目，直接写上名字，核对时可以一并新建。",
    "四、多级明细用斜杠隔开，如“经营性固定资产/机器设备”。",
    "五、年初建账，收入和支出科目不能有余额。",
    "六、借方合计必须等于贷方合计。",
    "七、金额写到分，不写公式；日期不用写。",
];

/// A workbook to fill in, with this book's own accounts, households, counterparties and projects.
pub(super) async fn download(State(app): State<App>, here: BookPath) -> Answer {
    let mut tx = app.db.read().await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    let dimensions = village::dimensions(&mut tx, here.book.id).await?;
    drop(tx);
    let sheets = [to_fill_in(&here.book, &chart, &dimensions), how()];
    let name = format!("{} 期初余额表 {}.xlsx", here.book.name, here.book.enabled_from);
    Ok(download::kept(&name, Format::Xlsx.media_type(), xlsx::write_all(&sheets)?))
}

fn to_fill_in(book: &Book, chart: &Chart, dimensions: &Dimensions) -> Table {
    let from_january = book.enabled_from.month() == 1;
    let mut rows: Vec<Row> = Vec::new();
    for account in chart.accounts().iter().filter(|a| a.leaf && !a.closed) {
        if from_january && account.class == Class::ProfitAndLoss {
            continue;
        }
        let parties: Vec<&str> = match account.dimension {
            Some(Dimension::Household) => dimensions.households.iter().map(|h| h.name.as_str()).collect(),
            Some(Dimension::Counterparty) => dimensions.counterparties.iter().map(|c| c.name.as_str()).collect(),
            Some(Dimension::Project) => dimensions.projects.iter().map(|p| p.name.as_str()).collect(),
            None => Vec::new(),
        };
        let parties = if parties.is_empty() { vec![""] } else { parties };
        rows.extend(parties.into_iter().map(|party| {
            let path = chart.path_name(account.id).replace('/', "／");
            let cells = vec![Cell::text(account.code.as_str()), Cell::text(path), Cell::text(party)];
            Row::plain(cells)
        }));
    }
    Table {
        title: "期初余额".to_owned(),
        captions: vec![
            format!("编制单位：{}", book.name),
            format!("{}启用", book.enabled_from.in_chinese()),
            "单位：元".to_owned(),
        ],
        columns: vec![
            Column::new("科目编码", 14),
            Column::new("科目名称", 34),
            Column::new("明细", 22),
            Column::money("期初借方"),
            Column::money("期初贷方"),
        ],
        rows,
    }
}

fn how() -> Table {
    let rows = HOW.iter().map(|line| Row::plain(vec![Cell::text(*line)])).collect();
    let columns = vec![Column::new("怎么填", 100)];
    Table { title: "填写说明".to_owned(), captions: Vec::new(), columns, rows }
}
