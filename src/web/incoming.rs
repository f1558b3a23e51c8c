//! Files that were looked at and not imported yet: below the data directory, by person and content.
//!
//! The browser only names the content's digest; what is imported is what was shown, byte for byte.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use tokio::fs;

use crate::app::App;
use crate::kernel::{Digest, Fault, UserId};

/// Nobody comes back to a preview after a day.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

fn folder(app: &App) -> PathBuf {
    app.config.data.join("incoming")
}

fn place(app: &App, who: UserId, digest: Digest) -> PathBuf {
    folder(app).join(format!("{}-{}", who.text(), digest.hex()))
}

/// Puts a file by until it is imported; older ones nobody came back to are thrown away.
pub(super) async fn put_by(app: &App, who: UserId, bytes: &[u8]) -> Result<Digest, Fault> {
    fs::create_dir_all(folder(app)).await.map_err(Fault::while_("making a place for files"))?;
    sweep(app).await.map_err(Fault::while_("clearing files away"))?;
    let digest = Digest::of(bytes);
    fs::write(place(app, who, digest), bytes).await.map_err(Fault::while_("putting a file by"))?;
    Ok(digest)
}

/// The bytes this person looked at; `None` when they are gone.
pub(super) async fn find(app: &App, who: UserId, digest: Digest) -> Result<Option<Vec<u8>>, Fault> {
    match fs::read(place(app, who, digest)).await {
        Ok(bytes) => Ok(Some(bytes).filter(|b| Digest::of(b) == digest)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::new("reading a file put by", error)),
    }
}

/// Throws a file away once it is imported.
pub(super) async fn forget(app: &App, who: UserId, digest: Digest) -> Result<(), Fault> {
    gone(fs::remove_file(place(app, who, digest)).await).map_err(Fault::while_("clearing a file away"))
}

async fn sweep(app: &App) -> std::io::Result<()> {
    let mut entries = fs::read_dir(folder(app)).await?;
    while let Some(entry) = entries.next_entry().await? {
        // Another request may be sweeping too.
        let Ok(there) = entry.metadata().await else { continue };
        if there.modified()?.elapsed().unwrap_or_default() > KEPT {
            gone(fs::remove_file(entry.path()).await)?;
        }
    }
    Ok(())
}

/// A file that is not there is as gone as one removed.
fn gone(removed: std::io::Result<()>) -> std::io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
