use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::{Money, Period};
use crate::ledger::{self, Account, Chart, Dimension, LedgerLine};
use crate::pdf::reports::{month_words, opening_words};
use crate::statements::{self, AccountLedger, LedgerOf, LedgerRow, LedgerRowKind, StatementRefusal};
use crate::village::{self, Dimensions};

use crate::web::error::WebRefusal;
use crate::web::extract::{Path, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::reports::{Asked, Links, Start, caption, send};

use super::drill::Drill;
use super::party_balances;
use super::trial_balance::by_words;

#[derive(Deserialize)]
pub(super) struct At {
    account: String,
}

/// By whom, or only of whom.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    by: String,
    household: String,
    counterparty: String,
    project: String,
}

impl Wish {
    fn of(&self) -> Result<LedgerOf, WebRefusal> {
        let wrong = |_| WebRefusal::NoSuchPage;
        Ok(match (self.household.as_str(), self.counterparty.as_str(), self.project.as_str()) {
            ("", "", "") => LedgerOf::Everyone,
            ("", "", project) => LedgerOf::Project(project.parse().map_err(wrong)?),
            ("", counterparty, _) => LedgerOf::Counterparty(counterparty.parse().map_err(wrong)?),
            (household, _, _) => LedgerOf::Household(household.parse().map_err(wrong)?),
        })
    }

    fn in_address(&self) -> String {
        let fields = [("household", &self.household), ("counterparty", &self.counterparty), ("project", &self.project)];
        let given = fields.into_iter().filter(|(_, id)| !id.is_empty());
        given.map(|(name, id)| format!("&{name}={id}")).collect()
    }
}

/// One line as the page shows it.
pub(super) struct Line {
    pub(super) anchor: String,
    pub(super) class: &'static str,
    pub(super) date: String,
    pub(super) number: String,
    pub(super) href: String,
    pub(super) summary: String,
    /// The leaf below, and who it concerns.
    pub(super) detail: String,
    pub(super) debit: Money,
    pub(super) credit: Money,
    pub(super) side: &'static str,
    pub(super) balance: Money,
}

#[derive(Template)]
#[template(path = "ledger/account_ledger.html")]
struct LedgerPage {
    frame: Frame,
    caption: ReportCaption,
    title: String,
    first: Period,
    last: Period,
    /// What the form above the table keeps besides the months.
    kept: Vec<(&'static str, String)>,
    detailed: bool,
    lines: Vec<Line>,
    /// 按农户 and where it leads.
    parties: Option<(&'static str, String)>,
    links: Links,
}

pub(super) async fn page(
    State(app): State<App>,
    here: BookPath,
    Path(at): Path<At>,
    asked: Asked,
    Query(wish): Query<Wish>,
    Query(drill): Query<Drill>,
) -> Answer {
    let code = at.account.split_once('.').map_or(at.account.as_str(), |(code, _)| code);
    let (first, last) = asked.months(&here.book, app.now(), Start::January);
    let drill = drill.named(&app, last).await?;
    if !wish.by.is_empty() {
        let by: Dimension = wish.by.parse().map_err(|_| WebRefusal::NoSuchPage)?;
        return party_balances::page(&app, here, code, by, (first, last), asked.format, &drill).await;
    }
    let of = wish.of()?;
    let mut tx = app.db.read().await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    let dimensions = village::dimensions(&mut tx, here.book.id).await?;
    let no_such = || StatementRefusal::NoSuchAccount { code: code.to_owned() };
    let account = chart.by_code(code).ok_or_else(no_such)?;
    let mut ledger = statements::party_ledger(&mut tx, here.book.id, code, of, (first, last)).await?;
    drop(tx);
    if let Some(name) = name_of(of, &dimensions)? {
        ledger.path = format!("{}/{name}", ledger.path);
    }
    let caption = caption(&app, &here, (first, last));
    if let Some(format) = asked.format {
        return send(&app, here.reader, Report { caption, body: Body::AccountLedger(ledger) }, format).await;
    }
    let shown = Shown { account, chart: &chart, dimensions: &dimensions, of };
    show(&shown.page(&here, &ledger, caption, &wish, &drill))
}

/// The name of the one party asked for.
fn name_of(of: LedgerOf, dimensions: &Dimensions) -> Result<Option<String>, WebRefusal> {
    let name = match of {
        LedgerOf::Everyone => return Ok(None),
        LedgerOf::Household(id) => dimensions.household_name(id),
        LedgerOf::Counterparty(id) => dimensions.counterparty_name(id),
        LedgerOf::Project(id) => dimensions.project_name(id),
    };
    if name.is_empty() { Err(WebRefusal::NoSuchPage) } else { Ok(Some(name.to_owned())) }
}

struct Shown<'a> {
    account: &'a Account,
    chart: &'a Chart,
    dimensions: &'a Dimensions,
    of: LedgerOf,
}

impl Shown<'_> {
    fn page(
        &self,
        here: &BookPath,
        ledger: &AccountLedger,
        caption: ReportCaption,
        wish: &Wish,
        drill: &Drill,
    ) -> LedgerPage {
        let (first, last) = (caption.first, caption.last);
        let months = format!("from={first}&to={last}");
        let path = format!("/books/{}/ledger/{}", here.book.code, self.account.code);
        let by = self.account.dimension.filter(|_| self.of == LedgerOf::Everyone);
        let title = format!("{} {}", ledger.code, ledger.path.replace('/', " › "));
        let vouchers = format!("/books/{}/vouchers", here.book.code);
        LedgerPage {
            frame: drill.frame(here, self.account.code.as_str(), &months).crumb(title.clone(), "").period(last),
            title,
            first,
            last,
            kept: kept(wish, drill),
            detailed: !self.account.leaf || by.is_some(),
            lines: ledger.rows.iter().map(|row| self.line(row, &caption, &vouchers)).collect(),
            parties: by.map(|by| (by_words(by), format!("{path}?{months}&by={by}{}", drill.in_address()))),
            links: Links::of(&path, &format!("{months}{}", wish.in_address())),
            caption,
        }
    }

