use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::kernel::{Digest, Failure, Fault, Outcome};

use super::e_invoice::{Reading, reading_of};
use super::error::EvidenceRefusal;
use super::inspect::{self, Inspected};
use super::media::Media;
use super::picture;

/// Where the bytes of source documents lie: a directory, each file under its own SHA-256 (`ab/cdef…`). Cheap to clone.
#[derive(Clone, Debug)]
pub struct FileStore {
    root: PathBuf,
    limit: u64,
    /// One picture is unpacked at a time: the largest one takes 400 MB.
    unpacking: Arc<Semaphore>,
}

/// Proof that a file is whole, of an accepted kind, and lies durably under its digest.
#[derive(Clone, Debug)]
pub struct ReceivedFile {
    pub(super) digest: Digest,
    pub(super) bytes: i64,
    pub(super) inspected: Inspected,
    pub(super) reading: Reading,
    pub(super) name: String,
}

/// A file that is still arriving. Dropped before `finish`, it leaves nothing.
pub struct Arrival {
    store: FileStore,
    name: String,
    path: PathBuf,
    file: Option<File>,
    hash: Sha256,
    bytes: u64,
}

impl FileStore {
    /// The store in a directory, which is made when the first file arrives. `limit` is the largest file taken, in bytes.
    pub fn at(root: &Path, limit: u64) -> FileStore {
        FileStore { root: root.to_owned(), limit, unpacking: Arc::new(Semaphore::new(1)) }
    }

    /// Begins to take a file.
    pub async fn arrive(&self, name: &str) -> Result<Arrival, Fault> {
        let arriving = self.root.join("arriving");
        fs::create_dir_all(&arriving).await.map_err(Fault::while_("making the file store"))?;
        let path = arriving.join(Uuid::now_v7().simple().to_string());
        let file = File::create_new(&path).await.map_err(Fault::while_("taking a file"))?;
        let name = inspect::short_name(name);
        Ok(Arrival { store: self.clone(), name, path, file: Some(file), hash: Sha256::new(), bytes: 0 })
    }

    /// Takes a file that is all here already.
    pub async fn keep(&self, name: &str, bytes: &[u8]) -> Outcome<ReceivedFile> {
        let mut arrival = self.arrive(name).await?;
        arrival.add(bytes).await?;
        arrival.finish().await
    }

    /// The bytes of a file, proved against their digest.
    pub async fn read(&self, digest: Digest) -> Result<Vec<u8>, Fault> {
        let bytes = fs::read(self.path_of(digest)).await.map_err(Fault::while_("reading a stored file"))?;
        if Digest::of(&bytes) != digest {
            return Err(Fault::new("reading a stored file", format!("{digest} no longer holds its content")));
        }
        Ok(bytes)
    }

    /// A small JPEG of a picture; `None` for documents. Made once, kept beside the file.
    pub async fn thumbnail(&self, digest: Digest, media: Media) -> Result<Option<Vec<u8>>, Fault> {
        if !media.is_picture() {
            return Ok(None);
        }
        let kept = self.path_of(digest).with_extension("thumb.jpg");
        if let Ok(small) = fs::read(&kept).await {
            return Ok(Some(small));
        }
        let _turn = self.unpacking.acquire().await.map_err(Fault::while_("making a thumbnail"))?;
        let whole = self.read(digest).await?;
        let small = tokio::task::spawn_blocking(move || picture::thumbnail(media, &whole))
            .await
            .map_err(Fault::while_("making a thumbnail"))??;
        let fresh = kept.with_extension(Uuid::now_v7().simple().to_string());
        fs::write(&fresh, &small).await.map_err(Fault::while_("keeping a thumbnail"))?;
        fs::rename(&fresh, &kept).await.map_err(Fault::while_("keeping a thumbnail"))?;
        Ok(Some(small))
    }

    /// A copy of a picture made from its pixels alone, at a size to be read; `None` for documents.
    pub async fn shown_copy(&self, digest: Digest, media: Media) -> Result<Option<Vec<u8>>, Fault> {
        if !media.is_picture() {
            return Ok(None);
        }
        let doing = "making a copy to be shown";
        let _turn = self.unpacking.acquire().await.map_err(Fault::while_(doing))?;
        let whole = self.read(digest).await?;
        let copy = tokio::task::spawn_blocking(move || picture::shown_copy(media, &whole));
        copy.await.map_err(Fault::while_(doing))?.map(Some)
    }

    /// Every digest of the list whose file is gone or changed, for the checks.
    pub async fn broken(&self, digests: &[Digest]) -> Vec<Digest> {
        let mut broken = Vec::new();
        for digest in digests {
            if self.read(*digest).await.is_err() {
                broken.push(*digest);
            }
        }
        broken
    }

    fn path_of(&self, digest: Digest) -> PathBuf {
        let hex = digest.hex();
        self.root.join(&hex[..2]).join(&hex[2..])
    }
}

