//! 对账 and 监督 through the pages: a file looked at and imported, pairs, the sheet of two, the cash box, the villages.

use axum::body::Body;
use axum::http::{Request, header};
use mingzhang::app::App;
use mingzhang::auth::{Hashing, Role};
use mingzhang::config::Config;
use mingzhang::db::Db;
use mingzhang::kernel::Clock;
use mingzhang::village;
use tempfile::TempDir;

use super::bank::{Account, JULY};
use super::doors::CHIEF;
use super::people::with_books;
use super::scope::joins;
use crate::support::browser::{Browser, Seen};
use crate::support::each_engine;
use crate::support::township::{Kept, now, someone};

pub(super) const BANK: &str = "/books/LJ/bank/10201";

/// A house in October with July booked in 李家村, and a data directory of its own.
pub(super) async fn july(db: &Db) -> (App, TempDir) {
    let (app, folder, kept) = house(db).await;
    Account::july_of(kept).await;
    (app, folder)
}

/// The same house with nothing booked yet, and the book as its two accountants see it.
pub(super) async fn house(db: &Db) -> (App, TempDir, Kept) {
    let (_, _) = with_books(db).await;
    let book = village::book_by_code(&mut db.read().await.expect("a view"), "LJ").await.expect("asked");
    let kept = Kept::seen_again(db, book.expect("a book").id).await;
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config { data: folder.path().to_owned(), ..Config::default() };
    (App::new(db.clone(), Clock::Fixed(now()), config, Hashing::fast_for_tests()), folder, kept)
}

/// Looks at a bank file and imports its lines.
pub(super) async fn imports(browser: &mut Browser, text: &str, lines: usize) {
    let seen = looks_at(browser, text).await.is(200).says(&format!("导入 {lines} 行"));
    let chosen = [("csrf", "csrf"), ("digest", "digest"), ("name", "name")].map(|(n, f)| (n, seen.field(f).unwrap()));
    let fields: Vec<(&str, &str)> = chosen.iter().map(|(n, v)| (*n, v.as_str())).collect();
    browser.post(&format!("{BANK}/import"), &fields).await.is(303);
}

/// Uploads a bank file; the page that comes back.
pub(super) async fn looks_at(browser: &mut Browser, text: &str) -> Seen {
    brings(browser, &format!("{BANK}/preview"), text).await
}

/// Uploads a file to a page of the bank account.
pub(super) async fn brings(browser: &mut Browser, to: &str, text: &str) -> Seen {
    let token = browser.get(&format!("{BANK}/import")).await.is(200).field("csrf").expect("a token");
    let body = format!(
        "--line\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--line\r\nContent-Disposition: \
         form-data; name=\"file\"; filename=\"流水.csv\"\r\nContent-Type: text/csv\r\n\r\n{text}\r\n--line--\r\n"
    );
    let request =
        Request::post(to).header(header::CONTENT_TYPE, "multipart/form-data; boundary=line").body(Body::from(body));
    browser.send(request.expect("a request")).await
}

/// Every value of a field within one form of the page.
pub(super) fn values(seen: &Seen, form: &str, name: &str) -> Vec<String> {
    let start = seen.body.find(&format!("id=\"{form}\"")).unwrap_or_else(|| panic!("no form {form}: {}", seen.body));
    let inside = seen.body[start..].split("</form>").next().expect("a form");
    let mark = format!("name=\"{name}\" value=\"");
    inside.split(&mark).skip(1).map(|rest| rest.split('"').next().expect("a value").to_owned()).collect()
}

async fn imports_july(browser: &mut Browser) -> Seen {
    let seen = looks_at(browser, JULY)
        .await
        .is(200)
        .says("期初 10,000.00 + 收 12,037.46 − 支 15,495.50 = 期末 6,541.96 ✓")
        .says("导入 6 行");
    let chosen = [("csrf", "csrf"), ("digest", "digest"), ("name", "name")].map(|(n, f)| (n, seen.field(f).unwrap()));
    let fields: Vec<(&str, &str)> = chosen.iter().map(|(n, v)| (*n, v.as_str())).collect();
    browser.post(&format!("{BANK}/import"), &fields).await.is(303)
}

