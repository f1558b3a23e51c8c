//! 发放表: typed or read, every fault with its row, printed, signed, handed in for its own sum — and no whole number kept.

use crate::support::story::Story;
use crate::support::village_acts::picture;
use crate::support::visitor::{Attached, Page};

const LISTS: &str = "/books/LJ/pay-lists";

async fn village(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.it_is("2025-09-12");
}

async fn goes(t: &mut Story, who: &str, path: &str) -> Page {
    t.person(who, "LJ").await.goes(path).await
}

fn table(text: &str) -> Attached {
    let name = "工资.csv".to_owned();
    Attached { field: "file".to_owned(), name, kind: "text/csv", bytes: text.as_bytes().to_vec() }
}

/// The form with a file read into it.
async fn reads(t: &mut Story, text: &str) -> Page {
    let page = goes(t, "clerk", &format!("{LISTS}/new")).await.ok();
    let form = page.form("读入").choosing("kind", "工资").with("title", "8月保洁员工资").attaching(table(text));
    t.person("clerk", "LJ").await.sends(&form).await
}

const TWO: &str = "姓名,身份证号,银行卡号,实发金额\n村民甲,110101199001011234,6217000012345678,1200\n\
                   村民乙,110101199001014321,6217000012348765,\"1,000.50\"\n合计,,,2200.50\n";

#[tokio::test]
async fn 从表格读入_打印签领_拍照_用它报账_金额必须相等() {
    Story::tell(async |t| {
        village(t).await;
        let form = reads(t, TWO).await.ok();
        form.shows("读自 工资.csv");
        assert_eq!(form.form("再加5行").value("id_number"), Some("1234"), "only the tail is in the form");
        let made = t.person("clerk", "LJ").await.sends(&form.form("存发放表")).await.ok();
        made.shows("合计 2 人")
            .shows("贰仟贰佰元零伍角")
            .shows("…1234")
            .shows("…5678")
            .hides("110101")
            .hides("62170000");
        let twice = t.person("clerk", "LJ").await.sends(&form.form("存发放表")).await.ok();
        assert_eq!(twice.path, made.path, "a double click is one list");
        let paper = goes(t, "clerk", &made.link("打印签领表")).await.ok();
        assert!(paper.bytes.starts_with(b"%PDF"));

        let clerk = t.person("clerk", "LJ").await;
        let bare = clerk.sends(&made.form("交签领表照片")).await;
        assert_eq!(bare.status, 422);
        bare.shows("还没有照片");
        let signed = clerk.sends(&made.form("交签领表照片").attaching(picture(1))).await.ok();
        let again = clerk.sends(&made.form("交签领表照片").attaching(picture(2))).await;
        assert_eq!(again.status, 409);
        again.shows("签领单已经交过");
        let card = clerk.goes(&signed.link("用它报账")).await.ok();
        let filled = card.form("交单").choosing("item", "保洁、绿化临时用工").with("paid_by", "bank");
        assert_eq!(filled.value("amount"), Some("2200.50"));
        assert_eq!(filled.value("other_party"), Some("村民甲等2人"));
        let more = clerk.sends(&filled.clone().with("amount", "2300.50")).await;
        assert_eq!(more.status, 422);
        more.shows("发放表合计 2,200.50 元，报账金额 2,300.50 元，相差 -100.00 元");
        let sent = clerk.sends(&more.form("交单").with("amount", "2200.50")).await.ok();
        sent.shows("审批中").shows("村民乙").shows("…4321").hides("110101");

        let member = goes(t, "group1", "/books/LJ/approvals").await.ok();
        let seen = goes(t, "group1", &member.link("看票据")).await.ok();
        seen.shows("村民甲").shows("合计 2 人").hides("6217");
        t.village_agrees("LJ").await;
        goes(t, "accountant", "/books/LJ/intake").await.ok().shows("村民乙").shows("1,000.50");
    })
    .await;
}

