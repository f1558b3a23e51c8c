//! The whole chain through the pages: from a clerk's receipt to the sheet on the board.

use mingzhang::kernel::Quarter;

use crate::support::desk::voucher;
use crate::support::story::Story;

#[tokio::test]
async fn 一个季度_从报账到张榜() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;

        t.it_is("2025-07-08");
        let bridge = voucher("2025-07-05").debit("修桥石料", "51302", "1,200.00").credit("修桥石料", "10201", "1200");
        t.accountant_types("LJ", &bridge).await.ok().shows("已保存");
        t.colleague_reviews("LJ").await;
        t.colleague_posts("LJ").await.shows("记-0001").shows("修桥石料").shows("1,200.00");

        for (today, month) in [("2025-08-02", "2025-07"), ("2025-09-02", "2025-08"), ("2025-10-02", "2025-09")] {
            t.it_is(today);
            t.closes("LJ", month).await;
        }

        let sheet = t.publishes("LJ", Quarter::new(2025, 3).expect("a quarter")).await;
        for printed in ["李家村", "记-0001", "修桥石料", "1,200.00", &sheet.code] {
            assert!(sheet.paper.contains(printed), "纸上没有「{printed}」:{}", sheet.paper);
        }
        let villager = t.passer_by_sees(&sheet.public_path).await.ok();
        villager.shows("修桥石料").shows("1,200.00").shows("记-0001").shows(&sheet.code).shows("两个码一样");
    })
    .await;
}
