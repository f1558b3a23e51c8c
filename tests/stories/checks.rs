//! 稽核: every check has an example that fails it; one can be run alone; the certificate is made and recorded.

use std::time::Instant;

use mingzhang::app::App;
use mingzhang::audit::{self, Actor};
use mingzhang::auth::Role;
use mingzhang::checks::{self, BookFacts, CHECKS, YearFacts};
use mingzhang::db::{Db, Durability};
use mingzhang::disclosure::{self, Proof, Verification};
use mingzhang::kernel::{
    BankAccountId, BookId, CashCountId, Digest, Money, PayListId, Period, Quarter, ReceiptBookId, ReceiptIssueId,
    ReconciliationId, UserId, YearSealId,
};
use mingzhang::ledger::{self, BalanceKey, Closure, MissingDetails, VoucherKind, YearSeal, read_vouchers};
use mingzhang::receipts::{Fate, HeldBook, Issue, LeafEvent, Leaves, ReceiptBook, ReceiptKind};
use mingzhang::reconcile::{CashCount, CountedCash, Occasion, Reconciliation, ReconciliationSheet};
use mingzhang::statements::Statement;
use mingzhang::village::{self, Book};

use super::reports::with_a_year;
use crate::support::browser::Browser;
use crate::support::township::{Kept, day, now, someone};
use crate::support::{each_engine, each_place};

const FEN: Money = Money::from_fen(1);

/// 柳溪村's year with every month but the last closed, and the first quarter's sheet composed.
async fn a_closed_year(db: &Db) -> (App, Browser, Book) {
    let (app, chief) = with_a_year(db).await;
    let book = village::book_by_code(&mut db.read().await.expect("a view"), "LX").await.expect("books").expect("LX");
    let by = someone("专管员", Role::Accountant).accountant(book.id).expect("an accountant");
    let id = book.id;
    let closing = db.write(move |tx| {
        Box::pin(async move {
            for month in 1..=11 {
                ledger::close(tx, &by, format!("2024-{month:02}").parse().expect("a month"), now()).await?;
            }
            disclosure::compose(tx, &Actor::program(), id, "2024Q1".parse::<Quarter>().expect("a quarter"), now()).await
        })
    });
    closing.await.expect("a closed year");
    (app, chief, book)
}

/// The facts of the book, with a published sheet among them.
async fn facts(db: &Db, book: &Book) -> BookFacts {
    let mut tx = db.read().await.expect("a view");
    let mut facts = checks::facts_of(&mut tx, book.clone()).await.expect("facts");
    let quarter: Quarter = "2024Q1".parse().expect("a quarter");
    let printed = disclosure::sheet_for_print(&mut tx, book.id, quarter).await.expect("a sheet");
    let head = printed.head.expect("a composed sheet");
    facts.sheets.push(Verification {
        sheet: printed.sheet,
        head,
        code_now: String::new(),
        proof: Proof::Holds,
        broken: Vec::new(),
        leaves: None,
        papers: Vec::new(),
    });
    facts
}

fn raise(statement: &mut Statement, name: &str) {
    statement.lines.iter_mut().find(|l| l.name == name).unwrap_or_else(|| panic!("no line {name}")).first += FEN;
}

fn key_on(facts: &BookFacts, code: &str) -> BalanceKey {
    let account = facts.chart.by_code(code).unwrap_or_else(|| panic!("no account {code}")).id;
    BalanceKey { account, household: None, counterparty: None, project: None }
}

fn open_with(facts: &mut BookFacts, code: &str, amount: Money) {
    let key = key_on(facts, code);
    facts.opening.as_mut().expect("an opening").balances.push((key, amount));
}

fn a_year_more(facts: &mut BookFacts) -> &mut YearFacts {
    let last = facts.years.last().expect("a year").clone();
    facts.years.push(YearFacts { year: last.year.next(), last: last.year.next().last_period(), ..last });
    facts.years.last_mut().expect("a year")
}

fn december_closed(facts: &mut BookFacts) {
    let last = facts.closures.last().expect("a closing").clone();
    facts.closures.push(Closure { period: period_of("2024-12"), ..last });
}

fn a_count() -> CountedCash {
    CountedCash {
        occasion: Occasion::Regular,
        id: CashCountId::new(),
        date: day("2024-03-31"),
        count: CashCount::new(&[], FEN).expect("a count"),
        reason: String::new(),
        counted_name: "资金会计".into(),
        witnessed_name: "监盘人".into(),
        counted_at: now(),
    }
}

