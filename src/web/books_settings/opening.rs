use askama::Template;
use axum::extract::{Multipart, State};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::kernel::{Failure, Money, Outcome, Refused};
use crate::ledger::{self, Chart, MissingDetails, OpeningRow, Side, read_opening, utf8_text};
use crate::village::{self, Dimensions};

use crate::web::error::{WebError, refused};
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};

use super::book::below;

/// What was pasted or uploaded.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct OpeningForm {
    text: String,
    /// `1` to add details that are not there.
    create: String,
}

impl OpeningForm {
    fn missing(&self) -> MissingDetails {
        if self.create.is_empty() { MissingDetails::Refuse } else { MissingDetails::Create }
    }

    fn rows(&self) -> Outcome<Vec<OpeningRow>> {
        let text = utf8_text(self.text.as_bytes()).map_err(|refused| Failure::Refused(vec![refused]))?;
        read_opening(&as_file(text)).map_err(Failure::Refused)
    }
}

/// What a spreadsheet puts on the clipboard, and Chinese headings, as the file format wants them.
fn as_file(text: &str) -> String {
    let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
    let pasted = head.contains('\t');
    let comma = |line: &str| if pasted { line.replace(',', "").replace('\t', ",") } else { line.to_owned() };
    let heading = |word: &str| match word.trim() {
        "科目" | "科目编码" | "科目名称" => "account".to_owned(),
        "明细" | "明细科目" => "detail".to_owned(),
        "方向" | "借贷" | "借或贷" => "side".to_owned(),
        "金额" | "余额" | "期初余额" => "amount".to_owned(),
        other => other.to_owned(),
    };
    let head: Vec<String> = comma(head).replace('，', ",").split(',').map(heading).collect();
    std::iter::once(head.join(",")).chain(rest.lines().map(comma)).collect::<Vec<_>>().join("\n")
}

/// A balance as the page shows it.
struct Row {
    account: String,
    detail: String,
    debit: Money,
    credit: Money,
    known: bool,
}

fn row(account: String, detail: String, (side, amount): (Side, Money), known: bool) -> Row {
    let (debit, credit) = match side {
        Side::Debit => (amount, Money::ZERO),
        Side::Credit => (Money::ZERO, amount),
    };
    Row { account, detail, debit, credit, known }
}

fn totals(rows: &[Row]) -> (Money, Money) {
    (rows.iter().map(|r| r.debit).sum(), rows.iter().map(|r| r.credit).sum())
}

#[derive(Template)]
#[template(path = "settings-books/opening.html")]
struct OpeningPage {
    frame: Frame,
    book: village::Book,
    period: String,
    /// The balances that stand; none while nothing was confirmed.
    standing: Option<Vec<Row>>,
    totals: (Money, Money),
    may_open: bool,
    form: OpeningForm,
    refused: Vec<Refused>,
}

async fn page_of(app: &App, here: &BookPath, form: OpeningForm, refused: Vec<Refused>) -> Outcome<OpeningPage> {
    let mut tx = app.db.read().await?;
    let opening = ledger::opening(&mut tx, here.book.id).await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    let dimensions = village::dimensions(&mut tx, here.book.id).await?;
    drop(tx);
    let standing: Option<Vec<Row>> = opening.map(|opening| {
        let balances = opening.balances.iter().filter(|(_, balance)| !balance.is_zero());
        let mut rows: Vec<Row> =
            balances.map(|(key, balance)| standing_row(key, *balance, &chart, &dimensions)).collect();
        rows.sort_by(|a, b| a.account.cmp(&b.account));
        rows
    });
    Ok(OpeningPage {
        frame: below(here).crumb("期初余额", ""),
        totals: standing.as_deref().map(totals).unwrap_or_default(),
        standing,
        may_open: here.who.standing.accountant(here.book.id).is_ok(),
        period: here.book.enabled_from.in_chinese(),
        book: here.book.clone(),
        form,
        refused,
    })
}

