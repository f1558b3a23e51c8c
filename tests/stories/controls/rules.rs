//! Each rule: what trips it, and what just does not.

use futures_util::FutureExt;
use mingzhang::controls::{self, Severity};
use mingzhang::evidence::DocumentKind;
use mingzhang::kernel::Money;
use mingzhang::village::{self, NewBankAccount};
use mingzhang::workflow::{self, Approver, Card, LadderRow, PaidBy, SubmissionContent};

use super::{CASH, found};
use crate::support::each_engine;
use crate::township::date;
use crate::workflow::{Village, done, noon};

fn none(found: Vec<String>) {
    assert!(found.is_empty(), "{found:?}");
}

#[tokio::test]
async fn 现金_付到一分不剩可以_多付一分要说明() {
    each_engine(async |db| {
        let v = Village::with_cash(db).await;
        v.sets("cash.transfer_floor", Severity::Off, "2025-09-20", &[]).await;
        none(found(&v, "甲", v.bought(CASH).await).await);
        let worse = SubmissionContent { amount: Money::from_fen(1), ..v.bought(1).await };
        let refused = v.hands_in("乙", worse).await.unwrap_err();
        assert!(refused.is("controls.unexplained"), "{refused}");
        assert!(refused.to_string().contains("当天库存现金为 -0.01 元"), "还没有入账的也算：{refused}");
    })
    .await;
}

#[tokio::test]
async fn 现金_没有建账说不出现金是多少_不拦() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        none(found(&v, "甲", v.bought(999).await).await);
    })
    .await;
}

#[tokio::test]
async fn 现金_到限额可以_超过限额和转账起点要说明() {
    each_engine(async |db| {
        let v = Village::with_cash(db).await;
        none(found(&v, "甲", v.rent(5_000 - CASH).await).await);
        let more = SubmissionContent { amount: Money::from_fen(1), ..v.rent(1).await };
        assert_eq!(found(&v, "乙", more).await, ["cash.limit"]);

        let below = SubmissionContent { amount: Money::from_fen(99_999), ..v.bought(1).await };
        none(found(&v, "丙", below).await);
        assert_eq!(found(&v, "丁", v.bought(1_000).await).await, ["cash.transfer_floor"]);
        let by_bank = SubmissionContent { paid_by: PaidBy::Bank, ..v.bought(1_001).await };
        none(found(&v, "戊", by_bank).await);
    })
    .await;
}

#[tokio::test]
async fn 收现金_五天内不催_第六天没存银行要说明_存了就好() {
    each_engine(async |db| {
        let v = Village::with_cash(db).await;
        let on = |day: &str| Some(date(day));
        none(found(&v, "甲", SubmissionContent { date: on("2025-09-15"), ..v.rent(700).await }).await);
        let late = SubmissionContent { date: on("2025-09-14"), ..v.rent(800).await };
        assert_eq!(found(&v, "乙", late).await, ["cash.unbanked"]);
        let banked = SubmissionContent {
            item: "cunxian".into(),
            date: on("2025-09-16"),
            amount: Money::from_yuan(900),
            other_party: String::new(),
            reason: "租金存入银行".into(),
            paid_by: PaidBy::ToBank,
            documents: vec![v.paper(DocumentKind::BankSlip).await],
            ..SubmissionContent::blank(Card::Transfer)
        };
        none(found(&v, "丙", banked).await);
        none(found(&v, "丁", SubmissionContent { date: on("2025-09-13"), ..v.rent(900).await }).await);
    })
    .await;
}

#[tokio::test]
async fn 白条_五百以内可以_超过要有发票收据或签领单() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let other = || v.paper(DocumentKind::Other);
        let v = &v;
        let content = async |fen, paper| SubmissionContent {
            item: "huanjing".into(),
            amount: Money::from_fen(fen),
            documents: vec![paper],
            ..v.electricity().await
        };
        none(found(v, "甲", content(50_000, other().await).await).await);
        assert_eq!(found(v, "乙", content(50_001, other().await).await).await, ["paper.informal"]);
        none(found(v, "丙", content(60_000, v.paper(DocumentKind::PayList).await).await).await);
        assert_eq!(
            found(v, "丁", content(70_000, v.paper(DocumentKind::BankSlip).await).await).await,
            ["paper.informal"],
            "银行回单说明付了钱，不说明买了什么"
        );
    })
    .await;
}

