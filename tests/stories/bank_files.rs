//! Every bank file under `tests/cases/bank` reads to exactly what stands beside it.

use std::fs;
use std::path::Path;

use mingzhang::reconcile::{RowOrder, read_statement};
use serde_json::{Value, json};

#[test]
fn every_bank_file_reads_to_its_expected_rows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/bank");
    let mut seen = 0;
    for entry in fs::read_dir(&folder).expect("the cases are there") {
        let path = entry.expect("a readable folder").path();
        let Some(file) = path.to_string_lossy().strip_suffix(".expected.json").map(str::to_owned) else {
            continue;
        };
        let expected: Value = serde_json::from_slice(&fs::read(&path).expect("readable")).expect("json");
        let statement = read_statement(&fs::read(&file).expect("the bank file"), None)
            .unwrap_or_else(|refused| panic!("{file}: {refused}"));
        let rows: Vec<Value> = statement
            .chronological()
            .into_iter()
            .map(|row| {
                let mut shown = json!(row);
                let held = shown.as_object_mut().expect("an object");
                assert!(held.remove("row").and_then(|r| r.as_u64()).is_some_and(|r| r > 1), "{file}");
                shown
            })
            .collect();
        assert_eq!(json!(rows), expected["rows_chronological"], "{file}");
        assert_eq!(json!(statement.balance_opening()), expected["opening_balance"], "{file}");
        assert_eq!(json!(statement.balance_closing()), expected["closing_balance"], "{file}");
        assert_eq!(json!(statement.total_in()), expected["total_in"], "{file}");
        assert_eq!(json!(statement.total_out()), expected["total_out"], "{file}");
        let order =
            if expected["row_order_in_file"] == "ascending" { RowOrder::Ascending } else { RowOrder::Descending };
        assert_eq!(statement.order(), order, "{file}");
        let encoding = expected["encoding"].as_str().expect("an encoding");
        assert!(encoding.starts_with(&statement.encoding.to_string()), "{file}: {encoding}");
        if let Some(number) = &statement.account_number {
            let tail = expected["account_no_tail"].as_str().expect("a tail");
            assert!(number.ends_with(tail), "{file}: {number}");
            statement.require_account(tail).expect("the account the file names");
            assert!(statement.require_account("9999").is_err(), "{file}");
        }
        if let Some(name) = &statement.account_name {
            assert_eq!(name, expected["account_name"].as_str().expect("a name"), "{file}");
        }
        println!(
            "{:<34} {:<24} {}",
            path.file_name().unwrap().to_string_lossy(),
            statement.layout,
            statement.proof_line()
        );
        seen += 1;
    }
    assert!(seen >= 5, "only {seen} bank files");
}
