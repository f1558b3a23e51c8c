use std::collections::BTreeMap;

use crate::kernel::{Failure, Fault, Money, Outcome, Period, Refused, SubmissionId};
use crate::statements::{CashDirection, CashLine};

use super::catalogue::catalogue;
use super::error::DisclosureRefusal;
use super::funds::{FundLine, Funds};
use super::holdings::{AssetLine, ClaimLine, OtherLine};
use super::items::{self, Direction, class_of};
use super::masking::Masking;
use super::sheet::{
    Block, ClassTotal, DisclosureSheet, Heading, LateQuestion, LineCorrection, MonthRoot, PreviousSpan, SheetLine,
    Surplus,
};

/// The form of the canonical content; another layout gets another name.
const FORM: &str = "disclosure/1";

/// A total as the ledger has it, debit positive: what the sheet's own lines must come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LedgerFigure {
    /// 期初.
    pub opening: Money,
    /// 期末.
    pub closing: Money,
}

/// What stands on a sheet besides the ledger's figures: as it was on the day of composing, never made anew.
#[derive(Clone, Debug, Default)]
pub struct Aside {
    /// What was planned, in words, by item of the 44.
    pub plans: BTreeMap<i64, Vec<String>>,
    /// Questions that waited too long.
    pub questions: Vec<LateQuestion>,
    /// What was corrected of earlier sheets within the span.
    pub corrections: Vec<LineCorrection>,
}

/// What a sheet is put together from; two roads to every total.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Whose, of when.
    pub heading: Heading,
    /// By account.
    pub funds: Vec<FundLine>,
    /// 收, by line.
    pub income: Block,
    /// 支, by line.
    pub expense: Block,
    /// Debtors and creditors.
    pub claims: Vec<ClaimLine>,
    /// Assets.
    pub assets: Vec<AssetLine>,
    /// Money for a purpose.
    pub others: Vec<OtherLine>,
    /// 收益.
    pub surplus: Surplus,
    /// The span before.
    pub previous: Option<PreviousSpan>,
    /// Closed months.
    pub months: Vec<MonthRoot>,
    /// Notes.
    pub notes: Vec<String>,
    /// What the ledger does not say.
    pub aside: Aside,
    /// 货币资金 as the trial balance has it.
    pub ledger_money: LedgerFigure,
    /// 债权 less 债务 as the trial balance has it.
    pub ledger_claims: LedgerFigure,
    /// Assets as the trial balance has them.
    pub ledger_assets: LedgerFigure,
}

/// Puts a sheet together, or says every total that is not what it should be.
///
/// Refuses: `disclosure.does_not_foot`. Source: domain/statements.md C-17, disclosure.md D9.
pub fn assemble(parts: Parts) -> Outcome<DisclosureSheet> {
    let funds = Funds::of(parts.funds);
    let mut faults = Vec::new();
    let mut same = |what: String, expected: Money, found: Money| {
        if expected != found {
            let difference = (expected - found).abs();
            faults.push(Refused::from(DisclosureRefusal::DoesNotFoot { what, expected, found, difference }));
        }
    };
    same("上期结余".to_owned(), parts.ledger_money.opening, funds.opening);
    same("本期结余".to_owned(), parts.ledger_money.closing, funds.closing);
    same("上期结余＋收入－支出".to_owned(), funds.closing, funds.opening + funds.received - funds.paid);
    same("收入各笔合计".to_owned(), funds.received, lines_total(&parts.income));
    same("支出各笔合计".to_owned(), funds.paid, lines_total(&parts.expense));
    for line in &funds.accounts {
        let found = line.opening + line.received - line.paid + line.moved;
        same(format!("{}的结余", line.name), line.closing, found);
    }
    for line in &parts.claims {
        let found = line.opening + line.increase - line.decrease;
        same(format!("{}{}的期末数", line.claim.in_chinese(), line.party), line.closing, found);
    }
    for line in &parts.assets {
        same(format!("{}的期末数", line.name), line.closing, line.opening + line.increase - line.decrease);
    }
    for line in &parts.others {
        same(format!("{}{}的结余", line.kind, line.what), line.left, line.opening + line.received - line.spent);
    }
    let claims = |pick: fn(&ClaimLine) -> Money| parts.claims.iter().map(|l| l.claim.seen(pick(l))).sum::<Money>();
    same("债权债务期初".to_owned(), parts.ledger_claims.opening, claims(|l| l.opening));
    same("债权债务期末".to_owned(), parts.ledger_claims.closing, claims(|l| l.closing));
    let assets = |pick: fn(&AssetLine) -> Money| parts.assets.iter().map(pick).sum::<Money>();
    same("资产期初".to_owned(), parts.ledger_assets.opening, assets(|l| l.opening));
    same("资产期末".to_owned(), parts.ledger_assets.closing, assets(|l| l.closing));
    Failure::unless_none(faults)?;
    let mut sheet = DisclosureSheet {
        form: FORM.to_owned(),
        heading: parts.heading,
        funds,
        income: parts.income,
        expense: parts.expense,
        claims: parts.claims,
        assets: parts.assets,
        others: parts.others,
        surplus: parts.surplus,
        previous: parts.previous,
        months: parts.months,
        notes: parts.notes,
        catalogue: Vec::new(),
        questions: parts.aside.questions,
        corrections: parts.aside.corrections,
    };
    sheet.catalogue = catalogue(&sheet, parts.aside.plans)?;
    Ok(sheet)
}

