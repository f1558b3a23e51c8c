//! The accountant's desk through its pages: a voucher from the grid to the binder, the board, the closing.

use mingzhang::auth::Role;
use mingzhang::kernel::DraftId;

use super::doors::CHIEF;
use super::people::with_books;
use crate::support::browser::Browser;
use crate::support::each_engine;
use crate::support::story::Story;
use crate::support::visitor::{Filled, Page};

/// The book of 李家村 with its accountant; the chief accountant is there already.
async fn at_the_desk(t: &mut Story) {
    let book = t.keeps_book_of("LJ", "李家村").await;
    t.employs("zhuanguan", "专管员甲", Role::Accountant, Some(book)).await;
    t.it_is("2025-07-20");
}

/// 购办公用品 on the grid, as far as it is typed here.
fn typed(page: &Page, debit: &str, credit: &str) -> Filled {
    let line = |form: Filled, n: usize, account: &str, side: &str, amount: &str| {
        form.with(&format!("lines[{n}][summary]"), "购办公用品")
            .with(&format!("lines[{n}][account]"), account)
            .with(&format!("lines[{n}][{side}]"), amount)
    };
    let form = page.form("保存").with("date", "2025-07-12").with("source_document_count", "2");
    line(line(form, 0, "51302", "debit", debit), 1, "10201", "credit", credit)
}

/// One voucher from the grid through review; it waits for posting.
async fn reviewed(t: &mut Story) {
    let grid = t.seat("zhuanguan").await.goes("/books/LJ/drafts/new").await.ok();
    t.seat("zhuanguan").await.sends(&typed(&grid, "1200.00", "1200.00")).await.ok().shows("待复核");
    let desk = t.seat("zongkuai").await.goes("/books/LJ/review").await.ok();
    t.seat("zongkuai").await.sends(&desk.form("复核")).await.ok().shows("没有等复核的凭证");
}

#[tokio::test]
async fn 一张凭证_制单到装订_都在页面上() {
    Story::tell(async |t| {
        at_the_desk(t).await;
        let list = t.seat("zhuanguan").await.goes("/books/LJ/drafts").await.ok();
        let grid = t.seat("zhuanguan").await.goes(&list.link("填制凭证")).await.ok();
        let refused = t.seat("zhuanguan").await.sends(&typed(&grid, "1200.00", "1,000.00")).await;
        assert_eq!(refused.status.as_u16(), 422);
        refused.shows("相差200.00元");
        assert_eq!(refused.form("保存").value("lines[1][credit]"), Some("1,000.00"));
        let mended = refused.form("保存").with("lines[1][credit]", "1200");
        let kept = t.seat("zhuanguan").await.sends(&mended).await.ok();
        kept.shows("待复核 1 张").shows("购办公用品").shows("1,200.00");

        t.seat("zhuanguan").await.goes("/books/LJ/review").await.ok().shows("自己制的单，由别人复核");
        t.seat("zongkuai").await.goes("/").await.ok().shows("等我办 1 件").shows("复核");
        let desk = t.seat("zongkuai").await.goes("/review").await.ok();
        desk.shows("李家村").shows("壹仟贰佰元整").shows("待编");
        t.seat("zongkuai").await.sends(&desk.form("复核")).await.ok().shows("没有等复核的凭证");

        let posting = t.seat("zhuanguan").await.goes("/books/LJ/posting").await.ok();
        posting.shows("记-0001").shows("只能红字冲销");
        let done = t.seat("zhuanguan").await.sends(&posting.form("记账 1 张")).await.ok();
        done.shows("已记账 1 张");
        let voucher = t.seat("zhuanguan").await.goes(&done.link("记-0001")).await.ok();
        voucher.shows("记字第 0001 号").shows("附单据 2 张").shows("总监督会计");
        let again = t.seat("zhuanguan").await.sends(&posting.form("记账 1 张")).await;
        assert_eq!(again.status.as_u16(), 409);
        again.shows("已记账 0 张").shows("已在别处记账");

        let month = t.seat("zhuanguan").await.goes("/books/LJ/vouchers?period=2025-07").await.ok();
        month.shows("本期 1 号，共 1 张").shows("附单据 2 张");
        for link in [month.link("打印 A4"), month.link("打印凭证纸"), voucher.link("打印 A4")] {
            let paper = t.seat("zhuanguan").await.goes(&link).await.ok();
            assert!(paper.bytes.starts_with(b"%PDF"), "{link}");
        }
    })
    .await;
}

