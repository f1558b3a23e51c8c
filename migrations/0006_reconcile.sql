-- 0006 — bank statements, pairings, the reconciliation sheet, cash counts.
--
-- Source: 会计基础工作规范 art. 62; 银行存款余额调节表 is never a booking document.

create table bank_statement (
    id              text primary key,
    book_id         text not null references book (id),
    bank_account_id text not null references bank_account (id),
    file_name       text not null,
    file_digest     text not null,
    layout          text not null,
    date_from       text not null,
    date_to         text not null,
    fen_opening     bigint not null,
    fen_closing     bigint not null,
    row_count       bigint not null,
    new_count       bigint not null,
    imported_by     text not null,
    imported_name   text not null,
    imported_at     text not null
);
create index bank_statement_by_account on bank_statement (bank_account_id, date_to);

create table statement_line (
    id              text primary key,
    statement_id    text not null references bank_statement (id),
    book_id         text not null,
    bank_account_id text not null,
    identity        text not null,              -- what makes the same line the same in the next file
    file_row        bigint not null,
    seq             bigint not null,            -- order in time within the account
    date            text not null,
    time            text not null,
    fen_in          bigint not null,
    fen_out         bigint not null,
    fen_balance     bigint not null,
    counterparty    text not null,
    summary         text not null,
    purpose         text not null,
    ref             text not null,
    unique (bank_account_id, identity)
);
create index statement_line_by_date on statement_line (bank_account_id, date);

-- 勾对. Undone by naming who and why; the row stays.
create table pairing (
    id              text primary key,
    book_id         text not null,
    bank_account_id text not null references bank_account (id),
    certain         bigint not null check (certain in (0, 1)),
    score           bigint not null,
    reasons         text not null,              -- JSON list of sentences
    paired_by       text not null,
    paired_name     text not null,
    paired_at       text not null,
    undone_by       text not null default '',
    undone_name     text not null default '',
    undone_at       text,
    undone_reason   text not null default ''
);
create index pairing_by_account on pairing (bank_account_id);

-- `undone` is '' while the pairing holds and its id afterwards: a line stands in one live pairing at most.
create table pairing_line (
    pairing_id          text not null references pairing (id),
    statement_line_id   text not null references statement_line (id),
    undone              text not null default '',
    primary key (pairing_id, statement_line_id),
    unique (statement_line_id, undone)
);

create table pairing_entry (
    pairing_id  text not null references pairing (id),
    voucher_id  text not null,
    line        bigint not null,
    undone      text not null default '',
    primary key (pairing_id, voucher_id, line),
    unique (voucher_id, line, undone)
);

-- A confirmed 余额调节表 of one account at the end of one period; its content is kept as it stood.
create table reconciliation (
    id              text primary key,
    book_id         text not null,
    bank_account_id text not null references bank_account (id),
    period          text not null,
    content         text not null,              -- JSON of the sheet
    digest          text not null,
    made_by         text not null,
    made_name       text not null,
    made_at         text not null,
    reviewed_by     text not null default '',
    reviewed_name   text not null default '',
    reviewed_at     text not null default '',
    withdrawn_at    text,
    withdrawn_by    text not null default '',
    withdrawn_reason text not null default ''
);
create unique index reconciliation_standing on reconciliation (bank_account_id, period) where withdrawn_at is null;

-- Which header word is which column, mapped once by hand for a bank account no layout is known for.
create table bank_layout (
    bank_account_id text primary key references bank_account (id),
    columns         text not null,              -- JSON
    set_by          text not null,
    set_name        text not null,
    set_at          text not null
);

-- 现金盘点.
create table cash_count (
    id              text primary key,
    book_id         text not null references book (id),
    date            text not null,
    counts          text not null,              -- JSON: fen of the note or coin → how many
    fen_counted     bigint not null,
    fen_book        bigint not null,
    reason          text not null,              -- of a difference
    counted_by      text not null,
    counted_name    text not null,
    witnessed_name  text not null,
    counted_at      text not null
);
create index cash_count_by_book on cash_count (book_id, date);
