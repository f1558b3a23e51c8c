use crate::disclosure::publication::Printed;

use super::rows::{self, Row, Said};
use super::{ColumnLayout, Holds, RowWeight, Section, SectionColumn, SectionLayout, SectionRow, SheetLayout};

impl SheetLayout {
    /// The sections of this variant for a sheet: the same figures whatever the variant.
    pub fn set(&self, printed: &Printed) -> Vec<Section> {
        let notes = notes(printed);
        let each = self.sections.iter().map(|section| section.set(printed, &notes));
        each.flatten().collect()
    }
}

impl SectionLayout {
    /// `None` for a section that is not printed when it has nothing to say.
    fn set(&self, printed: &Printed, notes: &[String]) -> Option<Section> {
        let rows = rows::of(self, printed, notes);
        if self.only_when_any && rows.is_empty() {
            return None;
        }
        let says_something = |says: &str| {
            rows.iter().any(|row| match row {
                Row::Line(said) => !found(said, says).is_empty(),
                Row::Heading(_) | Row::Subtotal(..) | Row::Total(..) => false,
            })
        };
        let columns: Vec<&ColumnLayout> =
            self.columns.iter().filter(|c| !c.optional || says_something(&c.says)).collect();
        let span = columns.iter().position(|c| c.holds == Holds::Amounts).unwrap_or(columns.len());
        let pick = |said: &Said, from: usize| columns[from..].iter().map(|c| found(said, &c.says)).collect::<Vec<_>>();
        let sum = |label: String, said: &Said| [vec![label], pick(said, span)].concat();
        let rows = rows.iter().map(|row| match row {
            Row::Line(said) => SectionRow { weight: RowWeight::Line, cells: pick(said, 0) },
            Row::Heading(name) => SectionRow { weight: RowWeight::Heading, cells: vec![name.clone()] },
            Row::Subtotal(name, said) => {
                SectionRow { weight: RowWeight::Subtotal(span), cells: sum(name.clone(), said) }
            }
            Row::Total(name, said) => SectionRow { weight: RowWeight::Total(span), cells: sum(name.clone(), said) },
        });
        Some(Section {
            title: self.title.clone(),
            rows: rows.collect(),
            columns: columns.iter().map(|c| c.head()).collect(),
            when_empty: self.when_empty.clone(),
            for_the_pen: columns.iter().any(|c| c.says == super::source::PEN.says),
            file_only: self.file_only,
        })
    }
}

impl ColumnLayout {
    fn head(&self) -> SectionColumn {
        let (title, group) = (self.title.clone(), self.group.clone());
        SectionColumn { title, group, width: self.width, holds: self.holds }
    }
}

fn found(said: &Said, says: &str) -> String {
    said.iter().find(|(field, _)| *field == says).map(|(_, text)| text.clone()).unwrap_or_default()
}

/// What must be said besides: the sheet's own notes, the surplus, what it was made from, who objected.
fn notes(printed: &Printed) -> Vec<String> {
    let sheet = &printed.sheet;
    let surplus = &sheet.surplus;
    let mut notes = sheet.notes.clone();
    let mut distributed = String::new();
    for (what, amount) in
        [("提取公积公益金", surplus.to_reserve), ("向成员分配", surplus.to_members), ("其他分配", surplus.to_others)]
    {
        if !amount.is_zero() {
            distributed.push_str(&format!("，{what}{amount}元"));
        }
    }
    notes.push(format!(
        "收益及分配：{}收益总额{}元，本年累计{}元{distributed}。",
        sheet.heading.span.this(),
        surplus.quarter,
        surplus.year
    ));
    if !sheet.months.is_empty() {
        let (vouchers, code) = (sheet.vouchers(), sheet.root_code());
        notes.push(format!("本表由已结账的{vouchers}张凭证逐笔得出，各月账根合并校验码 {code}。"));
    }
    notes.extend(printed.lateness());
    let objections = rows::objections(printed);
    if objections > 0 {
        notes.push(format!("民主理财小组{}人同意，{objections}人有异议。", printed.agreed()));
    }
    notes
}
