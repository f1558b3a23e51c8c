use std::collections::BTreeMap;

use super::board_sheet::{self, BoardSheet, Edition, Standing};
use super::document::Document;
use super::font::Fonts;
use super::plain_summary::{self, PlainSummary, Use};
use crate::disclosure::{Block, ClassTotal, DisclosureSheet, Printed, SheetLine, SheetSpan};
use crate::kernel::{Money, Timestamp};

/// Bars of the 明白纸.
const BARS: usize = 6;

/// Which paper of a quarter's sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DisclosurePaper {
    /// 公开榜 A3.
    BoardA3,
    /// 公开榜 A4.
    BoardA4,
    /// 存档件 A4, with opinions.
    FileCopy,
    /// 明白纸.
    Summary,
}

impl DisclosurePaper {
    /// Every paper, with the word addresses and flags use.
    pub const ALL: [(&'static str, DisclosurePaper); 4] = [
        ("a3", DisclosurePaper::BoardA3),
        ("a4", DisclosurePaper::BoardA4),
        ("file", DisclosurePaper::FileCopy),
        ("summary", DisclosurePaper::Summary),
    ];

    /// By that word.
    pub fn named(word: &str) -> Option<DisclosurePaper> {
        DisclosurePaper::ALL.iter().find(|(own, _)| *own == word).map(|(_, paper)| *paper)
    }

    /// What a file of it is called.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            DisclosurePaper::BoardA3 => "公开表A3",
            DisclosurePaper::BoardA4 => "公开表A4",
            DisclosurePaper::FileCopy => "公开表存档",
            DisclosurePaper::Summary => "明白纸",
        }
    }

    /// Sets a sheet on this paper.
    pub fn lay_out(self, printed: &Printed, public_base: &str, printed_at: Timestamp, fonts: &Fonts) -> Document {
        let board = |edition| board_sheet::lay_out(&board_sheet(printed, public_base, printed_at), edition, fonts);
        match self {
            DisclosurePaper::BoardA3 => board(Edition::BoardA3),
            DisclosurePaper::BoardA4 => board(Edition::BoardA4),
            DisclosurePaper::FileCopy => board(Edition::FileCopy),
            DisclosurePaper::Summary => plain_summary::lay_out(&plain_summary(printed, public_base, printed_at), fonts),
        }
    }
}

/// The sheet as the board shows it, in the layout the policy names; `public_base` is where the public pages stand.
pub fn board_sheet(printed: &Printed, public_base: &str, printed_at: Timestamp) -> BoardSheet {
    let sheet = &printed.sheet;
    let layout = printed.layout;
    let head = printed.head.as_ref();
    let published = head.filter(|h| h.state.is_frozen());
    BoardSheet {
        book_name: sheet.heading.book.clone(),
        title: layout.title.clone(),
        period: sheet.heading.period(),
        sheet_no: sheet.heading.number.clone(),
        version: format!("第{}版", sheet.heading.version),
        standing: if published.is_some() { Standing::Published } else { Standing::Preview },
        band: if layout.band { band(sheet) } else { Vec::new() },
        sections: layout.set(printed),
        prepared_by: head.and_then(|h| h.checked.as_ref()).map(|h| h.name.clone()).unwrap_or_default(),
        chief_accountant: String::new(),
        signatures: layout.signatures.clone(),
        seals: layout.seals.clone(),
        published_on: published.and_then(|h| h.published.as_ref()).map(|h| h.at.date()),
        phone: sheet.heading.phone.clone(),
        address: published.map(|h| format!("{public_base}{}", h.public_path())),
        short_code: published.map(|h| h.code.clone()),
        printed_at,
    }
}

fn band(sheet: &DisclosureSheet) -> Vec<(String, Money)> {
    let funds = &sheet.funds;
    let cells = [
        ("上期结余", funds.opening),
        ("＋ 本期收入", funds.received),
        ("－ 本期支出", funds.paid),
        ("＝ 本期结余", funds.closing),
    ];
    cells.map(|(name, amount)| (name.to_owned(), amount)).to_vec()
}

