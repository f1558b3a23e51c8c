use std::collections::{BTreeMap, HashMap};

use chrono::Duration;

use crate::auth::{self, Standing};
use crate::db::ReadTx;
use crate::disclosure;
use crate::kernel::{BookId, Date, FiscalYear, Outcome, Period, Timestamp};
use crate::ledger::{self, DraftCount, DraftState, Reopening};
use crate::reconcile;
use crate::village::{self, Book, PolicyValues};
use crate::workflow::{self, State, WaitsFor};

/// The act a month of a book waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// 录入: something is unfinished or was given back.
    Entering,
    /// 理财: something waits for the village.
    Consulting,
    /// 审核: something waits for the centre to take in or to review.
    Reviewing,
    /// 记账: reviewed vouchers wait for their numbers.
    Posting,
    /// 对账: a bank account is not reconciled to the end of the month.
    Reconciling,
    /// 结账: nothing waits, the month is over.
    Closing,
    /// 重开: closed once, opened again, to be closed once more.
    Reopened,
    /// 公开: the quarter is closed and its sheet is not published.
    Publishing,
    /// 完成: closed, and published where it ends a quarter.
    Done,
}

impl Stage {
    /// The word on the board: two characters.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Stage::Entering => "录入",
            Stage::Consulting => "理财",
            Stage::Reviewing => "审核",
            Stage::Posting => "记账",
            Stage::Reconciling => "对账",
            Stage::Closing => "结账",
            Stage::Reopened => "重开",
            Stage::Publishing => "公开",
            Stage::Done => "完成",
        }
    }
}

/// How a month stands against the day it should be done by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// Done.
    Done,
    /// The present month, with nothing waiting.
    Quiet,
    /// In time.
    InTime,
    /// Three days or fewer are left.
    Near,
    /// The day has passed.
    Late,
}

/// What waits in one month of one book.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Waiting {
    /// Submissions back with the clerk.
    pub returned: i64,
    /// Submissions on their ladder in the village.
    pub in_village: i64,
    /// Submissions approved, to be taken in.
    pub at_centre: i64,
    /// Drafts put aside.
    pub parked: i64,
    /// Drafts to be reviewed.
    pub prepared: i64,
    /// Drafts to be posted.
    pub reviewed: i64,
}

/// One month of one book.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The month.
    pub period: Period,
    /// What it waits for.
    pub stage: Stage,
    /// Its light.
    pub pace: Pace,
    /// What waits, kind by kind.
    pub waiting: Waiting,
    /// Days until it should be closed, or published; below zero when that day has passed.
    pub days_left: i64,
}

/// One book across the months.
#[derive(Clone, Debug)]
pub struct BoardRow {
    /// The book.
    pub book: Book,
    /// Its accountants, by name.
    pub accountants: String,
    /// The day its bank lines prove themselves to; the outer `None` where it has no bank account.
    pub proven_through: Option<Option<Date>>,
    /// The month all its bank accounts are reconciled through, when there is one.
    pub reconciled_through: Option<Period>,
    /// A cell per month of the board; `None` before the book was enabled.
    pub cells: Vec<Option<Cell>>,
}

/// 工作台的表: books down, months across.
#[derive(Clone, Debug)]
pub struct Board {
    /// The months, oldest first; the last one is the present.
    pub months: Vec<Period>,
    /// The books within sight, by code.
    pub rows: Vec<BoardRow>,
}

impl Board {
    /// The year of the present month.
    pub fn present_year(&self) -> Option<FiscalYear> {
        self.months.last().map(|p| p.year())
    }

    /// Months past their day.
    pub fn late(&self) -> usize {
        self.cells().filter(|c| c.pace == Pace::Late).count()
    }

    /// Quarters closed whose sheet is not published.
    pub fn to_publish(&self) -> usize {
        self.cells().filter(|c| c.stage == Stage::Publishing).count()
    }

    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows.iter().flat_map(|r| r.cells.iter().flatten())
    }
}

/// At most this many months stand on the board, however long one was left open.
const MONTHS: usize = 18;

/// The board of the books a person sees: this year's months, and earlier ones that are still open.
/// One question per kind of thing, however many books there are.
pub async fn board(tx: &mut ReadTx, by: &Standing, now: Timestamp) -> Outcome<Board> {
    board_over(tx, by, None, now).await
}

/// The board of one year, to its last month or the present one.
pub async fn board_of_year(tx: &mut ReadTx, by: &Standing, year: FiscalYear, now: Timestamp) -> Outcome<Board> {
    board_over(tx, by, Some(year), now).await
}

