//! 年终: income and expense carried forward, the surplus distributed, the year sealed.

use mingzhang::auth::Role;
use mingzhang::db::Db;
use mingzhang::kernel::{FiscalYear, Money, Outcome, Period, Timestamp};
use mingzhang::ledger::{self, DistributionPlan, MissingDetails, StepState, YearStep};
use mingzhang::statements;

use crate::support::cases::Case;
use crate::support::desk::voucher;
use crate::support::each_engine;
use crate::support::story::{DIRECTOR, Story};
use crate::support::township::{Kept, founded, someone};
use crate::support::visitor::Page;

const YEAR: &str = "/books/LJ/year/2025";
const PLAN: &str = "/books/LJ/year/2025/distribution";

/// Rent in July, office costs in December; eleven months closed, or as many as the book was kept.
async fn with_a_year(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.it_is("2026-01-05");
    let desk = t.person("accountant", "LJ").await;
    for name in ["村民甲", "村民乙", "村民丙"] {
        let page = desk.goes("/books/LJ/parties").await.ok();
        desk.sends(&page.form("增加").with("name", name)).await.ok();
    }
    let rent = voucher("2025-07-15").debit("收房租", "10201", "1000.00").credit("收房租", "50103", "1000.00");
    let office = voucher("2025-12-20").debit("购办公用品", "51302", "299.99").credit("购办公用品", "10201", "299.99");
    for paper in [rent, office] {
        t.accountant_types("LJ", &paper).await.ok();
    }
    stand_posted(t).await;
}

async fn stand_posted(t: &mut Story) -> Page {
    t.colleague_reviews("LJ").await;
    t.colleague_posts("LJ").await
}

async fn presses(t: &mut Story, path: &str, button: &str) -> Page {
    let desk = t.person("accountant", "LJ").await;
    let page = desk.goes(path).await.ok();
    desk.sends(&page.form(button)).await
}

#[tokio::test]
async fn 年终_一步一步结转_分配_结账_封存_下年从封存的余额开始() {
    Story::tell(async |t| {
        with_a_year(t).await;
        t.person("accountant", "LJ").await.goes(YEAR).await.ok().shows("先结完2025年11月，现在该结2025年7月");
        for month in 7..=11 {
            t.closes("LJ", &format!("2025-{month:02}")).await;
        }
        let closing = t.person("accountant", "LJ").await.goes("/books/LJ/closing?period=2025-12").await.ok();
        closing.shows("年终结转已办").shows("还没有结转：501 经营收入 -1,000.00元；513 管理费用 299.99元");

        let page = t.person("accountant", "LJ").await.goes(YEAR).await.ok();
        page.shows("本年净收益 700.01").shows("50103 经营收入/出租收入").shows("先结转收入支出").hides("生成1张凭证");
        presses(t, YEAR, "生成2张凭证").await.ok().shows("2张待复核记账").hides("生成2张凭证");
        // The same page pressed once more makes nothing.
        let desk = t.person("accountant", "LJ").await;
        desk.sends(&page.form("生成2张凭证")).await.shows("还有2张结转凭证没有记账");
        stand_posted(t).await;
        presses(t, YEAR, "生成1张凭证").await.ok().shows("结转本年收益").shows("700.01");
        stand_posted(t).await;
        t.person("accountant", "LJ").await.goes(YEAR).await.ok().shows("可分配收益 700.01").shows("编分配方案");
        distributes(t).await;
        stand_posted(t).await;
        presses(t, YEAR, "生成1张凭证").await.ok().shows("结转各项分配").shows("500.01");
        stand_posted(t).await;

        t.person("accountant", "LJ").await.goes(YEAR).await.ok().shows("还不能封存");
        t.closes("LJ", "2025-12").await;
        assert!(t.person("accountant", "LJ").await.goes(YEAR).await.ok().try_form("封存2025年").is_none());
        let director = t.seat(DIRECTOR).await;
        let page = director.goes(YEAR).await.ok();
        director.sends(&page.form("封存2025年")).await.ok().shows("已封存").shows("2026年年初").shows("借贷各 700.01");
        director.sends(&page.form("封存2025年")).await.shows("2025年已封存");
        let desk = t.person("accountant", "LJ").await;
        desk.goes("/books/LJ/closing?period=2025-12").await.ok();
        let late = voucher("2025-12-31").debit("补记", "51302", "1").credit("补记", "10201", "1");
        t.accountant_types("LJ", &late).await.shows("已结账");
        let sheet = t.person("accountant", "LJ").await.goes("/books/LJ/statements/balance-sheet?to=2026-01").await.ok();
        sheet.shows("未分配收益 38 200.00 200.00");
    })
    .await;
}

