use chrono::{Datelike, Days};

use crate::app::App;
use crate::auth::{Accountant, Clerk, GroupMember};
use crate::checks;
use crate::evidence::{self, DocumentKind, NewDocument, ReceivedFile};
use crate::kernel::{Date, DraftId, Money, Outcome, Period, SubmissionId, Timestamp};
use crate::ledger;
use crate::village;
use crate::workflow::{self, Card, Entering, Opinion, SubmissionContent, Verdict};

use super::cast::{Cast, VillageCast};
use super::papers::{Beside, beside, drawn, number_of, title_of};
use super::picture::{Receipt, photographed};
use super::script::{Event, YEAR};
use super::year_end::{self, Surplus};

/// How far an event of the present month has come: the stages a visitor wants to see.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Draft,
    Submitted,
    OneMark,
    ForHead,
    Approved,
    Accepted,
    Reviewed,
    Posted,
    Returned,
}

/// The stages events of the present month are left at, in turn.
const STAGES: [Stage; 9] = [
    Stage::Posted,
    Stage::Submitted,
    Stage::Accepted,
    Stage::OneMark,
    Stage::Approved,
    Stage::ForHead,
    Stage::Reviewed,
    Stage::Returned,
    Stage::Draft,
];

/// One village's year, month by month: hand in, approve, book, reconcile, close.
pub(super) async fn live_through(app: &App, cast: &Cast, village: usize) -> Outcome<()> {
    let here = Village { app, cast, people: &cast.villages[village], index: village };
    let present = Period::of(cast.today.date());
    for month in cast.first.through(present) {
        if month < present {
            here.whole_month(month).await?;
        } else {
            here.present_month(month).await?;
        }
    }
    Ok(())
}

struct Village<'a> {
    app: &'a App,
    cast: &'a Cast,
    people: &'a VillageCast,
    index: usize,
}

