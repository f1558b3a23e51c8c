//! The program as it is installed: its own process, its own folder, nothing but flags, files, output and exit status.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{Place, each_place};

/// The program over one database.
pub struct Program {
    folder: TempDir,
    place: Place,
}

/// What a command said.
pub struct Ran {
    /// 0 done, 1 refused, 2 usage, 3 fault.
    pub status: i32,
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error.
    pub err: String,
}

impl Program {
    /// Runs the body over a fresh database of each engine.
    pub async fn on_each_engine(body: impl AsyncFn(&Program)) {
        each_place(async |place| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let program = Program { folder, place };
            body(&program).await;
        })
        .await;
    }

    /// Runs the program, `mingzhang` and these arguments.
    pub fn runs(&self, arguments: &[&str]) -> Ran {
        Ran::of(&self.command(arguments).stdin(Stdio::null()).output().expect("the program starts"))
    }

    /// The command, to be started by the test itself.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingzhang"));
        command.current_dir(self.folder.path()).args(arguments).args(["--log", "warn"]).arg("--data").arg(self.data());
        if let Place::Url(url) = &self.place {
            command.args(["--database-url", url]);
        }
        command
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Where the database is, to look into it behind the program's back.
    pub fn database(&self) -> Place {
        match &self.place {
            Place::File(_) => Place::File(self.data().join("mingzhang.db")),
            Place::Url(url) => Place::Url(url.clone()),
        }
    }

    /// A file in the program's folder.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path.to_string_lossy().into_owned()
    }

    /// The program's folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// 青溪镇, with one book of this code.
    pub fn has_township_and_book(&self, code: &str, enabled_from: &str) {
        self.runs(&["init", "--township", "青溪镇"]).done();
        self.has_book(code, enabled_from);
    }

    /// One more book.
    pub fn has_book(&self, code: &str, enabled_from: &str) {
        let book = format!(
            r#"[{{"code":"{code}","name":"{code}村股份经济合作社","village":"{code}村","kind":"collective","enabled_from":"{enabled_from}"}}]"#
        );
        let file = self.file("books.json", book);
        self.runs(&["import", "book", &file]).done();
    }
}

impl Ran {
    fn of(output: &Output) -> Ran {
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        Ran { status: output.status.code().unwrap_or(-1), out: output.stdout.clone(), err }
    }

    /// Holds it to have worked.
    #[track_caller]
    pub fn done(self) -> Ran {
        assert_eq!(self.status, 0, "{}{}", self.words(), self.err);
        self
    }

    /// Holds it to have been refused, and gives the object on standard error.
    #[track_caller]
    pub fn refused(&self) -> Value {
        assert_eq!(self.status, 1, "{}{}", self.words(), self.err);
        serde_json::from_str(&self.err).unwrap_or_else(|e| panic!("{e}: {}", self.err))
    }

    /// Standard output as text.
    pub fn words(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// Standard output as the one JSON document it must be.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.out).unwrap_or_else(|e| panic!("{e}: {}{}", self.words(), self.err))
    }
}
