-- 0013 — opening the books from elsewhere: what another program's accounts are called here, and the step from
-- the chart of 2004 to the chart of 2023 with its working paper.
--
-- Source: 财会〔2023〕20号 (old balances, the table, adjustments, new balances); 会计基础工作规范 art. 56.

-- What a code of another program means in this book; asked once, remembered.
create table account_mapping (
    book_id     text not null references book (id),
    old_code    text not null,
    account     text not null,              -- code in this book's chart
    detail      text not null default '',   -- path of names below it, a/b
    set_by      text not null,
    set_name    text not null,
    set_at      text not null,
    primary key (book_id, old_code)
);

-- 新旧衔接, being filled in: old balances, where each goes, adjustments, as one JSON text. Gone once it is confirmed.
create table conversion_sheet (
    book_id     text primary key references book (id),
    content     text not null,
    version     bigint not null default 1,
    saved_by    text not null,
    saved_name  text not null,
    saved_at    text not null
);

-- 新旧衔接工作底稿 as the opening balances were made from it. Never changed: it is the proof of where they come from.
create table working_paper (
    book_id      text primary key references book (id),
    as_of        text not null,             -- the last day of the old books
    source       text not null,             -- the file the old balances came from
    fen_old      bigint not null,
    fen_adjusted bigint not null,
    fen_new      bigint not null,
    content      text not null,             -- its rows, JSON; the digest is over what they say
    digest       text not null,
    made_by      text not null,
    made_name    text not null,
    made_at      text not null
);

-- engine: sqlite
create trigger working_paper_no_update before update on working_paper begin select raise(abort, 'IMMUTABLE: working_paper'); end;
create trigger working_paper_no_delete before delete on working_paper begin select raise(abort, 'IMMUTABLE: working_paper'); end;
-- engine: postgres
create trigger working_paper_no_change before update or delete on working_paper for each row execute function refuse_change();
create trigger working_paper_no_truncate before truncate on working_paper for each statement execute function refuse_change();
