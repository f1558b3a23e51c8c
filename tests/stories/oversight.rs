//! 监督: one line a village, its charts, what is open; 通报 by month, on paper and as tables.

use crate::support::story::Story;
use crate::support::village_acts::payment;

/// One item booked, one given back, one waiting in the village.
async fn september(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.village("WJ", "王家村").await;
    t.employs("jiandu", "监督员", mingzhang::auth::Role::Observer, None).await;
    t.it_is("2025-09-01");
    let bill = |n: u8, reason: &str| {
        let amount = format!("{}6.00", 30 + n);
        payment("电费").of(&amount).with("县供电所").because(reason).dated("2025-08-30").pictured(n)
    };
    t.clerk_hands_in("LJ", &bill(1, "村部8月电费")).await.ok();
    t.it_is("2025-09-03");
    t.village_agrees("LJ").await;
    t.it_is("2025-09-05");
    t.centre_takes_in("LJ").await.ok();
    t.clerk_hands_in("LJ", &bill(2, "泵站8月电费")).await.ok();
    t.village_agrees("LJ").await;
    let desk = t.person("accountant", "LJ").await;
    let form = desk.goes("/books/LJ/intake").await.ok().form("退回报账员").forged("reasons", "seal");
    desk.sends(&form).await.ok();
    t.clerk_hands_in("LJ", &bill(3, "路灯8月电费")).await.ok();
}

#[tokio::test]
async fn 通报的数就是经过里的数_纸和表一样() {
    Story::tell(async |t| {
        september(t).await;
        t.it_is("2025-10-10");
        let page = t.seat("zhuren").await.goes("/oversight/bulletin?from=2025-09&to=2025-09").await.ok();
        // 交单3，再交0，受理1，退回1，不同意0，记账0；理财、审批、受理各用几个工作日。
        page.shows("李家村3011001.0／20.0／01.0／2▲3").shows("王家村000000").shows("合计301100");
        let own = t.person("head", "LJ").await.goes("/books/LJ/bulletin?from=2025-08&to=2025-09").await.ok();
        own.shows("交单3 件").shows("退回1 件").shows("票据没有开票单位印章1").shows("2025年8月0000000").shows("逾期");
        let csv = t.seat("jiandu").await.goes("/oversight/bulletin.csv?from=2025-08&to=2025-09").await.ok().html();
        assert!(csv.contains("李家村,李家村股份经济合作社,2025-09,3,0,1,1,0,0,0,0,0,"), "{csv}");
        assert!(csv.contains("票据没有开票单位印章 1"), "{csv}");
        let book = t.seat("jiandu").await.goes("/oversight/bulletin.xlsx?from=2025-09").await.ok();
        assert!(book.bytes.starts_with(b"PK"));
        let paper = t.seat("zhuren").await.goes("/oversight/bulletin.pdf?from=2025-09").await.ok();
        assert!(paper.kind.contains("pdf") && paper.bytes.starts_with(b"%PDF"));
        let paper = t.person("clerk", "LJ").await.goes("/books/LJ/bulletin.pdf?from=2025-09").await.ok();
        assert!(paper.bytes.starts_with(b"%PDF"));
        assert_eq!(t.person("accountant", "LJ").await.goes("/oversight/bulletin").await.status, 403);
        assert_eq!(t.person("head", "WJ").await.goes("/books/LJ/bulletin").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn 监督页一行一个村_图下面有同样的表_可以带走() {
    Story::tell(async |t| {
        september(t).await;
        t.it_is("2025-10-10");
        let eye = t.seat("jiandu").await;
        let page = eye.goes("/oversight").await.ok();
        page.shows("李家村").shows("王家村").shows("通报").shows("督办");
        let village = eye.goes(&page.link("李家村")).await.ok();
        village
            .shows("正在办的 3 件")
            .shows("收入和支出（元）")
            .shows("月末的钱（元）")
            .shows("从交单到记账平均几个工作日");
        village.shows("交单0030").shows("补正").shows("报账员 李家村报账员");
        let html = village.html();
        assert_eq!(html.matches("<svg").count(), 4);
        assert!(html.contains("url(#hatch-money)") || html.contains("hatch-items"), "bars differ without colour");
        let csv = eye.goes("/oversight/villages.csv").await.ok().html();
        assert!(csv.contains("李家村") && csv.contains("在办的月份"), "{csv}");
        assert!(eye.goes("/oversight/villages.xlsx").await.ok().bytes.starts_with(b"PK"));
        let json: serde_json::Value =
            serde_json::from_str(&eye.goes("/oversight/villages.json").await.ok().html()).expect("JSON");
        assert_eq!(json["villages"].as_array().expect("a list").len(), 2);
        assert_eq!(json["villages"][0]["overdue"], 3, "{json}");
        // 别人看不到；别的村的人更看不到。
        assert_eq!(t.person("accountant", "LJ").await.goes("/oversight/villages/LJ").await.status, 403);
        assert_eq!(t.person("accountant", "WJ").await.goes("/oversight/villages/LJ").await.status, 404);
        assert_eq!(t.seat("jiandu").await.goes("/oversight/villages/XX").await.status, 404);
    })
    .await;
}
