//! 柳溪村 2024, the composed year LS-12, entered through the ledger's use-cases: opening, 41 vouchers, twelve closings.

use std::collections::HashMap;

use mingzhang::auth::{Accountant, Chief, Role};
use mingzhang::db::{Db, WriteTx};
use mingzhang::kernel::{AccountId, BookId, CounterpartyId, HouseholdId, Money, Outcome, Period, ProjectId, Timestamp};
use mingzhang::ledger::{self, Adding, Dimension, DraftLine, NewAccount, NewDraft, Side, VoucherKind};
use mingzhang::village::{self, BookKind, CounterpartyKind, HouseholdKind, NewBook, Party, ProjectKind};
use serde_json::Value;

use super::township::{founded, someone};

const YEAR: &str = include_str!("../cases/ledger/LS-12-SET-liuxi-fullyear.json");

/// After the year: every month can be closed.
pub fn spring() -> Timestamp {
    Timestamp::parse("2025-01-08T01:00:00Z").expect("an instant")
}

/// The village's book with its year in it.
pub struct Liuxi {
    /// The chief accountant of the township.
    pub chief: Chief,
    /// The book.
    pub book: BookId,
    /// 制单.
    pub maker: Accountant,
    /// 复核, 记账, 结账.
    pub checker: Accountant,
}

impl Liuxi {
    /// Founds the township, opens the book and enters everything; no month is closed yet.
    pub async fn entered(db: &Db) -> Liuxi {
        let chief = founded(db).await;
        let new = NewBook {
            code: "LX".into(),
            name: "柳溪村股份经济合作社".into(),
            village: "柳溪村".into(),
            legal_name: String::new(),
            kind: BookKind::Collective,
            enabled_from: Period::new(2024, 1).expect("a period"),
        };
        let by = chief.clone();
        let opening = db.write(move |tx| Box::pin(async move { village::add_book(tx, &by, new, spring()).await }));
        let book = opening.await.expect("a book");
        let hands = |name| someone(name, Role::Accountant).accountant(book).expect("an accountant");
        let liuxi = Liuxi { chief, book, maker: hands("制单会计"), checker: hands("复核会计") };
        let (maker, checker) = (liuxi.maker.clone(), liuxi.checker.clone());
        let entering = db.write(move |tx| {
            Box::pin(async move {
                let year: Value = serde_json::from_str(YEAR).expect("a case");
                let mut names = Names { by: maker.clone(), known: HashMap::new() };
                let mut lines = Vec::new();
                for row in year["opening"].as_array().expect("opening") {
                    lines.push(names.line(tx, row, "期初").await?);
                }
                ledger::confirm_opening(tx, &maker, &lines, spring()).await?;
                for row in year["transactions"].as_array().expect("transactions") {
                    let new = names.voucher(tx, row).await?;
                    let draft = ledger::prepare(tx, &maker, new, spring()).await?;
                    ledger::review(tx, &checker, draft, 1, spring()).await?;
                    ledger::post(tx, &checker, draft, spring()).await?;
                }
                Ok(())
            })
        });
        entering.await.expect("柳溪村's year is entered");
        liuxi
    }

    /// Closes the months up to one of 2024, in order.
    pub async fn closes_through(&self, db: &Db, month: u32) {
        let checker = self.checker.clone();
        let closing = db.write(move |tx| {
            Box::pin(async move {
                let first = Period::new(2024, 1).expect("a period");
                for period in first.through(Period::new(2024, month).expect("a period")) {
                    ledger::close(tx, &checker, period, spring()).await?;
                }
                Ok(())
            })
        });
        closing.await.expect("closed");
    }

    /// January of the year after: one voucher, from the bank for the office.
    pub async fn pays_in_the_next_year(&self, db: &Db) {
        let (maker, checker, later) = (self.maker.clone(), self.checker.clone(), spring().plus_seconds(86_400));
        let paying = db.write(move |tx| {
            Box::pin(async move {
                let chart = ledger::chart(tx, maker.book()).await?;
                let account = |code: &str| chart.by_code(code).expect("an account").id;
                let line = |code, side| DraftLine::plain("购办公用品", account(code), side, Money::from_fen(3_000));
                let lines = vec![line("51302", Side::Debit), line("10201", Side::Credit)];
                let new = NewDraft::regular("2025-01-07".parse().expect("a day"), lines);
                let draft = ledger::prepare(tx, &maker, new, later).await?;
                ledger::review(tx, &checker, draft, 1, later).await?;
                ledger::post(tx, &checker, draft, later).await
            })
        });
        paying.await.expect("paid");
    }
}

