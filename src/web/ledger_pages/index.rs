//! 账簿: every book there is, each one click away.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::kernel::Period;
use crate::ledger::{self, Chart};

use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, in_query, see_other, show};
use crate::web::permit::BookPath;
use crate::web::reports::{Asked, Links, Start};

use super::span::LastLooked;

/// A book to open, print or take away.
struct Entry {
    name: &'static str,
    shows: &'static str,
    href: String,
    links: Links,
}

#[derive(Template)]
#[template(path = "ledger/index.html")]
struct IndexPage {
    frame: Frame,
    first: Period,
    last: Period,
    groups: Vec<(&'static str, Vec<Entry>)>,
    /// `/books/LX`.
    book: String,
    accounts: Vec<(String, String)>,
}

pub(super) async fn page(State(app): State<App>, here: BookPath, asked: Asked, looked: LastLooked) -> Answer {
    let (first, last) = asked.or(looked.months).months(&here.book, app.now(), Start::January);
    let chart = ledger::chart(&mut app.db.read().await?, here.book.id).await?;
    let frame = Frame::in_book(&here.who, &here.book).under("账簿").period(last);
    let book = format!("/books/{}", here.book.code);
    let groups = groups(&book, &format!("from={first}&to={last}"));
    show(&IndexPage { frame, first, last, groups, accounts: accounts(&chart), book })
}

fn groups(book: &str, months: &str) -> Vec<(&'static str, Vec<Entry>)> {
    let at = |name, shows, path: &str, more: &str| {
        let (path, query) = (format!("{book}/{path}"), format!("{months}{more}"));
        Entry { name, shows, href: format!("{path}?{query}"), links: Links::of(&path, &query) }
    };
    vec![
        (
            "总账",
            vec![
                at("科目余额表", "每个科目的期初、发生、期末", "ledger", ""),
                at("总账", "每个一级科目每月合计和本年累计", "ledgers/general", ""),
                at("凭证汇总表", "也叫科目汇总表：按科目汇总发生额，写明起讫号和张数", "ledgers/voucher-summary", ""),
            ],
        ),
        (
            "明细",
            vec![
                at("明细账", "全部末级科目逐笔，可以订成一本", "ledgers/details", ""),
                at("多栏账", "一个科目的明细或项目分栏", "ledgers/multi-column", ""),
                at("往来余额表（农户）", "每户在各科目的借贷余额，不抵销", "ledgers/party-balances", "&by=household"),
                at("往来余额表（单位）", "每个单位在各科目的借贷余额", "ledgers/party-balances", "&by=counterparty"),
                at("项目余额表", "每个项目在各科目的发生和余额", "ledgers/party-balances", "&by=project"),
                at("往来账龄表（农户）", "期末余额欠了多久", "ledgers/party-balances", "&by=household&ages=yes"),
            ],
        ),
        (
            "日记账",
            vec![
                at("现金日记账", "库存现金逐笔和每日结余", "ledgers/cash-journal", ""),
                at("银行存款日记账", "每个银行账户逐笔和每日结余", "ledgers/bank-journal", ""),
                at("序时账", "全部凭证按号排列", "journal", ""),
            ],
        ),
        (
            "项目和预算",
            vec![
                at("项目台账", "一事一议、专项、工程：核定、已收、已支出、结余", "projects", ""),
                at("预算执行情况表", "预算数、各季执行数、结余、执行率", "statements/budget", ""),
            ],
        ),
    ]
}

fn accounts(chart: &Chart) -> Vec<(String, String)> {
    chart.accounts().iter().map(|a| (a.code.to_string(), format!("{} {}", a.code, chart.path_name(a.id)))).collect()
}

/// Which account's 明细账.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Chosen {
    account: String,
    from: String,
    to: String,
}

/// The form that names an account leads to its 明细账.
pub(super) async fn open(here: BookPath, Query(chosen): Query<Chosen>) -> Answer {
    let [account, from, to] = [chosen.account, chosen.from, chosen.to].map(|typed| in_query(typed.trim()));
    Ok(see_other(format!("/books/{}/ledger/{account}?from={from}&to={to}", here.book.code)))
}
