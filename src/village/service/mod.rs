mod calendar;

use crate::audit::{self, Act, Actor};
use crate::auth::{Accountant, Chief, ClerkRule};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{
    AgreementId, BankAccountId, BookId, CounterpartyId, Date, Failure, HouseholdId, Outcome, ProjectId, Refused,
    Timestamp, VillageId, initials,
};

use crate::village::book::{Agreement, Book, NewAgreement, NewBook, Township, Village, text_faults};
use crate::village::dimension::{
    BankAccount, Counterparty, CounterpartyKind, Dimensions, Household, HouseholdKind, NewBankAccount, Party, Project,
    ProjectKind,
};
use crate::village::error::VillageRefusal;
use crate::village::policy::{Policies, PolicyName, PolicySetting};
use crate::village::store;

pub use calendar::{clear_day, set_days, special_days, working_days};

/// Founds the one township of this instance.
///
/// Refuses: `village.empty`, `village.already_founded`.
pub async fn found(tx: &mut WriteTx, by: &Actor, name: &str, centre_name: &str, now: Timestamp) -> Outcome<()> {
    Failure::unless_none(text_faults("township", "乡镇名称", name, 40))?;
    if let Some(there) = store::township(tx).await? {
        return Err(VillageRefusal::AlreadyFounded { name: there.name }.into());
    }
    let centre = if centre_name.trim().is_empty() {
        format!("{}会计委托代理服务中心", name.trim())
    } else {
        centre_name.trim().to_owned()
    };
    store::insert_township(tx, name.trim(), &centre, now).await?;
    audit::record(tx, by, Act::on_township("township.found", name.trim()), now).await?;
    Ok(())
}

/// The township; `None` before it is founded.
pub async fn township(tx: &mut ReadTx) -> Outcome<Option<Township>> {
    Ok(store::township(tx).await?)
}

/// Sets the number villagers call with questions; it is printed on every sheet.
///
/// Refuses: `village.empty`, `village.too_long`.
pub async fn set_phone(tx: &mut WriteTx, by: &Chief, phone: &str, now: Timestamp) -> Outcome<()> {
    Failure::unless_none(text_faults("phone", "咨询电话", phone, 20))?;
    store::set_phone(tx, phone.trim()).await?;
    audit::record(tx, by.actor(), Act::on_township("township.phone", phone.trim()), now).await?;
    Ok(())
}

/// Every village, by code.
pub async fn villages(tx: &mut ReadTx) -> Outcome<Vec<Village>> {
    Ok(store::villages(tx).await?)
}

/// Opens a book; its village is made when the name is new.
///
/// Refuses: `village.bad_code`, `village.empty`, `village.too_long`, `village.book_code_taken`.
pub async fn add_book(tx: &mut WriteTx, by: &Chief, new: NewBook, now: Timestamp) -> Outcome<BookId> {
    let mut faults = new.faults();
    if let Some(there) = store::book_by_code(tx, &new.code).await? {
        faults.push(VillageRefusal::BookCodeTaken { code: new.code.clone(), name: there.name }.into());
    }
    Failure::unless_none(faults)?;
    let village = match store::villages(tx).await?.into_iter().find(|v| v.name == new.village.trim()) {
        Some(village) => village.id,
        None => add_village(tx, &new, now).await?,
    };
    let book = BookId::new();
    store::insert_book(tx, book, village, &new, now).await?;
    let act = Act::on_township("book.open", format!("{} {}", new.code, new.name)).id(book);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(book)
}

async fn add_village(tx: &mut WriteTx, new: &NewBook, now: Timestamp) -> Outcome<VillageId> {
    let village = Village { id: VillageId::new(), code: new.code.clone(), name: new.village.trim().to_owned() };
    store::insert_village(tx, &village, now).await?;
    Ok(village.id)
}

/// A book by id.
///
/// Refuses: `village.no_such_book`.
pub async fn book(tx: &mut ReadTx, id: BookId) -> Outcome<Book> {
    store::book(tx, id).await?.ok_or_else(|| VillageRefusal::NoSuchBook { code: id.text() }.into())
}

/// A book by its code; `None` when there is none.
pub async fn book_by_code(tx: &mut ReadTx, code: &str) -> Outcome<Option<Book>> {
    Ok(store::book_by_code(tx, code).await?)
}

/// Every book, by code.
pub async fn books(tx: &mut ReadTx) -> Outcome<Vec<Book>> {
    Ok(store::books(tx).await?)
}

