use crate::app::App;
use crate::disclosure::{self, Topic};
use crate::kernel::Outcome;

use super::cast::Cast;

/// In the first village the road's 一事一议 sheet is published; what else should be published by itself waits on the list.
pub(super) async fn publish(app: &App, cast: &Cast) -> Outcome<()> {
    let Some(first) = cast.villages.first() else { return Ok(()) };
    let book = first.book.clone();
    let (by, checker, director) =
        (first.accountant.accountant(book.id)?, cast.chief.accountant(book.id)?, cast.director.director()?);
    let now = cast.today;
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let due = disclosure::due_notices(tx, &book, None, now.date()).await?;
                let road = due.proposals.iter().find(|p| p.topic == Topic::OneProject);
                if let Some(road) = road {
                    let id = disclosure::compose_special(tx, &by, road.topic, &road.subject, now).await?;
                    let seen = disclosure::notice_for_print(tx, book.id, id).await?.head.digest;
                    disclosure::check_notice(tx, &checker, (id, seen), now).await?;
                    disclosure::sign_notice(tx, &director, book.id, (id, seen), now).await?;
                    disclosure::publish_notice(tx, &by, (id, seen), now).await?;
                }
                Ok(())
            })
        })
        .await
}
