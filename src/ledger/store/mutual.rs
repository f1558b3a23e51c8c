use sqlx::any::AnyRow;

use crate::audit::Actor;
use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Fault, Period, Timestamp, UserId};

use crate::ledger::mutual::{MarkedAs, MutualParty, MutualSum};

use super::township::joined;

fn party(row: &AnyRow) -> Result<MarkedAs, Fault> {
    Ok(match row.text("party_kind")?.as_str() {
        "household" => MarkedAs::Household(row.parsed("party_id")?),
        _ => MarkedAs::Counterparty(row.parsed("party_id")?),
    })
}

/// The newest mark of every party that was not taken back.
pub(in crate::ledger) async fn marked_parties(tx: &mut ReadTx) -> Result<Vec<MutualParty>, Fault> {
    let rows = sqlx::query(
        "select m.book_id, m.party_kind, m.party_id, m.other_book, m.marked_name, m.marked_at,
                coalesce(h.name, c.name, '') as name
         from party_book m
         join book b on b.id = m.book_id
         left join household h on m.party_kind = 'household' and h.id = m.party_id
         left join counterparty c on m.party_kind = 'counterparty' and c.id = m.party_id
         where m.other_book <> '' and m.seq = (
             select max(n.seq) from party_book n
             where n.book_id = m.book_id and n.party_kind = m.party_kind and n.party_id = m.party_id)
         order by b.code, name",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading parties that are books"))?;
    let marked = |row: &AnyRow| {
        Ok(MutualParty {
            book: row.parsed("book_id")?,
            party: party(row)?,
            name: row.text("name")?,
            other: row.parsed("other_book")?,
            marked: Some((row.text("marked_name")?, row.instant("marked_at")?)),
        })
    };
    rows.iter().map(marked).collect()
}

/// Parties with the name of another book, its owner or its village, about which nobody has said anything.
pub(in crate::ledger) async fn parties_named_like_books(tx: &mut ReadTx) -> Result<Vec<MutualParty>, Fault> {
    let rows = sqlx::query(
        "with party as (
             select book_id, 'counterparty' as party_kind, id as party_id, name from counterparty
             union all
             select book_id, 'household', id, name from household where kind = 'sub_unit'
         )
         select p.book_id, p.party_kind, p.party_id, p.name, min(o.id) as other_book
         from party p
         join book b on b.id = p.book_id
         join book o on o.id <> p.book_id
         join village v on v.id = o.village_id
         where (p.name = o.name or p.name = o.legal_name or p.name = v.name)
           and not exists (select 1 from party_book m
               where m.book_id = p.book_id and m.party_kind = p.party_kind and m.party_id = p.party_id)
         group by b.code, p.book_id, p.party_kind, p.party_id, p.name
         order by b.code, p.name",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking for parties that bear a book's name"))?;
    let proposed = |row: &AnyRow| {
        Ok(MutualParty {
            book: row.parsed("book_id")?,
            party: party(row)?,
            name: row.text("name")?,
            other: row.parsed("other_book")?,
            marked: None,
        })
    };
    rows.iter().map(proposed).collect()
}

/// What a party of a book is called; `None` when it is not of this book.
pub(in crate::ledger) async fn party_name(
    tx: &mut ReadTx,
    book: BookId,
    party: MarkedAs,
) -> Result<Option<String>, Fault> {
    let (kind, id) = party.kept();
    let row = sqlx::query(
        "select name from counterparty where $1 = 'counterparty' and id = $2 and book_id = $3
         union all
         select name from household where $1 = 'household' and id = $2 and book_id = $3",
    )
    .bind(kind)
    .bind(id)
    .bind(book.text())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("loading a party's name"))?;
    row.map(|r| r.text("name")).transpose()
}

pub(in crate::ledger) async fn mark_party(
    tx: &mut WriteTx,
    (book, party): (BookId, MarkedAs),
    other: Option<BookId>,
    by: &Actor,
    now: Timestamp,
) -> Result<(), Fault> {
    let (kind, id) = party.kept();
    sqlx::query(
        "insert into party_book (book_id, party_kind, party_id, seq, other_book, marked_by, marked_name, marked_at)
         values ($1, $2, $3, (
             select coalesce(max(seq), 0) + 1 from party_book where book_id = $1 and party_kind = $2 and party_id = $3),
             $4, $5, $6, $7)",
    )
    .bind(book.text())
    .bind(kind)
    .bind(id)
    .bind(other.map(BookId::text).unwrap_or_default())
    .bind(by.id.map(UserId::text).unwrap_or_default())
    .bind(by.name.as_str())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("marking a party as a book"))
}

/// What the marked parties of several books stand at over a span, party by party and account by account.
pub(in crate::ledger) async fn mutual_sums(
    tx: &mut ReadTx,
    books: &[BookId],
    first: Period,
    last: Period,
) -> Result<Vec<MutualSum>, Fault> {
    let rows = sqlx::query(
        "with marked as materialized (
             select m.book_id, m.party_kind, m.party_id, m.other_book,
                    cast(coalesce((select max(o.year) from opening_balance o
                        where o.book_id = m.book_id and o.year <= $2), 0) as bigint) as year
             from party_book m join book b on b.id = m.book_id
             where m.other_book <> '' and cast($1 as text) like '%' || m.book_id || '%'
               and cast($1 as text) like '%' || m.other_book || '%' and b.enabled_from <= $4
               and m.seq = (select max(n.seq) from party_book n
                   where n.book_id = m.book_id and n.party_kind = m.party_kind and n.party_id = m.party_id)
         ), moved as (
             select m.book_id, m.other_book, m.party_id, o.account_id, o.fen as opening, 0 as moved, 0 as turnover
             from marked m cross join opening_balance o
             where o.book_id = m.book_id and o.year = m.year
              and m.party_id = case when m.party_kind = 'household' then o.household_id else o.counterparty_id end
             union all
             select m.book_id, m.other_book, m.party_id, k.account_id,
                    case when k.period < $3 then k.fen_debit - k.fen_credit else 0 end,
                    case when k.period < $3 then 0 else k.fen_debit - k.fen_credit end,
                    case when k.period < $3 then 0
                         else k.fen_debit - k.fen_debit_closing - k.fen_credit + k.fen_credit_closing end
             from marked m cross join balance k
             where k.book_id = m.book_id and k.period >= cast(m.year as text) || '-01' and k.period <= $4
              and m.party_id = case when m.party_kind = 'household' then k.household_id else k.counterparty_id end
         )
         select d.book_id, d.other_book, a.code, d.party_id,
                cast(coalesce(sum(d.opening), 0) as bigint) as opening,
                cast(coalesce(sum(d.opening + d.moved), 0) as bigint) as closing,
                cast(coalesce(sum(d.turnover), 0) as bigint) as turnover
         from moved d join account a on a.id = d.account_id
         group by d.book_id, d.other_book, a.code, d.party_id
         order by d.book_id, d.other_book, a.code, d.party_id",
    )
    .bind(joined(books))
    .bind(i64::from(first.year().number()))
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("summing what books owe one another"))?;
    let sum = |row: &AnyRow| {
        Ok(MutualSum {
            book: row.parsed("book_id")?,
            other: row.parsed("other_book")?,
            code: row.text("code")?,
            opening: row.money("opening")?,
            closing: row.money("closing")?,
            turnover: row.money("turnover")?,
        })
    };
    rows.iter().map(sum).collect()
}
