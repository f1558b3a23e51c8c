use serde::{Deserialize, Serialize};

use super::bank_file::{Table, TableRow};
use super::error::ReconcileRefusal;

/// How many rows a preamble may have.
const PREAMBLE_LIMIT: usize = 40;

/// What a column of a statement means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 交易日期; may carry the time too.
    Date,
    /// 交易时间; carries the date too when there is no 交易日期.
    Time,
    /// 记账日期; used when the bank gives no other day.
    BookedDate,
    /// 收入, or 贷方: the bank's credit is money in.
    In,
    /// 支出, or 借方: the bank's debit is money out.
    Out,
    /// One amount, signed or with a direction beside it.
    Amount,
    /// 借贷标志.
    Direction,
    /// 余额.
    Balance,
    /// 对方户名.
    Counterparty,
    /// 摘要.
    Summary,
    /// 用途, 附言, 备注.
    Purpose,
    /// 流水号, 凭证号.
    Reference,
    /// The account itself, in every row.
    OwnAccount,
    /// Its holder, in every row.
    OwnName,
    /// 币种.
    Currency,
    /// 付款人账号, where direction is told by who pays.
    PayerAccount,
    /// 付款人名称.
    PayerName,
    /// 收款人账号.
    PayeeAccount,
    /// 收款人名称.
    PayeeName,
}

impl Role {
    /// The column in words.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Role::Date => "交易日期",
            Role::Time => "交易时间",
            Role::BookedDate => "记账日期",
            Role::In => "收入",
            Role::Out => "支出",
            Role::Amount => "金额",
            Role::Direction => "借贷标志",
            Role::Balance => "余额",
            Role::Counterparty => "对方户名",
            Role::Summary => "摘要",
            Role::Purpose => "用途",
            Role::Reference => "流水号",
            Role::OwnAccount => "本方账号",
            Role::OwnName => "本方户名",
            Role::Currency => "币种",
            Role::PayerAccount => "付款人账号",
            Role::PayerName => "付款人名称",
            Role::PayeeAccount => "收款人账号",
            Role::PayeeName => "收款人名称",
        }
    }

    /// What banks call the column, the word to prefer first. Source: header names met in public parsers.
    const fn synonyms(self) -> &'static [&'static str] {
        match self {
            Role::Date => &[
                "交易日期",
                "日期",
                "交易日",
                "发生日期",
                "交易日期时间",
                "交易日期和时间",
            ],
            Role::Time => &["交易时间", "入账时间", "提交时间", "记账时间", "时间"],
            Role::BookedDate => &["记账日期", "入账日期", "记账日", "入账日", "会计日期"],
            Role::In => &[
                "记账金额(收入)",
                "收入金额",
                "收入",
                "贷方发生额",
                "贷方金额",
                "贷方发生额(收入)",
                "转入金额",
                "存入金额",
                "收方金额",
                "贷方",
                "贷方发生金额",
                "收款金额",
                "存入",
                "转入",
                "贷(收入)",
                "收入(贷)",
                "收入(贷方)",
                "贷方(收入)",
                "贷方金额(收入)",
                "收入发生额",
                "交易金额(收入)",
            ],
            Role::Out => &[
                "记账金额(支出)",
                "支出金额",
                "支出",
                "借方发生额",
                "借方金额",
                "借方发生额(支取)",
                "借方发生额(支出)",
                "转出金额",
                "取出金额",
                "付方金额",
                "借方",
                "借方发生金额",
                "付款金额",
                "支取金额",
                "支取",
                "取出",
                "转出",
                "借(支出)",
                "支出(借)",
                "支出(借方)",
                "借方(支出)",
                "借方(支取)",
                "借方金额(支出)",
                "支出发生额",
                "交易金额(支出)",
            ],
            Role::Amount => &[
                "交易金额",
                "发生额",
                "金额",
                "收入/支出金额",
                "收支金额",
                "交易发生额",
                "发生金额",
                "交易额",
            ],
            Role::Direction => &[
                "借贷标志",
                "借/贷",
                "借贷方向",
                "收支标志",
                "借贷",
                "借贷标记",
                "收/支",
                "收支",
                "收支类型",
                "收付标志",
                "收支方向",
                "借贷类型",
            ],
            Role::Balance => &[
                "余额",
                "账户余额",
                "本次余额",
                "联机余额",
                "交易后余额",
                "账面余额",
                "当前余额",
                "交易余额",
                "活期余额",
                "可用余额",
            ],
            Role::Counterparty => &[
                "对方户名",
                "对方名称",
                "对方单位",
                "对方单位名称",
                "对方账户名",
                "对方账户名称",
                "对方账号名称",
                "对手信息",
                "交易对手名称",
                "交易对手",
                "对手户名",
                "对手名称",
                "交易对方",
                "对方姓名",
                "对方账号与户名",
                "交易对手信息",
                "收(付)方名称",
                "收/付方名称",
                "收付方名称",
                "对方",
            ],
            Role::Summary => &[
                "摘要",
                "交易摘要",
                "交易名称",
                "摘要说明",
                "业务摘要",
                "交易类型",
                "业务类型",
            ],
            Role::Purpose => &[
                "用途",
                "交易用途",
                "资金用途",
                "附言",
                "交易附言",
                "备注",
                "客户附言",
                "客户摘要",
                "交易地点/附言",
                "回单个性化信息",
                "个性化信息",
                "交易备注",
                "交易详情",
                "交易场所",
                "交易地点",
            ],
            Role::Reference => &[
                "交易流水号",
                "账户明细编号-交易流水号",
                "流水号",
                "核心流水号",
                "银行流水号",
                "交易流水",
                "流水编号",
                "明细编号",
                "日志号",
                "交易序号",
                "凭证号",
                "凭证号码",
                "顺序号",
            ],
            Role::OwnAccount => &[
                "本方账号",
                "账号",
                "交易账号",
                "我方账号",
                "账户账号",
                "查询账号",
                "借记卡号",
                "卡号",
                "账户",
            ],
            Role::OwnName => &["本方户名", "账户名称", "户名", "本方账户名称", "账户名", "我方户名"],
            Role::Currency => &["记账币种", "币种", "币别", "货币", "交易币种"],
            Role::PayerAccount => &["付款人账号", "付款账号", "付款方账号"],
            Role::PayerName => &["付款人名称", "付款人户名", "付款方名称", "付款方户名"],
            Role::PayeeAccount => &["收款人账号", "收款账号", "收款方账号"],
            Role::PayeeName => &["收款人名称", "收款人户名", "收款方名称", "收款方户名"],
        }
    }

    const ALL: [Role; 19] = [
        Role::Date,
        Role::Time,
        Role::BookedDate,
        Role::In,
        Role::Out,
        Role::Amount,
        Role::Direction,
        Role::Balance,
        Role::Counterparty,
        Role::Summary,
        Role::Purpose,
        Role::Reference,
        Role::OwnAccount,
        Role::OwnName,
        Role::Currency,
        Role::PayerAccount,
        Role::PayerName,
        Role::PayeeAccount,
        Role::PayeeName,
    ];
}

