//! 收据本: bought, issued, signed for, used in order, voided with all copies, brought back, settled — and who may not.

use futures_util::FutureExt;
use futures_util::future::join_all;
use mingzhang::auth::Role;
use mingzhang::kernel::{Money, Outcome, ReceiptIssueId, SubmissionId};
use mingzhang::receipts::{self, Fate, NewStock, NewUse, ReceiptKind};

use super::workflow::{Village, done, noon};
use crate::support::each_engine;
use crate::support::story::Story;
use crate::support::township::someone;
use crate::support::village_acts::picture;
use crate::support::visitor::Page;

/// Two villages, a cashier, and a lot of three receipt books of two leaves each.
async fn a_lot(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.village("WJ", "王家村").await;
    t.employs("zijin", "资金会计", Role::Cashier, None).await;
    t.it_is("2025-09-12");
    let desk = t.seat("zijin").await;
    let page = desk.goes("/receipts").await.ok();
    let form = page.form("登记").with("first", "0012001").with("last", "0012006").with("leaves", "2");
    desk.sends(&form.choosing("kind", "统一收款收据")).await.ok().shows("统一收款收据 3 本（从 0012001—0012002 起）");
}

async fn gives_out(t: &mut Story, numbers: &str, village: &str) -> Page {
    let desk = t.seat("zijin").await;
    let page = desk.goes("/receipts").await.ok();
    desk.sends(&page.form("发放").choosing("receipts", numbers).choosing("book", village)).await
}

#[tokio::test]
async fn 购入先查重_毛病一次说完() {
    Story::tell(async |t| {
        a_lot(t).await;
        let desk = t.seat("zijin").await;
        let page = desk.goes("/receipts").await.ok();
        let wrong = page.form("登记").with("first", "12007").with("last", "0012008").with("leaves", "零");
        let refused = desk.sends(&wrong.with("day", "2025-13-01")).await;
        assert_eq!(refused.status, 422);
        refused.shows("有 2 处要改").shows("「2025-13-01」不是日期").shows("每本份数「零」不对");
        assert_eq!(refused.form("登记").value("first"), Some("12007"), "what was typed stays");
        let twice = page.form("登记").with("first", "0012005").with("last", "0012010").with("leaves", "2");
        let refused = desk.sends(&twice).await;
        assert_eq!(refused.status, 422);
        refused.shows("与已登记的 0012005—0012006 号码重复");
        let one_project =
            page.form("登记").choosing("kind", "一事一议").with("first", "0012001").with("last", "0012002");
        desk.sends(&one_project.with("leaves", "2")).await.ok().shows("一事一议专用收据 1 本");
    })
    .await;
}

