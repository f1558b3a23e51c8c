//! 证明: one byte changed below the program, anywhere, and the page, the check and the command name the line.

use std::path::Path;
use std::process::Command;

use mingzhang::checks;
use mingzhang::db::{Db, Durability};
use mingzhang::disclosure::{self, LineProof, Proof, Verification};
use mingzhang::kernel::{Digest, Quarter};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row};

use crate::package::quarter;
use crate::support::Place;
use crate::support::each_engine;
use crate::support::liuxi::{Liuxi, spring};
use crate::support::package::packed;
use crate::support::sheets::publishes;
use crate::support::story::Story;
use crate::walls::run;

/// What is bought in the quarter of the story.
const STONES: &str = "修桥石料";

/// A text with one byte of it changed: the last one of `word`.
fn one_byte_changed(text: &str, word: &str) -> String {
    let at = text.rfind(word).unwrap_or_else(|| panic!("no {word} in {text}")) + word.len() - 1;
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = match bytes[at] {
        b'f' => b'0',
        b'9' => b'a',
        other => other + 1,
    };
    String::from_utf8(bytes).expect("still text")
}

async fn value(db: &Db, sql: &str) -> String {
    let mut tx = db.read().await.expect("a view");
    let row = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_one(tx.conn()).await.expect("a row");
    row.get::<String, _>(0)
}

/// The guards of a table are taken away, by somebody below the program.
async fn unguarded(db: &Db, table: &str) {
    if db.engine_name() == "postgres" {
        return run(db, &format!("alter table {table} disable trigger user")).await.expect("no guards");
    }
    let sql = format!(
        "select coalesce(group_concat('drop trigger ' || name, ';'), '') from sqlite_master
         where type = 'trigger' and tbl_name = '{table}'"
    );
    let drops = value(db, &sql).await;
    run(db, &drops).await.expect("no guards");
}

async fn proved(db: &Db, token: &str) -> Verification {
    disclosure::verify(&mut db.read().await.expect("a view"), token).await.expect("a sheet")
}

/// One column of one row with one byte changed; `word` is where.
struct Change {
    table: &'static str,
    column: &'static str,
    /// Which row, as a condition.
    row: &'static str,
    word: &'static str,
}

/// The voucher with the grant to a poor household.
const OF_THE_GRANT: &str = "id in (select voucher_id from entry where summary = '困难户补助')";

/// The voucher with the stones.
const OF_THE_STONES: &str = "voucher_id in (select voucher_id from entry where summary like '%修桥石料%')";

const CHANGES: [Change; 6] = [
    Change { table: "entry", column: "summary", row: "line = 1 and summary like '%修桥石料%'", word: STONES },
    Change {
        table: "voucher",
        column: "digest",
        row: "id in (select voucher_id from entry where summary like '%修桥石料%')",
        word: "",
    },
    Change { table: "voucher_document", column: "digest", row: OF_THE_STONES, word: "" },
    Change {
        table: "source_document",
        column: "digest",
        row: "id in (select d.document_id from voucher_document d join entry e on e.voucher_id = d.voucher_id
                     where e.summary like '%修桥石料%')",
        word: "",
    },
    Change { table: "publication", column: "content", row: "content like '%修桥石料%'", word: STONES },
    Change {
        table: "source_document",
        column: "issuer",
        row: "issuer <> '' and id in (select d.document_id from voucher_document d join entry e on e.voucher_id = d.voucher_id
                                      where e.summary like '%修桥石料%')",
        word: "",
    },
];

impl Change {
    /// The statements that make it and take it back.
    async fn statements(&self, db: &Db) -> (String, String) {
        let Change { table, column, row, word } = self;
        let old = value(db, &format!("select {column} from {table} where {row} limit 1")).await;
        let new = one_byte_changed(&old, word);
        let set = |to: &str, from: &str| {
            let (to, from) = (to.replace('\'', "''"), from.replace('\'', "''"));
            format!("update {table} set {column} = '{to}' where {column} = '{from}'")
        };
        // Several lines of a voucher bear one summary: the change is to one row, whatever its neighbours say.
        let first = if *table == "entry" { " and line = 1" } else { "" };
        (format!("{}{first}", set(&new, &old)), format!("{}{first}", set(&old, &new)))
    }
}

