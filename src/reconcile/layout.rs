use super::column::Role;
use super::error::StatementRefusal;
use super::profile::{BankProfile, HeaderPlace};
use crate::evidence::{Table, TableRow};

/// How many rows a preamble may have.
pub(super) const PREAMBLE_LIMIT: usize = 40;

/// A header found: where it stands and which columns mean what.
pub(super) struct Header {
    /// Index into the table's rows: what stands before it is the preamble.
    pub index: usize,
    /// Index of the first row below it.
    pub below: usize,
    /// Line in the file, 1-based.
    pub row: usize,
    /// The header words, brought to one shape.
    pub words: Vec<String>,
    columns: Vec<(Role, usize)>,
}

impl Header {
    /// The preferred column of a role.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns(role).next()
    }

    /// Every column of a role, the preferred first.
    pub fn columns(&self, role: Role) -> impl Iterator<Item = usize> {
        self.columns.iter().filter(move |(r, _)| *r == role).map(|(_, column)| *column)
    }

    /// True when this row is the header again, as at the top of a printed page.
    pub fn repeats_in(&self, row: &TableRow) -> bool {
        !self.words.is_empty() && row.cells.iter().map(|c| word(c)).eq(self.words.iter().cloned())
    }

    /// How many of its words somebody knows.
    pub fn known(&self) -> usize {
        self.columns.len()
    }

    /// The columns without which nothing can be proved, in words.
    fn missing(&self) -> Vec<&'static str> {
        missing_of(|role| self.column(role).is_some())
    }
}

pub(super) fn missing_of(has: impl Fn(Role) -> bool) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !has(Role::Date) && !has(Role::Time) && !has(Role::BookedDate) {
        missing.push("日期");
    }
    let both_sides = has(Role::In) && has(Role::Out);
    if !has(Role::Amount) && !both_sides {
        missing.push(if has(Role::In) {
            "支出"
        } else if has(Role::Out) {
            "收入"
        } else {
            "收入和支出(或金额)"
        });
    }
    if !has(Role::Balance) {
        missing.push("余额");
    }
    missing
}

/// Finds the header row: by a profile told by hand, else by synonyms.
///
/// Refuses: `reconcile.header_unknown`, `reconcile.header_incomplete`, `reconcile.header_ambiguous`.
pub(super) fn find_header(table: &Table, profile: Option<&BankProfile>) -> Result<Header, StatementRefusal> {
    let mut nearest: Option<(usize, Header)> = None;
    for header in candidates(table, profile) {
        let known = header.known();
        if header.missing().is_empty() {
            require_unambiguous(&header)?;
            return Ok(header);
        }
        if known >= 3 && nearest.as_ref().is_none_or(|(most, _)| known > *most) {
            nearest = Some((known, header));
        }
    }
    if let Some((_, header)) = nearest {
        return Err(StatementRefusal::HeaderIncomplete { row: header.row, missing: header.missing().join("、") });
    }
    let seen: String = table.rows.iter().take(3).map(TableRow::text).collect::<Vec<_>>().join(" ");
    Err(StatementRefusal::HeaderUnknown { seen: seen.chars().take(40).collect() })
}

/// The rows that may be the header.
fn candidates<'a>(table: &'a Table, profile: Option<&'a BankProfile>) -> Box<dyn Iterator<Item = Header> + 'a> {
    let rows = table.rows.iter().enumerate();
    let Some(profile) = profile else {
        return Box::new(rows.take(PREAMBLE_LIMIT).map(|(index, row)| by_synonyms(index, row)));
    };
    match profile.header {
        HeaderPlace::Sought => Box::new(rows.take(PREAMBLE_LIMIT).map(|(index, row)| by_hand(index, row, profile))),
        HeaderPlace::Row(line) => {
            Box::new(rows.filter(move |(_, row)| row.row == line).map(|(index, row)| by_hand(index, row, profile)))
        }
        HeaderPlace::Absent => Box::new(std::iter::once(above_the_first(table, profile))),
    }
}

pub(super) fn by_synonyms(index: usize, row: &TableRow) -> Header {
    let words: Vec<String> = row.cells.iter().map(|c| word(c)).collect();
    let mut columns = Vec::new();
    for role in Role::ALL {
        for synonym in role.synonyms() {
            columns.extend(words.iter().enumerate().filter(|(_, w)| *w == synonym).map(|(column, _)| (role, column)));
        }
    }
    Header { index, below: index + 1, row: row.row, words, columns }
}

fn by_hand(index: usize, row: &TableRow, profile: &BankProfile) -> Header {
    let words: Vec<String> = row.cells.iter().map(|c| word(c)).collect();
    let columns = profile.columns_in(&words);
    Header { index, below: index + 1, row: row.row, words, columns }
}

