//! How well matching pairs: on statements made up from events whose truth is known, and on the published exercises.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};
use mingzhang::kernel::Money;
use mingzhang::reconcile::{BankLine, BookLine, ReconciliationSheet, Tolerance, propose, total_of};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use serde_json::Value;

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
struct Crowd {
    events: usize,
    days: u64,
    /// Of ten amounts, how many are whole hundreds.
    round: u32,
    /// Of a hundred events, how many are bursts, splits and merged payments, each.
    odd: u32,
}

/// An ordinary village account.
const ORDINARY: Crowd = Crowd { events: 45, days: 45, round: 2, odd: 3 };
/// Sixty round payments a month among twenty names.
const CROWDED: Crowd = Crowd { events: 75, days: 60, round: 5, odd: 8 };

/// A bank side, a book side, and which lines truly belong together.
#[derive(Default)]
struct World {
    crowd: Crowd,
    bank: Vec<BankLine>,
    book: Vec<BookLine>,
    truth: BTreeSet<(usize, usize)>,
    vouchers: usize,
}

impl World {
    fn of(seed: u64, crowd: Crowd) -> World {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut world = World { crowd, ..World::default() };
        for _ in 0..dice.random_range(crowd.events / 2..crowd.events * 3 / 2) {
            world.happen(&mut dice);
        }
        world.shuffled(&mut dice)
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

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()
}

fn pick<'a>(dice: &mut StdRng, from: &[&'a str]) -> &'a str {
    from.choose(dice).unwrap()
}

fn bank(date: NaiveDate, net: Money, counterparty: &str, summary: &str) -> BankLine {
    BankLine {
        date,
        net,
        counterparty: counterparty.to_owned(),
        summary: summary.to_owned(),
        purpose: String::new(),
        reference: String::new(),
    }
}

fn book(date: NaiveDate, net: Money, counterparty: &str, summary: &str, voucher: String, line: usize) -> BookLine {
    BookLine { date, net, counterparty: counterparty.to_owned(), summary: summary.to_owned(), voucher, line }
}

#[test]
fn certain_pairs_are_never_wrong_and_the_rest_seldom() {
    let (mut right, mut proposed, mut true_pairs) = (0, 0, 0);
    let (mut certain_right, mut certain) = (0, 0);
    for seed in 0..300 {
        let world = World::of(seed + 5000, crowd());
        let found = propose(&world.bank, &world.book, Tolerance::default());
        let mut used: (BTreeSet<usize>, BTreeSet<usize>) = Default::default();
        for pair in &found.pairs {
            let bank: Money = pair.bank.iter().map(|i| world.bank[*i].net).sum();
            let book: Money = pair.book.iter().map(|j| world.book[*j].net).sum();
            assert_eq!(bank, book, "seed {seed}: a pair that does not balance");
            assert!(pair.bank.iter().all(|i| used.0.insert(*i)) && pair.book.iter().all(|j| used.1.insert(*j)));
            for edge in pair.bank.iter().flat_map(|i| pair.book.iter().map(move |j| (*i, *j))) {
                let is_true = world.truth.contains(&edge);
                proposed += 1;
                right += usize::from(is_true);
                certain += usize::from(pair.certain);
                certain_right += usize::from(pair.certain && is_true);
                if !is_true && std::env::var_os("SHOW").is_some() {
                    println!("WRONG seed {seed} {pair:?}");
                    for i in &pair.bank {
                        println!(
                            "   {:?} true: {:?}",
                            world.bank[*i],
                            world.truth.iter().filter(|t| t.0 == *i).map(|t| &world.book[t.1]).collect::<Vec<_>>()
                        );
                    }
                    for j in &pair.book {
                        println!("   {:?}", world.book[*j]);
                    }
                }
            }
        }
        true_pairs += world.truth.len();
        if std::env::var_os("SHOWMISS").is_some() && seed < 60 {
            for (i, j) in &world.truth {
                if !world.book[*j].summary.contains("发放补贴") && !found.pairs.iter().any(|p| p.bank.contains(i) && p.book.contains(j)) {
                    println!("MISS seed {seed}\n   {:?}\n   {:?}", world.bank[*i], world.book[*j]);
                }
            }
        }
    }
    let (precision, recall) = (right as f64 / proposed as f64, right as f64 / true_pairs as f64);
    println!(
        "precision {precision:.4}  recall {recall:.4}  certain {certain_right} of {certain}, {:.3} of all",
        certain as f64 / true_pairs as f64
    );
    assert_eq!(certain_right, certain, "a certain pair was wrong");
}

#[test]
fn published_reconciliations_come_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/bankrec");
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("the cases are there") {
        let case: Value = serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).expect("json");
        seen += 1;
        if case.get("expect").is_some() {
            check_relation(&case);
            continue;
        }
        let (bank, book) = outstanding(&case);
        let sheet = ReconciliationSheet::of(
            day(&case, 30),
            money(&case["book_balance"]),
            money(&case["bank_balance"]),
            &bank,
            &book,
        );
        assert_eq!(sheet.adjusted_book(), money(&case["adjusted_balance"]), "{}", case["id"]);
        assert_eq!(sheet.adjusted_bank(), money(&case["adjusted_balance"]), "{}", case["id"]);
        assert!(sheet.is_equal());
        if case.get("book_lines").is_some() {
            check_lines(&case, &bank, &book);
        }
    }
    assert_eq!(seen, 5);
}

