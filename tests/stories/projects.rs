//! 一事一议: what was resolved, what the ledger says came of it, to the fen.

use mingzhang::db::Db;
use mingzhang::kernel::{Failure, HouseholdId, Money, Outcome, ProjectId, VoucherId};
use mingzhang::ledger::{DraftLine, NewDraft, PostedVoucher, Side};
use mingzhang::projects::{self, Meeting, NewExemption, NewResolution, NewStep, ProjectStanding, Reading, Step};
use mingzhang::village::{self, HouseholdKind, Party, ProjectKind};

use crate::support::each_engine;
use crate::support::township::{Kept, day, now};

fn yuan(yuan: i64) -> Money {
    Money::from_yuan(yuan)
}

/// A book with a project and a household.
struct Works {
    kept: Kept,
}

impl Works {
    async fn begun(db: &Db) -> Works {
        Works { kept: Kept::in_fresh_township(db).await }
    }

    async fn project(&self, name: &'static str, kind: ProjectKind) -> ProjectId {
        let by = self.kept.maker.clone();
        let party = Party::named(name, kind);
        let adding =
            self.kept.db.write(move |tx| Box::pin(async move { village::add_project(tx, &by, party, now()).await }));
        adding.await.expect("a project")
    }

    async fn household(&self, name: &'static str) -> HouseholdId {
        let by = self.kept.maker.clone();
        let party = Party::named(name, HouseholdKind::Member);
        let adding =
            self.kept.db.write(move |tx| Box::pin(async move { village::add_household(tx, &by, party, now()).await }));
        adding.await.expect("a household")
    }

    /// `debit` and `credit` of one amount, each on an account, with whatever dimension it wants.
    async fn posts(
        &self,
        date: &str,
        pairs: &[(&str, &str, i64)],
        (p, h): (Option<ProjectId>, Option<HouseholdId>),
    ) -> PostedVoucher {
        let line = |code: &str, side, fen| DraftLine {
            project: p,
            household: h,
            ..self.kept.line("一事一议", code, side, fen)
        };
        let lines: Vec<DraftLine> = pairs
            .iter()
            .flat_map(|(debit, credit, yuan)| {
                [line(debit, Side::Debit, yuan * 100), line(credit, Side::Credit, yuan * 100)]
            })
            .collect();
        let draft = self.kept.reviewed(NewDraft::regular(day(date), lines)).await;
        self.kept.posts(draft).await.expect("a posted voucher")
    }

    async fn resolves(&self, project: ProjectId, new: NewResolution) -> Outcome<bool> {
        let by = self.kept.maker.clone();
        self.kept
            .db
            .write(move |tx| Box::pin(async move { projects::add_resolution(tx, &by, project, new, now()).await }))
            .await
    }

    async fn exempts(&self, project: ProjectId, person: &str, heads: i64) -> Outcome<()> {
        let by = self.kept.maker.clone();
        let new = NewExemption {
            person: person.into(),
            heads: Some(heads),
            reason: "dibao".into(),
            ..NewExemption::default()
        };
        self.kept
            .db
            .write(move |tx| Box::pin(async move { projects::add_exemption(tx, &by, project, new, now()).await }))
            .await
    }

    async fn reads(&self, project: ProjectId, voucher: VoucherId, line: i64, reading: Reading) -> Outcome<()> {
        let by = self.kept.maker.clone();
        let lines = vec![(voucher, line)];
        self.kept
            .db
            .write(move |tx| {
                Box::pin(async move { projects::read_lines(tx, &by, project, &lines, reading, now()).await })
            })
            .await
    }

    async fn stands(&self, project: ProjectId) -> ProjectStanding {
        let mut view = self.kept.db.read().await.expect("a view");
        let standing = projects::standing(&mut view, self.kept.book, project, day("2025-12-31")).await;
        standing.expect("a standing").expect("a project")
    }
}

fn resolution(per_head: i64, heads: i64) -> NewResolution {
    NewResolution {
        met_on: Some(day("2025-01-10")),
        meeting: Some(Meeting::Households),
        electors: Some(90),
        attended: Some(60),
        agreed: Some(31),
        document: "村会〔2025〕1号".into(),
        per_head: Some(yuan(per_head)),
        heads: Some(heads),
        days_each: Some(2),
        labourers: Some(300),
    }
}

fn refused(failure: &Failure) -> Vec<&'static str> {
    failure.refusals().iter().map(|r| r.code).collect()
}

