//! Bank files into the books: imported once, paired with reasons, reconciled by two, locked; and the cash box counted.

use mingzhang::auth::Role;
use mingzhang::db::Db;
use mingzhang::kernel::{Date, Money, Outcome, Period};
use mingzhang::ledger::{self, Side};
use mingzhang::reconcile::{
    self, BankHand, Denomination, Dot, NewCashCount, NewPairing, Occasion, StatementFile, StatementImport, Workbench,
};
use mingzhang::village::{self, NewBankAccount};

use crate::support::each_engine;
use crate::support::township::{Kept, day, now, someone};

/// July of an account that opened the year with ten thousand.
pub const JULY: &str = "交易日期,交易时间,收入金额,支出金额,账户余额,对方户名,摘要
2025-07-02,09:00:00,12000.00,,22000.00,村民甲,土地承包费
2025-07-05,10:00:00,,2680.50,19319.50,县供电公司,电费
2025-07-15,08:50:10,,6400.00,12919.50,批量代发,村干部报酬
2025-07-15,08:50:11,,6400.00,6519.50,批量代发,村干部报酬
2025-07-21,00:00:00,37.46,,6556.96,,存款利息
2025-07-25,11:11:11,,15.00,6541.96,,账户维护费
";
const AUGUST: &str = "交易日期,交易时间,收入金额,支出金额,账户余额,对方户名,摘要
2025-07-25,11:11:11,,15.00,6541.96,,账户维护费
2025-08-03,09:00:00,,541.96,6000.00,某建材店,维修材料
";

/// A book with a bank account that opened the year with ten thousand, and July's vouchers.
pub struct Account {
    /// The book.
    pub kept: Kept,
    cashier: BankHand,
    accountant: BankHand,
}

impl Account {
    async fn with_july_booked(db: &Db) -> Account {
        Account::july_of(Kept::in_fresh_township(db).await).await
    }

    /// The same in a book that is there.
    pub async fn july_of(kept: Kept) -> Account {
        let account = Account::opened_of(kept).await;
        account.books("2025-07-02", "收村民甲承包费", "50202", 1_200_000).await;
        account.books("2025-07-06", "付县供电公司电费", "51306", -268_050).await;
        account.books("2025-07-14", "发放干部报酬", "51301", -640_000).await;
        account.books("2025-07-31", "付某建材店维修材料", "51302", -54_196).await;
        account
    }

    /// A bank account that opened the year with ten thousand, and no voucher yet.
    pub async fn opened_of(kept: Kept) -> Account {
        let cashier = someone("资金会计", Role::Cashier).cashier(kept.book).expect("a cashier");
        let maker = kept.maker.clone();
        let opening = vec![
            kept.line("期初", "10201", Side::Debit, 1_000_000),
            kept.line("期初", "31101", Side::Credit, 1_000_000),
        ];
        kept.db
            .write(move |tx| {
                Box::pin(async move {
                    ledger::confirm_opening(tx, &maker, &opening, now()).await?;
                    let account = NewBankAccount {
                        account_code: "10201".into(),
                        bank: "农商银行".into(),
                        holder: "李家村股份经济合作社".into(),
                        number: "6200000000003444".into(),
                        opened_on: day("2025-01-01"),
                    };
                    village::add_bank_account(tx, &maker, account, now()).await
                })
            })
            .await
            .expect("an account");
        Account { cashier: cashier.into(), accountant: kept.maker.clone().into(), kept }
    }

    /// A posted voucher that moves the bank account; the other side is whatever the code says.
    pub async fn books(&self, date: &str, summary: &str, other: &str, fen: i64) {
        let (bank, against) = if fen > 0 { (Side::Debit, Side::Credit) } else { (Side::Credit, Side::Debit) };
        let lines =
            vec![self.kept.line(summary, "10201", bank, fen.abs()), self.kept.line(summary, other, against, fen.abs())];
        let draft = self.kept.reviewed(ledger::NewDraft::regular(day(date), lines)).await;
        self.kept.posts(draft).await.expect("posted");
    }

    async fn imports(&self, text: &str) -> Outcome<StatementImport> {
        let file = StatementFile::read("流水.csv", text.as_bytes(), None)?;
        let by = self.cashier.clone();
        self.kept
            .db
            .write(move |tx| Box::pin(async move { reconcile::import_statement(tx, &by, "10201", &file, now()).await }))
            .await
    }

    async fn bench(&self, period: Period) -> Workbench {
        let mut view = self.kept.db.read().await.expect("a view");
        reconcile::workbench(&mut view, self.kept.book, "10201", period).await.expect("two panes")
    }

