-- 0018 — the yearly budget of a book, and what was resolved about its projects.
--
-- Source: domain/workflow.md §9 (一事一议: resolution, review, filing, notice, 少批多收), §3 (the plan is adopted by the
-- villagers' meeting, its execution reported); 国办发〔2007〕4号; PRODUCT §5. What the ledger says of a project is not
-- kept here: approved stands here, collected and spent are sums of posted entries.

-- One version of a year's budget (预算). Version 1 is the plan; every later one is an adjustment with its own
-- resolution and says the whole plan again, so that what was adopted is never edited. adopted_at '' is a draft.
create table budget (
    id              text primary key,
    book_id         text not null references book (id),
    year            bigint not null,
    version         bigint not null check (version > 0),
    reason          text not null default '',   -- why it was adjusted; empty for version 1
    revision        bigint not null default 1,  -- of the draft: a save names the one it read
    drafted_by      text not null,
    drafted_name    text not null,
    drafted_at      text not null,
    meeting         text not null default '',   -- which meeting adopted it
    resolved_on     text not null default '',
    resolution      text not null default '',   -- the resolution's number
    scan_file_id    text not null default '',
    adopted_by      text not null default '',
    adopted_name    text not null default '',
    adopted_at      text not null default '',
    unique (book_id, year, version),
    check ((adopted_at = '') or (resolved_on <> '' and resolution <> ''))
);

-- 预算项目: an account of the chart (leaf or group), in or out, for one project or for all.
create table budget_line (
    budget_id       text not null references budget (id) deferrable initially deferred,
    position        bigint not null check (position > 0),
    account_code    text not null,
    direction       text not null check (direction in ('in', 'out')),
    project_id      text not null default '',
    fen             bigint not null check (fen >= 0),
    note            text not null default '',
    primary key (budget_id, position),
    unique (budget_id, account_code, direction, project_id)
);

-- 预算执行情况报告: the day a year's execution was told to the villagers' meeting.
create table budget_report (
    id              text primary key,
    book_id         text not null references book (id),
    year            bigint not null,
    reported_on     text not null,
    meeting         text not null,
    words           text not null default '',
    recorded_by     text not null,
    recorded_name   text not null,
    recorded_at     text not null
);
create index budget_report_by_book on budget_report (book_id, year);

-- 一事一议决议: what a meeting resolved about a project. The newest row holds; a mistake is a new row.
create table project_resolution (
    id              text primary key,
    book_id         text not null references book (id),
    project_id      text not null references project (id),
    met_on          text not null,
    meeting         text not null check (meeting in ('assembly', 'households')),
    electors        bigint not null check (electors > 0),
    attended        bigint not null check (attended >= 0),
    agreed          bigint not null check (agreed >= 0),
    quorum          text not null,              -- the share that had to be there, as the policy said that day
    passed          bigint not null check (passed in (0, 1)),
    document        text not null,              -- number of the minutes
    fen_per_head    bigint not null check (fen_per_head >= 0),
    heads           bigint not null check (heads >= 0),
    days_each       bigint not null default 0 check (days_each >= 0),
    labourers       bigint not null default 0 check (labourers >= 0),
    recorded_by     text not null,
    recorded_name   text not null,
    recorded_at     text not null
);
create index project_resolution_by_project on project_resolution (book_id, project_id);

-- 减免: who does not pay, and why. takes_back names the row this one undoes.
create table project_exemption (
    id              text primary key,
    book_id         text not null references book (id),
    project_id      text not null references project (id),
    household_id    text not null default '',
    person          text not null default '',
    heads           bigint not null check (heads > 0),
    reason          text not null,
    words           text not null default '',
    takes_back      text not null default '',
    recorded_by     text not null,
    recorded_name   text not null,
    recorded_at     text not null
);
create index project_exemption_by_project on project_exemption (book_id, project_id);

-- 文件: a grant applied for, awarded, or taken away, and what it may be used for.
create table project_grant (
    id              text primary key,
    book_id         text not null references book (id),
    project_id      text not null references project (id),
    stage           text not null check (stage in ('applied', 'awarded')),
    document        text not null,
    authority       text not null,
    dated           text not null,
    fen             bigint not null,
    words           text not null default '',
    corrects        text not null default '',
    recorded_by     text not null,
    recorded_name   text not null,
    recorded_at     text not null
);
create index project_grant_by_project on project_grant (book_id, project_id);

-- 用途: the accounts or business items a project's money may be spent on, blank-separated. The newest row holds.
create table project_purpose (
    id              text primary key,
    book_id         text not null references book (id),
    project_id      text not null references project (id),
    purposes        text not null,
    words           text not null default '',
    recorded_by     text not null,
    recorded_name   text not null,
    recorded_at     text not null
);
create index project_purpose_by_project on project_purpose (book_id, project_id);

-- 办理进度: one row a step, in order; each with its day and its paper.
create table project_step (
    id              text primary key,
    book_id         text not null references book (id),
    project_id      text not null references project (id),
    step            text not null check (step in ('proposed', 'resolved', 'reviewed', 'filed', 'noticed', 'collecting', 'building', 'accepted', 'settled')),
    day             text not null,
    until           text not null default '',   -- last day of a public notice
    document        text not null default '',
    words           text not null default '',
    recorded_by     text not null,
    recorded_name   text not null,
    recorded_at     text not null,
    unique (project_id, step)
);
create index project_step_by_project on project_step (book_id, project_id);

-- 一事一议筹资筹劳备查簿: labour promised and given, things given. Days are tenths. A mistake is a new row that
-- names the one it corrects.
create table project_memo (
    id              text primary key,
    book_id         text not null references book (id),
    project_id      text not null references project (id),
    day             text not null,
    kind            text not null check (kind in ('labour_promised', 'labour_given', 'labour_paid', 'goods', 'other')),
    household_id    text not null default '',
    party           text not null default '',
    tenth_days      bigint not null default 0 check (tenth_days >= 0),
    fen             bigint not null default 0 check (fen >= 0),
    words           text not null default '',
    corrects        text not null default '',
    recorded_by     text not null,
    recorded_name   text not null,
    recorded_at     text not null
);
create index project_memo_by_project on project_memo (book_id, project_id);

-- 认定: what a posted line is to a project where the line cannot say it itself: 内部往来 is kept per household, so a
-- household's payment names its project here; money on a fund's account may be a grant, a collection or a refund.
-- item is the business item it was booked from. The newest row of a line holds.
create table project_line (
    id              text primary key,
    book_id         text not null references book (id),
    project_id      text not null references project (id),
    voucher_id      text not null,
    line            bigint not null check (line > 0),
    reading         text not null check (reading in ('booked', 'collected', 'granted', 'refunded', 'none')),
    item            text not null default '',
    recorded_by     text not null,
    recorded_name   text not null,
    recorded_at     text not null
);
create index project_line_by_project on project_line (book_id, project_id);

-- The entries of a project are asked for at every act on it.
create index entry_by_project on entry (book_id, project_id, period) where project_id <> '';

-- engine: sqlite
create trigger budget_adopted_no_update before update on budget when old.adopted_at <> '' begin select raise(abort, 'IMMUTABLE: budget'); end;
create trigger budget_adopted_no_delete before delete on budget when old.adopted_at <> '' begin select raise(abort, 'IMMUTABLE: budget'); end;
create trigger budget_line_adopted_no_insert before insert on budget_line
when exists (select 1 from budget b where b.id = new.budget_id and b.adopted_at <> '') begin select raise(abort, 'IMMUTABLE: budget_line'); end;
create trigger budget_line_no_update before update on budget_line begin select raise(abort, 'IMMUTABLE: budget_line'); end;
create trigger budget_line_adopted_no_delete before delete on budget_line
when exists (select 1 from budget b where b.id = old.budget_id and b.adopted_at <> '') begin select raise(abort, 'IMMUTABLE: budget_line'); end;
create trigger budget_report_no_update before update on budget_report begin select raise(abort, 'IMMUTABLE: budget_report'); end;
create trigger budget_report_no_delete before delete on budget_report begin select raise(abort, 'IMMUTABLE: budget_report'); end;
create trigger project_resolution_no_update before update on project_resolution begin select raise(abort, 'IMMUTABLE: project_resolution'); end;
create trigger project_resolution_no_delete before delete on project_resolution begin select raise(abort, 'IMMUTABLE: project_resolution'); end;
create trigger project_exemption_no_update before update on project_exemption begin select raise(abort, 'IMMUTABLE: project_exemption'); end;
create trigger project_exemption_no_delete before delete on project_exemption begin select raise(abort, 'IMMUTABLE: project_exemption'); end;
create trigger project_grant_no_update before update on project_grant begin select raise(abort, 'IMMUTABLE: project_grant'); end;
create trigger project_grant_no_delete before delete on project_grant begin select raise(abort, 'IMMUTABLE: project_grant'); end;
create trigger project_purpose_no_update before update on project_purpose begin select raise(abort, 'IMMUTABLE: project_purpose'); end;
create trigger project_purpose_no_delete before delete on project_purpose begin select raise(abort, 'IMMUTABLE: project_purpose'); end;
create trigger project_step_no_update before update on project_step begin select raise(abort, 'IMMUTABLE: project_step'); end;
create trigger project_step_no_delete before delete on project_step begin select raise(abort, 'IMMUTABLE: project_step'); end;
create trigger project_memo_no_update before update on project_memo begin select raise(abort, 'IMMUTABLE: project_memo'); end;
create trigger project_memo_no_delete before delete on project_memo begin select raise(abort, 'IMMUTABLE: project_memo'); end;
create trigger project_line_no_update before update on project_line begin select raise(abort, 'IMMUTABLE: project_line'); end;
create trigger project_line_no_delete before delete on project_line begin select raise(abort, 'IMMUTABLE: project_line'); end;
-- engine: postgres
create function refuse_adopted_budget() returns trigger language plpgsql as $$
begin
    if old.adopted_at <> '' then
        raise exception 'IMMUTABLE: budget' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end $$;
create function refuse_adopted_budget_line() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        raise exception 'IMMUTABLE: budget_line' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'INSERT' then
        if exists (select 1 from budget b where b.id = new.budget_id and b.adopted_at <> '') then
            raise exception 'IMMUTABLE: budget_line' using errcode = 'restrict_violation';
        end if;
        return new;
    end if;
    if exists (select 1 from budget b where b.id = old.budget_id and b.adopted_at <> '') then
        raise exception 'IMMUTABLE: budget_line' using errcode = 'restrict_violation';
    end if;
    return old;
end $$;
create trigger budget_adopted_no_change before update or delete on budget for each row execute function refuse_adopted_budget();
create trigger budget_no_truncate before truncate on budget for each statement execute function refuse_change();
create trigger budget_line_adopted_no_change before insert or update or delete on budget_line for each row execute function refuse_adopted_budget_line();
create trigger budget_line_no_truncate before truncate on budget_line for each statement execute function refuse_change();
create trigger budget_report_no_change before update or delete on budget_report for each row execute function refuse_change();
create trigger budget_report_no_truncate before truncate on budget_report for each statement execute function refuse_change();
create trigger project_resolution_no_change before update or delete on project_resolution for each row execute function refuse_change();
create trigger project_resolution_no_truncate before truncate on project_resolution for each statement execute function refuse_change();
create trigger project_exemption_no_change before update or delete on project_exemption for each row execute function refuse_change();
create trigger project_exemption_no_truncate before truncate on project_exemption for each statement execute function refuse_change();
create trigger project_grant_no_change before update or delete on project_grant for each row execute function refuse_change();
create trigger project_grant_no_truncate before truncate on project_grant for each statement execute function refuse_change();
create trigger project_purpose_no_change before update or delete on project_purpose for each row execute function refuse_change();
create trigger project_purpose_no_truncate before truncate on project_purpose for each statement execute function refuse_change();
create trigger project_step_no_change before update or delete on project_step for each row execute function refuse_change();
create trigger project_step_no_truncate before truncate on project_step for each statement execute function refuse_change();
create trigger project_memo_no_change before update or delete on project_memo for each row execute function refuse_change();
create trigger project_memo_no_truncate before truncate on project_memo for each statement execute function refuse_change();
create trigger project_line_no_change before update or delete on project_line for each row execute function refuse_change();
create trigger project_line_no_truncate before truncate on project_line for each statement execute function refuse_change();
