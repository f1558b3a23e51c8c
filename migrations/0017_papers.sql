-- 0017 — 票据与移交: receipt books, pay lists, handovers.
--
-- Source: domain/workflow.md §4, §5, §6, §11; 会计基础工作规范 art. 25–35 (移交), 48 (原始凭证).

-- 收据本 bought by the centre. The number keeps its digits: 0012001 and 12001 are not printed alike.
-- What happens to a book is told by the rows below, never by a change of this one.
create table receipt_book (
    id              text primary key,
    kind            text not null check (kind in ('unified', 'one_project', 'settlement')),
    series          text not null default '',       -- 字轨 printed before the number; often none
    digits          bigint not null check (digits between 1 and 12),
    number_first    bigint not null check (number_first >= 0),
    number_last     bigint not null,
    bought_on       text not null,
    bought_by       text not null,
    bought_name     text not null,
    bought_at       text not null,
    check (number_last >= number_first),
    unique (kind, series, number_first)
);

-- 领用: one receipt book to one village book. `turn` counts how often it was given out: a book recalled before
-- anybody signed for it may be given out once more, and of two who give it out at once one comes second.
create table receipt_issue (
    id              text primary key,
    receipt_book_id text not null references receipt_book (id),
    book_id         text not null references book (id),
    turn            bigint not null check (turn >= 1),
    issued_on       text not null,
    issued_by       text not null,
    issued_name     text not null,
    issued_at       text not null,
    unique (receipt_book_id, turn)
);
create index receipt_issue_by_book on receipt_issue (book_id);

-- What was done with an issue, each at most once: 签领, 收回, 交回存根, 遗失声明, 核销.
create table receipt_act (
    issue_id        text not null references receipt_issue (id),
    act             text not null check (act in ('sign', 'recall', 'hand_back', 'lose', 'verify')),
    words           text not null default '',
    file_id         text not null default '',
    by_id           text not null,
    by_name         text not null,
    at              text not null,
    primary key (issue_id, act)
);

-- One number of a receipt book and what became of it: used, let go (the item it was for was withdrawn or refused),
-- voided, lost. Numbers are used in order: the first event of a number needs the number before it (domain/workflow.md §6).
create table receipt_leaf_event (
    receipt_book_id text not null references receipt_book (id),
    number          bigint not null,
    seq             bigint not null check (seq >= 1),
    issue_id        text not null references receipt_issue (id),
    what            text not null check (what in ('used', 'let_go', 'void', 'lost')),
    submission_id   text not null default '',
    said_of         text not null default '',       -- the item in words, 报账单 第12号
    fen             bigint not null default 0,
    reason          text not null default '',
    file_id         text not null default '',
    by_id           text not null,
    by_name         text not null,
    at              text not null,
    primary key (receipt_book_id, number, seq)
);
create index receipt_leaf_event_by_submission on receipt_leaf_event (submission_id);
create index receipt_leaf_event_by_issue on receipt_leaf_event (issue_id);

-- 发放表: who is paid how much. Identity cards and account numbers are cut to their tails before they reach the
-- database; the whole number is stored nowhere. Its paper, signed and photographed, is a source document.
create table pay_list (
    id              text primary key,
    book_id         text not null references book (id),
    kind            text not null check (kind in ('wage', 'compensation', 'dividend', 'subsidy', 'other')),
    title           text not null,
    date            text not null,
    people          bigint not null check (people > 0),
    fen_total       bigint not null check (fen_total > 0),
    source          text not null default '',       -- the file it was read from; empty when entered by hand
    digest          text not null,                  -- over its head and its rows
    replaces        text not null default '',       -- the list it corrects
    once_key        text not null,                  -- the form it came from: a double click is one list
    made_by         text not null,
    made_name       text not null,
    made_at         text not null,
    unique (book_id, once_key)
);
create index pay_list_by_book on pay_list (book_id, made_at);

