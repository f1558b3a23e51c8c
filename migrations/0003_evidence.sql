-- 0003 — 原始凭证: files kept by content, documents never altered.
--
-- Source: 会计基础工作规范 art. 48–49; 会计档案管理办法 art. 8.

-- A stored file. Its bytes lie on disk under their digest; this row says who brought it and what it is.
create table stored_file (
    id          text primary key,
    book_id     text not null references book (id),
    digest      text not null,
    bytes       bigint not null check (bytes > 0),
    media       text not null check (media in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf', 'application/ofd', 'application/xml')),
    name        text not null,
    pages       bigint not null check (pages > 0),
    stored_by   text not null,
    stored_at   text not null,
    unique (book_id, digest)
);
create index stored_file_by_digest on stored_file (digest);

create table source_document (
    id          text primary key,
    book_id     text not null references book (id),
    kind        text not null check (kind in ('invoice', 'receipt', 'pay_list', 'contract', 'resolution', 'acceptance', 'bank_slip', 'other')),
    date        text not null,
    issuer      text not null,
    payee       text not null,
    fen         bigint not null,
    pages       bigint not null check (pages > 0),
    invoice_no  text not null default '',
    digest      text not null,
    replaces    text not null default '',
    made_by     text not null,
    made_at     text not null
);
create index source_document_by_book on source_document (book_id, date);
create index source_document_by_invoice on source_document (invoice_no);

create table document_file (
    document_id text not null references source_document (id),
    position    bigint not null,
    file_id     text not null references stored_file (id),
    primary key (document_id, position)
);
create index document_file_by_file on document_file (file_id);

-- engine: sqlite
create trigger stored_file_no_update before update on stored_file begin select raise(abort, 'IMMUTABLE: stored_file'); end;
create trigger stored_file_no_delete before delete on stored_file begin select raise(abort, 'IMMUTABLE: stored_file'); end;
create trigger source_document_no_update before update on source_document begin select raise(abort, 'IMMUTABLE: source_document'); end;
create trigger source_document_no_delete before delete on source_document begin select raise(abort, 'IMMUTABLE: source_document'); end;
create trigger document_file_no_update before update on document_file begin select raise(abort, 'IMMUTABLE: document_file'); end;
create trigger document_file_no_delete before delete on document_file begin select raise(abort, 'IMMUTABLE: document_file'); end;
-- engine: postgres
create trigger stored_file_no_change before update or delete on stored_file for each row execute function refuse_change();
create trigger stored_file_no_truncate before truncate on stored_file for each statement execute function refuse_change();
create trigger source_document_no_change before update or delete on source_document for each row execute function refuse_change();
create trigger source_document_no_truncate before truncate on source_document for each statement execute function refuse_change();
create trigger document_file_no_change before update or delete on document_file for each row execute function refuse_change();
create trigger document_file_no_truncate before truncate on document_file for each statement execute function refuse_change();
