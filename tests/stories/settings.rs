//! 设置: a book is opened, its agreement recorded, its lists filled, its opening balances confirmed — all through pages.

use axum::body::Body;
use axum::http::{Request, header};
use mingzhang::app::App;
use mingzhang::db::Db;

use super::doors::{CHIEF, founded};
use crate::support::browser::{Browser, Seen};
use crate::support::each_engine;

/// The chief accountant at a browser, with 李家村's book just opened through its form.
async fn with_a_book(db: &Db) -> (App, Browser) {
    let app = founded(db).await;
    let mut chief = Browser::on(&app);
    chief.logs_in(CHIEF.0, CHIEF.1).await;
    let new = [
        ("village", "李家村"),
        ("name", "李家村股份经济合作社"),
        ("code", "LJ"),
        ("kind", "collective"),
        ("enabled_from", "2025-01"),
    ];
    let opened = chief.fill("/settings/books/new", "/settings/books", &new).await.is(303);
    assert_eq!(opened.location, "/books/LJ/settings");
    (app, chief)
}

/// Pastes opening balances and asks to look them over.
async fn pastes(chief: &mut Browser, text: &str) -> Seen {
    let csrf = chief.get("/books/LJ/opening").await.field("csrf").expect("a token");
    let part = |name: &str, value: &str| {
        format!("--line\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = format!("{}{}{}--line--\r\n", part("csrf", &csrf), part("text", text), part("create", "1"));
    let request = Request::post("/books/LJ/opening")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body));
    chief.send(request.expect("a request")).await
}

#[tokio::test]
async fn 建立账套_错的一次说全_建好就能看() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_book(&db).await;
        let wrong = [("village", "王家村"), ("name", ""), ("code", "王 家"), ("kind", ""), ("enabled_from", "去年")];
        let refused = chief.fill("/settings/books/new", "/settings/books", &wrong).await.is(422);
        refused.says("请选一项").says("「去年」不是月份").says("value=\"王家村\"");
        let wrong = [("village", ""), ("name", ""), ("code", "王 家"), ("kind", "group"), ("enabled_from", "2025.1")];
        let refused = chief.fill("/settings/books/new", "/settings/books", &wrong).await.is(422);
        refused.says("账套名称不能为空").says("村名不能为空").says("编号「王 家」");
        chief.get("/settings").await.is(200).says("/settings/books").says("/settings/chart").says("/settings/policies");
        chief.get("/settings/books").await.is(200).says("李家村股份经济合作社").says("建立账套");
        let page = chief.get("/books/LJ/settings").await.is(200);
        page.says("2025年1月").says("还没有登记").says("还没有录入").says("专管员").says("还没有指定");
    })
    .await;
}

#[tokio::test]
async fn 委托协议_有编号双方期限和决议() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_book(&db).await;
        let (form, to) = ("/books/LJ/settings/agreement", "/books/LJ/settings/agreement");
        chief.get(form).await.is(200).says("青溪镇会计委托代理服务中心");
        let wrong = [("number", ""), ("valid_from", "2025-01-01"), ("valid_to", "2024-01-01")];
        chief.fill(form, to, &wrong).await.is(422).says("协议编号不能为空").says("早于起期");
        let agreement = [
            ("number", "青代〔2025〕1号"),
            ("village_party", "李家村股份经济合作社"),
            ("centre_party", "青溪镇会计委托代理服务中心"),
            ("valid_from", "2025-01-01"),
            ("valid_to", "2027-12-31"),
            ("resolution", "2024年12月20日成员大会第3号"),
        ];
        chief.fill(form, to, &agreement).await.is(303);
        chief.get("/books/LJ/settings").await.is(200).says("青代〔2025〕1号").says("2027-12-31").says("登记新协议");
    })
    .await;
}

