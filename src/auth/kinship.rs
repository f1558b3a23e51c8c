use std::sync::LazyLock;

use crate::kernel::{CadreId, Date, KinId, Refused};

use super::error::AuthRefusal;
use super::role::Role;
use super::term::Term;

const OFFICES: &str = include_str!("../../assets/data/cadre_offices.csv");
const RELATIONS: &str = include_str!("../../assets/data/kin_relations.csv");

/// An office of a village: 村委会主任. Data, in the order of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Stable code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// True for those who lead the village; some townships keep them and their relatives from being its clerk.
    pub leads: bool,
}

/// How two near relatives stand to each other. Data; what counts as near is the table's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Stable code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// The code of the same seen from the other.
    pub reverse: String,
}

/// Somebody who held an office from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cadre {
    /// Which row.
    pub id: CadreId,
    /// Who, as the village calls them; namesakes are written apart.
    pub name: String,
    /// Code of the office.
    pub office: String,
    /// First day.
    pub from: Date,
    /// Last day, once known.
    pub to: Option<Date>,
}

/// `name` is `relation` of `other`: 村民甲 是 村委会主任乙 的 配偶.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kin {
    /// Which row.
    pub id: KinId,
    /// Who.
    pub name: String,
    /// Code of the relation.
    pub relation: String,
    /// Of whom.
    pub other: String,
}

/// Whether those who lead a village, and their near relatives, may be its clerk. Local; a policy setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClerkRule {
    /// No such rule here.
    Free,
    /// 书记、主任、理事长 and their near relatives may not.
    ApartFromLeaders,
}

/// Who leads a book's village, who handles its money, and who is whose near relative.
#[derive(Clone, Debug, Default)]
pub struct Kinship {
    /// Offices, the latest first.
    pub cadres: Vec<Cadre>,
    /// Near relationships.
    pub kin: Vec<Kin>,
    /// Clerk, village head, accountants and finance group of the book, by name.
    pub serving: Vec<(Role, String)>,
}

/// Every office, in the order of the table.
pub fn offices() -> &'static [Office] {
    static ALL: LazyLock<Vec<Office>> = LazyLock::new(|| {
        let office = |r: &csv::StringRecord| Office { code: cell(r, 0), name: cell(r, 1), leads: cell(r, 2) == "1" };
        rows(OFFICES).iter().map(office).collect()
    });
    &ALL
}

/// Every relation that counts as near, in the order of the table.
pub fn relations() -> &'static [Relation] {
    static ALL: LazyLock<Vec<Relation>> = LazyLock::new(|| {
        let one = |r: &csv::StringRecord| Relation { code: cell(r, 0), name: cell(r, 1), reverse: cell(r, 2) };
        rows(RELATIONS).iter().map(one).collect()
    });
    &ALL
}

fn rows(table: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(table.as_bytes()).records().filter_map(Result::ok).collect()
}

fn cell(record: &csv::StringRecord, at: usize) -> String {
    record.get(at).unwrap_or_default().to_owned()
}

/// The name of an office.
pub fn office_name(code: &str) -> &'static str {
    offices().iter().find(|o| o.code == code).map_or("村干部", |o| o.name.as_str())
}

/// The name of a relation.
pub fn relation_name(code: &str) -> &'static str {
    relations().iter().find(|r| r.code == code).map_or("近亲属", |r| r.name.as_str())
}

impl Cadre {
    /// True when the office is held on that day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    fn leads(&self) -> bool {
        offices().iter().any(|o| o.code == self.office && o.leads)
    }

    /// Everything wrong with an office about to be recorded.
    pub(super) fn faults(&self) -> Vec<Refused> {
        let mut faults: Vec<AuthRefusal> = Vec::new();
        if self.name.is_empty() {
            faults.push(AuthRefusal::NameMissing);
        }
        if !offices().iter().any(|o| o.code == self.office) {
            faults.push(AuthRefusal::UnknownOffice);
        }
        if let Some(to) = self.to.filter(|to| *to < self.from) {
            faults.push(AuthRefusal::TermBackwards { from: self.from.to_string(), to: to.to_string() });
        }
        faults.into_iter().map(Refused::from).collect()
    }
}

impl Kin {
    /// Everything wrong with a relationship about to be recorded.
    pub(super) fn faults(&self) -> Vec<Refused> {
        let mut faults: Vec<AuthRefusal> = Vec::new();
        if self.name.is_empty() || self.other.is_empty() || self.name == self.other {
            faults.push(AuthRefusal::KinNeedsTwo);
        }
        if !relations().iter().any(|r| r.code == self.relation) {
            faults.push(AuthRefusal::UnknownRelation);
        }
        faults.into_iter().map(Refused::from).collect()
    }
}

