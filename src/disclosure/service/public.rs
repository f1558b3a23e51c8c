use crate::db::ReadTx;
use crate::disclosure::address::village_token;
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::notice::NoticeHead;
use crate::disclosure::publication::PublicationHead;
use crate::disclosure::sheet::DisclosureSheet;
use crate::disclosure::span::SheetSpan;
use crate::disclosure::store;
use crate::kernel::{BookId, Outcome, VillageId};
use crate::village::{self, Book};

use super::notices::published_notices;
use super::reading::sheet_of;

/// A village that has published, as the finder shows it.
#[derive(Clone, Debug)]
pub struct PublicVillage {
    /// Its id.
    pub id: VillageId,
    /// Its name.
    pub name: String,
    /// The latest span any of its books has published.
    pub latest: SheetSpan,
}

/// What one book of a village has published.
#[derive(Clone, Debug)]
pub struct PublishedBook {
    /// The book.
    pub book: Book,
    /// The latest sheet.
    pub latest: DisclosureSheet,
    /// Every published sheet and version, the latest first.
    pub heads: Vec<PublicationHead>,
    /// Every published special sheet, year's package and correction, the latest first.
    pub notices: Vec<NoticeHead>,
}

/// The villages of the township that have published, in the order of their books' codes.
pub async fn public_villages(tx: &mut ReadTx) -> Outcome<Vec<PublicVillage>> {
    let published = store::latest_published(tx).await?;
    let mut villages: Vec<PublicVillage> = Vec::new();
    for book in village::books(tx).await? {
        let Some(latest) = published.get(&book.id).copied() else { continue };
        match villages.iter_mut().find(|v| v.id == book.village) {
            Some(village) => village.latest = village.latest.max(latest),
            None => villages.push(PublicVillage { id: book.village, name: book.village_name, latest }),
        }
    }
    Ok(villages)
}

/// What the books of the village behind a permanent address have published; a village that has published nothing has
/// no page yet.
///
/// Refuses: `disclosure.no_such_village`.
pub async fn public_village(tx: &mut ReadTx, token: &str) -> Outcome<Vec<PublishedBook>> {
    let mut books = village::books(tx).await?;
    books.retain(|b| village_token(b.village) == token);
    let ids: Vec<_> = books.iter().map(|b| b.id).collect();
    let heads = store::published_of(tx, &ids).await?;
    let latest_of = |id: &BookId| heads.iter().find(|h| h.book == *id).map(|h| h.id);
    let latest = store::contents(tx, &ids.iter().filter_map(latest_of).collect::<Vec<_>>()).await?;
    let mut published = Vec::new();
    for book in books {
        let Some(content) = latest.iter().find(|p| p.head.book == book.id) else { continue };
        let heads = heads.iter().filter(|h| h.book == book.id).cloned().collect();
        let notices = published_notices(tx, book.id).await?;
        published.push(PublishedBook { latest: sheet_of(content)?, heads, notices, book });
    }
    if published.is_empty() { Err(DisclosureRefusal::NoSuchVillage.into()) } else { Ok(published) }
}
