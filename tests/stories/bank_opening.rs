//! 期初未达账项: what was outstanding when the book began is entered by one, reviewed by another, and cleared like the rest.

use mingzhang::auth::Role;
use mingzhang::db::Db;

use super::bank::Account;
use super::bank_pages::{BANK, house, imports, values};
use super::doors::CHIEF;
use super::scope::joins;
use crate::support::browser::Browser;
use crate::support::each_engine;

/// January of a bank that had not yet paid a cheque of 300, and had interest of 40 the books knew nothing of.
const JANUARY: &str = "交易日期,交易时间,收入金额,支出金额,账户余额,对方户名,摘要
2025-01-05,09:00:00,,300.00,10040.00,,支票1026
2025-01-20,09:00:00,100.00,,10140.00,村民甲,承包费
";

const CHEQUE: [(&str, &str); 6] = [
    ("side", "book"),
    ("way", "out"),
    ("date", "2024-12-28"),
    ("amount", "300"),
    ("text", "工程款支票"),
    ("reference", "1026"),
];

#[tokio::test]
async fn 期初未达账项_一人录_一人复核_列入调节表_对上才勾销() {
    each_engine(async |db: Db| {
        let (app, _folder, kept) = house(&db).await;
        let account = Account::opened_of(kept).await;
        account.books("2025-01-20", "收村民甲承包费", "50202", 10_000).await;
        let mut maker = joins(&db, &app, Role::Accountant).await;
        let page = format!("{BANK}/opening");
        maker.get(&page).await.is(200).says("没有期初未达账项").says("导入启用当月的流水以后");
        imports(&mut maker, JANUARY, 2).await;
        maker.get(&page).await.is(200).says("还差 -340.00 元");

        let bare = [("side", "book"), ("way", "out"), ("date", "2025-01-03")];
        let refused = maker.fill(&page, &page, &bare).await.is(422);
        refused.says("启用以前的未达账项").says("请填金额").says("请写明是什么款");
        let unread = maker.fill(&page, &page, &[("date", "去年"), ("amount", "三百")]).await.is(422);
        unread.says("「去年」不是日期");
        maker.fill(&page, &page, &CHEQUE).await.is(303);
        let interest = [("side", "bank"), ("way", "in"), ("date", "2024-12-21"), ("amount", "40"), ("text", "结息")];
        maker.fill(&page, &page, &interest).await.is(303);
        let seen = maker.get(&page).await.is(200).says("两边相等").says("自己录的");
        maker.fill(&page, &format!("{page}/review"), &[]).await.is(403).says("不能由自己复核");
        maker.fill(&page, &page, &interest).await.is(303);
        let mut chief = Browser::on(&app);
        chief.logs_in(CHIEF.0, CHIEF.1).await;
        chief.fill(&page, &format!("{page}/review"), &[]).await.is(422).says("还差 40.00 元");
        let wrong = items(&maker.get(&page).await.body).swap_remove(1);
        maker.fill(&page, &format!("{page}/strike"), &[("item", &wrong)]).await.is(303);
        maker.fill(&page, &format!("{page}/strike"), &[("item", &wrong)]).await.is(404).says("没有这一笔");
        let mut observer = joins(&db, &app, Role::Observer).await;
        observer.get(&page).await.is(200).says_not("<h2>录一笔");
        let token = seen.field("csrf").expect("a token");
        observer.post(&format!("{page}/review"), &[("csrf", &token)]).await.is(403);
        maker.get("/books/WJ/bank/10201/opening").await.is(404).says("没有这个账套");
        chief.fill(&page, &format!("{page}/review"), &[]).await.is(303);
        chief.fill(BANK, &format!("{page}/review"), &[]).await.is(409).says("没有等复核的");

        let bench = format!("{BANK}?period=2025-01&all=1");
        let seen = chief.get(&bench).await.is(200).says("期初未达").says("结息");
        let cheque = boxed(&seen.body, "entry", "工程款支票");
        assert!(cheque.ends_with(":0"), "{cheque}");
        let line = boxed(&seen.body, "line", "支票1026");
        let january = ("period", "2025-01");
        let pair = [january, ("line", line.as_str()), ("entry", cheque.as_str())];
        maker.fill(&bench, &format!("{BANK}/pair"), &pair).await.is(303);
        let pairs = values(&maker.get(&bench).await, "certain", "pair");
        let rest: Vec<(&str, &str)> = pairs.iter().map(|p| ("pair", p.as_str())).chain([january]).collect();
        maker.fill(&bench, &format!("{BANK}/pair"), &rest).await.is(303);
        maker.fill(&bench, &format!("{BANK}/sheet"), &[january]).await.is(303);
        let made = maker.get(&bench).await.is(200).says("待复核").says("40.00").says("41天");
        let sheet = values(&chief.get(&bench).await, "review", "sheet").remove(0);
        let sheet = ("sheet", sheet.as_str());
        chief.fill(&bench, &format!("{BANK}/review"), &[january, sheet]).await.is(303);
        maker.fill(&bench, &format!("{BANK}/withdraw"), &[january, sheet, ("reason", "再看")]).await.is(403);
        maker.get(&bench).await.is(200).says("要撤回请复核人或总监督会计办");
        maker.fill(&page, &page, &CHEQUE).await.is(409).says("已编余额调节表");
        chief.fill(&bench, &format!("{BANK}/withdraw"), &[january, sheet, ("reason", "漏一笔")]).await.is(303);
        maker.get(&bench).await.is(200).says("撤回过的").says("撤回：漏一笔");
        assert!(made.body.contains("结息"));
        let table = chief.get(&format!("{BANK}/2025-01.json")).await;
        table.is(404);
    })
    .await;
}

/// The items that could be struck, in the order of the page.
fn items(body: &str) -> Vec<String> {
    body.split("name=\"item\" value=\"").skip(1).map(|r| r.split('"').next().expect("an id").to_owned()).collect()
}

/// The value of the box to tick in the row that says this.
fn boxed(body: &str, name: &str, words: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let row = body.split(&mark).skip(1).find(|row| row.split("</tr>").next().is_some_and(|r| r.contains(words)));
    row.and_then(|r| r.split('"').next()).expect("a box to tick").to_owned()
}
