use std::collections::BTreeSet;

use super::specimen::printed;
use super::*;
use crate::kernel::Money;
use crate::village::POLICIES;

#[test]
fn every_layout_file_is_sound_and_known_by_the_policy() {
    for (file, text) in FILES {
        reading::read(text).unwrap_or_else(|faults| panic!("{file}:\n{}", faults.join("\n")));
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/data/sheet_layouts");
    let there: BTreeSet<String> =
        std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, FILES.iter().map(|(file, _)| (*file).to_owned()).collect(), "every file is in the program");
    let policy = POLICIES.iter().find(|p| p.name == "sheet_layout").unwrap();
    let names: Vec<&str> = layouts().iter().map(|l| l.name.as_str()).collect();
    assert_eq!(policy.values, names);
    assert!(layout_named("没有的版式").is_err());
}

#[test]
fn 版式文件错了_一次说全() {
    let wrong = r#"
        name = "错的"
        colour = "red"
        [[section]]
        title = "收入"
        holds = "income"
        column = [
            { says = "amount", width = 400 },
            { says = "party", width = 100, parts = 3 },
            { says = "shoe_size" },
            { says = "pen" },
        ]
        [[section]]
        title = ""
        holds = "weather"
        [[section]]
        title = "支出分项"
        holds = "expense_items"
        grouped = true
        row = [{ name = "其他", rest = true }, { name = "", items = [45] }, { name = "空" }]
    "#;
    let faults = reading::read(wrong).unwrap_err();
    for said in [
        "版式里不认识「colour」",
        "版式没有写 title",
        "没有人盖章，也没有人签字",
        "第1节「收入」的栏「party」又定宽又分份",
        "第1节「收入」没有「shoe_size」这一栏",
        "第1节「收入」留给手写的栏没有标题",
        "第1节「收入」各栏定宽合计56个字，超过47个字",
        "第1节「收入」第一栏是金额，合计没有地方写",
        "第2节「」没有标题",
        "第2节「」的内容「weather」不认识",
        "第3节「支出分项」要有一行、也只有最后一行收下其余各项",
        "第3节「支出分项」有一行没有名称",
        "要第45项，公开内容只有44项",
        "第3节「支出分项」的行「空」没有说收哪些项目",
        "不是逐笔的收支，不能按项目分组",
        "收入没有逐笔列出事由和金额",
        "支出没有逐笔列出事由和金额",
    ] {
        assert!(faults.iter().any(|f| f.contains(said)), "{said} in {faults:#?}");
    }
    assert_eq!(faults.len(), 17, "{faults:#?}");
    assert!(reading::read("name = [").is_err());
}

/// The amounts of a section's lines under a column's head.
fn amounts(section: &Section, head: &str) -> Vec<Money> {
    let at = section.columns.iter().position(|c| c.title == head).unwrap();
    let lines = section.rows.iter().filter(|r| r.weight == RowWeight::Line);
    lines.map(|r| r.cells[at].parse().unwrap_or(Money::ZERO)).collect()
}

#[test]
fn 各种版式_每一笔都在_合计都对() {
    let mut printed = printed();
    for layout in layouts() {
        printed.layout = layout;
        let sections = layout.set(&printed);
        for (block, word) in [(&printed.sheet.income, "收"), (&printed.sheet.expense, "支")] {
            let lines = sections.iter().find(|s| {
                let has = |head: &str| s.columns.iter().any(|c| c.title.starts_with(head));
                has("序号")
                    && has("金额")
                    && s.rows.iter().filter(|r| r.weight == RowWeight::Line).count() == block.lines.len()
            });
            let lines = lines.unwrap_or_else(|| panic!("{}: {word} line by line", layout.name));
            let head = lines.columns.iter().find(|c| c.title.starts_with("金额")).map(|c| c.title.clone()).unwrap();
            assert_eq!(amounts(lines, &head).into_iter().sum::<Money>(), block.total, "{} {word}", layout.name);
        }
        for section in &sections {
            for row in &section.rows {
                let covered = match row.weight {
                    RowWeight::Line => row.cells.len(),
                    RowWeight::Heading => section.columns.len(),
                    RowWeight::Subtotal(span) | RowWeight::Total(span) => span + row.cells.len() - 1,
                };
                assert_eq!(covered, section.columns.len(), "{} {}: {row:?}", layout.name, section.title);
            }
        }
    }
}

#[test]
fn 大白话版式_按本县的行归类_其余进其他() {
    let printed = printed();
    let sections = layout_named("收支分项（大白话）").unwrap().set(&printed);
    let row = |section: usize, name: &str| {
        let row = sections[section].rows.iter().find(|r| r.cells.iter().any(|c| c == name)).unwrap();
        row.cells.last().unwrap().clone()
    };
    assert_eq!(sections[1].title, "本期总收入");
    assert_eq!(row(1, "出租及承包收入"), "32,400.50");
    assert_eq!(row(1, "企业上缴利润"), "");
    assert_eq!(row(1, "其他收入"), "83.27");
    assert_eq!(row(2, "会议费"), "480.00");
    assert_eq!(row(2, "水电费"), "316.48");
    assert_eq!(row(2, "干部报酬"), "6,400.00");
    assert_eq!(row(2, "误工补贴"), "1,200.00");
}

#[test]
fn 七栏版式_大小写金额_资金来源_手写的栏空着() {
    let printed = printed();
    let sections = layout_named("开支公示（七栏）").unwrap().set(&printed);
    let heads: Vec<&str> = sections[0].columns.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(heads, ["序号", "开支项目", "金额（元）", "金额大写", "资金来源", "使用部门", "项目负责人", "审核意见"]);
    let road = sections[0].rows.iter().find(|r| r.cells[1].starts_with("村道硬化")).unwrap();
    assert_eq!(
        road.cells[2..],
        ["1,234,567.89", "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", "专项资金", "", "", "3人同意"]
    );
}

#[test]
fn 安徽表一_账面数额分开_实存数额留给手写() {
    let sections = layout_named("三资货币资金（安徽表1）").unwrap().set(&printed());
    let first = &sections[0];
    let heads: Vec<String> = first.columns.iter().map(|c| format!("{}{}", c.group, c.title)).collect();
    assert_eq!(
        heads,
        [
            "银行存款账面数额",
            "银行存款实存数额",
            "银行存款账实不符的原因",
            "库存现金账面数额",
            "库存现金实存数额",
            "库存现金账实不符的原因",
            "备注",
        ]
    );
    assert_eq!(first.rows.len(), 1);
    assert_eq!(first.rows[0].cells[3], "320.50");
}
