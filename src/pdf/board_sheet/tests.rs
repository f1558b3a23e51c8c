use super::*;
use crate::pdf::proof::{day, printed_at, proof, reads_back, yuan};

fn item(date: &str, no: &str, what_for: &str, party: &str, amount: &str) -> Item {
    Item {
        date: day(date),
        voucher_no: no.to_owned(),
        what_for: what_for.to_owned(),
        party: party.to_owned(),
        handler: String::new(),
        approver: String::new(),
        amount: yuan(amount),
    }
}

fn group(name: &str, items: Vec<Item>) -> ItemGroup {
    let subtotal = items.iter().map(|i| i.amount).sum();
    ItemGroup { name: name.to_owned(), items, subtotal }
}

fn list(groups: Vec<ItemGroup>) -> ItemList {
    let total = groups.iter().map(|g| g.subtotal).sum();
    ItemList { groups, total }
}

/// A quarter of some sixty lines, with the long and the rare among them.
pub(in crate::pdf) fn quarter() -> BoardSheet {
    let income = list(vec![
        group(
            "经营收入",
            vec![
                item("2026-07-03", "记-0002", "机动地承包款（东坡二十四亩，第三年）", "村民甲", "14400.00"),
                item(
                    "2026-07-15",
                    "记-0009",
                    "村集体仓库三季度租金",
                    "县供销社惠农农资连锁有限责任公司城关镇第二经营部",
                    "6000.00",
                ),
                item(
                    "2026-08-06",
                    "记-0021",
                    "鱼塘承包费，合同约定分两次交清，本次为第一次，余款十二月底前交清",
                    "村民乙",
                    "12000.50",
                ),
            ],
        ),
        group(
            "补助收入",
            vec![item("2026-08-20", "记-0030", "县财政局拨村级公益事业奖补（村道硬化）", "县财政局", "180000.00")],
        ),
        group("利息收入", vec![item("2026-09-21", "记-0052", "三季度存款利息", "农村商业银行", "83.27")]),
    ]);
    let mut repairs: Vec<Item> = (1..=36)
        .map(|n| {
            let date = format!("2026-{:02}-{:02}", 7 + n / 14, 1 + n * 7 % 28);
            item(&date, &format!("记-{:04}", n + 2), "路灯维修材料及人工", "村民丙", &format!("{}.00", 60 + n * 37))
        })
        .collect();
    repairs.push(item("2026-09-26", "记-0058", "冲销记-0011多记路灯款", "村民丙", "-370.00"));
    let expense = list(vec![
        group("公益支出", repairs),
        group(
            "管理费用",
            vec![
                item("2026-07-08", "记-0005", "办公用笔、账本", "镇文具店", "24.00"),
                item("2026-07-30", "记-0018", "村委会电费（七月）", "县供电公司", "316.48"),
                item("2026-08-30", "记-0041", "村委会电费（八月）", "县供电公司", "402.90"),
                item(
                    "2026-09-28",
                    "记-0060",
                    "聘请村民㑇䶮、喆堃二人清理河道误工补贴（含𬭎\u{2ebe0}）",
                    "村民丁等2人",
                    "1200.00",
                ),
            ],
        ),
        group(
            "工程支出",
            vec![item(
                "2026-09-10",
                "记-0047",
                "村道硬化工程进度款（合同价的百分之六十）",
                "县宏达路桥建设工程有限公司",
                "1234567.89",
            )],
        ),
    ]);
    BoardSheet {
        book_name: "李家村股份经济合作社".into(),
        title: "财务公开表".into(),
        period: "2026年第三季度（7月1日至9月30日）".into(),
        sheet_no: "LJC-2026-Q3-01".into(),
        version: "第1版".into(),
        standing: Standing::Published,
        funds: Funds {
            opening: yuan("1321456.78"),
            received: yuan("212483.77"),
            spent: yuan("1263204.27"),
            closing: yuan("270736.28"),
            accounts: vec![
                FundLine {
                    name: "库存现金".into(),
                    opening: yuan("860.50"),
                    received: yuan("0"),
                    spent: yuan("540.00"),
                    moved: yuan("0"),
                    closing: yuan("320.50"),
                },
                FundLine {
                    name: "银行存款　农村商业银行（尾号0023）".into(),
                    opening: yuan("1320596.28"),
                    received: yuan("212483.77"),
                    spent: yuan("1262664.27"),
                    moved: yuan("0"),
                    closing: yuan("270415.78"),
                },
            ],
        },
        income,
        expense,
        claims: vec![
            ClaimChange {
                claim: Claim::Receivable,
                party: "村民乙（鱼塘承包费余款）".into(),
                opening: yuan("0"),
                increase: yuan("12000"),
                decrease: yuan("0"),
                closing: yuan("12000"),
                note: "十二月底前交清".into(),
            },
            ClaimChange {
                claim: Claim::Payable,
                party: "县宏达路桥建设工程有限公司".into(),
                opening: yuan("0"),
                increase: yuan("823045.26"),
                decrease: yuan("0"),
                closing: yuan("823045.26"),
                note: "质保金及尾款".into(),
            },
        ],
        assets: vec![
            AssetChange {
                name: "固定资产 房屋及建筑物".into(),
                opening: yuan("1250000"),
                increase: yuan("0"),
                decrease: yuan("3000"),
                closing: yuan("1247000"),
                note: "旧水泵房一间拆除，原价3,000.00元".into(),
            },
            AssetChange {
                name: "累计折旧".into(),
                opening: yuan("-312500"),
                increase: yuan("-15625"),
                decrease: yuan("0"),
                closing: yuan("-328125"),
                note: String::new(),
            },
            AssetChange {
                name: "在建工程（村道硬化）".into(),
                opening: yuan("0"),
                increase: yuan("1234567.89"),
                decrease: yuan("0"),
                closing: yuan("1234567.89"),
                note: String::new(),
            },
        ],
        others: vec![OtherItem {
            kind: "一事一议".into(),
            what: "村道硬化，村民大会7月2日通过，每人筹资20元".into(),
            opening: yuan("0"),
            received: yuan("180000"),
            spent: yuan("1234567.89"),
            left: yuan("-1054567.89"),
        }],
        notes: vec![
            "本表应于2026年10月8日公开，实际公开日期10月10日，迟2天，原因：银行对账单晚到。".into(),
            "本季收到村民质询3条，已答复3条。".into(),
        ],
        opinions: vec![
            Opinion {
                body: "民主理财小组（应到5人，实到4人）".into(),
                said: "逐笔看过，同意公开。第31笔请附现场照片。".into(),
                on: Some(day("2026-10-07")),
            },
            Opinion { body: "村务监督委员会".into(), said: "同意公开。".into(), on: None },
        ],
        prepared_by: "专管员".into(),
        chief_accountant: "总监督会计".into(),
        seals: ["民主理财小组", "村务监督委员会", "村集体负责人", "代理记账中心"].map(str::to_owned).to_vec(),
        published_on: Some(day("2026-10-10")),
        phone: "0000-12345678".into(),
        address: Some("https://gk.example.cn/p/7K2M9QRTA3BD5FGH".into()),
        short_code: Some("7K2M-9QRT-A3BD-5FGH".into()),
        printed_at: printed_at(),
    }
}