fn standing_row(key: &ledger::BalanceKey, balance: Money, chart: &Chart, dimensions: &Dimensions) -> Row {
    let code = chart.by_id(key.account).map(|a| a.code.to_string()).unwrap_or_default();
    let parties = [
        key.household.map(|id| dimensions.household_name(id)),
        key.counterparty.map(|id| dimensions.counterparty_name(id)),
        key.project.map(|id| dimensions.project_name(id)),
    ];
    let detail = parties.into_iter().flatten().collect::<Vec<_>>().join("　");
    let side = if balance.is_negative() { Side::Credit } else { Side::Debit };
    row(format!("{code} {}", chart.path_name(key.account)), detail, (side, balance.abs()), true)
}

/// The balances that stand, or the form for them.
pub(super) async fn page(State(app): State<App>, here: BookPath) -> Answer {
    show(&page_of(&app, &here, OpeningForm::default(), Vec::new()).await?)
}

#[derive(Template)]
#[template(path = "settings-books/opening_confirm.html")]
struct ConfirmPage {
    frame: Frame,
    book: village::Book,
    period: String,
    rows: Vec<Row>,
    totals: (Money, Money),
    difference: Money,
    unknown: usize,
    form: OpeningForm,
}

/// 核对: what was pasted, account by account, with its two sums, before anything stands.
pub(super) async fn look_over(
    State(app): State<App>,
    here: BookPath,
    _: Permit<Accountant>,
    parts: Multipart,
) -> Answer {
    let form = read(parts).await?;
    let read = match form.rows() {
        Ok(rows) => rows,
        Err(failure) => {
            let refused = refused(failure)?;
            return show_refused(&page_of(&app, &here, form, refused.clone()).await?, &refused);
        }
    };
    let chart = ledger::chart(&mut app.db.read().await?, here.book.id).await?;
    let rows: Vec<Row> = read.iter().map(|row| pasted_row(row, &chart)).collect();
    let totals = totals(&rows);
    show(&ConfirmPage {
        frame: below(&here).crumb("期初余额", format!("/books/{}/opening", here.book.code)).crumb("核对", ""),
        unknown: rows.iter().filter(|row| !row.known).count(),
        difference: totals.0 - totals.1,
        totals,
        rows,
        period: here.book.enabled_from.in_chinese(),
        book: here.book,
        form,
    })
}

fn pasted_row(pasted: &OpeningRow, chart: &Chart) -> Row {
    let found = chart.by_code_or_name(&pasted.account);
    let account = found.map_or_else(|| pasted.account.clone(), |a| format!("{} {}", a.code, chart.path_name(a.id)));
    row(account, pasted.detail.join("／"), (pasted.side, pasted.amount), found.is_some())
}

/// A file, when there is one, stands in for what was pasted.
async fn read(mut parts: Multipart) -> Result<OpeningForm, WebError> {
    let unreadable = |e: axum::extract::multipart::MultipartError| WebError::of_upload(&e);
    let mut form = OpeningForm::default();
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(unreadable)?;
        match name.as_str() {
            "text" => form.text = String::from_utf8_lossy(&bytes).into_owned(),
            "create" => form.create = String::from_utf8_lossy(&bytes).into_owned(),
            "file" if !bytes.is_empty() => {
                let text = utf8_text(&bytes).map_err(|refused| Failure::Refused(vec![refused]))?;
                form.text = text.to_owned();
            }
            _ => {}
        }
    }
    Ok(form)
}

/// 建账: from here on the opening balances stand.
pub(super) async fn confirm(
    State(app): State<App>,
    here: BookPath,
    permit: Permit<Accountant>,
    Form(form): Form<OpeningForm>,
) -> Answer {
    let (by, now, missing) = (permit.by, app.now(), form.missing());
    let done = match form.rows() {
        Ok(rows) => {
            let opening = app
                .db
                .write(move |tx| Box::pin(async move { ledger::import_opening(tx, &by, &rows, missing, now).await }));
            opening.await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => Ok(see_other(format!("/books/{}/opening", here.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page_of(&app, &here, form, refused.clone()).await?, &refused)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 从表格里粘贴的_和中文表头_都认得() {
        let pasted = "科目\t明细\t方向\t金额\n库存现金\t\t借\t3,200.00\n资本\t\t贷\t3,200.00";
        let rows = read_opening(&as_file(pasted)).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].amount, Money::from_yuan(3200));
        assert_eq!(rows[1].side, Side::Credit);
        assert_eq!(as_file("account,detail,side,amount\n101,,debit,1"), "account,detail,side,amount\n101,,debit,1");
    }
}
