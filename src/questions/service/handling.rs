use crate::auth::{self, Accountant, QuestionWatcher, Role};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Failure, Outcome, QuestionId, Refused, Timestamp, UserId};

use crate::questions::error::QuestionRefusal as Q;
use crate::questions::kind::QuestionKind;
use crate::questions::question::Person;
use crate::questions::state::{Act, State};
use crate::questions::store;

use super::step::{WORDS_LIMIT, With, as_seen, said, short, step};

/// What is settled when a question is taken in.
#[derive(Clone, Debug)]
pub struct Taken {
    /// 分类.
    pub kind: Option<QuestionKind>,
    /// The wording everybody may read.
    pub public_words: String,
}

/// Longest public wording: as long as a question.
const PUBLIC_LIMIT: usize = 300;

/// 受理 — the question becomes public in this wording, and who takes it answers for it (首问负责).
///
/// Refuses, all at once: `questions.kind_missing`, `questions.words_missing`, `questions.too_long`; and
/// `questions.no_such_question`, `questions.stale`, `questions.not_now`.
pub async fn accept(
    tx: &mut WriteTx,
    by: &Accountant,
    at: (QuestionId, i64),
    taken: Taken,
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, by.book(), at).await?;
    let wording = said("公开时的问法", "public_words", &taken.public_words, PUBLIC_LIMIT).err();
    let kind = taken.kind.is_none().then_some(Q::KindMissing);
    Failure::unless_none([kind, wording].into_iter().flatten().map(Refused::from).collect())?;
    let with = With { kind: taken.kind, ..With::default() };
    step(tx, by.actor(), &question, (Act::Accept, &taken.public_words), with, now).await
}

/// 不予受理 — with a reason the asker reads.
///
/// Refuses: `questions.words_missing`, `questions.too_long`, `questions.no_such_question`, `questions.stale`,
/// `questions.not_now`.
pub async fn reject(
    tx: &mut WriteTx,
    by: &Accountant,
    at: (QuestionId, i64),
    reason: &str,
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, by.book(), at).await?;
    said("不予受理的理由", "reason", reason, WORDS_LIMIT)?;
    step(tx, by.actor(), &question, (Act::Reject, reason), With::default(), now).await
}

/// 分类 anew. Refuses: `questions.kind_missing`, `questions.no_such_question`, `questions.stale`, `questions.not_now`.
pub async fn sort(
    tx: &mut WriteTx,
    by: &Accountant,
    at: (QuestionId, i64),
    kind: Option<QuestionKind>,
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, by.book(), at).await?;
    let kind = Some(kind.ok_or(Q::KindMissing)?);
    step(tx, by.actor(), &question, (Act::Sort, ""), With { kind, ..With::default() }, now).await
}

/// Who may be asked to explain: the book's clerk, its village head, its accountants.
pub async fn candidates(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<Vec<(Role, Person)>> {
    let mut found = auth::holders(tx, book, on).await?;
    found.retain(|(role, _)| [Role::Clerk, Role::VillageHead, Role::Accountant].contains(role));
    Ok(found.into_iter().map(|(role, p)| (role, Person { id: Some(p.id), name: p.name })).collect())
}

/// 交办 — somebody of the book is to explain.
///
/// Refuses: `questions.nobody_to_assign`, `questions.too_long`, `questions.no_such_question`, `questions.stale`,
/// `questions.not_now`.
pub async fn assign(
    tx: &mut WriteTx,
    by: &Accountant,
    at: (QuestionId, i64),
    (to, words): (Option<UserId>, &str),
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, by.book(), at).await?;
    short("assign_words", words, WORDS_LIMIT)?;
    let found = candidates(tx, by.book(), now.date()).await?;
    let chosen = found.into_iter().map(|(_, p)| p).find(|p| to.is_some() && p.id == to).ok_or(Q::NobodyToAssign)?;
    step(tx, by.actor(), &question, (Act::Assign, words), With { to: Some(chosen), ..With::default() }, now).await
}

/// 并案 — the same was asked before: its asker reads that one's answer. Only into an earlier question that is public,
/// so that no time is won by it.
///
/// Refuses: `questions.not_mergeable`, `questions.no_such_question`, `questions.stale`, `questions.not_now`.
pub async fn merge(
    tx: &mut WriteTx,
    by: &Accountant,
    at: (QuestionId, i64),
    into: &str,
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, by.book(), at).await?;
    let not = || Q::NotMergeable { serial: into.trim().chars().take(12).collect() };
    let serial: i64 = into.trim().parse().map_err(|_| not())?;
    let main = store::by_serial(tx, by.book(), serial).await?.ok_or_else(not)?;
    let gone = [State::Merged, State::Archived].contains(&main.state);
    if main.serial >= question.serial || !main.is_public() || gone {
        return Err(not().into());
    }
    let words = format!("同第{}号", main.serial);
    let with = With { into: Some(main.id), ..With::default() };
    step(tx, by.actor(), &question, (Act::Merge, &words), with, now).await
}

/// 督办 — a word to whoever holds the question up.
///
/// Refuses: `questions.words_missing`, `questions.too_long`, `questions.no_such_question`, `questions.stale`,
/// `questions.not_now`.
pub async fn urge(
    tx: &mut WriteTx,
    by: &QuestionWatcher,
    at: (QuestionId, i64),
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    let question = as_seen(tx, by.book(), at).await?;
    said("督办的话", "urge_words", words, WORDS_LIMIT)?;
    step(tx, by.actor(), &question, (Act::Urge, words), With::default(), now).await
}
