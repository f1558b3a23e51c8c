use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyPool, Executor};

use crate::kernel::{Fault, Outcome};

use super::migrate;
use super::rows::Places;
use super::tx::{ReadTx, WriteTx};
use super::writer::Writer;

/// How hard a commit is pressed to the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durability {
    /// An acknowledged act survives a power cut (`synchronous=FULL`). The only choice for real books.
    Durable,
    /// Survives a crash of the program, not of the machine. For tests, where thousands of databases live for a second.
    Fleeting,
}

/// The database behind its two doors. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    readers: AnyPool,
}

#[derive(Clone)]
enum Engine {
    Sqlite(Writer),
    Postgres,
}

impl Db {
    /// Opens (and makes, if need be) the SQLite file, and brings its tables up to date.
    pub async fn sqlite(file: &Path, durability: Durability) -> Result<Db, Fault> {
        install_drivers();
        let path = percent_encoded(file);
        let level = match durability {
            Durability::Durable => "pragma synchronous = full",
            Durability::Fleeting => "pragma synchronous = off",
        };
        let writer = AnyPoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(move |conn, _| {
                Box::pin(async move {
                    conn.execute("pragma busy_timeout = 10000").await?;
                    conn.execute("pragma journal_mode = wal").await?;
                    conn.execute(level).await?;
                    conn.execute("pragma foreign_keys = on").await?;
                    conn.execute("pragma recursive_triggers = on").await?;
                    conn.execute("pragma cache_size = -32768").await?;
                    conn.execute("pragma wal_autocheckpoint = 4000").await?;
                    Ok(())
                })
            })
            .connect(&format!("sqlite://{path}?mode=rwc"))
            .await
            .map_err(Fault::while_("opening the SQLite file"))?;
        migrate::sqlite(&writer).await?;
        let readers = AnyPoolOptions::new()
            .max_connections(4)
            .after_connect(|conn, _| {
                Box::pin(async move {
                    conn.execute("pragma busy_timeout = 10000").await?;
                    conn.execute("pragma query_only = on").await?;
                    conn.execute("pragma cache_size = -16384").await?;
                    Ok(())
                })
            })
            .connect(&format!("sqlite://{path}?mode=rw"))
            .await
            .map_err(Fault::while_("opening the SQLite file for reading"))?;
        Ok(Db { engine: Engine::Sqlite(Writer::start(writer)), readers })
    }

    /// Connects to PostgreSQL and brings its tables up to date.
    pub async fn postgres(url: &str) -> Result<Db, Fault> {
        install_drivers();
        let pool = AnyPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(20))
            .connect(url)
            .await
            .map_err(Fault::while_("connecting to PostgreSQL"))?;
        migrate::postgres(&pool).await?;
        Ok(Db { engine: Engine::Postgres, readers: pool })
    }

    /// A consistent view of the database, for any number of questions.
    pub async fn read(&self) -> Result<ReadTx, Fault> {
        let begun = match self.engine {
            Engine::Sqlite(_) => self.readers.begin().await,
            Engine::Postgres => self.readers.begin_with("begin isolation level repeatable read read only").await,
        };
        begun.map(ReadTx::new).map_err(Fault::while_("beginning to read"))
    }

    /// Runs one use-case; answers when its commit is durable. A refusal or a fault leaves nothing behind.
    pub async fn write<T, F>(&self, act: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut WriteTx) -> BoxFuture<'t, Outcome<T>> + Send + 'static,
    {
        match &self.engine {
            Engine::Sqlite(writer) => writer.run(act).await,
            Engine::Postgres => {
                let begun = self.readers.begin().await.map_err(Fault::while_("beginning to write"))?;
                let mut tx = WriteTx::new(begun, Places::Numbered);
                let done = act(&mut tx).await?;
                tx.commit().await?;
                Ok(done)
            }
        }
    }

    /// Writes a complete copy of the SQLite file while others go on working.
    pub async fn copy_into(&self, file: &Path) -> Result<(), Fault> {
        match self.engine {
            Engine::Sqlite(_) => {
                let mut conn =
                    self.readers.acquire().await.map_err(Fault::while_("opening the database for a copy"))?;
                // The copy is a file of its own, yet SQLite counts writing it as writing.
                conn.execute("pragma query_only = off").await.map_err(Fault::while_("copying the database"))?;
                let copied =
                    sqlx::query("vacuum into $1").bind(file.to_string_lossy().into_owned()).execute(&mut *conn).await;
                conn.execute("pragma query_only = on").await.map_err(Fault::while_("copying the database"))?;
                copied.map(drop).map_err(Fault::while_("copying the database"))
            }
            Engine::Postgres => Err(Fault::new("copying the database", "PostgreSQL is backed up with pg_dump")),
        }
    }

    /// Writes a copy of the SQLite file that does not tell when it was made: equal rows give equal bytes.
    pub async fn copy_timeless_into(&self, file: &Path) -> Outcome<()> {
        let forgetting = self.write(|tx| {
            Box::pin(async move {
                let sql = "update _sqlx_migrations set installed_on = '2000-01-01 00:00:00', execution_time = 0";
                tx.conn().execute(sql).await.map_err(Fault::while_("forgetting when a copy was made"))?;
                Ok(())
            })
        });
        forgetting.await?;
        Ok(self.copy_into(file).await?)
    }

    /// `sqlite` or `postgres`, for the log and for `/healthz`; no rule may ask it.
    pub const fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite(_) => "sqlite",
            Engine::Postgres => "postgres",
        }
    }

    /// How many batches SQLite has committed since it was opened; `None` where the engine groups commits itself.
    pub fn commits(&self) -> Option<u64> {
        match &self.engine {
            Engine::Sqlite(writer) => Some(writer.commits()),
            Engine::Postgres => None,
        }
    }

    /// Finishes what is waiting and closes the file.
    pub async fn close(&self) {
        if let Engine::Sqlite(writer) = &self.engine {
            writer.stop().await;
        }
        self.readers.close().await;
    }
}

fn install_drivers() {
    static ONCE: Once = Once::new();
    ONCE.call_once(install_default_drivers);
}

/// A path as the connection address wants it: bytes outside the plain set as %XX.
fn percent_encoded(file: &Path) -> String {
    file.to_string_lossy()
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => char::from(b).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