impl Village<'_> {
    /// A moment of a day in China, never later than the moment the demo is made.
    fn at(&self, day: Date, hour: u32) -> Timestamp {
        let text = format!("{day}T{hour:02}:00:00+08:00");
        Timestamp::parse(&text).unwrap_or(self.cast.today).min(self.cast.today)
    }

    fn events(month: Period) -> impl Iterator<Item = (usize, &'static Event)> {
        let happens = move |e: &&Event| e.months.is_empty() || e.months.contains(&month.month());
        YEAR.iter().filter(happens).enumerate()
    }

    /// A month long past: everything handed in, signed on the 理财日, booked, reconciled, closed.
    async fn whole_month(&self, month: Period) -> Outcome<()> {
        let mut handed_in = Vec::new();
        for (n, event) in Village::events(month) {
            handed_in.push(self.hand_in(month, n, event).await?);
        }
        let last = month.last_day();
        for id in &handed_in {
            self.group_signs(*id, 4, last).await?;
            self.head_signs(*id, last).await?;
        }
        let mut drafts = Vec::new();
        for id in handed_in {
            let draft = self.accept(id, last).await?;
            self.review(draft, last).await?;
            drafts.push(draft);
        }
        self.post(drafts, last).await?;
        super::bank::bring_statement(self.app, self.cast, self.people, month).await?;
        let quarter_is_over = month.quarter() < Period::of(self.cast.today.date()).quarter();
        // In the quarter under way the villages stand at different points.
        if quarter_is_over || self.index.is_multiple_of(2) {
            super::bank::reconcile(self.app, self.cast, self.people, month).await?;
        }
        if quarter_is_over || self.index.is_multiple_of(4) {
            self.close(month).await?;
        }
        Ok(())
    }

    /// The month under way: what has happened so far is left at every stage.
    async fn present_month(&self, month: Period) -> Outcome<()> {
        let today = self.cast.today.date();
        for (n, event) in Village::events(month) {
            if self.day_of(month, event) > today {
                continue;
            }
            self.leave_at(month, n, event, STAGES[(n + self.index) % STAGES.len()]).await?;
        }
        Ok(())
    }

    fn day_of(&self, month: Period, event: &Event) -> Date {
        month.first_day().with_day0(event.day - 1).unwrap_or(month.last_day())
    }

    async fn leave_at(&self, month: Period, n: usize, event: &Event, stage: Stage) -> Outcome<()> {
        let today = self.cast.today.date();
        if stage == Stage::Draft {
            let (clerk, content) = self.written(month, n, event).await?;
            let (key, now) = (format!("demo-{month}-{n}"), self.at(today, 8));
            let write = self
                .app
                .db
                .write(move |tx| Box::pin(async move { workflow::create_draft(tx, &clerk, &key, content, now).await }));
            return write.await.map(drop);
        }
        let id = self.hand_in(month, n, event).await?;
        let days_later = |days: u64| {
            let day = self.day_of(month, event);
            day.checked_add_days(Days::new(days)).unwrap_or(day).min(today)
        };
        let marks = match stage {
            Stage::Draft | Stage::Submitted => 0,
            Stage::OneMark => 1,
            Stage::ForHead | Stage::Approved | Stage::Accepted | Stage::Reviewed | Stage::Posted | Stage::Returned => 3,
        };
        self.group_signs(id, marks, days_later(2)).await?;
        if matches!(stage, Stage::Draft | Stage::Submitted | Stage::OneMark | Stage::ForHead) {
            return Ok(());
        }
        self.head_signs(id, days_later(3)).await?;
        match stage {
            Stage::Returned => return self.give_back(id, days_later(4)).await,
            Stage::Approved => return Ok(()),
            _ => {}
        }
        let draft = self.accept(id, days_later(4)).await?;
        if matches!(stage, Stage::Reviewed | Stage::Posted) {
            self.review(draft, days_later(5)).await?;
        }
        if stage == Stage::Posted {
            self.post(vec![draft], days_later(5)).await?;
        }
        Ok(())
    }

    fn amount(&self, month: Period, n: usize, event: &Event) -> Money {
        let swing =
            i64::try_from((usize::try_from(month.month()).unwrap_or(1) * 7 + n * 5 + self.index * 3) % 19).unwrap_or(0);
        let fen = event.yuan * self.people.scale;
        let round = event.yuan % 100 == 0;
        Money::from_fen(if round { fen } else { fen + swing * 37 })
    }

    /// The papers that have to lie beside a receipt of this amount.
    async fn photographs_of(
        &self,
        receipt: &Receipt<'_>,
        kinds: Vec<DocumentKind>,
    ) -> Outcome<Vec<(DocumentKind, ReceivedFile)>> {
        let mut papers = Vec::with_capacity(kinds.len());
        for kind in kinds {
            let name = format!("{}.jpg", kind.in_chinese());
            papers.push((kind, self.app.files.keep(&name, &photographed(&drawn(receipt, kind))?).await?));
        }
        Ok(papers)
    }

    /// The clerk photographs the paper and writes the submission.
    async fn written(&self, month: Period, n: usize, event: &Event) -> Outcome<(Clerk, SubmissionContent)> {
        let book = &self.people.book;
        let clerk = self.people.clerk.clerk(book.id)?;
        let (amount, date) = (self.amount(month, n, event), self.day_of(month, event));
        let pays = event.card != Card::Income;
        let number = number_of(&book.code, date, n, self.index);
        let receipt = Receipt {
            title: title_of(event.paper),
            number: &number,
            date,
            payer: if pays { &book.legal_name } else { event.party },
            payee: if pays { event.party } else { &book.legal_name },
            what: event.reason,
            amount,
        };
        let file = self.app.files.keep("票据.jpg", &photographed(&receipt)?).await?;
        let Beside { kinds, witness } = beside(event, amount);
        let more = self.photographs_of(&receipt, kinds).await?;
        let (by, now) = (clerk.clone(), self.at(date, 16));
        let event = *event;
        let issuer = if event.party.is_empty() { "县农村商业银行青溪支行" } else { event.party };
        let invoice_no = if event.paper == DocumentKind::Invoice { number } else { String::new() };
        let legal_name = book.legal_name.clone();
        // What a rule warns of is told where it happens; below the floor there is nothing to tell.
        let why = if amount < Money::from_yuan(1_000) { "" } else { event.why };
        let content = self.app.db.write(move |tx| {
            Box::pin(async move {
                let file = evidence::store_file(tx, &by, file, now).await?;
                let paper = NewDocument {
                    kind: event.paper,
                    date,
                    issuer: issuer.to_owned(),
                    payee: if event.card == Card::Income { legal_name } else { issuer.to_owned() },
                    amount,
                    invoice_no,
                    files: vec![file],
                    replaces: None,
                };
                let mut documents = vec![evidence::add_document(tx, &by, paper.clone(), now).await?];
                for (kind, file) in more {
                    let files = vec![evidence::store_file(tx, &by, file, now).await?];
                    let invoice_no = String::new();
                    let other = NewDocument { kind, amount: Money::ZERO, invoice_no, files, ..paper.clone() };
                    documents.push(evidence::add_document(tx, &by, other, now).await?);
                }
                let households = village::households(tx, by.book()).await?;
                let projects = village::projects(tx, by.book()).await?;
                Ok(SubmissionContent {
                    card: event.card,
                    item: event.item.to_owned(),
                    date: Some(date),
                    amount,
                    other_party: event.party.to_owned(),
                    reason: event.reason.to_owned(),
                    handler: by.actor().name.clone(),
                    witness: witness.to_owned(),
                    receipt_no: String::new(),
                    paid_by: event.paid_by,
                    household: households.iter().find(|h| h.name == event.household).map(|h| h.id),
                    counterparty: None,
                    project: projects.iter().find(|p| p.name == event.project).map(|p| p.id),
                    documents,
                    explanation: why.to_owned(),
                })
            })
        });
        Ok((clerk, content.await?))
    }

    async fn hand_in(&self, month: Period, n: usize, event: &Event) -> Outcome<SubmissionId> {
        let (clerk, content) = self.written(month, n, event).await?;
        let (key, now) = (format!("demo-{month}-{n}"), self.at(self.day_of(month, event), 17));
        let write = self
            .app
            .db
            .write(move |tx| Box::pin(async move { workflow::hand_in(tx, &clerk, &key, content, now).await }));
        write.await
    }

    async fn group_signs(&self, id: SubmissionId, marks: usize, day: Date) -> Outcome<()> {
        let book = self.people.book.id;
        for (i, member) in self.people.group.iter().take(marks.min(3)).enumerate() {
            let (by, now): (GroupMember, _) =
                (member.group_member(book)?, self.at(day, 9 + u32::try_from(i).unwrap_or(0)));
            let (looks, opinion) = (member.reader(book)?, self.agrees(id).await?);
            let write = self.app.db.write(move |tx| {
                Box::pin(async move {
                    workflow::open_papers(tx, &looks, id, now).await?;
                    workflow::mark_as_member(tx, &by, id, opinion, now).await
                })
            });
            write.await?;
        }
        Ok(())
    }

    async fn head_signs(&self, id: SubmissionId, day: Date) -> Outcome<()> {
        let (book, head, now) = (self.people.book.id, &self.people.head, self.at(day, 14));
        let (by, looks, opinion) = (head.village_head(book)?, head.reader(book)?, self.agrees(id).await?);
        let write = self.app.db.write(move |tx| {
            Box::pin(async move {
                workflow::open_papers(tx, &looks, id, now).await?;
                workflow::mark_as_head(tx, &by, id, opinion, now).await
            })
        });
        write.await.map(drop)
    }

    /// 同意, on the content as it stands.
    async fn agrees(&self, id: SubmissionId) -> Outcome<Opinion> {
        let (_, seen) = self.standing_of(id).await?;
        Ok(Opinion { verdict: Verdict::Agree, words: String::new(), seen })
    }

    async fn standing_of(&self, id: SubmissionId) -> Outcome<(i64, crate::kernel::Digest)> {
        let reader = self.people.clerk.reader(self.people.book.id)?;
        let mut tx = self.app.db.read().await?;
        let thread = workflow::thread(&mut tx, &reader, id, self.cast.today).await?;
        let submission = thread.submission;
        Ok((submission.version, submission.digest.unwrap_or(crate::kernel::Digest::GENESIS)))
    }

    fn accountant(&self) -> Outcome<Accountant> {
        Ok(self.people.accountant.accountant(self.people.book.id)?)
    }

    async fn give_back(&self, id: SubmissionId, day: Date) -> Outcome<()> {
        let (by, now) = (self.accountant()?, self.at(day, 15));
        let (version, _) = self.standing_of(id).await?;
        let write = self.app.db.write(move |tx| {
            Box::pin(async move {
                let reasons = ["handler".to_owned(), "unclear".to_owned()];
                workflow::return_to_clerk(tx, &by, id, version, &reasons, "请补拍一张,印章要清楚", now).await
            })
        });
        write.await
    }

    async fn accept(&self, id: SubmissionId, day: Date) -> Outcome<DraftId> {
        let (by, now) = (self.accountant()?, self.at(day, 15));
        let (version, _) = self.standing_of(id).await?;
        let write = self.app.db.write(move |tx| {
            Box::pin(async move { workflow::accept(tx, &by, id, version, Entering::AsProposed(None), now).await })
        });
        write.await
    }

    async fn review(&self, draft: DraftId, day: Date) -> Outcome<()> {
        let (by, now) = (self.cast.chief.accountant(self.people.book.id)?, self.at(day, 16));
        let write = self.app.db.write(move |tx| {
            Box::pin(async move {
                let version = ledger::draft(tx, by.book(), draft).await?.version;
                workflow::review(tx, &by, draft, version, "", now).await
            })
        });
        write.await
    }

    async fn post(&self, drafts: Vec<DraftId>, day: Date) -> Outcome<()> {
        let (by, now) = (self.accountant()?, self.at(day, 17));
        let write = self.app.db.write(move |tx| Box::pin(async move { workflow::post(tx, &by, &drafts, now).await }));
        write.await.map(drop)
    }

    /// Closes a month; December behind its year end, and the first village seals the year.
    async fn close(&self, month: Period) -> Outcome<()> {
        let (year, ends) = (month.year(), month == month.year().last_period());
        let first = self.index == 0;
        if ends {
            let surplus = if first { Surplus::Distributed } else { Surplus::Kept };
            year_end::carry(self.app, self.cast, self.people, (year, surplus), self.at(month.last_day(), 18)).await?;
        }
        let (by, now) = (self.cast.chief.accountant(self.people.book.id)?, self.at(month.next().first_day(), 17));
        let write =
            self.app.db.write(move |tx| Box::pin(async move { checks::close_period(tx, &by, month, now).await }));
        write.await?;
        if ends && first {
            year_end::seal(self.app, self.cast, self.people, year, now).await?;
        }
        Ok(())
    }
}
