//! The published exercises and whole sets: file in, statements out, equal to the fen.

use std::collections::BTreeMap;

use mingzhang::auth::Chief;
use mingzhang::db::Db;
use mingzhang::kernel::{Failure, Money, Outcome};
use mingzhang::ledger::{self, MissingDetails};
use mingzhang::statements::{self, Statement, StatementLine};
use serde_json::Value;

use crate::support::cases::Case;
use crate::support::each_engine;
use crate::support::township::{Kept, founded, now};

/// Takes a case into a fresh book of the township, as `mingzhang import opening` and `import vouchers` would.
async fn taken_in(db: &Db, chief: &Chief, case: &Case) -> Outcome<Kept> {
    let code = case.id.split('-').take(2).collect::<Vec<_>>().join("-");
    taken_in_as(db, chief, case, &code).await
}

async fn taken_in_as(db: &Db, chief: &Chief, case: &Case, code: &str) -> Outcome<Kept> {
    let book = Kept::opened_from(db, chief, code, &case.id, case.span().0).await;
    let (by, checker) = (book.maker.clone(), book.checker.clone());
    let (opening, vouchers) = (case.opening_csv(), case.vouchers_csv());
    let taking = db.write(move |tx| {
        Box::pin(async move {
            let opening = ledger::read_opening(ledger::utf8_text(&opening)?).map_err(Failure::Refused)?;
            let vouchers = ledger::read_vouchers(ledger::utf8_text(&vouchers)?).map_err(Failure::Refused)?;
            if !opening.is_empty() {
                ledger::import_opening(tx, &by, &opening, MissingDetails::Create, now()).await?;
            }
            if !vouchers.is_empty() {
                ledger::import_vouchers(tx, &by, &checker, &vouchers, MissingDetails::Create, now()).await?;
            }
            Ok(())
        })
    });
    taking.await?;
    Ok(book)
}

fn amount(value: &Value) -> Money {
    value.as_str().expect("an amount is text").parse().expect("an amount")
}

/// Names with one kind of brackets.
fn plain(name: &str) -> String {
    name.replace('（', "(").replace('）', ")")
}

/// The six columns of every first-level account, by its name.
async fn trial_balance(book: &Kept, case: &Case) -> BTreeMap<String, [Money; 6]> {
    let mut view = book.db.read().await.expect("a view");
    let (first, last) = case.span();
    let trial = statements::trial_balance(&mut view, book.book, first, last).await.expect("a trial balance");
    assert!(trial.foots(), "{}", case.id);
    trial.first_level().map(|r| (plain(&r.name), r.columns())).collect()
}

#[tokio::test]
async fn 每一道习题都记得进去_发生额与原题一致() {
    each_engine(async |db| {
        let chief = founded(&db).await;
        let cases: Vec<Case> =
            Case::all().into_iter().filter(|c| !c.transactions.is_empty() && c.kind != "trap").collect();
        assert!(cases.len() >= 11, "{}", cases.len());
        for case in &cases {
            let book = taken_in(&db, &chief, case).await.unwrap_or_else(|refused| panic!("{}: {refused}", case.id));
            let trial = trial_balance(&book, case).await;
            for (account, (debit, credit)) in case.moved() {
                let columns = trial.get(&plain(&account)).unwrap_or_else(|| panic!("{}: 没有 {account}", case.id));
                assert_eq!((columns[2], columns[3]), (debit, credit), "{} {account}", case.id);
            }
            let posted: usize = {
                let mut view = db.read().await.expect("a view");
                let (first, last) = case.span();
                ledger::vouchers_between(&mut view, book.book, first, last).await.expect("vouchers").len()
            };
            assert_eq!(posted, case.transactions.len(), "{}", case.id);
        }
    })
    .await;
}

#[tokio::test]
async fn 成套账的科目余额表_资产负债表_收益表与答案分毫不差() {
    each_engine(async |db| {
        let chief = founded(&db).await;
        for id in ["LS-10", "LS-11", "LS-12"] {
            let case = Case::named(id);
            let book = taken_in(&db, &chief, &case).await.unwrap_or_else(|refused| panic!("{id}: {refused}"));
            trial_balance_is(&book, &case).await;
            balance_sheet_is(&book, &case).await;
            surplus_statement_is(&book, &case).await;
        }
    })
    .await;
}

#[tokio::test]
async fn 只有期初的账套_也出得来资产负债表() {
    each_engine(async |db| {
        let chief = founded(&db).await;
        let case = Case::named("LS-13");
        let book = taken_in(&db, &chief, &case).await.expect("taken in");
        balance_sheet_is(&book, &case).await;
    })
    .await;
}