/// Where there is no header: the places of the columns, above the first row.
fn above_the_first(table: &Table, profile: &BankProfile) -> Header {
    let width = table.rows.iter().take(PREAMBLE_LIMIT).map(|r| r.cells.len()).max().unwrap_or(0);
    let columns = profile.columns_in(&vec![String::new(); width]);
    Header { index: 0, below: 0, row: 1, words: Vec::new(), columns }
}

/// The same word twice for a column that moves money: nobody can tell which one counts.
fn require_unambiguous(header: &Header) -> Result<(), StatementRefusal> {
    for role in [Role::In, Role::Out, Role::Amount, Role::Balance] {
        let mut columns = header.columns(role);
        if let (Some(first), Some(second)) = (columns.next(), columns.next())
            && header.words.get(first) == header.words.get(second)
        {
            let word = |column: usize| header.words.get(column).cloned().unwrap_or_default();
            return Err(StatementRefusal::HeaderAmbiguous {
                row: header.row,
                first: word(first),
                second: format!("{}(第 {} 列)", word(second), second + 1),
                role: role.in_chinese(),
            });
        }
    }
    Ok(())
}

/// A header cell brought to one shape: no blanks, half-width brackets, no bilingual or unit part, 账 for 帐.
pub(super) fn word(cell: &str) -> String {
    let mut plain = String::with_capacity(cell.len());
    let mut inside_square = 0_usize;
    for c in cell.chars() {
        match c {
            '[' | '［' | '【' => inside_square += 1,
            ']' | '］' | '】' => inside_square = inside_square.saturating_sub(1),
            _ if inside_square > 0 || c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '*' | '"') => {}
            '（' | '﹙' => plain.push('('),
            '）' | '﹚' => plain.push(')'),
            '／' => plain.push('/'),
            '－' | '—' | '–' => plain.push('-'),
            '帐' => plain.push('账'),
            '：' | ':' => {}
            other => plain.extend(other.to_lowercase()),
        }
    }
    for unit in ["(元)", "(人民币)", "(人民币元)", "(rmb)", "(cny)", "(单位元)", "/元", "(¥)", "(￥)"] {
        plain = plain.replace(unit, "");
    }
    plain
}

/// The layout's name, for the import record: known banks by their telling words, else 按表头识别.
pub(super) fn layout_name(header: &Header, preamble: &str) -> &'static str {
    let has = |wanted: &[&str]| wanted.iter().all(|w| header.words.iter().any(|h| h == w));
    if preamble.contains("农信") || preamble.contains("农村信用") {
        "农信社（农商银行）对公明细"
    } else if preamble.contains("账户明细") && has(&["交易时间", "收入金额", "支出金额"]) {
        "农业银行对公账户明细"
    } else if preamble.contains("HISTORYDETAIL") || has(&["转入金额", "转出金额", "对方单位"]) {
        "工商银行对公明细"
    } else if has(&["借贷标志", "发生额", "对方单位"]) {
        "工商银行对公明细（借贷标志）"
    } else if has(&["记账金额(收入)", "记账金额(支出)"]) {
        "工商银行个人卡明细"
    } else if has(&["账户明细编号-交易流水号"]) {
        "建设银行对公明细"
    } else if has(&["日志号", "对手信息", "交易金额"]) {
        "农业银行个人卡明细"
    } else if has(&["付款人账号", "收款人账号", "交易后余额"]) {
        "中国银行对公明细"
    } else if has(&["借记卡号", "交易名称", "金额"]) {
        "中国银行个人卡明细"
    } else if has(&["记账日", "交易日期", "交易地点"]) || preamble.contains("China Construction Bank") {
        "建设银行个人账户明细"
    } else if has(&["交易账号", "对方账户名"]) {
        "农商银行对公明细"
    } else {
        "按表头识别"
    }
}

/// True for layouts that only personal cards and accounts are exported in.
pub(super) fn is_personal(layout: &str) -> bool {
    layout.contains("个人")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_words_are_brought_to_one_shape() {
        for (cell, shape) in [
            ("日 志 号", "日志号"),
            ("币　　种", "币种"),
            ("贷方发生额（收入）", "贷方发生额(收入)"),
            ("贷方发生额/元(收入)", "贷方发生额(收入)"),
            ("摘要[ Reference ]", "摘要"),
            ("余额\t", "余额"),
            ("帐号", "账号"),
            ("收入金额（元）", "收入金额"),
        ] {
            assert_eq!(word(cell), shape, "{cell}");
        }
    }
}
