-- 0002 — the township, its villages, their books, and the dimensions of a book.
--
-- One instance keeps one township. A village keeps one or more books (collective, committee, group).
-- Source: 农村集体经济组织法 art. 44; 财农〔2021〕121号 art. 33; 财会〔2024〕28号 (agreement).

create table township (
    id          text primary key,
    name        text not null,
    centre_name text not null,
    phone       text not null default '',
    created_at  text not null
);

create table village (
    id          text primary key,
    code        text not null unique,
    name        text not null unique,
    created_at  text not null
);

-- 账套.
create table book (
    id              text primary key,
    village_id      text not null references village (id),
    code            text not null unique,
    name            text not null,
    legal_name      text not null,          -- what an invoice must name as its buyer
    kind            text not null check (kind in ('collective', 'committee', 'group')),
    enabled_from    text not null,          -- first period, 2024-01
    created_at      text not null,
    version         bigint not null default 1
);
create index book_by_village on book (village_id);

-- 会计委托代理协议. Ownership, use, approval and income rights stay the village's (四权不变):
-- the agreement names only what the centre does.
create table agreement (
    id                  text primary key,
    book_id             text not null references book (id),
    number              text not null,
    village_party       text not null,
    centre_party        text not null,
    valid_from          text not null,
    valid_to            text not null,
    resolution          text not null,      -- the village's own resolution, its number and day
    scan_file_id        text not null default '',
    resolution_file_id  text not null default '',
    recorded_by         text not null,
    recorded_at         text not null,
    check (valid_from <= valid_to)
);
create index agreement_by_book on agreement (book_id);

-- Named policy settings, dated. scope '' is the township, otherwise a book id that overrides it.
create table policy (
    scope       text not null,
    name        text not null,
    valid_from  text not null,
    value       text not null,
    set_by      text not null,
    set_at      text not null,
    primary key (scope, name, valid_from)
);

-- 农户 and 内设机构: the other side of 内部往来.
create table household (
    id          text primary key,
    book_id     text not null references book (id),
    code        text not null,
    name        text not null,
    kind        text not null check (kind in ('member', 'sub_unit', 'imprest')),
    initials    text not null,
    closed_at   text,
    unique (book_id, code),
    unique (book_id, name)
);

-- 往来单位: outsiders only.
create table counterparty (
    id              text primary key,
    book_id         text not null references book (id),
    code            text not null,
    name            text not null,
    kind            text not null check (kind in ('unit', 'person')),
    account_tail    text not null default '',
    initials        text not null,
    closed_at       text,
    unique (book_id, code),
    unique (book_id, name)
);

-- 一事一议, 专项, 工程.
create table project (
    id          text primary key,
    book_id     text not null references book (id),
    code        text not null,
    name        text not null,
    kind        text not null check (kind in ('one_project', 'special', 'construction')),
    purpose     text not null default '',
    initials    text not null,
    closed_at   text,
    unique (book_id, code),
    unique (book_id, name)
);

-- A bank account of a book, tied to one leaf account below 102.
create table bank_account (
    id              text primary key,
    book_id         text not null references book (id),
    account_code    text not null,
    bank            text not null,
    holder          text not null,
    number          text not null,
    opened_on       text not null,
    closed_on       text,
    unique (book_id, account_code)
);
