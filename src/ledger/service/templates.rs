use crate::audit::{self, Act, Actor};
use crate::auth::{Accountant, Chief};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Failure, Outcome, TemplateId, Timestamp, UserId};

use crate::ledger::store;
use crate::ledger::template::{NewTemplate, Template, TemplateRefusal, for_every_book, word_faults};

use super::charting::unified_chart;

/// Where a template is kept, in whose hands: one book's shelf, or the township's.
#[derive(Clone, Debug)]
pub enum Shelf {
    /// Of one book.
    Book(Accountant),
    /// Of every book.
    Township(Chief),
}

impl Shelf {
    const fn actor(&self) -> &Actor {
        match self {
            Shelf::Book(by) => by.actor(),
            Shelf::Township(by) => by.actor(),
        }
    }

    const fn id(&self) -> UserId {
        match self {
            Shelf::Book(by) => by.id(),
            Shelf::Township(by) => by.id(),
        }
    }

    const fn book(&self) -> Option<BookId> {
        match self {
            Shelf::Book(by) => Some(by.book()),
            Shelf::Township(_) => None,
        }
    }

    fn act(&self, verb: &'static str, subject: &str) -> Act {
        match self {
            Shelf::Book(by) => Act::on_book(by.book(), verb, subject),
            Shelf::Township(_) => Act::on_township(verb, subject),
        }
    }
}

/// 常用凭证 a book can use: its own, and the township's.
pub async fn templates(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<Template>> {
    Ok(store::templates(tx, book).await?)
}

/// One template of a book's list.
///
/// Refuses: `ledger.no_such_template`.
pub async fn template(tx: &mut ReadTx, book: BookId, id: TemplateId) -> Outcome<Template> {
    let found = store::templates(tx, book).await?.into_iter().find(|t| t.id == id);
    found.ok_or_else(|| TemplateRefusal::NoSuchTemplate.into())
}

/// 存为常用凭证.
///
/// Refuses: `ledger.template_word_missing`, `ledger.template_word_too_long`, `ledger.template_word_taken`,
/// `ledger.template_empty`; for the township `ledger.template_of_one_book`.
pub async fn keep_template(tx: &mut WriteTx, shelf: &Shelf, new: NewTemplate, now: Timestamp) -> Outcome<TemplateId> {
    let (word, mut lines) = new.sound()?;
    if shelf.book().is_none() {
        lines = for_every_book(lines, &unified_chart(tx).await?)?;
    }
    let id = TemplateId::new();
    let by = (shelf.id(), shelf.actor().name.as_str());
    store::insert_template(tx, id, shelf.book(), (&word, &lines), by, now).await?;
    audit::record(tx, shelf.actor(), shelf.act("template.keep", &word).id(id), now).await?;
    Ok(id)
}

/// Gives a template another word.
///
/// Refuses: `ledger.no_such_template`, `ledger.template_word_missing`, `ledger.template_word_too_long`,
/// `ledger.template_word_taken`.
pub async fn rename_template(
    tx: &mut WriteTx,
    shelf: &Shelf,
    id: TemplateId,
    word: &str,
    now: Timestamp,
) -> Outcome<()> {
    Failure::unless_none(word_faults(word))?;
    if !store::rename_template(tx, id, shelf.book(), word.trim()).await? {
        return Err(TemplateRefusal::NoSuchTemplate.into());
    }
    audit::record(tx, shelf.actor(), shelf.act("template.rename", word.trim()).id(id), now).await?;
    Ok(())
}

/// Takes a template off its shelf; what was made of it stays.
///
/// Refuses: `ledger.no_such_template`.
pub async fn delete_template(tx: &mut WriteTx, shelf: &Shelf, id: TemplateId, now: Timestamp) -> Outcome<()> {
    let Some(word) = store::delete_template(tx, id, shelf.book()).await? else {
        return Err(TemplateRefusal::NoSuchTemplate.into());
    };
    audit::record(tx, shelf.actor(), shelf.act("template.delete", &word).id(id), now).await?;
    Ok(())
}
