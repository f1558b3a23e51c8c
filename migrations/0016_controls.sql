-- 0016 — controls: what a township wants looked at before money moves, how hard, and what was said when it moved all the same.
--
-- Source: PRODUCT §5; domain practice in workflow.md §3, §5–7, §13 (会计基础工作规范 art. 48, 农村集体经济组织财务制度 art. 16).
-- Every figure is local: a setting is dated, of the township (scope '') or of one book that overrides it.

create table control_setting (
    scope       text not null,              -- '' the township, otherwise a book id
    control     text not null,              -- cash.transfer_floor
    valid_from  text not null,
    severity    text not null check (severity in ('block', 'warn', 'note', 'off')),
    parameters  text not null,              -- JSON: name → whole number, fen for an amount
    set_by      text not null,
    set_name    text not null,
    set_at      text not null,
    primary key (scope, control, valid_from)
);

-- What a control found when somebody acted all the same, and the reason given. What blocks leaves no row: it was refused.
create table control_finding (
    id          text primary key,
    book_id     text not null references book (id),
    subject     text not null check (subject in ('submission', 'draft')),
    subject_id  text not null,
    label       text not null,              -- what it was, for people: 报账单 第12号
    act         text not null check (act in ('submit', 'accept', 'review')),
    control     text not null,
    severity    text not null check (severity in ('warn', 'note')),
    words       text not null,              -- the sentence with its figures, as it was shown
    reason      text not null,              -- why all the same; a note needs none
    found_by    text not null,
    found_name  text not null,
    found_at    text not null,
    check (severity = 'note' or reason <> '')
);
create index control_finding_by_subject on control_finding (subject_id);
create index control_finding_by_book on control_finding (book_id, found_at);

-- The clerk's one reason for every warning of an item; part of what the village signs.
alter table submission add column explanation text not null default '';

-- engine: sqlite
create trigger control_finding_no_update before update on control_finding begin select raise(abort, 'IMMUTABLE: control_finding'); end;
create trigger control_finding_no_delete before delete on control_finding begin select raise(abort, 'IMMUTABLE: control_finding'); end;
-- engine: postgres
create trigger control_finding_no_change before update or delete on control_finding for each row execute function refuse_change();
create trigger control_finding_no_truncate before truncate on control_finding for each statement execute function refuse_change();
