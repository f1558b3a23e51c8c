use crate::evidence::{Document, DocumentKind, KeptInvoice, faults_of_bundle, faults_of_pay_lists};
use crate::kernel::{
    BookId, CounterpartyId, Date, Digest, DigestInput, DocumentId, DraftId, HouseholdId, Money, ProjectId, Refused,
    SubmissionId, Timestamp, UserId,
};
use crate::village::Dimensions;

use super::business_item::{BusinessItem, Need};
use super::card::{Card, PaidBy, WaitsFor};
use super::error::WorkflowRefusal as W;
use super::ladder::Step;
use super::papers_needed::PaperRule;
use super::state::State;

/// Longest 事由; what the board sheet and the voucher can carry.
pub const REASON_LIMIT: usize = 60;
/// Longest name of the other party.
pub const PARTY_LIMIT: usize = 40;
/// Longest name of the handler.
pub const HANDLER_LIMIT: usize = 20;
/// Longest 收据号.
pub const RECEIPT_NO_LIMIT: usize = 20;
/// Longest reason for going on with a warning.
pub const EXPLANATION_LIMIT: usize = 100;
/// Most source documents in one bundle.
pub const DOCUMENT_LIMIT: usize = 50;

/// What the clerk says happened, in plain words. A draft may lack anything.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SubmissionContent {
    /// 收 支 转 欠.
    pub card: Card,
    /// Code of the business item; empty until chosen.
    pub item: String,
    /// The day it happened; `None` until given.
    pub date: Option<Date>,
    /// How much; nothing until given.
    pub amount: Money,
    /// From or to whom.
    pub other_party: String,
    /// Why.
    pub reason: String,
    /// 经手人.
    pub handler: String,
    /// 证明人, besides the handler.
    pub witness: String,
    /// 收据号: the receipt of the book's own that an income was given on; empty on every other card.
    pub receipt_no: String,
    /// How the money went.
    pub paid_by: PaidBy,
    /// The household or sub-unit, where the item needs one.
    pub household: Option<HouseholdId>,
    /// The counterparty, where the item needs one.
    pub counterparty: Option<CounterpartyId>,
    /// The project, where the item needs one.
    pub project: Option<ProjectId>,
    /// Its source documents, in order.
    pub documents: Vec<DocumentId>,
    /// Why all the same, where a rule warns; the village signs it with the rest.
    pub explanation: String,
}

/// 报账单 — one economic event on its way from a receipt to the books.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Id.
    pub id: SubmissionId,
    /// Whose money.
    pub book: BookId,
    /// Its number within the book, for people.
    pub serial: i64,
    /// Where it stands.
    pub state: State,
    /// What it says.
    pub content: SubmissionContent,
    /// The ladder step it waits at, 1-based; 0 outside 审批中.
    pub step: i64,
    /// Whom it waits for.
    pub waits_for: WaitsFor,
    /// Since when; `None` when it waits for nobody.
    pub waiting_since: Option<Timestamp>,
    /// What the marks approve; `None` before it was ever handed in.
    pub digest: Option<Digest>,
    /// The clerk.
    pub made_by: UserId,
    /// The clerk's name.
    pub made_name: String,
    /// When it was begun.
    pub made_at: Timestamp,
    /// When it was last handed in.
    pub submitted_at: Option<Timestamp>,
    /// The draft voucher made of it.
    pub draft: Option<DraftId>,
    /// Names the state that was read.
    pub version: i64,
}

/// What has to be looked up before a submission can be judged.
pub(super) struct Facts<'a> {
    /// The business item its code names.
    pub(super) item: Option<&'a BusinessItem>,
    /// Today.
    pub(super) today: Date,
    /// Its documents, all of its book.
    pub(super) documents: &'a [Document],
    /// What the book knows.
    pub(super) dimensions: &'a Dimensions,
    /// The ladder it will have to climb.
    pub(super) steps: &'a [Step],
    /// Which papers the township asks for.
    pub(super) rules: &'a [PaperRule],
    /// The electronic invoices among its files.
    pub(super) invoices: &'a [KeptInvoice],
    /// What an invoice must call the book.
    pub(super) legal_name: &'a str,
}

impl SubmissionContent {
    /// An empty card.
    pub fn blank(card: Card) -> SubmissionContent {
        SubmissionContent {
            card,
            item: String::new(),
            date: None,
            amount: Money::ZERO,
            other_party: String::new(),
            reason: String::new(),
            handler: String::new(),
            witness: String::new(),
            receipt_no: String::new(),
            paid_by: card.ways()[0],
            household: None,
            counterparty: None,
            project: None,
            documents: Vec::new(),
            explanation: String::new(),
        }
    }

    /// The same, without blanks around its words.
    pub fn trimmed(mut self) -> SubmissionContent {
        let named = [&mut self.item, &mut self.other_party, &mut self.handler, &mut self.witness];
        for text in named.into_iter().chain([&mut self.reason, &mut self.explanation]) {
            *text = text.trim().to_owned();
        }
        self.receipt_no = match self.card {
            Card::Income => self.receipt_no.trim().to_uppercase(),
            Card::Expense | Card::Transfer | Card::Debt => String::new(),
        };
        self
    }

