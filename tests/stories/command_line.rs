//! The command line is a contract: what goes in, what comes out, and how the program ends.

use mingzhang::db::Durability;
use mingzhang::kernel::Fault;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use crate::support::cases::Case;
use crate::support::program::Program;

/// Takes a case in through the two imports.
fn takes_in(program: &Program, book: &str, case: &Case) {
    let opening = program.file("opening.csv", case.opening_csv());
    let vouchers = program.file("vouchers.csv", case.vouchers_csv());
    let into = |what, file: &str| ["import", what, "--book", book, "--create-details", file].map(str::to_owned);
    for command in [into("opening", &opening), into("vouchers", &vouchers)] {
        program.runs(&command.iter().map(String::as_str).collect::<Vec<_>>()).done();
    }
}

fn report(program: &Program, kind: &str, book: &str, case: &Case) -> Value {
    let (first, last) = case.span();
    let span = [first.to_string(), last.to_string()];
    let wanted = ["report", kind, "--book", book, "--from", &span[0], "--to", &span[1], "--format", "json"];
    program.runs(&wanted).done().json()
}

/// The text under `key` of the row whose `name` is that.
fn cell(rows: &Value, name: &str, key: &str) -> Value {
    let plain = |t: &str| t.replace('（', "(").replace('）', ")");
    let found = rows.as_array().expect("rows").iter().find(|r| plain(r["name"].as_str().unwrap_or("")) == plain(name));
    found.unwrap_or_else(|| panic!("没有「{name}」:{rows}"))[key].clone()
}

#[tokio::test]
async fn 全年账从两个文件进去_三张表的每个数从命令行出来() {
    Program::on_each_engine(async |program| {
        let case = Case::named("LS-12");
        program.has_township_and_book("LX", "2024-01");
        takes_in(program, "LX", &case);
        let trial = report(program, "trial-balance", "LX", &case);
        for row in case.expected["trial_balance"].as_array().expect("rows") {
            for (key, wanted) in row.as_object().expect("a row").iter().filter(|(key, _)| *key != "account") {
                assert_eq!(cell(&trial["rows"], row["account"].as_str().expect("a name"), key), *wanted, "{row} {key}");
            }
        }
        for (key, wanted) in case.expected["trial_balance_totals"].as_object().expect("totals") {
            assert_eq!(trial["totals"][key], *wanted, "{key}");
        }
        let sheet = report(program, "balance-sheet", "LX", &case);
        for column in ["opening", "closing"] {
            for (name, wanted) in case.expected["balance_sheet"][column].as_object().expect("lines") {
                assert_eq!(cell(&sheet["lines"], name, column), *wanted, "{name} {column}");
            }
        }
        let surplus = report(program, "surplus-statement", "LX", &case);
        for (name, wanted) in case.expected["income_and_distribution"].as_object().expect("lines") {
            assert_eq!(cell(&surplus["lines"], name, "current"), *wanted, "{name}");
        }
        // A year without a plan: the same figures as what nobody planned, to the fen.
        let budget = ["report", "budget", "--book", "LX", "--year", "2024", "--format", "json"];
        let done = program.runs(&budget).done().json();
        let rows = done["rows"].as_array().expect("rows");
        assert!(!rows.is_empty() && rows.iter().all(|r| r["planned"].is_null()), "{done}");
        assert_eq!(done, report(program, "budget", "LX", &case), "--year is the year's months");
        assert_eq!(program.runs(&["report", "budget", "--book", "LX"]).status, 2);
        let twice = ["report", "budget", "--book", "LX", "--year", "2024", "--from", "2024-01", "--to", "2024-02"];
        assert_eq!(program.runs(&twice).status, 2);
    })
    .await;
}

#[tokio::test]
async fn 改动一个字节_稽核指出是哪一张凭证() {
    Program::on_each_engine(async |program| {
        let case = Case::named("LS-12");
        program.has_township_and_book("LX", "2024-01");
        takes_in(program, "LX", &case);
        let sound = program.runs(&["check", "--format", "json"]).done().json();
        assert_eq!(sound["ok"], json!(true));
        behind_its_back(
            program,
            "update entry set summary = '收回村民甲欠承包贽' where summary = '收回村民甲欠承包费'",
        )
        .await;
        let broken = program.runs(&["check"]);
        assert_eq!(broken.status, 1);
        assert!(broken.words().contains("2024-01 记-0001"), "{}", broken.words());
        let broken = program.runs(&["check", "--format", "json", "--book", "LX"]);
        assert_eq!((broken.status, &broken.json()["ok"]), (1, &json!(false)));
    })
    .await;
}

/// What somebody with the database's own tools could do: take the triggers away, then change a row.
async fn behind_its_back(program: &Program, change: &'static str) {
    let db = program.database().open(Durability::Durable).await;
    let disarm = match db.engine_name() {
        "sqlite" => "drop trigger entry_no_update",
        _ => "drop trigger entry_no_change on entry",
    };
    let changing = db.write(move |tx| {
        Box::pin(async move {
            for sql in [disarm, change] {
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(tx.conn()).await.map_err(Fault::while_("tampering"))?;
            }
            Ok(())
        })
    });
    changing.await.expect("tampered with");
    db.close().await;
}

