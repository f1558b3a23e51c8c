-- 0026 — 突击盘点: why a count of the cash box was made, and counts that are not changed afterwards.
--
-- Source: 会计法 art. 35 and 会计基础工作规范 art. 12 (money and books are apart, so somebody else counts); art. 62
-- (账实相符). How many surprise counts a quarter wants is a township's policy.

alter table cash_count add column occasion text not null default 'regular';   -- regular, surprise

-- engine: sqlite
create trigger cash_count_no_update before update on cash_count begin select raise(abort, 'IMMUTABLE: cash_count'); end;
create trigger cash_count_no_delete before delete on cash_count begin select raise(abort, 'IMMUTABLE: cash_count'); end;
-- engine: postgres
create trigger cash_count_no_change before update or delete on cash_count for each row execute function refuse_change();
create trigger cash_count_no_truncate before truncate on cash_count for each statement execute function refuse_change();
