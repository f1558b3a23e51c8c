use super::*;
use crate::disclosure::{Printed, layouts, specimen};
use crate::pdf::disclosure::DisclosurePaper;
use crate::pdf::proof::{printed_at, proof, reads_back};

const BASE: &str = "https://gk.example.cn";

fn set(printed: &Printed, paper: DisclosurePaper) -> Document {
    paper.lay_out(printed, BASE, printed_at(), Fonts::embedded())
}

/// The quarter as nobody has published it yet.
fn preview() -> Printed {
    Printed { head: None, opinions: Vec::new(), ..specimen::printed() }
}

#[test]
fn 公开表_逐笔列出_每页有表头_页码_校验码和二维码() {
    let printed = specimen::printed();
    let document = set(&printed, DisclosurePaper::BoardA3);
    let said = document.describe();
    let pages: Vec<&str> = said.split("\n— ").skip(1).collect();
    assert!(pages.len() > 1, "{said}");
    for (i, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("第 {} 页 共 {} 页", i + 1, pages.len())), "{page}");
        assert!(page.contains("校验码：7K2M-9QRT-A3BD-5FGH"), "{page}");
        assert!(page.contains("[二维码 21毫米 https://gk.example.cn/p/"), "{page}");
        assert!(page.contains("序号 | "), "a head stands on every page: {page}");
    }
    assert_eq!(said.matches("[圆 42毫米]").count(), 4);
    assert!(said.contains("[二维码 30毫米"));
    reads_back("board-a3", &document);
}

/// domain/disclosure.md §6: at least 14 pt on a board; the edges of the page and the line under a seal may be smaller.
#[test]
fn 上榜的字_不小于十四磅() {
    let document = set(&specimen::printed(), DisclosurePaper::BoardA3);
    let bottom = Edition::BoardA3.sizes().margins.bottom;
    for (page, run) in document.runs_by_page() {
        let on_edge = run.at.y > 420.0 - bottom || run.at.y < 26.0;
        let beside_a_seal = ["签字", "扫码查原件、提意见", "7K2M-9QRT-A3BD-5FGH"].contains(&run.text.as_str());
        assert!(run.size >= 14.0 || on_edge || beside_a_seal, "page {page}: {} at {}", run.text, run.size);
    }
}

/// A seal that stands alone on a sheet of paper could be laid under any figures.
#[test]
fn 盖章的那一页_总有表上的行() {
    let mut printed = specimen::printed();
    for more in 0..24 {
        if more > 0 {
            printed.sheet.notes.push(format!("第{more}条说明"));
        }
        for paper in [DisclosurePaper::BoardA3, DisclosurePaper::BoardA4, DisclosurePaper::FileCopy] {
            let said = set(&printed, paper).describe();
            let last = said.split("\n— ").last().unwrap();
            assert!(last.contains("[圆 42毫米]") && last.contains("、"), "{more} {paper:?}: {last}");
            // The running head, the section's title and the heads of its columns, then rows.
            let rows = last.lines().take_while(|l| !l.starts_with("制表：")).skip(4).count();
            assert!(rows >= 1, "{more} {paper:?}: {last}");
        }
    }
}

#[test]
fn 生僻字用备用字体_没有字形的先列出_纸上不留空白() {
    let mut printed = specimen::printed();
    let document = set(&printed, DisclosurePaper::BoardA3);
    assert_eq!(document.missing_glyphs(Fonts::embedded()), []);
    let read = proof("board-rare", &document);
    assert!(read.is_empty() || read.contains("㐂䶮、珺堃、𠮷三人"), "{read}");
    printed.sheet.expense.lines[0].what = "路灯维修😀材料".to_owned();
    let document = set(&printed, DisclosurePaper::BoardA3);
    let missing = document.missing_glyphs(Fonts::embedded());
    assert_eq!(missing.len(), 1);
    assert_eq!((missing[0].character, missing[0].code().as_str()), ('😀', "U+1F600"));
    assert!(missing[0].places[0].contains("路灯维修😀材料"), "{missing:?}");
    let read = proof("board-missing", &document);
    assert!(read.is_empty() || read.contains("路灯维修〓材料"));
}

#[test]
fn 存档页_有审核意见() {
    let document = set(&specimen::printed(), DisclosurePaper::FileCopy);
    assert!(document.describe().contains("公开前审核意见"));
    reads_back("board-file-copy", &document);
    let document = set(&specimen::printed(), DisclosurePaper::BoardA4);
    assert!(!document.describe().contains("公开前审核意见"));
    reads_back("board-a4", &document);
}

#[test]
fn 各县版式_都印得出来_都读得回来() {
    for (i, layout) in layouts().iter().enumerate() {
        let printed = Printed { layout, ..specimen::printed() };
        for (word, paper) in DisclosurePaper::ALL {
            let document = set(&printed, paper);
            assert_eq!(document.missing_glyphs(Fonts::embedded()), []);
            reads_back(&format!("board-layout-{i}-{word}"), &document);
        }
    }
}

#[test]
fn 没有发生的季度_也说没有() {
    let mut printed = preview();
    let sheet = &mut printed.sheet;
    sheet.heading.book = "县城关镇东张家庄第一第二第三村民小组联合股份经济合作社".into();
    (sheet.income, sheet.expense) = (Default::default(), Default::default());
    (sheet.claims, sheet.assets, sheet.others, sheet.notes) = (vec![], vec![], vec![], vec![]);
    let document = set(&printed, DisclosurePaper::BoardA3);
    let said = document.describe();
    assert_eq!(said.matches("本期没有发生").count(), 2, "{said}");
    assert!(said.contains("预览，不张贴") && !said.contains("[二维码"));
    reads_back("board-empty", &document);
}

/// Issue 6: one sheet ≤ 300 kB. Time is measured in the benches.
#[test]
fn 一季公开表_文件不大() {
    let document = set(&specimen::printed(), DisclosurePaper::BoardA3);
    assert!(crate::pdf::render(&document, Fonts::embedded()).len() < 300_000);
}
