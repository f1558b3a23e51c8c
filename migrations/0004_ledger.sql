-- 0004 — the ledger: chart, drafts, posted vouchers, balances, closures.
--
-- Source: 财会〔2023〕14号 (chart); 财会〔2024〕12号 art. 21(3) (irreversible posting, continuous
-- numbers); 会计基础工作规范 art. 51, 61.

-- 会计科目. book_id '' is the unified chart of the township; otherwise a detail of one book.
create table account (
    id              text primary key,
    book_id         text not null default '',
    code            text not null,
    parent_code     text not null,              -- '' for the 42 first-level accounts
    name            text not null,
    class           text not null check (class in ('asset', 'liability', 'equity', 'cost', 'pnl')),
    normal_side     text not null check (normal_side in ('debit', 'credit')),
    cash_kind       text not null default '' check (cash_kind in ('', 'cash', 'bank')),
    dimension       text not null default '' check (dimension in ('', 'household', 'counterparty', 'project')),
    open_to_books   bigint not null default 0 check (open_to_books in (0, 1)),
    mnemonic        text not null default '',
    initials        text not null,
    closed_at       text,
    unique (book_id, code)
);
create index account_by_parent on account (parent_code);

-- A voucher that has no number yet. Its lines are one JSON text: a draft may be unfinished.
create table voucher_draft (
    id              text primary key,
    book_id         text not null references book (id),
    state           text not null check (state in ('parked', 'prepared', 'reviewed')),
    word            text not null default '记',
    date            text not null,
    period          text not null,
    kind            text not null default 'regular' check (kind in ('regular', 'closing', 'reversal', 'correction')),
    document_count  bigint not null default 0 check (document_count >= 0),
    lines           text not null,
    submission_id   text not null default '',
    corrects_id     text not null default '',   -- the posted voucher a red or blue voucher corrects
    prepared_by     text not null,
    prepared_name   text not null,
    prepared_at     text not null,
    reviewed_by     text not null default '',
    reviewed_name   text not null default '',
    reviewed_at     text not null default '',
    handed_back     text not null default '',   -- the reviewer's words, when it came back
    import_key      text not null default '',
    version         bigint not null default 1
);
create index voucher_draft_by_book on voucher_draft (book_id, period, state);
create index voucher_draft_by_submission on voucher_draft (submission_id);

-- 记账凭证, posted: only ever inserted, after its entries, by a trigger-checked balance.
create table voucher (
    id              text primary key,
    book_id         text not null references book (id),
    period          text not null,
    word            text not null,
    no              bigint not null check (no > 0),
    date            text not null,
    kind            text not null check (kind in ('regular', 'closing', 'reversal', 'correction')),
    document_count  bigint not null check (document_count >= 0),
    entry_count     bigint not null check (entry_count >= 2),
    fen_total       bigint not null,
    submission_id   text not null default '',
    corrects_id     text not null default '',
    import_key      text not null default '',
    prepared_by     text not null,
    prepared_name   text not null,
    reviewed_by     text not null,
    reviewed_name   text not null,
    posted_by       text not null,
    posted_name     text not null,
    posted_at       text not null,
    documents_digest text not null,             -- digest over the source documents' digests, '' for none
    previous        text not null,              -- digest of the voucher before it, same book, period, word
    digest          text not null,
    unique (book_id, period, word, no),
    check (prepared_by <> reviewed_by)
);
create index voucher_by_submission on voucher (submission_id);
create index voucher_by_corrects on voucher (corrects_id);

-- 分录. Red-letter entries are negative on their own side. '' means no dimension.
create table entry (
    voucher_id      text not null references voucher (id) deferrable initially deferred,
    line            bigint not null check (line > 0),
    book_id         text not null,
    period          text not null,
    account_id      text not null references account (id),
    household_id    text not null default '',
    counterparty_id text not null default '',
    project_id      text not null default '',
    summary         text not null check (summary <> ''),
    fen_debit       bigint not null,
    fen_credit      bigint not null,
    primary key (voucher_id, line),
    check ((fen_debit = 0) <> (fen_credit = 0))
);
create index entry_by_account on entry (book_id, account_id, period);

-- The source documents bound to a posted voucher.
create table voucher_document (
    voucher_id  text not null references voucher (id),
    position    bigint not null,
    document_id text not null references source_document (id),
    digest      text not null,
    primary key (voucher_id, position)
);
create index voucher_document_by_document on voucher_document (document_id);

