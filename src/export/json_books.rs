//! The stable JSON of the bound books.

use serde_json::{Value, json};

use crate::kernel::Money;
use crate::statements::{
    AccountComparison, AccountLedger, ColumnsRow, ComparisonRow, LedgerBook, LedgerBookKind, LedgerRow, LedgerRowKind,
    MultiColumn, PartyAccount, PartyGroup, PartyOverview, VoucherSummary,
};

use super::json::{ledger_row, six};

/// `{"book","accounts":[{"code","name","rows":[…]}]}`; rows as in the account ledger, an entry with its `other_side`,
/// and `day_total` rows in a journal.
///
/// `book` is `general`, `detail`, `cash` or `bank`.
pub(super) fn ledger_book(book: &LedgerBook) -> Value {
    let row = |row: &LedgerRow| {
        let mut value = ledger_row(row);
        if let LedgerRowKind::Entry(line) = &row.kind {
            value["other_side"] = json!(book.other_side(line));
        }
        value
    };
    let account = |ledger: &AccountLedger| {
        let rows: Vec<Value> = ledger.rows.iter().map(row).collect();
        json!({"code": ledger.code, "name": ledger.path, "rows": rows})
    };
    let kind = match book.kind {
        LedgerBookKind::General => "general",
        LedgerBookKind::Detail => "detail",
        LedgerBookKind::Cash => "cash",
        LedgerBookKind::Bank => "bank",
    };
    json!({"book": kind, "accounts": book.ledgers.iter().map(account).collect::<Vec<_>>()})
}

/// `{"code","name","by","side","columns":[{"id","code","name"}],"rows":[{…,"columns":["0.00"]}]}`; rows as in the
/// account ledger, the amounts of `columns` on the account's usual `side`.
pub(super) fn multi_column(book: &MultiColumn) -> Value {
    let row = |row: &ColumnsRow| {
        let mut value = ledger_row(&row.row);
        value["columns"] = row.cells.iter().map(|c| c.plain()).collect();
        value
    };
    let heads = book.heads.iter().map(|head| json!({"id": head.id, "code": head.code, "name": head.name}));
    json!({
        "code": book.code, "name": book.path, "by": book.by.to_string(), "side": book.side.to_string(),
        "columns": heads.collect::<Vec<_>>(), "rows": book.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

/// `{"vouchers","documents","numbers":[{"period","word","first","last","vouchers","documents"}],"rows":[{"code","name","debit","credit"}],"totals":{…}}`
pub(super) fn voucher_summary(summary: &VoucherSummary) -> Value {
    let numbers = summary.numbers.iter().map(|n| {
        json!({
            "period": n.period.to_string(), "word": n.word, "first": n.first, "last": n.last,
            "vouchers": n.vouchers, "documents": n.documents,
        })
    });
    let rows = summary.rows.iter().map(|row| {
        json!({
            "code": row.code.as_str(), "name": row.name, "debit": row.debit.plain(), "credit": row.credit.plain(),
        })
    });
    let (debit, credit) = summary.totals();
    json!({
        "vouchers": summary.voucher_count(), "documents": summary.document_count(),
        "numbers": numbers.collect::<Vec<_>>(), "rows": rows.collect::<Vec<_>>(),
        "totals": {"debit": debit.plain(), "credit": credit.plain()},
    })
}

/// `{"by","parties":[{"id","code","name","accounts":[{"code","name",…six}],"totals":{…}}],"totals":{…}}`; each side
/// summed apart. Where ages were asked for, an account has `ages`, four amounts from the latest to the earliest.
pub(super) fn party_overview(overview: &PartyOverview) -> Value {
    let account = |account: &PartyAccount| {
        let mut value = six(account.columns());
        value["code"] = json!(account.code);
        value["name"] = json!(account.path);
        if overview.aged {
            value["ages"] = account.ages.map(Money::plain).into_iter().collect();
        }
        value
    };
    let party = |group: &PartyGroup| {
        json!({
            "id": group.id, "code": group.code, "name": group.name,
            "accounts": group.accounts.iter().map(account).collect::<Vec<_>>(), "totals": six(group.totals()),
        })
    };
    json!({
        "by": overview.by.to_string(), "parties": overview.groups.iter().map(party).collect::<Vec<_>>(),
        "totals": six(overview.totals()),
    })
}

/// `{"code","name","side","months":["2024-01"],"rows":[{"code","name",…six,"months":["0.00"]}],"totals":{…six,"months"}}`; an
/// amount of a month is what moved on `side`, carry-forward left out.
pub(super) fn account_comparison(comparison: &AccountComparison) -> Value {
    let figures = |columns: [Money; 6], months: &[Money]| {
        let mut value = six(columns);
        if !months.is_empty() {
            value["months"] = months.iter().map(|m| m.plain()).collect();
        }
        value
    };
    let row = |row: &ComparisonRow| {
        let mut value = figures(row.columns(), &row.months);
        value["code"] = json!(row.code);
        value["name"] = json!(row.name);
        value
    };
    json!({
        "code": comparison.code, "name": comparison.path, "side": comparison.side.to_string(),
        "months": comparison.months.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "rows": comparison.rows.iter().map(row).collect::<Vec<_>>(),
        "totals": figures(comparison.totals(), &comparison.month_totals()),
    })
}
