use crate::controls::Past;
use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, DateRange, Fault, Money, SubmissionId};

use crate::workflow::card::{Card, PaidBy};
use crate::workflow::state::State;

/// What a book handed in on these days, and whatever is not in the books yet; without the one in hand.
pub(in crate::workflow) async fn history(
    tx: &mut ReadTx,
    book: BookId,
    except: Option<SubmissionId>,
    days: DateRange,
) -> Result<Vec<Past>, Fault> {
    let rows = sqlx::query(
        "select serial, state, card, item, date, fen, other_party, paid_by from submission
         where book_id = $1 and id <> $2 and date <> ''
           and (state in ('submitted', 'approved', 'accepted') or (state = 'booked' and date >= $3 and date <= $4))
         order by serial",
    )
    .bind(book.text())
    .bind(except.map(SubmissionId::text).unwrap_or_default())
    .bind(days.from.to_string())
    .bind(days.to.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading what a book handed in"))?;
    rows.iter()
        .map(|row| {
            let (card, way, amount): (Card, PaidBy, Money) =
                (row.parsed("card")?, row.parsed("paid_by")?, row.money("fen")?);
            let underway = row.parsed::<State>("state")? != State::Booked;
            let none = Money::ZERO;
            Ok(Past {
                serial: row.whole("serial")?,
                date: row.date("date")?,
                party: row.text("other_party")?,
                kind: row.text("item")?,
                amount,
                spends: card == Card::Expense,
                underway,
                cash_underway: if underway { into_cash(card, way, amount) } else { none },
                banked: if underway && way == PaidBy::ToBank { amount } else { none },
            })
        })
        .collect()
}

/// What an event puts into the cash box; negative when it takes out.
fn into_cash(card: Card, way: PaidBy, amount: Money) -> Money {
    match (card, way) {
        (Card::Income, PaidBy::Cash) | (_, PaidBy::ToCash) => amount,
        (Card::Expense, PaidBy::Cash) | (_, PaidBy::ToBank) => -amount,
        (Card::Income | Card::Expense | Card::Transfer | Card::Debt, _) => Money::ZERO,
    }
}
