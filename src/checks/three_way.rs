use crate::kernel::{Money, Period};
use crate::ledger::VoucherKind;
use crate::reconcile::{CashFinding, ImprestHolder, SentStatement, Unreconciled};
use crate::village::BankAccount;

use super::facts::BookFacts;
use super::finding::Problem;
use super::{chained, corrected, gapless, kept, parties, receipts, rolled_up, tied};

/// How one line of the page stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Agrees {
    /// 相符.
    Yes,
    /// Worth a look, or still to be done.
    Look,
    /// 不符.
    No,
    /// There is nothing of the kind.
    None,
}

/// One thing that is compared with another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compared {
    /// What is compared with what.
    pub what: String,
    /// The figure.
    pub figure: String,
    /// How it stands.
    pub agrees: Agrees,
    /// What is to be said of it; the first thing that is wrong.
    pub said: String,
    /// The page to look at, below the book; empty for none.
    pub link: String,
}

/// 账证、账账、账实 of one month, each line with its figure and its light.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThreeWay {
    /// The month.
    pub period: Period,
    /// 账证相符: vouchers against their papers.
    pub papers: Vec<Compared>,
    /// 账账相符: ledger against ledgers.
    pub ledgers: Vec<Compared>,
    /// 账实相符: books against bank, notes, parties, receipts.
    pub things: Vec<Compared>,
}

/// What the comparison looks at besides the facts of the book.
pub(super) struct Beside {
    /// What is wrong with the papers.
    pub evidence: Vec<Problem>,
    /// The book's bank accounts, and those that are not reconciled for the month.
    pub accounts: Vec<BankAccount>,
    pub unreconciled: Vec<(BankAccount, Unreconciled)>,
    /// Holders of the imprest with their checks.
    pub imprest: Vec<ImprestHolder>,
    /// Statements of account sent over a span that ends with the month.
    pub sent: Vec<SentStatement>,
}

impl ThreeWay {
    /// The three parts, in the order of the regulation.
    pub fn parts(&self) -> [(&'static str, &'static str, &[Compared]); 3] {
        [
            ("账证相符", "凭证和它的原始凭证", &self.papers),
            ("账账相符", "总账、明细账、往来账", &self.ledgers),
            ("账实相符", "账面和银行、现金、备用金、往来、收据", &self.things),
        ]
    }

    /// How many lines do not agree.
    pub fn apart(&self) -> usize {
        self.parts().iter().flat_map(|(_, _, lines)| *lines).filter(|l| l.agrees == Agrees::No).count()
    }

    /// How many lines ask for a look.
    pub fn to_look(&self) -> usize {
        self.parts().iter().flat_map(|(_, _, lines)| *lines).filter(|l| l.agrees == Agrees::Look).count()
    }

    pub(super) fn of(period: Period, facts: &BookFacts, beside: &Beside) -> ThreeWay {
        ThreeWay {
            period,
            papers: papers(period, facts, &beside.evidence),
            ledgers: ledgers(period, facts),
            things: things(period, facts, beside),
        }
    }
}

/// From what a check found, as far as it is about the month.
fn checked(period: Period, what: &str, figure: String, problems: Vec<Problem>, link: String) -> Compared {
    let month = period.to_string();
    let of_month: Vec<Problem> = problems.into_iter().filter(|p| p.at.starts_with(&month) || !dated(&p.at)).collect();
    let (agrees, said, link) = match of_month.first() {
        None => (Agrees::Yes, String::new(), link),
        Some(first) => {
            let more = if of_month.len() > 1 { format!("，共 {} 处", of_month.len()) } else { String::new() };
            let link = if first.link.is_empty() { link } else { first.link.clone() };
            (Agrees::No, format!("{}：{}{more}", first.at, first.what), link)
        }
    };
    Compared { what: what.to_owned(), figure, agrees, said, link }
}