#[tokio::test]
async fn 手工填_每行的毛病一次说完_填过的都在_更正另存一张() {
    Story::tell(async |t| {
        village(t).await;
        let page = goes(t, "clerk", &format!("{LISTS}/new")).await.ok();
        let form = page
            .form("存发放表")
            .with("date", "2025-02-30")
            .with_nth("name", 0, "村民甲")
            .with_nth("amount", 0, "一百")
            .with_nth("name", 1, "村民甲")
            .with_nth("amount", 1, "-5")
            .with_nth("amount", 2, "7");
        let clerk = t.person("clerk", "LJ").await;
        let refused = clerk.sends(&form).await;
        assert_eq!(refused.status, 422);
        refused
            .shows("「2025-02-30」不是日期")
            .shows("请写标题")
            .shows("第 1 行：村民甲：「一百」不是金额")
            .shows("第 2 行：村民甲的金额 -5.00 元不对")
            .shows("第 2 行：村民甲和第 1 行是同一个人")
            .shows("第 3 行：没有姓名");
        assert_eq!(refused.form("存发放表").value("amount"), Some("一百"), "what was typed stays");
        let mended = refused
            .form("存发放表")
            .choosing("kind", "补助")
            .with("title", "困难户补助")
            .with("date", "2025-09-10")
            .with_nth("amount", 0, "100")
            .with_nth("id_number", 0, "110101199001011234")
            .with_nth("amount", 1, "5")
            .with_nth("id_number", 1, "110101199001019999")
            .with_nth("name", 2, "村民乙");
        let made = clerk.sends(&mended).await.ok();
        made.shows("合计 3 人").shows("112.00").shows("…9999");
        let correcting = clerk.goes(&made.link("更正这张表")).await.ok();
        let corrected = clerk.sends(&correcting.form("存发放表").with_nth("amount", 2, "8")).await.ok();
        corrected.shows("113.00");
        clerk.goes(&made.path).await.ok().shows("这张表已经更正").hides("交签领表照片");
        clerk.goes(LISTS).await.ok().shows("已更正").shows("待签领");
        let second = clerk.sends(&correcting.form("存发放表").forged("once_key", "another")).await;
        assert_eq!(second.status, 409);
        second.shows("已经更正过");
    })
    .await;
}

#[tokio::test]
async fn 怪表格都拒绝_说清哪一行() {
    Story::tell(async |t| {
        village(t).await;
        let crowd = format!("姓名,金额\n{}", "村民甲,1\n".repeat(10_000));
        for (text, says) in [
            ("姓名,金额\n村民甲,100\n合计,90\n", "第 3 行：合计写的是 90.00 元，各行相加是 100.00 元"),
            ("姓名,金额\n村民甲,100\n小计,100\n", "第 3 行：有小计行"),
            ("名称,数量\n钉子,5\n", "表头认不出来"),
            ("<html><table>", "文件是网页，不是表格"),
            (crowd.as_str(), "一张表最多 2000 人"),
        ] {
            let refused = reads(t, text).await;
            assert_eq!(refused.status, 422, "{text:.20}");
            refused.shows(says);
            assert_eq!(refused.form("读入").value("title"), Some("8月保洁员工资"), "what was typed stays");
        }
        let hostile = "姓名,身份证号,金额\n=cmd|' /C calc'!A0,1234,100\n村民甲,1.10101E+17,200\n村民甲,,1\n村民甲,,1\n";
        let form = reads(t, hostile).await.ok();
        let refused = t.person("clerk", "LJ").await.sends(&form.form("存发放表")).await;
        assert_eq!(refused.status, 422);
        refused
            .shows("第 2 行：姓名「=cmd|' /C calc'!A0」像是公式")
            .shows("第 3 行：身份证号看不懂")
            .shows("第 5 行：村民甲和第 3 行是同一个人");
    })
    .await;
}

#[tokio::test]
async fn 别村和别的角色_看不到也做不了() {
    Story::tell(async |t| {
        village(t).await;
        t.village("WJ", "王家村").await;
        let form = reads(t, TWO).await.ok();
        let made = t.person("clerk", "LJ").await.sends(&form.form("存发放表")).await.ok();
        let foreign = t.person("clerk", "WJ").await;
        assert_eq!(foreign.goes(&made.path).await.status, 404);
        let id = made.path.rsplit('/').next().expect("an id").to_owned();
        assert_eq!(foreign.goes(&format!("/books/WJ/pay-lists/{id}")).await.status, 404);
        assert_eq!(foreign.goes(&format!("/books/WJ/pay-lists/{id}/paper")).await.status, 404);
        for who in ["head", "group1"] {
            assert_eq!(goes(t, who, &format!("{LISTS}/new")).await.status, 403, "{who}");
            let seen = goes(t, who, &made.path).await.ok();
            assert!(seen.try_form("交签领表照片").is_none(), "{who} only looks");
        }
        let blank = goes(t, "clerk", &format!("{LISTS}/template/csv")).await.ok();
        assert!(blank.html().contains("身份证号"));
        assert_eq!(goes(t, "clerk", &format!("{LISTS}/template/doc")).await.status, 404);
    })
    .await;
}
