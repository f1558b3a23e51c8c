-- 0022 — 专项公开, 年度材料 and 更正公告: what is published besides the sheet of a quarter or month.
--
-- Source: 农经发〔2011〕13号 (special disclosure, event by event); 农村集体经济组织法 art. 45, 46 (matters promptly; the annual
-- report, accounts and distribution plan 10 days before the meeting); domain/disclosure.md §2, D6, D8. A voucher that
-- raises a special sheet is found by a table of topics, so nothing is kept of a proposal: it is there until a sheet
-- names the voucher or somebody says, with a reason, that none is needed.

create table notice (
    id              text primary key,
    book_id         text not null references book (id),
    kind            text not null check (kind in ('special', 'annual', 'correction')),
    topic           text not null,              -- of a special sheet; empty for the annual package
    subject         text not null,              -- the group of events, or the year
    title           text not null,              -- what it is called on the board
    number          text not null,              -- 公开编号 2026-专-03
    state           text not null check (state in ('composed', 'checked', 'reviewed', 'signed', 'published', 'posted')),
    content         text not null,              -- JSON, canonical
    digest          text not null,              -- of the content
    code            text not null,              -- the short code printed and shown
    token           text not null unique,       -- where the public page stands
    due             text not null,              -- the day it should be public
    composed_name   text not null,
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
    posted_on       text not null default '',   -- the day it was put up
    posted_place    text not null default '',   -- where
    row_version     bigint not null default 1,
    unique (book_id, number)
);
create index notice_by_state on notice (state, book_id);

-- Which vouchers a special sheet tells of; one topic tells of a voucher once.
create table notice_voucher (
    book_id         text not null references book (id),
    topic           text not null,
    voucher_id      text not null references voucher (id),
    notice_id       text not null references notice (id) deferrable initially deferred,
    primary key (book_id, topic, voucher_id)
);

-- Vouchers that need no special sheet, and why.
create table notice_declined (
    book_id         text not null references book (id),
    topic           text not null,
    voucher_id      text not null references voucher (id),
    reason          text not null check (reason <> ''),
    declined_by     text not null,
    declined_name   text not null,
    declined_at     text not null,
    primary key (book_id, topic, voucher_id)
);

-- 民主理财小组意见 on a notice's digest.
create table notice_opinion (
    id              text primary key,
    notice_id       text not null references notice (id),
    digest          text not null,
    verdict         text not null check (verdict in ('agree', 'object')),
    words           text not null,
    given_by        text not null,
    given_name      text not null,
    given_at        text not null,
    unique (notice_id, digest, given_by)
);

-- The meeting a year's package is for. The newest row of a year holds; a meeting put off is a new row.
create table annual_meeting (
    id              text primary key,
    book_id         text not null references book (id),
    year            bigint not null,
    meeting         text not null,
    meets_on        text not null,
    entered_by      text not null,
    entered_name    text not null,
    entered_at      text not null
);
create index annual_meeting_by_book on annual_meeting (book_id, year);

-- engine: sqlite
create trigger notice_frozen before update on notice
when old.state in ('published', 'posted') and (new.content <> old.content or new.digest <> old.digest or new.code <> old.code or new.token <> old.token or new.number <> old.number or new.book_id <> old.book_id or new.kind <> old.kind or new.topic <> old.topic or new.subject <> old.subject or new.title <> old.title or new.due <> old.due or new.published_at <> old.published_at or new.state not in ('published', 'posted') or (old.state = 'posted' and new.state <> 'posted'))
begin select raise(abort, 'IMMUTABLE: notice'); end;
create trigger notice_no_delete before delete on notice when old.state in ('published', 'posted') begin select raise(abort, 'IMMUTABLE: notice'); end;
create trigger notice_voucher_no_update before update on notice_voucher begin select raise(abort, 'IMMUTABLE: notice_voucher'); end;
create trigger notice_voucher_no_delete before delete on notice_voucher begin select raise(abort, 'IMMUTABLE: notice_voucher'); end;
create trigger notice_declined_no_update before update on notice_declined begin select raise(abort, 'IMMUTABLE: notice_declined'); end;
create trigger notice_declined_no_delete before delete on notice_declined begin select raise(abort, 'IMMUTABLE: notice_declined'); end;
create trigger notice_opinion_no_update before update on notice_opinion begin select raise(abort, 'IMMUTABLE: notice_opinion'); end;
create trigger notice_opinion_no_delete before delete on notice_opinion begin select raise(abort, 'IMMUTABLE: notice_opinion'); end;
create trigger annual_meeting_no_update before update on annual_meeting begin select raise(abort, 'IMMUTABLE: annual_meeting'); end;
create trigger annual_meeting_no_delete before delete on annual_meeting begin select raise(abort, 'IMMUTABLE: annual_meeting'); end;
-- engine: postgres
create function check_notice() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.state in ('published', 'posted') then raise exception 'IMMUTABLE: notice'; end if;
        return old;
    end if;
    if old.state in ('published', 'posted') and (new.content <> old.content or new.digest <> old.digest or new.code <> old.code or new.token <> old.token or new.number <> old.number or new.book_id <> old.book_id or new.kind <> old.kind or new.topic <> old.topic or new.subject <> old.subject or new.title <> old.title or new.due <> old.due or new.published_at <> old.published_at or new.state not in ('published', 'posted') or (old.state = 'posted' and new.state <> 'posted')) then
        raise exception 'IMMUTABLE: notice';
    end if;
    return new;
end $$;
create trigger notice_frozen before update or delete on notice for each row execute function check_notice();
create trigger notice_no_truncate before truncate on notice for each statement execute function refuse_change();
create trigger notice_voucher_no_change before update or delete on notice_voucher for each row execute function refuse_change();
create trigger notice_voucher_no_truncate before truncate on notice_voucher for each statement execute function refuse_change();
create trigger notice_declined_no_change before update or delete on notice_declined for each row execute function refuse_change();
create trigger notice_declined_no_truncate before truncate on notice_declined for each statement execute function refuse_change();
create trigger notice_opinion_no_change before update or delete on notice_opinion for each row execute function refuse_change();
create trigger notice_opinion_no_truncate before truncate on notice_opinion for each statement execute function refuse_change();
create trigger annual_meeting_no_change before update or delete on annual_meeting for each row execute function refuse_change();
create trigger annual_meeting_no_truncate before truncate on annual_meeting for each statement execute function refuse_change();
