//! Files that must not get in: each fault by its name and its row, and nothing of the file half-saved.

use mingzhang::db::Db;
use mingzhang::kernel::{Failure, Outcome};
use mingzhang::ledger::{self, MissingDetails};

use crate::support::each_engine;
use crate::support::township::{Kept, now};

const HEAD: &str = "voucher,date,summary,account,detail,debit,credit,kind\n";
const SOUND: &str = "9,2025-09-30,买纸,51302,,10.00,\n9,2025-09-30,买纸,10201,,,10.00\n";

/// One voucher file a line: what is wrong, its rows after the header, and the refusals as `row code`.
const FILES: [(&str, &str, &str); 19] = [
    ("借贷不等", "1,2025-09-01,买纸,51302,,10.00,\n1,2025-09-01,买纸,10201,,,9.00", "2 ledger.unbalanced"),
    ("只有一行", "1,2025-09-01,买纸,51302,,10.00,", "2 ledger.too_few_lines 2 ledger.unbalanced"),
    ("负数", "1,2025-09-01,买纸,51302,,-5,\n1,2025-09-01,买纸,10201,,,-5", "2 ledger.negative 3 ledger.negative"),
    (
        "多于两位小数",
        "1,2025-09-01,买纸,51302,,1.005,\n1,2025-09-01,买纸,10201,,,1.005",
        "2 intake.bad_amount 3 intake.bad_amount",
    ),
    (
        "超过上限",
        "1,2025-09-01,买纸,51302,,10000000000,\n1,2025-09-01,买纸,10201,,,10000000000",
        "2 ledger.too_large 3 ledger.too_large",
    ),
    (
        "超过任何数",
        "1,2025-09-01,买纸,51302,,99999999999999999999,\n1,2025-09-01,买纸,10201,,,1",
        "2 intake.bad_amount",
    ),
    (
        "没有金额",
        "1,2025-09-01,买纸,51302,,,\n1,2025-09-01,买纸,10201,,,",
        "2 ledger.amount_missing 3 ledger.amount_missing",
    ),
    (
        "两边都有数",
        "1,2025-09-01,买纸,51302,,5,5\n1,2025-09-01,买纸,10201,,,0",
        "2 ledger.both_sides 3 ledger.amount_missing",
    ),
    ("没有摘要", "1,2025-09-01,,51302,,5,\n1,2025-09-01,,10201,,,5", "2 ledger.summary_empty 3 ledger.summary_empty"),
    ("不认识的科目", "1,2025-09-01,买纸,办公桌费,,5,\n1,2025-09-01,买纸,10201,,,5", "2 intake.unknown_account"),
    ("不认识的明细", "1,2025-09-01,买纸,管理费用,茶叶,5,\n1,2025-09-01,买纸,10201,,,5", "2 intake.unknown_detail"),
    ("没有写明细", "1,2025-09-01,借支,内部往来,,5,\n1,2025-09-01,借支,10201,,,5", "2 intake.detail_needed"),
    ("早于启用", "1,2024-12-31,买纸,51302,,5,\n1,2024-12-31,买纸,10201,,,5", "2 ledger.before_enabled"),
    ("还没有到", "1,2025-11-01,买纸,51302,,5,\n1,2025-11-01,买纸,10201,,,5", "2 ledger.in_the_future"),
    ("已结账", "1,2025-01-31,买纸,51302,,5,\n1,2025-01-31,买纸,10201,,,5", "2 ledger.period_closed"),
    ("没有这一天", "1,2025-02-30,买纸,51302,,5,\n1,2025-02-30,买纸,10201,,,5", "2 intake.bad_date 3 intake.bad_date"),
    ("一张凭证两个日期", "1,2025-09-01,买纸,51302,,5,\n1,2025-09-02,买纸,10201,,,5", "3 intake.two_dates"),
    ("公式", "1,2025-09-01,=HYPERLINK(1),51302,,5,\n1,2025-09-01,买纸,10201,,,5", "2 intake.formula_cell"),
    ("不认识的类别", "1,2025-09-01,买纸,51302,,5,,年结\n1,2025-09-01,买纸,10201,,,5,", "2 intake.bad_kind"),
];

