//! A village's year at the bank and in the books, made up from events whose truth is known.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate};
use mingzhang::kernel::Money;
use mingzhang::reconcile::{BankLine, BookLine};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};

use crate::dialect::Dialect;

/// A bank side, a book side, and which lines truly belong together.
pub struct Year<'d> {
    words: &'d Dialect,
    dice: StdRng,
    /// The bank's lines.
    pub bank: Vec<BankLine>,
    /// The books' entries.
    pub book: Vec<BookLine>,
    /// Which of them belong together.
    pub truth: BTreeSet<(usize, usize)>,
    vouchers: usize,
}

impl<'d> Year<'d> {
    /// The same year for the same seed: about a thousand bank lines.
    pub fn of(seed: u64, words: &'d Dialect) -> Year<'d> {
        let dice = StdRng::seed_from_u64(seed);
        let mut year = Year { words, dice, bank: Vec::new(), book: Vec::new(), truth: BTreeSet::new(), vouchers: 0 };
        for month in 0..12 {
            year.month(first_day() + Months::new(month));
        }
        year.shuffled()
    }

    fn month(&mut self, first: NaiveDate) {
        self.wages(first + Days::new(9));
        for utility in 0..2 {
            let (bank_says, book_says) = self.words.purposes[utility];
            let day = first + Days::new(self.upto(20));
            let net = -self.odd_amount();
            self.paid(day, net, self.words.firms[utility], bank_says, book_says);
        }
        for tenant in 0..4 {
            let net = Money::from_yuan([300, 300, 500, 800][tenant]);
            let day = first + Days::new(self.upto(6));
            let (bank_says, book_says) = self.words.purposes[5];
            self.received(day, net, self.words.people[tenant], bank_says, book_says);
        }
        for _ in 0..self.upto(10) + 28 {
            self.ordinary(first);
        }
        for _ in 0..2 {
            self.split(first);
            self.merged(first);
        }
        for _ in 0..3 {
            self.cheque(first);
        }
        self.twins(first);
        self.entered_twice(first);
        self.bank_doings(first);
        if first.month().is_multiple_of(3) {
            self.subsidy(first + Days::new(17));
        }
        for _ in 0..3 {
            self.one_sided(first);
        }
    }

    fn ordinary(&mut self, first: NaiveDate) {
        let day = first + Days::new(self.upto(28));
        let (bank_says, book_says) = *self.words.purposes.choose(&mut self.dice).unwrap();
        let amount = self.amount();
        if self.dice.random_bool(0.3) {
            let from = *self.words.people.choose(&mut self.dice).unwrap();
            self.received(day, amount, from, bank_says, book_says);
        } else {
            let to = *self.words.firms.choose(&mut self.dice).unwrap();
            self.paid(day, -amount, to, bank_says, book_says);
        }
    }

    fn paid(&mut self, day: NaiveDate, net: Money, firm: (&str, &str), bank_says: &str, book_says: &str) {
        let lag = *[0, 0, 0, 1, 1, 2, 3, 5].choose(&mut self.dice).unwrap();
        let bank = self.at_bank(day + Days::new(lag), net, firm.0, bank_says);
        let voucher = self.voucher();
        let named = if self.dice.random_bool(0.5) { firm.1 } else { "" };
        let summary = self.wrote(named, book_says);
        let dimension = if self.dice.random_bool(0.5) { firm.0 } else { "" };
        let book = self.in_books(day, net, dimension, &summary, &voucher);
        self.truth.insert((bank, book));
    }

    fn received(&mut self, day: NaiveDate, net: Money, person: &str, bank_says: &str, book_says: &str) {
        let shown = self.masked(person);
        let bank = self.at_bank(day, net, &shown, bank_says);
        let voucher = self.voucher();
        let named = if self.dice.random_bool(0.7) { person } else { "" };
        let summary = format!("{named}{book_says}");
        let dimension = if self.dice.random_bool(0.5) { person } else { "" };
        let lag = *[0, 1, 2, 3, 4, 7, 12].choose(&mut self.dice).unwrap();
        let book = self.in_books(day + Days::new(lag), net, dimension, &summary, &voucher);
        self.truth.insert((bank, book));
    }

    /// Six people the same day; some months as one line of the bank.
    fn wages(&mut self, day: NaiveDate) {
        let voucher = self.voucher();
        let amounts = [1_800, 1_500, 1_500, 1_200, 1_200, 1_200].map(Money::from_yuan);
        let together = self.dice.random_bool(0.5);
        let lag = self.upto(3);
        let says = *self.words.payroll.choose(&mut self.dice).unwrap();
        let whole = together.then(|| {
            self.bank.push(line(day + Days::new(lag), -amounts.iter().sum::<Money>(), "", says, ""));
            self.bank.len() - 1
        });
        for (amount, person) in amounts.into_iter().zip(self.words.people) {
            let book = self.in_books(day, -amount, person, &format!("{person}误工补贴"), &voucher);
            let bank = whole.unwrap_or_else(|| {
                let shown = self.masked(person);
                self.bank.push(line(day + Days::new(lag), -amount, &shown, says, ""));
                self.bank.len() - 1
            });
            self.truth.insert((bank, book));
        }
    }

    /// The same amount to many households on one day, one voucher, names masked by the bank.
    fn subsidy(&mut self, day: NaiveDate) {
        let voucher = self.voucher();
        let net = -Money::from_yuan(self.dice.random_range(2..12) * 50);
        let says = *self.words.payroll.choose(&mut self.dice).unwrap();
        let mut people = self.words.people.to_vec();
        people.shuffle(&mut self.dice);
        let many = self.dice.random_range(6..people.len());
        for person in people.into_iter().take(many) {
            let shown = self.masked(person);
            self.bank.push(line(day, net, &shown, says, ""));
            let book = self.in_books(day, net, person, "发放惠农补助", &voucher);
            self.truth.insert((self.bank.len() - 1, book));
        }
    }

    fn cheque(&mut self, first: NaiveDate) {
        let day = first + Days::new(self.upto(28));
        let net = -self.amount();
        let number = self.dice.random_range(10_001..99_999).to_string();
        let firm = *self.words.firms.choose(&mut self.dice).unwrap();
        let (_, book_says) = *self.words.purposes.choose(&mut self.dice).unwrap();
        let numbered = self.dice.random_bool(0.6);
        let voucher = self.voucher();
        let summary = self.wrote(firm.1, book_says);
        let summary = if numbered { format!("{summary} 支票{number}") } else { summary };
        let book = self.in_books(day, net, "", &summary, &voucher);
        if self.dice.random_bool(0.2) {
            return; // unpresented at the end of the year
        }
        let late = self.dice.random_range(2..40);
        let says = *self.words.cheque.choose(&mut self.dice).unwrap();
        let reference = if numbered { number } else { String::new() };
        self.bank.push(line(day + Days::new(late), net, "", says, &reference));
        self.truth.insert((self.bank.len() - 1, book));
    }

    /// One entry, paid in two or three transfers.
    fn split(&mut self, first: NaiveDate) {
        let day = first + Days::new(self.upto(26));
        let firm = *self.words.firms.choose(&mut self.dice).unwrap();
        let (bank_says, book_says) = *self.words.purposes.choose(&mut self.dice).unwrap();
        let parts: Vec<Money> = (0..self.dice.random_range(2..4)).map(|_| -self.amount()).collect();
        let voucher = self.voucher();
        let summary = self.wrote(firm.1, book_says);
        let book = self.in_books(day, parts.iter().sum(), firm.0, &summary, &voucher);
        for part in parts {
            let lag = self.upto(4);
            let bank = self.at_bank(day + Days::new(lag), part, firm.0, bank_says);
            self.truth.insert((bank, book));
        }
    }

    /// One bank line for the several entries of one voucher, or of several vouchers of one day.
    fn merged(&mut self, first: NaiveDate) {
        let day = first + Days::new(self.upto(26));
        let (_, book_says) = *self.words.purposes.choose(&mut self.dice).unwrap();
        let parts: Vec<Money> = (0..self.dice.random_range(2..6)).map(|_| -self.amount()).collect();
        let lag = self.upto(3);
        let says = *self.words.payroll.choose(&mut self.dice).unwrap();
        self.bank.push(line(day + Days::new(lag), parts.iter().sum(), "", says, ""));
        let bank = self.bank.len() - 1;
        let one_voucher = self.dice.random_bool(0.6);
        let mut voucher = self.voucher();
        for part in parts {
            if !one_voucher {
                voucher = self.voucher();
            }
            let person = *self.words.people.choose(&mut self.dice).unwrap();
            let book = self.in_books(day, part, person, &format!("{person}{book_says}"), &voucher);
            self.truth.insert((bank, book));
        }
    }

    /// Two tickets of one amount from one shop on one day.
    fn twins(&mut self, first: NaiveDate) {
        let day = first + Days::new(self.upto(27));
        let firm = *self.words.firms.choose(&mut self.dice).unwrap();
        let (bank_says, book_says) = *self.words.purposes.choose(&mut self.dice).unwrap();
        let net = -Money::from_yuan(self.dice.random_range(1..9) * 100);
        let summary = self.wrote(firm.1, book_says);
        for _ in 0..2 {
            self.bank.push(line(day, net, firm.0, bank_says, ""));
            let voucher = self.voucher();
            let book = self.in_books(day, net, firm.0, &summary, &voucher);
            self.truth.insert((self.bank.len() - 1, book));
        }
    }

    /// The same paper booked twice: the bank paid once.
    fn entered_twice(&mut self, first: NaiveDate) {
        let day = first + Days::new(self.upto(27));
        let firm = *self.words.firms.choose(&mut self.dice).unwrap();
        let (bank_says, book_says) = *self.words.purposes.choose(&mut self.dice).unwrap();
        let net = -self.odd_amount();
        let bank = self.at_bank(day, net, firm.0, bank_says);
        let summary = self.wrote(firm.1, book_says);
        for _ in 0..2 {
            let voucher = self.voucher();
            let book = self.in_books(day, net, firm.0, &summary, &voucher);
            self.truth.insert((bank, book));
        }
    }

    fn bank_doings(&mut self, first: NaiveDate) {
        for _ in 0..self.dice.random_range(1..4) {
            let (bank_says, book_says) = *self.words.fee.choose(&mut self.dice).unwrap();
            let net = -Money::from_yuan(*[5, 10, 15, 20, 50].choose(&mut self.dice).unwrap());
            let day = first + Days::new(self.upto(27));
            self.doing(day, net, bank_says, book_says);
        }
        if first.month().is_multiple_of(3) {
            let net = Money::from_fen(self.dice.random_range(100..90_000));
            self.doing(first + Days::new(20), net, self.words.interest.0, self.words.interest.1);
        }
    }

    fn doing(&mut self, day: NaiveDate, net: Money, bank_says: &str, book_says: &str) {
        self.bank.push(line(day, net, "", bank_says, ""));
        if self.dice.random_bool(0.5) {
            let (bank, lag) = (self.bank.len() - 1, self.upto(12));
            let voucher = self.voucher();
            let book = self.in_books(day + Days::new(lag), net, "", book_says, &voucher);
            self.truth.insert((bank, book));
        }
    }

    fn one_sided(&mut self, first: NaiveDate) {
        let day = first + Days::new(self.upto(28));
        let firm = *self.words.firms.choose(&mut self.dice).unwrap();
        let (bank_says, book_says) = *self.words.purposes.choose(&mut self.dice).unwrap();
        let net = -self.amount();
        if self.dice.random_bool(0.5) {
            self.at_bank(day, net, firm.0, bank_says);
        } else {
            let voucher = self.voucher();
            let summary = self.wrote(firm.1, book_says);
            self.in_books(day, net, "", &summary, &voucher);
        }
    }

    fn at_bank(&mut self, day: NaiveDate, net: Money, name: &str, says: &str) -> usize {
        let name = if self.dice.random_range(0..100) < self.words.named { name } else { "" };
        let plain = *self.words.transfer.choose(&mut self.dice).unwrap();
        let (summary, purpose) = match self.dice.random_range(0..3) {
            0 => (plain, says),
            1 => (says, ""),
            _ => (plain, ""),
        };
        self.bank.push(BankLine { purpose: purpose.to_owned(), ..line(day, net, name, summary, "") });
        self.bank.len() - 1
    }

    fn in_books(&mut self, day: NaiveDate, net: Money, dimension: &str, summary: &str, voucher: &str) -> usize {
        let line = self.book.iter().rev().take_while(|l| l.voucher == voucher).count() + 1;
        self.book.push(BookLine {
            date: day,
            net,
            counterparty: dimension.to_owned(),
            summary: summary.to_owned(),
            voucher: voucher.to_owned(),
            line,
        });
        self.book.len() - 1
    }

    fn wrote(&mut self, name: &str, says: &str) -> String {
        let pay = *self.words.pay.choose(&mut self.dice).unwrap();
        format!("{pay}{name}{says}")
    }

    fn masked(&mut self, person: &str) -> String {
        if self.dice.random_bool(0.6) { (self.words.mask)(person) } else { person.to_owned() }
    }

    fn amount(&mut self) -> Money {
        match self.dice.random_range(0..10) {
            0..3 => Money::from_yuan(self.dice.random_range(1..40) * 100),
            3..5 => Money::from_yuan(self.dice.random_range(10..5_000)),
            _ => self.odd_amount(),
        }
    }

    fn odd_amount(&mut self) -> Money {
        Money::from_fen(self.dice.random_range(1_000..900_000))
    }

    fn upto(&mut self, end: u64) -> u64 {
        self.dice.random_range(0..end)
    }

    fn voucher(&mut self) -> String {
        self.vouchers += 1;
        format!("记-{:04}", self.vouchers)
    }

    /// The same year in an order that tells nothing.
    fn shuffled(mut self) -> Year<'d> {
        let mut rows: Vec<usize> = (0..self.bank.len()).collect();
        let mut entries: Vec<usize> = (0..self.book.len()).collect();
        rows.shuffle(&mut self.dice);
        entries.shuffle(&mut self.dice);
        let placed = |order: &[usize]| {
            let mut place = vec![0; order.len()];
            for (new, old) in order.iter().enumerate() {
                place[*old] = new;
            }
            place
        };
        let (row_at, entry_at) = (placed(&rows), placed(&entries));
        self.truth = self.truth.iter().map(|(i, j)| (row_at[*i], entry_at[*j])).collect();
        self.bank = rows.iter().map(|i| self.bank[*i].clone()).collect();
        self.book = entries.iter().map(|j| self.book[*j].clone()).collect();
        self
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()
}

fn line(date: NaiveDate, net: Money, counterparty: &str, summary: &str, reference: &str) -> BankLine {
    BankLine {
        date,
        net,
        counterparty: counterparty.to_owned(),
        summary: summary.to_owned(),
        purpose: String::new(),
        reference: reference.to_owned(),
    }
}
