use crate::auth;
use crate::checks::Board;
use crate::db::ReadTx;
use crate::disclosure::{self, DueCorrection, NoticeHead, Proposal, PublicationHead, Turn};
use crate::kernel::{BookId, Date, Money, Outcome, Period, Timestamp};
use crate::ledger::{self, Draft, DraftState, Reopening};
use crate::questions::{self, Waiting};
use crate::village::Book;
use crate::web::disclosures::light as sheet_light;
use crate::web::light::Light;
use crate::web::questions::light_of;
use crate::web::repeats::{DueNow, due_in};
use crate::web::visit::LoggedIn;
use crate::workflow::{self, BindingWaiting, Deadline, DeadlineRules, State, Station, Submission, Waits, WaitsFor};

/// A term that ends within so many days is shown to whoever has to see to an election.
pub(in crate::web) const TERM_DAYS: i64 = 30;

/// One thing that waits for this person.
pub(super) struct Item {
    /// 受理, 复核, 记账, 补改, 核对, 签发, 公布, 批准.
    pub(super) act: &'static str,
    /// What it is.
    pub(super) what: String,
    /// How much, where it is about one amount.
    pub(super) amount: Option<Money>,
    /// Whose.
    pub(super) whose: String,
    /// Where it is done.
    pub(super) href: String,
    /// Its light: by its deadline, or by how long it has waited.
    pub(super) light: Light,
    /// The last day, and the one it waits for: 10月14日前 专管员 某某.
    pub(super) until: String,
    since: Timestamp,
    days: i64,
}

impl Item {
    /// Something that has waited so many days.
    fn waiting(days: i64, now: Timestamp) -> Item {
        Item {
            act: "",
            what: String::new(),
            amount: None,
            whose: String::new(),
            href: String::new(),
            light: Light::waited(days),
            until: String::new(),
            since: now,
            days,
        }
    }

    /// The same, with the deadline of its step.
    fn by(self, deadline: &Deadline, whom: String) -> Item {
        let until = format!("{} {whom}", until_day(deadline));
        // Days past the deadline count before days waited.
        Item { light: Light::of_deadline(deadline), until, days: self.days + 1000 * deadline.late, ..self }
    }
}

/// Everything that waits for this person, in every book they keep, the longest waiting first.
pub(super) async fn waiting_for(tx: &mut ReadTx, who: &LoggedIn, board: &Board, now: Timestamp) -> Outcome<Vec<Item>> {
    let book = |id: BookId| board.rows.iter().map(|r| &r.book).find(|b| b.id == id);
    let kept = |id: BookId| book(id).filter(|_| who.standing.accountant(id).is_ok());
    let waits = workflow::waits(tx, &who.standing, now).await?;
    let rules = workflow::deadline_rules(tx).await?;
    let mut items = Vec::new();
    let at_centre = workflow::waiting_for(tx, &who.standing, WaitsFor::Centre).await?;
    for submission in at_centre.into_iter().filter(|s| s.state == State::Approved) {
        items.extend(kept(submission.book).map(|b| of_submission(b, &submission, "受理", &waits, now)));
    }
    if who.standing.director().is_ok() {
        for submission in workflow::waiting_for(tx, &who.standing, WaitsFor::Township).await? {
            items.extend(book(submission.book).map(|b| of_submission(b, &submission, "备案", &waits, now)));
        }
    }
    let own = who.standing.id();
    for (state, act) in [(DraftState::Prepared, "复核"), (DraftState::Reviewed, "记账"), (DraftState::Parked, "补改")]
    {
        for draft in ledger::drafts_in_state(tx, state).await? {
            let mine = match state {
                DraftState::Prepared => draft.prepared_by != own,
                DraftState::Reviewed => true,
                DraftState::Parked => draft.prepared_by == own,
            };
            items.extend(kept(draft.book).filter(|_| mine).map(|b| of_draft(b, &draft, act, &waits, &rules, now)));
        }
    }
    let books: Vec<Book> = board.rows.iter().map(|r| r.book.clone()).collect();
    items.extend(due_in(tx, who, &books, now.date()).await?.iter().map(|due| of_recurring(due, now)));
    for (head, turn) in disclosure::waiting_for(tx, &who.standing).await? {
        // Putting it on the board and sending the photo is the village's.
        if turn != Turn::Post {
            items.extend(book(head.book).map(|b| of_sheet(b, &head, turn, now)));
        }
    }
    for (head, turn) in disclosure::notices_waiting(tx, &who.standing).await? {
        if turn != Turn::Post {
            items.extend(book(head.book).map(|b| of_notice(b, &head, turn, now)));
        }
    }
    let recent = Period::of(now.date()).quarter().previous().first_period();
    for own in books.iter().filter(|b| who.standing.accountant(b.id).is_ok()) {
        let due = disclosure::due_notices(tx, own, Some(recent), now.date()).await?;
        items.extend(due.proposals.iter().map(|p| of_proposal(own, p, now)));
        items.extend(due.corrections.iter().map(|c| of_correction(own, c, now)));
    }
    if who.standing.director().is_ok() {
        let asked = ledger::reopenings_under_way(tx).await?.into_iter();
        let for_others = asked.filter(|r| r.is_waiting() && r.asked_by != own);
        items.extend(for_others.filter_map(|r| book(r.book).map(|b| of_reopening(b, &r, now))));
    }
    for waiting in questions::waiting_for(tx, &who.standing, now).await? {
        items.extend(book(waiting.question.book).map(|b| of_question(b, &waiting, now)));
    }
    for bound in workflow::bindings_waiting(tx).await?.iter().filter(|b| b.recorded_by != own) {
        items.extend(kept(bound.book).map(|b| of_binding(b, bound, now)));
    }
    if let Ok(by) = who.standing.sealer() {
        let ending = auth::terms_ending(tx, &by, TERM_DAYS, now.date()).await?;
        let over = ending.iter().filter(|t| t.held.term.days_left(now.date()).is_some_and(|left| left < 0)).count();
        if !ending.is_empty() {
            items.push(of_terms(ending.len(), over, now));
        }
    }
    items.sort_by_key(|i| (-i.days, i.since));
    Ok(items)
}