create table pay_list_row (
    pay_list_id     text not null references pay_list (id),
    no              bigint not null check (no >= 1),
    name            text not null,
    household       text not null default '',
    id_tail         text not null default '',
    account_tail    text not null default '',
    fen             bigint not null check (fen > 0),
    remark          text not null default '',
    check (length(id_tail) <= 4 and length(account_tail) <= 4),
    primary key (pay_list_id, no)
);

-- The source document that is a pay list's signed paper; the document's digest covers the list's.
create table document_pay_list (
    document_id     text primary key references source_document (id),
    pay_list_id     text not null references pay_list (id),
    digest          text not null
);
create index document_pay_list_by_list on document_pay_list (pay_list_id);

-- 原始凭证移交清单: the papers a clerk hands to the centre, in two copies, each item ticked off by the accountant.
create table paper_handover (
    id              text primary key,
    book_id         text not null references book (id),
    serial          bigint not null check (serial >= 1),
    day             text not null,
    items           bigint not null check (items > 0),
    pages           bigint not null check (pages >= 0),
    fen_total       bigint not null,
    digest          text not null,
    made_by         text not null,
    made_name       text not null,
    made_at         text not null,
    unique (book_id, serial)
);

create table paper_handover_item (
    handover_id     text not null references paper_handover (id),
    position        bigint not null check (position >= 1),
    submission_id   text not null,
    serial          bigint not null,
    date            text not null,
    reason          text not null,
    pages           bigint not null,
    fen             bigint not null,
    primary key (handover_id, position)
);
create index paper_handover_item_by_submission on paper_handover_item (submission_id);

-- How a list ended, once: received by the accountant, or taken back by the clerk before that.
create table paper_handover_end (
    handover_id     text primary key references paper_handover (id),
    act             text not null check (act in ('receive', 'withdraw')),
    words           text not null default '',
    by_id           text not null,
    by_name         text not null,
    at              text not null
);

-- What was not in the envelope.
create table paper_handover_missing (
    handover_id     text not null references paper_handover (id),
    position        bigint not null,
    words           text not null default '',
    primary key (handover_id, position)
);

-- 交接: a clerk or an accountant leaves a book. The list is kept as it stood when it was made (会计基础工作规范 art. 27).
create table post_handover (
    id              text primary key,
    book_id         text not null references book (id),
    role            text not null check (role in ('clerk', 'accountant')),
    out_id          text not null,
    out_name        text not null,
    in_id           text not null,
    in_name         text not null,
    supervisor_id   text not null,
    supervisor_name text not null,
    reason          text not null,
    content         text not null,                  -- the list, JSON
    digest          text not null,
    made_by         text not null,
    made_name       text not null,
    made_at         text not null,
    check (out_id <> in_id and out_id <> supervisor_id and in_id <> supervisor_id)
);
create index post_handover_by_book on post_handover (book_id, made_at);

-- 移交人, 接交人, 监交人 each confirm once, by their own login or on paper; differences are written up (art. 28–30).
create table post_handover_mark (
    handover_id     text not null references post_handover (id),
    party           text not null check (party in ('out', 'in', 'supervisor')),
    way             text not null check (way in ('login', 'paper')),
    words           text not null default '',
    file_id         text not null default '',
    digest          text not null,
    by_id           text not null,
    by_name         text not null,
    at              text not null,
    primary key (handover_id, party)
);

-- A handover that was called off before everybody had confirmed.
create table post_handover_cancelled (
    handover_id     text primary key references post_handover (id),
    words           text not null,
    by_id           text not null,
    by_name         text not null,
    at              text not null
);