    /// What even a draft may not hold: it could not be kept, or it is not this book's.
    pub(super) fn faults_of_draft(&self, documents: &[Document], dimensions: &Dimensions) -> Vec<Refused> {
        let mut faults: Vec<W> = Vec::new();
        if self.amount.is_negative() {
            faults.push(W::AmountNegative { amount: self.amount });
        }
        if self.amount > Money::LIMIT {
            faults.push(W::AmountTooLarge { amount: self.amount, limit: Money::LIMIT });
        }
        let words = [
            ("对方", "other_party", &self.other_party, PARTY_LIMIT),
            ("事由", "reason", &self.reason, REASON_LIMIT),
            ("经手人", "handler", &self.handler, HANDLER_LIMIT),
            ("证明人", "witness", &self.witness, HANDLER_LIMIT),
            ("收据号", "receipt_no", &self.receipt_no, RECEIPT_NO_LIMIT),
            ("理由", "explanation", &self.explanation, EXPLANATION_LIMIT),
        ];
        for (what, field, text, limit) in words {
            let length = text.chars().count();
            if length > limit {
                faults.push(W::TooLong { what, length, limit, field });
            }
        }
        faults.extend(self.foreign_parties(dimensions));
        if documents.len() != self.documents.len() {
            faults.push(W::DocumentForeign);
        }
        if self.documents.len() > DOCUMENT_LIMIT {
            faults.push(W::TooManyDocuments { count: self.documents.len(), limit: DOCUMENT_LIMIT });
        }
        faults.into_iter().map(Refused::from).collect()
    }

