use sqlx::any::AnyRow;

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{AccountId, BookId, Fault};

use crate::ledger::account::{Account, CashKind, Dimension};

/// The unified accounts, and those of one book when it is named.
pub(in crate::ledger) async fn accounts(tx: &mut ReadTx, book: Option<BookId>) -> Result<Vec<Account>, Fault> {
    let rows = sqlx::query("select * from account where book_id in ('', $1) order by code")
        .bind(book.map(BookId::text).unwrap_or_default())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the chart"))?;
    rows.iter().map(account).collect()
}

/// The unified accounts, and those of each of several books.
pub(in crate::ledger) async fn accounts_of_books(tx: &mut ReadTx, books: &[BookId]) -> Result<Vec<Account>, Fault> {
    let listed: Vec<String> = books.iter().map(|b| b.text()).collect();
    let rows = sqlx::query("select * from account where cast($1 as text) like '%' || book_id || '%' order by code")
        .bind(listed.join(" "))
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the charts of several books"))?;
    rows.iter().map(account).collect()
}

fn account(row: &AnyRow) -> Result<Account, Fault> {
    Ok(Account {
        id: row.parsed("id")?,
        book: row.parsed_or_none("book_id")?,
        code: row.parsed("code")?,
        name: row.text("name")?,
        class: row.parsed("class")?,
        normal_side: row.parsed("normal_side")?,
        cash_kind: row.parsed_or_none("cash_kind")?,
        dimension: row.parsed_or_none("dimension")?,
        open_to_books: row.whole("open_to_books")? == 1,
        mnemonic: row.text("mnemonic")?,
        initials: row.text("initials")?,
        closed: row.text_or_none("closed_at")?.is_some(),
        leaf: false,
    })
}

pub(in crate::ledger) async fn insert_accounts(tx: &mut WriteTx, accounts: &[Account]) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into account (id, book_id, code, parent_code, name, class, normal_side, cash_kind, dimension, open_to_books, mnemonic, initials) values",
        12,
        "",
    );
    for a in accounts {
        rows.row([
            Cell::from(a.id.text()),
            a.book.map(BookId::text).unwrap_or_default().into(),
            a.code.as_str().into(),
            a.code.parent().map(|p| p.to_string()).unwrap_or_default().into(),
            a.name.as_str().into(),
            a.class.to_string().into(),
            a.normal_side.to_string().into(),
            a.cash_kind.map(|k: CashKind| k.to_string()).unwrap_or_default().into(),
            a.dimension.map(|d: Dimension| d.to_string()).unwrap_or_default().into(),
            i64::from(a.open_to_books).into(),
            a.mnemonic.as_str().into(),
            a.initials.as_str().into(),
        ])?;
    }
    rows.run(tx, "adding accounts").await
}

/// True when the account carries an opening balance, a movement or a draft line, in one book or (`None`) in any.
pub(in crate::ledger) async fn account_is_used(
    tx: &mut ReadTx,
    account: AccountId,
    book: Option<BookId>,
) -> Result<bool, Fault> {
    let row = sqlx::query(
        "select 1 as used from balance where account_id = $1 and (cast($2 as text) = '' or book_id = $2)
         union all
         select 1 from opening_balance where account_id = $1 and (cast($2 as text) = '' or book_id = $2)
         union all
         select 1 from voucher_draft where (cast($2 as text) = '' or book_id = $2) and lines like '%' || $1 || '%'
         limit 1",
    )
    .bind(account.text())
    .bind(book.map(BookId::text).unwrap_or_default())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("asking whether an account is used"))?;
    Ok(row.is_some())
}
