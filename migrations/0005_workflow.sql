-- 0005 — 报账 → 理财 → 审核 → 记账: submissions, the approval ladder, the marks.
--
-- Source: 农经发〔2011〕13号 (finance-group review first); domain practice in workflow.md §3–4.

create table submission (
    id              text primary key,
    book_id         text not null references book (id),
    serial          bigint not null,            -- 报账单 number within the book, for people
    state           text not null check (state in ('draft', 'submitted', 'approved', 'accepted', 'booked', 'returned', 'refused', 'withdrawn')),
    card            text not null check (card in ('income', 'expense', 'transfer', 'debt')),
    item            text not null,              -- business item code, '' until chosen
    date            text not null,
    fen             bigint not null check (fen >= 0),
    other_party     text not null,              -- from or to whom, in plain words
    reason          text not null,
    handler         text not null default '',
    paid_by         text not null check (paid_by in ('cash', 'bank', 'unpaid', 'to_cash', 'to_bank')),
    household_id    text not null default '',
    counterparty_id text not null default '',
    project_id      text not null default '',
    step            bigint not null default 0,  -- which ladder step it waits for, 0 before submitting
    waits_for       text not null default 'clerk' check (waits_for in ('nobody', 'clerk', 'finance_group', 'village_head', 'township', 'centre')),
    digest          text not null default '',   -- what the marks approve
    made_by         text not null,
    made_name       text not null,
    made_at         text not null,
    submitted_at    text not null default '',
    waiting_since   text not null default '',
    draft_id        text not null default '',
    once_key        text not null,              -- the form's own key: a double click is one submission
    version         bigint not null default 1,
    unique (book_id, serial),
    unique (book_id, once_key)
);
create index submission_by_state on submission (book_id, state);
create index submission_by_waiting on submission (waits_for, book_id);

-- The last serial drawn per book.
create table submission_counter (
    book_id     text primary key,
    last_serial bigint not null
);

create table submission_document (
    submission_id   text not null references submission (id),
    document_id     text not null references source_document (id),
    position        bigint not null,
    primary key (submission_id, document_id)
);
create index submission_document_by_document on submission_document (document_id);

-- The thread: what happened to a submission, who did it, in what words.
create table submission_event (
    submission_id   text not null references submission (id),
    seq             bigint not null,
    at              text not null,
    actor_id        text not null,
    actor_name      text not null,
    act             text not null,
    from_state      text not null,
    to_state        text not null,
    reasons         text not null,              -- JSON list of reasons from the centre's list
    words           text not null,
    primary key (submission_id, seq)
);

-- A mark on a submission's digest. A mark on another digest than today's is void, visibly.
create table approval_mark (
    id              text primary key,
    submission_id   text not null references submission (id),
    step            bigint not null,
    approver        text not null check (approver in ('finance_group', 'village_head', 'committee', 'members', 'township')),
    verdict         text not null check (verdict in ('agree', 'refuse')),
    words           text not null,
    digest          text not null,
    marked_by       text not null,
    marked_name     text not null,
    marked_at       text not null,
    unique (submission_id, step, marked_by, digest)
);

-- 审批权限: dated steps of a book's ladder. fen_to 0 means without limit.
create table ladder_step (
    book_id     text not null references book (id),
    valid_from  text not null,
    card        text not null,                  -- '' for every card
    fen_from    bigint not null,
    fen_to      bigint not null,
    position    bigint not null check (position > 0),
    approver    text not null check (approver in ('finance_group', 'village_head', 'committee', 'members', 'township')),
    quorum      bigint not null check (quorum > 0),
    primary key (book_id, valid_from, card, fen_from, position)
);

-- engine: sqlite
create trigger submission_event_no_update before update on submission_event begin select raise(abort, 'IMMUTABLE: submission_event'); end;
create trigger submission_event_no_delete before delete on submission_event begin select raise(abort, 'IMMUTABLE: submission_event'); end;
create trigger approval_mark_no_update before update on approval_mark begin select raise(abort, 'IMMUTABLE: approval_mark'); end;
create trigger approval_mark_no_delete before delete on approval_mark begin select raise(abort, 'IMMUTABLE: approval_mark'); end;
-- engine: postgres
create trigger submission_event_no_change before update or delete on submission_event for each row execute function refuse_change();
create trigger submission_event_no_truncate before truncate on submission_event for each statement execute function refuse_change();
create trigger approval_mark_no_change before update or delete on approval_mark for each row execute function refuse_change();
create trigger approval_mark_no_truncate before truncate on approval_mark for each statement execute function refuse_change();
