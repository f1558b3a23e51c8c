use super::bank_file::{self, Tables};
use super::column::Role;
use super::error::StatementRefusal;
use super::layout::{PREAMBLE_LIMIT, by_synonyms, word};
use super::profile::{BankProfile, HeaderPlace, by_place};
use crate::evidence::Table;

/// The most columns that are offered.
const WIDTH_LIMIT: usize = 30;

/// A bank file as it stands, before anybody knows what its columns mean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RawFile {
    /// Its first rows: the line in the file, and the cells.
    pub rows: Vec<(usize, Vec<String>)>,
    /// How many columns the broadest of them has.
    pub width: usize,
    /// The line that looks most like a header.
    pub header: usize,
}

impl RawFile {
    /// Opens a file without understanding it. Refuses what is no table at all.
    pub fn open(bytes: &[u8]) -> Result<RawFile, StatementRefusal> {
        let (Tables::Cuts(_, tables) | Tables::Sheets(_, tables)) = bank_file::open(bytes)?;
        let filled = |table: &Table| -> usize {
            table.rows.iter().take(PREAMBLE_LIMIT).map(|r| r.cells.iter().filter(|c| !c.is_empty()).count()).sum()
        };
        let Some(table) = tables.into_iter().max_by_key(filled) else { return Err(StatementRefusal::FileEmpty) };
        let known = |at: usize| by_synonyms(at, &table.rows[at]).known();
        let seen = table.rows.len().min(PREAMBLE_LIMIT);
        let header = (0..seen).rev().max_by_key(|at| (known(*at), table.rows[*at].cells.len()));
        let header = header.map_or(1, |at| table.rows[at].row);
        let cells = |cells: &[String]| cells.iter().take(WIDTH_LIMIT).cloned().collect::<Vec<_>>();
        let rows: Vec<_> = table.rows.iter().take(seen).map(|r| (r.row, cells(&r.cells))).collect();
        let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        Ok(RawFile { rows, width, header })
    }

    /// What each column is taken for when its header stands in this line; `None` where nobody knows the word.
    pub fn suggested(&self, header: usize) -> Vec<Option<Role>> {
        let words = self.words(header);
        let mut roles = vec![None; self.width];
        for role in Role::ALL {
            let mut columns: Vec<usize> = Vec::new();
            for synonym in role.synonyms() {
                columns.extend(words.iter().enumerate().filter(|(_, w)| *w == synonym).map(|(column, _)| column));
            }
            let kept = if role.stands_once() { 1 } else { columns.len() };
            for column in columns.into_iter().take(kept) {
                roles[column].get_or_insert(role);
            }
        }
        roles
    }

    /// What each column is by a profile that is there.
    pub fn told_by(&self, profile: &BankProfile, header: usize) -> Vec<Option<Role>> {
        let words =
            if profile.header == HeaderPlace::Absent { vec![String::new(); self.width] } else { self.words(header) };
        let mut roles = vec![None; self.width];
        for (role, column) in profile.columns_in(&words) {
            roles[column].get_or_insert(role);
        }
        roles
    }

    /// The columns as a profile keeps them: by the word over them where it is theirs alone, else by place.
    ///
    /// `header` is the line of the header, `None` where there is none.
    pub fn columns(&self, header: Option<usize>, roles: &[Option<Role>]) -> (HeaderPlace, Vec<(Role, String)>) {
        let words = header.map_or_else(Vec::new, |row| self.words(row));
        let alone = |column: usize| {
            let mine = words.get(column).filter(|w| !w.is_empty())?;
            (words.iter().filter(|w| *w == mine).count() == 1).then(|| mine.clone())
        };
        let told = roles.iter().enumerate().filter_map(|(column, role)| Some((column, (*role)?)));
        let columns: Vec<(Role, String)> =
            told.map(|(column, role)| (role, alone(column).unwrap_or_else(|| by_place(column)))).collect();
        let by_words = columns.iter().all(|(_, w)| words.contains(w));
        let place = match header {
            None => HeaderPlace::Absent,
            Some(_) if by_words => HeaderPlace::Sought,
            Some(row) => HeaderPlace::Row(row),
        };
        (place, columns)
    }

    /// The words of a line, brought to one shape, as many as there are columns.
    fn words(&self, row: usize) -> Vec<String> {
        let cells = self.rows.iter().find(|(line, _)| *line == row).map_or(&[][..], |(_, cells)| cells);
        (0..self.width).map(|column| cells.get(column).map_or(String::new(), |c| word(c))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_header_is_offered_and_what_is_chosen_becomes_a_profile() {
        let text = "某某村镇银行\n账号：6200000000003444\n发生日,进,出,结存,对方户名,备注,备注\n20240702,5.00,,5.00,村民甲,x,y\n";
        let raw = RawFile::open(text.as_bytes()).unwrap();
        assert_eq!((raw.header, raw.width), (3, 7));
        let mut roles = raw.suggested(raw.header);
        assert_eq!(roles[4..], [Some(Role::Counterparty), Some(Role::Purpose), Some(Role::Purpose)]);
        roles[..4].copy_from_slice(&[Some(Role::Date), Some(Role::In), Some(Role::Out), Some(Role::Balance)]);
        let (place, columns) = raw.columns(Some(raw.header), &roles);
        assert_eq!(place, HeaderPlace::Row(3), "two columns of one word are told by place");
        assert_eq!(columns[0], (Role::Date, "发生日".to_owned()));
        assert_eq!(columns[5..], [(Role::Purpose, "第6列".to_owned()), (Role::Purpose, "第7列".to_owned())]);
        let profile = BankProfile { header: place, columns, ..BankProfile::default() };
        assert_eq!(raw.told_by(&profile, 3), roles);
        let (place, columns) = raw.columns(None, &roles[..4]);
        assert_eq!((place, columns[3].1.as_str()), (HeaderPlace::Absent, "第4列"));
        assert_eq!(raw.columns(Some(3), &roles[..4]).0, HeaderPlace::Sought);
    }
}