/// BR-S3: the lines must be matched first; what is left must be the four lists.
fn check_lines(case: &Value, bank_left: &[BankLine], book_left: &[BookLine]) {
    let lines = |key: &str| case[key].as_array().unwrap().clone();
    let net = |l: &Value| money_or_zero(&l["in"]) - money_or_zero(&l["out"]);
    let on = |l: &Value| day(case, l["date"].as_str().unwrap().parse().unwrap());
    let text = |l: &Value| l["ref"].as_str().unwrap_or("").to_owned();
    let bank_lines: Vec<BankLine> =
        lines("bank_lines").iter().map(|l| BankLine { reference: text(l), ..bank(on(l), net(l), "", "") }).collect();
    let book_lines: Vec<BookLine> = lines("book_lines")
        .iter()
        .enumerate()
        .map(|(n, l)| book(on(l), net(l), "", &text(l), format!("记-{n:04}"), 1))
        .collect();
    let found = propose(&bank_lines, &book_lines, Tolerance::default());
    assert_eq!(found.pairs.len(), 4);
    assert!(found.pairs.iter().all(|p| p.certain), "{:?}", found.pairs);
    let left = |taken: Vec<usize>, all: Vec<Money>| -> Vec<Money> {
        let mut left: Vec<Money> = (0..all.len()).filter(|n| !taken.contains(n)).map(|n| all[n]).collect();
        left.sort();
        left
    };
    let sorted = |mut amounts: Vec<Money>| {
        amounts.sort();
        amounts
    };
    assert_eq!(
        left(found.pairs.iter().flat_map(|p| p.bank.clone()).collect(), bank_lines.iter().map(|l| l.net).collect()),
        sorted(bank_left.iter().map(|l| l.net).collect())
    );
    assert_eq!(
        left(found.pairs.iter().flat_map(|p| p.book.clone()).collect(), book_lines.iter().map(|l| l.net).collect()),
        sorted(book_left.iter().map(|l| l.net).collect())
    );
}

/// BR-S5: only the sum of two unknowns can be told.
fn check_relation(case: &Value) {
    let line = |key: &str, sign: i64| bank(first_day(), Money::from_fen(money(&case[key]).fen() * sign), "", "");
    let bank_lines = [line("bank_received_company_not", 1), line("bank_paid_company_not", -1)];
    let paid = -money(&case["company_paid_bank_not"]);
    let book_lines = [book(first_day(), paid, "", "", "记-0001".to_owned(), 1)];
    let sheet =
        ReconciliationSheet::of(first_day(), money(&case["book_balance"]), Money::ZERO, &bank_lines, &book_lines);
    let unknowns = sheet.adjusted_book() + total_of(&sheet.book_paid);
    assert!(case["expect"].as_str().unwrap().ends_with(&unknowns.plain()), "{unknowns}");
}

fn outstanding(case: &Value) -> (Vec<BankLine>, Vec<BookLine>) {
    let items = |key: &str, sign: i64| -> Vec<(String, Money)> {
        case[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| (i["text"].as_str().unwrap().to_owned(), Money::from_fen(money(&i["amount"]).fen() * sign)))
            .collect()
    };
    let bank_side = [items("bank_received_company_not", 1), items("bank_paid_company_not", -1)].concat();
    let book_side = [items("company_received_bank_not", 1), items("company_paid_bank_not", -1)].concat();
    (
        bank_side.iter().map(|(text, net)| bank(first_day(), *net, "", text)).collect(),
        book_side.iter().map(|(text, net)| book(first_day(), *net, "", text, "记-0001".to_owned(), 1)).collect(),
    )
}

fn day(case: &Value, day: u32) -> NaiveDate {
    let date: NaiveDate = case["date"].as_str().unwrap().parse().unwrap();
    chrono::Datelike::with_day(&date, day).unwrap_or(date)
}

fn money(value: &Value) -> Money {
    value.as_str().unwrap().parse().unwrap()
}

fn money_or_zero(value: &Value) -> Money {
    value.as_str().map_or(Money::ZERO, |t| t.parse().unwrap())
}

#[test]
fn baselines() {
    let (mut n, mut u) = ([0usize; 2], [0usize; 2]);
    let mut all = 0;
    for seed in 0..300 {
        let w = World::of(seed + 5000, crowd());
        all += w.truth.len();
        let mut used = BTreeSet::new();
        let ok = |i: usize, j: usize| w.bank[i].net == w.book[j].net && (w.bank[i].date - w.book[j].date).num_days().abs() <= 3;
        for i in 0..w.bank.len() {
            if let Some(j) = (0..w.book.len()).filter(|j| ok(i, *j) && !used.contains(j)).min_by_key(|j| (w.bank[i].date - w.book[*j].date).num_days().abs()) {
                used.insert(j);
                n[0] += 1;
                n[1] += usize::from(w.truth.contains(&(i, j)));
            }
            let c: Vec<usize> = (0..w.book.len()).filter(|j| ok(i, *j)).collect();
            if c.len() == 1 && (0..w.bank.len()).filter(|k| ok(*k, c[0])).count() == 1 {
                u[0] += 1;
                u[1] += usize::from(w.truth.contains(&(i, c[0])));
            }
        }
    }
    println!("nearest P {:.3} R {:.3}; unique P {:.3} R {:.3}", n[1] as f64 / n[0] as f64, n[1] as f64 / all as f64, u[1] as f64 / u[0] as f64, u[1] as f64 / all as f64);
}

fn crowd() -> Crowd {
    if std::env::var_os("CROWDED").is_some() { CROWDED } else { ORDINARY }
}