    async fn pairs(&self, pairs: Vec<NewPairing>) -> Outcome<Vec<mingzhang::kernel::PairingId>> {
        let by = self.cashier.clone();
        self.kept
            .db
            .write(move |tx| Box::pin(async move { reconcile::pair(tx, &by, "10201", &pairs, now()).await }))
            .await
    }

    async fn makes(&self, by: &BankHand, period: Period) -> Outcome<mingzhang::kernel::ReconciliationId> {
        let by = by.clone();
        self.kept
            .db
            .write(move |tx| {
                Box::pin(async move { reconcile::make_reconciliation(tx, &by, "10201", period, now()).await })
            })
            .await
    }

    async fn dot(&self, today: Date) -> Dot {
        let mut view = self.kept.db.read().await.expect("a view");
        reconcile::account_standings(&mut view, self.kept.book, today).await.expect("standings")[0].dot
    }

    async fn is_reconciled(&self, period: Period) -> bool {
        let mut view = self.kept.db.read().await.expect("a view");
        reconcile::is_reconciled_or_listed(&mut view, self.kept.book, period).await.expect("an answer")
    }
}

fn july() -> Period {
    Period::new(2025, 7).expect("a period")
}

fn is<T: std::fmt::Debug>(refused: Outcome<T>, code: &str) {
    let failure = refused.expect_err(code);
    assert!(failure.is(code), "{code} expected: {failure}");
}

#[tokio::test]
async fn 同一份对账单导入两次_不重复也不丢() {
    each_engine(async |db| {
        let account = Account::with_july_booked(&db).await;
        let first = account.imports(JULY).await.expect("imported");
        assert_eq!((first.overlap.new_count(), first.overlap.known_count()), (6, 0), "两笔 6,400.00 都留下");
        let again = account.imports(JULY).await.expect("nothing to do");
        assert_eq!((again.overlap.new_count(), again.statement), (0, None));
        let newest_first = format!(
            "{}\n{}",
            JULY.lines().next().unwrap(),
            JULY.lines().skip(1).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n")
        );
        assert_eq!(account.imports(&newest_first).await.expect("the same").overlap.new_count(), 0, "倒序也是同一份");
        let next = account.imports(AUGUST).await.expect("overlapping by a day");
        assert_eq!((next.overlap.known.clone(), next.gaps.len()), (vec![true, false], 0));
        is(account.imports(&JULY.replace("12919.50", "12919.60")).await, "reconcile.chain_broken");
        let without_twin: String = JULY.lines().filter(|l| !l.contains("2680.50")).map(|l| format!("{l}\n")).collect();
        is(account.imports(&without_twin).await, "reconcile.chain_broken");
        let elsewhere = JULY.replace("22000.00", "22001.00").replace("19319.50", "19320.50");
        is(account.imports(&elsewhere).await, "reconcile.chain_broken");
        let stranger = "交易日期,收入金额,支出金额,余额\n2025-07-03,1.00,,5.00\n2025-07-20,1.00,,6.00\n";
        is(account.imports(stranger).await, "reconcile.overlap_differs");
        let foreign = format!("账号：6200000000009999\n{JULY}");
        is(account.imports(&foreign).await, "reconcile.wrong_account");
        let far = "交易日期,收入金额,支出金额,余额\n2025-09-03,1.00,,5.00\n";
        assert_eq!(account.imports(far).await.expect("kept").gaps.len(), 1, "中间缺的日子要说出来");
    })
    .await;
}

#[tokio::test]
async fn 勾对_一步取消() {
    each_engine(async |db| {
        let account = Account::with_july_booked(&db).await;
        assert_eq!(account.dot(day("2025-08-05")).await, Dot::Grey { until: None });
        is(account.makes(&account.cashier, july()).await, "reconcile.no_statement");
        account.imports(JULY).await.expect("imported");

        let bench = account.bench(july()).await;
        assert_eq!(
            bench.sheet.sentence(),
            "账面 12,377.54 元，银行 6,541.96 元，差 5,835.58 元，10 笔未达账项已说明全部差额"
        );
        let certain: Vec<_> = bench.proposal.pairs.iter().filter(|p| p.certain).collect();
        assert_eq!(certain.len(), 2, "{:?}", bench.proposal);
        assert_eq!(bench.proposal.missing.len(), 2, "利息和维护费待补记");
        assert_eq!(bench.proposal.choices.len(), 2, "两笔 6,400.00 一张凭证,由会计定");
        let accepted: Vec<NewPairing> = certain.into_iter().map(|p| bench.accept(p)).collect();
        let ids = account.pairs(accepted.clone()).await.expect("paired");
        is(account.pairs(accepted).await, "reconcile.already_paired");
        let wrong = NewPairing::by_hand(vec![bench.lines[2].id], vec![reconcile::EntryKey::of(&bench.entries[3])]);
        is(account.pairs(vec![wrong]).await, "reconcile.pair_unequal");

        let (by, id) = (account.cashier.clone(), ids[0]);
        let blank =
            account.kept.db.write(move |tx| Box::pin(async move { reconcile::unpair(tx, &by, id, " ", now()).await }));
        is(blank.await, "reconcile.reason_missing");
        let by = account.cashier.clone();
        let undoing = account
            .kept
            .db
            .write(move |tx| Box::pin(async move { reconcile::unpair(tx, &by, id, "勾错了", now()).await }));
        undoing.await.expect("undone in one step");
        let bench = account.bench(july()).await;
        assert_eq!(bench.proposal.pairs.iter().filter(|p| p.certain).count(), 1, "放开的又可以勾对");
    })
    .await;
}