async fn board_over(tx: &mut ReadTx, by: &Standing, year: Option<FiscalYear>, now: Timestamp) -> Outcome<Board> {
    let today = now.date();
    let mut books = village::books(tx).await?;
    books.retain(|b| by.sees(b.id));
    let closed = ledger::month_states(tx).await?;
    let waiting = waiting_of(workflow::counts(tx, by).await?, ledger::draft_counts(tx).await?);
    let rules = Rules {
        closing_day: village::policy_of_every_book(tx, "closing_day", today).await?,
        disclosure_days: village::policy_of_every_book(tx, "disclosure_days", today).await?,
    };
    let names = accountants(tx).await?;
    let reconciled = reconcile::reconciled_through(tx).await?;
    let reopened = reopened_to(ledger::reopenings_under_way(tx).await?);
    let proven = reconcile::proven_through(tx).await?;
    let months = match year {
        Some(year) => year.first_period().through(year.last_period().min(Period::of(today))).collect(),
        None => months_shown(&books, &closed, Period::of(today)),
    };
    let first = months.first().map_or(Period::of(today), |p| *p).quarter();
    let published = disclosure::published_since(tx, first).await?;
    let row = |book: Book| {
        let through = reconciled.get(&book.id).copied();
        let cell = |period: &Period| {
            let month = Month {
                period: *period,
                closed: closed.get(&book.id).is_some_and(|last| period <= last),
                reopened: reopened.get(&(book.id, *period)).copied(),
                published: published.contains(&(book.id, period.quarter())),
                // A book without a bank account has nothing to reconcile.
                reconciled: through.is_none_or(|t| t.is_some_and(|last| *period <= last)),
                waiting: waiting.get(&(book.id, *period)).copied().unwrap_or_default(),
            };
            (*period >= book.enabled_from).then(|| month.cell(rules.due(book.id, &month), today))
        };
        BoardRow {
            accountants: names.get(&book.id).cloned().unwrap_or_default(),
            proven_through: proven.get(&book.id).copied(),
            reconciled_through: through.flatten(),
            cells: months.iter().map(cell).collect(),
            book,
        }
    };
    Ok(Board { rows: books.into_iter().map(row).collect(), months })
}

/// What the township set, for all books.
struct Rules {
    closing_day: PolicyValues,
    disclosure_days: PolicyValues,
}

impl Rules {
    /// The day a month should be closed; once closed, the day its quarter should be public.
    /// A reopened month should be closed again by the day it was opened to.
    fn due(&self, book: BookId, month: &Month) -> Date {
        if let Some(until) = month.reopened {
            return until;
        }
        let days = |values: &PolicyValues| values.of(book).parse::<i64>().unwrap_or(0).clamp(0, 366);
        if month.closed {
            return month.period.quarter().last_period().last_day() + Duration::days(days(&self.disclosure_days));
        }
        month.period.last_day() + Duration::days(days(&self.closing_day))
    }
}

/// From January, or from the oldest month still open.
fn months_shown(books: &[Book], closed: &BTreeMap<BookId, Period>, present: Period) -> Vec<Period> {
    let open = |b: &Book| closed.get(&b.id).map_or(b.enabled_from, |last| last.next());
    let january = present.year().first_period();
    let first = books.iter().map(open).min().map_or(january, |oldest| oldest.min(january));
    let mut months: Vec<Period> = first.through(present).collect();
    months.drain(..months.len().saturating_sub(MONTHS));
    months
}

/// The months that stand reopened, and to which day.
fn reopened_to(under_way: Vec<Reopening>) -> HashMap<(BookId, Period), Date> {
    under_way.into_iter().filter(Reopening::is_open).map(|r| ((r.book, r.period), r.until)).collect()
}

fn waiting_of(submissions: Vec<workflow::Count>, drafts: Vec<DraftCount>) -> HashMap<(BookId, Period), Waiting> {
    let mut all: HashMap<(BookId, Period), Waiting> = HashMap::new();
    for count in submissions {
        let Some(period) = count.period else { continue };
        let waiting = all.entry((count.book, period)).or_default();
        match count.state {
            State::Returned => waiting.returned += count.many,
            State::Submitted if count.waits_for == WaitsFor::Clerk => waiting.returned += count.many,
            State::Submitted => waiting.in_village += count.many,
            State::Approved => waiting.at_centre += count.many,
            // An accepted item is counted as its draft voucher; the rest has ended or not begun.
            State::Accepted | State::Draft | State::Booked | State::Refused | State::Withdrawn => {}
        }
    }
    for count in drafts {
        let waiting = all.entry((count.book, count.period)).or_default();
        match count.state {
            DraftState::Parked => waiting.parked += count.count,
            DraftState::Prepared => waiting.prepared += count.count,
            DraftState::Reviewed => waiting.reviewed += count.count,
        }
    }
    all
}

