-- 0008 — periods and years: a reopening is asked for and answered, a year is sealed.
--
-- Why: a closed month that has to take a voucher once more is an act of two people with a reason and an end,
-- not a switch; and a year whose accounts are carried forward stands for ever, so that what is asked of a later
-- year never has to be summed from the first one. There is no 反结账 for vouchers: what was posted stays posted.
-- Source: 财会〔2024〕12号 art. 24 (closing); 财会〔2023〕14号 (年终结转); articulation C-4 (next opening = this closing), C-14.

-- 重开申请: who, which closed month, why, until when. Its answer is a row of `reopening` (0004: approved, the closing
-- no longer holds) or of `reopening_declined`. The month's next closing ends it (`closure.ends_request`).
create table reopening_request (
    id          text primary key,
    book_id     text not null references book (id),
    closure_id  text not null references closure (id),
    period      text not null,
    reason      text not null check (reason <> ''),
    until       text not null,                  -- the last day the month takes vouchers
    asked_by    text not null,
    asked_name  text not null,
    asked_at    text not null
);
create index reopening_request_by_book on reopening_request (book_id, period);

create table reopening_declined (
    request_id    text primary key references reopening_request (id),
    words         text not null check (words <> ''),
    declined_by   text not null,
    declined_name text not null,
    declined_at   text not null
);

-- The request a reopening answers; the request a closing ended; and the last day a reopened counter gives numbers
-- ('' while the month was never closed), so that an expired reopening is a wall and not a reminder.
alter table reopening add column request_id text not null default '';
alter table closure add column ends_request text not null default '';
alter table voucher_counter add column open_until text not null default '';

-- 年度封存: the roots of the year's months, the seal of the year before, and the opening of the next year, which is
-- written to `opening_balance` in the same transaction. From here on every report of a later year begins there.
create table year_seal (
    id              text primary key,
    book_id         text not null references book (id),
    year            bigint not null,
    fen_total       bigint not null,            -- either side of the next year's opening
    opening_digest  text not null,
    previous_root   text not null,
    root            text not null,
    sealed_by       text not null,
    sealed_name     text not null,
    sealed_at       text not null,
    unique (book_id, year)
);

-- engine: sqlite
create trigger reopening_request_no_update before update on reopening_request begin select raise(abort, 'IMMUTABLE: reopening_request'); end;
create trigger reopening_request_no_delete before delete on reopening_request begin select raise(abort, 'IMMUTABLE: reopening_request'); end;
create trigger reopening_declined_no_update before update on reopening_declined begin select raise(abort, 'IMMUTABLE: reopening_declined'); end;
create trigger reopening_declined_no_delete before delete on reopening_declined begin select raise(abort, 'IMMUTABLE: reopening_declined'); end;
create trigger year_seal_no_update before update on year_seal begin select raise(abort, 'IMMUTABLE: year_seal'); end;
create trigger year_seal_no_delete before delete on year_seal begin select raise(abort, 'IMMUTABLE: year_seal'); end;
create trigger voucher_not_in_sealed_year before insert on voucher
when exists (select 1 from year_seal s where s.book_id = new.book_id and s.year >= cast(substr(new.period, 1, 4) as integer))
begin select raise(abort, 'IMMUTABLE: sealed year'); end;
create trigger closure_not_in_sealed_year before insert on closure
when exists (select 1 from year_seal s where s.book_id = new.book_id and s.year >= cast(substr(new.period, 1, 4) as integer))
begin select raise(abort, 'IMMUTABLE: sealed year'); end;
create trigger reopening_not_in_sealed_year before insert on reopening
when exists (select 1 from year_seal s join closure c on c.book_id = s.book_id where c.id = new.closure_id and s.year >= cast(substr(c.period, 1, 4) as integer))
begin select raise(abort, 'IMMUTABLE: sealed year'); end;
create trigger opening_not_after_seal before insert on opening_balance
when exists (select 1 from year_seal s where s.book_id = new.book_id and s.year >= new.year - 1)
begin select raise(abort, 'IMMUTABLE: opening_balance'); end;
-- engine: postgres
create trigger reopening_request_no_change before update or delete on reopening_request for each row execute function refuse_change();
create trigger reopening_request_no_truncate before truncate on reopening_request for each statement execute function refuse_change();
create trigger reopening_declined_no_change before update or delete on reopening_declined for each row execute function refuse_change();
create trigger reopening_declined_no_truncate before truncate on reopening_declined for each statement execute function refuse_change();
create trigger year_seal_no_change before update or delete on year_seal for each row execute function refuse_change();
create trigger year_seal_no_truncate before truncate on year_seal for each statement execute function refuse_change();
create function check_year_open() returns trigger language plpgsql as $$
begin
    if exists (select 1 from year_seal s where s.book_id = new.book_id and s.year >= cast(substr(new.period, 1, 4) as bigint)) then
        raise exception 'IMMUTABLE: sealed year';
    end if;
    return new;
end $$;
create trigger voucher_not_in_sealed_year before insert on voucher for each row execute function check_year_open();
create trigger closure_not_in_sealed_year before insert on closure for each row execute function check_year_open();
create function check_reopening() returns trigger language plpgsql as $$
begin
    if exists (select 1 from year_seal s join closure c on c.book_id = s.book_id where c.id = new.closure_id and s.year >= cast(substr(c.period, 1, 4) as bigint)) then
        raise exception 'IMMUTABLE: sealed year';
    end if;
    return new;
end $$;
create trigger reopening_not_in_sealed_year before insert on reopening for each row execute function check_reopening();
create function check_opening_of_sealed_year() returns trigger language plpgsql as $$
begin
    if exists (select 1 from year_seal s where s.book_id = new.book_id and s.year >= new.year - 1) then
        raise exception 'IMMUTABLE: opening_balance';
    end if;
    return new;
end $$;
create trigger opening_not_after_seal before insert on opening_balance for each row execute function check_opening_of_sealed_year();