fn a_reconciliation() -> Reconciliation {
    Reconciliation {
        id: ReconciliationId::new(),
        account: BankAccountId::new(),
        period: "2024-03".parse().expect("a month"),
        sheet: ReconciliationSheet::of(day("2024-03-31"), FEN, FEN, &[], &[]),
        digest: Digest::GENESIS,
        made_by: UserId::new(),
        made_name: "资金会计".into(),
        made_at: now(),
        reviewed: None,
    }
}

/// A receipt book whose second number was used before its first.
fn a_skipped_receipt() -> HeldBook {
    let receipts = ReceiptBook {
        id: ReceiptBookId::new(),
        kind: ReceiptKind::Unified,
        series: String::new(),
        digits: 4,
        first: 1,
        last: 50,
        bought_on: day("2024-01-05"),
        bought_name: "资金会计".into(),
        bought_at: now(),
    };
    let issue = Issue {
        id: ReceiptIssueId::new(),
        receipts: receipts.clone(),
        book: BookId::new(),
        turn: 1,
        issued_on: day("2024-01-05"),
        issued_name: "资金会计".into(),
        issued_at: now(),
        acts: Vec::new(),
    };
    let used = LeafEvent {
        receipts: receipts.id,
        number: 2,
        seq: 1,
        issue: issue.id,
        fate: Fate::Used,
        submission: None,
        said_of: "报账单 第1号".into(),
        amount: FEN,
        reason: String::new(),
        file: None,
        by_name: "报账员".into(),
        at: now(),
    };
    HeldBook { issue, leaves: Leaves::of(vec![used]) }
}

/// A seal over nothing: the next year would begin with nothing.
fn a_seal() -> YearSeal {
    YearSeal {
        id: YearSealId::new(),
        year: period_of("2024-12").year(),
        total: Money::ZERO,
        opening_digest: Digest::GENESIS,
        previous_root: Digest::GENESIS,
        root: Digest::GENESIS,
        sealed_name: "中心主任".into(),
        sealed_at: now(),
    }
}

fn period_of(text: &str) -> Period {
    text.parse().expect("a month")
}

type Tamper = fn(&mut BookFacts);

/// Something changed below the program, and the check that must name it.
const TAMPERED: &[(&str, Tamper)] = &[
    ("voucher.balanced", |f| f.vouchers[0].entries[0].amount += FEN),
    ("voucher.gapless", |f| drop(f.vouchers.remove(1))),
    ("voucher.chained", |f| f.vouchers[0].entries[0].summary.push('改')),
    ("voucher.two_hands", |f| f.vouchers[0].reviewed_by = f.vouchers[0].prepared_by),
    ("voucher.corrected", |f| {
        f.vouchers[1].kind = VoucherKind::Reversal;
        f.vouchers[1].corrects = Some(f.vouchers[0].id);
    }),
    ("opening.balanced", |f| f.opening.as_mut().expect("an opening").balances[0].1 += FEN),
    ("balance.kept", |f| f.kept.values_mut().next().expect("a balance")[0] += FEN),
    ("balance.carried", |f| f.years[0].trial.rows[0].opening += FEN),
    ("accounts.rolled_up", |f| f.years[0].trial.rows[0].debit += FEN),
    ("parties.controlled", |f| {
        let mut entries = f.vouchers.iter_mut().flat_map(|v| &mut v.entries);
        entries.find(|e| e.household.is_some()).expect("an entry with a household").household = None;
    }),
    ("period.sealed", |f| f.closures[3].root = Digest::GENESIS),
    ("year.closed", |f| {
        december_closed(f);
        open_with(f, "501", FEN);
    }),
    ("year.sealed", |f| f.seals.push((a_seal(), Vec::new()))),
    ("statements.tied", |f| f.vouchers[0].entries[0].amount += FEN),
    ("sheet.foots", |f| raise(&mut f.years[0].sheet, "资产总计")),
    ("sheet.opening", |f| raise(&mut a_year_more(f).sheet, "货币资金")),
    ("sheet.receivables", |f| raise(&mut f.years[0].sheet, "应收款项")),
    ("sheet.net_values", |f| raise(&mut f.years[0].sheet, "固定资产净值")),
    ("sheet.undistributed", |f| raise(&mut f.years[0].sheet, "未分配收益")),
    ("sheet.interim", |f| raise(&mut f.years[0].sheet, "未分配收益")),
    ("surplus.opening", |f| raise(&mut f.years[0].surplus, "年初未分配收益")),
    ("surplus.turnover", |f| raise(&mut f.years[0].surplus, "净收益")),
    ("surplus.reserve", |f| raise(&mut f.years[0].surplus, "提取公积公益金")),
    ("pending.cleared", |f| {
        december_closed(f);
        open_with(f, "181", FEN);
    }),
    ("cash.not_negative", |f| open_with(f, "101", Money::from_yuan(-10_000_000))),
    ("cash.counted", |f| f.counts.push(a_count())),
    ("bank.reconciled", |f| f.reconciliations.push(("10201".into(), a_reconciliation()))),
    ("receipts.in_order", |f| f.receipts.push(a_skipped_receipt())),
    ("balance.side", |f| f.years[0].trial.rows[0].opening -= Money::from_yuan(10_000_000)),
    ("disclosure.published", |f| f.sheets[0].proof = Proof::LedgerDiffers),
    ("disclosure.adds_up", |f| f.sheets[0].sheet.funds.closing += FEN),
    ("disclosure.year", |f| {
        for quarter in ["2024Q2", "2024Q3", "2024Q4"] {
            let mut more = f.sheets[0].clone();
            more.head.span = quarter.parse().expect("a quarter");
            f.sheets.push(more);
        }
    }),
];

