//! The listening end: one port, a calm end on SIGTERM or Ctrl+C.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::app::App;
use crate::config::Config;
use crate::kernel::Fault;

use super::router;

/// Sets up the log as the settings say: `text` or `json`, filtered.
pub fn start_log(config: &Config) -> Result<(), Fault> {
    let filter = EnvFilter::try_new(&config.log).map_err(Fault::while_("reading the log filter"))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let started = if config.log_format == "json" { log.json().try_init() } else { log.try_init() };
    started.map_err(Fault::while_("starting the log"))
}

/// Listens where the settings say until told to stop, then finishes what is under way and closes the database.
pub async fn serve(app: App) -> Result<(), Fault> {
    if !app.hashing.is_for_production() {
        return Err(Fault::new("starting to serve", "passwords are hashed as in tests"));
    }
    let listener = TcpListener::bind(&app.config.listen).await.map_err(Fault::while_("listening"))?;
    serve_on(listener, app, told_to_stop()).await
}

/// The same on a listener and an end of one's own: for the demo and for tests with a browser.
pub async fn serve_on(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Fault> {
    let address = listener.local_addr().map_err(Fault::while_("listening"))?;
    tracing::info!(%address, engine = app.db.engine_name(), "serving");
    let db = app.db.clone();
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let (ended, end) = tokio::sync::oneshot::channel::<()>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        tracing::info!("stopping");
        let _ = ended.send(());
    });
    tokio::select! {
        done = serving.into_future() => done.map_err(Fault::while_("serving"))?,
        () = too_late(end) => tracing::warn!("some connections did not end in time"),
    }
    db.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Twenty seconds after the order to stop.
async fn too_late(end: tokio::sync::oneshot::Receiver<()>) {
    match end.await {
        Ok(()) => tokio::time::sleep(Duration::from_secs(20)).await,
        Err(_) => std::future::pending().await,
    }
}

async fn told_to_stop() {
    let ctrl_c = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = ctrl_c => {}
        () = terminated => {}
    }
}
