//! 年终 through its pages: income and expense carried forward, the surplus distributed, the year sealed.

use crate::support::desk::voucher;
use crate::support::story::{DIRECTOR, Story};
use crate::support::visitor::Page;

const YEAR: &str = "/books/LJ/year/2025";
const PLAN: &str = "/books/LJ/year/2025/distribution";

/// Rent in July, office costs in December; eleven months closed, or as many as the book was kept.
async fn with_a_year(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.it_is("2026-01-05");
    let desk = t.person("accountant", "LJ").await;
    for name in ["村民甲", "村民乙", "村民丙"] {
        let page = desk.goes("/books/LJ/parties").await.ok();
        desk.sends(&page.form("增加").with("name", name)).await.ok();
    }
    let rent = voucher("2025-07-15").debit("收房租", "10201", "1000.00").credit("收房租", "50103", "1000.00");
    let office = voucher("2025-12-20").debit("购办公用品", "51302", "299.99").credit("购办公用品", "10201", "299.99");
    for paper in [rent, office] {
        t.accountant_types("LJ", &paper).await.ok();
    }
    stand_posted(t).await;
}

async fn stand_posted(t: &mut Story) -> Page {
    t.colleague_reviews("LJ").await;
    t.colleague_posts("LJ").await
}

async fn presses(t: &mut Story, path: &str, button: &str) -> Page {
    let desk = t.person("accountant", "LJ").await;
    let page = desk.goes(path).await.ok();
    desk.sends(&page.form(button)).await
}

#[tokio::test]
async fn 年终_一步一步结转_分配_结账_封存_下年从封存的余额开始() {
    Story::tell(async |t| {
        with_a_year(t).await;
        t.person("accountant", "LJ").await.goes(YEAR).await.ok().shows("先结完2025年11月，现在该结2025年7月");
        for month in 7..=11 {
            t.closes("LJ", &format!("2025-{month:02}")).await;
        }
        let closing = t.person("accountant", "LJ").await.goes("/books/LJ/closing?period=2025-12").await.ok();
        closing.shows("年终结转已办").shows("还没有结转：501 经营收入 -1,000.00元；513 管理费用 299.99元");

        let page = t.person("accountant", "LJ").await.goes(YEAR).await.ok();
        page.shows("本年净收益 700.01").shows("50103 经营收入/出租收入").shows("先结转收入支出").hides("生成1张凭证");
        presses(t, YEAR, "生成2张凭证").await.ok().shows("2张待复核记账").hides("生成2张凭证");
        // The same page pressed once more makes nothing.
        let desk = t.person("accountant", "LJ").await;
        desk.sends(&page.form("生成2张凭证")).await.shows("还有2张结转凭证没有记账");
        stand_posted(t).await;
        presses(t, YEAR, "生成1张凭证").await.ok().shows("结转本年收益").shows("700.01");
        stand_posted(t).await;
        t.person("accountant", "LJ").await.goes(YEAR).await.ok().shows("可分配收益 700.01").shows("编分配方案");
        distributes(t).await;
        stand_posted(t).await;
        presses(t, YEAR, "生成1张凭证").await.ok().shows("结转各项分配").shows("500.01");
        stand_posted(t).await;

        t.person("accountant", "LJ").await.goes(YEAR).await.ok().shows("还不能封存");
        t.closes("LJ", "2025-12").await;
        assert!(t.person("accountant", "LJ").await.goes(YEAR).await.ok().try_form("封存2025年").is_none());
        let director = t.seat(DIRECTOR).await;
        let page = director.goes(YEAR).await.ok();
        director.sends(&page.form("封存2025年")).await.ok().shows("已封存").shows("2026年年初").shows("借贷各 700.01");
        director.sends(&page.form("封存2025年")).await.shows("2025年已封存");
        let desk = t.person("accountant", "LJ").await;
        desk.goes("/books/LJ/closing?period=2025-12").await.ok();
        let late = voucher("2025-12-31").debit("补记", "51302", "1").credit("补记", "10201", "1");
        t.accountant_types("LJ", &late).await.shows("已结账");
        let sheet = t.person("accountant", "LJ").await.goes("/books/LJ/statements/balance-sheet?to=2026-01").await.ok();
        sheet.shows("未分配收益 38 200.00 200.00");
    })
    .await;
}

/// The plan: worked out first, refused where it gives too much, made once it foots.
async fn distributes(t: &mut Story) {
    let desk = t.person("accountant", "LJ").await;
    let page = desk.goes(PLAN).await.ok();
    page.shows("本账套没有定比例");
    let plan = page.form("算一算").with("to_reserve", "200.00");
    let over = plan.clone().with("members_total", "500.02");
    desk.sends(&over).await.shows("可分配收益700.01元，各项分配合计700.02元，多分了0.01元");
    let unknown = plan.clone().with("members_how", "amounts").with("members", "村民丁 三百");
    desk.sends(&unknown).await.shows("名单第1行的「村民丁」不在本账套的农户里").shows("「三百」不是数");
    let foots = plan.clone().with("members_how", "amounts").with("members_total", "300").with("members", "村民甲 299");
    desk.sends(&foots).await.shows("向成员分配300.00元，名单合计299.00元");
    let worked = desk
        .sends(
            &plan.with("members_how", "shares").with("members_total", "300.01").with("members", "村民甲 1\n村民乙 2"),
        )
        .await;
    worked.shows("年末未分配收益 200.00").shows("村民甲 100.00").shows("村民乙 200.01");
    desk.sends(&worked.form("生成凭证")).await.ok().shows("2张待复核记账");
}

#[tokio::test]
async fn 年终_不是自己的事办不了() {
    Story::tell(async |t| {
        with_a_year(t).await;
        for month in 7..=11 {
            t.closes("LJ", &format!("2025-{month:02}")).await;
        }
        t.person("clerk", "LJ").await.goes(YEAR).await.ok().hides("生成2张凭证");
        let desk = t.person("accountant", "LJ").await;
        let page = desk.goes(YEAR).await.ok();
        let roll = page.form("生成2张凭证").forged("step", "roll");
        desk.sends(&roll).await.shows("先结转收入支出，再结转各项分配");
        let token = token_of(&page);
        let refused = desk.posts(&format!("{YEAR}/seal"), &[("csrf", &token)]).await;
        assert_eq!(refused.status, 403, "{}", refused.words());
        let director = t.seat(DIRECTOR).await;
        let token = token_of(&director.goes(YEAR).await.ok());
        director.posts(&format!("{YEAR}/seal"), &[("csrf", &token)]).await.shows("先结完2025年12月再封存");
        let refused = director.posts(&format!("{YEAR}/vouchers"), &[("csrf", &token), ("step", "surplus")]).await;
        assert_eq!(refused.status, 403, "{}", refused.words());
    })
    .await;
}

fn token_of(page: &Page) -> String {
    let html = page.html();
    let token = html.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    token.expect("a token").to_owned()
}

/// A December closed without its year end is told by name.
#[tokio::test]
async fn 年底没有结转就结了账_稽核说出哪个科目多少() {
    Story::tell(async |t| {
        with_a_year(t).await;
        for month in 7..=11 {
            t.closes("LJ", &format!("2025-{month:02}")).await;
        }
        let page = t.person("accountant", "LJ").await.goes("/books/LJ/closing?period=2025-12").await.ok();
        assert!(page.try_form("的账").is_none(), "December waits for its year end");
        page.shows("还有 1 项没有完成");
    })
    .await;
}
