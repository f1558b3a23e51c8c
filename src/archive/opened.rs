use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::kernel::{Digest, Failure, Fault, Outcome, Refused};

use super::error::ArchiveRefusal;
use super::manifest::{FORMAT, FileLine, Manifest};

const DOING: &str = "reading a package";
/// A manifest is a list; nothing longer is read for one.
const LONGEST_MANIFEST: u64 = 64 << 20;
/// No file of a package is larger.
const LARGEST: u64 = 4 << 30;

/// A package whose every file is what its manifest says.
pub struct Opened {
    manifest: Manifest,
    place: Place,
}

enum Place {
    Folder(PathBuf),
    Zip(Box<ZipArchive<File>>),
}

impl Opened {
    /// Opens a folder or a ZIP file and proves every file against the manifest.
    ///
    /// Refuses, all at once: `archive.not_a_package`, `archive.file_missing`, `archive.file_changed`,
    /// `archive.file_added`.
    pub fn at(path: &Path) -> Outcome<Opened> {
        let (opened, faults) = Opened::with_faults(path)?;
        Failure::unless_none(faults)?;
        Ok(opened)
    }

    /// The same, and what is wrong with its files beside it: for who wants to know what still holds in it.
    ///
    /// Refuses: `archive.not_a_package`.
    pub(super) fn with_faults(path: &Path) -> Outcome<(Opened, Vec<Refused>)> {
        let not = |why: &str| ArchiveRefusal::NotAPackage { place: path.display().to_string(), why: why.to_owned() };
        let mut place = Place::at(path)?.ok_or_else(|| not("打不开"))?;
        let bytes = place.read("manifest.json", LONGEST_MANIFEST)?.ok_or_else(|| not("没有 manifest.json"))?;
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|_| not("manifest.json 读不懂"))?;
        if manifest.format != FORMAT {
            return Err(not("格式不认识").into());
        }
        let mut opened = Opened { manifest, place };
        let faults = opened.faults()?;
        Ok((opened, faults))
    }

    /// One file as it lies there, whatever the list says of it; `None` where there is none.
    pub(super) fn as_it_lies(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        if self.place.names()?.contains(name) { self.place.read(name, LARGEST) } else { Ok(None) }
    }

    /// The source documents whose bytes are not those their name stands for, by that name.
    pub(super) fn false_documents(&mut self) -> Result<BTreeSet<String>, Fault> {
        let mut wrong = BTreeSet::new();
        for name in self.place.names()? {
            let Some((hex, _)) = name.strip_prefix("documents/").and_then(|rest| rest.split_once('.')) else {
                continue;
            };
            if self.place.read(&name, LARGEST)?.is_none_or(|bytes| Digest::of(&bytes).hex() != hex) {
                wrong.insert(hex.to_owned());
            }
        }
        Ok(wrong)
    }

    /// What it lists.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// One listed file, proved again while it is read. Refuses: `archive.file_missing`, `archive.file_changed`.
    pub(super) fn file(&mut self, name: &str) -> Outcome<Vec<u8>> {
        let missing = || ArchiveRefusal::FileMissing { name: name.to_owned() };
        let line = self.manifest.files.iter().find(|f| f.name == name).ok_or_else(missing)?;
        let bytes = self.place.read(name, line.bytes)?.ok_or_else(missing)?;
        if FileLine::of(name, &bytes) == *line {
            Ok(bytes)
        } else {
            Err(ArchiveRefusal::FileChanged { name: name.to_owned() }.into())
        }
    }

    fn faults(&mut self) -> Result<Vec<Refused>, Fault> {
        let there = self.place.names()?;
        let listed: Vec<FileLine> = self.manifest.files.clone();
        let mut faults: Vec<Refused> = Vec::new();
        for line in &listed {
            let name = line.name.clone();
            // Only what was found by walking is ever opened: a name cannot lead out of the package.
            if !there.contains(&name) {
                faults.push(ArchiveRefusal::FileMissing { name }.into());
                continue;
            }
            let bytes = self.place.read(&name, line.bytes)?;
            if bytes.is_none_or(|bytes| FileLine::of(&name, &bytes) != *line) {
                faults.push(ArchiveRefusal::FileChanged { name }.into());
            }
        }
        let known: BTreeSet<&str> = listed.iter().map(|l| l.name.as_str()).chain(["manifest.json"]).collect();
        let added = there.iter().filter(|name| !known.contains(name.as_str()));
        faults.extend(added.map(|name| Refused::from(ArchiveRefusal::FileAdded { name: name.clone() })));
        Ok(faults)
    }
}

impl Place {
    fn at(path: &Path) -> Result<Option<Place>, Fault> {
        if path.is_dir() {
            return Ok(Some(Place::Folder(path.to_owned())));
        }
        let file = File::open(path).map_err(|e| Fault::new(DOING, format!("{}: {e}", path.display())))?;
        Ok(ZipArchive::new(file).ok().map(|zip| Place::Zip(Box::new(zip))))
    }

    fn names(&self) -> Result<BTreeSet<String>, Fault> {
        match self {
            Place::Folder(folder) => {
                let mut names = BTreeSet::new();
                walk(folder, "", &mut names)?;
                Ok(names)
            }
            Place::Zip(zip) => {
                let names = zip.file_names().map(|name| name.map(|n| n.into_owned()));
                let names: BTreeSet<String> = names.collect::<Result<_, _>>().map_err(Fault::while_(DOING))?;
                Ok(names.into_iter().filter(|name| !name.ends_with('/')).collect())
            }
        }
    }

    /// At most one byte more than expected: enough to see that it is longer.
    fn read(&mut self, name: &str, expected: u64) -> Result<Option<Vec<u8>>, Fault> {
        let mut bytes = Vec::new();
        match self {
            Place::Folder(folder) => {
                let Ok(file) = File::open(folder.join(name)) else { return Ok(None) };
                file.take(expected + 1).read_to_end(&mut bytes).map_err(Fault::while_(DOING))?;
            }
            Place::Zip(zip) => {
                let Ok(file) = zip.by_name(name) else { return Ok(None) };
                // An entry whose packing is broken reads as another content.
                if file.take(expected + 1).read_to_end(&mut bytes).is_err() {
                    return Ok(Some(Vec::new()));
                }
            }
        }
        Ok(Some(bytes))
    }
}

fn walk(folder: &Path, above: &str, names: &mut BTreeSet<String>) -> Result<(), Fault> {
    for item in fs::read_dir(folder).map_err(Fault::while_(DOING))? {
        let item = item.map_err(Fault::while_(DOING))?;
        let name = format!("{above}{}", item.file_name().to_string_lossy());
        if item.file_type().map_err(Fault::while_(DOING))?.is_dir() {
            walk(&item.path(), &format!("{name}/"), names)?;
        } else {
            names.insert(name);
        }
    }
    Ok(())
}
