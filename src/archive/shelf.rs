use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::kernel::{Fault, Outcome};

use super::error::ArchiveRefusal;
use super::manifest::FileLine;

const DOING: &str = "writing a package";

/// Where a package is laid down: a folder, or one ZIP file.
pub struct Shelf {
    place: Place,
    lines: Vec<FileLine>,
}

enum Place {
    Folder(PathBuf),
    Zip { writer: Box<ZipWriter<File>>, part: PathBuf, whole: PathBuf },
}

impl Shelf {
    /// `to` is a ZIP file when it ends in `.zip`, otherwise a folder. Refuses: `archive.place_taken`.
    pub fn at(to: &Path) -> Outcome<Shelf> {
        let taken = || ArchiveRefusal::PlaceTaken { place: to.display().to_string() };
        let place = if to.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip")) {
            if to.exists() {
                return Err(taken().into());
            }
            let part = to.with_extension("zip.part");
            let file = File::create(&part).map_err(|e| Fault::new(DOING, format!("{}: {e}", part.display())))?;
            Place::Zip { writer: Box::new(ZipWriter::new(file)), part, whole: to.to_owned() }
        } else {
            fs::create_dir_all(to).map_err(|e| Fault::new(DOING, format!("{}: {e}", to.display())))?;
            if fs::read_dir(to).map_err(Fault::while_(DOING))?.next().is_some() {
                return Err(taken().into());
            }
            Place::Folder(to.to_owned())
        };
        Ok(Shelf { place, lines: Vec::new() })
    }

    /// Lays down one file and writes it into the list.
    pub(super) fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.lay(name, bytes)?;
        self.lines.push(FileLine::of(name, bytes));
        Ok(())
    }

    /// The list so far.
    pub(super) fn lines(&self) -> Vec<FileLine> {
        self.lines.clone()
    }

    /// Lays down the manifest, which does not list itself, and presses everything to the disk.
    pub(super) fn finish(mut self, manifest: &[u8]) -> Result<(), Fault> {
        self.lay("manifest.json", manifest)?;
        match self.place {
            Place::Folder(_) => Ok(()),
            Place::Zip { writer, part, whole } => {
                let file = writer.finish().map_err(Fault::while_(DOING))?;
                file.sync_all().map_err(Fault::while_(DOING))?;
                fs::rename(part, whole).map_err(Fault::while_(DOING))
            }
        }
    }

    /// Names come from the books: none may lead out of the package.
    fn lay(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(Fault::new(DOING, format!("「{name}」 leads out of the package")));
        }
        match &mut self.place {
            Place::Folder(folder) => {
                let path = folder.join(name);
                if let Some(above) = path.parent() {
                    fs::create_dir_all(above).map_err(Fault::while_(DOING))?;
                }
                fs::write(path, bytes).map_err(Fault::while_(DOING))
            }
            Place::Zip { writer, .. } => {
                writer.start_file(name, packing(name)).map_err(Fault::while_(DOING))?;
                writer.write_all(bytes).map_err(Fault::while_(DOING))
            }
        }
    }
}

/// Fixed times and rights, so that equal content gives equal bytes; what is packed already is stored as it is.
fn packing(name: &str) -> SimpleFileOptions {
    let dense = ["jpg", "png", "webp", "pdf", "ofd", "xlsx"].iter().any(|ending| name.ends_with(ending));
    SimpleFileOptions::default()
        .compression_method(if dense { CompressionMethod::Stored } else { CompressionMethod::Deflated })
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}
