//! 预算: adopted by resolution, adjusted by another, and what came of it.

use mingzhang::budget::{self, Against, Direction, NewAdoption, NewPlanLine, PlanSource};
use mingzhang::db::Db;
use mingzhang::kernel::{BudgetId, FiscalYear, Money, Outcome, Period};
use mingzhang::ledger::{NewDraft, Side};
use mingzhang::statements::{self, RowsWanted};

use crate::support::each_engine;
use crate::support::township::{Kept, day, now};

fn year(number: i32) -> FiscalYear {
    FiscalYear::new(number).expect("a year")
}

fn line(account: &str, amount: &str) -> NewPlanLine {
    NewPlanLine { account: account.into(), amount: amount.into(), ..NewPlanLine::default() }
}

fn resolved(on: &str) -> NewAdoption {
    NewAdoption {
        meeting: "成员代表大会".into(),
        resolved_on: Some(day(on)),
        resolution: "成代会〔2025〕2号".into(),
        scan: None,
    }
}

async fn starts(kept: &Kept, source: PlanSource, reason: &'static str) -> Outcome<BudgetId> {
    let by = kept.maker.clone();
    kept.db
        .write(move |tx| Box::pin(async move { budget::start_draft(tx, &by, year(2025), source, reason, now()).await }))
        .await
}

async fn fills(kept: &Kept, id: BudgetId, revision: i64, lines: Vec<NewPlanLine>) -> Outcome<usize> {
    let by = kept.maker.clone();
    kept.db
        .write(move |tx| Box::pin(async move { budget::keep_draft(tx, &by, (id, revision), &lines, now()).await }))
        .await
}

async fn adopts(kept: &Kept, id: BudgetId, revision: i64, new: NewAdoption) -> Outcome<FiscalYear> {
    let by = kept.maker.clone();
    kept.db.write(move |tx| Box::pin(async move { budget::adopt(tx, &by, (id, revision), new, now()).await })).await
}

async fn posts(kept: &Kept, date: &str, debit: &str, credit: &str, fen: i64) {
    let lines = vec![kept.line("收支", debit, Side::Debit, fen), kept.line("收支", credit, Side::Credit, fen)];
    let draft = kept.reviewed(NewDraft::regular(day(date), lines)).await;
    kept.posts(draft).await.expect("posted");
}

async fn asked(kept: &Kept, code: &str, on: &str) -> Option<Against> {
    let account = kept.chart.by_code(code).expect("an account").id;
    budget::against(&mut kept.db.read().await.expect("a view"), kept.book, account, day(on)).await.expect("against")
}

fn refused<T: std::fmt::Debug>(done: Outcome<T>) -> Vec<&'static str> {
    done.unwrap_err().refusals().iter().map(|r| r.code).collect()
}