-- Movements of one month per account and dimensions, kept in the posting transaction and re-derivable.
-- The *_closing columns hold the part that came from carry-forward vouchers (结转).
create table balance (
    book_id             text not null,
    period              text not null,
    account_id          text not null,
    household_id        text not null default '',
    counterparty_id     text not null default '',
    project_id          text not null default '',
    fen_debit           bigint not null,
    fen_credit          bigint not null,
    fen_debit_closing   bigint not null default 0,
    fen_credit_closing  bigint not null default 0,
    primary key (book_id, period, account_id, household_id, counterparty_id, project_id)
);

-- 年初余额 of a year (or of the enabling month), debit positive. Written when a book is opened
-- and when a year is sealed.
create table opening_balance (
    book_id         text not null,
    year            bigint not null,
    account_id      text not null,
    household_id    text not null default '',
    counterparty_id text not null default '',
    project_id      text not null default '',
    fen             bigint not null,
    primary key (book_id, year, account_id, household_id, counterparty_id, project_id)
);

-- 建账: the opening balances of a book were confirmed as balanced.
create table book_opening (
    book_id         text primary key references book (id),
    period          text not null,
    fen_total       bigint not null,
    digest          text not null,
    confirmed_by    text not null,
    confirmed_name  text not null,
    confirmed_at    text not null
);

-- One row per (book, period, word): the last number drawn, and the digest the next voucher is tied to
-- (both kept by a trigger; whoever draws a number holds this row). Closing the period closes the counter,
-- so a posting and a closing can never pass each other.
create table voucher_counter (
    book_id     text not null,
    period      text not null,
    word        text not null,
    last_no     bigint not null,
    last_digest text not null default '',
    closed_at   text,
    primary key (book_id, period, word)
);

-- 结账: the period's root, over its vouchers, its closing balances and the root before it.
create table closure (
    id              text primary key,
    book_id         text not null references book (id),
    period          text not null,
    voucher_count   bigint not null,
    document_count  bigint not null,
    vouchers_digest text not null,
    balances_digest text not null,
    previous_root   text not null,
    root            text not null,
    closed_by       text not null,
    closed_name     text not null,
    closed_at       text not null
);
create index closure_by_book on closure (book_id, period);

-- A closing taken back, with who, why and until when. The closure stays; this row says it no longer holds.
create table reopening (
    closure_id      text primary key references closure (id),
    reason          text not null check (reason <> ''),
    reopened_by     text not null,
    reopened_name   text not null,
    approved_by     text not null,
    approved_name   text not null,
    reopened_at     text not null,
    until           text not null
);

-- engine: sqlite
create trigger voucher_balances before insert on voucher
when (select count(*) from entry where voucher_id = new.id and book_id = new.book_id and period = new.period) <> new.entry_count
  or (select count(*) from entry where voucher_id = new.id) <> new.entry_count
  or (select coalesce(sum(fen_debit), 0) from entry where voucher_id = new.id) <> new.fen_total
  or (select coalesce(sum(fen_credit), 0) from entry where voucher_id = new.id) <> new.fen_total