-- engine: sqlite
create trigger receipt_book_no_update before update on receipt_book begin select raise(abort, 'IMMUTABLE: receipt_book'); end;
create trigger receipt_book_no_delete before delete on receipt_book begin select raise(abort, 'IMMUTABLE: receipt_book'); end;
create trigger receipt_issue_no_update before update on receipt_issue begin select raise(abort, 'IMMUTABLE: receipt_issue'); end;
create trigger receipt_issue_no_delete before delete on receipt_issue begin select raise(abort, 'IMMUTABLE: receipt_issue'); end;
create trigger receipt_act_no_update before update on receipt_act begin select raise(abort, 'IMMUTABLE: receipt_act'); end;
create trigger receipt_act_no_delete before delete on receipt_act begin select raise(abort, 'IMMUTABLE: receipt_act'); end;
create trigger receipt_leaf_event_no_update before update on receipt_leaf_event begin select raise(abort, 'IMMUTABLE: receipt_leaf_event'); end;
create trigger receipt_leaf_event_no_delete before delete on receipt_leaf_event begin select raise(abort, 'IMMUTABLE: receipt_leaf_event'); end;
create trigger pay_list_no_update before update on pay_list begin select raise(abort, 'IMMUTABLE: pay_list'); end;
create trigger pay_list_no_delete before delete on pay_list begin select raise(abort, 'IMMUTABLE: pay_list'); end;
create trigger pay_list_row_no_update before update on pay_list_row begin select raise(abort, 'IMMUTABLE: pay_list_row'); end;
create trigger pay_list_row_no_delete before delete on pay_list_row begin select raise(abort, 'IMMUTABLE: pay_list_row'); end;
create trigger document_pay_list_no_update before update on document_pay_list begin select raise(abort, 'IMMUTABLE: document_pay_list'); end;
create trigger document_pay_list_no_delete before delete on document_pay_list begin select raise(abort, 'IMMUTABLE: document_pay_list'); end;
create trigger paper_handover_no_update before update on paper_handover begin select raise(abort, 'IMMUTABLE: paper_handover'); end;
create trigger paper_handover_no_delete before delete on paper_handover begin select raise(abort, 'IMMUTABLE: paper_handover'); end;
create trigger paper_handover_item_no_update before update on paper_handover_item begin select raise(abort, 'IMMUTABLE: paper_handover_item'); end;
create trigger paper_handover_item_no_delete before delete on paper_handover_item begin select raise(abort, 'IMMUTABLE: paper_handover_item'); end;
create trigger paper_handover_end_no_update before update on paper_handover_end begin select raise(abort, 'IMMUTABLE: paper_handover_end'); end;
create trigger paper_handover_end_no_delete before delete on paper_handover_end begin select raise(abort, 'IMMUTABLE: paper_handover_end'); end;
create trigger paper_handover_missing_no_update before update on paper_handover_missing begin select raise(abort, 'IMMUTABLE: paper_handover_missing'); end;
create trigger paper_handover_missing_no_delete before delete on paper_handover_missing begin select raise(abort, 'IMMUTABLE: paper_handover_missing'); end;
create trigger post_handover_no_update before update on post_handover begin select raise(abort, 'IMMUTABLE: post_handover'); end;
create trigger post_handover_no_delete before delete on post_handover begin select raise(abort, 'IMMUTABLE: post_handover'); end;
create trigger post_handover_mark_no_update before update on post_handover_mark begin select raise(abort, 'IMMUTABLE: post_handover_mark'); end;
create trigger post_handover_mark_no_delete before delete on post_handover_mark begin select raise(abort, 'IMMUTABLE: post_handover_mark'); end;
create trigger post_handover_cancelled_no_update before update on post_handover_cancelled begin select raise(abort, 'IMMUTABLE: post_handover_cancelled'); end;
create trigger post_handover_cancelled_no_delete before delete on post_handover_cancelled begin select raise(abort, 'IMMUTABLE: post_handover_cancelled'); end;
create trigger receipt_leaf_event_in_order before insert on receipt_leaf_event begin
    select raise(abort, 'GAP: receipt_leaf_event')
    where new.seq > 1 and not exists (
        select 1 from receipt_leaf_event e
        where e.receipt_book_id = new.receipt_book_id and e.number = new.number and e.seq = new.seq - 1);
    select raise(abort, 'GAP: receipt_leaf_event')
    where not exists (
        select 1 from receipt_book b
        where b.id = new.receipt_book_id and new.number between b.number_first and b.number_last
          and (new.number = b.number_first or exists (
              select 1 from receipt_leaf_event e where e.receipt_book_id = b.id and e.number = new.number - 1)));