/// The plan: worked out first, refused where it gives too much, made once it foots.
async fn distributes(t: &mut Story) {
    let desk = t.person("accountant", "LJ").await;
    let page = desk.goes(PLAN).await.ok();
    page.shows("本账套没有定比例");
    let plan = page.form("算一算").with("to_reserve", "200.00");
    let over = plan.clone().with("members_total", "500.02");
    desk.sends(&over).await.shows("可分配收益700.01元，各项分配合计700.02元，多分了0.01元");
    let unknown = plan.clone().with("members_how", "amounts").with("members", "村民丁 三百");
    desk.sends(&unknown).await.shows("名单第1行的「村民丁」不在本账套的农户里").shows("「三百」不是数");
    let foots = plan.clone().with("members_how", "amounts").with("members_total", "300").with("members", "村民甲 299");
    desk.sends(&foots).await.shows("向成员分配300.00元，名单合计299.00元");
    let worked = desk
        .sends(
            &plan.with("members_how", "shares").with("members_total", "300.01").with("members", "村民甲 1\n村民乙 2"),
        )
        .await;
    worked.shows("年末未分配收益 200.00").shows("村民甲 100.00").shows("村民乙 200.01");
    desk.sends(&worked.form("生成凭证")).await.ok().shows("2张待复核记账");
}

#[tokio::test]
async fn 年终_不是自己的事办不了() {
    Story::tell(async |t| {
        with_a_year(t).await;
        for month in 7..=11 {
            t.closes("LJ", &format!("2025-{month:02}")).await;
        }
        t.person("clerk", "LJ").await.goes(YEAR).await.ok().hides("生成2张凭证");
        let desk = t.person("accountant", "LJ").await;
        let page = desk.goes(YEAR).await.ok();
        let roll = page.form("生成2张凭证").forged("step", "roll");
        desk.sends(&roll).await.shows("先结转收入支出，再结转各项分配");
        let token = token_of(&page);
        let refused = desk.posts(&format!("{YEAR}/seal"), &[("csrf", &token)]).await;
        assert_eq!(refused.status, 403, "{}", refused.words());
        let director = t.seat(DIRECTOR).await;
        let token = token_of(&director.goes(YEAR).await.ok());
        director.posts(&format!("{YEAR}/seal"), &[("csrf", &token)]).await.shows("先结完2025年12月再封存");
        let refused = director.posts(&format!("{YEAR}/vouchers"), &[("csrf", &token), ("step", "surplus")]).await;
        assert_eq!(refused.status, 403, "{}", refused.words());
    })
    .await;
}

fn token_of(page: &Page) -> String {
    let html = page.html();
    let token = html.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    token.expect("a token").to_owned()
}

fn spring() -> Timestamp {
    Timestamp::parse("2025-01-20T01:00:00Z").expect("an instant")
}

/// The case's opening and its vouchers without those of the year end; the months up to November closed.
async fn kept_until_december(db: &Db, case: &mut Case) -> Kept {
    let chief = founded(db).await;
    case.transactions.retain(|t| !t.is_closing());
    let book = Kept::opened_from(db, &chief, "LX", "柳溪村", Period::new(2024, 1).expect("a period")).await;
    let (by, checker) = (book.maker.clone(), book.checker.clone());
    let (opening, vouchers) = (case.opening_csv(), case.vouchers_csv());
    let taking = db.write(move |tx| {
        Box::pin(async move {
            let opening = ledger::read_opening(ledger::utf8_text(&opening)?).expect("an opening");
            let vouchers = ledger::read_vouchers(ledger::utf8_text(&vouchers)?).expect("vouchers");
            ledger::import_opening(tx, &by, &opening, MissingDetails::Create, spring()).await?;
            ledger::import_vouchers(tx, &by, &checker, &vouchers, MissingDetails::Create, spring()).await?;
            for period in year().first_period().through(year().last_period().previous()) {
                ledger::close(tx, &checker, period, spring()).await?;
            }
            Ok(())
        })
    });
    taking.await.expect("taken in");
    book
}

