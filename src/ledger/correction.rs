use crate::kernel::{DraftId, Period, VoucherId};

use super::voucher::{VoucherKind, VoucherNo};

/// A red or blue voucher that corrects a posted one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// 红字冲销 or 蓝字订正.
    pub kind: VoucherKind,
    /// How far it has come.
    pub stage: CorrectionStage,
}

/// A correction on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CorrectionStage {
    /// Not posted yet.
    Draft(DraftId),
    /// Posted.
    Posted {
        /// The voucher.
        voucher: VoucherId,
        /// Its month.
        period: Period,
        /// Its number.
        number: VoucherNo,
    },
}