/// A mapping made once by hand: which header word is which column. Remembered per bank account.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ColumnMap {
    /// Pairs of a role and the header word as it stands in the file.
    pub columns: Vec<(Role, String)>,
}

/// A header found: where it stands and which columns mean what.
pub(super) struct Header {
    /// Index into the table's rows.
    pub index: usize,
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
        self.columns
            .iter()
            .filter(move |(r, _)| *r == role)
            .map(|(_, column)| *column)
    }

    /// True when this row is the header again, as at the top of a printed page.
    pub fn repeats_in(&self, row: &TableRow) -> bool {
        !self.words.is_empty() && row.cells.iter().map(|c| word(c)).eq(self.words.iter().cloned())
    }

    /// The columns without which nothing can be proved, in words.
    fn missing(&self) -> Vec<&'static str> {
        let has = |role| self.column(role).is_some();
        let mut missing = Vec::new();
        if !has(Role::Date) && !has(Role::Time) && !has(Role::BookedDate) {
            missing.push("日期");
        }
        if !has(Role::Amount) && !(has(Role::In) && has(Role::Out)) {
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
}

/// Finds the header row: by the words of a mapping made by hand, else by synonyms.
///
/// Refuses: `reconcile.header_unknown`, `reconcile.header_incomplete`, `reconcile.header_ambiguous`.
pub(super) fn find_header(table: &Table, mapped: Option<&ColumnMap>) -> Result<Header, ReconcileRefusal> {
    let mut nearest: Option<(usize, Header)> = None;
    for (index, row) in table.rows.iter().enumerate().take(PREAMBLE_LIMIT) {
        let header = match mapped {
            Some(map) => by_hand(index, row, map),
            None => by_synonyms(index, row),
        };
        let known = header.columns.len();
        if header.missing().is_empty() {
            require_unambiguous(&header)?;
            return Ok(header);
        }
        if known >= 3 && nearest.as_ref().is_none_or(|(most, _)| known > *most) {
            nearest = Some((known, header));
        }
    }
    if let Some((_, header)) = nearest {
        return Err(ReconcileRefusal::HeaderIncomplete {
            row: header.row,
            missing: header.missing().join("、"),
        });
    }
    let seen: String = table
        .rows
        .iter()
        .take(3)
        .map(TableRow::text)
        .collect::<Vec<_>>()
        .join(" ");
    Err(ReconcileRefusal::HeaderUnknown {
        seen: seen.chars().take(40).collect(),
    })
}

fn by_synonyms(index: usize, row: &TableRow) -> Header {
    let words: Vec<String> = row.cells.iter().map(|c| word(c)).collect();
    let mut columns = Vec::new();
    for role in Role::ALL {
        for synonym in role.synonyms() {
            columns.extend(
                words
                    .iter()
                    .enumerate()
                    .filter(|(_, w)| w == synonym)
                    .map(|(column, _)| (role, column)),
            );
        }
    }
    Header {
        index,
        row: row.row,
        words,
        columns,
    }
}

fn by_hand(index: usize, row: &TableRow, map: &ColumnMap) -> Header {
    let words: Vec<String> = row.cells.iter().map(|c| word(c)).collect();
    let columns = map
        .columns
        .iter()
        .filter_map(|(role, name)| {
            words
                .iter()
                .position(|w| *w == word(name))
                .map(|column| (*role, column))
        })
        .collect();
    Header {
        index,
        row: row.row,
        words,
        columns,
    }
}

/// The same word twice for a column that moves money: nobody can tell which one counts.
fn require_unambiguous(header: &Header) -> Result<(), ReconcileRefusal> {
    for role in [Role::In, Role::Out, Role::Amount, Role::Balance] {
        let mut columns = header.columns(role);
        if let (Some(first), Some(second)) = (columns.next(), columns.next())
            && header.words[first] == header.words[second]
        {
            return Err(ReconcileRefusal::HeaderAmbiguous {
                row: header.row,
                first: header.words[first].clone(),
                second: format!("{}(第 {} 列)", header.words[second], second + 1),
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
    for unit in [
        "(元)",
        "(人民币)",
        "(人民币元)",
        "(rmb)",
        "(cny)",
        "(单位元)",
        "/元",
        "(¥)",
        "(￥)",
    ] {
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
