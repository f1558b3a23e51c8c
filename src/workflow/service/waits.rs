use std::collections::{BTreeSet, HashMap};

use crate::auth::{self, Holding, Kinship, Reader, Role, Standing};
use crate::db::ReadTx;
use crate::kernel::{BookId, DraftId, Outcome, SubmissionId, Timestamp, UserId};
use crate::ledger::{self, DraftPlace};
use crate::village;

use crate::workflow::deadline::{Candidate, DeadlineRules, responsible};
use crate::workflow::station::Station;
use crate::workflow::store::{self, Books, Hands};
use crate::workflow::submission::Submission;
use crate::workflow::wait::{Wait, Waits};

use super::marking::own_or_near;
use super::reading::books_of;

/// What deadlines are counted by today.
pub async fn deadline_rules(tx: &mut ReadTx) -> Outcome<DeadlineRules> {
    Ok(DeadlineRules { policies: village::policies(tx).await?, calendar: village::working_days(tx).await? })
}

/// Everything that waits in the books this person sees: for whom by name, and until when. A few questions, however many.
pub async fn waits(tx: &mut ReadTx, by: &Standing, now: Timestamp) -> Outcome<Waits> {
    waits_of(tx, &books_of(by), now).await
}

/// The same for the reader's book.
pub async fn waits_in(tx: &mut ReadTx, reader: &Reader, now: Timestamp) -> Outcome<Waits> {
    waits_of(tx, &Books::These(vec![reader.book()]), now).await
}

/// The same for several books, for those who hold no standing of their own in them.
pub async fn waits_in_book(tx: &mut ReadTx, book: BookId, now: Timestamp) -> Outcome<Waits> {
    waits_of(tx, &Books::These(vec![book]), now).await
}

async fn waits_of(tx: &mut ReadTx, books: &Books, now: Timestamp) -> Outcome<Waits> {
    let on_the_way = store::on_the_way(tx, books).await?;
    if on_the_way.is_empty() {
        return Ok(Waits::default());
    }
    let rules = deadline_rules(tx).await?;
    let around = Around {
        hands: store::hands(tx, books).await?,
        signers: store::signers(tx, books).await?,
        holdings: auth::holdings(tx, now.date()).await?,
        kin: auth::kin_by_book(tx).await?,
        drafts: ledger::draft_places(tx).await?.into_iter().map(|d| (d.id, d)).collect(),
    };
    Ok(Waits::of(on_the_way.into_iter().filter_map(|s| around.wait(s, &rules, now)).collect()))
}

/// What stands around the items: asked once for all of them.
struct Around {
    hands: HashMap<SubmissionId, Hands>,
    signers: BTreeSet<(SubmissionId, UserId)>,
    holdings: Vec<Holding>,
    kin: HashMap<BookId, Kinship>,
    drafts: HashMap<DraftId, DraftPlace>,
}

impl Around {
    fn wait(&self, submission: Submission, rules: &DeadlineRules, now: Timestamp) -> Option<Wait> {
        let draft = submission.draft.and_then(|id| self.drafts.get(&id));
        let station = Station::of(submission.state, submission.waits_for, draft.map(|d| d.state))?;
        let since = draft.map(DraftPlace::since).or(submission.waiting_since)?;
        let hands = self.hands.get(&submission.id).cloned().unwrap_or_default();
        let (role, candidates) = self.candidates(&submission, station, draft);
        // Unfinished vouchers go back to who began them; what comes back to a clerk goes to who made it out.
        let first = match station {
            Station::Mend => Some(submission.made_by),
            Station::Voucher => draft.map(|d| d.prepared_by),
            _ => None,
        };
        let in_hand: Vec<UserId> = first.into_iter().chain(hands.who.iter().copied()).collect();
        let deadline = rules.deadline(submission.book, station, since, now.date());
        Some(Wait {
            role,
            whom: responsible(&candidates, &in_hand).map(|c| (c.id, c.name.clone())),
            escalated: rules.is_escalated(submission.book, &deadline, now.date()),
            reminded: hands.reminded,
            entries: hands.entries,
            deadline,
            submission,
        })
    }

    /// Who may take this step now: they hold the role, have not taken it yet, and it is neither their own claim nor a
    /// near relative's.
    fn candidates(
        &self,
        submission: &Submission,
        station: Station,
        draft: Option<&DraftPlace>,
    ) -> (Role, Vec<Candidate>) {
        let nobody = Kinship::default();
        let kin = self.kin.get(&submission.book).unwrap_or(&nobody);
        let may = |holding: &&Holding| match station {
            Station::Group | Station::Head | Station::Township => {
                !self.signers.contains(&(submission.id, holding.person))
                    && own_or_near(submission, kin, holding.person, &holding.name).is_none()
            }
            Station::Intake => submission.made_by != holding.person,
            Station::Review => draft.is_none_or(|d| d.prepared_by != holding.person),
            Station::Mend | Station::Voucher | Station::Posting => true,
        };
        let of = |role: Role| -> Vec<Candidate> {
            let holds = self.holdings.iter().filter(|h| h.role == role && h.book.is_none_or(|b| b == submission.book));
            let candidate = |h: &Holding| Candidate { id: h.person, name: h.name.clone(), since: h.since };
            holds.filter(may).map(candidate).collect()
        };
        let [first, second] = station.roles();
        let found = of(first);
        if !found.is_empty() {
            return (first, found);
        }
        let found = of(second);
        if found.is_empty() { (first, found) } else { (second, found) }
    }
}