#[tokio::test]
async fn 冲销备好红字_打开蓝字_原凭证不动() {
    Story::tell(async |t| {
        at_the_desk(t).await;
        reviewed(t).await;
        let posting = t.seat("zhuanguan").await.goes("/books/LJ/posting").await.ok();
        let done = t.seat("zhuanguan").await.sends(&posting.form("记账 1 张")).await.ok();
        let voucher = t.seat("zhuanguan").await.goes(&done.link("记-0001")).await.ok();
        let unsaid = t.seat("zhuanguan").await.sends(&voucher.form("冲销").with("reason", "")).await;
        assert_eq!(unsaid.status.as_u16(), 422);
        unsaid.shows("请写明冲销的原因");
        let blue = t.seat("zhuanguan").await.sends(&voucher.form("冲销").with("reason", "金额记错")).await.ok();
        blue.shows("蓝字订正");
        assert_eq!(blue.form("保存").value("lines[0][debit]"), Some("1200.00"));
        let list = t.seat("zhuanguan").await.goes("/books/LJ/drafts").await.ok();
        list.shows("红字冲销").shows("-1,200.00");
        let red = t.seat("zongkuai").await.goes("/books/LJ/review").await.ok();
        red.shows("冲销2025年7月记-0001号凭证").shows("看原凭证");
        let same = t.seat("zhuanguan").await.goes(&done.link("记-0001")).await.ok();
        same.shows("红字冲销（草稿）").shows("蓝字订正（草稿）");
        assert!(same.try_form("冲销").is_none(), "once only");
    })
    .await;
}

#[tokio::test]
async fn 退回要写原因_制单人看得到() {
    Story::tell(async |t| {
        at_the_desk(t).await;
        let grid = t.seat("zhuanguan").await.goes("/books/LJ/drafts/new").await.ok();
        t.seat("zhuanguan").await.sends(&typed(&grid, "80", "80")).await.ok();
        let desk = t.seat("zongkuai").await.goes("/review").await.ok();
        let unsaid = t.seat("zongkuai").await.sends(&desk.form("退回补正")).await;
        assert_eq!(unsaid.status.as_u16(), 422);
        unsaid.shows("请写明退回的原因").shows("购办公用品");
        t.seat("zongkuai").await.sends(&desk.form("退回补正").with("reason", "缺发票")).await.ok();
        let list = t.seat("zhuanguan").await.goes("/books/LJ/drafts").await.ok();
        list.shows("暂存 1 张").shows("退回：缺发票");
        t.seat("zhuanguan").await.goes("/").await.ok().shows("补改");
        let back = t.seat("zhuanguan").await.goes(&list.link("2025-07-12")).await.ok();
        back.shows("复核人退回").shows("缺发票");
        t.seat("zhuanguan").await.sends(&back.form("保存")).await.ok().shows("待复核 1 张").hides("缺发票");
    })
    .await;
}

#[tokio::test]
async fn 别人先改了_刚填的还在_再保存以自己的为准() {
    Story::tell(async |t| {
        at_the_desk(t).await;
        let grid = t.seat("zhuanguan").await.goes("/books/LJ/drafts/new").await.ok();
        let list = t.seat("zhuanguan").await.sends(&typed(&grid, "80", "80")).await.ok();
        let own = t.seat("zhuanguan").await.goes(&list.link("2025-07-12")).await.ok();
        let theirs = t.seat("zongkuai").await.goes(&list.link("2025-07-12")).await.ok();
        t.seat("zongkuai").await.sends(&typed(&theirs, "90", "90")).await.ok();
        let stale = t.seat("zhuanguan").await.sends(&typed(&own, "70", "70")).await;
        assert_eq!(stale.status.as_u16(), 409);
        stale.shows("刚被总监督会计改过").shows("打开现在存着的一份");
        assert_eq!(stale.form("保存").value("lines[0][debit]"), Some("70"));
        t.seat("zhuanguan").await.sends(&stale.form("保存")).await.ok().shows("70.00").hides("90.00");
    })
    .await;
}

