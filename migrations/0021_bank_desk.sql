-- 0021 — what the bank desk keeps beside bank files: outstanding items from before the enabling day, statements of
-- account with their answers, the clerk's list of the imprest and its counts.
--
-- Source: 会计基础工作规范 art. 62 (账证、账账、账实相符: 往来 is checked with the parties, money with what is there);
-- domain/workflow.md §8 (未达账项 are carried, never booked), §10 (备用金 by named holder).

-- Who took a sheet back, by name: the sheet's history is read beside it.
alter table reconciliation add column withdrawn_name text not null default '';

-- 1: an outstanding line of the bank's from before the enabling day, entered by hand and reviewed; no statement shows it.
alter table statement_line add column opening bigint not null default 0;

-- 期初未达账项 of a bank account of a book that starts with its books already running. Entered once by one accountant,
-- stands when another has reviewed it.
create table opening_item (
    id              text primary key,
    book_id         text not null references book (id),
    bank_account_id text not null references bank_account (id),
    side            text not null check (side in ('book', 'bank')),  -- which side knows of it
    date            text not null,
    fen             bigint not null check (fen <> 0),                -- in is positive
    text            text not null,
    ref             text not null,
    entered_by      text not null,
    entered_name    text not null,
    entered_at      text not null
);
create index opening_item_by_account on opening_item (bank_account_id);

create table opening_item_end (
    item_id         text primary key references opening_item (id),
    act             text not null check (act in ('review', 'strike')),
    by_id           text not null,
    by_name         text not null,
    at              text not null
);

-- 往来对账单 sent to a household or an outsider: the figures as they stood, under a digest.
create table party_statement (
    id              text primary key,
    book_id         text not null references book (id),
    kind            text not null check (kind in ('household', 'counterparty')),
    party_id        text not null,
    party_name      text not null,
    period_first    text not null,
    period_last     text not null,
    fen_closing     bigint not null,                                 -- 对方欠村里 is positive
    digest          text not null,
    made_by         text not null,
    made_name       text not null,
    made_at         text not null,
    unique (book_id, kind, party_id, digest)
);

-- The slip that came back: agreed, or disputed with the other side's figure.
create table party_answer (
    statement_id    text primary key references party_statement (id),
    answer          text not null check (answer in ('agreed', 'disputed')),
    fen_theirs      bigint not null,
    words           text not null,
    signed_name     text not null,
    answered_on     text not null,
    recorded_by     text not null,
    recorded_name   text not null,
    recorded_at     text not null
);

-- 备用金清单: the holder's own list, line by line.
create table imprest_line (
    id              text primary key,
    book_id         text not null references book (id),
    household_id    text not null references household (id),
    date            text not null,
    direction       text not null check (direction in ('in', 'out')),
    fen             bigint not null check (fen > 0),
    text            text not null,
    once_key        text not null,                                   -- of the form: a double click writes one line
    written_by      text not null,
    written_name    text not null,
    written_at      text not null,
    unique (book_id, once_key)
);
create index imprest_line_by_holder on imprest_line (household_id, date);

create table imprest_line_struck (
    line_id         text primary key references imprest_line (id),
    reason          text not null,
    by_id           text not null,
    by_name         text not null,
    at              text not null
);

-- 备用金核对: the book, the list and the counted notes of one holder on one day; signed by the holder's side and the centre's.
create table imprest_check (
    id              text primary key,
    book_id         text not null references book (id),
    household_id    text not null references household (id),
    date            text not null,
    fen_book        bigint not null,
    fen_list        bigint not null,
    fen_cash        bigint not null,
    counts          text not null,                                   -- JSON: note or coin → how many
    unbooked        text not null,                                   -- JSON: lines paid whose papers are not booked yet
    fen_unbooked    bigint not null,
    reason          text not null,                                   -- of a difference
    made_side       text not null check (made_side in ('village', 'centre')),
    made_by         text not null,
    made_name       text not null,
    made_at         text not null
);
create index imprest_check_by_holder on imprest_check (household_id, date);

