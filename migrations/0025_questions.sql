-- 0025 — 村民质询: what villagers ask about a published sheet, and how each was answered.
--
-- Source: 农村集体经济组织法 art. 30(11) (the council receives and answers questions), 村民委员会组织法 art. 30, 31,
-- domain/disclosure.md §4, §5, D7. Nobody needs an account to ask; who asks may leave a name and a number, kept apart.

-- The question as it was asked. Nothing here changes; what was done with it stands in question_act.
create table question (
    id              text primary key,
    book_id         text not null references book (id),
    serial          bigint not null check (serial >= 1),
    ticket_digest   text not null unique,           -- only the asker holds the code: whoever answers cannot rate in the asker's name
    once_key        text not null unique,           -- the form it came from: pressed twice is asked once
    sheet_token     text not null,
    sheet_number    text not null,                  -- 公开编号
    quarter         text not null,
    line_month      text not null default '',       -- the line of the sheet; empty for the whole sheet
    line_number     text not null default '',
    line_place      bigint not null default 0,      -- which of the voucher's lines on the sheet, 1..n
    line_what       text not null default '',
    words           text not null,
    asked_at        text not null,
    unique (book_id, serial)
);
create index question_by_quarter on question (book_id, quarter);
create index question_by_sheet on question (sheet_token, asked_at);

-- How to reach the asker, when they said so. Seen by the handler only; taken away after the question is archived.
create table question_contact (
    question_id     text primary key references question (id),
    name            text not null default '',
    phone           text not null default ''
);

-- What was done with it, one row an act, in order: two who act at once on the same state get the same number, and one is
-- refused.
create table question_act (
    question_id     text not null references question (id),
    seq             bigint not null check (seq >= 1),
    act             text not null check (act in ('accept', 'reject', 'merge', 'sort', 'assign', 'urge', 'explain', 'propose',
                                                 'hand_back', 'answer', 'approve', 'rate', 'call', 'redo', 'archive')),
    words           text not null default '',
    kind            text not null default '',       -- 分类, with accept and sort
    to_id           text not null default '',       -- whom it was given to, with assign
    to_name         text not null default '',
    into_id         text not null default '',       -- the earlier question it was merged into
    score           text not null default '' check (score in ('', 'content', 'mostly', 'not')),
    by_id           text not null,                  -- empty for the asker
    by_name         text not null,
    at              text not null,
    primary key (question_id, seq)
);
create index question_act_by_into on question_act (into_id);

-- The one secret that signs public forms: without a session a form proves by it that we handed it out, and when.
create table form_key (
    id              bigint primary key check (id = 1),
    secret          text not null,
    made_at         text not null
);

-- engine: sqlite
create trigger question_no_update before update on question begin select raise(abort, 'IMMUTABLE: question'); end;
create trigger question_no_delete before delete on question begin select raise(abort, 'IMMUTABLE: question'); end;
create trigger question_act_no_update before update on question_act begin select raise(abort, 'IMMUTABLE: question_act'); end;
create trigger question_act_no_delete before delete on question_act begin select raise(abort, 'IMMUTABLE: question_act'); end;
create trigger question_contact_no_update before update on question_contact begin select raise(abort, 'IMMUTABLE: question_contact'); end;
create trigger question_contact_stays before delete on question_contact begin
    select raise(abort, 'IMMUTABLE: question_contact')
    where not exists (select 1 from question_act a where a.question_id = old.question_id and a.act = 'archive');
end;
create trigger form_key_no_update before update on form_key begin select raise(abort, 'IMMUTABLE: form_key'); end;
create trigger form_key_no_delete before delete on form_key begin select raise(abort, 'IMMUTABLE: form_key'); end;
-- engine: postgres
create trigger question_no_change before update or delete on question for each row execute function refuse_change();
create trigger question_no_truncate before truncate on question for each statement execute function refuse_change();
create trigger question_act_no_change before update or delete on question_act for each row execute function refuse_change();
create trigger question_act_no_truncate before truncate on question_act for each statement execute function refuse_change();
create trigger question_contact_no_update before update on question_contact for each row execute function refuse_change();
create trigger question_contact_no_truncate before truncate on question_contact for each statement execute function refuse_change();
create function question_contact_after_archive() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from question_act a where a.question_id = old.question_id and a.act = 'archive') then
        raise exception 'IMMUTABLE: question_contact';
    end if;
    return old;
end $$;
create trigger question_contact_stays before delete on question_contact for each row execute function question_contact_after_archive();
create trigger form_key_no_change before update or delete on form_key for each row execute function refuse_change();
create trigger form_key_no_truncate before truncate on form_key for each statement execute function refuse_change();
