use pinyin::ToPinyinMulti;

/// Pinyin initials of a Chinese text, every reading: `银行存款` → `yxck yhck`.
///
/// Letters and digits stay as they are, lower-cased; anything else is skipped. At most 16
/// combinations are kept, so a long name of many-voiced characters stays small.
pub fn initials(text: &str) -> String {
    let mut readings: Vec<String> = vec![String::new()];
    for c in text.chars() {
        let mut letters: Vec<char> = match c.to_pinyin_multi() {
            Some(multi) => multi.into_iter().filter_map(|p| p.plain().chars().next()).collect(),
            None if c.is_ascii_alphanumeric() => vec![c.to_ascii_lowercase()],
            None => continue,
        };
        letters.sort_unstable();
        letters.dedup();
        let grown: Vec<String> =
            readings.iter().flat_map(|r| letters.iter().map(move |l| format!("{r}{l}"))).take(16).collect();
        readings = grown;
    }
    readings.join(" ")
}

/// True when what was typed finds this thing: by code prefix, part of its name, or pinyin initials.
pub fn matches_typed(typed: &str, code: &str, name: &str, initials: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    typed.is_empty()
        || code.to_lowercase().starts_with(&typed)
        || name.to_lowercase().contains(&typed)
        || initials.split(' ').any(|reading| reading.contains(&typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_answers() {
        assert!(initials("银行存款").split(' ').any(|r| r == "yhck"));
        assert!(initials("重庆").split(' ').any(|r| r == "cq"));
        assert!(matches_typed("glfy", "513", "管理费用", &initials("管理费用")));
    }
}
