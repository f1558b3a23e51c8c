use super::table::{About, Table, of_book, to_day, to_month, to_quarter, until};

/// The tables of a package in the order their rows can be written: what is named before what names it,
/// balances before the opening that confirms them, entries before their voucher, a year's seal after all that it seals,
/// a chain's head before its events.
pub(super) const TABLES: &[Table] = &[
    Table { name: "township", about: &[], order: &[], rows: "select * from township" },
    of_book("village", &[], "select v.* from village v join book b on b.village_id = v.id where b.id = $1"),
    of_book("book", &[], "select * from book where id = $1"),
    of_book("account", &["code"], "select * from account where book_id in ('', $1)"),
    of_book("household", &["code"], "select * from household where book_id = $1"),
    of_book("counterparty", &["code"], "select * from counterparty where book_id = $1"),
    of_book("project", &["code"], "select * from project where book_id = $1"),
    of_book("party_book", &["seq"], "select * from party_book where book_id = $1"),
    of_book("bank_account", &["account_code"], "select * from bank_account where book_id = $1"),
    of_book(
        "bank_layout",
        &[],
        "select l.* from bank_layout l join bank_account a on a.id = l.bank_account_id where a.book_id = $1",
    ),
    Table {
        name: "statement_form",
        about: &[About::LastMonth],
        order: &["name", "version"],
        rows: "select * from statement_form where valid_from <= $1",
    },
    to_day("policy", &[], "select * from policy where scope in ('', $1) and valid_from <= $2"),
    Table {
        name: "paper_rule",
        about: &[About::LastDay],
        order: &["subject", "need", "valid_from"],
        rows: "select * from paper_rule where valid_from <= $1",
    },
    to_day("control_setting", &[], "select * from control_setting where scope in ('', $1) and valid_from <= $2"),
    to_day("ladder_step", &[], "select * from ladder_step where book_id = $1 and valid_from <= $2"),
    Table {
        name: "stored_file",
        about: &[About::Book, About::LastMonth, About::LastDay, About::LastQuarter, About::Until],
        order: &["digest"],
        rows: with_documents!(
            "select f.* from stored_file f
             where f.book_id = $1
               and (f.id in (select d.file_id from document_file d join wanted w on w.id = d.document_id)
                 or f.id in (select a.scan_file_id from agreement a where a.book_id = $1 and a.valid_from <= $3)
                 or f.id in (select a.resolution_file_id from agreement a where a.book_id = $1 and a.valid_from <= $3)
                 or f.id in (select b.scan_file_id from budget b where b.book_id = $1 and b.resolved_on <= $3)
                 or f.id in (select p.posted_photo from publication p where p.book_id = $1 and p.quarter <= $4)
                 or f.id in (select n.posted_photo from notice n where n.book_id = $1 and n.due <= $3)
                 or f.id in (select e.file_id from receipt_leaf_event e join receipt_issue i on i.id = e.issue_id
                             where i.book_id = $1 and e.at <= $5)
                 or f.id in (select m.file_id from post_handover_mark m join post_handover h on h.id = m.handover_id
                             where h.book_id = $1 and m.at <= $5)
                 or f.id in (select b.file_id from paper_binding b
                             join meeting_item i on i.meeting_id = b.meeting_id
                             join voucher v on v.submission_id = i.submission_id
                             where v.book_id = $1 and v.period <= $2))"
        ),
    },
    Table {
        name: "e_invoice",
        about: &[About::Book, About::LastMonth],
        order: &[],
        rows: with_documents!(
            "select i.* from e_invoice i
             where i.file_id in (select d.file_id from document_file d join wanted w on w.id = d.document_id)"
        ),
    },
    Table {
        name: "e_invoice_unread",
        about: &[About::Book, About::LastMonth],
        order: &[],
        rows: with_documents!(
            "select i.* from e_invoice_unread i
             where i.file_id in (select d.file_id from document_file d join wanted w on w.id = d.document_id)"
        ),
    },
    to_day("agreement", &[], "select * from agreement where book_id = $1 and valid_from <= $2"),
    to_month(
        "source_document",
        &[],
        with_documents!("select s.* from source_document s join wanted w on w.id = s.id where s.book_id = $1"),
    ),
    to_month(
        "document_file",
        &[],
        with_documents!("select d.* from document_file d join wanted w on w.id = d.document_id"),
    ),
    to_month(
        "pay_list",
        &[],
        with_documents!(
            "select p.* from pay_list p
             where p.id in (select d.pay_list_id from document_pay_list d join wanted w on w.id = d.document_id)"
        ),
    ),
    to_month(
        "pay_list_row",
        &["no"],
        with_documents!(
            "select r.* from pay_list_row r
             where r.pay_list_id in (select d.pay_list_id from document_pay_list d join wanted w on w.id = d.document_id)"
        ),
    ),
    to_month(
        "document_pay_list",
        &[],
        with_documents!("select d.* from document_pay_list d join wanted w on w.id = d.document_id"),
    ),
    until(
        "receipt_book",
        &["number_first"],
        "select b.* from receipt_book b
         where b.id in (select i.receipt_book_id from receipt_issue i where i.book_id = $1 and i.issued_at <= $2)",
    ),
    until("receipt_issue", &[], "select * from receipt_issue where book_id = $1 and issued_at <= $2"),
    until(
        "receipt_act",
        &[],
        "select a.* from receipt_act a join receipt_issue i on i.id = a.issue_id where i.book_id = $1 and a.at <= $2",
    ),
    until(
        "receipt_leaf_event",
        &["number", "seq"],
        "select e.* from receipt_leaf_event e join receipt_issue i on i.id = e.issue_id
         where i.book_id = $1 and e.at <= $2",
    ),
    until("paper_handover", &["serial"], "select * from paper_handover where book_id = $1 and made_at <= $2"),
    until(
        "paper_handover_item",
        &[],
        "select i.* from paper_handover_item i join paper_handover h on h.id = i.handover_id
         where h.book_id = $1 and h.made_at <= $2",
    ),
    until(
        "paper_handover_end",
        &[],
        "select e.* from paper_handover_end e join paper_handover h on h.id = e.handover_id
         where h.book_id = $1 and e.at <= $2",
    ),
    until(
        "paper_handover_missing",
        &[],
        "select m.* from paper_handover_missing m join paper_handover_end e on e.handover_id = m.handover_id
         join paper_handover h on h.id = m.handover_id where h.book_id = $1 and e.at <= $2",
    ),
    until("post_handover", &[], "select * from post_handover where book_id = $1 and made_at <= $2"),
    until(
        "post_handover_mark",
        &[],
        "select m.* from post_handover_mark m join post_handover h on h.id = m.handover_id
         where h.book_id = $1 and m.at <= $2",
    ),
    until(
        "post_handover_cancelled",
        &[],
        "select c.* from post_handover_cancelled c join post_handover h on h.id = c.handover_id
         where h.book_id = $1 and c.at <= $2",
    ),
    to_month("submission", &["serial"], of_submissions!("select s.* from submission s where s.book_id = $1 and s.id")),
    to_month(
        "submission_counter",
        &[],
        of_submissions!(
            "select s.book_id, cast(max(s.serial) as bigint) as last_serial from submission s where s.book_id = $1 and s.id",
            " group by s.book_id"
        ),
    ),
    to_month(
        "submission_document",
        &[],
        of_submissions!("select d.* from submission_document d where d.submission_id"),
    ),
    to_month("submission_event", &[], of_submissions!("select e.* from submission_event e where e.submission_id")),
    to_month("submission_return", &[], of_submissions!("select r.* from submission_return r where r.submission_id")),
    to_day("reporting_day", &[], "select * from reporting_day where book_id = $1 and valid_from <= $2"),
    to_month("approval_mark", &[], of_submissions!("select m.* from approval_mark m where m.submission_id")),
    to_month("paper_opened", &[], of_submissions!("select p.* from paper_opened p where p.submission_id")),
    to_month("meeting", &["number"], of_meetings!("select m.* from meeting m where m.id")),
    to_month("meeting_item", &[], of_submissions!("select i.* from meeting_item i where i.submission_id")),
    to_month("meeting_seat", &[], of_meetings!("select s.* from meeting_seat s where s.meeting_id")),
    to_month("meeting_present", &[], of_meetings!("select p.* from meeting_present p where p.meeting_id")),
    to_month("meeting_close", &[], of_meetings!("select c.* from meeting_close c where c.meeting_id")),
    to_month("paper_binding", &[], of_meetings!("select b.* from paper_binding b where b.meeting_id")),
    to_month("paper_verdict", &[], of_submissions!("select v.* from paper_verdict v where v.submission_id")),
    to_month(
        "paper_answer",
        &[],
        of_meetings!("select a.* from paper_answer a join paper_binding b on b.id = a.binding_id where b.meeting_id"),
    ),
    Table {
        name: "control_finding",
        about: &[About::Book, About::Until],
        order: &["found_at"],
        rows: "select * from control_finding where book_id = $1 and found_at <= $2",
    },
    Table {
        name: "opening_balance",
        about: &[About::Book, About::Year],
        order: &["year"],
        rows: "select * from opening_balance o
               where o.book_id = $1
                 and (o.year <= $2
                   or o.year in (select s.year + 1 from year_seal s where s.book_id = $1 and s.year <= $2))",
    },
    of_book("book_opening", &[], "select * from book_opening where book_id = $1"),
    of_book("working_paper", &[], "select * from working_paper where book_id = $1"),
    of_book("account_mapping", &["old_code"], "select * from account_mapping where book_id = $1"),
    to_month(
        "voucher_counter",
        &["period", "word"],
        "select * from voucher_counter where book_id = $1 and period <= $2",
    ),
    to_month("entry", &["period", "voucher_id", "line"], "select * from entry where book_id = $1 and period <= $2"),
    to_month("voucher", &["period", "word", "no"], "select * from voucher where book_id = $1 and period <= $2"),
    to_month(
        "voucher_document",
        &[],
        "select d.* from voucher_document d join voucher v on v.id = d.voucher_id where v.book_id = $1 and v.period <= $2",
    ),
    to_day(
        "project_resolution",
        &["recorded_at"],
        "select * from project_resolution where book_id = $1 and substr(recorded_at, 1, 10) <= $2",
    ),
    to_day(
        "project_exemption",
        &["recorded_at"],
        "select * from project_exemption where book_id = $1 and substr(recorded_at, 1, 10) <= $2",
    ),
    to_day(
        "project_grant",
        &["recorded_at"],
        "select * from project_grant where book_id = $1 and substr(recorded_at, 1, 10) <= $2",
    ),
    to_day(
        "project_purpose",
        &["recorded_at"],
        "select * from project_purpose where book_id = $1 and substr(recorded_at, 1, 10) <= $2",
    ),
    to_day(
        "project_step",
        &["recorded_at"],
        "select * from project_step where book_id = $1 and substr(recorded_at, 1, 10) <= $2",
    ),
    to_day(
        "project_memo",
        &["recorded_at"],
        "select * from project_memo where book_id = $1 and substr(recorded_at, 1, 10) <= $2",
    ),
    to_month(
        "project_line",
        &["recorded_at"],
        "select l.* from project_line l join voucher v on v.id = l.voucher_id where l.book_id = $1 and v.period <= $2 and substr(l.recorded_at, 1, 7) <= $2",
    ),
    Table {
        name: "budget_line",
        about: &[About::Book, About::Year, About::Until],
        order: &["budget_id", "position"],
        rows: "select l.* from budget_line l join budget b on b.id = l.budget_id
               where b.book_id = $1 and b.year <= $2 and b.adopted_at <> '' and b.adopted_at <= $3",
    },
    Table {
        name: "budget",
        about: &[About::Book, About::Year, About::Until],
        order: &["year", "version"],
        rows: "select * from budget where book_id = $1 and year <= $2 and adopted_at <> '' and adopted_at <= $3",
    },
    Table {
        name: "budget_report",
        about: &[About::Book, About::Year, About::Until],
        order: &["year"],
        rows: "select * from budget_report where book_id = $1 and year <= $2 and recorded_at <= $3",
    },
    to_month("balance", &["period"], "select * from balance where book_id = $1 and period <= $2"),
    to_month("closure", &["period", "closed_at"], "select * from closure where book_id = $1 and period <= $2"),
    to_month("reopening_request", &["period"], "select * from reopening_request where book_id = $1 and period <= $2"),
    to_month(
        "reopening_declined",
        &[],
        "select d.* from reopening_declined d join reopening_request r on r.id = d.request_id
         where r.book_id = $1 and r.period <= $2",
    ),
    to_month(
        "reopening",
        &[],
        "select r.* from reopening r join closure c on c.id = r.closure_id where c.book_id = $1 and c.period <= $2",
    ),
    Table {
        name: "year_seal",
        about: &[About::Book, About::Year],
        order: &["year"],
        rows: "select * from year_seal where book_id = $1 and year <= $2",
    },
    to_day("bank_statement", &["date_from"], "select * from bank_statement where book_id = $1 and date_from <= $2"),
    to_day(
        "statement_line",
        &["date", "seq"],
        "select l.* from statement_line l join bank_statement s on s.id = l.statement_id
         where s.book_id = $1 and s.date_from <= $2",
    ),
    to_day("pairing", &[], of_pairings!("select p.* from pairing p")),
    to_day("pairing_line", &[], of_pairings!("select i.* from pairing_line i join pairing p on p.id = i.pairing_id")),
    to_day("pairing_entry", &[], of_pairings!("select i.* from pairing_entry i join pairing p on p.id = i.pairing_id")),
    to_month("reconciliation", &["period"], "select * from reconciliation where book_id = $1 and period <= $2"),
    to_day("opening_item", &["date"], "select * from opening_item where book_id = $1 and date <= $2"),
    until(
        "opening_item_end",
        &[],
        "select e.* from opening_item_end e join opening_item i on i.id = e.item_id
         where i.book_id = $1 and e.at <= $2",
    ),
    until("party_statement", &["made_at"], "select * from party_statement where book_id = $1 and made_at <= $2"),
    until(
        "party_answer",
        &[],
        "select a.* from party_answer a join party_statement s on s.id = a.statement_id
         where s.book_id = $1 and a.recorded_at <= $2",
    ),
    until("imprest_line", &["date"], "select * from imprest_line where book_id = $1 and written_at <= $2"),
    until(
        "imprest_line_struck",
        &[],
        "select s.* from imprest_line_struck s join imprest_line l on l.id = s.line_id
         where l.book_id = $1 and s.at <= $2",
    ),
    until("imprest_check", &["date"], "select * from imprest_check where book_id = $1 and made_at <= $2"),
    until(
        "imprest_check_signed",
        &[],
        "select s.* from imprest_check_signed s join imprest_check c on c.id = s.check_id
         where c.book_id = $1 and s.at <= $2",
    ),
    to_day("cash_count", &["date"], "select * from cash_count where book_id = $1 and date <= $2"),
    to_quarter("publication", &["quarter"], "select * from publication where book_id = $1 and quarter <= $2"),
    to_quarter(
        "publication_opinion",
        &[],
        "select o.* from publication_opinion o join publication p on p.id = o.publication_id
         where p.book_id = $1 and p.quarter <= $2",
    ),
    until("question", &["serial"], "select * from question where book_id = $1 and asked_at <= $2"),
    until(
        "question_act",
        &["seq"],
        "select a.* from question_act a join question q on q.id = a.question_id where q.book_id = $1 and a.at <= $2",
    ),
    to_quarter(
        "publication_proof",
        &["digest"],
        "select t.* from publication_proof t join publication p on p.id = t.publication_id
         where p.book_id = $1 and p.quarter <= $2",
    ),
    to_day("notice", &["number"], "select * from notice where book_id = $1 and due <= $2"),
    to_day(
        "notice_voucher",
        &[],
        "select v.* from notice_voucher v join notice n on n.id = v.notice_id where v.book_id = $1 and n.due <= $2",
    ),
    to_day(
        "notice_declined",
        &[],
        "select d.* from notice_declined d join voucher v on v.id = d.voucher_id where d.book_id = $1 and v.date <= $2",
    ),
    to_day(
        "notice_opinion",
        &[],
        "select o.* from notice_opinion o join notice n on n.id = o.notice_id where n.book_id = $1 and n.due <= $2",
    ),
    to_day("annual_meeting", &[], "select * from annual_meeting where book_id = $1 and meets_on <= $2"),
    of_book("audit_head", &[], "select * from audit_head where scope = $1"),
    Table {
        name: "audit_event",
        about: &[About::Book, About::Until],
        order: &["seq"],
        rows: "select * from audit_event
               where scope = $1 and seq <= (select max(seq) from audit_event where scope = $1 and at <= $2)",
    },
];

/// The names of the tables a package carries.
pub(in crate::archive) fn kept() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|t| t.name)
}
