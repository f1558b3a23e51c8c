use chrono::Days;

use crate::app::App;
use crate::auth::Accountant;
use crate::budget::{self, NewAdoption, NewBudgetReport, NewPlanLine, PlanSource};
use crate::db::WriteTx;
use crate::kernel::{Date, HouseholdId, Money, Outcome, Period, ProjectId, Timestamp, VoucherId};
use crate::ledger::{self, DraftLine, NewDraft, Side};
use crate::projects::{
    self, GrantStage, Meeting, MemoKind, NewExemption, NewGrant, NewMemo, NewResolution, NewStep, Reading, Step,
};
use crate::village::{self, Party, ProjectKind};

use super::cast::Cast;

/// What the first village plans for its year.
const PLAN: [(&str, &str, &str); 5] = [
    ("501", "110000", "发包、租金"),
    ("503", "144000", "运转补助"),
    ("513", "76000", ""),
    ("51302", "12000", "办公用品单列"),
    ("514", "45000", "路灯、保洁"),
];

/// The first village plans its year and hardens its road by 一事一议; its grant has a document and a purpose.
pub(super) async fn make(app: &App, cast: &Cast) -> Outcome<()> {
    let Some(first) = cast.villages.first() else { return Ok(()) };
    let hands = Hands {
        maker: first.accountant.accountant(first.book.id)?,
        checker: cast.chief.accountant(first.book.id)?,
        now: cast.today,
    };
    app.db
        .write(move |tx| {
            Box::pin(async move {
                hands.plan_the_year(tx).await?;
                hands.grant(tx).await?;
                hands.road(tx).await
            })
        })
        .await
}

struct Hands {
    maker: Accountant,
    checker: Accountant,
    now: Timestamp,
}

impl Hands {
    fn days_ago(&self, days: u64) -> Date {
        let today = self.now.date();
        today.checked_sub_days(Days::new(days)).unwrap_or(today)
    }

    async fn plan_the_year(&self, tx: &mut WriteTx) -> Outcome<()> {
        let year = Period::of(self.now.date()).year();
        let january = year.first_period().first_day();
        let plan = budget::start_draft(tx, &self.maker, year, PlanSource::Empty, "", self.now).await?;
        let lines = PLAN.map(|(account, amount, note)| NewPlanLine {
            account: account.to_owned(),
            amount: amount.to_owned(),
            note: note.to_owned(),
            ..NewPlanLine::default()
        });
        budget::keep_draft(tx, &self.maker, (plan, 1), &lines, self.now).await?;
        let adoption = NewAdoption {
            meeting: "成员代表大会".to_owned(),
            resolved_on: Some(january),
            resolution: format!("成代会〔{year}〕1号"),
            scan: None,
        };
        budget::adopt(tx, &self.maker, (plan, 2), adoption, self.now).await?;
        let told = NewBudgetReport {
            reported_on: Some(january),
            meeting: "成员代表大会".to_owned(),
            words: "上年执行情况随预算一并报告".to_owned(),
        };
        budget::record_report(tx, &self.maker, year.previous(), told, self.now).await
    }

    async fn grant(&self, tx: &mut WriteTx) -> Outcome<()> {
        let there = village::projects(tx, self.maker.book()).await?;
        let Some(irrigation) = there.iter().find(|p| p.kind == ProjectKind::Special) else { return Ok(()) };
        let grant = NewGrant {
            row: None,
            stage: Some(GrantStage::Awarded),
            document: "县水〔2026〕12号".to_owned(),
            authority: "县水利局".to_owned(),
            dated: Some(self.days_ago(200)),
            amount: Some(Money::from_yuan(120_000)),
            words: "灌溉渠清淤衬砌".to_owned(),
            corrects: None,
        };
        projects::add_grant(tx, &self.maker, irrigation.id, grant, self.now).await?;
        let purposes = ["153".to_owned(), "241".to_owned()];
        projects::set_purpose(tx, &self.maker, irrigation.id, (&purposes, "只用于渠道工程"), self.now).await
    }