#[tokio::test]
async fn 每一项稽核_都有一个通不过的例子() {
    each_engine(async |db: Db| {
        let (_, _, book) = a_closed_year(&db).await;
        let mut sound = facts(&db, &book).await;
        sound.sheets.clear();
        for finding in checks::judge(&sound) {
            assert!(finding.holds(), "{}: {:?}", finding.id, finding.problems);
        }
        let judged: Vec<&str> = checks::judge(&sound).iter().map(|f| f.id).collect();
        let shown: Vec<&str> = TAMPERED.iter().map(|(id, _)| *id).collect();
        assert_eq!(judged, shown, "every check of a book's facts has its example, in the order of the list");
        for (id, tamper) in TAMPERED {
            let mut tampered = facts(&db, &book).await;
            tamper(&mut tampered);
            let found = checks::judge(&tampered).into_iter().find(|f| f.id == *id).expect("the check");
            assert!(!found.problems.is_empty(), "{id} found nothing");
            assert!(found.problems.iter().all(|p| !p.at.is_empty() && !p.what.is_empty()), "{id}");
        }
    })
    .await;
}

/// The first voucher's household becomes another book's: what the triggers would refuse, with the triggers gone.
async fn names_a_stranger(db: &Db) {
    for trigger in ["drop trigger entry_no_update", "drop trigger entry_no_change on entry"] {
        // Each engine has its own name for the wall.
        drop(super::walls::run(db, trigger).await);
    }
    let stranger = UserId::new().text();
    let sql = format!("update entry set household_id = '{stranger}' where household_id <> ''");
    super::walls::run(db, &sql).await.expect("a tampered ledger");
}

#[tokio::test]
async fn 别的账套的往来户_混不进来() {
    each_place(async |place| {
        let db = place.open(Durability::Fleeting).await;
        let (_, _) = with_a_year(&db).await;
        names_a_stranger(&db).await;
        let mut tx = db.read().await.expect("a view");
        let wanted = checks::named(&["book.scoped".into(), "voucher.chained".into()]).expect("checks");
        let proved = checks::prove(&mut tx, None, None, &wanted).await.expect("findings");
        assert_eq!(proved.findings.iter().map(|f| f.id).collect::<Vec<_>>(), ["book.scoped", "voucher.chained"]);
        assert!(proved.findings.iter().all(|f| !f.holds()), "both name it");
        assert!(proved.findings[0].problems[0].what.contains("农户不是本账套的"));
        assert!(proved.findings[0].problems[0].link.starts_with("vouchers/"));
        drop(tx);
        db.close().await;
    })
    .await;
}

/// A source document bound to the first voucher whose digest is not the one it was bound under.
const STRANGE_PAPER: &str = "
insert into source_document values ('00000000000040008000000000000001', (select id from book where code = 'LX'), 'receipt',
  '2024-01-05', '收款人', '柳溪村', 100, 1, '', 'DIGEST', '', '', '2024-01-05T00:00:00.000000Z');
insert into voucher_document select id, 1, '00000000000040008000000000000001', 'OTHER' from voucher
  where no = 1 and period = '2024-01';
";