/// An account and the dimension an entry on it names.
type Place = (AccountId, Option<HouseholdId>, Option<CounterpartyId>, Option<ProjectId>);

/// Accounts and dimensions by the names the case uses, made when first met.
struct Names {
    by: Accountant,
    known: HashMap<String, Place>,
}

impl Names {
    async fn voucher(&mut self, tx: &mut WriteTx, row: &Value) -> Outcome<NewDraft> {
        let mut lines = Vec::new();
        let summary = text(row, "summary");
        for entry in row["entries"].as_array().expect("entries") {
            lines.push(self.line(tx, entry, summary).await?);
        }
        let mut new = NewDraft::regular(text(row, "date").parse().expect("a day"), lines);
        new.import_key = row["no"].to_string();
        if row["note"] == "closing" {
            new.kind = VoucherKind::Closing;
        }
        Ok(new)
    }

    async fn line(&mut self, tx: &mut WriteTx, row: &Value, summary: &str) -> Outcome<DraftLine> {
        let name = text(row, "account");
        let detail: Vec<&str> =
            row["detail"].as_array().map(|d| d.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
        let (account, household, counterparty, project) = self.find(tx, name, &detail.join("/")).await?;
        let amount = |key: &str| row[key].as_str().map_or(Money::ZERO, |a| a.parse().expect("an amount"));
        let (debit, credit) = match row["side"].as_str() {
            Some("debit") => (amount("amount"), Money::ZERO),
            Some(_) => (Money::ZERO, amount("amount")),
            None => (amount("debit"), amount("credit")),
        };
        let summary = summary.to_owned();
        Ok(DraftLine { summary, account: Some(account), household, counterparty, project, debit, credit })
    }

    async fn find(
        &mut self,
        tx: &mut WriteTx,
        name: &str,
        detail: &str,
    ) -> Outcome<(AccountId, Option<HouseholdId>, Option<CounterpartyId>, Option<ProjectId>)> {
        let key = format!("{name}/{detail}");
        if let Some(found) = self.known.get(&key) {
            return Ok(*found);
        }
        let chart = ledger::chart(tx, self.by.book()).await?;
        let account = chart.first_level_named(name).expect("an official account").clone();
        let named = if detail.is_empty() { "未分明细" } else { detail };
        let mut found = (account.id, None, None, None);
        match account.dimension {
            Some(Dimension::Household) => {
                let new = Party::named(named, HouseholdKind::Member);
                found.1 = Some(village::add_household(tx, &self.by, new, spring()).await?);
            }
            Some(Dimension::Counterparty) => {
                let there = village::counterparties(tx, self.by.book()).await?;
                found.2 = match there.iter().find(|c| c.name == named) {
                    Some(known) => Some(known.id),
                    None => {
                        let new = Party::named(named, CounterpartyKind::Unit);
                        Some(village::add_counterparty(tx, &self.by, new, spring()).await?)
                    }
                };
            }
            Some(Dimension::Project) => {
                let there = village::projects(tx, self.by.book()).await?;
                found.3 = match there.iter().find(|p| p.name == named) {
                    Some(known) => Some(known.id),
                    None => {
                        let new = Party::named(named, ProjectKind::Special);
                        Some(village::add_project(tx, &self.by, new, spring()).await?)
                    }
                };
            }
            None if account.code.as_str() == "102" => found.0 = chart.by_code("10201").expect("基本存款账户").id,
            None if account.leaf && detail.is_empty() => {}
            None => {
                found.0 = match chart.child_named(account.code.as_str(), named) {
                    Some(child) => child.id,
                    None => {
                        let new = NewAccount {
                            parent: account.code.to_string(),
                            name: named.to_owned(),
                            mnemonic: String::new(),
                        };
                        ledger::add_account(tx, Adding::ForImport(&self.by), &new, spring()).await?
                    }
                };
            }
        }
        self.known.insert(key, found);
        Ok(found)
    }
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_else(|| panic!("no {key} in {row}"))
}
