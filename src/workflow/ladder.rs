use std::sync::LazyLock;

use crate::kernel::{Date, Fault, Money, Refused};

use super::card::{Approver, Card};
use super::error::WorkflowRefusal;

/// What holds until a village resolves otherwise: the finance group, then the head.
const DEFAULT: &str = include_str!("../../assets/data/ladder.csv");

/// One row of a book's 审批权限: from this amount to that, who decides in which place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LadderRow {
    /// The card it is for; `None` for every card without rows of its own.
    pub card: Option<Card>,
    /// From this amount on.
    pub from: Money,
    /// Up to, not including, this amount; `None` without limit.
    pub to: Option<Money>,
    /// 1 for the first to decide.
    pub position: i64,
    /// Who.
    pub approver: Approver,
    /// How many must agree; more than one only for the finance group.
    pub quorum: i64,
}

/// One step an item has to pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// Who decides.
    pub approver: Approver,
    /// How many must agree.
    pub quorum: i64,
}

/// The rows of one book that hold from one day on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ladder {
    /// The first day it holds; `None` for the default.
    pub valid_from: Option<Date>,
    /// Its rows.
    pub rows: Vec<LadderRow>,
}

impl Ladder {
    /// The ladder of a book that has resolved nothing of its own.
    pub fn standard() -> Ladder {
        static ROWS: LazyLock<Vec<LadderRow>> = LazyLock::new(|| read(DEFAULT).unwrap_or_default());
        Ladder { valid_from: None, rows: ROWS.clone() }
    }

    /// The same ladder with another quorum for the finance group.
    pub fn with_quorum(mut self, quorum: i64) -> Ladder {
        for row in self.rows.iter_mut().filter(|r| r.approver == Approver::FinanceGroup) {
            row.quorum = quorum.max(1);
        }
        self
    }

    /// One sentence a row, for the log.
    pub fn in_words(&self) -> String {
        let row = |r: &LadderRow| {
            let card = r.card.map_or("各类", Card::in_chinese);
            let to = r.to.map_or("以上".to_owned(), |to| format!("至 {to} 元"));
            format!("{card} {} 元{to} 第{}步 {} {}人", r.from, r.position, r.approver.in_chinese(), r.quorum)
        };
        self.rows.iter().map(row).collect::<Vec<_>>().join("；")
    }

    /// The steps of an item, in order. Rows of its own card go before rows for every card.
    pub fn steps(&self, card: Card, amount: Money) -> Vec<Step> {
        let own = self.rows.iter().any(|r| r.card == Some(card));
        let wanted = own.then_some(card);
        let mut rows: Vec<&LadderRow> = self.rows.iter().filter(|r| r.card == wanted && r.covers(amount)).collect();
        rows.sort_by_key(|r| r.position);
        rows.into_iter().map(|r| Step { approver: r.approver, quorum: r.quorum }).collect()
    }

    /// Everything wrong with a ladder somebody is about to set.
    pub fn faults(&self) -> Vec<Refused> {
        let mut faults: Vec<Refused> = Vec::new();
        if !self.rows.iter().any(|r| r.card.is_none())
            && Card::ALL.iter().any(|c| self.rows.iter().all(|r| r.card != Some(*c)))
        {
            faults.push(WorkflowRefusal::LadderEmpty.into());
        }
        for row in &self.rows {
            if row.quorum < 1 || (row.quorum > 1 && row.approver != Approver::FinanceGroup) || row.quorum > 99 {
                faults.push(
                    WorkflowRefusal::LadderQuorum { approver: row.approver.in_chinese(), quorum: row.quorum }.into(),
                );
            }
        }
        let mut cards: Vec<Option<Card>> = self.rows.iter().map(|r| r.card).collect();
        cards.sort_unstable();
        cards.dedup();
        for card in cards {
            faults.extend(self.band_faults(card).map(Refused::from));
        }
        faults
    }

    /// Bands of one card must meet without gap or overlap, from nothing to no limit, each counted 1..n.
    fn band_faults(&self, card: Option<Card>) -> Option<WorkflowRefusal> {
        let mut bands: Vec<(Money, Option<Money>, i64)> =
            self.rows.iter().filter(|r| r.card == card).map(|r| (r.from, r.to, r.position)).collect();
        bands.sort_unstable();
        let mut reached = Some(Money::ZERO);
        let mut current: Option<(Money, Option<Money>)> = None;
        let mut position = 0;
        for (from, to, place) in bands {
            if current != Some((from, to)) {
                match reached {
                    Some(end) if end == from => {}
                    Some(end) => return Some(WorkflowRefusal::LadderGap { end, next: from }),
                    None => return Some(WorkflowRefusal::LadderOverlap { from }),
                }
                (current, reached, position) = (Some((from, to)), to, 0);
            }
            position += 1;
            if place != position || to.is_some_and(|t| t <= from) {
                return Some(WorkflowRefusal::LadderPosition { from, position: place });
            }
        }
        reached.map(|end| WorkflowRefusal::LadderEnds { end })
    }
}

