//! 新旧衔接: the balances of the 2004 chart become the opening of 2024, and the paper beside them proves it.

use mingzhang::ledger::{self, FILE_AT_DESK};
use serde_json::{Value, json};

use super::opening::{uploads, with_a_book, workbook};
use crate::support::browser::{Browser, Seen};
use crate::support::cases::Case;
use crate::support::each_engine;
use crate::support::program::Program;

const HEAD: &str = "科目编码,科目名称,明细,期末借方,期末贷方,新科目编码,新明细,事由\n";

/// A village's last 科目余额表 of the old system, with subtotals as such tables have them.
const BALANCES: &str = "101,现金,,1200.00,,,,\n102,银行存款,,60000.00,,,,\n112,应收款,县供销社,5000.00,,,,\n\
113,内部往来,,2000.00,600.00,,,\n113,内部往来,村民甲,2000.00,,,,\n113,内部往来,村民乙,,600.00,,,\n\
121,库存物资,农用材料,3000.00,,,,\n131,牲畜（禽）资产,,13000.00,,,,\n13101,幼畜及育肥畜,,4000.00,,,,\n\
13102,产役畜,,9000.00,,,,\n132,林木资产,,7500.00,,,,\n13201,经济林木,,7500.00,,,,\n151,固定资产,,300000.00,,,,\n\
152,累计折旧,,,80000.00,,,\n153,固定资产清理,,500.00,,,,\n154,在建工程,机耕路,20000.00,,,,\n\
202,应付款,县建筑队,,12000.00,,,\n231,一事一议资金,机耕路,,5000.00,,,\n301,资本,,,200000.00,,,\n\
311,公积公益金,,,90000.00,,,\n322,收益分配,,,20100.00,,,\n";
/// What nobody but the accountant can say.
const OPEN: &str = "211,应付工资,,,3000.00,,,\n212,应付福利费,,,1500.00,,,\n";
const DECIDED: &str = "211,应付工资,,,2000.00,212,,固定人员工资\n211,应付工资,,,1000.00,213,,临时用工\n\
212,应付福利费,,,1500.00,311,其他（资产评估增值等）,村民代表会议决议\n";
const ADJUSTMENTS: &str = ",,,3000.00,,132,产畜和役畜,还原产役畜已摊成本\n,,,,3000.00,133,,还原产役畜已摊成本\n\
,,,8000.00,,151,未分明细,盘点补记水泵房\n,,,,8000.00,311,其他（资产评估增值等）,盘点补记水泵房\n";

/// The new first-level balances, derived by hand: closing debit, closing credit.
const EXPECTED: [(&str, &str, &str); 19] = [
    ("101", "1200.00", "0.00"),
    ("102", "60000.00", "0.00"),
    ("112", "5000.00", "0.00"),
    ("121", "3000.00", "0.00"),
    ("131", "4000.00", "0.00"),
    ("132", "19500.00", "0.00"),
    ("133", "0.00", "3000.00"),
    ("151", "308000.00", "0.00"),
    ("152", "0.00", "80000.00"),
    ("153", "20000.00", "0.00"),
    ("154", "500.00", "0.00"),
    ("211", "0.00", "12000.00"),
    ("212", "0.00", "2000.00"),
    ("213", "0.00", "1000.00"),
    ("231", "0.00", "5000.00"),
    ("301", "0.00", "200000.00"),
    ("311", "0.00", "99500.00"),
    ("322", "0.00", "20100.00"),
    ("32202", "0.00", "20100.00"),
];

/// 年初数 of the balance sheet, derived by hand.
const SHEET: [(&str, &str); 14] = [
    ("货币资金", "61200.00"),
    ("应收款项", "7000.00"),
    ("存货", "3000.00"),
    ("消耗性生物资产", "4000.00"),
    ("流动资产合计", "75200.00"),
    ("固定资产净值", "228000.00"),
    ("在建工程", "20000.00"),
    ("固定资产清理", "500.00"),
    ("资产总计", "340200.00"),
    ("应付款项", "12600.00"),
    ("应付工资", "2000.00"),
    ("负债合计", "20600.00"),
    ("所有者权益合计", "319600.00"),
    ("负债和所有者权益总计", "340200.00"),
];

fn row<'a>(rows: &'a Value, key: &str, wanted: &str) -> &'a Value {
    let found = rows.as_array().expect("rows").iter().find(|r| r[key] == json!(wanted));
    found.unwrap_or_else(|| panic!("没有「{wanted}」：{rows}"))
}

