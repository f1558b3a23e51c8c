//! 人民币大写: the published spellings, read and written.

use mingzhang::kernel::{Money, parse_amount_in_words};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    id: String,
    amount: Money,
    canonical: String,
    accept: Vec<String>,
}

#[test]
fn 大写金额与公布的写法一致_允许的写法都读得回来() {
    let Vectors { vectors } = serde_json::from_str(include_str!("../cases/rmb/vectors.json")).expect("the vectors");
    assert!(vectors.len() >= 32);
    for Vector { id, amount, canonical, accept } in vectors {
        let written = amount.in_words();
        assert!(written == canonical || accept.contains(&written), "{id}: {amount} → {written}, 应为 {canonical}");
        for spelling in accept {
            assert_eq!(parse_amount_in_words(&spelling), Some(amount), "{id}: {spelling}");
        }
    }
}