async fn taken(book: &Kept, bytes: Vec<u8>) -> Outcome<usize> {
    let (by, checker) = (book.maker.clone(), book.checker.clone());
    let taking = book.db.write(move |tx| {
        Box::pin(async move {
            let vouchers = ledger::read_vouchers(ledger::utf8_text(&bytes)?).map_err(Failure::Refused)?;
            ledger::import_vouchers(tx, &by, &checker, &vouchers, MissingDetails::Refuse, now()).await
        })
    });
    taking.await.map(|done| done.count)
}

/// `row code row code`, in the order they were said.
fn told(failure: &Failure) -> String {
    let one = |r: &mingzhang::kernel::Refused| format!("{} {}", r.row.unwrap_or(0), r.code);
    failure.refusals().iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Rows as they are written above: the `kind` column may be left away.
fn file(rows: &str) -> Vec<u8> {
    let row = |r: &str| if r.matches(',').count() < 7 { format!("{r},") } else { r.to_owned() };
    let rows: Vec<String> = rows.lines().map(row).collect();
    format!("{HEAD}{}\n", rows.join("\n")).into_bytes()
}

async fn nothing_is_kept(db: &Db, book: &Kept, what: &str) {
    let mut view = db.read().await.expect("a view");
    let (first, last) = ("2024-01".parse().expect("a month"), "2025-12".parse().expect("a month"));
    let there = ledger::vouchers_between(&mut view, book.book, first, last).await.expect("vouchers");
    assert!(there.is_empty(), "{what}: 半截留下了");
}

#[tokio::test]
async fn 凭证文件的每一种错_指名道姓_指到行_不留半截() {
    each_engine(async |db| {
        let book = Kept::in_fresh_township(&db).await;
        book.closes("2025-01".parse().expect("a month")).await.expect("closed");
        for (what, rows, expected) in FILES {
            let refused = taken(&book, file(&format!("{rows}\n{SOUND}"))).await.err();
            let refused = refused.unwrap_or_else(|| panic!("{what}: 没有被拒绝"));
            assert_eq!(told(&refused), expected, "{what}\n{refused}");
            nothing_is_kept(&db, &book, what).await;
        }
    })
    .await;
}

#[tokio::test]
async fn 不像样的文件_说清楚像什么() {
    let vouchers = |bytes: &[u8]| match ledger::utf8_text(bytes) {
        Ok(text) => ledger::read_vouchers(text).err().map(Failure::Refused),
        Err(refused) => Some(refused.into()),
    };
    let told_of = |bytes: &[u8]| vouchers(bytes).map(|f| told(&f)).unwrap_or_default();
    let (gbk, _, _) = encoding_rs::GB18030.encode("voucher,date\n1,买纸\n");
    assert_eq!(told_of(&gbk), "2 intake.not_utf8");
    assert_eq!(told_of(b""), "0 intake.empty");
    assert_eq!(told_of(b"\xEF\xBB\xBF \n"), "0 intake.empty");
    assert_eq!(told_of(b"PK\x03\x04\xff\xfe"), "1 intake.not_utf8");
    assert_eq!(told_of("凭证,日期\n1,2025-09-01\n".as_bytes()), "1 intake.bad_header");
    assert_eq!(told_of(format!("{HEAD}1,2025-09-01\n").as_bytes()), "2 intake.row_width");
}

#[tokio::test]
async fn 同一个文件导入两次_第二次指出已有的凭证() {
    each_engine(async |db| {
        let book = Kept::in_fresh_township(&db).await;
        assert_eq!(taken(&book, file(SOUND)).await.expect("taken in"), 1);
        let refused = taken(&book, file(SOUND)).await.expect_err("twice");
        assert_eq!(told(&refused), "2 intake.imported_before");
        assert!(refused.to_string().contains("记-0001"), "{refused}");
        assert_eq!(book.chain("2025-09".parse().expect("a month")).await.len(), 1);
    })
    .await;
}
