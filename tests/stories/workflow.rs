//! 报账 → 理财 → 审核 → 记账, through the use-cases, on both engines.

use std::cell::Cell;

use futures_util::FutureExt;
use mingzhang::db::Db;
use mingzhang::evidence::{self, DocumentKind, FileStore, NewDocument};
use mingzhang::kernel::{Date, DocumentId, DraftId, Money, Outcome, SubmissionId, Timestamp};
use mingzhang::ledger::{self, PostedVoucher};
use mingzhang::workflow::{
    self, Approver, Card, Entering, LadderRow, Opinion, PaidBy, State, SubmissionContent, Thread, Verdict, WaitsFor,
};

use crate::support::each_engine;
use crate::township::{self, OpenBook, Town, at, date};

/// One book at work: what people do, in their words.
struct Village {
    db: Db,
    town: Town,
    store: FileStore,
    _folder: tempfile::TempDir,
    photos: Cell<u8>,
}

fn noon() -> Timestamp {
    at("2025-09-20T04:00:00Z")
}

/// Runs one use-case for somebody.
macro_rules! done {
    ($village:expr, |$tx:ident| $act:expr) => {
        $village.db.write(move |$tx| async move { $act }.boxed()).await
    };
}

impl Village {
    async fn at_work(db: Db) -> Village {
        let town = township::open(&db, &["李家村", "王家村"]).await;
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::at(folder.path(), 5_000_000);
        Village { db, town, store, _folder: folder, photos: Cell::new(0) }
    }

    fn book(&self) -> &OpenBook {
        &self.town.books[0]
    }

    async fn paper(&self, kind: DocumentKind) -> DocumentId {
        self.photos.set(self.photos.get() + 1);
        let file = self.store.keep("票据.jpg", &township::photo(self.photos.get())).await.expect("kept");
        let by = self.book().clerk();
        done!(self, |tx| {
            let file = evidence::store_file(tx, &by, file, noon()).await?;
            let new = NewDocument {
                kind,
                date: date("2025-09-10"),
                issuer: "县供电所".into(),
                payee: String::new(),
                amount: Money::from_yuan(356),
                invoice_no: String::new(),
                files: vec![file],
                replaces: None,
            };
            evidence::add_document(tx, &by, new, noon()).await
        })
        .expect("a document")
    }

    async fn electricity(&self) -> SubmissionContent {
        SubmissionContent {
            item: "dianfei".into(),
            date: Some(date("2025-09-12")),
            amount: Money::from_yuan(356),
            other_party: "县供电所".into(),
            reason: "村部8月电费".into(),
            handler: "报账员".into(),
            paid_by: PaidBy::Bank,
            documents: vec![self.paper(DocumentKind::Receipt).await],
            ..SubmissionContent::blank(Card::Expense)
        }
    }

    async fn hands_in(&self, key: &'static str, content: SubmissionContent) -> Outcome<SubmissionId> {
        let by = self.book().clerk();
        done!(self, |tx| workflow::hand_in(tx, &by, key, content, noon()).await)
    }

    async fn thread(&self, id: SubmissionId) -> Thread {
        let mut tx = self.db.read().await.expect("reading");
        workflow::thread(&mut tx, &self.book().reader(), id, noon()).await.expect("there")
    }

    async fn says(&self, id: SubmissionId, verdict: Verdict, words: &str) -> Opinion {
        Opinion { verdict, words: words.into(), seen: self.thread(id).await.submission.digest.expect("handed in") }
    }

    async fn member(&self, number: usize, id: SubmissionId, verdict: Verdict, words: &str) -> Outcome<State> {
        let (by, opinion) = (self.book().member(number), self.says(id, verdict, words).await);
        done!(self, |tx| workflow::mark_as_member(tx, &by, id, opinion, noon()).await)
    }

    async fn head(&self, id: SubmissionId) -> Outcome<State> {
        let (by, opinion) = (self.book().head(), self.says(id, Verdict::Agree, "").await);
        done!(self, |tx| workflow::mark_as_head(tx, &by, id, opinion, noon()).await)
    }

    async fn approves(&self, id: SubmissionId) {
        for number in 0..3 {
            self.member(number, id, Verdict::Agree, "").await.expect("marked");
        }
        assert_eq!(self.head(id).await.expect("marked"), State::Approved);
    }