#[tokio::test]
async fn 草稿在别处没了_刚填的另存为新凭证() {
    Story::tell(async |t| {
        at_the_desk(t).await;
        let grid = t.seat("zhuanguan").await.goes("/books/LJ/drafts/new").await.ok();
        let list = t.seat("zhuanguan").await.sends(&typed(&grid, "80", "80")).await.ok();
        let own = t.seat("zhuanguan").await.goes(&list.link("2025-07-12")).await.ok();
        let theirs = t.seat("zongkuai").await.goes(&list.link("2025-07-12")).await.ok();
        let delete = format!("{}/delete", theirs.path);
        let version = theirs.form("保存").value("version").expect("a version").to_owned();
        let token = theirs.form("保存").value("csrf").expect("a token").to_owned();
        let gone = t.seat("zongkuai").await.posts(&delete, &[("csrf", &token), ("version", &version)]).await.ok();
        gone.shows("待复核 0 张");
        let refused = t.seat("zhuanguan").await.sends(&typed(&own, "70", "70")).await;
        assert_eq!(refused.status.as_u16(), 409);
        refused.shows("已在别处记账或删除");
        t.seat("zhuanguan").await.sends(&refused.form("保存")).await.ok().shows("待复核 1 张").shows("70.00");
    })
    .await;
}

#[tokio::test]
async fn 成批复核_自己制的不在其中() {
    Story::tell(async |t| {
        at_the_desk(t).await;
        for amount in ["10", "20"] {
            let grid = t.seat("zhuanguan").await.goes("/books/LJ/drafts/new").await.ok();
            t.seat("zhuanguan").await.sends(&typed(&grid, amount, amount)).await.ok();
        }
        let grid = t.seat("zongkuai").await.goes("/books/LJ/drafts/new").await.ok();
        t.seat("zongkuai").await.sends(&typed(&grid, "30", "30")).await.ok();
        let several = t.seat("zongkuai").await.goes("/books/LJ/review/list").await.ok();
        several.shows("3 张等复核").shows("自己制的单");
        let after = t.seat("zongkuai").await.sends(&several.form("复核打勾的凭证")).await.ok();
        after.shows("待复核 1 张").shows("待记账 2 张");
        let posting = t.seat("zongkuai").await.goes("/books/LJ/posting").await.ok();
        posting.shows("记-0001").shows("记-0002").shows("合计 2 张").shows("30.00");
    })
    .await;
}

#[tokio::test]
async fn 工作台一格一灯_结账检查逐行是链接() {
    Story::tell(async |t| {
        at_the_desk(t).await;
        reviewed(t).await;
        t.it_is("2025-08-12");
        let board = t.seat("zhuanguan").await.goes("/").await.ok();
        board.shows("专管员甲").shows("我管的逾期 1 个月").shows("记账");
        let closing = t.seat("zhuanguan").await.goes("/books/LJ/closing?period=2025-07").await.ok();
        closing.shows("未记账凭证 1 张").shows("还有 1 项没有完成");
        t.seat("zhuanguan").await.goes(&closing.link("凭证全部记账")).await.ok().shows("待记账 1 张");
        let posting = t.seat("zhuanguan").await.goes(&board.link("记账")).await.ok();
        t.seat("zhuanguan").await.sends(&posting.form("记账 1 张")).await.ok();
        let closing = t.seat("zhuanguan").await.goes("/books/LJ/closing").await.ok();
        closing.shows("共 1 张凭证、附单据 2 张");
        let closed = t.seat("zhuanguan").await.sends(&closing.form("结2025年7月的账")).await.ok();
        closed.shows("已结账").shows("封存码");
        t.seat("zhuanguan").await.goes("/").await.ok().shows("完成").shows("我管的逾期 0 个月");
        let late = t.seat("zhuanguan").await.goes("/books/LJ/drafts/new").await.ok();
        let refused = t.seat("zhuanguan").await.sends(&typed(&late, "5", "5")).await;
        assert_eq!(refused.status.as_u16(), 422);
        refused.shows("2025年7月已结账");
    })
    .await;
}

