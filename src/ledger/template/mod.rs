//! 常用凭证与定期凭证: vouchers that are entered again and again.
//!
//! A **template** (常用凭证) is where a voucher begins: lines, with their amounts or without. A **recurring voucher**
//! (定期凭证) is whole, and comes back every month on its day. Neither is a voucher: what is made of them is a draft,
//! read by a second person like every other. A month is made once, whoever asks.

mod error;
mod recurring;

use crate::kernel::{BookId, Failure, Money, Outcome, Refused, TemplateId};

use super::chart::Chart;
use super::entry::DraftLine;

pub use error::TemplateRefusal;
pub(super) use recurring::require_due;
pub use recurring::{Due, MadeMonth, NewRecurring, Recurring};

/// A word longer than this does not fit its button.
const WORD_LIMIT: usize = 30;

/// 常用凭证.
#[derive(Clone, Debug)]
pub struct Template {
    /// Id.
    pub id: TemplateId,
    /// Its book; `None` for every book of the township.
    pub book: Option<BookId>,
    /// What it is called by.
    pub word: String,
    /// Its lines; amounts may be nothing.
    pub lines: Vec<DraftLine>,
    /// Who made it.
    pub made_name: String,
}

/// What becomes of the amounts when a template is made of a voucher.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amounts {
    /// They stay.
    Kept,
    /// They are typed anew each time.
    LeftOut,
}

/// A template as somebody asks for it.
#[derive(Clone, Debug)]
pub struct NewTemplate {
    /// What it is called by.
    pub word: String,
    /// Lines of the voucher it is made of.
    pub lines: Vec<DraftLine>,
    /// Whether the amounts stay.
    pub amounts: Amounts,
}

impl Template {
    /// Total of the debit side; nothing where the amounts are left out.
    pub fn total(&self) -> Money {
        self.lines.iter().map(|l| l.debit).sum()
    }
}

impl NewTemplate {
    /// The word and the lines as they are kept; every fault at once.
    ///
    /// Refuses: `ledger.template_word_missing`, `ledger.template_word_too_long`, `ledger.template_empty`.
    pub(super) fn sound(self) -> Outcome<(String, Vec<DraftLine>)> {
        let mut faults = word_faults(&self.word);
        let lines: Vec<DraftLine> = self.lines.into_iter().filter(|l| l.account.is_some()).collect();
        if lines.is_empty() {
            faults.push(TemplateRefusal::Empty.into());
        }
        Failure::unless_none(faults)?;
        let kept = |line: DraftLine| match self.amounts {
            Amounts::Kept => line,
            Amounts::LeftOut => DraftLine { debit: Money::ZERO, credit: Money::ZERO, ..line },
        };
        Ok((self.word.trim().to_owned(), lines.into_iter().map(kept).collect()))
    }
}

/// What is wrong with the word of a template or a recurring voucher.
pub(super) fn word_faults(word: &str) -> Vec<Refused> {
    let length = word.trim().chars().count();
    match length {
        0 => vec![TemplateRefusal::WordMissing.into()],
        _ if length > WORD_LIMIT => vec![TemplateRefusal::WordTooLong { length, limit: WORD_LIMIT }.into()],
        _ => Vec::new(),
    }
}

/// Lines every book can use: without the parties of one book.
///
/// Refuses: `ledger.template_of_one_book` for each account only one book has.
pub(super) fn for_every_book(lines: Vec<DraftLine>, unified: &Chart) -> Outcome<Vec<DraftLine>> {
    let foreign = |line: &&DraftLine| line.account.is_some_and(|id| unified.by_id(id).is_none());
    let faults = lines.iter().filter(foreign).map(|l| TemplateRefusal::OfOneBook { summary: l.summary.clone() }.into());
    Failure::unless_none(faults.collect())?;
    let bare = |line: DraftLine| DraftLine { household: None, counterparty: None, project: None, ..line };
    Ok(lines.into_iter().map(bare).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::AccountId;
    use crate::ledger::account::Side;

    #[test]
    fn a_template_keeps_chosen_accounts_and_leaves_amounts_out_when_asked() {
        let line = DraftLine::plain("发工资", AccountId::new(), Side::Debit, Money::from_fen(100));
        let empty = DraftLine { account: None, ..line.clone() };
        let new = |word: &str, lines, amounts| NewTemplate { word: word.into(), lines, amounts };
        let (word, lines) = new(" 工资 ", vec![line.clone(), empty.clone()], Amounts::Kept).sound().unwrap();
        assert_eq!((word.as_str(), lines.len(), lines[0].debit), ("工资", 1, Money::from_fen(100)));
        let (_, lines) = new("工资", vec![line], Amounts::LeftOut).sound().unwrap();
        assert_eq!(lines[0].debit, Money::ZERO);
        let Err(Failure::Refused(told)) = new(" ", vec![empty], Amounts::Kept).sound() else { panic!("refused") };
        let codes: Vec<&str> = told.iter().map(|r| r.code).collect();
        assert_eq!(codes, ["ledger.template_word_missing", "ledger.template_empty"]);
    }
}