#[tokio::test]
async fn 错题照原文导入_被拒绝并指出哪一行差多少() {
    each_engine(async |db| {
        let chief = founded(&db).await;
        let refused = taken_in(&db, &chief, &Case::named("LS-91")).await.err().expect("must be refused");
        assert!(refused.is("ledger.unbalanced"), "{refused}");
        let [only] = refused.refusals() else { panic!("{refused}") };
        assert_eq!(only.row, Some(2));
        for figure in ["13,600.00", "100,000.00", "86,400.00"] {
            assert!(only.message.contains(figure), "{}", only.message);
        }
    })
    .await;
}

#[tokio::test]
async fn 左右不平的资产负债表_作期初导入_被拒绝并说差多少() {
    each_engine(async |db| {
        let chief = founded(&db).await;
        let printed = &Case::named("LS-90").expected["statement"];
        for when in ["opening", "closing"] {
            let total = |what: &str| amount(&printed[format!("{what}_total_{when}")]);
            let id = format!("LS-90-{when}");
            let case = Case::of_totals(&id, total("asset"), total("liab_equity"));
            let refused = taken_in_as(&db, &chief, &case, &id).await.err().expect("must be refused");
            assert!(refused.is("ledger.opening_unbalanced"), "{refused}");
            assert!(refused.to_string().contains("1,000.00"), "{refused}");
        }
    })
    .await;
}

#[tokio::test]
async fn 只给全年合计的分配题_收益总额与可分配收益一致() {
    each_engine(async |db| {
        let chief = founded(&db).await;
        let given = &Case::named("LS-14").expected["distribution"];
        // 发包及上交收入 became a detail of 经营收入.
        let earned = [
            ("经营收入", "经营收入"),
            ("经营收入", "发包及上交收入"),
            ("补助收入", "补助收入"),
            ("其他收入", "其他收入"),
            ("投资收益", "投资收益"),
            ("经营支出", "经营支出"),
            ("管理费用", "管理费用"),
            ("其他支出", "其他支出"),
        ];
        let sums = earned.map(|(account, line)| (account, amount(&given[line])));
        let case = Case::of_sums("LS-14", amount(&given["年初未分配收益"]), &sums);
        let book = taken_in(&db, &chief, &case).await.expect("taken in");
        let mut view = db.read().await.expect("a view");
        let (first, last) = case.span();
        let surplus = statements::surplus_statement(&mut view, &[book.book], first, last).await.expect("a statement");
        for name in ["收益总额", "年初未分配收益", "可分配收益"] {
            assert_eq!(surplus.line(name).expect("a line").first, amount(&given[name]), "{name}");
        }
    })
    .await;
}

async fn trial_balance_is(book: &Kept, case: &Case) {
    const COLUMNS: [&str; 6] =
        ["opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit"];
    let trial = trial_balance(book, case).await;
    let expected = case.expected["trial_balance"].as_array().expect("a trial balance");
    for row in expected {
        let account = plain(row["account"].as_str().expect("a name"));
        let columns = trial.get(&account).unwrap_or_else(|| panic!("{}: 没有 {account}", case.id));
        assert_eq!(*columns, COLUMNS.map(|c| amount(&row[c])), "{} {account}", case.id);
    }
    let totals: Vec<Money> = (0..6).map(|i| trial.values().map(|columns| columns[i]).sum()).collect();
    assert_eq!(totals, COLUMNS.map(|c| amount(&case.expected["trial_balance_totals"][c])), "{} 合计", case.id);
}

async fn balance_sheet_is(book: &Kept, case: &Case) {
    let mut view = book.db.read().await.expect("a view");
    let (first, last) = case.span();
    let sheet = statements::balance_sheet(&mut view, &[book.book], last).await.expect("a balance sheet");
    let expected = &case.expected["balance_sheet"];
    lines_are(case, &sheet, &expected["closing"], |line| line.first);
    if first.year() == last.year() {
        lines_are(case, &sheet, &expected["opening"], |line| line.second);
    }
}

async fn surplus_statement_is(book: &Kept, case: &Case) {
    let mut view = book.db.read().await.expect("a view");
    let (first, last) = case.span();
    let statement = statements::surplus_statement(&mut view, &[book.book], first, last).await.expect("a statement");
    lines_are(case, &statement, &case.expected["income_and_distribution"], |line| line.first);
}

/// Every line the case names has its amount.
fn lines_are(case: &Case, statement: &Statement, expected: &Value, column: fn(&StatementLine) -> Money) {
    for (name, wanted) in expected.as_object().into_iter().flatten() {
        let line = statement.line(name).unwrap_or_else(|| panic!("{} {}没有「{name}」", case.id, statement.name));
        assert_eq!(column(line), amount(wanted), "{} {} {name}", case.id, statement.name);
    }
}
