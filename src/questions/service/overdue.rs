use crate::db::ReadTx;
use crate::kernel::{BookId, Date, DateRange, Outcome};

use crate::questions::question::{Question, Subject};
use crate::questions::state::State;
use crate::questions::store;

use super::reading::answer_clock;

/// A question that stood unanswered beyond its day: what the next sheet says of it. Nobody's words, nobody's name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overdue {
    /// 第n号.
    pub serial: i64,
    /// What it is about.
    pub about: Subject,
    /// When it was asked.
    pub asked_on: Date,
    /// By when it should have been answered.
    pub due: Date,
    /// Days past that.
    pub late: i64,
}

/// How many questions a book had in a span of days, and what became of them by its end.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Tally {
    /// Asked.
    pub asked: usize,
    /// Answered, merged ones with their answer counted.
    pub answered: usize,
    /// Not taken, with a reason.
    pub rejected: usize,
    /// Beyond their day at the end of the span, whenever they were asked.
    pub overdue: usize,
}

impl Overdue {
    /// 第3号质询（2025年第三季度公开表）2025年10月10日提出，应于10月20日前答复，逾期5天.
    pub fn words(&self) -> String {
        let (asked, due) = (self.asked_on.format("%Y年%-m月%-d日"), self.due.format("%-m月%-d日"));
        format!("第{}号质询（{}）{asked}提出，应于{due}前答复，逾期{}天", self.serial, self.about.words(), self.late)
    }
}

/// The questions of a book that stood unanswered beyond their day at the end of a day, the latest asked last: for the
/// sheet made on that day, the home page, the bulletin. The same day gives the same answer later on.
pub async fn overdue_on(tx: &mut ReadTx, book: BookId, day: Date) -> Outcome<Vec<Overdue>> {
    let clock = answer_clock(tx).await?;
    let stood = store::of_book(tx, book).await?.into_iter().filter_map(|q| q.as_of(day));
    let late = stood.filter(|q| q.state.is_open()).filter_map(|q| {
        let due = clock.due(&q, day);
        let days = (day - due.day).num_days();
        (due.late > 0).then(|| Overdue {
            serial: q.serial,
            asked_on: q.asked_at.date(),
            about: q.about,
            due: due.day,
            late: days,
        })
    });
    Ok(late.collect())
}

/// What a book was asked in a span of days, as it stood at the span's end.
pub async fn tally(tx: &mut ReadTx, book: BookId, within: DateRange) -> Outcome<Tally> {
    let all: Vec<Question> = store::of_book(tx, book).await?.iter().filter_map(|q| q.as_of(within.to)).collect();
    let clock = answer_clock(tx).await?;
    let is_answered = |q: &Question| match q.merged_into {
        Some(main) => all.iter().any(|m| m.id == main && m.answer.is_some()),
        None => q.answer.is_some(),
    };
    let asked: Vec<&Question> = all.iter().filter(|q| q.asked_at.date() >= within.from).collect();
    Ok(Tally {
        asked: asked.len(),
        answered: asked.iter().filter(|q| is_answered(q)).count(),
        rejected: asked
            .iter()
            .filter(|q| {
                q.state == State::Rejected || (q.answer.is_none() && q.archived_at.is_some() && q.merged_into.is_none())
            })
            .count(),
        overdue: all.iter().filter(|q| q.state.is_open() && clock.due(q, within.to).late > 0).count(),
    })
}
