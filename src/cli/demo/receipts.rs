use crate::app::App;
use crate::evidence;
use crate::kernel::{Outcome, Timestamp};
use crate::receipts::{self, Fate, NewStock, ReceiptKind};

use super::cast::Cast;
use super::picture::{Receipt, photographed};

/// The cashier buys receipts and gives every village one book; all clerks but the last sign for theirs, the first
/// spoils a receipt, the second has used its book up and brings it back.
pub(super) async fn keep_receipts(app: &App, cast: &Cast) -> Outcome<()> {
    let keeper = cast.cashier.receipt_keeper()?;
    let bought = cast.today.plus_seconds(-40 * 86_400);
    let new = NewStock {
        kind: Some(ReceiptKind::Unified),
        first: "0036001".to_owned(),
        last: "0036500".to_owned(),
        leaves: "50".to_owned(),
        bought_on: Some(bought.date()),
        ..NewStock::default()
    };
    let villages: Vec<_> = cast.villages.iter().map(|v| (v.book.id, v.clerk.clone())).collect();
    let signed = villages.len().saturating_sub(1);
    let issues = app.db.write(move |tx| {
        Box::pin(async move {
            receipts::buy(tx, &keeper, &new, bought).await?;
            let mut issues = Vec::new();
            let shelf = receipts::stock(tx).await?;
            for ((book, clerk), line) in villages.iter().zip(shelf) {
                let id = receipts::issue(tx, &keeper, line.receipts.id, *book, bought.date(), bought).await?;
                if issues.len() < signed {
                    receipts::sign(tx, &clerk.clerk(*book)?, id, bought.plus_seconds(3_600)).await?;
                }
                issues.push(id);
            }
            Ok(issues)
        })
    });
    let issues = issues.await?;
    if let (Some(first), Some(village)) = (issues.first().copied(), cast.villages.first()) {
        let now = bought.plus_seconds(2 * 86_400);
        spoil(app, village, first, now).await?;
    }
    if let (Some(second), Some(village)) = (issues.get(1).copied(), cast.villages.get(1)) {
        let (clerk, now) = (village.clerk.clerk(village.book.id)?, bought.plus_seconds(30 * 86_400));
        let back = app.db.write(move |tx| {
            Box::pin(async move {
                receipts::hand_back(tx, &clerk, second, "本季没有现金收入，整本交回", now).await
            })
        });
        back.await?;
    }
    Ok(())
}

/// The first number is written wrong: every copy photographed, the number void.
async fn spoil(
    app: &App,
    village: &super::cast::VillageCast,
    issue: crate::kernel::ReceiptIssueId,
    now: Timestamp,
) -> Outcome<()> {
    let spoiled = Receipt {
        title: "统一收款收据（作废）",
        number: "0036001",
        date: now.date(),
        payer: "承包户丁",
        payee: &village.book.legal_name,
        what: "机动地承包费",
        amount: crate::kernel::Money::from_yuan(120),
    };
    let file = app.files.keep("作废联次.jpg", &photographed(&spoiled)?).await?;
    let clerk = village.clerk.clerk(village.book.id)?;
    let write = app.db.write(move |tx| {
        Box::pin(async move {
            let photo = evidence::store_file(tx, &clerk, file, now).await?;
            receipts::void(tx, &clerk, issue, ("0036001", Fate::Void), "金额大写写错", Some(photo), now).await
        })
    });
    write.await
}
