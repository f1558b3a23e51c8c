use crate::kernel::Money;

use super::sheet::{Block, DisclosureSheet, SheetLine};

impl DisclosureSheet {
    /// This sheet's words with the figures of one made anew from the ledger.
    ///
    /// Names, phone numbers and wordings may have changed since it was published; figures, days, voucher
    /// numbers and roots may not. When they are the same the result is equal to this sheet, byte for byte,
    /// and has its code.
    pub(super) fn refigured(&self, fresh: &DisclosureSheet) -> DisclosureSheet {
        let mut again = self.clone();
        again.funds.opening = fresh.funds.opening;
        again.funds.received = fresh.funds.received;
        again.funds.paid = fresh.funds.paid;
        again.funds.closing = fresh.funds.closing;
        overlay(&mut again.funds.accounts, &fresh.funds.accounts, |a, f| {
            let name = std::mem::take(&mut a.name);
            *a = f.clone();
            a.name = name;
        });
        refigure_block(&mut again.income, &fresh.income);
        refigure_block(&mut again.expense, &fresh.expense);
        // Renamed parties may sort differently: claims and assets are proved by their amounts as a whole.
        if amounts(&self.claims, |l| [l.opening, l.increase, l.decrease, l.closing])
            != amounts(&fresh.claims, |l| [l.opening, l.increase, l.decrease, l.closing])
        {
            again.claims.clone_from(&fresh.claims);
        }
        if amounts(&self.assets, |l| [l.opening, l.increase, l.decrease, l.closing])
            != amounts(&fresh.assets, |l| [l.opening, l.increase, l.decrease, l.closing])
        {
            again.assets.clone_from(&fresh.assets);
        }
        if amounts(&self.others, |l| [l.opening, l.received, l.spent, l.left])
            != amounts(&fresh.others, |l| [l.opening, l.received, l.spent, l.left])
        {
            again.others.clone_from(&fresh.others);
        }
        // 收益 comes through a statement form the centre may edit later: it stands as published, and the
        // vouchers it came from are proved by the roots.
        match (&mut again.previous, &fresh.previous) {
            (Some(own), Some(other)) => (own.received, own.paid) = (other.received, other.paid),
            (own, other) => own.clone_from(other),
        }
        again.months.clone_from(&fresh.months);
        // The 44 items are drawn from the sheet itself, by the accounts and items it was published with.
        again.catalogue = self.catalogue.iter().map(|row| row.clone().figured(&again)).collect();
        again
    }
}

fn amounts<T>(lines: &[T], of: impl Fn(&T) -> [Money; 4]) -> Vec<[Money; 4]> {
    let mut all: Vec<[Money; 4]> = lines.iter().map(of).collect();
    all.sort_unstable();
    all
}

fn refigure_block(own: &mut Block, fresh: &Block) {
    own.total = fresh.total;
    overlay(&mut own.lines, &fresh.lines, |line: &mut SheetLine, f| {
        line.date = f.date;
        line.month = f.month;
        line.number.clone_from(&f.number);
        line.amount = f.amount;
    });
    // By the items the sheet was published with: the table of items may be worded anew.
    for class in &mut own.classes {
        let in_class = |l: &&SheetLine| l.item == class.item && l.item_name == class.name;
        class.total = own.lines.iter().filter(in_class).map(|l| l.amount).sum();
    }
}

/// Line by line when there are as many; otherwise the fresh lines stand, and the codes differ.
fn overlay<T: Clone>(own: &mut Vec<T>, fresh: &[T], each: impl Fn(&mut T, &T)) {
    if own.len() == fresh.len() {
        own.iter_mut().zip(fresh).for_each(|(a, f)| each(a, f));
    } else {
        own.clear();
        own.extend_from_slice(fresh);
    }
}
