use std::collections::{BTreeMap, BTreeSet};

use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Failure, Money, Outcome, Refused, Timestamp};
use crate::village;

use crate::ledger::entry::DraftLine;
use crate::ledger::intake::{Found, IntakeRefusal, MissingDetail, OpeningRow, Place, Wanted};

use super::importing::{Imported, line_at};
use super::opening::{confirm_lines, sound_opening, unbalanced};
use super::resolving::{Lists, MissingDetails, Resolver};

/// Takes a file of opening balances into the permit's book: all of it or nothing.
///
/// Refuses, each with its row: the intake refusals, `intake.same_as_row`, the line refusals,
/// `ledger.opening_unbalanced`, `ledger.opening_confirmed`.
pub async fn import_opening(
    tx: &mut WriteTx,
    by: &Accountant,
    rows: &[OpeningRow],
    missing: MissingDetails,
    now: Timestamp,
) -> Outcome<Imported> {
    take_opening(tx, by, rows, Repeated::Refused, missing, now).await
}

/// What to make of two rows for one place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeated {
    /// A file says each balance once.
    Refused,
    /// Parts of several old balances meet in one new one.
    Added,
}

pub(super) async fn take_opening(
    tx: &mut WriteTx,
    by: &Accountant,
    rows: &[OpeningRow],
    same_place: Repeated,
    missing: MissingDetails,
    now: Timestamp,
) -> Outcome<Imported> {
    let mut resolver = Resolver::new(tx, by, missing, now).await?;
    // A first detail turns the account above it into no leaf, also for the rows before it: they are placed again.
    let mut places = Vec::new();
    for _ in 0..2 {
        let mut faults: Vec<Refused> = Vec::new();
        places.clear();
        for row in rows {
            match resolver.place(tx, row.into()).await? {
                Ok(place) => places.push(place),
                Err(list) => faults.extend(list.into_iter().map(|r| r.at_row(row.row))),
            }
        }
        Failure::unless_none(faults)?;
    }
    if same_place == Repeated::Refused {
        Failure::unless_none(repeated(rows, &places))?;
    }
    let mut lines: Vec<(usize, DraftLine)> = rows.iter().zip(&places).map(numbered_line).collect();
    if same_place == Repeated::Added {
        lines = met(lines, &places);
    }
    confirm_lines(tx, by, &lines, now).await?;
    Ok(Imported { count: rows.len(), notices: resolver.into_notices() })
}

/// One line a place, with what meets there on its side; nothing where it cancels out.
fn met(lines: Vec<(usize, DraftLine)>, places: &[Place]) -> Vec<(usize, DraftLine)> {
    let mut sums: BTreeMap<Place, (usize, Money)> = BTreeMap::new();
    for ((row, line), place) in lines.iter().zip(places) {
        let sum = sums.entry(*place).or_insert((*row, Money::ZERO));
        sum.1 += line.debit - line.credit;
    }
    let line = |(place, (row, sum)): (Place, (usize, Money))| {
        (row, line_at(place, "期初余额", (sum.positive_part(), (-sum).positive_part())))
    };
    sums.into_iter().filter(|(_, (_, sum))| !sum.is_zero()).map(line).collect()
}

fn numbered_line((row, place): (&OpeningRow, &Place)) -> (usize, DraftLine) {
    (row.row, line_at(*place, "期初余额", row.amounts()))
}

/// Rows that mean the same place as an earlier one.
fn repeated<K: Ord>(rows: &[OpeningRow], places: &[K]) -> Vec<Refused> {
    let mut first: BTreeMap<&K, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for (row, place) in rows.iter().zip(places) {
        match first.get(place) {
            Some(first) => faults.push(Refused::from(IntakeRefusal::SameAsRow { first: *first }).at_row(row.row)),
            None => drop(first.insert(place, row.row)),
        }
    }
    faults
}

/// What one row of a file will become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Becomes {
    /// A balance on what is there.
    Standing,
    /// A balance on a detail that is made with it.
    New,
    /// Nothing: it is refused.
    Nothing,
}

/// One row as it will stand.
#[derive(Clone, Debug)]
pub struct PreviewLine {
    /// Line in the file.
    pub row: usize,
    /// `113 内部往来`, or what the file says where no account was found.
    pub account: String,
    /// Names below it.
    pub detail: String,
    /// 借方.
    pub debit: Money,
    /// 贷方.
    pub credit: Money,
    /// What becomes of it.
    pub becomes: Becomes,
}

/// An opening file looked over before anything is kept.
#[derive(Clone, Debug)]
pub struct OpeningPreview {
    /// Row by row.
    pub lines: Vec<PreviewLine>,
    /// Both sums.
    pub totals: (Money, Money),
    /// What the file names and the book does not have.
    pub missing: Vec<MissingDetail>,
    /// Everything else that is wrong, each with its row.
    pub refused: Vec<Refused>,
}

/// Where a row will stand: in place, or as something new.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum WillStand {
    At(Place),
    New(Wanted),
}

/// Looks an opening file over against the book: what will stand, what is missing, what is wrong.
pub async fn preview_opening(tx: &mut ReadTx, book: BookId, rows: &[OpeningRow]) -> Outcome<OpeningPreview> {
    let lists = Lists::of(tx, book).await?;
    let from = village::book(tx, book).await?.enabled_from;
    let (mut lines, mut missing, mut refused) = (Vec::new(), BTreeSet::new(), Vec::new());
    let (mut stand, mut stood, mut sound) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let wanted = Wanted::from(row);
        let mut line = PreviewLine {
            row: row.row,
            account: [row.account.as_str(), row.name.as_str()].join(" ").trim_end().to_owned(),
            detail: row.detail.join("／"),
            debit: row.amounts().0,
            credit: row.amounts().1,
            becomes: Becomes::Nothing,
        };
        match lists.find(&wanted) {
            Ok(Found::Place(place, _)) => {
                let path = lists.chart.by_id(place.account).map(|a| a.code.to_string()).unwrap_or_default();
                line.account = format!("{path} {}", lists.chart.path_name(place.account).replace('/', "／"));
                line.detail = party_name(&lists, &place);
                line.becomes = Becomes::Standing;
                sound.push(numbered_line((row, &place)));
                stand.push(WillStand::At(place));
                stood.push(row.clone());
            }
            Ok(Found::Missing(new)) => {
                line.account.clone_from(&new.above);
                line.detail = new.path().replace('/', "／");
                line.becomes = Becomes::New;
                missing.insert(new);
                stand.push(WillStand::New(wanted));
                stood.push(row.clone());
            }
            Err(no) => refused.push(Refused::from(no).at_row(row.row)),
        }
        lines.push(line);
    }
    refused.extend(repeated(&stood, &stand));
    refused.extend(sound_opening(&sound, from, &lists.chart, &lists.dimensions).1);
    refused.sort_by_key(|r| r.row);
    let totals = (lines.iter().map(|l| l.debit).sum(), lines.iter().map(|l| l.credit).sum());
    refused.extend(unbalanced(totals.0, totals.1));
    Ok(OpeningPreview { lines, totals, missing: missing.into_iter().collect(), refused })
}

pub(super) fn party_name(lists: &Lists, place: &Place) -> String {
    let dimensions = &lists.dimensions;
    let names = [
        place.household.map(|id| dimensions.household_name(id)),
        place.counterparty.map(|id| dimensions.counterparty_name(id)),
        place.project.map(|id| dimensions.project_name(id)),
    ];
    names.into_iter().flatten().collect::<Vec<_>>().join("　")
}