    async fn returns(&self, id: SubmissionId, reasons: &[&str]) -> Outcome<()> {
        let (by, version) = (self.book().accountant(), self.thread(id).await.submission.version);
        let reasons: Vec<String> = reasons.iter().map(|r| (*r).to_owned()).collect();
        done!(self, |tx| workflow::return_to_clerk(tx, &by, id, version, &reasons, "", noon()).await)
    }

    async fn accepts(&self, id: SubmissionId) -> Outcome<DraftId> {
        let (by, version) = (self.book().accountant(), self.thread(id).await.submission.version);
        done!(self, |tx| workflow::accept(tx, &by, id, version, Entering::AsProposed(None), noon()).await)
    }

    async fn reviews_and_posts(&self, drafts: Vec<DraftId>) -> Outcome<Vec<PostedVoucher>> {
        let by = self.town.reviewer(self.book());
        done!(self, |tx| {
            for id in &drafts {
                let version = ledger::draft(tx, by.book(), *id).await?.version;
                ledger::review(tx, &by, *id, version, noon()).await?;
            }
            workflow::post(tx, &by, &drafts, noon()).await
        })
    }
}

#[tokio::test]
async fn 一张电费单_从报账到记账() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let content = v.electricity().await;
        let id = v.hands_in("甲", content.clone()).await.expect("handed in");
        assert_eq!(id, v.hands_in("甲", content).await.expect("the second click"), "a double click is one submission");
        assert_eq!(v.thread(id).await.submission.waits_for, WaitsFor::FinanceGroup);
        assert!(v.head(id).await.unwrap_err().is("workflow.not_your_turn"), "the group comes before the head");
        v.approves(id).await;

        let draft = v.accepts(id).await.expect("accepted");
        assert_eq!(draft, v.accepts(id).await.expect("the second click"));
        let posted = v.reviews_and_posts(vec![draft]).await.expect("posted");
        let thread = v.thread(id).await;
        assert_eq!(thread.submission.state, State::Booked);
        assert_eq!(thread.submission.waits_for, WaitsFor::Nobody);
        assert_eq!(posted[0].submission, Some(id));
        assert_eq!(posted[0].document_count, 1);
        assert_eq!(posted[0].documents[0].1, thread.documents[0].digest, "the voucher carries its paper's digest");
        assert!(posted[0].entries[0].summary.contains("村部8月电费"));
        let acts: Vec<State> = thread.entries.iter().map(|e| e.to).collect();
        assert_eq!(acts[0], State::Submitted);
        assert_eq!(acts[acts.len() - 1], State::Booked);
        assert_eq!((thread.rungs[0].tally.agreed, thread.rungs[0].seats), (3, 5));
    })
    .await;
}

#[tokio::test]
async fn 退回补正后_原来的签署作废_仍看得见() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let content = v.electricity().await;
        let id = v.hands_in("甲", content.clone()).await.expect("handed in");
        v.approves(id).await;
        assert!(v.returns(id, &["no-such"]).await.unwrap_err().is("workflow.unknown_reason"));
        assert!(v.returns(id, &[]).await.unwrap_err().is("workflow.words_missing"));
        v.returns(id, &["seal", "amount"]).await.expect("returned");
        let thread = v.thread(id).await;
        assert_eq!(thread.to_mend().expect("reasons").reasons.len(), 2);

        let (by, version) = (v.book().clerk(), thread.submission.version);
        let mended = SubmissionContent { amount: Money::from_yuan(365), ..content };
        let stale = version - 1;
        let (other, same) = (by.clone(), mended.clone());
        let refused = done!(v, |tx| workflow::save_draft(tx, &other, id, stale, same, noon()).await);
        assert!(refused.unwrap_err().is("workflow.stale"));
        done!(v, |tx| {
            workflow::save_draft(tx, &by, id, version, mended, noon()).await?;
            workflow::submit(tx, &by, id, version + 1, noon()).await
        })
        .expect("handed in again");
        let thread = v.thread(id).await;
        assert_eq!(thread.submission.state, State::Submitted);
        assert!(thread.marks.len() == 4 && thread.marks.iter().all(|m| m.void), "four marks, all void");
        assert_eq!(thread.rungs[0].tally.agreed, 0);
        assert!(thread.entries.len() >= 7, "the thread is kept");
        v.approves(id).await;
    })
    .await;
}

