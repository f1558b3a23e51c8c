use std::collections::HashMap;

use crate::kernel::{BookId, Date, Digest, Money, PayListId, Refused, Timestamp};

use super::error::PayListRefusal as P;
use super::list::{PayList, PayListKind, PayListRow};

/// Longest title.
const TITLE_LIMIT: usize = 40;
/// Longest name, household and remark.
const NAME_LIMIT: usize = 20;
const REMARK_LIMIT: usize = 40;
/// Most people on one list.
pub(super) const PEOPLE_LIMIT: usize = 2000;

/// One person as somebody wrote them, numbers cut to their tails at once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TypedPerson {
    /// Where they stand: the line of the file, or the row of the form.
    pub row: usize,
    /// 姓名.
    pub name: String,
    /// Household.
    pub household: String,
    /// Tail of the identity card, or what could not be read as one.
    pub id_tail: String,
    /// Tail of the account.
    pub account_tail: String,
    /// As written.
    pub amount: String,
    /// 备注.
    pub remark: String,
}

impl TypedPerson {
    /// From a form or a file: whole numbers go no further than this.
    pub fn of(row: usize, [name, household, id, account, amount, remark]: [&str; 6]) -> TypedPerson {
        let text = |t: &str| t.trim().to_owned();
        TypedPerson {
            row,
            name: text(name),
            household: text(household),
            id_tail: tail(id),
            account_tail: tail(account),
            amount: text(amount),
            remark: text(remark),
        }
    }

    /// True when nothing was written.
    pub fn is_blank(&self) -> bool {
        [&self.name, &self.household, &self.id_tail, &self.account_tail, &self.amount, &self.remark]
            .iter()
            .all(|t| t.is_empty())
    }
}

/// The last four letters or digits of a number; a number spoilt by a spreadsheet (`6.22E+18`) gives `?`, which no list takes.
pub fn tail(number: &str) -> String {
    let plain: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let spoilt = number.contains(['+', '.']) && plain.iter().any(|c| matches!(c, 'e' | 'E'));
    let strange = number.chars().any(|c| !c.is_ascii_alphanumeric() && !" \t-*·'＊".contains(c) && !spoilt);
    if spoilt || strange {
        return "?".to_owned();
    }
    plain[plain.len().saturating_sub(4)..].iter().collect::<String>().to_uppercase()
}

/// A list as it was entered.
#[derive(Clone, Debug, Default)]
pub struct NewPayList {
    /// What for; `None` until chosen.
    pub kind: Option<PayListKind>,
    /// Its title.
    pub title: String,
    /// The day on it.
    pub date: Option<Date>,
    /// The file it was read from; empty when entered by hand.
    pub source: String,
    /// The list it corrects.
    pub replaces: Option<PayListId>,
    /// Its people; blank ones are left out.
    pub people: Vec<TypedPerson>,
}

/// Whose list, by whom, when.
pub(in crate::evidence) struct Maker<'a> {
    pub(in crate::evidence) book: BookId,
    pub(in crate::evidence) name: &'a str,
    pub(in crate::evidence) at: Timestamp,
}

impl NewPayList {
    /// The list, or everything that is wrong with it, every row at once.
    pub(in crate::evidence) fn checked(&self, by: &Maker<'_>) -> Result<PayList, Vec<Refused>> {
        let mut faults: Vec<Refused> = Vec::new();
        let title = self.title.trim().to_owned();
        let today = by.at.date();
        if self.kind.is_none() {
            faults.push(P::KindMissing.into());
        }
        let length = title.chars().count();
        if title.is_empty() {
            faults.push(P::TitleMissing.into());
        } else if length > TITLE_LIMIT {
            faults.push(P::TitleTooLong { length, limit: TITLE_LIMIT }.into());
        }
        match self.date {
            None => faults.push(P::DateMissing.into()),
            Some(day) if day > today.succ_opt().unwrap_or(today) => {
                faults.push(P::DateAhead { day: day.to_string(), today: today.to_string() }.into());
            }
            Some(_) => {}
        }
        let people: Vec<&TypedPerson> = self.people.iter().filter(|p| !p.is_blank()).collect();
        if people.is_empty() {
            faults.push(P::NobodyOnIt.into());
        }
        if people.len() > PEOPLE_LIMIT {
            faults.push(P::TooManyPeople { people: people.len(), limit: PEOPLE_LIMIT }.into());
            return Err(faults);
        }
        let rows = rows_of(&people, &mut faults);
        faults.extend(twice(&people));
        let total: Money = rows.iter().map(|r| r.amount).sum();
        if total > Money::LIMIT {
            faults.push(P::TotalTooLarge { total, limit: Money::LIMIT }.into());
        }
        match (self.kind, self.date, faults.is_empty()) {
            (Some(kind), Some(date), true) => Ok(made(self, by, (kind, title, date), rows, total)),
            _ => Err(faults),
        }
    }
}

fn made(
    new: &NewPayList,
    by: &Maker<'_>,
    (kind, title, date): (PayListKind, String, Date),
    rows: Vec<PayListRow>,
    total: Money,
) -> PayList {
    let mut list = PayList {
        id: PayListId::new(),
        book: by.book,
        kind,
        title,
        date,
        people: rows.len() as i64,
        total,
        source: new.source.trim().chars().take(120).collect(),
        digest: Digest::GENESIS,
        replaces: new.replaces,
        made_name: by.name.to_owned(),
        made_at: by.at,
        rows,
    };
    list.digest = list.digest_of_content();
    list
}

