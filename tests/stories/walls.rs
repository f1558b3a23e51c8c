//! The last line of defence: what the database itself refuses, whoever asks, with the service's own rights.

use mingzhang::db::{Db, Durability};
use mingzhang::kernel::Fault;
use sqlx::AssertSqlSafe;

use crate::support::each_place;

/// One village, one book, two accounts, and one honest voucher, 记-0001 of 2024-01.
const BOOK: &str = "
insert into village values ('v', '001', '李家村', '2024-01-01T00:00:00.000000Z');
insert into book values ('b', 'v', '001', '李家村集体', '李家村经济合作社', 'collective', '2024-01', '2024-01-01T00:00:00.000000Z', 1);
insert into account values ('cash', '', '101', '', '库存现金', 'asset', 'debit', 'cash', '', 0, '', 'kcxj', null);
insert into account values ('bank', '', '102', '', '银行存款', 'asset', 'debit', 'bank', '', 0, '', 'yhck', null);
";

/// What is tried, and the word the database refuses it with, where the two engines use the same one.
const ATTEMPTS: [(&str, &str, &str); 24] = [
    ("借贷不等", "V v2 2 100000; E v2 1 100000 0; E v2 2 0 99999", "UNBALANCED"),
    ("合计与分录不符", "V v2 2 90000; E v2 1 100000 0; E v2 2 0 100000", "UNBALANCED"),
    ("少一条分录", "V v2 2 100000; E v2 1 100000 0", "UNBALANCED"),
    ("没有分录", "V v2 2 0", "UNBALANCED"),
    ("跳号", "V v2 3 100000; E v2 1 100000 0; E v2 2 0 100000", "GAP"),
    ("重号", "V v2 1 100000; E v2 1 100000 0; E v2 2 0 100000", "GAP"),
    ("号从零起", "V v2 0 100000; E v2 1 100000 0; E v2 2 0 100000", ""),
    ("往已记账的凭证里添分录", "E v1 3 5 0", "IMMUTABLE"),
    ("改日期", "update voucher set date = '2024-01-31'", "IMMUTABLE"),
    ("改号", "update voucher set no = 7", "IMMUTABLE"),
    ("改制单人", "update voucher set prepared_by = 'x'", "IMMUTABLE"),
    ("删凭证", "delete from voucher", "IMMUTABLE"),
    ("改金额", "update entry set fen_debit = 1 where line = 1", "IMMUTABLE"),
    ("改科目", "update entry set account_id = 'bank'", "IMMUTABLE"),
    ("删分录", "delete from entry where line = 2", "IMMUTABLE"),
    ("改日志", "update audit_event set act = 'nothing'", "IMMUTABLE"),
    ("删日志", "delete from audit_event", "IMMUTABLE"),
    ("制单审核同一人", "S", ""),
    ("分录金额为零", "E v9 1 0 0", ""),
    ("分录没有凭证", "E v9 1 100 0", ""),
    ("分录两边都有数", "E v9 1 100 100", ""),
    // Each engine has its own back door; the other one does not know the word.
    ("顶替凭证", "insert or replace into voucher select * from voucher", ""),
    ("顶替分录", "insert or replace into entry select * from entry", ""),
    ("清空", "truncate voucher, entry, voucher_document", ""),
];

#[tokio::test]
async fn 数据库自己拒绝任何对已记账凭证的改动() {
    each_place(async |place| {
        let db = place.open(Durability::Fleeting).await;
        run(&db, BOOK).await.expect("a book");
        run(&db, &spelled("V v1 1 100000; E v1 1 100000 0; E v1 2 0 100000")).await.expect("an honest voucher");
        run(&db, EVENT).await.expect("an event");
        for (what, attempt, word) in ATTEMPTS {
            let refused = run(&db, &spelled(attempt)).await.err().unwrap_or_else(|| panic!("{what}: 没有被拒绝"));
            assert!(refused.contains(word), "{what}: 应以 {word} 拒绝,却是 {refused}");
        }
        run(&db, &spelled("V v2 2 50; E v2 1 50 0; E v2 2 0 50")).await.expect("the next honest voucher");
        db.close().await;
    })
    .await;
}

const EVENT: &str = "insert into audit_event values \
    ('township', 1, '2024-01-01T00:00:00.000000Z', '', '系统', 'a', 'b', '', '', '', '', '')";

/// `V id no total` is a voucher, `E voucher line debit credit` an entry, `S` a voucher its preparer reviewed;
/// entries go in before their voucher. Anything else is SQL.
fn spelled(attempt: &str) -> String {
    let mut parts: Vec<String> = attempt.split("; ").map(one).collect();
    parts.sort_by_key(|sql| sql.starts_with("insert into voucher"));
    parts.join(";\n")
}

fn one(part: &str) -> String {
    match part.split(' ').collect::<Vec<_>>()[..] {
        ["V", id, no, total] => voucher(id, no, total, "reviewer"),
        ["S"] => voucher("v2", "2", "0", "preparer"),
        ["E", voucher, line, debit, credit] => format!(
            "insert into entry values ('{voucher}', {line}, 'b', '2024-01', 'cash', '', '', '', '提现', {debit}, {credit})"
        ),
        _ => part.to_owned(),
    }
}

fn voucher(id: &str, no: &str, total: &str, reviewer: &str) -> String {
    format!(
        "insert into voucher values ('{id}', 'b', '2024-01', '记', {no}, '2024-01-15', 'regular', 1, 2, {total}, \
         '', '', '', 'preparer', '甲', '{reviewer}', '乙', 'poster', '丙', '2024-01-15T00:00:00.000000Z', '', '', '')"
    )
}

/// Runs SQL with the service's own rights; what the database answers when it refuses.
pub async fn run(db: &Db, sql: &str) -> Result<(), String> {
    let sql = sql.to_owned();
    let done = db.write(move |tx| {
        Box::pin(async move {
            let ran = sqlx::raw_sql(AssertSqlSafe(sql)).execute(tx.conn()).await;
            ran.map(drop).map_err(|e| Fault::new("running raw SQL", e).into())
        })
    });
    done.await.map_err(|failure| match failure {
        mingzhang::kernel::Failure::Fault(fault) => fault.chain(),
        refused => refused.to_string(),
    })
}
