//! Bank and book sides made up from events whose truth is known: transfers, late cheques, splits, merged payments,
//! fees, interest, bursts of equal payments, and lines only one side has.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use mingzhang::kernel::Money;
use mingzhang::reconcile::{BankLine, BookLine};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};

const NAMES: [&str; 20] = [
    "县供电公司",
    "镇自来水厂",
    "某建材店",
    "某农资站",
    "某印刷店",
    "某园林公司",
    "镇财政所",
    "县农业农村局",
    "某农业公司",
    "某养殖合作社",
    "村民甲",
    "村民乙",
    "村民丙",
    "村民丁",
    "村民戊",
    "承包户甲",
    "承包户乙",
    "承包户丙",
    "某保洁公司",
    "某工程队",
];
const PURPOSES: [&str; 12] = [
    "电费",
    "水费",
    "维修材料",
    "办公用品",
    "承包费",
    "租金",
    "误工补贴",
    "工程款",
    "绿化养护",
    "村级转移支付",
    "路灯维修",
    "保洁费",
];

/// How crowded a made-up account is.
#[derive(Clone, Copy, Default)]
pub struct Crowd {
    events: usize,
    days: u64,
    /// Of ten amounts, how many are whole hundreds.
    round: u32,
    /// Of a hundred events, how many are bursts, splits and merged payments, each.
    odd: u32,
}

/// An ordinary village account.
pub const ORDINARY: Crowd = Crowd { events: 45, days: 45, round: 2, odd: 3 };
/// Sixty round payments a month among twenty names.
pub const CROWDED: Crowd = Crowd { events: 75, days: 60, round: 5, odd: 8 };

/// A bank side, a book side, and which lines truly belong together.
#[derive(Default)]
pub struct World {
    crowd: Crowd,
    /// The bank's lines.
    pub bank: Vec<BankLine>,
    /// The books' lines.
    pub book: Vec<BookLine>,
    /// Places of a bank line and an entry of one event.
    pub truth: BTreeSet<(usize, usize)>,
    vouchers: usize,
}

impl World {
    /// The same world for the same seed.
    pub fn of(seed: u64, crowd: Crowd) -> World {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut world = World { crowd, ..World::default() };
        for _ in 0..dice.random_range(crowd.events / 2..crowd.events * 3 / 2) {
            world.happen(&mut dice);
        }
        world.shuffled(&mut dice)
    }

    /// True when the two belong together, or two that say the same in everything do.
    pub fn is_true(&self, (bank, book): (usize, usize)) -> bool {
        let says = |l: &BookLine| (l.date, l.net, l.counterparty.clone(), l.summary.clone());
        let alike = |j: usize| j == book || says(&self.book[j]) == says(&self.book[book]);
        self.truth.iter().any(|(i, j)| (*i == bank || self.bank[*i] == self.bank[bank]) && alike(*j))
    }

    fn happen(&mut self, dice: &mut StdRng) {
        let day = first_day() + Days::new(dice.random_range(0..self.crowd.days));
        let odd = self.crowd.odd;
        match dice.random_range(0..100) {
            n if n < odd => self.burst(dice, day),
            n if n < 2 * odd => self.split(dice, day),
            n if n < 3 * odd => self.merged(dice, day),
            n if n < 3 * odd + 6 => self.late_cheque(dice, day),
            n if n < 3 * odd + 11 => self.one_sided(dice, day),
            n if n < 3 * odd + 19 => self.fee_or_interest(dice, day),
            _ => self.transfer(dice, day),
        }
    }

    fn transfer(&mut self, dice: &mut StdRng, day: NaiveDate) {
        let (name, purpose) = (pick(dice, &NAMES), pick(dice, &PURPOSES));
        let net = self.signed_amount(dice);
        let lag = *[0, 0, 0, 1, 1, 2, 3].choose(dice).unwrap();
        let (bank_day, book_day) =
            if net.is_positive() { (day, day + Days::new(lag * 2)) } else { (day + Days::new(lag), day) };
        let bank = self.bank_line(dice, bank_day, net, name, purpose);
        let voucher = self.voucher();
        let book = self.book_line(dice, book_day, net, name, purpose, voucher);
        self.truth.insert((bank, book));
    }

    fn late_cheque(&mut self, dice: &mut StdRng, day: NaiveDate) {
        let net = -self.amount(dice);
        let number = dice.random_range(1001..9999).to_string();
        let (name, purpose) = (pick(dice, &NAMES), pick(dice, &PURPOSES));
        let late = dice.random_range(4..28);
        let bank = self.bank_line(dice, day + Days::new(late), net, "", "支票");
        let voucher = self.voucher();
        let book = self.book_line(dice, day, net, name, purpose, voucher);
        if dice.random_bool(0.6) {
            self.bank[bank].reference = number.clone();
            self.book[book].summary.push_str(&format!(" 支票{number}"));
        }
        self.truth.insert((bank, book));
    }

    fn one_sided(&mut self, dice: &mut StdRng, day: NaiveDate) {
        let (name, purpose) = (pick(dice, &NAMES), pick(dice, &PURPOSES));
        let net = self.signed_amount(dice);
        if dice.random_bool(0.5) {
            self.bank_line(dice, day, net, name, purpose);
        } else {
            let voucher = self.voucher();
            self.book_line(dice, day, net, name, purpose, voucher);
        }
    }

