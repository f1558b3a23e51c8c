//! A township founded through the use-cases, without people's logins: for tests of the rooms and for the benches.

use mingzhang::audit::Actor;
use mingzhang::auth::{Accountant, Chief, Grant, Role, Standing};
use mingzhang::db::Db;
use mingzhang::kernel::{BookId, Date, DraftId, Money, Outcome, Period, Timestamp, UserId};
use mingzhang::ledger::{self, Chart, DraftLine, NewDraft, PostedVoucher, Side};
use mingzhang::village::{self, BookKind, NewBook};

/// When everything here happens.
pub fn now() -> Timestamp {
    Timestamp::parse("2025-10-20T01:00:00Z").expect("an instant")
}

/// `2025-09-12`.
pub fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Somebody who holds a role for the whole township.
pub fn someone(name: &str, role: Role) -> Standing {
    let id = UserId::new();
    let actor = Actor { id: Some(id), name: name.into(), address: String::new() };
    Standing::new(id, actor, vec![Grant { role, book: None }])
}

/// Founds the township and lays down its chart.
pub async fn founded(db: &Db) -> Chief {
    let chief = someone("总监督会计", Role::Chief).chief().expect("a chief");
    let by = chief.clone();
    let founding = db.write(move |tx| {
        Box::pin(async move {
            village::found(tx, by.actor(), "青溪镇", "", now()).await?;
            ledger::lay_down_chart(tx, by.actor(), now()).await
        })
    });
    founding.await.expect("a township");
    chief
}

/// One book, enabled from January 2025, and the two pairs of hands that keep it.
#[derive(Clone)]
pub struct Kept {
    /// Where.
    pub db: Db,
    /// The book.
    pub book: BookId,
    /// Its chart.
    pub chart: Chart,
    /// 制单.
    pub maker: Accountant,
    /// 复核, 记账.
    pub checker: Accountant,
}

impl Kept {
    /// The first book of a fresh township.
    pub async fn in_fresh_township(db: &Db) -> Kept {
        let chief = founded(db).await;
        Kept::opened(db, &chief, "LJ", "李家村").await
    }

    /// One more book.
    pub async fn opened(db: &Db, chief: &Chief, code: &str, village: &str) -> Kept {
        Kept::opened_from(db, chief, code, village, Period::new(2025, 1).expect("a period")).await
    }

    /// One more book, kept from that month on.
    pub async fn opened_from(db: &Db, chief: &Chief, code: &str, village: &str, enabled_from: Period) -> Kept {
        let new = NewBook {
            code: code.into(),
            name: format!("{village}股份经济合作社"),
            village: village.into(),
            legal_name: String::new(),
            kind: BookKind::Collective,
            enabled_from,
        };
        let by = chief.clone();
        let opening = db.write(move |tx| Box::pin(async move { village::add_book(tx, &by, new, now()).await }));
        let book = opening.await.expect("a book");
        Kept::seen_again(db, book).await
    }

    /// The same book seen from another process, by somebody else.
    pub async fn seen_again(db: &Db, book: BookId) -> Kept {
        let chart = ledger::chart(&mut db.read().await.expect("a view"), book).await.expect("a chart");
        let hands = |name| someone(name, Role::Accountant).accountant(book).expect("an accountant");
        Kept { db: db.clone(), book, chart, maker: hands("制单会计"), checker: hands("复核会计") }
    }

    /// One line, by account code.
    pub fn line(&self, summary: &str, code: &str, side: Side, fen: i64) -> DraftLine {
        let account = self.chart.by_code(code).unwrap_or_else(|| panic!("no account {code}")).id;
        DraftLine::plain(summary, account, side, Money::from_fen(fen))
    }

    /// A voucher as it is typed: money from the bank for the office.
    pub fn office_paid(&self, date: &str, fen: i64) -> NewDraft {
        let lines = vec![
            self.line("购办公用品", "51302", Side::Debit, fen),
            self.line("购办公用品", "10201", Side::Credit, fen),
        ];
        NewDraft::regular(day(date), lines)
    }

    /// Prepared by one, reviewed by the other.
    pub async fn reviewed(&self, new: NewDraft) -> DraftId {
        let (maker, checker) = (self.maker.clone(), self.checker.clone());
        let reviewing = self.db.write(move |tx| {
            Box::pin(async move {
                let id = ledger::prepare(tx, &maker, new, now()).await?;
                ledger::review(tx, &checker, id, 1, now()).await?;
                Ok(id)
            })
        });
        reviewing.await.expect("a reviewed voucher")
    }

    /// 记账.
    pub async fn posts(&self, draft: DraftId) -> Outcome<PostedVoucher> {
        let by = self.checker.clone();
        self.db.write(move |tx| Box::pin(async move { ledger::post(tx, &by, draft, now()).await })).await
    }

    /// 结账.
    pub async fn closes(&self, period: Period) -> Outcome<ledger::Closure> {
        let by = self.checker.clone();
        self.db.write(move |tx| Box::pin(async move { ledger::close(tx, &by, period, now()).await })).await
    }

    /// 结账, at another time.
    pub async fn closes_at(&self, period: Period, at: Timestamp) -> Outcome<ledger::Closure> {
        let by = self.checker.clone();
        self.db.write(move |tx| Box::pin(async move { ledger::close(tx, &by, period, at).await })).await
    }

    /// Every voucher of a period, held to be numbered 1..n and chained.
    pub async fn chain(&self, period: Period) -> Vec<PostedVoucher> {
        let mut view = self.db.read().await.expect("a view");
        let mut vouchers = ledger::vouchers(&mut view, self.book, period).await.expect("vouchers");
        vouchers.sort_by_key(|v| v.number.no);
        for (i, voucher) in vouchers.iter().enumerate() {
            assert_eq!(voucher.number.no, i as i64 + 1, "编号连续");
            if i > 0 {
                assert_eq!(voucher.previous, vouchers[i - 1].digest, "{} 与前一张相连", voucher.label());
            }
        }
        vouchers
    }
}