begin select raise(abort, 'UNBALANCED: voucher'); end;
create trigger voucher_gapless before insert on voucher
when new.no <> 1 + (select coalesce(max(no), 0) from voucher where book_id = new.book_id and period = new.period and word = new.word)
begin select raise(abort, 'GAP: voucher'); end;
create trigger voucher_moves_chain after insert on voucher
begin update voucher_counter set last_no = new.no, last_digest = new.digest where book_id = new.book_id and period = new.period and word = new.word; end;
create trigger voucher_no_update before update on voucher begin select raise(abort, 'IMMUTABLE: voucher'); end;
create trigger voucher_no_delete before delete on voucher begin select raise(abort, 'IMMUTABLE: voucher'); end;
create trigger entry_not_after_posting before insert on entry
when exists (select 1 from voucher where id = new.voucher_id)
begin select raise(abort, 'IMMUTABLE: entry'); end;
create trigger entry_no_update before update on entry begin select raise(abort, 'IMMUTABLE: entry'); end;
create trigger entry_no_delete before delete on entry begin select raise(abort, 'IMMUTABLE: entry'); end;
create trigger voucher_document_no_update before update on voucher_document begin select raise(abort, 'IMMUTABLE: voucher_document'); end;
create trigger voucher_document_no_delete before delete on voucher_document begin select raise(abort, 'IMMUTABLE: voucher_document'); end;
create trigger opening_no_insert before insert on opening_balance
when exists (select 1 from book_opening o where o.book_id = new.book_id and new.year <= cast(substr(o.period, 1, 4) as integer))
begin select raise(abort, 'IMMUTABLE: opening_balance'); end;
create trigger opening_no_update before update on opening_balance begin select raise(abort, 'IMMUTABLE: opening_balance'); end;
create trigger opening_no_delete before delete on opening_balance begin select raise(abort, 'IMMUTABLE: opening_balance'); end;
create trigger book_opening_no_update before update on book_opening begin select raise(abort, 'IMMUTABLE: book_opening'); end;
create trigger book_opening_no_delete before delete on book_opening begin select raise(abort, 'IMMUTABLE: book_opening'); end;
create trigger closure_no_update before update on closure begin select raise(abort, 'IMMUTABLE: closure'); end;
create trigger closure_no_delete before delete on closure begin select raise(abort, 'IMMUTABLE: closure'); end;
create trigger reopening_no_update before update on reopening begin select raise(abort, 'IMMUTABLE: reopening'); end;
create trigger reopening_no_delete before delete on reopening begin select raise(abort, 'IMMUTABLE: reopening'); end;
-- engine: postgres
create function check_voucher() returns trigger language plpgsql as $$
declare entries bigint; own bigint; debit bigint; credit bigint; last bigint;
begin
    select count(*), count(*) filter (where book_id = new.book_id and period = new.period), coalesce(sum(fen_debit), 0), coalesce(sum(fen_credit), 0)
      into entries, own, debit, credit from entry where voucher_id = new.id;
    if entries <> new.entry_count or own <> new.entry_count or debit <> new.fen_total or credit <> new.fen_total then
        raise exception 'UNBALANCED: voucher';
    end if;
    select coalesce(max(no), 0) into last from voucher where book_id = new.book_id and period = new.period and word = new.word;
    if new.no <> last + 1 then
        raise exception 'GAP: voucher';
    end if;
    return new;
end $$;
create trigger voucher_balances before insert on voucher for each row execute function check_voucher();
create function move_voucher_chain() returns trigger language plpgsql as $$
begin
    update voucher_counter set last_no = new.no, last_digest = new.digest where book_id = new.book_id and period = new.period and word = new.word;
    return null;
end $$;
create trigger voucher_moves_chain after insert on voucher for each row execute function move_voucher_chain();
create function check_entry() returns trigger language plpgsql as $$
begin
    if exists (select 1 from voucher where id = new.voucher_id) then
        raise exception 'IMMUTABLE: entry';
    end if;
    return new;
end $$;
create trigger entry_not_after_posting before insert on entry for each row execute function check_entry();
create function check_opening() returns trigger language plpgsql as $$
begin
    if exists (select 1 from book_opening o where o.book_id = new.book_id and new.year <= cast(substr(o.period, 1, 4) as bigint)) then
        raise exception 'IMMUTABLE: opening_balance';
    end if;
    return new;
end $$;
create trigger opening_no_insert before insert on opening_balance for each row execute function check_opening();
create trigger voucher_no_change before update or delete on voucher for each row execute function refuse_change();
create trigger voucher_no_truncate before truncate on voucher for each statement execute function refuse_change();
create trigger entry_no_change before update or delete on entry for each row execute function refuse_change();
create trigger entry_no_truncate before truncate on entry for each statement execute function refuse_change();
create trigger voucher_document_no_change before update or delete on voucher_document for each row execute function refuse_change();
create trigger voucher_document_no_truncate before truncate on voucher_document for each statement execute function refuse_change();
create trigger opening_balance_no_change before update or delete on opening_balance for each row execute function refuse_change();
create trigger opening_balance_no_truncate before truncate on opening_balance for each statement execute function refuse_change();
create trigger book_opening_no_change before update or delete on book_opening for each row execute function refuse_change();
create trigger book_opening_no_truncate before truncate on book_opening for each statement execute function refuse_change();
create trigger closure_no_change before update or delete on closure for each row execute function refuse_change();
create trigger closure_no_truncate before truncate on closure for each statement execute function refuse_change();
create trigger reopening_no_change before update or delete on reopening for each row execute function refuse_change();
create trigger reopening_no_truncate before truncate on reopening for each statement execute function refuse_change();
