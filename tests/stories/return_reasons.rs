//! 一次性告知: the centre keeps the reasons it gives items back for; what could have been told the first time is told on.

use crate::support::story::Story;
use crate::support::village_acts::payment;

/// Gives back the first that waits, for these reasons of the list.
async fn gives_back(t: &mut Story, reasons: &[&str]) -> crate::support::visitor::Page {
    let desk = t.person("accountant", "LJ").await;
    let page = desk.goes("/books/LJ/intake").await.ok();
    let html = page.html();
    let mut form = page.form("退回报账员");
    for reason in reasons {
        let before = html.split(reason).next().expect("the list");
        let code = before.rsplit("value=\"").next().and_then(|v| v.split('"').next()).expect("a code");
        form = form.forged("reasons", code);
    }
    desk.sends(&form).await
}

async fn approved(t: &mut Story) -> String {
    let receipt = payment("电费").of("356.00").with("县供电所").because("村部8月电费").dated("2025-09-12").pictured(1);
    let path = t.clerk_hands_in("LJ", &receipt).await.ok().path;
    t.village_agrees("LJ").await;
    path
}

/// The clerk changes one field, hands it in again, and the village signs again.
async fn mended(t: &mut Story, one: &str, field: &str, value: &str) {
    let phone = t.person("clerk", "LJ").await;
    let page = phone.goes(&format!("{one}/edit")).await.ok();
    phone.sends(&page.form("交单").with(field, value)).await.ok().shows("审批中");
    t.village_agrees("LJ").await;
}

#[tokio::test]
async fn 第二次退回的原因_第一次就能说的记下来() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.it_is("2025-09-15");
        let one = approved(t).await;
        let page = t.person("accountant", "LJ").await.goes("/books/LJ/intake").await.ok();
        page.hides("上次没说").shows("为什么退回，一次说全");
        gives_back(t, &["事由没有写清"]).await.ok();
        t.person("clerk", "LJ").await.goes(&one).await.ok().shows("事由没有写清").hides("上次退回时没有告知");
        mended(t, &one, "reason", "村部8月办公用电电费").await;
        // 票据没有动过：抬头、印章的毛病上次就能说；事由改过，再说不算。
        let page = t.person("accountant", "LJ").await.goes("/books/LJ/intake").await.ok();
        page.shows("发票抬头不是本账套的法定名称　上次没说").shows("这张单退回过");
        assert!(!page.words().contains("事由没有写清　上次没说"));
        gives_back(t, &["发票抬头不是本账套的法定名称"]).await.ok();
        let thread = t.person("clerk", "LJ").await.goes(&one).await.ok();
        thread.shows("发票抬头不是本账套的法定名称（上次退回时没有告知）");
        // 补正时原因还指在那一栏上。
        let edit = t.person("clerk", "LJ").await.goes(&format!("{one}/edit")).await.ok();
        edit.shows("退回：发票抬头不是本账套的法定名称");
        let list = t.seat("zongkuai").await.goes("/settings/return-reasons").await.ok();
        list.shows("事由没有写清事由原有1").shows("发票抬头不是本账套的法定名称票据原有1");
    })
    .await;
}

#[tokio::test]
async fn 退回原因由中心增减_停用的不能再选_说过的还在() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.it_is("2025-09-15");
        let desk = t.seat("zongkuai").await;
        let page = desk.goes("/settings/return-reasons").await.ok();
        let form = page.form("加上");
        let empty = desk.sends(&form.clone().with("text", " ").with("day", "2025-09-01")).await;
        assert_eq!(empty.status, 422);
        empty.shows("有 2 处要改").shows("退回原因还没有写").shows("清单只能从今天 2025-09-15");
        let twice = desk.sends(&form.clone().with("text", "票据有涂改")).await;
        assert_eq!(twice.status, 409);
        twice.shows("「票据有涂改」已在清单上");
        desk.sends(&form.clone().with("text", "长".repeat(26).as_str())).await.shows("最多 25 个字");
        desk.sends(&form.clone().with("text", "胡乱").forged("field", "nothing"))
            .await
            .shows("请选这条原因说的是哪一栏");
        let new = form.with("text", "用工没有附考勤").choosing("field", "票据").with("day", "2025-09-16");
        desk.sends(&new).await.ok().shows("用工没有附考勤票据2025-09-16");
        let retired = desk.goes("/settings/return-reasons").await.ok().form("停用");
        desk.sends(&retired).await.ok().shows("用到今天");
        assert_eq!(desk.sends(&retired).await.status, 409, "a double click");
        let one = approved(t).await;
        // 今天：新的还没有起用，停用的还在。
        let page = t.person("accountant", "LJ").await.goes("/books/LJ/intake").await.ok();
        page.hides("用工没有附考勤").shows("票据没有开票单位印章");
        gives_back(t, &["票据没有开票单位印章"]).await.ok();
        t.it_is("2025-09-16");
        mended(t, &one, "reason", "村部8月办公用电电费").await;
        let page = t.person("accountant", "LJ").await.goes("/books/LJ/intake").await.ok();
        page.shows("用工没有附考勤").hides("票据没有开票单位印章").hides("用工没有附考勤　上次没说");
        let bad = page.form("退回报账员").forged("reasons", "seal");
        t.person("accountant", "LJ").await.sends(&bad).await.shows("退回原因「seal」不在列表里");
        t.person("clerk", "LJ").await.goes(&one).await.ok().shows("票据没有开票单位印章");
        // 别人只能看。
        let page = t.person("accountant", "LJ").await.goes("/settings/return-reasons").await.ok();
        assert!(page.try_form("加上").is_none() && page.try_form("停用").is_none());
        page.shows("已停用").shows("2025-09-15");
    })
    .await;
}
