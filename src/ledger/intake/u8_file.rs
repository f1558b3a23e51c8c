//! 用友 U8 凭证文本: a first line `填制凭证,V800`, then one line an entry — date, word, number, documents, summary,
//! account code, debit, credit — with whatever further fields behind them.

use crate::evidence::{TableFile, TableLimits, open_table};
use crate::kernel::{Date, Money, Refused};
use crate::ledger::voucher::VoucherKind;

use super::error::IntakeRefusal;
use super::file::refusal;
use super::voucher_file::{Gathered, VoucherFile, VoucherRow, VoucherRows};

/// What the first line begins with.
const SIGN: &str = "填制凭证";
/// Where the summary stands; account, debit and credit follow it.
const SUMMARY: usize = 4;

/// True when a file is U8's voucher text.
pub fn is_u8_file(bytes: &[u8], limits: &TableLimits) -> bool {
    matches!(open_table(bytes, limits), Ok(TableFile::Text(_, text)) if is_u8(&text))
}

fn is_u8(text: &str) -> bool {
    text.trim_start_matches(['\u{feff}', '"']).starts_with(SIGN)
}

/// Reads U8's voucher text. Accounts are the codes of the other program: they are mapped before anything is taken in.
///
/// Refuses, all rows at once: the file refusals, `intake.row_width`, `intake.bad_date`, `intake.bad_count`,
/// `intake.bad_amount`, `intake.summary_split`, `intake.two_dates`.
pub fn read_u8_file(bytes: &[u8], limits: &TableLimits) -> Result<VoucherFile, Vec<Refused>> {
    let text = match open_table(bytes, limits).map_err(|fault| vec![refusal(fault, limits)])? {
        TableFile::Text(_, text) if is_u8(&text) => text,
        _ => return Err(vec![IntakeRefusal::Unreadable { why: "不是 U8 的凭证文本".to_owned() }.into()]),
    };
    let (mut gathered, mut faults) = (Gathered::default(), Vec::new());
    for (row, line) in (1..).zip(text.lines()).skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        match entry(row, line) {
            Ok((head, entry)) => {
                faults.extend(gathered.add(head, entry).map(|no| Refused::from(no).at_row(row)));
            }
            Err(list) => faults.extend(list.into_iter().map(|no| Refused::from(no).at_row(row))),
        }
    }
    if faults.is_empty() {
        Ok(VoucherFile { vouchers: gathered.into_vouchers(), notices: Vec::new() })
    } else {
        Err(faults)
    }
}

fn entry(row: usize, line: &str) -> Result<(VoucherRows, VoucherRow), Vec<IntakeRefusal>> {
    let fields = fields(line);
    if fields.len() < SUMMARY + 4 {
        return Err(vec![IntakeRefusal::RowWidth { cells: fields.len(), wanted: SUMMARY + 4 }]);
    }
    let account_at = account_place(&fields).map_err(|no| vec![no])?;
    let mut faults = Vec::new();
    let date = fields[0].parse::<Date>().unwrap_or_else(|_| {
        faults.push(IntakeRefusal::BadDate { text: fields[0].clone() });
        Date::MIN
    });
    let documents = fields[3].as_str();
    let document_count = if documents.is_empty() { Ok(0) } else { documents.parse::<i64>() };
    let document_count = document_count.ok().filter(|n| (0..10_000).contains(n)).unwrap_or_else(|| {
        faults.push(IntakeRefusal::BadCount { text: documents.to_owned() });
        0
    });
    let mut money = |at: usize, column: &'static str| {
        let text = fields.get(at).map_or("", String::as_str);
        if text.is_empty() {
            return Money::ZERO;
        }
        text.parse().unwrap_or_else(|e: crate::kernel::MoneyError| {
            faults.push(IntakeRefusal::BadAmount { column, why: e.to_string() });
            Money::ZERO
        })
    };
    let (debit, credit) = (money(account_at + 1, "金额借方"), money(account_at + 2, "金额贷方"));
    if !faults.is_empty() {
        return Err(faults);
    }
    let key = format!("{} {}-{}", fields[0], fields[1], fields[2]);
    let kind = VoucherKind::Regular;
    let head = VoucherRows { book: String::new(), key, date, kind, document_count, rows: Vec::new() };
    let summary = fields[SUMMARY..account_at].join(",");
    let entry = VoucherRow { row, summary, account: fields[account_at].clone(), detail: Vec::new(), debit, credit };
    Ok((head, entry))
}

/// One line cut at its commas; quotes hold a comma together.
fn fields(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line.as_bytes());
    let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(|field| field.trim().to_owned()).collect()
}

/// Where the account code stands: behind the summary, or further where an unquoted comma cut the summary in two.
fn account_place(fields: &[String]) -> Result<usize, IntakeRefusal> {
    let is_code = |text: &str| (3..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let is_amount = |text: &str| text.is_empty() || text.parse::<Money>().is_ok();
    let amounts = |i: usize| {
        let (debit, credit) = (fields[i + 1].as_str(), fields[i + 2].as_str());
        is_amount(debit) && is_amount(credit) && !(debit.is_empty() && credit.is_empty())
    };
    let fits = |i: &usize| is_code(&fields[*i]) && amounts(*i);
    let mut places = (SUMMARY + 1..fields.len() - 2).filter(fits);
    match (places.next(), places.next()) {
        (Some(first), None) => Ok(first),
        (Some(first), Some(_)) if first == SUMMARY + 1 => Ok(first),
        (Some(_), Some(_)) => Err(IntakeRefusal::SummarySplit),
        // Nothing fits: the amounts are wrong where they should stand, and that is what is said.
        (None, _) if is_code(&fields[SUMMARY + 1]) => Ok(SUMMARY + 1),
        (None, _) => Err(IntakeRefusal::SummarySplit),
    }
}