#[tokio::test]
async fn 旧账余额转为新账年初数_每个科目和报表都与手工推算一致() {
    Program::on_each_engine(async |program| {
        program.has_township_and_book("LJ", "2024-01");
        let open = program.file("open.csv", format!("{HEAD}{BALANCES}{OPEN}"));
        let told = program.runs(&["import", "conversion", "--book", "LJ", &open, "--format", "json"]).refused();
        let codes: Vec<&Value> = told["details"].as_array().expect("details").iter().map(|d| &d["code"]).collect();
        assert_eq!(codes, [&json!("conversion.choice_needed"), &json!("conversion.choice_needed")], "{told}");
        let (gbk, _, _) = encoding_rs::GB18030.encode(HEAD);
        let rest = format!("{BALANCES}{DECIDED}{ADJUSTMENTS}");
        let (rest, _, _) = encoding_rs::GB18030.encode(&rest);
        let decided = program.file("decided.csv", [gbk, rest].concat());
        let command = ["import", "conversion", "--book", "LJ", "--create-details", &decided, "--format", "json"];
        let done = program.runs(&command).done().json();
        assert_eq!(done["imported"], json!(25), "{done}");
        let span = ["--book", "LJ", "--from", "2024-01", "--to", "2024-01", "--format", "json"];
        let trial = program.runs(&[&["report", "trial-balance"], &span[..]].concat()).done().json();
        for (code, debit, credit) in EXPECTED {
            let row = row(&trial["rows"], "code", code);
            assert_eq!((&row["opening_debit"], &row["opening_credit"]), (&json!(debit), &json!(credit)), "{code}");
        }
        assert_eq!(trial["totals"]["opening_debit"], trial["totals"]["opening_credit"]);
        let sheet = program.runs(&[&["report", "balance-sheet"], &span[..]].concat()).done().json();
        for (name, amount) in SHEET {
            assert_eq!(row(&sheet["lines"], "name", name)["opening"], json!(amount), "{name}");
        }
        assert_eq!(program.runs(&["check"]).status, 0);
        assert_eq!(program.runs(&command).refused()["code"], json!("ledger.opening_confirmed"));
    })
    .await;
}

const SHEET_PAGE: &str = "/books/LJ/opening/conversion";

/// Types the sheet as it should be, but for one share of 应付工资, and saves it.
async fn sends(chief: &mut Browser, version: &str, share: &str) -> Seen {
    let parts = [
        ("part_line", ["0", "1", "1", "2", "2", "3"]),
        ("part_account", ["101", "212", "213", "311", "322", "301"]),
        ("part_detail", ["", "", "", "其他（资产评估增值等）", "未分配收益", "村组资本"]),
        ("part_amount", ["1,000.00", "200", share, "200", "", "500"]),
        ("part_reason", ["", "", "", "代表会议决议", "", ""]),
    ];
    let adjustments = [
        ("adjust_account", ["121", "311"]),
        ("adjust_detail", ["农用材料", "其他（资产评估增值等）"]),
        ("adjust_debit", ["50", ""]),
        ("adjust_credit", ["", "50.00"]),
        ("adjust_reason", ["盘盈化肥", "盘盈化肥"]),
    ];
    let mut fields = vec![("version", version)];
    fields.extend(parts.iter().flat_map(|(name, values)| values.iter().map(|v| (*name, *v))));
    fields.extend(adjustments.iter().flat_map(|(name, values)| values.iter().map(|v| (*name, *v))));
    chief.fill(SHEET_PAGE, "/books/LJ/opening/conversion/sheet", &fields).await
}

