//! 移交: papers ticked off by the other side, a post that changes hands with the third confirmation — and who may not.

use mingzhang::auth::Role;

use crate::support::story::Story;
use crate::support::village_acts::{payment, picture};
use crate::support::visitor::Page;

const PAGE: &str = "/books/LJ/handovers";

/// A village with two approved items, and the heads of the centre.
async fn two_items(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.it_is("2025-09-12");
    for (n, amount) in [(1, "356.00"), (2, "44.00")] {
        let receipt = payment("付电费").of(amount).with("县供电所").because("村部电费").dated("2025-09-10").pictured(n);
        t.clerk_hands_in("LJ", &receipt).await.ok();
        t.village_agrees("LJ").await;
    }
}

async fn goes(t: &mut Story, who: &str, path: &str) -> Page {
    t.person(who, "LJ").await.goes(path).await
}

#[tokio::test]
async fn 原始凭证移交_逐笔点收_缺的写明还在村里() {
    Story::tell(async |t| {
        two_items(t).await;
        let page = goes(t, "clerk", PAGE).await.ok();
        page.shows("还在村里的原始凭证 2 笔").shows("400.00");
        let chosen = page.form("移交选中的");
        let clerk = t.person("clerk", "LJ").await;
        let made = clerk.sends(&chosen).await.ok();
        made.shows("待接收").shows("合计 2 笔").shows("村部电费");
        let twice = clerk.sends(&chosen).await;
        assert_eq!(twice.status, 409, "a double click makes no second list");
        twice.shows("已经在别的清单上");
        assert!(made.try_form("点收").is_none(), "the clerk does not receive");
        clerk.goes(PAGE).await.ok().shows("还在村里的原始凭证 0 笔");
        assert!(clerk.goes(&made.link("打印清单")).await.ok().bytes.starts_with(b"%PDF"));

        let seen = goes(t, "accountant", &made.path).await.ok();
        let accountant = t.person("accountant", "LJ").await;
        let unsaid = accountant.sends(&seen.form("点收").forged("missing", "2")).await;
        assert_eq!(unsaid.status, 422);
        unsaid.shows("第 2 项没有收到，要写明情况");
        let said = unsaid.form("点收").with_nth("why", 1, "信封里没有这张").with("words", "其余相符");
        let received = accountant.sends(&said.clone().forged("missing", "2")).await.ok();
        received.shows("已接收").shows("缺 1 笔").shows("信封里没有这张");
        let again = accountant.sends(&said.forged("missing", "2")).await;
        assert_eq!(again.status, 409);
        goes(t, "clerk", PAGE).await.ok().shows("还在村里的原始凭证 1 笔").shows("44.00");
        goes(t, "head", &made.path).await.ok().shows("已接收");
    })
    .await;
}

#[tokio::test]
async fn 没点收以前可以收回_别人别村都不行() {
    Story::tell(async |t| {
        two_items(t).await;
        t.village("WJ", "王家村").await;
        let page = goes(t, "clerk", PAGE).await.ok();
        let made = t.person("clerk", "LJ").await.sends(&page.form("移交选中的")).await.ok();
        let foreign = t.person("clerk", "WJ").await;
        assert_eq!(foreign.goes(&made.path).await.status, 404);
        let id = made.path.rsplit('/').next().expect("an id").to_owned();
        assert_eq!(foreign.goes(&format!("/books/WJ/handovers/papers/{id}")).await.status, 404);
        let member = goes(t, "group1", &made.path).await.ok();
        assert!(member.try_form("点收").is_none() && member.try_form("收回清单").is_none());
        t.person("clerk", "LJ").await.sends(&made.form("收回清单")).await.ok().shows("还在村里的原始凭证 2 笔");
        goes(t, "clerk", &made.path).await.ok().shows("已收回");
        let late = t.person("clerk", "LJ").await.sends(&made.form("收回清单")).await;
        assert_eq!(late.status, 409);
    })
    .await;
}

/// The chief accountant makes the list; its page.
async fn lists(t: &mut Story) -> Page {
    let chief = t.seat("zongkuai").await;
    let page = chief.goes("/books/LJ/handovers/post").await.ok();
    let form = page
        .form("编移交清单")
        .choosing("role", "报账员")
        .choosing("out", "李家村报账员")
        .choosing("into", "新报账员")
        .choosing("supervisor", "中心主任")
        .with("reason", "换届")
        .with("things", "财务章一枚\n支票一本");
    chief.sends(&form).await
}

