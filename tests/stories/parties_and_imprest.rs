//! 往来对账单 sent, signed and returned; the imprest's list against the book and the notes; 账证、账账、账实 on one page.

use mingzhang::auth::Role;
use mingzhang::db::Db;
use mingzhang::kernel::HouseholdId;
use mingzhang::ledger::{DraftLine, NewDraft, Side};
use mingzhang::village::{self, HouseholdKind, Party};

use super::bank::Account;
use super::bank_pages::house;
use super::scope::joins;
use crate::support::browser::{Browser, Seen};
use crate::support::each_engine;
use crate::support::township::{Kept, day, now};

/// A household of the book.
async fn household(kept: &Kept, name: &'static str, kind: HouseholdKind) -> HouseholdId {
    let (by, party) = (kept.maker.clone(), Party::named(name, kind));
    let adding = kept.db.write(move |tx| Box::pin(async move { village::add_household(tx, &by, party, now()).await }));
    adding.await.expect("a household")
}

/// 内部往来 of a household against another account.
async fn moves(kept: &Kept, who: HouseholdId, date: &str, other: &str, fen: i64) {
    let (own, against) = if fen > 0 { (Side::Debit, Side::Credit) } else { (Side::Credit, Side::Debit) };
    let own = DraftLine { household: Some(who), ..kept.line("往来款", "113", own, fen.abs()) };
    let lines = vec![own, kept.line("往来款", other, against, fen.abs())];
    let draft = kept.reviewed(NewDraft::regular(day(date), lines)).await;
    kept.posts(draft).await.expect("posted");
}

/// What follows the last `mark` up to the next quote or slash.
fn after(seen: &Seen, mark: &str) -> String {
    let rest = seen.body.split(mark).skip(1).last().unwrap_or_else(|| panic!("no {mark}: {}", seen.body));
    rest.split(['"', '/', '?']).next().expect("an id").to_owned()
}