#[tokio::test]
async fn 流水先看后导_断了的指到那一行_导过的不再导() {
    each_engine(async |db: Db| {
        let (app, _folder) = july(&db).await;
        let mut cashier = joins(&db, &app, Role::Cashier).await;
        cashier.get("/books/LJ/bank").await.is(200).says("农商银行(尾号3444)").says("还没有流水");
        cashier.get(BANK).await.is(200).says("导入流水");
        looks_at(&mut cashier, &JULY.replace("12919.50", "12919.60")).await.is(422).says("第 4 行").says("不能导入");
        looks_at(&mut cashier, "").await.is(422).says("文件是空的");
        let led = imports_july(&mut cashier).await.location;
        assert_eq!(led, format!("{BANK}?period=2025-07&imported=6"));
        cashier
            .get(&led)
            .await
            .is(200)
            .says("新导入 6 行流水")
            .says("账面")
            .says("全部对上 2 对")
            .says_not("补记</button>");
        let again = looks_at(&mut cashier, JULY).await.is(200).says("每一行都导入过了").says("overlap");
        let gone = [("digest", "00".repeat(32)), ("name", "流水.csv".to_owned())];
        let token = again.field("csrf").expect("a token");
        let fields = [("csrf", token.as_str()), ("digest", &gone[0].1), ("name", &gone[1].1)];
        cashier.post(&format!("{BANK}/import"), &fields).await.is(409).says("重新选择文件");
        let mut observer = joins(&db, &app, Role::Observer).await;
        observer.get(BANK).await.is(200).says_not("全部对上 2 对</button>");
        observer.get(&format!("{BANK}/import")).await.is(403);
    })
    .await;
}

#[tokio::test]
async fn 对上_补记_编表_别人复核_锁定_撤回() {
    each_engine(async |db: Db| {
        let (app, _folder) = july(&db).await;
        let mut maker = joins(&db, &app, Role::Accountant).await;
        imports_july(&mut maker).await;
        let page = format!("{BANK}?period=2025-07");
        let act = |word: &str| format!("{BANK}/{word}");
        let july = ("period", "2025-07");

        let seen = maker.get(&page).await.is(200);
        let certain = values(&seen, "certain", "pair");
        assert_eq!(certain.len(), 2);
        let wrong = certain[0].split('|').next().expect("a line").to_owned();
        let other = certain[1].split('|').nth(1).expect("an entry").to_owned();
        let refused = maker.fill(&page, &act("pair"), &[july, ("line", &wrong), ("entry", &other)]).await;
        refused.is(422).says("不能勾对").says(" checked");
        let accepted = [july, ("pair", &certain[0]), ("pair", &certain[1])];
        maker.fill(&page, &act("pair"), &accepted).await.is(303);
        maker.fill(&page, &act("pair"), &accepted).await.is(409).says("已经勾对过");
        let seen = maker.get(&page).await.is(200).says("已经对上 2 对").says("银行自办的，账上没有");

        let interest = seen.body.split_once("存款利息").expect("the interest").1.to_owned();
        let line = interest.split("name=\"source\" value=\"").nth(1).and_then(|r| r.split('"').next());
        let source = [july, ("source", line.expect("补记"))];
        let draft = maker.fill(&page, &act("draft"), &source).await.is(303).location;
        // A second click leads to the same draft; the line says that it has one.
        let form = maker.fill(&page, &act("draft"), &source).await.is(303).location;
        assert_eq!(form, draft, "one draft a line");
        maker.get(&page).await.is(200).says("已补记，等复核记账").says("看凭证");
        maker.get(&draft).await.is(200).says("银行存款利息");

        maker.fill(&page, &act("sheet"), &[july]).await.is(303);
        let made = maker.get(&page).await.is(200).says("待复核").says("勾对已锁定").says("自己编的表");
        let sheet = values(&made, "review", "sheet").remove(0);
        let (sheet, pairing) = (("sheet", sheet.as_str()), july_pairing(&seen));
        maker.fill(&page, &act("sheet"), &[july]).await.is(409);
        maker.fill(&page, &act("review"), &[july, sheet]).await.is(403).says("不能由自己复核");
        let mut chief = Browser::on(&app);
        chief.logs_in(CHIEF.0, CHIEF.1).await;
        chief.fill(&page, &act("review"), &[july, sheet]).await.is(303);
        chief.get(&page).await.is(200).says("已复核");
        let undo = [july, ("pairing", pairing.as_str()), ("reason", "再看看")];
        maker.fill(&page, &act("unpair"), &undo).await.is(409).says("以前已编余额调节表");
        let paper = maker.get(&format!("{BANK}/2025-07.pdf")).await.is(200);
        assert!(paper.bytes.starts_with(b"%PDF"));
        maker.get(&format!("{BANK}/2025-08.pdf")).await.is(404);

        chief.fill(&page, &act("withdraw"), &[july, sheet, ("reason", " ")]).await.is(422).says("请写明原因");
        chief.fill(&page, &act("withdraw"), &[july, sheet, ("reason", "补记利息")]).await.is(303);
        maker.fill(&page, &act("unpair"), &undo).await.is(303);
        maker.get(&page).await.is(200).says("已经对上 1 对");
        maker.get("/books/WJ/bank/10201").await.is(404).says("没有这个账套");
        maker.get("/books/LJ/bank/10299").await.is(404);
    })
    .await;
}

/// The first pair that could be undone on this page.
fn july_pairing(seen: &Seen) -> String {
    seen.field("pairing").expect("a pair to undo")
}