create table imprest_check_signed (
    check_id        text primary key references imprest_check (id),
    by_id           text not null,
    by_name         text not null,
    at              text not null
);

-- engine: sqlite
create trigger opening_item_no_update before update on opening_item begin select raise(abort, 'IMMUTABLE: opening_item'); end;
create trigger opening_item_no_delete before delete on opening_item begin select raise(abort, 'IMMUTABLE: opening_item'); end;
create trigger opening_item_end_no_update before update on opening_item_end begin select raise(abort, 'IMMUTABLE: opening_item_end'); end;
create trigger opening_item_end_no_delete before delete on opening_item_end begin select raise(abort, 'IMMUTABLE: opening_item_end'); end;
create trigger party_statement_no_update before update on party_statement begin select raise(abort, 'IMMUTABLE: party_statement'); end;
create trigger party_statement_no_delete before delete on party_statement begin select raise(abort, 'IMMUTABLE: party_statement'); end;
create trigger party_answer_no_update before update on party_answer begin select raise(abort, 'IMMUTABLE: party_answer'); end;
create trigger party_answer_no_delete before delete on party_answer begin select raise(abort, 'IMMUTABLE: party_answer'); end;
create trigger imprest_line_no_update before update on imprest_line begin select raise(abort, 'IMMUTABLE: imprest_line'); end;
create trigger imprest_line_no_delete before delete on imprest_line begin select raise(abort, 'IMMUTABLE: imprest_line'); end;
create trigger imprest_line_struck_no_update before update on imprest_line_struck begin select raise(abort, 'IMMUTABLE: imprest_line_struck'); end;
create trigger imprest_line_struck_no_delete before delete on imprest_line_struck begin select raise(abort, 'IMMUTABLE: imprest_line_struck'); end;
create trigger imprest_check_no_update before update on imprest_check begin select raise(abort, 'IMMUTABLE: imprest_check'); end;
create trigger imprest_check_no_delete before delete on imprest_check begin select raise(abort, 'IMMUTABLE: imprest_check'); end;
create trigger imprest_check_signed_no_update before update on imprest_check_signed begin select raise(abort, 'IMMUTABLE: imprest_check_signed'); end;
create trigger imprest_check_signed_no_delete before delete on imprest_check_signed begin select raise(abort, 'IMMUTABLE: imprest_check_signed'); end;
-- engine: postgres
create trigger opening_item_no_change before update or delete on opening_item for each row execute function refuse_change();
create trigger opening_item_no_truncate before truncate on opening_item for each statement execute function refuse_change();
create trigger opening_item_end_no_change before update or delete on opening_item_end for each row execute function refuse_change();
create trigger opening_item_end_no_truncate before truncate on opening_item_end for each statement execute function refuse_change();
create trigger party_statement_no_change before update or delete on party_statement for each row execute function refuse_change();
create trigger party_statement_no_truncate before truncate on party_statement for each statement execute function refuse_change();
create trigger party_answer_no_change before update or delete on party_answer for each row execute function refuse_change();
create trigger party_answer_no_truncate before truncate on party_answer for each statement execute function refuse_change();
create trigger imprest_line_no_change before update or delete on imprest_line for each row execute function refuse_change();
create trigger imprest_line_no_truncate before truncate on imprest_line for each statement execute function refuse_change();
create trigger imprest_line_struck_no_change before update or delete on imprest_line_struck for each row execute function refuse_change();
create trigger imprest_line_struck_no_truncate before truncate on imprest_line_struck for each statement execute function refuse_change();
create trigger imprest_check_no_change before update or delete on imprest_check for each row execute function refuse_change();
create trigger imprest_check_no_truncate before truncate on imprest_check for each statement execute function refuse_change();
create trigger imprest_check_signed_no_change before update or delete on imprest_check_signed for each row execute function refuse_change();
create trigger imprest_check_signed_no_truncate before truncate on imprest_check_signed for each statement execute function refuse_change();