/// The names of each book's own accountants.
async fn accountants(tx: &mut ReadTx) -> Outcome<HashMap<BookId, String>> {
    let mut names: HashMap<BookId, String> = HashMap::new();
    for (book, name) in auth::accountants_of_books(tx).await? {
        let said = names.entry(book).or_default();
        if !said.is_empty() {
            said.push('、');
        }
        said.push_str(&name);
    }
    Ok(names)
}

/// What is known of one month of one book.
#[derive(Clone, Copy)]
struct Month {
    period: Period,
    closed: bool,
    /// The day it was opened again to, while it stands reopened.
    reopened: Option<Date>,
    published: bool,
    reconciled: bool,
    waiting: Waiting,
}

impl Month {
    /// Its word and its light.
    fn cell(&self, due: Date, today: Date) -> Cell {
        let days_left = (due - today).num_days();
        let over = self.period < Period::of(today);
        let stage = self.stage(over);
        let pace = match stage {
            Stage::Done => Pace::Done,
            _ if days_left < 0 => Pace::Late,
            _ if over && days_left <= 3 => Pace::Near,
            _ if !over && self.waiting == Waiting::default() => Pace::Quiet,
            _ => Pace::InTime,
        };
        Cell { period: self.period, stage, pace, waiting: self.waiting, days_left }
    }

    /// The first act, in the order things happen, that something in this month still waits for.
    const fn stage(&self, over: bool) -> Stage {
        match &self.waiting {
            _ if self.closed && (self.published || !self.period.ends_quarter()) => Stage::Done,
            _ if self.closed => Stage::Publishing,
            _ if self.reopened.is_some() => Stage::Reopened,
            w if w.returned + w.parked > 0 => Stage::Entering,
            w if w.in_village > 0 => Stage::Consulting,
            w if w.at_centre + w.prepared > 0 => Stage::Reviewing,
            w if w.reviewed > 0 => Stage::Posting,
            _ if over && !self.reconciled => Stage::Reconciling,
            _ if over => Stage::Closing,
            _ => Stage::Entering,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_waits_for_the_first_act_that_is_missing() {
        let (none, september) = (Waiting::default(), Period::new(2025, 9).unwrap());
        let open = Month {
            period: september,
            closed: false,
            reopened: None,
            published: false,
            reconciled: true,
            waiting: none,
        };
        let with = |waiting| Month { waiting, ..open };
        let reopened = Month { reopened: Some("2025-10-10".parse().unwrap()), ..open };
        let cases: [(Month, &str, &str, Pace); 12] = [
            (reopened, "2025-10-08", "重开", Pace::Near),
            (Month { waiting: Waiting { prepared: 1, ..none }, ..reopened }, "2025-10-11", "重开", Pace::Late),
            (with(Waiting { returned: 1, reviewed: 9, ..none }), "2025-10-05", "录入", Pace::InTime),
            (with(Waiting { in_village: 1, prepared: 2, ..none }), "2025-10-07", "理财", Pace::Near),
            (with(Waiting { at_centre: 1, reviewed: 2, ..none }), "2025-10-10", "审核", Pace::Near),
            (with(Waiting { reviewed: 2, ..none }), "2025-10-11", "记账", Pace::Late),
            (Month { reconciled: false, ..open }, "2025-10-01", "对账", Pace::InTime),
            (open, "2025-10-01", "结账", Pace::InTime),
            (open, "2025-09-12", "录入", Pace::Quiet),
            (with(Waiting { prepared: 1, ..none }), "2025-09-12", "审核", Pace::InTime),
            (Month { closed: true, ..open }, "2025-10-11", "公开", Pace::Late),
            (Month { closed: true, published: true, ..open }, "2025-10-20", "完成", Pace::Done),
        ];
        for (month, today, stage, pace) in cases {
            let cell = month.cell("2025-10-10".parse().unwrap(), today.parse().unwrap());
            assert_eq!((cell.stage.in_chinese(), cell.pace), (stage, pace), "{today}");
        }
    }

    #[test]
    fn an_earlier_month_left_open_stays_on_the_board() {
        let (december, present) = (Period::new(2024, 12).unwrap(), Period::new(2025, 3).unwrap());
        assert_eq!(months_shown(&[], &BTreeMap::new(), present).len(), 3);
        let book = Book { enabled_from: december, ..book_for_tests() };
        assert_eq!(months_shown(std::slice::from_ref(&book), &BTreeMap::new(), present).len(), 4);
        let closed = BTreeMap::from([(book.id, december)]);
        assert_eq!(months_shown(&[book], &closed, present).len(), 3);
    }

    fn book_for_tests() -> Book {
        Book {
            id: BookId::new(),
            code: "001".into(),
            name: "集体".into(),
            legal_name: "股份经济合作社".into(),
            kind: village::BookKind::Collective,
            village: crate::kernel::VillageId::new(),
            village_name: "李家村".into(),
            enabled_from: Period::new(2025, 1).unwrap(),
        }
    }
}
