-- 0024 — 证明: the tree whose root a sheet's printed code is, and the papers anybody may look at.
--
-- A code over the content alone proves the sheet as a whole; the tree proves every line, every voucher and every month
-- of it one by one, and says which one no longer holds. Sheets published before keep the code of their content.
-- Source: 农村集体经济组织法 art. 45 (公开的内容真实、完整); PRODUCT: 公开页当场重算.

create table publication_proof (
    publication_id  text not null references publication (id),
    digest          text not null,              -- of the content the tree belongs to
    root            text not null,              -- the printed code is its short code
    leaves          text not null,              -- one leaf a line: content, months, lines, vouchers
    primary key (publication_id, digest)
);

-- 放行: a paper behind a published line may be seen by anybody, as this picture shows it: its own, or a covered copy.
-- Nothing is shown without such a row, whatever the policy says.
create table paper_release (
    id              text primary key,
    book_id         text not null references book (id),
    document_id     text not null references source_document (id),
    file_id         text not null references stored_file (id),
    covered         bigint not null check (covered in (0, 1)),  -- 1: a copy with personal numbers covered, 0: the paper as it is
    released_by     text not null,
    released_name   text not null,
    released_at     text not null
);
create index paper_release_by_document on paper_release (document_id);

-- 收回: no longer shown from then on.
create table paper_withdrawal (
    release_id      text primary key references paper_release (id),
    withdrawn_by    text not null,
    withdrawn_name  text not null,
    withdrawn_at    text not null
);

-- engine: sqlite
create trigger publication_proof_no_update before update on publication_proof begin select raise(abort, 'IMMUTABLE: publication_proof'); end;
create trigger publication_proof_no_delete before delete on publication_proof begin select raise(abort, 'IMMUTABLE: publication_proof'); end;
create trigger paper_release_no_update before update on paper_release begin select raise(abort, 'IMMUTABLE: paper_release'); end;
create trigger paper_release_no_delete before delete on paper_release begin select raise(abort, 'IMMUTABLE: paper_release'); end;
create trigger paper_withdrawal_no_update before update on paper_withdrawal begin select raise(abort, 'IMMUTABLE: paper_withdrawal'); end;
create trigger paper_withdrawal_no_delete before delete on paper_withdrawal begin select raise(abort, 'IMMUTABLE: paper_withdrawal'); end;
-- engine: postgres
create trigger publication_proof_no_change before update or delete on publication_proof for each row execute function refuse_change();
create trigger publication_proof_no_truncate before truncate on publication_proof for each statement execute function refuse_change();
create trigger paper_release_no_change before update or delete on paper_release for each row execute function refuse_change();
create trigger paper_release_no_truncate before truncate on paper_release for each statement execute function refuse_change();
create trigger paper_withdrawal_no_change before update or delete on paper_withdrawal for each row execute function refuse_change();
create trigger paper_withdrawal_no_truncate before truncate on paper_withdrawal for each statement execute function refuse_change();
