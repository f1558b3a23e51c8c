use crate::audit::{self, Act};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Failure, Outcome, PartyStatementId, Period, Refused, Timestamp};
use crate::{ledger, village};

use crate::reconcile::error::PartyRefusal;
use crate::reconcile::hand::BankHand;
use crate::reconcile::party_statement::{NewAnswer, PartyKind, PartyStatement, SentStatement};
use crate::reconcile::store;

/// 往来对账单 of every party of a kind over a span, by code, as the books stand now.
pub async fn party_statements(
    tx: &mut ReadTx,
    book: BookId,
    kind: PartyKind,
    (first, last): (Period, Period),
) -> Outcome<Vec<PartyStatement>> {
    let (first, last) = (first.min(last), first.max(last));
    let chart = ledger::chart(tx, book).await?;
    let dimensions = village::dimensions(tx, book).await?;
    let balances = ledger::balances(tx, book, first, last).await?;
    let entries = ledger::account_entries(tx, book, "", first, last).await?;
    Ok(PartyStatement::all(kind, (first, last), (&chart, &dimensions), &balances, &entries))
}

/// Every 往来对账单 of a book that was sent, the latest first.
pub async fn sent_statements(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<SentStatement>> {
    Ok(store::sent_statements(tx, book).await?)
}

/// One that was sent, and what the books say of the same span now; `None` when nothing of it is left.
///
/// Refuses: `reconcile.no_such_party_statement`.
pub async fn sent_statement(
    tx: &mut ReadTx,
    book: BookId,
    id: PartyStatementId,
) -> Outcome<(SentStatement, Option<PartyStatement>)> {
    let sent = store::sent_statements(tx, book).await?.into_iter().find(|s| s.id == id);
    let sent = sent.ok_or(PartyRefusal::NoSuchStatement)?;
    let now = party_statements(tx, book, sent.kind, (sent.first, sent.last)).await?;
    let same = now.into_iter().find(|s| s.party == sent.party);
    Ok((sent, same))
}

/// 发往来对账单 — of every party of a kind, or of one; what was sent before and still says the same is not sent again.
///
/// Refuses: `reconcile.nothing_to_send`.
pub async fn send_party_statements(
    tx: &mut WriteTx,
    by: &BankHand,
    (kind, party): (PartyKind, Option<&str>),
    span: (Period, Period),
    now: Timestamp,
) -> Outcome<usize> {
    let mut statements = party_statements(tx, by.book(), kind, span).await?;
    statements.retain(|s| party.is_none_or(|wanted| s.party == wanted));
    if statements.is_empty() {
        return Err(PartyRefusal::NothingToSend.into());
    }
    let sent = store::insert_statements(tx, by, &statements, now).await?;
    let subject = format!("{} {}至{}", kind.in_chinese(), span.0.in_chinese(), span.1.in_chinese());
    let act = Act::on_book(by.book(), "party_statement.send", subject).detail(format!("{sent} 户"));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(sent)
}

/// 登记回执 — what the other side signed: agreed, or its own figure and where it differs.
///
/// Refuses, all at once: `reconcile.no_such_party_statement`, `reconcile.already_answered`,
/// `reconcile.signed_name_missing`, `reconcile.answered_ahead`, `reconcile.not_disputed`,
/// `reconcile.dispute_unexplained`.
pub async fn answer_party_statement(
    tx: &mut WriteTx,
    by: &BankHand,
    id: PartyStatementId,
    answer: &NewAnswer,
    now: Timestamp,
) -> Outcome<()> {
    let sent = store::sent_statements(tx, by.book()).await?.into_iter().find(|s| s.id == id);
    let sent = sent.ok_or(PartyRefusal::NoSuchStatement)?;
    if let Some(before) = &sent.answer {
        return Err(PartyRefusal::AlreadyAnswered { on: before.answered_on }.into());
    }
    let refused: Vec<Refused> = answer.faults(sent.closing, now.date()).into_iter().map(Refused::from).collect();
    Failure::unless_none(refused)?;
    store::insert_answer(tx, by, &sent, answer, now).await?;
    let theirs = answer.theirs.unwrap_or(sent.closing);
    let detail = format!("账上 {} 元，对方 {theirs} 元，{}签", sent.closing, answer.signed_name.trim());
    let act = Act::on_book(by.book(), "party_statement.answer", sent.name.clone()).id(id).detail(detail);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}
