//! 公开表的纸面: the county's layout, rare characters, one print file, the poster.

use mingzhang::auth::Role;
use mingzhang::disclosure;
use mingzhang::kernel::{BookId, Period, Quarter};
use mingzhang::ledger::{self, NewDraft, Side};
use mingzhang::pdf::Fonts;
use mingzhang::pdf::disclosure::DisclosurePaper;
use mingzhang::village;

use crate::disclosure_pages::quarter_is_closed;
use crate::support::cases::Case;
use crate::support::program::Program;
use crate::support::story::Story;
use crate::support::township::{Kept, day, someone};

const SHEET: &str = "/books/LJ/disclosures/2025Q3";

fn third() -> Quarter {
    Quarter::new(2025, 3).expect("a quarter")
}

/// 王家湾, whose rent was written with a character no font has.
async fn a_neighbour_with_a_strange_word(t: &mut Story) -> BookId {
    let book = t.keeps_book_of("WJ", "王家湾").await;
    let chart = ledger::chart(&mut t.app.db.read().await.expect("a view"), book).await.expect("a chart");
    let hands = |name| someone(name, Role::Accountant).accountant(book).expect("an accountant");
    let kept = Kept { db: t.app.db.clone(), book, chart, maker: hands("制单"), checker: hands("复核") };
    let rent = vec![
        kept.line("收😀仓库租金", "10201", Side::Debit, 90_000),
        kept.line("收😀仓库租金", "50103", Side::Credit, 90_000),
    ];
    let draft = kept.reviewed(NewDraft::regular(day("2025-07-05"), rent)).await;
    kept.posts(draft).await.expect("posted");
    for month in 7..=9 {
        kept.closes(Period::new(2025, month).expect("a period")).await.expect("closed");
    }
    book
}

#[tokio::test]
async fn 缺字形的公开表_先列出字和位置_合印时另列() {
    Story::tell(async |t| {
        quarter_is_closed(t).await;
        a_neighbour_with_a_strange_word(t).await;
        let chief = t.seat("zongkuai").await;
        let list = chief.goes("/disclosures?quarter=2025Q3").await.ok();
        chief.sends(&list.form("全部编制")).await.ok().shows("已编制2");
        let page = chief.goes("/books/WJ/disclosures/2025Q3").await.ok();
        page.shows("😀（U+1F600）：第1页「收😀仓库租金」");
        chief.goes(SHEET).await.ok().hides("没有字形");
        let first = chief.goes("/disclosures/paper?quarter=2025Q3&paper=a3").await.ok();
        first.shows("1张没有合印").shows("王家湾股份经济合作社").shows("😀（U+1F600）").hides("李家村股份");
        let rest = chief.goes(&first.link("印其余1张")).await.ok();
        assert!(rest.bytes.starts_with(b"%PDF"));
        let alone = chief.goes("/books/WJ/disclosures/2025Q3.pdf?paper=a3").await.ok();
        assert!(alone.bytes.starts_with(b"%PDF"), "by itself it prints, with a mark to write over");
    })
    .await;
}

