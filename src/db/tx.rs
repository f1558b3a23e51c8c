use std::collections::HashMap;
use std::ops::{Deref, DerefMut};

use sqlx::{Any, AnyConnection, Executor, Transaction};

use crate::kernel::{Digest, Fault};

use super::rows::Places;

/// A consistent view. A use-case that takes `&mut ReadTx` changes nothing.
pub struct ReadTx {
    tx: Transaction<'static, Any>,
}

impl ReadTx {
    pub(super) fn new(tx: Transaction<'static, Any>) -> ReadTx {
        ReadTx { tx }
    }

    /// The connection, for a `store.rs`.
    pub fn conn(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }
}

/// A transaction that may change things. Wherever a view is asked for, this one will do.
pub struct WriteTx {
    view: ReadTx,
    places: Places,
    drawn: HashMap<String, (i64, Digest)>,
}

impl WriteTx {
    pub(super) fn new(tx: Transaction<'static, Any>, places: Places) -> WriteTx {
        WriteTx { view: ReadTx::new(tx), places, drawn: HashMap::new() }
    }

    /// How this engine wants the places of values written.
    pub(super) const fn places(&self) -> Places {
        self.places
    }

    /// The last number drawn from a chain in this transaction, and the digest at its end. Whoever drew it holds the
    /// chain's row until the commit, so nobody else can have moved it since.
    pub fn drawn(&self, chain: &str) -> Option<(i64, Digest)> {
        self.drawn.get(chain).copied()
    }

    /// Remembers where a chain ends after what was just written.
    pub fn remember_drawn(&mut self, chain: String, last: i64, digest: Digest) {
        self.drawn.insert(chain, (last, digest));
    }

    /// Forgets every chain: the next number is asked of the database again.
    pub fn forget_drawn(&mut self) {
        self.drawn.clear();
    }

    pub(super) async fn commit(self) -> Result<(), Fault> {
        self.view.tx.commit().await.map_err(Fault::while_("committing"))
    }

    /// Sets the savepoint of the first act of a batch.
    pub(super) async fn first_act(&mut self) -> Result<(), Fault> {
        self.conn().execute("savepoint act").await.map(drop).map_err(Fault::while_("setting a savepoint"))
    }

    /// Keeps the act before and sets the savepoint of the next, in one trip to the engine.
    pub(super) async fn next_act(&mut self) -> Result<(), Fault> {
        let kept = self.conn().execute("release act; savepoint act").await;
        kept.map(drop).map_err(Fault::while_("keeping an act"))
    }

    /// Undoes a refused act; its savepoint stands, and keeping it keeps nothing.
    pub(super) async fn forget(&mut self) -> Result<(), Fault> {
        self.forget_drawn();
        self.conn().execute("rollback to act").await.map(drop).map_err(Fault::while_("undoing a refused act"))
    }
}

impl Deref for WriteTx {
    type Target = ReadTx;
    fn deref(&self) -> &ReadTx {
        &self.view
    }
}
impl DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.view
    }
}