#[tokio::test]
async fn 报账员交接_三方依次确认_旧权限停新权限起() {
    Story::tell(async |t| {
        two_items(t).await;
        let other = t.keeps_book_of("ZJ", "赵家村").await;
        t.employs("xin", "新报账员", Role::Clerk, Some(other)).await;
        let chief = t.seat("zongkuai").await;
        let blank = chief.goes("/books/LJ/handovers/post").await.ok();
        let bare = chief.sends(&blank.form("编移交清单")).await;
        assert_eq!(bare.status, 422);
        bare.shows("请选移交人").shows("请选接交人").shows("请选监交人").shows("请写明交接原因");
        let made = lists(t).await.ok();
        made.shows("第1号").shows("356.00 元").shows("财务章一枚").shows("还没有移交中心").shows("等移交人确认");
        let second = lists(t).await;
        assert_eq!(second.status, 409);
        second.shows("李家村报账员的交接已在办理");

        let early = t.seat("xin").await.goes(&made.path).await.ok();
        assert!(early.try_form("确认").is_none(), "not their turn yet");
        assert_eq!(goes(t, "head", &made.path).await.status, 404, "no party to it");
        let out = goes(t, "clerk", &made.path).await.ok();
        let confirming = out.form("我是移交人").with("words", "支票本只剩20张");
        let clerk = t.person("clerk", "LJ").await;
        clerk.sends(&confirming).await.ok().shows("等接交人确认").shows("支票本只剩20张");
        clerk.sends(&confirming).await.ok().shows("等接交人确认");
        let coming = t.seat("xin").await.goes(&made.path).await.ok();
        assert_eq!(t.seat("xin").await.goes("/books/LJ/submissions").await.status, 404, "not theirs yet");
        t.seat("xin").await.sends(&coming.form("我是接交人")).await.ok().shows("等监交人确认");
        let head = t.seat("zhuren").await.goes(&made.path).await.ok();
        t.seat("zhuren").await.sends(&head.form("我是监交人")).await.ok().shows("已办完");

        t.seat("xin").await.goes("/books/LJ/submissions/new").await.ok().shows("花钱");
        assert_eq!(goes(t, "clerk", "/books/LJ/submissions/new").await.status, 404, "the old grant has ended");
        let done = t.seat("zhuren").await.goes(&made.path).await.ok();
        assert!(t.seat("zhuren").await.goes(&done.link("打印清册")).await.ok().bytes.starts_with(b"%PDF"));
        t.seat("xin").await.goes("/handovers").await.ok().shows("已办完");
    })
    .await;
}

#[tokio::test]
async fn 来不了的在纸上签_监交人交照片_取消要写原因() {
    Story::tell(async |t| {
        two_items(t).await;
        let other = t.keeps_book_of("ZJ", "赵家村").await;
        t.employs("xin", "新报账员", Role::Clerk, Some(other)).await;
        t.employs("fu", "副总会计", Role::Chief, None).await;
        let chief = t.seat("zongkuai").await;
        let page = chief.goes("/books/LJ/handovers/post").await.ok();
        let form = page
            .form("编移交清单")
            .choosing("role", "报账员")
            .choosing("out", "李家村报账员")
            .choosing("into", "新报账员")
            .choosing("supervisor", "副总会计")
            .with("reason", "病休");
        let made = chief.sends(&form).await.ok();
        let head = t.seat("fu").await;
        let page = head.goes(&made.path).await.ok();
        let bare = head.sends(&page.form("交照片")).await;
        assert_eq!(bare.status, 422);
        bare.shows("纸上签字要拍照交上来");
        let signed = head.sends(&page.form("交照片").attaching(picture(9))).await.ok();
        signed.shows("纸上签字").shows("等接交人确认");
        let silent = head.sends(&signed.form("取消交接")).await;
        assert_eq!(silent.status, 422);
        silent.shows("请写明取消的原因");
        head.sends(&silent.form("取消交接").with("words", "本人康复")).await.ok().shows("已取消");
        let coming = t.seat("xin").await.goes(&made.path).await.ok();
        assert!(coming.try_form("我是接交人").is_none());
        goes(t, "clerk", "/books/LJ/submissions/new").await.ok();
    })
    .await;
}

#[tokio::test]
async fn 没办交接就取消角色_要写原因() {
    Story::tell(async |t| {
        two_items(t).await;
        let admin = t.seat("guanli").await;
        let people = admin.goes("/settings/people").await.ok();
        let person = admin.goes(&people.link("李家村报账员")).await.ok();
        let refused = admin.sends(&person.form("取消角色")).await;
        assert_eq!(refused.status, 422);
        refused.shows("李家村报账员还没有办交接就要取消报账员，请先办交接");
        admin.sends(&refused.form("取消角色").with("reason", "本人去世")).await.ok().shows("还没有角色");
        let log = t.seat("zhuren").await.goes("/settings/audit").await.ok();
        log.shows("未办交接：本人去世");
    })
    .await;
}