#[tokio::test]
async fn 疑似重复_同一对方同一天同一金额要说明_差一样就不是() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let bill = v.electricity().await;
        none(found(&v, "甲", bill.clone()).await);
        let again = SubmissionContent { documents: vec![v.paper(DocumentKind::Receipt).await], ..bill.clone() };
        let refused = v.hands_in("乙", again.clone()).await.unwrap_err();
        assert!(refused.to_string().contains("第1号报账单"), "{refused}");
        for (key, other) in [
            ("丙", SubmissionContent { amount: bill.amount + Money::from_fen(1), ..again.clone() }),
            ("丁", SubmissionContent { date: Some(date("2025-09-13")), ..again.clone() }),
            ("戊", SubmissionContent { other_party: "镇供电所".into(), ..again.clone() }),
        ] {
            let documents = vec![v.paper(DocumentKind::Receipt).await];
            none(found(&v, key, SubmissionContent { documents, ..other }).await);
        }
    })
    .await;
}

#[tokio::test]
async fn 化整为零_合起来到了下一档要说明_差一分或隔得久就不算() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let row = |from, to: Option<i64>| LadderRow {
            card: None,
            from: Money::from_yuan(from),
            to: to.map(Money::from_yuan),
            position: 1,
            approver: Approver::FinanceGroup,
            quorum: 1,
        };
        let rows = vec![row(0, Some(1_000)), row(1_000, None)];
        let (chief, book) = (v.town.chief(), v.book().id);
        done!(v, |tx| workflow::set_ladder(tx, &chief, book, noon().date(), rows, noon()).await).expect("set");
        let mend = async |fen, day: &str| SubmissionContent {
            item: "gongyi-weixiu".into(),
            other_party: "镇建筑队".into(),
            reason: "文化广场地砖维修".into(),
            amount: Money::from_fen(fen),
            date: Some(date(day)),
            ..v.electricity().await
        };
        none(found(&v, "甲", mend(60_000, "2025-09-10").await).await);
        none(found(&v, "乙", mend(39_999, "2025-09-11").await).await);
        let third = v.hands_in("丙", mend(1, "2025-09-12").await).await.unwrap_err();
        assert!(third.to_string().contains("合计 1,000.00 元，到了 1,000.00 元这一档"), "{third}");
        let before = SubmissionContent { other_party: "镇路桥队".into(), ..mend(1, "2025-09-12").await };
        none(found(&v, "丁", before).await);
        none(found(&v, "戊", mend(1, "2025-08-09").await).await);
    })
    .await;
}

#[tokio::test]
async fn 报账不及时_满两个月那天可以_多一天要说明() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let on = async |day: &str| SubmissionContent { date: Some(date(day)), ..v.electricity().await };
        none(found(&v, "甲", on("2025-07-20").await).await);
        assert_eq!(found(&v, "乙", on("2025-07-19").await).await, ["paper.late"]);
    })
    .await;
}

#[tokio::test]
async fn 发票抬头_是账套全称可以_是别人要说明() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let bill = async |yuan, buyer: &str| SubmissionContent {
            amount: Money::from_yuan(yuan),
            documents: vec![v.invoice_to(buyer).await],
            ..v.electricity().await
        };
        none(found(&v, "甲", bill(100, "李家村股份经济合作社").await).await);
        assert_eq!(found(&v, "乙", bill(200, "王家村股份经济合作社").await).await, ["paper.buyer"]);
    })
    .await;
}