/// The quarter in plain words, from the same sheet.
pub fn plain_summary(printed: &Printed, public_base: &str, printed_at: Timestamp) -> PlainSummary {
    let sheet = &printed.sheet;
    let published = printed.head.as_ref().filter(|h| h.state.is_frozen());
    let within = |block: &Block| block.classes.iter().flat_map(|c| c.expanded.clone()).collect::<Vec<_>>();
    PlainSummary {
        village: sheet.heading.village.clone(),
        period: sheet.heading.span.in_chinese(),
        this: this_time(sheet.heading.span).to_owned(),
        last: sheet.heading.span.last().to_owned(),
        opening: sheet.funds.opening,
        received: sheet.funds.received,
        spent: sheet.funds.paid,
        closing: sheet.funds.closing,
        uses: uses(&sheet.expense.classes),
        biggest: sheet.biggest().into_iter().map(|(line, received)| sentence(line, received)).collect(),
        within_other: [within(&sheet.income), within(&sheet.expense)].concat(),
        changes: changes(sheet),
        sheet_no: sheet.heading.number.clone(),
        address: published.map(|h| format!("{public_base}{}", h.public_path())),
        short_code: published.map(|h| h.code.clone()),
        phone: sheet.heading.phone.clone(),
        printed_at,
    }
}

/// As people say it.
const fn this_time(span: SheetSpan) -> &'static str {
    match span {
        SheetSpan::Quarter(_) => "这个季度",
        SheetSpan::Month(_) => "这个月",
    }
}

fn sentence(line: &SheetLine, received: bool) -> String {
    let way = if received { "收进" } else { "花掉" };
    let what = line.what.trim_end_matches(['。', '.']);
    // Most reasons name who it was already; twice is once too often.
    let named = line.party.is_empty() || what.contains(line.party.as_str());
    let party = if named { String::new() } else { format!("（{}）", line.party) };
    format!("{}，{way}{}元：{what}{party}。", line.date.format("%-m月%-d日"), line.amount)
}

fn by_plain_word(classes: &[ClassTotal]) -> BTreeMap<&str, Money> {
    let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
    for class in classes {
        *sums.entry(class.plain.as_str()).or_default() += class.total;
    }
    sums
}

fn uses(classes: &[ClassTotal]) -> Vec<Use> {
    let mut uses: Vec<Use> = by_plain_word(classes)
        .into_iter()
        .filter(|(_, amount)| amount.is_positive())
        .map(|(name, amount)| Use { name: name.to_owned(), amount })
        .collect();
    uses.sort_by_key(|u| std::cmp::Reverse(u.amount));
    if uses.len() > BARS {
        let rest: Money = uses.drain(BARS - 1..).map(|u| u.amount).sum();
        uses.push(Use { name: "余下各项".to_owned(), amount: rest });
    }
    uses
}

fn changes(sheet: &DisclosureSheet) -> Vec<String> {
    let Some(before) = &sheet.previous else {
        return vec![format!("{}的账不在这个账套里，没有可比的数。", sheet.heading.span.last())];
    };
    let (now, last) = (&sheet.funds, sheet.heading.span.last());
    vec![
        change(("收", last), now.received - before.received, &sheet.income.classes, &before.income),
        change(("花", last), now.paid - before.paid, &sheet.expense.classes, &before.expense),
    ]
}

/// `比上季度多花1,200.00元，主要是修建和购置多了1,000.00元。`
fn change((verb, last): (&str, &str), difference: Money, now: &[ClassTotal], before: &[ClassTotal]) -> String {
    if difference.is_zero() {
        return format!("{verb}的钱和{last}一样多。");
    }
    let way = if difference.is_positive() { "多" } else { "少" };
    let mut moves = by_plain_word(now);
    for (word, amount) in by_plain_word(before) {
        *moves.entry(word).or_default() -= amount;
    }
    let same_way = moves.into_iter().filter(|(_, m)| m.is_positive() == difference.is_positive() && !m.is_zero());
    let main = same_way.max_by_key(|(_, m)| m.abs());
    let why = main.map(|(word, m)| format!("，主要是{word}{way}了{}元", m.abs())).unwrap_or_default();
    format!("比{last}{way}{verb}{}元{why}。", difference.abs())
}
