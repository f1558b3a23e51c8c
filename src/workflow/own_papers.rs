use crate::evidence::{Document, DocumentKind};
use crate::kernel::Refused;

use super::business_item::BusinessItem;
use super::invoices::Bundle;
use super::paper_error::PaperRefusal;
use super::papers_needed::{PaperRule, PaperState, faults_of_papers, papers_needed, papers_there};
use super::submission::{Facts, SubmissionContent};

impl SubmissionContent {
    /// What its papers lack, and what they say against it. A resolution the ladder asks for is not asked for twice.
    pub(super) fn paper_faults(&self, facts: &Facts, ladder_asks_resolution: bool) -> Vec<Refused> {
        let mut papers = self.papers(facts.item, facts.rules, facts.documents);
        papers.retain(|p| !(ladder_asks_resolution && p.needed.need.is_resolution()));
        let mut faults = faults_of_papers(&papers, self.amount);
        if !self.witness.is_empty() && self.witness == self.handler {
            faults.push(PaperRefusal::WitnessIsHandler { name: self.witness.clone() }.into());
        }
        let Facts { documents, invoices, legal_name, .. } = *facts;
        faults.extend(Bundle { card: self.card, amount: self.amount, documents, invoices, legal_name }.faults());
        faults
    }

    /// Which papers this item brings at this amount, and which of them are there.
    pub(super) fn papers(
        &self,
        item: Option<&BusinessItem>,
        rules: &[PaperRule],
        documents: &[Document],
    ) -> Vec<PaperState> {
        let kinds: Vec<DocumentKind> = documents.iter().map(|d| d.kind).collect();
        let needed = item.map_or_else(Vec::new, |item| papers_needed(rules, item, self.amount));
        papers_there(needed, &kinds, &self.witness)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Money, Timestamp, UserId};
    use crate::workflow::card::{Card, PaidBy, WaitsFor};
    use crate::workflow::state::State;
    use crate::workflow::submission::Submission;

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

    #[test]
    fn what_came_later_is_in_the_digest_only_when_it_says_something() {
        let submission = |content: SubmissionContent| Submission {
            id: "0190b8a8a3b77c3e8a1c1f2d3e4f5a6b".parse().unwrap(),
            book: "0190b8a8a3b77c3e8a1c1f2d3e4f5a6c".parse().unwrap(),
            serial: 1,
            state: State::Draft,
            content,
            step: 0,
            waits_for: WaitsFor::Clerk,
            waiting_since: None,
            digest: None,
            made_by: UserId::new(),
            made_name: String::new(),
            made_at: Timestamp::parse("2025-09-12T02:00:00Z").unwrap(),
            submitted_at: None,
            draft: None,
            version: 1,
        };
        let digest = |content| submission(content).digest_of_content(&[]).hex();
        let plain = digest(electricity());
        // As it was before these fields were there.
        assert_eq!(plain, "38eb262d39c400b94783725f7b2779c5c649b1af2123a84ff66bd5ddb91286d1");
        assert_ne!(plain, digest(SubmissionContent { witness: "村民甲".into(), ..electricity() }));
        assert_ne!(plain, digest(SubmissionContent { receipt_no: "0012".into(), ..electricity() }));
    }
}