#[tokio::test]
async fn 泵站和组级公路_收支与公布的例子分毫不差() {
    each_engine(async |db: Db| {
        let works = Works::begun(&db).await;
        let pump = works.project("泵站", ProjectKind::OneProject).await;
        let road = works.project("组级公路", ProjectKind::OneProject).await;
        let group = works.household("第一村民组").await;
        for (project, yuan) in [(pump, 13_800), (road, 30_000)] {
            works.posts("2025-02-01", &[("113", "231", yuan)], (Some(project), Some(group))).await;
            let paid = works.posts("2025-02-05", &[("10201", "113", yuan)], (None, Some(group))).await;
            works.reads(project, paid.id, 2, Reading::Collected).await.expect("told");
        }
        // LS-01, in its order.
        works.posts("2025-03-01", &[("153", "10201", 13_800)], (Some(pump), None)).await;
        works.posts("2025-03-02", &[("153", "31105", 15_000)], (Some(pump), None)).await;
        works.posts("2025-03-03", &[("1510201", "153", 28_800)], (Some(pump), None)).await;
        works.posts("2025-03-04", &[("231", "31105", 13_800)], (Some(pump), None)).await;
        works.posts("2025-03-05", &[("153", "10201", 28_000)], (Some(road), None)).await;
        works.posts("2025-03-06", &[("153", "31105", 20_000)], (Some(road), None)).await;
        works.posts("2025-03-07", &[("51499", "153", 48_000)], (Some(road), None)).await;
        works.posts("2025-03-08", &[("231", "31105", 28_000)], (Some(road), None)).await;
        let told = |s: &ProjectStanding| (s.collected, s.spent, s.works.sums.in_kind, s.left);
        let (pump, road) = (works.stands(pump).await, works.stands(road).await);
        assert_eq!(told(&pump), (yuan(13_800), yuan(13_800), yuan(15_000), Money::ZERO));
        assert_eq!(told(&road), (yuan(30_000), yuan(28_000), yuan(20_000), yuan(2_000)));
        // The money is spent by the vouchers that paid; releasing it into 公积公益金 spends nothing more.
        assert_eq!(road.works.spendings.iter().map(|s| s.amount).collect::<Vec<_>>(), [yuan(28_000)]);
        assert_eq!(
            road.households().iter().map(|h| (h.claimed, h.collected)).collect::<Vec<_>>(),
            [(yuan(30_000), yuan(30_000))]
        );
    })
    .await;
}

#[tokio::test]
async fn 多收一分就是少批多收_减免的人头不算() {
    each_engine(async |db: Db| {
        let works = Works::begun(&db).await;
        let road = works.project("村道硬化", ProjectKind::OneProject).await;
        let (one, other) = (works.household("村民甲").await, works.household("村民乙").await);
        assert!(works.resolves(road, resolution(15, 100)).await.expect("a resolution"));
        works.exempts(road, "村民丙", 4).await.expect("an exemption");
        let too_many = works.exempts(road, "村民丁", 97).await.unwrap_err();
        assert_eq!(refused(&too_many), ["projects.more_exempt_than_heads"]);
        assert_eq!(works.stands(road).await.approved, yuan(15 * 96));
        works.posts("2025-02-01", &[("113", "231", 1440)], (Some(road), Some(one))).await;
        let paid = works.posts("2025-02-02", &[("101", "113", 1440)], (None, Some(one))).await;
        // Nobody told the payment to a project yet.
        assert_eq!(works.stands(road).await.collected, Money::ZERO);
        let mut view = db.read().await.expect("a view");
        let open = projects::unread(&mut view, works.kept.book, road, day("2025-12-31")).await.expect("unread");
        drop(view);
        assert_eq!(open.iter().map(|u| (u.voucher, u.line, u.amount)).collect::<Vec<_>>(), [(paid.id, 2, yuan(1440))]);
        works.reads(road, paid.id, 2, Reading::Collected).await.expect("told");
        let stands = works.stands(road).await;
        assert_eq!((stands.collected, stands.over_collected(Money::ZERO)), (yuan(1440), None));
        assert_eq!(stands.over_collected(Money::from_fen(1)), Some(Money::from_fen(1)));
        // One fen more, from somebody who was not even asked.
        let lines = vec![
            works.kept.line("一事一议", "101", Side::Debit, 1),
            DraftLine { household: Some(other), ..works.kept.line("一事一议", "113", Side::Credit, 1) },
        ];
        let more = works.kept.reviewed(NewDraft::regular(day("2025-02-03"), lines)).await;
        let more = works.kept.posts(more).await.expect("posted");
        works.reads(road, more.id, 2, Reading::Collected).await.expect("told");
        let stands = works.stands(road).await;
        assert_eq!(stands.over_collected(Money::ZERO), Some(Money::from_fen(1)));
        assert_eq!(stands.warnings(), ["少批多收：核定1,440.00元（每人15.00元×96人），已收1,440.01元，多收0.01元"]);
        // Taken off again: the newest word holds.
        works.reads(road, more.id, 2, Reading::None).await.expect("taken off");
        assert!(works.stands(road).await.warnings().is_empty());
        let unfit = works.reads(road, more.id, 1, Reading::Collected).await.unwrap_err();
        assert_eq!(refused(&unfit), ["projects.line_unfit"]);
    })
    .await;
}