#[tokio::test]
async fn 理财小组达不到人数时_不同意就是最后结果() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let id = v.hands_in("甲", v.electricity().await).await.expect("handed in");
        assert!(v.member(0, id, Verdict::Refuse, " ").await.unwrap_err().is("workflow.words_missing"));
        assert_eq!(v.member(0, id, Verdict::Refuse, "电表读数不对").await.expect("marked"), State::Submitted);
        assert_eq!(v.member(0, id, Verdict::Refuse, "电表读数不对").await.expect("twice is once"), State::Submitted);
        assert!(v.member(0, id, Verdict::Agree, "").await.unwrap_err().is("workflow.marked_before"));
        let (by, version) = (v.book().clerk(), v.thread(id).await.submission.version);
        let refused = done!(v, |tx| workflow::withdraw(tx, &by, id, version, noon()).await);
        assert!(refused.unwrap_err().is("workflow.already_marked"));
        v.member(1, id, Verdict::Refuse, "同上").await.expect("marked");
        assert_eq!(v.member(2, id, Verdict::Refuse, "同上").await.expect("marked"), State::Refused);
        assert_eq!(v.thread(id).await.refusal().expect("a refusal").words, "同上");
        assert!(v.member(3, id, Verdict::Agree, "").await.unwrap_err().is("workflow.wrong_state"));
    })
    .await;
}

#[tokio::test]
async fn 看过之后内容变了_签署不算() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let content = v.electricity().await;
        let id = v.hands_in("甲", content.clone()).await.expect("handed in");
        let seen = v.says(id, Verdict::Agree, "").await;
        v.returns(id, &["amount"]).await.expect("returned");
        let (by, version) = (v.book().clerk(), v.thread(id).await.submission.version);
        let mended = SubmissionContent { reason: "村部8月电费，已核对".into(), ..content };
        done!(v, |tx| {
            workflow::save_draft(tx, &by, id, version, mended, noon()).await?;
            workflow::submit(tx, &by, id, version + 1, noon()).await
        })
        .expect("handed in again");
        let member = v.book().member(0);
        let refused = done!(v, |tx| workflow::mark_as_member(tx, &member, id, seen, noon()).await);
        assert!(refused.unwrap_err().is("workflow.content_changed"));
    })
    .await;
}

#[tokio::test]
async fn 村负责人不能批自己的单() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let own = SubmissionContent { item: "chailv".into(), handler: "村负责人".into(), ..v.electricity().await };
        let id = v.hands_in("甲", own).await.expect("handed in");
        for number in 0..3 {
            v.member(number, id, Verdict::Agree, "").await.expect("marked");
        }
        assert!(v.head(id).await.unwrap_err().is("workflow.own_claim"));
    })
    .await;
}

#[tokio::test]
async fn 大额支出没有决议交不上_有决议就过这一步() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let row = |from, to: Option<i64>, position, approver, quorum| LadderRow {
            card: None,
            from: Money::from_yuan(from),
            to: to.map(Money::from_yuan),
            position,
            approver,
            quorum,
        };
        let rows = vec![
            row(0, Some(300), 1, Approver::FinanceGroup, 1),
            row(300, None, 1, Approver::FinanceGroup, 1),
            row(300, None, 2, Approver::Committee, 1),
            row(300, None, 3, Approver::Township, 1),
        ];
        let (chief, book, early) = (v.town.chief(), v.book().id, rows.clone());
        let past: Date = date("2025-09-19");
        let refused = done!(v, |tx| workflow::set_ladder(tx, &chief, book, past, early, noon()).await);
        assert!(refused.unwrap_err().is("workflow.ladder_in_past"));
        let chief = v.town.chief();
        done!(v, |tx| workflow::set_ladder(tx, &chief, book, noon().date(), rows, noon()).await).expect("set");

        let content = v.electricity().await;
        let refused = v.hands_in("甲", content.clone()).await.unwrap_err();
        assert!(refused.is("workflow.resolution_missing"), "{refused}");
        let mut documents = content.documents.clone();
        documents.push(v.paper(DocumentKind::Resolution).await);
        let id = v.hands_in("甲", SubmissionContent { documents, ..content }).await.expect("handed in");
        assert_eq!(v.member(0, id, Verdict::Agree, "").await.expect("marked"), State::Submitted);
        assert_eq!(
            v.thread(id).await.submission.waits_for,
            WaitsFor::Township,
            "the meeting's step is passed by its paper"
        );
        let (director, opinion) = (v.town.director(), v.says(id, Verdict::Agree, "").await);
        let state = done!(v, |tx| workflow::mark_as_township(tx, &director, book, id, opinion, noon()).await);
        assert_eq!(state.expect("filed"), State::Approved);
    })
    .await;
}

