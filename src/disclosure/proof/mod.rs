//! The tree a sheet's code is the root of, and what it takes to prove one line by it.

mod broken;
mod leaves;
mod line_proof;
mod merkle;

pub use broken::Broken;
pub(super) use broken::{content, figures, papers, vouchers};
pub use leaves::Leaves;
pub(super) use leaves::VoucherLeaf;
pub use line_proof::{LineProof, ProofOfLine};