    fn fee_or_interest(&mut self, dice: &mut StdRng, day: NaiveDate) {
        let (net, bank_says, book_says) = if dice.random_bool(0.7) {
            (-Money::from_yuan(*[5, 10, 15, 20, 50].choose(dice).unwrap()), "手续费", "银行手续费")
        } else {
            (Money::from_fen(dice.random_range(100..9_000)), "结息", "存款利息")
        };
        self.bank.push(bank(day, net, "", bank_says));
        if dice.random_bool(0.5) {
            let voucher = self.voucher();
            self.book.push(book(day + Days::new(dice.random_range(0..12)), net, "", book_says, voucher, 1));
            self.truth.insert((self.bank.len() - 1, self.book.len() - 1));
        }
    }

    /// The same amount to many people on one day.
    fn burst(&mut self, dice: &mut StdRng, day: NaiveDate) {
        let net = -Money::from_yuan(dice.random_range(1..20) * 50);
        let voucher = self.voucher();
        let mut people = NAMES;
        people.shuffle(dice);
        let lag = dice.random_range(0..3);
        for name in people.iter().take(dice.random_range(2..9)) {
            let bank = self.bank_line(dice, day + Days::new(lag), net, name, "补贴");
            let book = self.book_line(dice, day, net, name, "发放补贴", voucher.clone());
            self.truth.insert((bank, book));
        }
    }

    /// One entry, paid in two or three transfers.
    fn split(&mut self, dice: &mut StdRng, day: NaiveDate) {
        let (name, purpose) = (pick(dice, &NAMES), pick(dice, &PURPOSES));
        let parts: Vec<Money> = (0..dice.random_range(2..4)).map(|_| -self.amount(dice)).collect();
        let voucher = self.voucher();
        let book = self.book_line(dice, day, parts.iter().sum(), name, purpose, voucher);
        for part in parts {
            let lag = dice.random_range(0..4);
            let bank = self.bank_line(dice, day + Days::new(lag), part, name, purpose);
            self.truth.insert((bank, book));
        }
    }

    /// One bank line for several entries, of one voucher or of several on one day.
    fn merged(&mut self, dice: &mut StdRng, day: NaiveDate) {
        let purpose = pick(dice, &PURPOSES);
        let parts: Vec<Money> = (0..dice.random_range(2..7)).map(|_| -self.amount(dice)).collect();
        let lag = dice.random_range(0..3);
        let bank = self.bank_line(dice, day + Days::new(lag), parts.iter().sum(), "批量代发", purpose);
        let one_voucher = dice.random_bool(0.6);
        let mut voucher = self.voucher();
        for part in parts {
            if !one_voucher {
                voucher = self.voucher();
            }
            let name = pick(dice, &NAMES);
            let book = self.book_line(dice, day, part, name, purpose, voucher.clone());
            self.truth.insert((bank, book));
        }
    }

    fn bank_line(&mut self, dice: &mut StdRng, day: NaiveDate, net: Money, name: &str, purpose: &str) -> usize {
        let name = if dice.random_bool(0.75) { name } else { "" };
        let says = if dice.random_bool(0.5) { purpose } else { "转账" };
        self.bank.push(bank(day, net, name, says));
        self.bank.len() - 1
    }

    fn book_line(
        &mut self,
        dice: &mut StdRng,
        day: NaiveDate,
        net: Money,
        name: &str,
        purpose: &str,
        voucher: String,
    ) -> usize {
        let dimension = if dice.random_bool(0.4) { name } else { "" };
        let summary = if dice.random_bool(0.6) { format!("付{name}{purpose}") } else { format!("支付{purpose}") };
        let line = self.book.iter().filter(|l| l.voucher == voucher).count() + 1;
        self.book.push(book(day, net, dimension, &summary, voucher, line));
        self.book.len() - 1
    }

    fn amount(&self, dice: &mut StdRng) -> Money {
        let kind = dice.random_range(0..10);
        if kind < self.crowd.round {
            Money::from_yuan(dice.random_range(1..60) * 100)
        } else if kind < self.crowd.round + 3 {
            Money::from_yuan(dice.random_range(10..5_000))
        } else {
            Money::from_fen(dice.random_range(1_000..900_000))
        }
    }

    fn signed_amount(&self, dice: &mut StdRng) -> Money {
        let amount = self.amount(dice);
        if dice.random_bool(0.35) { amount } else { -amount }
    }

    fn voucher(&mut self) -> String {
        self.vouchers += 1;
        format!("记-{:04}", self.vouchers)
    }

    /// The same world in an order that tells nothing.
    fn shuffled(self, dice: &mut StdRng) -> World {
        let (mut rows, mut entries): (Vec<usize>, Vec<usize>) =
            ((0..self.bank.len()).collect(), (0..self.book.len()).collect());
        rows.shuffle(dice);
        entries.shuffle(dice);
        let place = |order: &[usize], old: usize| order.iter().position(|o| *o == old).unwrap();
        World {
            truth: self.truth.iter().map(|(i, j)| (place(&rows, *i), place(&entries, *j))).collect(),
            bank: rows.iter().map(|i| self.bank[*i].clone()).collect(),
            book: entries.iter().map(|j| self.book[*j].clone()).collect(),
            vouchers: self.vouchers,
            crowd: self.crowd,
        }
    }
}

/// The first day of the world.
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()
}

fn pick<'a>(dice: &mut StdRng, from: &[&'a str]) -> &'a str {
    from.choose(dice).unwrap()
}

/// A bank line.
pub fn bank(date: NaiveDate, net: Money, counterparty: &str, summary: &str) -> BankLine {
    BankLine {
        date,
        net,
        counterparty: counterparty.to_owned(),
        summary: summary.to_owned(),
        purpose: String::new(),
        reference: String::new(),
    }
}

/// An entry.
pub fn book(date: NaiveDate, net: Money, counterparty: &str, summary: &str, voucher: String, line: usize) -> BookLine {
    BookLine { date, net, counterparty: counterparty.to_owned(), summary: summary.to_owned(), voucher, line }
}
