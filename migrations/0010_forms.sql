-- 0010 — the centre's statement forms, version by version; which party of a book is another book of the township.
--
-- Source: 财会〔2024〕12号 art. 25 (layout, items and logic of statements are the user's to define); PRODUCT §7.
-- Version 1 of a form is the one delivered with the program and is not kept here.

create table statement_form (
    name        text not null check (name in ('balance_sheet', 'surplus_statement')),
    version     bigint not null check (version > 1),
    valid_from  text not null,              -- first period it is used for, 2026-01
    content     text not null,              -- the form as JSON, canonical
    digest      text not null,              -- of the content, as it was proved
    note        text not null,              -- what was changed and why
    made_by     text not null,
    made_name   text not null,
    made_at     text not null,
    primary key (name, version)
);

-- 往来方就是本镇另一个账套: what the consolidation of the township sets off. '' takes a mark back;
-- the newest row of a party holds.
create table party_book (
    book_id     text not null references book (id),
    party_kind  text not null check (party_kind in ('household', 'counterparty')),
    party_id    text not null,
    seq         bigint not null check (seq > 0),
    other_book  text not null,
    marked_by   text not null,
    marked_name text not null,
    marked_at   text not null,
    primary key (book_id, party_kind, party_id, seq),
    check (other_book <> book_id)
);

-- engine: sqlite
create trigger statement_form_no_update before update on statement_form begin select raise(abort, 'IMMUTABLE: statement_form'); end;
create trigger statement_form_no_delete before delete on statement_form begin select raise(abort, 'IMMUTABLE: statement_form'); end;
create trigger party_book_no_update before update on party_book begin select raise(abort, 'IMMUTABLE: party_book'); end;
create trigger party_book_no_delete before delete on party_book begin select raise(abort, 'IMMUTABLE: party_book'); end;
-- engine: postgres
create trigger statement_form_no_change before update or delete on statement_form for each row execute function refuse_change();
create trigger statement_form_no_truncate before truncate on statement_form for each statement execute function refuse_change();
create trigger party_book_no_change before update or delete on party_book for each row execute function refuse_change();
create trigger party_book_no_truncate before truncate on party_book for each statement execute function refuse_change();
