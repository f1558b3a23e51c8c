//! 报表样式: looked over before it is used, kept as a version, dated; earlier months keep the form they had.

use mingzhang::db::Db;
use mingzhang::ledger::FormName;
use mingzhang::statements;

use super::doors::CHIEF;
use super::reports::with_a_year;
use crate::support::each_engine;
use crate::support::visitor::{Attached, Page, Visitor};

const EDIT: &str = "/settings/forms/balance-sheet/edit";

/// Where 货币资金 stands on the page, rows counted from 0.
const ROW_OF_MONEY: usize = 1;

async fn chief_at(app: &mingzhang::app::App) -> Visitor {
    let mut chief = Visitor::at(app);
    chief.logs_in(CHIEF.0, CHIEF.1).await;
    chief
}

/// 货币资金 takes cash only: 银行存款 has no line any more.
fn without_the_bank(page: &Page, press: &str) -> crate::support::visitor::Filled {
    page.form(press).with_nth("formula", ROW_OF_MONEY, "101").with("note", "银行存款单列")
}

#[tokio::test]
async fn 样式有错_每处说明白_存不进去() {
    each_engine(async |db: Db| {
        let (app, _) = with_a_year(&db).await;
        let mut chief = chief_at(&app).await;
        let page = chief.goes(EDIT).await.ok();
        let looked = chief.sends(&without_the_bank(&page, "核对")).await.ok();
        looked.shows("1 处不对").shows("「102 银行存款」没有归到任何一行");
        let broken = page.form("核对").with_nth("formula", ROW_OF_MONEY, "101+1o2").with_nth("no", 3, "一");
        let looked = chief.sends(&broken).await.ok();
        looked.shows("「一」不是行次");
        let broken = page.form("核对").with_nth("formula", ROW_OF_MONEY, "101+1o2");
        chief.sends(&broken).await.ok().shows("公式第5个字起的「1o2」不认识");
        let refused = chief.sends(&without_the_bank(&page, "存成新的一版").with("note", "")).await;
        assert_eq!(refused.status, 422);
        refused.shows("「102 银行存款」没有归到任何一行").shows("请写明改了什么、为什么改");
        assert_eq!(statements::forms(&mut db.read().await.expect("a read")).await.expect("forms").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn 新的一版_从写明的月份起用_以前的月份不变() {
    each_engine(async |db: Db| {
        let (app, _) = with_a_year(&db).await;
        let mut chief = chief_at(&app).await;
        let page = chief.goes(EDIT).await.ok();
        let more = chief.sends(&page.form("下面加一排").pressing("act", "insert-2")).await.ok();
        let with_bank = |press: &str| {
            let form =
                more.form(press).with_nth("formula", ROW_OF_MONEY, "101").with_nth("name", ROW_OF_MONEY, "库存现金");
            let form = form.with_nth("no", 2, "41").with_nth("name", 2, "银行存款").with_nth("formula", 2, "102");
            form.with_nth("formula", 7, "第1行+第41行+#2+#3+#4+#5")
                .with("note", "银行存款单列")
                .with("valid_from", "2025-03")
        };
        let looked = chief.sends(&with_bank("核对").with("book", "LX")).await.ok();
        looked.shows("可以用").shows("1 个账套").shows("新增").shows("新样式没有");
        let kept = chief.sends(&with_bank("存成新的一版")).await.ok();
        kept.shows("资产负债表 第2版").shows("自2025年3月起用").shows("银行存款单列");
        let sheet = |to: &str| format!("/books/LX/statements/balance-sheet?to={to}");
        chief.goes(&sheet("2025-02")).await.ok().shows("货币资金").hides("库存现金");
        chief.goes(&sheet("2025-03")).await.ok().shows("库存现金").shows("银行存款").hides("货币资金");
        let backwards = chief.sends(&with_bank("存成新的一版").with("valid_from", "2025-01")).await;
        assert_eq!(backwards.status, 422);
        backwards.shows("第2版从2025年3月起用");
        chief.goes("/settings/forms").await.ok().shows("第2版").shows("随程序交付").shows("银行存款单列");
        let file = chief.goes("/settings/forms/balance-sheet/2.json").await.ok();
        let upload = chief.goes("/settings/forms").await.ok().form("取进来看").attaching(Attached {
            field: "file".into(),
            name: "样式.json".into(),
            kind: "application/json",
            bytes: file.bytes,
        });
        let again = chief.sends(&upload).await.ok().form("核对");
        assert_eq!(again.value("form_code"), Some("会村01表"));
        chief.sends(&again).await.ok().shows("可以用");
    })
    .await;
}

#[tokio::test]
async fn 存下的样式_库里改不动() {
    each_engine(async |db: Db| {
        let (app, _) = with_a_year(&db).await;
        let mut chief = chief_at(&app).await;
        let form = chief.goes("/settings/forms/surplus-statement/edit").await.ok().form("存成新的一版");
        chief.sends(&form.with("note", "表号改用乡镇自编号").with("form_code", "乡02表")).await.ok().shows("乡02表");
        let kept = statements::forms(&mut db.read().await.expect("a read")).await.expect("forms");
        let newest = kept.iter().find(|v| v.name == FormName::SurplusStatement).expect("a version");
        assert_eq!((newest.version, newest.altered, newest.text.form_code.as_str()), (2, false, "乡02表"));
        for tampering in ["update statement_form set content = '{}'", "delete from statement_form"] {
            let refused = super::walls::run(&db, tampering).await.expect_err("a wall");
            assert!(refused.contains("IMMUTABLE: statement_form"), "{tampering}: {refused}");
        }
    })
    .await;
}