#[tokio::test]
async fn 拒绝时退出码是一_标准错误是一个对象_列出每一行() {
    Program::on_each_engine(async |program| {
        program.has_township_and_book("LX", "2024-01");
        let rows = "voucher,date,summary,account,detail,debit,credit\n\
                    1,2024-01-05,买纸,51302,,10.00,\n1,2024-01-05,买纸,10201,,,9.00\n\
                    2,2024-01-05,买笔,没有的科目,,1.005,\n2,2024-01-05,买笔,10201,,,1\n";
        let file = program.file("vouchers.csv", rows);
        let refused = program.runs(&["import", "vouchers", "--book", "LX", &file, "--format", "json"]);
        let told = refused.refused();
        assert!(refused.out.is_empty());
        assert_eq!(told["code"], json!("intake.bad_amount"));
        assert_eq!(told["details"][0]["row"], json!(4));
        let file = program.file("vouchers.csv", rows.replace("1.005", "1.00"));
        let told = program.runs(&["import", "vouchers", "--book", "LX", &file, "--format", "json"]).refused();
        let codes: Vec<(&Value, &Value)> =
            told["details"].as_array().expect("details").iter().map(|d| (&d["row"], &d["code"])).collect();
        assert_eq!(codes, [(&json!(4), &json!("intake.unknown_account")), (&json!(2), &json!("ledger.unbalanced"))]);
        assert_eq!(program.runs(&["check"]).status, 0);
    })
    .await;
}

#[tokio::test]
async fn 用错了退出码是二_没有的账套退出码是一() {
    Program::on_each_engine(async |program| {
        assert_eq!(program.runs(&["report", "no-such-report"]).status, 2);
        assert_eq!(program.runs(&[]).status, 2);
        program.has_township_and_book("LX", "2024-01");
        let span = ["--from", "2024-01", "--to", "2024-12"];
        let unknown = program.runs(&[&["report", "journal", "--book", "NO"], &span[..]].concat());
        assert_eq!(unknown.refused()["code"], json!("village.no_such_book"));
        let backwards = ["report", "journal", "--book", "LX", "--from", "2024-12", "--to", "2024-01"];
        assert_eq!(program.runs(&backwards).refused()["code"], json!("statements.backwards"));
        let again = program.runs(&["init", "--township", "青溪镇"]).refused();
        assert!(again["message"].as_str().is_some_and(|m| !m.is_empty()), "{again}");
    })
    .await;
}

#[tokio::test]
async fn 设置可以来自文件_环境和参数_参数为准() {
    Program::on_each_engine(async |program| {
        let file = program.file("zhang.toml", "log_format = \"json\"\nlisten = \"127.0.0.1:0\"\n");
        let with_file = program.command(&["check"]).env("MINGZHANG_CONFIG", &file).output().expect("it starts");
        assert_eq!(with_file.status.code(), Some(0), "{}", String::from_utf8_lossy(&with_file.stderr));
        let unknown = program.file("wrong.toml", "lisen = \"127.0.0.1:0\"\n");
        let refused = program.command(&["check", "--config", &unknown]).output().expect("it starts");
        assert_eq!(refused.status.code(), Some(3));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("lisen"), "{refused:?}");
        let gone = program.command(&["check", "--config", "no-such-file.toml"]).output().expect("it starts");
        assert_eq!(gone.status.code(), Some(3));
    })
    .await;
}

#[tokio::test]
async fn 电子发票读出来与票面一致_带外部定义的被拒绝() {
    Program::on_each_engine(async |program| {
        for case in ["ei_normal_2lines", "ei_red"] {
            let file = format!("{}/tests/cases/einvoice/{case}", env!("CARGO_MANIFEST_DIR"));
            let wanted: Value =
                serde_json::from_slice(&std::fs::read(format!("{file}.expected.json")).expect("a file"))
                    .expect("an expectation");
            let read = program.runs(&["evidence", "read", &format!("{file}.xml"), "--format", "json"]).done().json();
            for (key, wanted) in wanted.as_object().expect("figures").iter().filter(|(key, _)| *key != "data") {
                assert_eq!(read[key], *wanted, "{case} {key}");
            }
        }
        let hostile =
            program.file("票.xml", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><EInvoice>&a;</EInvoice>");
        let refused = program.runs(&["evidence", "read", &hostile, "--format", "json"]);
        assert_eq!((refused.status, &refused.refused()["code"]), (1, &json!("e_invoice.definition")));
        let photograph = program.file("票.xml", "<Other></Other>");
        let refused = program.runs(&["evidence", "read", &photograph, "--format", "json"]);
        assert_eq!((refused.status, &refused.refused()["code"]), (1, &json!("e_invoice.none_inside")));
    })
    .await;
}

#[tokio::test]
async fn 一条命令结到年底并封存_说出做了哪些凭证() {
    Program::on_each_engine(async |program| {
        let mut case = Case::named("LS-12");
        case.transactions.retain(|t| !t.is_closing());
        program.has_township_and_book("LX", "2024-01");
        takes_in(program, "LX", &case);
        let close = ["close", "--book", "LX", "--year", "2024", "--seal", "--format", "json"];
        let done = program.runs(&close).done().json();
        assert_eq!(done["closed"].as_array().map(Vec::len), Some(12));
        let made: Vec<(&Value, &Value)> =
            done["vouchers"].as_array().expect("vouchers").iter().map(|v| (&v["total"], &v["prepared"])).collect();
        let totals: Vec<&Value> = made.iter().map(|(total, _)| *total).collect();
        assert_eq!(totals, [&json!("283026.38"), &json!("202355.00"), &json!("80671.38")]);
        assert!(made.iter().all(|(_, prepared)| *prepared != &done["vouchers"][0]["reviewed"]));
        assert_eq!(done["seal"]["total"], json!("2163721.88"));
        assert_eq!(program.runs(&["check"]).status, 0);
        assert_eq!(program.runs(&close).refused()["code"], json!("ledger.period_closed"));
        assert_eq!(program.runs(&["close", "--book", "LX"]).status, 2);
    })
    .await;
}