fn of_submission(book: &Book, submission: &Submission, act: &'static str, waits: &Waits, now: Timestamp) -> Item {
    let since = submission.waiting_since.or(submission.submitted_at).unwrap_or(now);
    let page = match submission.waits_for {
        WaitsFor::Township => format!("approvals/{}", submission.id),
        _ => format!("intake?open={}", submission.id),
    };
    let item = Item {
        act,
        what: submission.content.reason.clone(),
        amount: Some(submission.content.amount),
        whose: format!("{} {}", book.village_name, submission.content.other_party),
        href: format!("/books/{}/{page}", book.code),
        since,
        ..Item::waiting(now.days_since(since), now)
    };
    match waits.get(submission.id) {
        Some(wait) => item.by(&wait.deadline, wait.whom_in_chinese()),
        None => item,
    }
}

fn of_recurring(each: &DueNow, now: Timestamp) -> Item {
    Item {
        act: "生成",
        what: format!("{} {}", each.due.period.in_chinese(), each.word),
        amount: Some(each.total),
        whose: format!("{} 定期凭证", each.book.village_name),
        href: "/recurring".to_owned(),
        ..Item::waiting((now.date() - each.due.date).num_days(), now)
    }
}

fn of_sheet(book: &Book, head: &PublicationHead, turn: Turn, now: Timestamp) -> Item {
    Item {
        act: turn.in_chinese(),
        what: format!("{}公开表", head.span.in_chinese()),
        amount: None,
        whose: book.village_name.clone(),
        href: format!("/books/{}/disclosures/{}", book.code, head.span),
        since: head.since(),
        ..Item::waiting(now.days_since(head.since()), now)
    }
}

fn of_notice(book: &Book, head: &NoticeHead, turn: Turn, now: Timestamp) -> Item {
    Item {
        act: turn.in_chinese(),
        what: head.title.clone(),
        whose: book.village_name.clone(),
        href: format!("/books/{}/notices/{}", book.code, head.id),
        since: head.composed_at,
        ..Item::waiting(now.days_since(head.composed_at), now)
    }
}

/// A special sheet that should be made.
fn of_proposal(book: &Book, proposal: &Proposal, now: Timestamp) -> Item {
    let what = format!("{}（{}）", proposal.topic.title(), proposal.about);
    let amount = proposal.events.iter().map(|e| e.amount).sum();
    of_due(book, what, amount, proposal.due, now)
}

