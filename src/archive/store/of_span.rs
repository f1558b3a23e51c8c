//! What belongs to the months of a package by way of its vouchers: the ends of the questions in `tables.rs`.

/// Source documents of the span's vouchers and of their submissions, and whatever those replaced.
macro_rules! with_documents {
    ($then:literal) => {
        concat!(
            "with recursive wanted (id) as (
                 select d.document_id from voucher_document d join voucher v on v.id = d.voucher_id
                 where v.book_id = $1 and v.period <= $2
                 union
                 select s.document_id from submission_document s join voucher v on v.submission_id = s.submission_id
                 where v.book_id = $1 and v.period <= $2
                 union
                 select o.replaces from source_document o join wanted w on w.id = o.id where o.replaces <> ''
             ) ",
            $then
        )
    };
}

/// Submissions that became vouchers of the span.
macro_rules! of_submissions {
    ($head:literal) => {
        of_submissions!($head, "")
    };
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " in (select v.submission_id from voucher v where v.book_id = $1 and v.period <= $2 and v.submission_id <> '')",
            $tail
        )
    };
}

/// Meetings with an item on their list that became a voucher of the span.
macro_rules! of_meetings {
    ($head:literal) => {
        concat!(
            $head,
            " in (select i.meeting_id from meeting_item i join voucher v on v.submission_id = i.submission_id
                  where v.book_id = $1 and v.period <= $2)"
        )
    };
}

/// Pairings whose bank lines and entries all lie within the span.
macro_rules! of_pairings {
    ($head:literal) => {
        concat!(
            $head,
            " where p.book_id = $1
                and not exists (select 1 from pairing_line l join statement_line s on s.id = l.statement_line_id
                                where l.pairing_id = p.id and s.date > $2)
                and not exists (select 1 from pairing_entry e join voucher v on v.id = e.voucher_id
                                where e.pairing_id = p.id and v.date > $2)"
        )
    };
}
