use super::bank_file::{self, Tables};
use super::bank_statement::{BankStatement, SkippedRow, StatementHead, StatementRow, StatementWarning};
use super::bank_statement::{same_account, tail};
use super::column::Role;
use super::error::StatementRefusal;
use super::layout::{self, Header};
use super::profile::{BankProfile, DateShape};
use super::reading_rules::{ACCOUNT_LABELS, Flow, NAME_LABELS, day_columns, direction, labelled};
use super::statement_cells::{amount, day_and_time, says_amount, text, time};
use crate::evidence::{FileEncoding, Table, TableRow};
use crate::kernel::{Date, Failure, Money, Outcome, Refused};

/// A broken file lists this many bad rows; more would not help.
const FAULTS_SHOWN: usize = 50;
/// Words of a row that sums up or comments, and is no transaction.
const FOOTER_WORDS: [&str; 8] = ["合计", "总计", "小计", "累计", "总笔数", "承前", "上页", "期初余额"];
const FOREIGN: [&str; 10] = ["美元", "港币", "港元", "欧元", "日元", "英镑", "USD", "HKD", "EUR", "JPY"];

/// Reads a bank file of any known shape: normalised rows, their balances proved, nothing dropped unlisted.
///
/// `profile` is what was told by hand of this account's bank, used instead of the synonyms.
/// Refuses, naming the row: everything of the file, header, rows and proof in [`StatementRefusal`].
pub fn read_statement(bytes: &[u8], profile: Option<&BankProfile>) -> Outcome<BankStatement> {
    let (encoding, table, header) = locate(bytes, profile)?;
    let reading = Reading::new(&table, header, profile);
    reading.statement(encoding)
}

/// The table that is the statement, and its header.
fn locate(bytes: &[u8], profile: Option<&BankProfile>) -> Result<(FileEncoding, Table, Header), StatementRefusal> {
    let (encoding, tables, is_workbook) = match bank_file::open(bytes)? {
        Tables::Cuts(encoding, tables) => (encoding, tables, false),
        Tables::Sheets(encoding, tables) => (encoding, tables, true),
    };
    let mut found: Vec<(Table, Header)> = Vec::new();
    let mut refusal: Option<StatementRefusal> = None;
    for table in tables {
        match layout::find_header(&table, profile) {
            Ok(header) => found.push((table, header)),
            Err(next) => {
                let nearer = matches!(next, StatementRefusal::HeaderIncomplete { .. });
                if refusal.is_none() || nearer {
                    refusal = Some(next);
                }
            }
        }
    }
    if is_workbook && found.len() > 1 {
        found.retain(|(table, header)| table.rows[header.below..].iter().any(|r| !r.is_blank()));
        if found.len() > 1 {
            let names: Vec<&str> = found.iter().map(|(table, _)| table.name.as_str()).collect();
            return Err(StatementRefusal::SheetsSeveral { count: names.len(), names: names.join("、") });
        }
    }
    match (found.into_iter().next(), refusal) {
        (Some((table, header)), _) => Ok((encoding, table, header)),
        (None, Some(refusal)) => Err(refusal),
        (None, None) => Err(StatementRefusal::HeaderUnknown { seen: first_words(bytes) }),
    }
}

fn first_words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).trim().chars().take(20).collect()
}

struct Reading<'a> {
    table: &'a Table,
    header: Header,
    profile: Option<&'a BankProfile>,
    /// Where the day stands, and where the time stands when it stands apart.
    day: usize,
    time: Option<usize>,
    account_number: Option<String>,
    account_name: Option<String>,
}

