//! What a request can reach: the database, the clock, the settings, how passwords are hashed.

mod founding;
mod inheriting;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::auth::{self, Hashing};
use crate::config::Config;
use crate::db::{Db, Durability};
use crate::evidence::FileStore;
use crate::kernel::{Clock, Fault, Outcome, Timestamp};
use crate::questions::FormKey;

pub use founding::{Founding, IMPORT_LOGIN};
pub use inheriting::Inheriting;

/// The whole house, cheap to clone. Nothing below this room reads the clock or a setting.
#[derive(Clone)]
pub struct App {
    /// The database behind its two doors.
    pub db: Db,
    /// The source documents' files.
    pub files: FileStore,
    /// Where the time comes from.
    pub clock: Clock,
    /// The settings.
    pub config: Arc<Config>,
    /// How passwords are hashed.
    pub hashing: Hashing,
    set_up: Arc<AtomicBool>,
    form_key: Arc<OnceLock<FormKey>>,
}

impl App {
    /// Over a database already open.
    pub fn new(db: Db, clock: Clock, config: Config, hashing: Hashing) -> App {
        let files = FileStore::at(&config.data.join("files"), config.upload_limit);
        App { db, files, clock, config: Arc::new(config), hashing, set_up: Arc::default(), form_key: Arc::default() }
    }

    /// As the settings say: the data directory is made if need be, the tables are brought up to date.
    pub async fn open(config: Config) -> Result<App, Fault> {
        let db = match &config.database_url {
            Some(url) => Db::postgres(url).await?,
            None => {
                tokio::fs::create_dir_all(&config.data).await.map_err(Fault::while_("making the data directory"))?;
                Db::sqlite(&config.data.join("mingzhang.db"), Durability::Durable).await?
            }
        };
        Ok(App::new(db, Clock::System, config, Hashing::production()))
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The key that signs public forms, once it was asked for.
    pub fn form_key(&self) -> Option<FormKey> {
        self.form_key.get().cloned()
    }

    /// Remembers the key that signs public forms; it never changes.
    pub fn keep_form_key(&self, key: FormKey) {
        let _ = self.form_key.set(key);
    }

    /// True once somebody can log in. Asked of the database until it is true, then remembered.
    pub async fn is_set_up(&self) -> Outcome<bool> {
        if self.set_up.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let somebody = auth::anybody(&mut self.db.read().await?).await?;
        self.set_up.store(somebody, Ordering::Relaxed);
        Ok(somebody)
    }
}