/// True when a place begins with a month.
fn dated(at: &str) -> bool {
    at.get(..7).is_some_and(|month| month.parse::<Period>().is_ok())
}

fn papers(period: Period, facts: &BookFacts, evidence: &[Problem]) -> Vec<Compared> {
    let vouchers: Vec<_> = facts.vouchers.iter().filter(|v| v.period == period).collect();
    let documents: usize = vouchers.iter().map(|v| v.documents.len()).sum();
    let count: i64 = vouchers.iter().map(|v| v.document_count).sum();
    let list = format!("vouchers?period={period}");
    let numbers = [gapless::run(facts), chained::run(facts), corrected::run(facts)].concat();
    let figure = format!("凭证 {} 张", vouchers.len());
    let mut lines = vec![checked(period, "凭证号连续，内容和记账时一样", figure, numbers, list.clone())];
    let figure = format!("原始凭证 {documents} 份");
    lines.push(checked(period, "原始凭证都在，和记账时一样", figure, evidence.to_vec(), list.clone()));
    let bare: Vec<_> = vouchers
        .iter()
        .filter(|v| v.kind == VoucherKind::Regular && v.corrects.is_none())
        .filter(|v| v.document_count == 0 && v.documents.is_empty())
        .collect();
    let said = match bare.first() {
        None => String::new(),
        Some(first) => format!("{}等 {} 张没有附单据，请看是否应有", first.label(), bare.len()),
    };
    let agrees = if bare.is_empty() { Agrees::Yes } else { Agrees::Look };
    let (what, figure) = ("每张凭证附有单据".to_owned(), format!("附单据 {count} 张"));
    lines.push(Compared { what, figure, agrees, said, link: list });
    lines
}

fn ledgers(period: Period, facts: &BookFacts) -> Vec<Compared> {
    let debit: Money =
        facts.vouchers.iter().filter(|v| v.period == period).flat_map(|v| &v.entries).map(|e| e.debit()).sum();
    let trial = format!("ledger?from={period}&to={period}");
    let [owed, owes] = facts.parties_of("113", period);
    let own = facts.balance_of("113", period);
    let mut lines = vec![
        checked(period, "余额等于凭证逐笔相加", format!("本月借方 {debit} 元"), kept::run(facts), trial.clone()),
        checked(period, "总账等于明细账之和", "逐级相加".to_owned(), rolled_up::run(facts), trial.clone()),
        checked(period, "资产等于负债加权益", String::new(), tied::run(facts), trial.clone()),
    ];
    let figure = format!("内部往来 借方各户 {owed} 元，贷方各户 {} 元", owes.abs());
    let mut parties = checked(period, "往来逐户相加等于总账", figure, parties::run(facts), trial);
    if owed + owes != own && parties.agrees == Agrees::Yes {
        (parties.agrees, parties.said) =
            (Agrees::No, format!("各户合计 {} 元，总账 {own} 元，相差 {} 元", owed + owes, owed + owes - own));
    }
    lines.push(parties);
    lines
}

fn things(period: Period, facts: &BookFacts, beside: &Beside) -> Vec<Compared> {
    let mut lines: Vec<Compared> = beside.accounts.iter().map(|a| bank(period, facts, beside, a)).collect();
    lines.push(cash(period, facts));
    lines.extend(beside.imprest.iter().map(|h| imprest(period, h)));
    lines.push(sent(&beside.sent));
    let used = facts.receipts.iter().map(|held| held.leaves.each().count()).sum::<usize>();
    let mut receipts = checked(
        period,
        "收据按号使用，金额和报账单一样",
        format!("用过的号 {used} 个"),
        receipts::run(facts),
        "receipts".to_owned(),
    );
    if facts.receipts.is_empty() {
        receipts.agrees = Agrees::None;
    }
    lines.push(receipts);
    lines
}

