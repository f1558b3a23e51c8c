use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::app::App;
use crate::auth::Accountant;
use crate::export;
use crate::kernel::{Fault, Outcome, Period};
use crate::reconcile::{self, BankHand, BankProfile, StatementFile};
use crate::village::{self, Book, NewBankAccount};

use super::answer::Answer;
use super::args::period;
use super::book_named;
use super::operator::operator;

/// `mingzhang reconcile …`.
#[derive(Subcommand)]
pub(super) enum Reconcile {
    /// 导入银行流水
    Import(BankFile),
    /// 把一个流水文件与账簿配对,只看不记
    Match(BankFile),
    /// 出银行存款余额调节表
    Report(BankSheet),
}

/// A bank file for one account.
#[derive(Args)]
pub(super) struct BankFile {
    /// 账套编号
    #[arg(long)]
    pub(super) book: String,
    /// 银行存款的末级科目,例如 10201
    #[arg(long)]
    pub(super) account: String,
    /// 流水格式文件；导入时为这个账户记住
    #[arg(long)]
    pub(super) profile: Option<PathBuf>,
    /// 流水文件
    pub(super) file: PathBuf,
}

/// One account's sheet at the end of a month.
#[derive(Args)]
pub(super) struct BankSheet {
    /// 账套编号
    #[arg(long)]
    pub(super) book: String,
    /// 银行存款的末级科目,例如 10201
    #[arg(long)]
    pub(super) account: String,
    /// 月份,例如 2024-12
    #[arg(long, value_parser = period)]
    pub(super) period: Period,
}

pub(super) async fn run(app: &App, what: Reconcile) -> Outcome<Answer> {
    match what {
        Reconcile::Import(file) => import(app, file).await,
        Reconcile::Match(file) => pair(app, file).await,
        Reconcile::Report(sheet) => report(app, sheet).await,
    }
}

/// The file, read and proved, for a bank account of the book — which is registered if it is not yet.
struct Brought {
    book: Book,
    account: String,
    file: StatementFile,
    /// The profile brought with it.
    told: Option<BankProfile>,
    by: Accountant,
    notices: Vec<String>,
}

async fn brought(app: &App, wanted: &BankFile) -> Outcome<Brought> {
    let book = book_named(app, &wanted.book).await?;
    let by = operator(app).await?.accountant(book.id)?;
    let registered = village::bank_accounts(&mut app.db.read().await?, book.id).await?;
    let there = registered.iter().any(|a| a.account_code == wanted.account);
    let told = match &wanted.profile {
        Some(profile) => Some(reconcile::read_profile(&bytes_of(profile).await?)?),
        None => None,
    };
    let kept =
        if there { reconcile::profile_of(&mut app.db.read().await?, book.id, &wanted.account).await? } else { None };
    let file = read(&wanted.file, told.as_ref().or(kept.as_ref())).await?;
    let mut notices = Vec::new();
    if !there {
        notices.push(register(app, &by, &book, &wanted.account, &file).await?);
    }
    Ok(Brought { book, account: wanted.account.clone(), file, told, by, notices })
}

async fn bytes_of(file: &Path) -> Outcome<Vec<u8>> {
    let read = tokio::fs::read(file).await;
    Ok(read.map_err(|e| Fault::new("reading the file", format!("{}: {e}", file.display())))?)
}

async fn read(file: &Path, profile: Option<&BankProfile>) -> Outcome<StatementFile> {
    let bytes = bytes_of(file).await?;
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    StatementFile::read(&name, &bytes, profile)
}

/// Registers the account a file was brought for, under what the file itself says of it.
async fn register(app: &App, by: &Accountant, book: &Book, code: &str, file: &StatementFile) -> Outcome<String> {
    let statement = &file.statement;
    let or = |said: Option<&str>, otherwise: &str| said.filter(|s| !s.is_empty()).unwrap_or(otherwise).to_owned();
    let new = NewBankAccount {
        account_code: code.to_owned(),
        bank: statement.layout.clone(),
        holder: or(statement.account_name.as_deref(), &book.legal_name),
        number: or(statement.account_number.as_deref(), "未登记"),
        opened_on: book.enabled_from.first_day(),
    };
    let notice = format!("登记银行账户 {code} {} {}", new.bank, new.number);
    let (by, now) = (by.clone(), app.now());
    app.db.write(move |tx| Box::pin(async move { village::add_bank_account(tx, &by, new, now).await })).await?;
    Ok(notice)
}

async fn import(app: &App, wanted: BankFile) -> Outcome<Answer> {
    let Brought { account, file, told, by, notices, .. } = brought(app, &wanted).await?;
    let rows: Vec<Value> = file.statement.chronological().into_iter().map(|row| json!(row)).collect();
    let (hand, now, total) = (BankHand::from(by), app.now(), rows.len());
    let done = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(profile) = told {
                    reconcile::keep_profile(tx, &hand, &account, &profile, now).await?;
                }
                reconcile::import_statement(tx, &hand, &account, &file, now).await
            })
        })
        .await?;
    let new = done.overlap.new_count();
    let mut text = format!("流水 {total} 行,新增 {new} 行,以前导入过 {} 行", total - new);
    for notice in &notices {
        text.push_str(&format!("\n  {notice}"));
    }
    Ok(Answer::said(text, json!({ "rows": rows, "new": new, "notices": notices })))
}

async fn pair(app: &App, wanted: BankFile) -> Outcome<Answer> {
    let Brought { book, account, file, .. } = brought(app, &wanted).await?;
    let mut tx = app.db.read().await?;
    let pairs = reconcile::match_file(&mut tx, book.id, &account, &file.statement).await?;
    let text = pairs.iter().map(|p| {
        let entries: Vec<String> = p.entries.iter().map(|e| format!("{}第{}行", e.voucher, e.line)).collect();
        let sure = if p.certain { "确定" } else { "建议" };
        format!("{sure} 流水{:?} ↔ {} ({})", p.rows, entries.join("、"), p.reasons.join("；"))
    });
    Ok(Answer::said(text.collect::<Vec<_>>().join("\n"), json!({ "pairs": pairs })))
}

async fn report(app: &App, wanted: BankSheet) -> Outcome<Answer> {
    let book = book_named(app, &wanted.book).await?;
    let mut tx = app.db.read().await?;
    let sheet = reconcile::reconciliation_sheet(&mut tx, book.id, &wanted.account, wanted.period).await?;
    Ok(Answer::said(sheet.sentence(), export::reconciliation::json(&sheet)))
}
