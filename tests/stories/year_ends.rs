//! The published year ends and distributions, fen by fen; what is sealed stands; errors of earlier years.

use mingzhang::auth::Role;
use mingzhang::db::Db;
use mingzhang::kernel::{DraftId, FiscalYear, Money, Outcome, Period, Timestamp};
use mingzhang::ledger::{self, DistributionPlan, MissingDetails, StepState, YearStep};
use mingzhang::statements;
use mingzhang::village::{self, CounterpartyKind, HouseholdKind, Party};

use crate::support::cases::Case;
use crate::support::each_engine;
use crate::support::township::{Kept, founded, someone};

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

async fn posts(book: &Kept, drafts: &[DraftId]) {
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
        let refused = steps(&book, YearStep::Surplus).await.expect_err("refused");
        assert!(refused.is("ledger.step_before"), "{refused}");
        assert_eq!(steps(&book, YearStep::CarryForward).await.expect("carried"), 2);
        assert_eq!(steps(&book, YearStep::Surplus).await.expect("carried"), 1);
        assert!(steps(&book, YearStep::CarryForward).await.expect_err("refused").is("ledger.nothing_to_carry"));
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
        assert!(seals(&book, year()).await.expect_err("refused").is("ledger.year_sealed"));
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
            village::set_policy(tx, &chief, Some(id), "reserve_rate", "30", from, spring()).await
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
            let party = Party::named("成员分红", HouseholdKind::Member);
            village::add_household(tx, &maker, party, spring()).await
        })
    });
    let household = adding.await.expect("a household");
    let plan = |to_reserve, member: &str| DistributionPlan {
        to_reserve,
        members: vec![(household, money(member))],
        ..DistributionPlan::default()
    };
    let over = plans(book, plan(by_rate.amount, "74495.33")).await.expect_err("refused");
    assert!(over.is("ledger.over_distributed"), "{over}");
    let drafts = plans(book, plan(by_rate.amount, "40000.00")).await.expect("planned");
    assert_eq!(drafts.len(), 2);
    posts(book, &drafts).await;
}

async fn plans(book: &Kept, plan: DistributionPlan) -> Outcome<Vec<DraftId>> {
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
        let refused = seals(&book, year()).await.expect_err("refused");
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
                let household = Party::named("村民甲", HouseholdKind::Member);
                let unit = Party::named("投资方", CounterpartyKind::Unit);
                let household = village::add_household(tx, &maker, household, spring()).await?;
                Ok((household, village::add_counterparty(tx, &maker, unit, spring()).await?))
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

/// What the database itself refuses once a year is sealed, whoever asks; and what the checks say when its walls are
/// taken away and a figure is changed.
#[tokio::test]
async fn 封存的年度_数据库自己守住_改动了稽核指得出来() {
    each_engine(async |db: Db| {
        let mut case = Case::named("LS-12");
        let book = kept_until_december(&db, &mut case).await;
        for step in [YearStep::CarryForward, YearStep::Surplus] {
            steps(&book, step).await.expect("carried");
        }
        book.closes_at(year().last_period(), spring()).await.expect("closed");
        seals(&book, year()).await.expect("sealed");
        let attempts = [
            "update year_seal set fen_total = 0",
            "delete from year_seal",
            "update opening_balance set fen = fen + 1 where year = 2025",
            "insert into opening_balance select book_id, 2025, account_id, 'x', '', '', 1 from opening_balance",
            "insert into closure select 'x', book_id, period, 0, 0, '', '', '', '', '', '', '', '' from closure",
        ];
        for attempt in attempts {
            let refused = raw(&db, attempt).await.err().unwrap_or_else(|| panic!("{attempt}: 没有被拒绝"));
            assert!(refused.contains("IMMUTABLE"), "{attempt}: {refused}");
        }
        let problems = |findings: Vec<mingzhang::checks::Finding>| -> Vec<&'static str> {
            findings.iter().filter(|f| !f.holds()).map(|f| f.id).collect()
        };
        let run = async || {
            let mut view = db.read().await.expect("a view");
            problems(mingzhang::checks::all(&mut view, None, None).await.expect("checks"))
        };
        assert!(run().await.is_empty());
        let disarm = match db.engine_name() {
            "sqlite" => "drop trigger opening_no_update",
            _ => "drop trigger opening_balance_no_change on opening_balance",
        };
        raw(&db, disarm).await.expect("disarmed");
        // 应收款 5,000.00 of the case.
        let update = |change: &str, from: i64| {
            format!("update opening_balance set fen = fen {change} where year = 2025 and fen = {from}")
        };
        raw(&db, &update("+ 1", 500_000)).await.expect("changed");
        // The sheet made from that opening no longer balances either.
        assert_eq!(run().await, ["year.sealed", "forms.kept"]);
        raw(&db, &update("- 1", 500_001)).await.expect("put back");
    })
    .await;
}

async fn raw(db: &Db, sql: &str) -> Result<(), String> {
    let sql = sql.to_owned();
    let ran = db.write(move |tx| {
        Box::pin(async move {
            let ran = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(tx.conn()).await;
            Ok(ran.map(drop).map_err(|e| e.to_string()))
        })
    });
    match ran.await {
        Ok(ran) => ran,
        Err(failed) => Err(failed.to_string()),
    }
}

/// An error of last year: in the accounts of the present period, or to 未分配收益, as the policy says.
#[tokio::test]
async fn 以前年度差错_按办法记当期或未分配收益() {
    each_engine(async |db: Db| {
        let chief = founded(&db).await;
        for (code, policy, account) in [("A", "当期", "51302"), ("B", "未分配收益", "32202")] {
            let book =
                Kept::opened_from(&db, &chief, code, &format!("{code}村"), Period::new(2024, 12).expect("a period"))
                    .await;
            let draft = book.reviewed(book.office_paid("2024-12-10", 30_000)).await;
            let posted = book.posts(draft).await.expect("posted");
            let (by, id, maker, voucher) = (chief.clone(), book.book, book.maker.clone(), posted.id);
            let reversing = db.write(move |tx| {
                Box::pin(async move {
                    let day = "2024-01-01".parse().expect("a day");
                    village::set_policy(tx, &by, Some(id), "prior_year_error", policy, day, spring()).await?;
                    ledger::reverse(tx, &maker, voucher, "发票重复", spring()).await
                })
            });
            let (red, blue) = reversing.await.expect("reversed");
            let mut view = db.read().await.expect("a view");
            for draft in [red, blue] {
                let draft = ledger::draft(&mut view, book.book, draft).await.expect("a draft");
                let codes: Vec<&str> = draft
                    .lines
                    .iter()
                    .map(|l| book.chart.by_id(l.account.expect("an account")).expect("known").code.as_str())
                    .collect();
                assert_eq!(codes, [account, "10201"], "{policy}");
                let says = draft.lines[0].summary.starts_with("以前年度差错更正");
                assert_eq!(says, policy == "未分配收益", "{}", draft.lines[0].summary);
            }
            drop(view);
            posts(&book, &[red]).await;
            let mut view = db.read().await.expect("a view");
            let (january, span) = (year().next().first_period(), year().next());
            let surplus = statements::surplus_statement(&mut view, &[book.book], january, span.last_period())
                .await
                .expect("a statement");
            let (net, moved_in) =
                (surplus.line("净收益").expect("a line").first, surplus.line("其他转入").expect("a line").first);
            let wanted =
                if account == "32202" { (Money::ZERO, money("300.00")) } else { (money("300.00"), Money::ZERO) };
            assert_eq!((net, moved_in), wanted, "{policy}");
        }
    })
    .await;
}
