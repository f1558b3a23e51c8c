use crate::kernel::Money;
use crate::ledger::{Draft, PostedVoucher};

/// A voucher that would be made, as the page shows it.
pub(super) struct Shown {
    pub(super) title: String,
    pub(super) lines: Vec<Line>,
    pub(super) total: Money,
}

/// One of its lines.
pub(super) struct Line {
    pub(super) account: String,
    pub(super) party: String,
    pub(super) debit: Money,
    pub(super) credit: Money,
}

/// A voucher that was made: where it is, and how far.
pub(super) struct Kept {
    pub(super) href: String,
    pub(super) what: String,
    pub(super) total: Money,
    pub(super) state: String,
}

impl Kept {
    pub(super) fn of_draft(draft: &Draft, code: &str) -> Kept {
        Kept {
            href: format!("/books/{code}/drafts/{}", draft.id),
            what: draft.summary().to_owned(),
            total: draft.total(),
            state: draft.state.in_chinese().to_owned(),
        }
    }

    pub(super) fn of_posted(voucher: &PostedVoucher, code: &str) -> Kept {
        Kept {
            href: format!("/books/{code}/vouchers/{}", voucher.id),
            what: voucher.entries.first().map_or("", |e| e.summary.as_str()).to_owned(),
            total: voucher.total(),
            state: voucher.number.to_string(),
        }
    }
}
