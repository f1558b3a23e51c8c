//! What was asked about a sheet or a line, and answered: the part of the public pages that stands beside them.

use crate::db::ReadTx;
use crate::disclosure::{LineKey, PublicationHead};
use crate::kernel::{Date, Outcome};
use crate::questions::{self, Question};
use crate::web::light::Light;

use super::light_of;

/// One public question as it is read beside the sheet.
#[derive(Clone, Debug)]
pub(in crate::web) struct Beside {
    /// The question.
    pub(in crate::web) question: Question,
    /// The line it is about; `None` for the whole sheet.
    pub(in crate::web) line: Option<LineKey>,
    /// How many others asked the same.
    pub(in crate::web) others: usize,
    /// Its light.
    pub(in crate::web) light: Light,
}

impl Beside {
    /// The wording everybody may read.
    pub(in crate::web) fn words(&self) -> &str {
        self.question.public_words.as_deref().unwrap_or("")
    }
}

/// Every public question about a sheet and its other versions, the earliest first.
pub(in crate::web) async fn beside(tx: &mut ReadTx, head: &PublicationHead, today: Date) -> Outcome<Vec<Beside>> {
    let clock = questions::answer_clock(tx).await?;
    let found = questions::of_span(tx, head.book, &head.span.to_string()).await?;
    let one = |(question, others): (Question, usize)| {
        let light = light_of(&question, &clock.due(&question, today));
        let line = question.about.line.as_ref().map(|l| LineKey {
            month: l.month,
            number: l.number.clone(),
            place: usize::try_from(l.place).unwrap_or(1),
        });
        Beside { question, line, others, light }
    };
    Ok(found.into_iter().map(one).collect())
}
