//! 合并: what two books of the township owe one another is set off as far as both say so; the rest is told.

use std::time::Instant;

use mingzhang::auth::Chief;
use mingzhang::db::{Db, Durability};
use mingzhang::kernel::{CounterpartyId, Money, Period};
use mingzhang::ledger::{self, DraftLine, MarkedAs, NewDraft, Side};
use mingzhang::statements::{self, Consolidation};
use mingzhang::village::{self, CounterpartyKind, Party};

use crate::support::township::{Kept, day, founded, now};
use crate::support::{each_engine, each_place};

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

/// A counterparty of a book with the name of another village.
async fn knows(book: &Kept, name: &str) -> CounterpartyId {
    let (by, new) = (book.maker.clone(), Party::named(name, CounterpartyKind::Unit));
    let adding = book.db.write(move |tx| Box::pin(async move { village::add_counterparty(tx, &by, new, now()).await }));
    adding.await.expect("a counterparty")
}

/// Money between the bank and an account with a counterparty, posted.
async fn moves(book: &Kept, code: &str, side: Side, yuan: i64, with: CounterpartyId) {
    let fen = yuan * 100;
    let other = if side == Side::Debit { Side::Credit } else { Side::Debit };
    let party = DraftLine { counterparty: Some(with), ..book.line("村与村之间周转", code, side, fen) };
    let lines = vec![party, book.line("村与村之间周转", "10201", other, fen)];
    let draft = book.reviewed(NewDraft::regular(day("2025-03-10"), lines)).await;
    book.posts(draft).await.expect("a voucher");
}

async fn says(db: &Db, chief: &Chief, book: &Kept, party: CounterpartyId, other: &Kept) {
    let (by, book, other) = (chief.clone(), book.book, other.book);
    let marking = db.write(move |tx| {
        Box::pin(
            async move { ledger::mark_party(tx, &by, book, MarkedAs::Counterparty(party), Some(other), now()).await },
        )
    });
    marking.await.expect("a mark");
}

async fn consolidated(db: &Db) -> Consolidation {
    let mut tx = db.read().await.expect("a view");
    let books = village::books(&mut tx).await.expect("books");
    let last = period("2025-06");
    statements::consolidated_balance_sheet(&mut tx, &books, period("2025-01"), last).await.expect("a consolidation")
}

fn amounts(by: &Consolidation, name: &str) -> [Money; 3] {
    [&by.total, &by.eliminated, &by.consolidated].map(|s| s.line(name).expect("a line").first)
}

#[tokio::test]
async fn 两边都认的抵销_对不上的列出来_合计加抵销等于合并() {
    each_engine(async |db: Db| {
        let chief = founded(&db).await;
        let lj = Kept::opened(&db, &chief, "LJ", "李家村").await;
        let wj = Kept::opened(&db, &chief, "WJ", "王家村").await;
        let (wj_at_lj, lj_at_wj) = (knows(&lj, "王家村").await, knows(&wj, "李家村").await);
        moves(&lj, "112", Side::Debit, 5000, wj_at_lj).await;
        moves(&wj, "211", Side::Credit, 4800, lj_at_wj).await;
        let before = consolidated(&db).await;
        assert!(before.eliminations.is_empty() && before.agrees());
        let parties = ledger::mutual_parties(&mut db.read().await.expect("a view")).await.expect("parties");
        assert_eq!(parties.len(), 2, "both names are proposed");
        assert!(parties.iter().all(|p| p.marked.is_none()));
        says(&db, &chief, &lj, wj_at_lj, &wj).await;
        let one_sided = consolidated(&db).await;
        assert_eq!(one_sided.eliminations[0].difference(), Money::from_yuan(5000), "told, not dropped");
        assert_eq!(amounts(&one_sided, "应收款项")[1], Money::ZERO);
        says(&db, &chief, &wj, lj_at_wj, &lj).await;
        let by = consolidated(&db).await;
        let yuan = Money::from_yuan;
        assert_eq!(amounts(&by, "应收款项"), [yuan(5000), yuan(-4800), yuan(200)]);
        assert_eq!(amounts(&by, "应付款项"), [yuan(4800), yuan(-4800), yuan(0)]);
        assert_eq!(amounts(&by, "资产总计"), amounts(&by, "负债和所有者权益总计"));
        assert!(by.agrees(), "{:?}", by.disagreeing());
        let pair = &by.eliminations[0];
        assert_eq!((pair.set_off[0], pair.difference()), (yuan(4800), yuan(200)));
        let (by_chief, book) = (chief.clone(), lj.book);
        let itself = db.write(move |tx| {
            let party = MarkedAs::Counterparty(wj_at_lj);
            Box::pin(async move { ledger::mark_party(tx, &by_chief, book, party, Some(book), now()).await })
        });
        assert!(itself.await.expect_err("a refusal").is("ledger.party_is_itself"));
        let (by_chief, book) = (chief.clone(), wj.book);
        let foreign = db.write(move |tx| {
            let party = MarkedAs::Counterparty(wj_at_lj);
            Box::pin(async move { ledger::mark_party(tx, &by_chief, book, party, None, now()).await })
        });
        assert!(foreign.await.expect_err("a refusal").is("ledger.party_not_there"));
    })
    .await;
}

/// A hundred books with a year in each: opening balances, and every month every unified leaf moves once.
const HUNDRED: &str = "
insert into village select IDV, 'V' || n, '村' || n, '2024-01-01T00:00:00.000000Z' from (NUMBERS) numbers;
insert into book select ID, IDV, 'B' || n, '账套' || n, '合作社' || n, 'collective', '2025-01', '2024-01-01T00:00:00.000000Z', 1 from (NUMBERS) numbers;
insert into opening_balance select b.id, 2025, a.id, '', '', '', case when a.normal_side = 'debit' then 100 else -100 end
  from book b cross join account a where length(a.code) = 3 and a.code < '400';
insert into balance select b.id, '2025-' || substr('0' || m.n, length('0' || m.n) - 1), a.id, '', '', '', 1000, 900, 0, 0
  from book b cross join account a cross join (NUMBERS) m where m.n <= 12 and length(a.code) = 5;
";

#[tokio::test]
async fn 一百个账套合并_只问一次() {
    each_place(async |place| {
        let db = place.open(Durability::Fleeting).await;
        founded(&db).await;
        let numbers: Vec<String> = (1..=100).map(|n| format!("select {n} as n")).collect();
        let id = "'00000000000040008000' || substr('000000000000', 1, 12 - length('' || n)) || n";
        let sql = HUNDRED
            .replace("(NUMBERS)", &format!("({})", numbers.join(" union all ")))
            .replace("IDV", id)
            .replace("ID", id);
        super::walls::run(&db, &sql).await.expect("a hundred books");
        let mut tx = db.read().await.expect("a view");
        let books = village::books(&mut tx).await.expect("books");
        assert_eq!(books.len(), 100);
        let (first, last) = (period("2025-01"), period("2025-12"));
        let begun = Instant::now();
        let by = statements::consolidated_balance_sheet(&mut tx, &books, first, last).await.expect("a consolidation");
        let sheet = begun.elapsed();
        let begun = Instant::now();
        statements::consolidated_surplus(&mut tx, &books, first, last).await.expect("a consolidation");
        eprintln!("100 books consolidated: balance sheet {sheet:?}, surplus statement {:?}", begun.elapsed());
        assert!(by.agrees() && by.books.len() == 100);
        assert_eq!(by.total.line("长期待摊费用").expect("a line").first, Money::from_fen(100 * 100));
        drop(tx);
        db.close().await;
    })
    .await;
}