#[tokio::test]
async fn 往来_银行账户_科目明细_都能增加() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_book(&db).await;
        let parties = "/books/LJ/parties";
        let household = [("name", "村民甲"), ("kind", "member")];
        chief.fill(parties, "/books/LJ/parties/households", &household).await.is(303);
        chief.fill(parties, "/books/LJ/parties/households", &household).await.is(409).says("「村民甲」已经有了");
        let unit = [("name", "县供销社"), ("kind", "unit"), ("note", "0023")];
        chief.fill(parties, "/books/LJ/parties/counterparties", &unit).await.is(303);
        let project = [("name", "村东机耕道"), ("kind", "one_project"), ("note", "筹资筹劳")];
        chief.fill(parties, "/books/LJ/parties/projects", &project).await.is(303);
        chief.get(parties).await.is(200).says("村民甲").says("县供销社").says("0023").says("村东机耕道");

        let banks = "/books/LJ/bank-accounts";
        let account = [
            ("account_code", "10201"),
            ("bank", "青溪农商行"),
            ("holder", "李家村股份经济合作社"),
            ("number", "6200 0000 0000 0023"),
            ("opened_on", "2020-03-01"),
        ];
        chief.fill(banks, banks, &account[..4]).await.is(422).says("不是日期");
        chief.fill(banks, banks, &account).await.is(303);
        chief.get(banks).await.is(200).says("6200000000000023").says("青溪农商行");

        let all = "/settings/chart";
        chief.fill(all, all, &[("parent", "513"), ("name", "夜校费")]).await.is(303);
        chief.fill(all, all, &[("parent", "513"), ("name", "夜校费")]).await.is(422).says("夜校费");
        let own = "/books/LJ/chart";
        chief.get(own).await.is(200).says("夜校费").says("可增明细");
        chief.fill(own, own, &[("parent", "50104"), ("name", "鱼塘承包")]).await.is(303);
        chief.get(own).await.is(200).says("鱼塘承包").says("本账套明细");
        chief.get(all).await.is(200).says_not("鱼塘承包");
    })
    .await;
}

#[tokio::test]
async fn 期初余额_不平不能建账_建账以后不再改() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_book(&db).await;
        let unbalanced = "科目\t明细\t方向\t金额\n库存现金\t\t借\t3,200.00\n资本\t\t贷\t3,000.00";
        let looked = pastes(&mut chief, unbalanced).await.is(200);
        looked.says("相差200.00元").says("还不能建账").says_not("opening/confirm");
        pastes(&mut chief, "account,detail,side,amount\n999,,debit,1\n301,,credit,1")
            .await
            .is(200)
            .says("不在科目表里")
            .says("intake.unknown_account");
        pastes(&mut chief, "account,side\n101,debit").await.is(422).says("表头缺少");
        let forged = [("text", unbalanced), ("create", "1")];
        chief.fill("/books/LJ/opening", "/books/LJ/opening/confirm", &forged).await.is(422).says("200.00");
        let balanced =
            "account，detail，side，amount\n101，，debit，3200.00\n113，村民甲，debit，800.00\n301，，credit，4000.00";
        let looked = pastes(&mut chief, balanced).await.is(200).says("借贷平衡").says("建账 3 行，借贷各 4,000.00 元");
        let looked = looked.says("随建账一并新建 2 个").says("113，村民甲，debit，800.00");
        let digest = looked.field("digest").expect("what was looked at");
        let sent = [("digest", digest.as_str()), ("create", "1")];
        chief.fill("/books/LJ/opening", "/books/LJ/opening/confirm", &sent).await.is(303);
        let stands = chief.get("/books/LJ/opening").await.is(200).says("已建账").says("村民甲").says("4,000.00");
        assert!(!stands.body.contains("name=\"text\""), "nothing can be pasted any more");
        let again = [("text", balanced), ("create", "1")];
        chief.fill("/books/LJ/settings", "/books/LJ/opening/confirm", &again).await.is(409);
        chief.fill("/books/LJ/settings", "/books/LJ/opening/confirm", &sent).await.is(409).says("请重新选择文件");
        chief.get("/books/LJ/statements/balance-sheet?to=2025-01").await.is(200).says("4,000.00");
    })
    .await;
}

#[tokio::test]
async fn 办法从哪天起_就从哪天起() {
    each_engine(async |db: Db| {
        let (_, mut chief) = with_a_book(&db).await;
        let page = "/settings/policies";
        chief.get(page).await.is(200).says("质询答复天数");
        let wrong = [("name", "answer_days"), ("value", "三天"), ("from", "2025-09-01")];
        chief.fill(page, page, &wrong).await.is(422).says("三天");
        let sooner = [("name", "answer_days"), ("value", "7"), ("from", "2025-09-01")];
        chief.fill(page, page, &sooner).await.is(303);
        let own = [("name", "answer_days"), ("value", "5"), ("book", "LJ"), ("from", "2025-10-01")];
        chief.fill(page, page, &own).await.is(303);
        let said = chief.get(page).await.is(200);
        said.says("全乡镇 7，自 2025-09-01 起")
            .says("李家村股份经济合作社 5，自 2025-10-01 起")
            .says("<strong>7</strong>");
    })
    .await;
}