impl Arrival {
    /// Adds the next bytes. Refuses: `evidence.too_large`.
    pub async fn add(&mut self, bytes: &[u8]) -> Outcome<()> {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.store.limit {
            let limit = inspect::in_words(self.store.limit);
            return Err(EvidenceRefusal::TooLarge { name: self.name.clone(), limit }.into());
        }
        self.hash.update(bytes);
        if let Some(file) = &mut self.file {
            file.write_all(bytes).await.map_err(Fault::while_("taking a file"))?;
        }
        Ok(())
    }

    /// Looks at the content, presses it to the disk, and only then moves it to its address.
    ///
    /// Storing the same content twice is one file. Refuses: every `evidence.*` code about a file, and every `e_invoice.*`.
    pub async fn finish(mut self) -> Outcome<ReceivedFile> {
        let doing = "keeping a file";
        if let Some(mut file) = self.file.take() {
            file.flush().await.map_err(Fault::while_(doing))?;
            file.sync_all().await.map_err(Fault::while_(doing))?;
        }
        let content = fs::read(&self.path).await.map_err(Fault::while_(doing))?;
        let name = self.name.clone();
        let (inspected, reading) = tokio::task::spawn_blocking(move || {
            let inspected = inspect::inspect(&name, &content)?;
            let reading = reading_of(inspected.media, &content).map_err(Failure::Refused)?;
            Ok::<_, Failure>((inspected, reading))
        })
        .await
        .map_err(Fault::while_("looking at a file"))??;
        let digest = Digest::from_bytes(std::mem::take(&mut self.hash).finalize().into());
        let place = self.store.path_of(digest);
        let directory = place.parent().unwrap_or(&self.store.root).to_owned();
        fs::create_dir_all(&directory).await.map_err(Fault::while_(doing))?;
        fs::rename(&self.path, &place).await.map_err(Fault::while_(doing))?;
        for touched in [&directory, &self.store.root] {
            File::open(touched).await.map_err(Fault::while_(doing))?.sync_all().await.map_err(Fault::while_(doing))?;
        }
        let bytes = i64::try_from(self.bytes).map_err(Fault::while_(doing))?;
        Ok(ReceivedFile { digest, bytes, inspected, reading, name: self.name.clone() })
    }
}

impl Drop for Arrival {
    fn drop(&mut self) {
        // After a finished arrival nothing lies here any more, and that is no fault.
        std::fs::remove_file(&self.path).ok();
    }
}

impl ReceivedFile {
    /// What it is.
    pub const fn media(&self) -> Media {
        self.inspected.media
    }

    /// Its address.
    pub const fn digest(&self) -> Digest {
        self.digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageFormat};
    use std::io::Cursor;

    fn photo() -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(400, 300).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    fn left_behind(root: &Path) -> usize {
        std::fs::read_dir(root.join("arriving")).unwrap().count()
    }

    #[tokio::test]
    async fn a_file_lies_under_its_content_once() {
        let home = tempfile::tempdir().unwrap();
        let store = FileStore::at(home.path(), 1_000_000);
        let photo = photo();
        let first = store.keep("票据.jpg", &photo).await.unwrap();
        let second = store.keep("另一名.jpeg", &photo).await.unwrap();
        assert_eq!(first.digest(), second.digest());
        assert_eq!(first.digest(), Digest::of(&photo));
        assert_eq!(store.read(first.digest()).await.unwrap(), photo);
        assert_eq!(left_behind(home.path()), 0);
        let small = store.thumbnail(first.digest(), Media::Jpeg).await.unwrap().unwrap();
        assert_eq!(Some(small), store.thumbnail(first.digest(), Media::Jpeg).await.unwrap());
    }

    #[tokio::test]
    async fn what_is_refused_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let store = FileStore::at(home.path(), 1000);
        let photo = photo();
        assert!(store.keep("票据.jpg", &photo).await.unwrap_err().is("evidence.too_large"));
        let store = FileStore::at(home.path(), 1_000_000);
        assert!(store.keep("票据.jpg", &photo[..photo.len() / 2]).await.unwrap_err().is("evidence.truncated"));
        assert!(store.keep("票据.pdf", &photo).await.unwrap_err().is("evidence.disguised"));
        assert_eq!(left_behind(home.path()), 0);
    }

    #[tokio::test]
    async fn a_changed_file_is_noticed() {
        let home = tempfile::tempdir().unwrap();
        let store = FileStore::at(home.path(), 1_000_000);
        let kept = store.keep("票据.jpg", &photo()).await.unwrap();
        std::fs::write(store.path_of(kept.digest()), b"changed").unwrap();
        assert!(store.read(kept.digest()).await.is_err());
        assert_eq!(store.broken(&[kept.digest()]).await, vec![kept.digest()]);
    }
}
