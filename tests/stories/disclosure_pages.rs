//! 财务公开 through the pages: from the closed quarter to the villager's phone.

use mingzhang::auth::Role;
use mingzhang::kernel::{BookId, Period};
use mingzhang::ledger::{self, NewDraft, Side};

use crate::support::story::Story;
use crate::support::township::{Kept, day, someone};
use crate::support::visitor::Attached;
use crate::township::photo;

const SHEET: &str = "/books/LJ/disclosures/2025Q3";
const MEMBERS: [&str; 3] = ["licai1", "licai2", "licai3"];

/// 李家村 with a closed third quarter: rent in, paper bought; and everyone the sheet needs.
pub async fn quarter_is_closed(t: &mut Story) -> BookId {
    let book = t.keeps_book_of("LJ", "李家村").await;
    t.employs("zhuanguan", "专管员", Role::Accountant, Some(book)).await;
    t.employs("baozhang", "报账员", Role::Clerk, Some(book)).await;
    for login in MEMBERS {
        t.employs(login, "理财组员", Role::GroupMember, Some(book)).await;
    }
    keeps_the_quarter(t, book).await;
    t.it_is("2025-10-08");
    book
}

async fn keeps_the_quarter(t: &Story, book: BookId) {
    let chart = ledger::chart(&mut t.app.db.read().await.expect("a view"), book).await.expect("a chart");
    let hands = |name| someone(name, Role::Accountant).accountant(book).expect("an accountant");
    let kept = Kept { db: t.app.db.clone(), book, chart, maker: hands("制单"), checker: hands("复核") };
    let rent = vec![
        kept.line("仓库三季度租金", "10201", Side::Debit, 600_000),
        kept.line("仓库三季度租金", "50103", Side::Credit, 600_000),
    ];
    for new in [NewDraft::regular(day("2025-07-05"), rent), kept.office_paid("2025-08-06", 12_050)] {
        let draft = kept.reviewed(new).await;
        kept.posts(draft).await.expect("posted");
    }
    for month in 7..=9 {
        kept.closes(Period::new(2025, month).expect("a period")).await.expect("closed");
    }
}

#[tokio::test]
async fn 公开表从编制到村民手机() {
    Story::tell(async |t| {
        quarter_is_closed(t).await;
        let desk = t.seat("zhuanguan").await;
        desk.goes("/books/LJ/disclosures").await.ok().shows("2025年第三季度").shows("还没有编制");
        let preview = desk.goes(SHEET).await.ok();
        preview.shows("预览").shows("仓库三季度租金").shows("6,000.00").shows("5,879.50");
        let compose = preview.form("编制");
        desk.sends(&compose).await.ok();
        let check = desk.goes(SHEET).await.ok().form("核对无误");
        desk.sends(&check).await.ok();
        for login in MEMBERS {
            let phone = t.seat(login).await;
            phone.goes("/").await.ok().shows("2025年第三季度公开表").shows("签意见");
            let page = phone.goes(SHEET).await.ok();
            let silent = phone.sends(&page.form("有异议")).await;
            assert_eq!(silent.status, 422);
            silent.shows("有异议要写明是哪一笔、为什么");
            phone.sends(&page.form("同意公开").with("words", "看过票据")).await.ok();
        }
        let director = t.seat("zhuren").await;
        let sign = director.goes(SHEET).await.ok().form("签发");
        director.sends(&sign).await.ok();
        let desk = t.seat("zhuanguan").await;
        let way = desk.goes(SHEET).await.ok().link("公布");
        let before = desk.goes(&way).await.ok();
        before.shows("不能再改").shows("2025-Q3-01");
        desk.sends(&before.form("公布 2025-Q3-01")).await.ok();
        let sheet = desk.goes(SHEET).await.ok();
        sheet.shows("看过票据");
        let public = t.passer_by_sees(&sheet.link("看公开页")).await.ok();
        let clerk = t.seat("baozhang").await;
        clerk.goes("/").await.ok().shows("2025年第三季度公开表").shows("张贴");
        let page = clerk.goes(SHEET).await.ok();
        clerk.sends(&page.form("已张贴")).await.shows("还没有公开栏照片");
        let board =
            Attached { field: "photo".into(), name: "公开栏.jpg".into(), kind: "image/jpeg", bytes: photo(7) };
        clerk.sends(&page.form("已张贴").attaching(board)).await.ok().shows("已张贴并拍照").shows("办完");
        public.shows("李家村的账").shows("两个码一样").shows("购办公用品").shows("还剩5,879.50元").hides("预览");
        assert!(public.bytes.len() < 100_000, "{} bytes", public.bytes.len());
    })
    .await;
}

#[tokio::test]
async fn 四种纸都印得出_全镇合印一份() {
    Story::tell(async |t| {
        quarter_is_closed(t).await;
        let chief = t.seat("zongkuai").await;
        let list = chief.goes("/disclosures?quarter=2025Q3").await.ok();
        list.shows("已结账，还没有编制");
        let composed = chief.sends(&list.form("全部编制")).await.ok();
        composed.shows("已编制1").shows("等中心核对");
        let open = chief.goes("/disclosures?quarter=2025Q4").await.ok();
        chief.sends(&open.form("全部编制")).await.ok().shows("2025年10月还没有结账");
        for paper in ["a3", "a4", "file", "summary"] {
            let own = chief.goes(&format!("{SHEET}.pdf?paper={paper}")).await.ok();
            let all = chief.goes(&format!("/disclosures/paper?quarter=2025Q3&paper={paper}")).await.ok();
            assert!(own.bytes.starts_with(b"%PDF") && all.bytes.starts_with(b"%PDF"));
        }
        let member = t.seat("licai1").await;
        assert_eq!(member.goes("/disclosures").await.status, 403);
        let nothing = t.passer_by_sees("/p/0123456789abcdef").await;
        assert_eq!(nothing.status, 404);
        nothing.shows("没有这张公开表").shows("再扫一次");
    })
    .await;
}
