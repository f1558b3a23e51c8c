use std::collections::{BTreeSet, HashMap, HashSet};

use super::evidence::weight;
use super::line::{BankLine, BookLine};
use crate::kernel::AccountId;
use crate::ledger::{Account, Chart};

/// What the bank does of itself, without anybody handing in a paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BankDoing {
    /// 手续费, 账户维护费, 工本费.
    Fee,
    /// 结息.
    Interest,
}

const FEE_WORDS: [&str; 14] = [
    "手续费",
    "维护费",
    "工本费",
    "账户管理费",
    "账户服务费",
    "短信费",
    "短信服务费",
    "短信通知费",
    "网银费",
    "网银服务费",
    "网银年费",
    "回单费",
    "汇款费",
    "结算费",
];
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

impl BankDoing {
    /// The account on the other side of a voucher for it: a leaf below 504 or 513, if the chart has one.
    pub(super) fn other_side(self, chart: &Chart) -> Option<AccountId> {
        let (codes, word) = match self {
            BankDoing::Interest => (["50401", "504"], "利息"),
            BankDoing::Fee => (["51399", "513"], "手续费"),
        };
        let usable = |a: &&Account| a.leaf && !a.closed && a.dimension.is_none();
        let named = codes.iter().flat_map(|code| chart.subtree(code)).filter(usable).find(|a| a.name.contains(word));
        let plain = codes.iter().flat_map(|code| chart.subtree(code)).find(usable);
        named.or(plain).map(|a| a.id)
    }
}

/// How a bank line says that it is a cheque.
const CHEQUE_WORDS: [&str; 4] = ["支票", "现支", "转支", "票据"];

/// A shared pair of characters worth this much is a word that tells something: it stands in one line of six at most.
const RARE: i32 = 4;

/// How much the words of two lines speak for one another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Likeness {
    /// Weight of evidence: ten more is ten times likelier; below zero the words speak against the pair.
    pub points: i32,
    /// What was found alike, for the accountant.
    pub reasons: Vec<String>,
    /// One is the bank's own doing, fee or interest, and the other is not.
    pub doing_differs: bool,
    /// Both name somebody, and not the same.
    pub names_differ: bool,
    /// Both are a fee, or both interest.
    pub same_doing: bool,
    /// The bank did it of itself: its papers come after it, never before.
    pub by_bank: bool,
    /// The same cheque or document number stands on both.
    pub same_number: bool,
    /// Both name the same party, as far as the bank's mask lets it be seen.
    pub same_name: bool,
    /// They share a word few lines have.
    pub same_words: bool,
    /// No name agrees, and the entry has part of the name of somebody else.
    pub hints_at_another: bool,
    /// The books paid by cheque, and the bank line is none.
    pub by_cheque_in_books_only: bool,
}

/// The words of every line of both sides, cut into pairs of neighbouring characters, the rare ones worth more.
pub(super) struct Vocabulary {
    bank: Vec<Words>,
    book: Vec<Words>,
    lines_with: HashMap<(char, char), usize>,
    /// Whole names on either side.
    known: Vec<String>,
    /// In how many of them a pair of characters stands.
    names_with: HashMap<(char, char), usize>,
    /// Numbers in the books.
    numbers: HashSet<String>,
}

