use std::ops::{Deref, DerefMut};

use sqlx::{Any, AnyConnection, Executor, Transaction};

use crate::kernel::Fault;

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
}

impl WriteTx {
    pub(super) fn new(tx: Transaction<'static, Any>) -> WriteTx {
        WriteTx { view: ReadTx::new(tx) }
    }

    pub(super) async fn commit(self) -> Result<(), Fault> {
        self.view.tx.commit().await.map_err(Fault::while_("committing"))
    }

    pub(super) async fn savepoint(&mut self) -> Result<(), Fault> {
        self.conn().execute("savepoint act").await.map(drop).map_err(Fault::while_("setting a savepoint"))
    }

    pub(super) async fn keep(&mut self) -> Result<(), Fault> {
        self.conn().execute("release act").await.map(drop).map_err(Fault::while_("keeping an act"))
    }

    pub(super) async fn forget(&mut self) -> Result<(), Fault> {
        self.conn().execute("rollback to act").await.map_err(Fault::while_("undoing a refused act"))?;
        self.keep().await
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
