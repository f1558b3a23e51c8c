//! 预算执行情况表, a plan as a file, 项目台账 and the memo register as tables.

use serde_json::{Value, json};

use crate::budget::{Budget, Direction, Execution, ExecutionRow, PLAN_COLUMNS};
use crate::kernel::{HouseholdId, Money, ProjectId};
use crate::ledger::Chart;
use crate::pdf::reports::ReportCaption;
use crate::pdf::sheet::Upright;
use crate::projects::{Memo, MemoKind, Papers, ProjectStanding, days_in_words};
use crate::village::Dimensions;

use super::plain::PlainReport;
use super::table::{Cell, Column, Row, RowWeight, Table};

fn captions(caption: &ReportCaption, time: &str) -> Vec<String> {
    vec![caption.book_name.clone(), time.to_owned(), "单位：元".to_owned()]
}

fn signers(caption: &ReportCaption) -> Vec<(String, String)> {
    [("单位负责人", ""), ("会计主管", ""), ("制表", caption.prepared_by.as_str())]
        .map(|(role, name)| (role.to_owned(), name.to_owned()))
        .to_vec()
}

/// The day a list was made: what it says holds up to now.
fn today(caption: &ReportCaption) -> String {
    caption.printed_at.date().format("%Y年%-m月%-d日").to_string()
}

/// `管理费用/办公费`, with the project behind it.
fn named(account: &str, project: Option<ProjectId>, chart: &Chart, dimensions: &Dimensions) -> String {
    let path = chart.by_code(account).map(|a| chart.path_name(a.id)).unwrap_or_default();
    match project {
        None => path,
        Some(id) => format!("{path}（{}）", dimensions.project_name(id)),
    }
}

/// 预算执行情况表: planned, each quarter, the year so far, what is left and the percent.
pub fn budget_execution(
    caption: &ReportCaption,
    execution: &Execution,
    chart: &Chart,
    dimensions: &Dimensions,
) -> PlainReport {
    let mut columns = vec![Column::new("科目", 10), Column::new("名称", 30), Column::money("年初预算")];
    columns[2].title = "预算数".to_owned();
    columns.extend(["一季度", "二季度", "三季度", "四季度"].map(|q| Column::money(q).under("执行数")));
    columns.extend([Column::money("合计").under("执行数"), Column::money("结余"), Column::new("执行率", 9)]);
    let mut rows = Vec::new();
    for direction in [Direction::In, Direction::Out] {
        let of: Vec<&ExecutionRow> = execution.rows().filter(|r| r.direction == direction).collect();
        if of.is_empty() {
            continue;
        }
        rows.push(Row { cells: vec![Cell::Blank, Cell::text(direction.in_chinese())], weight: RowWeight::Heading });
        for row in &of {
            rows.push(Row::plain(execution_cells(row, named(&row.account, row.project, chart, dimensions))));
        }
        rows.push(Row::total(total_cells(direction, &of)));
    }
    let time = caption.span();
    PlainReport {
        table: Table { title: "预算执行情况表".to_owned(), captions: captions(caption, &time), columns, rows },
        figures: execution_json(execution, chart, dimensions),
        upright: Upright::No,
        signers: signers(caption),
        notes: vec!["执行数为已记账发生额，不含结转；每个科目算在上面最近的一行里，没有预算的另列。".to_owned()],
        time,
    }
}

fn execution_cells(row: &ExecutionRow, name: String) -> Vec<Cell> {
    let money = |m: Money| if m.is_zero() { Cell::Blank } else { Cell::Money(m) };
    let mut cells = vec![Cell::text(row.account.as_str()), Cell::text(name)];
    cells.push(row.planned.map_or(Cell::text("没有预算"), Cell::Money));
    cells.extend((1..=4).map(|q| money(row.quarter(q))));
    let left = row.planned.map_or(Cell::Blank, |_| Cell::Money(row.left()));
    cells.extend([Cell::Money(row.actual()), left, Cell::text(row.percent())]);
    cells
}

