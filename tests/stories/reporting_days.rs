//! 报账日: fixed by the centre, told to the clerk before, kept or missed, seen by all in one month.

use crate::support::story::Story;
use crate::support::village_acts::payment;

async fn days_are_fixed(t: &mut Story) {
    let desk = t.person("accountant", "LJ").await;
    let page = desk.goes("/books/LJ/reporting-days").await.ok();
    let form = page.form("定下").choosing("kind", "每月几号").with("days", "5，20").with("from", "2025-09-01");
    desk.sends(&form).await.ok().shows("每月5日、20日");
}

#[tokio::test]
async fn 报账日_定了提前提醒_没交的记下来() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.village("WJ", "王家村").await;
        t.it_is("2025-09-01");
        let phone = t.person("clerk", "LJ").await;
        phone.goes("/books/LJ/reporting-days").await.ok().shows("这个村还没有定报账日");
        phone.goes("/").await.ok().hides("报账日：");
        let desk = t.person("accountant", "LJ").await;
        let form = desk.goes("/books/LJ/reporting-days").await.ok().form("定下");
        let wrong = desk.sends(&form.clone().with("days", "5，40").with("from", "2025-08-01")).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("有 2 处要改").shows("报账日只能写1至31之间的数").shows("报账日只能从今天 2025-09-01 或以后改");
        desk.sends(&form.with("days", "初五")).await.shows("报账日只能写1至31之间的数");
        days_are_fixed(t).await;
        // 离报账日还有4个工作日：不提醒；还有3个：提醒。
        let phone = t.person("clerk", "LJ").await;
        phone.goes("/books/LJ/reporting-days").await.ok().shows("9月5日（周五）").shows("还有4个工作日");
        phone.goes("/").await.ok().hides("报账日：");
        t.it_is("2025-09-02");
        let todo = t.person("clerk", "LJ").await.goes("/").await.ok();
        todo.shows("报账日：9月5日（周五）").shows("还有3个工作日");
        t.person("clerk", "WJ").await.goes("/").await.ok().hides("报账日：");
        t.it_is("2025-09-04");
        let bill = payment("电费").of("356.00").with("县供电所").because("村部8月电费").dated("2025-08-30").pictured(1);
        t.clerk_hands_in("LJ", &bill).await.ok();
        // 20日是周六，顺延到22日周一。
        t.it_is("2025-09-22");
        let page = t.person("clerk", "LJ").await.goes("/books/LJ/reporting-days").await.ok();
        page.shows("9月22日（周一）")
            .shows("就是今天")
            .shows("2025-09-05 周五交了 1 件")
            .shows("按时 1 次，没有交单 0 次");
        t.it_is("2025-09-23");
        let late = payment("电费").of("80.00").with("县供电所").because("水泵站电费").dated("2025-09-10").pictured(2);
        t.clerk_hands_in("LJ", &late).await.ok();
        let page = t.person("clerk", "LJ").await.goes("/books/LJ/reporting-days").await.ok();
        page.shows("10月6日（周一）").shows("2025-09-22 周一没有交单").shows("按时 2 次，没有交单 1 次");
        let month = t.seat("zongkuai").await.goes("/reporting-days?month=2025-09").await.ok();
        month.shows("李家村每月5日、20日").shows("王家村没有定").shows("●交了1件").shows("▲没有交单");
        let own = t.person("head", "LJ").await.goes("/books/LJ/bulletin?from=2025-09").await.ok();
        own.shows("报账日按时 1 次，没有交单 1 次；过了报账日才交 1 件");
    })
    .await;
}

#[tokio::test]
async fn 报账日由专管员定_别人和别村的不能() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.village("WJ", "王家村").await;
        t.it_is("2025-09-01");
        days_are_fixed(t).await;
        let page = t.person("clerk", "LJ").await.goes("/books/LJ/reporting-days").await.ok();
        assert!(page.try_form("定下").is_none());
        assert_eq!(t.person("accountant", "WJ").await.goes("/books/LJ/reporting-days").await.status, 404);
        let own = t.person("accountant", "WJ").await.goes("/reporting-days?month=2025-09").await.ok();
        own.shows("王家村").hides("李家村");
        // 改了报账日，以前的照旧。
        t.it_is("2025-10-09");
        let desk = t.person("accountant", "LJ").await;
        let form = desk.goes("/books/LJ/reporting-days").await.ok().form("定下");
        let form = form.choosing("kind", "每月第几个工作日").with("days", "10").with("from", "2025-10-09");
        desk.sends(&form).await.ok().shows("每月第10个工作日").shows("2025-09-05").shows("2025-10-06");
    })
    .await;
}