#[tokio::test]
async fn 决议到会或表决不够_不能往下走_备案后不能再改() {
    each_engine(async |db: Db| {
        let works = Works::begun(&db).await;
        let road = works.project("村道硬化", ProjectKind::OneProject).await;
        let step = |step, date: &str, document: &str| {
            let (by, db) = (works.kept.maker.clone(), db.clone());
            let until = (step == Step::Noticed).then(|| day("2025-03-20"));
            let new = NewStep {
                step: Some(step),
                day: Some(day(date)),
                until,
                document: document.into(),
                words: String::new(),
            };
            async move {
                db.write(move |tx| Box::pin(async move { projects::take_step(tx, &by, road, new, now()).await })).await
            }
        };
        step(Step::Proposed, "2025-01-05", "").await.expect("proposed");
        let early = step(Step::Resolved, "2025-01-10", "").await.unwrap_err();
        assert_eq!(refused(&early), ["projects.not_passed"]);
        assert!(
            !works
                .resolves(road, NewResolution { attended: Some(59), agreed: Some(59), ..resolution(15, 100) })
                .await
                .expect("kept")
        );
        assert!(!works.resolves(road, NewResolution { agreed: Some(30), ..resolution(15, 100) }).await.expect("kept"));
        assert_eq!(works.stands(road).await.approved, Money::ZERO);
        let wrong = NewResolution { attended: Some(91), agreed: Some(92), met_on: None, ..resolution(15, 100) };
        let wrong = works.resolves(road, wrong).await.unwrap_err();
        assert_eq!(refused(&wrong), ["projects.missing", "projects.more_than", "projects.more_than"]);
        assert!(works.resolves(road, resolution(15, 100)).await.expect("kept"));
        step(Step::Resolved, "2025-01-10", "").await.expect("resolved");
        let faults = step(Step::Filed, "2025-01-01", "").await.unwrap_err();
        let all = ["projects.step_out_of_order", "projects.missing", "projects.step_earlier"];
        assert_eq!(refused(&faults), all);
        step(Step::Reviewed, "2025-02-01", "镇政〔2025〕3号").await.expect("reviewed");
        step(Step::Filed, "2025-03-01", "县农〔2025〕8号").await.expect("filed");
        let late = works.resolves(road, resolution(14, 100)).await.unwrap_err();
        assert_eq!(refused(&late), ["projects.filed"]);
        assert_eq!(refused(&works.exempts(road, "村民丙", 1).await.unwrap_err()), ["projects.filed"]);
        step(Step::Noticed, "2025-03-10", "").await.expect("noticed");
        assert_eq!(step(Step::Building, "2025-04-01", "").await.expect("built"), Step::Building);
        assert_eq!(works.stands(road).await.step, Some(Step::Building));
    })
    .await;
}

#[tokio::test]
async fn 专项资金_超支和不合用途_说出是哪张凭证() {
    each_engine(async |db: Db| {
        let works = Works::begun(&db).await;
        let grant = works.project("人居环境整治", ProjectKind::Special).await;
        let on = (Some(grant), None);
        works.posts("2025-02-01", &[("10201", "241", 50_000)], on).await;
        let by = works.kept.maker.clone();
        let purposes = vec!["在建工程".to_owned(), "15102".to_owned()];
        let saying = db.write(move |tx| {
            Box::pin(async move { projects::set_purpose(tx, &by, grant, (&purposes, "垃圾房"), now()).await })
        });
        saying.await.expect("a purpose");
        works.posts("2025-03-01", &[("153", "10201", 20_000), ("241", "31103", 20_000)], on).await;
        works.posts("2025-03-02", &[("1510202", "10201", 9_000), ("241", "31103", 9_000)], on).await;
        let stands = works.stands(grant).await;
        assert_eq!((stands.granted, stands.spent, stands.left), (yuan(50_000), yuan(29_000), yuan(21_000)));
        assert!(stands.warnings().is_empty(), "{:?}", stands.warnings());
        let banquet = works.posts("2025-03-03", &[("241", "10201", 3_000)], on).await;
        let back = works.posts("2025-03-04", &[("241", "10201", 5_000)], on).await;
        works.reads(grant, back.id, 1, Reading::Refunded).await.expect("told");
        let stands = works.stands(grant).await;
        assert_eq!((stands.granted, stands.spent, stands.left), (yuan(45_000), yuan(32_000), yuan(13_000)));
        let off = stands.off_purpose();
        assert_eq!(off.iter().map(|o| (o.voucher, o.amount)).collect::<Vec<_>>(), [(banquet.id, yuan(3_000))]);
        assert!(stands.over_spent(yuan(13_000)).is_none());
        assert_eq!(stands.over_spent(Money::from_fen(1_300_001)), Some(Money::from_fen(1)));
        assert!(stands.allows("1510202", "") && !stands.allows("51302", "bangong"));
    })
    .await;
}