/// Records the 会计委托代理协议 a book is kept under.
///
/// Refuses: `village.empty`, `village.too_long`, `village.agreement_backwards`.
pub async fn record_agreement(
    tx: &mut WriteTx,
    by: &Chief,
    book: BookId,
    new: NewAgreement,
    now: Timestamp,
) -> Outcome<AgreementId> {
    Failure::unless_none(new.faults())?;
    let id = AgreementId::new();
    store::insert_agreement(tx, id, book, &new, by.id(), now).await?;
    audit::record(tx, by.actor(), Act::on_book(book, "agreement.record", new.number.clone()).id(id), now).await?;
    Ok(id)
}

/// The agreement of a book that holds on a day, or the latest one.
pub async fn agreement_of(tx: &mut ReadTx, book: BookId) -> Outcome<Option<Agreement>> {
    Ok(store::agreement(tx, book).await?)
}

/// The value of a policy setting on a day: the book's own, else the township's, else the default.
pub async fn policy(tx: &mut ReadTx, book: BookId, name: &'static str, on: Date) -> Outcome<String> {
    if let Some(value) = store::policy(tx, book, name, on).await? {
        return Ok(value);
    }
    Ok(PolicyName::named(name).map(|p| p.default.to_owned()).unwrap_or_default())
}