struct Words {
    text: String,
    name: String,
    pairs: HashSet<(char, char)>,
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
        let book: Vec<Words> = book.iter().map(|l| Words::of(&l.text(), l.one_name(), "")).collect();
        let mut lines_with = HashMap::new();
        for words in bank.iter().chain(&book) {
            for pair in &words.pairs {
                *lines_with.entry(*pair).or_insert(0) += 1;
            }
        }
        let known: BTreeSet<&String> =
            bank.iter().chain(&book).map(|w| &w.name).filter(|n| n.chars().count() >= 2 && !n.contains('*')).collect();
        let known: Vec<String> = known.into_iter().cloned().collect();
        let mut names_with = HashMap::new();
        for pair in known.iter().flat_map(|name| neighbours(name)) {
            *names_with.entry(pair).or_insert(0) += 1;
        }
        let numbers: HashSet<String> = book.iter().flat_map(|w| w.numbers.iter().cloned()).collect();
        Vocabulary { bank, book, lines_with, known, names_with, numbers }
    }

    /// The cheque or document number of a bank line, if any entry has it; a serial number of the bank tells nothing.
    pub fn number_known_to_the_books(&self, bank: usize) -> Option<&String> {
        self.bank[bank].numbers.intersection(&self.numbers).min()
    }

    /// Holds a bank line's words against an entry's.
    pub fn likeness(&self, bank: usize, book: usize) -> Likeness {
        let (bank, book) = (&self.bank[bank], &self.book[book]);
        let mut found = Likeness::default();
        if let Some(number) = bank.numbers.intersection(&book.numbers).min() {
            found.points += 25;
            found.same_number = true;
            found.reasons.push(format!("票号相同 {number}"));
        }
        if let Some((points, reason)) = names(bank, book) {
            found.points += points;
            found.same_name = true;
            found.reasons.push(reason);
        }
        match (bank.doing, book.doing) {
            (Some(a), Some(b)) if a == b => {
                found.points += 8;
                found.same_doing = true;
                found.reasons.push(if a == BankDoing::Fee { "都是手续费" } else { "都是利息" }.to_owned());
            }
            (Some(_), _) => found.doing_differs = true,
            (None, Some(_)) => found.doing_differs = !bank.text.is_empty(),
            (None, None) => {}
        }
        found.by_bank = bank.doing.is_some();
        let mut shared: Vec<i32> = bank.pairs.intersection(&book.pairs).map(|p| self.worth(*p)).collect();
        shared.sort_unstable_by(|a, b| b.cmp(a));
        if let Some(most) = shared.first() {
            found.points += most + shared[1..].iter().map(|w| w / 4).sum::<i32>().min(5);
            found.same_words = *most >= RARE;
        }
        if found.reasons.is_empty() && !shared.is_empty() {
            found.reasons.push(format!("摘要都有「{}」", longest_common(&bank.text, &book.text)));
        }
        let unnamed = found.reasons.iter().all(|r| r.starts_with("摘要") || r.starts_with("都是"));
        found.names_differ = unnamed
            && !bank.name.is_empty()
            && (self.names_another(bank, book) || (!book.name.is_empty() && !resemble(&bank.name, &book.name)));
        found.by_cheque_in_books_only = !found.same_number
            && book.doing.is_none()
            && book.text.contains(CHEQUE_WORDS[0])
            && !bank.text.is_empty()
            && !CHEQUE_WORDS.iter().any(|word| bank.text.contains(word));
        found.hints_at_another = !found.same_name && !bank.name.is_empty() && self.hints_at_another(bank, book);
        found
    }

    /// Two characters of the entry stand in the name of one other party, and nowhere in the bank line: a short name.
    fn hints_at_another(&self, bank: &Words, book: &Words) -> bool {
        book.pairs.difference(&bank.pairs).any(|pair| self.names_with.get(pair).is_some_and(|n| *n <= 2))
    }

    /// The entry names somebody known, and it is not the one the bank names here.
    fn names_another(&self, bank: &Words, book: &Words) -> bool {
        self.known.iter().any(|name| {
            *name != bank.name
                && !fits_mask(&bank.name, name)
                && (book.name == *name || book.text.contains(name.as_str()))
        })
    }

    /// A pair of characters in few lines tells much; one in half of them tells nothing.
    fn worth(&self, pair: (char, char)) -> i32 {
        let lines = self.bank.len() + self.book.len();
        let with = self.lines_with.get(&pair).copied().unwrap_or(1).max(1);
        weight(lines / with) / 2
    }
}

/// Every two neighbouring characters.
fn neighbours(text: &str) -> impl Iterator<Item = (char, char)> {
    text.chars().zip(text.chars().skip(1))
}

/// The name on one side within the name or the words of the other; masked names (`张*`) by what is left of them.
fn names(bank: &Words, book: &Words) -> Option<(i32, String)> {
    if !bank.name.is_empty() && bank.name == book.name {
        return Some((12, format!("户名相同「{}」", bank.name)));
    }
    let told = |name: &str, text: &str| name.chars().count() >= 2 && !name.contains('*') && text.contains(name);
    if told(&bank.name, &book.text) {
        return Some((10, format!("户名含「{}」", bank.name)));
    }
    if told(&book.name, &bank.text) {
        return Some((10, format!("户名含「{}」", book.name)));
    }
    let (masked, other) = if bank.name.contains('*') { (&bank.name, book) } else { (&book.name, bank) };
    let shown: String = masked.chars().filter(|c| *c != '*').collect();
    if !masked.contains('*') || shown.is_empty() {
        return None;
    }
    let points = if shown.chars().count() == 1 { 5 } else { 9 };
    let whole =
        if fits_mask(masked, &other.name) { Some(other.name.clone()) } else { masked_within(masked, &other.text) };
    whole.map(|name| (points, format!("户名「{masked}」可以是「{name}」")))
}

/// The first run of characters in a text that a masked name could stand for.
fn masked_within(masked: &str, text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let runs = chars.windows(masked.chars().count()).map(|run| run.iter().collect::<String>());
    runs.filter(|run| !run.chars().any(|c| c.is_ascii_digit())).find(|run| fits_mask(masked, run))
}

fn fits_mask(masked: &str, whole: &str) -> bool {
    let (masked, whole): (Vec<char>, Vec<char>) = (masked.chars().collect(), whole.chars().collect());
    masked.len() == whole.len() && masked.iter().zip(&whole).all(|(m, w)| *m == '*' || m == w)
}

/// More than half of the shorter name stands in the longer one: perhaps the same, written short.
fn resemble(one: &str, other: &str) -> bool {
    let shorter = one.chars().count().min(other.chars().count());
    longest_common(one, other).chars().count() * 2 > shorter
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
    for (i, left) in a.iter().enumerate() {
        let mut here = vec![0_usize; b.len() + 1];
        for (j, right) in b.iter().enumerate() {
            if left == right {
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
