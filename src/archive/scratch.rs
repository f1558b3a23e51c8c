use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::kernel::Fault;

/// A folder for the time a package is made or taken back; gone when it is dropped.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// A fresh folder below the data directory.
    pub fn below(data: &Path) -> Result<Scratch, Fault> {
        let folder = data.join("packing").join(Uuid::now_v7().simple().to_string());
        std::fs::create_dir_all(&folder).map_err(Fault::while_("making room for a package"))?;
        Ok(Scratch { folder })
    }

    /// A fresh folder of the machine's own, where there is no data directory.
    pub fn of_the_machine() -> Result<Scratch, Fault> {
        Scratch::below(&std::env::temp_dir())
    }

    /// A file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed now is a leftover in the data directory, and no fault of the act.
        std::fs::remove_dir_all(&self.folder).ok();
    }
}