fn total_cells(direction: Direction, rows: &[&ExecutionRow]) -> Vec<Cell> {
    let sum = |of: &dyn Fn(&ExecutionRow) -> Money| Cell::Money(rows.iter().map(|r| of(r)).sum());
    let mut cells = vec![Cell::Blank, Cell::text(format!("{}合计", direction.in_chinese()))];
    cells.push(sum(&|r| r.planned.unwrap_or_default()));
    cells.extend((1..=4).map(|q| sum(&|r| r.quarter(q))));
    cells.extend([sum(&ExecutionRow::actual), sum(&ExecutionRow::left), Cell::Blank]);
    cells
}

fn execution_json(execution: &Execution, chart: &Chart, dimensions: &Dimensions) -> Value {
    let row = |r: &ExecutionRow| {
        json!({
            "account": r.account,
            "name": named(&r.account, None, chart, dimensions),
            "direction": r.direction.to_string(),
            "project": r.project.map(|id| dimensions.project_name(id).to_owned()),
            "planned": r.planned.map(Money::plain),
            "months": r.months.iter().map(|m| m.plain()).collect::<Vec<_>>(),
            "actual": r.actual().plain(),
            "left": r.left().plain(),
            "percent": r.percent(),
        })
    };
    let total = |direction| {
        let (planned, actual) = execution.total(direction);
        json!({"planned": planned.plain(), "actual": actual.plain()})
    };
    json!({
        "rows": execution.rows().map(row).collect::<Vec<_>>(),
        "totals": {"in": total(Direction::In), "out": total(Direction::Out)},
    })
}

/// A plan as a file that can be filled in and read again.
pub fn plan_table(book_name: &str, budget: &Budget, chart: &Chart, dimensions: &Dimensions) -> Table {
    let widths = [12, 30, 8, 20, 17, 30];
    let row = |line: &crate::budget::PlanLine| {
        Row::plain(vec![
            Cell::text(line.account.as_str()),
            Cell::text(named(&line.account, None, chart, dimensions)),
            Cell::text(line.direction.in_chinese()),
            Cell::text(line.project.map(|id| dimensions.project_name(id).to_owned()).unwrap_or_default()),
            Cell::Money(line.amount),
            Cell::text(line.note.as_str()),
        ])
    };
    Table {
        title: budget.title(),
        captions: vec![book_name.to_owned(), "单位：元".to_owned()],
        columns: PLAN_COLUMNS.iter().zip(widths).map(|(title, width)| Column::new(*title, width)).collect(),
        rows: budget.lines.iter().map(row).collect(),
    }
}

/// 项目台账: every project of a book in one line.
pub fn project_list(caption: &ReportCaption, standings: &[ProjectStanding]) -> PlainReport {
    let titles = ["核定筹资", "批复拨款", "已收筹资", "财政资金", "已支出", "结余"];
    let mut columns = vec![Column::new("编码", 8), Column::new("项目", 24), Column::new("类别", 10)];
    columns.extend(titles.map(Column::money));
    columns.push(Column::new("进度", 10));
    columns.push(Column::new("提示", 30));
    let figures = |s: &ProjectStanding| [s.approved, s.awarded, s.collected, s.granted, s.spent, s.left];
    let row = |s: &ProjectStanding| {
        let mut cells = vec![
            Cell::text(s.project.code.as_str()),
            Cell::text(s.project.name.as_str()),
            Cell::text(s.project.kind.in_chinese()),
        ];
        cells.extend(figures(s).map(Cell::Money));
        cells.push(Cell::text(s.step.map_or("", |step| step.in_chinese())));
        cells.push(Cell::text(s.warnings().join("；")));
        Row::plain(cells)
    };
    let json = |s: &ProjectStanding| {
        let [approved, awarded, collected, granted, spent, left] = figures(s).map(Money::plain);
        json!({"code": s.project.code, "name": s.project.name, "kind": s.project.kind.to_string(),
               "per_head": s.per_head.plain(), "heads": s.heads, "exempt": s.exempt, "approved": approved,
               "awarded": awarded, "collected": collected, "granted": granted, "spent": spent, "left": left,
               "warnings": s.warnings()})
    };
    let time = today(caption);
    PlainReport {
        table: Table {
            title: "项目台账".to_owned(),
            captions: captions(caption, &time),
            columns,
            rows: standings.iter().map(row).collect(),
        },
        figures: json!({"rows": standings.iter().map(json).collect::<Vec<_>>()}),
        upright: Upright::No,
        signers: signers(caption),
        notes: Vec::new(),
        time,
    }
}