impl Kinship {
    /// What `name` is to `other`, where it is recorded either way round.
    pub fn relation(&self, name: &str, other: &str) -> Option<&'static str> {
        let said = |k: &Kin| k.name == name && k.other == other;
        let turned = |k: &Kin| k.name == other && k.other == name;
        if let Some(kin) = self.kin.iter().find(|k| said(k)) {
            return Some(relation_name(&kin.relation));
        }
        let kin = self.kin.iter().find(|k| turned(k))?;
        let reverse = relations().iter().find(|r| r.code == kin.relation)?.reverse.as_str();
        Some(relation_name(reverse))
    }

    /// Everybody `name` is a near relative of, and what `name` is to them.
    fn relatives_of(&self, name: &str) -> Vec<(&str, &'static str)> {
        let others = self.kin.iter().filter_map(|k| match () {
            () if k.name == name => Some(k.other.as_str()),
            () if k.other == name => Some(k.name.as_str()),
            () => None,
        });
        others.filter_map(|other| self.relation(name, other).map(|is| (other, is))).collect()
    }

    /// May this person take this office for this term?
    ///
    /// Nobody who leads the village or handles its money, and none of their near relatives, sits in the finance
    /// group, whichever of the two came first. Refuses: `auth.is_cadre`, `auth.kin_of_cadre`. Source: 村民委员会组织法 art. 32; 农村集体经济组织法 art. 34.
    pub fn may_take(&self, name: &str, role: Role, term: &Term, rule: ClerkRule) -> Result<(), AuthRefusal> {
        let group = [Role::GroupMember];
        let barred = match (role, rule) {
            (Role::GroupMember, _) => {
                self.offices_during(term, |_| true, &[Role::VillageHead, Role::Clerk, Role::Accountant])
            }
            (Role::Clerk, ClerkRule::ApartFromLeaders) => {
                self.offices_during(term, Cadre::leads, &[Role::VillageHead, Role::GroupMember])
            }
            (Role::VillageHead | Role::Accountant | Role::Clerk, _) => self.offices_during(term, |_| false, &group),
            _ => return Ok(()),
        };
        let wanted = role.in_chinese();
        if let Some((_, office)) = barred.iter().find(|(who, _)| *who == name) {
            return Err(AuthRefusal::IsCadre { name: name.to_owned(), office, wanted });
        }
        for (other, relation) in self.relatives_of(name) {
            if let Some((_, office)) = barred.iter().find(|(who, _)| *who == other) {
                let (name, other) = (name.to_owned(), other.to_owned());
                return Err(AuthRefusal::KinOfCadre { name, office, other, relation, wanted });
            }
        }
        Ok(())
    }

    /// Names with an office on some day of the term.
    fn offices_during(
        &self,
        term: &Term,
        counts: impl Fn(&Cadre) -> bool,
        roles: &[Role],
    ) -> Vec<(&str, &'static str)> {
        let cadres = self.cadres.iter().filter(|c| counts(c) && term.meets(c.from, c.to));
        let serving = self.serving.iter().filter(|(role, _)| roles.contains(role));
        cadres
            .map(|c| (c.name.as_str(), office_name(&c.office)))
            .chain(serving.map(|(role, name)| (name.as_str(), role.in_chinese())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn village() -> Kinship {
        let cadre = |name: &str, office: &str, from, to: Option<&str>| Cadre {
            id: CadreId::new(),
            name: name.into(),
            office: office.into(),
            from: day(from),
            to: to.map(day),
        };
        let kin = |name: &str, relation: &str, other: &str| Kin {
            id: KinId::new(),
            name: name.into(),
            relation: relation.into(),
            other: other.into(),
        };
        Kinship {
            cadres: vec![
                cadre("主任甲", "director", "2021-01-01", None),
                cadre("委员乙", "committee", "2016-01-01", Some("2020-12-31")),
            ],
            kin: vec![
                kin("村民丙", "spouse", "主任甲"),
                kin("主任甲", "child", "村民丁"),
                kin("村民戊", "sibling_spouse", "委员乙"),
                kin("村民己", "child", "报账员庚"),
            ],
            serving: vec![(Role::Clerk, "报账员庚".into())],
        }
    }

    #[test]
    fn the_tables_are_read_and_every_relation_has_its_other_side() {
        assert!(offices().iter().filter(|o| o.leads).count() == 3 && offices().len() > 5);
        for relation in relations() {
            let back = relations().iter().find(|r| r.code == relation.reverse).expect("the other side");
            assert_eq!(back.reverse, relation.code);
        }
    }

    #[test]
    fn whoever_leads_and_whoever_is_near_to_them_stays_out_of_the_group() {
        let term = Term { from: Some(day("2025-07-01")), ..Term::default() };
        let long = Term { from: Some(day("2020-12-31")), ..Term::default() };
        let cases = [
            ("村民壬", Role::GroupMember, &term, ClerkRule::Free, ""),
            ("主任甲", Role::GroupMember, &term, ClerkRule::Free, "主任甲是村委会主任"),
            ("村民丙", Role::GroupMember, &term, ClerkRule::Free, "村民丙是村委会主任主任甲的配偶"),
            ("村民丁", Role::GroupMember, &term, ClerkRule::Free, "村民丁是村委会主任主任甲的父母"),
            ("村民戊", Role::GroupMember, &term, ClerkRule::Free, ""),
            ("村民戊", Role::GroupMember, &long, ClerkRule::Free, "村民戊是村两委委员委员乙的兄弟姐妹的配偶"),
            ("村民己", Role::GroupMember, &term, ClerkRule::Free, "村民己是报账员报账员庚的子女"),
            ("村民丙", Role::Clerk, &term, ClerkRule::Free, ""),
            ("村民丙", Role::Clerk, &term, ClerkRule::ApartFromLeaders, "村民丙是村委会主任主任甲的配偶"),
            ("村民戊", Role::Clerk, &long, ClerkRule::ApartFromLeaders, ""),
        ];
        for (name, role, term, rule, told) in cases {
            let said = village().may_take(name, role, term, rule).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(said.starts_with(told) && said.is_empty() == told.is_empty(), "{name} {role}: {said}");
        }
    }
}
