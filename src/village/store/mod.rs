mod calendar;
mod policies;

use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{AgreementId, BankAccountId, BookId, Fault, Timestamp, UserId, VillageId};

use crate::village::book::{Agreement, Book, NewAgreement, NewBook, Township, Village};
use crate::village::dimension::{BankAccount, Counterparty, Household, NewBankAccount, Project};

pub(super) use calendar::{put_days, remove_day, special_days};
pub(super) use policies::{policy, policy_settings, set_policy};

pub(super) async fn township(tx: &mut ReadTx) -> Result<Option<Township>, Fault> {
    let row = sqlx::query("select name, centre_name, phone from township limit 1")
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading the township"))?;
    row.map(|r| Ok(Township { name: r.text("name")?, centre_name: r.text("centre_name")?, phone: r.text("phone")? }))
        .transpose()
}

pub(super) async fn insert_township(tx: &mut WriteTx, name: &str, centre: &str, now: Timestamp) -> Result<(), Fault> {
    sqlx::query("insert into township (id, name, centre_name, created_at) values ('1', $1, $2, $3)")
        .bind(name)
        .bind(centre)
        .bind(now.stored())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("founding the township"))
}

pub(super) async fn set_phone(tx: &mut WriteTx, phone: &str) -> Result<(), Fault> {
    sqlx::query("update township set phone = $1")
        .bind(phone)
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("setting the phone for questions"))
}

pub(super) async fn villages(tx: &mut ReadTx) -> Result<Vec<Village>, Fault> {
    let rows = sqlx::query("select id, code, name from village order by code")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading villages"))?;
    rows.iter().map(|r| Ok(Village { id: r.parsed("id")?, code: r.text("code")?, name: r.text("name")? })).collect()
}

pub(super) async fn insert_village(tx: &mut WriteTx, village: &Village, now: Timestamp) -> Result<(), Fault> {
    sqlx::query("insert into village (id, code, name, created_at) values ($1, $2, $3, $4)")
        .bind(village.id.text())
        .bind(&village.code)
        .bind(&village.name)
        .bind(now.stored())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("adding a village"))
}

pub(super) async fn insert_book(
    tx: &mut WriteTx,
    id: BookId,
    village: VillageId,
    new: &NewBook,
    now: Timestamp,
) -> Result<(), Fault> {
    let legal = if new.legal_name.trim().is_empty() { new.name.trim() } else { new.legal_name.trim() };
    sqlx::query(
        "insert into book (id, village_id, code, name, legal_name, kind, enabled_from, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.text())
    .bind(village.text())
    .bind(&new.code)
    .bind(new.name.trim())
    .bind(legal)
    .bind(new.kind.to_string())
    .bind(new.enabled_from.to_string())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("opening a book"))
}

pub(super) async fn book(tx: &mut ReadTx, id: BookId) -> Result<Option<Book>, Fault> {
    let row = sqlx::query(
        "select b.*, v.name as village_name from book b join village v on v.id = b.village_id where b.id = $1",
    )
    .bind(id.text())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("loading a book"))?;
    row.as_ref().map(book_of).transpose()
}

pub(super) async fn book_by_code(tx: &mut ReadTx, code: &str) -> Result<Option<Book>, Fault> {
    let row = sqlx::query(
        "select b.*, v.name as village_name from book b join village v on v.id = b.village_id where b.code = $1",
    )
    .bind(code)
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("loading a book"))?;
    row.as_ref().map(book_of).transpose()
}

