use serde_json::json;

use crate::app::App;
use crate::kernel::{Fault, Outcome};

use super::answer::Answer;
use super::args::Backup;

/// A complete copy of the data directory while others go on working: first the database, then the
/// files, which are only ever added to — so every file the copied database names is in the copy.
pub(super) async fn backup(app: &App, wanted: Backup) -> Outcome<Answer> {
    tokio::fs::create_dir(&wanted.to)
        .await
        .map_err(|e| Fault::new("making the backup directory", format!("{}: {e}", wanted.to.display())))?;
    app.db.copy_into(&wanted.to.join("mingzhang.db")).await?;
    let (from, to) = (app.config.data.join("files"), wanted.to.join("files"));
    let copied = tokio::task::spawn_blocking(move || copy_tree(&from, &to))
        .await
        .map_err(Fault::while_("copying source documents"))?
        .map_err(Fault::while_("copying source documents"))?;
    let to = wanted.to.display().to_string();
    Ok(Answer::said(format!("已备份到 {to},原始凭证文件 {copied} 个"), json!({ "to": to, "files": copied })))
}

fn copy_tree(from: &std::path::Path, to: &std::path::Path) -> std::io::Result<usize> {
    std::fs::create_dir_all(to)?;
    let mut copied = 0;
    if !from.exists() {
        return Ok(0);
    }
    for item in std::fs::read_dir(from)? {
        let item = item?;
        let target = to.join(item.file_name());
        if item.file_type()?.is_dir() {
            copied += copy_tree(&item.path(), &target)?;
        } else {
            std::fs::copy(item.path(), target)?;
            copied += 1;
        }
    }
    Ok(copied)
}