/// Whether those who lead a village, and their near relatives, may be its clerk: the policy `clerk_rule`.
pub async fn clerk_rule(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<ClerkRule> {
    let value = policy(tx, book, "clerk_rule", on).await?;
    Ok(if value == "不得担任" { ClerkRule::ApartFromLeaders } else { ClerkRule::Free })
}

/// Sets a policy from a day on, for one book or (`None`) the township.
///
/// Refuses: `village.bad_policy`.
pub async fn set_policy(
    tx: &mut WriteTx,
    by: &Chief,
    book: Option<BookId>,
    name: &str,
    value: &str,
    from: Date,
    now: Timestamp,
) -> Outcome<()> {
    let known = PolicyName::named(name);
    if !known.is_some_and(|p| p.takes(value)) {
        let allowed = known.map_or("(没有这项设置)".to_owned(), |p| {
            if p.values.is_empty() { "整数".to_owned() } else { p.values.join("、") }
        });
        return Err(VillageRefusal::BadPolicy { name: name.to_owned(), value: value.to_owned(), allowed }.into());
    }
    store::set_policy(tx, book, name, value, from, by.id(), now).await?;
    let act = Act::on_township("policy.set", format!("{name} = {value}")).detail(format!("自{from}起"));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// Every value somebody decided on, by setting and day.
pub async fn policy_settings(tx: &mut ReadTx) -> Outcome<Vec<PolicySetting>> {
    Ok(store::policy_settings(tx).await?)
}

/// Every policy setting with its dates, in one question.
pub async fn policies(tx: &mut ReadTx) -> Outcome<Policies> {
    Ok(Policies::of(store::policy_settings(tx).await?))
}

/// Households of a book, by code.
pub async fn households(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<Household>> {
    Ok(store::households(tx, book).await?)
}
/// Counterparties of a book, by code.
pub async fn counterparties(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<Counterparty>> {
    Ok(store::counterparties(tx, book).await?)
}
/// Projects of a book, by code.
pub async fn projects(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<Project>> {
    Ok(store::projects(tx, book).await?)
}
/// All three.
pub async fn dimensions(tx: &mut ReadTx, book: BookId) -> Outcome<Dimensions> {
    Ok(Dimensions {
        households: store::households(tx, book).await?,
        counterparties: store::counterparties(tx, book).await?,
        projects: store::projects(tx, book).await?,
    })
}

/// Adds a household. Refuses: `village.empty`, `village.too_long`, `village.name_taken`.
pub async fn add_household(
    tx: &mut WriteTx,
    by: &Accountant,
    new: Party<HouseholdKind>,
    now: Timestamp,
) -> Outcome<HouseholdId> {
    let there = store::households(tx, by.book()).await?;
    let code = named_and_coded("农户", &new, there.iter().map(|h| (h.code.as_str(), h.name.as_str())))?;
    let household = Household {
        id: HouseholdId::new(),
        code,
        initials: initials(&new.name),
        name: new.name.trim().to_owned(),
        kind: new.kind,
    };
    store::insert_household(tx, by.book(), &household).await?;
    audit::record(
        tx,
        by.actor(),
        Act::on_book(by.book(), "household.add", household.name.clone()).id(household.id),
        now,
    )
    .await?;
    Ok(household.id)
}

/// Adds a counterparty. Refuses: `village.empty`, `village.too_long`, `village.name_taken`.
pub async fn add_counterparty(
    tx: &mut WriteTx,
    by: &Accountant,
    new: Party<CounterpartyKind>,
    now: Timestamp,
) -> Outcome<CounterpartyId> {
    let there = store::counterparties(tx, by.book()).await?;
    let code = named_and_coded("往来单位", &new, there.iter().map(|c| (c.code.as_str(), c.name.as_str())))?;
    let party = Counterparty {
        id: CounterpartyId::new(),
        code,
        initials: initials(&new.name),
        name: new.name.trim().to_owned(),
        kind: new.kind,
        account_tail: new.note,
    };
    store::insert_counterparty(tx, by.book(), &party).await?;
    audit::record(tx, by.actor(), Act::on_book(by.book(), "counterparty.add", party.name.clone()).id(party.id), now)
        .await?;
    Ok(party.id)
}

/// Adds a project. Refuses: `village.empty`, `village.too_long`, `village.name_taken`.
pub async fn add_project(
    tx: &mut WriteTx,
    by: &Accountant,
    new: Party<ProjectKind>,
    now: Timestamp,
) -> Outcome<ProjectId> {
    let there = store::projects(tx, by.book()).await?;
    let code = named_and_coded("项目", &new, there.iter().map(|p| (p.code.as_str(), p.name.as_str())))?;
    let project = Project {
        id: ProjectId::new(),
        code,
        initials: initials(&new.name),
        name: new.name.trim().to_owned(),
        kind: new.kind,
        purpose: new.note,
    };
    store::insert_project(tx, by.book(), &project).await?;
    audit::record(tx, by.actor(), Act::on_book(by.book(), "project.add", project.name.clone()).id(project.id), now)
        .await?;
    Ok(project.id)
}

/// A name that is not taken, and the code typed or the next free number.
fn named_and_coded<'a, K>(
    what: &'static str,
    new: &Party<K>,
    there: impl Iterator<Item = (&'a str, &'a str)>,
) -> Outcome<String> {
    let mut faults: Vec<Refused> = text_faults("name", "名称", &new.name, 40);
    let there: Vec<(&str, &str)> = there.collect();
    if there.iter().any(|(_, name)| *name == new.name.trim()) {
        faults.push(VillageRefusal::NameTaken { what, name: new.name.trim().to_owned() }.into());
    }
    Failure::unless_none(faults)?;
    if !new.code.trim().is_empty() {
        return Ok(new.code.trim().to_owned());
    }
    let last = there.iter().filter_map(|(code, _)| code.parse::<u64>().ok()).max().unwrap_or(0);
    Ok(format!("{:03}", last + 1))
}

/// Registers a bank account of the permit's book.
///
/// Refuses: `village.empty`, `village.too_long`, `village.name_taken` (that account has one already).
pub async fn add_bank_account(
    tx: &mut WriteTx,
    by: &Accountant,
    new: NewBankAccount,
    now: Timestamp,
) -> Outcome<BankAccountId> {
    let mut faults = text_faults("bank", "开户行", &new.bank, 60);
    faults.extend(text_faults("holder", "户名", &new.holder, 60));
    faults.extend(text_faults("number", "账号", &new.number, 40));
    if store::bank_accounts(tx, by.book()).await?.iter().any(|b| b.account_code == new.account_code) {
        faults.push(VillageRefusal::NameTaken { what: "银行账户", name: new.account_code.clone() }.into());
    }
    Failure::unless_none(faults)?;
    let id = BankAccountId::new();
    store::insert_bank_account(tx, id, by.book(), &new).await?;
    audit::record(tx, by.actor(), Act::on_book(by.book(), "bank_account.add", new.account_code).id(id), now).await?;
    Ok(id)
}

/// Bank accounts of a book, by account code.
pub async fn bank_accounts(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<BankAccount>> {
    Ok(store::bank_accounts(tx, book).await?)
}

/// The bank account kept under one account code.
///
/// Refuses: `village.no_such_bank_account`.
pub async fn bank_account(tx: &mut ReadTx, book: BookId, account_code: &str) -> Outcome<BankAccount> {
    let found = store::bank_accounts(tx, book).await?.into_iter().find(|b| b.account_code == account_code);
    found.ok_or_else(|| VillageRefusal::NoSuchBankAccount { code: account_code.to_owned() }.into())
}
