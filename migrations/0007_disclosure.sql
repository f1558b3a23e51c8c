-- 0007 — 财务公开: the quarter's sheet, its opinions, its publication.
--
-- Source: 农经发〔2011〕13号; 农村集体经济组织法 art. 45; disclosure.md D1–D10.

create table publication (
    id              text primary key,
    book_id         text not null references book (id),
    quarter         text not null,
    version         bigint not null,            -- 1, then one more for each 更正公告
    number          text not null,              -- 公开编号 2026-Q3-01
    state           text not null check (state in ('composed', 'checked', 'reviewed', 'signed', 'published', 'posted', 'withdrawn')),
    content         text not null,              -- JSON of the sheet, canonical
    digest          text not null,              -- of the content
    code            text not null,              -- the short code printed and shown
    token           text not null unique,       -- what the QR leads to
    composed_at     text not null,
    checked_by      text not null default '',
    checked_name    text not null default '',
    checked_at      text not null default '',
    signed_by       text not null default '',
    signed_name     text not null default '',
    signed_at       text not null default '',
    published_by    text not null default '',
    published_name  text not null default '',
    published_at    text not null default '',
    posted_photo    text not null default '',
    posted_at       text not null default '',
    row_version     bigint not null default 1,
    unique (book_id, quarter, version)
);

-- 民主理财小组意见 on a sheet's digest.
create table publication_opinion (
    id              text primary key,
    publication_id  text not null references publication (id),
    digest          text not null,
    verdict         text not null check (verdict in ('agree', 'object')),
    words           text not null,
    given_by        text not null,
    given_name      text not null,
    given_at        text not null,
    unique (publication_id, digest, given_by)
);

-- engine: sqlite
create trigger publication_frozen before update on publication
when old.state in ('published', 'posted') and (new.content <> old.content or new.digest <> old.digest or new.code <> old.code or new.token <> old.token or new.quarter <> old.quarter or new.book_id <> old.book_id or new.version <> old.version or new.state not in ('published', 'posted'))
begin select raise(abort, 'IMMUTABLE: publication'); end;
create trigger publication_no_delete before delete on publication when old.state in ('published', 'posted') begin select raise(abort, 'IMMUTABLE: publication'); end;
create trigger publication_opinion_no_update before update on publication_opinion begin select raise(abort, 'IMMUTABLE: publication_opinion'); end;
create trigger publication_opinion_no_delete before delete on publication_opinion begin select raise(abort, 'IMMUTABLE: publication_opinion'); end;
-- engine: postgres
create function check_publication() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.state in ('published', 'posted') then raise exception 'IMMUTABLE: publication'; end if;
        return old;
    end if;
    if old.state in ('published', 'posted') and (new.content <> old.content or new.digest <> old.digest or new.code <> old.code or new.token <> old.token or new.quarter <> old.quarter or new.book_id <> old.book_id or new.version <> old.version or new.state not in ('published', 'posted')) then
        raise exception 'IMMUTABLE: publication';
    end if;
    return new;
end $$;
create trigger publication_frozen before update or delete on publication for each row execute function check_publication();
create trigger publication_no_truncate before truncate on publication for each statement execute function refuse_change();
create trigger publication_opinion_no_change before update or delete on publication_opinion for each row execute function refuse_change();
create trigger publication_opinion_no_truncate before truncate on publication_opinion for each statement execute function refuse_change();