#[tokio::test]
async fn 程序下面改一个字节_公开页_稽核_审计包都说得出是哪一笔() {
    Story::tell(async |t| {
        quarter(t).await;
        let db = t.app.db.clone();
        let token = value(&db, "select token from publication").await;
        let sheet = t.passer_by_sees(&format!("/p/{token}")).await.ok();
        sheet.shows("两个码一样").hides("▲");
        let line = sheet.link(STONES);
        let key = line.rsplit('/').next().expect("a key").to_owned();
        t.passer_by_sees(&line).await.ok().shows("和账核对过").hides("▲");
        for change in &CHANGES {
            unguarded(&db, change.table).await;
            let (make, undo) = change.statements(&db).await;
            run(&db, &make).await.expect("changed");
            let what = format!("{} {}", change.table, change.column);
            let found = proved(&db, &token).await;
            assert_ne!(found.proof, Proof::Holds, "{what}");
            assert!(
                found.broken.iter().any(|b| b.lines.iter().any(|k| k.to_string() == key)),
                "{what}: {:?}",
                found.broken
            );
            t.passer_by_sees(&format!("/p/{token}")).await.ok().shows("▲").shows("以公开栏上的纸为准");
            t.passer_by_sees(&line).await.ok().shows("▲ 这一笔对不上了");
            let judged = checks::all(&mut db.read().await.expect("a view"), None, None).await.expect("checks");
            let published = judged.iter().find(|f| f.id == "disclosure.published").expect("the check");
            assert!(published.problems.iter().any(|p| p.what.contains("记-")), "{what}: {:?}", published.problems);
            let folder = tempfile::tempdir().expect("a folder");
            packed(&t.app, "LJ", 2025, &folder.path().join("p")).await.expect("a package");
            let told = verified(&folder.path().join("p"), &[], 1);
            assert!(told.to_string().contains(&key), "{what}: {told}");
            run(&db, &undo).await.expect("put back");
            assert_eq!(proved(&db, &token).await.proof, Proof::Holds, "{what} put back");
        }
    })
    .await;
}

#[tokio::test]
async fn 金额差一分_校验码差一个字_少一张凭证_也都说得出() {
    each_engine(async |db: Db| {
        let liuxi = Liuxi::entered(&db).await;
        liuxi.closes_through(&db, 12).await;
        let head = publishes(&db, liuxi.book, Quarter::new(2024, 4).expect("a quarter"), spring()).await;
        for table in ["entry", "voucher", "publication", "publication_proof"] {
            unguarded(&db, table).await;
        }
        let digest = value(&db, &format!("select digest from voucher where {OF_THE_GRANT} limit 1")).await;
        let no_digest = format!("{}#", &digest[..63]);
        let digest_is = |to: &str, from: &str| format!("update voucher set digest = '{to}' where digest = '{from}'");
        let one_fen = |sign: &str| {
            format!("update entry set fen_debit = fen_debit {sign} 1 where summary = '困难户补助' and fen_debit > 0")
        };
        let code = |to: &str, from: &str| format!("update publication set code = '{to}' where code = '{from}'");
        let other = one_byte_changed(&head.code, "");
        for (make, undo, names) in [
            (one_fen("+"), one_fen("-"), "凭证的内容被改动"),
            (digest_is(&no_digest, &digest), digest_is(&digest, &no_digest), "凭证存的指纹被改动"),
            (
                digest_is(&digest.to_uppercase(), &digest),
                digest_is(&digest, &digest.to_uppercase()),
                "凭证存的指纹被改动",
            ),
            (code(&other, &head.code), code(&head.code, &other), "校验码或证明清单被改动"),
            (
                "update publication_proof set leaves = replace(leaves, 'voucher', 'vouchor')".into(),
                "update publication_proof set leaves = replace(leaves, 'vouchor', 'voucher')".into(),
                "校验码或证明清单被改动",
            ),
        ] {
            run(&db, &make).await.expect("changed");
            let found = proved(&db, &head.token).await;
            assert_ne!(found.proof, Proof::Holds, "{make}");
            assert!(found.broken.iter().any(|b| b.what.contains(names)), "{make}: {:?}", found.broken);
            run(&db, &undo).await.expect("put back");
            assert_eq!(proved(&db, &head.token).await.proof, Proof::Holds, "{undo}");
        }
    })
    .await;
}

#[tokio::test]
async fn 以前公布的表没有证明清单_码还是内容的码_照样证得出() {
    each_engine(async |db: Db| {
        let liuxi = Liuxi::entered(&db).await;
        liuxi.closes_through(&db, 12).await;
        let head = publishes(&db, liuxi.book, Quarter::new(2024, 4).expect("a quarter"), spring()).await;
        for table in ["entry", "publication", "publication_proof"] {
            unguarded(&db, table).await;
        }
        run(&db, "delete from publication_proof").await.expect("as it was before");
        let found = proved(&db, &head.token).await;
        assert_eq!(found.proof, Proof::ContentChanged, "a tree cannot be taken away without its code");
        let before = Digest::of(value(&db, "select content from publication").await.as_bytes()).short_code();
        run(&db, &format!("update publication set code = '{before}'")).await.expect("the code of those days");
        let found = proved(&db, &head.token).await;
        assert_eq!((found.proof, found.code_now), (Proof::Holds, before));
        assert!(found.leaves.is_none());
        run(&db, "update entry set summary = '困难户补功' where summary = '困难户补助'").await.expect("changed");
        let found = proved(&db, &head.token).await;
        assert!(found.broken.iter().any(|b| !b.lines.is_empty()), "{:?}", found.broken);
        run(&db, "update entry set summary = '困难户补助' where summary = '困难户补功'").await.expect("put back");
    })
    .await;
}