#[tokio::test]
async fn 预算没有决议不通过_通过了不能改_年中调整另有决议() {
    each_engine(async |db: Db| {
        let kept = Kept::in_fresh_township(&db).await;
        posts(&kept, "2025-01-05", "10201", "50104", 5_000_000).await;
        posts(&kept, "2025-02-05", "51302", "10201", 120_000).await;
        let plan = starts(&kept, PlanSource::Empty, "").await.expect("a draft");
        assert_eq!(refused(starts(&kept, PlanSource::Empty, "").await), ["budget.draft_there"]);
        assert_eq!(refused(adopts(&kept, plan, 1, resolved("2025-01-10")).await), ["budget.no_lines"]);
        let wrong = vec![line("999", "1"), line("513", "-2"), line("513", "2"), line("管理费用", "3")];
        let all = ["budget.unknown_account", "budget.bad_amount", "budget.line_twice"];
        assert_eq!(refused(fills(&kept, plan, 1, wrong).await), all);
        let lines = vec![line("513", "2000"), line("51301", "300"), line("501", "60000"), line("", "")];
        assert_eq!(fills(&kept, plan, 1, lines.clone()).await.expect("kept"), 3);
        assert_eq!(refused(fills(&kept, plan, 1, lines).await), ["budget.stale"]);
        // A draft binds nobody.
        assert_eq!(asked(&kept, "51302", "2025-12-31").await, None);
        let without = NewAdoption { resolution: " ".into(), ..resolved("2025-01-10") };
        assert_eq!(refused(adopts(&kept, plan, 2, without).await), ["budget.resolution_missing"]);
        assert_eq!(refused(adopts(&kept, plan, 2, resolved("2025-12-10")).await), ["budget.resolution_ahead"]);
        adopts(&kept, plan, 2, resolved("2025-01-10")).await.expect("adopted");
        assert_eq!(refused(adopts(&kept, plan, 2, resolved("2025-01-10")).await), ["budget.adopted"]);
        assert_eq!(refused(fills(&kept, plan, 2, vec![line("513", "9")]).await), ["budget.adopted"]);
        let wall = kept.db.write(move |tx| {
            Box::pin(async move {
                sqlx::query("update budget_line set fen = 1")
                    .execute(tx.conn())
                    .await
                    .map_err(|e| mingzhang::kernel::Fault::while_("trying")(e))?;
                Ok(())
            })
        });
        assert!(wall.await.is_err(), "the database itself refuses it");
        // The nearest planned account above; before the resolution there was no plan.
        let yuan = Money::from_yuan;
        let against = |planned, spent, account: &str| {
            Some(Against {
                account: account.into(),
                planned: yuan(planned),
                spent: yuan(spent),
                left: yuan(planned - spent),
            })
        };
        assert_eq!(asked(&kept, "51302", "2025-03-31").await, against(2000, 1200, "513"));
        assert_eq!(asked(&kept, "51301", "2025-03-31").await, against(300, 0, "51301"));
        assert_eq!(asked(&kept, "51302", "2025-01-31").await, against(2000, 0, "513"));
        assert_eq!(asked(&kept, "51302", "2025-01-09").await, None);
        assert_eq!(asked(&kept, "51401", "2025-03-31").await, None);
        assert_eq!(refused(starts(&kept, PlanSource::Empty, " ").await), ["budget.reason_missing"]);
        let more = starts(&kept, PlanSource::Empty, "办公用房维修").await.expect("an adjustment");
        fills(&kept, more, 1, vec![line("513", "2500"), line("501", "60000")]).await.expect("kept");
        assert_eq!(refused(adopts(&kept, more, 2, resolved("2025-01-09")).await), ["budget.resolution_earlier"]);
        adopts(&kept, more, 2, resolved("2025-06-10")).await.expect("adopted");
        assert_eq!(asked(&kept, "51301", "2025-06-30").await, against(2500, 1200, "513"));
        assert_eq!(asked(&kept, "51301", "2025-06-09").await, against(300, 0, "51301"));
        let mut view = db.read().await.expect("a view");
        let versions = budget::versions(&mut view, kept.book, year(2025)).await.expect("versions");
        let titles: Vec<_> = versions.iter().map(|b| (b.title(), b.total(Direction::Out))).collect();
        assert_eq!(titles, [("2025年预算第1次调整".to_owned(), yuan(2500)), ("2025年预算".to_owned(), yuan(2300))]);
    })
    .await;
}

#[tokio::test]
async fn 执行数加起来就是科目余额表的发生额_结转不算() {
    each_engine(async |db: Db| {
        let kept = Kept::in_fresh_township(&db).await;
        posts(&kept, "2025-01-05", "10201", "50104", 5_000_007).await;
        posts(&kept, "2025-02-05", "51302", "10201", 120_001).await;
        posts(&kept, "2025-05-05", "51303", "10201", 33).await;
        posts(&kept, "2025-07-05", "51499", "10201", 4_500).await;
        let mut view = db.read().await.expect("a view");
        let (first, last) = (Period::new(2025, 1).unwrap(), Period::new(2025, 12).unwrap());
        let trial = statements::trial_balance_of_books(&mut view, &[kept.book], (first, last), RowsWanted::ALL)
            .await
            .expect("a trial balance");
        let moved: Money = trial
            .rows
            .iter()
            .filter(|r| r.code.level() == 1 && r.code.as_str().starts_with('5'))
            .map(|r| r.credit - r.debit)
            .sum();
        let plan = |code: &str, direction| budget::PlanLine {
            account: code.into(),
            direction,
            project: None,
            amount: Money::from_yuan(1),
            note: String::new(),
        };
        for lines in
            [vec![], vec![plan("513", Direction::Out), plan("51302", Direction::Out), plan("501", Direction::In)]]
        {
            let done = budget::execution(&mut view, kept.book, &lines, (first, last)).await.expect("an execution");
            assert_eq!(done.total(Direction::In).1 - done.total(Direction::Out).1, moved);
        }
        // A plan begun from last year, ten percent more.
        let lines = budget::last_year(&mut view, kept.book, year(2026)).await.expect("last year");
        let told: Vec<_> = lines.iter().map(|l| (l.account.as_str(), l.amount.fen())).collect();
        assert_eq!(told, [("50104", 5_000_007), ("51302", 120_001), ("51303", 33), ("51499", 4_500)]);
    })
    .await;
}