impl LadderRow {
    fn covers(&self, amount: Money) -> bool {
        self.from <= amount && self.to.is_none_or(|to| amount < to)
    }
}

fn read(table: &str) -> Result<Vec<LadderRow>, Fault> {
    let doing = "reading the default ladder";
    let wrong = |what: String| Fault::new(doing, what);
    let mut rows = Vec::new();
    for record in csv::Reader::from_reader(table.as_bytes()).records() {
        let record = record.map_err(Fault::while_(doing))?;
        let cell = |i: usize| record.get(i).unwrap_or_default();
        let optional = |i: usize| Some(cell(i)).filter(|c| !c.is_empty());
        rows.push(LadderRow {
            card: optional(0).map(str::parse).transpose().map_err(wrong)?,
            from: cell(1).parse().map_err(Fault::while_(doing))?,
            to: optional(2).map(str::parse).transpose().map_err(Fault::while_(doing))?,
            position: cell(3).parse().map_err(Fault::while_(doing))?,
            approver: cell(4).parse().map_err(wrong)?,
            quorum: cell(5).parse().map_err(Fault::while_(doing))?,
        });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(
        card: Option<Card>,
        from: i64,
        to: Option<i64>,
        position: i64,
        approver: Approver,
        quorum: i64,
    ) -> LadderRow {
        LadderRow { card, from: Money::from_yuan(from), to: to.map(Money::from_yuan), position, approver, quorum }
    }

    fn names(steps: &[Step]) -> String {
        steps.iter().map(|s| format!("{}{}", s.approver.in_chinese(), s.quorum)).collect::<Vec<_>>().join(" ")
    }

    fn township() -> Ladder {
        use Approver::{Committee, FinanceGroup, Members, Township, VillageHead};
        Ladder {
            valid_from: None,
            rows: vec![
                row(None, 0, Some(5_000), 1, FinanceGroup, 3),
                row(None, 0, Some(5_000), 2, VillageHead, 1),
                row(None, 5_000, Some(50_000), 1, FinanceGroup, 4),
                row(None, 5_000, Some(50_000), 2, Committee, 1),
                row(None, 5_000, Some(50_000), 3, VillageHead, 1),
                row(None, 50_000, None, 1, FinanceGroup, 5),
                row(None, 50_000, None, 2, Members, 1),
                row(None, 50_000, None, 3, VillageHead, 1),
                row(None, 50_000, None, 4, Township, 1),
                row(Some(Card::Transfer), 0, None, 1, VillageHead, 1),
            ],
        }
    }

    #[test]
    fn the_amount_chooses_the_steps() {
        let ladder = township();
        assert!(ladder.faults().is_empty(), "{:?}", ladder.faults());
        let cases = [
            (Card::Expense, 499_999, "理财小组3 村负责人1"),
            (Card::Expense, 500_000, "理财小组4 村两委会议1 村负责人1"),
            (Card::Income, 5_000_000, "理财小组5 成员代表大会1 村负责人1 乡镇备案1"),
            (Card::Transfer, 5_000_000, "村负责人1"),
        ];
        for (card, fen, steps) in cases {
            assert_eq!(names(&ladder.steps(card, Money::from_fen(fen))), steps, "{card} {fen}");
        }
        assert_eq!(names(&Ladder::standard().steps(Card::Debt, Money::from_fen(1))), "理财小组3 村负责人1");
    }

    #[test]
    fn a_ladder_with_a_hole_is_refused() {
        use Approver::{FinanceGroup, VillageHead};
        let codes = |rows: Vec<LadderRow>| -> Vec<&'static str> {
            Ladder { valid_from: None, rows }.faults().into_iter().map(|r| r.code).collect()
        };
        assert_eq!(codes(vec![]), ["workflow.ladder_empty"]);
        assert_eq!(codes(vec![row(None, 0, Some(10), 1, FinanceGroup, 3)]), ["workflow.ladder_ends"]);
        let gap = vec![row(None, 0, Some(10), 1, FinanceGroup, 3), row(None, 20, None, 1, FinanceGroup, 3)];
        assert_eq!(codes(gap), ["workflow.ladder_gap"]);
        let overlap = vec![row(None, 0, None, 1, FinanceGroup, 3), row(None, 20, None, 1, FinanceGroup, 3)];
        assert_eq!(codes(overlap), ["workflow.ladder_overlap"]);
        assert_eq!(codes(vec![row(None, 0, None, 2, FinanceGroup, 3)]), ["workflow.ladder_position"]);
        assert_eq!(codes(vec![row(None, 0, None, 1, VillageHead, 2)]), ["workflow.ladder_quorum"]);
    }
}
