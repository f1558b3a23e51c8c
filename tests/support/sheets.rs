//! A quarter's sheet on its road, by the use-cases: for tests that begin where it hangs on the board.

use mingzhang::auth::Role;
use mingzhang::db::Db;
use mingzhang::disclosure::{self, PublicationHead, Verdict};
use mingzhang::kernel::{BookId, Quarter, Timestamp};

use super::township::someone;

/// Composed, checked, agreed to by three, signed, published.
pub async fn publishes(db: &Db, book: BookId, quarter: Quarter, now: Timestamp) -> PublicationHead {
    let keeper = someone("专管员", Role::Accountant).accountant(book).expect("an accountant");
    let director = someone("中心主任", Role::Director).director().expect("a director");
    let member = |n| someone(n, Role::GroupMember).group_member(book).expect("a member");
    let members = ["理财组长", "理财组员甲", "理财组员乙"].map(member);
    let publishing = db.write(move |tx| {
        Box::pin(async move {
            disclosure::compose(tx, keeper.actor(), book, quarter, now).await?;
            let seen = disclosure::head(tx, book, quarter).await?.digest;
            disclosure::check(tx, &keeper, quarter, seen, now).await?;
            for member in &members {
                disclosure::say(tx, member, quarter, seen, (Verdict::Agree, ""), now).await?;
            }
            disclosure::sign(tx, &director, book, quarter, seen, now).await?;
            disclosure::publish(tx, &keeper, quarter, seen, now).await?;
            disclosure::head(tx, book, quarter).await
        })
    });
    publishing.await.expect("published")
}
