use crate::db::ReadTx;
use crate::disclosure::assembly::Aside;
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::proof::{self, Broken, Leaves, VoucherLeaf};
use crate::disclosure::publication::{Proof, Publication, Verification};
use crate::disclosure::sheet::DisclosureSheet;
use crate::disclosure::store;
use crate::evidence::{self, Document};
use crate::kernel::{BookId, Digest, DocumentId, Failure, Outcome, Period};
use crate::ledger::{self, MonthState, PostedVoucher, SealInput};
use crate::village::{self, Book};

use super::composing::canonical;
use super::gathering::{months, sheet_now};
use super::reading::sheet_of;

/// Documents asked for at once.
const PAGE: usize = 500;

/// 核对 — the published sheet behind a token, proved against the ledger as it stands now.
///
/// The kept content must give its digest, and with its leaves the printed code; the figures made anew from posted
/// vouchers, the digests of the vouchers and the roots made anew from their content must give the same code once more.
/// What does not is named: line, voucher, month or paper.
/// Refuses: `disclosure.no_such_sheet`.
pub async fn verify(tx: &mut ReadTx, token: &str) -> Outcome<Verification> {
    let kept = store::by_token(tx, token).await?.ok_or(DisclosureRefusal::NoSuchSheet)?;
    let tree = Tree::of(&kept, store::trees_of(tx, kept.head.id).await?);
    let book = village::book(tx, kept.head.book).await?;
    let (first, last) = months(&book, kept.head.span);
    let mut ground = Ground {
        vouchers: ledger::vouchers_between(tx, book.id, first, last).await?,
        documents: Vec::new(),
        sheet: Err(String::new()),
        roots: Vec::new(),
    };
    ground.documents = documents_of(tx, &ground.vouchers).await?;
    ground.roots = roots_now(tx, book.id, (first, last), &chained(book.id, &ground.vouchers)).await?;
    ground.sheet = match sheet_now(tx, &book, kept.head.span, kept.head.version, Aside::default()).await {
        Ok(sheet) => Ok(sheet),
        // A ledger that no longer foots gives no sheet, and so no code; what does not foot is told.
        Err(Failure::Refused(list)) => Err(list.iter().map(|r| r.message.clone()).collect::<Vec<_>>().join("；")),
        Err(fault @ Failure::Fault(_)) => return Err(fault),
    };
    judged(kept, &book, tree, ground)
}

/// The leaves a sheet was published with, and whether they still lead to its code.
struct Tree {
    leaves: Option<Leaves>,
    leads_to_code: bool,
}

impl Tree {
    /// A sheet published before there were trees has the code of its content.
    fn of(kept: &Publication, trees: Vec<String>) -> Tree {
        let read: Vec<Leaves> = trees.iter().filter_map(|text| Leaves::read(text)).collect();
        let leads = |l: &Leaves| l.root().short_code() == kept.head.code;
        if trees.is_empty() {
            return Tree { leaves: None, leads_to_code: kept.head.digest.short_code() == kept.head.code };
        }
        let own = read.iter().find(|l| leads(l));
        let own = own.or_else(|| read.iter().find(|l| l.content == kept.head.digest)).or(read.first());
        Tree { leaves: own.cloned(), leads_to_code: own.is_some_and(leads) }
    }
}

/// What the ledger has to say now.
struct Ground {
    vouchers: Vec<PostedVoucher>,
    documents: Vec<Document>,
    sheet: Result<DisclosureSheet, String>,
    roots: Vec<(Period, Digest)>,
}

/// Content against leaves, ledger against both.
fn judged(kept: Publication, book: &Book, tree: Tree, ground: Ground) -> Outcome<Verification> {
    let written = Digest::of(kept.content.as_bytes());
    let whole = written == kept.head.digest
        && tree.leads_to_code
        && tree.leaves.as_ref().is_none_or(|leaves| leaves.content == written);
    let (sheet, readable) = match (sheet_of(&kept), &ground.sheet) {
        (Ok(sheet), _) => (sheet, true),
        // What lies there cannot be read: the reader is shown what the ledger says, under the warning.
        (Err(_), Ok(fresh)) => (fresh.clone(), false),
        (Err(fault), Err(_)) => return Err(fault.into()),
    };
    let mut broken = Vec::new();
    if !whole {
        broken.extend(content_broken(&kept, &sheet, readable, written, &tree));
    }
    broken.extend(proof::vouchers(book.id, &sheet, &ground.vouchers, tree.leaves.as_ref()));
    broken.extend(proof::papers(&sheet, &ground.vouchers, &ground.documents));
    let mut code_now = String::new();
    match &ground.sheet {
        Ok(fresh) => {
            let again = again(&sheet, fresh, &ground.roots);
            let digest = Digest::of(canonical(&again)?.as_bytes());
            code_now = match &tree.leaves {
                Some(_) => Leaves::of(digest, &again, chained(book.id, &ground.vouchers)).root().short_code(),
                None => digest.short_code(),
            };
            if whole && broken.is_empty() && code_now != kept.head.code {
                broken.extend(ledger_broken(&sheet, &again));
            }
        }
        Err(why) => broken.push(Broken::new("账", why.clone())),
    }
    let proof = match (whole, broken.is_empty() && code_now == kept.head.code) {
        (false, _) => Proof::ContentChanged,
        (true, true) => Proof::Holds,
        (true, false) => Proof::LedgerDiffers,
    };
    let leaves = tree.leaves.filter(|_| tree.leads_to_code);
    let papers = papers_of(&ground.vouchers, &ground.documents);
    Ok(Verification { sheet, head: kept.head, code_now, proof, broken, leaves, papers })
}