#[tokio::test]
async fn 所有毛病一次告知_别村的单看不见() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let content = v.electricity().await;
        let bad = SubmissionContent {
            amount: Money::from_fen(-1),
            date: Some(date("2025-09-21")),
            reason: "长".repeat(61),
            other_party: String::new(),
            paid_by: PaidBy::ToCash,
            documents: vec![content.documents[0], content.documents[0]],
            ..content.clone()
        };
        let refused = v.hands_in("甲", bad).await.unwrap_err();
        for code in ["amount_negative", "too_long", "document_foreign"] {
            assert!(refused.is(&format!("workflow.{code}")), "{code} in {refused}");
        }
        let early = SubmissionContent { date: Some(date("2024-12-31")), item: String::new(), ..content.clone() };
        let refused = v.hands_in("甲", early).await.unwrap_err();
        assert!(refused.is("ledger.before_enabled") && refused.is("workflow.item_missing"), "{refused}");

        let id = v.hands_in("甲", content.clone()).await.expect("handed in");
        let refused = v.hands_in("乙", content).await.unwrap_err();
        assert!(refused.is("workflow.document_used"), "{refused}");
        let foreign = &v.town.books[1];
        let mut tx = v.db.read().await.expect("reading");
        let hidden = workflow::thread(&mut tx, &foreign.reader(), id, noon()).await.unwrap_err();
        assert!(hidden.is("workflow.no_such_submission"));
        let theirs = workflow::of_book(&mut tx, &foreign.reader(), &[]).await.expect("listed");
        assert!(theirs.is_empty());
        drop(tx);
        let (by, clerk) = (foreign.accountant(), foreign.clerk());
        let refused = done!(v, |tx| workflow::accept(tx, &by, id, 1, Entering::AsProposed(None), noon()).await);
        assert!(refused.unwrap_err().is("workflow.no_such_submission"));
        let refused = done!(v, |tx| workflow::withdraw(tx, &clerk, id, 1, noon()).await);
        assert!(refused.unwrap_err().is("workflow.no_such_submission"));
    })
    .await;
}

#[tokio::test]
async fn 删掉凭证草稿_单子回到待受理() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let id = v.hands_in("甲", v.electricity().await).await.expect("handed in");
        v.approves(id).await;
        let draft = v.accepts(id).await.expect("accepted");
        let by = v.book().accountant();
        done!(v, |tx| {
            let version = ledger::draft(tx, by.book(), draft).await?.version;
            workflow::delete_draft(tx, &by, draft, version, noon()).await
        })
        .expect("deleted");
        let thread = v.thread(id).await;
        assert_eq!((thread.submission.state, thread.submission.draft), (State::Approved, None));
        assert_ne!(v.accepts(id).await.expect("accepted again"), draft);
    })
    .await;
}

#[tokio::test]
async fn 记账要么全成_要么全不成() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let mut drafts = Vec::new();
        for key in ["甲", "乙"] {
            let id = v.hands_in(key, v.electricity().await).await.expect("handed in");
            v.approves(id).await;
            drafts.push(v.accepts(id).await.expect("accepted"));
        }
        let (by, first) = (v.town.reviewer(v.book()), drafts[0]);
        done!(v, |tx| {
            let version = ledger::draft(tx, by.book(), first).await?.version;
            ledger::review(tx, &by, first, version, noon()).await
        })
        .expect("reviewed");
        let (by, both) = (v.town.reviewer(v.book()), drafts.clone());
        let refused = done!(v, |tx| workflow::post(tx, &by, &both, noon()).await);
        assert!(refused.unwrap_err().is("ledger.wrong_state"), "the second is not reviewed");
        let mut tx = v.db.read().await.expect("reading");
        let counts = workflow::counts(&mut tx, v.town.chief_standing()).await.expect("counted");
        assert_eq!(counts.len(), 1, "{counts:?}");
        assert_eq!((counts[0].state, counts[0].many), (State::Accepted, 2));
        let waiting = workflow::waiting_for(&mut tx, v.town.chief_standing(), WaitsFor::Centre).await.expect("listed");
        assert_eq!(waiting.len(), 2);
        drop(tx);
        let by = v.town.reviewer(v.book());
        let posted = done!(v, |tx| {
            let version = ledger::draft(tx, by.book(), drafts[1]).await?.version;
            ledger::review(tx, &by, drafts[1], version, noon()).await?;
            workflow::post(tx, &by, &drafts, noon()).await
        });
        let numbers: Vec<i64> = posted.expect("posted").iter().map(|p| p.number.no).collect();
        assert_eq!(numbers, [1, 2]);
    })
    .await;
}