fn lines_total(block: &Block) -> Money {
    block.lines.iter().map(|l| l.amount).sum()
}

/// The receipts and the payments among the cash lines, each with its item; `share` is the percentage of
/// its block from which a residual item is spelled out, `written` what the clerk wrote for from or to whom.
pub(super) fn blocks(
    lines: &[CashLine],
    written: &BTreeMap<SubmissionId, String>,
    masking: &Masking,
    share: i64,
) -> Result<(Block, Block), Fault> {
    let table = items::table()?;
    let mut blocks = (Vec::new(), Vec::new());
    for line in lines {
        let direction = match line.direction {
            CashDirection::Received => Direction::In,
            CashDirection::Paid => Direction::Out,
        };
        let Some(class) = class_of(&table, direction, &line.account_code, &line.summary) else {
            return Err(Fault::new("choosing the item of a line", format!("no item for {}", line.account_code)));
        };
        let shown = SheetLine {
            date: line.date,
            month: Period::of(line.date),
            number: line.number.to_string(),
            what: masking.words(&line.summary),
            party: match line.submission.and_then(|s| written.get(&s)) {
                Some(name) if line.party.is_empty() => masking.words(name),
                _ => line.party.clone(),
            },
            account: line.item.clone(),
            item: class.item,
            item_name: class.name.clone(),
            amount: line.amount,
        };
        let block = if direction == Direction::In { &mut blocks.0 } else { &mut blocks.1 };
        block.push((shown, class.plain.clone(), class.residual));
    }
    Ok((block_of(blocks.0, share), block_of(blocks.1, share)))
}

fn block_of(lines: Vec<(SheetLine, String, bool)>, share: i64) -> Block {
    let total: Money = lines.iter().map(|(l, _, _)| l.amount).sum();
    let mut classes: BTreeMap<(i64, String), (ClassTotal, bool)> = BTreeMap::new();
    for (line, plain, residual) in &lines {
        let (class, _) = classes.entry((line.item, line.item_name.clone())).or_insert_with(|| {
            let class = ClassTotal {
                item: line.item,
                name: line.item_name.clone(),
                plain: plain.clone(),
                count: 0,
                total: Money::ZERO,
                expanded: Vec::new(),
            };
            (class, *residual)
        });
        class.count += 1;
        class.total += line.amount;
        class.expanded.push(format!("{}{}，{}元", line.date.format("%-m月%-d日"), line.what, line.amount));
    }
    let large = |class: &ClassTotal| class.total.fen().abs() * 100 > total.fen().abs() * share;
    let mut classes: Vec<ClassTotal> = classes
        .into_values()
        .map(|(mut class, residual)| {
            if !(residual && large(&class)) {
                class.expanded.clear();
            }
            class
        })
        .collect();
    classes.sort_by_key(|c| std::cmp::Reverse(c.total));
    Block { lines: lines.into_iter().map(|(line, _, _)| line).collect(), classes, total }
}
