-- 0019 — time: the working calendar, reporting days (报账日), what the centre says when it gives an item back.
--
-- Source: 全国年节及纪念日放假办法 (the days of a year are told in the autumn before, so they are data);
-- domain/workflow.md §4 (报账日, 退回原因); PRODUCT promise 11 (首问负责, 限时办结) and 一次性告知.

-- A day that is not what its weekday says. The centre may mend a slip: who and when stand here, the log keeps the rest.
create table work_day (
    date    text primary key,
    kind    text not null check (kind in ('rest', 'work')),
    name    text not null,
    set_by  text not null,
    set_at  text not null
);

-- 报账日 of a book from a day on: days of the month (5,20) or working days of the month (1,10); '' for none.
-- A day that is not worked moves to the next working day. The latest row that has begun holds.
create table reporting_day (
    book_id     text not null references book (id),
    valid_from  text not null,
    kind        text not null check (kind in ('month_day', 'working_day')),
    days        text not null,
    set_by      text not null,
    set_at      text not null,
    primary key (book_id, valid_from)
);

-- 退回原因 the centre added to the list delivered with the program.
create table return_reason (
    code        text primary key,
    reason      text not null,
    field       text not null,              -- the field of the clerk's form it is about
    valid_from  text not null,
    made_by     text not null,
    made_name   text not null,
    made_at     text not null
);

-- 退回原因 the centre does not use any more, delivered or added.
create table return_reason_retired (
    code        text primary key,
    valid_to    text not null,              -- the last day it is on the list
    made_by     text not null,
    made_name   text not null,
    made_at     text not null
);

-- One return as it was told (一次性告知): which reasons, how each field stood then, and which reasons could have been
-- told the time before, because the field they are about has not changed since.
create table submission_return (
    submission_id   text not null references submission (id),
    seq             bigint not null check (seq > 0),
    at              text not null,
    codes           text not null,          -- JSON list of reason codes
    fields          text not null,          -- JSON object: field → digest of what stood in it
    late            text not null,          -- JSON list of reasons in words
    primary key (submission_id, seq)
);

-- engine: sqlite
create trigger return_reason_no_update before update on return_reason begin select raise(abort, 'IMMUTABLE: return_reason'); end;
create trigger return_reason_no_delete before delete on return_reason begin select raise(abort, 'IMMUTABLE: return_reason'); end;
create trigger return_reason_retired_no_update before update on return_reason_retired begin select raise(abort, 'IMMUTABLE: return_reason_retired'); end;
create trigger return_reason_retired_no_delete before delete on return_reason_retired begin select raise(abort, 'IMMUTABLE: return_reason_retired'); end;
create trigger submission_return_no_update before update on submission_return begin select raise(abort, 'IMMUTABLE: submission_return'); end;
create trigger submission_return_no_delete before delete on submission_return begin select raise(abort, 'IMMUTABLE: submission_return'); end;
-- engine: postgres
create trigger return_reason_no_change before update or delete on return_reason for each row execute function refuse_change();
create trigger return_reason_no_truncate before truncate on return_reason for each statement execute function refuse_change();
create trigger return_reason_retired_no_change before update or delete on return_reason_retired for each row execute function refuse_change();
create trigger return_reason_retired_no_truncate before truncate on return_reason_retired for each statement execute function refuse_change();
create trigger submission_return_no_change before update or delete on submission_return for each row execute function refuse_change();
create trigger submission_return_no_truncate before truncate on submission_return for each statement execute function refuse_change();
