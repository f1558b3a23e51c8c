use crate::archive::{self, Opened, Rows, Scratch};
use crate::auth::{self, Grant, NewPerson, Password, Role, SealedPassword};
use crate::db::WriteTx;
use crate::kernel::{Fault, Outcome, Timestamp};

use super::{App, IMPORT_LOGIN};

/// The first act of an instance that takes a package over: the book as it was handed out, and who may look at it.
pub struct Inheriting {
    /// The package, proved.
    pub package: Opened,
    /// Who manages the logins here.
    pub admin: (NewPerson, Password),
    /// 监督员: reads everything, changes nothing.
    pub observer: (NewPerson, Password),
}

impl App {
    /// Puts a package into this empty instance: all of it or nothing.
    ///
    /// Refuses: `archive.not_empty`, and whatever `archive::rows_of` refuses.
    pub async fn inherit(&self, inheriting: Inheriting) -> Outcome<()> {
        archive::require_empty(&mut self.db.read().await?).await?;
        let data = self.config.data.clone();
        let scratch = tokio::task::spawn_blocking(move || Scratch::below(&data))
            .await
            .map_err(Fault::while_("making room for a package"))??;
        let rows = archive::rows_of(inheriting.package, &self.files, &scratch).await?;
        let sealed = [
            self.hashing.seal(&inheriting.admin.1).await?,
            self.hashing.seal(&inheriting.observer.1).await?,
            self.hashing.seal(&Password::random()).await?,
        ];
        let (people, now) = ([inheriting.admin.0, inheriting.observer.0], self.now());
        self.db.write(move |tx| Box::pin(async move { happen(tx, rows, people, sealed, now).await })).await
    }
}

async fn happen(
    tx: &mut WriteTx,
    rows: Rows,
    [admin, observer]: [NewPerson; 2],
    sealed: [SealedPassword; 3],
    now: Timestamp,
) -> Outcome<()> {
    let [admin_sealed, observer_sealed, import_sealed] = sealed;
    archive::require_empty(tx).await?;
    let first = auth::first_administrator(tx, &admin, &admin_sealed, "", now).await?;
    let by = first.administrator()?;
    archive::restore(tx, first.actor(), rows, now).await?;
    let observer = auth::create_person(tx, &by, &observer, &observer_sealed, now).await?;
    auth::grant(tx, &by, observer, Grant { role: Role::Observer, book: None }, now).await?;
    let import = auth::create_person(tx, &by, &NewPerson::new(IMPORT_LOGIN, "导入")?, &import_sealed, now).await?;
    auth::disable(tx, &by, import, now).await
}
