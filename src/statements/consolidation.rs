use std::collections::BTreeMap;

use crate::kernel::{BookId, Money};
use crate::ledger::MutualSum;
use crate::village::Book;

use super::figures::Figures;
use super::statement::Statement;

/// 合并 — the statements of several books beside each other, their sum, what they owe one another set off, and what
/// is left.
#[derive(Clone, Debug)]
pub struct Consolidation {
    /// The sum.
    pub total: Statement,
    /// Name of the book and its own statement, in the order they were given.
    pub books: Vec<(String, Statement)>,
    /// 抵销: what comes off each line.
    pub eliminated: Statement,
    /// 合并: filled from all figures together, not from the columns beside it.
    pub consolidated: Statement,
    /// Pair by pair what stands against what.
    pub eliminations: Vec<Elimination>,
}

/// What one book claims of another, and what the other owes by its own books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elimination {
    /// The book with the claim (or the expense).
    pub claimant: String,
    /// The book with the debt (or the income).
    pub debtor: String,
    /// Codes the claim stands on.
    pub claim_on: Vec<String>,
    /// Codes the debt stands on.
    pub debt_on: Vec<String>,
    /// By the claimant's books, in both money columns.
    pub claim: [Money; 2],
    /// By the debtor's books, in both money columns.
    pub debt: [Money; 2],
    /// What is set off: as much as both say.
    pub set_off: [Money; 2],
}

impl Elimination {
    /// What the two books do not agree on, in the first money column.
    pub fn difference(&self) -> Money {
        self.claim[0] - self.debt[0]
    }
}

impl Consolidation {
    /// True when sum + elimination = consolidation on every line and column.
    pub fn agrees(&self) -> bool {
        self.disagreeing().is_empty()
    }

    /// The lines where sum + elimination is not the consolidation.
    pub fn disagreeing(&self) -> Vec<&str> {
        let beside = self.total.lines.iter().zip(&self.eliminated.lines).zip(&self.consolidated.lines);
        let apart = beside.filter(|((sum, off), whole)| {
            sum.first + off.first != whole.first || sum.second + off.second != whole.second
        });
        apart.map(|((sum, _), _)| sum.name.as_str()).collect()
    }
}

/// What a book's marked parties stand at: one figure a column.
pub(super) type Pick = fn(&MutualSum) -> Money;

/// Sets off what each pair of books says of the other: claims against debts, as much as both say. What comes off is
/// taken from the accounts in code order. Gives the pairs, and the figures to come off in each column.
pub(super) fn set_off(books: &[Book], sums: &[MutualSum], picks: [Pick; 2]) -> (Vec<Elimination>, [Figures; 2]) {
    let mut of_pair: BTreeMap<(BookId, BookId), Vec<&MutualSum>> = BTreeMap::new();
    for sum in sums {
        of_pair.entry((sum.book, sum.other)).or_default().push(sum);
    }
    let mut figures = [Figures::default(), Figures::default()];
    let mut eliminations = Vec::new();
    for claimant in books {
        for debtor in books.iter().filter(|b| b.id != claimant.id) {
            let of = |from: BookId, to: BookId| of_pair.get(&(from, to)).map_or(&[][..], Vec::as_slice);
            let (claims, debts) = (of(claimant.id, debtor.id), of(debtor.id, claimant.id));
            if claims.is_empty() && debts.is_empty() {
                continue;
            }
            let mut found = Elimination {
                claimant: claimant.name.clone(),
                debtor: debtor.name.clone(),
                claim_on: Vec::new(),
                debt_on: Vec::new(),
                claim: [Money::ZERO; 2],
                debt: [Money::ZERO; 2],
                set_off: [Money::ZERO; 2],
            };
            for column in 0..2 {
                found.put_off(column, (claims, debts), picks[column], &mut figures[column]);
            }
            if found.claim != [Money::ZERO; 2] || found.debt != [Money::ZERO; 2] {
                eliminations.push(found);
            }
        }
    }
    (eliminations, figures)
}

