use serde_json::{Value, json};

use crate::kernel::{Fault, Money};
use crate::statements::{
    AccountLedger, CashPosition, Consolidation, Elimination, Journal, JournalLine, LedgerRow, LedgerRowKind,
    PartyBalances, ReceiptsAndPayments, ReceiptsRow, RowsWanted, Statement, StatementLine, TrialBalance,
};

use super::json_books;
use super::report::{Body, Report};

/// Any report.
pub fn report(report: &Report) -> Value {
    match &report.body {
        Body::TrialBalance(balance, wanted) => trial_balance_rows(balance, *wanted),
        Body::AccountLedger(ledger) => account_ledger(ledger),
        Body::LedgerBook(book, _) => json_books::ledger_book(book),
        Body::MultiColumn(book) => json_books::multi_column(book),
        Body::VoucherSummary(summary) => json_books::voucher_summary(summary),
        Body::PartyOverview(overview) => json_books::party_overview(overview),
        Body::AccountComparison(comparison) => json_books::account_comparison(comparison),
        Body::PartyBalances(parties) => party_balances(parties),
        Body::Journal(journal) => self::journal(journal),
        Body::BalanceSheet(statement) => balance_sheet(statement),
        Body::ConsolidatedBalanceSheet(by) => consolidation(balance_sheet(&by.total), by, ["closing", "opening"]),
        Body::ConsolidatedSurplus(by) => consolidation(surplus_statement(&by.total), by, ["current", "previous"]),
        Body::SurplusStatement(statement) => surplus_statement(statement),
        Body::ReceiptsAndPayments(report) => receipts_and_payments(report),
        Body::Plain(plain) => plain.figures.clone(),
    }
}