fn rows_of(people: &[&TypedPerson], faults: &mut Vec<Refused>) -> Vec<PayListRow> {
    let mut rows = Vec::with_capacity(people.len());
    for (no, person) in (1i64..).zip(people) {
        let mut fault = |refusal: P| faults.push(Refused::from(refusal).at_row(person.row));
        if person.name.is_empty() {
            fault(P::NameMissing);
        }
        let texts = [
            ("姓名", &person.name, NAME_LIMIT),
            ("户", &person.household, NAME_LIMIT),
            ("备注", &person.remark, REMARK_LIMIT),
        ];
        for (what, text, limit) in texts {
            let length = text.chars().count();
            if length > limit {
                fault(P::TooLong { what, length, limit });
            }
            if text.starts_with(['=', '+', '-', '@', '\t']) && text.chars().count() > 1 {
                fault(P::Formula { what, text: text.chars().take(20).collect() });
            }
        }
        for (what, tail) in [("身份证号", &person.id_tail), ("账号", &person.account_tail)] {
            if tail.contains('?') {
                fault(P::NumberSpoilt { what });
            }
        }
        let amount = match person.amount.trim_end_matches('元').parse::<Money>() {
            Ok(amount) if amount.is_positive() => amount,
            Ok(amount) => {
                fault(P::AmountNotPositive { name: person.name.clone(), amount });
                Money::ZERO
            }
            Err(why) => {
                fault(P::AmountUnreadable { name: person.name.clone(), why: why.to_string() });
                Money::ZERO
            }
        };
        rows.push(PayListRow {
            no,
            name: person.name.clone(),
            household: person.household.clone(),
            id_tail: person.id_tail.clone(),
            account_tail: person.account_tail.clone(),
            amount,
            remark: person.remark.clone(),
        });
    }
    rows
}

/// People who stand on the list twice: the same name, and no number that tells them apart.
fn twice(people: &[&TypedPerson]) -> Vec<Refused> {
    let mut seen: HashMap<&str, Vec<&TypedPerson>> = HashMap::new();
    let mut faults = Vec::new();
    for person in people.iter().filter(|p| !p.name.is_empty()) {
        let before = seen.entry(&person.name).or_default();
        let same =
            before.iter().find(|b| b.id_tail == person.id_tail || b.id_tail.is_empty() || person.id_tail.is_empty());
        if let Some(first) = same {
            let refusal = P::Twice { name: person.name.clone(), first: first.row };
            faults.push(Refused::from(refusal).at_row(person.row));
        }
        before.push(person);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(row: usize, name: &str, id: &str, amount: &str) -> TypedPerson {
        TypedPerson::of(row, [name, "", id, "6217 0000 1234 5678", amount, ""])
    }

    fn codes(people: Vec<TypedPerson>) -> String {
        let new = NewPayList {
            kind: Some(PayListKind::Wage),
            title: "8月保洁员工资".into(),
            date: "2025-08-31".parse().ok(),
            people,
            ..NewPayList::default()
        };
        let at = Timestamp::parse("2025-09-01T01:00:00Z").unwrap();
        let by = Maker { book: BookId::new(), name: "报账员", at };
        let told = |r: &Refused| format!("{}@{}", r.code.trim_start_matches("evidence.pay_"), r.row.unwrap_or(0));
        match new.checked(&by) {
            Ok(list) => format!("{} {} {}", list.people, list.total, list.payees()),
            Err(faults) => faults.iter().map(told).collect::<Vec<_>>().join(" "),
        }
    }

    #[test]
    fn every_row_is_judged_at_once() {
        let blank = TypedPerson { row: 9, ..TypedPerson::default() };
        let good = vec![person(2, "村民甲", "110101199001011234", "1,200.50"), blank, person(4, "村民乙", "", "800元")];
        assert_eq!(codes(good), "2 2,000.50 村民甲等2人");
        assert_eq!(codes(Vec::new()), "nobody@0");
        let bad = vec![
            person(2, "", "1234", "100"),
            person(3, "村民甲", "1234", "一百"),
            person(4, "村民乙", "1.10101E+17", "-5"),
            person(5, "=cmd|' /C calc'!A0", "1111", "0"),
            person(6, "村民甲", "", "100"),
            person(7, "村民甲", "9999", "1.234"),
        ];
        assert_eq!(
            codes(bad),
            "name_missing@2 amount_unreadable@3 number_spoilt@4 amount_not_positive@4 formula@5 \
             amount_not_positive@5 amount_unreadable@7 twice@6 twice@7"
        );
        let namesakes = vec![person(2, "村民甲", "1234", "100"), person(3, "村民甲", "4321", "100")];
        assert_eq!(codes(namesakes), "2 200.00 村民甲等2人");
        let crowd = (0..PEOPLE_LIMIT + 1).map(|n| person(n, "村民甲", "", "1")).collect();
        assert_eq!(codes(crowd), "too_many@0");
    }

    #[test]
    fn only_tails_are_kept() {
        for (number, kept) in [
            ("110101199001011234", "1234"),
            ("11010119900101123x", "123X"),
            ("6217 0000 1234 5678", "5678"),
            ("**** 5678", "5678"),
            ("5678", "5678"),
            ("", ""),
            ("6.22E+18", "?"),
            ("见附件", "?"),
        ] {
            assert_eq!(tail(number), kept, "{number}");
        }
    }
}
