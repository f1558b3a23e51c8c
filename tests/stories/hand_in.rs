//! 交单: what is still missing for this kind of item at this amount is told before it goes, all at once.

use crate::support::story::Story;
use crate::support::village_acts::picture;
use crate::support::visitor::{Filled, Page};

async fn village(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.it_is("2025-09-12");
}

async fn card(t: &mut Story, card: &str) -> Page {
    t.person("clerk", "LJ").await.goes(&format!("/books/LJ/submissions/new?card={card}")).await.ok()
}

fn repairs(page: &Page, amount: &str) -> Filled {
    page.form("交单")
        .choosing("item", "公益设施维修")
        .with("amount", amount)
        .with("other_party", "镇建筑队")
        .with("reason", "修水渠")
        .with("paid_by", "bank")
}

async fn sends(t: &mut Story, filled: &Filled) -> Page {
    t.person("clerk", "LJ").await.sends(filled).await
}

#[tokio::test]
async fn 这类事项这个金额缺什么_一次说全_补齐了才收() {
    Story::tell(async |t| {
        village(t).await;
        let page = card(t, "expense").await;
        let bare = repairs(&page, "12,000").attaching(picture(1));
        let refused = sends(t, &bare).await;
        assert_eq!(refused.status, 422);
        refused
            .shows("有 3 处要改")
            .shows("维修和整治满 10,000.00 元要附合同，这一单 12,000.00 元还没有附")
            .shows("维修和整治满 5,000.00 元要附验收单")
            .shows("各项支出满 5,000.00 元要写证明人");
        let form = refused.form("交单").with("witness", "村民甲").with("kind", "contract").attaching(picture(2));
        let refused = sends(t, &form).await;
        refused.shows("有 1 处要改").shows("要附验收单").hides("要附合同");
        let own = refused.form("交单").with("witness", "李家村报账员").with("kind", "acceptance").attaching(picture(3));
        let refused = sends(t, &own).await;
        refused.shows("证明人和经手人都是李家村报账员");
        let sent = sends(t, &refused.form("交单").with("witness", "村民甲")).await.ok();
        sent.shows("审批中").shows("该有的材料").shows("证明人").shows("村民甲").shows("满 10,000.00 元");
        let twice = sends(t, &refused.form("交单").with("witness", "村民甲")).await.ok();
        assert_eq!(twice.path, sent.path, "a double click is one submission");
    })
    .await;
}

#[tokio::test]
async fn 不到起点的不要_暂存的不拦() {
    Story::tell(async |t| {
        village(t).await;
        let page = card(t, "expense").await;
        let kept = page.form("暂存").choosing("item", "公益设施维修").with("amount", "12000");
        let kept = sends(t, &kept).await.ok();
        kept.shows("草稿").shows("该有的材料").shows("还没有").shows("合同");
        let page = card(t, "expense").await;
        let small = repairs(&page, "4,999.99").attaching(picture(4));
        sends(t, &small).await.ok().shows("审批中").hides("该有的材料");
        let page = card(t, "expense").await;
        let wages = page.form("交单").choosing("item", "保洁、绿化临时用工").with("amount", "300");
        let wages =
            wages.with("other_party", "村民乙").with("reason", "扫街").with("paid_by", "bank").attaching(picture(5));
        let refused = sends(t, &wages).await;
        refused.shows("工资、补助和代发要附签领单，这一单 300.00 元还没有附");
        let signed = refused.form("交单").with("kind", "pay_list").attaching(picture(6));
        sends(t, &signed).await.ok().shows("审批中");
    })
    .await;
}

#[tokio::test]
async fn 总监督会计改起点_从那一天起照办_别人改不了() {
    Story::tell(async |t| {
        village(t).await;
        let chief = t.seat("zongkuai").await;
        let page = chief.goes("/settings/papers").await.ok();
        page.shows("交单材料").shows("工程款").shows("工程进度款");
        let row = page.html().split("name=\"subject\" value=\"").skip(1).position(|r| r.starts_with("repairs"));
        let row = row.expect("repairs stand on the page");
        let typed = page.form("保存").with_nth("from", row, "二千").with("valid_from", "2025-09-12");
        let refused = chief.sends(&typed).await;
        assert_eq!(refused.status, 422);
        let early = refused.form("保存").with_nth("from", row, "2,000").with("valid_from", "2025-09-01");
        let refused = chief.sends(&early).await;
        assert_eq!(refused.status, 422);
        refused.shows("只能从今天 2025-09-12 或以后起改");
        let set = chief.sends(&refused.form("保存").with("valid_from", "2025-09-12")).await.ok();
        set.shows("改过的").shows("2,000.00 元起");
        let page = card(t, "expense").await;
        let refused = sends(t, &repairs(&page, "2,000").attaching(picture(7))).await;
        assert_eq!(refused.status, 422);
        refused.shows("维修和整治满 2,000.00 元要附合同").hides("要附验收单");
        let accountant = t.person("accountant", "LJ").await;
        let page = accountant.goes("/settings/papers").await.ok();
        assert!(page.try_form("保存").is_none(), "only the chief accountant sets it");
        assert_eq!(accountant.posts("/settings/papers", &[("valid_from", "2025-09-12")]).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn 收据号和证明人_跟到凭证旁边() {
    Story::tell(async |t| {
        village(t).await;
        let page = card(t, "income").await;
        let rent = page.form("交单").choosing("item", "租金收入").with("amount", "600").with("other_party", "农机社");
        let rent = rent.with("reason", "老村部房租").with("paid_by", "cash").with("witness", " 村民甲 ");
        let long = rent.clone().with("receipt_no", &"9".repeat(21));
        let refused = sends(t, &long).await;
        assert_eq!(refused.status, 422);
        refused.shows("收据号有 21 个字，最多 20 个字");
        let sent = sends(t, &rent.with("receipt_no", " qx0012 ")).await.ok();
        sent.shows("收据号").shows("QX0012").shows("村民甲");
        t.village_agrees("LJ").await;
        t.centre_takes_in("LJ").await;
        let accountant = t.person("accountant", "LJ").await;
        let list = accountant.goes("/books/LJ/drafts").await.ok();
        accountant.goes(&list.link("2025-09-12")).await.ok().shows("QX0012").shows("证明人").shows("村民甲");
    })
    .await;
}
