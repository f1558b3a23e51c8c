use crate::kernel::{BookId, Date, ReceiptIssueId, Timestamp, stored_words};

use super::book::ReceiptBook;
use super::error::ReceiptsRefusal as R;

/// 领用 — one receipt book in the hands of one village book, and how far it has come.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Id.
    pub id: ReceiptIssueId,
    /// The receipt book.
    pub receipts: ReceiptBook,
    /// Whose clerk has it.
    pub book: BookId,
    /// How often the receipt book has been given out, this time counted.
    pub turn: i64,
    /// The day.
    pub issued_on: Date,
    /// Who gave it out.
    pub issued_name: String,
    /// When that was written down.
    pub issued_at: Timestamp,
    /// What was done with it since, in order.
    pub acts: Vec<DoneAct>,
}

/// One act on an issue.
#[derive(Clone, Debug)]
pub struct DoneAct {
    /// What.
    pub act: IssueAct,
    /// What was said.
    pub words: String,
    /// Who.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
}

stored_words! {
    /// What can be done with an issue.
    IssueAct "这一步" {
        /// 签领 — the clerk signs for it.
        Sign "sign" "签领",
        /// 收回 — the centre takes it back before anybody signed.
        Recall "recall" "收回",
        /// 交回 — the clerk brings it back with its stubs.
        HandBack "hand_back" "交回",
        /// 遗失声明 — it is lost; reported and announced.
        Lose "lose" "遗失声明",
        /// 核销 — the centre has counted it and settles it.
        Verify "verify" "核销",
    }
}

impl IssueAct {
    /// Its place in the life of an issue.
    pub(super) const fn order(self) -> u8 {
        self as u8
    }
}

/// Where an issue stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Given out, not signed for yet.
    Issued,
    /// In use.
    Held,
    /// Brought back, not settled yet.
    HandedBack,
    /// Reported lost, not settled yet.
    Lost,
    /// Settled.
    Verified,
    /// Taken back before anybody signed.
    Recalled,
}

impl Standing {
    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Standing::Issued => "待签领",
            Standing::Held => "使用中",
            Standing::HandedBack => "待核销",
            Standing::Lost => "已报遗失",
            Standing::Verified => "已核销",
            Standing::Recalled => "已收回",
        }
    }

    /// Where an act leads. Refuses: `receipts.wrong_standing`.
    pub fn next(self, act: IssueAct) -> Result<Standing, R> {
        match (self, act) {
            (Standing::Issued, IssueAct::Sign) => Ok(Standing::Held),
            (Standing::Issued, IssueAct::Recall) => Ok(Standing::Recalled),
            (Standing::Held, IssueAct::HandBack) => Ok(Standing::HandedBack),
            (Standing::Held, IssueAct::Lose) => Ok(Standing::Lost),
            (Standing::HandedBack | Standing::Lost, IssueAct::Verify) => Ok(Standing::Verified),
            (from, act) => Err(R::WrongStanding { stands: from.in_chinese(), act: act.in_chinese() }),
        }
    }

    /// True until it is settled: it counts against how many a village may have out.
    pub const fn is_out(self) -> bool {
        match self {
            Standing::Issued | Standing::Held | Standing::HandedBack | Standing::Lost => true,
            Standing::Verified | Standing::Recalled => false,
        }
    }
}

impl Issue {
    /// Where it stands now.
    pub fn standing(&self) -> Standing {
        self.acts.iter().fold(Standing::Issued, |stands, done| stands.next(done.act).unwrap_or(stands))
    }

    /// The act, if it was done.
    pub fn done(&self, act: IssueAct) -> Option<&DoneAct> {
        self.acts.iter().find(|d| d.act == act)
    }

    /// Days past the day it should have come back; none while it is in time or already back.
    pub fn days_late(&self, days_allowed: i64, today: Date) -> Option<i64> {
        let stands = self.standing();
        let out = stands == Standing::Held || stands == Standing::Issued;
        let late = (today - self.issued_on).num_days() - days_allowed;
        (out && days_allowed > 0 && late > 0).then_some(late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_an_issue() {
        use {IssueAct as A, Standing as S};
        let told: Vec<String> = [S::Issued, S::Held, S::HandedBack, S::Lost, S::Verified, S::Recalled]
            .into_iter()
            .map(|from| {
                let way = |act: A| from.next(act).ok().map(|to| format!("{}→{}", act.in_chinese(), to.in_chinese()));
                format!("{}：{}", from.in_chinese(), A::ALL.into_iter().filter_map(way).collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            told,
            [
                "待签领：签领→使用中 收回→已收回",
                "使用中：交回→待核销 遗失声明→已报遗失",
                "待核销：核销→已核销",
                "已报遗失：核销→已核销",
                "已核销：",
                "已收回：",
            ]
        );
    }
}