fn year() -> FiscalYear {
    FiscalYear::new(2024).expect("a year")
}

async fn steps(book: &Kept, step: YearStep) -> Outcome<usize> {
    let by = book.maker.clone();
    let act = book
        .db
        .write(move |tx| Box::pin(async move { ledger::propose_year_end(tx, &by, year(), step, spring()).await }));
    let drafts = act.await?;
    posts(book, &drafts).await;
    Ok(drafts.len())
}

async fn posts(book: &Kept, drafts: &[mingzhang::kernel::DraftId]) {
    let (checker, drafts) = (book.checker.clone(), drafts.to_vec());
    let posting = book.db.write(move |tx| {
        Box::pin(async move {
            for draft in drafts {
                ledger::review(tx, &checker, draft, 1, spring()).await?;
                ledger::post(tx, &checker, draft, spring()).await?;
            }
            Ok(())
        })
    });
    posting.await.expect("posted");
}

fn money(text: &str) -> Money {
    text.parse().expect("an amount")
}

/// LS-12 to its end: what the program proposes comes to the printed answers, fen by fen.
#[tokio::test]
async fn 柳溪村的年终_程序拟的凭证结出来与答案一致() {
    each_engine(async |db: Db| {
        let mut case = Case::named("LS-12");
        let book = kept_until_december(&db, &mut case).await;
        let refused = steps(&book, YearStep::Surplus).await.err().expect("refused");
        assert!(refused.is("ledger.step_before"), "{refused}");
        assert_eq!(steps(&book, YearStep::CarryForward).await.expect("carried"), 2);
        assert_eq!(steps(&book, YearStep::Surplus).await.expect("carried"), 1);
        assert!(steps(&book, YearStep::CarryForward).await.err().expect("refused").is("ledger.nothing_to_carry"));
        let end = ledger::year_end(&mut db.read().await.expect("a view"), book.book, year()).await.expect("a year");
        assert_eq!(end.net_surplus, money("80671.38"));
        assert_eq!(end.standing.distributable, money("106421.88"));
        distributes_ls12(&book, &end).await;
        assert_eq!(steps(&book, YearStep::Roll).await.expect("rolled"), 1);
        book_is_as_printed(&book, &case).await;
        book.closes_at(year().last_period(), spring()).await.expect("closed");
        let seal = seals(&book, year()).await.expect("sealed");
        // The trial balance's 2,157,721.88, and 6,000.00 one household owes while others are owed more.
        assert_eq!(seal.total, money("2163721.88"));
        assert!(seals(&book, year()).await.err().expect("refused").is("ledger.year_sealed"));
        // The next year begins where this one ended, and reads nothing of it.
        let mut view = db.read().await.expect("a view");
        let (december, january) = (year().last_period(), year().last_period().next());
        let before = ledger::balances(&mut view, book.book, december, december).await.expect("balances");
        let after = ledger::balances(&mut view, book.book, january, january).await.expect("balances");
        let mut closing: Vec<_> = before.iter().map(|r| (r.key, r.closing())).filter(|(_, m)| !m.is_zero()).collect();
        let mut opening: Vec<_> = after.iter().map(|r| (r.key, r.opening)).collect();
        closing.sort_by_key(|(key, _)| *key);
        opening.sort_by_key(|(key, _)| *key);
        assert_eq!(opening, closing);
        let (sheet, next) = (
            statements::balance_sheet(&mut view, &[book.book], december).await.expect("a sheet"),
            statements::balance_sheet(&mut view, &[book.book], january).await.expect("a sheet"),
        );
        for line in &sheet.lines {
            let again = next.lines.iter().find(|l| l.no == line.no).expect("the same line");
            assert_eq!(again.second, line.first, "{} 年初", line.name);
        }
    })
    .await;
}

