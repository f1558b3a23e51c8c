//! What was proved a moment ago, so that a hundred readers of one sheet cost one proof.
//!
//! An answer holds while nothing was done in its book or in the township, and for a few seconds at most: a change below
//! the program leaves no trace in the log, and is found by the next proof. The page says when it was proved.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Mutex as Turn;

use crate::app::App;
use crate::audit;
use crate::kernel::Outcome;

use super::sheet::Proved;

/// So long an answer is given as it is.
const FRESH: Duration = Duration::from_secs(5);
/// So long it is still given while a new proof is under way.
const PASSABLE: Duration = Duration::from_secs(15);
/// Sheets kept at once: a few hundred kB each.
const SHEETS: usize = 64;

/// The sheets proved lately.
#[derive(Default)]
pub(super) struct Memory {
    kept: Mutex<HashMap<String, Kept>>,
    turns: Mutex<HashMap<String, Arc<Turn<()>>>>,
}

#[derive(Clone)]
struct Kept {
    state: [i64; 2],
    at: Instant,
    renewing: bool,
    proved: Arc<Proved>,
}

/// What the memory has to say about a sheet.
enum Found {
    Fresh(Arc<Proved>),
    /// Old enough to be proved again, by whoever is told this.
    Renew(Arc<Proved>),
    Nothing,
}

impl Memory {
    /// The sheet behind a token, proved a few seconds ago at most.
    ///
    /// Refuses: `disclosure.no_such_sheet`.
    pub(super) async fn sheet(self: &Arc<Memory>, app: &App, token: &str) -> Outcome<Arc<Proved>> {
        match self.found(app, token).await? {
            Found::Fresh(proved) => Ok(proved),
            Found::Renew(proved) => {
                let (memory, app, token) = (Arc::clone(self), app.clone(), token.to_owned());
                tokio::spawn(async move {
                    // What goes wrong here is met again, and told, by the next reader.
                    if memory.prove(&app, &token).await.is_err() {
                        memory.forget(&token);
                    }
                });
                Ok(proved)
            }
            Found::Nothing => {
                let turn = self.turn(token);
                let _held = turn.lock().await;
                // Whoever waited finds what the one before made.
                match self.found(app, token).await? {
                    Found::Fresh(proved) | Found::Renew(proved) => Ok(proved),
                    Found::Nothing => self.prove(app, token).await,
                }
            }
        }
    }

    async fn found(&self, app: &App, token: &str) -> Outcome<Found> {
        let Some(kept) = locked(&self.kept).get(token).cloned() else { return Ok(Found::Nothing) };
        let state = audit::lengths(&mut app.db.read().await?, kept.proved.book()).await?;
        let age = kept.at.elapsed();
        if kept.state != state || age > PASSABLE {
            return Ok(Found::Nothing);
        }
        if age <= FRESH || kept.renewing {
            return Ok(Found::Fresh(kept.proved));
        }
        if let Some(kept) = locked(&self.kept).get_mut(token) {
            kept.renewing = true;
        }
        Ok(Found::Renew(kept.proved))
    }

    async fn prove(&self, app: &App, token: &str) -> Outcome<Arc<Proved>> {
        let proved = Arc::new(Proved::now(app, token).await?);
        let kept = Kept { state: proved.state(), at: Instant::now(), renewing: false, proved: Arc::clone(&proved) };
        let mut all = locked(&self.kept);
        if all.len() >= SHEETS && !all.contains_key(token) {
            let oldest = all.iter().min_by_key(|(_, k)| k.at).map(|(token, _)| token.clone());
            oldest.and_then(|token| all.remove(&token));
        }
        all.insert(token.to_owned(), kept);
        Ok(proved)
    }

    fn forget(&self, token: &str) {
        locked(&self.kept).remove(token);
    }

    /// The turn of whoever proves a sheet: one at a time.
    fn turn(&self, token: &str) -> Arc<Turn<()>> {
        let mut turns = locked(&self.turns);
        // Turns nobody holds are dropped: an address that leads nowhere leaves nothing behind.
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(token.to_owned()).or_default())
    }
}

fn locked<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
