use crate::audit::{self, Actor};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Failure, Outcome, QuestionId, Refused, Timestamp};
use crate::village;

use crate::questions::error::QuestionRefusal as Q;
use crate::questions::form::{FilledForm, FormKey};
use crate::questions::question::{Contact, Question, Subject};
use crate::questions::store;

use super::step::short;

/// Fewest and most characters of a question.
const FEWEST: usize = 5;
const MOST: usize = 300;
/// Longest name, longest number.
const NAME_LIMIT: usize = 20;
const PHONE_LIMIT: usize = 20;

/// A question as it was typed, about a sheet that is known to stand.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    /// Whose sheet.
    pub book: BookId,
    /// Which sheet, which line.
    pub about: Subject,
    /// The question.
    pub words: String,
    /// What the asker wants to be called; may be empty.
    pub name: String,
    /// How to call back; may be empty.
    pub phone: String,
}

impl NewQuestion {
    fn faults(&self) -> Vec<Refused> {
        let length = self.words.trim().chars().count();
        let few = (length < FEWEST).then_some(Q::TooShort { length, limit: FEWEST });
        let many = short("words", &self.words, MOST).err();
        let name = short("name", &self.name, NAME_LIMIT).err();
        let phone = self.phone.trim();
        let odd = |c: char| !(c.is_ascii_digit() || "+- ".contains(c));
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        let bad = !phone.is_empty() && (phone.contains(odd) || digits < 5 || phone.len() > PHONE_LIMIT);
        let phone = bad.then(|| Q::BadPhone { typed: phone.chars().take(PHONE_LIMIT).collect() });
        [few, many, name, phone].into_iter().flatten().map(Refused::from).collect()
    }

    fn contact(&self) -> Option<Contact> {
        let contact = Contact { name: self.name.trim().to_owned(), phone: self.phone.trim().to_owned() };
        (contact != Contact::default()).then_some(contact)
    }
}

/// The secret that signs public forms; made with the first form.
pub async fn form_key(tx: &mut WriteTx, now: Timestamp) -> Outcome<FormKey> {
    let fresh: String = rand::random::<[u8; 32]>().iter().map(|b| format!("{b:02x}")).collect();
    store::put_form_key(tx, &fresh, now).await?;
    let kept = store::form_key(tx).await?.as_deref().and_then(FormKey::from_hex);
    Ok(kept.ok_or_else(|| crate::kernel::Fault::new("loading the key of forms", "it is no key"))?)
}

/// True where the township wants a small sum done before a question is taken.
pub async fn sum_is_asked(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<bool> {
    Ok(village::policy(tx, book, "question_sum", on).await? == "要做")
}

/// 提问 — a villager asks about a published sheet. The form is the permit; pressed twice, it is asked once.
///
/// Refuses, all at once: `questions.too_short`, `questions.too_long`, `questions.bad_phone`; and
/// `questions.too_many_here`, `questions.asked_already`.
pub async fn ask(tx: &mut WriteTx, form: &FilledForm, new: NewQuestion, now: Timestamp) -> Outcome<QuestionId> {
    if let Some(asked) = store::by_once(tx, form.once()).await? {
        return Ok(asked.id);
    }
    Failure::unless_none(new.faults())?;
    let most = village::policy(tx, new.book, "question_hourly", now.date()).await?.parse().unwrap_or(20);
    if store::asked_since(tx, &new.about.token, now.plus_seconds(-3600)).await? >= most {
        return Err(Q::TooManyHere { count: most }.into());
    }
    let id = QuestionId::new();
    // Nobody is named and no address is kept: who asks is nobody's business.
    let asker = Actor { id: None, name: "提问人".to_owned(), address: String::new() };
    let act = audit::Act::on_book(new.book, "question.ask", format!("公开表 {}", new.about.number)).id(id);
    audit::record(tx, &asker, act, now).await?;
    let serial = store::next_serial(tx, new.book).await?;
    let contact = new.contact();
    let question = Question::asked(id, new.book, serial, new.about, new.words.trim().to_owned(), now);
    let kept = (form.ticket().digest(), form.once());
    match store::insert_question(tx, &question, kept, contact.as_ref()).await? {
        true => Ok(id),
        false => Err(Q::AskedAlready.into()),
    }
}