#[tokio::test]
async fn 一页只成一张草稿_不论存几次() {
    each_engine(async |db| {
        let (app, _) = with_books(&db).await;
        let mut desk = Browser::on(&app);
        desk.logs_in(CHIEF.0, CHIEF.1).await;
        let page = desk.get("/books/LJ/drafts/new").await.is(200);
        let (csrf, id) = (page.field("csrf").expect("a token"), page.field("id").expect("an id"));
        let line = [("lines[0][summary]", "付水费"), ("lines[0][debit]", "12.30")];
        let sent = |version: &'static str, more: &[(&'static str, &'static str)]| {
            let mut fields = vec![("csrf", csrf.clone()), ("id", id.clone()), ("version", version.to_owned())];
            fields.push(("date", "2025-09-12".to_owned()));
            fields.extend(line.iter().chain(more).map(|(n, v)| (*n, (*v).to_owned())));
            fields
        };
        let post = async |desk: &mut Browser, to: &str, fields: Vec<(&'static str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            desk.post(to, &fields).await
        };
        let auto = "/books/LJ/drafts/autosave";
        post(&mut desk, auto, sent("0", &[])).await.is(200).says("\"version\":\"1\"");
        post(&mut desk, auto, sent("0", &[])).await.is(200).says("\"version\":\"1\"");
        let more = [("lines[1][account]", "10201"), ("lines[1][credit]", "12.30"), ("lines[1][summary]", "付水费")];
        post(&mut desk, auto, sent("1", &more)).await.is(200).says("\"version\":\"2\"");
        post(&mut desk, auto, sent("1", &[])).await.is(409);
        desk.get("/books/LJ/drafts").await.is(200).says("暂存 1 张").says("12.30");
        let saved = post(&mut desk, "/books/LJ/drafts/save", sent("2", &more)).await.is(422);
        saved.says("第1行科目").says("value=\"12.30\"");
        let bad = [("lines[1][account]", "没有的"), ("lines[1][credit]", "十元")];
        let both = post(&mut desk, "/books/LJ/drafts/save", sent("2", &bad)).await.is(422);
        both.says("#f-lines[1][account]").says("#f-lines[1][credit]").says("「十元」不是金额").says("第2行没有摘要");
        let unknown = DraftId::new().text();
        desk.get(&format!("/books/LJ/drafts/{unknown}")).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn 填制时可增农户_科目带余额和首字母() {
    each_engine(async |db| {
        let (app, _) = with_books(&db).await;
        let mut desk = Browser::on(&app);
        desk.logs_in(CHIEF.0, CHIEF.1).await;
        let csrf = desk.get("/books/LJ/drafts/new").await.field("csrf").expect("a token");
        let named = [("csrf", csrf.as_str()), ("name", "村民甲")];
        desk.post("/books/LJ/households.json", &named).await.is(200).says("\"name\":\"村民甲\"");
        desk.post("/books/LJ/households.json", &named).await.is(409);
        desk.get("/books/LJ/households.json").await.is(200).says("村民甲").says("cmj");
        desk.get("/books/LJ/dimensions.json").await.is(200).says("\"household\"").says("村民甲");
        let chart = desk.get("/books/LJ/chart.json").await.is(200);
        chart.says("\"path\":\"管理费用/办公费\"").says("glfybgf").says("\"leaf\":false").says("\"usual\":\"debit\"");
    })
    .await;
}