#[test]
fn 公开表_逐笔列出_每页有表头和页码() {
    let sheet = quarter();
    let document = lay_out(&sheet, Edition::BoardA3, Fonts::embedded());
    let said = document.describe();
    assert!(document.pages.len() > 1, "{said}");
    for n in 1..=document.pages.len() {
        assert!(said.contains(&format!("第 {n} 页 共 {} 页", document.pages.len())));
    }
    assert!(said.contains("上期结余") && said.contains("[二维码 "), "{said}");
    assert_eq!(said.matches("[圆 42毫米]").count(), 4);
    assert!(document.runs().filter(|r| r.size < 11.0).all(|r| r.at.y > 300.0), "board text is read from a metre away");
    reads_back("board-a3", &document);
}

#[test]
fn 没有字形的字先列出_纸上不留空白() {
    let document = lay_out(&quarter(), Edition::BoardA3, Fonts::embedded());
    let missing = document.missing_glyphs(Fonts::embedded());
    assert_eq!(missing, ['\u{2ebe0}']);
    assert!(proof("board-missing", &document).contains('〓'));
}

#[test]
fn 存档页_有审核意见() {
    let document = lay_out(&quarter(), Edition::FileCopy, Fonts::embedded());
    assert!(document.describe().contains("公开前审核意见"));
    reads_back("board-file-copy", &document);
    let document = lay_out(&quarter(), Edition::BoardA4, Fonts::embedded());
    assert!(!document.describe().contains("公开前审核意见"));
}

#[test]
fn 没有发生的季度_也说没有() {
    let mut sheet = quarter();
    sheet.standing = Standing::Preview;
    sheet.book_name = "县城关镇东张家庄第一第二第三村民小组联合股份经济合作社".into();
    sheet.income = ItemList::default();
    sheet.expense = ItemList::default();
    (sheet.claims, sheet.assets, sheet.others, sheet.notes) = (vec![], vec![], vec![], vec![]);
    (sheet.address, sheet.short_code, sheet.published_on) = (None, None, None);
    let document = lay_out(&sheet, Edition::BoardA3, Fonts::embedded());
    let said = document.describe();
    assert_eq!(said.matches("本期没有发生").count(), 2, "{said}");
    assert!(said.contains("预览，不张贴"));
    reads_back("board-empty", &document);
}

/// PRODUCT §11: one quarter sheet ≤ 300 kB. Time is measured in the benches.
#[test]
fn 一季公开表_文件不大() {
    let document = lay_out(&quarter(), Edition::BoardA3, Fonts::embedded());
    assert!(crate::pdf::render(&document, Fonts::embedded()).len() < 300_000);
}
