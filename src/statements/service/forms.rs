use crate::auth::Chief;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Failure, Money, Outcome, Period, Refused, Timestamp};
use crate::ledger::{self, FormName, NewForm};
use crate::statements::distribution::Distribution;
use crate::statements::error::StatementRefusal;
use crate::statements::figures::{Figures, sides};
use crate::statements::form::{Form, FormFault, delivered_form};
use crate::statements::form_proof::prove;
use crate::statements::form_text::FormText;
use crate::statements::statement::{Column, Statement};
use crate::village::{self, Book};

use super::statements::{balance_sheet_in, surplus_in};

/// One version of a form with its text.
#[derive(Clone, Debug)]
pub struct FormVersion {
    /// Which statement.
    pub name: FormName,
    /// 1 is delivered with the program.
    pub version: i64,
    /// The first month it is used for; `None` for the delivered one.
    pub valid_from: Option<Period>,
    /// What it says.
    pub text: FormText,
    /// What was changed, and why.
    pub note: String,
    /// Who made it; empty for the delivered one.
    pub made_name: String,
    /// When.
    pub made_at: Option<Timestamp>,
    /// True when its text no longer is the one that was proved.
    pub altered: bool,
}

/// A form's text to become the next version.
#[derive(Clone, Debug)]
pub struct NewFormText {
    /// Which statement.
    pub name: FormName,
    /// What it says.
    pub text: FormText,
    /// The first month it is used for.
    pub valid_from: Period,
    /// What was changed, and why.
    pub note: String,
}

/// A form looked at before it is used.
#[derive(Clone, Debug, Default)]
pub struct Proved {
    /// What is wrong; nothing when it may be used.
    pub faults: Vec<FormFault>,
    /// How many books it was filled from.
    pub books: usize,
}

/// Every version of both forms, the newest of each first, the delivered one last.
pub async fn forms(tx: &mut ReadTx) -> Outcome<Vec<FormVersion>> {
    let kept = ledger::kept_forms(tx).await?;
    let mut versions = Vec::new();
    for name in FormName::ALL {
        for kept in kept.iter().filter(|kept| kept.name == name) {
            versions.push(FormVersion {
                name,
                version: kept.version,
                valid_from: Some(kept.valid_from),
                text: FormText::from_json(&kept.content)?,
                note: kept.note.clone(),
                made_name: kept.made_name.clone(),
                made_at: Some(kept.made_at),
                altered: kept.digest_of_content() != kept.digest,
            });
        }
        versions.push(FormVersion {
            name,
            version: 1,
            valid_from: None,
            text: FormText::from_json(delivered_form(name))?,
            note: "随程序交付".to_owned(),
            made_name: String::new(),
            made_at: None,
            altered: false,
        });
    }
    Ok(versions)
}

/// The form a month is reported in.
///
/// Refuses: `statements.bad_form`.
pub async fn form_in_force(tx: &mut ReadTx, name: FormName, period: Period) -> Outcome<Form> {
    let kept = ledger::form_in_force(tx, name, period).await?;
    Ok(Form::read(kept.as_ref().map_or(delivered_form(name), |kept| &kept.content))?)
}

/// Looks a form over before it is used: it reads, every leaf account feeds exactly one line, the totals take every
/// line once, and both sides agree on every book's figures at the end of `last`.
pub async fn prove_form(tx: &mut ReadTx, name: FormName, text: &FormText, last: Period) -> Outcome<Proved> {
    let form = match Form::of(text) {
        Ok(form) => form,
        Err(faults) => return Ok(Proved { faults, books: 0 }),
    };
    let chart = ledger::unified_chart(tx).await?;
    let mut faults = prove(name, &form, &chart);
    let books = village::books(tx).await?;
    if faults.is_empty() {
        faults.extend(books_that_do_not_agree(tx, name, &form, &books, last).await?);
    }
    Ok(Proved { faults, books: books.len() })
}

/// Every book filled into the form: the balance sheet's two sides, or 净收益 against the accounts themselves.
async fn books_that_do_not_agree(
    tx: &mut ReadTx,
    name: FormName,
    form: &Form,
    books: &[Book],
    last: Period,
) -> Outcome<Vec<FormFault>> {
    let ids: Vec<BookId> = books.iter().map(|b| b.id).collect();
    let sums = ledger::sums_of_books(tx, &ids, last.year().first_period(), last).await?;
    let mut faults = Vec::new();
    for book in books {
        let own = || sums.iter().filter(|s| s.book == book.id);
        let figures = match name {
            FormName::BalanceSheet => Figures::of_sums(own(), |s| s.closing),
            FormName::SurplusStatement => Figures::of_sums(own(), |s| sides(s.turnover)),
        };
        let column = Column { figures: &figures, distribution: Distribution::default() };
        let filled = Statement::fill(form, &column, &column);
        let line = |name: &str| filled.line(name).map_or(Money::ZERO, |line| line.first);
        let (one, other, what) = match name {
            FormName::BalanceSheet => {
                (line("资产总计"), line("负债和所有者权益总计"), "资产总计与负债和所有者权益总计")
            }
            FormName::SurplusStatement => {
                let earned: Money = own().filter(|s| s.code.starts_with('5')).map(|s| -s.turnover).sum();
                (line("净收益"), earned, "净收益与损益科目发生额")
            }
        };
        if one != other {
            let apart = (one - other).abs();
            faults.push(FormFault::of_form(format!("{} {what}相差{apart}元", book.name)));
        }
    }
    Ok(faults)
}

/// Keeps a proved form as the next version, used from a month on.
///
/// Refuses, all at once: `statements.form_unsound` (one for each fault), `statements.form_note_missing`; and
/// whatever `ledger::keep_form` refuses. Source: 财会〔2024〕12号 art. 25.
pub async fn adopt_form(tx: &mut WriteTx, by: &Chief, new: NewFormText, now: Timestamp) -> Outcome<i64> {
    let proved = prove_form(tx, new.name, &new.text, Period::of(now.date())).await?;
    let unsound = |fault: &FormFault| {
        let refused = Refused::from(StatementRefusal::FormUnsound { what: fault.to_string() });
        match fault.row {
            Some(row) => refused.at_field(format!("row-{row}")),
            None => refused,
        }
    };
    let mut refused: Vec<Refused> = proved.faults.iter().map(unsound).collect();
    if new.note.trim().is_empty() {
        refused.push(StatementRefusal::FormNoteMissing.into());
    }
    Failure::unless_none(refused)?;
    let NewFormText { name, text, valid_from, note } = new;
    let form = NewForm { name, valid_from, content: text.to_json(), note: note.trim().to_owned() };
    ledger::keep_form(tx, by, form, now).await
}

/// One book's statement at the end of `last` in the form now in force, and in another.
pub async fn preview(
    tx: &mut ReadTx,
    name: FormName,
    other: &Form,
    book: BookId,
    last: Period,
) -> Outcome<[Statement; 2]> {
    let in_force = form_in_force(tx, name, last).await?;
    let months = (last.year().first_period(), last);
    Ok(match name {
        FormName::BalanceSheet => [
            balance_sheet_in(tx, &in_force, &[book], months).await?,
            balance_sheet_in(tx, other, &[book], months).await?,
        ],
        FormName::SurplusStatement => {
            [surplus_in(tx, &in_force, &[book], months).await?, surplus_in(tx, other, &[book], months).await?]
        }
    })
}
