use crate::audit::{self, Act};
use crate::auth::{self, Accountant, Clerk, GroupMember};
use crate::db::WriteTx;
use crate::evidence;
use crate::kernel::{BindingId, Failure, MeetingId, Outcome, Refused, Timestamp, UserId};

use crate::workflow::card::{Approver, Verdict, Way};
use crate::workflow::meeting::{
    Binding, BindingAnswer, BindingState, Hindrance, Meeting, MeetingRefusal as M, MeetingSheet, NewBinding, Said,
    SheetItem,
};
use crate::workflow::store;

use super::marking::{Opinion, Signer, keep_void, mark, own_or_near};
use super::meetings::{open_one, sheet};
use super::moving::words_fit;

/// What became of a batch somebody signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signed {
    /// How many were agreed to.
    pub agreed: usize,
    /// How many were refused.
    pub refused: usize,
    /// Numbers of items left out, and why: a near relative's, one that has ended, one said otherwise before.
    pub left_out: Vec<(i64, String)>,
    /// Numbers of items whose content has changed since the list was made.
    pub void: Vec<i64>,
}

impl Signed {
    /// `同意 5 件，不同意 1 件；第3号 村民甲要回避`.
    pub fn in_words(&self) -> String {
        let mut said = format!("同意 {} 件，不同意 {} 件", self.agreed, self.refused);
        for serial in &self.void {
            said.push_str(&format!("；第{serial}号 改过，作废"));
        }
        for (serial, why) in &self.left_out {
            said.push_str(&format!("；第{serial}号 {why}"));
        }
        said
    }
}

/// One member's PIN signs that member's marks over the list: 同意 for what was opened, 不同意 with reasons.
///
/// All or nothing. Refuses: `workflow.no_such_meeting`, `workflow.meeting_closed`, `workflow.not_present`,
/// `workflow.not_opened`, `workflow.refusal_without_reason`, `workflow.nothing_signed`, and what a mark refuses.
pub async fn sign_by_pin(
    tx: &mut WriteTx,
    by: &GroupMember,
    id: MeetingId,
    said: Vec<Said>,
    now: Timestamp,
) -> Outcome<Signed> {
    let meeting = open_one(tx, by.book(), id).await?;
    // The items are held before the book's log is: a mark at somebody's own login takes them in this order, too.
    store::keep_all_still(tx, by.book(), said.iter().map(|s| s.submission).collect()).await?;
    let sheet = sheet(tx, by.book(), id).await?;
    if sheet.seat(by.id()).is_none_or(|s| s.present_at.is_none()) {
        return Err(M::NotPresent { name: by.actor().name.clone() }.into());
    }
    let own: Vec<Said> = said.into_iter().filter(|s| s.person == by.id()).collect();
    Failure::unless_none(faults(&sheet, &own))?;
    let signer = Signer {
        actor: by.actor(),
        id: by.id(),
        name: &by.actor().name,
        approver: Approver::FinanceGroup,
        way: Way::Pin,
        meeting: Some((id, meeting.number)),
    };
    let signed = put_marks(tx, &sheet, &signer, &own, now).await?;
    if signed.agreed + signed.refused == 0 {
        return Err(M::NothingSigned.into());
    }
    let detail = format!("{} 同意{}件 不同意{}件", by.actor().name, signed.agreed, signed.refused);
    let act = Act::on_book(by.book(), "meeting.sign", meeting.label()).id(id).detail(detail);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(signed)
}

/// Every item is either agreed to after it was opened, or refused with a reason.
fn faults(sheet: &MeetingSheet, said: &[Said]) -> Vec<Refused> {
    let mut faults: Vec<Refused> = Vec::new();
    for one in said {
        let Some(item) = item_of(sheet, one) else {
            faults.push(M::NotInBatch.into());
            continue;
        };
        if item.hindrance().is_some() || item.mark_of(one.person).is_some() {
            continue;
        }
        let serial = item.submission.serial;
        if one.verdict == Verdict::Refuse && one.words.trim().is_empty() {
            faults.push(M::RefusalWithoutReason { serial }.into());
        }
        if one.verdict == Verdict::Agree && !item.opened {
            faults.push(M::NotOpened { serial }.into());
        }
        faults.extend(words_fit(&one.words).err().map(Refused::from));
    }
    faults
}