pub(super) async fn books(tx: &mut ReadTx) -> Result<Vec<Book>, Fault> {
    let rows = sqlx::query(
        "select b.*, v.name as village_name from book b join village v on v.id = b.village_id order by b.code",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading books"))?;
    rows.iter().map(book_of).collect()
}

fn book_of(row: &AnyRow) -> Result<Book, Fault> {
    Ok(Book {
        id: row.parsed("id")?,
        code: row.text("code")?,
        name: row.text("name")?,
        legal_name: row.text("legal_name")?,
        kind: row.parsed("kind")?,
        village: row.parsed("village_id")?,
        village_name: row.text("village_name")?,
        enabled_from: row.parsed("enabled_from")?,
    })
}

pub(super) async fn insert_agreement(
    tx: &mut WriteTx,
    id: AgreementId,
    book: BookId,
    new: &NewAgreement,
    by: UserId,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into agreement (id, book_id, number, village_party, centre_party, valid_from, valid_to, resolution, scan_file_id, resolution_file_id, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(id.text())
    .bind(book.text())
    .bind(new.number.trim())
    .bind(new.village_party.trim())
    .bind(new.centre_party.trim())
    .bind(new.valid_from.to_string())
    .bind(new.valid_to.to_string())
    .bind(new.resolution.trim())
    .bind(&new.scan_file)
    .bind(&new.resolution_file)
    .bind(by.text())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("recording an agreement"))
}

pub(super) async fn agreement(tx: &mut ReadTx, book: BookId) -> Result<Option<Agreement>, Fault> {
    let row =
        sqlx::query("select * from agreement where book_id = $1 order by valid_from desc, recorded_at desc limit 1")
            .bind(book.text())
            .fetch_optional(tx.conn())
            .await
            .map_err(Fault::while_("loading an agreement"))?;
    row.map(|r| {
        Ok(Agreement {
            id: r.parsed("id")?,
            number: r.text("number")?,
            village_party: r.text("village_party")?,
            centre_party: r.text("centre_party")?,
            valid_from: r.date("valid_from")?,
            valid_to: r.date("valid_to")?,
            resolution: r.text("resolution")?,
            scan_file: r.text("scan_file_id")?,
        })
    })
    .transpose()
}

pub(super) async fn households(tx: &mut ReadTx, book: BookId) -> Result<Vec<Household>, Fault> {
    let rows = sqlx::query(
        "select id, code, name, kind, initials from household where book_id = $1 and closed_at is null order by code",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading households"))?;
    rows.iter()
        .map(|r| {
            Ok(Household {
                id: r.parsed("id")?,
                code: r.text("code")?,
                name: r.text("name")?,
                kind: r.parsed("kind")?,
                initials: r.text("initials")?,
            })
        })
        .collect()
}

pub(super) async fn insert_household(tx: &mut WriteTx, book: BookId, h: &Household) -> Result<(), Fault> {
    sqlx::query("insert into household (id, book_id, code, name, kind, initials) values ($1, $2, $3, $4, $5, $6)")
        .bind(h.id.text())
        .bind(book.text())
        .bind(&h.code)
        .bind(&h.name)
        .bind(h.kind.to_string())
        .bind(&h.initials)
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("adding a household"))
}

pub(super) async fn counterparties(tx: &mut ReadTx, book: BookId) -> Result<Vec<Counterparty>, Fault> {
    let rows = sqlx::query("select id, code, name, kind, account_tail, initials from counterparty where book_id = $1 and closed_at is null order by code")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading counterparties"))?;
    rows.iter()
        .map(|r| {
            Ok(Counterparty {
                id: r.parsed("id")?,
                code: r.text("code")?,
                name: r.text("name")?,
                kind: r.parsed("kind")?,
                account_tail: r.text("account_tail")?,
                initials: r.text("initials")?,
            })
        })
        .collect()
}

pub(super) async fn insert_counterparty(tx: &mut WriteTx, book: BookId, c: &Counterparty) -> Result<(), Fault> {
    sqlx::query("insert into counterparty (id, book_id, code, name, kind, account_tail, initials) values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(c.id.text())
        .bind(book.text())
        .bind(&c.code)
        .bind(&c.name)
        .bind(c.kind.to_string())
        .bind(&c.account_tail)
        .bind(&c.initials)
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("adding a counterparty"))
}

pub(super) async fn projects(tx: &mut ReadTx, book: BookId) -> Result<Vec<Project>, Fault> {
    let rows = sqlx::query("select id, code, name, kind, purpose, initials from project where book_id = $1 and closed_at is null order by code")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading projects"))?;
    rows.iter()
        .map(|r| {
            Ok(Project {
                id: r.parsed("id")?,
                code: r.text("code")?,
                name: r.text("name")?,
                kind: r.parsed("kind")?,
                purpose: r.text("purpose")?,
                initials: r.text("initials")?,
            })
        })
        .collect()
}

pub(super) async fn insert_project(tx: &mut WriteTx, book: BookId, p: &Project) -> Result<(), Fault> {
    sqlx::query(
        "insert into project (id, book_id, code, name, kind, purpose, initials) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(p.id.text())
    .bind(book.text())
    .bind(&p.code)
    .bind(&p.name)
    .bind(p.kind.to_string())
    .bind(&p.purpose)
    .bind(&p.initials)
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("adding a project"))
}

pub(super) async fn bank_accounts(tx: &mut ReadTx, book: BookId) -> Result<Vec<BankAccount>, Fault> {
    let rows = sqlx::query("select * from bank_account where book_id = $1 and closed_on is null order by account_code")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading bank accounts"))?;
    rows.iter()
        .map(|r| {
            Ok(BankAccount {
                id: r.parsed("id")?,
                book,
                account_code: r.text("account_code")?,
                bank: r.text("bank")?,
                holder: r.text("holder")?,
                number: r.text("number")?,
                opened_on: r.date("opened_on")?,
            })
        })
        .collect()
}

pub(super) async fn insert_bank_account(
    tx: &mut WriteTx,
    id: BankAccountId,
    book: BookId,
    new: &NewBankAccount,
) -> Result<(), Fault> {
    sqlx::query("insert into bank_account (id, book_id, account_code, bank, holder, number, opened_on) values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id.text())
        .bind(book.text())
        .bind(&new.account_code)
        .bind(new.bank.trim())
        .bind(new.holder.trim())
        .bind(new.number.trim())
        .bind(new.opened_on.to_string())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("registering a bank account"))
}
