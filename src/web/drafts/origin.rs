//! Where a new voucher begins: empty, or with the lines of a posted voucher, a draft or a 常用凭证.

use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::ReadTx;
use crate::kernel::{BookId, DraftId, Money, Outcome};
use crate::ledger::{self, Draft, DraftLine, NewDraft, Sheet};
use crate::web::extract::Query;
use crate::web::page::{Answer, show};
use crate::web::permit::Permit;

use super::form::VoucherForm;
use super::sheet::page;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    date: String,
    /// The draft that was just saved.
    saved: String,
    voucher: String,
    draft: String,
    template: String,
}

/// A voucher not kept yet. Its id is given here, so that whatever is sent from this page is one draft.
pub(super) async fn new(State(app): State<App>, permit: Permit<Accountant>, Query(wish): Query<Wish>) -> Answer {
    let mut tx = app.db.read().await?;
    let today = app.now().date();
    let date = match wish.date.parse() {
        Ok(date) => date,
        Err(_) => today.max(ledger::first_open(&mut tx, permit.book.id).await?.first_day()),
    };
    let just_saved = match wish.saved.parse() {
        Ok(id) => ledger::draft(&mut tx, permit.book.id, id).await.map(|d| saved_words(&d)).unwrap_or_default(),
        Err(_) => String::new(),
    };
    let sheet = Sheet { id: DraftId::new(), version: 0 };
    let (from, lines) = begun(&mut tx, permit.book.id, &wish).await?;
    let form = if lines.is_empty() {
        VoucherForm::blank(sheet, date)
    } else {
        let chart = ledger::chart(&mut tx, permit.book.id).await?;
        VoucherForm::of_lines(sheet, &NewDraft::regular(date, lines), &chart)
    };
    let mut page = page(&mut tx, &permit, form, (None, today), Vec::new()).await?;
    (page.just_saved, page.from) = (just_saved, from);
    show(&page)
}

/// What it begins with, in words, and its lines.
async fn begun(tx: &mut ReadTx, book: BookId, wish: &Wish) -> Outcome<(String, Vec<DraftLine>)> {
    if let Ok(id) = wish.voucher.parse() {
        let voucher = ledger::voucher(tx, book, id).await?;
        let lines = voucher.entries.iter().map(ledger::Entry::to_line).map(in_black).collect();
        return Ok((format!("照{}抄来，日期和金额请核对。", voucher.label()), lines));
    }
    if let Ok(id) = wish.draft.parse() {
        let draft = ledger::draft(tx, book, id).await?;
        let said = format!("照{}「{}」的草稿抄来，日期和金额请核对。", draft.date, draft.summary());
        return Ok((said, draft.lines.into_iter().map(in_black).collect()));
    }
    if let Ok(id) = wish.template.parse() {
        let template = ledger::template(tx, book, id).await?;
        return Ok((format!("用常用凭证「{}」填好，金额请核对。", template.word), template.lines));
    }
    Ok((String::new(), Vec::new()))
}

/// A copy is an ordinary voucher: what was red stands black.
fn in_black(line: DraftLine) -> DraftLine {
    let black = |amount: Money| if amount.is_negative() { -amount } else { amount };
    DraftLine { debit: black(line.debit), credit: black(line.credit), ..line }
}

fn saved_words(draft: &Draft) -> String {
    let papers = draft.document_count;
    format!("已保存：{} {} {}元，附单据 {papers} 张，记账时编号。", draft.date, draft.summary(), draft.total())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_stands_in_black() {
        let red = DraftLine::plain("冲销", crate::kernel::AccountId::new(), ledger::Side::Debit, Money::from_fen(-500));
        assert_eq!(in_black(red).debit, Money::from_fen(500));
    }
}
