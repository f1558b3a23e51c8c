//! 预算: adopted by resolution, adjusted by another, and what came of it.

use mingzhang::budget::{self, Against, Direction, NewAdoption, NewPlanLine, PlanSource};
use mingzhang::db::Db;
use mingzhang::kernel::{BudgetId, FiscalYear, Money, Outcome, Period};
use mingzhang::ledger::{NewDraft, Side};
use mingzhang::statements::{self, RowsWanted};

use crate::support::desk::voucher;
use crate::support::each_engine;
use crate::support::story::Story;
use crate::support::township::{Kept, day, now};
use crate::support::visitor::{Attached, Visitor};

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

/// Out as text, changed, and in again; a file without headings is told so.
async fn goes_out_and_in_as_a_file(desk: &mut Visitor, draft: &str) {
    let file = desk.goes(&format!("{draft}/plan.csv")).await.ok();
    let text = file.html().replace("2000.00", "2500.00");
    let attached = |text: &str| Attached {
        field: "file".into(),
        name: "预算.csv".into(),
        kind: "text/csv",
        bytes: text.as_bytes().to_vec(),
    };
    let page = desk.goes(draft).await.ok();
    desk.sends(&page.form("导入").attaching(attached("a,b\n1,2\n"))).await.shows("表头要有「科目」和「预算金额」两列");
    desk.sends(&page.form("导入").attaching(attached(&text))).await.ok().shows("支出 2,500.00 元");
    assert!(desk.goes(&format!("{draft}/plan.xlsx")).await.ok().bytes.starts_with(b"PK"));
}

/// Who may not plan is offered no form; another village does not see it.
async fn others_look(story: &mut Story, draft: &str) {
    let clerk = story.person("clerk", "LJ").await;
    clerk.goes("/books/LJ/budgets?year=2025").await.ok().hides("办调整");
    assert_eq!(clerk.goes(draft).await.status, 403);
    let stranger = story.person("accountant", "WJ").await;
    assert_eq!(stranger.goes(draft).await.status, 404);
    assert_eq!(stranger.goes(&draft.replace("/LJ/", "/WJ/")).await.status, 404);
}

#[tokio::test]
async fn 网页上编预算_导出导入_通过_执行情况各种样子都有() {
    Story::tell(async |story| {
        story.village("LJ", "李家村").await;
        story.village("WJ", "王家村").await;
        let spent =
            voucher("2025-07-01").debit("购办公用品", "51302", "1,200.00").credit("购办公用品", "10201", "1,200.00");
        story.accountant_types("LJ", &spent).await.ok();
        story.colleague_reviews("LJ").await;
        story.colleague_posts("LJ").await;
        let desk = story.person("accountant", "LJ").await;
        let page = desk.goes("/books/LJ/budgets?year=2025").await.ok();
        page.shows("这一年还没有预算").shows("2026-02-28前报告");
        let begun = desk.sends(&page.form("编预算").with("source", "empty")).await.ok();
        begun.shows("2025年预算（草案）");
        let draft = begun.path.clone();
        let wrong = begun
            .form("保存")
            .with_nth("account", 0, "99")
            .with_nth("amount", 0, "1")
            .with_nth("account", 1, "513")
            .with_nth("amount", 1, "一千");
        let refused = desk.sends(&wrong).await;
        assert_eq!(refused.status, 422);
        refused.shows("没有科目「99」").shows("「一千」不是预算金额").shows("第 1 行").shows("第 2 行");
        let sound = begun
            .form("保存")
            .with_nth("account", 0, "513")
            .with_nth("amount", 0, "2,000")
            .with_nth("account", 1, "501")
            .with_nth("amount", 1, "60000");
        let kept = desk.sends(&sound).await.ok();
        kept.shows("收入 60,000.00 元，支出 2,000.00 元");
        assert_eq!(desk.sends(&sound).await.status, 409, "a double click changes nothing");
        goes_out_and_in_as_a_file(desk, &draft).await;
        let page = desk.goes(&draft).await.ok();
        desk.sends(&page.form("登记决议").with("resolved_on", "2025-07-01")).await.shows("缺会议、决议文号");
        let adopt = page
            .form("登记决议")
            .with("resolved_on", "2025-07-01")
            .with("meeting", "成员大会")
            .with("resolution", "成会〔2025〕1号");
        desk.sends(&adopt).await.ok().shows("已通过").shows("成会〔2025〕1号");
        assert_eq!(desk.sends(&adopt).await.status, 409);
        assert_eq!(desk.goes(&draft).await.status, 409);
        let report = "/books/LJ/statements/budget?from=2025-07&to=2025-12";
        let seen = desk.goes(report).await.ok();
        seen.shows("2,500.00").shows("1,200.00").shows("48.0%").shows("1,300.00");
        for (ending, starts) in [("pdf", "%PDF"), ("xlsx", "PK"), ("json", "{"), ("csv", "")] {
            let file = desk.goes(&format!("/books/LJ/statements/budget.{ending}?from=2025-07&to=2025-12")).await.ok();
            assert!(file.bytes.starts_with(starts.as_bytes()), "{ending}");
        }
        let page = desk.goes("/books/LJ/budgets?year=2025").await.ok();
        desk.sends(&page.form("办调整").with("reason", "")).await.shows("预算调整要写明原因");
        desk.sends(&page.form("登记报告").with("meeting", "")).await.shows("报告执行情况要写明日期和会议");
        let told = page.form("登记报告").with("reported_on", "2025-07-01").with("meeting", "成员大会");
        desk.sends(&told).await.ok().shows("已于2025-07-01报告");
        desk.sends(&page.form("办调整").with("reason", "修办公室"))
            .await
            .ok()
            .shows("2025年预算第1次调整（草案）")
            .shows("调整原因：修办公室");
        others_look(story, &draft).await;
    })
    .await;
}
