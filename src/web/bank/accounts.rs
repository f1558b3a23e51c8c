//! The bank accounts of a book, each with its dot, its last sheet and the files imported.

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::kernel::Date;
use crate::reconcile::{self, BankHand, Dot, ImportedStatement, Reconciliation};
use crate::village::BankAccount;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

#[derive(Template)]
#[template(path = "bank/index.html")]
struct IndexPage {
    frame: Frame,
    code: String,
    accounts: Vec<Account>,
    /// May import and pair.
    works: bool,
    /// May register an account.
    registers: bool,
}

/// One bank account as it is drawn.
struct Account {
    account: BankAccount,
    tone: &'static str,
    word: String,
    last_sheet: Option<Reconciliation>,
    statements: Vec<ImportedStatement>,
}

/// The light of a dot and its words, with the days.
pub(super) fn light(dot: Dot, today: Date) -> (&'static str, String) {
    match dot {
        Dot::Green { .. } => ("green", dot.sentence()),
        Dot::Yellow { lines: 0 } => ("amber", dot.sentence()),
        Dot::Yellow { lines } => ("amber", format!("新流水 {lines} 行")),
        Dot::Red { difference } => ("red", format!("差额 {difference} 元")),
        Dot::Grey { until: None } => ("grey", "还没有流水".to_owned()),
        Dot::Grey { until: Some(until) } => ("grey", format!("无流水 {} 天", (today - until).num_days())),
    }
}

pub(super) async fn index(State(app): State<App>, here: BookPath) -> Answer {
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let mut accounts = Vec::new();
    for standing in reconcile::account_standings(&mut tx, here.book.id, today).await? {
        let account_code = &standing.account.account_code;
        let last_sheet = reconcile::reconciliations(&mut tx, here.book.id, account_code).await?.into_iter().next();
        let statements = reconcile::statements(&mut tx, here.book.id, account_code).await?;
        let (tone, word) = light(standing.dot, today);
        accounts.push(Account { account: standing.account, tone, word, last_sheet, statements });
    }
    drop(tx);
    let works = BankHand::of(&here.who.standing, here.book.id).is_ok();
    let code = here.book.code.clone();
    let mut frame = Frame::in_book(&here.who, &here.book).under("对账");
    if let (true, Some(first)) = (works, accounts.first()) {
        frame = frame.main_act("导入流水", format!("/books/{code}/bank/{}/import", first.account.account_code));
    }
    let registers = here.who.standing.accountant(here.book.id).is_ok();
    show(&IndexPage { frame, code, accounts, works, registers })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_is_told_with_its_days_and_figures() {
        let day = |d: &str| -> Date { d.parse().unwrap() };
        for (dot, tone, word) in [
            (Dot::Green { until: day("2025-09-30") }, "green", "已对到 2025-09-30"),
            (Dot::Yellow { lines: 3 }, "amber", "新流水 3 行"),
            (Dot::Grey { until: Some(day("2025-09-02")) }, "grey", "无流水 42 天"),
            (Dot::Grey { until: None }, "grey", "还没有流水"),
        ] {
            assert_eq!(light(dot, day("2025-10-14")), (tone, word.to_owned()));
        }
    }
}
