//! 交单材料: which papers the township asks for at which amount, from which day on.

use crate::audit::{self, Act};
use crate::auth::Chief;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{Date, Failure, Money, Outcome, Refused, Timestamp};

use crate::workflow::paper_error::PaperRefusal;
use crate::workflow::papers_needed::{PaperRule, PaperSetting};
use crate::workflow::store;

/// One rule as it is to be from a day on: subject, need, and the amount it begins at, if it is asked for at all.
#[derive(Clone, Debug)]
pub struct NewPaperAmount {
    /// Which rule: its subject.
    pub subject: String,
    /// Which rule: its need, in its stored word.
    pub need: String,
    /// From this amount on; `None` when it is not asked for.
    pub from: Option<Money>,
    /// The amount that was shown beside it: a line nobody touched sets nothing, whatever holds on the day.
    pub shown: Option<Money>,
}

/// The rules that hold on a day.
pub async fn paper_rules(tx: &mut ReadTx, on: Date) -> Outcome<Vec<PaperRule>> {
    Ok(PaperRule::in_force(&store::paper_settings(tx).await?, on))
}

/// Everything the township ever set, newest first.
pub async fn paper_settings(tx: &mut ReadTx) -> Outcome<Vec<PaperSetting>> {
    Ok(store::paper_settings(tx).await?)
}

/// Sets other amounts from a day on; what is as it was by then is not written again.
///
/// Refuses, all at once: `workflow.paper_rule_in_past`, `workflow.unknown_paper_rule`, `workflow.paper_rule_negative`.
pub async fn set_paper_rules(
    tx: &mut WriteTx,
    by: &Chief,
    from: Date,
    amounts: Vec<NewPaperAmount>,
    now: Timestamp,
) -> Outcome<()> {
    let rules = PaperRule::in_force(&store::paper_settings(tx).await?, from);
    let mut faults: Vec<Refused> = Vec::new();
    if from < now.date() {
        faults.push(PaperRefusal::PaperRuleInPast { from: from.to_string(), today: now.date().to_string() }.into());
    }
    let (mut changed, mut said) = (Vec::new(), Vec::new());
    for new in amounts {
        let Some(rule) = rules.iter().find(|r| r.subject == new.subject && r.need.word() == new.need) else {
            faults.push(PaperRefusal::UnknownPaperRule { subject: new.subject.chars().take(20).collect() }.into());
            continue;
        };
        if let Some(amount) = new.from.filter(|a| a.is_negative()) {
            faults.push(PaperRefusal::PaperRuleNegative { name: rule.name.clone(), amount }.into());
        }
        if new.from != new.shown && rule.from != new.from {
            let words = new.from.map_or("不要".to_owned(), |from| format!("{from}元起"));
            said.push(format!("{}{} {words}", rule.name, rule.need.in_chinese()));
            let (subject, need, set_by) = (new.subject, new.need, by.actor().name.clone());
            changed.push(PaperSetting { subject, need, valid_from: from, from: new.from, set_by });
        }
    }
    Failure::unless_none(faults)?;
    if changed.is_empty() {
        return Ok(());
    }
    store::put_paper_settings(tx, by, &changed, now).await?;
    let act = Act::on_township("paper_rule.set", format!("交单材料 自{from}起")).detail(said.join("；"));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}
