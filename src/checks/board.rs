use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::Duration;

use crate::auth::{self, Role, Standing};
use crate::db::ReadTx;
use crate::disclosure::{self, SheetSpan};
use crate::kernel::{BookId, Date, FiscalYear, Outcome, Period, Timestamp};
use crate::ledger::{self, DraftCount, DraftState, Reopening};
use crate::reconcile;
use crate::village::{self, Book, Policies};
use crate::workflow::{self, State, WaitsFor};

use super::bank_age::BankAge;
use super::board_cell::{Cell, Month, Pace, Stage, Waiting};
use super::cash_age::CashAge;

/// One book across the months.
#[derive(Clone, Debug)]
pub struct BoardRow {
    /// The book.
    pub book: Book,
    /// Its accountants, by name.
    pub accountants: String,
    /// The day its bank lines prove themselves to; the outer `None` where it has no bank account.
    pub proven_through: Option<Option<Date>>,
    /// How long ago that day was, and whether that is in order.
    pub bank: BankAge,
    /// The month all its bank accounts are reconciled through, when there is one.
    pub reconciled_through: Option<Period>,
    /// When its cash box was last counted, and whether that is in order.
    pub cash: CashAge,
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
    let late = workflow::waits(tx, by, now).await?.late();
    let waiting = waiting_of(workflow::counts(tx, by).await?, ledger::draft_counts(tx).await?, late);
    let policies = village::policies(tx).await?;
    let names = accountants(tx, today).await?;
    let reconciled = reconcile::reconciled_through(tx).await?;
    let reopened = reopened_to(ledger::reopenings_under_way(tx).await?);
    let proven = reconcile::proven_through(tx).await?;
    let counted = reconcile::last_cash_counts(tx).await?;
    let present = Period::of(today);
    let oldest = (1..MONTHS).fold(present, |month, _| month.previous());
    let first = year.map_or(oldest, |year| year.first_period());
    let published = disclosure::published_since(tx, first).await?;
    let months: Vec<Period> = match year {
        Some(year) => year.first_period().through(year.last_period().min(present)).collect(),
        None => months_shown(&books, &closed, (&published, &policies), (oldest, present)),
    };
    let row = |book: Book| {
        let through = reconciled.get(&book.id).copied();
        let cell = |period: &Period| {
            let month = Month {
                period: *period,
                closed: closed.get(&book.id).is_some_and(|last| period <= last),
                reopened: reopened.get(&(book.id, *period)).copied(),
                // A quarter the book was not kept for from its first day has no sheet.
                published: published.contains(&(book.id, *period))
                    || SheetSpan::of(&policies, book.id, *period).first_period() < book.enabled_from,
                // A book without a bank account has nothing to reconcile.
                reconciled: through.is_none_or(|t| t.is_some_and(|last| *period <= last)),
                waiting: waiting.get(&(book.id, *period)).copied().unwrap_or_default(),
            };
            (*period >= book.enabled_from).then(|| month.cell(due(&policies, book.id, &month), today))
        };
        BoardRow {
            accountants: names.get(&book.id).cloned().unwrap_or_default(),
            proven_through: proven.get(&book.id).copied(),
            bank: BankAge::of(proven.get(&book.id).copied(), &policies, book.id, today),
            reconciled_through: through.flatten(),
            cash: CashAge::of(counted.get(&book.id).copied(), &policies, book.id, today),
            cells: months.iter().map(cell).collect(),
            book,
        }
    };
    Ok(Board { rows: books.into_iter().map(row).collect(), months })
}

/// The day a month should be closed; once closed, the day its quarter should be public.
/// A reopened month should be closed again by the day it was opened to.
fn due(policies: &Policies, book: BookId, month: &Month) -> Date {
    let end = month.period.last_day();
    match month.reopened {
        Some(until) => until,
        None if month.closed => disclosure::due_day(policies, book, SheetSpan::of(policies, book, month.period)),
        None => end + Duration::days(policies.days("closing_day", book, end)),
    }
}

/// From January, or from the oldest month that is still open or whose quarter is still to be published.
fn months_shown(
    books: &[Book],
    closed: &BTreeMap<BookId, Period>,
    (published, policies): (&BTreeSet<(BookId, Period)>, &Policies),
    (oldest, present): (Period, Period),
) -> Vec<Period> {
    let unfinished = |book: &Book| {
        let open = closed.get(&book.id).map_or(book.enabled_from, |last| last.next());
        let ends_a_sheet = |period: &Period| {
            let span = SheetSpan::of(policies, book.id, *period);
            span.last_period() == *period && span.first_period() >= book.enabled_from
        };
        let closed = oldest.max(book.enabled_from).through(open.previous());
        let mut unpublished = closed.filter(ends_a_sheet).filter(|p| !published.contains(&(book.id, *p)));
        unpublished.next().unwrap_or(open)
    };
    let january = present.year().first_period();
    let first = books.iter().map(unfinished).min().map_or(january, |month| month.min(january));
    first.max(oldest).through(present).collect()
}

/// The months that stand reopened, and to which day.
fn reopened_to(under_way: Vec<Reopening>) -> HashMap<(BookId, Period), Date> {
    under_way.into_iter().filter(Reopening::is_open).map(|r| ((r.book, r.period), r.until)).collect()
}

fn waiting_of(
    submissions: Vec<workflow::Count>,
    drafts: Vec<DraftCount>,
    late: HashMap<(BookId, Option<Date>), i64>,
) -> HashMap<(BookId, Period), Waiting> {
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
    for ((book, date), many) in late {
        if let Some(date) = date {
            all.entry((book, Period::of(date))).or_default().late += many;
        }
    }
    all
}

/// The names of each book's own accountants.
async fn accountants(tx: &mut ReadTx, today: Date) -> Outcome<HashMap<BookId, String>> {
    let mut names: HashMap<BookId, String> = HashMap::new();
    for holding in auth::holdings(tx, today).await?.into_iter().filter(|h| h.role == Role::Accountant) {
        let Some(book) = holding.book else { continue };
        let said = names.entry(book).or_default();
        if !said.is_empty() {
            said.push('、');
        }
        said.push_str(&holding.name);
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_month_left_open_or_unpublished_stays_on_the_board() {
        let month = |year, month| Period::new(year, month).unwrap();
        let december = month(2024, 12);
        let shown = |books: &[Book], closed: &BTreeMap<_, _>, published: &[(BookId, Period)]| {
            let (published, policies) = (published.iter().copied().collect(), Policies::default());
            months_shown(books, closed, (&published, &policies), (month(2023, 10), month(2025, 3))).len()
        };
        assert_eq!(shown(&[], &BTreeMap::new(), &[]), 3);
        let book = Book { enabled_from: december, ..book_for_tests() };
        assert_eq!(shown(std::slice::from_ref(&book), &BTreeMap::new(), &[]), 4);
        let closed = BTreeMap::from([(book.id, december)]);
        assert_eq!(shown(std::slice::from_ref(&book), &closed, &[]), 3, "no sheet of part of a quarter");
        let whole = Book { enabled_from: month(2024, 10), ..book };
        assert_eq!(shown(std::slice::from_ref(&whole), &closed, &[]), 4, "its sheet is still to be published");
        assert_eq!(shown(std::slice::from_ref(&whole), &closed, &[(whole.id, december)]), 3);
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
