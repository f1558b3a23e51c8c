-- 0009 — entering: what is typed again and again, and what has left on paper.
--
-- Source: 会计基础工作规范 art. 47–51 (what a voucher says), 56 (what is bound and kept).

-- 常用凭证: lines to begin a voucher with. book_id '' stands for every book of the township.
create table voucher_template (
    id          text primary key,
    book_id     text not null default '',
    word        text not null check (word <> ''),
    lines       text not null,              -- as a draft keeps them; amounts may be left out
    made_by     text not null,
    made_name   text not null,
    made_at     text not null,
    unique (book_id, word)
);

-- 定期凭证: a whole voucher that comes back every month, salaries or depreciation, with fixed amounts.
create table recurring_voucher (
    id          text primary key,
    book_id     text not null references book (id),
    word        text not null check (word <> ''),
    day         bigint not null check (day between 1 and 31),   -- the last day where the month is shorter
    from_period text not null,
    to_period   text not null,
    lines       text not null,
    made_by     text not null,
    made_name   text not null,
    made_at     text not null,
    check (from_period <= to_period)
);
create index recurring_voucher_by_book on recurring_voucher (book_id);

-- The months already made of it. The key is the promise: never twice for one month, whoever presses, however often.
create table recurring_made (
    recurring_id text not null references recurring_voucher (id),
    period       text not null,
    draft_id     text not null,
    made_by      text not null,
    made_name    text not null,
    made_at      text not null,
    primary key (recurring_id, period)
);

-- Every time a posted voucher left on paper: the second print says so on its face.
create table voucher_print (
    voucher_id   text not null references voucher (id),
    print_no     bigint not null check (print_no > 0),
    book_id      text not null,
    printed_by   text not null,
    printed_name text not null,
    printed_at   text not null,
    primary key (voucher_id, print_no)
);

-- How far this person's printer is off, in tenths of a millimetre: right and down are positive.
create table print_offset (
    user_id     text primary key,
    x_tenths    bigint not null check (x_tenths between -200 and 200),
    y_tenths    bigint not null check (y_tenths between -200 and 200),
    set_at      text not null
);
