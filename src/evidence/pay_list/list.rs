use crate::kernel::{BookId, Date, Digest, DigestInput, Money, PayListId, Timestamp, stored_words};

stored_words! {
    /// What the money is paid for.
    PayListKind "这种发放表" {
        /// 工资, 误工补贴.
        Wage "wage" "工资",
        /// 征地、青苗等补偿.
        Compensation "compensation" "补偿",
        /// 收益分红.
        Dividend "dividend" "分红",
        /// 补助, 慰问.
        Subsidy "subsidy" "补助",
        /// 其他.
        Other "other" "其他",
    }
}

/// One person on a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayListRow {
    /// 1..n.
    pub no: i64,
    /// 姓名.
    pub name: String,
    /// The household, as the village calls it; may be empty.
    pub household: String,
    /// The last four of the identity card; may be empty.
    pub id_tail: String,
    /// The last four of the account; may be empty.
    pub account_tail: String,
    /// How much.
    pub amount: Money,
    /// 备注.
    pub remark: String,
}

/// 发放表 — never altered; a mistake is mended by a new list that names this one.
///
/// Source: domain/workflow.md §5 (wages, compensation, subsidies: signed list with identity and account tails).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayList {
    /// Id.
    pub id: PayListId,
    /// Whose money.
    pub book: BookId,
    /// What for.
    pub kind: PayListKind,
    /// 2025年8月保洁员工资.
    pub title: String,
    /// The day on it.
    pub date: Date,
    /// How many people.
    pub people: i64,
    /// The sum of its rows.
    pub total: Money,
    /// The file it was read from; empty when entered by hand.
    pub source: String,
    /// Over its head and its rows.
    pub digest: Digest,
    /// The list it corrects.
    pub replaces: Option<PayListId>,
    /// Who made it.
    pub made_name: String,
    /// When.
    pub made_at: Timestamp,
    /// Its rows; empty where only the head was asked for.
    pub rows: Vec<PayListRow>,
}

impl PayList {
    /// The digest its content should have.
    pub fn digest_of_content(&self) -> Digest {
        let mut input = DigestInput::new("pay_list/1");
        input
            .field("book", self.book)
            .field("kind", self.kind)
            .field("title", &self.title)
            .field("date", self.date)
            .field("fen", self.total.fen())
            .field("replaces", self.replaces.map(PayListId::text).unwrap_or_default());
        for row in &self.rows {
            input
                .field("no", row.no)
                .field("name", &row.name)
                .field("household", &row.household)
                .field("id", &row.id_tail)
                .field("account", &row.account_tail)
                .field("fen", row.amount.fen())
                .field("remark", &row.remark);
        }
        input.digest()
    }

    /// `村民甲等12人`.
    pub fn payees(&self) -> String {
        match self.rows.first() {
            Some(first) if self.people > 1 => format!("{}等{}人", first.name, self.people),
            Some(first) => first.name.clone(),
            None => format!("{}人", self.people),
        }
    }
}