#[tokio::test]
async fn 数据库文件里改一个字节_说得出是哪一笔() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("book.db");
    let place = Place::File(file.clone());
    let db = place.open(Durability::Durable).await;
    let liuxi = Liuxi::entered(&db).await;
    liuxi.closes_through(&db, 12).await;
    let head = publishes(&db, liuxi.book, Quarter::new(2024, 4).expect("a quarter"), spring()).await;
    db.close().await;
    let whole = std::fs::read(&file).expect("the file");
    let word = "困难户补助".as_bytes();
    let places: Vec<usize> = (0..whole.len() - word.len()).filter(|i| whole[*i..].starts_with(word)).collect();
    let mut named = 0;
    for at in &places {
        let mut bytes = whole.clone();
        bytes[at + word.len() - 1] ^= 1;
        std::fs::write(&file, bytes).expect("written below the program");
        let db = place.open(Durability::Durable).await;
        let found = proved(&db, &head.token).await;
        db.close().await;
        // A page the database has given up still holds old bytes: nothing stands on them, and the sheet holds.
        if found.proof != Proof::Holds {
            let lines: Vec<_> = found.broken.iter().flat_map(|b| &b.lines).collect();
            let of_word = found.sheet.keyed_lines().into_iter().filter(|l| lines.contains(&&l.key));
            assert!(of_word.count() > 0, "{:?}", found.broken);
            named += 1;
        }
    }
    assert!(named >= 3, "two entries and the sheet itself: {named} of {}", places.len());
}

/// `mingzhang verify-sheet` in its own process, with nothing but the file.
fn verified(file: &Path, more: &[&str], status: i32) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingzhang"));
    command.arg("verify-sheet").arg(file).args(more).args(["--format", "json", "--log", "warn"]);
    let ran = command.current_dir(std::env::temp_dir()).output().expect("the program starts");
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert_eq!(ran.status.code(), Some(status), "{out}{err}");
    let said = if out.trim().is_empty() { err } else { out };
    serde_json::from_str(said.trim()).unwrap_or_else(|e| panic!("{e}: {said}"))
}

#[tokio::test]
async fn 只拿审计包或一笔的证明_不用数据库_就验得出() {
    Story::tell(async |t| {
        quarter(t).await;
        let token = value(&t.app.db, "select token from publication").await;
        let sheet = t.passer_by_sees(&format!("/p/{token}")).await.ok();
        let line = sheet.link(STONES);
        let key = line.rsplit('/').next().expect("a key").to_owned();
        let code = value(&t.app.db, "select code from publication").await;
        let folder = tempfile::tempdir().expect("a folder");
        let package = folder.path().join("package");
        packed(&t.app, "LJ", 2025, &package).await.expect("a package");
        let told = verified(&package, &["--code", &code.to_lowercase()], 0);
        assert_eq!(
            (&told["sheets"][0]["code"], &told["sheets"][0]["code_now"]),
            (&Value::from(code.as_str()), &told["sheets"][0]["code"])
        );
        verified(&package, &["--code", "2222-2222-2222-2222"], 1);
        a_byte_of_a_document(&package, &key);

        let proof = t.passer_by_sees(&format!("{line}/proof")).await.ok();
        assert!(proof.bytes.len() < 1_500, "{} bytes", proof.bytes.len());
        let file = folder.path().join("line.json");
        std::fs::write(&file, &proof.bytes).expect("a file");
        let told = verified(&file, &["--code", &code], 0);
        assert_eq!((&told["line"], &told["amount"]), (&Value::from(key), &Value::from("1200.00")));
        verified(&file, &["--code", "2222-2222-2222-2222"], 1);
        let text = String::from_utf8(proof.bytes).expect("text");
        for (from, to) in [("1200.00", "1200.01"), (STONES, "修路石料"), ("\"out\"", "\"in\"")] {
            std::fs::write(&file, text.replacen(from, to, 1)).expect("a file");
            assert_eq!(verified(&file, &[], 1)["code"], "disclosure.line_not_proved", "{from}");
        }
        std::fs::write(&file, "{}").expect("a file");
        assert_eq!(verified(&file, &[], 1)["code"], "disclosure.not_a_proof");
        assert!(LineProof::read(&text).expect("a proof").prove().is_ok());
    })
    .await;
}

/// The photo of the receipt in the package, changed by one byte.
fn a_byte_of_a_document(package: &Path, key: &str) {
    let documents = std::fs::read_dir(package.join("documents")).expect("documents");
    let pictures: Vec<_> = documents.map(|d| d.expect("a file").path()).collect();
    let mut named = 0;
    for picture in pictures {
        let whole = std::fs::read(&picture).expect("a picture");
        let mut bytes = whole.clone();
        bytes[100] ^= 1;
        std::fs::write(&picture, bytes).expect("changed");
        let told = verified(package, &[], 1);
        assert!(told["files"].to_string().contains("documents/"), "{told}");
        // The photo of the board is in the package too, and stands behind no line.
        named += usize::from(told["sheets"].to_string().contains(&format!("\"{key}\"")));
        std::fs::write(&picture, whole).expect("put back");
    }
    assert_eq!(named, 1, "the receipt's photo is the line's");
    verified(package, &[], 0);
}
