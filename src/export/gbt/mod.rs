//! GB/T 24589.1-2010 财经信息技术 会计核算软件数据接口 第1部分:企业 — 公共档案.xml and 总账.xml.
//!
//! Every name, code and length stands once, in `forms`. A value that does not fit its place is cut and listed:
//! nothing is lost in silence. Amounts have two decimals, days are YYYYMMDD, the files are GB18030.
//! 应收应付、固定资产、员工薪酬 are not written: a village's parties stand in the ledger as 辅助核算, assets and pay
//! are kept in accounts, and the standard leaves out a module that is not used.

mod forms;
mod sheet;
mod public_archive;
mod general_ledger;

pub use sheet::Cut;

use crate::kernel::Fault;

use super::year::YearOfBooks;

/// One file of the interface.
#[derive(Clone, Debug)]
pub struct GbtFile {
    /// `总账.xml`.
    pub name: &'static str,
    /// GB18030.
    pub bytes: Vec<u8>,
}

/// The files of one year, and what had to be cut to fit.
pub fn write(year: &YearOfBooks) -> Result<(Vec<GbtFile>, Vec<Cut>), Fault> {
    let (archive, mut cuts) = public_archive::write(year)?;
    let (ledger, more) = general_ledger::write(year)?;
    cuts.extend(more);
    let files = vec![GbtFile { name: "公共档案.xml", bytes: archive }, GbtFile { name: "总账.xml", bytes: ledger }];
    Ok((files, cuts))
}