    async fn road(&self, tx: &mut WriteTx) -> Outcome<()> {
        let by = &self.maker;
        let party = Party {
            note: "硬化三组到主路的机耕道600米".to_owned(),
            ..Party::named("三组机耕道硬化", ProjectKind::OneProject)
        };
        let road = village::add_project(tx, by, party, self.now).await?;
        let resolution = NewResolution {
            met_on: Some(self.days_ago(90)),
            meeting: Some(Meeting::Households),
            electors: Some(24),
            attended: Some(20),
            agreed: Some(18),
            document: "三组户代表会议记录第2号".to_owned(),
            per_head: Some(Money::from_yuan(15)),
            heads: Some(60),
            days_each: Some(3),
            labourers: Some(30),
        };
        projects::add_resolution(tx, by, road, resolution, self.now).await?;
        for (person, heads, reason) in [("村民戊", 1, "wubao"), ("村民己", 3, "dibao")] {
            let exempt = NewExemption {
                person: person.to_owned(),
                heads: Some(heads),
                reason: reason.to_owned(),
                ..NewExemption::default()
            };
            projects::add_exemption(tx, by, road, exempt, self.now).await?;
        }
        self.steps(tx, road).await?;
        self.money(tx, road).await
    }

    async fn steps(&self, tx: &mut WriteTx, road: ProjectId) -> Outcome<()> {
        let steps = [
            (Step::Proposed, 100, ""),
            (Step::Resolved, 90, ""),
            (Step::Reviewed, 80, "青政审〔2026〕6号"),
            (Step::Filed, 70, "县农备〔2026〕21号"),
            (Step::Noticed, 60, ""),
            (Step::Collecting, 45, ""),
            (Step::Building, 20, ""),
        ];
        for (step, ago, document) in steps {
            let new = NewStep {
                step: Some(step),
                day: Some(self.days_ago(ago)),
                until: (step == Step::Noticed).then(|| self.days_ago(ago - 10)),
                document: document.to_owned(),
                words: String::new(),
            };
            projects::take_step(tx, &self.maker, road, new, self.now).await?;
        }
        let memos = [
            (MemoKind::LabourPromised, "三组全体劳动力", "90", ""),
            (MemoKind::LabourGiven, "三组", "24.5", "1960"),
            (MemoKind::Goods, "村民甲", "", "300"),
        ];
        for (kind, party, days, amount) in memos {
            let new = NewMemo {
                day: Some(self.days_ago(15)),
                kind: Some(kind),
                party: party.to_owned(),
                days: days.to_owned(),
                amount: amount.to_owned(),
                ..NewMemo::default()
            };
            projects::add_memo(tx, &self.maker, road, new, self.now).await?;
        }
        Ok(())
    }

    /// Claims on three households; two have paid and were told to the road, the third one's payment waits to be told.
    async fn money(&self, tx: &mut WriteTx, road: ProjectId) -> Outcome<()> {
        let households = village::households(tx, self.maker.book()).await?;
        let owed = [("村民甲", 300), ("村民乙", 300), ("村民丙", 240)];
        for (n, (name, yuan)) in owed.into_iter().enumerate() {
            let Some(household) = households.iter().find(|h| h.name == name).map(|h| h.id) else { continue };
            let claim = format!("应收{name}机耕道筹资款");
            self.posts(tx, (&claim, yuan), ("113", "231"), (Some(road), Some(household))).await?;
            let paid = format!("收{name}机耕道筹资款");
            let voucher = self.posts(tx, (&paid, yuan), ("10201", "113"), (None, Some(household))).await?;
            if n < 2 {
                projects::read_lines(tx, &self.maker, road, &[(voucher, 2)], Reading::Collected, self.now).await?;
            }
        }
        self.posts(tx, ("付机耕道硬化材料款", 520), ("153", "10201"), (Some(road), None)).await.map(drop)
    }

    async fn posts(
        &self,
        tx: &mut WriteTx,
        (summary, yuan): (&str, i64),
        (debit, credit): (&str, &str),
        (project, household): (Option<ProjectId>, Option<HouseholdId>),
    ) -> Outcome<VoucherId> {
        let chart = ledger::chart(tx, self.maker.book()).await?;
        let line = |code: &str, side| {
            let account = chart.by_code(code).map(|a| a.id);
            let (debit, credit) = match side {
                Side::Debit => (Money::from_yuan(yuan), Money::ZERO),
                Side::Credit => (Money::ZERO, Money::from_yuan(yuan)),
            };
            DraftLine { summary: summary.to_owned(), account, household, counterparty: None, project, debit, credit }
        };
        let lines = vec![line(debit, Side::Debit), line(credit, Side::Credit)];
        let draft = ledger::prepare(tx, &self.maker, NewDraft::regular(self.now.date(), lines), self.now).await?;
        ledger::review(tx, &self.checker, draft, 1, self.now).await?;
        Ok(ledger::post(tx, &self.maker, draft, self.now).await?.id)
    }
}
