//! A township to walk through: seven villages and a year of work, made through the real use-cases, then served.
//!
//! Nothing is inserted behind the rules' backs: every submission climbs its ladder, every voucher has two pairs of
//! hands, every month was closed behind its checklist. The people are roles, the villages are invented.

mod cast;
mod picture;
mod papers;
mod handing_in;
mod script;
mod bank;
mod year_end;
mod year;
mod quarter;
mod clock;
mod receipts;
mod plans;
mod handing;
mod questions;
mod notices;

use std::path::PathBuf;
use std::time::Instant;

use crate::app::App;
use crate::config::Config;
use crate::kernel::{Fault, Outcome};
use crate::web;

use super::answer::Answer;

/// Seeds a fresh directory and serves it; an earlier demo in the same place is thrown away.
pub(super) async fn run(mut config: Config, data: Option<PathBuf>, seed_only: bool) -> Outcome<Answer> {
    config.data = data.unwrap_or_else(|| PathBuf::from("./demo-data"));
    config.database_url = None;
    fresh_directory(&config.data)?;
    let app = App::open(config).await?;
    let began = Instant::now();
    eprintln!("正在建一个示范乡镇,七个村、一年的账,大约半分钟……");
    let cast = cast::gather(&app).await?;
    clock::fix(&app, &cast).await?;
    for village in 0..cast.villages.len() {
        year::live_through(&app, &cast, village).await?;
        eprintln!("  {}/{} {}", village + 1, cast.villages.len(), cast.villages[village].name);
    }
    quarter::disclose(&app, &cast).await?;
    clock::urge(&app, &cast).await?;
    receipts::keep_receipts(&app, &cast).await?;
    handing_in::hand_in_an_e_invoice(&app, &cast).await?;
    plans::make(&app, &cast).await?;
    handing::pay_and_hand_over(&app, &cast).await?;
    questions::ask(&app, &cast).await?;
    notices::publish(&app, &cast).await?;
    let logins = cast.logins();
    eprintln!("用时 {:.1} 秒。", began.elapsed().as_secs_f32());
    if seed_only {
        app.db.close().await;
        return Ok(Answer::said(logins, cast.as_json()));
    }
    println!("\n打开 http://{} ,用下面任何一个登录:\n\n{logins}\n\n按 Ctrl+C 结束。", app.config.listen);
    web::serve(app).await?;
    Ok(Answer::nothing())
}

/// Throws away an earlier demo, and nothing else: a directory without the demo's own mark is left alone.
fn fresh_directory(data: &std::path::Path) -> Result<(), Fault> {
    let mark = data.join("DEMO");
    if data.exists() {
        let empty = std::fs::read_dir(data).is_ok_and(|mut d| d.next().is_none());
        if !mark.exists() && !empty {
            let what = format!("{} 里有别的数据,示范不会动它;请用 --data 另指一个目录", data.display());
            return Err(Fault::new("preparing the demo", what));
        }
        std::fs::remove_dir_all(data).map_err(Fault::while_("clearing the earlier demo"))?;
    }
    std::fs::create_dir_all(data).map_err(Fault::while_("making the demo directory"))?;
    std::fs::write(mark, "这个目录由 mingzhang demo 建立,下次运行会整个重建。\n")
        .map_err(Fault::while_("marking the demo directory"))
}
