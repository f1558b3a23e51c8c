//! 审计包: made of a book, opened as files, taken over by an empty instance.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mingzhang::app::{App, Inheriting};
use mingzhang::archive::{self, Opened, Packed, Scratch, Shelf};
use mingzhang::auth::{Hashing, NewPerson, Password};
use mingzhang::config::Config;
use mingzhang::db::{Db, Durability};
use mingzhang::kernel::{Clock, FiscalYear, Outcome, Period, Timestamp};
use mingzhang::{checks, village};
use tempfile::TempDir;

use super::postgres;

/// The year as a number has it.
pub fn year(number: i32) -> FiscalYear {
    Period::new(number, 1).expect("a year").year()
}

/// Packs one book's year.
pub async fn packed(app: &App, code: &str, number: i32, to: &Path) -> Outcome<Packed> {
    let mut view = app.db.read().await?;
    let book = village::book_by_code(&mut view, code).await?.expect("a book");
    let gathered = archive::gather(&mut view, &book, year(number)).await?;
    drop(view);
    let scratch = Scratch::below(&app.config.data)?;
    archive::pack(gathered, &app.files, &scratch, Shelf::at(to)?).await
}

/// Every file of a folder by its path in it.
pub fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for item in std::fs::read_dir(next).expect("a folder") {
            let path = item.expect("an item").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below it").to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).expect("readable"));
            }
        }
    }
    found
}

/// An empty instance.
pub struct Empty {
    /// The house.
    pub app: App,
    folder: TempDir,
}

impl Empty {
    /// Over that database.
    pub fn over(db: Db) -> Empty {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = Config { data: folder.path().join("data"), ..Config::default() };
        let later = Timestamp::parse("2031-05-06T01:00:00Z").expect("an instant");
        Empty { app: App::new(db, Clock::Fixed(later), config, Hashing::fast_for_tests()), folder }
    }

    /// A place in its folder.
    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Takes a package over.
    pub async fn inherits(&self, package: &Path) -> Outcome<()> {
        let person = |login, name| {
            let password = Password::random();
            NewPerson::new(login, name).map(|person| (person, password))
        };
        self.app
            .inherit(Inheriting {
                package: Opened::at(package)?,
                admin: person("admin", "系统管理员")?,
                observer: person("jiandu", "监督员")?,
            })
            .await
    }

    /// Every check holds, the files looked at as well.
    pub async fn is_sound(&self) {
        let mut view = self.app.db.read().await.expect("a view");
        let findings = checks::all(&mut view, Some(&self.app.files), None).await.expect("the checks run");
        let broken: Vec<_> = findings.iter().filter(|f| !f.holds()).collect();
        assert!(findings.len() > 8 && broken.is_empty(), "恢复后稽核不过:{broken:#?}");
    }
}

/// Runs the body on an empty instance over SQLite, and then over PostgreSQL where there is one.
pub async fn each_empty_instance(body: impl AsyncFn(&Empty)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Db::sqlite(&folder.path().join("empty.db"), Durability::Fleeting).await.expect("a database");
    body(&Empty::over(db.clone())).await;
    db.close().await;
    let Some(fresh) = postgres::fresh_database().await else { return };
    let db = Db::postgres(&fresh.url).await.expect("a database");
    body(&Empty::over(db.clone())).await;
    db.close().await;
    fresh.drop_it().await;
}
