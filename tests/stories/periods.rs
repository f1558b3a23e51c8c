//! 重开期间: a closed month opened once more — asked for, answered, expired, closed again.

use mingzhang::auth::{Grant, Role, Standing};
use mingzhang::checks;
use mingzhang::db::Db;
use mingzhang::kernel::{Period, Quarter, ReopeningId};
use mingzhang::ledger::{self, Asked, Side};

use crate::support::desk::{Typed, voucher};
use crate::support::each_engine;
use crate::support::story::{DIRECTOR, Story};
use crate::support::township::{Kept, now, someone};
use crate::support::visitor::Page;

const CLOSING: &str = "/books/LJ/closing?period=2025-07";

fn rent(date: &str, amount: &str) -> Typed {
    voucher(date).debit("收房租", "10201", amount).credit("收房租", "50103", amount)
}

/// One voucher in July, posted; the month closed on the fifth of August.
async fn with_july_closed(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.it_is("2025-07-20");
    books(t, &rent("2025-07-15", "1000.00")).await;
    t.it_is("2025-08-05");
    t.closes("LJ", "2025-07").await;
}

async fn books(t: &mut Story, paper: &Typed) -> Page {
    t.accountant_types("LJ", paper).await.ok();
    t.colleague_reviews("LJ").await;
    t.colleague_posts("LJ").await
}

async fn asks(t: &mut Story, reason: &str, until: &str) -> Page {
    let desk = t.person("accountant", "LJ").await;
    let page = desk.goes(CLOSING).await.ok();
    desk.sends(&page.form("申请重开").with("reason", reason).with("until", until)).await
}

/// Somebody sends fields to an address without a form that offers it to them, with their page's token.
async fn sends(t: &mut Story, who: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let seat = if who == DIRECTOR { t.seat(DIRECTOR).await } else { t.person(who, "LJ").await };
    let page = seat.goes(CLOSING).await.html();
    let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let mut all = vec![("csrf", token.expect("a token"))];
    all.extend_from_slice(fields);
    seat.posts(path, &all).await
}

async fn director_presses(t: &mut Story, button: &str) -> Page {
    let director = t.seat(DIRECTOR).await;
    let page = director.goes(CLOSING).await.ok();
    director.sends(&page.form(button)).await
}

#[tokio::test]
async fn 重开期间_主任批准后补记_编号接着排_再结账_公开表写明() {
    Story::tell(async |t| {
        with_july_closed(t).await;
        asks(t, "", "2025-08-01").await.shows("原因").shows("请写明重开的原因");
        asks(t, "漏记一笔房租", "2025-08-01").await.shows("已经过去");
        asks(t, "漏记一笔房租", "2025-08-10").await.ok().shows("待批").shows("漏记一笔房租");
        t.person("accountant", "LJ").await.goes(CLOSING).await.hides("批准重开");
        t.seat(DIRECTOR).await.goes("/").await.ok().shows("重开2025年7月：漏记一笔房租");
        director_presses(t, "批准重开").await.ok().shows("重开中").shows("2025-08-10");
        t.seat("zongkuai").await.goes("/").await.ok().shows("重开");

        let posted = books(t, &rent("2025-07-31", "250.00")).await;
        posted.shows("记-0002").shows("250.00");
        t.person("accountant", "LJ").await.goes(CLOSING).await.ok().shows("重开到2025-08-10：漏记一笔房租");
        t.closes("LJ", "2025-07").await.shows("已重新结账").shows("2 张，编号连续");

        t.it_is("2025-10-05");
        for month in ["2025-08", "2025-09"] {
            t.closes("LJ", month).await;
        }
        let sheet = t.publishes("LJ", Quarter::new(2025, 3).expect("a quarter")).await;
        let said = "2025年7月结账后曾重开：漏记一笔房租。李家村专管员申请，中心主任批准，2025-08-05起";
        assert!(sheet.paper.contains(said), "{}", sheet.paper);
        t.passer_by_sees(&sheet.public_path).await.ok().shows(said).shows("两个码一样");
    })
    .await;
}

