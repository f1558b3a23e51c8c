use crate::kernel::Fault;

use super::table::{Cell, Table};

/// Spreadsheets take a file without it for the encoding of the machine.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// One line of headings, then the rows: UTF-8 with a byte order mark, amounts as `1234.50`.
///
/// Title and captions are left out, so that the first line names the columns.
pub fn write(table: &Table) -> Result<Vec<u8>, Fault> {
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    let failed = || Fault::while_("writing a CSV file");
    let headings = table.columns.iter().map(|c| without_formula(&c.whole_title()));
    writer.write_record(headings).map_err(failed())?;
    for row in &table.rows {
        let missing = table.columns.len().saturating_sub(row.cells.len());
        let fields = row.cells.iter().map(field).chain(std::iter::repeat_n(String::new(), missing));
        writer.write_record(fields).map_err(failed())?;
    }
    writer.into_inner().map_err(|e| Fault::new("writing a CSV file", e.to_string()))
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(words) | Cell::Inset(words, _) => without_formula(words),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Money(amount) => amount.plain(),
    }
}

/// Words a spreadsheet would run as a formula get an apostrophe in front and stay words.
///
/// A summary is typed by many hands and opened on the centre's machines.
fn without_formula(words: &str) -> String {
    let runs = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if words.starts_with(runs) { format!("'{words}") } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::table::{Column, Row};
    use crate::kernel::Money;

    #[test]
    fn 摘要写成公式_也只是文字() {
        let summaries = ["=1+1", "+8613", "-2", "@sum", "\t=1", "\r=1", "修路=1", "付\"水泥\",沙石"];
        let table = Table {
            title: String::new(),
            captions: vec![],
            columns: vec![Column::new("摘要", 20), Column::money("金额")],
            rows: summaries.map(|s| Row::plain(vec![Cell::text(s), Cell::Money(Money::from_fen(-1250))])).to_vec(),
        };
        let text = String::from_utf8(write(&table).unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}摘要,金额\r\n'=1+1,-12.50\r\n'+8613,-12.50\r\n'-2,-12.50\r\n'@sum,-12.50\r\n'\t=1,-12.50\r\n\
             \"'\r=1\",-12.50\r\n修路=1,-12.50\r\n\"付\"\"水泥\"\",沙石\",-12.50\r\n"
        );
    }
}
