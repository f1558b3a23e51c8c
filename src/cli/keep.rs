use serde_json::json;

use crate::app::App;
use crate::config::Config;
use crate::kernel::{Fault, Outcome};

use super::answer::Answer;
use super::args::{Backup, Restore};

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

/// Puts a backup into an empty data directory and proves it: nothing that is there is ever overwritten.
pub(super) async fn restore(config: Config, wanted: Restore) -> Outcome<Answer> {
    let doing = "restoring a backup";
    let (from, to) = (wanted.from.join("mingzhang.db"), config.data.join("mingzhang.db"));
    if config.database_url.is_some() {
        return Err(Fault::new(doing, "PostgreSQL 用 pg_restore 恢复").into());
    }
    if to.exists() {
        let what = format!("{} 里已有数据,请用 --data 另指一个空目录", config.data.display());
        return Err(Fault::new(doing, what).into());
    }
    if !from.exists() {
        return Err(Fault::new(doing, format!("{} 里没有备份", wanted.from.display())).into());
    }
    tokio::fs::create_dir_all(&config.data).await.map_err(Fault::while_(doing))?;
    let files = (wanted.from.join("files"), config.data.join("files"));
    tokio::task::spawn_blocking(move || copy_tree(&files.0, &files.1))
        .await
        .map_err(Fault::while_(doing))?
        .map_err(Fault::while_(doing))?;
    // The database comes last: a restore cut short leaves no half that could be taken for a whole.
    tokio::fs::copy(&from, &to).await.map_err(Fault::while_(doing))?;
    let app = App::open(config).await?;
    let proved = super::prove::check(&app, super::prove::Check::default()).await;
    app.db.close().await;
    proved
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
