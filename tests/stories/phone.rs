//! The village's phone: from the photo of a receipt to the mark that carries it to the centre, through the pages.

use mingzhang::auth::Role;
use mingzhang::kernel::BookId;

use crate::support::story::Story;
use crate::support::village_acts::{photo, picture};
use crate::support::visitor::{Filled, Page};

async fn village(t: &mut Story) -> BookId {
    let book = t.keeps_book_of("LJ", "李家村").await;
    t.employs("baozhang", "李家村报账员", Role::Clerk, Some(book)).await;
    for (login, name) in [("jia", "理财甲"), ("yi", "理财乙"), ("bing", "理财丙")] {
        t.employs(login, name, Role::GroupMember, Some(book)).await;
    }
    t.employs("cunzhang", "村负责人", Role::VillageHead, Some(book)).await;
    t.employs("zhuanguan", "专管员", Role::Accountant, Some(book)).await;
    t.it_is("2025-09-12");
    book
}

fn electricity(page: &Page) -> Filled {
    page.form("交单")
        .with("amount", "356.00")
        .with("other_party", "县供电所")
        .choosing("item", "付电费")
        .with("reason", "村部8月电费")
        .with("date", "2025-09-10")
        .with("paid_by", "bank")
}

async fn hands_in(t: &mut Story, number: u8) -> Page {
    let clerk = t.seat("baozhang").await;
    let page = clerk.goes("/books/LJ/submissions/new?card=expense").await.ok();
    clerk.sends(&electricity(&page).with("date", &format!("2025-09-{number:02}")).attaching(picture(number))).await.ok()
}

/// Opens the papers of what waits and says 同意.
async fn agrees(t: &mut Story, login: &str) -> Page {
    let seat = t.seat(login).await;
    let list = seat.goes("/books/LJ/approvals").await.ok();
    let paper = seat.goes(&list.link("看票据")).await.ok();
    seat.sends(&paper.form("同意")).await.ok()
}

#[tokio::test]
async fn 报账员拍照交单_所有毛病一次说完_填过的都在() {
    Story::tell(async |t| {
        village(t).await;
        let clerk = t.seat("baozhang").await;
        let cards = clerk.goes("/").await.ok();
        let cards = clerk.goes(&cards.link("报账")).await.ok();
        cards.shows("收钱").shows("花钱").shows("转账").shows("欠账");
        let blank = clerk.goes(&cards.link("花钱")).await.ok();
        let typed = blank.form("交单").with("amount", "3.567").with("other_party", "县供电所").with("date", "");
        let refused = clerk.sends(&typed.attaching(picture(1))).await;
        assert_eq!(refused.status, 422);
        refused
            .shows("有 4 处要改")
            .shows("多于两位小数")
            .shows("日期还没有填")
            .shows("事由还没有填")
            .shows("业务事项还没有选");
        let again = refused.form("交单");
        assert_eq!(again.value("other_party"), Some("县供电所"));
        assert_eq!(again.value("amount"), Some("3.567"));
        assert!(again.value("files").is_some(), "the photo is kept");
        let sent = clerk.sends(&electricity(&refused)).await.ok();
        sent.shows("审批中").shows("理财小组成员 理财").shows("村部8月电费").shows("个工作日").shows("撤回");
        let twice = clerk.sends(&electricity(&refused)).await.ok();
        assert_eq!(twice.path, sent.path, "a double click is one submission");
        clerk.goes("/books/LJ/submissions").await.ok().shows("第1号").shows("等理财小组").hides("第2号");
    })
    .await;
}

#[tokio::test]
async fn 草稿先暂存_回头接着填再交() {
    Story::tell(async |t| {
        village(t).await;
        let clerk = t.seat("baozhang").await;
        let page = clerk.goes("/books/LJ/submissions/new?card=expense").await.ok();
        let kept = page.form("暂存").with("reason", "修渠用工").attaching(picture(2));
        let kept = clerk.sends(&kept).await.ok();
        kept.shows("草稿").shows("修渠用工");
        clerk.goes("/").await.ok().shows("没填完的草稿").shows("修渠用工");
        let again = clerk.goes(&kept.link("接着填")).await.ok();
        assert_eq!(again.form("交单").value("reason"), Some("修渠用工"));
        let sent = clerk.sends(&electricity(&again)).await.ok();
        sent.shows("审批中").shows("356.00");
        let withdrawn = clerk.sends(&sent.form("撤回")).await.ok();
        withdrawn.shows("已撤回");
    })
    .await;
}

#[tokio::test]
async fn 理财小组看过票据才签_不同意要写原因() {
    Story::tell(async |t| {
        village(t).await;
        hands_in(t, 3).await;
        let seat = t.seat("jia").await;
        let todo = seat.goes("/").await.ok();
        todo.shows("等我看票据签意见").shows("村部8月电费");
        let list = seat.goes("/books/LJ/approvals").await.ok();
        assert!(list.try_form("同意").is_none(), "no mark without the papers");
        let paper = seat.goes(&list.link("看票据")).await.ok();
        paper.shows("要3人同意");
        let bare = seat.sends(&paper.form("不同意")).await;
        assert_eq!(bare.status, 422);
        bare.shows("要写明原因");
        let forged = seat.sends(&paper.form("同意").forged("seen", "")).await;
        assert_eq!(forged.status, 422);
        let done = seat.sends(&paper.form("同意")).await.ok();
        done.shows("您已签同意").shows("现在没有等您签意见的");
        seat.goes("/").await.ok().hides("等我看票据签意见");
        for login in ["yi", "bing"] {
            agrees(t, login).await.shows("您已签同意");
        }
        let head = t.seat("cunzhang").await;
        head.goes("/").await.ok().shows("等我审批");
        agrees(t, "cunzhang").await.shows("待受理");
        t.seat("baozhang").await.goes("/books/LJ/submissions").await.ok().shows("等专管员");
    })
    .await;
}

