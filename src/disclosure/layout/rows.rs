use crate::disclosure::publication::{Printed, Verdict};
use crate::disclosure::sheet::{Block, SheetLine};
use crate::disclosure::{CatalogueRow, ClassTotal, DisclosureSheet, LateQuestion, LineCorrection};
use crate::kernel::Money;

use super::{NamedRow, SectionLayout, Source};

/// What one row says, by field.
pub(super) type Said = Vec<(&'static str, String)>;

/// A row before its columns are picked.
pub(super) enum Row {
    Line(Said),
    Heading(String),
    Subtotal(String, Said),
    Total(String, Said),
}

/// The rows of a section, from the frozen sheet and nothing else; `notes` are what must be said besides.
pub(super) fn of(section: &SectionLayout, printed: &Printed, notes: &[String]) -> Vec<Row> {
    let sheet = &printed.sheet;
    match section.source {
        Source::Funds => funds(sheet),
        Source::MoneyCount => vec![money_count(sheet)],
        Source::Income => lines(section, printed, &sheet.income, "收入合计"),
        Source::Expense => lines(section, printed, &sheet.expense, "支出合计"),
        Source::IncomeItems => items(section, &sheet.income, "收入合计"),
        Source::ExpenseItems => items(section, &sheet.expense, "支出合计"),
        Source::Claims => claims(sheet),
        Source::Assets => assets(sheet),
        Source::Others => others(sheet),
        Source::Surplus => surplus(sheet),
        Source::Notes => numbered(notes),
        Source::Opinions => opinions(printed),
        Source::Corrections => corrections(sheet),
        Source::Questions => questions(sheet),
        Source::Catalogue => catalogue(sheet),
    }
}

fn funds(sheet: &DisclosureSheet) -> Vec<Row> {
    let said = |name: &str, [opening, received, paid, moved, closing]: [Money; 5]| -> Said {
        vec![
            ("name", name.to_owned()),
            ("opening", opening.to_string()),
            ("received", received.to_string()),
            ("paid", paid.to_string()),
            // 提现 and 存现 are no receipts; where they happened the accounts need a column of their own to foot.
            ("moved", moved.blank_if_zero()),
            ("closing", closing.to_string()),
        ]
    };
    let all = &sheet.funds;
    let each =
        all.accounts.iter().map(|a| Row::Line(said(&a.name, [a.opening, a.received, a.paid, a.moved, a.closing])));
    let total = said("", [all.opening, all.received, all.paid, Money::ZERO, all.closing]);
    each.chain([Row::Total("合计".to_owned(), total)]).collect()
}

fn money_count(sheet: &DisclosureSheet) -> Row {
    let of = |cash: bool| -> Money {
        sheet.funds.accounts.iter().filter(|a| a.code.starts_with("101") == cash).map(|a| a.closing).sum()
    };
    Row::Line(vec![("bank", of(false).to_string()), ("cash", of(true).to_string())])
}

fn lines(section: &SectionLayout, printed: &Printed, block: &Block, total: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut number = 0;
    let mut said = |line: &SheetLine| {
        number += 1;
        Row::Line(line_said(section, printed, number, line))
    };
    let groups: Vec<(&ClassTotal, Vec<&SheetLine>)> =
        block.classes.iter().map(|class| (class, block.lines_of(class))).collect();
    if section.grouped {
        for (class, lines) in groups {
            let count = lines.len();
            rows.push(Row::Heading(format!("{}（{count}笔）", class.name)));
            rows.extend(lines.into_iter().map(&mut said));
            if count > 1 {
                rows.push(Row::Subtotal(format!("{} 小计", class.name), sum_said(class.total)));
            }
        }
    } else {
        rows.extend(block.lines.iter().map(&mut said));
    }
    if !rows.is_empty() {
        rows.push(Row::Total(format!("{total}（{}笔）", block.lines.len()), sum_said(block.total)));
    }
    rows
}

fn sum_said(amount: Money) -> Said {
    vec![("amount", amount.to_string()), ("in_words", amount.in_words())]
}

fn line_said(section: &SectionLayout, printed: &Printed, number: usize, line: &SheetLine) -> Said {
    let words = section.columns.iter().find(|c| c.says == "fund").map(|c| c.words.as_slice()).unwrap_or_default();
    let fund = words.iter().find(|(account, _)| line.account.starts_with(account.as_str()));
    let agreed = printed.agreed();
    vec![
        ("number", number.to_string()),
        ("date", line.date.to_string()),
        ("voucher", line.number.clone()),
        ("what", line.what.clone()),
        ("party", line.party.clone()),
        ("account", line.account.replace('/', " ")),
        ("item", line.item_name.clone()),
        ("fund", fund.map(|(_, word)| word.clone()).unwrap_or_default()),
        ("opinion", if agreed > 0 { format!("{agreed}人同意") } else { String::new() }),
        ("amount", line.amount.to_string()),
        ("in_words", line.amount.in_words()),
    ]
}

/// By item as the sheet has them, or by the rows a county's form prints.
fn items(section: &SectionLayout, block: &Block, total: &str) -> Vec<Row> {
    let mut sums: Vec<(String, usize, Money)> = if section.rows.is_empty() {
        block.classes.iter().map(|c| (c.name.clone(), block.lines_of(c).len(), c.total)).collect()
    } else {
        section.rows.iter().map(|row| (row.name.clone(), 0, Money::ZERO)).collect()
    };
    if !section.rows.is_empty() {
        for line in &block.lines {
            let Some(at) = section.rows.iter().position(|row| row.takes(line)) else { continue };
            sums[at].1 += 1;
            sums[at].2 += line.amount;
        }
    }
    let footed: Money = sums.iter().map(|(_, _, amount)| *amount).sum();
    assert_eq!(footed, block.total, "the rows of a layout take in every line");
    let each = sums.into_iter().enumerate().map(|(i, (name, count, amount))| {
        let count = if count == 0 { String::new() } else { count.to_string() };
        Row::Line(vec![
            ("number", (i + 1).to_string()),
            ("name", name),
            ("count", count),
            ("amount", amount.blank_if_zero()),
        ])
    });
    let mut rows: Vec<Row> = each.collect();
    if !rows.is_empty() {
        rows.push(Row::Total(format!("{total}（{}笔）", block.lines.len()), sum_said(block.total)));
    }
    rows
}

impl NamedRow {
    fn takes(&self, line: &SheetLine) -> bool {
        self.rest
            || self.items.contains(&line.item)
            || self.words.iter().any(|w| line.account.contains(w.as_str()) || line.what.contains(w.as_str()))
    }
}

fn claims(sheet: &DisclosureSheet) -> Vec<Row> {
    let said = |c: &crate::disclosure::ClaimLine| {
        Row::Line(vec![
            ("claim", c.claim.in_chinese().to_owned()),
            ("party", c.party.clone()),
            ("opening", c.opening.to_string()),
            ("increase", c.increase.blank_if_zero()),
            ("decrease", c.decrease.blank_if_zero()),
            ("closing", c.closing.to_string()),
            ("note", if c.party == c.account_name { String::new() } else { c.account_name.clone() }),
        ])
    };
    sheet.claims.iter().map(said).collect()
}

fn assets(sheet: &DisclosureSheet) -> Vec<Row> {
    let said = |a: &crate::disclosure::AssetLine| {
        Row::Line(vec![
            ("name", a.name.replace('/', " ")),
            ("opening", a.opening.to_string()),
            ("increase", a.increase.blank_if_zero()),
            ("decrease", a.decrease.blank_if_zero()),
            ("closing", a.closing.to_string()),
        ])
    };
    sheet.assets.iter().map(said).collect()
}

fn others(sheet: &DisclosureSheet) -> Vec<Row> {
    let said = |o: &crate::disclosure::OtherLine| {
        Row::Line(vec![
            ("kind", o.kind.clone()),
            ("what", o.what.clone()),
            ("opening", o.opening.blank_if_zero()),
            ("received", o.received.blank_if_zero()),
            ("spent", o.spent.blank_if_zero()),
            ("left", o.left.to_string()),
        ])
    };
    sheet.others.iter().map(said).collect()
}

fn surplus(sheet: &DisclosureSheet) -> Vec<Row> {
    let s = &sheet.surplus;
    let each = [
        ("本期收益总额", s.quarter),
        ("本年累计收益总额", s.year),
        ("本年提取公积公益金", s.to_reserve),
        ("本年向成员分配", s.to_members),
        ("本年其他分配", s.to_others),
    ];
    each.into_iter()
        .map(|(name, amount)| Row::Line(vec![("name", name.to_owned()), ("amount", amount.to_string())]))
        .collect()
}

fn numbered(notes: &[String]) -> Vec<Row> {
    let said = |(i, note): (usize, &String)| Row::Line(vec![("number", (i + 1).to_string()), ("what", note.clone())]);
    notes.iter().enumerate().map(said).collect()
}

fn corrections(sheet: &DisclosureSheet) -> Vec<Row> {
    let said = |c: &LineCorrection| {
        let by =
            if c.vouchers.is_empty() { String::new() } else { format!("（更正凭证{}）", c.vouchers.join("、")) };
        Row::Line(vec![
            ("sheet", c.sheet.clone()),
            ("line", c.line.clone()),
            ("what", c.what.clone()),
            ("old", c.old.clone()),
            ("new", c.new.clone()),
            ("reason", format!("{}{by}", c.reason)),
        ])
    };
    sheet.corrections.iter().map(said).collect()
}

fn questions(sheet: &DisclosureSheet) -> Vec<Row> {
    let said = |(i, q): (usize, &LateQuestion)| {
        Row::Line(vec![
            ("number", (i + 1).to_string()),
            ("asked", q.asked_on.to_string()),
            ("due", q.due.to_string()),
            ("about", q.about.clone()),
            ("what", q.text.clone()),
        ])
    };
    sheet.questions.iter().enumerate().map(said).collect()
}

fn catalogue(sheet: &DisclosureSheet) -> Vec<Row> {
    let said = |c: &CatalogueRow| {
        Row::Line(vec![
            ("item", c.number()),
            ("category", c.category.clone()),
            ("name", c.name.clone()),
            ("says", c.says()),
        ])
    };
    sheet.catalogue.iter().map(said).collect()
}

/// Who said what before it was published, in the order of the road; the last row is for a pen.
fn opinions(printed: &Printed) -> Vec<Row> {
    let row = |body: String, said: String, on: String| Row::Line(vec![("body", body), ("said", said), ("on", on)]);
    let mut rows = Vec::new();
    let head = printed.head.as_ref();
    if let Some(hand) = head.and_then(|h| h.checked.as_ref()) {
        rows.push(row(format!("代理记账中心 {}", hand.name), "与账核对相符。".to_owned(), hand.at.date().to_string()));
    }
    for opinion in &printed.opinions {
        let verdict = opinion.verdict.in_chinese();
        let said =
            if opinion.words.is_empty() { format!("{verdict}。") } else { format!("{verdict}：{}", opinion.words) };
        rows.push(row(format!("民主理财小组 {}", opinion.name), said, opinion.at.date().to_string()));
    }
    if let Some(hand) = head.and_then(|h| h.signed.as_ref()) {
        rows.push(row(format!("中心主任 {}", hand.name), "同意公开。".to_owned(), hand.at.date().to_string()));
    }
    rows.push(row("村集体经济组织负责人".to_owned(), String::new(), String::new()));
    rows
}

/// How many members objected.
pub(super) fn objections(printed: &Printed) -> usize {
    printed.opinions.iter().filter(|o| o.verdict == Verdict::Object).count()
}