#[tokio::test]
async fn 习题里的旧账期初_只有科目名称也转得过来_资产负债表与答案一致() {
    Program::on_each_engine(async |program| {
        program.has_township_and_book("MX", "2024-01");
        let case = Case::named("LS-11");
        let path = format!("{}/tests/cases/ledger/{}.json", env!("CARGO_MANIFEST_DIR"), case.id);
        let text = std::fs::read(path).expect("the case");
        let whole: Value = serde_json::from_slice(&text).expect("JSON");
        let rows = whole["opening"].as_array().expect("opening").iter().map(|o| {
            format!(
                "{},{},{}\n",
                o["account"].as_str().expect("a name"),
                o["side"].as_str().expect("a side"),
                o["amount"].as_str().expect("an amount")
            )
        });
        let file = program.file("ls11.csv", format!("科目名称,方向,期末余额\n{}", rows.collect::<String>()));
        program.runs(&["import", "conversion", "--book", "MX", "--create-details", &file]).done();
        let span = ["--book", "MX", "--from", "2024-01", "--to", "2024-01", "--format", "json"];
        let sheet = program.runs(&[&["report", "balance-sheet"], &span[..]].concat()).done().json();
        for (name, wanted) in case.expected["balance_sheet"]["opening"].as_object().expect("lines") {
            assert_eq!(row(&sheet["lines"], "name", name)["opening"], *wanted, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn 要人定的逐个定_两边都平才建账_底稿随账保存() {
    each_engine(async |db| {
        let (_, mut chief) = with_a_book(&db, "2024-01").await;
        let page = SHEET_PAGE;
        let columns = ["科目编码", "科目名称", "期末借方", "期末贷方"];
        let rows: [&[&str]; 4] = [
            &["101", "现金", "1000.00", ""],
            &["211", "应付工资", "", "300.00"],
            &["212", "应付福利费", "", "200.00"],
            &["301", "资本", "", "500.00"],
        ];
        let asked = uploads(&mut chief, page, &[], "旧账.xlsx", &workbook(&columns, &rows)).await.is(200);
        let asked =
            asked.says("要分清转入哪里").says("212（固定人员工资）、213（临时用工报酬）").says("衔接规定未见明文");
        let version = asked.says_not("按底稿建账").field("version").expect("the sheet's version");
        sends(&mut chief, &version, "90").await.is(303);
        let short = chief.get(page).await.is(200).says("相差10.00元").says("conversion.parts_differ").says("盘盈化肥");
        sends(&mut chief, &version, "100").await.is(409).says("刚被");
        let version = short.field("version").expect("the sheet's version");
        sends(&mut chief, &version, "100").await.is(303);
        let ready = chief.get(page).await.is(200).says("两边都平").says("按底稿建账，借贷各 1,050.00 元");
        let version = ready.field("version").expect("the sheet's version");
        let confirm = "/books/LJ/opening/conversion/confirm";
        chief.fill(page, confirm, &[("version", &version)]).await.is(303);
        let paper = chief.get("/books/LJ/opening/working-paper").await.is(200).says("应付福利费").says("代表会议决议");
        paper.says("盘盈化肥").says("旧账.xlsx").says("1,050.00");
        for (ending, says) in [("pdf", &b"%PDF"[..]), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")] {
            let file = chief.get(&format!("/books/LJ/opening/paper/working-paper.{ending}")).await.is(200);
            assert!(file.bytes.starts_with(says), "{ending}");
        }
        chief.get("/books/LJ/opening").await.is(200).says("新旧衔接工作底稿");
        chief.get("/books/LJ/statements/balance-sheet?to=2024-01").await.is(200).says("1,050.00");
        let mut view = db.read().await.expect("a view");
        let book = mingzhang::village::book_by_code(&mut view, "LJ").await.expect("a question").expect("a book").id;
        let kept = ledger::working_paper(&mut view, book).await.expect("kept");
        assert_eq!(kept.digest, kept.digest_of_content());
        let [old, adjusted, new] = kept.totals();
        assert_eq!((old[0], adjusted[0], new[0]), (old[1], adjusted[1], new[1]));
        assert_eq!(old[0] + adjusted[0], new[0]);
    })
    .await;
}

#[test]
fn 别的制度的表_认得出来() {
    let chart = ledger::OldChart::of_2004().expect("the table");
    let told = |rows: &str| {
        let file = ledger::read_conversion_file(format!("{HEAD}{rows}").as_bytes(), &FILE_AT_DESK).expect("readable");
        let (_, faults) = ledger::ConversionSheet::of(file, "表", &chart).pieces(&chart);
        faults.iter().map(|r| (r.row.unwrap_or(0), r.code)).collect::<Vec<_>>()
    };
    assert_eq!(told("153,在建工程,,5,,,,\n301,资本,,,5,,,\n"), [(2, "conversion.old_name_differs")]);
    assert_eq!(told("605,别的,,5,,,,\n301,资本,,,5,,,\n"), [(2, "conversion.unknown_old_account")]);
    assert_eq!(told("101,现金,,5,,,,\n301,资本,,,6,,,\n"), [(0, "conversion.old_unbalanced")]);
    assert_eq!(told("521,农业税附加返还收入,,,5,,,\n101,现金,,5,,,,\n"), [(2, "conversion.closed_account")]);
    assert_eq!(told("101,现金,,5,,102,,\n301,资本,,,5,,,\n"), [(2, "conversion.reason_needed")]);
    let uneven = "101,现金,,5,,,,\n301,资本,,,5,,,\n,,,3,,151,,盘盈\n";
    assert_eq!(told(uneven), [(0, "conversion.adjustments_unbalanced")]);
}
