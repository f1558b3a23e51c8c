//! 一事一议 on its pages: resolution, exemptions, steps, the memo register, the notice; the wrong person and the wrong village.

use mingzhang::kernel::{ProjectId, RecordId};
use mingzhang::village;

use crate::support::story::Story;
use crate::support::visitor::{Filled, Visitor};

/// The village's book with a project, three households and people who may and may not.
async fn with_a_road(story: &mut Story) -> ProjectId {
    let book = story.village("LJ", "李家村").await;
    story.village("WJ", "王家村").await;
    let desk = story.person("accountant", "LJ").await;
    let parties = desk.goes("/books/LJ/parties").await.ok();
    let token = parties.form("增加").value("csrf").expect("a token").to_owned();
    for (to, name, kind, note) in [
        ("households", "村民甲", "member", ""),
        ("households", "村民乙", "member", ""),
        ("projects", "村道硬化", "one_project", "主村道1.2公里"),
    ] {
        let fields = [("csrf", token.as_str()), ("name", name), ("kind", kind), ("note", note)];
        desk.posts(&format!("/books/LJ/parties/{to}"), &fields).await.ok();
    }
    let mut view = story.app.db.read().await.expect("a view");
    village::projects(&mut view, book).await.expect("projects")[0].id
}

/// 备查簿: a line, a wrong one, a line that corrects the first; one line is corrected once.
async fn writes_the_memo_register(desk: &mut Visitor, at: &str) {
    let page = desk.goes(at).await.ok();
    let memo = page
        .form("登记")
        .with("kind", "labour_given")
        .with("party", "村民丙")
        .with("days", "1.5")
        .with("amount", "150");
    desk.sends(&memo).await.ok().shows("1.5");
    let page = desk.goes(at).await.ok();
    desk.sends(&page.form("登记").with("kind", "labour_given").with("party", "").with("days", "一天"))
        .await
        .shows("工日请写数字")
        .shows("请填户或姓名");
    let corrected = page
        .form("登记")
        .with("kind", "labour_given")
        .with("party", "村民丙")
        .with("days", "2")
        .choosing("corrects", "第1行");
    desk.sends(&corrected).await.ok().shows("（已更正）").shows("（更正）");
    // A double click is one row; another form about the same line is refused.
    desk.sends(&corrected).await.ok();
    let other = corrected.forged("row", &RecordId::new().text());
    assert_eq!(desk.sends(&other).await.status, 409, "one line is corrected once");
}

/// Others of the village read it and write nothing; another village does not see it.
async fn others_look(story: &mut Story, road: ProjectId) {
    let at = |page: &str| format!("/books/LJ/projects/{road}{page}");
    let clerk = story.person("clerk", "LJ").await;
    let seen = clerk.goes(&at("")).await.ok();
    assert!(!seen.html().contains("/resolutions"), "who may not record is offered no form");
    assert_eq!(clerk.goes(&at("/resolutions")).await.status, 403);
    let stranger = story.person("accountant", "WJ").await;
    assert_eq!(stranger.goes(&at("")).await.status, 404);
    assert_eq!(stranger.goes(&format!("/books/WJ/projects/{road}")).await.status, 404);
}

#[tokio::test]
async fn 网页上_决议减免进度备查簿_公示贴得出去() {
    Story::tell(async |story| {
        let road = with_a_road(story).await;
        let at = |page: &str| format!("/books/LJ/projects/{road}{page}");
        let desk = story.person("accountant", "LJ").await;
        let page = desk.goes(&at("/resolutions")).await.ok();
        let wrong = desk
            .sends(
                &page
                    .form("登记")
                    .with("met_on", "2025-06-01")
                    .with("electors", "90")
                    .with("attended", "95")
                    .with("agreed", "96")
                    .with("per_head", "十五"),
            )
            .await;
        assert_eq!(wrong.status, 422);
        wrong
            .shows("请填会议记录编号")
            .shows("实到95人，多于应到90人")
            .shows("同意96人，多于实到95人")
            .shows("每人筹资额请写金额");
        let sound = |form: Filled| {
            form.with("met_on", "2025-06-01")
                .with("meeting", "households")
                .with("electors", "90")
                .with("attended", "60")
                .with("agreed", "31")
                .with("document", "村会〔2025〕1号")
                .with("per_head", "15")
                .with("heads", "100")
        };
        desk.sends(&sound(page.form("登记"))).await.ok().shows("应到90人，实到60人，同意31人，通过");
        let page = desk.goes(&at("/exemptions")).await.ok();
        let exempt = page.form("登记").with("person", "李小明").with("exempt_heads", "4").with("reason", "dibao");
        desk.sends(&exempt).await.ok().shows("低保户").shows("李小明");
        // A double click writes the row once: another four heads would be eight.
        desk.sends(&exempt).await.ok();
        let again = desk.goes(&at("/exemptions")).await.ok();
        desk.sends(&again.form("登记").with("person", "村民丁").with("exempt_heads", "97").with("reason", "wubao"))
            .await
            .shows("减免人数合计101人，多于筹资人数100人");
        for (step, day) in [("proposed", "2025-05-20"), ("resolved", "2025-06-01")] {
            let page = desk.goes(&at("/steps")).await.ok();
            desk.sends(&page.form("登记").with("step", step).with("day", day)).await.ok();
        }
        let page = desk.goes(&at("/steps")).await.ok();
        let late = page.form("登记").with("day", "2025-05-01");
        desk.sends(&late).await.shows("请填文号").shows("早于上一步的2025-06-01");
        // A double click writes the step once.
        let filed = page.form("登记").with("day", "2025-06-10").with("document", "镇政〔2025〕3号");
        desk.sends(&filed).await.ok();
        assert_eq!(desk.sends(&filed).await.status, 409);
        writes_the_memo_register(desk, &at("/memo")).await;
        let shown = desk.goes(&at("")).await.ok();
        shown.shows("核定筹资").shows("1,440.00").shows("减免 4 人").shows("已投工 2个工日");
        for (file, kind) in [("/notice.pdf", "%PDF"), ("/memo.pdf", "%PDF"), ("/memo.xlsx", "PK")] {
            assert!(desk.goes(&at(file)).await.ok().bytes.starts_with(kind.as_bytes()), "{file}");
        }
        desk.goes("/books/LJ/projects").await.ok().shows("村道硬化").shows("每人筹资合计 15.00 元");
        assert!(desk.goes("/books/LJ/projects.csv").await.ok().words().contains("1440.00"));
        others_look(story, road).await;
    })
    .await;
}
