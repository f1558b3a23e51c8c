use crate::kernel::{Date, Money};
use crate::projects::ProjectStanding;

use super::cash_box::CashBox;

/// Everything a rule may look at when somebody acts. Whoever acts loads it.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Today.
    pub today: Date,
    /// What is about to happen.
    pub event: Event,
    /// Its papers.
    pub papers: Vec<Paper>,
    /// Where the same papers were used before, in sentences.
    pub used_before: Vec<String>,
    /// What the same book handed in around the same days.
    pub history: Vec<Past>,
    /// The cash of the book by day; `None` while nobody has said what it began with.
    pub cash: Option<CashBox>,
    /// The amounts at which its ladder takes another step.
    pub steps: Vec<Money>,
    /// Names of those who decide over the village's money.
    pub cadres: Vec<String>,
    /// What an invoice has to name as its buyer.
    pub legal_name: String,
    /// The project it belongs to, as it stands.
    pub project: Option<ProjectStanding>,
    /// The year's plan for its account; `None` without an adopted plan that covers it.
    pub plan: Option<Planned>,
}

/// What was planned for an account, and spent of it so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    /// Code of the planned account.
    pub account: String,
    /// For the year.
    pub planned: Money,
    /// Posted so far.
    pub spent: Money,
}

/// Where an event comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A clerk's 报账单.
    Submission,
    /// A voucher made by hand.
    Voucher,
}

/// What kind of spending it is, where a rule makes a difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nature {
    /// Anything else.
    Ordinary,
    /// 工资、劳务、补助: money to people by a list.
    Pay,
    /// Taxes, interest, debts, deposits: no invoice is made out for them.
    Settlement,
    /// Things that somebody has to receive: goods, equipment, works.
    Goods,
}

/// One economic event, as far as rules care.
#[derive(Clone, Debug)]
pub struct Event {
    /// Where it comes from.
    pub origin: Origin,
    /// The day it happened.
    pub date: Date,
    /// How much.
    pub amount: Money,
    /// True when the village pays somebody.
    pub spends: bool,
    /// True when somebody pays the village.
    pub earns: bool,
    /// Into the cash box.
    pub cash_in: Money,
    /// Out of the cash box.
    pub cash_out: Money,
    /// Out of a bank account.
    pub bank_out: Money,
    /// From or to whom.
    pub party: String,
    /// Why.
    pub reason: String,
    /// 经手人.
    pub handler: String,
    /// 证明人.
    pub witness: String,
    /// Which business item; empty for a voucher made by hand.
    pub kind: String,
    /// What people call it.
    pub kind_name: String,
    /// What kind of spending.
    pub nature: Nature,
    /// True for a grant that comes in, not a contribution of households.
    pub grant: bool,
    /// Codes of the accounts it is entered on, money left out.
    pub accounts: Vec<String>,
}

/// One paper, as far as rules care.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// What kind.
    pub kind: PaperKind,
    /// The day on it.
    pub date: Date,
    /// Whom an invoice names as its buyer; empty where nobody has read it.
    pub buyer: String,
}

/// What kind of paper, as far as rules care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaperKind {
    /// 发票.
    Invoice,
    /// 收据 or 签领单: proves who received the money.
    Receipt,
    /// 验收单.
    Acceptance,
    /// 银行回单.
    BankSlip,
    /// Anything else.
    Other,
}

/// Something the same book handed in before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Past {
    /// Its number.
    pub serial: i64,
    /// The day it happened.
    pub date: Date,
    /// From or to whom.
    pub party: String,
    /// Which business item.
    pub kind: String,
    /// How much.
    pub amount: Money,
    /// True when money went out.
    pub spends: bool,
    /// True while it is not in the books.
    pub underway: bool,
    /// What it puts into the cash box, negative when it takes out, while it is not in the books yet.
    pub cash_underway: Money,
    /// Cash it brings to the bank.
    pub banked: Money,
}

impl Facts {
    /// What is in the cash box at the end of a day and at the worst day from then on, after this event and what is
    /// under way; `None` where it is not known.
    pub(super) fn cash_after(&self) -> Option<CashBox> {
        let mut cash = self.cash.clone()?;
        for past in &self.history {
            cash.moves(past.date, past.cash_underway);
        }
        cash.moves(self.event.date, self.event.cash_in - self.event.cash_out);
        Some(cash)
    }
}

#[cfg(test)]
impl Facts {
    /// A payment through the bank of so many yuan, with nothing else around it, for the tests of single rules.
    pub(super) fn of_payment(yuan: i64) -> Facts {
        let today = "2025-09-20".parse().unwrap();
        let amount = Money::from_yuan(yuan);
        let event = Event {
            origin: Origin::Submission,
            date: today,
            amount,
            spends: true,
            earns: false,
            cash_in: Money::ZERO,
            cash_out: Money::ZERO,
            bank_out: amount,
            party: "某建材店".into(),
            reason: "维修材料".into(),
            handler: "报账员".into(),
            witness: String::new(),
            kind: "weixiu".into(),
            kind_name: "维修".into(),
            nature: Nature::Ordinary,
            grant: false,
            accounts: vec!["51401".into()],
        };
        Facts {
            today,
            event,
            papers: Vec::new(),
            used_before: Vec::new(),
            history: Vec::new(),
            cash: None,
            steps: Vec::new(),
            cadres: Vec::new(),
            legal_name: "李家村股份经济合作社".into(),
            project: None,
            plan: None,
        }
    }
}
