use std::fmt;
use std::str::FromStr;

use crate::kernel::{AgreementId, BookId, Date, Period, Refused, VillageId};

use super::error::VillageRefusal;

/// 乡镇, with the finance centre that keeps its villages' books.
#[derive(Clone, Debug)]
pub struct Township {
    /// 青溪镇.
    pub name: String,
    /// 青溪镇会计委托代理服务中心.
    pub centre_name: String,
    /// For questions, printed on every sheet.
    pub phone: String,
}

/// 村.
#[derive(Clone, Debug)]
pub struct Village {
    /// Id.
    pub id: VillageId,
    /// Short code.
    pub code: String,
    /// 李家村.
    pub name: String,
}

/// Whose money a book keeps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BookKind {
    /// 村集体经济组织.
    Collective,
    /// 村民委员会, where kept apart.
    Committee,
    /// 村民小组, where kept apart.
    Group,
}

impl BookKind {
    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            BookKind::Collective => "集体经济组织",
            BookKind::Committee => "村民委员会",
            BookKind::Group => "村民小组",
        }
    }
}

impl fmt::Display for BookKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BookKind::Collective => "collective",
            BookKind::Committee => "committee",
            BookKind::Group => "group",
        })
    }
}

impl FromStr for BookKind {
    type Err = String;
    fn from_str(word: &str) -> Result<BookKind, String> {
        match word {
            "collective" | "集体" | "集体经济组织" => Ok(BookKind::Collective),
            "committee" | "村委会" | "村民委员会" => Ok(BookKind::Committee),
            "group" | "村民小组" => Ok(BookKind::Group),
            other => Err(format!("账套类别「{other}」不认识,可写 collective、committee、group")),
        }
    }
}

/// 账套 — one accounting entity's books.
#[derive(Clone, Debug)]
pub struct Book {
    /// Id.
    pub id: BookId,
    /// Short code, used in addresses and on the command line.
    pub code: String,
    /// 李家村股份经济合作社.
    pub name: String,
    /// What an invoice must name as its buyer.
    pub legal_name: String,
    /// Whose money.
    pub kind: BookKind,
    /// Its village.
    pub village: VillageId,
    /// The village's name.
    pub village_name: String,
    /// The first period kept here.
    pub enabled_from: Period,
}

impl Book {
    /// The name printed on vouchers and sheets: the legal name where one was given.
    pub fn printed_name(&self) -> &str {
        if self.legal_name.is_empty() { &self.name } else { &self.legal_name }
    }
}

/// A book to be added. The village is made when its name is new.
#[derive(Clone, Debug)]
pub struct NewBook {
    /// Short code: letters, digits, dash.
    pub code: String,
    /// Name of the book.
    pub name: String,
    /// Name of the village.
    pub village: String,
    /// Legal name; the name when empty.
    pub legal_name: String,
    /// Whose money.
    pub kind: BookKind,
    /// First period.
    pub enabled_from: Period,
}

impl NewBook {
    /// Everything wrong with it that can be seen without looking at other books.
    pub fn faults(&self) -> Vec<Refused> {
        let mut faults: Vec<Refused> = Vec::new();
        let well_formed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if self.code.is_empty() || self.code.chars().count() > 20 || !self.code.chars().all(well_formed) {
            faults.push(VillageRefusal::BadCode { code: self.code.clone() }.into());
        }
        faults.extend(text_faults("name", "账套名称", &self.name, 60));
        faults.extend(text_faults("village", "村名", &self.village, 30));
        faults
    }
}

/// 会计委托代理协议 of a book.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Id.
    pub id: AgreementId,
    /// Its number.
    pub number: String,
    /// 委托方.
    pub village_party: String,
    /// 受托方.
    pub centre_party: String,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
    /// The village's resolution: number and day.
    pub resolution: String,
    /// Its scan, by id; empty while it is on paper only.
    pub scan_file: String,
}

/// An agreement to be recorded. The scans are files stored beforehand, by id; empty while they are still on paper.
#[derive(Clone, Debug)]
pub struct NewAgreement {
    /// Its number.
    pub number: String,
    /// 委托方.
    pub village_party: String,
    /// 受托方.
    pub centre_party: String,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
    /// The village's resolution.
    pub resolution: String,
    /// Scan of the agreement.
    pub scan_file: String,
    /// Scan of the resolution.
    pub resolution_file: String,
}

impl NewAgreement {
    /// Everything wrong with it.
    pub fn faults(&self) -> Vec<Refused> {
        let mut faults = text_faults("number", "协议编号", &self.number, 40);
        faults.extend(text_faults("village_party", "委托方", &self.village_party, 60));
        faults.extend(text_faults("centre_party", "受托方", &self.centre_party, 60));
        faults.extend(text_faults("resolution", "村民会议决议", &self.resolution, 100));
        if self.valid_to < self.valid_from {
            let backwards =
                VillageRefusal::AgreementBackwards { from: self.valid_from.to_string(), to: self.valid_to.to_string() };
            faults.push(backwards.into());
        }
        faults
    }
}

/// Empty or too long.
pub(super) fn text_faults(field: &'static str, what: &'static str, text: &str, limit: usize) -> Vec<Refused> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        vec![VillageRefusal::Empty { field, what }.into()]
    } else if length > limit {
        vec![VillageRefusal::TooLong { field, what, length, limit }.into()]
    } else {
        Vec::new()
    }
}
