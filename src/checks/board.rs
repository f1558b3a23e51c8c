use std::collections::{BTreeMap, HashMap};

use crate::auth::{self, Standing};
use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Outcome, Period, Timestamp};
use crate::ledger::{self, DraftCount, DraftState};
use crate::village::{self, Book};
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
    /// 结账: nothing waits, the month is over.
    Closing,
    /// 完成: closed.
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
            Stage::Closing => "结账",
            Stage::Done => "完成",
        }
    }
}

/// How a month stands against its closing day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// Closed.
    Done,
    /// The present month, with nothing waiting.
    Quiet,
    /// In time.
    InTime,
    /// Three days or fewer are left.
    Near,
    /// The closing day has passed.
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
    /// Days until its closing day, below zero when it has passed.
    pub days_left: i64,
}

/// One book across the months.
#[derive(Clone, Debug)]
pub struct BoardRow {
    /// The book.
    pub book: Book,
    /// Its accountants, by name.
    pub accountants: String,
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
    /// Months past their closing day.
    pub fn late(&self) -> usize {
        self.cells().filter(|c| c.pace == Pace::Late).count()
    }

    /// Months with nothing left to do but closing.
    pub fn to_close(&self) -> usize {
        self.cells().filter(|c| c.stage == Stage::Closing).count()
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
    let today = now.date();
    let mut books = village::books(tx).await?;
    books.retain(|b| by.sees(b.id));
    let closed = ledger::month_states(tx).await?;
    let waiting = waiting_of(workflow::counts(tx, by).await?, ledger::draft_counts(tx).await?);
    let days = village::policy_of_every_book(tx, "closing_day", today).await?;
    let names = accountants(tx).await?;
    let months = months_shown(&books, &closed, Period::of(today));
    let row = |book: Book| {
        let closing_day = days.of(book.id).parse().unwrap_or(1);
        let cell = |period: &Period| {
            let waiting = waiting.get(&(book.id, *period)).copied().unwrap_or_default();
            let closed = closed.get(&book.id).is_some_and(|last| period <= last);
            (*period >= book.enabled_from).then(|| cell_of(*period, closed, waiting, closing_day, today))
        };
        let cells = months.iter().map(cell).collect();
        BoardRow { accountants: names.get(&book.id).cloned().unwrap_or_default(), book, cells }
    };
    Ok(Board { rows: books.into_iter().map(row).collect(), months })
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

/// The light and the word of one month.
fn cell_of(period: Period, closed: bool, waiting: Waiting, closing_day: i64, today: Date) -> Cell {
    let due = period.next().first_day() + chrono::Duration::days(closing_day - 1);
    let days_left = (due - today).num_days();
    let over = period < Period::of(today);
    let stage = stage_of(closed, over, waiting);
    let pace = match stage {
        Stage::Done => Pace::Done,
        _ if days_left < 0 => Pace::Late,
        _ if over && days_left <= 3 => Pace::Near,
        _ if !over && waiting == Waiting::default() => Pace::Quiet,
        _ => Pace::InTime,
    };
    Cell { period, stage, pace, waiting, days_left }
}

/// The first act, in the order things happen, that something in this month still waits for.
const fn stage_of(closed: bool, over: bool, waiting: Waiting) -> Stage {
    match waiting {
        _ if closed => Stage::Done,
        w if w.returned + w.parked > 0 => Stage::Entering,
        w if w.in_village > 0 => Stage::Consulting,
        w if w.at_centre + w.prepared > 0 => Stage::Reviewing,
        w if w.reviewed > 0 => Stage::Posting,
        _ if over => Stage::Closing,
        _ => Stage::Entering,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_waits_for_the_first_act_that_is_missing() {
        let none = Waiting::default();
        let cases: [(&str, bool, Waiting, &str, Pace); 8] = [
            ("closed", true, none, "2025-10-20", Pace::Done),
            ("returned", false, Waiting { returned: 1, reviewed: 9, ..none }, "2025-10-05", Pace::InTime),
            ("in the village", false, Waiting { in_village: 1, prepared: 2, ..none }, "2025-10-07", Pace::Near),
            ("at the centre", false, Waiting { at_centre: 1, reviewed: 2, ..none }, "2025-10-10", Pace::Near),
            ("to be posted", false, Waiting { reviewed: 2, ..none }, "2025-10-11", Pace::Late),
            ("to be closed", false, none, "2025-10-01", Pace::InTime),
            ("present, quiet", false, none, "2025-09-12", Pace::Quiet),
            ("present, busy", false, Waiting { prepared: 1, ..none }, "2025-09-12", Pace::InTime),
        ];
        let stages = ["完成", "录入", "理财", "审核", "记账", "结账", "录入", "审核"];
        let september = Period::new(2025, 9).unwrap();
        for ((name, closed, waiting, today, pace), stage) in cases.into_iter().zip(stages) {
            let cell = cell_of(september, closed, waiting, 10, today.parse().unwrap());
            assert_eq!((cell.stage.in_chinese(), cell.pace), (stage, pace), "{name}");
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