end;
-- engine: postgres
create trigger receipt_book_no_change before update or delete on receipt_book for each row execute function refuse_change();
create trigger receipt_book_no_truncate before truncate on receipt_book for each statement execute function refuse_change();
create trigger receipt_issue_no_change before update or delete on receipt_issue for each row execute function refuse_change();
create trigger receipt_issue_no_truncate before truncate on receipt_issue for each statement execute function refuse_change();
create trigger receipt_act_no_change before update or delete on receipt_act for each row execute function refuse_change();
create trigger receipt_act_no_truncate before truncate on receipt_act for each statement execute function refuse_change();
create trigger receipt_leaf_event_no_change before update or delete on receipt_leaf_event for each row execute function refuse_change();
create trigger receipt_leaf_event_no_truncate before truncate on receipt_leaf_event for each statement execute function refuse_change();
create trigger pay_list_no_change before update or delete on pay_list for each row execute function refuse_change();
create trigger pay_list_no_truncate before truncate on pay_list for each statement execute function refuse_change();
create trigger pay_list_row_no_change before update or delete on pay_list_row for each row execute function refuse_change();
create trigger pay_list_row_no_truncate before truncate on pay_list_row for each statement execute function refuse_change();
create trigger document_pay_list_no_change before update or delete on document_pay_list for each row execute function refuse_change();
create trigger document_pay_list_no_truncate before truncate on document_pay_list for each statement execute function refuse_change();
create trigger paper_handover_no_change before update or delete on paper_handover for each row execute function refuse_change();
create trigger paper_handover_no_truncate before truncate on paper_handover for each statement execute function refuse_change();
create trigger paper_handover_item_no_change before update or delete on paper_handover_item for each row execute function refuse_change();
create trigger paper_handover_item_no_truncate before truncate on paper_handover_item for each statement execute function refuse_change();
create trigger paper_handover_end_no_change before update or delete on paper_handover_end for each row execute function refuse_change();
create trigger paper_handover_end_no_truncate before truncate on paper_handover_end for each statement execute function refuse_change();
create trigger paper_handover_missing_no_change before update or delete on paper_handover_missing for each row execute function refuse_change();
create trigger paper_handover_missing_no_truncate before truncate on paper_handover_missing for each statement execute function refuse_change();
create trigger post_handover_no_change before update or delete on post_handover for each row execute function refuse_change();
create trigger post_handover_no_truncate before truncate on post_handover for each statement execute function refuse_change();
create trigger post_handover_mark_no_change before update or delete on post_handover_mark for each row execute function refuse_change();
create trigger post_handover_mark_no_truncate before truncate on post_handover_mark for each statement execute function refuse_change();
create trigger post_handover_cancelled_no_change before update or delete on post_handover_cancelled for each row execute function refuse_change();
create trigger post_handover_cancelled_no_truncate before truncate on post_handover_cancelled for each statement execute function refuse_change();
create function receipt_leaf_in_order() returns trigger language plpgsql as $$
begin
    if (new.seq > 1 and not exists (
            select 1 from receipt_leaf_event e
            where e.receipt_book_id = new.receipt_book_id and e.number = new.number and e.seq = new.seq - 1))
        or not exists (
            select 1 from receipt_book b
            where b.id = new.receipt_book_id and new.number between b.number_first and b.number_last
              and (new.number = b.number_first or exists (
                  select 1 from receipt_leaf_event e where e.receipt_book_id = b.id and e.number = new.number - 1))) then
        raise exception 'GAP: receipt_leaf_event';
    end if;
    return new;
end $$;
create trigger receipt_leaf_event_in_order before insert on receipt_leaf_event for each row execute function receipt_leaf_in_order();
