use crate::auth::{self, Grant, NewPerson, Password, Role, SealedPassword};
use crate::db::WriteTx;
use crate::kernel::{Outcome, Timestamp};
use crate::{ledger, village};

use super::App;

/// The login under which files are imported at the command line. Nobody can log in with it.
pub const IMPORT_LOGIN: &str = "import";

/// The first act of an instance: the township, its first administrator and chief accountant, the unified chart.
pub struct Founding {
    /// 青溪镇.
    pub township: String,
    /// The centre's name; made from the township's when empty.
    pub centre: String,
    /// The first administrator, with a password they chose.
    pub admin: (NewPerson, Password),
    /// The chief accountant, likewise.
    pub chief: (NewPerson, Password),
    /// Where the request came from.
    pub address: String,
}

impl App {
    /// Founds the township of this instance: all of it or nothing.
    ///
    /// Refuses: `auth.already_set_up`, `auth.login_taken`, `village.empty`, `village.already_founded`.
    pub async fn found(&self, founding: Founding) -> Outcome<()> {
        let admin = self.hashing.seal(&founding.admin.1).await?;
        let chief = self.hashing.seal(&founding.chief.1).await?;
        let import = self.hashing.seal(&Password::random()).await?;
        let now = self.now();
        self.db.write(move |tx| Box::pin(async move { founding.happen(tx, [admin, chief, import], now).await })).await
    }
}

impl Founding {
    async fn happen(self, tx: &mut WriteTx, sealed: [SealedPassword; 3], now: Timestamp) -> Outcome<()> {
        let [admin, chief, import] = sealed;
        let first = auth::first_administrator(tx, &self.admin.0, &admin, &self.address, now).await?;
        let by = first.administrator()?;
        village::found(tx, first.actor(), &self.township, &self.centre, now).await?;
        ledger::lay_down_chart(tx, first.actor(), now).await?;
        let chief = auth::create_person_with_own_password(tx, &by, &self.chief.0, &chief, now).await?;
        auth::grant(tx, &by, chief, Grant { role: Role::Chief, book: None }, now).await?;
        let import = auth::create_person(tx, &by, &NewPerson::new(IMPORT_LOGIN, "导入")?, &import, now).await?;
        auth::disable(tx, &by, import, now).await
    }
}
