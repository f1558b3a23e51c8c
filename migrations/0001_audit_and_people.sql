-- 0001 — the chain of acts, and the people who act.
--
-- Column vocabulary of every table: text and bigint. Money is bigint fen, a day is text ISO,
-- an instant is text UTC cut to microseconds, an id is 32 hexadecimal digits.
-- Lines that start with "-- engine:" say for which engine the text below them is meant.
-- Source: 财会〔2024〕12号 art. 11, 32 (operation log); 会计法 art. 27 (separation of duties).

-- Who did what, when, to what. Chained per scope ('township' or a book id): each row carries
-- the digest of the one before it. Only ever inserted.
create table audit_event (
    scope       text not null,
    seq         bigint not null check (seq > 0),
    at          text not null,
    actor_id    text not null,              -- '' for the program itself
    actor_name  text not null,
    act         text not null,              -- verb, 'voucher.post'
    subject     text not null,              -- 'voucher 记-0012 2025-09'
    subject_id  text not null,
    detail      text not null,              -- plain words or JSON, never a secret
    address     text not null,              -- where the request came from, '' for the command line
    previous    text not null,
    digest      text not null,
    primary key (scope, seq)
);
create index audit_event_by_time on audit_event (at);
create index audit_event_by_actor on audit_event (actor_id, at);
create index audit_event_by_subject on audit_event (subject_id);

-- The last number drawn in each chain, and the digest the next event is tied to. The digest is kept
-- here by a trigger: whoever draws a number holds this row, so it always reads the event before its own.
create table audit_head (
    scope       text primary key,
    last_seq    bigint not null,
    last_digest text not null default ''
);

-- A person with a login. A person is never deleted, only disabled.
create table person (
    id              text primary key,
    login           text not null unique,
    name            text not null,
    password_hash   text not null,
    must_change     bigint not null default 0 check (must_change in (0, 1)),
    created_at      text not null,
    disabled_at     text,
    version         bigint not null default 1
);

-- One person, one role, for one book or (book_id = '') the whole township.
create table role_grant (
    id          text primary key,
    person_id   text not null references person (id),
    role        text not null check (role in ('clerk', 'group_member', 'village_head', 'accountant', 'cashier', 'chief', 'director', 'observer', 'administrator')),
    book_id     text not null default '',
    granted_by  text not null,
    granted_at  text not null,
    revoked_at  text
);
create unique index role_grant_once on role_grant (person_id, role, book_id) where revoked_at is null;
create index role_grant_by_book on role_grant (book_id, role);

-- A login. The token itself is known only to the browser; here stands its SHA-256.
create table session (
    id          text primary key,
    token_hash  text not null unique,
    person_id   text not null references person (id),
    csrf        text not null,
    created_at  text not null,
    seen_at     text not null,
    expires_at  text not null,
    revoked_at  text,
    address     text not null,
    agent       text not null
);
create index session_by_person on session (person_id);

-- Failed logins, counted per (login, address), so the throttle holds on several machines.
create table login_failure (
    subject         text primary key,
    failures        bigint not null,
    first_at        text not null,
    blocked_until   text not null
);

-- engine: sqlite
create trigger audit_event_moves_head after insert on audit_event begin update audit_head set last_seq = new.seq, last_digest = new.digest where scope = new.scope; end;
create trigger audit_event_no_update before update on audit_event begin select raise(abort, 'IMMUTABLE: audit_event'); end;
create trigger audit_event_no_delete before delete on audit_event begin select raise(abort, 'IMMUTABLE: audit_event'); end;
-- engine: postgres
create function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'IMMUTABLE: %', tg_table_name; end $$;
create function move_audit_head() returns trigger language plpgsql as $$ begin update audit_head set last_seq = new.seq, last_digest = new.digest where scope = new.scope; return null; end $$;
create trigger audit_event_moves_head after insert on audit_event for each row execute function move_audit_head();
create trigger audit_event_no_change before update or delete on audit_event for each row execute function refuse_change();
create trigger audit_event_no_truncate before truncate on audit_event for each statement execute function refuse_change();