/// A published sheet that should be corrected.
fn of_correction(book: &Book, due: &DueCorrection, now: Timestamp) -> Item {
    of_due(book, format!("更正公告（{} {}）", due.sheet, due.label), due.amount, due.due, now)
}

fn of_due(book: &Book, what: String, amount: Money, due: Date, now: Timestamp) -> Item {
    let late = (now.date() - due).num_days().max(0);
    Item {
        act: "编制",
        what,
        amount: Some(amount),
        whose: book.village_name.clone(),
        href: format!("/books/{}/notices", book.code),
        light: sheet_light(None, due, now.date()),
        until: format!("{}前", due.format("%-m月%-d日")),
        // Days past the day it is due count before days waited.
        ..Item::waiting(1000 * late, now)
    }
}

fn of_reopening(book: &Book, asked: &Reopening, now: Timestamp) -> Item {
    Item {
        act: "批准",
        what: format!("重开{}：{}", asked.period.in_chinese(), asked.reason),
        amount: None,
        whose: format!("{} {}", book.village_name, asked.asked_name),
        href: format!("/books/{}/closing?period={}", book.code, asked.period),
        since: asked.asked_at,
        ..Item::waiting(now.days_since(asked.asked_at), now)
    }
}

fn of_question(book: &Book, waiting: &Waiting, now: Timestamp) -> Item {
    let question = &waiting.question;
    let light = light_of(question, &waiting.due);
    Item {
        act: waiting.turn.in_chinese(),
        what: format!("村民质询 {}", question.about.words()),
        whose: format!("{} {}", book.village_name, question.waits_for()),
        href: format!("/books/{}/questions/{}", book.code, question.id),
        until: format!("{}前", waiting.due.day.format("%-m月%-d日")),
        since: question.asked_at,
        light,
        // Days past the deadline count before days waited.
        ..Item::waiting(now.days_since(question.asked_at) + 1000 * waiting.due.late, now)
    }
}

fn of_binding(book: &Book, bound: &BindingWaiting, now: Timestamp) -> Item {
    Item {
        act: "核对",
        what: format!("第{}次理财会议的纸质签字", bound.number),
        whose: format!("{} {}登记", book.village_name, bound.recorded_name),
        href: format!("/books/{}/meetings/{}", book.code, bound.meeting),
        since: bound.recorded_at,
        ..Item::waiting(now.days_since(bound.recorded_at), now)
    }
}

/// Terms of office that are over weigh as much as what has waited for long.
fn of_terms(ending: usize, over: usize, now: Timestamp) -> Item {
    let whose =
        if over > 0 { format!("其中已过期 {over} 人") } else { "理财小组和村里的任职".to_owned() };
    Item {
        act: "换届",
        what: format!("任期{TERM_DAYS}天内到期或已过的 {ending} 人"),
        whose,
        href: "/oversight/terms".to_owned(),
        ..Item::waiting(if over > 0 { 4 } else { 0 }, now)
    }
}

fn of_draft(
    book: &Book,
    draft: &Draft,
    act: &'static str,
    waits: &Waits,
    rules: &DeadlineRules,
    now: Timestamp,
) -> Item {
    let (page, station) = match draft.state {
        DraftState::Parked => (format!("drafts/{}", draft.id), Station::Voucher),
        DraftState::Prepared => (format!("review?draft={}", draft.id), Station::Review),
        DraftState::Reviewed => ("posting".to_owned(), Station::Posting),
    };
    let item = Item {
        act,
        what: draft.summary().to_owned(),
        amount: Some(draft.total()),
        whose: format!("{} {} {}", book.village_name, draft.date, draft.prepared_name),
        href: format!("/books/{}/{page}", book.code),
        since: draft.prepared_at,
        ..Item::waiting(now.days_since(draft.prepared_at), now)
    };
    match draft.submission.and_then(|id| waits.get(id)) {
        Some(wait) => item.by(&wait.deadline, wait.whom_in_chinese()),
        // A voucher nobody handed in has the same time as one that was.
        None => item.by(&rules.deadline(book.id, station, draft.prepared_at, now.date()), String::new()),
    }
}

fn until_day(deadline: &Deadline) -> String {
    format!("{}前", deadline.due.format("%-m月%-d日"))
}
