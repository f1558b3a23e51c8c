use super::{Line, Voucher};
use crate::kernel::Money;
use crate::ledger::{Chart, Entry, PostedVoucher};
use crate::village::Dimensions;

impl Voucher {
    /// A posted voucher as it is printed: 总账科目 in one column, details and dimensions in the next.
    pub fn of_posted(
        book_name: &str,
        voucher: &PostedVoucher,
        chart: &Chart,
        dimensions: &Dimensions,
        note: String,
    ) -> Voucher {
        let credit: Money = voucher.entries.iter().map(Entry::credit).sum();
        Voucher {
            book_name: book_name.to_owned(),
            word: voucher.number.word.clone(),
            number: u32::try_from(voucher.number.no).ok(),
            date: voucher.date,
            source_document_count: u32::try_from(voucher.document_count).unwrap_or(u32::MAX),
            lines: voucher.entries.iter().map(|e| line(e, chart, dimensions)).collect(),
            total_debit: voucher.total(),
            total_credit: credit,
            note,
            chief_accountant: String::new(),
            posted_by: voucher.posted_name.clone(),
            reviewed_by: voucher.reviewed_name.clone(),
            cashier: String::new(),
            prepared_by: voucher.prepared_name.clone(),
            print_no: 1,
        }
    }
}

fn line(entry: &Entry, chart: &Chart, dimensions: &Dimensions) -> Line {
    let account = chart.by_id(entry.account);
    let general = account.and_then(|a| chart.by_code(a.code.first_level()));
    let path = chart.path_name(entry.account);
    let below = path.split_once('/').map(|(_, below)| below.replace('/', "／"));
    let parties = [
        entry.household.map(|id| dimensions.household_name(id).to_owned()),
        entry.counterparty.map(|id| dimensions.counterparty_name(id).to_owned()),
        entry.project.map(|id| dimensions.project_name(id).to_owned()),
    ];
    let detail: Vec<String> = below.into_iter().chain(parties.into_iter().flatten()).collect();
    Line {
        summary: entry.summary.clone(),
        account: general.map_or(String::new(), |a| a.label()),
        detail: detail.join("／"),
        debit: entry.debit(),
        credit: entry.credit(),
    }
}