fn bank(period: Period, facts: &BookFacts, beside: &Beside, account: &BankAccount) -> Compared {
    let code = &account.account_code;
    let what = format!("{} 和银行对账单", account.masked());
    let link = format!("bank/{code}?period={period}");
    let sheet = facts.reconciliations.iter().find(|(c, r)| c == code && r.period == period).map(|(_, r)| &r.sheet);
    let figure = match sheet {
        Some(sheet) => {
            format!("账面 {} 元，银行 {} 元，未达 {} 笔", sheet.balance_book, sheet.balance_bank, sheet.outstanding())
        }
        None => format!("账面 {} 元", facts.balance_of(code, period)),
    };
    let why = beside.unreconciled.iter().find(|(a, _)| a.id == account.id).map(|(_, why)| why);
    let (agrees, said) = match why {
        None => (Agrees::Yes, String::new()),
        Some(why @ Unreconciled::NotMade { difference }) if !difference.is_zero() => (Agrees::No, why.sentence()),
        Some(why @ Unreconciled::Changed) => (Agrees::No, why.sentence()),
        Some(why) => (Agrees::Look, why.sentence()),
    };
    Compared { what, figure, agrees, said, link }
}

fn cash(period: Period, facts: &BookFacts) -> Compared {
    let last = facts.counts.iter().filter(|c| Period::of(c.date) == period).max_by_key(|c| (c.date, c.counted_at));
    let (what, link) = ("库存现金和盘点".to_owned(), format!("bank/cash?period={period}"));
    let Some(last) = last else {
        let balance = facts.balance_of("101", period);
        let agrees = if balance.is_zero() { Agrees::None } else { Agrees::Look };
        let (figure, said) = (format!("账面 {balance} 元"), "这个月没有盘点".to_owned());
        return Compared { what, figure, agrees, said, link };
    };
    let agrees = if last.count.finding() == CashFinding::Agrees { Agrees::Yes } else { Agrees::No };
    Compared {
        what,
        figure: format!("{} {}", last.date, last.count.sentence()),
        agrees,
        said: last.reason.clone(),
        link,
    }
}

fn imprest(period: Period, holder: &ImprestHolder) -> Compared {
    let (what, link) = (format!("{} 和清单、现金", holder.household.name), "imprest".to_owned());
    let Some(last) = holder.checks.iter().find(|c| Period::of(c.date) == period) else {
        let quiet = holder.book.is_zero() && holder.list().is_zero();
        let agrees = if quiet { Agrees::None } else { Agrees::Look };
        let figure = format!("账面 {} 元，清单 {} 元", holder.book, holder.list());
        return Compared { what, figure, agrees, said: "这个月没有核对".to_owned(), link };
    };
    let agrees = match (last.figures.agree(), &last.signed) {
        (false, _) => Agrees::No,
        (true, None) => Agrees::Look,
        (true, Some(_)) => Agrees::Yes,
    };
    let unsigned = if last.signed.is_none() { "等另一方签" } else { "" };
    let said = format!("{unsigned}{}", last.reason);
    Compared { what, figure: format!("{} {}", last.date, last.figures.sentence()), agrees, said, link }
}

fn sent(sent: &[SentStatement]) -> Compared {
    let disputed = sent.iter().filter(|s| s.answer.as_ref().is_some_and(|a| !a.agreed)).count();
    let agreed = sent.iter().filter(|s| s.answer.as_ref().is_some_and(|a| a.agreed)).count();
    let figure = format!("发 {} 户，相符 {agreed} 户，不符 {disputed} 户", sent.len());
    let (agrees, said) = match (sent.len(), disputed) {
        (0, _) => (Agrees::None, "没有发到这个月的对账单".to_owned()),
        (_, 1..) => (Agrees::No, format!("{disputed} 户不符")),
        (all, 0) if agreed < all => (Agrees::Look, format!("还有 {} 户没有回执", all - agreed)),
        (_, 0) => (Agrees::Yes, String::new()),
    };
    Compared { what: "往来和对方的回执".to_owned(), figure, agrees, said, link: "confirmations".to_owned() }
}
