//! The command line: serve, found, import, report, prove. Also the contract for automation.
//!
//! With `--format json` a command prints one JSON document on stdout and nothing else; a refusal is one
//! JSON object `{"code","message","details"}` on stderr. Exit status: 0 done, 1 refused, 2 usage, 3 fault.
//! Whoever can run these commands owns the data directory; what they do is recorded under the login `import`.

mod args;
mod answer;
mod operator;
mod found;
mod import;
mod report;
mod prove;
mod close;
mod people;
mod keep;
mod bank;
mod disclose;
mod evidence;
mod verify_sheet;
mod export;
mod demo;

use std::process::ExitCode;

use clap::Parser;

use crate::app::App;
use crate::config::Config;
use crate::kernel::{Failure, Outcome};
use crate::web;

use answer::Answer;
use args::{Cli, Command, Work};

/// Reads the arguments, does what they ask, answers with the exit status.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let output = cli.output;
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(3);
        }
    };
    let done = runtime.block_on(run(cli));
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    match done {
        Ok(answer) => answer.print(output),
        Err(failure) => answer::print_failure(&failure, output),
    }
}

async fn run(cli: Cli) -> Outcome<Answer> {
    let mut config = Config::load(cli.config.as_deref())?;
    cli.settings.over(&mut config);
    web::start_log(&config)?;
    match cli.command {
        Command::Demo(wanted) => demo::run(config, cli.settings.data_named(), wanted.seed_only).await,
        Command::Restore(wanted) => keep::restore(config, wanted).await,
        Command::Evidence(what) => evidence::run(what),
        Command::VerifySheet(wanted) => verify_sheet::run(wanted).await,
        Command::Serve => {
            web::serve(App::open(config).await?).await?;
            Ok(Answer::nothing())
        }
        Command::Work(work) => {
            let app = App::open(config).await?;
            let answer = on_books(&app, work, cli.output.format).await;
            app.db.close().await;
            answer
        }
    }
}

/// The commands that open the books, do one thing and close them.
async fn on_books(app: &App, work: Work, format: answer::Form) -> Outcome<Answer> {
    match work {
        Work::Init(init) => found::init(app, init).await,
        Work::Import(what) => import::run(app, what).await,
        Work::Export(wanted) => export::run(app, wanted).await,
        Work::Report(wanted) => report::run(app, wanted, format).await,
        Work::Close(close) => close::run(app, close).await,
        Work::Check(check) => prove::check(app, check).await,
        Work::User(what) => people::run(app, what).await,
        Work::Disclose(wanted) => disclose::run(app, wanted).await,
        Work::Reconcile(what) => bank::run(app, what).await,
        Work::Backup(to) => keep::backup(app, to).await,
    }
}

/// A book named on the command line.
async fn book_named(app: &App, code: &str) -> Outcome<crate::village::Book> {
    let mut tx = app.db.read().await?;
    let found = crate::village::book_by_code(&mut tx, code).await?;
    found.ok_or_else(|| Failure::from(crate::village::VillageRefusal::NoSuchBook { code: code.to_owned() }))
}