/// 一事一议筹资筹劳备查簿 of one project, line by line; a line that was corrected says so.
pub fn memo_register(
    caption: &ReportCaption,
    (project, papers): (&str, &Papers),
    name_of: impl Fn(HouseholdId) -> String,
) -> PlainReport {
    let corrected = papers.corrected_memos();
    let numbers: std::collections::HashMap<_, _> = (1_i64..).zip(&papers.memos).map(|(n, m)| (m.id, n)).collect();
    let columns = vec![
        Column::new("序号", 6),
        Column::new("日期", 12),
        Column::new("事项", 10),
        Column::new("户或姓名", 18),
        Column::new("工日", 8),
        Column::money("折价"),
        Column::new("说明", 30),
        Column::new("经办", 10),
    ];
    let words = |m: &Memo| {
        let of = |id: &crate::kernel::RecordId| numbers.get(id).copied().unwrap_or_default();
        let mut told = Vec::new();
        if let Some(old) = &m.corrects {
            told.push(format!("更正第{}行", of(old)));
        }
        if let Some(by) = corrected.get(&m.id) {
            told.push(format!("已由第{}行更正", of(by)));
        }
        if !m.words.is_empty() {
            told.push(m.words.clone());
        }
        told.join("，")
    };
    let party = |m: &Memo| m.household.map_or_else(|| m.party.clone(), &name_of);
    let mut rows: Vec<Row> = (1_i64..)
        .zip(&papers.memos)
        .map(|(n, m)| {
            Row::plain(vec![
                Cell::Number(n),
                Cell::Day(m.day),
                Cell::text(m.kind.in_chinese()),
                Cell::text(party(m)),
                Cell::text(if m.tenth_days == 0 { String::new() } else { days_in_words(m.tenth_days) }),
                if m.amount.is_zero() { Cell::Blank } else { Cell::Money(m.amount) },
                Cell::text(words(m)),
                Cell::text(m.recorded_name.as_str()),
            ])
        })
        .collect();
    for kind in MemoKind::ALL.iter().filter(|k| papers.memos.iter().any(|m| m.kind == **k)) {
        let (days, worth) = papers.memo_total(*kind);
        let label = Cell::text(format!("{}合计", kind.in_chinese()));
        let days = Cell::text(if days == 0 { String::new() } else { days_in_words(days) });
        let worth = if worth.is_zero() { Cell::Blank } else { Cell::Money(worth) };
        rows.push(Row::total(vec![Cell::Blank, Cell::Blank, Cell::Blank, label, days, worth]));
    }
    let figures = papers.memos.iter().map(|m| {
        json!({"date": m.day.to_string(), "kind": m.kind.to_string(), "party": party(m), "days": days_in_words(m.tenth_days),
               "amount": m.amount.plain(), "words": words(m), "holds": !corrected.contains_key(&m.id)})
    });
    let time = format!("{project} {}", today(caption));
    PlainReport {
        figures: json!({"project": project, "rows": figures.collect::<Vec<_>>()}),
        table: Table {
            title: "一事一议筹资筹劳备查簿".to_owned(), captions: captions(caption, &time), columns, rows
        },
        upright: Upright::Yes,
        signers: vec![("登记".to_owned(), caption.prepared_by.clone()), ("核对".to_owned(), String::new())],
        notes: vec!["登记后不改，写错的另记一行更正；合计不含已更正的行。".to_owned()],
        time,
    }
}