#[tokio::test]
async fn 现金盘点_差额要原因_监盘要另一个人() {
    each_engine(async |db: Db| {
        let (app, _folder) = july(&db).await;
        let mut cashier = joins(&db, &app, Role::Cashier).await;
        let cash = "/books/LJ/bank/cash";
        let counted = [("date", "2025-10-20"), ("pieces", "1"), ("pieces", "2")];
        let add = |more: &[(&'static str, &'static str)]| [&counted[..], more].concat();
        cashier.fill(cash, cash, &add(&[("act", "reckon")])).await.is(200).says("实点").says("200.00");
        let refused = cashier.fill(cash, cash, &add(&[("act", "keep")])).await.is(422);
        refused.says("监盘人").says("请写明原因").says("value=\"2\"");
        let unread = cashier.fill(cash, cash, &[("date", "十月"), ("pieces", "一张")]).await.is(422);
        unread.says("「十月」不是日期").says("「一张」不是数");
        let whole = add(&[("witnessed", "村民甲"), ("reason", "备用金未入账"), ("act", "keep")]);
        let led = cashier.fill(cash, cash, &whole).await.is(303).location;
        cashier.get(&led).await.is(200).says("备用金未入账").says("村民甲").says("100元×1");
        cashier.get("/books/LJ/bank").await.is(200).says("库存现金").says("差 200.00 元");
        let mut observer = joins(&db, &app, Role::Observer).await;
        observer
            .get("/oversight/villages/LJ")
            .await
            .is(200)
            .says("银行和现金")
            .says("农商银行(尾号3444)")
            .says("差 200.00 元");
    })
    .await;
}

#[tokio::test]
async fn 突击盘点_管钱的人点不得_只点今天的_办法定了次数就提醒_盘点表印得出() {
    each_engine(async |db: Db| {
        let (app, _folder) = july(&db).await;
        let (cash, today) = ("/books/LJ/bank/cash", app.now().date().to_string());
        let chief = someone("总监督会计", Role::Chief).chief().expect("the chief");
        let now = app.now();
        let deciding = db.write(move |tx| {
            Box::pin(async move {
                village::set_policy(tx, &chief, None, "cash_surprise_counts", "1", now.date(), now).await
            })
        });
        deciding.await.expect("one a quarter");
        let surprise = |date: String| {
            let fixed =
                [("occasion", "surprise"), ("witnessed", "村民甲"), ("reason", "借条没有入账"), ("act", "keep")];
            let fixed = fixed.map(|(k, v)| (k, v.to_owned()));
            [&[("date", date), ("pieces", "1".to_owned())][..], &fixed[..]].concat()
        };
        let mut cashier = joins(&db, &app, Role::Cashier).await;
        cashier.get(cash).await.is(200).says("突击盘点 0 次，办法要求至少 1 次");
        let asked = surprise(today.clone());
        let asked: Vec<_> = asked.iter().map(|(k, v)| (*k, v.as_str())).collect();
        cashier.fill(cash, cash, &asked).await.is(403).says("由不管钱的人来点");
        let mut accountant = joins(&db, &app, Role::Accountant).await;
        let early = surprise("2025-10-01".to_owned());
        let early: Vec<_> = early.iter().map(|(k, v)| (*k, v.as_str())).collect();
        accountant.fill(cash, cash, &early).await.is(422).says("日期只能是今天");
        let led = accountant.fill(cash, cash, &asked).await.is(303).location;
        let page = accountant.get(&led).await.is(200).says("突击盘点 1 次");
        let links = page.body.split("href=\"").filter_map(|rest| rest.split('"').next());
        let paper = links.into_iter().find(|l| l.ends_with("/paper")).expect("a paper").to_owned();
        let pdf = accountant.get(&paper).await.is(200);
        assert!(pdf.body.starts_with("%PDF"), "a paper");
        accountant.get(&paper.replace("/LJ/", "/WJ/")).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn 监督的人看得到每个村_别人不行() {
    each_engine(async |db: Db| {
        let (app, _folder) = july(&db).await;
        let mut observer = joins(&db, &app, Role::Observer).await;
        observer.get("/oversight").await.is(200).says("李家村").says("王家村").says("无账户");
        observer.get("/oversight/checks").await.is(200).says("每张凭证借贷相等").says("还没有运行");
        observer.get("/oversight/checks?book=LJ").await.is(200).says("通过").says("项都通过");
        observer.get("/oversight/checks?book=all").await.is(200).says("项都通过");
        observer.get("/oversight/checks?book=XX").await.is(404);
        let mut accountant = joins(&db, &app, Role::Accountant).await;
        accountant.get("/oversight").await.is(403);
        accountant.get("/oversight/checks?book=LJ").await.is(403);
    })
    .await;
}
