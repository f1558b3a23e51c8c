use std::collections::BTreeMap;

use figment::Figment;
use figment::providers::{Format, Toml};
use figment::value::Value;
use serde::Deserialize;

use super::source::{Field, Source};
use super::{ColumnLayout, Holds, NamedRow, SectionLayout, SheetLayout, Width};

/// What columns of a fixed width may take of a line together, in tenths of a character; the rest is for words.
const LINE: u32 = 470;

/// A layout file as it is written. Whatever is not named here is a fault, listed like the others.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    name: String,
    title: String,
    band: bool,
    seals: Vec<String>,
    signatures: Vec<String>,
    section: Vec<WrittenSection>,
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WrittenSection {
    title: String,
    holds: String,
    grouped: bool,
    file_only: bool,
    only_when_any: bool,
    empty: String,
    column: Vec<WrittenColumn>,
    row: Vec<WrittenRow>,
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WrittenColumn {
    says: String,
    title: String,
    group: String,
    width: u32,
    parts: u32,
    optional: bool,
    words: Vec<(String, String)>,
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WrittenRow {
    name: String,
    items: Vec<i64>,
    words: Vec<String>,
    rest: bool,
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

/// Reads a layout, or says everything that is wrong with it.
pub(super) fn read(text: &str) -> Result<SheetLayout, Vec<String>> {
    let written: Written =
        Figment::from(Toml::string(text)).extract().map_err(|error| vec![format!("读不懂：{error}")])?;
    let mut faults = Vec::new();
    unknown(&mut faults, "版式", &written.unknown);
    for (what, said) in [("name", &written.name), ("title", &written.title)] {
        if said.is_empty() {
            faults.push(format!("版式没有写 {what}"));
        }
    }
    if written.seals.is_empty() && written.signatures.is_empty() {
        faults.push("没有人盖章，也没有人签字".to_owned());
    }
    let mut sections = Vec::new();
    for (i, section) in written.section.into_iter().enumerate() {
        sections.extend(read_section(&mut faults, i + 1, section));
    }
    for (source, what) in [(Source::Income, "收入"), (Source::Expense, "支出")] {
        let lines = sections.iter().find(|s: &&SectionLayout| s.source == source && !s.file_only);
        if !lines.is_some_and(|s| ["what", "amount"].iter().all(|f| s.columns.iter().any(|c| c.says == *f))) {
            faults.push(format!("{what}没有逐笔列出事由和金额（农经发〔2011〕13号）"));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let Written { name, title, band, seals, signatures, .. } = written;
    Ok(SheetLayout { name, title, band, seals, signatures, sections })
}

fn read_section(faults: &mut Vec<String>, number: usize, written: WrittenSection) -> Option<SectionLayout> {
    let here = format!("第{number}节「{}」", written.title);
    unknown(faults, &here, &written.unknown);
    if written.title.is_empty() {
        faults.push(format!("{here}没有标题"));
    }
    let Some(source) = Source::named(&written.holds) else {
        let known: Vec<&str> = Source::WORDS.iter().map(|(word, _)| *word).collect();
        faults.push(format!("{here}的内容「{}」不认识，可用：{}", written.holds, known.join("、")));
        return None;
    };
    let columns = read_columns(faults, &here, source, written.column);
    let fixed: u32 = columns.iter().map(|c| if let Width::Tenths(tenths) = c.width { tenths } else { 0 }).sum();
    if fixed > LINE {
        faults.push(format!("{here}各栏定宽合计{}个字，超过{}个字", fixed / 10, LINE / 10));
    }
    if source.is_summed() && columns.first().is_some_and(|c| c.holds == Holds::Amounts) {
        faults.push(format!("{here}第一栏是金额，合计没有地方写"));
    }
    let rows = read_rows(faults, &here, source, written.row);
    if written.grouped && !matches!(source, Source::Income | Source::Expense) {
        faults.push(format!("{here}不是逐笔的收支，不能按项目分组"));
    }
    let when_empty = if written.empty.is_empty() { source.when_empty().to_owned() } else { written.empty };
    let (title, grouped, file_only) = (written.title, written.grouped, written.file_only);
    let only_when_any = written.only_when_any;
    if only_when_any && matches!(source, Source::Income | Source::Expense | Source::Funds) {
        faults.push(format!("{here}没有发生也要写明，不能省去"));
    }
    Some(SectionLayout { title, source, grouped, file_only, only_when_any, when_empty, columns, rows })
}

fn read_columns(
    faults: &mut Vec<String>,
    here: &str,
    source: Source,
    written: Vec<WrittenColumn>,
) -> Vec<ColumnLayout> {
    if written.is_empty() {
        // A section without columns of its own has every column of its kind.
        return source.fields().iter().map(|field| column(field, WrittenColumn::default())).collect();
    }
    let mut columns = Vec::new();
    for own in written {
        unknown(faults, &format!("{here}的栏「{}」", own.says), &own.unknown);
        if own.width > 0 && own.parts > 0 {
            faults.push(format!("{here}的栏「{}」又定宽又分份", own.says));
        }
        let Some(field) = source.field(&own.says) else {
            let known: Vec<&str> = source.fields().iter().map(|f| f.says).collect();
            faults.push(format!("{here}没有「{}」这一栏，可用：{}、pen", own.says, known.join("、")));
            continue;
        };
        if field.title.is_empty() && own.title.is_empty() {
            faults.push(format!("{here}留给手写的栏没有标题"));
        }
        columns.push(column(field, own));
    }
    columns
}

fn column(field: &Field, own: WrittenColumn) -> ColumnLayout {
    ColumnLayout {
        title: if own.title.is_empty() { field.title.to_owned() } else { own.title },
        group: own.group,
        says: field.says.to_owned(),
        holds: field.holds,
        width: match (own.width, own.parts) {
            (0, 0) => field.width,
            (0, parts) => Width::Parts(parts),
            (tenths, _) => Width::Tenths(tenths),
        },
        optional: own.optional,
        words: own.words,
    }
}

fn read_rows(faults: &mut Vec<String>, here: &str, source: Source, written: Vec<WrittenRow>) -> Vec<NamedRow> {
    if written.is_empty() {
        return Vec::new();
    }
    if !matches!(source, Source::IncomeItems | Source::ExpenseItems) {
        faults.push(format!("{here}不是收支项目，不能定行"));
    }
    let last = written.len() - 1;
    if written.iter().enumerate().any(|(i, row)| row.rest != (i == last)) {
        faults.push(format!("{here}要有一行、也只有最后一行收下其余各项（rest）"));
    }
    let mut rows = Vec::new();
    for row in written {
        unknown(faults, &format!("{here}的行「{}」", row.name), &row.unknown);
        if row.name.is_empty() {
            faults.push(format!("{here}有一行没有名称"));
        }
        if !row.rest && row.items.is_empty() && row.words.is_empty() {
            faults.push(format!("{here}的行「{}」没有说收哪些项目", row.name));
        }
        for item in row.items.iter().filter(|item| !(1..=44).contains(*item)) {
            faults.push(format!("{here}的行「{}」要第{item}项，公开内容只有44项", row.name));
        }
        rows.push(NamedRow { name: row.name, items: row.items, words: row.words, rest: row.rest });
    }
    rows
}

fn unknown(faults: &mut Vec<String>, here: &str, written: &BTreeMap<String, Value>) {
    for key in written.keys() {
        faults.push(format!("{here}里不认识「{key}」"));
    }
}
