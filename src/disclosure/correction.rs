use serde::{Deserialize, Serialize};

use crate::kernel::{Date, Money, VoucherId};

use super::items::Direction;
use super::notice_content::{NoticeHeading, VoucherProof};
use super::sheet::{LineCorrection, SheetLine};

/// 更正公告: what stands wrong on a published sheet, and what is right. Source: domain/disclosure.md §7, D4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionNotice {
    /// Which form this is, `correction/1`.
    pub form: String,
    /// Whose, about which sheet.
    pub heading: NoticeHeading,
    /// 公开编号 of the sheet.
    pub sheet: String,
    /// Its short code, as it hangs on the board.
    pub code: String,
    /// Where its public page stands.
    pub path: String,
    /// Old figure, reason, new figure.
    pub lines: Vec<LineCorrection>,
    /// The voucher that was wrong and those that put it right.
    pub vouchers: Vec<VoucherProof>,
}

/// A voucher of a published sheet that was put right later, without a correction notice yet.
#[derive(Clone, Debug)]
pub struct DueCorrection {
    /// The voucher that was wrong.
    pub voucher: VoucherId,
    /// `2025-09 记-0012`.
    pub label: String,
    /// What for.
    pub summary: String,
    /// Its total.
    pub amount: Money,
    /// 公开编号 of the sheet it stands on.
    pub sheet: String,
    /// The vouchers that put it right, with their labels.
    pub by: Vec<(VoucherId, String)>,
    /// Those of them no notice tells of yet.
    pub(super) untold: Vec<VoucherId>,
    /// The day the notice should be public.
    pub due: Date,
}

impl DueCorrection {
    /// What a notice about it is kept under: the sheet, then the voucher.
    pub(super) fn subject(&self) -> String {
        format!("{} {}", self.sheet, self.label)
    }

    /// `2025-11 记-0003、2025-11 记-0004`.
    pub fn by_labels(&self) -> String {
        let labels: Vec<&str> = self.by.iter().map(|(_, label)| label.as_str()).collect();
        labels.join("、")
    }
}

/// A receipt or payment as a correction compares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) direction: Option<Direction>,
    pub(super) what: String,
    pub(super) party: String,
    pub(super) account: String,
    pub(super) amount: Money,
}

impl Said {
    /// A line of a sheet.
    pub(super) fn of(direction: Direction, line: &SheetLine) -> Said {
        Said {
            direction: Some(direction),
            what: without_saying(&line.what).to_owned(),
            party: line.party.clone(),
            account: line.account.clone(),
            amount: line.amount,
        }
    }

    /// A voucher that moved no money.
    pub(super) fn moved(what: &str, accounts: &str, amount: Money) -> Said {
        let (what, account) = (without_saying(what).to_owned(), accounts.to_owned());
        Said { direction: None, what, party: String::new(), account, amount }
    }

    const fn side(&self) -> &'static str {
        match self.direction {
            Some(Direction::In) => "收入",
            Some(Direction::Out) => "支出",
            None => "转账",
        }
    }

    /// The figure, and of the words those that the other side words otherwise.
    fn beside(&self, other: &Said) -> String {
        let mut words = format!("{}元", self.amount);
        if self.direction != other.direction {
            words = format!("{}{words}", self.side());
        }
        for (own, others) in [(&self.what, &other.what), (&self.party, &other.party), (&self.account, &other.account)] {
            if own != others {
                words.push_str(&format!("，{}", if own.is_empty() { "（空）" } else { own }));
            }
        }
        words
    }

    fn whole(&self) -> String {
        let party = if self.party.is_empty() { String::new() } else { format!("，{}", self.party) };
        format!("{}{}元，{}{party}", self.side(), self.amount, self.what)
    }
}

/// `订正2025年9月记-0012号凭证:购办公用品` without what the program put before it.
fn without_saying(what: &str) -> &str {
    match what.split_once(':') {
        Some((saying, rest)) if saying.contains("订正") && !rest.is_empty() => rest,
        _ => what,
    }
}

/// What changes: each line that stood, beside the line that stands now. Where there are not as many as before, what
/// stood is taken back and what is right is told anew.
pub(super) fn changes(old: &[Said], new: &[Said]) -> Vec<(Option<&'static str>, String, String, String)> {
    if old.len() == new.len() {
        let pairs = old.iter().zip(new).filter(|(o, n)| o != n);
        return pairs.map(|(o, n)| (Some(o.side()), o.what.clone(), o.beside(n), n.beside(o))).collect();
    }
    let gone = old.iter().map(|o| (Some(o.side()), o.what.clone(), format!("{}元", o.amount), "撤销".to_owned()));
    let come = new.iter().map(|n| (None, n.what.clone(), "原表没有".to_owned(), n.whole()));
    gone.chain(come).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(direction: Direction, what: &str, yuan: i64) -> Said {
        let (what, account) = (what.to_owned(), "管理费用/办公费".to_owned());
        let amount = Money::from_yuan(yuan);
        Said { direction: Some(direction), what, party: String::new(), account, amount }
    }

    #[test]
    fn a_change_says_the_old_and_the_new_and_only_what_differs() {
        let told = |old: &[Said], new: &[Said]| -> Vec<String> {
            let line = |(side, what, old, new): (Option<&str>, String, String, String)| {
                format!("{}|{what}|{old}|{new}", side.unwrap_or("-"))
            };
            changes(old, new).into_iter().map(line).collect()
        };
        let paper = |yuan| said(Direction::Out, "购办公用品", yuan);
        assert_eq!(told(&[paper(120)], &[paper(102)]), ["支出|购办公用品|120.00元|102.00元"]);
        assert!(told(&[paper(120)], &[paper(120)]).is_empty());
        let other = Said { account: "公益支出".to_owned(), ..paper(120) };
        let moved = ["支出|购办公用品|120.00元，管理费用/办公费|120.00元，公益支出"];
        assert_eq!(told(&[paper(120)], &[other]), moved);
        assert_eq!(told(&[paper(120)], &[]), ["支出|购办公用品|120.00元|撤销"]);
        let halves = told(&[paper(120)], &[paper(100), said(Direction::In, "退款", 20)]);
        assert_eq!(halves[0], "支出|购办公用品|120.00元|撤销");
        assert_eq!(
            halves[1..],
            ["-|购办公用品|原表没有|支出100.00元，购办公用品", "-|退款|原表没有|收入20.00元，退款"]
        );
    }

    #[test]
    fn the_program_s_own_saying_is_left_out() {
        assert_eq!(without_saying("订正2025年9月记-0012号凭证:购办公用品"), "购办公用品");
        assert_eq!(without_saying("付:购办公用品"), "付:购办公用品");
    }
}