#[tokio::test]
async fn 内容改过_原来的意见作废_新内容摆出来() {
    Story::tell(async |t| {
        let book = village(t).await;
        t.employs("ding", "理财丁", Role::GroupMember, Some(book)).await;
        let sent = hands_in(t, 4).await;
        let seat = t.seat("ding").await;
        let list = seat.goes("/books/LJ/approvals").await.ok();
        let old = seat.goes(&list.link("看票据")).await.ok();
        for login in ["jia", "yi", "bing", "cunzhang"] {
            agrees(t, login).await;
        }
        let centre = t.seat("zhuanguan").await;
        let desk = centre.goes("/books/LJ/intake").await.ok();
        desk.shows("拟记的凭证").shows("51306").shows("356.00");
        let back = desk.form("退回报账员").with("reasons", "amount").with("words", "少了一张");
        centre.sends(&back).await.ok().shows("没有等受理的");
        let clerk = t.seat("baozhang").await;
        clerk.goes("/").await.ok().shows("退回来要补正的");
        let edit = clerk.goes(&format!("{}/edit", sent.path)).await.ok();
        edit.shows("中心退回来").shows("金额与票据合计不符").shows("少了一张");
        let mended = edit.form("交单").with("amount", "365.00").attaching(picture(5));
        clerk.sends(&mended).await.ok().shows("审批中").shows("365.00").shows("内容改过，已作废");
        let stale = t.seat("ding").await.sends(&old.form("同意")).await;
        assert_eq!(stale.status, 409);
        stale.shows("内容已改过").shows("365.00");
        t.seat("ding").await.sends(&stale.form("同意")).await.ok().shows("您已签同意");
    })
    .await;
}

#[tokio::test]
async fn 中心受理_照拟记的或改了再记() {
    Story::tell(async |t| {
        village(t).await;
        for number in [6, 7] {
            hands_in(t, number).await;
            for login in ["jia", "yi", "bing", "cunzhang"] {
                agrees(t, login).await;
            }
        }
        let centre = t.seat("zhuanguan").await;
        let desk = centre.goes("/intake").await.ok();
        desk.shows("2 张等受理");
        let bare = centre.sends(&desk.form("退回报账员")).await;
        assert_eq!(bare.status, 422);
        bare.shows("要写明原因");
        let next = centre.sends(&desk.form("受理")).await.ok();
        next.shows("1 张等受理");
        let grid = centre.sends(&next.form("受理并修改")).await.ok();
        grid.shows("改凭证");
        centre.goes("/books/LJ/drafts").await.ok().shows("县供电所");
    })
    .await;
}

#[tokio::test]
async fn 票据的文件_只在本账套里看得到() {
    Story::tell(async |t| {
        village(t).await;
        let other = t.keeps_book_of("WJ", "王家村").await;
        t.employs("wangjia", "王家村报账员", Role::Clerk, Some(other)).await;
        let sent = hands_in(t, 8).await;
        let clerk = t.seat("baozhang").await;
        let html = clerk.goes(&sent.path).await.ok().html();
        let href = html.split("src=\"").filter_map(|s| s.split('"').next()).find(|s| s.contains("/files/"));
        let href = href.expect("a picture").to_owned();
        let file = clerk.goes(&href).await.ok();
        assert_eq!((file.kind.as_str(), file.bytes.as_slice()), ("image/jpeg", photo(8).as_slice()));
        let small = clerk.goes(&format!("{href}/thumbnail")).await.ok();
        assert_eq!(small.kind, "image/jpeg");
        let foreign = t.seat("wangjia").await.goes(&href).await;
        assert_eq!(foreign.status, 404);
        let borrowed = t.seat("wangjia").await.goes(&href.replace("/LJ/", "/WJ/")).await;
        assert_eq!(borrowed.status, 404);
        borrowed.shows("没有这个附件");
    })
    .await;
}

#[tokio::test]
async fn 村里新决议的审批权限_从那一天起照它办() {
    Story::tell(async |t| {
        village(t).await;
        let chief = t.seat("zongkuai").await;
        let page = chief.goes("/settings/ladder").await.ok();
        page.shows("乡镇统一规定");
        let page = chief.goes("/books/LJ/ladder").await.ok();
        page.shows("现在用的").shows("理财小组3人同意 → 村负责人");
        let holey = page.form("起用").with_nth("to", 0, "5000").with("valid_from", "2025-09-01");
        let refused = chief.sends(&holey).await;
        assert_eq!(refused.status, 422);
        refused.shows("审批权限只到").shows("只能从今天").shows("不限额");
        let whole = refused
            .form("起用")
            .with("valid_from", "2025-09-12")
            .with_nth("from", 1, "5000")
            .with_nth("group", 1, "3")
            .with("committee", "1");
        let set = chief.sends(&whole).await.ok();
        set.shows("不到5,000.00元").shows("附村两委会议决议");
        let clerk = t.seat("baozhang").await;
        let page = clerk.goes("/books/LJ/submissions/new?card=expense").await.ok();
        let large = electricity(&page).with("amount", "5,000").with("witness", "村民甲").attaching(picture(9));
        let refused = clerk.sends(&large).await;
        assert_eq!(refused.status, 422);
        refused.shows("要附会议决议 1 份，现有 0 份");
        let resolved = refused.form("交单").with("kind", "resolution").attaching(picture(10));
        clerk.sends(&resolved).await.ok().shows("附决议");
        let foreign = clerk.goes("/books/LJ/ladder").await.ok();
        assert!(foreign.try_form("起用").is_none(), "only the chief accountant sets it");
    })
    .await;
}
