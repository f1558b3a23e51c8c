use crate::db::ReadTx;
use crate::kernel::{Outcome, Period};
use crate::ledger;
use crate::statements;

use super::finding::Problem;

/// Every kept version of a statement's form is the text that was proved, and the ones in use prove again.
pub(super) async fn run(tx: &mut ReadTx) -> Outcome<Vec<Problem>> {
    let Some(to_the_end) = Period::new(2999, 12) else { unreachable!("it is in the calendar") };
    let mut problems = Vec::new();
    // Before the township is founded there is no chart to prove a form with.
    if ledger::unified_chart(tx).await?.accounts().is_empty() {
        return Ok(problems);
    }
    let mut seen = Vec::new();
    for form in statements::forms(tx).await? {
        let at = format!("{} 第{}版", form.name.in_chinese(), form.version);
        let place = format!("/settings/forms/{}/{}", form.name.in_address(), form.version);
        if form.altered {
            problems.push(Problem::new(at.clone(), "与存的时候的校验码不符，被改动过").on(&place));
        }
        if !seen.contains(&form.name) {
            seen.push(form.name);
            let proved = statements::prove_form(tx, form.name, &form.text, to_the_end).await?;
            problems.extend(proved.faults.iter().map(|fault| Problem::new(at.clone(), fault.to_string()).on(&place)));
        }
    }
    Ok(problems)
}