#[tokio::test]
async fn 重开到期_不再记账_只能重新结账() {
    Story::tell(async |t| {
        with_july_closed(t).await;
        asks(t, "漏记一笔房租", "2025-08-06").await.ok();
        director_presses(t, "批准重开").await.ok();
        t.accountant_types("LJ", &rent("2025-07-31", "250.00")).await.ok();
        t.colleague_reviews("LJ").await;

        t.it_is("2025-08-07");
        t.accountant_types("LJ", &rent("2025-07-30", "99.00")).await.shows("重开到2025-08-06为止，期限已过");
        let desk = t.person("colleague", "LJ").await;
        let waiting = desk.goes("/books/LJ/posting").await.ok();
        desk.sends(&waiting.form("记账")).await.shows("期限已过");
        let page = t.person("accountant", "LJ").await.goes(CLOSING).await.ok();
        page.shows("已到期").shows("重开期限2025-08-06已过，不再记账，请重新结账").shows("未记账凭证 1 张");
        t.seat("zongkuai").await.goes("/").await.ok().shows("重开");

        let desk = t.person("accountant", "LJ").await;
        let drafts = desk.goes("/books/LJ/drafts").await.ok();
        let draft = desk.goes(&drafts.link("2025-07-31")).await.ok();
        desk.sends(&draft.form("删除")).await.ok();
        t.closes("LJ", "2025-07").await.shows("1 张，编号连续").shows("已重新结账");
    })
    .await;
}

#[tokio::test]
async fn 重开期间_不是本人的事办不了_不该开的开不了() {
    Story::tell(async |t| {
        with_july_closed(t).await;
        let path = "/books/LJ/closing/reopenings";
        let ask = [("period", "2025-07"), ("reason", "漏记"), ("until", "2025-08-10")];
        for who in ["clerk", "head", "group1"] {
            let page = sends(t, who, path, &ask).await;
            assert_eq!(page.status, 403, "{who}: {}", page.words());
        }
        let open = [("period", "2025-08"), ("reason", "漏记"), ("until", "2025-08-10")];
        sends(t, "accountant", path, &open).await.shows("还没有结账，不用重开");
        asks(t, "漏记一笔房租", "2025-08-10").await.ok();
        sends(t, "colleague", path, &ask).await.shows("等中心主任答复");
        let id = request(t).await;
        for answer in ["approve", "decline"] {
            let page = sends(t, "accountant", &format!("{path}/{id}/{answer}"), &ask[..1]).await;
            assert_eq!(page.status, 403, "{}", page.words());
        }
        let director = t.seat(DIRECTOR).await;
        let page = director.goes(CLOSING).await.ok();
        director.sends(&page.form("不批准")).await.shows("请写明不批准的原因");
        director
            .sends(&page.form("不批准").with("words", "下月补记即可"))
            .await
            .ok()
            .shows("未批准")
            .shows("下月补记即可");
        sends(t, DIRECTOR, &format!("{path}/{id}/approve"), &ask[..1]).await.shows("已有答复");

        t.it_is("2025-09-02");
        t.closes("LJ", "2025-08").await;
        let late = [("period", "2025-07"), ("reason", "漏记"), ("until", "2025-09-10")];
        sends(t, "accountant", path, &late).await.shows("只有最近结账的2025年8月可以重开");

        t.it_is("2025-10-05");
        t.closes("LJ", "2025-09").await;
        t.publishes("LJ", Quarter::new(2025, 3).expect("a quarter")).await;
        let published = [("period", "2025-09"), ("reason", "漏记"), ("until", "2025-10-10")];
        let page = sends(t, "accountant", path, &published).await;
        page.shows("公开表").shows("已公布").shows("更正公告");
    })
    .await;
}

