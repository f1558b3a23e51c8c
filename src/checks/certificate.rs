use crate::kernel::{Digest, Period, Timestamp};
use crate::village::Township;

use super::facts::BookFacts;
use super::finding::{Finding, Severity};

/// What some checks found, and over what they looked.
#[derive(Clone, Debug, Default)]
pub struct Proved {
    /// By book, then those of the township.
    pub findings: Vec<Finding>,
    /// The books that were looked at.
    pub covered: Vec<Covered>,
}

/// One book as it was proved.
#[derive(Clone, Debug)]
pub struct Covered {
    /// Code and name.
    pub book: String,
    /// First and last month; `None` while nothing was posted.
    pub span: Option<(Period, Period)>,
    /// Posted vouchers.
    pub vouchers: usize,
    /// Their entries.
    pub entries: usize,
    /// Closed months with the short codes of their roots, in order.
    pub roots: Vec<(Period, String)>,
}

impl Covered {
    pub(super) fn of(facts: &BookFacts) -> Covered {
        Covered {
            book: format!("{} {}", facts.book.code, facts.book.name),
            span: facts.last_period().map(|last| (facts.book.enabled_from, last)),
            vouchers: facts.vouchers.len(),
            entries: facts.vouchers.iter().map(|v| v.entries.len()).sum(),
            roots: facts.closures.iter().map(|c| (c.period, c.root.short_code())).collect(),
        }
    }
}

/// 稽核证明 — which checks were made over what, with which result, by whom and when.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The township.
    pub township: String,
    /// Its centre.
    pub centre: String,
    /// The books.
    pub covered: Vec<Covered>,
    /// Every check with its result.
    pub lines: Vec<CertificateLine>,
    /// Who had it made.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// Of all the above: what the log names it by.
    pub code: Digest,
}

/// One check on the certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateLine {
    /// Its name.
    pub name: &'static str,
    /// Its clause.
    pub clause: &'static str,
    /// How much its problems weigh.
    pub severity: Severity,
    /// How many things are wrong.
    pub problems: usize,
}

impl CertificateLine {
    /// True when it holds.
    pub fn holds(&self) -> bool {
        self.problems == 0 || self.severity == Severity::Note
    }

    /// `通过`, `提醒 2 处`, `不通过 1 处`.
    pub fn result(&self) -> String {
        match (self.problems, self.severity) {
            (0, _) => "通过".to_owned(),
            (n, Severity::Note) => format!("提醒 {n} 处"),
            (n, Severity::Error) => format!("不通过 {n} 处"),
        }
    }
}

impl Certificate {
    pub(super) fn of(township: &Township, proved: &Proved, made_by: &str, made_at: Timestamp) -> Certificate {
        let mut lines: Vec<(&'static str, CertificateLine)> = Vec::new();
        for found in &proved.findings {
            match lines.iter_mut().find(|(id, _)| *id == found.id) {
                Some((_, line)) => line.problems += found.problems.len(),
                None => {
                    let (name, clause, severity) = (found.name, found.clause, found.severity);
                    lines.push((found.id, CertificateLine { name, clause, severity, problems: found.problems.len() }));
                }
            }
        }
        let mut made = Certificate {
            township: township.name.clone(),
            centre: township.centre_name.clone(),
            covered: proved.covered.clone(),
            lines: lines.into_iter().map(|(_, line)| line).collect(),
            made_by: made_by.to_owned(),
            made_at,
            code: Digest::GENESIS,
        };
        made.code = Digest::of(made.in_one_text().as_bytes());
        made
    }

    /// Everything it says, line by line: what its code is of.
    fn in_one_text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n{}\n", self.township, self.made_by, self.made_at.stored(), self.covers());
        for covered in &self.covered {
            text.push_str(&format!("{} {} {}\n", covered.book, covered.vouchers, covered.entries));
            for (period, code) in &covered.roots {
                text.push_str(&format!("{period} {code}\n"));
            }
        }
        for line in &self.lines {
            text.push_str(&format!("{} {} {}\n", line.name, line.clause, line.problems));
        }
        text
    }

    /// True when every check holds.
    pub fn holds(&self) -> bool {
        self.lines.iter().all(CertificateLine::holds)
    }

    /// `LJ 李家村` or `7个账套`.
    pub fn covers(&self) -> String {
        match self.covered.as_slice() {
            [one] => one.book.clone(),
            many => format!("{}个账套", many.len()),
        }
    }

    /// First and last month of all books.
    pub fn span(&self) -> Option<(Period, Period)> {
        let spans = || self.covered.iter().filter_map(|c| c.span);
        Some((spans().map(|s| s.0).min()?, spans().map(|s| s.1).max()?))
    }

    /// Vouchers and entries of all books.
    pub fn counts(&self) -> (usize, usize) {
        (self.covered.iter().map(|c| c.vouchers).sum(), self.covered.iter().map(|c| c.entries).sum())
    }

    /// `32项都通过`, or how many do not.
    pub fn sentence(&self) -> String {
        let failed = self.lines.iter().filter(|l| !l.holds()).count();
        let noted = self.lines.iter().filter(|l| l.holds() && l.problems > 0).count();
        match (failed, noted) {
            (0, 0) => format!("{}项都通过", self.lines.len()),
            (0, noted) => format!("{}项都通过，其中{noted}项有提醒", self.lines.len()),
            (failed, _) => format!("{}项里有{failed}项不通过", self.lines.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(id: &'static str, severity: Severity, problems: usize) -> Finding {
        let problem = crate::checks::Problem::new("2025-09", "不符");
        Finding { id, name: id, clause: "C-1", severity, book: "LJ".into(), problems: vec![problem; problems] }
    }

    #[test]
    fn a_certificate_sums_up_and_changes_its_code_with_what_it_says() {
        let township = Township { name: "青溪镇".into(), centre_name: "中心".into(), phone: String::new() };
        let now = Timestamp::parse("2025-10-20T01:00:00Z").unwrap();
        let covered = Covered { book: "LJ 李家村".into(), span: None, vouchers: 3, entries: 7, roots: Vec::new() };
        let of = |findings| {
            let proved = Proved { findings, covered: vec![covered.clone()] };
            Certificate::of(&township, &proved, "监督员", now)
        };
        let good = of(vec![found("a", Severity::Error, 0), found("b", Severity::Note, 2)]);
        assert!(good.holds());
        assert_eq!((good.sentence().as_str(), good.counts()), ("2项都通过，其中1项有提醒", (3, 7)));
        let bad =
            of(vec![found("a", Severity::Error, 1), found("a", Severity::Error, 2), found("b", Severity::Note, 0)]);
        assert_eq!((bad.sentence().as_str(), bad.lines[0].result().as_str()), ("2项里有1项不通过", "不通过 3 处"));
        assert_ne!(good.code, bad.code);
        assert_eq!(good.code, of(vec![found("a", Severity::Error, 0), found("b", Severity::Note, 2)]).code);
    }
}