#[tokio::test]
async fn 版式由办法定_从哪天起按哪种_数不变() {
    Story::tell(async |t| {
        let book = quarter_is_closed(t).await;
        let standing = |name| someone(name, Role::Chief).chief().expect("a chief");
        let now = t.app.now();
        for (value, from) in [("开支公示（七栏）", "2025-09-30"), ("收支分项（大白话）", "2025-10-01")]
        {
            let (chief, from) = (standing("总监督会计"), day(from));
            let setting = t.app.db.write(move |tx| {
                Box::pin(async move { village::set_policy(tx, &chief, None, "sheet_layout", value, from, now).await })
            });
            setting.await.expect("set");
        }
        let chief = standing("总监督会计");
        let wrong = t.app.db.write(move |tx| {
            Box::pin(async move {
                village::set_policy(tx, &chief, None, "sheet_layout", "花样", day("2025-09-01"), now).await
            })
        });
        assert!(wrong.await.is_err(), "a layout nobody knows");
        let mut view = t.app.db.read().await.expect("a view");
        let printed = disclosure::sheet_for_print(&mut view, book, third()).await.expect("a sheet");
        drop(view);
        assert_eq!(printed.layout.name, "开支公示（七栏）", "what held on the last day of the quarter");
        let document = DisclosurePaper::BoardA3.lay_out(&printed, "https://gk.example.cn", now, Fonts::embedded());
        let said = document.describe();
        for words in ["李家村股份经济合作社财务开支公示", "使用部门", "壹佰贰拾元零伍角", "120.50", "6,000.00"]
        {
            assert!(said.contains(words), "{words} in {said}");
        }
        let desk = t.seat("zhuanguan").await;
        let paper = desk.goes(&format!("{SHEET}.pdf?paper=a3")).await.ok();
        assert!(paper.bytes.starts_with(b"%PDF"));
    })
    .await;
}

#[tokio::test]
async fn 海报_自己村印得出_别的村没有() {
    Story::tell(async |t| {
        quarter_is_closed(t).await;
        t.keeps_book_of("WJ", "王家湾").await;
        let clerk = t.seat("baozhang").await;
        let page = clerk.goes("/books/LJ/disclosures").await.ok();
        for link in ["A3海报", "A4海报"] {
            let poster = clerk.goes(&page.link(link)).await.ok();
            assert!(poster.bytes.starts_with(b"%PDF"));
        }
        assert_eq!(clerk.goes("/books/WJ/disclosures/poster").await.status, 404);
        assert_eq!(clerk.goes("/books/XX/disclosures/poster").await.status, 404);
        let nobody = t.passer_by_sees("/books/LJ/disclosures/poster").await;
        assert!(!nobody.bytes.starts_with(b"%PDF"), "who is not signed in is asked to");
    })
    .await;
}

#[tokio::test]
async fn 命令行_一村一个文件或者合成一个_缺字形列出来() {
    Program::on_each_engine(async |program| {
        program.has_township_and_book("LX", "2024-01");
        let case = Case::named("LS-12");
        for (what, text) in [("opening", case.opening_csv()), ("vouchers", case.vouchers_csv())] {
            let file = program.file(&format!("{what}.csv"), text);
            program.runs(&["import", what, "--book", "LX", "--create-details", &file]).done();
        }
        let strange =
            r#"[{"code":"SX","name":"山下😀合作社","village":"山下","kind":"collective","enabled_from":"2024-01"}]"#;
        program.runs(&["import", "book", &program.file("strange.json", strange)]).done();
        let out = program.folder().join("out").to_string_lossy().into_owned();
        let wanted = ["disclose", "--book", "ALL", "--quarter", "2024Q4", "--out", &out, "--format", "json"];
        let each = program.runs(&wanted).done().json();
        assert_eq!(each["files"].as_array().map(Vec::len), Some(2), "{each}");
        assert_eq!(each["missing"][0]["book"], "SX");
        assert_eq!(each["missing"][0]["glyphs"][0]["code"], "U+1F600");
        let merged = program.runs(&[&wanted[..], &["--merged"]].concat()).done().json();
        assert_eq!(merged["files"][0]["papers"], 1, "{merged}");
        assert_eq!(merged["files"][0]["file"], "ALL 2024Q4 a3.pdf");
        assert_eq!(merged["missing"][0]["book"], "SX");
        let file = program.folder().join("out").join("ALL 2024Q4 a3.pdf");
        let first = std::fs::read(&file).expect("a file");
        assert!(first.starts_with(b"%PDF"));
        let words = program.runs(&["disclose", "--book", "SX", "--quarter", "2024Q4", "--out", &out]).done().words();
        assert!(words.contains("SX 缺字形:😀（U+1F600）：第1页"), "{words}");
        program.runs(&["disclose", "--book", "NN", "--quarter", "2024Q4", "--out", &out]).refused();
    })
    .await;
}
