//! 开支: what villages do not pay for.

use std::sync::LazyLock;

use super::control::{Control, Family};
use super::facts::Facts;
use super::setting::{Setting, Severity};

/// Words of meals, tobacco and alcohol, each with the words it may innocently stand in. Data, so that a centre can read it.
const TABLE: &str = include_str!("../../assets/data/hospitality_words.csv");

/// 吃喝烟酒.
pub(super) const HOSPITALITY: Control = Control {
    name: "spending.hospitality",
    title: "招待烟酒",
    says: "村级不开支招待、餐饮和烟酒。",
    source: "村级零接待规定；各乡镇自定",
    family: Family::Spending,
    severity: Severity::Warn,
    parameters: &[],
    field: "reason",
    at_act: Some(hospitality),
    standing: None,
};

struct Word {
    word: &'static str,
    unless: Vec<&'static str>,
}

fn words() -> &'static [Word] {
    static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
        let row = |line: &'static str| {
            let (word, unless) = line.split_once(',')?;
            Some(Word { word, unless: unless.split('|').filter(|w| !w.is_empty()).collect() })
        };
        TABLE.lines().skip(1).filter_map(row).collect()
    });
    &WORDS
}

/// The first such word in a text; what it innocently stands in is left out first.
fn told_in(text: &str) -> Option<&'static str> {
    let found = words().iter().find(|w| {
        let rest = w.unless.iter().fold(text.to_owned(), |rest, innocent| rest.replace(innocent, ""));
        rest.contains(w.word)
    });
    found.map(|w| w.word)
}

fn hospitality(facts: &Facts, _: &Setting) -> Option<String> {
    let event = &facts.event;
    if !event.spends {
        return None;
    }
    let word = [&event.reason, &event.party].into_iter().find_map(|text| told_in(text))?;
    Some(format!("写着「{word}」，村级不开支招待、餐饮和烟酒，核对这 {} 元", event.amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_and_its_innocent_kin_is_not() {
        let cases = [
            ("购白酒两箱", Some("白酒")),
            ("工作餐费", Some("餐费")),
            ("买医用酒精", None),
            ("村部烟感报警器", None),
            ("酒精和香烟", Some("香烟")),
            ("修桥石料", None),
        ];
        for (text, word) in cases {
            assert_eq!(told_in(text), word, "{text}");
        }
        assert_eq!(words().len(), TABLE.lines().count() - 1);
    }
}
