use crate::auth::{Person, Reader};
use crate::db::ReadTx;
use crate::kernel::{Money, Outcome, Period, Timestamp};
use crate::workflow::{self, State};
use crate::{ledger, receipts, village};

use crate::handover::post::{HandoverSection, PostRole};
use crate::handover::store;

/// Most lines of one part; what is beyond is counted.
const SHOWN: usize = 40;

/// What is handed over, as the system knows it at this instant; the lines written by hand come last.
pub(super) async fn sections(
    tx: &mut ReadTx,
    reader: &Reader,
    role: PostRole,
    out: &Person,
    things: Vec<String>,
    now: Timestamp,
) -> Outcome<Vec<HandoverSection>> {
    let mut sections = vec![
        ("报账单", submissions(tx, reader, role).await?),
        ("收据本", receipt_books(tx, reader).await?),
        ("现金、备用金和银行账户", money(tx, reader, now).await?),
        ("原始凭证", papers(tx, reader, now).await?),
    ];
    if role == PostRole::Accountant {
        sections.push(("凭证和月份", books(tx, reader).await?));
    }
    sections.push(("登录", vec![format!("{}（{}），交接办完即停用本账套的权限", out.login, out.name)]));
    sections.push(("印章、支票、合同、钥匙和其他", things));
    let numbered = ["一", "二", "三", "四", "五", "六", "七"];
    let made = |(n, (title, lines)): (&str, (&str, Vec<String>))| HandoverSection {
        title: format!("{n}、{title}"),
        lines: if lines.is_empty() { vec!["没有".to_owned()] } else { shortened(lines) },
    };
    Ok(numbered.into_iter().zip(sections).map(made).collect())
}

fn shortened(mut lines: Vec<String>) -> Vec<String> {
    let beyond = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    if beyond > 0 {
        lines.push(format!("另有 {beyond} 项，见系统"));
    }
    lines
}

/// Submissions under way: the clerk's drafts and what came back too.
async fn submissions(tx: &mut ReadTx, reader: &Reader, role: PostRole) -> Outcome<Vec<String>> {
    let states: &[State] = match role {
        PostRole::Clerk => &[State::Draft, State::Returned, State::Submitted, State::Approved, State::Accepted],
        PostRole::Accountant => &[State::Submitted, State::Approved, State::Accepted],
    };
    let mut found = workflow::of_book(tx, reader, states).await?;
    found.sort_by_key(|s| s.serial);
    let line = |s: &workflow::Submission| {
        let date = s.content.date.map(|d| d.to_string()).unwrap_or_default();
        let reason = if s.content.reason.is_empty() { "（没写事由）" } else { &s.content.reason };
        format!("第{}号　{date}　{reason}　{} 元　{}", s.serial, s.content.amount, s.state.in_chinese())
    };
    Ok(found.iter().map(line).collect())
}

/// Receipt books out, with the number whose turn it is.
async fn receipt_books(tx: &mut ReadTx, reader: &Reader) -> Outcome<Vec<String>> {
    let held = receipts::in_hand(tx, reader.book()).await?;
    let line = |h: &receipts::HeldBook| {
        let next = h.next().map_or_else(|| h.issue.standing().in_chinese().to_owned(), |n| format!("下一个号 {n}"));
        let hanging = h.leaves.let_go(&h.issue.receipts);
        let hanging = if hanging.is_empty() { String::new() } else { format!("，待处理 {}", hanging.join("、")) };
        format!("{}，{next}，未用 {} 份{hanging}", h.issue.receipts.label(), h.unused())
    };
    Ok(held.iter().map(line).collect())
}

/// What stands on cash, imprest and bank accounts today.
async fn money(tx: &mut ReadTx, reader: &Reader, now: Timestamp) -> Outcome<Vec<String>> {
    let (book, month) = (reader.book(), Period::of(now.date()));
    let chart = ledger::chart(tx, book).await?;
    let rows = ledger::balances(tx, book, month, month).await?;
    let accounts = village::bank_accounts(tx, book).await?;
    let mut lines = Vec::new();
    for account in chart.accounts().iter().filter(|a| a.leaf) {
        let code = account.code.to_string();
        let counts = account.cash_kind.is_some() || account.name.contains("备用金");
        let stands: Money = rows.iter().filter(|r| r.key.account == account.id).map(|r| r.closing()).sum();
        let bank = accounts.iter().find(|b| b.account_code == code);
        if counts && (!stands.is_zero() || bank.is_some()) {
            let which = bank.map(|b| format!("　{}", b.masked())).unwrap_or_default();
            lines.push(format!("{code} {}{which}　账面 {stands} 元", account.name));
        }
    }
    Ok(lines)
}

/// Papers handed over or not.
async fn papers(tx: &mut ReadTx, reader: &Reader, now: Timestamp) -> Outcome<Vec<String>> {
    let mut lines = Vec::new();
    for list in store::paper_handovers(tx, reader.book()).await?.iter().filter(|l| l.end.is_none()) {
        lines.push(format!(
            "{}　{}　{} 笔 {} 页　{} 元　待接收",
            list.label(),
            list.day,
            list.count,
            list.pages,
            list.total
        ));
    }
    for item in super::papers::papers_not_handed_over(tx, reader, now.date()).await? {
        lines.push(format!(
            "第{}号　{}　{} 页　{} 元　还没有移交中心",
            item.serial, item.reason, item.pages, item.amount
        ));
    }
    Ok(lines)
}

/// Drafts, and the last month that is closed.
async fn books(tx: &mut ReadTx, reader: &Reader) -> Outcome<Vec<String>> {
    let mut lines = Vec::new();
    let closed = ledger::closures(tx, reader.book()).await?.last().map(|c| c.period.in_chinese());
    lines.push(closed.map_or("还没有结过账".to_owned(), |month| format!("已结账到{month}")));
    for draft in ledger::drafts(tx, reader.book(), None).await? {
        let summary = draft.lines.first().map(|l| l.summary.clone()).unwrap_or_default();
        lines.push(format!("未记账凭证　{}　{summary}　{}制单", draft.date, draft.prepared_name));
    }
    Ok(lines)
}
