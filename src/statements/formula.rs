use std::str::FromStr;

/// Which part of an account a term takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// The balance or turnover of the whole account.
    Whole,
    /// Only details that stand in debit, each by itself (113:debit).
    DebitDetails,
    /// Only details that stand in credit, each by itself (113:credit).
    CreditDetails,
}

/// A figure that is not a balance: it comes from how 收益分配 was used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Special {
    /// 年初未分配收益.
    UndistributedOpening,
    /// 年末未分配收益.
    UndistributedClosing,
    /// 其他转入.
    TransferredIn,
    /// 提取公积公益金.
    ToReserve,
    /// 向成员分配.
    ToMembers,
    /// 其他分配.
    ToOthers,
}

impl Special {
    /// The word in a delivered form, and the word a person writes.
    const WORDS: [(&'static str, &'static str, Special); 6] = [
        ("undistributed_opening", "年初未分配收益", Special::UndistributedOpening),
        ("undistributed_closing", "年末未分配收益", Special::UndistributedClosing),
        ("transferred_in", "其他转入", Special::TransferredIn),
        ("to_reserve", "提取公积公益金", Special::ToReserve),
        ("to_members", "向成员分配", Special::ToMembers),
        ("to_others", "其他分配", Special::ToOthers),
    ];
}

/// One term of a formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// An account by code.
    Account(String, Part),
    /// Another line of the same form by number.
    Line(u32),
    /// A figure of the distribution.
    Special(Special),
}

/// A sum of terms, each added or subtracted: `112+113:debit`, `#8-#9`, `@to_reserve`; or in the words of the
/// trade, `112+113借方`, `第8行-第9行`, `@提取公积公益金`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Formula(pub Vec<(bool, Term)>);

impl Formula {
    /// The terms with `true` for added.
    pub fn terms(&self) -> &[(bool, Term)] {
        &self.0
    }
}

impl FromStr for Formula {
    type Err = String;
    fn from_str(text: &str) -> Result<Formula, String> {
        let plain: Vec<char> = text.trim().chars().map(half_width).collect();
        if plain.is_empty() {
            return Err("公式是空的".to_owned());
        }
        let mut terms = Vec::new();
        let (mut at, mut added) = (0, true);
        loop {
            let end = plain[at..].iter().position(|c| matches!(c, '+' | '-')).map_or(plain.len(), |n| at + n);
            let words: String = plain[at..end].iter().collect();
            let place = at + words.chars().take_while(|c| c.is_whitespace()).count() + 1;
            terms.push((added, term(words.trim(), place)?));
            if end == plain.len() {
                return Ok(Formula(terms));
            }
            added = plain[end] == '+';
            at = end + 1;
        }
    }
}

/// What a Chinese keyboard gives for the signs.
const fn half_width(c: char) -> char {
    match c {
        '＋' => '+',
        '－' | '—' | '−' => '-',
        '：' => ':',
        '＃' => '#',
        '＠' => '@',
        '０'..='９' => (b'0' + (c as u32 - '０' as u32) as u8) as char,
        other => other,
    }
}

/// One term; `place` is where it begins, counted from 1.
fn term(text: &str, place: usize) -> Result<Term, String> {
    if text.is_empty() {
        return Err(format!("公式第{place}个字处少了科目或行次"));
    }
    let wrong = || format!("公式第{place}个字起的「{text}」不认识");
    let line = text.strip_prefix('#').or_else(|| text.strip_prefix('第').and_then(|t| t.strip_suffix('行')));
    if let Some(line) = line {
        return line.trim().parse().map(Term::Line).map_err(|_| wrong());
    }
    if let Some(name) = text.strip_prefix('@') {
        let known = Special::WORDS.iter().find(|(word, chinese, _)| name == *word || name == *chinese);
        return known.map(|(.., special)| Term::Special(*special)).ok_or_else(wrong);
    }
    let ending = |words: [&str; 3]| words.iter().find_map(|word| text.strip_suffix(word));
    let (code, part) = match (ending([":debit", ":借方", "借方"]), ending([":credit", ":贷方", "贷方"])) {
        (Some(code), _) => (code, Part::DebitDetails),
        (None, Some(code)) => (code, Part::CreditDetails),
        (None, None) => (text, Part::Whole),
    };
    let sound = matches!(code.len(), 3 | 5 | 7 | 9) && code.bytes().all(|b| b.is_ascii_digit());
    if sound { Ok(Term::Account(code.to_owned(), part)) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_read_as_they_are_written() {
        let formula: Formula = "112+113:debit-#4".parse().unwrap();
        assert_eq!(
            formula.terms(),
            [
                (true, Term::Account("112".into(), Part::Whole)),
                (true, Term::Account("113".into(), Part::DebitDetails)),
                (false, Term::Line(4)),
            ]
        );
        assert_eq!("１１２＋113借方－第4行".parse::<Formula>().unwrap(), formula);
        assert_eq!("@提取公积公益金".parse::<Formula>(), "@to_reserve".parse());
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_place() {
        for (wrong, said) in [
            ("", "公式是空的"),
            ("11", "公式第1个字起的「11」不认识"),
            ("101 + 112:net", "公式第7个字起的「112:net」不认识"),
            ("@nothing", "公式第1个字起的「@nothing」不认识"),
            ("101-#x", "公式第5个字起的「#x」不认识"),
            ("112++113", "公式第5个字处少了科目或行次"),
            ("112+", "公式第5个字处少了科目或行次"),
        ] {
            assert_eq!(wrong.parse::<Formula>().unwrap_err(), said, "{wrong}");
        }
    }
}
