use crate::app::App;
use crate::kernel::{Outcome, Period, Timestamp};
use crate::ledger;
use crate::reconcile::{self, BankHand, Denomination, NewCashCount, Occasion, StatementFile};

use super::cast::{Cast, VillageCast};

const ACCOUNT: &str = "10201";

fn after(cast: &Cast, month: Period, hour: u32) -> Timestamp {
    let text = format!("{}T{hour:02}:00:00+08:00", month.next().first_day());
    Timestamp::parse(&text).unwrap_or(cast.today).min(cast.today)
}

/// The cashier brings the bank's file of a month: what the bank saw is what the books say.
pub(super) async fn bring_statement(app: &App, cast: &Cast, village: &VillageCast, month: Period) -> Outcome<()> {
    let book = village.book.id;
    let mut tx = app.db.read().await?;
    let entries = ledger::bank_entries(&mut tx, book, ACCOUNT, month.days()).await?;
    let chart = ledger::chart(&mut tx, book).await?;
    let rows = ledger::balances(&mut tx, book, month, month).await?;
    drop(tx);
    let on_account = |r: &&ledger::BalanceRow| chart.by_id(r.key.account).is_some_and(|a| a.code.as_str() == ACCOUNT);
    let mut balance = rows.iter().filter(on_account).map(|r| r.opening).sum::<crate::kernel::Money>();
    let mut file =
        String::from("[HISTORYDETAIL]\n凭证号,交易时间,对方单位,对方账号,转入金额,转出金额,余额,用途,摘要,附言\n");
    for (n, entry) in entries.iter().enumerate() {
        balance += entry.money_in - entry.money_out;
        let amount = |m: crate::kernel::Money| if m.is_zero() { String::new() } else { m.plain() };
        file.push_str(&format!(
            "{}{:02}{:03},{} 10:{:02}:00,{},,{},{},{},,{},\n",
            village.book.code,
            month.month(),
            n + 1,
            entry.date,
            n % 60,
            entry.party.replace(',', " "),
            amount(entry.money_in),
            amount(entry.money_out),
            balance.plain(),
            entry.summary.replace([',', '"'], " "),
        ));
    }
    if entries.is_empty() {
        return Ok(());
    }
    let name = format!("{} {month} 银行流水.csv", village.name);
    let file = StatementFile::read(&name, file.as_bytes(), None)?;
    let (by, now) = (BankHand::from(cast.cashier.cashier(book)?), after(cast, month, 9));
    let write = app
        .db
        .write(move |tx| Box::pin(async move { reconcile::import_statement(tx, &by, ACCOUNT, &file, now).await }));
    write.await.map(drop)
}

/// The accountant pairs what is certain, the cashier makes the sheet and counts the cash, the accountant reviews.
pub(super) async fn reconcile(app: &App, cast: &Cast, village: &VillageCast, month: Period) -> Outcome<()> {
    let book = village.book.id;
    let (cashier, accountant) = (cast.cashier.cashier(book)?, village.accountant.accountant(book)?);
    let now = after(cast, month, 10);
    let write = app.db.write(move |tx| {
        Box::pin(async move {
            let bench = reconcile::workbench(tx, book, ACCOUNT, month).await?;
            let pairs: Vec<_> = bench.proposal.pairs.iter().map(|p| bench.accept(p)).collect();
            let cashier = BankHand::from(cashier);
            if !pairs.is_empty() {
                reconcile::pair(tx, &BankHand::from(accountant.clone()), ACCOUNT, &pairs, now).await?;
            }
            let sheet = reconcile::make_reconciliation(tx, &cashier, ACCOUNT, month, now).await?;
            reconcile::review_reconciliation(tx, &accountant, sheet, now).await?;
            let cash = reconcile::cash_balance(tx, book, month.last_day()).await?;
            let new = NewCashCount {
                date: month.last_day(),
                occasion: Occasion::Regular,
                pieces: notes_for(cash),
                witnessed_name: "村报账员".to_owned(),
                reason: String::new(),
            };
            reconcile::record_cash_count(tx, &cashier, new, now).await
        })
    });
    write.await.map(drop)
}

/// The fewest notes and coins that make an amount.
fn notes_for(amount: crate::kernel::Money) -> Vec<(Denomination, i64)> {
    let mut rest = amount.fen();
    let mut pieces = Vec::new();
    for piece in Denomination::ALL {
        let count = rest / piece.worth().fen();
        if count > 0 {
            pieces.push((piece, count));
            rest -= count * piece.worth().fen();
        }
    }
    pieces
}
