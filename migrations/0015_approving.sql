-- 0015 — the meeting of the finance group: papers opened before they are agreed to, PINs on one device,
-- paper bound to the same digest; terms of office, substitutes, cadres and their near relatives.
--
-- Source: 村民委员会组织法 art. 32, 农村集体经济组织法 art. 34 (who may not sit in the group);
-- 农经发〔2011〕13号 (finance-group review first); domain practice in workflow.md §2–4.

-- A role is given for a term: outside it, it gives no permit. '' is without limit on that side.
alter table role_grant add column term_from text not null default '';
alter table role_grant add column term_to text not null default '';
alter table role_grant add column elected_on text not null default '';
alter table role_grant add column elected_by text not null default '';     -- which meeting
alter table role_grant add column place_of text not null default '';       -- whose place a substitute takes
alter table role_grant add column reason text not null default '';         -- why there is a substitute

-- How a mark was given: at one's own login, by one's PIN at a meeting, or by hand on its paper.
alter table approval_mark add column way text not null default 'login' check (way in ('login', 'pin', 'paper'));
alter table approval_mark add column meeting_id text not null default '';

-- 签字密码: 4 to 6 digits, hashed as passwords are. Never shown, never logged.
create table member_pin (
    person_id   text primary key references person (id),
    pin_hash    text not null,
    set_at      text not null
);

-- A code the administrator hands out, with which a member sets the first PIN at the meeting. Used once.
create table pin_code (
    person_id   text primary key references person (id),
    code_hash   text not null,
    given_by    text not null,
    given_at    text not null,
    expires_at  text not null
);

-- Village cadres of a book: who held which office from when to when.
create table cadre (
    id          text primary key,
    book_id     text not null,
    name        text not null,
    office      text not null,
    valid_from  text not null,
    valid_to    text not null default '',
    recorded_by text not null,
    recorded_at text not null
);
create index cadre_by_book on cadre (book_id);

-- Near relatives: `name` is `relation` (配偶, 子女 …) of `other_name`. A row written in error is taken back, not deleted.
create table kin (
    id          text primary key,
    book_id     text not null,
    name        text not null,
    relation    text not null,
    other_name  text not null,
    recorded_by text not null,
    recorded_at text not null,
    revoked_at  text not null default ''
);
create index kin_by_book on kin (book_id);

-- Who opened the papers of an item as it stood: a person at his own login, or a meeting before its eyes.
create table paper_opened (
    submission_id   text not null references submission (id),
    digest          text not null,
    person_id       text not null,          -- '' for a meeting
    meeting_id      text not null,          -- '' for a person
    at              text not null,
    primary key (submission_id, digest, person_id, meeting_id)
);

-- 理财日: one meeting of a book's finance group. Its batch is fixed when it opens.
create table meeting (
    id              text primary key,
    book_id         text not null references book (id),
    number          bigint not null check (number > 0),     -- within the book
    held_on         text not null,
    place           text not null,
    convener_name   text not null,
    batch_digest    text not null,
    opened_by       text not null,
    opened_name     text not null,
    opened_at       text not null,
    once_key        text not null,                           -- the form's own key: a double click is one meeting
    unique (book_id, number),
    unique (book_id, once_key)
);

-- The batch: items in the order of their numbers, each as it stood when the meeting opened.
create table meeting_item (
    meeting_id      text not null references meeting (id),
    position        bigint not null check (position > 0),
    submission_id   text not null references submission (id),
    digest          text not null,
    primary key (meeting_id, position),
    unique (meeting_id, submission_id)
);
create index meeting_item_by_submission on meeting_item (submission_id);

-- The group as it was on the day of the meeting; present or absent.
create table meeting_seat (
    meeting_id  text not null references meeting (id),
    person_id   text not null,
    name        text not null,
    primary key (meeting_id, person_id)
);
create table meeting_present (
    meeting_id  text not null references meeting (id),
    person_id   text not null,
    at          text not null,
    primary key (meeting_id, person_id)
);
create table meeting_close (
    meeting_id  text primary key references meeting (id),
    closed_by   text not null,
    closed_name text not null,
    closed_at   text not null
);