/// 30 % of 可分配收益 by the book's own rate, 40,000 to one household.
async fn distributes_ls12(book: &Kept, end: &ledger::YearEnd) {
    let chief = someone("总监督会计", Role::Chief).chief().expect("a chief");
    let id = book.book;
    let setting = book.db.write(move |tx| {
        Box::pin(async move {
            let from = year().first_period().first_day();
            mingzhang::village::set_policy(tx, &chief, Some(id), "reserve_rate", "30", from, spring()).await
        })
    });
    setting.await.expect("a rate");
    let mut view = book.db.read().await.expect("a view");
    let by_rate = ledger::reserve_by_rate(&mut view, book.book, end).await.expect("a share");
    assert_eq!(by_rate.amount, money("31926.56"));
    drop(view);
    let maker = book.maker.clone();
    let adding = book.db.write(move |tx| {
        Box::pin(async move {
            let party = mingzhang::village::Party::named("成员分红", mingzhang::village::HouseholdKind::Member);
            mingzhang::village::add_household(tx, &maker, party, spring()).await
        })
    });
    let household = adding.await.expect("a household");
    let plan = |to_reserve, member: &str| DistributionPlan {
        to_reserve,
        members: vec![(household, money(member))],
        ..DistributionPlan::default()
    };
    let over = plans(book, plan(by_rate.amount, "74495.33")).await.err().expect("refused");
    assert!(over.is("ledger.over_distributed"), "{over}");
    let drafts = plans(book, plan(by_rate.amount, "40000.00")).await.expect("planned");
    assert_eq!(drafts.len(), 2);
    posts(book, &drafts).await;
}

async fn plans(book: &Kept, plan: DistributionPlan) -> Outcome<Vec<mingzhang::kernel::DraftId>> {
    let by = book.maker.clone();
    let act = book
        .db
        .write(move |tx| Box::pin(async move { ledger::propose_distribution(tx, &by, year(), &plan, spring()).await }));
    act.await
}

async fn seals(book: &Kept, year: FiscalYear) -> Outcome<ledger::YearSeal> {
    let (by, book_id) = (someone("中心主任", Role::Director).sealer().expect("a sealer"), book.book);
    let act =
        book.db.write(move |tx| Box::pin(async move { ledger::seal_year(tx, &by, book_id, year, spring()).await }));
    act.await
}

async fn book_is_as_printed(book: &Kept, case: &Case) {
    let mut view = book.db.read().await.expect("a view");
    let (first, last) = (year().first_period(), year().last_period());
    let sheet = statements::balance_sheet(&mut view, &[book.book], last).await.expect("a sheet");
    let surplus = statements::surplus_statement(&mut view, &[book.book], first, last).await.expect("a statement");
    let printed =
        [(&sheet, &case.expected["balance_sheet"]["closing"]), (&surplus, &case.expected["income_and_distribution"])];
    for (statement, expected) in printed {
        for (name, wanted) in expected.as_object().expect("lines") {
            let line = statement.line(name).unwrap_or_else(|| panic!("{}没有「{name}」", statement.name));
            assert_eq!(line.first, money(wanted.as_str().expect("text")), "{} {name}", statement.name);
        }
    }
    assert_eq!(surplus.line("提取公积公益金").expect("a line").first, money("31926.56"));
    assert_eq!(surplus.line("向成员分配").expect("a line").first, money("40000.00"));
    let end = ledger::year_end(&mut view, book.book, year()).await.expect("a year");
    assert!(end.not_carried.is_empty(), "{:?}", end.not_carried);
    let done: Vec<StepState> = end.steps.iter().map(|s| s.state).collect();
    assert_eq!(done, [StepState::Done; 4]);
}