fn item_of<'s>(sheet: &'s MeetingSheet, said: &Said) -> Option<&'s SheetItem> {
    sheet.items.iter().find(|i| i.submission.id == said.submission)
}

/// One signer's marks over the list. What changed is void, what is one's own is left out, what was said stays said.
async fn put_marks(
    tx: &mut WriteTx,
    sheet: &MeetingSheet,
    signer: &Signer<'_>,
    said: &[Said],
    now: Timestamp,
) -> Outcome<Signed> {
    let kinship = auth::kinship(tx, sheet.meeting.book).await?;
    let mut signed = Signed::default();
    for one in said {
        let Some(item) = item_of(sheet, one) else { continue };
        let opinion = Opinion { verdict: one.verdict, words: one.words.clone(), seen: item.digest };
        let serial = item.submission.serial;
        if let Some(before) = item.mark_of(signer.id) {
            if before.verdict != one.verdict {
                let why = format!("{}已签{}", signer.name, before.verdict.in_chinese());
                signed.left_out.push((serial, why));
            }
            continue;
        }
        match item.hindrance() {
            Some(Hindrance::Changed) => {
                if signer.way == Way::Paper {
                    keep_void(tx, signer, &item.submission, &opinion, now).await?;
                }
                signed.void.push(serial);
                continue;
            }
            Some(hindrance @ (Hindrance::Returned | Hindrance::Ended)) => {
                signed.left_out.push((serial, hindrance.in_chinese().to_owned()));
                continue;
            }
            None => {}
        }
        if own_or_near(&item.submission, &kinship, signer.id, signer.name).is_some() {
            signed.left_out.push((serial, format!("{}要回避", signer.name)));
            continue;
        }
        match mark(tx, sheet.meeting.book, signer, item.submission.id, opinion, now).await {
            Ok(_) if one.verdict == Verdict::Agree => signed.agreed += 1,
            Ok(_) => signed.refused += 1,
            // A mark before it in this list ended it.
            Err(failure) if failure.is("workflow.wrong_state") => {
                signed.left_out.push((serial, "前面签的意见已经办结".to_owned()));
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(signed)
}

/// 登记纸质签字 — the clerk binds the photographed list to its batch by the code printed on it, and says what stands
/// there. No marks yet: another person compares first.
///
/// Refuses, all at once: `workflow.batch_code_wrong`, `workflow.scan_missing`, `workflow.verdicts_missing`,
/// `workflow.refusal_without_reason`, `workflow.not_a_seat`, `workflow.not_in_batch`; `workflow.no_such_meeting`.
pub async fn record_binding(
    tx: &mut WriteTx,
    by: &Clerk,
    id: MeetingId,
    new: NewBinding,
    now: Timestamp,
) -> Outcome<BindingId> {
    let sheet = sheet(tx, by.book(), id).await?;
    let mut faults: Vec<Refused> = Vec::new();
    if !sheet.meeting.has_code(&new.code) {
        faults.push(M::BatchCodeWrong.into());
    }
    let scan = match new.scan {
        Some(scan) if !evidence::files(tx, by.book(), &[scan]).await?.is_empty() => Some(scan),
        _ => None,
    };
    if scan.is_none() {
        faults.push(M::ScanMissing.into());
    }
    if new.said.is_empty() {
        faults.push(M::VerdictsMissing.into());
    }
    faults.extend(faults_on_paper(&sheet, &new.said));
    Failure::unless_none(faults)?;
    let binding = Binding {
        id: BindingId::new(),
        scan: scan.ok_or(M::ScanMissing)?,
        batch: sheet.meeting.batch,
        recorded_by: by.id(),
        recorded_name: by.actor().name.clone(),
        recorded_at: now,
        said: new.said,
        answer: None,
    };
    store::insert_binding(tx, id, &binding).await?;
    let detail = format!("{} {}条意见", sheet.meeting.code(), binding.said.len());
    let act = Act::on_book(by.book(), "meeting.bind", sheet.meeting.label()).id(binding.id).detail(detail);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(binding.id)
}

fn faults_on_paper(sheet: &MeetingSheet, said: &[Said]) -> Vec<Refused> {
    let mut faults: Vec<Refused> = Vec::new();
    for one in said {
        if sheet.seat(one.person).is_none_or(|s| s.present_at.is_none()) {
            faults.push(M::NotASeat.into());
        }
        match item_of(sheet, one) {
            None => faults.push(M::NotInBatch.into()),
            Some(item) if one.verdict == Verdict::Refuse && one.words.trim().is_empty() => {
                faults.push(M::RefusalWithoutReason { serial: item.submission.serial }.into());
            }
            Some(_) => faults.extend(words_fit(&one.words).err().map(Refused::from)),
        }
    }
    faults.dedup_by(|a, b| a.message == b.message);
    faults
}

/// 核对纸质签字 — the accountant has compared the photograph: the marks stand, on the content that was listed.
///
/// Refuses: `workflow.no_such_binding`, `workflow.own_binding`, `workflow.binding_answered`.
pub async fn confirm_binding(tx: &mut WriteTx, by: &Accountant, id: BindingId, now: Timestamp) -> Outcome<Signed> {
    let (sheet, binding) = answered(tx, by, id, BindingState::Confirmed, "", now).await?;
    let mut all = Signed::default();
    let mut people: Vec<UserId> = binding.said.iter().map(|s| s.person).collect();
    people.dedup();
    for person in people {
        let Some(seat) = sheet.seat(person) else { continue };
        let signer = Signer {
            actor: by.actor(),
            id: person,
            name: &seat.name,
            approver: Approver::FinanceGroup,
            way: Way::Paper,
            meeting: Some((sheet.meeting.id, sheet.meeting.number)),
        };
        let said: Vec<Said> = binding.said.iter().filter(|s| s.person == person).cloned().collect();
        let signed = put_marks(tx, &sheet, &signer, &said, now).await?;
        all.agreed += signed.agreed;
        all.refused += signed.refused;
        all.left_out.extend(signed.left_out);
        all.void.extend(signed.void);
    }
    all.void.sort_unstable();
    all.void.dedup();
    all.left_out.sort_unstable();
    all.left_out.dedup();
    let act = Act::on_book(by.book(), "meeting.bound", sheet.meeting.label()).id(id).detail(all.in_words());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(all)
}

/// 退回纸质签字 — the photograph does not say what was recorded; nothing comes of it.
///
/// Refuses: `workflow.decline_without_reason`, and as `confirm_binding`.
pub async fn decline_binding(
    tx: &mut WriteTx,
    by: &Accountant,
    id: BindingId,
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    if words.trim().is_empty() {
        return Err(M::DeclineWithoutReason.into());
    }
    words_fit(words)?;
    answered(tx, by, id, BindingState::Declined, words.trim(), now).await.map(drop)
}

/// Takes a signed list in hand for its one answer.
async fn answered(
    tx: &mut WriteTx,
    by: &Accountant,
    id: BindingId,
    state: BindingState,
    words: &str,
    now: Timestamp,
) -> Outcome<(MeetingSheet, Binding)> {
    let meeting = store::binding(tx, by.book(), id).await?.ok_or(M::NoSuchBinding)?;
    if state == BindingState::Confirmed {
        let listed = store::items(tx, meeting).await?;
        store::keep_all_still(tx, by.book(), listed.iter().map(|(line, _)| line.submission).collect()).await?;
    }
    let sheet = sheet(tx, by.book(), meeting).await?;
    let binding = sheet.bindings.iter().find(|b| b.id == id).cloned().ok_or(M::NoSuchBinding)?;
    if binding.recorded_by == by.id() {
        return Err(M::OwnBinding { name: binding.recorded_name }.into());
    }
    let answer = BindingAnswer { state, words: words.to_owned(), name: by.actor().name.clone(), at: now };
    if !store::insert_answer(tx, id, by.id(), &answer).await? {
        return Err(M::BindingAnswered.into());
    }
    let verb = if state == BindingState::Confirmed { "meeting.bind_confirm" } else { "meeting.bind_decline" };
    let act = Act::on_book(by.book(), verb, sheet.meeting.label()).id(id).detail(words);
    audit::record(tx, by.actor(), act, now).await?;
    Ok((sheet, binding))
}

/// The meeting a signed list belongs to.
///
/// Refuses: `workflow.no_such_binding`.
pub async fn meeting_of_binding(tx: &mut crate::db::ReadTx, by: &Accountant, id: BindingId) -> Outcome<Meeting> {
    let meeting = store::binding(tx, by.book(), id).await?.ok_or(M::NoSuchBinding)?;
    Ok(store::meeting(tx, by.book(), meeting).await?.ok_or(M::NoSuchMeeting)?)
}