async fn request(t: &Story) -> ReopeningId {
    let mut view = t.app.db.read().await.expect("a view");
    let [only] = ledger::reopenings_under_way(&mut view).await.expect("requests").try_into().expect("one request");
    let only: ledger::Reopening = only;
    only.id
}

#[tokio::test]
async fn 自己申请的自己不能批_重开时只开这一个月() {
    each_engine(async |db: Db| {
        let book = Kept::in_fresh_township(&db).await;
        let january = Period::new(2025, 1).expect("a period");
        for period in [january, january.next()] {
            book.closes(period).await.expect("closed");
        }
        let both = someone("身兼两职", Role::Director);
        let grants = vec![Grant { role: Role::Director, book: None }, Grant { role: Role::Accountant, book: None }];
        let both = Standing::new(both.id(), both.actor().clone(), grants);
        let asked = |period| Asked { period, reason: "漏记".into(), until: now().date() };
        let (by, late) = (both.accountant(book.book).expect("an accountant"), asked(january.next()));
        let asking = db.write(move |tx| Box::pin(async move { ledger::ask_reopening(tx, &by, late, now()).await }));
        let id = asking.await.expect("asked");
        let refused = approves(&db, &book, &both, id).await.expect_err("refused");
        assert!(refused.is("ledger.own_reopening"), "{refused}");
        let director = someone("中心主任", Role::Director);
        approves(&db, &book, &director, id).await.expect("approved");
        let (by, earlier) = (book.maker.clone(), asked(january));
        let asking = db.write(move |tx| Box::pin(async move { ledger::ask_reopening(tx, &by, earlier, now()).await }));
        assert!(asking.await.expect_err("refused").is("ledger.reopening_stands"));

        let lines = vec![book.line("补记", "10201", Side::Debit, 500), book.line("补记", "50103", Side::Credit, 500)];
        let day = january.next().last_day();
        let draft = book.reviewed(ledger::NewDraft::regular(day, lines)).await;
        assert_eq!(book.posts(draft).await.expect("posted").number.no, 1);
        book.closes(january.next()).await.expect("closed again");
        let mut view = db.read().await.expect("a view");
        let back = ledger::closures_taken_back(&mut view, book.book).await.expect("taken back");
        let stand = ledger::closures(&mut view, book.book).await.expect("closures");
        assert_eq!((back.len(), stand.len()), (1, 2));
        assert_eq!(stand[1].previous_root, stand[0].root);
        assert_ne!(back[0].root, stand[1].root);
    })
    .await;
}

async fn approves(
    db: &Db,
    book: &Kept,
    by: &Standing,
    id: ReopeningId,
) -> mingzhang::kernel::Outcome<ledger::Reopening> {
    let (by, book, now) = (by.director().expect("a director"), book.book, now());
    db.write(move |tx| Box::pin(async move { checks::approve_reopening(tx, &by, book, id, now).await })).await
}

/// The database itself keeps what was asked and answered.
#[tokio::test]
async fn 重开的申请和答复_谁也改不了() {
    each_engine(async |db: Db| {
        let book = Kept::in_fresh_township(&db).await;
        let january = Period::new(2025, 1).expect("a period");
        book.closes(january).await.expect("closed");
        let (by, until) = (book.maker.clone(), now().date());
        let asked = Asked { period: january, reason: "漏记".into(), until };
        let asking = db.write(move |tx| Box::pin(async move { ledger::ask_reopening(tx, &by, asked, now()).await }));
        asking.await.expect("asked");
        for sql in ["update reopening_request set until = '2099-01-01'", "delete from reopening_request"] {
            let changing = db.write(move |tx| {
                Box::pin(async move {
                    let done = sqlx::query(sql).execute(tx.conn()).await;
                    done.map_err(mingzhang::kernel::Fault::while_("changing a request"))?;
                    Ok(())
                })
            });
            assert!(changing.await.is_err(), "{sql}");
        }
    })
    .await;
}