    fn line(&self, row: &LedgerRow, caption: &ReportCaption, vouchers: &str) -> Line {
        let mut line = line_of(row, caption, vouchers);
        if let LedgerRowKind::Entry(entry) = &row.kind {
            line.detail = self.detail(entry);
        }
        line
    }

    /// `办公费　村民甲`: the leaf below the account, and whom the entry concerns.
    fn detail(&self, entry: &LedgerLine) -> String {
        let own = self.chart.path_name(self.account.id);
        let path = self.chart.path_name(entry.account);
        let below = path.strip_prefix(&own).unwrap_or(&path).trim_start_matches('/').to_owned();
        let names = [
            Some(below),
            entry.household.map(|id| self.dimensions.household_name(id).to_owned()),
            entry.counterparty.map(|id| self.dimensions.counterparty_name(id).to_owned()),
            entry.project.map(|id| self.dimensions.project_name(id).to_owned()),
        ];
        names.into_iter().flatten().filter(|name| !name.is_empty()).collect::<Vec<_>>().join("　")
    }
}

/// A row of any ledger: its words, its voucher, its look.
pub(super) fn line_of(row: &LedgerRow, caption: &ReportCaption, vouchers: &str) -> Line {
    let (debit, credit, side, balance) = (row.debit, row.credit, row.side, row.balance);
    let of = |class: &'static str, summary: String| Line {
        anchor: String::new(),
        class,
        date: String::new(),
        number: String::new(),
        href: String::new(),
        summary,
        detail: String::new(),
        debit,
        credit,
        side,
        balance,
    };
    match &row.kind {
        LedgerRowKind::Opening => of("ledger__carry", opening_words(caption.first).to_owned()),
        LedgerRowKind::DayTotal(_) => of("ledger__day", "本日合计".to_owned()),
        LedgerRowKind::MonthTotal(period) => of("ledger__month", month_words(caption, *period)),
        LedgerRowKind::YearToDate(_) => of("ledger__year", "本年累计".to_owned()),
        LedgerRowKind::Entry(entry) => {
            let red = debit.is_negative() || credit.is_negative();
            Line {
                anchor: format!("v-{}-{}", entry.voucher, entry.line),
                date: entry.date.to_string(),
                number: entry.number.to_string(),
                href: format!("{vouchers}/{}", entry.voucher),
                ..of(if red { "ledger__red" } else { "" }, entry.summary.clone())
            }
        }
    }
}

/// What a new look at other months keeps.
fn kept(wish: &Wish, drill: &Drill) -> Vec<(&'static str, String)> {
    let fields = [
        ("household", wish.household.clone()),
        ("counterparty", wish.counterparty.clone()),
        ("project", wish.project.clone()),
    ];
    let steps = drill.fields();
    fields.into_iter().chain(steps).filter(|(_, value)| !value.is_empty()).collect()
}
