use std::collections::{HashMap, HashSet};

use super::line::{BankLine, BookLine};

/// What the bank does of itself, without anybody handing in a paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BankDoing {
    /// 手续费, 账户维护费, 工本费.
    Fee,
    /// 结息.
    Interest,
}

const FEE_WORDS: [&str; 10] =
    ["手续费", "维护费", "工本费", "账户管理费", "短信费", "网银费", "回单费", "汇款费", "结算费", "账户服务费"];
const INTEREST_WORDS: [&str; 3] = ["结息", "利息", "存息"];
/// Interest paid on a loan, or its tax, is no demand-deposit interest.
const NO_INTEREST_WORDS: [&str; 4] = ["贷款", "借款", "利息税", "还息"];

impl BankDoing {
    /// Recognises a fee or demand interest by the words of the line.
    pub fn of(text: &str) -> Option<BankDoing> {
        if FEE_WORDS.iter().any(|w| text.contains(w)) {
            Some(BankDoing::Fee)
        } else if INTEREST_WORDS.iter().any(|w| text.contains(w)) && !NO_INTEREST_WORDS.iter().any(|w| text.contains(w))
        {
            Some(BankDoing::Interest)
        } else {
            None
        }
    }
}

/// How much the words of two lines speak for one another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Likeness {
    /// More is likelier; below zero the words speak against the pair.
    pub points: i32,
    /// What was found alike, for the accountant.
    pub reasons: Vec<String>,
    /// The words speak against the pair.
    pub contradicts: bool,
}

type Pairs = HashSet<(char, char)>;

/// The words of every line of both sides, cut into pairs of neighbouring characters, the rare ones worth more.
pub(super) struct Vocabulary {
    bank: Vec<Words>,
    book: Vec<Words>,
    lines_with: HashMap<(char, char), usize>,
}

struct Words {
    text: String,
    name: String,
    pairs: Pairs,
    numbers: HashSet<String>,
    doing: Option<BankDoing>,
}

impl Words {
    fn of(text: &str, name: &str, reference: &str) -> Words {
        let plain = plain(text);
        let chars: Vec<char> = plain.chars().collect();
        Words {
            pairs: chars
                .windows(2)
                .map(|w| (w[0], w[1]))
                .filter(|(a, b)| !(a.is_ascii_digit() && b.is_ascii_digit()))
                .collect(),
            numbers: numbers(text).chain(numbers(reference)).collect(),
            doing: BankDoing::of(&plain),
            name: plain_name(name),
            text: plain,
        }
    }
}

impl Vocabulary {
    pub fn of(bank: &[BankLine], book: &[BookLine]) -> Vocabulary {
        let bank: Vec<Words> = bank.iter().map(|l| Words::of(&l.text(), &l.counterparty, &l.reference)).collect();
        let book: Vec<Words> = book.iter().map(|l| Words::of(&l.text(), &l.counterparty, "")).collect();
        let mut lines_with = HashMap::new();
        for words in bank.iter().chain(&book) {
            for pair in &words.pairs {
                *lines_with.entry(*pair).or_insert(0) += 1;
            }
        }
        Vocabulary { bank, book, lines_with }
    }

    /// Holds a bank line's words against an entry's.
    pub fn likeness(&self, bank: usize, book: usize) -> Likeness {
        let (bank, book) = (&self.bank[bank], &self.book[book]);
        let mut found = Likeness::default();
        if let Some(number) = bank.numbers.intersection(&book.numbers).min() {
            found.points += 40;
            found.reasons.push(format!("票号相同 {number}"));
        }
        if let Some((points, reason)) = names(bank, book) {
            found.points += points;
            found.reasons.push(reason);
        }
        match (bank.doing, book.doing) {
            (Some(a), Some(b)) if a == b => {
                found.points += 20;
                found.reasons.push(if a == BankDoing::Fee { "都是手续费" } else { "都是利息" }.to_owned());
            }
            (Some(_), _) => found.contradicts = true,
            (None, Some(_)) => found.contradicts = !bank.text.is_empty(),
            (None, None) => {}
        }
        let shared: i32 = bank.pairs.intersection(&book.pairs).map(|p| self.worth(*p)).sum();
        found.points += shared.min(30);
        if shared > 0 && found.reasons.is_empty() {
            found.reasons.push(format!("摘要都有「{}」", longest_common(&bank.text, &book.text)));
        }
        if shared == 0 && found.reasons.is_empty() && !bank.name.is_empty() && !book.name.is_empty() {
            found.contradicts = true;
        }
        if found.contradicts {
            found.points -= 25;
        }
        found
    }

    /// A pair of characters in few lines tells much; one in half of them tells nothing.
    fn worth(&self, pair: (char, char)) -> i32 {
        match self.lines_with.get(&pair).copied().unwrap_or(0) {
            0..=2 => 12,
            3..=4 => 9,
            5..=8 => 6,
            9..=20 => 3,
            _ => 1,
        }
    }
}

/// The name on one side within the name or the words of the other; masked names (`张*`) by what is left of them.
fn names(bank: &Words, book: &Words) -> Option<(i32, String)> {
    if !bank.name.is_empty() && bank.name == book.name {
        return Some((40, format!("户名相同「{}」", bank.name)));
    }
    let told = |name: &str, text: &str| name.chars().count() >= 2 && !name.contains('*') && text.contains(name);
    if told(&bank.name, &book.text) {
        return Some((35, format!("户名含「{}」", bank.name)));
    }
    if told(&book.name, &bank.text) {
        return Some((35, format!("户名含「{}」", book.name)));
    }
    let (masked, whole) = if bank.name.contains('*') { (&bank.name, &book.name) } else { (&book.name, &bank.name) };
    let shown: String = masked.chars().filter(|c| *c != '*').collect();
    if masked.contains('*') && !shown.is_empty() && fits_mask(masked, whole) {
        return Some((15, format!("户名含「{shown}」")));
    }
    None
}

fn fits_mask(masked: &str, whole: &str) -> bool {
    let (masked, whole): (Vec<char>, Vec<char>) = (masked.chars().collect(), whole.chars().collect());
    masked.len() == whole.len() && masked.iter().zip(&whole).all(|(m, w)| *m == '*' || m == w)
}

/// Letters, digits and characters only, lower-cased.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The same, the mask kept and company endings cut, which banks and clerks write differently.
fn plain_name(name: &str) -> String {
    let kept: String = name.chars().filter(|c| c.is_alphanumeric() || *c == '*').collect();
    let cut = ["有限责任公司", "股份有限公司", "有限公司"].iter().find_map(|end| kept.strip_suffix(end));
    cut.unwrap_or(&kept).to_lowercase()
}

/// Cheque and document numbers: runs of four and more digits that are no date of this century.
fn numbers(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| {
            run.len() >= 4 && !(run.len() == 4 && (run.starts_with("20") || run.starts_with("19")) && *run < "2100")
        })
        .filter(|run| run.len() != 8 || !run.starts_with("20"))
        .filter(|run| run.chars().any(|c| c != '0'))
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The longest run of characters both texts share.
fn longest_common(one: &str, other: &str) -> String {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (mut best, mut end) = (0, 0);
    let mut before = vec![0_usize; b.len() + 1];
    for i in 0..a.len() {
        let mut here = vec![0_usize; b.len() + 1];
        for j in 0..b.len() {
            if a[i] == b[j] {
                here[j + 1] = before[j] + 1;
                if here[j + 1] > best {
                    (best, end) = (here[j + 1], i + 1);
                }
            }
        }
        before = here;
    }
    a[end - best..end].iter().collect()
}
