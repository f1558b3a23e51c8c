//! 流水格式: a file no synonym knows is told column by column, remembered for its account, and goes on as a text file.

use mingzhang::auth::Role;
use mingzhang::db::Db;

use super::bank_pages::{BANK, brings, july, looks_at};
use super::scope::joins;
use crate::support::browser::{Browser, Seen};
use crate::support::each_engine;
use crate::support::program::Program;

/// A bank of its own kind: own words, own direction words, the day first.
const FOREIGN: &str = "某某村镇银行\n账号：6200000000003444\n发生日,收付,数额,结存,给谁,备注\n\
    02/07/2025,进账,12000.00,22000.00,村民甲,承包费\n05/07/2025,划走,2680.50,19319.50,县供电公司,电费\n";
const TOLD: [(&str, &str); 10] = [
    ("header", "3"),
    ("dates", "日月年"),
    ("words_in", "进账"),
    ("words_out", "划走"),
    ("layout", "某某村镇银行网银"),
    ("role", "交易日期"),
    ("role", "借贷标志"),
    ("role", "金额"),
    ("role", "余额"),
    ("role", "对方户名"),
];

/// The form of the mapping page, filled in.
async fn tells(browser: &mut Browser, page: &Seen, told: &[(&str, &str)], act: &str) -> Seen {
    let held = ["csrf", "digest", "name"].map(|name| (name, page.field(name).expect(name)));
    let mut fields: Vec<(&str, &str)> = held.iter().map(|(n, v)| (*n, v.as_str())).collect();
    fields.extend_from_slice(told);
    fields.push(("act", act));
    browser.post(&format!("{BANK}/mapping"), &fields).await
}

#[tokio::test]
async fn 认不出的流水_原样摆出来_对应一次就记住() {
    each_engine(async |db: Db| {
        let (app, _folder) = july(&db).await;
        let mut cashier = joins(&db, &app, Role::Cashier).await;
        let page = looks_at(&mut cashier, FOREIGN).await.is(422).says("没有找到表头").says("发生日").says("给谁");
        let short: Vec<_> = TOLD.iter().copied().filter(|(_, v)| *v != "余额").collect();
        tells(&mut cashier, &page, &short, "keep").await.is(422).says("对应还缺少余额列");
        let twice: Vec<_> = TOLD.iter().map(|(n, v)| (*n, if *v == "对方户名" { "余额" } else { *v })).collect();
        tells(&mut cashier, &page, &twice, "keep").await.is(422).says("都对应成余额");
        let wrong_days: Vec<_> = TOLD.iter().map(|(n, v)| (*n, if *v == "日月年" { "年月日" } else { *v })).collect();
        tells(&mut cashier, &page, &wrong_days, "try").await.is(200).says("认不出");
        tells(&mut cashier, &page, &TOLD, "try")
            .await
            .is(200)
            .says("期初 10,000.00 + 收 12,000.00 − 支 2,680.50 = 期末 19,319.50 ✓");
        cashier.get(&format!("{BANK}/columns")).await.is(200).says("自动认").says_not("存成文件");
        cashier.get(&format!("{BANK}/columns/profile.txt")).await.is(404);
        tells(&mut cashier, &page, &TOLD, "keep").await.is(200).says("某某村镇银行网银").says("导入 2 行");
        looks_at(&mut cashier, FOREIGN).await.is(200).says("导入 2 行").says("各列不对");
        cashier.get(&format!("{BANK}/columns")).await.is(200).says("某某村镇银行网银").says("日月年");
        let again = format!("{BANK}/mapping?digest={}&name=x", page.field("digest").expect("a digest"));
        cashier.get(&again).await.is(200).says("进账").says("逐行相符");
        cashier.get(&format!("{BANK}/mapping?digest={}&name=x", "00".repeat(32))).await.is(409);
        let mut observer = joins(&db, &app, Role::Observer).await;
        observer.get(&again).await.is(403);
    })
    .await;
}

#[tokio::test]
async fn 流水格式_存成文件_给别的账户用_错在哪行一次说全() {
    each_engine(async |db: Db| {
        let (app, _folder) = july(&db).await;
        let mut cashier = joins(&db, &app, Role::Cashier).await;
        let columns = format!("{BANK}/columns");
        let broken = "# 明账银行流水格式 1\n表头：第零行\n颜色：红\n余额：结存\n";
        let refused = brings(&mut cashier, &columns, broken).await.is(422);
        refused.says("第 2 行表头「第零行」看不懂").says("第 3 行没有「颜色」这一项");
        brings(&mut cashier, &columns, "随便一个文件\n").await.is(422).says("第一行应是「# 明账银行流水格式 1」");
        let whole = "# 明账银行流水格式 1\n名称：某某村镇银行网银\n表头：自动\n日期写法：日月年\n收入字样：进账\n支出字样：划走\n\
                     交易日期：发生日\n借贷标志：收付\n金额：数额\n余额：结存\n对方户名：给谁\n";
        brings(&mut cashier, &columns, whole).await.is(303);
        brings(&mut cashier, &columns, whole).await.is(303);
        let text = cashier.get(&format!("{columns}/profile.txt")).await.is(200);
        assert_eq!(text.body, whole);
        looks_at(&mut cashier, FOREIGN).await.is(200).says("导入 2 行");
        brings(&mut cashier, "/books/WJ/bank/10201/columns", whole).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn 命令行带着格式导入_以后不用再带() {
    Program::on_each_engine(async |p| {
        p.has_township_and_book("LJ", "2025-01");
        let file = p.file("流水.csv", FOREIGN);
        let import = ["reconcile", "import", "--book", "LJ", "--account", "10201", "--format", "json"];
        assert_eq!(p.runs(&[&import[..], &[&file]].concat()).refused()["code"], "reconcile.header_unknown");
        let bad = p.file("坏.txt", "交易日期：发生日\n");
        let with_bad = [&import[..], &["--profile", &bad, &file]].concat();
        assert_eq!(p.runs(&with_bad).refused()["code"], "reconcile.profile_unknown");
        let told = "# 明账银行流水格式 1\n日期写法：日月年\n收入字样：进账\n支出字样：划走\n交易日期：发生日\n借贷标志：收付\n\
                    金额：数额\n余额：结存\n";
        let profile = p.file("格式.txt", told);
        let done = p.runs(&[&import[..], &["--profile", &profile, &file]].concat()).done().json();
        assert_eq!((done["rows"].as_array().map(Vec::len), &done["new"]), (Some(2), &serde_json::json!(2)));
        let again = p.runs(&[&import[..], &[&file]].concat()).done().json();
        assert_eq!(again["new"], 0, "remembered, and nothing doubled");
    })
    .await;
}
