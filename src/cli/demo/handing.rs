use crate::app::App;
use crate::evidence::{self, NewPayList, PayListKind, TypedPerson};
use crate::handover;
use crate::kernel::{Outcome, SubmissionId};

use super::cast::Cast;

/// The first village pays its cleaners by a list that waits to be signed, and hands its papers to the centre, which has
/// not ticked them off yet.
pub(super) async fn pay_and_hand_over(app: &App, cast: &Cast) -> Outcome<()> {
    let Some(village) = cast.villages.first() else { return Ok(()) };
    let (book, now) = (village.book.id, cast.today);
    let (clerk, reader) = (village.clerk.clerk(book)?, village.clerk.reader(book)?);
    let people =
        [("村民甲", "1204", "1200"), ("村民乙", "3317", "1200"), ("村民丙", "0928", "900"), ("村民丁", "557X", "600")];
    let person =
        |(n, (name, id, yuan)): (usize, (&str, &str, &str))| TypedPerson::of(n + 1, [name, "", id, "", yuan, ""]);
    let list = NewPayList {
        kind: Some(PayListKind::Wage),
        title: "保洁员工资".to_owned(),
        date: Some(now.date()),
        people: people.into_iter().enumerate().map(person).collect(),
        ..NewPayList::default()
    };
    let write = app.db.write(move |tx| {
        Box::pin(async move {
            evidence::make_pay_list(tx, &clerk, "demo-pay-list", &list, now).await?;
            let waiting = handover::papers_not_handed_over(tx, &reader, now.date()).await?;
            let chosen: Vec<SubmissionId> = waiting.iter().take(6).map(|i| i.submission).collect();
            if !chosen.is_empty() {
                handover::hand_over_papers(tx, &clerk, &reader, &chosen, now).await?;
            }
            Ok(())
        })
    });
    write.await
}