/// One document and a line end.
pub fn write(value: &Value) -> Result<Vec<u8>, Fault> {
    let mut bytes = serde_json::to_vec(value).map_err(Fault::while_("writing JSON"))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// `{"rows":[{"code","name","opening_debit","opening_credit","debit","credit","closing_debit","closing_credit"}],"totals":{…}}`
pub fn trial_balance(balance: &TrialBalance) -> Value {
    trial_balance_rows(balance, RowsWanted::ALL)
}

fn trial_balance_rows(balance: &TrialBalance, wanted: RowsWanted) -> Value {
    let rows = balance.wanted(wanted).map(|row| {
        let mut value = six(row.columns());
        value["code"] = json!(row.code.as_str());
        value["name"] = json!(row.name);
        with_year(value, row.year, wanted)
    });
    let rows = rows.collect::<Vec<_>>();
    json!({"rows": rows, "totals": with_year(six(balance.totals()), balance.year_totals(), wanted)})
}

/// `year_debit` and `year_credit` besides, where 本年累计 was asked for.
fn with_year(mut value: Value, (debit, credit): (Money, Money), wanted: RowsWanted) -> Value {
    if wanted.with_year {
        value["year_debit"] = json!(debit.plain());
        value["year_credit"] = json!(credit.plain());
    }
    value
}

/// `{"account","name","by","rows":[{"id","code","name",…six}],"totals":{…}}`; each side summed apart.
pub fn party_balances(parties: &PartyBalances) -> Value {
    let rows = parties.rows.iter().map(|row| {
        let mut value = six(row.columns());
        value["id"] = json!(row.id);
        value["code"] = json!(row.code);
        value["name"] = json!(row.name);
        value
    });
    json!({
        "account": parties.account_code, "name": parties.account_path, "by": parties.by.to_string(),
        "rows": rows.collect::<Vec<_>>(), "totals": six(parties.totals()),
    })
}

pub(super) fn six([opening_debit, opening_credit, debit, credit, closing_debit, closing_credit]: [Money; 6]) -> Value {
    json!({
        "opening_debit": opening_debit.plain(), "opening_credit": opening_credit.plain(),
        "debit": debit.plain(), "credit": credit.plain(),
        "closing_debit": closing_debit.plain(), "closing_credit": closing_credit.plain(),
    })
}

/// `{"lines":[{"no","name","closing","opening"}]}` with official line names; headings are left out.
pub fn balance_sheet(statement: &Statement) -> Value {
    lines(
        statement,
        |line| json!({"no": line.no, "name": line.name, "closing": line.first.plain(), "opening": line.second.plain()}),
    )
}

/// `{"lines":[{"no","name","current","previous"}]}` with official line names.
pub fn surplus_statement(statement: &Statement) -> Value {
    lines(
        statement,
        |line| json!({"no": line.no, "name": line.name, "current": line.first.plain(), "previous": line.second.plain()}),
    )
}

/// The sums of `report --book ALL` keep their shape; each line has besides `{"eliminated":{…},"consolidated":{…}}`
/// with the two amounts under the same names, and the document `"eliminations":[…]`, `"agrees"`.
fn consolidation(mut sums: Value, by: &Consolidation, [first, second]: [&str; 2]) -> Value {
    let amounts = |line: &StatementLine| json!({ first: line.first.plain(), second: line.second.plain() });
    let off = by.eliminated.lines.iter().zip(&by.consolidated.lines).filter(|(line, _)| line.no.is_some());
    if let Some(lines) = sums["lines"].as_array_mut() {
        for (line, (eliminated, consolidated)) in lines.iter_mut().zip(off) {
            line["eliminated"] = amounts(eliminated);
            line["consolidated"] = amounts(consolidated);
        }
    }
    let pair = |e: &Elimination| {
        json!({
            "claimant": e.claimant, "debtor": e.debtor, "claim_accounts": e.claim_on, "debt_accounts": e.debt_on,
            "claim": e.claim[0].plain(), "debt": e.debt[0].plain(), "eliminated": e.set_off[0].plain(),
            "difference": e.difference().plain(),
        })
    };
    sums["eliminations"] = json!(by.eliminations.iter().map(pair).collect::<Vec<_>>());
    sums["agrees"] = json!(by.agrees());
    sums
}

fn lines(statement: &Statement, value: impl Fn(&StatementLine) -> Value) -> Value {
    let numbered = statement.lines.iter().filter(|line| line.no.is_some());
    json!({"lines": numbered.map(value).collect::<Vec<_>>()})
}

/// `{"income":[{"code","name","current","year_to_date"}],"expense":[…],"difference":{…},"cash":[{"code","name","opening","received","paid","closing"}]}`
pub fn receipts_and_payments(report: &ReceiptsAndPayments) -> Value {
    let row = |row: &ReceiptsRow| {
        json!({
            "code": row.code, "name": row.name,
            "current": row.current.plain(), "year_to_date": row.year_to_date.plain(),
        })
    };
    let cash = |cash: &CashPosition| {
        json!({
            "code": cash.code, "name": cash.name, "opening": cash.opening.plain(),
            "received": cash.received.plain(), "paid": cash.paid.plain(), "closing": cash.closing.plain(),
        })
    };
    json!({
        "income": report.income.iter().map(row).collect::<Vec<_>>(),
        "expense": report.expense.iter().map(row).collect::<Vec<_>>(),
        "difference": {"current": report.difference.0.plain(), "year_to_date": report.difference.1.plain()},
        "cash": report.cash.iter().map(cash).collect::<Vec<_>>(),
    })
}

/// `{"code","name","rows":[{"kind","date","voucher","summary","debit","credit","side","balance"}]}`
///
/// `kind` is `opening`, `entry`, `month_total` or `year_to_date`; `side` is `debit`, `credit` or `level`.
pub fn account_ledger(ledger: &AccountLedger) -> Value {
    let rows: Vec<Value> = ledger.rows.iter().map(ledger_row).collect();
    json!({"code": ledger.code, "name": ledger.path, "rows": rows})
}

pub(super) fn ledger_row(row: &LedgerRow) -> Value {
    let (kind, date, voucher, summary) = match &row.kind {
        LedgerRowKind::Opening => ("opening", None, None, None),
        LedgerRowKind::Entry(line) => {
            ("entry", Some(line.date.to_string()), Some(line.number.to_string()), Some(line.summary.clone()))
        }
        LedgerRowKind::DayTotal(date) => ("day_total", Some(date.to_string()), None, None),
        LedgerRowKind::MonthTotal(period) => ("month_total", Some(period.to_string()), None, None),
        LedgerRowKind::YearToDate(period) => ("year_to_date", Some(period.to_string()), None, None),
    };
    let side = match row.side {
        "借" => "debit",
        "贷" => "credit",
        _ => "level",
    };
    json!({
        "kind": kind, "date": date, "voucher": voucher, "summary": summary, "debit": row.debit.plain(),
        "credit": row.credit.plain(), "side": side, "balance": row.balance.plain(),
    })
}

/// `{"vouchers":[{"voucher","period","date","kind","documents","entries":[{"summary","code","name","party","debit","credit"}]}],"totals":{"debit","credit"}}`
pub fn journal(journal: &Journal) -> Value {
    let vouchers = journal.lines.chunk_by(|a, b| a.voucher == b.voucher).map(|lines| {
        let first = &lines[0];
        json!({
            "voucher": first.number.to_string(), "period": first.period.to_string(), "date": first.date.to_string(),
            "kind": first.kind.to_string(), "documents": first.document_count,
            "entries": lines.iter().map(entry).collect::<Vec<_>>(),
        })
    });
    let (debit, credit) = journal.totals();
    json!({
        "vouchers": vouchers.collect::<Vec<_>>(),
        "totals": {"debit": debit.plain(), "credit": credit.plain()},
    })
}

fn entry(line: &JournalLine) -> Value {
    json!({
        "summary": line.summary, "code": line.code, "name": line.path, "party": line.party,
        "debit": line.debit.plain(), "credit": line.credit.plain(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::{Half, TrialRow};

    #[test]
    fn 科目余额表的_json_就是约定的样子() {
        let row = |code: &str, name: &str, level, opening, debit, credit| TrialRow {
            code: code.parse().unwrap(),
            name: name.to_owned(),
            level,
            leaf: level == 2,
            opening: Money::from_fen(opening),
            debit: Money::from_fen(debit),
            credit: Money::from_fen(credit),
            year: Default::default(),
        };
        let rows = vec![row("101", "库存现金", 1, 10_000, 0, 2_550), row("301", "资本", 1, -10_000, 2_550, 0)];
        assert_eq!(
            trial_balance(&TrialBalance { rows }).to_string(),
            concat!(
                r#"{"rows":[{"closing_credit":"0.00","closing_debit":"74.50","code":"101","credit":"25.50","#,
                r#""debit":"0.00","name":"库存现金","opening_credit":"0.00","opening_debit":"100.00"},"#,
                r#"{"closing_credit":"74.50","closing_debit":"0.00","code":"301","credit":"0.00","debit":"25.50","#,
                r#""name":"资本","opening_credit":"100.00","opening_debit":"0.00"}],"totals":{"closing_credit":"74.50","#,
                r#""closing_debit":"74.50","credit":"25.50","debit":"25.50","opening_credit":"100.00","#,
                r#""opening_debit":"100.00"}}"#
            )
        );
    }

    #[test]
    fn 报表的_json_用法定项目名_不带标题行() {
        let line = |no: Option<u32>, name: &str| StatementLine {
            half: Half::Left,
            no,
            name: name.to_owned(),
            label: format!("减:{name}"),
            first: Money::from_fen(-123_456),
            second: Money::ZERO,
            total: false,
            parts: vec![],
        };
        let statement = Statement {
            name: "资产负债表".to_owned(),
            form_code: "会村01表".to_owned(),
            columns: ["期末余额".to_owned(), "年初余额".to_owned()],
            lines: vec![line(None, ""), line(Some(12), "累计折旧")],
        };
        let of_day = r#"{"lines":[{"closing":"-1234.56","name":"累计折旧","no":12,"opening":"0.00"}]}"#;
        assert_eq!(balance_sheet(&statement).to_string(), of_day);
        let of_span = r#"{"lines":[{"current":"-1234.56","name":"累计折旧","no":12,"previous":"0.00"}]}"#;
        assert_eq!(surplus_statement(&statement).to_string(), of_span);
    }
}