-- 纸质签字: the signed list photographed, and what each member said on it, bound to the batch by the code printed there.
-- One records it, another confirms it; only then are there marks.
create table paper_binding (
    id              text primary key,
    meeting_id      text not null references meeting (id),
    file_id         text not null references stored_file (id),
    batch_digest    text not null,
    recorded_by     text not null,
    recorded_name   text not null,
    recorded_at     text not null
);
create index paper_binding_by_meeting on paper_binding (meeting_id);
create table paper_verdict (
    binding_id      text not null references paper_binding (id),
    person_id       text not null,
    submission_id   text not null references submission (id),
    verdict         text not null check (verdict in ('agree', 'refuse')),
    words           text not null,
    primary key (binding_id, person_id, submission_id)
);
create table paper_answer (
    binding_id      text primary key references paper_binding (id),
    answer          text not null check (answer in ('confirmed', 'declined')),
    words           text not null,
    answered_by     text not null,
    answered_name   text not null,
    answered_at     text not null
);

-- engine: sqlite
create trigger paper_opened_no_update before update on paper_opened begin select raise(abort, 'IMMUTABLE: paper_opened'); end;
create trigger paper_opened_no_delete before delete on paper_opened begin select raise(abort, 'IMMUTABLE: paper_opened'); end;
create trigger meeting_no_update before update on meeting begin select raise(abort, 'IMMUTABLE: meeting'); end;
create trigger meeting_no_delete before delete on meeting begin select raise(abort, 'IMMUTABLE: meeting'); end;
create trigger meeting_item_no_update before update on meeting_item begin select raise(abort, 'IMMUTABLE: meeting_item'); end;
create trigger meeting_item_no_delete before delete on meeting_item begin select raise(abort, 'IMMUTABLE: meeting_item'); end;
create trigger meeting_seat_no_update before update on meeting_seat begin select raise(abort, 'IMMUTABLE: meeting_seat'); end;
create trigger meeting_seat_no_delete before delete on meeting_seat begin select raise(abort, 'IMMUTABLE: meeting_seat'); end;
create trigger meeting_present_no_update before update on meeting_present begin select raise(abort, 'IMMUTABLE: meeting_present'); end;
create trigger meeting_present_no_delete before delete on meeting_present begin select raise(abort, 'IMMUTABLE: meeting_present'); end;
create trigger meeting_close_no_update before update on meeting_close begin select raise(abort, 'IMMUTABLE: meeting_close'); end;
create trigger meeting_close_no_delete before delete on meeting_close begin select raise(abort, 'IMMUTABLE: meeting_close'); end;
create trigger paper_binding_no_update before update on paper_binding begin select raise(abort, 'IMMUTABLE: paper_binding'); end;
create trigger paper_binding_no_delete before delete on paper_binding begin select raise(abort, 'IMMUTABLE: paper_binding'); end;
create trigger paper_verdict_no_update before update on paper_verdict begin select raise(abort, 'IMMUTABLE: paper_verdict'); end;
create trigger paper_verdict_no_delete before delete on paper_verdict begin select raise(abort, 'IMMUTABLE: paper_verdict'); end;
create trigger paper_answer_no_update before update on paper_answer begin select raise(abort, 'IMMUTABLE: paper_answer'); end;
create trigger paper_answer_no_delete before delete on paper_answer begin select raise(abort, 'IMMUTABLE: paper_answer'); end;
-- engine: postgres
create trigger paper_opened_no_change before update or delete on paper_opened for each row execute function refuse_change();
create trigger paper_opened_no_truncate before truncate on paper_opened for each statement execute function refuse_change();
create trigger meeting_no_change before update or delete on meeting for each row execute function refuse_change();
create trigger meeting_no_truncate before truncate on meeting for each statement execute function refuse_change();
create trigger meeting_item_no_change before update or delete on meeting_item for each row execute function refuse_change();
create trigger meeting_item_no_truncate before truncate on meeting_item for each statement execute function refuse_change();
create trigger meeting_seat_no_change before update or delete on meeting_seat for each row execute function refuse_change();
create trigger meeting_seat_no_truncate before truncate on meeting_seat for each statement execute function refuse_change();
create trigger meeting_present_no_change before update or delete on meeting_present for each row execute function refuse_change();
create trigger meeting_present_no_truncate before truncate on meeting_present for each statement execute function refuse_change();
create trigger meeting_close_no_change before update or delete on meeting_close for each row execute function refuse_change();
create trigger meeting_close_no_truncate before truncate on meeting_close for each statement execute function refuse_change();
create trigger paper_binding_no_change before update or delete on paper_binding for each row execute function refuse_change();
create trigger paper_binding_no_truncate before truncate on paper_binding for each statement execute function refuse_change();
create trigger paper_verdict_no_change before update or delete on paper_verdict for each row execute function refuse_change();
create trigger paper_verdict_no_truncate before truncate on paper_verdict for each statement execute function refuse_change();
create trigger paper_answer_no_change before update or delete on paper_answer for each row execute function refuse_change();
create trigger paper_answer_no_truncate before truncate on paper_answer for each statement execute function refuse_change();