#[tokio::test]
async fn 要素_事由太短只提示_没有经手人要说明_购物到一千要验收单和证明人() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        none(found(&v, "甲", SubmissionContent { reason: "村部电费".into(), ..v.electricity().await }).await);
        let short = SubmissionContent { reason: "电费".into(), amount: Money::from_yuan(3), ..v.electricity().await };
        let id = v.hands_in("乙", short).await.expect("a note holds nobody up");
        assert_eq!(v.told(id).await[0].0, "element.reason");

        let nobody = SubmissionContent { handler: String::new(), amount: Money::from_yuan(4), ..v.electricity().await };
        assert!(v.hands_in("丙", nobody.clone()).await.unwrap_err().is("controls.unexplained"));
        assert_eq!(found(&v, "丁", nobody).await, ["element.handler"]);

        let desk = async |fen, papers| SubmissionContent {
            item: "bangong-shebei".into(),
            other_party: "镇家具店".into(),
            reason: "村部办公桌椅".into(),
            amount: Money::from_fen(fen),
            witness: "村民甲".into(),
            documents: papers,
            ..v.electricity().await
        };
        let bill = || v.paper(DocumentKind::Invoice);
        none(found(&v, "戊", desk(99_999, vec![bill().await]).await).await);
        assert_eq!(found(&v, "己", desk(100_000, vec![bill().await]).await).await, ["element.acceptance"]);
        let both = vec![bill().await, v.paper(DocumentKind::Acceptance).await];
        let alone =
            SubmissionContent { witness: String::new(), amount: Money::from_yuan(1_000), ..v.electricity().await };
        assert_eq!(found(&v, "辛", alone.clone()).await, ["element.witness"]);
        none(found(&v, "壬", SubmissionContent { amount: Money::from_fen(99_998), ..v.fresh(alone).await }).await);
        none(found(&v, "庚", desk(100_001, both).await).await);
    })
    .await;
}

#[tokio::test]
async fn 招待烟酒_写了要说明_酒精不算_收入不算() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let paid = async |reason: &str, yuan| SubmissionContent {
            reason: reason.into(),
            amount: Money::from_yuan(yuan),
            ..v.electricity().await
        };
        assert_eq!(found(&v, "甲", paid("来客招待用餐", 11).await).await, ["spending.hospitality"]);
        none(found(&v, "乙", paid("防疫用酒精", 12).await).await);
        let income = SubmissionContent { reason: "出租给饭店的租金".into(), ..v.rent(13).await };
        none(found(&v, "丙", income).await);
    })
    .await;
}

#[tokio::test]
async fn 同一张票在别村出现过_说得出哪一天_说不出别村的报账单() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let again = SubmissionContent { documents: vec![v.paper_of_both().await], ..v.electricity().await };
        let told = v.told(v.hands_in("甲", again).await.expect("a note holds nobody up")).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, "paper.used_before");
        assert!(told[0].1.contains("王家村集体") && !told[0].1.contains("报账单 第"), "{}", told[0].1);
    })
    .await;
}

#[tokio::test]
async fn 整本账_账户户名_现金超限_长年欠款_都列得出() {
    each_engine(async |db| {
        let v = Village::with_cash(db).await;
        let standing = async || {
            let mut tx = v.db.read().await.expect("reading");
            let book = village::book(&mut tx, v.book().id).await.expect("a book");
            let found = controls::standing(&mut tx, &book, date("2025-09-20")).await.expect("looked at");
            found.into_iter().map(|s| s.setting.control.name).collect::<Vec<_>>()
        };
        assert!(standing().await.is_empty(), "{:?}", standing().await);
        v.sets("cash.limit", Severity::Warn, "2025-09-20", &[("limit", CASH * 100)]).await;
        assert!(standing().await.is_empty(), "到限额可以");
        v.sets("cash.limit", Severity::Warn, "2025-09-20", &[("limit", CASH * 100 - 1)]).await;
        assert_eq!(standing().await, ["cash.limit"]);
        for (code, holder) in [("10201", "李家村股份经济合作社"), ("10202", "村民甲")] {
            let by = v.book().accountant();
            let new = NewBankAccount {
                account_code: code.into(),
                bank: "农商银行".into(),
                holder: holder.into(),
                number: format!("62220000{code}"),
                opened_on: date("2025-01-01"),
            };
            done!(v, |tx| village::add_bank_account(tx, &by, new, noon()).await).expect("registered");
        }
        assert_eq!(standing().await, ["cash.limit", "account.holder"]);
    })
    .await;
}