fn content_broken(
    kept: &Publication,
    sheet: &DisclosureSheet,
    readable: bool,
    written: Digest,
    tree: &Tree,
) -> Vec<Broken> {
    if !readable {
        return vec![Broken::new("整张公开表", "存着的内容已经读不出来")];
    }
    let mut broken = match &tree.leaves {
        Some(leaves) => proof::content(sheet, written, leaves),
        None if written != kept.head.digest => vec![Broken::new("公开表的内容", "与公布时的校验码不符")],
        None => Vec::new(),
    };
    if broken.is_empty() {
        let what =
            if tree.leads_to_code { "存的内容指纹被改动" } else { "存的校验码或证明清单被改动" };
        broken.push(Broken::new("校验码", what));
    }
    broken
}

fn again(sheet: &DisclosureSheet, fresh: &DisclosureSheet, roots: &[(Period, Digest)]) -> DisclosureSheet {
    let mut fresh = fresh.clone();
    for month in &mut fresh.months {
        if let Some((_, root)) = roots.iter().find(|(period, _)| *period == month.period) {
            month.root = root.hex();
        }
    }
    sheet.refigured(&fresh)
}

/// The vouchers hold and the code is another: a figure, a month's balances, or something beside the lines.
fn ledger_broken(sheet: &DisclosureSheet, again: &DisclosureSheet) -> Vec<Broken> {
    let mut broken = proof::figures(sheet, again);
    for month in &again.months {
        let differs = |m: &&crate::disclosure::sheet::MonthRoot| m.period == month.period && m.root != month.root;
        if sheet.months.iter().any(|m| differs(&m)) {
            broken.push(Broken::new(month.period.in_chinese(), "月末余额或结账记录被改动"));
        }
    }
    if broken.is_empty() {
        broken.push(Broken::new("结余、往来、资产或合计", "与账上现在的数不符"));
    }
    broken
}

/// The vouchers with the digests their content gives now, one chained to the other from the month's first on.
pub(super) fn chained(book: BookId, vouchers: &[PostedVoucher]) -> Vec<VoucherLeaf> {
    let mut sorted: Vec<PostedVoucher> = vouchers.to_vec();
    sorted.sort_by_key(|v| (v.period, v.number.no));
    let mut last: Option<(Period, Digest)> = None;
    let link = |voucher: &mut PostedVoucher| {
        voucher.previous = last.filter(|(period, _)| *period == voucher.period).map_or(Digest::GENESIS, |(_, d)| d);
        let digest = voucher.digest_of_content(book);
        last = Some((voucher.period, digest));
        ((voucher.period, voucher.number.to_string()), digest)
    };
    sorted.iter_mut().map(link).collect()
}

/// The roots of months made once more from what stands in the book now: the vouchers' chain, the closing balances, and
/// the root sealed before it.
async fn roots_now(
    tx: &mut ReadTx,
    book: BookId,
    (first, last): (Period, Period),
    chain: &[VoucherLeaf],
) -> Outcome<Vec<(Period, Digest)>> {
    let mut roots = Vec::new();
    for period in first.through(last) {
        let own: Vec<Digest> = chain.iter().filter(|((p, _), _)| *p == period).map(|(_, d)| *d).collect();
        let rows = ledger::balances(tx, book, period, period).await?;
        let previous_root = match ledger::month_state(tx, book, period.previous()).await? {
            MonthState::Closed(before) => before.root,
            MonthState::Open => Digest::GENESIS,
        };
        let root = ledger::seal_root(&SealInput {
            book: &book.text(),
            period,
            voucher_count: i64::try_from(own.len()).unwrap_or(i64::MAX),
            vouchers_digest: own.last().copied().unwrap_or(Digest::GENESIS),
            balances_digest: ledger::balances_digest(&rows),
            previous_root,
        });
        roots.push((period, root));
    }
    Ok(roots)
}

async fn documents_of(tx: &mut ReadTx, vouchers: &[PostedVoucher]) -> Outcome<Vec<Document>> {
    let ids: Vec<DocumentId> = vouchers.iter().flat_map(|v| v.documents.iter().map(|(id, _)| *id)).collect();
    let mut documents = Vec::new();
    for page in ids.chunks(PAGE) {
        documents.extend(evidence::documents(tx, page).await?);
    }
    Ok(documents)
}

fn papers_of(vouchers: &[PostedVoucher], documents: &[Document]) -> Vec<((Period, String), Vec<Document>)> {
    let with = vouchers.iter().filter(|v| !v.documents.is_empty());
    let one = |v: &PostedVoucher| {
        let own = v.documents.iter().filter_map(|(id, _)| documents.iter().find(|d| d.id == *id)).cloned();
        ((v.period, v.number.to_string()), own.collect())
    };
    with.map(one).collect()
}

/// The leaves of a sheet just composed, over the vouchers of its quarter.
pub(super) async fn leaves_of(
    tx: &mut ReadTx,
    book: &Book,
    sheet: &DisclosureSheet,
    content: Digest,
) -> Result<Leaves, Failure> {
    let (first, last) = months(book, sheet.heading.span);
    let vouchers = ledger::vouchers_between(tx, book.id, first, last).await?;
    Ok(Leaves::of(content, sheet, chained(book.id, &vouchers)))
}

/// Every published sheet there is, proved: what a package is asked.
pub async fn verify_all(tx: &mut ReadTx) -> Outcome<Vec<Verification>> {
    let mut proved = Vec::new();
    for token in store::published_tokens(tx).await? {
        proved.push(verify(tx, &token).await?);
    }
    Ok(proved)
}
