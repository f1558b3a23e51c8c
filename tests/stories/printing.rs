//! 打印: which print it is, a range of numbers, the binder's cover, a printer that is off.

use crate::support::desk::voucher;
use crate::support::story::Story;

/// Everything a PDF says, without white space.
fn words_of(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).expect("its text").split_whitespace().collect()
}

fn pages_of(pdf: &[u8]) -> usize {
    lopdf::Document::load_mem(pdf).expect("a PDF").get_pages().len()
}

/// Three posted vouchers of July; the second has eleven lines.
async fn three_vouchers(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.it_is("2025-07-20");
    let mut long = voucher("2025-07-11");
    for n in 1..=10 {
        long = long.debit(&format!("付第{n}组护林员补助"), "51301", "100.00");
    }
    let typed = [
        voucher("2025-07-10").debit("购办公用品", "51302", "80.00").credit("购办公用品", "10201", "80.00"),
        long.credit("付护林员补助", "10201", "1000.00"),
        voucher("2025-07-12").debit("付电费", "51306", "60.00").credit("付电费", "10201", "60.00"),
    ];
    for each in &typed {
        t.accountant_types("LJ", each).await.ok();
    }
    t.colleague_reviews("LJ").await;
    t.colleague_posts("LJ").await;
}

#[tokio::test]
async fn 打印写明第几次_长凭证分页_封面写明号不断() {
    Story::tell(async |t| {
        three_vouchers(t).await;
        let desk = t.person("accountant", "LJ").await;
        let month = desk.goes("/books/LJ/vouchers?period=2025-07").await.ok();
        let paper = desk.goes(&month.link("打印凭证纸")).await.ok();
        let words = words_of(&paper.bytes);
        assert_eq!(pages_of(&paper.bytes), 5, "1 + 3 + 1 sheets");
        assert!(words.contains("记字第2号1/3") && words.contains("记字第2号3/3"), "{words}");
        assert_eq!(words.matches("合计（大写）").count(), 3, "totals on the last sheet of each: {words}");
        assert!(!words.contains("次打印"), "{words}");

        let second = desk.goes("/books/LJ/vouchers.pdf?period=2025-07&paper=a4&from=2&to=3").await.ok();
        assert_eq!(pages_of(&second.bytes), 2, "four sheets, two on a page");
        let words = words_of(&second.bytes);
        assert!(words.contains("第2次打印") && !words.contains("购办公用品"), "{words}");
        let one = desk.goes(&month.link("记-0001")).await.ok();
        one.shows("已打印 1 次");
        let other = desk.goes(&month.link("记-0003")).await.ok();
        other.shows("已打印 2 次");

        let open = desk.goes(&month.link("打印封面")).await.ok();
        let words = words_of(&open.bytes);
        for said in ["会计凭证封面", "第1号至第3号", "3张（纸5张）", "本期1–3号连续，共3张", "尚未结账"]
        {
            assert!(words.contains(said), "{said}: {words}");
        }
        let log = t.seat("zhuren").await.goes("/settings/audit?chain=LJ").await.ok();
        log.shows("打印凭证").shows("2025年7月 记-0002至0003，共2张");
    })
    .await;
}

#[tokio::test]
async fn 打印机偏了_各人填各人的毫米数() {
    Story::tell(async |t| {
        three_vouchers(t).await;
        let desk = t.person("accountant", "LJ").await;
        let page = desk.goes("/me/printing").await.ok();
        let wrong = desk.sends(&page.form("保存").with("x", "1.25").with("y", "三")).await;
        assert_eq!(wrong.status.as_u16(), 422);
        wrong.shows("「1.25」不对").shows("「三」不对");
        let set = desk.sends(&wrong.form("保存").with("x", "1.5").with("y", "-2")).await.ok();
        assert_eq!(set.form("保存").value("y"), Some("-2.0"));
        let trial = desk.goes(&set.link("凭证纸")).await.ok();
        let words = words_of(&trial.bytes);
        assert!(words.contains("右移1.5毫米，下移-2.0毫米"), "{words}");
        let colleague = t.person("colleague", "LJ").await.goes("/me/printing").await.ok();
        assert_eq!(colleague.form("保存").value("x"), Some("0.0"));
    })
    .await;
}