/// LS-15: the software of the article stops at 321 and carries 40,000 into the next year.
#[tokio::test]
async fn 小杨村的结转_本年收益年终归零_不带到下一年() {
    each_engine(async |db: Db| {
        let chief = founded(&db).await;
        let book = Kept::opened_from(&db, &chief, "XY", "小杨村", Period::new(2024, 12).expect("a period")).await;
        let moved: [(&str, i64); 6] = [
            ("50103", 30_000),
            ("50301", 60_000),
            ("50401", 5_000),
            ("51102", -10_000),
            ("51505", -40_000),
            ("51302", -5_000),
        ];
        for (code, yuan) in moved {
            let (side, other) = if yuan > 0 {
                (ledger::Side::Credit, ledger::Side::Debit)
            } else {
                (ledger::Side::Debit, ledger::Side::Credit)
            };
            let lines = vec![
                book.line("全年合计", "10201", other, yuan.abs() * 100),
                book.line("全年合计", code, side, yuan.abs() * 100),
            ];
            let draft = book.reviewed(ledger::NewDraft::regular("2024-12-30".parse().expect("a day"), lines)).await;
            book.posts(draft).await.expect("posted");
        }
        let case = Case::named("LS-15");
        for (step, printed) in
            [(YearStep::CarryForward, &case.transactions[..2]), (YearStep::Surplus, &case.transactions[2..])]
        {
            let mut view = db.read().await.expect("a view");
            let end = ledger::year_end(&mut view, book.book, year()).await.expect("a year");
            drop(view);
            let totals: Vec<Money> =
                end.steps.iter().find(|s| s.step == step).expect("a step").proposed.iter().map(|p| p.total()).collect();
            let wanted: Vec<Money> = printed.iter().map(|t| t.entries.iter().map(|e| e.debit).sum()).collect();
            assert_eq!(totals, wanted, "{}", step.in_chinese());
            steps(&book, step).await.expect("carried");
        }
        let refused = seals(&book, year()).await.err().expect("refused");
        assert!(refused.is("ledger.year_not_closed"), "{refused}");
        let mut view = db.read().await.expect("a view");
        let rows =
            ledger::balances(&mut view, book.book, year().last_period(), year().last_period()).await.expect("balances");
        assert!(ledger::not_carried(&book.chart, &rows).is_empty());
    })
    .await;
}

/// LS-14: 51,000 distributable. 50 % 公积公益金, 10 % outsiders, 10 % households; loss cover only where there is a loss.
#[tokio::test]
async fn 分配题_按比例分_不能多分_没有亏损不能弥补() {
    each_engine(async |db: Db| {
        let case = Case::named("LS-14");
        let given = |name: &str| money(case.expected["distribution"][name].as_str().expect("text"));
        let standing = ledger::Standing { distributable: given("可分配收益"), reserve: Money::ZERO };
        let book = Kept::in_fresh_township(&db).await;
        let maker = book.maker.clone();
        let adding = db.write(move |tx| {
            Box::pin(async move {
                let household = mingzhang::village::Party::named("村民甲", mingzhang::village::HouseholdKind::Member);
                let unit = mingzhang::village::Party::named("投资方", mingzhang::village::CounterpartyKind::Unit);
                let household = mingzhang::village::add_household(tx, &maker, household, spring()).await?;
                Ok((household, mingzhang::village::add_counterparty(tx, &maker, unit, spring()).await?))
            })
        });
        let (household, unit) = adding.await.expect("parties");
        let part = |percent: i64| Money::from_fen(standing.distributable.fen() * percent / 100);
        let plan = DistributionPlan {
            to_reserve: part(50),
            members: vec![(household, part(10))],
            others: vec![(unit, part(10))],
            ..DistributionPlan::default()
        };
        assert!(plan.faults(standing).is_empty());
        assert_eq!(plan.left(standing), part(30));
        let covering = DistributionPlan { loss_cover: money("1.00"), ..plan };
        let told: Vec<&str> = covering.faults(standing).iter().map(|r| r.code).collect();
        assert_eq!(told, ["ledger.cover_over_loss", "ledger.cover_over_fund"]);
    })
    .await;
}
