//! The bank accounts of a book, each with its dot, its last sheet and the files imported.

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::checks::CashAge;
use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Money, Outcome};
use crate::reconcile::{self, BankHand, ImportedStatement, Reconciliation};
use crate::village::{self, BankAccount};
use crate::web::frame::Frame;
use crate::web::light::Light;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

#[derive(Template)]
#[template(path = "bank/index.html")]
struct IndexPage {
    frame: Frame,
    code: String,
    accounts: Vec<Account>,
    cash: Cash,
    /// May import and pair.
    works: bool,
    /// May register an account.
    registers: bool,
}

/// One bank account as it is drawn.
struct Account {
    account: BankAccount,
    light: Light,
    last_sheet: Option<Reconciliation>,
    statements: Vec<ImportedStatement>,
}

/// The cash box as it is drawn.
pub(in crate::web) struct Cash {
    pub(in crate::web) balance: Money,
    pub(in crate::web) light: Light,
    pub(in crate::web) counted: Option<Date>,
}

impl Cash {
    pub(in crate::web) async fn of(tx: &mut ReadTx, book: BookId, today: Date) -> Outcome<Cash> {
        let standing = reconcile::cash_standing(tx, book, today).await?;
        let age = CashAge::of(standing.counted, &village::policies(tx).await?, book, today);
        Ok(Cash { balance: standing.balance, light: Light::of_cash(age), counted: standing.counted.map(|c| c.date) })
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
        let light = Light::of_dot(standing.dot, today);
        accounts.push(Account { account: standing.account, light, last_sheet, statements });
    }
    let cash = Cash::of(&mut tx, here.book.id, today).await?;
    drop(tx);
    let works = BankHand::of(&here.who.standing, here.book.id).is_ok();
    let code = here.book.code.clone();
    let mut frame = Frame::in_book(&here.who, &here.book).under("对账");
    if let (true, Some(first)) = (works, accounts.first()) {
        frame = frame.main_act("导入流水", format!("/books/{code}/bank/{}/import", first.account.account_code));
    }
    let registers = here.who.standing.accountant(here.book.id).is_ok();
    show(&IndexPage { frame, code, accounts, cash, works, registers })
}