impl<'a> Reading<'a> {
    fn new(table: &'a Table, header: Header, profile: Option<&'a BankProfile>) -> Reading<'a> {
        let below = &table.rows[header.below..];
        let (day, time) = day_columns(&header, below, profile.map_or(DateShape::default(), |p| p.date_shape));
        let preamble = &table.rows[..header.index];
        let from_rows = |role| {
            let column = header.column(role)?;
            below.iter().map(|r| text(r.cell(column))).find(|value| !value.is_empty())
        };
        let account_number = labelled(preamble, &ACCOUNT_LABELS)
            .or_else(|| from_rows(Role::OwnAccount))
            .filter(|n| n.chars().filter(char::is_ascii_digit).count() >= 4);
        let account_name = labelled(preamble, &NAME_LABELS).or_else(|| from_rows(Role::OwnName));
        Reading { table, header, profile, day, time, account_number, account_name }
    }

    fn statement(self, encoding: FileEncoding) -> Outcome<BankStatement> {
        let (mut rows, mut skipped, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        let mut totals: Vec<&TableRow> = Vec::new();
        for row in &self.table.rows[self.header.below..] {
            if row.is_blank() {
                continue;
            }
            if row.swallowed {
                refused.push(Refused::from(StatementRefusal::QuoteOpen { row: row.row }).at_row(row.row));
                continue;
            }
            if self.is_aside(row) {
                skipped.push(SkippedRow { row: row.row, text: row.text() });
                totals.push(row);
                continue;
            }
            match self.transaction(row) {
                Ok(read) => rows.push(read),
                Err(faults) => refused.extend(faults.into_iter().map(|f| Refused::from(f).at_row(row.row))),
            }
        }
        refused.truncate(FAULTS_SHOWN);
        Failure::unless_none(refused)?;
        if rows.is_empty() {
            return Err(StatementRefusal::NoRows { row: self.header.row }.into());
        }
        let preamble: String = self.table.rows[..self.header.index].iter().map(TableRow::text).collect();
        let told = self.profile.map(|p| p.name.as_str()).filter(|name| !name.is_empty());
        let layout = told.unwrap_or_else(|| layout::layout_name(&self.header, &preamble)).to_owned();
        let warnings = self.warnings(&layout, &rows, &totals);
        let (account_name, account_number) = (self.account_name, self.account_number);
        let head = StatementHead { layout, encoding, account_name, account_number, skipped, warnings };
        BankStatement::prove(head, rows).map_err(|broken| {
            let row = if let StatementRefusal::ChainBroken { row, .. } = broken { row } else { 0 };
            Refused::from(broken).at_row(row).into()
        })
    }

    /// A total, a disclaimer, a carried balance, a repeated header: listed, not imported.
    ///
    /// A row that moves money and is no total is never set aside: it must say its day.
    fn is_aside(&self, row: &TableRow) -> bool {
        let day = row.cell(self.day);
        if self.day_and_time(day).is_some() {
            return false;
        }
        if self.header.repeats_in(row) {
            return true;
        }
        let summed = row.cells.iter().any(|c| FOOTER_WORDS.iter().any(|w| c.contains(w)));
        let moves = [Role::In, Role::Out, Role::Amount]
            .into_iter()
            .flat_map(|role| self.header.columns(role))
            .any(|column| amount(row.cell(column)).is_ok_and(|a| !a.is_zero()));
        summed || !moves && text(row.cell(self.header.column(Role::Balance).unwrap_or(0))).parse::<Money>().is_err()
    }

    fn transaction(&self, row: &TableRow) -> Result<StatementRow, Vec<StatementRefusal>> {
        let mut faults = Vec::new();
        let (date, time) = self.moment(row).unwrap_or_else(|fault| {
            faults.push(fault);
            (Date::default(), String::new())
        });
        if let Err(fault) = self.require_own(row) {
            faults.push(fault);
        }
        let (money_in, money_out) = self.movement(row).unwrap_or_else(|fault| {
            faults.push(fault);
            (Money::ZERO, Money::ZERO)
        });
        let balance = self.balance(row).unwrap_or_else(|fault| {
            faults.push(fault);
            Money::ZERO
        });
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(StatementRow {
            row: row.row,
            date,
            time,
            money_in,
            money_out,
            balance,
            counterparty: self.counterparty(row, money_in),
            summary: self.first_filled(row, Role::Summary),
            purpose: self.first_filled(row, Role::Purpose),
            reference: self.first_filled(row, Role::Reference),
        })
    }

    fn day_and_time(&self, cell: &str) -> Option<(Date, String)> {
        day_and_time(cell, self.profile.map_or(DateShape::default(), |p| p.date_shape))
    }

    fn moment(&self, row: &TableRow) -> Result<(Date, String), StatementRefusal> {
        let unreadable = |value: &str| StatementRefusal::DateUnreadable { row: row.row, value: value.to_owned() };
        let cell = row.cell(self.day);
        let (date, within) = self.day_and_time(cell).ok_or_else(|| unreadable(cell))?;
        let Some(column) = self.time.filter(|_| within.is_empty()) else {
            return Ok((date, within));
        };
        let cell = row.cell(column);
        let moment = || self.day_and_time(cell).map(|(_, time)| time);
        let apart = time(cell).or_else(moment).ok_or_else(|| unreadable(cell))?;
        Ok((date, apart))
    }

    fn movement(&self, row: &TableRow) -> Result<(Money, Money), StatementRefusal> {
        let read = |column: usize, role: Role| {
            amount(row.cell(column)).map_err(|why| StatementRefusal::AmountUnreadable {
                row: row.row,
                column: role.in_chinese(),
                why: why.to_string(),
            })
        };
        if let (Some(money_in), Some(money_out)) = (self.header.column(Role::In), self.header.column(Role::Out)) {
            return Ok((read(money_in, Role::In)?, read(money_out, Role::Out)?));
        }
        let column = self.header.column(Role::Amount).unwrap_or(0);
        let moved = read(column, Role::Amount)?;
        if let Some(column) = self.header.column(Role::Direction) {
            let flag = row.cell(column);
            return match direction(flag, self.profile) {
                Some(Flow::In) => Ok((moved, Money::ZERO)),
                Some(Flow::Out) => Ok((Money::ZERO, moved)),
                None if moved.is_zero() => Ok((Money::ZERO, Money::ZERO)),
                None => Err(StatementRefusal::DirectionUnreadable { row: row.row, value: flag.to_owned() }),
            };
        }
        match self.payer_side(row) {
            Some(Flow::In) => Ok((moved.abs(), Money::ZERO)),
            Some(Flow::Out) => Ok((Money::ZERO, moved.abs())),
            None => Ok((moved.positive_part(), (-moved).positive_part())),
        }
    }

    /// Who pays tells the direction where the bank names both sides.
    fn payer_side(&self, row: &TableRow) -> Option<Flow> {
        let own = self.account_number.as_deref()?;
        let payer = row.cell(self.header.column(Role::PayerAccount)?);
        let payee = row.cell(self.header.column(Role::PayeeAccount)?);
        let is_own = |account: &str| !text(account).is_empty() && same_account(account, own);
        match (is_own(payer), is_own(payee)) {
            (true, false) => Some(Flow::Out),
            (false, true) => Some(Flow::In),
            _ => None,
        }
    }

    fn balance(&self, row: &TableRow) -> Result<Money, StatementRefusal> {
        let cell = row.cell(self.header.column(Role::Balance).unwrap_or(0));
        if !says_amount(cell) {
            return Err(StatementRefusal::BalanceMissing { row: row.row });
        }
        amount(cell).map_err(|why| StatementRefusal::AmountUnreadable {
            row: row.row,
            column: Role::Balance.in_chinese(),
            why: why.to_string(),
        })
    }

    /// One account and one currency through the whole file.
    fn require_own(&self, row: &TableRow) -> Result<(), StatementRefusal> {
        if let (Some(column), Some(own)) = (self.header.column(Role::OwnAccount), self.account_number.as_deref()) {
            let here = text(row.cell(column));
            if !here.is_empty() && !same_account(&here, own) {
                return Err(StatementRefusal::AccountsSeveral { row: row.row, first: tail(own), second: tail(&here) });
            }
        }
        if let Some(column) = self.header.column(Role::Currency) {
            let currency = text(row.cell(column));
            if FOREIGN.iter().any(|f| currency.to_uppercase().contains(f)) {
                return Err(StatementRefusal::ForeignCurrency { row: row.row, currency });
            }
        }
        Ok(())
    }

    fn counterparty(&self, row: &TableRow, money_in: Money) -> String {
        let named = self.first_filled(row, Role::Counterparty);
        if !named.is_empty() {
            return named;
        }
        let other = if money_in.is_zero() { Role::PayeeName } else { Role::PayerName };
        self.first_filled(row, other)
    }

    fn first_filled(&self, row: &TableRow, role: Role) -> String {
        self.header.columns(role).map(|c| text(row.cell(c))).find(|t| !t.is_empty()).unwrap_or_default()
    }

    fn warnings(&self, layout: &str, rows: &[StatementRow], totals: &[&TableRow]) -> Vec<StatementWarning> {
        let mut warnings = Vec::new();
        if layout::is_personal(layout) {
            warnings.push(StatementWarning::PersonalCard);
        }
        if self.account_number.is_none() {
            warnings.push(StatementWarning::AccountUnnamed);
        }
        let sums = [
            (Role::In, rows.iter().map(|r| r.money_in).sum::<Money>()),
            (Role::Out, rows.iter().map(|r| r.money_out).sum::<Money>()),
        ];
        for (role, summed) in sums {
            let Some(column) = self.header.column(role) else {
                continue;
            };
            for total in totals.iter().filter(|t| t.text().contains("合计") || t.text().contains("总计")) {
                let printed = amount(total.cell(column)).unwrap_or(Money::ZERO);
                if !printed.is_zero() && printed != summed {
                    warnings.push(StatementWarning::TotalDiffers { row: total.row, printed, summed });
                }
            }
        }
        warnings
    }
}