#[tokio::test]
async fn 发放签领_没核销不发下一本_收回只在签领以前() {
    Story::tell(async |t| {
        a_lot(t).await;
        gives_out(t, "0012001", "李家村").await.ok().shows("待签领");
        let again = gives_out(t, "0012003", "李家村").await;
        assert_eq!(again.status, 422);
        again.shows("还有 1 本没有核销（0012001—0012002），按规定最多 1 本，请先交回核销");
        let desk = t.seat("zijin").await;
        let list = desk.goes("/receipts").await.ok();
        let one = desk.goes(&list.link("0012001—0012002")).await.ok();
        desk.sends(&one.form("收回入库")).await.ok().shows("统一收款收据 3 本");
        gives_out(t, "0012001", "李家村").await.ok();
        gives_out(t, "0012003", "王家村").await.ok();

        let phone = t.person("clerk", "LJ").await;
        let mine = phone.goes("/books/LJ/receipts").await.ok();
        mine.shows("0012001—0012002").shows("待签领").hides("0012003");
        let signing = mine.form("签领");
        phone.sends(&signing).await.ok().shows("使用中").shows("下一个号").shows("0012001");
        phone.sends(&signing).await.ok().shows("使用中");
        let stale = t.seat("zijin").await.sends(&one.form("收回入库")).await;
        assert_eq!(stale.status, 409, "signed for: {}", stale.words());

        for (who, code) in [("head", "LJ"), ("accountant", "LJ"), ("group1", "LJ")] {
            let page = t.person(who, code).await.goes("/books/LJ/receipts").await.ok();
            assert!(page.try_form("签领").is_none() && page.try_form("连存根交回").is_none(), "{who} only looks");
            let seat = t.person(who, code).await;
            assert_eq!(seat.goes("/receipts").await.status, 403);
        }
        let foreign = t.person("clerk", "WJ").await;
        assert_eq!(foreign.goes("/books/LJ/receipts").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn 作废要原因和照片_不能跳号_交回后核销() {
    Story::tell(async |t| {
        a_lot(t).await;
        gives_out(t, "0012001", "李家村").await.ok();
        let phone = t.person("clerk", "LJ").await;
        let mine = phone.goes("/books/LJ/receipts").await.ok();
        let mine = phone.sends(&mine.form("签领")).await.ok();
        let voiding = phone.goes(&mine.link("登记作废、遗失")).await.ok();
        let bare = phone.sends(&voiding.form("登记")).await;
        assert_eq!(bare.status, 422);
        bare.shows("作废要写明原因").shows("作废 0012001 要拍下全部联次");
        let skipped = bare.form("登记").with("receipt_no", "12002").with("reason", "写错金额").attaching(picture(1));
        let skipped = phone.sends(&skipped).await;
        assert_eq!(skipped.status, 422);
        skipped.shows("0012001 还没有用，不能先用 0012002").shows("照片已收到");
        let right = skipped.form("登记").with("receipt_no", "12001");
        let done = phone.sends(&right).await.ok();
        done.shows("作废").shows("写错金额").shows("0012002");
        let twice = phone.sends(&right).await;
        assert_eq!(twice.status, 422);
        twice.shows("收据号 0012001 已登记作废");

        let back = phone.sends(&done.form("连存根交回")).await.ok();
        back.shows("待核销").hides("下一个号");
        let desk = t.seat("zijin").await;
        let list = desk.goes("/receipts").await.ok();
        let one = desk.goes(&list.link("0012001—0012002")).await.ok();
        one.shows("核销后剪角作废");
        desk.sends(&one.form("核销").with("reason", "存根2份齐全")).await.ok().shows("已核销").shows("存根2份齐全");
        desk.goes("/receipts").await.ok().hides("0012001—0012002");
        desk.goes("/receipts?show=all").await.ok().shows("0012001—0012002").shows("已核销");
        gives_out(t, "0012003", "李家村").await.ok().shows("0012003—0012004");

        let desk = t.seat("zijin").await;
        let paper = desk.goes("/receipts/register/pdf").await.ok();
        assert!(paper.bytes.starts_with(b"%PDF"));
        assert!(desk.goes("/receipts/register/csv").await.ok().html().contains("0012003"));
        assert_eq!(desk.goes("/receipts/register/doc").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn 整本遗失要声明_晚交回的列出来() {
    Story::tell(async |t| {
        a_lot(t).await;
        gives_out(t, "0012001", "李家村").await.ok();
        let phone = t.person("clerk", "LJ").await;
        let mine = phone.goes("/books/LJ/receipts").await.ok();
        let mine = phone.sends(&mine.form("签领")).await.ok();
        let silent = phone.sends(&mine.form("报遗失")).await;
        assert_eq!(silent.status, 422);
        silent.shows("遗失声明要写明原因");
        t.it_is("2026-04-01");
        t.seat("zijin").await.goes("/receipts").await.ok().shows("逾期 21 天未交回");
        let phone = t.person("clerk", "LJ").await;
        let mine = phone.goes("/books/LJ/receipts").await.ok();
        let lost = mine.form("报遗失").with("reason", "村部被水淹，已报派出所，3月20日公告作废");
        phone.sends(&lost).await.ok().shows("已报遗失");
        let desk = t.seat("zijin").await;
        let list = desk.goes("/receipts").await.ok();
        let one = desk.goes(&list.link("0012001—0012002")).await.ok();
        desk.sends(&one.form("核销")).await.ok().shows("已核销");
    })
    .await;
}

/// One receipt book of five leaves, signed for by the clerk of the first village.
async fn held(v: &Village) -> ReceiptIssueId {
    let keeper = someone("资金会计", Role::Cashier).receipt_keeper().expect("a keeper");
    let (clerk, book) = (v.book().clerk(), v.book().id);
    let new = NewStock {
        kind: Some(ReceiptKind::Unified),
        first: "0001".into(),
        last: "0005".into(),
        leaves: "5".into(),
        bought_on: "2025-09-01".parse().ok(),
        ..NewStock::default()
    };
    let given: Outcome<ReceiptIssueId> = done!(v, |tx| {
        receipts::buy(tx, &keeper, &new, noon()).await?;
        let shelf = receipts::stock(tx).await?;
        let id = receipts::issue(tx, &keeper, shelf[0].receipts.id, book, noon().date(), noon()).await?;
        receipts::sign(tx, &clerk, id, noon()).await?;
        Ok(id)
    });
    given.expect("a receipt book in hand")
}

async fn uses(v: &Village, item: SubmissionId, typed: &'static str, yuan: i64) -> Outcome<String> {
    let by = v.book().clerk();
    done!(v, |tx| {
        let new = NewUse { submission: item, said_of: "报账单 第1号", typed, amount: Money::from_yuan(yuan) };
        receipts::use_number(tx, &by, new, noon()).await
    })
}

#[tokio::test]
async fn 两个人同时用一个号_只有一个成() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        held(&v).await;
        let items: Vec<SubmissionId> = (0..6).map(|_| SubmissionId::new()).collect();
        let all = join_all(items.iter().map(|item| uses(&v, *item, "0001", 100))).await;
        assert_eq!(all.iter().filter(|u| u.is_ok()).count(), 1, "{all:?}");
        let refused = all.iter().filter_map(|u| u.as_ref().err());
        assert!(refused.into_iter().all(|f| f.is("receipts.number_used")), "{all:?}");
        let won = items[all.iter().position(Outcome::is_ok).expect("one of them")];
        assert_eq!(uses(&v, won, "№1", 100).await.expect("the same again"), "0001", "a double click changes nothing");
        assert!(uses(&v, won, "0001", 90).await.is_err_and(|f| f.is("receipts.amount_differs")));
    })
    .await;
}

#[tokio::test]
async fn 报账单没办成_号码作废_或由更正后的报账单接着用() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let issue = held(&v).await;
        let [first, second, third] = [(); 3].map(|()| SubmissionId::new());
        uses(&v, first, "1", 100).await.expect("used");
        assert!(uses(&v, second, "3", 50).await.is_err_and(|f| f.is("receipts.skips")));
        uses(&v, second, "2", 50).await.expect("used");
        let clerk = v.book().clerk();
        done!(v, |tx| receipts::let_go(tx, clerk.actor(), first, noon()).await).expect("let go");

        let back: Outcome<()> = {
            let by = v.book().clerk();
            done!(v, |tx| receipts::hand_back(tx, &by, issue, "", noon()).await)
        };
        assert!(back.is_err_and(|f| f.is("receipts.unsettled")), "0001 hangs in the air");
        assert!(uses(&v, third, "1", 80).await.is_err_and(|f| f.is("receipts.amount_differs")));
        uses(&v, third, "1", 100).await.expect("the corrected item carries it on");

        uses(&v, second, "3", 60).await.expect("a new receipt over another amount");
        let by = v.book().clerk();
        let used: Outcome<()> =
            done!(v, |tx| receipts::void(tx, &by, issue, ("1", Fate::Lost), "丢了", None, noon()).await);
        assert!(used.is_err_and(|f| f.is("receipts.number_used")));
        let by = v.book().clerk();
        done!(v, |tx| receipts::void(tx, &by, issue, ("2", Fate::Lost), "交款人丢了", None, noon()).await)
            .expect("the one that was let go");
        let mut tx = v.db.read().await.expect("a view");
        let held = receipts::in_hand(&mut tx, v.book().id).await.expect("read");
        let told: Vec<&str> = held[0].leaves.each().map(|e| e.fate.in_chinese()).collect();
        assert_eq!((told, held[0].leaves.taken()), (vec!["已用", "遗失", "已用"], Money::from_yuan(160)));
        assert_eq!(held[0].next().as_deref(), Some("0004"));
    })
    .await;
}

#[tokio::test]
async fn 数据库自己也不许跳号() {
    each_engine(async |db| {
        let v = Village::at_work(db).await;
        let issue = held(&v).await;
        let receipts_book = {
            let mut tx = v.db.read().await.expect("a view");
            receipts::issue_page(&mut tx, issue).await.expect("there").issue.receipts.id
        };
        let forged = done!(v, |tx| {
            let done = sqlx::query(
                "insert into receipt_leaf_event (receipt_book_id, number, seq, issue_id, what, by_id, by_name, at)
                 values ($1, 3, 1, $2, 'used', '', '', '')",
            )
            .bind(receipts_book.text())
            .bind(issue.text())
            .execute(tx.conn())
            .await;
            Ok::<bool, mingzhang::kernel::Failure>(
                done.is_err_and(|e| e.to_string().contains("GAP: receipt_leaf_event")),
            )
        });
        assert!(forged.unwrap_or(true), "number 3 before 1 and 2");
    })
    .await;
}

/// The clerk of 李家村 signs for a receipt book and hands in cash income.
async fn receipts_in_hand(t: &mut Story) {
    a_lot(t).await;
    gives_out(t, "0012001", "李家村").await.ok();
    let phone = t.person("clerk", "LJ").await;
    let mine = phone.goes("/books/LJ/receipts").await.ok();
    phone.sends(&mine.form("签领")).await.ok();
}

async fn hands_in(t: &mut Story, amount: &str, number: &str, photo: u8) -> Page {
    let phone = t.person("clerk", "LJ").await;
    let card = phone.goes("/books/LJ/submissions/new?card=income").await.ok();
    let form = card
        .form("交单")
        .choosing("item", "租金收入")
        .with("amount", amount)
        .with("other_party", "承租户")
        .with("reason", "收房租")
        .with("paid_by", "cash")
        .with("receipt_no", number);
    phone.sends(&form.attaching(picture(photo))).await
}

#[tokio::test]
async fn 现金收入要填收据号_按号用_撤回的号码待处理() {
    Story::tell(async |t| {
        receipts_in_hand(t).await;
        let phone = t.person("clerk", "LJ").await;
        phone.goes("/books/LJ/submissions/new?card=income").await.ok().shows("下一个是 0012001");
        let without = hands_in(t, "300", "", 1).await;
        assert_eq!(without.status, 422);
        without.shows("这笔收入要填收据号，下一个号是 0012001");
        let skipped = hands_in(t, "300", "12002", 1).await;
        assert_eq!(skipped.status, 422);
        skipped.shows("0012001 还没有用，不能先用 0012002");
        let sent = hands_in(t, "300", "12001", 1).await.ok();
        sent.shows("审批中").shows("0012001");
        let twice = hands_in(t, "300", "12001", 2).await;
        assert_eq!(twice.status, 422);
        twice.shows("收据号 0012001 已用于报账单 第1号（300.00 元），一个号只能用一次");

        let phone = t.person("clerk", "LJ").await;
        phone.sends(&sent.form("撤回")).await.ok().shows("已撤回");
        let mine = phone.goes("/books/LJ/receipts").await.ok();
        mine.shows("0012001 的报账单没有办成").shows("待处理");
        let back = phone.sends(&mine.form("连存根交回")).await;
        assert_eq!(back.status, 422);
        back.shows("还有 1 个号码没有着落（0012001）");
        let other = hands_in(t, "310", "0012001", 3).await;
        assert_eq!(other.status, 422);
        other.shows("收据号 0012001 上是 300.00 元，报账单是 310.00 元");
        t.seat("zijin").await.goes("/receipts").await.ok().shows("1 个号待处理");
        hands_in(t, "300", "0012001", 3).await.ok().shows("审批中");
        let mine = t.person("clerk", "LJ").await.goes("/books/LJ/receipts").await.ok();
        mine.hides("没有办成").shows("0012002");
    })
    .await;
}
