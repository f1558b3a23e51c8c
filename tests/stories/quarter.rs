//! The whole chain through the pages: from a clerk's receipt to the sheet on the board.

use mingzhang::kernel::Quarter;

use crate::support::bank_acts::statement;
use crate::support::desk::voucher;
use crate::support::story::Story;
use crate::support::village_acts::{income, payment};

#[tokio::test]
async fn 一个季度_从报账到张榜() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;

        t.it_is("2025-07-08");
        t.registers_bank_account("LJ").await;
        let rent = income("租金收入").of("10,000.00").with("某农机合作社").because("老村部房租").dated("2025-07-03");
        t.clerk_hands_in("LJ", &rent.pictured(1)).await.ok().shows("审批中");
        let bridge = payment("办公用品").of("1,200.00").with("县石料厂").because("修桥石料").dated("2025-07-05");
        t.clerk_hands_in("LJ", &bridge.pictured(2)).await.ok().shows("审批中").shows("1,200.00");
        for _ in 0..2 {
            t.village_agrees("LJ").await;
            t.centre_takes_in("LJ").await;
        }
        t.colleague_reviews("LJ").await;
        t.colleague_posts("LJ").await.shows("记-0001").shows("记-0002").shows("修桥石料").shows("1,200.00");

        t.it_is("2025-08-02");
        let july = statement(&[
            ["2025-07-03", "10000.00", "", "10000.00", "某农机合作社", "房租"],
            ["2025-07-05", "", "1200.00", "8800.00", "县石料厂", "石料款"],
        ]);
        t.cashier_imports("LJ", july).await.shows("8,800.00");
        t.reconciles("LJ", "2025-07").await;
        t.closes("LJ", "2025-07").await;

        t.it_is("2025-09-02");
        let august = statement(&[["2025-08-21", "3.33", "", "8803.33", "", "存款利息"]]);
        t.cashier_imports("LJ", august).await.shows("8,803.33");
        t.accountant_books_from_the_bank("LJ", "2025-08").await.ok().shows("存款利息").shows("3.33");
        t.colleague_reviews("LJ").await;
        t.colleague_posts("LJ").await.shows("3.33");
        t.reconciles("LJ", "2025-08").await;
        t.closes("LJ", "2025-08").await;

        t.it_is("2025-10-02");
        let paper = voucher("2025-09-30").debit("提现备用", "101", "500").credit("提现备用", "10201", "500.00");
        t.accountant_types("LJ", &paper).await.ok().shows("提现备用");
        t.colleague_reviews("LJ").await;
        t.colleague_posts("LJ").await.shows("提现备用");
        let september = statement(&[["2025-09-30", "", "500.00", "8303.33", "", "现金支取"]]);
        t.cashier_imports("LJ", september).await.shows("8,303.33");
        t.reconciles("LJ", "2025-09").await;
        t.closes("LJ", "2025-09").await;

        let sheet = t.publishes("LJ", Quarter::new(2025, 3).expect("a quarter")).await;
        for printed in ["李家村", "记-0002", "修桥石料", "1,200.00", "老村部房租", "8,803.33", &sheet.code]
        {
            assert!(sheet.paper.contains(printed), "纸上没有「{printed}」:{}", sheet.paper);
        }
        let villager = t.passer_by_sees(&sheet.public_path).await.ok();
        villager.shows("修桥石料").shows("1,200.00").shows("记-0002").shows("老村部房租");
        villager.shows(&sheet.code).shows("两个码一样");
    })
    .await;
}
