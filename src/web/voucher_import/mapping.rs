use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::kernel::{Failure, Refused};
use crate::ledger::{self, Account, AccountMap, Chart, MappedAccount, OldCode, VoucherRows};
use crate::village::Book;

use crate::web::error::{WebRefusal, refused};
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::opening::Sent;
use crate::web::page::{Answer, show, show_refused};
use crate::web::permit::Permit;

use super::page::frame;
use super::preview::{read, show_over};

/// One code of the other program and what stands beside it.
struct Line {
    old: OldCode,
    account: String,
    detail: String,
    /// Filled in from the table of the two charts, not by a person.
    is_proposed: bool,
}

#[derive(Template)]
#[template(path = "voucher_import/mapping.html")]
struct MappingPage {
    frame: Frame,
    book: Book,
    form: Sent,
    lines: Vec<Line>,
    refused: Vec<Refused>,
}

/// Asks what the codes of a file mean, with what is remembered and what can be proposed filled in.
pub(super) fn ask(
    chart: &Chart,
    permit: &Permit<Accountant>,
    form: Sent,
    vouchers: &[VoucherRows],
    known: &AccountMap,
) -> Answer {
    let codes = ledger::old_codes(vouchers);
    let proposed = ledger::suggested_map(&codes)?;
    let lines = codes.into_iter().map(|old| {
        let kept = known.get(&old.code);
        let to = kept.or(proposed.get(&old.code)).cloned().unwrap_or_default();
        let is_proposed = kept.is_none() && !to.account.is_empty();
        Line { old, account: labelled(chart, &to.account), detail: to.detail.join("/"), is_proposed }
    });
    let lines = lines.collect();
    show(&MappingPage { frame: asking(permit), book: permit.book.clone(), form, lines, refused: Vec::new() })
}

/// `501 经营收入`: a code with its name, so that nobody has to know it by heart.
fn labelled(chart: &Chart, code: &str) -> String {
    chart.by_code(code).map_or_else(|| code.to_owned(), Account::label)
}

fn asking(permit: &Permit<Accountant>) -> Frame {
    frame(permit).crumb("对应科目", "")
}

/// What was typed: one of each per code, in the order of the page.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Typed {
    name: String,
    digest: String,
    old: Vec<String>,
    account: Vec<String>,
    detail: Vec<String>,
}

impl Typed {
    fn map(&self) -> AccountMap {
        let mut map = AccountMap::default();
        for (i, code) in self.old.iter().enumerate() {
            let at = |list: &[String]| list.get(i).map(|t| t.trim().to_owned()).unwrap_or_default();
            // What was picked from the list reads `501 经营收入`.
            let account = at(&self.account).split_whitespace().next().unwrap_or_default().to_owned();
            let path = at(&self.detail);
            let names = path.split(['/', '／']).map(str::trim).filter(|p| !p.is_empty());
            map.set(code, MappedAccount { account, detail: names.map(str::to_owned).collect() });
        }
        map
    }
}

/// 记住 what the codes mean, and look the file over.
pub(super) async fn keep(State(app): State<App>, permit: Permit<Accountant>, Form(typed): Form<Typed>) -> Answer {
    let form = Sent { name: typed.name.clone(), digest: typed.digest.clone(), ..Sent::default() };
    if form.digest.is_empty() {
        return Err(WebRefusal::PreviewGone.into());
    }
    let bytes = form.bytes(&app, permit.by.id()).await?;
    let (map, by, now) = (typed.map(), permit.by.clone(), app.now());
    let to_keep = map.clone();
    let keeping = app.db.write(move |tx| Box::pin(async move { ledger::map_accounts(tx, &by, &to_keep, now).await }));
    match keeping.await {
        Ok(()) => show_over(&app, &permit, form, &bytes).await,
        Err(failure) => ask_again(&permit, form, &bytes, &map, failure),
    }
}

fn ask_again(permit: &Permit<Accountant>, form: Sent, bytes: &[u8], map: &AccountMap, failure: Failure) -> Answer {
    let refused = refused(failure)?;
    let lines = ledger::old_codes(&read(bytes)?.file.vouchers).into_iter().map(|old| {
        let to = map.get(&old.code).cloned().unwrap_or_default();
        Line { old, account: to.account, detail: to.detail.join("/"), is_proposed: false }
    });
    let lines = lines.collect();
    let page = MappingPage { frame: asking(permit), book: permit.book.clone(), form, lines, refused: refused.clone() };
    show_refused(&page, &refused)
}