#[tokio::test]
async fn 原始凭证_日志_样式_被改动也查得出() {
    each_place(async |place| {
        let db = place.open(Durability::Fleeting).await;
        let (_, _) = with_a_year(&db).await;
        let paper = STRANGE_PAPER.replace("DIGEST", &Digest::of(b"1").hex()).replace("OTHER", &Digest::of(b"2").hex());
        super::walls::run(&db, &paper).await.expect("a strange paper");
        for trigger in ["drop trigger audit_event_no_update", "drop trigger audit_event_no_change on audit_event"] {
            drop(super::walls::run(&db, trigger).await);
        }
        super::walls::run(&db, "update audit_event set detail = '改过' where seq = 1").await.expect("a changed log");
        let form = format!(
            "insert into statement_form values ('surplus_statement', 2, '2025-01', '{}', '{}', '', '', '', '2024-01-05T00:00:00.000000Z')",
            r#"{"name":"收益及收益分配表","form_code":"","columns":["",""],"rows":[{"no":1,"name":"净收益","formula":"501"}]}"#,
            Digest::GENESIS.hex(),
        );
        super::walls::run(&db, &form).await.expect("a strange form");
        let list = format!(
            "insert into pay_list (id, book_id, kind, title, date, people, fen_total, source, digest, replaces, once_key,
                 made_by, made_name, made_at)
             select '{}', id, 'wage', '九月工资', '2024-09-30', 1, 100, '', '{}', '', 'k', '', '',
                 '2024-09-30T00:00:00.000000Z' from book where code = 'LX'",
            PayListId::new().text(),
            Digest::GENESIS.hex(),
        );
        super::walls::run(&db, &list).await.expect("a strange list");
        let mut tx = db.read().await.expect("a view");
        let ids = ["evidence.kept", "forms.kept", "log.chained", "lists.kept"].map(str::to_owned);
        let wanted = checks::named(&ids).expect("checks");
        let proved = checks::prove(&mut tx, None, None, &wanted).await.expect("findings");
        for finding in &proved.findings {
            assert!(!finding.holds(), "{} found nothing", finding.id);
        }
        let forms = proved.findings.iter().find(|f| f.id == "forms.kept").expect("the forms");
        assert!(forms.problems.iter().any(|p| p.what.contains("与存的时候的校验码不符")));
        assert!(forms.problems.iter().any(|p| p.what.contains("没有归到任何一行")));
        drop(tx);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn 稽核页_查一项查全部_出证明_留痕() {
    each_engine(async |db: Db| {
        let (_, mut chief, _) = a_closed_year(&db).await;
        let page = chief.get("/oversight/checks").await.is(200);
        page.says("还没有运行").says("制单与复核不是同一人").says("C-13");
        chief.get("/oversight/checks?book=LX").await.is(200).says("项都通过").says("出稽核证明");
        let one = chief.get("/oversight/checks?book=LX&check=sheet.foots").await.is(200);
        one.says("1 项都通过").says("还没有运行");
        chief.get("/oversight/checks?book=LX&check=nothing").await.is(404);
        let paper = chief.get("/oversight/checks/certificate.pdf?book=LX").await.is(200);
        assert!(paper.body.starts_with("%PDF"));
        let mut view = db.read().await.expect("a view");
        let events = audit::events(&mut view, "township", None, 1000).await.expect("events");
        let made = events.iter().find(|e| e.act == "check.certify").expect("the certificate is in the log");
        assert!(made.subject.contains("LX") && made.detail.contains("项都通过"), "{}", made.detail);
        assert!(CHECKS.len() >= 30);
    })
    .await;
}

#[tokio::test]
async fn 一个村一年三百六十张凭证_一秒内证明一遍() {
    each_engine(async |db: Db| {
        let kept = Kept::in_fresh_township(&db).await;
        let mut file = "voucher,date,summary,account,detail,debit,credit\n".to_owned();
        for month in 1..=9 {
            for n in 1..=40 {
                let (day, yuan) = (1 + n % 28, 100 + n);
                file.push_str(&format!("{month}-{n},2025-{month:02}-{day:02},购办公用品,51302,,{yuan}.00,\n"));
                file.push_str(&format!("{month}-{n},2025-{month:02}-{day:02},购办公用品,10201,,,{yuan}.00\n"));
            }
        }
        let rows = read_vouchers(&file).expect("a voucher file");
        let (maker, checker) = (kept.maker.clone(), kept.checker.clone());
        let importing = db.write(move |tx| {
            Box::pin(async move {
                ledger::import_vouchers(tx, &maker, &checker, &rows, MissingDetails::Create, now()).await
            })
        });
        importing.await.expect("a year");
        let mut tx = db.read().await.expect("a view");
        let begun = Instant::now();
        let findings = checks::all(&mut tx, None, None).await.expect("findings");
        eprintln!("one village-year of 360 vouchers re-proved by {} checks: {:?}", findings.len(), begun.elapsed());
        assert_eq!(findings.len(), CHECKS.len());
    })
    .await;
}