#[tokio::test]
async fn 往来对账单_发出_签回_相符或写明差额() {
    each_engine(async |db: Db| {
        let (app, _folder, kept) = house(&db).await;
        let account = Account::july_of(kept).await;
        let (kept, owes) = (&account.kept, household(&account.kept, "村民甲", HouseholdKind::Member).await);
        moves(kept, owes, "2025-07-10", "50202", 50_000).await;
        moves(kept, owes, "2025-08-05", "10201", -20_000).await;
        let mut cashier = joins(&db, &app, Role::Cashier).await;
        let span = "kind=household&first=2025-01&last=2025-09";
        let list = format!("/books/LJ/confirmations?{span}");
        cashier.get(&list).await.is(200).says("村民甲").says("300.00").says("没有发");
        cashier.get("/books/LJ/confirmations?kind=counterparty").await.is(200).says("这段时间没有");
        let send = [("kind", "household"), ("first", "2025-01"), ("last", "2025-09")];
        let none = [("kind", "counterparty"), ("first", "2025-01"), ("last", "2025-09")];
        cashier.fill(&list, "/books/LJ/confirmations", &none).await.is(422).says("没有要对的往来");
        cashier.fill(&list, "/books/LJ/confirmations", &send).await.is(303);
        cashier.fill(&list, "/books/LJ/confirmations", &send).await.is(303);
        let seen = cashier.get(&list).await.is(200).says("等回执");
        let one = format!("/books/LJ/confirmations/{}", after(&seen, "/books/LJ/confirmations/"));
        let ids = seen.body.matches(">登回执<").count();
        assert_eq!(ids, 1, "the same is sent once");
        cashier.get(&one).await.is(200).says("贵方欠村集体 300.00 元").says("500.00").says("200.00");
        for paper in [format!("{one}/paper"), format!("/books/LJ/confirmations/all.pdf?{span}")] {
            assert!(cashier.get(&paper).await.is(200).bytes.starts_with(b"%PDF"), "{paper}");
        }
        let same = [("answer", "disputed"), ("theirs", "300"), ("answered_on", "2025-12-31")];
        let refused = cashier.fill(&one, &one, &same).await.is(422);
        refused.says("请选相符").says("请填回执上签字的人").says("在今天");
        let mute =
            [("answer", "disputed"), ("theirs", "280"), ("answered_on", "2025-10-08"), ("signed_name", "村民甲")];
        cashier.fill(&one, &one, &mute).await.is(422).says("相差 -20.00 元，请写明差在哪里");
        let mut observer = joins(&db, &app, Role::Observer).await;
        let token = observer.get(&one).await.is(200).says("还没有回执").field("csrf").unwrap_or_default();
        observer.post(&one, &[("csrf", &token)]).await.is(403);
        let disputed = [&mute[..], &[("words", "九月已还20元，没有入账")]].concat();
        cashier.fill(&one, &one, &disputed).await.is(303);
        cashier.fill(&list, &one, &disputed).await.is(409).says("已登记回执");
        cashier.get(&list).await.is(200).says("不符，差 -20.00 元").says("看回执");
        moves(kept, owes, "2025-09-20", "10201", -2_000).await;
        cashier.get(&list).await.is(200).says("发出后账上有变动");
        cashier.fill(&list, "/books/LJ/confirmations", &send).await.is(303);
        let fresh = format!("/books/LJ/confirmations/{}", after(&cashier.get(&list).await, "/books/LJ/confirmations/"));
        assert_ne!(fresh, one);
        let agreed = [("answer", "agreed"), ("answered_on", "2025-10-09"), ("signed_name", "村民甲")];
        cashier.fill(&fresh, &fresh, &agreed).await.is(303);
        cashier.get(&list).await.is(200).says("相符");
        let mut accountant = joins(&db, &app, Role::Accountant).await;
        accountant.get("/books/WJ/confirmations").await.is(404).says("没有这个账套");
        cashier.get(&one.replace("LJ", "WJ")).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn 备用金_清单_账面_实点_双方签_说得出差在哪里() {
    each_engine(async |db: Db| {
        let (app, _folder, kept) = house(&db).await;
        let account = Account::july_of(kept).await;
        let kept = &account.kept;
        let page = "/books/LJ/imprest";
        let mut clerk = joins(&db, &app, Role::Clerk).await;
        clerk.get(page).await.is(200).says("还没有备用金持有人");
        let holder = household(kept, "报账员备用金", HouseholdKind::Imprest).await;
        moves(kept, holder, "2025-07-20", "10201", 100_000).await;
        let seen = clerk.get(page).await.is(200).says("报账员备用金").says("1,000.00");
        let holder = seen.field("holder").expect("a holder");
        let holder = ("holder", holder.as_str());
        let bare = [holder, ("way", "out"), ("date", "2025-12-31")];
        let refused = clerk.fill(page, page, &bare).await.is(422);
        refused.says("请填金额").says("请写明是什么钱").says("在今天");
        let write = async |clerk: &mut Browser, key: &str, way: &str, amount: &str, text: &str| {
            let fields =
                [holder, ("once_key", key), ("way", way), ("date", "2025-07-21"), ("amount", amount), ("text", text)];
            clerk.fill(page, page, &fields).await.is(303);
        };
        write(&mut clerk, "k1", "in", "1000", "领备用金").await;
        write(&mut clerk, "k2", "out", "200", "打印纸").await;
        write(&mut clerk, "k2", "out", "200", "打印纸").await;
        write(&mut clerk, "k3", "out", "50", "记错的").await;
        let seen = clerk.get(page).await.is(200).says("750.00");
        let wrong = lines(&seen, "/imprest/lines/").pop().expect("the last line");
        let strike = format!("{page}/lines/{wrong}/strike");
        clerk.fill(page, &strike, &[holder, ("reason", " ")]).await.is(422).says("请写明为什么划去");
        clerk.fill(page, &strike, &[holder, ("reason", "记错了")]).await.is(303);
        clerk.fill(page, &strike, &[holder, ("reason", "记错了")]).await.is(404);
        let seen = clerk.get(page).await.is(200).says("800.00").says("已划去：记错了");
        let paper = after(&seen, "name=\"unbooked\" value=\"");

        let check = format!("{page}/check");
        let short = [holder, ("pieces", "7")];
        clerk.fill(page, &check, &short).await.is(422).says("三个数不一样，请写明原因");
        clerk.fill(page, &check, &[holder, ("pieces", "七")]).await.is(422).says("「七」不是数");
        let whole = [holder, ("pieces", "8"), ("unbooked", paper.as_str())];
        clerk.fill(page, &check, &whole).await.is(303);
        let seen = clerk.get(page).await.is(200).says("三方相符").says("等另一方签");
        let id = after(&seen, "/imprest/checks/");
        let sign = format!("{page}/checks/{id}/sign");
        clerk.fill(page, &sign, &[holder]).await.is(403).says("请另一方签");
        let mut accountant = joins(&db, &app, Role::Accountant).await;
        accountant.fill(page, &sign, &[holder]).await.is(303);
        accountant.fill(page, &sign, &[holder]).await.is(409).says("双方都签过");
        assert!(accountant.get(&format!("{page}/checks/{id}/paper")).await.is(200).bytes.starts_with(b"%PDF"));
        let mut observer = joins(&db, &app, Role::Observer).await;
        observer.get(page).await.is(200).says("三方相符").says_not("<h2>记一笔");
        let token = clerk.get(page).await.field("csrf").expect("a token");
        observer.post(page, &[("csrf", &token)]).await.is(403);
        accountant.get("/books/WJ/imprest").await.is(404);

        let seen = accountant.get("/books/LJ/three-way?period=2025-10").await.is(200);
        seen.says("账证相符")
            .says("账账相符")
            .says("账实相符")
            .says("报账员备用金 和清单、现金")
            .says("应有 800.00 元");
        let july = accountant.get("/books/LJ/three-way?period=2025-07").await.is(200);
        july.says("凭证 5 张").says("没有附单据").says("还没有导入对账单").says("这个月没有盘点");
        let paper = accountant.get("/books/LJ/three-way/paper?period=2025-07").await.is(200);
        assert!(paper.bytes.starts_with(b"%PDF"));
        accountant.get("/books/WJ/three-way").await.is(404);
    })
    .await;
}

/// Every id that follows `mark`.
fn lines(seen: &Seen, mark: &str) -> Vec<String> {
    seen.body.split(mark).skip(1).map(|r| r.split('/').next().expect("an id").to_owned()).collect()
}