    fn foreign_parties(&self, dimensions: &Dimensions) -> Vec<W> {
        let foreign = |known: bool, need: Need| (!known).then_some(W::ForeignParty { what: need.in_chinese() });
        let household = self.household.is_none_or(|id| dimensions.households.iter().any(|h| h.id == id));
        let counterparty = self.counterparty.is_none_or(|id| dimensions.counterparties.iter().any(|c| c.id == id));
        let project = self.project.is_none_or(|id| dimensions.projects.iter().any(|p| p.id == id));
        [
            foreign(household, Need::Household),
            foreign(counterparty, Need::Counterparty),
            foreign(project, Need::Project),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Everything that keeps it from being handed in, at once (一次性告知).
    pub(super) fn faults(&self, facts: &Facts) -> Vec<Refused> {
        let mut faults = self.faults_of_draft(facts.documents, facts.dimensions);
        let mut own: Vec<W> = Vec::new();
        if self.amount.is_zero() {
            own.push(W::AmountMissing);
        }
        match self.date {
            None => own.push(W::DateMissing),
            Some(date) if date > facts.today => {
                own.push(W::DateInFuture { date: date.to_string(), today: facts.today.to_string() });
            }
            Some(_) => {}
        }
        if self.reason.is_empty() {
            own.push(W::ReasonEmpty);
        }
        if self.other_party.is_empty() && self.card.names_other_party() {
            own.push(W::OtherPartyEmpty { card: self.card.in_chinese() });
        }
        own.extend(self.item_faults(facts.item));
        if self.documents.is_empty() && self.card == Card::Expense {
            own.push(W::DocumentMissing);
        }
        let needed = facts.steps.iter().filter(|s| s.approver.needs_resolution()).count();
        let attached = facts.documents.iter().filter(|d| d.kind == DocumentKind::Resolution).count();
        if attached < needed {
            own.push(W::ResolutionMissing { amount: self.amount, needed, attached });
        }
        faults.extend(own.into_iter().map(Refused::from));
        faults.extend(self.paper_faults(facts, needed > 0));
        faults.extend(faults_of_pay_lists(facts.documents, self.amount));
        faults.extend(faults_of_bundle(facts.documents).into_iter().map(|r| r.at_field("documents")));
        faults
    }

    fn item_faults(&self, item: Option<&BusinessItem>) -> Vec<W> {
        let Some(item) = item else {
            let unknown = W::UnknownItem { item: self.item.chars().take(20).collect() };
            return vec![if self.item.is_empty() { W::ItemMissing } else { unknown }];
        };
        let mut faults = Vec::new();
        if item.card != self.card {
            let (item, its, card) = (item.name.clone(), item.card.in_chinese(), self.card.in_chinese());
            return vec![W::ItemOfOtherCard { item, its, card }];
        }
        if !item.ways.contains(&self.paid_by) {
            let ways = item.ways.iter().map(|w| w.in_chinese()).collect::<Vec<_>>().join("、");
            faults.push(W::WayIllegal { item: item.name.clone(), way: self.paid_by.in_chinese(), ways });
        }
        for need in &item.needs {
            let named = match need {
                Need::Household => self.household.is_some(),
                Need::Counterparty => self.counterparty.is_some(),
                Need::Project => self.project.is_some(),
            };
            if !named {
                let field = match need {
                    Need::Household => "household",
                    Need::Counterparty => "counterparty",
                    Need::Project => "project",
                };
                faults.push(W::PartyMissing { item: item.name.clone(), what: need.in_chinese(), field });
            }
        }
        faults
    }
}

impl Submission {
    /// `报账单 第12号`.
    pub fn label(&self) -> String {
        format!("报账单 第{}号", self.serial)
    }

    /// What a mark stands for: every word, every amount, every source document.
    pub(super) fn digest_of_content(&self, documents: &[Document]) -> Digest {
        let content = &self.content;
        let mut input = DigestInput::new("submission/1");
        input
            .field("id", self.id)
            .field("book", self.book)
            .field("card", content.card)
            .field("item", &content.item)
            .field("date", content.date.map(|d| d.to_string()).unwrap_or_default())
            .field("fen", content.amount.fen())
            .field("other_party", &content.other_party)
            .field("reason", &content.reason)
            .field("handler", &content.handler)
            .field("paid_by", content.paid_by)
            .field("household", content.household.map(HouseholdId::text).unwrap_or_default())
            .field("counterparty", content.counterparty.map(CounterpartyId::text).unwrap_or_default())
            .field("project", content.project.map(ProjectId::text).unwrap_or_default());
        // Fields that came later stand in the digest only when they say something: marks given before keep their worth.
        for (name, said) in [("witness", &content.witness), ("receipt_no", &content.receipt_no)] {
            if !said.is_empty() {
                input.field(name, said);
            }
        }
        for document in documents {
            input.field("document", document.digest);
        }
        if !content.explanation.is_empty() {
            input.field("explanation", &content.explanation);
        }
        input.digest()
    }

    /// True when this person asks for the money, receives it or made the item out: no one signs his own claim.
    pub(super) fn is_claim_of(&self, person: UserId, name: &str) -> bool {
        self.made_by == person || self.content.handler == name || self.content.other_party == name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::business_item::business_item;
    use crate::workflow::ladder::Ladder;

    fn electricity() -> SubmissionContent {
        SubmissionContent {
            item: "dianfei".into(),
            date: Some("2025-09-12".parse().unwrap()),
            amount: Money::from_yuan(356),
            other_party: "县供电所".into(),
            reason: "村部8月电费".into(),
            handler: "报账员".into(),
            paid_by: PaidBy::Bank,
            ..SubmissionContent::blank(Card::Expense)
        }
    }

    fn codes(content: &SubmissionContent) -> String {
        let dimensions = Dimensions::default();
        let steps = Ladder::standard().steps(content.card, content.amount);
        let facts = Facts {
            item: business_item(&content.item),
            today: "2025-09-30".parse().unwrap(),
            documents: &[],
            dimensions: &dimensions,
            steps: &steps,
            rules: PaperRule::defaults(),
            invoices: &[],
            legal_name: "柳溪村股份经济合作社",
        };
        let faults = content.clone().trimmed().faults(&facts);
        faults.iter().map(|r| r.code.trim_start_matches("workflow.")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let day = |text: &str| Some(text.parse::<Date>().unwrap());
        let cases: [(SubmissionContent, &str); 13] = [
            (electricity(), "document_missing"),
            (
                SubmissionContent { amount: Money::from_yuan(5_000), ..electricity() },
                "document_missing witness_missing paper_missing",
            ),
            (SubmissionContent { witness: " 报账员".into(), ..electricity() }, "document_missing witness_is_handler"),
            (SubmissionContent { witness: "长".repeat(21), ..electricity() }, "too_long document_missing"),
            (SubmissionContent { card: Card::Income, ..electricity() }, "item_of_other_card"),
            (SubmissionContent { amount: Money::from_fen(-1), ..electricity() }, "amount_negative document_missing"),
            (SubmissionContent { amount: Money::ZERO, ..electricity() }, "amount_missing document_missing"),
            (
                SubmissionContent { amount: Money::LIMIT + Money::from_fen(1), ..electricity() },
                "amount_too_large document_missing witness_missing paper_missing",
            ),
            (
                SubmissionContent { date: day("2025-10-01"), reason: "  ".into(), ..electricity() },
                "date_in_future reason_empty document_missing",
            ),
            (SubmissionContent { reason: "长".repeat(61), ..electricity() }, "too_long document_missing"),
            (SubmissionContent { paid_by: PaidBy::ToCash, ..electricity() }, "way_illegal document_missing"),
            (
                SubmissionContent { item: "gongcheng-jindu".into(), paid_by: PaidBy::Cash, ..electricity() },
                "way_illegal party_missing document_missing",
            ),
            (
                SubmissionContent::blank(Card::Debt),
                "amount_missing date_missing reason_empty other_party_empty item_missing",
            ),
        ];
        for (content, told) in cases {
            assert_eq!(codes(&content), told, "{content:?}");
        }
    }
}
