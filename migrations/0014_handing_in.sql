-- 0014 — handing in: what an electronic invoice says of itself, which papers an item needs, who bears witness.
--
-- Source: 财会〔2025〕9号 (electronic vouchers), 会计基础工作规范 art. 48 (what a document must show), workflow.md §5, §13.

-- 电子发票: what was read out of a stored file when it arrived, once per file. Its data, not its picture, is believed.
create table e_invoice (
    file_id       text primary key references stored_file (id),
    number        text not null,
    issued_on     text not null,
    kind          text not null,              -- 专票, 普票, or what its label says
    buyer_name    text not null,
    buyer_tax_id  text not null,
    seller_name   text not null,
    seller_tax_id text not null,
    fen_net       bigint not null,
    fen_tax       bigint not null,
    fen_gross     bigint not null,
    red           bigint not null check (red in (0, 1)),
    refers_to     text not null,              -- the blue invoice a red one takes back, '' where it names none
    lines         text not null,              -- one a line: item, specification, quantity, net, tax
    remark        text not null,
    read_at       text not null,
    check ((red = 1 and fen_gross < 0) or (red = 0 and fen_gross > 0)),
    check (fen_net + fen_tax = fen_gross)
);
create index e_invoice_by_number on e_invoice (number);

-- A PDF or OFD whose invoice data could not be believed: kept as an ordinary paper, and said so.
create table e_invoice_unread (
    file_id     text primary key references stored_file (id),
    why         text not null,
    read_at     text not null
);

-- 证明人, and the number of the receipt an income was given on. Empty before this migration.
alter table submission add column witness text not null default '';
alter table submission add column receipt_no text not null default '';

-- 交单要附的材料: from which amount the township asks for what, from a day on. The defaults are a table of the program;
-- a row here takes the place of the default of the same subject and need. asked 0: not asked for any more.
create table paper_rule (
    subject     text not null,                -- spending, works …, as the program's table names them
    need        text not null,                -- contract, invoice/receipt, witness …
    valid_from  text not null,
    asked       bigint not null check (asked in (0, 1)),
    fen_from    bigint not null check (fen_from >= 0),
    set_by      text not null,
    set_name    text not null,
    set_at      text not null,
    primary key (subject, need, valid_from)
);

-- One line for the whole township: whoever hands in stands in it, so that one invoice is not handed in by two villages
-- at the same moment. Its row is nobody's book.
insert into submission_counter (book_id, last_serial) values ('', 0);

-- engine: sqlite
create trigger e_invoice_no_update before update on e_invoice begin select raise(abort, 'IMMUTABLE: e_invoice'); end;
create trigger e_invoice_no_delete before delete on e_invoice begin select raise(abort, 'IMMUTABLE: e_invoice'); end;
create trigger e_invoice_unread_no_update before update on e_invoice_unread begin select raise(abort, 'IMMUTABLE: e_invoice_unread'); end;
create trigger e_invoice_unread_no_delete before delete on e_invoice_unread begin select raise(abort, 'IMMUTABLE: e_invoice_unread'); end;
-- engine: postgres
create trigger e_invoice_no_change before update or delete on e_invoice for each row execute function refuse_change();
create trigger e_invoice_no_truncate before truncate on e_invoice for each statement execute function refuse_change();
create trigger e_invoice_unread_no_change before update or delete on e_invoice_unread for each row execute function refuse_change();
create trigger e_invoice_unread_no_truncate before truncate on e_invoice_unread for each statement execute function refuse_change();
