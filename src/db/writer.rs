//! One writer, group commit: the queue that owns SQLite's write connection.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sqlx::AnyPool;
use tokio::sync::{mpsc, oneshot};

use crate::kernel::{Failure, Fault, Outcome};

use super::rows::Places;
use super::tx::WriteTx;

/// At most this many use-cases share one commit, so the first never waits long for the last.
const BATCH: usize = 64;

type Answer = Box<dyn FnOnce(bool) + Send>;
type Job = Box<dyn for<'t> FnOnce(&'t mut WriteTx) -> BoxFuture<'t, Verdict> + Send>;

/// What became of one use-case inside the batch, and how to tell its caller once the batch stands.
struct Verdict {
    keep: bool,
    answer: Answer,
}

enum Order {
    Run(Job),
    Stop(oneshot::Sender<()>),
}

/// The waiting line in front of the write connection.
#[derive(Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Order>,
    commits: Arc<AtomicU64>,
}

impl Writer {
    pub(super) fn start(pool: AnyPool) -> Writer {
        let (queue, orders) = mpsc::channel(1024);
        let commits = Arc::new(AtomicU64::new(0));
        // A thread of its own: it sleeps and wakes with the engine's thread alone, which is the cheapest way to wait
        // for answers that take microseconds.
        let (runtime, counted) = (tokio::runtime::Handle::current(), commits.clone());
        let writer = std::thread::Builder::new().name("writer".to_owned());
        if let Err(error) = writer.spawn(move || runtime.block_on(serve(pool, orders, counted))) {
            // Nothing can be written without it; every caller is told so.
            tracing::error!(%error, "the writer could not start");
        }
        Writer { queue, commits }
    }

    /// How many times the disk was asked to keep a batch.
    pub(super) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    pub(super) async fn run<T, F>(&self, act: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut WriteTx) -> BoxFuture<'t, Outcome<T>> + Send + 'static,
    {
        let (tell, told) = oneshot::channel::<Outcome<T>>();
        let job: Job = Box::new(move |tx| {
            Box::pin(async move {
                let outcome = AssertUnwindSafe(act(tx)).catch_unwind().await.unwrap_or_else(|_| {
                    Err(Failure::Fault(Fault::new("running a use-case", "it broke one of its own invariants")))
                });
                let keep = outcome.is_ok();
                let answer: Answer = Box::new(move |stands| {
                    let lost = || Err(Failure::Fault(Fault::new("committing", "the batch could not be committed")));
                    // A caller that went away no longer wants the answer; the act stands all the same.
                    let _ = tell.send(if keep && !stands { lost() } else { outcome });
                });
                Verdict { keep, answer }
            })
        });
        let closed = || Fault::new("queueing a write", "the writer has stopped");
        self.queue.send(Order::Run(job)).await.map_err(|_| closed())?;
        told.await.map_err(|_| closed())?
    }

    pub(super) async fn stop(&self) {
        let (tell, told) = oneshot::channel();
        if self.queue.send(Order::Stop(tell)).await.is_ok() {
            let _ = told.await;
        }
    }
}

async fn serve(pool: AnyPool, mut orders: mpsc::Receiver<Order>, commits: Arc<AtomicU64>) {
    while let Some(order) = orders.recv().await {
        let mut stopping = None;
        match order {
            Order::Run(first) => {
                stopping = batch(&pool, first, &mut orders).await;
                commits.fetch_add(1, Ordering::Relaxed);
            }
            Order::Stop(tell) => stopping = stopping.or(Some(tell)),
        }
        if let Some(tell) = stopping {
            pool.close().await;
            let _ = tell.send(());
            return;
        }
    }
}

/// Runs what is already waiting, commits once, then answers everybody.
async fn batch(pool: &AnyPool, first: Job, orders: &mut mpsc::Receiver<Order>) -> Option<oneshot::Sender<()>> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut stopping = None;
    let stands = match pool.begin_with("begin immediate").await {
        Ok(begun) => {
            let mut tx = WriteTx::new(begun, Places::InOrder);
            let mut next = Some(first);
            let mut sound = true;
            while let Some(job) = next.take() {
                sound = run_one(&mut tx, job, &mut answers).await;
                if !sound || answers.len() >= BATCH {
                    break;
                }
                match orders.try_recv() {
                    Ok(Order::Run(job)) => next = Some(job),
                    Ok(Order::Stop(tell)) => stopping = Some(tell),
                    Err(_) => {}
                }
            }
            sound && committed(tx).await
        }
        Err(error) => {
            tracing::error!(%error, "the write transaction could not begin");
            drop(first);
            false
        }
    };
    for answer in answers {
        answer(stands);
    }
    stopping
}

/// One use-case in its savepoint, which the commit or the next use-case keeps; false when the connection itself is
/// no longer to be trusted.
async fn run_one(tx: &mut WriteTx, job: Job, answers: &mut Vec<Answer>) -> bool {
    let set = if answers.is_empty() { tx.first_act().await } else { tx.next_act().await };
    if let Err(fault) = set {
        tracing::error!(fault = fault.chain(), "a savepoint could not be set");
        return false;
    }
    let verdict = job(tx).await;
    answers.push(verdict.answer);
    if verdict.keep {
        return true;
    }
    match tx.forget().await {
        Ok(()) => true,
        Err(fault) => {
            tracing::error!(fault = fault.chain(), "a refused use-case could not be undone");
            false
        }
    }
}

async fn committed(tx: WriteTx) -> bool {
    match tx.commit().await {
        Ok(()) => true,
        Err(fault) => {
            tracing::error!(fault = fault.chain(), "a batch was lost");
            false
        }
    }
}
