use std::collections::BTreeMap;

use super::board_sheet::{
    AssetChange, BoardSheet, Claim, ClaimChange, FundLine, Funds, Item, ItemGroup, ItemList, Opinion, OtherItem,
    Standing,
};
use super::plain_summary::{PlainSummary, Use};
use crate::disclosure::{self, Block, ClassTotal, DisclosureSheet, Printed, SheetLine, Verdict};
use crate::kernel::{Money, Timestamp};

/// Who seals the sheet, from left to right.
const SEALS: [&str; 4] = ["民主理财小组", "村务监督委员会", "村集体负责人", "代理记账中心"];
/// Bars of the 明白纸.
const BARS: usize = 6;

/// The sheet as the board shows it; `public_base` is where the public pages stand.
pub fn board_sheet(printed: &Printed, public_base: &str, printed_at: Timestamp) -> BoardSheet {
    let sheet = &printed.sheet;
    let head = printed.head.as_ref();
    let published = head.filter(|h| h.state.is_frozen());
    BoardSheet {
        book_name: sheet.heading.book.clone(),
        title: "财务公开表".to_owned(),
        period: sheet.heading.period(),
        sheet_no: sheet.heading.number.clone(),
        version: format!("第{}版", sheet.heading.version),
        standing: if published.is_some() { Standing::Published } else { Standing::Preview },
        funds: funds(&sheet.funds),
        income: item_list(&sheet.income),
        expense: item_list(&sheet.expense),
        claims: sheet.claims.iter().map(claim).collect(),
        assets: sheet.assets.iter().map(asset).collect(),
        others: sheet.others.iter().map(other).collect(),
        notes: notes(printed),
        opinions: opinions(printed),
        prepared_by: head.and_then(|h| h.checked.as_ref()).map(|h| h.name.clone()).unwrap_or_default(),
        chief_accountant: String::new(),
        seals: SEALS.map(str::to_owned).to_vec(),
        published_on: published.and_then(|h| h.published.as_ref()).map(|h| h.at.date()),
        phone: sheet.heading.phone.clone(),
        address: published.map(|h| format!("{public_base}{}", h.public_path())),
        short_code: published.map(|h| h.code.clone()),
        printed_at,
    }
}

fn funds(funds: &disclosure::Funds) -> Funds {
    let line = |a: &disclosure::FundLine| FundLine {
        name: a.name.clone(),
        opening: a.opening,
        received: a.received,
        spent: a.paid,
        moved: a.moved,
        closing: a.closing,
    };
    Funds {
        opening: funds.opening,
        received: funds.received,
        spent: funds.paid,
        closing: funds.closing,
        accounts: funds.accounts.iter().map(line).collect(),
    }
}

/// Line by line under its item, the largest item first.
fn item_list(block: &Block) -> ItemList {
    let groups = block.classes.iter().map(|class| ItemGroup {
        name: class.name.clone(),
        items: block.lines_of(class).into_iter().map(item).collect(),
        subtotal: class.total,
    });
    ItemList { groups: groups.collect(), total: block.total }
}

fn item(line: &SheetLine) -> Item {
    Item {
        date: line.date,
        voucher_no: line.number.clone(),
        what_for: line.what.clone(),
        party: line.party.clone(),
        handler: String::new(),
        approver: String::new(),
        amount: line.amount,
    }
}

fn claim(line: &disclosure::ClaimLine) -> ClaimChange {
    ClaimChange {
        claim: match line.claim {
            disclosure::Claim::Receivable => Claim::Receivable,
            disclosure::Claim::Payable => Claim::Payable,
        },
        party: line.party.clone(),
        opening: line.opening,
        increase: line.increase,
        decrease: line.decrease,
        closing: line.closing,
        note: if line.party == line.account_name { String::new() } else { line.account_name.clone() },
    }
}

fn asset(line: &disclosure::AssetLine) -> AssetChange {
    AssetChange {
        name: line.name.replace('/', " "),
        opening: line.opening,
        increase: line.increase,
        decrease: line.decrease,
        closing: line.closing,
        note: String::new(),
    }
}

fn other(line: &disclosure::OtherLine) -> OtherItem {
    OtherItem {
        kind: line.kind.clone(),
        what: line.what.clone(),
        opening: line.opening,
        received: line.received,
        spent: line.spent,
        left: line.left,
    }
}

fn notes(printed: &Printed) -> Vec<String> {
    let sheet = &printed.sheet;
    let surplus = &sheet.surplus;
    let mut notes = sheet.notes.clone();
    let mut distributed = String::new();
    for (what, amount) in
        [("提取公积公益金", surplus.to_reserve), ("向成员分配", surplus.to_members), ("其他分配", surplus.to_others)]
    {
        if !amount.is_zero() {
            distributed.push_str(&format!("，{what}{amount}元"));
        }
    }
    notes.push(format!(
        "收益及分配：{}收益总额{}元，本年累计{}元{distributed}。",
        sheet.heading.span.this(),
        surplus.quarter,
        surplus.year
    ));
    if !sheet.months.is_empty() {
        notes.push(format!(
            "本表由已结账的{}张凭证逐笔得出，各月账根合并校验码 {}。",
            sheet.vouchers(),
            sheet.root_code()
        ));
    }
    let objections = printed.opinions.iter().filter(|o| o.verdict == Verdict::Object).count();
    notes.extend(printed.lateness());
    if objections > 0 {
        notes.push(format!("民主理财小组{}人同意，{objections}人有异议。", printed.agreed()));
    }
    notes
}

fn opinions(printed: &Printed) -> Vec<Opinion> {
    let mut all = Vec::new();
    let head = printed.head.as_ref();
    if let Some(hand) = head.and_then(|h| h.checked.as_ref()) {
        let body = format!("代理记账中心 {}", hand.name);
        all.push(Opinion { body, said: "与账核对相符。".to_owned(), on: Some(hand.at.date()) });
    }
    for opinion in &printed.opinions {
        let verdict = opinion.verdict.in_chinese();
        let said =
            if opinion.words.is_empty() { format!("{verdict}。") } else { format!("{verdict}：{}", opinion.words) };
        all.push(Opinion { body: format!("民主理财小组 {}", opinion.name), said, on: Some(opinion.at.date()) });
    }
    if let Some(hand) = head.and_then(|h| h.signed.as_ref()) {
        let body = format!("中心主任 {}", hand.name);
        all.push(Opinion { body, said: "同意公开。".to_owned(), on: Some(hand.at.date()) });
    }
    all.push(Opinion { body: "村集体经济组织负责人".to_owned(), said: String::new(), on: None });
    all
}

/// The quarter in plain words, from the same sheet.
pub fn plain_summary(printed: &Printed, public_base: &str, printed_at: Timestamp) -> PlainSummary {
    let sheet = &printed.sheet;
    let published = printed.head.as_ref().filter(|h| h.state.is_frozen());
    let within = |block: &Block| block.classes.iter().flat_map(|c| c.expanded.clone()).collect::<Vec<_>>();
    PlainSummary {
        village: sheet.heading.village.clone(),
        period: sheet.heading.span.in_chinese(),
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
        phone: sheet.heading.phone.clone(),
        printed_at,
    }
}

fn sentence(line: &SheetLine, received: bool) -> String {
    let way = if received { "收进" } else { "花掉" };
    let what = line.what.trim_end_matches(['。', '.']);
    let party = if line.party.is_empty() { String::new() } else { format!("（{}）", line.party) };
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