#[tokio::test]
async fn 编表_复核_锁定_撤回() {
    each_engine(async |db| {
        let account = Account::with_july_booked(&db).await;
        account.imports(JULY).await.expect("imported");
        let bench = account.bench(july()).await;
        let certain = bench.proposal.pairs.iter().filter(|p| p.certain).map(|p| bench.accept(p)).collect();
        account.pairs(certain).await.expect("paired");

        assert_eq!(account.dot(day("2025-08-05")).await, Dot::Yellow { lines: 4 });
        let made = account.makes(&account.accountant, july()).await.expect("made");
        is(account.makes(&account.cashier, july()).await, "reconcile.already_made");
        assert!(!account.is_reconciled(july()).await, "还要复核");
        let (own, other) = (account.kept.maker.clone(), account.kept.checker.clone());
        let by_maker = account
            .kept
            .db
            .write(move |tx| Box::pin(async move { reconcile::review_reconciliation(tx, &own, made, now()).await }));
        is(by_maker.await, "reconcile.same_person");
        let by_checker = account
            .kept
            .db
            .write(move |tx| Box::pin(async move { reconcile::review_reconciliation(tx, &other, made, now()).await }));
        by_checker.await.expect("reviewed by another");
        assert!(account.is_reconciled(july()).await);
        assert_eq!(account.dot(day("2025-08-05")).await, Dot::Green { until: day("2025-07-31") });

        let (by, id) = (account.cashier.clone(), account.bench(july()).await.pairings[0].id);
        let locked = account
            .kept
            .db
            .write(move |tx| Box::pin(async move { reconcile::unpair(tx, &by, id, "再看看", now()).await }));
        is(locked.await, "reconcile.locked");
        account.books("2025-07-20", "银行手续费", "51399", -1_500).await;
        assert!(!account.is_reconciled(july()).await, "编表后又记账,原表不再算数");
        let by = account.kept.checker.clone();
        let taking_back = account.kept.db.write(move |tx| {
            Box::pin(async move { reconcile::withdraw_reconciliation(tx, &by, made, "补记手续费", now()).await })
        });
        taking_back.await.expect("withdrawn");
        assert!(account.makes(&account.cashier, july()).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn 跨月兑付的支票_当月列未达_次月勾销() {
    each_engine(async |db| {
        let account = Account::with_july_booked(&db).await;
        account.imports(JULY).await.expect("July");
        account.imports(AUGUST).await.expect("August");
        let august = july().next();
        let bench = account.bench(august).await;
        let cheque = bench.proposal.pairs.iter().find(|p| bench.lines[p.bank[0]].row.date == day("2025-08-03"));
        account.pairs(vec![bench.accept(cheque.expect("the cheque is found"))]).await.expect("paired");
        let paid = |bench: &Workbench| bench.sheet.book_paid.iter().map(|i| i.amount.plain()).collect::<Vec<_>>();
        assert!(paid(&account.bench(july()).await).contains(&"541.96".to_owned()), "七月底还没有兑付");
        assert!(!paid(&account.bench(august).await).contains(&"541.96".to_owned()), "八月已经兑付");
        assert!(account.bench(july()).await.sheet.is_equal() && account.bench(august).await.sheet.is_equal());
    })
    .await;
}

#[tokio::test]
async fn 由银行流水补记凭证_只是建议() {
    each_engine(async |db| {
        let account = Account::with_july_booked(&db).await;
        account.imports(JULY).await.expect("imported");
        let bench = account.bench(july()).await;
        let mut view = account.kept.db.read().await.expect("a view");
        let codes = async |view: &mut mingzhang::db::ReadTx, at: usize| -> Vec<(String, Money, Money)> {
            let id = bench.lines[bench.proposal.missing[at].bank].id;
            let draft = reconcile::voucher_for_line(view, account.kept.book, id).await.expect("a draft");
            let code = |l: &ledger::DraftLine| account.kept.chart.by_id(l.account.unwrap()).unwrap().code.to_string();
            draft.lines.iter().map(|l| (code(l), l.debit, l.credit)).collect()
        };
        let (interest, fee) = (Money::from_fen(3_746), Money::from_fen(1_500));
        assert_eq!(
            codes(&mut view, 0).await,
            [("10201".to_owned(), interest, Money::ZERO), ("50401".to_owned(), Money::ZERO, interest)]
        );
        let booked = codes(&mut view, 1).await;
        assert_eq!((booked[0].1, &booked[1]), (fee, &("10201".to_owned(), Money::ZERO, fee)));
        assert!(booked[0].0.starts_with("513"), "{booked:?}");
        assert!(ledger::drafts(&mut view, account.kept.book, None).await.expect("drafts").is_empty());
    })
    .await;
}

#[tokio::test]
async fn 现金盘点_有监盘人_有差额要说明() {
    each_engine(async |db| {
        let account = Account::with_july_booked(&db).await;
        let lines = vec![
            account.kept.line("提取备用金", "101", Side::Debit, 50_000),
            account.kept.line("提取备用金", "10201", Side::Credit, 50_000),
        ];
        let draft = account.kept.reviewed(ledger::NewDraft::regular(day("2025-08-10"), lines)).await;
        account.kept.posts(draft).await.expect("posted");
        let counts = async |date: &str, hundreds: i64, witness: &str, reason: &str| {
            let (by, date) = (account.cashier.clone(), day(date));
            let (witness, reason) = (witness.to_owned(), reason.to_owned());
            account
                .kept
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let (occasion, pieces) = (Occasion::Regular, vec![(Denomination::Yuan100, hundreds)]);
                        let new = NewCashCount { date, occasion, pieces, witnessed_name: witness, reason };
                        reconcile::record_cash_count(tx, &by, new, now()).await
                    })
                })
                .await
        };
        is(counts("2025-08-31", 4, "资金会计", "").await, "reconcile.witness_is_counter");
        is(counts("2025-08-31", 4, "专管员", "").await, "reconcile.difference_unexplained");
        is(counts("2025-12-31", 5, "专管员", "").await, "reconcile.date_ahead");
        let counted = counts("2025-08-31", 4, "专管员", "借条一张未入账").await.expect("kept");
        assert_eq!(counted.count.sentence(), "实点 400.00 元，账面 500.00 元，短款 100.00 元");
        assert_eq!(
            counts("2025-08-09", 0, "专管员", "").await.expect("before the money came").count.balance_book,
            Money::ZERO
        );
        let mut view = account.kept.db.read().await.expect("a view");
        let kept = reconcile::cash_counts(&mut view, account.kept.book, july().next()).await.expect("counts");
        assert_eq!(kept.len(), 2);
        assert_eq!(kept[0], counted);
    })
    .await;
}

