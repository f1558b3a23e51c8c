use super::{BoardSheet, Edition, Sizes};
use crate::disclosure::{Holds, RowWeight, Section, SectionColumn, SectionRow, Width};
use crate::pdf::flow::Flow;
use crate::pdf::table::{Column, Look, Row, Table};
use crate::pdf::text::Align;

/// So many rows stay together on one page.
const FEW: usize = 8;

/// Room for a signature by hand, in millimetres.
const HAND: f32 = 11.0;

/// Every section of the sheet, one below the other, numbered as the form does: 一、二、三. The last rows stand on
/// the page of the signatures, so that no seal stands alone on a sheet of paper; `signing` is their height.
pub(super) fn lay(flow: &mut Flow<'_>, sheet: &BoardSheet, edition: Edition, sizes: Sizes, signing: f32) {
    let on_this = |s: &&Section| edition == Edition::FileCopy || !s.file_only;
    let sections: Vec<&Section> = sheet.sections.iter().filter(on_this).collect();
    for (i, section) in sections.iter().enumerate() {
        let mut table = table(section, sizes);
        table.title = format!("{}、{}", in_chinese(i + 1), section.title);
        if i + 1 == sections.len() {
            table.tail = signing;
        }
        // A short table is not torn in two: one row alone overleaf is overlooked.
        if section.rows.len() <= FEW {
            flow.need(table.height(flow) + table.tail);
        }
        table.lay(flow);
        flow.skip(2.0);
    }
}

/// `一` to `九十九`.
fn in_chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, number % 10);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens.min(9)], DIGITS[ones]),
    }
}

fn table(section: &Section, sizes: Sizes) -> Table {
    let row = if section.for_the_pen && section.file_only { HAND } else { sizes.row };
    let look = Look { size: sizes.body, row, pad: sizes.em() * 0.28 };
    Table {
        columns: section.columns.iter().map(|c| column(c, sizes)).collect(),
        rows: section.rows.iter().map(self::row).collect(),
        look,
        when_empty: section.when_empty.clone(),
        title: String::new(),
        tail: 0.0,
    }
}

fn column(column: &SectionColumn, sizes: Sizes) -> Column {
    let align = match column.holds {
        Holds::Words => Align::Left,
        Holds::Marks => Align::Centre,
        Holds::Amounts => Align::Decimal,
    };
    let set = match column.width {
        Width::Tenths(tenths) => Column::fixed(&column.title, sizes.em() * tenths as f32 / 10.0, align),
        Width::Parts(parts) => Column::share(&column.title, parts as f32, align),
    };
    if column.group.is_empty() { set } else { set.under(&column.group) }
}

fn row(row: &SectionRow) -> Row {
    let cells = row.cells.clone();
    match row.weight {
        RowWeight::Line => Row::plain(cells),
        RowWeight::Heading => Row::heading(cells.into_iter().next().unwrap_or_default()),
        RowWeight::Subtotal(span) => Row::subtotal(span, cells),
        RowWeight::Total(span) => Row::total(span, cells),
    }
}

#[cfg(test)]
mod tests {
    use super::in_chinese;

    #[test]
    fn sections_are_numbered_as_a_form_does() {
        let all: Vec<String> = [1, 9, 10, 11, 20, 21].into_iter().map(in_chinese).collect();
        assert_eq!(all, ["一", "九", "十", "十一", "二十", "二十一"]);
    }
}