impl Elimination {
    fn put_off(
        &mut self,
        column: usize,
        (claims, debts): (&[&MutualSum], &[&MutualSum]),
        pick: Pick,
        figures: &mut Figures,
    ) {
        let claims: Vec<(&str, Money)> =
            claims.iter().map(|s| (s.code.as_str(), pick(s))).filter(|(_, m)| m.is_positive()).collect();
        let debts: Vec<(&str, Money)> =
            debts.iter().map(|s| (s.code.as_str(), -pick(s))).filter(|(_, m)| m.is_positive()).collect();
        remember(&mut self.claim_on, &claims);
        remember(&mut self.debt_on, &debts);
        self.claim[column] = claims.iter().map(|(_, m)| *m).sum();
        self.debt[column] = debts.iter().map(|(_, m)| *m).sum();
        let both = self.claim[column].min(self.debt[column]);
        self.set_off[column] = both;
        for (code, off) in taken_in_order(&claims, both) {
            figures.put(code, [-off, Money::ZERO]);
        }
        for (code, off) in taken_in_order(&debts, both) {
            figures.put(code, [Money::ZERO, off]);
        }
    }
}

fn remember(codes: &mut Vec<String>, found: &[(&str, Money)]) {
    for (code, _) in found {
        if !codes.iter().any(|known| known == code) {
            codes.push((*code).to_owned());
        }
    }
}

/// As much of each as is still wanted.
fn taken_in_order<'c>(amounts: &[(&'c str, Money)], mut wanted: Money) -> Vec<(&'c str, Money)> {
    let mut taken = Vec::new();
    for (code, amount) in amounts {
        let part = wanted.min(*amount);
        if part.is_positive() {
            taken.push((*code, part));
            wanted -= part;
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::VillageId;
    use crate::ledger::FormName;
    use crate::statements::distribution::Distribution;
    use crate::statements::form::{Form, delivered_form};
    use crate::statements::formula::Part;
    use crate::statements::statement::Column;
    use crate::village::BookKind;

    fn book(code: &str) -> Book {
        Book {
            id: BookId::new(),
            code: code.into(),
            name: format!("{code}村"),
            legal_name: String::new(),
            kind: BookKind::Collective,
            village: VillageId::new(),
            village_name: format!("{code}村"),
            enabled_from: "2025-01".parse().unwrap(),
        }
    }

    fn sum(book: &Book, other: &Book, code: &str, closing: i64) -> MutualSum {
        MutualSum {
            book: book.id,
            other: other.id,
            code: code.to_owned(),
            opening: Money::ZERO,
            closing: Money::from_yuan(closing),
            turnover: Money::ZERO,
        }
    }

    #[test]
    fn as_much_as_both_say_comes_off_and_the_rest_is_told() {
        let (a, b) = (book("甲"), book("乙"));
        // 甲 says 乙 owes it 700 and 300, 乙 says it owes 800; and 乙 claims 50 that 甲 knows nothing of.
        let sums = [sum(&a, &b, "112", 700), sum(&a, &b, "113", 300), sum(&b, &a, "211", -800), sum(&b, &a, "112", 50)];
        let books = [a.clone(), b.clone()];
        let (found, [closing, opening]) = set_off(&books, &sums, [|s| s.closing, |s| s.opening]);
        let said: Vec<_> =
            found.iter().map(|e| (e.claimant.as_str(), e.claim[0], e.debt[0], e.set_off[0], e.difference())).collect();
        let yuan = Money::from_yuan;
        assert_eq!(
            said,
            [("甲村", yuan(1000), yuan(800), yuan(800), yuan(200)), ("乙村", yuan(50), yuan(0), yuan(0), yuan(50))]
        );
        assert_eq!(found[0].claim_on, ["112", "113"]);
        assert_eq!(closing.of("112", Part::Whole), yuan(-700));
        assert_eq!(closing.of("113", Part::DebitDetails), yuan(-100));
        assert_eq!(closing.of("211", Part::Whole), yuan(800));
        assert_eq!(opening.of("112", Part::Whole), Money::ZERO);
        // What comes off keeps both sides of the sheet alike.
        let form = Form::read(delivered_form(FormName::BalanceSheet)).unwrap();
        let column = Column { figures: &closing, distribution: Distribution::default() };
        let off = Statement::fill(&form, &column, &column);
        assert_eq!(off.line("资产总计").unwrap().first, yuan(-800));
        assert_eq!(off.line("负债和所有者权益总计").unwrap().first, yuan(-800));
    }
}