#[tokio::test]
async fn 红字冲销与原凭证_账上相抵() {
    each_engine(async |db| {
        let account = Account::with_july_booked(&db).await;
        account.imports(JULY).await.expect("imported");
        account.books("2025-08-20", "购办公用品", "51302", -12_345).await;
        let august = account.kept.chain(july().next()).await;
        let (by, id) = (account.kept.maker.clone(), august[0].id);
        let reversing =
            account.kept.db.write(move |tx| Box::pin(async move { ledger::reverse(tx, &by, id, "重复", now()).await }));
        let (red, _) = reversing.await.expect("a red voucher");
        let checker = account.kept.checker.clone();
        let posting = account.kept.db.write(move |tx| {
            Box::pin(async move {
                ledger::review(tx, &checker, red, 1, now()).await?;
                ledger::post(tx, &checker, red, now()).await
            })
        });
        posting.await.expect("posted");
        let october = Period::new(2025, 10).expect("a period");
        let bench = account.bench(october).await;
        let [cancelled] = &bench.proposal.cancellations[..] else { panic!("{:?}", bench.proposal.cancellations) };
        assert_eq!((cancelled.bank.len(), cancelled.book.len()), (0, 2));
        let before = bench.sheet.outstanding();
        account.pairs(vec![bench.accept(cancelled)]).await.expect("cancelled out");
        let after = account.bench(october).await.sheet;
        assert_eq!((after.outstanding(), after.is_equal()), (before - 2, true));
    })
    .await;
}
